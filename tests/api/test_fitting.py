"""`fit`: values found back from noisy data, their errors, and the catalogue of a heat pump."""

import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest

import entropyk as ek

pytest.importorskip("scipy.optimize")

TRUE = {"compressor.eta_s": 0.68, "condenser.UA": 2600.0, "evaporator.UA": 1900.0}
MEASURED = ["compressor.P_input", "evaporator.Q", "e1.T"]


def machine(eta_s=0.68, hot=2600.0, cold=1900.0, eta_vol=0.92, swept_volume=60e-6, fluid="R290"):
    """A heat pump against boundaries whose compressor has a swept volume: conditions and sizes determine everything."""
    system = ek.System(fluid, units="engineering")
    compressor = system.add_component(
        ek.Compressor(eta_s=eta_s, eta_vol=eta_vol, swept_volume=swept_volume, frequency=50.0)
    )
    sink = {"sink_outlet_temperature": 40.0, "sink_capacity_rate": 2968.0, "sink_temperature": "var"}
    condenser = system.add_component(ek.Condenser(UA=hot, **sink))
    valve = system.add_component(ek.ExpansionValve())
    evaporator = system.add_component(ek.Evaporator(UA=cold, source_temperature=5.0, source_capacity_rate=4300.0))
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor)
    return system.finalize()


def noisy(data, seed):
    """Data with a relative error of 0.5 % in what is measured."""
    random = np.random.default_rng(seed)
    return {n: x * (1 + 0.005 * random.standard_normal(len(x))) if n in MEASURED else x for n, x in data.items()}


def measured(seed=None, count=6):
    """What the machine gives with its true values, with noise on it."""
    points = ek.grid(
        {
            "evaporator.source_temperature": np.linspace(-5.0, 15.0, count),
            "condenser.sink_outlet_temperature": [35.0, 40.0, 45.0],
            "compressor.frequency": [45.0, 55.0],
        }
    )
    table = machine().sweep(points, MEASURED, on_error="raise")
    data = {name: np.array(table[name]) for name in (*points, *MEASURED)}
    return data if seed is None else noisy(data, seed)


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame])
def test_true_values_are_found_in_exact_data(frame):
    system = machine(0.5, 1500.0, 3000.0)
    before = system.solve().state_vector.copy()
    fit = system.fit(frame(measured()), list(TRUE))
    assert fit.values == pytest.approx(TRUE, rel=1e-7)
    assert max(fit.standard_errors.values()) < 1e-3
    assert max(fit.rms.values()) < 1e-6
    # The model is left as it was, and takes the values when it is told to.
    np.testing.assert_array_equal(system.solve().state_vector, before)
    system.set_attr(**fit.values)
    assert system.value("condenser.UA") == pytest.approx(2600.0)


def test_the_errors_are_those_of_repeated_measurements():
    system = machine(0.66, 2500.0, 2000.0)
    data = measured(count=2)
    fits = [system.fit(noisy(data, seed), list(TRUE)) for seed in range(40)]
    found = np.array([list(fit.values.values()) for fit in fits])
    told = np.sqrt(np.mean([np.diag(fit.covariance) for fit in fits], axis=0))
    # 40 samples know a standard deviation to 11 %; three times that.
    np.testing.assert_allclose(found.std(axis=0, ddof=1), told, rtol=0.35)
    assert np.all(np.abs(found.mean(axis=0) - list(TRUE.values())) < 4 * told / np.sqrt(40))
    between = np.corrcoef(found.T)
    np.testing.assert_allclose(fits[0].correlation, between, atol=0.35)


def test_given_errors_weigh_and_are_believed():
    data, system = measured(3), machine(0.6, 2000.0, 2500.0)
    sigma = {name: 0.005 * np.abs(data[name]) for name in MEASURED}
    one = system.fit(data, list(TRUE), sigma=sigma)
    two = system.fit(data, list(TRUE), sigma={name: 2 * value for name, value in sigma.items()})
    assert one.values == pytest.approx(two.values, rel=1e-6)
    np.testing.assert_allclose(two.covariance, 4 * one.covariance, rtol=1e-5)
    for name, value in TRUE.items():
        assert abs(one.values[name] - value) < 4 * one.standard_errors[name]
    # Σ r² is that of a χ² distribution with as many degrees of freedom as measurements remain.
    freedom = 3 * len(data["e1.T"]) - 3
    assert abs(2 * one.cost - freedom) < 4 * np.sqrt(2 * freedom)


