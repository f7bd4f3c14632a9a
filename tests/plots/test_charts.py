"""The charts by numbers: what is drawn satisfies the equation of state, labels are readable, axes are as asked."""

import subprocess
import sys
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt

import entropyk as ek
from entropyk.plot import cycle as cycles
from entropyk.plot import isolines
from entropyk.plot.process import path, processes

KINDS = [ek.plot.ph, ek.plot.ts, ek.plot.hs]
FLUIDS = ["R134a", "R290", "R744", "R717", "R404A", "Water"]


# --- what is drawn


def collection(ax, key):
    return next(each for each in ax.collections if key in each.get_label())


def check_lines(fluid, ax, key, given, measure, to_si):
    """Every vertex of a family lies on a line of one of its values."""
    segments = collection(ax, key).get_segments()
    assert len(segments) > 3
    for segment in segments:
        first, second = given(segment)
        values = fluid.props(measure, on_error="nan", **first, **second)
        assert np.nanmax(values) - np.nanmin(values) < 1e-6 * to_si
        # Nothing is lost but at places where the pair does not fix the state.
        assert np.isnan(values).sum() <= 2


@pytest.mark.parametrize("name", FLUIDS)
def test_lines_of_a_ph_chart_satisfy_the_equation_of_state(name):
    fluid = ek.Fluid(name)
    ax = ek.plot.ph(name)
    ph = lambda xy: ({"p": 1e5 * xy[:, 1]}, {"h": 1e3 * xy[:, 0]})  # noqa: E731
    check_lines(fluid, ax, "$T$", ph, "T", 300.0)
    check_lines(fluid, ax, "$s$", ph, "s", 1000.0)
    p_rho = lambda xy: ({"p": 1e5 * xy[:, 1]}, {"h": 1e3 * xy[:, 0]})  # noqa: E731
    check_lines(fluid, ax, "\\rho", p_rho, "rho", 100.0)
    inside = lambda xy: tuple({k: v[5:-5] for k, v in part.items()} for part in ph(xy))  # noqa: E731
    check_lines(fluid, ax, "$x$", inside, "x", 1.0)


@pytest.mark.parametrize("name", FLUIDS)
def test_lines_of_a_ts_chart_satisfy_the_equation_of_state(name):
    fluid = ek.Fluid(name)
    ax = ek.plot.ts(name)
    for segment in collection(ax, "$p$").get_segments():
        T, s = segment[:, 1] + 273.15, 1e3 * segment[:, 0]
        # The pressure of the line is the one at its warm end, where T and s are those of a gas.
        found = [p for p in 1e5 * isolines.one_two_five(1e-5, 1e4) if abs(_entropy(fluid, p, T[-1]) - s[-1]) < 1e-6]
        assert len(found) == 1
        np.testing.assert_allclose(fluid.props("T", p=found[0], s=s, on_error="nan"), T, rtol=1e-9)


@pytest.mark.parametrize("name", FLUIDS)
def test_lines_of_a_hs_chart_satisfy_the_equation_of_state(name):
    fluid = ek.Fluid(name)
    for thing in (name, fluid):
        ax = ek.plot.hs(thing, qualities=False)
        hs = lambda xy: ({"h": 1e3 * xy[3:-3, 1]}, {"s": 1e3 * xy[3:-3, 0]})  # noqa: E731
        check_lines(fluid, ax, "$p$", hs, "p", 1e6)
        check_lines(fluid, ax, "$T$", hs, "T", 300.0)


def test_every_fluid_has_charts():
    for k, name in enumerate(ek.fluids()["name"]):
        ax = KINDS[k % 3](name)
        assert len([text for text in ax.texts if text.get_transform_rotates_text()]) > 8, name
        plt.close(ax.figure)


BLENDS = ["R454B", "R32[0.5]&R125[0.5]"]


@pytest.mark.parametrize("draw", KINDS)
@pytest.mark.parametrize("name", BLENDS)
def test_blends_have_charts(draw, name, check_labels):
    pytest.importorskip("CoolProp")
    fluid = ek.Fluid(name)
    ax = draw(name)
    lines = {line.get_label(): line.get_xydata() for line in ax.lines}
    bubble, dew = lines["_bubble"], lines["_dew"]
    for side, x in ((bubble, 0.0), (dew, 1.0)):
        if draw is ek.plot.ph:
            np.testing.assert_allclose(1e3 * side[:-1, 0], fluid.props("h", p=1e5 * side[:-1, 1], x=x), rtol=1e-6)
    labels = [text for text in ax.texts if text.get_transform_rotates_text()]
    assert len(labels) > 8
    if draw is ek.plot.ph:
        # A glide: at constant pressure the dew line is warmer than the bubble line.
        ends = [(segment[0], segment[-1]) for segment in collection(ax, "$T$").get_segments()]
        assert all(first[1] >= last[1] for first, last in ends)
        check_labels(ax)


