"""What a system says of itself: before a solve, where it cannot be solved, and of a result."""

import numpy as np
import pytest

import entropyk as ek

LOW, HIGH = {"T_dew": 0.0, "td_dew": 5.0}, {"T_bubble": 40.0, "td_bubble": 3.0}


def cycle(make_ring, *, edges=({}, HIGH, {}, LOW), **evaporator):
    return make_ring(units="engineering", evaporator=ek.Evaporator(**evaporator), edges=edges)


def rows(table, **where):
    """Rows of a table as dicts, filtered."""
    names = table.column_names
    every = [dict(zip(names, row)) for row in zip(*(table[name] for name in names))]
    return [row for row in every if all(row[name] == value for name, value in where.items())]


def test_variables_equations_and_blocks_are_tables(make_ring):
    made = cycle(make_ring, Q=10.0)
    report = made.system.finalize().report()
    assert report.is_solvable
    assert "12 variables: 0 given, 6 follow from others" in str(report)
    assert [row["variable"] for row in rows(report.variables, kind="unknown")] == [
        "e1.m",
        "e1.p",
        "e3.p",
        "e1.h",
        "e2.h",
        "e4.h",
    ]
    (follows,) = rows(report.variables, variable="e3.h")
    assert (follows["follows_from"], follows["by"]) == ("e2.h", "valve: enthalpy (h_out = h_in)")
    # Every unknown is the result of one equation; one mass balance of the ring follows from the others.
    solved = rows(report.equations, kind="solved")
    assert sorted(row["gives"] for row in solved) == ["e1.h", "e1.m", "e1.p", "e2.h", "e3.p", "e4.h"]
    (implied,) = rows(report.equations, kind="implied")
    assert (implied["object"], implied["equation"]) == ("evaporator", "mass balance")
    assert len(report.blocks) == 6
    assert set(report.blocks["size"]) == {1.0}
    # The discharge state depends on suction state and both pressures.
    discharge = {row["unknown"] for row in rows(report.incidence) if row["equation"].startswith("compressor: eta_s")}
    assert discharge == {"e1.h", "e1.p", "e4.h", "e3.p"}


def test_what_is_missing_is_told_with_what_would_help(make_ring):
    made = cycle(make_ring)
    report = made.system.report()
    assert not report.is_solvable
    assert "1 specification is missing" in report.text
    assert list(report.missing["variable"]) == ["e1.m"]
    helpful = list(report.helpful["parameter"])
    assert len(helpful) == len(set(helpful))
    # What is named does help.
    for path, value in (("compressor.P", 3.0), ("evaporator.Q", 10.0), ("condenser.Q", -10.0)):
        assert path in helpful
        made.system.set_attr(**{path: value})
        assert made.system.report().is_solvable
        assert made.system.finalize().solve().status == "Converged"
        made.system.set_attr(**{path: None})
    assert not made.system.report().is_solvable


def test_what_is_too_much_is_told_and_removing_it_helps(make_ring):
    made = cycle(make_ring, edges=({}, HIGH, {}, {**LOW, "x": 1.0}), Q=10.0)
    report = made.system.report()
    assert "1 specification is too many" in str(report)
    names = [row["name"].split()[1] for row in rows(report.superfluous)]
    assert names == ["x", "td_dew", "T_dew"]
    for name, before in zip(names, (1.0, 5.0, 0.0)):
        made.edges[3].set_attr(**{name: None})
        assert made.system.report().is_solvable, name
        made.edges[3].set_attr(**{name: before})


def test_a_loop_of_specifications_and_open_ports_are_told_too(make_ring):
    system = ek.System()
    system.add_component(ek.Valve())
    assert "valve.in1, valve.out1 are not connected" in system.report().text
    made = make_ring(
        compressor=ek.Compressor(eta_s=0.7, pr=4.0), condenser=ek.Condenser(pr1=1.0), evaporator=ek.Evaporator(pr2=1.0)
    )
    made.valve.set_attr(pr=0.25)
    report = made.system.report()
    assert not report.is_solvable
    assert "close a loop" in report.text
    assert len(report.variables) == 0


def test_asking_changes_nothing(make_ring):
    made = cycle(make_ring, Q=10.0)
    made.system.report()
    assert "not finalized" in made.system.describe()
    assert "assumed" not in made.system.describe()
    result = made.system.finalize().solve()
    made.system.report()
    assert np.array_equal(made.system.solve().state_vector, result.state_vector)


def test_a_result_tells_values_residuals_and_iterations(make_ring):
    made = cycle(make_ring, Q=10.0)
    result = made.system.finalize().solve()
    report = result.report()
    assert str(report).startswith("converged in")
    np.testing.assert_array_equal(report.variables["value_SI"], result.state_vector)
    assert list(report.variables["variable"]) == result.state_names
    residuals = [row["residual"] for row in rows(report.equations, kind="solved")]
    assert max(residuals) < 1e-12
    assert np.nanmax(report.blocks["residual"]) < 1e-9
    assert np.nansum(report.blocks["iterations"]) == result.iterations


def test_the_jacobian_is_the_one_of_differences(make_ring):
    made = cycle(make_ring, Q=10.0)
    result = made.system.finalize().solve()
    entries = {(row["equation"].split(" (")[0], row["unknown"]): row["derivative"] for row in rows(result.jacobian())}
    # m (h_out − h_in) = Q: by hand.
    states = result.report().variables["value_SI"]
    value = dict(zip(result.state_names, states))
    assert entries["evaporator: Q", "e1.m"] == pytest.approx(value["e4.h"] - value["e2.h"], rel=1e-12)
    assert entries["evaporator: Q", "e4.h"] == pytest.approx(value["e1.m"], rel=1e-12)
    # One block is a part of all.
    number = next(int(row["block"]) for row in rows(result.report().blocks) if row["unknowns"] == "e1.m")
    assert len(result.jacobian(number)) == 1
    with pytest.raises(ek.ValidationError, match="there is no block 9"):
        result.jacobian(9)


