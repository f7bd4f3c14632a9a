"""Mixtures: compositions that are given, found, refused."""

import copy

import numpy as np
import pytest

import entropyk as ek

AIR = {"N2": 0.77, "O2": 0.23}


def merging(first=AIR, second=None, **specs):
    """Two sources that meet; `specs` of the outlet."""
    system = ek.System(units="engineering")
    a, b = system.add_component(ek.Source(), "a"), system.add_component(ek.Source(), "b")
    merge, sink = system.add_component(ek.Merge(), "merge"), system.add_component(ek.Sink(), "sink")
    rule = {"mixing_rule": "ideal"}
    system.add_edge(a, (merge, "in1"), fluid=first, m=2, T=20, p=1.2, **rule)
    system.add_edge(b, (merge, "in2"), fluid=second or {"CO2": 1}, m=0.5, T=150)
    system.add_edge(merge, sink, label="out", **specs)
    return system


def test_streams_mix_by_their_flows():
    system = merging()
    result = system.finalize().solve()
    assert dict(system["out"].fluid) == pytest.approx({"N2": 0.616, "O2": 0.184, "CO2": 0.2})
    assert dict(system["e2"].fluid) == {"N2": 0.0, "O2": 0.0, "CO2": 1.0}
    table = result.states
    assert table["fluid.O2"].tolist() == pytest.approx([0.23, 0.0, 0.184])
    assert set(table["fluid"]) == {"N2 + O2 + CO2"}
    assert "out.fluid.CO2" in result.state_names
    assert "O2 0.18400" in str(result)
    # The enthalpies are those of the mixtures as fluids of their own.
    air, mixed = ek.Fluid("ideal::N2[0.77]&O2[0.23]"), ek.Fluid("ideal::N2[0.616]&O2[0.184]&CO2[0.2]")
    h = (2 * air.state(p=1.2e5, T=293.15).h + 0.5 * ek.Fluid("CO2").state(p=1.2e5, T=423.15).h) / 2.5
    assert table["T"][2] + 273.15 == pytest.approx(mixed.state(p=1.2e5, h=h).T, rel=1e-9)
    assert table["rho"][2] == pytest.approx(mixed.state(p=1.2e5, h=h).rho, rel=1e-9)


def test_a_fraction_is_a_specification_like_others():
    system = merging(fluid={"CO2": 0.2})
    system["e2"].set_attr(m=None)
    system.finalize().solve()
    assert system["e2"].m.val == pytest.approx(0.5, rel=1e-9)
    assert system["out"].fluid.is_set == {"CO2"}
    system.set_attr(**{"out.fluid.CO2": 0.1})
    system.solve()
    assert system["e2"].m.val == pytest.approx(2 * 0.1 / 0.9, rel=1e-9)
    # Given at the source again, found at the outlet.
    system["out"].fluid.is_set.remove("CO2")
    assert not system["out"].fluid.is_set
    system["e2"].set_attr(m=1.0)
    system.solve()
    assert system["out"].fluid["CO2"] == pytest.approx(1 / 3, rel=1e-9)


def test_any_name_of_a_species_is_a_path():
    system = merging()
    system.finalize().solve()
    table = system.sweep({"e1.T": [10.0, 30.0]}, ["out.fluid.N2", "out.fluid.nitrogen", "out.T"])
    assert table["out.fluid.N2"].tolist() == table["out.fluid.nitrogen"].tolist() == pytest.approx([0.616, 0.616])
    everything = system.sweep({"e1.T": [10.0, 30.0]}, "all")
    assert everything["out.fluid.CO2"].tolist() == pytest.approx([0.2, 0.2])


def test_compositions_are_swept():
    system = merging()
    system.finalize().solve()
    n2 = np.linspace(0.5, 0.9, 20)
    table = system.sweep({"e1.fluid.N2": n2, "e1.fluid.O2": 1 - n2}, ["out.fluid.N2", "out.T"])
    assert set(table["status"]) == {"Converged"}
    assert table["out.fluid.N2"] == pytest.approx(0.8 * n2)
    one = merging({"N2": n2[7], "O2": 1 - n2[7]})
    assert table["out.T"][7] == pytest.approx(one.finalize().solve().states["T"][2], rel=1e-9)
    broken = system.sweep({"e1.fluid.N2": [0.77, 0.5]}, ["out.T"])
    assert list(broken["status"]) == ["Converged", "InvalidState"]


