"""One heat pump, written for TESPy: with entropyk only the imports change, and what comes after needs no TESPy.

Usage: python migration_from_tespy.py
"""

# With TESPy:  from tespy.components import …; from tespy.connections import …; from tespy.networks import Network
from entropyk.components import Compressor, CycleCloser, Motor, PowerSource, SimpleHeatExchanger, Valve
from entropyk.connections import Connection, PowerConnection, Ref
from entropyk.networks import Network

nw = Network(iterinfo=False)
nw.units.set_defaults(temperature="degC", pressure="bar", enthalpy="kJ/kg", power="kW", heat="kW")

closer, compressor, valve = CycleCloser("cycle closer"), Compressor("compressor"), Valve("valve")
condenser, evaporator = SimpleHeatExchanger("condenser"), SimpleHeatExchanger("evaporator")
c1 = Connection(closer, "out1", compressor, "in1", label="1")
c2 = Connection(compressor, "out1", condenser, "in1", label="2")
c3 = Connection(condenser, "out1", valve, "in1", label="3")
c4 = Connection(valve, "out1", evaporator, "in1", label="4")
c0 = Connection(evaporator, "out1", closer, "in1", label="0")
grid, motor = PowerSource("grid"), Motor("motor", eta=0.95)
e1 = PowerConnection(grid, "power", motor, "power_in", label="e1")
e2 = PowerConnection(motor, "power_out", compressor, "power", label="e2")
nw.add_conns(c0, c1, c2, c3, c4, e1, e2)

# The design: saturated states, efficiency, load.
c1.set_attr(fluid={"R290": 1}, T_dew=-2, td_dew=5)
c3.set_attr(T_bubble=45, td_bubble=3)
compressor.set_attr(eta_s=0.75, design=["eta_s"], offdesign=["eta_s_char"])
condenser.set_attr(dp=0, Q=-10)
evaporator.set_attr(dp=0)
nw.solve("design")
nw.assert_convergence()
nw.print_results()
print(f"COP at the design: {-condenser.Q.val / e1.E.val:.3f}")

# Part load, from the state at the design.
design = nw.save(as_dict=True)
condenser.set_attr(Q=-7)
nw.solve("offdesign", design_path=design)
print(f"COP at 70 % load: {-condenser.Q.val / e1.E.val:.3f}, eta_s {compressor.eta_s.val:.4f}")

# A reference instead of a number, and the network as a file.
nw.solve("design")
c3.set_attr(td_bubble=None, T=Ref(c1, 1, 39))
nw.solve("design")
again = Network.from_dict(nw.export())
again.iterinfo = False
again.solve("design")
print(f"T at 3: {again.get_conn('3').T.val:.2f} °C")

# What TESPy does not have: many points at once, on all cores, and derivatives of the result.
temperatures = [-10.0, -5.0, 0.0]
table = nw.sweep({"1.T_dew": temperatures}, ["e1.E", "condenser.Q"])
for T, power in zip(temperatures, table["e1.E"]):
    print(f"evaporation at {T:5.1f} °C: {power:.3f} kW")
slope = nw.solution.sensitivity("e1.E", "1.T_dew")
print(f"d(power)/d(T_dew): {float(slope):.4f} kW/K")
