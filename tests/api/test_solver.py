"""Systems: building, finalizing, solving, and what happens when something is wrong."""

import math
import pickle
import threading

import numpy as np
import pytest

import entropyk as ek


def test_the_founding_script():
    ahri_coeffs = ek.Ahri540.named("2DF3-030E-TFC")
    system = ek.System()
    comp = system.add_component(ek.Compressor(coefficients=ahri_coeffs))
    cond = system.add_component(ek.Condenser(ua=5000.0))
    valve = system.add_component(ek.ExpansionValve())
    evap = system.add_component(ek.Evaporator(ua=3000.0))
    system.add_edge(comp, cond)
    system.add_edge(cond, valve)
    system.add_edge(valve, evap)
    system.add_edge(evap, comp)
    system.finalize()
    config = ek.NewtonConfig(max_iterations=100, tolerance=1e-6)
    result = config.solve(system)
    assert result.status == "Converged"
    assert result.final_residual < 1e-9
    assert system.node_count == 4
    assert system.edge_count == 4
    assert system.state_vector_len == len(result.state_vector) == len(result.state_names)
    # The exchangers transfer what their conductances allow, UA = Σ Q_j / ΔT_log,j, checked by hand for the evaporator.
    states = result.states
    dt_in = 285.15 - states["T"][2]
    dt_dew, dt_out = dt_in, 285.15 - states["T"][3]
    fluid = ek.Fluid("R134a")
    h_dew = fluid.saturation(p=states["p"][2]).dew.h
    m, h = states["m"][0], states["h"]
    boiling = m * (h_dew - h[2]) / dt_in
    superheating = m * (h[3] - h_dew) / ((dt_dew - dt_out) / np.log(dt_dew / dt_out))
    assert boiling + superheating == pytest.approx(3000.0, rel=1e-9)
    assert len(result.defaults) == 8
    assert any("sink_temperature = 35.00 °C" in line for line in result.defaults)


def test_the_builder_makes_the_same_system(founding):
    built = (
        ek.SystemBuilder("R134a")
        .add(ek.Compressor(coefficients=ek.Ahri540.named("2DF3-030E-TFC")), "compressor")
        .add(ek.Condenser(ua=5000.0), "condenser")
        .add(ek.ExpansionValve(), "valve")
        .add(ek.Evaporator(ua=3000.0), "evaporator")
        .connect("compressor", "condenser")
        .connect("condenser.out1", "valve.in1")
        .connect("valve", "evaporator")
        .connect("evaporator", "compressor")
        .build()
    )
    expected = founding.system.solve().state_vector
    assert np.array_equal(built.solve().state_vector, expected)


def test_report_shows_status_performance_components_and_states(founding):
    text = str(founding.system.solve())
    for part in ("Converged in", "COP cooling", "condenser", "e4", "p/bar", "assumed: evaporator.superheat = 5 K"):
        assert part in text, part
    assert max(map(len, text.splitlines())) < 130
    assert len(text.splitlines()) < 30


def test_tables_are_in_the_units_of_the_system(make_ring):
    specs = ({"T_dew": 45.0}, {"td_bubble": 4.0}, {}, {"T_dew": -10.0, "td_dew": 6.0})
    made = make_ring("R290", units="engineering", edges=specs, evaporator=ek.Evaporator(Q=10.0))
    made.system.finalize()
    result = made.system.solve()
    assert result.states.units["T"] == "°C"
    assert result.states["T"][3] == pytest.approx(-4.0, abs=1e-9)
    assert result.components["Q"][3] == pytest.approx(10.0, rel=1e-12)
    assert made.edges[3].T.val == pytest.approx(-4.0, abs=1e-9)
    assert made.edges[3].T.val_SI == pytest.approx(269.15)
    # The state vector stays SI.
    assert result.state_vector[4] == pytest.approx(result.states["p"][0] * 1e5)


def test_values_change_without_finalizing_again(founding):
    first = founding.system.solve()
    founding.condenser.set_attr(UA=8000.0)
    second = founding.system.solve()
    assert second.performance["cop_cooling"] > first.performance["cop_cooling"]
    founding.condenser.set_attr(UA=5000.0)
    third = founding.system.solve()
    assert np.allclose(third.state_vector, first.state_vector, rtol=1e-10)


def test_a_role_change_is_compiled_again(founding):
    founding.system.solve()
    founding.evaporator.set_attr(superheat=8.0)
    result = founding.system.solve()
    assert result.components["superheat"][3] == pytest.approx(8.0)
    founding.evaporator.set_attr(superheat=None)
    assert founding.system.solve().components["superheat"][3] == pytest.approx(5.0)


def test_a_start_can_be_given(founding):
    solved = founding.system.solve()
    again = ek.NewtonConfig().solve(founding.system, initial=solved.state_vector)
    assert again.iterations <= 1
    assert founding.system.solve(initial=solved).iterations <= 1
    with pytest.raises(ek.ValidationError, match="12"):
        founding.system.solve(initial=[1.0, 2.0])


