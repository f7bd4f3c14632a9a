"""Machines alone between a source and a sink, beside TESPy and published figures."""

import numpy as np
import pytest

import entropyk as ek

ZERO = 273.15

TESPY = """
import json, warnings
warnings.simplefilter("ignore")
from tespy.components import *
from tespy.connections import Connection
from tespy.networks import Network
def through(machine, fluid, inlet, outlet):
    nw = Network(iterinfo=False)
    a, b = Source("a"), Sink("b")
    c1, c2 = Connection(a, "out1", machine, "in1"), Connection(machine, "out1", b, "in1")
    nw.add_conns(c1, c2)
    c1.set_attr(fluid={fluid: 1}, **inlet)
    c2.set_attr(**outlet)
    return nw, c1, c2
"""


def through(machine, fluid, inlet, outlet):
    """A machine between a source and a sink."""
    system = ek.System(fluid)
    source, machine, sink = (system.add_component(part) for part in (ek.Source(), machine, ek.Sink()))
    system.add_edge(source, machine, label="in", **inlet)
    system.add_edge(machine, sink, label="out", **outlet)
    return system.finalize()


def test_steam_turbine_loses_efficiency_by_wetness():
    """TESPy 0.11.3, docstring of SteamTurbine: 10 kg/s from 20 bar and 250 °C to 0.1 bar, a dry efficiency of 0.9."""
    turbine = ek.SteamTurbine(eta_s=0.9)
    system = through(turbine, "Water", {"m": 10.0, "T": 250 + ZERO, "p": 20e5}, {"p": 0.1e5})
    result = system.solve()
    assert turbine.P.val == pytest.approx(-7471296, rel=1e-6)
    assert result.states["x"][1] == pytest.approx(0.821, abs=5e-4)
    turbine.set_attr(eta_s=None, eta_s_dry=0.9, alpha=1.0)
    result = system.finalize().solve()
    assert turbine.P.val == pytest.approx(-7009682, rel=1e-6)
    assert result.states["x"][1] == pytest.approx(0.840, abs=5e-4)
    assert turbine.eta_s.val < 0.9


def test_turbine_follows_the_cone_law(tespy):
    theirs = tespy(
        TESPY
        + """
t = Turbine("t")
t.set_attr(eta_s=0.9, design=["eta_s"], offdesign=["eta_s_char", "cone"])
nw, c1, c2 = through(t, "water", dict(m=10, T=823.15, p=110e5, design=["p"]), dict(p=0.5e5))
nw.solve("design")
design = nw.save(as_dict=True)
c1.set_attr(m=8)
nw.solve("offdesign", design_path=design)
print(json.dumps([t.P.val, t.eta_s.val, c1.p.val]))
"""
    )
    turbine = ek.Turbine(eta_s=0.9)
    system = through(turbine, "Water", {"m": 10.0, "T": 550 + ZERO, "p": 110e5}, {"p": 0.5e5})
    system.set_design(system.solve())
    turbine.set_attr(eta_s=None, eta_s_char="DEFAULT", cone=True)
    system["in"].set_attr(m=8.0, p=None)
    system.finalize().solve()
    assert [turbine.P.val, turbine.eta_s.val, system["in"].p.val] == pytest.approx(theirs, rel=2e-6)


def test_turbo_compressor_follows_its_maps(tespy):
    theirs = tespy(
        TESPY
        + """
c = TurboCompressor("c")
c.set_attr(pr=5, eta_s=0.8, design=["eta_s"], offdesign=["char_map_pr", "char_map_eta_s"])
nw, c1, c2 = through(c, "air", dict(v=0.05, T=293.15, p=1e5), {})
nw.solve("design")
design = nw.save(as_dict=True)
c1.set_attr(v=0.045)
c.set_attr(igva="var")
nw.solve("offdesign", design_path=design)
print(json.dumps([c.P.val, c.eta_s.val, c.igva.val]))
"""
    )
    machine = ek.TurboCompressor(pr=5.0, eta_s=0.8)
    system = through(machine, "Air", {"v": 0.05, "T": 293.15, "p": 1e5}, {})
    system.set_design(system.solve())
    machine.set_attr(eta_s=None, char_map_pr="DEFAULT", char_map_eta_s="DEFAULT", igva="var")
    system["in"].set_attr(v=0.045)
    system.finalize().solve()
    assert [machine.P.val, machine.eta_s.val, machine.igva.val] == pytest.approx(theirs, rel=1e-5)