def plant():
    """Moist air and carbon dioxide mix, are compressed, pass a pipe."""
    system = ek.System()
    names = {
        "a": ek.Source(),
        "b": ek.Source(),
        "merge": ek.Merge(),
        "compressor": ek.Compressor(eta_s=0.8, pr=3),
        "pipe": ek.Pipe(D=0.2, L=20, ks=1e-4, Q=-3e3),
        "sink": ek.Sink(),
    }
    part = {label: system.add_component(component, label) for label, component in names.items()}
    fluid = {"N2": 0.70, "O2": 0.20, "H2O": 0.10}
    system.add_edge(part["a"], (part["merge"], "in1"), fluid=fluid, m=2, T=363.15, p=1.2e5, label="air")
    system.add_edge(part["b"], (part["merge"], "in2"), fluid={"CO2": 1}, m=0.3, T=423.15)
    system.add_edge(part["merge"], part["compressor"], label="mix")
    system.add_edge(part["compressor"], part["pipe"], label="out")
    system.add_edge(part["pipe"], part["sink"], label="end")
    return system.finalize()


def test_sensitivities_to_fractions_are_those_of_solves():
    of = ["out.T", "compressor.P", "end.p", "end.v", "mix.fluid.N2"]
    given = ["air.fluid.N2", "air.fluid.O2", "air.fluid.H2O"]
    system = plant()
    slopes = system.solve().sensitivity(of, given).values
    base, step = np.array([0.70, 0.20, 0.10]), 1e-5
    for more, less in [(0, 1), (2, 0)]:
        move = np.zeros(3)
        move[more], move[less] = step, -step
        ends = np.array([base + move, base - move])
        table = system.sweep(dict(zip(given, ends.T.copy(), strict=True)), of)
        differences = [(table[path][0] - table[path][1]) / (2 * step) for path in of]
        assert slopes[:, more] - slopes[:, less] == pytest.approx(differences, rel=1e-5)


def test_a_separator_parts_species():
    """Air to oxygen of 95 % and the rest: balances by hand."""
    system = ek.System(units="engineering")
    names = {"air": ek.Source(), "separator": ek.Separator(), "oxygen": ek.Sink(), "rest": ek.Sink()}
    part = {label: system.add_component(component, label) for label, component in names.items()}
    system.add_edge(part["air"], part["separator"], fluid=AIR, m=10, T=25, p=1.2, mixing_rule="ideal")
    rich = system.add_edge((part["separator"], "out1"), part["oxygen"], fluid={"O2": 0.95, "N2": 0.05}, m=2)
    rest = system.add_edge((part["separator"], "out2"), part["rest"])
    system.finalize().solve()
    assert (rest.m.val, rest.p.val) == pytest.approx((8, 1.2))
    assert rest.fluid["O2"] == pytest.approx((2.3 - 1.9) / 8, rel=1e-9)
    assert sum(rest.fluid.values()) == pytest.approx(1.0, abs=1e-12)
    assert (rich.T.val, rest.T.val) == pytest.approx((25, 25), rel=1e-9)
    # All oxygen at the other outlet: how much of the rich stream that is.
    rich.set_attr(m=None)
    system.set_attr(**{"e3.fluid.O2": 0.0})
    system.finalize().solve()
    assert rich.m.val == pytest.approx(2.3 / 0.95, rel=1e-9)


def test_open_fractions_of_a_source_add_up_to_one_where_asked():
    """A fuel of unknown composition, from flow, heat and temperature of what it becomes."""
    system = ek.System(units="engineering")
    names = {"air": ek.Source(), "fuel": ek.Source(), "cc": ek.CombustionChamber(), "end": ek.Sink()}
    part = {label: system.add_component(component, label) for label, component in names.items()}
    system.add_edge(part["air"], (part["cc"], "in1"), fluid=AIR, T=20, p=1)
    fuel = system.add_edge(part["fuel"], (part["cc"], "in2"), T=20, m=1, fluid={"CH4": 0.7, "CO2": 0.05, "H2": 0.25})
    system.add_edge(part["cc"], part["end"], T=1100)
    system.finalize().solve()
    heat = part["cc"].ti.val
    fuel.set_attr(fluid={"CH4": None, "H2": None, "CO2": 0.05, "N2": 0, "O2": 0, "H2O": 0})
    part["cc"].set_attr(ti=heat)
    with pytest.raises(ek.TopologyError, match="1 specification is missing"):
        system.solve()
    fuel.set_attr(fluid_balance=True)
    for again in (system, copy.deepcopy(system)):
        again.solve()
        assert again["e2"].fluid["CH4"] == pytest.approx(0.7, rel=1e-6)
        assert again["e2"].fluid["H2"] == pytest.approx(0.25, rel=1e-6)
    # Where all is given, or balances give it, there is nothing to add.
    system["e1"].set_attr(fluid_balance=True)
    system["e3"].set_attr(fluid_balance=True)
    system.solve()


