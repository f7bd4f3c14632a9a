"""Quantities and units, as a user meets them."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import entropyk as ek

# Kind, keyword, a value in that unit, its SI value.
CONVERSIONS = [
    (ek.Pressure, "pa", 350_000.0, 350_000.0),
    (ek.Pressure, "kpa", 350.0, 350_000.0),
    (ek.Pressure, "bar", 3.5, 350_000.0),
    (ek.Pressure, "mpa", 0.35, 350_000.0),
    (ek.Pressure, "psi", 1.0, 6894.757293168361),
    (ek.Pressure, "atm", 2.0, 202_650.0),
    (ek.Temperature, "kelvin", 308.15, 308.15),
    (ek.Temperature, "celsius", 35.0, 308.15),
    (ek.Temperature, "fahrenheit", 95.0, 308.15),
    (ek.TemperatureDifference, "kelvin", -5.0, -5.0),
    (ek.Enthalpy, "j_per_kg", 250_000.0, 250_000.0),
    (ek.Enthalpy, "kj_per_kg", 250.0, 250_000.0),
    (ek.MassFlow, "kg_per_s", 0.05, 0.05),
    (ek.MassFlow, "g_per_s", 50.0, 0.05),
    (ek.MassFlow, "kg_per_h", 180.0, 0.05),
]
SI = {
    ek.Pressure: "pa",
    ek.Temperature: "kelvin",
    ek.TemperatureDifference: "kelvin",
    ek.Enthalpy: "j_per_kg",
    ek.MassFlow: "kg_per_s",
}
AMOUNTS = [ek.Pressure, ek.TemperatureDifference, ek.Enthalpy, ek.MassFlow]


def make(kind, si):
    return kind(**{SI[kind]: si})


@pytest.mark.parametrize(("kind", "unit", "value", "si"), CONVERSIONS)
def test_every_unit_converts_both_ways(kind, unit, value, si):
    quantity = kind(**{unit: value})
    assert float(quantity) == pytest.approx(si, rel=1e-15)
    assert getattr(quantity, f"to_{unit}")() == pytest.approx(value, rel=1e-14)
    assert getattr(quantity, f"to_{SI[kind]}")() == float(quantity)


def test_every_keyword_is_tested_and_has_a_conversion():
    for kind in SI:
        keywords = set(inspect.signature(kind).parameters)
        assert keywords == {unit for other, unit, *_ in CONVERSIONS if other is kind}
        assert keywords == {name[3:] for name in dir(kind) if name.startswith("to_")}
        assert all(keyword in kind.__doc__ for keyword in keywords)


@pytest.mark.parametrize("kind", SI)
def test_exactly_one_unit(kind):
    unit = SI[kind]
    with pytest.raises(ValueError, match=f"{kind.__name__} takes .*{unit}=.*got none"):
        kind()
    with pytest.raises(ValueError, match=r"got a number without unit: write for example"):
        kind(1.0)
    with pytest.raises(TypeError, match="furlong"):
        kind(furlong=1.0)


def test_two_units_are_refused_by_name():
    with pytest.raises(ValueError, match=r"got both kpa= and bar=: write for example Pressure\(bar=1\.0\)"):
        ek.Pressure(bar=1.0, kpa=100.0)
    with pytest.raises(ValueError, match="exactly one unit of kelvin=, celsius=, fahrenheit="):
        ek.Temperature(celsius=20, kelvin=293.15)


@pytest.mark.parametrize(("kind", "unit", "value", "si"), CONVERSIONS)
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf"), np.nan])
def test_not_finite_is_refused(kind, unit, value, si, bad):
    with pytest.raises(ek.ValidationError, match=f"{kind.__name__}: .* not a finite number"):
        kind(**{unit: bad})


@pytest.mark.parametrize(("unit", "value"), [("kelvin", -0.01), ("celsius", -273.2), ("fahrenheit", -460)])
def test_below_absolute_zero_is_refused(unit, value):
    with pytest.raises(ek.ValidationError, match="below absolute zero"):
        ek.Temperature(**{unit: value})


@pytest.mark.parametrize(("unit", "value"), [("kelvin", 0), ("celsius", -273.15), ("fahrenheit", -459.67)])
def test_absolute_zero_itself_is_a_temperature(unit, value):
    assert float(ek.Temperature(**{unit: value})) == 0.0


@pytest.mark.parametrize("value", [3, 3.0, np.float64(3), np.float32(3), np.int64(3), True + 2])
def test_any_number_is_taken(value):
    assert ek.Pressure(bar=value) == ek.Pressure(bar=3)


@pytest.mark.parametrize("value", ["3", [3.0], 3j])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError):
        ek.Pressure(bar=value)


def test_text_shows_si_and_the_customary_unit():
    assert repr(ek.Pressure(bar=3.5)) == "Pressure(350000 Pa = 3.5 bar)"
    assert repr(ek.Temperature(celsius=35)) == "Temperature(308.15 K = 35 °C)"
    assert repr(ek.TemperatureDifference(kelvin=5)) == "TemperatureDifference(5 K)"
    assert repr(ek.Enthalpy(kj_per_kg=250)) == "Enthalpy(250000 J/kg = 250 kJ/kg)"
    assert repr(ek.MassFlow(kg_per_s=0.05)) == "MassFlow(0.05 kg/s = 180 kg/h)"
    assert str(ek.Pressure(bar=3.5)) == "3.5 bar"
    assert str(ek.Temperature(kelvin=308.15)) == "35 °C"


@pytest.mark.parametrize("kind", SI)
def test_compares_within_its_kind(kind):
    small, large = make(kind, 1.0), make(kind, 2.0)
    assert small < large
    assert large > small
    assert small <= make(kind, 1.0) <= small
    assert small == make(kind, 1.0)
    assert small != large
    assert sorted([large, small]) == [small, large]
    for other in SI:
        if other is not kind:
            assert small != make(other, 1.0)
            with pytest.raises(TypeError):
                assert small < make(other, 2.0)
    assert small != 1.0
    with pytest.raises(TypeError):
        assert small < 2.0


@pytest.mark.parametrize("kind", SI)
def test_equal_quantities_hash_alike(kind):
    assert hash(make(kind, 5.0)) == hash(make(kind, 5.0))
    assert hash(make(kind, 0.0)) == hash(make(kind, -0.0))
    assert len({make(kind, 1.0), make(kind, 1.0), make(kind, 2.0)}) == 2
    assert ek.Pressure(bar=1) in {ek.Pressure(kpa=100)}


@pytest.mark.parametrize("kind", SI)
def test_is_immutable(kind):
    quantity = make(kind, 1.0)
    with pytest.raises(AttributeError):
        quantity.value = 2.0
    with pytest.raises(AttributeError):
        setattr(quantity, f"to_{SI[kind]}", None)


@pytest.mark.parametrize("kind", SI)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_and_copies(kind, protocol):
    quantity = make(kind, 308.15)
    assert pickle.loads(pickle.dumps(quantity, protocol)) == quantity
    assert copy.deepcopy(quantity) == copy.copy(quantity) == quantity


@pytest.mark.parametrize("kind", SI)
def test_is_at_home_in_the_package(kind):
    assert kind.__module__ == "entropyk"
    assert getattr(ek, kind.__name__) is kind


@pytest.mark.parametrize("kind", AMOUNTS)
def test_amounts_add_and_subtract(kind):
    a, b = make(kind, 1.0), make(kind, 3.0)
    assert a + b == make(kind, 4.0)
    assert a - b == make(kind, -2.0)
    assert type(a - b) is kind


def test_a_difference_may_be_negative_and_pickles():
    difference = ek.Pressure(bar=1) - ek.Pressure(bar=3)
    assert difference.to_bar() == -2
    assert pickle.loads(pickle.dumps(difference)) == difference


def test_temperatures_have_a_difference():
    difference = ek.Temperature(celsius=20) - ek.Temperature(fahrenheit=50)
    assert type(difference) is ek.TemperatureDifference
    assert difference.to_kelvin() == pytest.approx(10, abs=1e-12)


def test_a_difference_moves_a_temperature():
    temperature, step = ek.Temperature(celsius=20), ek.TemperatureDifference(kelvin=5)
    assert (temperature + step).to_celsius() == 25
    assert (step + temperature).to_celsius() == 25
    assert (temperature - step).to_celsius() == 15
    assert type(temperature + step) is ek.Temperature
    with pytest.raises(ek.ValidationError, match="below absolute zero"):
        temperature - ek.TemperatureDifference(kelvin=300)


def test_temperatures_have_no_sum():
    with pytest.raises(TypeError, match=r"Temperature \+ Temperature has no meaning.*TemperatureDifference"):
        ek.Temperature(celsius=20) + ek.Temperature(celsius=5)
    with pytest.raises(TypeError, match="TemperatureDifference - Temperature"):
        ek.TemperatureDifference(kelvin=5) - ek.Temperature(celsius=20)


def test_kinds_do_not_mix():
    with pytest.raises(TypeError, match=r"Pressure \+ Enthalpy: these are quantities of different kinds"):
        ek.Pressure(bar=1) + ek.Enthalpy(kj_per_kg=1)
    with pytest.raises(TypeError, match="a plain number: give the number a unit"):
        ek.Pressure(bar=1) - 0.5
    with pytest.raises(TypeError):
        0.5 + ek.Pressure(bar=1)
    with pytest.raises(TypeError):
        ek.Pressure(bar=1) + "1 bar"


@given(st.floats(-273.15, 1e6))
def test_temperatures_round_trip(celsius):
    temperature = ek.Temperature(celsius=celsius)
    assert temperature.to_celsius() == pytest.approx(celsius, rel=1e-12, abs=1e-9)
    assert ek.Temperature(kelvin=temperature.to_kelvin()) == temperature


class TestUnits:
    def test_si_unless_set(self):
        units = ek.Units()
        assert (units.temperature, units.pressure, units.enthalpy, units.heat) == ("K", "Pa", "J/kg", "W")
        assert repr(units) == "Units()"
        assert units == ek.Units("SI")

    def test_engineering(self):
        units = ek.Units("engineering", mass_flow="kg/h")
        assert (units.temperature, units.pressure, units.enthalpy, units.power) == ("degC", "bar", "kJ/kg", "kW")
        assert units.mass_flow == "kg/h"
        assert units.to_si(35, "temperature") == 308.15
        assert units.from_si(308.15, "temperature") == 35
        with pytest.raises(ek.ValidationError, match="engineering"):
            ek.Units("imperial")

    def test_set_defaults(self):
        units = ek.Units()
        units.set_defaults(temperature="°C", pressure="bar", heat_transfer_coefficient="kW/K")
        assert units.temperature == "°C"
        assert units.to_si(20, "temperature") == 293.15
        assert units.pressure_difference == "bar"
        assert "heat_transfer_coefficient='kW/K'" in repr(units).replace('"', "'")

    # Unit texts as users write them, with what pint makes of the long ones.
    @pytest.mark.parametrize(
        ("quantity", "unit", "si"),
        [
            ("temperature", "degC", 274.15),
            ("temperature", "°C", 274.15),
            ("temperature", "degree_Celsius", 274.15),
            ("temperature", "degF", 255.92777777777778),
            ("temperature", "kelvin", 1),
            ("temperature_difference", "delta_degC", 1),
            ("temperature_difference", "delta_degree_Fahrenheit", 5 / 9),
            ("pressure", "kPa", 1e3),
            ("pressure", "MPa", 1e6),
            ("pressure", "mbar", 100),
            ("pressure", "psi", 6894.757293168361),
            ("pressure", "kilopascal", 1e3),
            ("enthalpy", "kJ/kg", 1e3),
            ("enthalpy", "kilojoule / kilogram", 1e3),
            ("entropy", "kJ/(kg K)", 1e3),
            ("entropy", "J/kgK", 1),
            ("mass_flow", "kg/h", 1 / 3600),
            ("mass_flow", "t/h", 1 / 3.6),
            ("volumetric_flow", "m3/h", 1 / 3600),
            ("volumetric_flow", "m³/h", 1 / 3600),
            ("volumetric_flow", "l/min", 1e-3 / 60),
            ("volumetric_flow", "meter ** 3 / hour", 1 / 3600),
            ("power", "kW", 1e3),
            ("heat", "Btu/h", 0.2930710701722222),
            ("heat_transfer_coefficient_per_area", "kW/m**2/K", 1e3),
            ("efficiency", "%", 0.01),
            ("frequency", "Hz", 1),
            ("angle", "rad", 57.29577951308232),
        ],
    )
    def test_usual_texts_need_no_pint(self, quantity, unit, si):
        units = ek.Units(**{quantity: unit})
        assert units.to_si(1, quantity) == pytest.approx(si, rel=1e-14)
        assert units.from_si(units.to_si(7.5, quantity), quantity) == pytest.approx(7.5, rel=1e-13)

    @pytest.mark.parametrize(
        ("quantity", "unit", "message"),
        [
            ("temperature", "meter", "not compatible with temperature: use one of K, degC"),
            ("temperature", "C", "did you mean degC"),
            ("temperature_difference", "degC", "not compatible with temperature_difference"),
            ("pressure", "kpa", "did you mean kPa"),
            ("pressure", "", "usual ones are Pa, kPa"),
            ("heat", "furlong", 'unknown unit "furlong" for heat; usual ones are W, kW'),
            ("heat", "(" * 10_000, "unknown unit"),
        ],
    )
    def test_other_texts_are_refused(self, quantity, unit, message):
        units = ek.Units()
        with pytest.raises(ek.ValidationError, match=message):
            units.set_defaults(mass_flow="kg/h", **{quantity: unit})
        assert units == ek.Units(), "nothing is set when one of several is refused"

    def test_unknown_quantities_are_named(self):
        with pytest.raises(ek.UnknownParameterError, match="did you mean pressure"):
            ek.Units(presure="bar")
        with pytest.raises(AttributeError, match="did you mean temperature"):
            _ = ek.Units().temprature
        assert "mass_flow" in dir(ek.Units())

    def test_knows_every_quantity(self):
        default = ek.Units().default
        # The 25 of TESPy 0.11 are among them.
        assert len(default) >= 25
        assert {"vapor_mass_fraction", "thermal_resistance", "speed", "angle"} <= set(default)
        assert all(getattr(ek.Units(), name) == unit for name, unit in default.items())

    def test_pickles(self):
        units = ek.Units("engineering", pressure_difference="mbar")
        assert pickle.loads(pickle.dumps(units)) == units

    def test_reads_quantities_of_either_make(self):
        pint = pytest.importorskip("pint")
        units = ek.Units("engineering")
        ureg = pint.UnitRegistry()
        assert units.to_si(ek.Temperature(celsius=35), "temperature") == 308.15
        assert units.to_si(ureg.Quantity(35, "degC"), "temperature") == 308.15
        assert units.to_si(ureg.Quantity(2, "kPa"), "pressure") == 2000
        assert units.to_si(ureg.Quantity(5, "delta_degC"), "temperature_difference") == 5
        units.set_defaults(heat=ureg.MW)
        assert units.to_si(2, "heat") == 2e6
        with pytest.raises(ek.ValidationError, match="not compatible with temperature"):
            units.to_si(ureg.Quantity(5, "bar"), "temperature")
        with pytest.raises(ek.ValidationError, match="not compatible with temperature_difference"):
            units.to_si(ek.Temperature(celsius=5), "temperature_difference")
        with pytest.raises(TypeError):
            units.to_si("5", "temperature")
