"""Examples for those who come from TESPy: the scripts run there too, with the same numbers.

Every class with a counterpart in TESPy 0.11.3 has one at the end of its documentation; a test runs each in both
packages.
"""

from __future__ import annotations

__all__ = ["example"]

_UNITS = 'network.units.set_defaults(temperature="degC", pressure="bar", pressure_difference="bar")'


def _script(parts: dict[str, str], connections: list[str], given: list[str], checks: list[str]) -> list[str]:
    """Lines of a script: parts by name, connections, what is given, and what to look at."""
    classes = sorted({made.partition("(")[0] for made in parts.values()})
    kinds = sorted({line.partition("(")[0].split()[-1] for line in connections})
    names = [line.split(" = ")[0] for line in connections]
    return [
        f"from entropyk.components import {', '.join(classes)}",
        f"from entropyk.connections import {', '.join(kinds)}",
        "from entropyk.networks import Network",
        "network = Network(iterinfo=False)",
        _UNITS,
        *(f"{name} = {made}" for name, made in parts.items()),
        *connections,
        f"network.add_conns({', '.join(names)})",
        *given,
        'network.solve("design")',
        *checks,
    ]


def _through(part: str, inlet: str, outlet: str, given: str, *checks: str) -> list[str]:
    """A component between a source and a sink."""
    name = part.partition("(")[0]
    return _script(
        {"source": 'Source("source")', "part": part if "(" in part else f'{name}("part")', "sink": 'Sink("sink")'},
        ['c1 = Connection(source, "out1", part, "in1", "1")', 'c2 = Connection(part, "out1", sink, "in1", "2")'],
        [
            f"c1.set_attr({inlet})",
            *([f"c2.set_attr({outlet})"] if outlet else []),
            *([f"part.set_attr({given})"] if given else []),
        ],
        list(checks),
    )


def _between(name: str, hot: list[str], cold: list[str], given: str, *checks: str) -> list[str]:
    """An exchanger of two streams; what is given at inlet and outlet of each."""
    parts = {"hot_source": 'Source("a")', "hot_sink": 'Sink("b")', "cold_source": 'Source("c")'}
    pairs = zip(("c1", "c2", "c3", "c4"), (*hot, *cold), strict=True)
    return _script(
        {**parts, "cold_sink": 'Sink("d")', "part": f'{name}("part")'},
        [
            'c1 = Connection(hot_source, "out1", part, "in1", "1")',
            'c2 = Connection(part, "out1", hot_sink, "in1", "2")',
            'c3 = Connection(cold_source, "out1", part, "in2", "3")',
            'c4 = Connection(part, "out2", cold_sink, "in1", "4")',
        ],
        [*(f"{name}.set_attr({values})" for name, values in pairs if values), f"part.set_attr({given})"],
        list(checks),
    )


_WATER = 'fluid={"water": 1}'
_R134A = 'fluid={"R134a": 1}'
_SUCTION = f"{_R134A}, m=0.1, T=10, p=3"
_HOT_WATER = [f"{_WATER}, m=1, T=80, p=2", ""]
_COLD_WATER = [f"{_WATER}, T=20, p=2", "T=40"]
_AT_PARTS = "round(part.UA.val, 1)"
_CONDENSING = [f"{_R134A}, m=0.1, T=60, p=12", ""]
_WET = f"{_WATER}, m=10, x=0.4, p=10"
_ENDS = {"source": 'Source("source")', "sink": 'Sink("sink")'}


def _separated(name: str) -> list[str]:
    return _script(
        {"source": 'Source("source")', "part": f'{name}("part")', "liquid": 'Sink("liquid")', "gas": 'Sink("gas")'},
        [
            'c1 = Connection(source, "out1", part, "in1", "1")',
            'c2 = Connection(part, "out1", liquid, "in1", "2")',
            'c3 = Connection(part, "out2", gas, "in1", "3")',
        ],
        [f"c1.set_attr({_WET})"],
        ["round(c2.m.val, 3)", "round(c3.m.val, 3)"],
    )


