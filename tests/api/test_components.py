"""Components as users make and inspect them."""

import inspect
import pickle

import numpy as np
import pytest

import entropyk as ek

CLASSES = [ek.Compressor, ek.Condenser, ek.Evaporator, ek.ExpansionValve]


@pytest.mark.parametrize("cls", CLASSES)
def test_help_names_every_parameter_with_its_unit(cls):
    documentation = inspect.getdoc(cls)
    for name in inspect.signature(cls).parameters:
        assert name == "label" or f"\n{name} : " in documentation, name
    assert cls.__module__ == "entropyk"


def test_expansion_valve_is_the_valve():
    assert ek.ExpansionValve is ek.Valve
    assert isinstance(ek.Valve(), ek.Component)


def test_values_are_taken_before_a_system_exists_and_read_in_its_units():
    condenser = ek.Condenser(sink_temperature=35.0, ua=4.0)
    system = ek.System(units=ek.Units("engineering", heat_transfer_coefficient="kW/K"))
    system.add_component(condenser)
    assert condenser.sink_temperature.val_SI == pytest.approx(308.15)
    assert condenser.UA.val_SI == pytest.approx(4000.0)
    assert (condenser.sink_temperature.val, condenser.sink_temperature.unit) == (pytest.approx(35.0), "degC")
    condenser.set_attr(sink_temperature=ek.Temperature(kelvin=300.0))
    assert condenser.sink_temperature.val == pytest.approx(26.85)


def test_quantities_keep_their_meaning_in_any_system():
    evaporator = ek.Evaporator(
        source_temperature=ek.Temperature(celsius=7), superheat=ek.TemperatureDifference(kelvin=6)
    )
    ek.System(units="engineering").add_component(evaporator)
    assert evaporator.source_temperature.val_SI == pytest.approx(280.15)
    assert evaporator.superheat.val == pytest.approx(6.0)


def test_pint_quantities_are_understood():
    pint = pytest.importorskip("pint")
    ureg = pint.UnitRegistry()
    condenser = ek.Condenser(UA=ureg.Quantity(5.0, "kW/K"), sink_temperature=ureg.Quantity(35.0, "degC"))
    assert condenser.UA.val_SI == pytest.approx(5000.0)
    assert condenser.sink_temperature.val_SI == pytest.approx(308.15)


def test_none_takes_a_value_back_and_two_spellings_are_one_parameter():
    condenser = ek.Condenser(ua=5000.0)
    assert condenser.UA.is_set
    condenser.set_attr(UA=None)
    assert not condenser.UA.is_set
    assert np.isnan(condenser.UA.val)
    with pytest.raises(ek.ComponentError, match="UA, kA and ua are spellings of one parameter"):
        ek.Condenser(ua=1.0, UA=1.0)


def test_a_subclass_may_have_its_own_constructor():
    class Oversized(ek.Condenser):
        def __init__(self, label=None, **parameters):
            super().__init__(label, ua=1e5, **parameters)

    assert Oversized("big").UA.val_SI == 1e5


@pytest.mark.parametrize("value", [0.0, -5.0, ek.TemperatureDifference(kelvin=1), "much", True, [1.0, 2.0], np.nan])
def test_impossible_conductances_are_refused_by_name(value):
    with pytest.raises((ek.ComponentError, ek.ValidationError), match=r"UA|heat_transfer_coefficient"):
        ek.Condenser(ua=value)


def test_impossible_efficiencies_are_refused():
    for value in (0.0, -0.1, 1.2):
        compressor = ek.Compressor(eta_s=value) if value > 0 else None
        with pytest.raises(ek.ComponentError, match="eta_s"):
            ek.System().add_component(compressor or ek.Compressor(eta_s=value))


def test_unknown_parameters_are_named_with_the_nearest():
    with pytest.raises(ek.UnknownParameterError, match="did you mean superheat"):
        ek.Evaporator(superheet=5.0)
    with pytest.raises(AttributeError, match="did you mean eta_s"):
        _ = ek.Compressor().eta
    with pytest.raises(TypeError):
        ek.Compressor(foo=1)
    with pytest.raises(KeyError):
        ek.Compressor(foo=1)


def test_a_number_in_place_of_the_label_is_explained():
    with pytest.raises(ek.ValidationError, match=r"label must be text; did you mean ua=5000\.0\?"):
        ek.Condenser(5000.0)


def test_results_cannot_be_given():
    with pytest.raises(ek.ComponentError, match="lmtd is a result"):
        ek.Condenser(lmtd=3.0)