def test_missing_measurements_and_limits():
    data = measured(4)
    data["e1.T"][::2] = np.nan
    fit = machine(0.6, 2000.0, 2500.0).fit(data, list(TRUE), bounds={"condenser.UA": (None, 2400.0)})
    assert fit.values["condenser.UA"] == pytest.approx(2400.0, rel=1e-6)
    table = fit.residuals
    assert table.column_names == [
        *("evaporator.source_temperature", "condenser.sink_outlet_temperature", "compressor.frequency"),
        *(f"{name}{what}" for name in MEASURED for what in ("", " model", " residual")),
    ]
    assert table.units["e1.T residual"] == "°C"
    assert table.to_polars()["e1.T residual"].null_count() == len(table) / 2
    np.testing.assert_allclose(table["evaporator.Q model"] - data["evaporator.Q"], table["evaporator.Q residual"])


def test_what_data_do_not_determine_has_no_error_bound():
    data = {name: values for name, values in measured(5).items() if name != "e1.T"}
    # Only their product counts.
    system = machine()
    fit = system.fit(data, ["compressor.eta_vol", "compressor.swept_volume", "compressor.eta_s"])
    assert np.isinf(fit.standard_errors["compressor.eta_vol"])
    assert np.isinf(fit.standard_errors["compressor.swept_volume"])
    assert fit.standard_errors["compressor.eta_s"] < 0.01
    assert "± inf" in repr(fit)


def test_a_fit_is_shown():
    fit = machine(0.6, 2000.0, 2500.0).fit(measured(1), list(TRUE))
    shown = repr(fit)
    assert shown.splitlines()[0].startswith("compressor.eta_s    0.6")
    assert "rms residual" in shown
    assert " kW" in shown
    assert "<td>± " in fit._repr_html_()


#: Viessmann Vitocal BW 301.A21, R410A, brine 1.16 kg/s, water 0.71 kg/s: brine inlet and water outlet in °C,
#: heating and cooling capacity and power in kW (manufacturer's table, as in lbl-srg/modelica-buildings, thread 767).
VITOCAL = """
-5 35 18.79 14.58 4.52   0 35 21.20 17.00 4.48   2 35 22.58 18.34 4.53   10 35 28.10 23.70 4.73   15 35 32.19 28.00 4.57
-5 45 17.73 12.57 5.55   0 45 20.39 15.20 5.58   2 45 21.64 16.45 5.58   10 45 26.64 21.44 5.58   15 45 30.19 25.03 5.55
 0 55 19.28 12.94 6.82   2 55 20.41 14.07 6.82  10 55 24.92 18.59 6.80   15 55 28.32 21.97 6.83
 2 60 19.59 12.59 7.52  10 60 24.10 17.16 7.50  15 60 27.36 20.37 7.52
"""


def test_a_catalogue_is_met_by_four_constants():
    rows = np.array(VITOCAL.split(), dtype=float).reshape(-1, 5)
    system = machine(0.65, 4000.0, 4000.0, 0.9, 100e-6, fluid="R410A")
    free = ["compressor.swept_volume", "compressor.eta_s", "condenser.UA", "evaporator.UA"]
    names = ["evaporator.source_temperature", "condenser.sink_outlet_temperature"]
    data = dict(zip([*names, "condenser.Q", "evaporator.Q", "compressor.P_input"], rows.T))
    data["condenser.Q"] = -data["condenser.Q"]
    fit = system.fit(data, free)
    # Measured heat and power themselves balance within 2 %.
    heat = fit.residuals["evaporator.Q residual"] / fit.residuals["evaporator.Q"]
    power = fit.residuals["compressor.P_input residual"] / fit.residuals["compressor.P_input"]
    assert np.sqrt(np.mean(heat**2)) < 0.04
    assert np.sqrt(np.mean(power**2)) < 0.05
    # 17.0 kW at 0/35 °C over the 4.5 MJ/m³ of R410A at −4/38 °C and 90 %: 15 m³/h; 0.55 to 0.75 with the motor.
    assert fit.values["compressor.swept_volume"] * 50 * 3600 == pytest.approx(15.0, rel=0.1)
    assert 0.55 < fit.values["compressor.eta_s"] < 0.75


