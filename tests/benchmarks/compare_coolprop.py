"""Time states from entropyk and from CoolProp, side by side, and print the ratios.

Run it as `make bench`, or alone with the names of fluids. Points are single-phase, drawn at random from
0.02 to 2 critical pressures and from 0.65 to 1.15 critical temperatures, and every state is found anew, without a
neighbour to start from. Both libraries work in turn, in one thread unless stated, for times of about the same length,
and the best of several rounds counts: what else the machine does then slows neither more than the other. A fluid whose
answers differ is not compared but named.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import CoolProp
import numpy as np
from CoolProp.CoolProp import AbstractState

import entropyk as ek

#: States in one array.
MANY = 100_000
#: States per round of a single thread.
SOME = 20_000
#: States that CoolProp finds per round.
FEW = 100
ROUNDS = 15
#: Agreement of exact states; CoolProp's own iteration ends at 1e-8 or so.
TOLERANCE = 1e-6
#: Fluids whose tables are compared: CoolProp takes seconds to build one.
TABULATED = ("R134a", "Water", "n-Propane", "Ammonia", "CarbonDioxide")
#: Agreement of the tables at the median state.
TABLE_TOLERANCE = 1e-5

PAIRS = {
    "p-h": (CoolProp.HmassP_INPUTS, "h", ("T", "rho", "s")),
    "p-T": (CoolProp.PT_INPUTS, "T", ("rho", "h", "s")),
    "p-s": (CoolProp.PSmass_INPUTS, "s", ("T", "rho", "h")),
}


@dataclass
class Points:
    """Single-phase states of a fluid: pressures, and the other properties by name."""

    p: np.ndarray
    other: dict[str, np.ndarray]

    def __getitem__(self, part: slice) -> "Points":
        return Points(self.p[part], {name: values[part] for name, values in self.other.items()})


def draw(fluid: ek.Fluid, count: int, lowest: float = 0.0) -> Points:
    """States at random between the limits of the fluid, from a lowest pressure on."""
    rng = np.random.default_rng(1)
    p = np.exp(rng.uniform(np.log(max(lowest, 0.02 * fluid.p_critical)), np.log(2.0 * fluid.p_critical), 3 * count))
    T = fluid.T_critical * rng.uniform(0.65, 1.15, 3 * count)
    table = fluid.props(["p", "T", "h", "s", "rho"], p=p, T=T, on_error="nan")
    columns = {name: table[name] for name in table.column_names}
    found = np.flatnonzero(np.isfinite(columns["h"]))[:count]
    p = columns.pop("p")[found]
    return Points(p, {name: values[found] for name, values in columns.items()})


def seconds(call: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def best(*calls: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The shortest duration of each call; the calls take turns."""
    times = [[seconds(call) for call in calls] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def at_once(fluid: ek.Fluid, pair: str, points: Points) -> ek.Table:
    """Finds all states of an array, in as many threads as this process has."""
    _, given, outputs = PAIRS[pair]
    return fluid.props(list(outputs), p=points.p, **{given: points.other[given]})


def one_by_one(state: AbstractState, pair: str, points: Points) -> list[tuple[float, ...]]:
    """Finds states with CoolProp in a loop; its failures are NaN."""
    inputs, given, outputs = PAIRS[pair]
    read = [getattr(state, {"T": "T", "rho": "rhomass", "s": "smass", "h": "hmass"}[name]) for name in outputs]
    values = []
    for p, other in zip(points.p.tolist(), points.other[given].tolist(), strict=True):
        try:
            state.update(inputs, *((other, p) if pair == "p-h" else (p, other)))
            values.append(tuple(get() for get in read))
        except ValueError:
            values.append((np.nan,) * len(outputs))
    return values


def as_batch(state: AbstractState, points: Points, out: np.ndarray) -> None:
    """Finds T, density and entropy from p and h, by mole, with the entry of CoolProp's tables for arrays."""
    keys = np.array([CoolProp.iT, CoolProp.iDmolar, CoolProp.iSmolar], dtype=np.int32)
    h = points.other["h"] * state.molar_mass()
    state.fast_evaluate(CoolProp.HmolarP_INPUTS, h, points.p, keys, out, np.zeros(len(h), dtype=np.int32))


def worst(fluid: ek.Fluid, ours: ek.Table, theirs: list[tuple[float, ...]], part: float = 1.0) -> float:
    """The deviation that a part of the states does not exceed; of h and s in units of R T and R."""
    r_gas = 8.314462618 / fluid.molar_mass
    errors = []
    for name, others in zip(ours.column_names, np.transpose(theirs), strict=True):
        unit = {"s": r_gas, "h": r_gas * fluid.T_critical}.get(name, np.abs(ours[name]))
        errors.append(np.abs(ours[name] - others) / unit)
    return float(np.nanquantile(np.max(errors, axis=0), part))


@dataclass
class Exact:
    """Times of one fluid in seconds per state, by pair, and the deviation of the answers."""

    name: str
    ours: dict[str, float]
    theirs: dict[str, float]
    deviation: float

    def ratio(self, pair: str) -> float:
        """How many times as long CoolProp takes, in one thread each."""
        return self.theirs[pair] / self.ours[pair]


def compare_exact(name: str) -> Exact:
    """The exact equation against CoolProp's HEOS."""
    fluid, state = ek.Fluid(name), AbstractState("HEOS", name)
    points = draw(fluid, SOME)
    few, result = points[:FEW], Exact(name, {}, {}, 0.0)
    for pair in PAIRS:
        result.deviation = max(result.deviation, worst(fluid, at_once(fluid, pair, few), one_by_one(state, pair, few)))
        fast, slow = best(partial(at_once, fluid, pair, points), partial(one_by_one, state, pair, few))
        result.ours[pair], result.theirs[pair] = fast / len(points.p), slow / len(few.p)
    return result


def on_all_cores(names: list[str]) -> None:
    """Prints the seconds per state of every fluid with p-h, in one array for all cores of this process."""
    for name in names:
        fluid = ek.Fluid(name)
        many = draw(fluid, MANY)
        print(best(partial(at_once, fluid, "p-h", many), rounds=5)[0] / len(many.p))


def print_line(label: str, ours: list[float], ratios: list[float]) -> None:
    """Times in seconds, and ratios, side by side."""
    cells = "".join(f"{1e6 * time:10.2f}{ratio:7.1f}" for time, ratio in zip(ours, ratios, strict=True))
    print(f"{label:<20}{cells}")


def print_exact(names: list[str]) -> None:
    """States of the exact equation, fluid by fluid, and the medians."""
    print("Exact equation, cold: µs per state, and the ratio of CoolProp HEOS to it.")
    print("T, ρ, s from p-h; ρ, h, s from p-T; T, ρ, h from p-s; p-h again in one array for all cores")
    print(f"{'fluid':<20}" + "".join(f"{what:>10}{'ratio':>7}" for what in (*PAIRS, "all cores")))
    results, differ = [], []
    together = dict(zip(names, in_new_process([__file__, "--on-all-cores", *names], threads=None), strict=True))
    for result in map(compare_exact, names):
        if result.deviation > TOLERANCE:
            differ.append(f"{result.name} ({result.deviation:.0e})")
            continue
        results.append(result)
        shared = together[result.name]
        ratios = [*map(result.ratio, PAIRS), result.theirs["p-h"] / shared]
        print_line(result.name, [*result.ours.values(), shared], ratios)
    ours = [statistics.median(result.ours[pair] for result in results) for pair in PAIRS]
    ratios = [statistics.median(result.ratio(pair) for result in results) for pair in PAIRS]
    shared = statistics.median(together[result.name] for result in results)
    ratio = statistics.median(result.theirs["p-h"] / together[result.name] for result in results)
    print_line(f"median of {len(results)}", [*ours, shared], [*ratios, ratio])
    print(f"not compared, as the answers differ by more than {TOLERANCE:.0e}: {', '.join(differ) or 'none'}\n")


def with_slopes(fluid: ek.Fluid, points: Points) -> None:
    """Finds all states of an array from p and h in one thread, with the slopes of T and ρ."""
    outputs = ["T", "rho", "s", "d(T)/d(p)|h", "d(T)/d(h)|p", "d(rho)/d(p)|h", "d(rho)/d(h)|p"]
    fluid.props(outputs, p=points.p, h=points.other["h"])


def compare_tables(name: str) -> list[float] | None:
    """Seconds per state: ours with p-h, with slopes, p-T and p-s, theirs with p-h in a loop and as a batch."""
    fluid, state = ek.Fluid(name, backend="tabular"), AbstractState("BICUBIC&HEOS", name)
    points = draw(fluid, SOME, lowest=fluid.p_triple)
    few = points[:1000]
    deviation = worst(fluid, at_once(fluid, "p-h", few), one_by_one(state, "p-h", few), 0.5)
    if deviation > TABLE_TOLERANCE:
        print(f"{name}: the tables differ by {deviation:.0e}: no comparison")
        return None
    calls = [
        partial(at_once, fluid, "p-h", points),
        partial(with_slopes, fluid, points),
        partial(at_once, fluid, "p-T", points),
        partial(at_once, fluid, "p-s", points),
        partial(as_batch, state, points, np.empty((len(points.p), 3))),
        partial(one_by_one, state, "p-h", few),
    ]
    *arrays, loop = best(*calls)
    *ours, batch = (time / len(points.p) for time in arrays)
    return [*ours, loop / len(few.p), batch]


def print_tables(names: list[str]) -> None:
    """States from tables, and those of CoolProp's BICUBIC tables."""
    print(
        "Tables: µs per state; CoolProp BICUBIC, without slopes, in a loop and by its entry for arrays, and the ratio"
    )
    print("of their times for p-h to ours")
    heads = ("p-h", "slopes", "p-T", "p-s", "loop", "batch")
    print(f"{'fluid':<20}" + "".join(f"{head:>8}" for head in heads) + f"{'ratios':>14}")
    ratios = []
    for name in names:
        times = compare_tables(name)
        if times is None:
            continue
        ratios.append((times[4] / times[0], times[5] / times[0]))
        cells = "".join(f"{1e6 * time:8.3f}" for time in times)
        print(f"{name:<20}{cells}{ratios[-1][0]:9.1f}{ratios[-1][1]:5.1f}")
    loop, batch = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"median ratio {loop:.1f} to the loop, {batch:.1f} to the batch\n")


