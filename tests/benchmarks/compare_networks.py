"""Re-solve the models of TESPy's tutorials and tests with entropyk and with TESPy, side by side.

Run it as `make bench-tespy`; `compare_networks.py NAME…` takes some of the models of `tespy_models`. They are run from
TESPy's source distribution, which is fetched; each package is in a process of its own. Every repetition sets a value
never used before, solves without output, and reads a connection, a component, and a power connection where there is
one. Printed are medians of 200 repetitions after 5, of TESPy of as many as fit into `PATIENCE` seconds, the last ones.
The last state, all flows, pressures, enthalpies and powers, has to agree, and has to be the same when it is reached
another way. First solves are those in a fresh process, without imports. `nw.results` is timed as the cost over what
pandas takes for the same frames.
"""

import contextlib
import io
import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "compat"))

from peer_tests import fetch
from tespy_models import MODELS, Model, Row

REPETITIONS, WARM_UP = 200, 5
#: Seconds for the repetitions of a row by TESPy, and how many there are at least.
PATIENCE, LEAST = 1.5, 20
#: Solves on the way to where these begin.
LEAPS = 10
#: Agreement of last states with TESPy, and of one state reached in two ways.
TOLERANCE, SAME = 1e-5, 1e-8
#: Values below these are equal if they differ by less than the tolerance times this.
SIZES = {"m": 1e-3, "p": 1e3, "h": 1e4, "E": 1.0}
#: Rows of a sweep.
POINTS = 20_000


class Timed:
    """The network of a model in one of the packages."""

    def __init__(self, model: Model, source: Path) -> None:
        self.model, self.source = model, source
        self.names: dict[str, Any] = {"__name__": "model"}
        self.first = math.nan

    @property
    def network(self) -> Any:
        return self.names[self.model.network]

    def run(self, code: str) -> None:
        """Runs code of the model without its output."""
        for number in range(1, 20):
            code = code.replace(
                f"{{{number}}}", self.model.code(self.source, (number,)) if f"{{{number}}}" in code else ""
            )
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, self.model.file, "exec"), self.names)

    def watch_first(self) -> None:
        """Times the first solve of all."""
        from tespy.networks import Network

        solve = Network.solve

        def first(network: Any, *arguments: Any, **options: Any) -> None:
            Network.solve = solve
            start = time.perf_counter()
            solve(network, *arguments, **options)
            self.first = time.perf_counter() - start

        Network.solve = first

    def row(self, row: Row, patience: float) -> dict[str, Any]:
        """Times of a row, and its last state."""
        self.run(self.model.code(self.source, row.sections) + row.prepare)
        self.network.iterinfo = False
        step = (row.span[1] - row.span[0]) / REPETITIONS
        change, solve = compile(row.change, row.name, "exec"), compile(f"network.solve({row.options})", "solve", "exec")
        read = compile(f"found = [{', '.join(row.read)}]", "read", "exec")
        self.names["network"] = self.network

        def once(x: float) -> float:
            start = time.perf_counter()
            self.names["x"] = x
            exec(change, self.names)
            exec(solve, self.names)
            exec(read, self.names)
            return time.perf_counter() - start

        warm = [once(row.span[1] - step * (REPETITIONS + WARM_UP - k - 0.5)) for k in range(WARM_UP)]
        count = min(REPETITIONS, max(LEAST, int(patience / median(warm))))
        # Steps are equally long for both packages; TESPy may not find the way in one leap.
        for k in range(LEAPS if count < REPETITIONS else 0):
            once(row.span[0] + (row.span[1] - step * count - row.span[0]) * (k + 0.5) / LEAPS)
        times = [once(row.span[1] - step * (count - 1 - k)) for k in range(count)]
        self.network.assert_convergence()
        answer = {"read": list(map(float, self.names["found"])), **self.state()}
        once(row.span[1] - 20.5 * step)
        once(row.span[1])
        again = {"read": list(map(float, self.names["found"])), **self.state()}
        found = {"time": median(times), "count": count, "answer": answer, "path": difference(answer, again)}
        return found | {"results": self.results(row), "sweep": self.sweep(row)}

    def state(self) -> dict[str, list[float]]:
        """All flows, pressures, enthalpies and powers in SI units."""
        parts = sorted(self.network.conns["object"], key=lambda connection: connection.label)
        return {name: [float(getattr(c, name).val_SI) for c in parts if name in c.property_data] for name in SIZES}

    def results(self, row: Row) -> float:
        """Seconds that `nw.results` takes over those that pandas takes for frames of the same columns."""
        import pandas as pd

        solve = compile(f"network.solve({row.options})", "solve", "exec")
        ours, theirs = [], []
        for _ in range(5):
            exec(solve, self.names)
            start = time.perf_counter()
            frames = self.network.results
            ours.append(time.perf_counter() - start)
            columns = [
                ({name: frame[name].to_numpy() for name in frame}, list(frame.index)) for frame in frames.values()
            ]
            start = time.perf_counter()
            assert [pd.DataFrame(data, index=index) for data, index in columns]
            theirs.append(time.perf_counter() - start)
        return max(median(ours) - median(theirs), 0.0)

    def sweep(self, row: Row) -> float | None:
        """Seconds for one row of `nw.sweep` on all cores."""
        if row.sweep is None or not hasattr(self.network, "sweep"):
            return None
        path, result = row.sweep
        low, high = row.span
        values = [low + (high - low) * (k + 0.5) / POINTS for k in range(POINTS)]
        times = []
        for _ in range(3):
            start = time.perf_counter()
            table = self.network.sweep({path: values}, [result])
            times.append(time.perf_counter() - start)
            assert set(table["status"]) == {"Converged"}
        return min(times) / POINTS


