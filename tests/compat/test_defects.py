"""Confirmed defects of TESPy 0.11.3 that are not here, and oddities that are: one test for each."""

import itertools
import math
import subprocess
import sys
import time
import warnings
from typing import ClassVar

import numpy as np
import pytest

from entropyk import Connection, components
from entropyk.components import (
    HeatExchanger,
    NTUHeatExchanger,
    ParallelFlowHeatExchanger,
    Pipe,
    SimpleHeatExchanger,
    Sink,
    Source,
    TurboCompressor,
    Valve,
)
from entropyk.networks import Network
from entropyk.tools import CharMap
from entropyk.tools.fluid_properties.wrappers import IncompressibleFluidWrapper


def through(
    *parts: components.Component, fluid: str = "water", **given: float | None
) -> tuple[Network, list[Connection]]:
    """Components in series between a source and a sink, with what is given at the inlet."""
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    line = [Source("source"), *parts, Sink("sink")]
    ends = enumerate(itertools.pairwise(line), start=1)
    made = [Connection(a, "out1", b, "in1", label=str(k)) for k, (a, b) in ends]
    nw.add_conns(*made)
    made[0].set_attr(**{"fluid": {fluid: 1}, "m": 1, "T": 20, "p": 2} | given)
    return nw, made


def exchanging(part: components.Component) -> tuple[Network, list[Connection]]:
    """Water that cools water."""
    nw = Network(iterinfo=False)
    nw.units.set_defaults(temperature="degC", pressure="bar")
    lines = [
        Connection(Source("a"), "out1", part, "in1", "1", fluid="water", m=1, T=80, p=2),
        Connection(part, "out1", Sink("b"), "in1", "2"),
        Connection(Source("c"), "out1", part, "in2", "3", fluid="water", m=2, T=20, p=2),
        Connection(part, "out2", Sink("d"), "in1", "4"),
    ]
    nw.add_conns(*lines)
    part.set_attr(pr1=1, pr2=1)
    return nw, lines


@pytest.mark.parametrize("kind", [HeatExchanger, NTUHeatExchanger])
def test_1_conductance_lines_work_in_local_offdesign(kind):
    part = kind("part", UA=5000, design=["UA"], offdesign=["UA_char"])
    if kind is NTUHeatExchanger:
        part.set_attr(flow_arrangement="counterflow")
    nw, lines = exchanging(part)
    nw.solve("design")
    part.set_attr(local_offdesign=True, design_path=nw.save(as_dict=True))
    nw.solve("design")
    nw.assert_convergence()
    assert part.UA.val == pytest.approx(5000, rel=1e-6)
    lines[0].set_attr(m=0.6)
    nw.solve("design")
    nw.assert_convergence()
    assert 2500 < part.UA.val < 4900


def test_2_failing_solves_leave_maps_alone():
    compressor = TurboCompressor("compressor", eta_s=0.85, design=["eta_s"], offdesign=["char_map_eta_s"])
    compressor.set_attr(char_map_eta_s="DEFAULT", char_map_pr="DEFAULT", igva=0)
    compressor.set_attr(pr=10)
    nw, (inlet, _) = through(compressor, fluid="air", m=10, p=1)
    compressor.set_attr(design=["eta_s", "pr"], offdesign=["char_map_eta_s", "char_map_pr"])
    compressor.set_attr(char_map_eta_s=None, char_map_pr=None)
    nw.solve("design")
    design = nw.save(as_dict=True)
    nw.solve("offdesign", design_path=design)
    nw.assert_convergence()
    before = [compressor.get_attr(name).char_func.z.copy() for name in ("char_map_eta_s", "char_map_pr")]
    found = compressor.pr.val
    for igva in (30, 50, 75):
        compressor.set_attr(igva=igva)
        inlet.set_attr(T=400)
        nw.solve("offdesign", design_path=design)
    after = [compressor.get_attr(name).char_func.z for name in ("char_map_eta_s", "char_map_pr")]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    compressor.set_attr(igva=0)
    inlet.set_attr(T=20)
    nw.solve("offdesign", design_path=design)
    nw.assert_convergence()
    assert compressor.pr.val == pytest.approx(found, rel=1e-9)


