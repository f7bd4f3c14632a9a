"""`System.sweep`: what goes in, what comes out, and what does not happen on the way."""

import threading
import time

import numpy as np
import pandas as pd
import polars as pl
import pytest

import entropyk as ek


def cycle(**options):
    system = ek.System("R134a", **options)
    compressor = system.add_component(ek.Compressor(eta_s=0.8))
    condenser = system.add_component(ek.Condenser())
    valve = system.add_component(ek.Valve())
    evaporator = system.add_component(ek.Evaporator())
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve, T_bubble=ek.Temperature(celsius=40), td_bubble=3.0)
    system.add_edge(valve, evaporator)
    system.add_edge(evaporator, compressor, T_dew=ek.Temperature(celsius=0), td_dew=5.0)
    # 10 kW, whatever the units of the system.
    evaporator.set_attr(Q=10 if options.get("units") else 10e3)
    return system.finalize()


def test_every_row_is_what_a_solve_gives():
    system = cycle()
    points = ek.grid({"e4.T_dew": np.linspace(258.0, 285.0, 9), "compressor.eta_s": [0.6, 0.7, 0.8]})
    table = system.sweep(points, outputs="all")
    assert len(table) == 27
    assert set(table["status"]) == {"Converged"}
    assert table.column_names[:5] == ["e4.T_dew", "compressor.eta_s", "status", "iterations", "residual"]
    for row in range(0, 27, 5):
        system["e4"].set_attr(T_dew=points["e4.T_dew"][row])
        system["compressor"].set_attr(eta_s=points["compressor.eta_s"][row])
        result = system.solve()
        assert table["compressor.P"][row] == pytest.approx(system["compressor"].P.val, rel=1e-10)
        assert table["cop_cooling"][row] == pytest.approx(result.performance.cop_cooling, rel=1e-10)
        assert table["e1.T"][row] == pytest.approx(system["e1"].T.val, rel=1e-10)
        assert table["e3.m"][row] == pytest.approx(system["e3"].m.val, rel=1e-10)


def test_the_results_do_not_depend_on_the_workers():
    system = cycle()
    rng = np.random.default_rng(1)
    points = {"e4.T_dew": rng.uniform(250, 290, 700), "e2.T_bubble": rng.uniform(300, 340, 700)}
    tables = [system.sweep(points, outputs="all", workers=workers) for workers in (1, 2, 5)]
    for name in tables[0].column_names:
        if name != "status":
            for other in tables[1:]:
                np.testing.assert_array_equal(tables[0][name], other[name])


def test_the_system_is_left_as_it_was():
    system = cycle()
    before = system.solve().state_vector.copy()
    power = system["compressor"].P.val
    system.sweep({"e4.T_dew": [260.0, 280.0]})
    assert system["compressor"].P.val == power
    assert system["e4"].T_dew.val == pytest.approx(273.15)
    np.testing.assert_array_equal(system.solve().state_vector, before)


def test_a_row_that_fails_stops_nothing():
    system = cycle()
    table = system.sweep({"e4.T_dew": [270.0, 500.0, np.nan, 275.0]})
    assert table["status"][0] == table["status"][3] == "Converged"
    assert table["status"][2] == "InvalidInput"
    assert table["status"][1] != "Converged"
    np.testing.assert_array_equal(np.isnan(table["compressor.P"]), [False, True, True, False])
    assert table.to_polars()["compressor.P"].null_count() == 2
    with pytest.raises(ek.SolverError, match=r"row 1 \(e4.T_dew = 500\)"):
        system.sweep({"e4.T_dew": [270.0, 500.0]}, on_error="raise")


@pytest.mark.parametrize("frame", [dict, pd.DataFrame, pl.DataFrame])
def test_any_table_goes_in(frame):
    system = cycle()
    table = system.sweep(frame({"e4.T_dew": [270.0, 275.0], "compressor.eta_s": [0.7, 0.8]}))
    assert list(table["e4.T_dew"]) == [270.0, 275.0]
    assert set(table["status"]) == {"Converged"}
    again = system.sweep(table.to_polars().select("e4.T_dew", "compressor.eta_s"))
    np.testing.assert_array_equal(table["compressor.P"], again["compressor.P"])


def test_paths_may_be_pairs_and_values_single():
    system = cycle()
    table = system.sweep(
        {(system["e4"], "T_dew"): [270.0, 275.0], ("compressor", "eta_s"): 0.7}, ["compressor.P", "power"]
    )
    assert table.column_names == [
        "e4.T_dew",
        "compressor.eta_s",
        "status",
        "iterations",
        "residual",
        "compressor.P",
        "power",
    ]
    np.testing.assert_array_equal(table["compressor.P"], table["power"])


