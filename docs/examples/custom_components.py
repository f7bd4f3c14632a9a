"""Components of the library, written again in Python: a pump, a valve, a heat exchanger, a mixing point.

The tests compare them with the native ones. Usage: python custom_components.py solves a heating circuit with them.
"""

import math

import entropyk as ek
from entropyk.declare import Report, affine, balance, equal, equation, inlet, outlet, parameter, result

CHANGE = [
    parameter("pr", "ratio", "outlet to inlet pressure ratio"),
    parameter("dp", "pressure_difference", "pressure drop from inlet to outlet"),
]
PRESSURE = [affine("out1.p", "in1.p", factor="pr"), affine("out1.p", "in1.p", offset="-dp")]


class Pump(ek.Component):
    """Pump with an efficiency against isentropic compression.

    As the native one.
    """

    ports = [inlet("in1"), outlet("out1"), inlet("power", "power")]
    parameters = [
        parameter("P", "power", "power that reaches the fluid"),
        *CHANGE,
        parameter("eta_s", "efficiency", "isentropic efficiency", min=1e-3, max=1.0, strict=True),
        parameter("head", "length", "hydraulic head"),
    ]
    equations = [equal("out1.m", "in1.m"), *PRESSURE]

    @equation("in1.m", "in1.h", "out1.h", "P", name="P")
    def power_given(self, at):
        """m (h_out − h_in) = P"""
        return at.in1.m * (at.out1.h - at.in1.h) - at.P

    @equation("in1.p", "in1.h", "out1.p", "out1.h", "eta_s")
    def efficiency(self, at):
        """(h_out − h_in) eta_s = h(p_out, s_in) − h_in"""
        ideal = at.in1.fluid.state(p=at.out1.p, s=at.in1.s).h
        return (at.out1.h - at.in1.h) * at.eta_s - (ideal - at.in1.h)

    @equation("in1.p", "in1.h", "out1.p", "head", name="head")
    def lift(self, at):
        """(p_out − p_in) v_in = g head"""
        return (at.out1.p - at.in1.p) * at.in1.v - 9.80665 * at.head

    @equation("in1.m", "in1.h", "out1.h", "power.E")
    def shaft(self, at):
        """m (h_out − h_in) = E"""
        return at.in1.m * (at.out1.h - at.in1.h) - at.power.E

    def start(self, known):
        if known.in1.p is None or known.in1.h is None or known.out1.p is None:
            return None
        density = known.in1.fluid.state(p=known.in1.p, h=known.in1.h).rho
        return {"out1.h": known.in1.h + (known.out1.p - known.in1.p) / density / (known.eta_s or 0.8)}

    def report(self, at):
        power = at.in1.m * (at.out1.h - at.in1.h)
        ideal = at.in1.fluid.state(p=at.out1.p, s=at.in1.s).h
        results = {
            "P": power,
            "pr": at.out1.p / at.in1.p,
            "dp": at.in1.p - at.out1.p,
            "eta_s": (ideal - at.in1.h) / (at.out1.h - at.in1.h),
            "head": (at.out1.p - at.in1.p) * at.in1.v / 9.80665,
        }
        return Report(results, power=0.0 if at.is_connected("power") else power)


class Valve(ek.Component):
    """Isenthalpic throttling."""

    ports = [inlet("in1"), outlet("out1")]
    parameters = [*CHANGE, parameter("Kv", meaning="flow coefficient in m³/h")]
    equations = [equal("out1.m", "in1.m"), equal("out1.h", "in1.h"), *PRESSURE]

    @equation("in1.m", "in1.p", "in1.h", "out1.p", "Kv")
    def flow(self, at):
        """Kv² (p_in − p_out)/1e5 = 3600² m|m| v_in/1000"""
        return at.Kv**2 * (at.in1.p - at.out1.p) - self._squared(at)

    @flow.derivative
    def flow(self, at):
        m, v = at.in1.m, at.in1.v
        step = 1.0
        fluid = at.in1.fluid
        dv = [
            (1 / fluid.state(p=at.in1.p + a * step, h=at.in1.h + b * step).rho - v) / step for a, b in ((1, 0), (0, 1))
        ]
        return {
            "in1.m": -2 * abs(m) * v * 1.296e9,
            "in1.p": at.Kv**2 - m * abs(m) * dv[0] * 1.296e9,
            "in1.h": -m * abs(m) * dv[1] * 1.296e9,
            "out1.p": -(at.Kv**2),
            "Kv": 2 * at.Kv * (at.in1.p - at.out1.p),
        }

    def _squared(self, at):
        return at.in1.m * abs(at.in1.m) * at.in1.v * 1.296e9

    def report(self, at):
        results = {"pr": at.out1.p / at.in1.p, "dp": at.in1.p - at.out1.p}
        if at.in1.p > at.out1.p:
            results["Kv"] = math.sqrt(abs(self._squared(at)) / (at.in1.p - at.out1.p))
        return results