def test_a_network_is_fitted():
    from entropyk.components import Sink, Source, Turbine
    from entropyk.connections import Connection
    from entropyk.networks import Network

    network = Network(iterinfo=False)
    network.units.set_defaults(temperature="degC", pressure="bar")
    source, turbine, sink = Source("boiler"), Turbine("turbine"), Sink("condenser")
    inlet = Connection(source, "out1", turbine, "in1", label="live")
    outlet = Connection(turbine, "out1", sink, "in1", label="waste")
    network.add_conns(inlet, outlet)
    inlet.set_attr(m=10, p=100, T=500, fluid={"Water": 1})
    outlet.set_attr(p=0.1)
    turbine.set_attr(eta_s=0.87)
    network.solve("design")
    table = network.sweep({"live.T": [450.0, 500.0, 550.0]}, ["turbine.P"])
    data = {"live.T": table["live.T"], "turbine.P": table["turbine.P"]}
    turbine.set_attr(eta_s=0.8)
    assert network.fit(data, "turbine.eta_s").values["turbine.eta_s"] == pytest.approx(0.87, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "free", "options", "error", "says"),
    [
        ({}, ["condenser.Q"], {}, ek.ValidationError, "condenser.Q is not set"),
        ({}, ["condenser.UAA"], {}, ek.ValidationError, "did you mean UA"),
        ({}, [], {}, ek.ValidationError, "nothing to find"),
        ({}, ["compressor.frequency"], {}, ek.ValidationError, "is a column of the data and free"),
        ({}, ["condenser.UA"], {"sigma": {"e1.T": 1.0}}, ek.ValidationError, "sigma lacks compressor.P_input"),
        ({}, ["condenser.UA"], {"sigma": {"e2.T": 1.0}}, ek.ValidationError, "which is not measured"),
        ({}, ["condenser.UA"], {"bounds": {"condenser.UA": (3e3, 2e3)}}, ek.ValidationError, "nothing between"),
        ({}, ["condenser.UA"], {"bounds": {"condenser.UA": 3e3}}, ek.ValidationError, "a pair"),
        ({}, ["condenser.UA"], {"bounds": {"condenser.UA": (3e3, 4e3)}}, ek.ValidationError, "starts outside"),
        ({}, ["condenser.UA"], {"bounds": {"e1.p": (3, 4)}}, ek.ValidationError, "is not among"),
        (
            {"compressor.frequency": 1e9},
            ["condenser.UA"],
            {},
            ek.SolverError,
            r"row 0 .* is not solved with the values",
        ),
    ],
)
def test_what_is_wrong_is_said(change, free, options, error, says):
    data = {name: values[:4] for name, values in measured().items()}
    for name, value in change.items():
        data[name][0] = value
    with pytest.raises(error, match=says):
        machine().fit(data, free, **options)


def test_too_little_is_said():
    conditions = {"compressor.frequency": [50.0]}
    with pytest.raises(ek.ValidationError, match="no column of the data is a result"):
        machine().fit(conditions, "condenser.UA")
    with pytest.raises(ek.ValidationError, match="1 measurements do not determine 2"):
        machine().fit(conditions | {"e1.T": [70.0]}, ["condenser.UA", "evaporator.UA"])


def test_without_scipy_its_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(ImportError, match=r"needs scipy: pip install entropyk\[optimize\]"):
        machine().fit(measured(), list(TRUE))