def test_reports_are_frames_and_html(make_ring):
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    made = cycle(make_ring)
    report = made.system.report()
    for name in ("variables", "equations", "incidence", "blocks", "missing", "helpful", "superfluous"):
        table = getattr(report, name)
        assert isinstance(table.to_pandas(), pd.DataFrame)
        assert len(pl.DataFrame(table)) == len(table)
    assert "<summary>missing (1)</summary>" in report._repr_html_()
    html = made.system._repr_html_()
    assert "not solvable as it stands" in html
    assert "evaporator" in html


def test_long_lists_are_cut_in_messages_and_complete_in_tables():
    system = ek.System("water", units="engineering")
    for k in range(40):
        parts = [ek.Source(f"source {k}"), ek.SimpleHeatExchanger(f"heater {k}", dp=0.0), ek.Sink(f"sink {k}")]
        for part in parts:
            system.add_component(part)
        system.add_edge(parts[0], parts[1], label=f"in {k}", T=20.0, p=2.0)
        system.add_edge(parts[1], parts[2], label=f"out {k}", T=40.0)
    with pytest.raises(ek.TopologyError) as raised:
        system.finalize()
    message = str(raised.value)
    assert "40 specifications are missing" in message
    assert "and 30 more" in message
    assert "report() of the system lists all of them" in message
    assert len(message) < 2500
    report = system.report()
    assert len(report.missing) == 40
    assert "heater 39.Q" in list(report.helpful["parameter"])
    with pytest.raises(ek.TopologyError, match=r"and 188 more"):
        system["heater"]


def test_a_solve_that_stopped_goes_on_where_it_was(founding):
    few = ek.NewtonConfig(max_iterations=2)
    error, stops = None, 0
    while stops < 20:
        try:
            result = few.solve(founding.system, initial=error)
            break
        except ek.SolverError as stopped:
            is_nearer = error is None or stopped.residual < error.residual
            error, stops = stopped, stops + 1
        assert is_nearer
    assert stops >= 2
    assert result.status == "Converged"
    np.testing.assert_allclose(result.state_vector, founding.system.solve().state_vector, rtol=1e-8)


def test_a_failed_solve_names_the_equations_that_are_worst_met(founding):
    with pytest.raises(ek.SolverError) as raised:
        ek.NewtonConfig(max_iterations=1).solve(founding.system)
    lines = raised.value.report.splitlines()
    assert len(lines) > 3
    scaled = [float(line.split()[0]) for line in lines]
    assert scaled == sorted(scaled, reverse=True)
    assert "condenser: UA" in raised.value.report


def test_performance_of_circuits_counts_what_comes_through_connections():
    """A motor drives the compressor, and the condenser heats water: both circuits by themselves, checked by hand."""
    system = ek.System("R134a", units="engineering")
    add, connect = system.add_component, system.add_edge
    compressor, condenser = add(ek.Compressor(eta_s=0.7)), add(ek.HeatExchanger(dp1=0.0, dp2=0.1))
    valve, evaporator = add(ek.Valve()), add(ek.SimpleHeatExchanger(Q=10.0, dp=0.0))
    motor, grid = add(ek.Motor(eta=0.9)), add(ek.PowerSource())
    connect(grid, motor)
    shaft = connect(motor, (compressor, "power"))
    connect(compressor, (condenser, "in1"))
    connect((condenser, "out1"), valve, T_bubble=45.0, td_bubble=3.0)
    connect(valve, evaporator)
    connect(evaporator, compressor, T_dew=0.0, td_dew=5.0)
    pump, cooler = add(ek.Pump(eta_s=0.6)), add(ek.SimpleHeatExchanger(dp=0.2))
    connect(pump, (condenser, "in2"), fluid="water", p=3.0, T=30.0)
    connect((condenser, "out2"), cooler, T=38.0)
    connect(cooler, pump)
    performance = system.finalize().solve().performance
    circuits = {circuit["fluid"]: circuit for circuit in performance.circuits}
    assert len(circuits) == 2
    refrigerant, water = (next(v for k, v in circuits.items() if (k == "R134a") == is_r) for is_r in (True, False))
    power = compressor.P.val * 1e3
    assert shaft.E.val * 1e3 == pytest.approx(power)
    assert refrigerant["power"] == pytest.approx(power)
    assert refrigerant["heat_in"] == pytest.approx(10e3)
    assert refrigerant["heat_out"] == pytest.approx(10e3 + power)
    assert refrigerant["cop_cooling"] == pytest.approx(10e3 / power)
    assert water["heat_in"] == pytest.approx(10e3 + power)
    assert water["power"] == pytest.approx(pump.P.val * 1e3)
    assert water["heat_out"] == pytest.approx(10e3 + power + pump.P.val * 1e3)
    # The whole takes its power at the grid.
    assert performance["power"] == pytest.approx(power / 0.9 + pump.P.val * 1e3)
    assert abs(performance.imbalance) < 1.0


def test_a_loop_of_liquid_has_no_coefficient_of_performance(make_ring):
    system = ek.System("INCOMP::MEG[0.3]", units="engineering")
    ring = [system.add_component(part) for part in (ek.Pump(eta_s=0.7), ek.SimpleHeatExchanger(dp=0.4))]
    system.add_edge(ring[0], ring[1], p=3)
    system.add_edge(ring[1], ring[0], m=0.5, T=10)
    assert "COP" not in str(system.finalize().solve())
    assert "COP" in str(cycle(make_ring, Q=10.0).system.finalize().solve())
