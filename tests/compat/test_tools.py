"""Tools by the names of TESPy: schemas, polynomials, effectiveness, property engines, mixing rules, guesses."""

import logging
import warnings

import numpy as np
import pytest
from entropyk.components.displacementmachinery.polynomial_compressor import calc_EN12900, fit_EN12900_points
from entropyk.components.heat_exchangers.ntu import calc_epsilon, calc_ntu

from entropyk.components import Compressor, HeatExchanger, Merge, Pump, SimpleHeatExchanger, Sink, Source
from entropyk.components.component import component_registry
from entropyk.connections import Connection, Ref
from entropyk.networks import Network
from entropyk.tools import CharLine, load_default_char
from entropyk.tools.fluid_properties import MIXING_RULES, CoolPropWrapper, T_mix_ph, h_mix_pT
from entropyk.tools.fluid_properties.wrappers import IncompressibleFluidWrapper
from entropyk.tools.logger import FutureWarningHandler
from entropyk.tools.schema import generate_component_schema, generate_connection_schema


def test_every_class_is_in_the_schema():
    schema = generate_component_schema(as_json=False)
    assert schema.keys() == component_registry.items.keys()
    assert schema["Turbine"]["submodule"] == "turbomachinery"
    assert Merge.port_schema()["inlets"] == {"type": "variable", "parameter": "num_in", "pattern": "in{n}", "min": 1}
    names = {entry["name"] for entry in generate_connection_schema(as_json=False)["Connection"]["parameters"]}
    assert {"m", "p", "h", "T", "fluid", "vol", "s"} <= names


def test_a_polynomial_is_found_back():
    coefficients = np.array([1e4, 2e2, -50.0, 3.0, 2.0, 1.0, 0.02, 0.01, -0.01, 0.005])
    e, c = (grid.ravel() for grid in np.meshgrid(np.linspace(-20, 10, 5), np.linspace(30, 55, 5)))
    fitted = fit_EN12900_points(e, c, calc_EN12900(coefficients, e, c))
    assert fitted == pytest.approx(coefficients, rel=1e-6)
    # By hand at t₀ = 2 °C, t_c = 10 °C.
    by_hand = 1e4 + 400 - 500 + 12 + 40 + 100 + 0.16 + 0.4 - 2 + 5
    assert calc_EN12900(coefficients, 2, 10) == pytest.approx(by_hand)


def test_effectiveness_of_the_textbook():
    # Bergman et al., Fundamentals of Heat and Mass Transfer, table 11.3: balanced counterflow is N/(1 + N).
    assert calc_epsilon(2.0, 1.0, "counterflow") == pytest.approx(2 / 3)
    assert calc_ntu(2 / 3, 1.0, "counterflow") == pytest.approx(2.0)
    assert np.isnan(calc_ntu(0.9, 1.0, "parallelflow"))
    with pytest.raises(ValueError, match="flow arrangement"):
        calc_epsilon(1.0, 0.5, "crossflow")


def test_a_liquid_is_made_of_data():
    T = np.array([280.0, 320.0, 360.0])
    oil = IncompressibleFluidWrapper(
        "oil", temperature_data=T, heat_capacity_data=2000 + 2 * (T - 280), density_data=900 - (T - 280)
    )
    # c = 2000 … 2080 J/(kg K) between 280 and 320 K.
    assert oil.h_pT(None, 320.0) - oil.h_pT(None, 280.0) == pytest.approx(2040 * 40)
    assert oil.T_ph(None, oil.h_pT(None, 311.0)) == pytest.approx(311.0)
    assert oil.T_ps(1e5, oil.s_pT(1e5, 355.0)) == pytest.approx(355.0)
    assert oil.d_pT(1e5, 320.0) == pytest.approx(860)
    assert oil.isentropic(1e5, oil.h_pT(None, 320.0), 2e5) - oil.h_pT(None, 320.0) == pytest.approx(1e5 / 860)
    with pytest.raises(ValueError, match="viscosity_data"):
        oil.viscosity_pT(1e5, 300.0)


def test_mixing_rules_are_registered():
    data = {name: {"wrapper": CoolPropWrapper(name), "mass_fraction": 0.5} for name in ("N2", "O2")}

    def weighted(p: float, T: float, fluid_data: dict, **_: object) -> float:
        return sum(each["wrapper"].h_pT(p, T) * each["mass_fraction"] for each in fluid_data.values())

    MIXING_RULES.register("weighted", h_pT=weighted)
    h = h_mix_pT(1e5, 300.0, data, mixing_rule="weighted")
    assert T_mix_ph(1e5, h, data, mixing_rule="weighted") == pytest.approx(300.0)
    with pytest.raises(KeyError, match="not available"):
        MIXING_RULES.s_pT("weighted")
    with pytest.raises(KeyError, match="not available"):
        h_mix_pT(1e5, 300.0, data, mixing_rule="unheard of")