def _entropy(fluid, p, T):
    return fluid.props("s", p=p, T=T, on_error="nan")


@pytest.mark.parametrize("name", FLUIDS)
def test_dome_ends_in_the_critical_point(name):
    fluid = ek.Fluid(name)
    ax = ek.plot.ph(name)
    lines = {line.get_label(): line.get_xydata() for line in ax.lines}
    assert lines["_bubble"][-1] == pytest.approx(lines["_dew"][-1])
    assert lines["_critical"][0] == pytest.approx(lines["_dew"][-1])
    assert 1e5 * lines["_dew"][-1, 1] == pytest.approx(fluid.p_critical, rel=1e-2)
    assert np.all(np.diff(lines["_bubble"][:, 1]) > 0)


@pytest.mark.parametrize("name", FLUIDS)
def test_processes_satisfy_the_equation_of_state(name, solved):
    fluid = ek.Fluid(name)
    found = processes(cycles.read(solved(name)))
    assert [process.kind for process in found] == ["work", "heat out", "throttling", "heat in"]
    for process in found:
        states = process.states
        assert len(states["p"]) > 30
        table = fluid.props(["T", "s"], p=states["p"], h=states["h"])
        np.testing.assert_allclose(table["T"], states["T"], rtol=1e-9)
        np.testing.assert_allclose(table["s"], states["s"], rtol=1e-9)
    # The circuit is closed, and each path begins where the one before ends.
    for before, after in zip(found, found[1:] + found[:1], strict=True):
        assert before.states["h"][-1] == pytest.approx(after.states["h"][0], rel=1e-12)
        assert before.states["p"][-1] == pytest.approx(after.states["p"][0], rel=1e-12)


@pytest.mark.parametrize("name", FLUIDS)
def test_compression_has_a_constant_polytropic_efficiency(name, solved):
    fluid = ek.Fluid(name)
    states = processes(cycles.read(solved(name)))[0].states
    v = fluid.props("v", p=states["p"], h=states["h"])
    # η = v dp/dh, with v dp = p v d(ln p) by the trapezoidal rule.
    pv = states["p"] * v
    efficiency = 0.5 * (pv[1:] + pv[:-1]) * np.diff(np.log(states["p"])) / np.diff(states["h"])
    assert np.ptp(efficiency) < 2e-3
    assert 0.7 < efficiency.mean() < 0.8


def test_throttling_keeps_enthalpy_and_exchangers_lose_pressure_with_it():
    fluid = ek.Fluid("R134a")
    start = fluid.state(p=10e5, T=330.0)
    states = [
        {"p": s.p, "h": s.h, "s": s.s, "T": s.T}
        for s in (start, fluid.state(p=9.5e5, x=0), fluid.state(p=3e5, h=2.54e5))
    ]
    cooled = path(fluid, "heat out", states[0], states[1])
    slope = np.diff(cooled["p"]) / np.diff(cooled["h"])
    np.testing.assert_allclose(slope, slope[0], rtol=1e-6)
    # One vertex lies on the dew line, where T-s has its kink.
    dew = fluid.props("h", p=cooled["p"], x=1)
    assert abs(cooled["h"] - dew).min() < 1.0
    states[1]["h"] = states[2]["h"]
    throttled = path(fluid, "throttling", states[1], states[2])
    assert np.ptp(throttled["h"]) == 0
    assert throttled["p"][0] == 9.5e5


def test_expansion_in_a_turbine_is_drawn_too():
    fluid = ek.Fluid("Water")
    start, end = fluid.state(p=100e5, T=800.0), fluid.state(p=0.1e5, x=0.92)
    states = path(fluid, "work", *({"p": s.p, "h": s.h, "s": s.s, "T": s.T} for s in (start, end)))
    assert np.all(np.diff(states["s"]) > 0)
    assert np.all(np.diff(states["h"]) < 0)


# --- labels


@pytest.mark.parametrize("draw", KINDS)
@pytest.mark.parametrize("name", FLUIDS)
def test_labels_are_readable(draw, name, solved, check_labels):
    check_labels(draw(name))
    check_labels(draw(solved(name)))


