"""Written by rust/python/make_stubs.py from the declarations of the engine."""

from collections.abc import Sequence
from typing import Literal, SupportsFloat, TypeAlias

from .._core import Ahri540, Parameter
from .component import Component as Component

Number: TypeAlias = SupportsFloat | Literal["var"] | None

class Compressor(Component):
    """Compressor with isentropic efficiency, or with a map of mass flow and power."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    coefficients: Parameter
    heat_loss: Parameter
    P_input: Parameter
    Q_loss: Parameter
    T_suction_dew: Parameter
    T_discharge_dew: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        coefficients: Ahri540 | Sequence[float] | None = None,
        heat_loss: Number = None,
    ) -> None: ...

class Condenser(Component):
    """Condenser with one conductance over three zones (desuperheating, condensing, subcooling) against a sink."""

    Q: Parameter
    pr1: Parameter
    dp1: Parameter
    UA: Parameter
    sink_temperature: Parameter
    sink_capacity_rate: Parameter
    subcooling: Parameter
    UA_desuperheating: Parameter
    UA_condensing: Parameter
    UA_subcooling: Parameter
    sink_outlet_temperature: Parameter
    pinch: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr1: Number = None,
        dp1: Number = None,
        UA: Number = None,
        ua: Number = None,
        sink_temperature: Number = None,
        sink_capacity_rate: Number = None,
        subcooling: Number | bool = None,
    ) -> None: ...

class Evaporator(Component):
    """Evaporator with one conductance over three zones (preheating, evaporating, superheating) against a source."""

    Q: Parameter
    pr2: Parameter
    dp2: Parameter
    UA: Parameter
    source_temperature: Parameter
    source_capacity_rate: Parameter
    superheat: Parameter
    UA_preheating: Parameter
    UA_evaporating: Parameter
    UA_superheating: Parameter
    source_outlet_temperature: Parameter
    pinch: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr2: Number = None,
        dp2: Number = None,
        UA: Number = None,
        ua: Number = None,
        source_temperature: Number = None,
        source_capacity_rate: Number = None,
        superheat: Number = None,
    ) -> None: ...

class Valve(Component):
    """Expansion valve: isenthalpic throttling."""

    pr: Parameter
    dp: Parameter
    def __init__(self, label: str | None = None, *, pr: Number = None, dp: Number = None) -> None: ...

ExpansionValve = Valve