def test_assumptions_are_logged(make_ring, caplog):
    made = make_ring(condenser=ek.Condenser(ua=5e3), evaporator=ek.Evaporator(ua=3e3, Q=1e4))
    with caplog.at_level("INFO", logger="entropyk"):
        made.system.finalize()
    assert "assumed: evaporator.superheat = 5 K" in caplog.text


def test_iterations_are_logged_when_asked_for(founding, caplog):
    founding.system.solve()
    assert caplog.records == []
    with caplog.at_level("DEBUG", logger="entropyk.solver"):
        founding.condenser.set_attr(UA=4000.0)
        founding.system.solve()
        assert "iteration 0: residual" in caplog.text
        assert "condenser: UA" in caplog.text
        assert "converged in" in caplog.text
        caplog.clear()
        founding.condenser.set_attr(UA=1e-3)
        with pytest.raises(ek.SolverError):
            founding.system.solve(ek.NewtonConfig(max_iterations=3))
        assert "not solved after" in caplog.text


@pytest.mark.parametrize(
    "config",
    [
        ek.NewtonConfig(),
        ek.NewtonConfig(jacobian_freeze=3),
        ek.FallbackConfig(newton=ek.NewtonConfig(max_iterations=50)),
        ek.PicardConfig(max_iterations=5000, tolerance=1e-7),
    ],
)
def test_solvers_agree(make_ring, config):
    at = ({}, {"T_bubble": 313.15, "td_bubble": 3.0}, {}, {"T_dew": 273.15, "td_dew": 5.0})
    made = make_ring(evaporator=ek.Evaporator(Q=1e4), edges=at)
    result = config.solve(made.system.finalize())
    assert result.status == "Converged"
    fluid = ek.Fluid("R134a")
    low, high = fluid.saturation(T=273.15).dew.p, fluid.saturation(T=313.15).bubble.p
    suction, liquid = fluid.state(p=low, T=278.15), fluid.state(p=high, T=310.15)
    rise = (fluid.state(p=high, s=suction.s).h - suction.h) / 0.7
    assert made.compressor.P.val == pytest.approx(1e4 / (suction.h - liquid.h) * rise, rel=1e-6)


def test_configurations_say_what_they_are():
    config = ek.FallbackConfig(picard=ek.PicardConfig(relaxation=0.3), timeout_ms=50.0)
    assert pickle.loads(pickle.dumps(config)) == config
    assert config.picard.relaxation == 0.3
    assert "relaxation=0.3" in repr(config)
    with pytest.raises(ek.ValidationError, match=r"relaxation = 1\.5 must lie above 0"):
        ek.PicardConfig(relaxation=1.5)
    with pytest.raises(ek.ValidationError, match="PicardConfig: max_iterations = 0"):
        ek.PicardConfig(max_iterations=0)


def test_results_outside_their_limits_come_with_a_warning(make_ring):
    # The sink is colder than the source: this "compressor" expands, and the "valve" raises the pressure.
    made = make_ring(
        condenser=ek.Condenser(ua=5e3, sink_temperature=250.0),
        evaporator=ek.Evaporator(ua=3e3, Q=1e4, source_temperature=300.0),
    )
    made.system.finalize()
    warnings = "\n".join(made.system.solve().warnings)
    assert "compressor: pr" in warnings
    assert "valve: pr" in warnings
    assert "limit 1" in warnings


def test_labels():
    system = ek.System()
    first, second = system.add_component(ek.Condenser()), system.add_component(ek.Condenser())
    named = system.add_component(ek.ExpansionValve(), label="EXV")
    assert (first.label, second.label, named.label) == ("condenser", "condenser_2", "EXV")
    assert system["EXV"] is named
    with pytest.raises(ek.TopologyError, match=r"EXV.* is taken"):
        system.add_component(ek.ExpansionValve("EXV"))
    with pytest.raises(ek.TopologyError, match="condenser_2"):
        system["exv"]