def test_labels_turn_with_their_lines():
    ax = ek.plot.ph("R134a")
    label = next(text for text in ax.texts if text.get_text() == "1.8")
    before = label.get_rotation()
    low, high = ax.get_xlim()
    ax.set_xlim(low, low + 3 * (high - low))
    assert 90 > label.get_rotation() > before > 0


def test_numbers_are_round_in_shown_units():
    texts = {text.get_text() for text in ek.plot.ph("R134a").texts}
    assert {"−20", "0", "20", "100", "0.1", "0.9", "1.8"} <= texts
    texts = {text.get_text() for text in ek.plot.ph("R134a", units="SI").texts}
    assert {"260", "280", "1800"} <= texts


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [(0, 10, 5, [0, 2, 4, 6, 8, 10]), (-0.3, 0.35, 7, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]), (3, 3, 5, [])],
)
def test_nice_values_are_round(low, high, count, expected):
    np.testing.assert_allclose(isolines.nice_values(low, high, count)[0], expected, atol=1e-12)


def test_nice_pressures_are_one_two_five():
    np.testing.assert_allclose(isolines.one_two_five(0.5, 21), [0.5, 1, 2, 5, 10, 20])


# --- axes


@pytest.mark.parametrize("draw", KINDS)
def test_charts_draw_into_given_axes_and_leave_settings_alone(draw, result):
    settings = dict(matplotlib.rcParams)
    figure, axes = plt.subplots(1, 2)
    assert draw(result, axes[1]) is axes[1]
    assert draw("R290", ax=axes[0]) is axes[0]
    assert len(plt.get_fignums()) == 1
    assert draw(result).figure is not figure
    assert dict(matplotlib.rcParams) == settings


@pytest.mark.parametrize("draw", KINDS)
def test_fonts_follow_the_settings_and_figures_keep_their_size(draw, result):
    sizes = {}
    for points in (8.0, 16.0):
        with plt.rc_context({"font.size": points, "figure.figsize": (9.0, 6.0)}):
            ax = draw(result)
        sizes[points] = {text.get_text(): text.get_fontsize() for text in ax.texts if text.get_text()}
        assert tuple(ax.figure.get_size_inches()) == (9.0, 6.0)
    common = sizes[8.0].keys() & sizes[16.0].keys()
    assert len(common) > 8
    assert all(sizes[16.0][text] == pytest.approx(2 * sizes[8.0][text]) for text in common)


def test_dark_styles_get_light_text(result):
    with plt.style.context("dark_background"):
        ax = result.plot.ph()
        lightness = [sum(matplotlib.colors.to_rgb(text.get_color())) for text in ax.texts if text.get_text()]
    assert min(lightness) > 1.0
    dome = next(line for line in ax.lines if line.get_label() == "_dew")
    assert dome.get_color() == "white"


def test_results_have_charts(result):
    assert result.plot().get_ylabel() == "Pressure $p$ in bar"
    assert result.plot.ph().get_xlabel() == "Specific enthalpy $h$ in kJ/kg"
    assert result.plot.ts().get_ylabel() == "Temperature $T$ in °C"
    assert result.plot.ph().get_title("left") == "R134a"
    cop = result.performance["cop_cooling"]
    assert f"COP {cop:.2f} cooling" in result.plot.ph().get_title("right")
    assert repr(result.plot) == "<charts: ph, ts, hs, qt, envelope, sankey, circuits>"


def test_pressure_ticks_are_plain_numbers(result):
    ax = ek.plot.ph(result)
    ax.figure.canvas.draw()
    low, high = ax.get_ylim()
    ticks = [label.get_text() for label in ax.get_yticklabels() if low <= label.get_position()[1] <= high]
    assert {"2", "5", "10", "20"} <= set(ticks)


def test_limits_show_states_and_dome(result):
    fluid = ek.Fluid("R134a")
    ax = ek.plot.ph(result)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    h, p = result.states["h"] / 1e3, result.states["p"] / 1e5
    assert left < h.min() - 0.05 * np.ptp(h)
    assert right > h.max() + 0.05 * np.ptp(h)
    assert low < 0.8 * p.min()
    assert high > fluid.p_critical / 1e5
    ax = ek.plot.ph(result, p=(1, 20), h=(200, 500))
    assert (ax.get_ylim(), ax.get_xlim()) == ((1, 20), (200, 500))
    ax = ek.plot.ts(result, T=(-20, 90), s=(1, 2))
    assert (ax.get_ylim(), ax.get_xlim()) == ((-20, 90), (1, 2))


