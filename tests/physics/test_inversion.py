"""Every specification asked backwards: a result set to what it was gives back the input that was freed for it.

Each class of the library is put between sources and sinks. What its equations leave open is given at the connections,
as `System.report` asks for. Then every parameter that is reported is set to its value in place of every given one, from
another solution; the derivative says where that cannot work. A new class takes part without a line here, unless the
usual states do not suit it.
"""

import numpy as np
import pytest

import entropyk as ek
from entropyk import _core

DECLARED = {declaration["name"]: declaration for declaration in _core._declarations()}
FLUID = ek.Fluid("R134a")

#: Classes in which two streams exchange heat, beside those with states of their own.
EXCHANGERS = [
    name
    for name, declaration in DECLARED.items()
    if {"in1", "in2", "out1", "out2"} <= set(declaration["ports"])
    and any(row[0] == "UA" for row in declaration["parameters"])
]


def state(m, p, **other):
    return {"m": m, "p": p, "h": FLUID.state(p=p, **other).h}


#: The streams of a class without others: one that cools down.
USUAL = {"in": state(0.1, 3.1e5, T=300.0), "out": state(0.1, 3.0e5, T=290.0), "power_in": 1e3, "heat_in": 1e3}
USUAL |= {"power_out": 950.0, "heat_out": 950.0}

STATES = {
    "Compressor": {"in1": state(0.1, 3e5, T=285.0), "out1": state(0.1, 9e5, T=330.0)},
    "Condenser": {"in1": state(0.1, 9.1e5, T=330.0), "out1": state(0.1, 9e5, T=303.0)},
    "Evaporator": {"in2": state(0.1, 3.1e5, x=0.2), "out2": state(0.1, 3e5, T=281.0)},
    "HeatExchanger": {
        "in1": state(0.1, 9e5, T=345.0),
        "out1": state(0.1, 8.9e5, T=320.0),
        "in2": state(0.12, 3e5, T=285.0),
        "out2": state(0.12, 2.9e5, T=300.0),
    },
    "Desuperheater": {
        "in1": state(0.1, 9e5, T=345.0),
        "out1": state(0.1, 8.9e5, x=1),
        "in2": state(0.12, 3e5, T=285.0),
        "out2": state(0.12, 2.9e5, T=300.0),
    },
    "PolynomialCompressorWithCooling": {
        "in1": state(0.1, 3e5, T=285.0),
        "out1": state(0.1, 9e5, T=330.0),
        "in2": state(0.02, 9e5, T=290.0),
        "out2": state(0.02, 8.9e5, T=300.0),
    },
    "Pump": {"in1": state(0.1, 9e5, T=290.0), "out1": state(0.1, 20e5, T=291.0)},
    "Turbine": {"in1": state(0.1, 9e5, T=330.0), "out1": state(0.1, 3e5, T=300.0)},
    "Valve": {"in1": state(0.1, 9e5, T=300.0), "out1": state(0.1, 3e5, x=0.2)},
}

STATES["PolynomialCompressor"] = STATES["Compressor"]
STATES = dict.fromkeys(EXCHANGERS, STATES["HeatExchanger"]) | STATES

#: Of a screw compressor, 214 m³/h at 20 Hz.
SWEPT = {"T_sh": 20.0, "T_sc": 0.0, "frequency_poly": 50.0, "displacement": 214.0, "frequency_displacement": 20.0}