def difference(one: dict[str, list[float]], other: dict[str, list[float]]) -> float:
    """Greatest relative difference of two states."""
    pairs = [(name, a, b) for name, values in one.items() for a, b in zip(values, other[name])]
    return max(abs(a - b) / max(abs(a), abs(b), SIZES.get(name, 1e-3)) for name, a, b in pairs)


def run(package: str, name: str, source: Path) -> None:
    """Prints what one package takes for a model as JSON."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if package == "entropyk":
        from entropyk.compat import install_tespy_alias

        install_tespy_alias()
    model = MODELS[name]
    timed = Timed(model, source)
    timed.watch_first()
    patience = PATIENCE if package == "tespy" else 1e9
    rows = [timed.row(row, patience) for row in model.rows]
    print(json.dumps({"first": timed.first, "rows": rows}))


def measured(package: str, name: str, source: Path) -> dict[str, Any]:
    """What `run` prints, from a process of its own."""
    command = [sys.executable, __file__, package, name, str(source)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=source, env=os.environ | {"MPLBACKEND": "Agg"}
    )
    if done.returncode:
        raise SystemExit(f"{name} with {package}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(names: list[str]) -> None:
    """Compares and prints all rows of the models as a table."""
    source = fetch()
    print("| model, what changes | TESPy | entropyk | ratio | of a sweep | `nw.results` over pandas: TESPy, entropyk |")
    print("|---|---|---|---|---|---|")
    firsts, worst = [], 0.0
    for name in names or MODELS:
        ours, theirs = measured("entropyk", name, source), measured("tespy", name, source)
        firsts.append((name, theirs["first"], ours["first"]))
        for row, mine, other in zip(MODELS[name].rows, ours["rows"], theirs["rows"]):
            print(line(f"{name}, {row.name}", mine, other), flush=True)
            off = difference(mine["answer"], other["answer"])
            worst = max(worst, off)
            if off > TOLERANCE:
                raise SystemExit(f"{name}, {row.name}: the answers differ by {off:.1e}: no comparison")
            if mine["path"] > SAME:
                raise SystemExit(f"{name}, {row.name}: the answer depends on the way to it by {mine['path']:.1e}")
    print(f"\nThe answers agree to {worst:.0e}. First solves:\n\n| model | TESPy | entropyk |\n|---|---|---|")
    for name, theirs, ours in firsts:
        print(f"| {name} | {theirs * 1e3:.1f} ms | {ours * 1e3:.1f} ms |")


def line(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """A row of the table."""
    fast, slow = ours["time"], theirs["time"]
    few = "" if theirs["count"] == REPETITIONS else f" ({theirs['count']})"
    sweep = "" if ours["sweep"] is None else f"{ours['sweep'] * 1e6:.1f} µs, {slow / ours['sweep']:.0f}"
    results = f"{theirs['results'] * 1e3:.1f}, {ours['results'] * 1e3:.1f} ms"
    return f"| {name} | {slow * 1e3:.1f} ms{few} | {fast * 1e6:.0f} µs | {slow / fast:.0f} | {sweep} | {results} |"


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] in ("entropyk", "tespy"):
        run(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main(sys.argv[1:])
