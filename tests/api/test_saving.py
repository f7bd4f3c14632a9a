"""Systems as JSON and as pickles."""

import copy
import json
import pickle

import numpy as np
import pytest

import entropyk as ek


def chiller(**options: object) -> ek.System:
    """A refrigerant cycle with a water loop, a reference and a control."""
    system = ek.System("R290", units="engineering", **options)
    add = system.add_component
    compressor = add(ek.Compressor(eta_s=0.7), "compressor")
    condenser = add(ek.Condenser(ua=5000.0, sink_temperature=35.0), "condenser")
    valve = add(ek.ExpansionValve(), "valve")
    evaporator = add(ek.HeatExchanger(dp1=0.1, dp2=0.0), "evaporator")
    source, sink = add(ek.Source(), "inlet"), add(ek.Sink(), "outlet")
    system.add_edge(compressor, condenser)
    system.add_edge(condenser, valve)
    system.add_edge(valve, (evaporator, "in2"))
    system.add_edge((evaporator, "out2"), compressor, td_dew=5.0, T_dew=2.0)
    water = system.add_edge(source, (evaporator, "in1"), fluid="INCOMP::MEG[0.3]", T=12.0, p=2.0, m=1.0)
    system.add_edge((evaporator, "out1"), sink, label="cold", T=ek.Ref(water, 1.0, -5.0))
    return system


def states(system: ek.System) -> np.ndarray:
    return system.solve().state_vector


def test_json_and_back_solves_to_the_same() -> None:
    system = chiller().finalize()
    vector = states(system)
    text = system.to_json()
    loaded = ek.System.from_json(text)
    assert loaded.to_json() == text
    assert loaded["condenser"].UA.val == 5000.0
    assert loaded["condenser"].Q.val == system["condenser"].Q.val
    assert type(loaded["condenser"]) is ek.Condenser
    assert loaded.edges[5].label == "cold"
    assert loaded.edges[5].source is loaded["evaporator"]
    assert np.allclose(states(loaded), vector, rtol=1e-12)
    assert loaded.describe() == system.describe()
    assert "T = e5.T − 5.0000 K" in system.describe()
    loaded["cold"].set_attr(T=ek.Ref(loaded.edges[4], 1.0, -4.0))
    loaded.solve()
    assert loaded["evaporator"].Q.val == pytest.approx(system["evaporator"].Q.val * 0.8, rel=0.01)


def test_json_is_readable_and_si() -> None:
    data = json.loads(chiller().to_json())
    assert data["format"] == "entropyk model"
    assert data["version"] == 1
    assert data["units"]["temperature"] == "degC"
    condenser = next(part for part in data["components"] if part["label"] == "condenser")
    assert condenser["class"] == "Condenser"
    assert condenser["values"]["given"] == {"UA": 5000.0, "sink_temperature": 308.15}
    assert data["connections"][4]["fluid"] == "INCOMP::MEG[0.3]"
    assert data["references"] == [{"of": "cold", "parameter": "T", "to": "e5", "factor": 1.0, "delta": -5.0}]


def test_files(tmp_path: object) -> None:
    path = f"{tmp_path}/chiller.json"
    chiller().save(path)
    assert ek.System.load(path).edge_count == 6


def test_maps_switches_and_controls_are_saved() -> None:
    system = ek.System("R134a")
    machine = ek.Ahri540.named("2DF3-030E-TFC")
    parts = [ek.Compressor(coefficients=machine), ek.Condenser(ua=5e3), ek.ExpansionValve(), ek.Evaporator(ua=3e3)]
    _, condenser, _, _ = (system.add_component(part) for part in parts)
    for a, b in zip(parts, [*parts[1:], parts[0]]):
        system.add_edge(a, b)
    condenser.set_attr(subcooling=3.0)
    system.add_constraint(ek.Constraint("evaporator.Q", 12e3), control=ek.BoundedVariable("evaporator.UA", 500, 9e3))
    system.finalize().solve()
    loaded = ek.System.from_json(system.to_json())
    assert loaded["compressor"].coefficients.val == machine
    assert loaded["condenser"].subcooling.val == 3.0
    assert loaded["evaporator"].UA.is_var
    loaded.solve()
    assert loaded["evaporator"].UA.val == pytest.approx(system["evaporator"].UA.val, rel=1e-9)
    loaded.remove_constraint("evaporator.Q")
    assert loaded["evaporator"].UA.val == 3e3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no saved model"),
        ("[1]", "no saved model"),
        ('{"format": "other", "version": 1}', "its format is"),
        ('{"format": "entropyk model", "version": 99}', "newer entropyk"),
    ],
)
def test_other_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(ek.ValidationError, match=message):
        ek.System.from_json(text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"class": "Condenser"', '"class": "Condensor"', "did you mean"),
        ('"UA": 5000.0', '"UAA": 5000.0', "no parameter"),
        ('"UA": 5000.0', '"UA": -1.0', "UA"),
        ('"UA": 5000.0', '"UA": "many"', "UA cannot be"),
        ('"n-Propane"', '"R29"', "unknown fluid"),
        ('"out1"', '"out9"', "out9"),
        ('"use_defaults": true', '"use_defaults": true, "run": "os.system"', "unknown field"),
        ('"to": "e5"', '"to": "e55"', "e55"),
    ],
)
def test_documents_with_faults_are_named(old: str, new: str, message: str) -> None:
    text = chiller().to_json()
    assert old in text
    with pytest.raises(ek.EntropykError, match=message):
        ek.System.from_json(text.replace(old, new, 1))