def _bus(kind: str) -> list[str]:
    low = kind.lower()
    return _script(
        {"a": f'{kind}Source("a")', "bus": f'{kind}Bus("bus", num_in=1, num_out=2)', "b": f'{kind}Sink("b")'}
        | {"c": f'{kind}Sink("c")'},
        [
            f'e1 = {kind}Connection(a, "{low}", bus, "{low}_in1", "1")',
            f'e2 = {kind}Connection(bus, "{low}_out1", b, "{low}", "2")',
            f'e3 = {kind}Connection(bus, "{low}_out2", c, "{low}", "3")',
        ],
        ["e1.set_attr(E=1000)", "e2.set_attr(E=400)"],
        ["round(e3.E.val, 1)"],
    )


def _converter(name: str) -> list[str]:
    return _script(
        {"a": 'PowerSource("a")', "part": f'{name}("part")', "b": 'PowerSink("b")'},
        [
            'e1 = PowerConnection(a, "power", part, "power_in", "1")',
            'e2 = PowerConnection(part, "power_out", b, "power", "2")',
        ],
        ["e1.set_attr(E=1000)", "part.set_attr(eta=0.95)"],
        ["round(e2.E.val, 1)"],
    )


_POLYNOMIAL = (
    "frequency=50, eta_s_poly=[0.7] + [0] * 9, eta_vol_poly=[0.9] + [0] * 9, "
    'dissipation_ratio=0, reference_state={"T_sh": 10, "T_sc": 0, "frequency_poly": 50, "swept_volume": 1e-4}'
)


def _burning(name: str, fuel: str, given: str, *checks: str) -> list[str]:
    return _script(
        {"air": 'Source("air")', "fuel": 'Source("fuel")', "part": f'{name}("part")', "flue": 'Sink("flue gas")'},
        [
            'c1 = Connection(air, "out1", part, "in1", "1")',
            'c2 = Connection(fuel, "out1", part, "in2", "2")',
            'c3 = Connection(part, "out1", flue, "in1", "3")',
        ],
        [
            'c1.set_attr(fluid={"N2": 0.77, "O2": 0.23}, T=20, p=1)',
            f'c2.set_attr(fluid={{"CO2": 0.04, "CH4": 0.96}}, T=20{fuel})',
            "c3.set_attr(T=1200)",
            f"part.set_attr({given})",
        ],
        list(checks),
    )