#: Sets of parameters that others need to have a meaning.
GIVEN = {
    "Condenser": [{"sink_temperature": 295.0, "sink_capacity_rate": 4000.0}],
    "Desuperheater": [{"dp1": 1e4, "dp2": 1e4}],
    "NTUHeatExchanger": [{"flow_arrangement": "counterflow"}, {"flow_arrangement": "crossflow_both_unmixed"}],
    "Evaporator": [{"source_temperature": 290.0, "source_capacity_rate": 4000.0}],
    "PolynomialCompressor": [{"dissipation_ratio": 0.05, "frequency": 15.0, "reference_state": SWEPT}],
    "PolynomialCompressorWithCooling": [
        {"dissipation_ratio": 0.05, "frequency": 15.0, "reference_state": SWEPT, "eta_recovery": 0.9},
    ],
    "Pipe": [{"Tamb": 280.0}, {"D": 0.05, "L": 20.0, "ks": 1e-5}, {"D": 0.05, "L": 20.0, "ks_HW": 100.0}],
    "SimpleHeatExchanger": [
        {"Tamb": 280.0},
        {"D": 0.05, "L": 20.0, "ks": 1e-5},
        {"D": 0.05, "L": 20.0, "ks_HW": 100.0},
    ],
}

#: Ports of a side that a given temperature stands for.
UNCONNECTED = {"Condenser": ("in2", "out2"), "Evaporator": ("in1", "out1")}

#: Classes in which species become others have tests of their own, with compositions.
REACTING = {"CombustionChamber", "DiabaticCombustionChamber"}

ENDS = {
    "Connection": (ek.Source, ek.Sink),
    "power": (ek.PowerSource, ek.PowerSink),
    "heat": (ek.HeatSource, ek.HeatSink),
}


def numbers(name):
    """Parameters of a class that take numbers and can be given."""
    return [row[0] for row in DECLARED[name]["parameters"] if row[1].startswith("float")]


def ports(name):
    """Names of the ports that have to be connected, those of a counted one included."""
    counted = {row[0].removeprefix("num_") for row in DECLARED[name]["parameters"] if row[0].startswith("num_")}
    for port in DECLARED[name]["ports"]:
        if port in ("power", "heat") or port in UNCONNECTED.get(name, ()):
            continue
        side = "in" if "in" in port else "out"
        yield from ([f"{port}1", f"{port}2"] if side in counted and not port[-1].isdigit() else [port])


def between(name, given):
    """The class between sources and sinks, what its equations leave open given; and the paths of what is given."""
    system = ek.System("R134a", defaults=False)
    part = system.add_component(getattr(ek, name)(**given), "part")
    states = {}
    for port in ports(name):
        stem = port.rstrip("0123456789")
        source, sink = ENDS.get(stem.split("_")[0], ENDS["Connection"])
        states[port] = STATES.get(name, {}).get(port, USUAL.get(stem, USUAL["out"]))
        is_inlet = stem.endswith("in")
        end = system.add_component((source if is_inlet else sink)(), f"end of {port}")
        edge = (
            system.add_edge(end, (part, port), label=port)
            if is_inlet
            else system.add_edge((part, port), end, label=port)
        )
        if is_inlet:
            edge.set_attr(**(states[port] if isinstance(states[port], dict) else {"E": states[port]}))
    paths = [f"part.{key}" for key, value in given.items() if isinstance(value, float)]
    paths += [f"{port}.{key}" for port, value in states.items() if "in" in port for key in value_keys(value)]
    while True:
        report = system.report()
        missing = [path for path in report.missing["variable"] if not path.startswith("part.")]
        if not missing:
            return system.finalize(), paths
        port, key = missing[0].rsplit(".", 1)
        value = states[port][key] if isinstance(states[port], dict) else states[port]
        system.set_attr(**{missing[0]: value})
        paths.append(missing[0])


def value_keys(value):
    return list(value) if isinstance(value, dict) else ["E"]


#: A relative change of a result per relative change of the input below this counts as none.
FLAT = 1e-4