class Chilled(ek.HeatExchanger):
    """A class of a user."""

    def lift(self) -> float:
        return 3.0


def balance(a: float, b: float) -> float:
    return a - 2.0 * b


def test_what_is_written_in_python_is_pickled_by_reference_and_refused_by_json() -> None:
    system = ek.System("Water")
    source, splitter, chilled = ek.Source(), ek.Splitter(), Chilled(Q=-1e4, dp1=0.0, dp2=0.0)
    sinks = [ek.Sink(), ek.Sink(), ek.Sink(), ek.Source()]
    for part in (source, splitter, chilled, *sinks):
        system.add_component(part)
    system.add_edge(source, splitter, m=1.5, p=2e5, T=330.0)
    system.add_edge((splitter, "out1"), (chilled, "in1"), label="a")
    system.add_edge((splitter, "out2"), sinks[0], label="b")
    system.add_edge((chilled, "out1"), sinks[1])
    system.add_edge(sinks[3], (chilled, "in2"), m=1.0, p=2e5, T=300.0)
    system.add_edge((chilled, "out2"), sinks[2])
    system.add_equation("split", ["a.m", "b.m"], balance)
    system.finalize().solve()
    with pytest.raises(ek.ValidationError, match=r"heat_exchanger is a .*Chilled written in Python"):
        system.to_json()
    loaded = pickle.loads(pickle.dumps(system))
    assert loaded["heat_exchanger"].lift() == 3.0
    assert loaded.solve()["a.m"] == pytest.approx(1.0)
    loaded.remove_equation("split")
    with pytest.raises(ek.TopologyError, match="missing"):
        loaded.finalize()


def test_components_and_their_system_pickle_together() -> None:
    system = chiller().finalize()
    pair = pickle.loads(pickle.dumps((system, system["condenser"], system["cold"])))
    assert pair[1] is pair[0]["condenser"]
    assert pair[2] is pair[0]["cold"]
    twin = copy.deepcopy(system)
    twin["condenser"].set_attr(ua=4000.0)
    assert system["condenser"].UA.val == 5000.0


def test_single_components_pickle_with_their_plain_numbers() -> None:
    lone = pickle.loads(pickle.dumps(ek.Condenser("c", ua=5000.0, sink_temperature=35.0)))
    assert lone.label == "c"
    system = ek.System("R290", units="engineering")
    system.add_component(lone)
    assert lone.sink_temperature.val_SI == pytest.approx(308.15)


@pytest.mark.parametrize(
    "fluid", [ek.Fluid("R134a", reference="IIR"), ek.Fluid("R134a", backend="tabular", reference="ASHRAE")]
)
def test_fluids_with_a_reference_state_or_tables_come_back(fluid) -> None:
    system = ek.System(fluid, units="engineering")
    source, valve, sink = (system.add_component(part) for part in (ek.Source(), ek.Valve(dp=5.0), ek.Sink()))
    system.add_edge(source, valve, m=0.1, p=10.0, T=25.0)
    system.add_edge(valve, sink)
    other = ek.System(units="engineering")
    ends = [other.add_component(part) for part in (ek.Source(), ek.Sink())]
    other.add_edge(*ends, fluid=fluid, m=0.1, p=10.0, T=25.0)
    wanted = fluid.state(p=10e5, T=298.15).h / 1e3
    for made in (system, other):
        assert made.finalize().solve().states["h"][0] == pytest.approx(wanted, rel=1e-12)
        for again in (ek.System.from_json(made.to_json()), pickle.loads(pickle.dumps(made))):
            assert again.to_json() == made.to_json()
            assert again.solve().states["h"][0] == pytest.approx(wanted, rel=1e-12)


def test_tables_give_the_cycle_of_the_equation_of_state() -> None:
    def cop(fluid):
        system = ek.System(fluid, units="engineering")
        parts = (ek.Compressor(eta_s=0.7), ek.Condenser(ua=4000.0), ek.ExpansionValve(), ek.Evaporator(ua=3000.0))
        ring = [system.add_component(part) for part in parts]
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            system.add_edge(a, b)
        system.set_attr(**{"evaporator.Q": 10.0})
        return system.finalize().solve().performance.cop_cooling

    assert cop(ek.Fluid("R134a", backend="tabular")) == pytest.approx(cop("R134a"), rel=1e-7)
