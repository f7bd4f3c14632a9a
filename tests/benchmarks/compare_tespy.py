"""Solve one refrigeration cycle many times with entropyk and with TESPy, side by side, and print the ratios.

Run it as `make bench`. Each library works in a process of its own; every repetition sets an evaporation temperature
never used before, solves, and reads the power. entropyk does it once more as a sweep on all cores. The answers are
compared before any time is printed.
"""

import json
import subprocess
import sys
import time

REPETITIONS = 200
WARM_UP = 5
SWEPT = 100_000
#: Agreement of the answers; TESPy's own iteration ends at 1e-7.
TOLERANCE = 1e-6


def temperatures() -> list[float]:
    """Evaporation temperatures in K, each used once."""
    return [263.15 + 10.0 * k / (REPETITIONS + WARM_UP) for k in range(REPETITIONS + WARM_UP)]


def run(solve) -> None:
    """Times `solve(T)` for every temperature and prints times and answers as JSON."""
    times, powers = [], []
    for t in temperatures():
        start = time.perf_counter()
        powers.append(solve(t))
        times.append(time.perf_counter() - start)
    print(json.dumps({"times": times[WARM_UP:], "powers": powers[WARM_UP:]}))


def cycle():
    """Compressor, condenser, valve and evaporator in entropyk."""
    import entropyk as ek

    system = ek.System("R134a")
    compressor = system.add_component(ek.Compressor(eta_s=0.75))
    condenser = system.add_component(ek.Condenser(dp1=0.0))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(dp2=0.0, Q=50e3))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, T_bubble=293.15, td_bubble=6.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, label="suction", T_dew=263.15, td_dew=2.0)
    return system.finalize()


def with_entropyk() -> None:
    """One solve after the other."""
    system = cycle()
    suction, compressor = system["suction"], system["compressor"]

    def solve(t):
        suction.set_attr(T_dew=t)
        system.solve()
        return compressor.P.val

    run(solve)


def with_sweep() -> None:
    """The same cycle as a sweep: prints the time per point, and the powers at the temperatures of the others."""
    import numpy as np

    system = cycle()
    path = "suction.T_dew"
    system.sweep({path: np.linspace(262.0, 274.0, 1000)}, ["compressor.P"])
    points = {path: np.linspace(263.0, 274.0, SWEPT)}
    start = time.perf_counter()
    table = system.sweep(points, ["compressor.P"])
    elapsed = time.perf_counter() - start
    if set(table["status"]) != {"Converged"}:
        raise SystemExit("a point of the sweep did not converge")
    powers = system.sweep({path: temperatures()[WARM_UP:]}, ["compressor.P"])["compressor.P"]
    print(json.dumps({"times": [elapsed / SWEPT], "powers": list(powers)}))


def with_tespy() -> None:
    """The same cycle in TESPy."""
    import logging

    from tespy.components import Compressor, CycleCloser, SimpleHeatExchanger, Valve
    from tespy.connections import Connection
    from tespy.networks import Network

    logging.disable(logging.CRITICAL)
    network = Network(iterinfo=False)
    compressor, valve, closer = Compressor("compressor"), Valve("valve"), CycleCloser("closer")
    condenser, evaporator = SimpleHeatExchanger("condenser"), SimpleHeatExchanger("evaporator")
    discharge = Connection(compressor, "out1", condenser, "in1")
    liquid = Connection(condenser, "out1", valve, "in1")
    mixture = Connection(valve, "out1", evaporator, "in1")
    suction = Connection(evaporator, "out1", closer, "in1")
    closed = Connection(closer, "out1", compressor, "in1")
    network.add_conns(discharge, liquid, mixture, suction, closed)
    compressor.set_attr(eta_s=0.75)
    condenser.set_attr(dp=0.0)
    evaporator.set_attr(dp=0.0, Q=50e3)
    suction.set_attr(fluid={"R134a": 1}, T_dew=263.15, td_dew=2.0)
    liquid.set_attr(T_bubble=293.15, td_bubble=6.0)

    def solve(t):
        suction.set_attr(T_dew=t)
        network.solve("design")
        network.assert_convergence()
        return compressor.P.val

    run(solve)


def measured(which: str) -> dict:
    """Times and answers of one library, from a process of its own."""
    output = subprocess.run([sys.executable, __file__, which], check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def main() -> None:
    """Compares the answers, then prints the medians and their ratio."""
    ours, swept, theirs = (measured(which) for which in ("entropyk", "sweep", "tespy"))
    for answers in (ours["powers"], swept["powers"]):
        worst = max(abs(a / b - 1.0) for a, b in zip(answers, theirs["powers"], strict=True))
        if worst > TOLERANCE:
            raise SystemExit(f"the answers differ by {worst:.1e}: no comparison")
    fast, slow = (sorted(result["times"])[REPETITIONS // 2] for result in (ours, theirs))
    point = swept["times"][0]
    print(f"answers agree to {worst:.1e}")
    print(f"TESPy            {slow * 1e6:8.0f} µs per re-solve (median of {REPETITIONS})")
    print(f"entropyk         {fast * 1e6:8.1f} µs per re-solve, ratio {slow / fast:.0f}")
    print(f"entropyk, sweep  {point * 1e6:8.1f} µs per point of {SWEPT}, ratio {slow / point:.0f}")


if __name__ == "__main__":
    {"entropyk": with_entropyk, "sweep": with_sweep, "tespy": with_tespy}.get(sys.argv[-1], main)()
