"""Threads, forks and long runs: models are solved and drawn at once, and memory stays where it is."""

import contextlib
import gc
import json
import multiprocessing
import os
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import entropyk as ek


def cycle(eta_s=0.7):
    system = ek.System("R134a", units="engineering")
    parts = (ek.Compressor(eta_s=eta_s), ek.Condenser(), ek.ExpansionValve(), ek.Evaporator(Q=10.0))
    compressor, condenser, valve, evaporator = (system.add_component(part) for part in parts)
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, T_bubble=40.0, td_bubble=3.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=0.0, td_dew=5.0)
    return system.finalize()


def test_threads_solve_sweep_and_draw_at_once():
    agg = pytest.importorskip("matplotlib.backends.backend_agg")
    from matplotlib.figure import Figure

    shared = cycle()
    expected = [cycle(0.5 + 0.05 * k).solve()["compressor.P"] for k in range(8)]
    table = shared.sweep({"e4.T_dew": np.linspace(-20.0, 10.0, 300)}, ["compressor.P"])["compressor.P"].tobytes()

    def work(k):
        own = cycle(0.5 + 0.05 * k)
        result = own.solve()
        swept = shared.sweep({"e4.T_dew": np.linspace(-20.0, 10.0, 300)}, ["compressor.P"])["compressor.P"].tobytes()
        shared.solve()
        assert shared.describe()
        assert shared._repr_html_()
        return result["compressor.P"], swept

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(work, k) for k in range(8)]
        # Matplotlib draws in one thread at a time; others solve meanwhile.
        while not all(future.done() for future in futures):
            figure = Figure()
            shared.solve().plot.ph(ax=figure.subplots())
            agg.FigureCanvasAgg(figure).draw()
        found = [future.result() for future in futures]
    assert [power for power, _ in found] == expected
    assert {swept for _, swept in found} == {table}


def solve_shared(system, queue):
    queue.put(float(system.solve()["compressor.P"]))


@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_models_are_solved_in_children(start):
    system = cycle()
    # Threads of a sweep have run before the fork.
    system.sweep({"e4.T_dew": np.linspace(-20.0, 10.0, 1000)}, ["compressor.P"])
    expected = system.solve()["compressor.P"]
    context = multiprocessing.get_context(start)
    queue = context.Queue()
    child = context.Process(target=solve_shared, args=(system, queue))
    child.start()
    assert queue.get(timeout=60) == expected
    child.join(60)
    assert child.exitcode == 0


def resident():
    """Memory of this process, bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def growth(solves, every=1):
    """Bytes by which solves with results, sensitivities, failures and new models let the process grow."""
    system = cycle()

    def run(count):
        for k in range(count):
            system.set_attr(**{"e4.T_dew": -10.0 + 15.0 * (k % 100) / 100})
            result = system.solve()
            if k % every == 0:
                result.states.to_pandas(), result.components.to_pandas(), result.history.to_pandas()
                result.sensitivity("compressor.P", "e4.T_dew")
                cycle().solve()
                with pytest.raises(ek.EntropykError):
                    system.set_attr(nonsense=1)
        gc.collect()

    run(solves // 5 + 200)
    before = resident()
    run(solves)
    return resident() - before


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_flat():
    # One number kept per solve would be 16 kB; allocators keep a little.
    assert growth(2000, every=10) < 1_500_000


ATTACK = """
import json, os, pickle
import entropyk as ek
text = open({path!r}).read()
before = set(os.listdir("."))
try:
    ek.System.from_json(text).solve()
    print("loaded")
except ek.EntropykError as error:
    print(type(error).__name__)
assert set(os.listdir(".")) == before
"""


@pytest.mark.parametrize(
    "poison",
    [
        "__import__('os').system('touch owned')",
        "os:system",
        "builtins.exec",
        "../../etc/passwd",
        "cos\nsystem\n(S'touch owned'\ntR.",
        "{__class__.__init__}",
    ],
)
def test_loading_a_model_runs_nothing(tmp_path, poison):
    """Every text of a saved model is replaced by one that would do something if it were run; nothing is imported."""
    # It is asked about names of fluids that the engine does not have.
    pytest.importorskip("CoolProp.CoolProp")
    text = cycle().to_json()
    places = []

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for key, inner in enumerate(value):
                walk(inner, (*path, key))
        elif isinstance(value, str):
            places.append(path)

    walk(json.loads(text), ())
    assert len(places) > 10
    before = set(sys.modules)
    for path in places:
        data = json.loads(text)
        at = data
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = poison
        with contextlib.suppress(ek.EntropykError):
            ek.System.from_json(json.dumps(data))
    assert {name.partition(".")[0] for name in set(sys.modules) - before} <= {"entropyk"}
    file = tmp_path / "model.json"
    file.write_text(json.dumps(data))
    script = ATTACK.format(path=str(file))
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("loaded", "ValidationError", "ComponentError", "FluidError", "TopologyError")


def test_networks_load_without_running_anything(tmp_path, monkeypatch):
    from entropyk.networks import Network

    monkeypatch.chdir(tmp_path)
    warnings.simplefilter("ignore", FutureWarning)
    for kind in ("os.system", "builtins.exec", "subprocess.Popen", "__import__"):
        data = {"Component": {kind: {"x": {}}}, "Connection": {"Connection": {}}, "Network": {}}
        with pytest.raises((ek.EntropykError, ValueError, KeyError, TypeError, AttributeError)):
            Network.from_dict(data).solve("design")
    assert list(tmp_path.iterdir()) == []