class TestAhri540:
    POWER = (876.5, -48.86, 82.32, -1.822, 2.439, -0.5685, -0.00847, 0.02764, -0.005823, 0.001803)

    def test_describes_its_rating(self):
        text = ek.Ahri540.named("2DF3-030E-TFC").describe()
        assert "R134a" in text
        assert "18.3 °C" in text
        assert "EnergyPlus" in text

    def test_machines_evaluate_to_their_published_polynomials(self):
        published = {
            "ZB21KA-TF5": (9221, 2968),
            "2DC3-050E-TFD": (10133, 4473),
            "2DF3-030E-TFC": (13964, 4426),
            "ZF09K4E-TF5": (2738, 2073),
            "06EM475": (39848, 18170),
        }
        assert {machine.name for machine in ek.compressors()} == set(published)
        for machine in ek.compressors():
            point = machine.published
            value = machine.evaluate(point["T_suction"], point["T_discharge"])
            capacity, power = published[machine.name]
            assert value["capacity"] == pytest.approx(capacity, abs=1.0)
            assert value["power"] == pytest.approx(power, abs=1.0)

    def test_ip_maps_take_fahrenheit_and_pounds(self):
        # Bristol H82J273ABC, R410A: 395.54 lb/h and 4256 W at 45/130 °F (HPSim test suite).
        bristol = ek.Ahri540(
            mass_flow=[
                334.1972,
                7.186994,
                -3.807002,
                0.072211,
                -0.037339,
                0.031873,
                0.000121,
                -0.00027,
                0.000208,
                -0.000151,
            ],
            power=[
                960.2755,
                4.58648,
                -4.553715,
                -0.092091,
                0.143861,
                0.240418,
                -0.001901,
                -0.000688,
                0.003575,
                -0.001548,
            ],
            units="IP",
            fluid="R410A",
        )
        value = bristol.evaluate(ek.Temperature(fahrenheit=45), ek.Temperature(fahrenheit=130))
        assert value["mass_flow"] * 3600 / 0.45359237 == pytest.approx(395.54, abs=0.01)
        assert value["power"] == pytest.approx(4256, abs=1.0)

    def test_the_map_goes_on_linearly_beyond_its_envelope(self):
        machine = ek.Ahri540(power=self.POWER, mass_flow=[0.1] * 10, envelope=((-10.0, 10.0), (30.0, 50.0)))
        at = [machine.evaluate(273.15 + s, 273.15 + 40.0)["power"] for s in (10.0, 20.0, 30.0)]
        assert at[2] - at[1] == pytest.approx(at[1] - at[0], rel=1e-12)
        inside = [machine.evaluate(273.15 + s, 273.15 + 40.0)["power"] for s in (9.999, 10.0)]
        assert (at[1] - at[0]) / 10.0 == pytest.approx((inside[1] - inside[0]) / 0.001, rel=1e-3)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"mass_flow": [1.0] * 9}, "mass_flow takes 10 coefficients, C1 to C10 in AHRI order; got 9"),
            ({}, "exactly one of mass_flow and capacity"),
            ({"mass_flow": [1.0] * 10, "capacity": [1.0] * 10}, "exactly one of mass_flow and capacity"),
            ({"capacity": [float("nan")] * 10}, "not finite"),
            ({"capacity": [1.0] * 10, "return_gas": 291.0, "superheat": 10.0}, "not both"),
            ({"capacity": [1.0] * 10, "units": "metric"}, "SI"),
        ],
    )
    def test_wrong_maps_are_explained(self, arguments, message):
        with pytest.raises(ek.ComponentError, match=message):
            ek.Ahri540(power=self.POWER, **arguments)

    def test_unknown_refrigerants_and_machines_suggest_known_ones(self):
        with pytest.raises(ek.FluidError, match="R134a"):
            ek.Ahri540(power=self.POWER, capacity=[1.0] * 10, fluid="R134b")
        with pytest.raises(ek.ComponentError, match="2DF3-030E-TFC"):
            ek.Ahri540.named("2DF3-030")

    def test_pickles(self):
        machine = ek.Ahri540.named("06EM475")
        assert pickle.loads(pickle.dumps(machine)) == machine
        own = ek.Ahri540(power=self.POWER, capacity=[1.0] * 10, units="IP", superheat=11.1, fluid="R22", name="own")
        assert pickle.loads(pickle.dumps(own)) == own

    def test_twenty_bare_numbers_are_mass_flow_and_power(self):
        compressor = ek.Compressor(coefficients=[0.1] * 10 + list(self.POWER))
        assert compressor.coefficients.val.mass_flow == (0.1,) * 10
        with pytest.raises(ek.ComponentError, match="twenty numbers"):
            ek.Compressor(coefficients=[1.0] * 19)


def test_assigning_a_parameter_gives_it():
    compressor = ek.Compressor()
    compressor.eta_s = 0.7
    assert compressor.eta_s.val == 0.7
    compressor.eta_s = None
    assert not compressor.eta_s.is_set
    with pytest.raises(ek.ComponentError, match="eta_s takes a number"):
        compressor.eta_s = "high"
    exchanger = ek.Condenser()
    exchanger.ua = 500.0
    assert exchanger.UA.val == 500.0
    exchanger.remark = "of the old plant"
    assert exchanger.remark == "of the old plant"
    system = ek.System()
    edge = system.add_edge(system.add_component(ek.Source()), system.add_component(exchanger))
    edge.m = 0.1
    assert edge.m.val == 0.1


def test_the_port_for_injection_is_listed_where_it_is_used():
    system = ek.System()
    compressor = system.add_component(ek.Compressor())
    assert compressor.inlets() == ["in1"]
    system.add_edge(system.add_component(ek.Source()), (compressor, "in2"))
    assert compressor.inlets() == ["in1", "in2"]