POLYNOMIALS = """
import numpy as np, pandas as pd
from tespy.components.displacementmachinery.polynomial_compressor import generate_eta_polys_from_data
state = {"T_sh": 20, "T_sc": 0, "frequency_poly": 50.0, "displacement": 214, "frequency_displacement": 20.0}
power = pd.DataFrame(columns=[10, 7.5, 5, 0, -5, -10], index=[30, 40, 50], dtype=float)
cooling = power.copy()
cooling.loc[30] = [465600, 424100, 385500, 316700, 257900, 208000]
cooling.loc[40] = [418900, 380400, 344800, 281400, 227400, 181600]
cooling.loc[50] = [365900, 331300, 299200, 242100, 193700, 152900]
power.loc[30] = [62.0, 61.8, 61.8, 61.8, 61.7, 61.3]
power.loc[40] = [78.0, 78.0, 78.0, 78.0, 77.7, 76.8]
power.loc[50] = [99.2, 99.2, 99.2, 98.9, 98.1, 96.5]
eta_s, eta_vol = generate_eta_polys_from_data(power * 1000, cooling, "R134a", state)
"""

REFERENCE = {"T_sh": 20, "T_sc": 0, "frequency_poly": 50.0, "displacement": 214, "frequency_displacement": 20.0}


def test_polynomial_compressor_is_tespys(tespy):
    """BITZER HSK at 50 Hz, TESPy's docstring: at −10/50 °C η_s 0.500, η_vol 0.814, P 38385 W, Q_diss −1919 W."""
    theirs = tespy(
        TESPY
        + POLYNOMIALS
        + """
c = PolynomialCompressor("c")
c.set_attr(eta_s_poly=eta_s, eta_vol_poly=eta_vol, dissipation_ratio=0.05, reference_state=state, frequency=20)
nw, c1, c2 = through(c, "R134a", dict(T=273.15, td_dew=10), dict(T_dew=323.15))
found = []
nw.solve("design")
found.append([c.P.val, c.Q_diss.val, c.eta_s.val, c.eta_vol.val, c1.m.val])
c1.set_attr(T=293.15); c2.set_attr(T_dew=313.15); c1.set_attr(v=400/3600); c.set_attr(frequency="var")
nw.solve("design")
found.append([c.P.val, c.Q_diss.val, c.eta_s.val, c.eta_vol.val, c.frequency.val])
print(json.dumps([list(eta_s), list(eta_vol), found]))
"""
    )
    eta_s, eta_vol, (first, second) = theirs
    machine = ek.PolynomialCompressor(
        eta_s_poly=eta_s, eta_vol_poly=eta_vol, dissipation_ratio=0.05, reference_state=REFERENCE, frequency=20.0
    )
    system = through(machine, "R134a", {"T": ZERO, "td_dew": 10.0}, {"T_dew": 50 + ZERO})

    def found(*names):
        return [machine.get_attr(name).val for name in names]

    system.solve()
    names = ("P", "Q_diss", "eta_s", "eta_vol")
    assert [*found(*names), system["in"].m.val] == pytest.approx(first, rel=1e-6)
    assert found(*names) == pytest.approx([38385, -1919, 0.500, 0.814], rel=1e-3)
    system["in"].set_attr(T=20 + ZERO, v=400 / 3600)
    system["out"].set_attr(T_dew=40 + ZERO)
    machine.set_attr(frequency="var")
    system.finalize().solve()
    assert found(*names, "frequency") == pytest.approx(second, rel=1e-6)