def print_threads(name: str = "R134a") -> None:
    """How much more two threads do than one, on an array."""
    code = (
        "import sys; sys.path.insert(0, {folder!r}); from compare_coolprop import *\n"
        "fluid = ek.Fluid({name!r}, backend={backend!r}); points = draw(fluid, MANY)\n"
        "print(best(partial(at_once, fluid, 'p-h', points))[0])"
    )
    for backend in ("helmholtz", "tabular"):
        program = code.format(folder=os.path.dirname(__file__), name=name, backend=backend)
        runs = [[in_new_process(["-c", program], threads=count)[0] for count in (1, 2)] for _ in range(3)]
        one, two = (min(column) for column in zip(*runs, strict=True))
        print(f"two threads against one, {name} {backend}: {one / two:.2f} times as many states")


def in_new_process(arguments: list[str], threads: int | None) -> list[float]:
    """The numbers that a program prints, with so many threads for arrays, or one per core."""
    environment = {name: value for name, value in os.environ.items() if name != "RAYON_NUM_THREADS"}
    if threads is not None:
        environment["RAYON_NUM_THREADS"] = str(threads)
    done = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True, env=environment)
    return [float(number) for number in done.stdout.split()]


LOADING = """
import time
import numpy
start = time.perf_counter()
import entropyk
imported = time.perf_counter()
names = entropyk.fluids()["name"]
print(imported - start, time.perf_counter() - imported)
"""

