"""Results along exchangers, by TESPy's names and beside its numbers."""

import json

import numpy as np
import pytest

import entropyk as ek

SCRIPT = """
import json, warnings
warnings.simplefilter("ignore")
from {package}.components import *
from {package}.connections import Connection
from {package}.networks import Network
nw = Network(iterinfo=False)
nw.units.set_defaults(pressure="bar", temperature="degC", heat="kW")
x = {kind}("x"{options})
c = [Connection(Source("a"), "out1", x, "in1"), Connection(x, "out1", Sink("b"), "in1"),
     Connection(Source("c"), "out1", x, "in2"), Connection(x, "out2", Sink("d"), "in1")]
nw.add_conns(*c)
x.set_attr(dp1=0, dp2=0)
c[0].set_attr(fluid={{"NH3": 1}}, p=26, T=120, m=1)
c[1].set_attr(T=55)
c[2].set_attr(fluid={{"water": 1}}, T={cold}, p=2)
c[3].set_attr(T={warm})
nw.solve("design")
nw.assert_convergence()
names = ["Q_sections", "T_hot_sections", "T_cold_sections", "Q_per_section", "lmtd_per_section"]
if "Bound" in "{kind}" or "Sect" in "{kind}":
    names += ["phase_hot_per_section", "phase_cold_per_section"]
print(json.dumps([[list(map(float, of)) for of in (getattr(x, name).val, getattr(x, name).val_SI)] for name in names]))
"""

KINDS = [
    ("MovingBoundaryHeatExchanger", "", 40, 50),
    ("SectionedHeatExchanger", ", num_sections=8", 40, 50),
    ("HeatExchanger", "", 40, 50),
    ("ParallelFlowHeatExchanger", "", 20, 30),
]


@pytest.mark.parametrize(("kind", "options", "cold", "warm"), KINDS)
def test_results_along_an_exchanger_are_those_of_tespy(kind, options, cold, warm, tespy, capsys):
    """Ammonia cools from gas to liquid and warms water."""
    values = {"kind": kind, "options": options, "cold": cold, "warm": warm}
    theirs = tespy(SCRIPT.format(package="tespy", **values))
    exec(SCRIPT.format(package="entropyk", **values), {})
    ours = json.loads(capsys.readouterr().out)
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        for row, wanted in zip(mine, other, strict=True):
            # Nothing is transferred before the first end.
            assert row == pytest.approx(wanted, rel=1e-5, abs=1e-6 * np.abs(wanted).max())


def test_in_a_system_a_result_tells_them():
    exchanger = ek.HeatExchanger("warmer")
    with pytest.raises(ek.ValidationError, match=r"result\.sections\('warmer'\)"):
        exchanger.Q_sections.val  # noqa: B018
    assert not exchanger.Q_sections.is_set
    with pytest.raises(TypeError):
        exchanger.set_attr(Q_sections=5)