def test_temperatures_and_vapour_fractions_guess_states():
    c = Connection(Source("a"), "out1", Sink("b"), "in1", label="c")
    nw = Network(iterinfo=False)
    nw.add_conns(c)
    c.set_attr(fluid={"R290": 1}, m=1, p=5e5, h0=9e5, T0=293.15)
    nw.solve("design", init_only=True)
    assert c.h.val0 == pytest.approx(CoolPropWrapper("R290").h_pT(5e5, 293.15))
    c.set_attr(T=300)
    nw.solve("design")
    assert np.isnan(c.T.val0)


def test_old_names_warn():
    exchanger = HeatExchanger("exchanger")
    with pytest.warns(FutureWarning, match="zeta1"):
        exchanger.set_attr(zeta1=500)
    assert exchanger.zeta1_d4.val == 500
    with pytest.warns(FutureWarning, match="zeta1"):
        exchanger.set_attr(offdesign=["zeta1"])
    assert exchanger.offdesign == ["zeta1_d4"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exchanger.set_attr(zeta1_d4=500)


def test_parameters_tell_their_kind():
    parameters = Compressor("c").get_parameters()
    assert parameters["eta_s"].num_eq_sets >= 1
    assert parameters["eta_s"].func is not None
    assert parameters["pr"].structure_matrix is not None
    assert parameters["eta_s"].max_val == 1
    assert not parameters["eta_s"].result_only
    assert parameters["eta_s_char"].char_func.evaluate(1.0) == 1.0
    for name, cls in component_registry.items.items():
        for parameter in cls("").get_parameters().values():
            assert parameter.func is None or parameter.num_eq_sets > 0, name


def test_shipped_lines_have_old_names_too():
    line = load_default_char("HeatExchanger", "kA_char1", "DEFAULT", CharLine)
    assert line == load_default_char("HeatExchanger", "UA_char1", "DEFAULT", CharLine)


def test_lines_warn_beyond_their_ends(caplog):
    line = CharLine([0.5, 1.0], [0.9, 1.0])
    with caplog.at_level(logging.WARNING, logger="TESPyLogger"):
        line.get_domain_errors(0.2, "pump")
        show = FutureWarningHandler(logging.getLogger("TESPyLogger"))
        show("look here", UserWarning, "script.py", 1)
    assert "minimum of 0.5" in caplog.text
    assert "UserWarning: look here" in caplog.text
    with pytest.raises(KeyError, match="CharLine"):
        line.get_attr("missing")


def test_units_warn_once_results_stand_in_them():
    nw = Network(iterinfo=False)
    heater = SimpleHeatExchanger("heater", Q=1e4, dp=0)
    c = Connection(Source("a"), "out1", heater, "in1", label="c")
    nw.add_conns(c, Connection(heater, "out1", Sink("b"), "in1", label="d"))
    nw.units.set_defaults(temperature="degC")
    c.set_attr(fluid={"water": 1}, m=1, p=1e5, T=nw.units.ureg.Quantity(68, "degF"))
    nw.solve("design")
    with pytest.warns(UserWarning, match="changing default units"):
        nw.units.set_defaults(temperature="degF")
    nw.solve("design")
    assert c.T.val == pytest.approx(68.0)
    assert c.T.val_with_unit.to("kelvin").magnitude == pytest.approx(293.15)


def test_references_are_checked():
    c = Connection(Source("a"), "out1", Sink("b"), "in1", label="c")
    with pytest.raises(TypeError, match="factor"):
        Ref(c, "two", 0)
    with pytest.raises(NotImplementedError, match="td_dew of a connection"):
        c.set_attr(td_dew=Ref(c))
    with pytest.raises(KeyError, match="comp"):
        Ref(c).get_attr("comp")


def test_containers_take_values_and_units():
    pump = Pump("pump")
    pump.eta_s.set_attr(val=0.8)
    assert pump.eta_s.is_set
    pump.eta_s.set_attr(is_set=False)
    assert not pump.eta_s.is_set
    pump.P.set_attr(val=2.0, unit="kW")
    assert pump.P.val_SI == 2000.0
    pump.P.set_attr(is_var=True)
    assert pump.P.is_var
    with pytest.raises(ValueError, match="not compatible with power"):
        pump.P.set_attr(val=5.0, unit="degC")
    with pytest.raises(ValueError, match=r"eta_s"):
        pump.eta_s.set_attr(val=-1.0)