@pytest.mark.parametrize("draw", KINDS)
def test_charts_look_the_same_whatever_the_units_of_the_model(draw, result, solved):
    first, second = draw(result), draw(solved(units="engineering"))
    assert first.get_xlim() == pytest.approx(second.get_xlim())
    assert first.get_ylim() == pytest.approx(second.get_ylim())
    assert [text.get_text() for text in first.texts] == [text.get_text() for text in second.texts]


def test_units_of_the_model_are_used(solved):
    units = ek.Units("engineering", temperature="K", pressure="kPa")
    ax = solved(units=units).plot.ph()
    assert ax.get_ylabel() == "Pressure $p$ in kPa"
    assert any(text.get_text() == "280" for text in ax.texts)


def test_options(result):
    ax = ek.plot.ph(result, isentropes=False, isotherms=[0, 40], qualities=[0.5], title="Chiller")
    assert ax.get_title("left") == "Chiller"
    assert len(collection(ax, "$T$").get_segments()) == 2
    assert len(collection(ax, "$x$").get_segments()) == 1
    assert not any("$s$" in each.get_label() for each in ax.collections)
    texts = {text.get_text() for text in ek.plot.ph(result, states="labels").texts}
    assert {"e1", "e2", "e3", "e4"} <= texts
    assert not {"1", "2"} & {text.get_text() for text in ek.plot.ph(result, states="none").texts}
    ax = ek.plot.ph(result, states="table")
    assert len(ax.tables) == 1
    assert ax.tables[0].get_celld()[4, 1].get_text().get_text() == f"{result.states['p'][3] / 1e5:.5g}"
    ax = ek.plot.ph(result, saturation_axis=True)
    ax.figure.canvas.draw()
    right = ax.child_axes[0]
    place = dict(zip([t.get_text() for t in right.get_yticklabels()], right.get_yticks(), strict=True))
    assert 1e5 * place["40"] == pytest.approx(ek.Fluid("R134a").saturation(T=313.15).dew.p, rel=1e-3)


def test_a_glide_is_seen():
    ax = ek.plot.ph("R404A")
    colors = {line.get_label(): line.get_color() for line in ax.lines}
    assert colors["_bubble"] != colors["_dew"]
    flat = [segment for segment in collection(ax, "$T$").get_segments() if len(segment) > 45]
    assert flat
    for segment in flat:
        assert segment[0, 1] > segment[-1, 1]


# --- what is refused


def test_what_is_no_chart_is_refused(result):
    with pytest.raises(ek.FluidError, match="did you mean"):
        ek.plot.ph("R134b")
    with pytest.raises(ek.ValidationError, match="a fluid, its name or a result, not 42"):
        ek.plot.ph(42)
    with pytest.raises(ek.ValidationError, match="states is"):
        ek.plot.ph(result, states="all")
    with pytest.raises(ek.ValidationError, match="no Water in this result; there are R134a"):
        ek.plot.ph(result, fluid="Water")
    assert not plt.get_fignums()


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    monkeypatch.delattr(matplotlib, "pyplot")
    with pytest.raises(ImportError, match=r"entropyk\[plot\]"):
        ek.plot.ph("R134a")


def test_importing_entropyk_leaves_matplotlib_alone():
    code = "import sys, entropyk; assert 'plot' in dir(entropyk); entropyk.plot.ph; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# --- several fluids


def test_of_several_fluids_that_of_the_machine_is_drawn(result):
    columns = {name: result.states[name] for name in result.states.column_names}
    both = {
        name: np.concatenate([column, column[:1]]) if isinstance(column, np.ndarray) else [*column, column[0]]
        for name, column in columns.items()
    }
    both["fluid"][4] = "Water"
    table = SimpleNamespace(column=both.__getitem__, column_names=list(both), units=result.states.units)
    circuits = [{"fluid": "R134a", "cop_cooling": 3.0}]
    several = SimpleNamespace(
        states=table,
        performance=SimpleNamespace(circuits=circuits),
        processes=lambda: [("pipe", "Pipe", 4, 4), *result.processes()],
    )
    cycle = cycles.read(several)
    assert cycle.fluid.name == "R134a"
    assert cycle.numbers == [1, 2, 3, 4]
    assert [each[0] for each in cycle.passes] == ["compressor", "condenser", "valve", "evaporator"]
    assert "3.00 cooling" in ek.plot.ph(several).get_title("right")
    assert cycles.read(several, "water").numbers == [5]


# --- speed
