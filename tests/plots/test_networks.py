"""Charts of networks, and of a power cycle."""

from itertools import pairwise

import numpy as np
import pytest

import entropyk as ek
from entropyk.components import CycleCloser, Pump, SimpleHeatExchanger, Turbine
from entropyk.connections import Connection
from entropyk.networks import Network
from entropyk.tools.helpers import TESPyNetworkError
from tests.plots.models import heat_pump


@pytest.fixture
def rankine():
    """A steam cycle of 150 bar and 600 °C."""
    network = Network(iterinfo=False)
    network.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg")
    closer, boiler, condenser = CycleCloser("cc"), SimpleHeatExchanger("boiler"), SimpleHeatExchanger("condenser")
    turbine, pump = Turbine("turbine"), Pump("pump")
    parts = [closer, turbine, condenser, pump, boiler, closer]
    edges = [Connection(a, "out1", b, "in1", label=str(k)) for k, (a, b) in enumerate(pairwise(parts))]
    network.add_conns(*edges)
    condenser.set_attr(pr=1)
    boiler.set_attr(pr=0.9)
    turbine.set_attr(eta_s=0.9)
    pump.set_attr(eta_s=0.75)
    edges[0].set_attr(T=600, p=150, m=10, fluid={"water": 1})
    edges[1].set_attr(p=0.1)
    edges[2].set_attr(x=0)
    return network


def test_a_network_draws_its_last_solution(rankine):
    with pytest.raises(TESPyNetworkError, match="not solved"):
        _ = rankine.plot
    rankine.solve("design")
    for draw in (rankine.plot, rankine.plot.ph, rankine.plot.ts, rankine.plot.hs, lambda: ek.plot.ph(rankine)):
        ax = draw()
        assert ax.get_title("left") == "Water (R718)"
        assert {"_turbine", "_boiler", "_condenser", "_pump"} <= {line.get_label() for line in ax.lines}
    assert rankine.plot.ph().get_ylabel() == "Pressure $p$ in bar"


def test_bands_are_as_wide_as_the_energies(rankine):
    rankine.solve("design")
    ax = rankine.plot.sankey()
    widths = {}
    for patch in ax.patches:
        if patch.get_label() in ("_turbine", "_boiler", "_condenser", "_pump"):
            x, y = patch.get_path().vertices.T
            assert np.ptp(y[x == x.min()]) == pytest.approx(np.ptp(y[x == x.max()]))
            widths[patch.get_label()[1:]] = np.ptp(y[x == x.min()])
    h = rankine.solution.states["h"]
    changes = {"turbine": h[0] - h[1], "condenser": h[1] - h[2], "pump": h[3] - h[2], "boiler": h[4] - h[3]}
    total = changes["boiler"] + changes["pump"]
    assert widths == pytest.approx({name: change / total for name, change in changes.items()})
    assert widths["boiler"] + widths["pump"] == pytest.approx(widths["turbine"] + widths["condenser"])
    texts = {text.get_text() for text in ax.texts}
    power = float(f"{10 * changes['turbine']:.4g}")
    assert f"turbine\n{power:.0f} kW" in texts


def test_an_open_stream_has_no_bands():
    result = heat_pump().solve()
    assert len(result.plot.sankey().texts) == 3
    with pytest.raises(ek.ValidationError, match="Water does not go round"):
        result.plot.sankey(fluid="Water")


def test_heat_is_dimensioned_where_it_passes(rankine, check_labels):
    rankine.solve("design")
    ax = rankine.plot.ph()
    h = rankine.solution.states["h"]
    texts = {text.get_text(): text for text in ax.texts}
    over, under = texts[f"$q$ = {h[0] - h[3]:.4g}"], texts[f"$q$ = {h[1] - h[2]:.4g}"]
    assert over.get_position()[1] > 150
    assert under.get_position()[1] < 0.1
    check_labels(ax)