_SCRIPTS: dict[str, list[str]] = {
    "CombustionChamber": _burning("CombustionChamber", "", "ti=1e6", "round(c1.m.val, 4)", "round(part.lamb.val, 3)"),
    "DiabaticCombustionChamber": _burning(
        "DiabaticCombustionChamber", ", p=1.5", "ti=1e6, pr=0.97, eta=0.95", "round(c1.m.val, 4)", "round(c3.p.val, 3)"
    ),
    "Source": _script(
        _ENDS,
        ['c1 = Connection(source, "out1", sink, "in1", "1")'],
        [f"c1.set_attr({_WATER}, m=1, T=20, p=1)"],
        ["round(c1.v.val * 1000, 3)"],
    ),
    "CycleCloser": _script(
        {"closer": 'CycleCloser("closer")', "pump": 'Pump("pump")', "load": 'SimpleHeatExchanger("load")'},
        [
            'c1 = Connection(closer, "out1", pump, "in1", "1")',
            'c2 = Connection(pump, "out1", load, "in1", "2")',
            'c3 = Connection(load, "out1", closer, "in1", "3")',
        ],
        [f"c1.set_attr({_WATER}, m=1, T=40, p=1)", "c2.set_attr(p=3)", "pump.set_attr(eta_s=0.7)"],
        ["round(pump.P.val, 1)", "round(load.Q.val, 1)"],
    ),
    "SubsystemInterface": _through("SubsystemInterface", f"{_WATER}, m=1, T=20, p=1", "", "", "round(c2.T.val, 1)"),
    "Compressor": _through("Compressor", _SUCTION, "p=10", "eta_s=0.7", "round(part.P.val)", "round(c2.T.val, 1)"),
    "Pump": _through("Pump", f"{_WATER}, m=1, T=20, p=1", "p=11", "eta_s=0.8", "round(part.P.val, 1)"),
    "Turbine": _through("Turbine", f"{_WATER}, m=10, T=500, p=50", "p=1", "eta_s=0.9", "round(part.P.val / 1e3)"),
    "SteamTurbine": _through(
        "SteamTurbine",
        f"{_WATER}, m=10, T=250, p=20",
        "p=0.1",
        "eta_s_dry=0.9, alpha=1.0",
        "round(part.P.val / 1e3)",
        "round(c2.x.val, 3)",
    ),
    "TurboCompressor": _through(
        "TurboCompressor", 'fluid={"air": 1}, m=1, T=20, p=1', "", "pr=5, eta_s=0.8", "round(part.P.val / 1e3, 1)"
    ),
    "PolynomialCompressor": _through(
        "PolynomialCompressor",
        f"{_R134A}, T_dew=0, td_dew=10",
        "T_dew=40",
        _POLYNOMIAL,
        "round(c1.m.val, 4)",
        "round(part.P.val)",
    ),
    "PolynomialCompressorWithCooling": _script(
        {
            **_ENDS,
            "water": 'Source("water")',
            "drain": 'Sink("drain")',
            "part": 'PolynomialCompressorWithCooling("part")',
        },
        [
            'c1 = Connection(source, "out1", part, "in1", "1")',
            'c2 = Connection(part, "out1", sink, "in1", "2")',
            'c3 = Connection(water, "out1", part, "in2", "3")',
            'c4 = Connection(part, "out2", drain, "in1", "4")',
        ],
        [
            f"c1.set_attr({_R134A}, T_dew=0, td_dew=10)",
            "c2.set_attr(T_dew=40)",
            f"c3.set_attr({_WATER}, m=0.02, T=20, p=1)",
            f"part.set_attr({_POLYNOMIAL.replace('dissipation_ratio=0', 'dissipation_ratio=0.1')})",
            "part.set_attr(eta_recovery=0.8, dp_cooling=0)",
        ],
        ["round(c4.T.val, 1)"],
    ),
    "SimpleHeatExchanger": _through(
        "SimpleHeatExchanger", f"{_WATER}, m=1, T=80, p=2", "", "pr=1, UA=500, Tamb=20", "round(part.Q.val)"
    ),
    "Pipe": _through(
        "Pipe", f"{_WATER}, m=1, T=20, p=5", "", "Q=0, L=100, D=0.03, ks=4.5e-5", "round(c1.p.val - c2.p.val, 4)"
    ),
    "SolarCollector": _through(
        "SolarCollector",
        f"{_WATER}, m=0.05, T=30, p=3",
        "",
        "pr=1, E=800, A=10, eta_opt=0.9, lkf_lin=1, lkf_quad=0.005, Tamb=20",
        "round(part.Q.val)",
        "round(c2.T.val, 1)",
    ),
    "ParabolicTrough": _through(
        "ParabolicTrough",
        f"{_WATER}, m=0.1, T=100, p=10",
        "",
        "pr=1, E=940, A=20, eta_opt=0.816, c_1=0.0622, c_2=0.00023, iam_1=-1.59e-3, iam_2=9.77e-5, "
        "aoi=20, doc=1, Tamb=20",
        "round(part.Q.val)",
    ),
    "Valve": _through(
        "Valve", f"{_R134A}, m=0.1, T=30, p=10", "p=3", "", "round(c2.x.val, 3)", "round(part.Kv.val, 3)"
    ),
    "HeatExchanger": _between("HeatExchanger", _HOT_WATER, _COLD_WATER, "pr1=1, pr2=1, ttd_l=15", _AT_PARTS),
    "ParallelFlowHeatExchanger": _between(
        "ParallelFlowHeatExchanger", _HOT_WATER, _COLD_WATER, "pr1=1, pr2=1, ttd_u=15", _AT_PARTS
    ),
    "NTUHeatExchanger": _between(
        "NTUHeatExchanger",
        _HOT_WATER,
        [f"{_WATER}, m=2, T=20, p=2", ""],
        'pr1=1, pr2=1, UA=3000, flow_arrangement="crossflow_both_unmixed"',
        "round(part.eps.val, 3)",
        "round(c2.T.val, 2)",
    ),
    "Condenser": _between(
        "Condenser", _CONDENSING, [f"{_WATER}, T=20, p=2", "T=30"], "pr1=1, pr2=1", "round(part.Q.val)", _AT_PARTS
    ),
    "Desuperheater": _between(
        "Desuperheater", _CONDENSING, [f"{_WATER}, m=0.05, T=20, p=2", ""], "pr1=1, pr2=1", "round(part.Q.val)"
    ),
    "SectionedHeatExchanger": _between(
        "SectionedHeatExchanger", _CONDENSING, _COLD_WATER, "pr1=1, pr2=1, td_pinch=5", "round(part.Q.val)", _AT_PARTS
    ),
    "MovingBoundaryHeatExchanger": _between(
        "MovingBoundaryHeatExchanger",
        _CONDENSING,
        _COLD_WATER,
        "pr1=1, pr2=1, td_pinch=5",
        "round(part.Q.val)",
        _AT_PARTS,
    ),
    "Merge": _script(
        {"a": 'Source("a")', "b": 'Source("b")', "part": 'Merge("part", num_in=2)', "sink": 'Sink("sink")'},
        [
            'c1 = Connection(a, "out1", part, "in1", "1")',
            'c2 = Connection(b, "out1", part, "in2", "2")',
            'c3 = Connection(part, "out1", sink, "in1", "3")',
        ],
        [f"c1.set_attr({_WATER}, m=1, T=20, p=1)", f"c2.set_attr({_WATER}, m=2, T=80)"],
        ["round(c3.T.val, 2)"],
    ),
    "Splitter": _script(
        {"source": 'Source("source")', "part": 'Splitter("part", num_out=2)', "a": 'Sink("a")', "b": 'Sink("b")'},
        [
            'c1 = Connection(source, "out1", part, "in1", "1")',
            'c2 = Connection(part, "out1", a, "in1", "2")',
            'c3 = Connection(part, "out2", b, "in1", "3")',
        ],
        [f"c1.set_attr({_WATER}, m=3, T=20, p=1)", "c2.set_attr(m=1)"],
        ["round(c3.m.val, 1)"],
    ),
    "Node": _script(
        {"a": 'Source("a")', "b": 'Source("b")', "part": 'Node("part", num_in=2, num_out=2)', "c": 'Sink("c")'}
        | {"d": 'Sink("d")'},
        [
            'c1 = Connection(a, "out1", part, "in1", "1")',
            'c2 = Connection(b, "out1", part, "in2", "2")',
            'c3 = Connection(part, "out1", c, "in1", "3")',
            'c4 = Connection(part, "out2", d, "in1", "4")',
        ],
        [f"c1.set_attr({_WATER}, m=1, T=20, p=1)", f"c2.set_attr({_WATER}, m=2, T=80)", "c3.set_attr(m=0.5)"],
        ["round(c4.m.val, 1)", "round(c4.T.val, 2)"],
    ),
    "DropletSeparator": _separated("DropletSeparator"),
    "EquilibriumSeparator": _separated("EquilibriumSeparator"),
    "Drum": _script(
        {"feed": 'Source("feed")', "wet": 'Source("wet")', "part": 'Drum("part")', "liquid": 'Sink("liquid")'}
        | {"steam": 'Sink("steam")'},
        [
            'c1 = Connection(feed, "out1", part, "in1", "1")',
            'c2 = Connection(wet, "out1", part, "in2", "2")',
            'c3 = Connection(part, "out1", liquid, "in1", "3")',
            'c4 = Connection(part, "out2", steam, "in1", "4")',
        ],
        [f"c1.set_attr({_WATER}, m=1, T=150, p=10)", f"c2.set_attr({_WATER}, m=4, x=0.3)"],
        ["round(c4.m.val, 4)"],
    ),
    "Separator": _script(
        {"source": 'Source("source")', "part": 'Separator("part", num_out=2)', "a": 'Sink("a")', "b": 'Sink("b")'},
        [
            'c1 = Connection(source, "out1", part, "in1", "1")',
            'c2 = Connection(part, "out1", a, "in1", "2")',
            'c3 = Connection(part, "out2", b, "in1", "3")',
        ],
        [
            'c1.set_attr(fluid={"N2": 0.77, "O2": 0.23}, m=10, T=25, p=1.2)',
            'c2.set_attr(fluid={"N2": 0.05, "O2": 0.95}, m=2)',
        ],
        ["round(c3.m.val, 3)", 'round(c3.fluid.val["O2"], 3)'],
    ),
    "PowerBus": _bus("Power"),
    "HeatBus": _bus("Heat"),
    "Motor": _converter("Motor"),
    "Generator": _converter("Generator"),
}
#: Classes that stand in the example of another one.
_WITHIN = {
    "Sink": "Source",
    "PowerSource": "PowerBus",
    "PowerSink": "PowerBus",
    "HeatSource": "HeatBus",
    "HeatSink": "HeatBus",
}