def test_3_entropy_of_liquids_meets_the_identity_of_gibbs():
    T = np.linspace(280.0, 360.0, 9)
    data = {"heat_capacity_data": 3500 + 2 * (T - 280), "density_data": 1050 - 0.4 * (T - 280)}
    liquid = IncompressibleFluidWrapper("mine", temperature_data=T, **data)
    # T ds = dh at constant p; where v stays the same over T, p changes s not at all.
    low, high = 319.9, 320.1
    dh = liquid.h_pT(1e5, high) - liquid.h_pT(1e5, low)
    assert 320 * (liquid.s_pT(1e5, high) - liquid.s_pT(1e5, low)) == pytest.approx(dh, rel=1e-6)
    assert liquid.s_pT(50e5, 320.0) == pytest.approx(liquid.s_pT(1e5, 320.0), abs=1e-9)


def test_4_long_chains_meet_no_recursion_limit():
    count = sys.getrecursionlimit() + 200
    parts = [Valve(f"v{k}", pr=0.9999) for k in range(count)]
    nw, lines = through(*parts, p=5)
    nw.solve("design")
    nw.assert_convergence()
    assert lines[-1].p.val == pytest.approx(5 * 0.9999**count)


def warm(count: int) -> float:
    """Time of a solve after a change, of a chain of heaters of which each needs its own iteration."""
    parts = [SimpleHeatExchanger(f"h{k}", pr=0.9999, Q=1e3) for k in range(count)]
    nw, lines = through(*parts, m=None, v=1e-2, p=5)
    nw.solve("design")
    times = []
    for k in range(15):
        lines[0].set_attr(T=20 + k)
        begin = time.process_time()
        nw.solve("design")
        times.append(time.process_time() - begin)
    assert nw.converged
    return min(times)


def test_5_time_grows_with_the_size_and_not_with_its_square():
    # TESPy takes 60 times as long for eight times the size.
    assert warm(800) < 8 * 4 * warm(100)


def test_6_warnings_of_maps_name_the_limit():
    line = [1.0, 2.0]
    curve = CharMap(x=[1.0, 2.0], y=[line, line], z=[line, line])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        records = logged(lambda: curve.get_domain_errors(3.5, 1.5, "part"))
    texts = [str(each.message) for each in told] + records
    assert any("3.5" in text and "2" in text and "part" in text for text in texts)
    assert not any("{" in text or "}" in text for text in texts)


def logged(work) -> list[str]:
    """What is logged meanwhile."""
    import logging

    class Kept(logging.Handler):
        messages: ClassVar[list[str]] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.messages.append(record.getMessage())

    from entropyk.tools.logger import logger

    handler = Kept()
    logger.addHandler(handler)
    try:
        work()
    finally:
        logger.removeHandler(handler)
    return handler.messages


def test_7_documented_formulas_are_those_that_hold():
    part = ParallelFlowHeatExchanger("part", UA=3000)
    nw, (c1, c2, c3, c4) = exchanging(part)
    nw.solve("design")
    T = {"T_in1": c1.T.val, "T_out1": c2.T.val, "T_in2": c3.T.val, "T_out2": c4.T.val}
    stated = [
        line.partition(": ")[2] for line in part.__doc__.splitlines() if line.startswith(("- ttd_u:", "- ttd_l:"))
    ]
    assert len(stated) == 2
    for line in stated:
        formula, _, name = line.replace("−", "-").partition(" = ")
        assert part.get_attr(name).val == pytest.approx(eval(formula, {}, T))
    # Blasius: 0.3164 Re^-0.25 in a smooth pipe.
    pipe = Pipe("pipe", Q=0, L=10, D=0.1, ks=1e-9)
    nw, (inlet, outlet) = through(pipe, m=0.5)
    nw.solve("design")
    Re = 4 * 0.5 / (math.pi * 0.1 * inlet.calc_viscosity())
    assert 3e3 < Re < 1e4
    speed = 0.5 * inlet.vol.val_SI / (math.pi / 4 * 0.1**2)
    drop = 0.3164 * Re**-0.25 * 10 / 0.1 * speed**2 / (2 * inlet.vol.val_SI)
    assert inlet.p.val_SI - outlet.p.val_SI == pytest.approx(drop, rel=1e-3)


