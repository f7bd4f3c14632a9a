"""Flowsheets: pictures that show the model, with nothing upon each other."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

import entropyk as ek
from entropyk.flowsheet import flowsheet
from entropyk.flowsheet.graph import Graph
from entropyk.flowsheet.layout import place

SVG = "{http://www.w3.org/2000/svg}"


def connect(system, *parts):
    for a, b in pairwise(parts):
        system.add_edge(a, b)


def simple():
    system = ek.System(units="engineering")
    parts = (ek.Compressor.from_ahri540("2DF3-030E-TFC"), ek.Condenser(ua=5000.0), ek.Valve(), ek.Evaporator(ua=3000.0))
    parts = [system.add_component(part) for part in parts]
    connect(system, *parts, parts[0])
    return system.finalize()


def booster():
    """Carbon dioxide: two evaporating temperatures, a flash tank and parallel compression."""
    system = ek.System("R744", units="engineering")
    add = system.add_component
    low, medium, parallel = (add(ek.Compressor(name)) for name in ("LT", "MT", "parallel"))
    cooler, high = add(ek.GasCooler()), add(ek.Valve("HP valve"))
    tank, split = add(ek.FlashTank("tank")), add(ek.Splitter())
    valves = [add(ek.Valve(name)) for name in ("MT valve", "LT valve")]
    cases = [add(ek.Evaporator(name)) for name in ("MT cases", "LT cases")]
    suction, discharge = add(ek.Merge("suction")), add(ek.Merge("discharge"))
    connect(system, discharge, cooler, high, tank)
    connect(system, (tank, "out1"), split)
    connect(system, (split, "out1"), valves[0], cases[0])
    connect(system, (split, "out2"), valves[1], cases[1], low, (suction, "in1"))
    connect(system, cases[0], (suction, "in2"))
    connect(system, suction, medium, (discharge, "in1"))
    connect(system, (tank, "out2"), parallel, (discharge, "in2"))
    return system


def cascade():
    system = ek.System(units="engineering")
    add = system.add_component
    cold, warm = ([add(ek.Compressor(f"C{k}")), add(ek.Valve(f"V{k}"))] for k in (1, 2))
    source, between, sink = add(ek.Evaporator()), add(ek.Condenser("between")), add(ek.Condenser("sink"))
    connect(system, cold[0], (between, "in1"))
    connect(system, (between, "out1"), cold[1], source, cold[0])
    connect(system, warm[0], sink, warm[1], (between, "in2"))
    connect(system, (between, "out2"), warm[0])
    return system


def secondary_loop():
    system = simple()
    add = system.add_component
    pump, load = add(ek.Pump("pump")), add(ek.SimpleHeatExchanger("load"))
    evaporator = system["evaporator"]
    system.add_edge(pump, (evaporator, "in1"), fluid="INCOMP::MEG[0.3]")
    connect(system, (evaporator, "out1"), load, pump)
    motor, grid = add(ek.Motor()), add(ek.PowerSource("grid"))
    connect(system, grid, motor)
    system.add_edge((motor, "power_out"), (system["compressor"], "power"))
    return system


MODELS = [simple, booster, cascade, secondary_loop]


def lines(svg):
    """The line of every connection, by label."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        path = group.find(f"{SVG}path[@class='wide']")
        if path is not None:
            label = group.find(f"{SVG}text").text
            found[label] = [
                tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", path.get("d"))
            ]
    return found


@pytest.mark.parametrize("model", MODELS)
def test_every_component_connection_and_port_is_there(model):
    system = model()
    sheet = flowsheet(system)
    root = ET.fromstring(sheet.svg)
    titles = [title.text for title in root.iter(f"{SVG}title")]
    for component in system.components:
        assert any(title.startswith(f"{component.label} (") for title in titles)
    for edge in system.edges:
        assert any(title.startswith(f"{edge.label}: {edge.source.label} → ") for title in titles)
        assert {edge.source_id, edge.target_id} <= set(titles)
    assert set(lines(sheet.svg)) == {edge.label for edge in system.edges}


@pytest.mark.parametrize("model", MODELS)
def test_symbols_stand_apart_and_lines_run_along_the_axes_inside_of_the_picture(model):
    system = model()
    sheet = flowsheet(system)
    layout = place(Graph.of(system))
    for (x1, y1), (x2, y2) in combinations(layout.at.values(), 2):
        assert abs(x1 - x2) >= 0.99 or abs(y1 - y2) >= 0.99
    left, top, width, height = map(float, ET.fromstring(sheet.svg).get("viewBox").split())
    for line in lines(sheet.svg).values():
        for (x1, y1), (x2, y2) in pairwise(line):
            assert abs(x1 - x2) < 0.11 or abs(y1 - y2) < 0.11
            assert left < x1 < left + width
            assert top < y1 < top + height


def test_pressure_rises_upwards_and_heat_too():
    system = cascade()
    row = {node.label: at[1] for node, at in place(Graph.of(system)).at.items()}
    assert row["evaporator"] < row["C1"] < row["between"] < row["C2"] < row["sink"]
    system = booster()
    layout = place(Graph.of(system))
    row = {node.label: at[1] for node, at in layout.at.items()}
    assert row["LT cases"] < row["MT cases"] < row["tank"] < row["gas_cooler"]
    column = {node.label: at[0] for node, at in layout.at.items()}
    assert column["HP valve"] < column["tank"] < column["MT cases"] < column["MT"]


def test_states_of_a_solution_are_tooltips():
    system = simple()
    assert "bar" not in flowsheet(system).svg
    result = system.solve()
    svg = flowsheet(system).svg
    assert f"p = {result['e1.p']:.5g} bar" in svg
    assert 'class="line vapour"' in svg
    assert 'class="line liquid"' in svg
    assert 'class="line two-phase"' in svg
    assert "Q = " in svg


def test_mermaid_text_and_files(tmp_path):
    sheet = flowsheet(simple())
    assert str(sheet).startswith("flowchart LR\n")
    assert 'n0 -->|"e1"| n1' in sheet.mermaid
    sheet.save(tmp_path / "cycle.svg")
    sheet.save(tmp_path / "cycle.mmd")
    ET.parse(tmp_path / "cycle.svg")
    assert (tmp_path / "cycle.mmd").read_text(encoding="utf-8") == sheet.mermaid
    assert repr(sheet) == "<Flowsheet: 4 components, 4 connections>"


def test_cells_show_it():
    assert simple()._repr_html_().startswith("<svg")
    assert ek.plot.flowsheet(simple())._repr_svg_().startswith("<svg")
    assert "<svg" not in ek.System()._repr_html_()


def test_labels_are_text_and_nothing_else():
    system = ek.System()
    system.add_component(ek.Source('<script>"&'))
    svg = flowsheet(system).svg
    assert "<script>" not in svg
    ET.fromstring(svg)


def test_two_pictures_on_one_page_keep_their_styles():
    system = simple()
    names = {ET.fromstring(flowsheet(system).svg).get("class") for _ in range(2)}
    assert len(names) == 2


def test_networks_have_flowsheets_too():
    from entropyk.components import SimpleHeatExchanger, Sink, Source
    from entropyk.connections import Connection
    from entropyk.networks import Network

    network = Network(iterinfo=False)
    a, heater, b = Source("a"), SimpleHeatExchanger("heater"), Sink("b")
    network.add_conns(Connection(a, "out1", heater, "in1", "1"), Connection(heater, "out1", b, "in1", "2"))
    assert "heater (SimpleHeatExchanger)" in flowsheet(network).svg