class Exchanger(ek.Component):
    """Counterflow heat exchanger: two streams, one conductance."""

    ports = [inlet("in1"), inlet("in2"), outlet("out1"), outlet("out2")]
    parameters = [
        parameter("Q", "heat", "heat into the second stream, negative"),
        parameter("UA", "heat_transfer_coefficient", "conductance", min=0.0, strict=True, aliases=["ua"]),
        parameter("ttd_u", "temperature_difference", "T_in1 − T_out2"),
        parameter("pr1", "ratio", "pressure ratio of the first stream"),
        parameter("pr2", "ratio", "pressure ratio of the second stream"),
        result("lmtd", "temperature_difference", "logarithmic mean temperature difference"),
    ]
    equations = [
        equal("out1.m", "in1.m"),
        equal("out2.m", "in2.m"),
        affine("out1.p", "in1.p", factor="pr1"),
        affine("out2.p", "in2.p", factor="pr2"),
    ]

    @equation("in1.m", "in1.h", "out1.h", "in2.m", "in2.h", "out2.h")
    def energy(self, at):
        """m1 (h_out1 − h_in1) + m2 (h_out2 − h_in2) = 0"""
        return at.in1.m * (at.out1.h - at.in1.h) + at.in2.m * (at.out2.h - at.in2.h)

    @equation("in1.m", "in1.h", "out1.h", "Q")
    def heat(self, at):
        """m1 (h_out1 − h_in1) = Q"""
        return at.in1.m * (at.out1.h - at.in1.h) - at.Q

    @equation("in1", "out1", "in2", "out2", "UA")
    def transfer(self, at):
        """−Q = UA ΔT_lm"""
        return at.in1.m * (at.in1.h - at.out1.h) - at.UA * self.mean(at)

    @equation("in1.p", "in1.h", "out2.p", "out2.h", "ttd_u")
    def upper(self, at):
        """T_in1 − T_out2 = ttd_u"""
        return at.in1.T - at.out2.T - at.ttd_u

    def start(self, known):
        if None in (known.in1.h, known.in2.h, known.in1.p, known.in2.p, known.out1.p, known.out2.p):
            return None
        gap = 0.3 * (known.in1.T - known.in2.T)
        ends = {"out1": known.in1.T - gap, "out2": known.in2.T + gap}
        return {f"{port}.h": known.in1.fluid.state(p=getattr(known, port).p, T=T).h for port, T in ends.items()}

    @staticmethod
    def mean(at):
        upper, lower = at.in1.T - at.out2.T, at.out1.T - at.in2.T
        return upper if abs(upper - lower) < 1e-9 else (upper - lower) / math.log(upper / lower)

    def report(self, at):
        heat = at.in1.m * (at.out1.h - at.in1.h)
        mean = self.mean(at)
        return {
            "Q": heat,
            "UA": -heat / mean,
            "ttd_u": at.in1.T - at.out2.T,
            "pr1": at.out1.p / at.in1.p,
            "pr2": at.out2.p / at.in2.p,
            "lmtd": mean,
        }


class Mixer(ek.Component):
    """Two streams become one."""

    ports = [inlet("in1"), inlet("in2"), outlet("out1")]
    equations = [
        balance({"in1.m": 1, "in2.m": 1, "out1.m": -1}, name="mass balance"),
        equal("in2.p", "in1.p"),
        equal("out1.p", "in1.p"),
    ]

    @equation("in1.m", "in1.h", "in2.m", "in2.h", "out1.m", "out1.h")
    def energy(self, at):
        """m1 h1 + m2 h2 = m h"""
        return at.in1.m * at.in1.h + at.in2.m * at.in2.h - at.out1.m * at.out1.h


def main():
    """A heating circuit with a pump and a valve in Python among native heat exchangers."""
    system = ek.System("water", units="engineering")
    pump = system.add_component(Pump("pump", eta_s=0.8))
    heater = system.add_component(ek.SimpleHeatExchanger("heater", dp=0.2, Q=10.0))
    valve = system.add_component(Valve("valve", Kv=1.5))
    cooler = system.add_component(ek.SimpleHeatExchanger("cooler", dp=0.1))
    system.add_edge(pump, heater, p=3.0)
    system.add_edge(heater, valve)
    system.add_edge(valve, cooler)
    system.add_edge(cooler, pump, p=2.0, T=30.0)
    print(system.finalize().solve())


if __name__ == "__main__":
    main()
