"""A refrigeration cycle from a compressor's data sheet: solved, reported, and drawn as a log p-h chart.

Usage: python simple_cycle.py [chart.png]
"""

import sys
from pathlib import Path

import entropyk as ek

# A semi-hermetic compressor for R134a: ten coefficients each for capacity and power, shipped with their source.
ahri_coeffs = ek.Ahri540.named("2DF3-030E-TFC")

system = ek.System()  # fluid="R134a" unless given
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
print(result)

chart = Path(sys.argv[1] if len(sys.argv) > 1 else "simple_cycle.png").resolve()
result.plot.ph().figure.savefig(chart, dpi=150)
print(f"log p-h chart: {chart}")