def test_polynomial_compressor_with_cooling_is_tespys(tespy):
    """TESPy's docstring: 1727 W of the dissipated heat warm 0.021 kg/s of water from 20 to 40 °C."""
    theirs = tespy(
        TESPY
        + POLYNOMIALS
        + """
c = PolynomialCompressorWithCooling("c")
c.set_attr(eta_s_poly=eta_s, eta_vol_poly=eta_vol, dissipation_ratio=0.05, reference_state=state, frequency=20,
           eta_recovery=0.9, dp_cooling=0)
nw, c1, c2 = through(c, "R134a", dict(T=273.15, td_dew=10), dict(T_dew=323.15))
b1 = Connection(Source("w"), "out1", c, "in2"); b2 = Connection(c, "out2", Sink("v"), "in1")
nw.add_conns(b1, b2)
b1.set_attr(fluid={"water": 1}, T=293.15, p=1e5); b2.set_attr(T=313.15)
nw.solve("design")
print(json.dumps([list(eta_s), list(eta_vol), [c.P.val, b1.m.val, c.td_minimal.val]]))
"""
    )
    eta_s, eta_vol, figures = theirs
    machine = ek.PolynomialCompressorWithCooling(
        eta_s_poly=eta_s,
        eta_vol_poly=eta_vol,
        dissipation_ratio=0.05,
        reference_state=REFERENCE,
        frequency=20.0,
        eta_recovery=0.9,
        dp_cooling=0.0,
    )
    system = ek.System("R134a")
    parts = [ek.Source("a"), machine, ek.Sink("b"), ek.Source("w"), ek.Sink("v")]
    a, c, b, w, v = (system.add_component(part) for part in parts)
    system.add_edge(a, c, T=ZERO, td_dew=10.0)
    system.add_edge(c, b, T_dew=50 + ZERO)
    cooling = system.add_edge(w, (c, "in2"), fluid="Water", T=20 + ZERO, p=1e5)
    system.add_edge((c, "out2"), v, T=40 + ZERO)
    result = system.finalize().solve()
    assert [c.P.val, cooling.m.val, c.td_minimal.val] == pytest.approx(figures, rel=1e-5)
    assert cooling.m.val == pytest.approx(0.021, abs=5e-4)
    assert result.performance["loss"] == pytest.approx(0.1 * 0.05 * c.P.val, rel=1e-9)


#: BITZER screw compressor, 144 m³/h at 20 Hz, R134a, 10 K superheat, no subcooling: capacity in W and power in kW
#: (BITZER SP-111-1, as in the example heat_pump_partload of TESPy 0.11.3).
T_EVAP = [10.0, 7.5, 5.0, 0.0, -5.0, -10.0]
BITZER = {
    30: (
        [30.0, 40.0, 50.0],
        [
            [194300, 176900, 160700, 131800, 107200, 86200],
            [175900, 159600, 144500, 117600, 94700, 75200],
            [153000, 138300, 124600, 100300, 79700, 62300],
        ],
        [
            [24.8, 25.7, 26.3, 27.1, 27.3, 27.3],
            [34.1, 34.5, 34.7, 34.9, 34.8, 34.7],
            [45.2, 45.3, 45.3, 45.2, 45.1, 45.3],
        ],
    ),
    50: (
        [30.0, 40.0, 50.0, 60.0],
        [
            [325500, 296900, 270300, 222800, 182100, 147500],
            [296400, 269700, 245000, 200800, 163000, 130900],
            [262200, 237900, 215300, 175200, 141100, 112200],
            [223800, 202300, 182300, 147000, None, None],
        ],
        [
            [41.2, 42.5, 43.5, 44.6, 44.9, 44.6],
            [56.4, 56.9, 57.2, 57.1, 56.6, 55.8],
            [73.7, 73.6, 73.3, 72.4, 71.3, 70.3],
            [93.2, 92.6, 91.9, 90.4, None, None],
        ],
    ),
    90: (
        [30.0, 40.0, 50.0, 60.0],
        [
            [564100, 515300, 469900, 388700, 318900, 259500],
            [515700, 470200, 428100, 352600, 288100, 233200],
            [461600, 420100, 381600, 312900, 254200, 204500],
            [402700, 365500, 331100, 269800, None, None],
        ],
        [
            [76.3, 78.7, 80.4, 82.3, 82.5, 81.6],
            [104.1, 104.9, 105.2, 104.8, 103.3, 101.2],
            [134.9, 134.4, 133.6, 131.2, 128.2, 125.2],
            [167.8, 166.0, 164.1, 160.0, None, None],
        ],
    ),
}


def sheet(frequency):
    """The table of a frequency, as `from_en12900` takes it."""
    t_cond, capacity, power = BITZER[frequency]
    power = 1e3 * np.array(power, dtype=float)
    return {"T_evap": T_EVAP, "T_cond": t_cond, "capacity": capacity, "power": power}


def rated_cycle(compressor, t_evap, t_cond, superheat=10.0):
    """The cycle of a rating: superheat, saturated liquid."""
    system = ek.System("R134a")
    parts = [compressor, ek.Condenser(), ek.ExpansionValve(), ek.Evaporator()]
    c, k, v, e = (system.add_component(part) for part in parts)
    system.add_edge(c, k, T_dew=t_cond + ZERO)
    system.add_edge(k, v, td_bubble=0.0)
    system.add_edge(v, e)
    system.add_edge(e, c, T_dew=t_evap + ZERO, td_dew=superheat)
    return system.finalize().solve()


