"""What notebook cells show: every result has HTML that is well formed and holds its numbers."""

from html.parser import HTMLParser

import pytest

import entropyk as ek


class Checker(HTMLParser):
    """Collects texts, and fails where a tag is not closed."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def shown(thing):
    checker = Checker()
    checker.feed(thing._repr_html_())
    assert not checker.open
    return " ".join(" ".join(checker.texts).split())


def test_quantities_show_their_usual_unit_and_si():
    assert shown(ek.Pressure(bar=3.5)) == "3.5 bar = 350000 Pa"
    assert shown(ek.Temperature(celsius=20)) == "20 °C = 293.15 K"
    assert shown(ek.TemperatureDifference(kelvin=4)) == "4 K"


def test_fluids_show_what_is_known_of_them():
    text = shown(ek.Fluid("R290"))
    assert "n-Propane" in text
    assert "critical point 96.74 °C, 42.512 bar" in text
    assert "safety class A3" in text
    # What has no critical point says nothing of one.
    assert "critical" not in shown(ek.Fluid("INCOMP::MEG[0.3]"))


def test_performance_shows_flows_and_ratios(founding):
    result = founding.system.solve()
    text = shown(result.performance)
    assert f"heat in {result.performance.heat_in / 1e3:.5g} kW" in text
    assert f"cop cooling {result.performance.cop_cooling:.5g}" in text


@pytest.mark.parametrize("of", ["system", "result", "report", "states", "components", "history", "state", "saturation"])
def test_every_result_shows_itself(founding, of):
    result = founding.system.solve()
    fluid = ek.Fluid("R134a")
    thing = {
        "system": founding.system,
        "result": result,
        "report": result.report(),
        "states": result.states,
        "components": result.components,
        "history": result.history,
        "state": fluid.state(p=1e5, T=300.0),
        "saturation": fluid.saturation(p=1e5),
    }[of]
    text = shown(thing)
    number = {"states": "0.109322", "state": "26.8", "saturation": "-26"}.get(of, "")
    assert number in text
    assert len(text) > 30


def test_labels_cannot_bring_markup():
    system = ek.System()
    parts = [ek.Compressor.from_ahri540("2DF3-030E-TFC"), ek.Condenser(ua=5000.0), ek.Valve(), ek.Evaporator(ua=3000.0)]
    parts = [system.add_component(part, f"<script>{k}") for k, part in enumerate(parts)]
    for a, b in zip(parts, parts[1:] + parts[:1], strict=True):
        system.add_edge(a, b)
    result = system.finalize().solve()
    slopes = result.sensitivity("<script>0.P", "<script>1.UA")
    for thing in (system, result, result.states, result.components, result.report(), slopes):
        assert "<script>" not in thing._repr_html_()