def invert(system, of, freed):
    """Frees an input for a result, from another solution; whether it could be tried."""
    sensitivity = system.solve().sensitivity(of, freed)
    wanted, before = system.value(of), system.value(freed)
    size = abs(float(sensitivity) * before / wanted) if wanted and before else 0.0
    if any(sensitivity.kinks.values()) or not size > FLAT:
        return False
    system.set_attr(**{freed: before * 1.0002 if freed.endswith(".h") else before * 1.002})
    try:
        system.solve()
    except ek.EntropykError:
        system.set_attr(**{freed: before})
        return False
    try:
        system.set_attr(**{freed: "var" if freed.startswith("part.") else None, of: wanted})
    except ek.ComponentError:
        # A quality outside 0 and 1 is reported beyond saturation, but cannot be given.
        system.set_attr(**{of: None, freed: before})
        return False
    try:
        if not system.report().is_solvable:
            return False
        system.solve()
        assert system.value(freed) == pytest.approx(before, rel=1e-6), (of, freed)
        return True
    finally:
        system.set_attr(**{of: None, freed: before})


CASES = [
    (name, given)
    for name in DECLARED
    if name not in REACTING and numbers(name) and not {"coefficients"} >= set(numbers(name))
    for given in GIVEN.get(name, [{}])
]
IDS = [f"{name}-{'-'.join(given)}" for name, given in CASES]


@pytest.mark.parametrize(("name", "given"), CASES, ids=IDS)
def test_a_result_that_is_set_gives_back_the_input(name, given):
    system, paths = between(name, given)
    system.solve()
    tried = set()
    for parameter in numbers(name):
        of = f"part.{parameter}"
        found = system.value(of)
        if of in paths or found is None or found != found:
            continue
        for freed in paths:
            if invert(system, of, freed):
                tried.add(parameter)
    assert tried, "nothing could be inverted"


#: Steps of the differences, relative to the value.
STEP = 2e-4


def differences(system, of, freed):
    """Derivatives from solves on both sides at two distances, extrapolated; None where a solve fails."""
    value = system.value(freed)
    step = STEP * value
    table = system.sweep({freed: value + step * np.array([-2.0, -1.0, 1.0, 2.0])}, list(of))
    if set(table["status"]) != {"Converged"}:
        return None
    y = np.array([table[path] for path in of])
    return (8 * (y[:, 2] - y[:, 1]) - (y[:, 3] - y[:, 0])) / (12 * step)


@pytest.mark.parametrize(("name", "given"), CASES, ids=IDS)
def test_derivatives_are_those_of_solves(name, given):
    system, paths = between(name, given)
    result = system.solve()
    of = [f"part.{parameter}" for parameter in numbers(name) if f"part.{parameter}" not in paths]
    of = [path for path in of if np.isfinite(system.value(path) or np.nan)]
    compared = 0
    for freed in paths:
        sensitivity, expected = result.sensitivity(of, freed), differences(system, of, freed)
        if expected is None or any(sensitivity.kinks.values()):
            continue
        # Relative to what a change of the input by its own size would do.
        size = np.abs([system.value(path) for path in of]) / abs(system.value(freed))
        np.testing.assert_allclose(sensitivity.values[:, 0], expected, rtol=1e-6, atol=1e-6 * size.max(), err_msg=freed)
        compared += 1
    assert compared


SPECIFICATIONS = {"m", "p", "h", "T", "x", "v", "td_dew", "td_bubble", "T_dew", "T_bubble"}


def test_every_specification_of_a_connection_gives_back_m_p_or_h():
    tried = set()
    for other in ({"T": 285.0}, {"T": 260.0}, {"x": 0.4}):
        system = ek.System("R134a", defaults=False)
        source, sink = system.add_component(ek.Source()), system.add_component(ek.Sink())
        edge = system.add_edge(source, sink, label="e", **state(0.1, 3e5, **other))
        system.finalize().solve()
        for name in sorted(SPECIFICATIONS - {"m", "p", "h"}):
            if edge.get_attr(name).val == edge.get_attr(name).val:
                tried |= {name for freed in ("e.m", "e.p", "e.h") if invert(system, f"e.{name}", freed)}
    assert tried == SPECIFICATIONS - {"m", "p", "h"}