def test_a_data_sheet_of_several_speeds_is_met(published):
    """BITZER screw, R134a, EN 12900 with 10 K of superheat: capacity and power in W at 30, 50 and 90 Hz."""
    compressor = ek.Compressor.from_en12900({f: sheet(f) for f in BITZER}, fluid="R134a", name="BITZER", frequency=50.0)
    errors = compressor.fit_errors
    # What ten coefficients cannot follow of figures rounded to four digits.
    assert len(errors) == 18 + 22 + 22
    assert np.abs(errors["capacity_error"]).max() < 2e-3
    assert np.abs(errors["power_error"]).max() < 4e-3
    for frequency, t_evap, t_cond, capacity, power in [
        (50.0, 0.0, 50.0, 175200, 72.4e3),
        (90.0, 10.0, 30.0, 564100, 76.3e3),
        (30.0, -10.0, 50.0, 62300, 45.3e3),
    ]:
        compressor.set_attr(frequency=frequency)
        fresh = ek.Compressor(coefficients=compressor.coefficients.val, frequency=frequency)
        performance = rated_cycle(fresh, t_evap, t_cond).performance
        at = f"{frequency:g} Hz, {t_evap:g}/{t_cond:g} °C"
        published(f"{at}: capacity", performance["heat_in"], capacity, rel=2e-3)
        published(f"{at}: power", performance["power"], power, rel=4e-3)
    # Half way between two speeds lies the mean of both.
    halfway = rated_cycle(
        ek.Compressor(coefficients=compressor.coefficients.val, frequency=40.0), 0.0, 40.0
    ).performance
    assert halfway["heat_in"] == pytest.approx(0.5 * (117600 + 200800), rel=3e-3)
    assert halfway["power"] == pytest.approx(0.5 * (34.9e3 + 57.1e3), rel=4e-3)


def test_frequency_is_an_unknown_of_several_speeds():
    machine = ek.Compressor.from_en12900({f: sheet(f) for f in BITZER}, fluid="R134a", frequency="var")
    system = ek.System("R134a")
    parts = [machine, ek.Condenser(), ek.ExpansionValve(), ek.Evaporator(Q=150e3)]
    c, k, v, e = (system.add_component(part) for part in parts)
    system.add_edge(c, k, T_dew=40 + ZERO)
    system.add_edge(k, v, td_bubble=0.0)
    system.add_edge(v, e)
    system.add_edge(e, c, T_dew=ZERO, td_dew=10.0)
    system.finalize().solve()
    # Between 117.6 kW at 30 Hz and 200.8 kW at 50 Hz.
    assert machine.frequency.val == pytest.approx(30 + 20 * (150 - 117.6) / (200.8 - 117.6), rel=3e-3)


def test_a_speed_is_needed_and_those_beyond_are_told():
    ratings = ek.Compressor.from_en12900({f: sheet(f) for f in BITZER}, fluid="R134a").coefficients.val
    with pytest.raises(ek.ComponentError, match="3 speeds from 30 Hz to 90 Hz: give frequency"):
        rated_cycle(ek.Compressor(coefficients=ratings), 0.0, 40.0)
    result = rated_cycle(ek.Compressor(coefficients=ratings, frequency=100.0), 0.0, 40.0)
    assert any("frequency = 100.000 is above the range of the ratings" in warning for warning in result.warnings)


@pytest.mark.parametrize("policy", ["warn", "clip", "error"])
def test_what_leaves_the_envelope_is_judged_at_the_solution(policy):
    ratings = ek.Compressor.from_en12900(sheet(50), fluid="R134a").coefficients.val
    machine = ek.Compressor(coefficients=ratings, extrapolate=policy)
    if policy == "error":
        with pytest.raises(ek.ComponentError, match="outside the envelope"):
            rated_cycle(machine, -15.0, 40.0)
        return
    result = rated_cycle(machine, -15.0, 40.0)
    told = "continued linearly" if policy == "warn" else "held at its edge"
    assert any(told in warning for warning in result.warnings)
    at_edge = rated_cycle(ek.Compressor(coefficients=ratings), -10.0, 40.0)
    assert not at_edge.warnings
    if policy == "clip":
        assert result.performance["power"] == pytest.approx(at_edge.performance["power"], rel=1e-9)
    else:
        # Along the tangent: the table falls by 800 W from −5 to −10 °C.
        assert at_edge.performance["power"] - result.performance["power"] == pytest.approx(900, abs=400)


