"""The interactive chart: its data, its sliders, and itself in a real browser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import entropyk as ek
from tests.plots.models import heat_pump, simple_cycle

pytest.importorskip("anywidget")

SLIDERS = {"e4.T_dew": (-20.0, 10.0), "compressor.eta_s": (0.5, 0.9, 0.01)}


@pytest.fixture
def widget():
    return ek.plot.interactive(heat_pump(), SLIDERS)


def test_what_is_drawn_satisfies_the_equation_of_state(widget):
    fluid = ek.Fluid("R134a")
    for process in widget.chart["processes"]:
        assert len(process["points"]) > 20
    for line in widget.chart["lines"]:
        h, p = np.array(line["points"]).T
        # Points have six digits, which is little near the critical point.
        kept = (p < 0.9 * fluid.p_critical / 1e5) & (abs(fluid.props("x", p=1e5 * p, h=1e3 * h) - 0.5) < 0.499)
        if line["family"] != "x":
            kept = np.arange(len(h)) % len(h) > 2
        values = fluid.props(line["family"], p=1e5 * p[kept], h=1e3 * h[kept], on_error="nan")
        assert np.nanmax(values) - np.nanmin(values) < 1e-3 * np.nanmax(abs(values))
    states = widget.result.states
    for row, state in enumerate(widget.chart["states"]):
        assert state["at"] == pytest.approx([states["h"][row], states["p"][row]])
    critical = widget.chart["dome"]["critical"]
    assert critical[1] == pytest.approx(fluid.p_critical / 1e5, rel=1e-3)


def test_sliders_solve_the_system(widget):
    before = widget.chart["states"][3]["at"][1]
    assert widget.values == {"e4.T_dew": -2.0, "compressor.eta_s": 0.75}
    assert [slider["unit"] for slider in widget.sliders] == ["°C", ""]
    widget.values = {**widget.values, "e4.T_dew": -12.0}
    after = widget.chart["states"][3]["at"][1]
    assert after == pytest.approx(ek.Fluid("R134a").saturation(T=261.15).dew.p / 1e5)
    assert after < before
    assert widget.message == ""
    assert f"COP {widget.result.performance.circuits[0]['cop_cooling']:.2f}" in widget.chart["cop"]


def test_values_without_a_solution_are_told_and_the_chart_stays(widget):
    before = widget.chart
    widget.values = {**widget.values, "compressor.eta_s": -0.5}
    assert widget.message
    assert widget.chart == before
    widget.values = {**widget.values, "compressor.eta_s": 0.8}
    assert widget.message == ""
    assert widget.chart != before


def test_the_pointer_is_answered(widget, monkeypatch):
    sent = []
    monkeypatch.setattr(widget, "send", sent.append)
    widget._tell(widget, {"p": 10.0, "h": 300.0}, [])
    state = ek.Fluid("R134a").state(p=10e5, h=300e3)
    (answer,) = sent
    assert answer["text"].startswith(
        f"T = {state.T - 273.15:.5g} °C, p = 10 bar, h = 300 kJ/kg, s = {state.s / 1e3:.5g} kJ"
    )
    assert answer["text"].endswith(f"x = {state.x:.5g}")
    assert widget.state_at(1e9, 300.0) == ""


def test_fluids_and_results_need_no_system():
    assert ek.plot.interactive("R290").chart["states"] == []
    assert len(ek.plot.interactive(simple_cycle()).chart["states"]) == 4
    assert ek.plot.interactive(ek.Fluid("R404A")).chart["title"] == "R404A"
    with pytest.raises(ek.ValidationError, match="sliders set values of a system"):
        ek.plot.interactive("R290", SLIDERS)
    with pytest.raises(ek.ValidationError, match="least and the greatest"):
        ek.plot.interactive(heat_pump(), {"e4.T_dew": (3.0, 1.0)})
    with pytest.raises(ek.ValidationError, match=r"compressor\.P is not set"):
        ek.plot.interactive(heat_pump(), {"compressor.P": (1.0, 3.0)})


def test_without_anywidget_the_extra_is_named():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "import entropyk as ek\n"
        "try: ek.plot.interactive('R290')\n"
        "except ImportError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 'pip install "entropyk[widget]"' in run.stdout


# --- in a browser

PAGE = """
<!doctype html><meta charset="utf-8"><body><div id="cell"></div><script type="module">
import widget from "./interactive.js";
const state = await window.kernel({ kind: "state" }), handlers = {};
const model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; },
  on: (name, handler) => { (handlers[name] ??= []).push(handler); },
  off: () => {},
  save_changes: async () => {
    const { after } = await window.kernel({ kind: "values", values: state.values });
    for (const name of ["chart", "message"]) {
      state[name] = after[name];
      for (const handler of handlers[`change:${name}`] ?? []) handler();
    }
  },
  send: async (content) => {
    const { reply } = await window.kernel({ kind: "message", content });
    for (const handler of handlers["msg:custom"] ?? []) handler(reply);
  },
};
widget.render({ model, el: document.getElementById("cell") });
document.body.dataset.ready = "yes";
</script>
"""


def browser(playwright):
    """Chromium: the one that Playwright brings, or else the system's."""
    from playwright.sync_api import Error

    options = {"args": ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []}
    try:
        return playwright.chromium.launch(**options)
    except Error:
        for name in ("chromium", "chromium-browser", "google-chrome"):
            if found := shutil.which(name):
                return playwright.chromium.launch(executable_path=found, **options)
    pytest.skip("there is no Chromium: playwright install chromium, or apt-get install chromium")


