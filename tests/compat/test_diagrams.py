"""Property diagrams of models by fluprodia."""

import matplotlib as mpl
import pytest

from entropyk.components import Compressor, CycleCloser, HeatExchanger, SimpleHeatExchanger, Sink, Source, Valve
from entropyk.connections import Connection
from entropyk.models import ModelTemplate
from entropyk.networks import Network
from entropyk.tools import get_plotting_data

pytest.importorskip("fluprodia")
mpl.use("Agg")


class HeatPump(ModelTemplate):
    """A cycle of R290 between a flow of water and a source of heat, and air beside."""

    def _create_network(self) -> None:
        nw = self.nw = Network(iterinfo=False)
        nw.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg")
        closer, compressor, valve = CycleCloser("closer"), Compressor("compressor", eta_s=0.8), Valve("valve")
        condenser, evaporator = HeatExchanger("condenser"), SimpleHeatExchanger("evaporator", pr=1)
        condenser.set_attr(pr1=1, pr2=1)
        nw.add_conns(
            Connection(closer, "out1", compressor, "in1", "1", fluid={"R290": 1}, T_dew=0, td_dew=5),
            Connection(compressor, "out1", condenser, "in1", "2", T_dew=45),
            Connection(condenser, "out1", valve, "in1", "3", td_bubble=3),
            Connection(valve, "out1", evaporator, "in1", "4"),
            Connection(evaporator, "out1", closer, "in1", "5"),
            Connection(Source("cold"), "out1", condenser, "in2", "6", fluid={"water": 1}, T=30, p=2, m=1),
            Connection(condenser, "out2", Sink("warm"), "in1", "7", T=35),
            Connection(Source("air"), "out1", Sink("away"), "in1", "8", fluid={"N2": 0.8, "O2": 0.2}, T=20, p=1, m=1),
        )
        nw.solve("design")
        nw.assert_convergence()


@pytest.fixture(scope="module")
def model() -> HeatPump:
    return HeatPump()


def test_a_circuit_ends_at_the_walls_of_exchangers(model):
    processes, points = get_plotting_data(model.nw, "3")
    assert sorted(points) == ["1", "2", "3", "4", "5"]
    assert sorted(processes) == ["compressor", "condenser", "evaporator", "valve"]
    assert processes["compressor"]["isoline_property"] == "s"
    assert points["2"]["T"] == model.nw.get_conn("2").T.val
    water, states = get_plotting_data(model.nw, "6")
    assert sorted(states) == ["6", "7"]
    assert water["condenser"]["starting_point_value"] == model.nw.get_conn("6").vol.val
    with pytest.raises(KeyError, match="nothing"):
        get_plotting_data(model.nw, "nothing")


@pytest.mark.filterwarnings("ignore")
def test_processes_stand_among_isolines(model, tmp_path):
    assert model.supports_fluid_diagram("1")
    assert not model.supports_fluid_diagram("8")
    figure, ax = model.plot_logph_diagram_matplotlib("1", save_dir=tmp_path)
    assert ax.get_yscale() == "log"
    low, high = ax.get_ylim()
    assert low < model.nw.get_conn("1").p.val < 42.5 < high
    labels = {line.get_label() for line in ax.lines}
    assert {"compressor", "condenser", "evaporator", "valve"} <= labels
    assert (tmp_path / "log_ph_diagram.svg").stat().st_size > 10_000
    _, ax = model.plot_Ts_diagram_matplotlib("1")
    assert {"compressor", "valve"} <= {line.get_label() for line in ax.lines}
    assert len(ax.collections) == 5
    assert figure is not ax.get_figure()
    mpl.pyplot.close("all")


def test_mixtures_are_shown_by_their_states(model):
    _, ax = model.plot_Ts_diagram_matplotlib("8")
    assert len(ax.collections) == 1
    assert ax.get_xlabel() == "specific entropy in J/kg/K"
    mpl.pyplot.close("all")
    with pytest.raises(ValueError, match="mixture"):
        model.plot_Ts_diagram_matplotlib("8", strict=True)
    mpl.pyplot.close("all")
