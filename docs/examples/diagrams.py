"""A heat pump in every diagram there is.

Usage: python diagrams.py [directory]
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import entropyk as ek

# R134a between air of 10 °C and water that is heated from 30 °C to 38 °C.
system = ek.System("R134a", units="engineering")
compressor = system.add_component(ek.Compressor(eta_s=0.75))
condenser = system.add_component(ek.Condenser(pr1=0.98, pr2=0.98))
valve = system.add_component(ek.ExpansionValve())
evaporator = system.add_component(ek.Evaporator(pr1=1, pr2=0.98, Q=12))
water = system.add_component(ek.FlowSource("water in")), system.add_component(ek.FlowSink("water out"))
air = system.add_component(ek.FlowSource("air in")), system.add_component(ek.FlowSink("air out"))
system.add_edge(compressor, condenser, label="hot gas")
system.add_edge(condenser, valve, label="liquid", T_bubble=42, td_bubble=5)
system.add_edge(valve, evaporator, label="wet")
system.add_edge(evaporator, compressor, label="suction", T_dew=-2, td_dew=6)
system.add_edge(water[0], (condenser, "in2"), fluid="Water", T=30, p=2)
system.add_edge((condenser, "out2"), water[1], T=38)
system.add_edge(air[0], (evaporator, "in1"), fluid="Air", T=10, p=1.013)
system.add_edge((evaporator, "out1"), air[1], T=4)
result = system.finalize().solve()

# A performance map: power over both temperatures.
points = ek.grid({"suction.T_dew": np.linspace(-15, 5, 21), "liquid.T_bubble": np.linspace(42, 60, 10)})
table = system.sweep(points, ["compressor.P"])

# A rating with its envelope, and the points it was fitted to.
sheet = ek.Ahri540.named("2DF3-030E-TFC")
limits = ((-10, 15), (30, 60))
rating = ek.Ahri540(name="2DF3-030E-TFC", fluid="R134a", power=sheet.power, capacity=sheet.capacity, envelope=limits)

charts = {
    "ph_cycle": lambda: result.plot.ph(saturation_axis=True),
    "ts_cycle": lambda: result.plot.ts(),
    "hs_water": lambda: ek.plot.hs("Water"),
    "qt_condenser": lambda: result.plot.qt(condenser),
    "envelope": lambda: ek.plot.envelope(rating, points=[(-5, 35), (0, 45), (5, 50), (10, 55)]),
    "contour": lambda: ek.plot.contour(table, "suction.T_dew", "liquid.T_bubble", "compressor.P"),
}
if find_spec("CoolProp"):
    # A blend that is no entry of the fluid list, through CoolProp.
    charts["ph_blend"] = lambda: ek.plot.ph("R454B")

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "diagrams").resolve()
folder.mkdir(parents=True, exist_ok=True)
for name, draw in charts.items():
    draw().figure.savefig(folder / f"{name}.png", dpi=75)
    print(folder / f"{name}.png")