def test_fit_tells_what_it_misses():
    rated = ek.Ahri540.named("2DF3-030E-TFC")
    grid = [(s, d) for s in (-10.0, -5.0, 0.0, 5.0) for d in (30.0, 38.0, 46.0, 54.0)]
    values = [rated.evaluate(s + ZERO, d + ZERO) for s, d in grid]
    points = {
        "T_suction": [s for s, _ in grid],
        "T_discharge": [d for _, d in grid],
        "capacity": [v["capacity"] for v in values],
        "power": [v["power"] * (1.01 if i == 5 else 1.0) for i, v in enumerate(values)],
    }
    compressor = ek.Compressor.fit(points, fluid="R134a", return_gas=18.3 + ZERO)
    errors = compressor.fit_errors
    assert np.abs(errors["capacity_error"]).max() < 1e-9
    assert np.argmax(np.abs(errors["power_error"])) == 5
    assert 1e-3 < np.abs(errors["power_error"]).max() < 0.01
    with pytest.raises(ek.ComponentError, match="at least 10 points, not 3"):
        ek.Compressor.fit({key: column[:3] for key, column in points.items()})
    with pytest.raises(ek.ValidationError, match="neither mass_flow nor capacity"):
        ek.Compressor.fit({"T_suction": [], "T_discharge": [], "power": []})


def test_efficiency_maps_over_speed_and_pressure_ratio():
    eta_vol = ek.CharMap([20.0, 60.0], [[1.0, 5.0], [1.0, 5.0]], [[1.0, 0.8], [0.96, 0.76]])
    eta_s = ek.CharMap([20.0, 60.0], [[1.0, 3.0, 5.0]] * 2, [[0.5, 0.7, 0.6], [0.4, 0.6, 0.5]])
    machine = ek.Compressor(eta_vol_map=eta_vol, eta_s_map=eta_s, swept_volume=1e-4, frequency=40.0)
    system = through(machine, "R290", {"T": 280.0, "p": 4e5}, {"p": 12e5})
    system.solve()
    inlet = ek.Fluid("R290").state(T=280.0, p=4e5)
    assert system["in"].m.val == pytest.approx(0.88 * 1e-4 * 40.0 * inlet.rho, rel=1e-9)
    assert machine.eta_s.val == pytest.approx(0.65, rel=1e-9)
    assert machine.eta_vol.val == pytest.approx(0.88, rel=1e-9)


def test_vapour_injection_takes_part_in_the_balances():
    machine = ek.Compressor(eta_s=0.7, injection_ratio=0.2, heat_loss=0.05)
    system = ek.System("R410A")
    parts = [ek.Source("suction"), machine, ek.Sink("discharge"), ek.Source("flash")]
    a, c, b, f = (system.add_component(part) for part in parts)
    system.add_edge(a, c, label="in", m=0.1, p=8e5, T=285.0)
    system.add_edge(c, b, label="out", p=28e5)
    system.add_edge(f, (c, "in2"), label="injected", p=14e5, x=1.0)
    result = system.finalize().solve()
    m, h = result.states["m"], result.states["h"]
    assert m == pytest.approx([0.1, 0.12, 0.02])
    power = m[1] * h[1] - m[0] * h[0] - m[2] * h[2]
    assert c.P.val == pytest.approx(power, rel=1e-12)
    assert c.P_input.val == pytest.approx(power / 0.95, rel=1e-12)
    fluid = ek.Fluid("R410A")
    ideal = [m[i] * (fluid.state(p=28e5, s=result.states["s"][i]).h - h[i]) for i in (0, 2)]
    assert sum(ideal) / power == pytest.approx(0.7, rel=1e-9)


def test_pump_curve_and_system_curve_meet():
    """H = 40 m − 4e4 V² at full speed against a friction of 1e5 V² m of water; at 80 % speed the flow is 80 %."""
    flow = np.linspace(0.0, 0.03, 301)
    curve = ek.CharLine(flow, 40.0 - 4e4 * flow**2)
    flows = []
    for speed in (1.0, 0.8):
        pump = ek.Pump(head_char=curve, eta=0.75, speed=speed)
        system = ek.System("Water")
        parts = [ek.Source(), pump, ek.Valve(), ek.Sink()]
        source, pump, valve, sink = (system.add_component(part) for part in parts)
        system.add_edge(source, pump, label="in", p=1e5, T=293.15)
        system.add_edge(pump, valve)
        system.add_edge(valve, sink, p=1e5)
        # Δp = 1e5 V² ρ g, as a valve of Kv = 3600 V √(ρ/1000 · 1e5 Pa/Δp).
        valve.set_attr(Kv=3600 * np.sqrt(1e5 / (1e5 * 1000 * 9.80665)))
        system.finalize().solve()
        flows.append(system["in"].v.val)
    # 40 − 4e4 V² = 1e5 V²; the curve of points lies below the parabola by less than 4e4 (1e-4)²/4.
    assert flows[0] == pytest.approx(np.sqrt(40.0 / 1.4e5), rel=1e-4)
    assert flows[1] == pytest.approx(0.8 * flows[0], rel=1e-4)


