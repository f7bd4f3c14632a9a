"""Every specification asked backwards: solved forward, a result set to what it was gives back the input that was freed.

Each class of the library is put between sources and sinks. What its equations leave open is given at the connections, as
`System.report` asks for; then every parameter that is reported is set in turn to its value in place of every given one. Derivatives
are compared with Richardson-extrapolated differences of solves at the same time. A new class takes part without a line here, unless
the usual states do not suit it.
"""

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

import entropyk as ek
from entropyk import _core

DECLARED = {declaration["name"]: declaration for declaration in _core._declarations()}
NUMBERS = ("float", "float or bool")

FLUID = ek.Fluid("R134a")


def state(m, p, *, T=None, x=None):
    return {"m": m, "p": p, "h": FLUID.state(p=p, **({"T": T} if x is None else {"x": x})).h}


WARM, COLD = state(0.1, 3.1e5, T=300.0), state(0.1, 3.0e5, T=290.0)

#: Inlets and outlets of classes that the usual states, a stream that cools down, do not suit; energy in W.
STATES = {
    "Compressor": {"in1": state(0.1, 3e5, T=285.0), "out1": state(0.1, 9e5, T=330.0)},
    "Condenser": {"in1": state(0.1, 9.1e5, T=330.0), "out1": state(0.1, 9e5, T=303.0)},
    "Evaporator": {"in2": state(0.1, 3.1e5, x=0.2), "out2": state(0.1, 3e5, T=281.0)},
    "HeatExchanger": {
        "in1": state(0.1, 9e5, T=345.0),
        "out1": state(0.1, 8.9e5, T=320.0),
        "in2": state(0.12, 3e5, T=285.0),
        "out2": state(0.12, 2.9e5, T=300.0),
    },
    "Pump": {"in1": state(0.1, 9e5, T=290.0), "out1": state(0.1, 20e5, T=291.0)},
    "Turbine": {"in1": state(0.1, 9e5, T=330.0), "out1": state(0.1, 3e5, T=300.0)},
    "Valve": {"in1": state(0.1, 9e5, T=300.0), "out1": state(0.1, 3e5, x=0.2)},
    "DropletSeparator": {
        "in1": state(0.1, 3e5, x=0.4),
        "out1": state(0.06, 3e5, x=0.0),
        "out2": state(0.04, 3e5, x=1.0),
    },
    "Drum": {
        "in1": state(0.1, 3e5, T=270.0),
        "in2": state(0.2, 3e5, x=0.6),
        "out1": state(0.2, 3e5, x=0.0),
        "out2": state(0.1, 3e5, x=1.0),
    },
    "Splitter": {"out1": state(0.04, 3.1e5, T=300.0), "out2": state(0.06, 3.1e5, T=300.0)},
    "Merge": {"in2": state(0.05, 3.1e5, T=320.0)},
    "Node": {"in2": state(0.05, 3.1e5, T=320.0), "out1": state(0.06, 3.1e5, T=306.0)},
}

#: Parameters that others need to have a meaning.
GIVEN = {
    "Condenser": [{"sink_temperature": 295.0, "sink_capacity_rate": 4000.0}],
    "Evaporator": [{"source_temperature": 290.0, "source_capacity_rate": 4000.0}],
    "Pipe": [{"Tamb": 280.0}, {"D": 0.05, "L": 20.0, "ks": 1e-5}, {"D": 0.05, "L": 20.0, "ks_HW": 100.0}],
    "SimpleHeatExchanger": [{"Tamb": 280.0}, {"D": 0.05, "L": 20.0, "ks": 1e-5}, {"D": 0.05, "L": 20.0, "ks_HW": 100.0}],
}

#: Classes without parameters of their own whose streams are inverted all the same.
ENERGY = {"in": 1000.0, "out": 950.0}


class Harness:
    """A component with sources and sinks around it, solved."""

    def __init__(self, name, given):
        self.system = ek.System("R134a", defaults=False)
        self.part = self.system.add_component(getattr(ek, name)(**given), "part")
        self.given = [f"part.{key}" for key in given]
        self.states = {}
        self._connect(name)
        self._complete()
        self.result = self.system.solve()

    def _connect(self, name):
        states = STATES.get(name, {})
        for port in DECLARED[name]["ports"]:
            for number in count(1):
                if not self._add(port, port, states) and not self._add(f"{port}{number}", port, states):
                    break
                if port[-1].isdigit() or self._is_open(port):
                    break

    def _is_open(self, port):
        return f"{port}1" not in self.states

    def _add(self, port, stem, states):
        """Connects a port; False if there is none of that name, or it carries energy and may stay open."""
        is_inlet = stem.startswith(("in", "power_in", "heat_in"))
        if port in self.states or stem in ("power", "heat") and len(DECLARED[self.part._class]["ports"]) > 1:
            return False
        kinds = [("Source", "Sink"), ("PowerSource", "PowerSink"), ("HeatSource", "HeatSink")]
        for source, sink in kinds:
            end = getattr(ek, source if is_inlet else sink)()
            try:
                ends = (end, (self.part, port)) if is_inlet else ((self.part, port), end)
                self.system.add_component(end, f"{port} end")
                self.system.add_edge(*ends, label=port)
            except ek.TopologyError:
                continue
            usual = (WARM if is_inlet else COLD) if source == "Source" else {"E": ENERGY["in" if is_inlet else "out"]}
            self.states[port] = states.get(port, usual)
            return True
        return False