@pytest.mark.parametrize("again", [lambda system: ek.System.from_json(system.to_json()), copy.deepcopy])
def test_compositions_are_saved(again):
    system = plant()
    system["mix"].set_attr(mixing_rule="ideal-cond")
    found = system.solve().states
    loaded = again(system)
    assert loaded.to_json() == system.to_json()
    for name in ("fluid.N2", "fluid.CO2", "T", "rho"):
        assert loaded.solve().states[name] == pytest.approx(found[name], rel=1e-12)
    loaded["e2"].set_attr(fluid={"N2": 1})
    assert "fluid.CO2" not in loaded.solve().states.column_names


@pytest.mark.parametrize("closer", [False, True])
def test_a_ring_has_one_composition(closer):
    system = ek.System(units="engineering", defaults=False)
    names = ("compressor", "heater", "turbine", "splitter", "one", "other", "merge", "cooler")
    made = (ek.Compressor(eta_s=0.8, pr=2), ek.SimpleHeatExchanger(dp=0), ek.Turbine(eta_s=0.85), ek.Splitter())
    made += (ek.Valve(dp=0.1), ek.Valve(), ek.Merge(), ek.SimpleHeatExchanger(dp=0))
    part = {name: system.add_component(component, name) for name, component in zip(names, made, strict=True)}
    first = system.add_edge(part["compressor"], part["heater"], fluid={"He": 0.4, "Xe": 0.6}, mixing_rule="ideal")
    system.add_edge(part["heater"], part["turbine"], T=400)
    system.add_edge(part["turbine"], part["splitter"])
    system.add_edge((part["splitter"], "out1"), part["one"], m=0.4)
    system.add_edge((part["splitter"], "out2"), part["other"])
    system.add_edge(part["one"], (part["merge"], "in1"))
    system.add_edge(part["other"], (part["merge"], "in2"))
    system.add_edge(part["merge"], part["cooler"])
    last = part["compressor"]
    if closer:
        last = system.add_component(ek.CycleCloser(), "closer")
        system.add_edge(last, part["compressor"])
    suction = system.add_edge(part["cooler"], last, T=30, p=10, m=1)
    result = system.finalize().solve()
    assert result.states["fluid.He"] == pytest.approx(0.4)
    assert dict(suction.fluid) == {"He": 0.4, "Xe": 0.6}
    balance = result.performance
    assert balance.heat_in - balance.heat_out + balance.power == pytest.approx(0.0, abs=1e-9)
    assert first.T.val > 100


def test_one_pure_fluid_in_a_circuit_stays_a_pure_fluid():
    system = merging({"water": 1}, {"H2O": 1})
    system["e1"].set_attr(T=None, x=0)
    result = system.finalize().solve()
    assert result.states["x"][0] == pytest.approx(0.0, abs=1e-9)
    assert set(result.states["fluid"]) == {"Water"}
    assert not any("fluid" in name for name in result.state_names)


def test_a_pure_stream_of_a_mixture_has_its_saturation_line():
    system = merging(AIR, {"H2O": 1})
    for edge in ("e1", "e2"):
        system[edge].set_attr(mixing_rule="ideal-cond")
    system["e2"].set_attr(T=None, x=1)
    result = system.finalize().solve()
    steam = ek.Fluid("water").state(p=1.2e5, x=1)
    assert result.states["h"][1] * 1e3 == pytest.approx(steam.h, rel=1e-9)


