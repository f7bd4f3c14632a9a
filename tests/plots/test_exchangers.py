"""T-Q diagrams, and the other sides of exchangers in T-s: by numbers."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

import entropyk as ek
from entropyk.plot import cycle as cycles
from entropyk.plot.process import processes
from entropyk.plot.qt import read_profile
from entropyk.plot.sides import along
from tests.plots.models import cascade, heat_pump


@pytest.fixture(scope="module")
def pumped():
    system = heat_pump()
    return system, system.solve()


def lines(ax):
    return {line.get_label(): line.get_xydata() for line in ax.lines}


@pytest.mark.parametrize("label", ["condenser", "evaporator"])
def test_a_profile_passes_the_ends_of_its_sections(pumped, label):
    _, result = pumped
    profile, table = read_profile(result, label), result.sections(label)
    assert profile.Q[profile.ends] / 1e3 == pytest.approx(table["Q"], abs=1e-9)
    for side, column in ((profile.hot, "T_hot"), (profile.cold, "T_cold")):
        assert side[profile.ends] - 273.15 == pytest.approx(table[column], abs=1e-3)
    assert np.all(profile.hot > profile.cold)


def test_a_profile_satisfies_the_equation_of_state(pumped):
    _, result = pumped
    profile = read_profile(result, "condenser")
    states = result.states
    share = profile.Q / profile.Q[-1]
    for row, side, fluid in ((0, profile.hot, "R134a"), (5, profile.cold, "Water")):
        other = 1 if row == 0 else 4
        p, h = ((1 - share) * states[name][row] + share * states[name][other] for name in ("p", "h"))
        np.testing.assert_allclose(side, ek.Fluid(fluid).props("T", p=1e5 * p, h=1e3 * h), rtol=1e-9)


def test_the_pinch_is_where_the_result_says(pumped):
    system, result = pumped
    for label in ("condenser", "evaporator"):
        ax = result.plot.qt(label)
        ((x, cold), (_, warm)) = lines(ax)["_pinch"]
        pinch = system[label].get_attr("pinch").val
        assert warm - cold == pytest.approx(pinch, abs=1e-3)
        assert any(text.get_text() == f"pinch {pinch:.3g} K" for text in ax.texts)
        assert lines(ax)["_R134a"][:, 0].min() <= x <= lines(ax)["_R134a"][:, 0].max()


@pytest.mark.parametrize(
    ("units", "T", "hottest"),
    [("SI", "°C", 62.612), ("engineering", "°C", 62.612), (ek.Units("SI", temperature="degF"), "°F", 144.702)],
)
def test_a_diagram_is_in_the_units_of_its_model(units, T, hottest):
    result = heat_pump(units).solve()
    ax = result.plot.qt("condenser")
    assert (ax.get_ylabel(), ax.get_xlabel()) == (f"Temperature $T$ in {T}", "Heat $Q$ in kW")
    hot = lines(ax)["_R134a"]
    assert hot[0, 1] == pytest.approx(hottest, abs=1e-3)
    h = result.states["h"] / (1.0 if units == "engineering" else 1e3)
    assert hot[-1, 0] == pytest.approx(0.08 * (h[0] - h[1]), rel=1e-9)


def test_a_boundary_is_drawn_as_it_is(result, solved):
    system = ek.System()
    parts = [ek.Compressor.from_ahri540("2DF3-030E-TFC"), ek.Condenser(ua=5000.0), ek.Valve(), ek.Evaporator(ua=3000.0)]
    parts = [system.add_component(part) for part in parts]
    for a, b in zip(parts, parts[1:] + parts[:1], strict=True):
        system.add_edge(a, b)
    found = system.finalize().solve()
    profile = read_profile(found, "condenser")
    assert profile.names == ("R134a", "sink")
    assert profile.cold == pytest.approx(308.15)
    assert {text.get_text() for text in ek.plot.qt(system["evaporator"]).texts} >= {"source", "R134a"}
    assert (lines(found.plot.ts())["_other side of condenser"][:, 1] == pytest.approx(35.0)) is True


def test_labels_of_a_profile_are_readable(pumped):
    for label in ("condenser", "evaporator"):
        ax = pumped[1].plot.qt(label)
        ax.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
        frame = ax.get_window_extent()
        assert len(boxes) == 3
        for i, box in enumerate(boxes):
            assert frame.x0 <= box.x0 < box.x1 <= frame.x1
            assert frame.y0 <= box.y0 < box.y1 <= frame.y1
            assert not any(box.overlaps(other) for other in boxes[:i])


def test_a_component_knows_its_last_result(pumped):
    system, result = pumped
    assert system.solution is result
    assert ek.plot.qt(system["condenser"]).get_title("left") == result.plot.qt("condenser").get_title("left")
    with pytest.raises(ek.ValidationError, match=r"result\.plot\.qt"):
        ek.plot.qt(ek.Condenser())
    with pytest.raises(ek.ValidationError, match="not been solved"):
        ek.plot.qt(heat_pump()["condenser"])
    with pytest.raises(ek.ValidationError, match="exchanger in counterflow"):
        result.plot.qt("valve")
    assert len(plt.get_fignums()) == 2


@pytest.mark.parametrize("units", ["engineering", "SI", ek.Units("SI", temperature="degF", pressure="psi")])
def test_other_sides_lie_over_the_fluid_at_the_same_heat(units):
    result = heat_pump(units).solve()
    cycle = cycles.read(result)
    assert {label: side.name for label, side in cycle.sides.items()} == {"condenser": "Water", "evaporator": "Air"}
    cooled = next(process for process in processes(cycle) if process.label == "condenser")
    T = along(cooled, cycle.sides["condenser"])
    assert T[[0, -1]] == pytest.approx([311.15, 303.15])
    share = (cooled.states["h"] - cooled.states["h"][0]) / np.ptp(cooled.states["h"]) * -1
    assert T == pytest.approx(311.15 - 8.0 * share, abs=0.02)
    ax = result.plot.ts()
    drawn = lines(ax)["_other side of condenser"][:, 1]
    shown = cycles.units_of(result.states)
    if ax.get_ylabel().endswith("°C"):
        assert drawn == pytest.approx(T - 273.15)
    else:
        assert shown.temperature == "°F"
        assert drawn == pytest.approx(T * 1.8 - 459.67)
    assert {"Water", "Air"} <= {text.get_text() for text in ax.texts}
    assert "_other side of condenser" not in lines(result.plot.ts(sides=False))


def test_superheat_subcooling_and_energies_are_drawn(pumped):
    _, result = pumped
    ax = result.plot.ph()
    texts = [text.get_text() for text in ax.texts]
    h = result.states["h"]
    assert {"5 K", "6 K"} <= set(texts)
    assert f"$q_\\mathrm{{evap}}$ = {h[3] - h[2]:.4g}" in texts
    assert f"$q_\\mathrm{{cond}}$ = {h[0] - h[1]:.4g}" in texts
    assert f"$w$ = {h[0] - h[3]:.4g}" in texts
    brackets = [line.get_xydata() for line in ax.lines if line.get_label() == "_bracket"]
    dew = ek.Fluid("R134a").saturation(p=ek.Pressure(bar=result.states["p"][3])).dew
    assert len(brackets) == 2
    assert any(sorted(bracket[1:3, 0]) == pytest.approx([dew.h / 1e3, h[3]]) for bracket in brackets)
    plain = [text.get_text() for text in result.plot.ph(annotations=False).texts]
    assert not {"5 K", "6 K"} & set(plain)


def test_every_circuit_gets_its_chart():
    result = cascade().solve()
    axes = result.plot.circuits()
    assert [ax.get_title("left") for ax in axes] == ["CarbonDioxide (R744)", "Ammonia (R717)"]
    assert len({ax.figure for ax in axes}) == 1
    assert len(plt.get_fignums()) == 1
    # What the upper circuit exchanges heat with is the lower one, and the other way round.
    upper, lower = (cycles.read(result, name).sides["cascade"] for name in ("R717", "R744"))
    assert (upper.name, lower.name) == ("CarbonDioxide", "Ammonia")
    _, both = plt.subplots(1, 2)
    assert ek.plot.circuits(result, ek.plot.ts, both, sides=False) == list(both)
    with pytest.raises(ek.ValidationError, match=r"2 circuits \(CarbonDioxide, Ammonia\) do not fit into 1"):
        ek.plot.circuits(result, axes=[both[0]])