def test_pump_maps_are_tespys(tespy):
    theirs = tespy(
        TESPY
        + """
from tespy.tools import CharMap
p = Pump("p")
head = CharMap([40, 50], [[0, 0.01, 0.02], [0, 0.0125, 0.025]], [[25.6, 22, 12], [40, 34.4, 18.75]])
eta = CharMap([40, 50], [[0, 0.01, 0.02], [0, 0.0125, 0.025]], [[0.3, 0.7, 0.6], [0.3, 0.72, 0.62]])
p.set_attr(head_flow_map={"char_func": head, "is_set": True}, frequency=46)
p.set_attr(eta_flow_map={"char_func": eta, "is_set": True})
nw, c1, c2 = through(p, "water", dict(v=0.013, T=293.15, p=1e5), {})
nw.solve("design")
print(json.dumps([p.head.val, p.eta.val, p.P.val]))
"""
    )
    flows = [[0, 0.01, 0.02], [0, 0.0125, 0.025]]
    head = ek.CharMap([40, 50], flows, [[25.6, 22, 12], [40, 34.4, 18.75]])
    eta = ek.CharMap([40, 50], flows, [[0.3, 0.7, 0.6], [0.3, 0.72, 0.62]])
    pump = ek.Pump(head_flow_map=head, eta_flow_map=eta, frequency=46.0)
    through(pump, "Water", {"v": 0.013, "T": 293.15, "p": 1e5}, {}).solve()
    assert [pump.head.val, pump.eta.val, pump.P.val] == pytest.approx(theirs, rel=1e-6)


def test_fan_laws():
    """Twice the speed: twice the flow, four times the pressure rise, eight times the power, as the fan laws have it."""
    curve = ek.CharLine(np.linspace(0, 2, 21), 400.0 - 100.0 * np.linspace(0, 2, 21) ** 2)
    powers = []
    for speed in (1.0, 2.0):
        fan = ek.Fan(flow_char=curve, eta=0.6, speed=speed)
        system = through(fan, "Air", {"v": 1.0 * speed, "T": 293.15, "p": 101325.0}, {})
        system.solve()
        assert -fan.dp.val == pytest.approx(300.0 * speed**2, rel=1e-9)
        powers.append(fan.P.val)
    assert powers[0] == pytest.approx(300.0 / 0.6, rel=1e-9)
    assert powers[1] == pytest.approx(8 * powers[0], rel=1e-9)


def test_expander_swallows_its_volume():
    machine = ek.Expander(swept_volume=5e-5, frequency=50.0, filling_factor=1.1, eta_s=0.65)
    system = through(machine, "R245fa", {"T": 390.0, "p": 12e5}, {"p": 2.5e5})
    system.solve()
    assert system["in"].v.val == pytest.approx(1.1 * 5e-5 * 50.0, rel=1e-9)
    assert machine.P.val < 0


def test_generator_efficiency_falls_at_part_load():
    system = ek.System("Water")
    parts = [ek.PowerSource(), ek.Generator(eta=0.98), ek.PowerSink()]
    source, generator, sink = (system.add_component(part) for part in parts)
    shaft = system.add_edge(source, generator, E=1e6)
    system.add_edge(generator, sink)
    system.set_design(system.finalize().solve())
    generator.set_attr(eta=None, eta_char=ek.CharLine([0.0, 1.0], [0.9, 1.0]))
    shaft.set_attr(E=0.5e6)
    system.finalize().solve()
    # E_out/E_in = 0.98 (0.9 + 0.1 E_out/0.98 MW)
    out = 0.98 * 0.9 * 0.5e6 / (1 - 0.98 * 0.1 * 0.5e6 / 0.98e6)
    assert generator.eta.val == pytest.approx(out / 0.5e6, rel=1e-9)