FIRST_USE = """
import time
import entropyk
for name in entropyk.fluids()["name"]:
    start = time.perf_counter()
    fluid = entropyk.Fluid(name{options})
    fluid.state(p=0.5 * fluid.p_critical, T=0.99 * fluid.T_critical)
    print(time.perf_counter() - start)
"""


def print_loading() -> None:
    """What loading costs, in new processes."""
    runs = [in_new_process(["-c", LOADING], threads=1) for _ in range(7)]
    package, listing = (1e3 * min(column) for column in zip(*runs, strict=True))
    print(f"import entropyk, over import numpy: {package:.1f} ms, and the list of all fluids {listing:.1f} ms")
    for what, options in (("equation", ""), ("table", ", backend='tabular'")):
        rounds = [in_new_process(["-c", FIRST_USE.format(options=options)], threads=None) for _ in range(3)]
        each = [1e3 * min(times) for times in zip(*rounds, strict=True)]
        print(f"first state from the {what}: median {statistics.median(each):.1f} ms, slowest {max(each):.1f} ms")


def main() -> None:
    """Prints all comparisons."""
    table = ek.fluids()
    pure = [name for name, kind in zip(table["name"], table["kind"], strict=True) if kind == "pure"]
    names = sys.argv[1:]
    if names[:1] == ["--on-all-cores"]:
        on_all_cores(names[1:])
        return
    # The threads of arrays are counted when they are first made.
    os.environ["RAYON_NUM_THREADS"] = "1"
    print(f"CoolProp {CoolProp.__version__}, {os.cpu_count()} cores\n")
    print_exact(names or pure)
    print_tables(names or list(TABULATED))
    print_threads()
    print_loading()


if __name__ == "__main__":
    main()