def test_functions_make_columns():
    table = cycle().sweep({"e4.T_dew": [270.0, 275.0]}, {"lift": lambda t: t["e1.p"] - t["e4.p"], "one": lambda t: 1.0})
    np.testing.assert_array_equal(table["lift"], table["e1.p"] - table["e4.p"])
    np.testing.assert_array_equal(table["one"], [1.0, 1.0])


def test_units_are_those_of_the_system():
    table = cycle(units="engineering").sweep({"e4.T_dew": [-5.0, 0.0]}, ["e4.T_dew", "e4.p", "compressor.P"])
    assert table.units["e4.p"] == "bar"
    assert table["e4.p"][1] == pytest.approx(ek.Fluid("R134a").saturation(T=273.15).dew.p / 1e5)
    assert table["e4.T_dew"][1] == 0.0


@pytest.mark.parametrize(
    ("params", "options", "says"),
    [
        ({}, {}, "at least one column"),
        ({"e4.T_dew": [1.0, 2.0], "compressor.eta_s": [0.5]}, {}, "e4.T_dew has 2 values and compressor.eta_s has 1"),
        ({"e4.T_dw": [1.0]}, {}, "did you mean T_dew"),
        ({"e44.T_dew": [1.0]}, {}, "is no path.*did you mean e4"),
        ({"e4.T": [1.0]}, {}, "e4.T is not set"),
        ({"e4.T_dew": ["warm"]}, {}, "hold numbers"),
        ({"e4.T_dew": [[1.0]]}, {}, r"shape \(1, 1\)"),
        ({3: [1.0]}, {}, "is no path"),
        (7, {}, "takes a dict"),
        ({"e4.T_dew": [270.0]}, {"outputs": "some"}, 'outputs is "all"'),
        ({"e4.T_dew": [270.0]}, {"outputs": ["compressor.COP"]}, "has no parameter"),
        ({"e4.T_dew": [270.0]}, {"workers": 0}, "at least 1"),
        ({"e4.T_dew": [270.0]}, {"on_error": "skip"}, "on_error"),
    ],
)
def test_what_is_wrong_is_said(params, options, says):
    with pytest.raises(ek.ValidationError, match=says):
        cycle().sweep(params, **options)


def test_progress_is_told_and_may_stop_it(monkeypatch):
    told = []

    class Bar:
        n = 0

        def __init__(self, total, unit):
            self.total = total

        def update(self, by):
            self.n += by
            told.append(self.n)

        def close(self):
            told.append("closed")

    monkeypatch.setattr("tqdm.auto.tqdm", Bar)
    system = cycle()
    system.sweep({"e4.T_dew": np.linspace(260, 280, 3000)}, progress=True)
    assert told[-2:] == [3000, "closed"]

    def stop(self, by):
        raise KeyboardInterrupt

    monkeypatch.setattr(Bar, "update", stop)
    with pytest.raises(KeyboardInterrupt):
        system.sweep({"e4.T_dew": np.linspace(260, 280, 30_000)}, progress=True)


def test_the_solve_before_the_rows_may_be_stopped(monkeypatch):
    calls = []

    def slow(t, t_dew):
        calls.append(t)
        time.sleep(0.03)
        return t - t_dew - 5.0

    system = cycle()
    system["e4"].set_attr(td_dew=None)
    system.add_equation("superheat", ["e4.T", "e4.T_dew"], slow)
    system.solve()
    one_solve = len(calls)
    system["e4"].set_attr(T_dew=260.0)
    calls.clear()

    def stop(self, done):
        raise KeyboardInterrupt

    monkeypatch.setattr("entropyk.sweep.bar.update", stop)
    with pytest.raises(KeyboardInterrupt):
        system.sweep({"e4.T_dew": np.linspace(260, 280, 100)}, progress=True)
    assert 0 < len(calls) < one_solve
    assert system.solve().residual_history[-1] < 1e-9


def test_sweeps_run_beside_each_other():
    system = cycle()
    points = {"e4.T_dew": np.linspace(260, 280, 500)}
    expected = system.sweep(points)["compressor.P"]
    found = []
    threads = [threading.Thread(target=lambda: found.append(system.sweep(points)["compressor.P"])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for values in found:
        np.testing.assert_array_equal(values, expected)
    assert len(found) == 3
