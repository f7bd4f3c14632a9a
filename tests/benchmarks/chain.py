"""Solve long chains with entropyk, and one of them with TESPy beside it; print times and how they grow.

The chain is a source, N components (by turns a pipe with friction and heat, a heat exchanger and a valve) and a sink,
with water. Uncoupled, the mass flow is given and one component follows from the one before; coupled, the pressure at
the end is given and the mass flow is found, so that all pressures depend on each other. Every repetition changes the
inlet temperature.

Run it as `python tests/benchmarks/chain.py`; `--quick` stops at N = 1000. Each case works in a process of its own.
"""

import itertools
import json
import math
import statistics
import subprocess
import sys
import time

SIZES = [10, 30, 100, 300, 1000, 3000, 10_000]
#: Sizes over which the growth is fitted.
FITTED = [1000, 3000, 10_000]
REPETITIONS = 5
COMPARED = 1000
#: Agreement of the outlet temperatures, K: TESPy's own iteration ends at 1e-7 of 1e5 J/kg.
TOLERANCE = 1e-3

MASS_FLOW, INLET_PRESSURE, TEMPERATURE = 1.0, 80e5, 300.0
PIPE = {"L": 1.0, "D": 0.05, "ks": 1e-5, "Q": 20.0}
EXCHANGER = {"dp": 100.0, "Q": 30.0}
VALVE = {"dp": 200.0}


def temperatures() -> list[float]:
    """Inlet temperatures in K: of the first solve, then of each repetition."""
    return [TEMPERATURE + 2.0 * k for k in range(REPETITIONS + 1)]


def outlet_pressure(n: int) -> float:
    """Pressure at the end of a coupled chain, at which the flow is near the one of the uncoupled chain."""
    return INLET_PRESSURE - n / 3 * (EXCHANGER["dp"] + VALVE["dp"] + 46.0)


def run(build, n: int, *, coupled: bool) -> None:
    """Times building, the first solve and the others; prints times and outlet temperatures as JSON."""
    start = time.perf_counter()
    solve = build(n, coupled=coupled)
    building = time.perf_counter() - start
    times, answers = [], []
    for t in temperatures():
        start = time.perf_counter()
        answers.append(solve(t))
        times.append(time.perf_counter() - start)
    print(json.dumps({"build": building, "first": times[0], "again": statistics.median(times[1:]), "answers": answers}))


def with_entropyk(n: int, *, coupled: bool):
    """The chain in entropyk."""
    import entropyk as ek

    system = ek.System("Water")
    parts = [system.add_component(ek.Source())]
    for k in range(n):
        part = (ek.Pipe(**PIPE), ek.SimpleHeatExchanger(**EXCHANGER), ek.Valve(**VALVE))[k % 3]
        parts.append(system.add_component(part))
    parts.append(system.add_component(ek.Sink()))
    edges = [system.add_edge(a, b) for a, b in itertools.pairwise(parts)]
    edges[0].set_attr(p=INLET_PRESSURE, T=TEMPERATURE)
    if coupled:
        edges[-1].set_attr(p=outlet_pressure(n))
    else:
        edges[0].set_attr(m=MASS_FLOW)
    system.finalize()

    def solve(t):
        edges[0].set_attr(T=t)
        system.solve()
        return edges[-1].T.val

    return solve


def with_tespy(n: int, *, coupled: bool):
    """The chain in TESPy."""
    import logging

    from tespy.components import Pipe, SimpleHeatExchanger, Sink, Source, Valve
    from tespy.connections import Connection
    from tespy.networks import Network

    logging.disable(logging.CRITICAL)
    sys.setrecursionlimit(100_000)
    network = Network(iterinfo=False)
    parts = [Source("source")]
    for k in range(n):
        kind, values = ((Pipe, PIPE), (SimpleHeatExchanger, EXCHANGER), (Valve, VALVE))[k % 3]
        parts.append(kind(str(k)))
        parts[-1].set_attr(**values)
    parts.append(Sink("sink"))
    edges = [Connection(a, "out1", b, "in1") for a, b in itertools.pairwise(parts)]
    network.add_conns(*edges)
    edges[0].set_attr(fluid={"Water": 1}, p=INLET_PRESSURE, T=TEMPERATURE)
    if coupled:
        edges[-1].set_attr(p=outlet_pressure(n))
    else:
        edges[0].set_attr(m=MASS_FLOW)

    def solve(t):
        edges[0].set_attr(T=t)
        network.solve("design")
        network.assert_convergence()
        return edges[-1].T.val

    return solve


def measured(library: str, n: int, *, coupled: bool) -> dict | None:
    """Times and answers of one case, from a process of its own; None if the library is not installed."""
    command = [sys.executable, __file__, library, str(n), "coupled" if coupled else "uncoupled"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode and "ModuleNotFoundError" in result.stderr:
        return None
    if result.returncode:
        raise SystemExit(f"{library} with N = {n}:\n{result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


def exponent(sizes: list[int], times: list[float]) -> float:
    """Slope of a straight line through the logarithms, by least squares."""
    x, y = [math.log(n) for n in sizes], [math.log(t) for t in times]
    mean_x, mean_y = statistics.mean(x), statistics.mean(y)
    products = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return products / sum((a - mean_x) ** 2 for a in x)


def compare(ours: dict, *, coupled: bool) -> None:
    """Prints TESPy's times beside ours, once the answers agree."""
    theirs = measured("tespy", COMPARED, coupled=coupled)
    if theirs is None:
        print("TESPy is not installed: pip install tespy==0.11.3")
        return
    worst = max(abs(a - b) for a, b in zip(ours["answers"], theirs["answers"], strict=True))
    if worst > TOLERANCE:
        raise SystemExit(f"the answers differ by {worst:.1e} K: no comparison")
    again, first = theirs["again"], theirs["first"]
    print(
        f"TESPy N = {COMPARED}: first {first * 1e3:.0f} ms, again {again * 1e3:.0f} ms; answers agree to {worst:.0e} K"
    )
    print(f"ratio: first {first / ours['first']:.0f}, again {again / ours['again']:.0f}")


def main() -> None:
    """Prints a table for both chains, and the comparisons."""
    sizes = [n for n in SIZES if n <= COMPARED or "--quick" not in sys.argv]
    for coupled in (False, True):
        print("coupled: outlet pressure given, mass flow found" if coupled else "uncoupled: mass flow given")
        print(f"{'N':>7} {'build/ms':>10} {'first/ms':>10} {'again/ms':>10}")
        results = {n: measured("entropyk", n, coupled=coupled) for n in sizes}
        for n, result in results.items():
            build, first, again = (result[key] * 1e3 for key in ("build", "first", "again"))
            print(f"{n:>7} {build:>10.2f} {first:>10.2f} {again:>10.3f}")
        fitted = [n for n in FITTED if n in results]
        if len(fitted) > 1:
            slopes = [exponent(fitted, [results[n][key] for n in fitted]) for key in ("build", "first", "again")]
            print("exponents over N = {}: build {:.2f}, first {:.2f}, again {:.2f}".format(fitted, *slopes))
        compare(results[COMPARED], coupled=coupled)
        print()


if __name__ == "__main__":
    builders = {"entropyk": with_entropyk, "tespy": with_tespy}
    if len(sys.argv) == 4:
        run(builders[sys.argv[1]], int(sys.argv[2]), coupled=sys.argv[3] == "coupled")
    else:
        main()