def test_characteristics_need_a_design_point_and_tell_when_they_are_left():
    turbine = ek.Turbine(eta_s_char="TRAUPEL")
    system = through(turbine, "Water", {"m": 10.0, "T": 550 + ZERO, "p": 110e5}, {"p": 0.5e5})
    with pytest.raises(ek.EntropykError, match="set_design"):
        system.solve()
    turbine.set_attr(eta_s=0.9, eta_s_char=None)
    system.set_design(system.finalize().solve())
    turbine.set_attr(eta_s=None, eta_s_char=ek.CharLine([0.5, 1.0], [0.9, 1.0]))
    system["in"].set_attr(m=4.0)
    result = system.finalize().solve()
    assert turbine.eta_s.val == pytest.approx(0.81)
    assert any("eta_s_char, with minimum of 0.5" in warning for warning in result.warnings)


def test_corners_of_curves_are_named_by_sensitivities():
    turbine = ek.Turbine(eta_s=0.9)
    system = through(turbine, "Water", {"m": 10.0, "T": 550 + ZERO, "p": 110e5}, {"p": 0.5e5})
    system.set_design(system.solve())
    turbine.set_attr(eta_s=None, eta_s_char=ek.CharLine([0.5, 1.0, 1.5], [0.9, 1.0, 0.95]))
    result = system.finalize().solve()
    found = result.sensitivity(["turbine.eta_s"], ["in.m", "in.T"])
    # The slope on the left: 0.9 (1.0 − 0.9)/0.5 per relative flow.
    assert found.values[0, 0] == pytest.approx(0.018)
    assert found.kinks == {"in.m": ["turbine"], "in.T": []}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ek.System().add_component(ek.Compressor(eta_s=1.2)), "eta_s = 1.2"),
        (lambda: ek.Turbine(eta_s=-0.1), "eta_s = -0.1"),
        (lambda: ek.Pump(eta_s=0.0), "eta_s = 0"),
        (lambda: ek.Pump(head_char=[1, 2]), "head_char cannot be the list"),
        (lambda: ek.Pump(speed=0.0), "speed = 0"),
        (lambda: ek.Compressor(extrapolate="ignore"), "extrapolate is one of warn, error, clip"),
        (lambda: ek.Compressor(swept_volume=0.0), "swept_volume"),
        (lambda: ek.PolynomialCompressor(eta_s_poly=[0.7]), "eta_s_poly"),
        (lambda: ek.PolynomialCompressor(reference_state={"T_super": 3}), "T_super"),
        (lambda: ek.Compressor(coefficients=[ek.Ahri540.named("2DF3-030E-TFC")] * 2), "frequency 60 Hz"),
        (lambda: ek.Turbine(eta_s_char="TRAUPL"), "TRAUPEL"),
        (lambda: ek.Turbine(eta_s_char={"char_func": ek.CharLine(), "param": "n"}), "m, m_out, v, pr"),
    ],
)
def test_impossible_parameters_are_refused(make, message):
    with pytest.raises(ek.EntropykError, match=message):
        make()


#: Bristol H82J273ABC, R410A, mass flow and power in °F, lb/h and W, from HPSim.
BRISTOL_FLOW = [334.1972, 7.186994, -3.807002, 0.072211, -0.037339, 0.031873, 0.000121, -0.00027, 0.000208, -0.000151]
BRISTOL_POWER = [960.2755, 4.58648, -4.553715, -0.092091, 0.143861, 0.240418, -0.001901, -0.000688, 0.003575, -0.001548]


def test_a_mass_flow_map_meets_its_rating(published):
    """Bristol H82J273ABC, R410A, 45/130 °F, a map of mass flow and power in °F, lb/h and W, from HPSim."""
    machine = ek.Compressor.from_ahri540(mass_flow=BRISTOL_FLOW, power=BRISTOL_POWER, fluid="R410A", units="IP")
    evaporating, condensing, return_gas = ((t - 32) / 1.8 + ZERO for t in (45, 130, 65))
    found = machine.coefficients.val.evaluate(evaporating, condensing)
    published("mass flow, lb/h", found["mass_flow"] * 3600 / 0.45359237, 395.54, rel=1e-4)
    published("power, W", found["power"], 4256, rel=1e-4)
    fluid = ek.Fluid("R410A")
    suction = fluid.state(p=fluid.saturation(T=evaporating).dew.p, T=return_gas)
    pressure = fluid.saturation(T=condensing).dew.p
    liquid = fluid.state(p=pressure, T=fluid.saturation(p=pressure).bubble.T - 15 / 1.8)
    capacity = found["mass_flow"] * (suction.h - liquid.h)
    published("capacity with 65 °F return gas and 15 °F subcooling, W", capacity, 7925, rel=5e-3)