@pytest.fixture
def page(widget, tmp_path, monkeypatch):
    """The widget in a page, talking to the kernel that this test is."""
    sync_api = pytest.importorskip("playwright.sync_api")
    source = Path(ek.plot.interactive.__globals__["__file__"]).with_name("interactive.js")
    files = {"/": ("text/html", PAGE), "/interactive.js": ("text/javascript", source.read_text())}
    asked, replies, elsewhere = [], [], []
    monkeypatch.setattr(widget, "send", replies.append)

    def kernel(question):
        asked.append(question)
        if question["kind"] == "values":
            widget.values = question["values"]
            return {"after": {"chart": widget.chart, "message": widget.message}}
        if question["kind"] == "message":
            widget._tell(widget, question["content"], [])
            return {"reply": replies[-1]}
        return {name: getattr(widget, name) for name in ("chart", "sliders", "values", "message")}

    def serve(route):
        address = route.request.url
        path = address.removeprefix("http://notebook.test")
        if path not in files:
            elsewhere.append(address)
            route.abort()
        else:
            route.fulfill(content_type=files[path][0], body=files[path][1])

    with sync_api.sync_playwright() as playwright:
        chromium = browser(playwright)
        shown = chromium.new_page(viewport={"width": 760, "height": 640})
        errors = []
        shown.on("pageerror", lambda error: errors.append(error))
        shown.expose_function("kernel", kernel)
        shown.route("**/*", serve)
        shown.goto("http://notebook.test/")
        shown.wait_for_selector("body[data-ready]")
        shown.asked = asked
        yield shown
        chromium.close()
    assert not errors
    # But for the icon that browsers ask for, nothing is loaded from anywhere.
    assert all(address.endswith("favicon.ico") for address in elsewhere)


def test_a_browser_draws_the_chart(page, widget):
    assert page.locator("circle.state").count() == 4
    assert page.locator("path.process").count() == 4
    assert page.locator("path.line").count() == len(widget.chart["lines"])
    assert page.locator("text.title").text_content() == "R134a"
    assert page.locator("text.cop").text_content() == widget.chart["cop"]
    box = page.locator("svg").bounding_box()
    for state in page.locator("circle.state").all():
        at = state.bounding_box()
        assert box["x"] < at["x"] < box["x"] + box["width"]
        assert box["y"] < at["y"] < box["y"] + box["height"]
    if directory := os.environ.get("ENTROPYK_SCREENSHOTS"):
        page.screenshot(path=f"{directory}/interactive.png")


def test_the_state_under_the_pointer_is_told(page, widget):
    page.locator("circle.state").nth(0).hover()
    assert page.locator(".told").text_content() == widget.chart["states"][0]["text"]
    box = page.locator("svg").bounding_box()
    page.mouse.move(box["x"] + 0.45 * box["width"], box["y"] + 0.55 * box["height"])
    page.wait_for_function("document.querySelector('.told').textContent.startsWith('T = ')")
    question = page.asked[-1]["content"]
    assert page.locator(".told").text_content() == widget.state_at(question["p"], question["h"])


def test_a_slider_solves_and_draws_anew(page, widget):
    before = page.locator("circle.state").nth(3).get_attribute("cy")
    slider = page.locator("input[type=range]").nth(0)
    slider.fill("-14.9")
    page.wait_for_function(
        "before => document.querySelectorAll('circle.state')[3].getAttribute('cy') !== before", arg=before
    )
    assert widget.values["e4.T_dew"] == pytest.approx(-14.9)
    assert float(page.locator("circle.state").nth(3).get_attribute("cy")) > float(before)
    assert page.locator("text.cop").text_content() == widget.chart["cop"]
    assert page.locator(".message").text_content() == ""