def test_8_imports_leave_warnings_alone():
    code = """
import logging, warnings
shown = warnings.showwarning
from entropyk.compat import install_tespy_alias
install_tespy_alias()
import tespy.components, tespy.connections, tespy.models, tespy.networks, tespy.tools.logger
assert warnings.showwarning is shown
assert logging._warnings_showwarning is None
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_9_violated_limits_are_converged_and_listed():
    nw, (_, c2) = through(Valve("valve"))
    c2.set_attr(p=3)
    nw.solve("design")
    assert (nw.status, nw.converged) == (1, True)
    assert nw.violations[0] == "valve: pr = 1.5 is above its limit 1"


def test_10_unknown_labels_give_none_and_a_warning():
    nw, _ = through(Valve("valve", pr=0.5))
    with pytest.warns(FutureWarning, match="nothing"):
        assert nw.get_conn("nothing") is None
    with pytest.warns(FutureWarning, match="nothing"):
        assert nw.get_comp("nothing") is None


def test_11_failures_name_what_to_change_and_no_ranges():
    heater = SimpleHeatExchanger("heater", pr=1, Q=1e9)
    nw, _ = through(heater)
    messages = logged(lambda: nw.solve("design"))
    assert nw.status == 2
    assert any("heater: Q" in message for message in messages)
    assert not any("range(" in message or "_range" in message for message in messages)
    # Ranges bound nothing: a solution beyond them is one.
    wide = Network(iterinfo=False, p_range=[1e5, 2e5], h_range=[1e3, 2e3])
    c1 = Connection(Source("a"), "out1", Sink("b"), "in1", "1", fluid="water", m=1, p=5e5, T=400)
    wide.add_conns(c1)
    wide.solve("design")
    assert wide.status == 0


def test_12_states_above_the_critical_point_have_a_phase():
    c1 = Connection(Source("a"), "out1", Sink("b"), "in1", "1", fluid="CO2", m=1, p=100e5, T=330)
    nw = Network(iterinfo=False)
    nw.add_conns(c1)
    nw.solve("design")
    assert c1.phase.val == "sc"
    assert nw.results["Connection"].loc["1", "phase"] == "sc"


def test_13_errors_have_types_of_the_package():
    from entropyk.tools import UserDefinedEquation
    from entropyk.tools.helpers import TESPyComponentError

    nw, lines = through(Valve("valve"))
    for fault in (AttributeError, KeyError, ZeroDivisionError, ValueError):

        def broken(ude, fault=fault):
            raise fault("broken on purpose")

        equation = UserDefinedEquation("ours", broken, lambda ude: [ude.conns[1].p], conns=lines)
        nw.add_ude(equation)
        if fault in (AttributeError, KeyError):
            with pytest.raises(TESPyComponentError, match=r"ours.*broken on purpose"):
                nw.solve("design")
            assert nw.status == 99
        else:
            # Numbers that a function refuses are points to avoid.
            nw.solve("design")
            assert nw.status == 2
            with pytest.raises(AssertionError, match=r"ours.*broken on purpose"):
                nw.assert_convergence()
        nw.del_ude(equation)
    lines[1].set_attr(p=1)
    nw.solve("design")
    assert nw.status == 0