def test_coefficients_in_wrong_units_are_refused():
    with pytest.raises(ek.ComponentError, match='they look like units="IP"'):
        ek.Compressor.from_ahri540(mass_flow=BRISTOL_FLOW, power=BRISTOL_POWER, fluid="R410A")
    with pytest.raises(ek.ComponentError, match="check their units"):
        rated_cycle(ek.Compressor(coefficients=[*BRISTOL_FLOW, *BRISTOL_POWER]), 0.0, 40.0)


def test_shapes_of_data_sheets_are_checked():
    table = sheet(50)
    with pytest.raises(ek.ValidationError, match="differ in shape"):
        ek.Compressor.from_en12900({**table, "T_cond": [30.0, 40.0]})
    with pytest.raises(ek.ValidationError, match="no column power"):
        ek.Compressor.from_en12900({key: table[key] for key in ("T_evap", "T_cond", "capacity")})


def test_a_flow_that_runs_backwards_is_told():
    pump = ek.Pump(flow_char=ek.CharLine([0.0, 0.1], [2e5, 0.0]), eta=0.7)
    system = through(pump, "Water", {"p": 3e5, "T": 293.15}, {"m": -1.0})
    result = system.solve()
    assert any("runs backwards" in warning for warning in result.warnings)
    assert any("flow_char, with minimum of 0" in warning for warning in result.warnings)


def test_flash_gas_is_injected_in_a_closed_circuit():
    """The vapour of the flash tank is what throttling to its pressure leaves; energy closes over the circuit."""
    system = ek.System("R410A")
    parts = [
        ek.Compressor(eta_s=0.7),
        ek.Condenser(),
        ek.Valve("first"),
        ek.DropletSeparator("flash"),
        ek.Valve("second"),
        ek.Evaporator(Q=10e3),
    ]
    compressor, condenser, first, flash, second, evaporator = (system.add_component(part) for part in parts)
    system.add_edge(compressor, condenser, T_dew=45 + ZERO)
    system.add_edge(condenser, first, td_bubble=3.0)
    throttled = system.add_edge(first, flash, p=16e5)
    system.add_edge((flash, "out1"), second)
    system.add_edge((flash, "out2"), (compressor, "in2"))
    system.add_edge(second, evaporator)
    system.add_edge(evaporator, compressor, T_dew=-5 + ZERO, td_dew=5.0)
    result = system.finalize().solve()
    x = throttled.x.val
    assert compressor.injection_ratio.val == pytest.approx(x / (1 - x), rel=1e-9)
    assert abs(result.performance.imbalance) < 1e-6
    assert result.performance["heat_out"] == pytest.approx(10e3 + compressor.P.val, rel=1e-9)


def test_a_loop_of_glycol_starts_at_the_curve_of_its_pump():
    """Nothing else tells the flow: the evaporator is part of a cycle, and friction depends on it."""
    flows = np.linspace(0.0, 1.4e-3, 29)
    heads = 8.0 - 4.0e6 * flows**2
    system = ek.System("R134a", units="engineering")
    compressor = ek.Compressor.from_ahri540("2DF3-030E-TFC")
    condenser = ek.Condenser(UA=3500.0, sink_temperature=30.0, subcooling=5.0)
    parts = [compressor, condenser, ek.ThermostaticValve(Kv=0.45), ek.Evaporator(UA=3200.0, dp1=0.25)]
    loop = [
        ek.Pump("pump", head_char=ek.CharLine(flows, heads), eta=0.5),
        ek.Pipe(Q=0.0, L=60.0, D=0.04, ks=4.5e-5),
        ek.SimpleHeatExchanger("load", zeta_d4=6e7),
    ]
    compressor, condenser, valve, evaporator = (system.add_component(part) for part in parts)
    pump, pipe, load = (system.add_component(part) for part in loop)
    edges = [(compressor, condenser), (condenser, valve), (valve, evaporator), (evaporator, (valve, "in2"))]
    for a, b in [*edges, ((valve, "out2"), compressor)]:
        system.add_edge(a, b)
    system.add_edge(pump, (evaporator, "in1"), fluid="INCOMP::MEG[0.3]", label="glycol")
    system.add_edge((evaporator, "out1"), pipe)
    system.add_edge(pipe, load)
    system.add_edge(load, pump, p=1.5, T=12.0)
    result = system.finalize().solve()
    flow = result["glycol.v"]
    assert result["pump.head"] == pytest.approx(np.interp(flow, flows, heads), rel=1e-3)
    assert 0.3e-3 < flow < 1.2e-3
    assert "num_in" not in str(result)
