"""Sweeps and solves in other processes and threads: the same bits, whoever solves them."""

import multiprocessing
import os
import pickle
import signal
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import entropyk as ek


def cycle():
    system = ek.System("R290", units="engineering")
    compressor = system.add_component(ek.Compressor(eta_s=0.7))
    condenser = system.add_component(ek.Condenser(UA=2000.0, sink_temperature=35.0))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(UA=1500.0, source_temperature=10.0, Q=8.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor)
    return system.finalize()


def rows(count, fails=False):
    random = np.random.default_rng(7)
    sinks = random.uniform(25.0, 50.0, count)
    if fails:
        sinks[::97] = 300.0
        sinks[5] = np.nan
    return {"condenser.sink_temperature": sinks, "evaporator.source_temperature": random.uniform(0.0, 15.0, count)}


def assert_same(one, two):
    assert one.column_names == two.column_names
    assert one.units == two.units
    for name in one.column_names:
        if isinstance(one[name], np.ndarray):
            assert one[name].tobytes() == two[name].tobytes(), name
        else:
            assert one[name] == two[name]


def solve_one(system):
    return float(system.solve()["compressor.P"])


def test_tables_are_pickled():
    system = cycle()
    table = system.sweep(rows(20, fails=True), outputs="all")
    again = pickle.loads(pickle.dumps(table))
    assert_same(table, again)
    assert again.to_arrow().equals(table.to_arrow())
    states = system.solve().states
    assert pickle.loads(pickle.dumps(states)).to_arrow().equals(states.to_arrow())


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_process_pools_solve_sweeps(start):
    system = cycle()
    points = rows(3000, fails=True)
    here = system.sweep(points, outputs="all")
    assert set(here["status"]) > {"Converged", "InvalidInput"}
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        assert_same(here, system.sweep(points, outputs="all", executor=pool))
        assert_same(here, system.sweep(points, outputs="all", executor=pool, workers=2))
        # Models and results of solves travel too.
        assert list(pool.map(solve_one, [system] * 3)) == [solve_one(system)] * 3


def test_columns_of_functions_units_and_single_rows_come_through_an_executor():
    system = cycle()
    wanted = {"kW": lambda t: t["compressor.P"] * 1.0}
    with ThreadPoolExecutor(2) as pool:
        for count in (1, 127, 129):
            assert_same(system.sweep(rows(count), wanted), system.sweep(rows(count), wanted, executor=pool))
        empty = {"condenser.sink_temperature": []}
        assert_same(system.sweep(empty), system.sweep(empty, executor=pool))


def difference(a, b):
    if a > 60:
        raise RuntimeError("too hot to be true")
    return a - b


def test_python_code_travels_with_the_model_and_its_exceptions_come_back():
    system = cycle()
    system.add_variable("hot", start=30.0, quantity="ratio")
    system.add_equation("hot_is", ["hot", "condenser.sink_temperature"], difference)
    system.finalize()
    points = {"condenser.sink_temperature": [30.0, 40.0, 70.0, 35.0]}
    here = system.sweep(points, ["hot", "power"])
    assert here["status"] == ["Converged", "Converged", "Raised", "Converged"]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert_same(here, system.sweep(points, ["hot", "power"], executor=pool))
        with pytest.raises(ek.SolverError, match=r"row 2 .*= 70\): .*too hot to be true"):
            system.sweep(points, executor=pool, on_error="raise")


def test_networks_are_swept_elsewhere():
    from entropyk.components import Sink, Source, Turbine
    from entropyk.connections import Connection
    from entropyk.networks import Network

    network = Network(iterinfo=False)
    network.units.set_defaults(temperature="degC", pressure="bar")
    source, turbine, sink = Source("boiler"), Turbine("turbine"), Sink("condenser")
    inlet = Connection(source, "out1", turbine, "in1", label="live")
    outlet = Connection(turbine, "out1", sink, "in1", label="waste")
    network.add_conns(inlet, outlet)
    inlet.set_attr(m=10, p=100, T=500, fluid={"Water": 1})
    outlet.set_attr(p=0.1)
    turbine.set_attr(eta_s=0.9)
    network.solve("design")
    points = {"live.T": np.linspace(450.0, 600.0, 300), "live.m": np.linspace(5.0, 12.0, 300)}
    here = network.sweep(points, outputs="all")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert_same(here, network.sweep(points, outputs="all", executor=pool))


def test_what_is_no_executor_is_said():
    for wrong in (3, "dask", object()):
        with pytest.raises(ek.ValidationError, match="cannot be waited for: give a Dask client"):
            cycle().sweep(rows(2), executor=wrong)


def test_the_tasks_left_are_cancelled_when_one_fails():
    cancelled = []

    class Slow(Future):
        def cancel(self):
            cancelled.append(self)
            return True

    class Broken:
        count = 0

        def submit(self, function, *args):
            self.count += 1
            future = Slow()
            if self.count == 2:
                future.set_exception(ConnectionError("the worker is gone"))
            elif self.count == 1:
                future.set_result(function(*args))
            return future

    with pytest.raises(ConnectionError, match="worker is gone"):
        cycle().sweep(rows(400), executor=Broken())
    assert len(cancelled) == 4


def test_joblib_solves_models():
    joblib = pytest.importorskip("joblib")
    system = cycle()
    system.solve()
    with joblib.parallel_config(backend="loky", n_jobs=2):
        found = joblib.Parallel()(joblib.delayed(solve_one)(system) for _ in range(4))
    assert found == [solve_one(system)] * 4


def kill_one(client, processes, done):
    """Kills the first worker that has a task, as soon as there is one."""
    while not done.is_set():
        working = [worker for worker, tasks in client.processing().items() if tasks]
        if working:
            os.kill(processes[working[0]], signal.SIGKILL)
            done.set()
        time.sleep(0.01)


@pytest.mark.filterwarnings("ignore")
def test_dask_loses_a_worker_and_the_table_is_complete(tmp_path):
    distributed = pytest.importorskip("distributed")
    system = cycle()
    points = rows(60_000, fails=True)
    here = system.sweep(points, ["compressor.P", "cop_heating", "e1.T"])
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        local_directory=str(tmp_path),
        silence_logs=50,
    )
    with cluster, distributed.Client(cluster) as client:
        processes, killed = client.run(os.getpid), threading.Event()
        killer = threading.Thread(target=kill_one, args=(client, processes, killed))
        killer.start()
        try:
            there = system.sweep(points, ["compressor.P", "cop_heating", "e1.T"], executor=client)
        finally:
            was_killed = killed.is_set()
            killed.set()
            killer.join()
        client.wait_for_workers(2, timeout=60)
        after = set(client.run(os.getpid).values())
    assert was_killed
    assert len(set(processes.values()) & after) == 1
    assert_same(here, there)
