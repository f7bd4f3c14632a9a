"""Re-solve models written for TESPy with entropyk and with TESPy, side by side, and print times and ratios.

Run it as `make bench-tespy`. The models stand here once and are built from either package, each in a process of its
own. Every repetition sets a value never used before, solves without output, and reads a value of a connection, of a
component and of a power connection where there is one. All answers are compared before any time is printed. First
solves are timed in fresh processes, without the import; reading `nw.results` is timed apart.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

REPETITIONS, WARM_UP = 200, 5
#: Agreement of the last answers.
TOLERANCE = 1e-5

Model = tuple[Any, Callable[[float], None], Callable[[], list[float]], tuple[float, float], dict[str, Any]]


class Package:
    """The names of one of the packages."""

    def __init__(self, top: str) -> None:
        for module in ("components", "connections", "networks"):
            vars(self).update(vars(import_module(f"{top}.{module}")))

    def fresh(self) -> Any:
        """A network in engineering units."""
        nw = self.Network(iterinfo=False)
        nw.units.set_defaults(
            temperature="degC", pressure="bar", pressure_difference="bar", enthalpy="kJ/kg", power="kW", heat="kW"
        )
        return nw


def heat_pump(of: Any) -> Model:
    """Compressor, condenser, valve, evaporator; the evaporation temperature changes."""
    nw = of.fresh()
    compressor, valve, closer = of.Compressor("compressor"), of.Valve("valve"), of.CycleCloser("closer")
    condenser, evaporator = of.SimpleHeatExchanger("condenser"), of.SimpleHeatExchanger("evaporator")
    c1 = of.Connection(compressor, "out1", condenser, "in1", label="1")
    c2 = of.Connection(condenser, "out1", valve, "in1", label="2")
    c3 = of.Connection(valve, "out1", evaporator, "in1", label="3")
    c4 = of.Connection(evaporator, "out1", closer, "in1", label="4")
    nw.add_conns(c1, c2, c3, c4, of.Connection(closer, "out1", compressor, "in1", label="5"))
    compressor.set_attr(eta_s=0.85)
    condenser.set_attr(pr=0.98, Q=-1000)
    evaporator.set_attr(pr=0.98)
    c4.set_attr(T=20, x=1, fluid={"R134a": 1})
    c2.set_attr(T=80, x=0)
    return nw, lambda T: c4.set_attr(T=T), lambda: [compressor.P.val, c1.T.val], (0.0, 40.0), {}


def rankine(of: Any) -> Model:
    """Turbine, condenser against cooling water, pump, boiler, generator, motor; the live steam temperature changes."""
    nw, parts = _rankine(of)
    return nw, lambda T: parts["live"].set_attr(T=T), lambda: _of_rankine(parts), (500.0, 600.0), {}


def rankine_offdesign(of: Any) -> Model:
    """The same off its design, with the cone law, efficiency lines and conductance; the steam flow changes."""
    nw, parts = _rankine(of)
    nw.solve("design")
    options = {"mode": "offdesign", "design_path": nw.save(as_dict=True)}
    return nw, lambda m: parts["live"].set_attr(m=m), lambda: _of_rankine(parts), (10.0, 7.0), options


def _of_rankine(parts: dict[str, Any]) -> list[float]:
    return [parts["net"].E.val, parts["turbine"].P.val, parts["exhaust"].p.val]


def _rankine(of: Any) -> tuple[Any, dict[str, Any]]:
    nw = of.fresh()
    closer, turbine, pump = of.CycleCloser("closer"), of.Turbine("turbine"), of.Pump("pump")
    condenser, boiler = of.Condenser("condenser"), of.SimpleHeatExchanger("boiler")
    live = of.Connection(closer, "out1", turbine, "in1", label="live")
    exhaust = of.Connection(turbine, "out1", condenser, "in1", label="exhaust")
    condensate = of.Connection(condenser, "out1", pump, "in1", label="condensate")
    feed = of.Connection(pump, "out1", boiler, "in1", label="feed")
    steam = of.Connection(boiler, "out1", closer, "in1", label="steam")
    cold = of.Connection(of.Source("cold"), "out1", condenser, "in2", label="cold")
    warm = of.Connection(condenser, "out2", of.Sink("warm"), "in1", label="warm")
    bus, grid = of.PowerBus("bus", num_in=1, num_out=2), of.PowerSink("grid")
    generator, motor = of.Generator("generator", eta=0.98), of.Motor("motor", eta=0.98)
    e1 = of.PowerConnection(turbine, "power", generator, "power_in", label="e1")
    e2 = of.PowerConnection(generator, "power_out", bus, "power_in1", label="e2")
    e3 = of.PowerConnection(bus, "power_out1", motor, "power_in", label="e3")
    e4 = of.PowerConnection(motor, "power_out", pump, "power", label="e4")
    net = of.PowerConnection(bus, "power_out2", grid, "power", label="net")
    nw.add_conns(live, exhaust, condensate, feed, steam, cold, warm, e1, e2, e3, e4, net)
    condenser.set_attr(pr1=1, pr2=0.98, ttd_u=4, design=["ttd_u"], offdesign=["UA"])
    boiler.set_attr(pr=0.9)
    turbine.set_attr(eta_s=0.9, design=["eta_s"], offdesign=["eta_s_char", "cone"])
    pump.set_attr(eta_s=0.75, design=["eta_s"], offdesign=["eta_s_char"])
    cold.set_attr(T=20, p=1.2, fluid={"water": 1})
    warm.set_attr(T=30, design=["T"])
    cold.set_attr(offdesign=["m"])
    live.set_attr(T=600, p=150, m=10, fluid={"water": 1}, design=["p"])
    return nw, {"live": live, "exhaust": exhaust, "turbine": turbine, "net": net}


MODELS = {"heat_pump": heat_pump, "rankine": rankine, "rankine_offdesign": rankine_offdesign}


def run(top: str, name: str) -> None:
    """Prints first solve, times and answers of one model with one package as JSON."""
    import logging

    logging.disable(logging.CRITICAL)
    nw, vary, read, (low, high), options = MODELS[name](Package(top))
    start = time.perf_counter()
    nw.solve(**({"mode": "design"} | options))
    first = time.perf_counter() - start
    nw.assert_convergence()
    times, answers = [], []
    for k in range(REPETITIONS + WARM_UP):
        value = low + (high - low) * (k + 0.5) / (REPETITIONS + WARM_UP)
        start = time.perf_counter()
        vary(value)
        nw.solve(**({"mode": "design"} | options))
        answers.append(read())
        times.append(time.perf_counter() - start)
        nw.assert_convergence()
    # The first reading imports pandas.
    assert nw.results
    nw.solve(**({"mode": "design"} | options))
    start = time.perf_counter()
    assert nw.results
    results = time.perf_counter() - start
    print(json.dumps({"first": first, "times": times[WARM_UP:], "answers": answers, "results": results}))


def measured(top: str, name: str) -> dict[str, Any]:
    """What `run` prints, from a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, top, name]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name} with {top}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Compares the answers, then prints medians and ratios of every model."""
    print(f"{'':20}{'TESPy':>10}{'entropyk':>12}{'ratio':>8}{'first solves':>22}{'nw.results':>20}")
    for name in MODELS:
        ours, theirs = measured("entropyk", name), measured("tespy", name)
        points = zip(ours["answers"], theirs["answers"])
        worst = max(abs(a / b - 1.0) for point in points for a, b in zip(*point))
        if worst > TOLERANCE:
            raise SystemExit(f"{name}: the answers differ by {worst:.1e}: no comparison")
        fast, slow = (sorted(each["times"])[REPETITIONS // 2] for each in (ours, theirs))
        first = f"{theirs['first'] * 1e3:.1f} / {ours['first'] * 1e3:.1f} ms"
        results = f"{theirs['results'] * 1e3:.1f} / {ours['results'] * 1e3:.1f} ms"
        print(f"{name:20}{slow * 1e3:7.2f} ms{fast * 1e6:9.1f} µs{slow / fast:8.0f}{first:>22}{results:>20}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run(sys.argv[1], sys.argv[2])
    else:
        main()