class TestBadInput:
    def test_unknown_fluid(self):
        with pytest.raises(ek.FluidError, match="did you mean R134a"):
            ek.System("R134")

    def test_unconnected_port(self, make_ring):
        system = ek.System()
        a, b = system.add_component(ek.Compressor()), system.add_component(ek.Condenser())
        system.add_edge(a, b)
        with pytest.raises(ek.TopologyError, match=r"compressor\.in1, condenser\.out1 are not connected"):
            system.finalize()

    def test_port_used_twice(self, founding):
        with pytest.raises(ek.TopologyError, match=r"compressor\.out1 is already connected by e1"):
            founding.system.add_edge(founding.compressor, founding.condenser)
        assert founding.system.solve().status == "Converged"

    def test_unknown_port(self, founding):
        with pytest.raises(ek.TopologyError, match="in2"):
            founding.system.add_edge(founding.condenser, (founding.evaporator, "in7"))

    def test_component_of_another_system(self, founding):
        other = ek.System()
        with pytest.raises(ek.TopologyError, match="belongs to another system"):
            other.add_component(founding.compressor)
        mine = other.add_component(ek.Condenser())
        with pytest.raises(ek.TopologyError, match="belongs to another system"):
            other.add_edge(founding.compressor, mine)
        with pytest.raises(ek.TopologyError, match="add it with add_component"):
            other.add_edge(ek.Compressor(), mine)

    def test_solving_before_finalizing(self, make_ring):
        made = make_ring()
        with pytest.raises(ek.TopologyError, match=r"call finalize\(\)"):
            made.system.solve()

    def test_a_sink_above_the_critical_temperature(self, make_ring):
        made = make_ring(
            "R290", condenser=ek.Condenser(ua=5e3, sink_temperature=371.0), evaporator=ek.Evaporator(ua=3e3, Q=1e4)
        )
        made.system.finalize()
        with pytest.raises(
            ek.ComponentError,
            match=r"condenser: .*371\.0 K is above the critical temperature of n-Propane \(369\.9 K\)",
        ):
            made.system.solve()
        made.condenser.set_attr(sink_temperature=305.0)
        assert made.system.solve().status == "Converged"

    def test_celsius_given_as_kelvin(self, founding):
        founding.condenser.set_attr(sink_temperature=35)
        with pytest.raises(
            ek.ComponentError, match=r"sink_temperature=35 is 35 K .*ek\.Temperature\(celsius=35\).*engineering"
        ):
            founding.system.solve()
        founding.condenser.set_attr(sink_temperature=ek.Temperature(celsius=35))
        assert founding.system.solve().status == "Converged"

    def test_a_map_of_another_refrigerant(self, make_ring):
        machine = ek.Ahri540.named("2DF3-030E-TFC")
        made = make_ring(
            "R290",
            compressor=ek.Compressor(coefficients=machine),
            condenser=ek.Condenser(ua=5e3),
            evaporator=ek.Evaporator(ua=3e3),
        )
        made.system.finalize()
        with pytest.raises(ek.ComponentError, match="rated for R134a, but n-Propane flows here"):
            made.system.solve()

    def test_a_map_and_an_efficiency(self, founding):
        founding.compressor.set_attr(eta_s=0.7)
        with pytest.raises((ek.TopologyError, ek.ComponentError), match="eta_s"):
            founding.system.solve()
        founding.compressor.set_attr(eta_s=None)
        assert founding.system.solve().status == "Converged"

    def test_too_many_specifications_are_named(self, make_ring):
        specs = ({"T_dew": 318.15}, {"td_bubble": 4.0}, {}, {"T_dew": 263.15, "td_dew": 6.0, "x": 1.0})
        made = make_ring(edges=specs, evaporator=ek.Evaporator(Q=1e4))
        with pytest.raises(ek.TopologyError, match=r"too many(.|\n)*e4: x(.|\n)*e4: td_dew"):
            made.system.finalize()
        made.edges[3].set_attr(x=None)
        made.system.finalize()
        assert made.system.solve().status == "Converged"

    def test_missing_specifications_are_named(self, make_ring):
        made = make_ring(edges=({"T_dew": 318.15}, {}, {}, {"T_dew": 263.15}))
        with pytest.raises(ek.TopologyError, match=r"1 specification is missing(.|\n)*e\d\.m"):
            made.system.finalize()

    def test_values_given_twice_are_named(self, make_ring):
        made = make_ring(edges=({"m": 0.1}, {}, {}, {"m": 0.1}))
        with pytest.raises(ek.TopologyError, match=r"e1\.m and e4\.m are both given"):
            made.system.finalize()

    def test_defaults_can_be_refused(self, make_ring):
        made = make_ring(condenser=ek.Condenser(ua=5e3), evaporator=ek.Evaporator(ua=3e3, Q=1e4), defaults=False)
        with pytest.raises(ek.TopologyError, match="defaults are switched off"):
            made.system.finalize()

    def test_two_fluids_in_one_circuit(self):
        system = ek.System()
        a, b = system.add_component(ek.Compressor()), system.add_component(ek.Condenser())
        v, e = system.add_component(ek.ExpansionValve()), system.add_component(ek.Evaporator())
        system.add_edge(a, b, fluid="R290")
        system.add_edge(b, v, fluid="R134a")
        system.add_edge(v, e)
        system.add_edge(e, a)
        with pytest.raises(ek.TopologyError, match="parts of one circuit"):
            system.finalize()

    def test_what_is_no_component(self):
        system = ek.System()
        with pytest.raises(ek.TopologyError, match=r"Compressor\(\)"):
            system.add_component(ek.Compressor)
        with pytest.raises(ek.TopologyError, match="takes a component"):
            system.add_edge("a", "b")

    @pytest.mark.parametrize(
        "options",
        [
            {"max_iterations": 0},
            {"tolerance": 0.0},
            {"tolerance": float("nan")},
            {"timeout_ms": -1.0},
            {"jacobian_freeze": 0},
        ],
    )
    def test_impossible_settings(self, options):
        with pytest.raises(ek.ValidationError, match=next(iter(options))):
            ek.NewtonConfig(**options)

    def test_a_failed_solve_keeps_the_last_good_state(self, founding):
        good = founding.system.solve()
        before = founding.edges[0].p.val_SI
        founding.condenser.set_attr(UA=100.0)
        with pytest.raises(ek.SolverError) as caught:
            ek.NewtonConfig(max_iterations=1).solve(founding.system)
        assert caught.value.iterations == 1
        assert len(caught.value.state) == len(good.state_vector)
        assert "max_iterations" in str(caught.value)
        assert founding.edges[0].p.val_SI == before
        founding.condenser.set_attr(UA=5000.0)
        assert np.allclose(founding.system.solve().state_vector, good.state_vector, rtol=1e-10)

    def test_a_time_budget_ends_a_solve(self, founding):
        with pytest.raises(ek.TimeoutError) as caught:
            ek.NewtonConfig(timeout_ms=1e-6).solve(founding.system)
        assert isinstance(caught.value, TimeoutError)
        assert caught.value.elapsed_ms > 0
        assert len(caught.value.state) == len(founding.system.solve(initial=caught.value).state_vector)

    @pytest.mark.parametrize("slopes", [True, False])
    def test_what_is_not_determined_is_named(self, slopes):
        """Two equations about one sum: without given slopes, Newton's method would go on to infinity along x = −y."""
        system = ek.System("Water")
        system.add_edge(system.add_component(ek.Source()), system.add_component(ek.Sink()), m=1.0, p=1e5, T=300.0)
        system.add_variable("x", start=1.0)
        system.add_variable("y", start=1.0)

        def given(value, slope):
            return (value, [slope, slope]) if slopes else value

        system.add_equation("square", ["x", "y"], lambda x, y: given((x + y) ** 2 - 9.0, 2.0 * (x + y)))
        system.add_equation("sum", ["x", "y"], lambda x, y: given(2.0 * (x + y) - 5.0, 2.0))
        with pytest.raises(ek.SolverError, match=r"do not determine [xy] .*\(singular Jacobian in (square|sum)"):
            system.finalize().solve()
        system.remove_equation("sum")
        system.add_equation("difference", ["x", "y"], lambda x, y: x - y - 1.0)
        system.finalize().solve()
        assert [system.value("x"), system.value("y")] == pytest.approx([2.0, 1.0])

    @pytest.mark.parametrize(("value", "what"), [(math.nan, "is NaN"), (math.inf, "is infinite")])
    def test_what_is_no_number_is_refused_where_it_is_given(self, founding, value, what):
        for part, parameter in [(founding.edges[0], "T"), (founding.condenser, "UA")]:
            before = part.get_attr(parameter).val
            with pytest.raises(ek.ComponentError, match=rf"{part.label}: {parameter} {what}"):
                part.set_attr(**{parameter: value})
            assert part.get_attr(parameter).val == before or before != before
        founding.system.solve()