#: What the checks print, by class, found with TESPy 0.11.3.
_PRINTED: dict[str, list[str]] = {
    "Source": ["1.002"],
    "CycleCloser": ["287.9", "-287.9"],
    "SubsystemInterface": ["20.0"],
    "Compressor": ["3758", "63.2"],
    "Pump": ["1252.0"],
    "Turbine": ["-8115"],
    "SteamTurbine": ["-7010", "0.84"],
    "TurboCompressor": ["214.9"],
    "PolynomialCompressor": ["0.0618", "2409"],
    "PolynomialCompressorWithCooling": ["22.3"],
    "SimpleHeatExchanger": ["-28281"],
    "Pipe": ["0.7164"],
    "SolarCollector": ["6900", "63.0"],
    "ParabolicTrough": ["15064"],
    "Valve": ["0.206", "0.125"],
    "HeatExchanger": ["7388.6"],
    "ParallelFlowHeatExchanger": ["3226.1"],
    "NTUHeatExchanger": ["0.448", "53.12"],
    "Condenser": ["-17184", "821.5"],
    "Desuperheater": ["-1575"],
    "SectionedHeatExchanger": ["-20322", "1483.7"],
    "MovingBoundaryHeatExchanger": ["-20322", "1485.9"],
    "CombustionChamber": ["0.686", "1.979"],
    "DiabaticCombustionChamber": ["0.6481", "0.97"],
    "Merge": ["60.03"],
    "Splitter": ["2.0"],
    "Node": ["2.5", "60.03"],
    "DropletSeparator": ["6.0", "4.0"],
    "EquilibriumSeparator": ["6.0", "4.0"],
    "Drum": ["1.1355"],
    "Separator": ["8.0", "0.05"],
    "PowerBus": ["600.0"],
    "HeatBus": ["600.0"],
    "Motor": ["950.0"],
    "Generator": ["950.0"],
}


def example(name: str) -> list[str]:
    """The section of a docstring, empty for a class that TESPy has not."""
    name = _WITHIN.get(name, name)
    if name not in _SCRIPTS:
        return []
    printed = iter(_PRINTED[name])
    lines = ["From TESPy", "----------", "Where `tespy` was imported, `entropyk` is:", ""]
    for line in _SCRIPTS[name]:
        lines.append(f">>> {line}")
        if line.startswith("round("):
            lines.append(next(printed))
    return lines