def test_water_condenses_unless_the_rule_says_otherwise():
    system = ek.System(units="engineering")
    a, cooler, b = (system.add_component(c) for c in (ek.Source(), ek.SimpleHeatExchanger(dp=0), ek.Sink()))
    system.add_edge(a, cooler, fluid={"N2": 0.9, "H2O": 0.1}, m=1, T=120, p=1)
    system.add_edge(cooler, b, T=30)
    result = system.finalize().solve()
    assert list(result.states["phase"]) == ["g", "tp"]
    # By hand: vapour left over dry gas at its saturation pressure.
    water, nitrogen = ek.Fluid("water"), ek.Fluid("N2")
    p_sat = water.saturation(T=303.15).dew.p
    y = (0.1 / water.molar_mass) / (0.1 / water.molar_mass + 0.9 / nitrogen.molar_mass)
    vapour = 0.9 / nitrogen.molar_mass * p_sat / (1e5 - p_sat) * water.molar_mass
    hot = 0.9 * nitrogen.state(p=(1 - y) * 1e5, T=393.15).h + 0.1 * water.state(p=y * 1e5, T=393.15).h
    cold = 0.9 * nitrogen.state(p=1e5 - p_sat, T=303.15).h + vapour * water.state(T=303.15, x=1).h
    cold += (0.1 - vapour) * water.state(T=303.15, x=0).h
    assert cooler.Q.val * 1e3 == pytest.approx(cold - hot, rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "error", "message"),
    [
        ({"N2": 0.8, "O2": 0.3}, None, ek.ValidationError, "add up to 1.1"),
        ({"N2": -0.1, "O2": 1.1}, None, ek.ValidationError, "mass fraction of N2 is -0.1"),
        ({"N2": 0.5, "O9": 0.5}, None, ek.FluidError, "O9"),
        ({"N2": 0.5, "nitrogen": 0.5}, None, ek.ValidationError, "one species"),
        ({"N2": "much"}, None, ek.ValidationError, "mass fractions as in"),
        (7, None, ek.ValidationError, "fluid takes a name"),
        ("N2", "O2", ek.TopologyError, "compositions if they mix"),
        ({"N2": 0.7, "O2": 0.2}, {"CO2": 1}, ek.TopologyError, "e1.fluid.CO2"),
    ],
)
def test_impossible_compositions_are_refused(first, second, error, message):
    with pytest.raises(error, match=message):
        merging(first, second).finalize()


def test_a_refused_edge_leaves_the_system_as_it_was():
    system = ek.System()
    a, b = system.add_component(ek.Source()), system.add_component(ek.Sink())
    with pytest.raises(ek.ValidationError):
        system.add_edge(a, b, fluid={"N2": 0.8, "O2": 0.3})
    assert system.edge_count == 0
    system.add_edge(a, b, fluid=AIR, m=1, p=1e5, T=300)
    assert system.finalize().solve().status == "Converged"


def test_faults_are_named_and_mended():
    system = merging()
    system["e2"].set_attr(mixing_rule="incompressible")
    with pytest.raises(ek.TopologyError, match="e1 has the mixing rule"):
        system.finalize()
    system["e2"].set_attr(mixing_rule=None)
    with pytest.raises(ek.FluidError, match="mixing rules are ideal"):
        system["e2"].set_attr(mixing_rule="perfect")
    system.finalize().solve()
    system.set_attr(**{"e1.fluid.N2": 0.6})
    with pytest.raises(ek.ComponentError, match=r"e1: .* sum up to 0.83 instead"):
        system.solve()
    system["e1"].set_attr(fluid=AIR)
    system["e2"].set_attr(m=None)
    system["out"].set_attr(fluid={"O2": 0.5})
    with pytest.raises(ek.EntropykError, match=r"out.fluid|out: "):
        system.solve()
    system["out"].set_attr(fluid={"O2": 0.2})
    assert system.solve().status == "Converged"
    system["e1"].set_attr(T=None, td_dew=5)
    with pytest.raises(ek.EntropykError, match="no saturation line"):
        system.solve()


def test_a_component_that_is_off_keeps_the_composition():
    system = merging()
    system.finalize().solve()
    system["b"].set_attr(state="Off")
    result = system.solve()
    assert result.states["m"][1] == 0.0
    assert dict(system["out"].fluid) == pytest.approx({"N2": 0.77, "O2": 0.23, "CO2": 0.0})


def test_a_chart_of_a_mixture_is_refused():
    pytest.importorskip("matplotlib")
    with pytest.raises(ek.ValidationError, match="is a mixture"):
        merging().finalize().solve().plot.ph()