def test_threads_solve_one_system_at_once(founding):
    expected = founding.system.solve().state_vector.copy()
    found, errors = [], []

    def work():
        try:
            for _ in range(50):
                found.append(founding.system.solve().state_vector)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(found) == 200
    assert all(np.allclose(vector, expected, rtol=1e-9, atol=1e-9) for vector in found)


def test_results_are_read_by_path() -> None:
    system = ek.System("R134a", units="engineering")
    parts = [ek.Compressor(eta_s=0.7), ek.Condenser(ua=5e3), ek.ExpansionValve(), ek.Evaporator(superheat=5.0)]
    for part in parts:
        system.add_component(part)
    edges = [system.add_edge(a, b) for a, b in zip(parts, [*parts[1:], parts[0]], strict=True)]
    edges[3].set_attr(m=0.05, T_dew=-5.0)
    result = system.finalize().solve()
    assert result["compressor.P"] == parts[0].P.val
    assert result[parts[1], "Q"] == parts[1].Q.val
    assert result["e4.T"] == pytest.approx(0.0)
    assert result["condenser", "ua"] == 5e3
    before = result["e1.T"]
    parts[0].set_attr(eta_s=0.6)
    assert system.solve()["e1.T"] > before == result["e1.T"]
    with pytest.raises(ek.ValidationError, match="condenser has no parameter"):
        result["condenser.QQ"]
