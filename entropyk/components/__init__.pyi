"""Written by rust/python/make_stubs.py from the declarations of the engine."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, SupportsFloat, TypeAlias

from .._core import Ahri540, CharLine, CharMap, Parameter
from .burner import Burner as Burner
from .component import Component as Component
from .component import OperationalState as OperationalState
from .component import component_registry as component_registry
from .rated import RatedCompressor as RatedCompressor
from .sections import Exchanger as Exchanger
from .sections import Sectioned as Sectioned
from .subsystem import Subsystem as Subsystem

Number: TypeAlias = SupportsFloat | Literal["var"] | None

class CombustionChamber(Burner, Component):
    """Burns fuel with air, without loss of pressure and heat."""

    lamb: Parameter
    ti: Parameter
    def __init__(self, label: str | None = None, *, lamb: Number = None, ti: Number = None) -> None: ...

class Compressor(RatedCompressor, Component):
    """Compressor with isentropic efficiency, efficiency maps, or a rating of mass flow and power."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    eta_s_char: Parameter
    igva: Parameter
    coefficients: Parameter
    frequency: Parameter
    heat_loss: Parameter
    extrapolate: Parameter
    swept_volume: Parameter
    eta_vol: Parameter
    eta_vol_map: Parameter
    eta_s_map: Parameter
    injection_ratio: Parameter
    injection_map: Parameter
    state: Parameter
    bypass: Parameter
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
        eta_s_char: CharLine | dict[str, Any] | str | None = None,
        igva: Number = None,
        coefficients: Ahri540 | Sequence[Ahri540] | Sequence[float] | None = None,
        frequency: Number = None,
        heat_loss: Number = None,
        extrapolate: str | None = None,
        swept_volume: Number = None,
        eta_vol: Number = None,
        eta_vol_map: CharMap | str | None = None,
        eta_s_map: CharMap | str | None = None,
        injection_ratio: Number = None,
        injection_map: CharMap | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class CycleCloser(Component):
    """Joins the end of a closed cycle with its beginning."""

    state: Parameter
    bypass: Parameter
    mass_deviation: Parameter
    fluid_deviation: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None, bypass: bool | None = None) -> None: ...

class DisplacementMachine(Component):
    """Machine that changes the pressure of a stream by power."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class DropletSeparator(Component):
    """Divides wet vapour into saturated liquid and saturated vapour."""

    state: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None) -> None: ...

FlashTank = DropletSeparator

class Drum(Component):
    """Drum of an evaporator: saturated liquid and saturated vapour leave at one pressure."""

    state: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None) -> None: ...

class EquilibriumSeparator(Component):
    """Divides a stream of any phase into its liquid and its vapour."""

    state: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None) -> None: ...

class Expander(Component):
    """Displacement expander with filling factor and isentropic efficiency, or maps of them over speed."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    swept_volume: Parameter
    frequency: Parameter
    filling_factor: Parameter
    filling_map: Parameter
    eta_s_map: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        swept_volume: Number = None,
        frequency: Number = None,
        filling_factor: Number = None,
        filling_map: CharMap | str | None = None,
        eta_s_map: CharMap | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Fan(Component):
    """Fan with efficiencies, curves of pressure rise and efficiency over flow, and affinity laws."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    eta: Parameter
    speed: Parameter
    flow_char: Parameter
    eta_char: Parameter
    rho_rated: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        eta: Number = None,
        speed: Number = None,
        flow_char: CharLine | dict[str, Any] | str | None = None,
        eta_char: CharLine | dict[str, Any] | str | None = None,
        rho_rated: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Generator(Component):
    """Turns mechanical power into electric power."""

    eta: Parameter
    delta_power: Parameter
    eta_char: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        eta: Number = None,
        delta_power: Number = None,
        eta_char: CharLine | dict[str, Any] | str | None = None,
    ) -> None: ...

class HeatBus(Component):
    """Sums heat flows and distributes the sum."""

    num_in: Parameter
    num_out: Parameter
    def __init__(self, label: str | None = None, *, num_in: int | None = None, num_out: int | None = None) -> None: ...

class HeatExchanger(Exchanger, Component):
    """Heat exchanger of two streams in counterflow."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    model: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        model: str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class HeatSink(Component):
    """Where heat leaves the model."""

    def __init__(self, label: str | None = None) -> None: ...

class HeatSource(Component):
    """Where heat from outside enters the model."""

    def __init__(self, label: str | None = None) -> None: ...

class Merge(Component):
    """Joins several streams."""

    num_in: Parameter
    state: Parameter
    def __init__(self, label: str | None = None, *, num_in: int | None = None, state: str | None = None) -> None: ...

FlowMerger = Merge

class Motor(Component):
    """Turns electric power into mechanical power."""

    eta: Parameter
    delta_power: Parameter
    eta_char: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        eta: Number = None,
        delta_power: Number = None,
        eta_char: CharLine | dict[str, Any] | str | None = None,
    ) -> None: ...

class Node(Component):
    """Joins several streams and divides the mixture."""

    num_in: Parameter
    num_out: Parameter
    state: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        num_in: int | None = None,
        num_out: int | None = None,
        state: str | None = None,
    ) -> None: ...

class PowerBus(Component):
    """Sums power flows and distributes the sum."""

    num_in: Parameter
    num_out: Parameter
    def __init__(self, label: str | None = None, *, num_in: int | None = None, num_out: int | None = None) -> None: ...

class PowerSink(Component):
    """Where power leaves the model."""

    def __init__(self, label: str | None = None) -> None: ...

class PowerSource(Component):
    """Where power from outside enters the model."""

    def __init__(self, label: str | None = None) -> None: ...

class Pump(Component):
    """Pump with efficiencies, curves of head and efficiency over flow, and affinity laws."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    eta_s_char: Parameter
    eta: Parameter
    head: Parameter
    speed: Parameter
    flow_char: Parameter
    head_char: Parameter
    eta_char: Parameter
    frequency: Parameter
    head_flow_map: Parameter
    eta_flow_map: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        eta_s_char: CharLine | dict[str, Any] | str | None = None,
        eta: Number = None,
        head: Number = None,
        speed: Number = None,
        flow_char: CharLine | dict[str, Any] | str | None = None,
        head_char: CharLine | dict[str, Any] | str | None = None,
        eta_char: CharLine | dict[str, Any] | str | None = None,
        frequency: Number = None,
        head_flow_map: CharMap | str | None = None,
        eta_flow_map: CharMap | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Receiver(Component):
    """Liquid receiver: saturated liquid leaves."""

    state: Parameter
    bypass: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None, bypass: bool | None = None) -> None: ...

class Separator(Component):
    """Parts a mixture into streams of different composition, of one pressure and temperature."""

    num_out: Parameter
    def __init__(self, label: str | None = None, *, num_out: int | None = None) -> None: ...

class SimpleHeatExchanger(Component):
    """A stream that is heated or cooled; the other side is not modelled."""

    Q: Parameter
    pr: Parameter
    dp: Parameter
    zeta_d4: Parameter
    D: Parameter
    L: Parameter
    ks: Parameter
    ks_HW: Parameter
    Tamb: Parameter
    dissipative: Parameter
    elevation: Parameter
    friction_factor: Parameter
    UA: Parameter
    UA_char: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr: Number = None,
        dp: Number = None,
        zeta_d4: Number = None,
        zeta: Number = None,
        D: Number = None,
        L: Number = None,
        ks: Number = None,
        ks_HW: Number = None,
        Tamb: Number = None,
        dissipative: bool | None = None,
        elevation: Number = None,
        friction_factor: str | None = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        UA_char: CharLine | dict[str, Any] | str | None = None,
        kA_char: CharLine | dict[str, Any] | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Sink(Component):
    """Where a fluid leaves the model."""

    state: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None) -> None: ...

FlowSink = Sink

class Source(Component):
    """Where a fluid enters the model."""

    state: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None) -> None: ...

FlowSource = Source

class Splitter(Component):
    """Divides a stream into several of the same state."""

    num_out: Parameter
    state: Parameter
    def __init__(self, label: str | None = None, *, num_out: int | None = None, state: str | None = None) -> None: ...

FlowSplitter = Splitter

class SubsystemInterface(Component):
    """Interface of a part of a network, which streams, power and heat pass unchanged."""

    num_inter: Parameter
    num_power: Parameter
    num_heat: Parameter
    state: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        num_inter: int | None = None,
        num_power: int | None = None,
        num_heat: int | None = None,
        state: str | None = None,
    ) -> None: ...

class SuctionAccumulator(Component):
    """Suction accumulator: saturated vapour leaves."""

    state: Parameter
    bypass: Parameter
    def __init__(self, label: str | None = None, *, state: str | None = None, bypass: bool | None = None) -> None: ...

class ThermostaticValve(Component):
    """Thermostatic expansion valve: opens with the superheat in the suction line."""

    pr: Parameter
    dp: Parameter
    Kv: Parameter
    static_superheat: Parameter
    opening_superheat: Parameter
    superheat: Parameter
    state: Parameter
    bypass: Parameter
    opening: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        pr: Number = None,
        dp: Number = None,
        Kv: Number = None,
        static_superheat: Number = None,
        opening_superheat: Number = None,
        superheat: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Turbine(Component):
    """Turbine with isentropic efficiency."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    eta_s_char: Parameter
    cone: Parameter
    frequency: Parameter
    eta_s_map: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        eta_s_char: CharLine | dict[str, Any] | str | None = None,
        cone: bool | None = None,
        frequency: Number = None,
        eta_s_map: CharMap | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Valve(Component):
    """Expansion valve: isenthalpic throttling."""

    pr: Parameter
    dp: Parameter
    zeta_d4: Parameter
    Kv: Parameter
    opening: Parameter
    characteristic: Parameter
    rangeability: Parameter
    dp_char: Parameter
    Kv_char: Parameter
    D: Parameter
    C_d: Parameter
    Kv_analytical: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        pr: Number = None,
        dp: Number = None,
        zeta_d4: Number = None,
        zeta: Number = None,
        Kv: Number = None,
        opening: Number = None,
        characteristic: str | None = None,
        rangeability: Number = None,
        dp_char: CharLine | dict[str, Any] | str | None = None,
        Kv_char: CharLine | dict[str, Any] | str | None = None,
        D: Number = None,
        C_d: Number = None,
        Kv_analytical: Callable[[float], float] | dict[str, Any] | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

ExpansionValve = Valve

class Condenser(HeatExchanger):
    """Condenser: desuperheating, condensing and subcooling against a stream or a sink."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    model: Parameter
    sink_temperature: Parameter
    sink_capacity_rate: Parameter
    sink_outlet_temperature: Parameter
    subcooling: Parameter
    U_desuperheating: Parameter
    U_condensing: Parameter
    U_subcooling: Parameter
    A: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    UA_desuperheating: Parameter
    UA_condensing: Parameter
    UA_subcooling: Parameter
    A_desuperheating: Parameter
    A_condensing: Parameter
    A_subcooling: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        model: str | None = None,
        sink_temperature: Number = None,
        sink_capacity_rate: Number = None,
        sink_outlet_temperature: Number = None,
        subcooling: Number | bool = None,
        U_desuperheating: Number = None,
        U_condensing: Number = None,
        U_subcooling: Number = None,
        A: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Desuperheater(HeatExchanger):
    """Heat exchanger whose hot stream leaves as saturated vapour."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    model: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        model: str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class DiabaticCombustionChamber(CombustionChamber):
    """Burns fuel with air; loses heat and pressure."""

    lamb: Parameter
    ti: Parameter
    pr: Parameter
    dp: Parameter
    eta: Parameter
    Qloss: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        lamb: Number = None,
        ti: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta: Number = None,
    ) -> None: ...

class Economizer(HeatExchanger):
    """Internal heat exchanger: hot liquid subcools while cold vapour superheats."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    model: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        model: str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Evaporator(HeatExchanger):
    """Evaporator: preheating, evaporating and superheating against a stream or a source."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    model: Parameter
    source_temperature: Parameter
    source_capacity_rate: Parameter
    source_outlet_temperature: Parameter
    superheat: Parameter
    U_preheating: Parameter
    U_evaporating: Parameter
    U_superheating: Parameter
    A: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    UA_preheating: Parameter
    UA_evaporating: Parameter
    UA_superheating: Parameter
    A_preheating: Parameter
    A_evaporating: Parameter
    A_superheating: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        model: str | None = None,
        source_temperature: Number = None,
        source_capacity_rate: Number = None,
        source_outlet_temperature: Number = None,
        superheat: Number = None,
        U_preheating: Number = None,
        U_evaporating: Number = None,
        U_superheating: Number = None,
        A: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class GasCooler(HeatExchanger):
    """Gas cooler: a stream above its critical pressure is cooled by a stream or a sink."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    sink_temperature: Parameter
    sink_capacity_rate: Parameter
    sink_outlet_temperature: Parameter
    num_sections: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        approach: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        sink_temperature: Number = None,
        sink_capacity_rate: Number = None,
        sink_outlet_temperature: Number = None,
        num_sections: int | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class NTUHeatExchanger(HeatExchanger):
    """Heat exchanger described by effectiveness and number of transfer units."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    pinch: Parameter
    flow_arrangement: Parameter
    num_shell_passes: Parameter
    NTU: Parameter
    eps: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    C_r: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        pinch: Number = None,
        td_pinch: Number = None,
        flow_arrangement: str | None = None,
        num_shell_passes: int | None = None,
        NTU: Number = None,
        eps: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class ParabolicTrough(SimpleHeatExchanger):
    """Parabolic trough collector with incidence angle modifier, cleanliness and losses to the ambient air."""

    Q: Parameter
    pr: Parameter
    dp: Parameter
    zeta_d4: Parameter
    D: Parameter
    L: Parameter
    ks: Parameter
    ks_HW: Parameter
    Tamb: Parameter
    dissipative: Parameter
    elevation: Parameter
    friction_factor: Parameter
    E: Parameter
    A: Parameter
    eta_opt: Parameter
    c_1: Parameter
    c_2: Parameter
    iam_1: Parameter
    iam_2: Parameter
    aoi: Parameter
    doc: Parameter
    state: Parameter
    bypass: Parameter
    Q_loss: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr: Number = None,
        dp: Number = None,
        zeta_d4: Number = None,
        zeta: Number = None,
        D: Number = None,
        L: Number = None,
        ks: Number = None,
        ks_HW: Number = None,
        Tamb: Number = None,
        dissipative: bool | None = None,
        elevation: Number = None,
        friction_factor: str | None = None,
        E: Number = None,
        A: Number = None,
        eta_opt: Number = None,
        c_1: Number = None,
        c_2: Number = None,
        iam_1: Number = None,
        iam_2: Number = None,
        aoi: Number = None,
        doc: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class ParallelFlowHeatExchanger(HeatExchanger):
    """Heat exchanger of two streams in parallel flow."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class Pipe(SimpleHeatExchanger):
    """Pipe with friction and heat loss through its insulation."""

    Q: Parameter
    pr: Parameter
    dp: Parameter
    zeta_d4: Parameter
    D: Parameter
    L: Parameter
    ks: Parameter
    ks_HW: Parameter
    Tamb: Parameter
    dissipative: Parameter
    elevation: Parameter
    friction_factor: Parameter
    UA: Parameter
    UA_char: Parameter
    insulation_thickness: Parameter
    insulation_tc: Parameter
    material: Parameter
    pipe_thickness: Parameter
    environment_media: Parameter
    wind_velocity: Parameter
    pipe_depth: Parameter
    flow_speed: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr: Number = None,
        dp: Number = None,
        zeta_d4: Number = None,
        zeta: Number = None,
        D: Number = None,
        L: Number = None,
        ks: Number = None,
        ks_HW: Number = None,
        Tamb: Number = None,
        dissipative: bool | None = None,
        elevation: Number = None,
        friction_factor: str | None = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        UA_char: CharLine | dict[str, Any] | str | None = None,
        kA_char: CharLine | dict[str, Any] | str | None = None,
        insulation_thickness: Number = None,
        insulation_tc: Number = None,
        material: str | None = None,
        pipe_thickness: Number = None,
        environment_media: str | None = None,
        wind_velocity: Number = None,
        pipe_depth: Number = None,
        flow_speed: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class PolynomialCompressor(DisplacementMachine):
    """Displacement compressor whose isentropic and volumetric efficiency are polynomials of EN 12900."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_vol: Parameter
    eta_s: Parameter
    dissipation_ratio: Parameter
    frequency: Parameter
    rpm: Parameter
    reference_state: Parameter
    eta_s_poly: Parameter
    eta_vol_poly: Parameter
    state: Parameter
    bypass: Parameter
    Q_diss: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_vol: Number = None,
        eta_s: Number = None,
        dissipation_ratio: Number = None,
        frequency: Number = None,
        rpm: Number = None,
        reference_state: dict[str, float] | None = None,
        eta_s_poly: Sequence[float] | None = None,
        eta_vol_poly: Sequence[float] | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class SectionedHeatExchanger(Sectioned, HeatExchanger):
    """Heat exchanger in counterflow, cut into sections of equal heat and where the streams change their phase."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    td_pinch: Parameter
    area_hot: Parameter
    area_ratio: Parameter
    R_cond: Parameter
    alpha1_l: Parameter
    alpha1_tp: Parameter
    alpha1_g: Parameter
    alpha1_sc: Parameter
    alpha2_l: Parameter
    alpha2_tp: Parameter
    alpha2_g: Parameter
    alpha2_sc: Parameter
    re_exp_hot: Parameter
    re_exp_cold: Parameter
    alpha_ratio: Parameter
    UA_cecchinato_hc: Parameter
    re_exp_r: Parameter
    re_exp_sf: Parameter
    refrigerant_index: Parameter
    UA_cecchinato: Parameter
    num_sections: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        td_pinch: Number = None,
        pinch: Number = None,
        area_hot: Number = None,
        area_ratio: Number = None,
        R_cond: Number = None,
        alpha1_l: Number = None,
        alpha1_tp: Number = None,
        alpha1_g: Number = None,
        alpha1_sc: Number = None,
        alpha2_l: Number = None,
        alpha2_tp: Number = None,
        alpha2_g: Number = None,
        alpha2_sc: Number = None,
        re_exp_hot: Number = None,
        re_exp_cold: Number = None,
        alpha_ratio: Number = None,
        UA_cecchinato_hc: bool | None = None,
        re_exp_r: Number = None,
        re_exp_sf: Number = None,
        refrigerant_index: int | None = None,
        UA_cecchinato: bool | None = None,
        num_sections: int | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class SolarCollector(SimpleHeatExchanger):
    """Solar collector with optical efficiency and losses to the ambient air."""

    Q: Parameter
    pr: Parameter
    dp: Parameter
    zeta_d4: Parameter
    D: Parameter
    L: Parameter
    ks: Parameter
    ks_HW: Parameter
    Tamb: Parameter
    dissipative: Parameter
    elevation: Parameter
    friction_factor: Parameter
    E: Parameter
    A: Parameter
    eta_opt: Parameter
    lkf_lin: Parameter
    lkf_quad: Parameter
    state: Parameter
    bypass: Parameter
    Q_loss: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        pr: Number = None,
        dp: Number = None,
        zeta_d4: Number = None,
        zeta: Number = None,
        D: Number = None,
        L: Number = None,
        ks: Number = None,
        ks_HW: Number = None,
        Tamb: Number = None,
        dissipative: bool | None = None,
        elevation: Number = None,
        friction_factor: str | None = None,
        E: Number = None,
        A: Number = None,
        eta_opt: Number = None,
        lkf_lin: Number = None,
        lkf_quad: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class SteamTurbine(Turbine):
    """Turbine whose isentropic efficiency falls with the wetness of the steam."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    eta_s_char: Parameter
    cone: Parameter
    frequency: Parameter
    eta_s_map: Parameter
    alpha: Parameter
    eta_s_dry: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        eta_s_char: CharLine | dict[str, Any] | str | None = None,
        cone: bool | None = None,
        frequency: Number = None,
        eta_s_map: CharMap | str | None = None,
        alpha: Number = None,
        eta_s_dry: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class TurboCompressor(Compressor):
    """Compressor with maps of pressure ratio and efficiency over speed line and flow."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_s: Parameter
    igva: Parameter
    char_map_eta_s: Parameter
    char_map_pr: Parameter
    state: Parameter
    bypass: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_s: Number = None,
        igva: Number = None,
        char_map_eta_s: CharMap | str | None = None,
        char_map_pr: CharMap | str | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class MovingBoundaryHeatExchanger(SectionedHeatExchanger):
    """Heat exchanger in counterflow with a zone for every combination of phases of its streams."""

    Q: Parameter
    UA: Parameter
    ttd_u: Parameter
    ttd_l: Parameter
    pr1: Parameter
    pr2: Parameter
    dp1: Parameter
    dp2: Parameter
    zeta1_d4: Parameter
    zeta2_d4: Parameter
    UA_char1: Parameter
    UA_char2: Parameter
    UA_char: Parameter
    ttd_min: Parameter
    eff_hot: Parameter
    eff_cold: Parameter
    eff_max: Parameter
    td_pinch: Parameter
    area_hot: Parameter
    area_ratio: Parameter
    R_cond: Parameter
    alpha1_l: Parameter
    alpha1_tp: Parameter
    alpha1_g: Parameter
    alpha1_sc: Parameter
    alpha2_l: Parameter
    alpha2_tp: Parameter
    alpha2_g: Parameter
    alpha2_sc: Parameter
    re_exp_hot: Parameter
    re_exp_cold: Parameter
    alpha_ratio: Parameter
    UA_cecchinato_hc: Parameter
    re_exp_r: Parameter
    re_exp_sf: Parameter
    refrigerant_index: Parameter
    UA_cecchinato: Parameter
    state: Parameter
    bypass: Parameter
    lmtd: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        Q: Number = None,
        UA: Number = None,
        kA: Number = None,
        ua: Number = None,
        ttd_u: Number = None,
        ttd_l: Number = None,
        pr1: Number = None,
        pr2: Number = None,
        dp1: Number = None,
        dp2: Number = None,
        zeta1_d4: Number = None,
        zeta1: Number = None,
        zeta2_d4: Number = None,
        zeta2: Number = None,
        UA_char1: CharLine | dict[str, Any] | str | None = None,
        kA_char1: CharLine | dict[str, Any] | str | None = None,
        UA_char2: CharLine | dict[str, Any] | str | None = None,
        kA_char2: CharLine | dict[str, Any] | str | None = None,
        UA_char: bool | None = None,
        kA_char: bool | None = None,
        ttd_min: Number = None,
        eff_hot: Number = None,
        eff_cold: Number = None,
        eff_max: Number = None,
        td_pinch: Number = None,
        pinch: Number = None,
        area_hot: Number = None,
        area_ratio: Number = None,
        R_cond: Number = None,
        alpha1_l: Number = None,
        alpha1_tp: Number = None,
        alpha1_g: Number = None,
        alpha1_sc: Number = None,
        alpha2_l: Number = None,
        alpha2_tp: Number = None,
        alpha2_g: Number = None,
        alpha2_sc: Number = None,
        re_exp_hot: Number = None,
        re_exp_cold: Number = None,
        alpha_ratio: Number = None,
        UA_cecchinato_hc: bool | None = None,
        re_exp_r: Number = None,
        re_exp_sf: Number = None,
        refrigerant_index: int | None = None,
        UA_cecchinato: bool | None = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...

class PolynomialCompressorWithCooling(PolynomialCompressor):
    """Displacement compressor with polynomials of its efficiencies, and a stream that takes up part of its heat."""

    P: Parameter
    pr: Parameter
    dp: Parameter
    eta_vol: Parameter
    eta_s: Parameter
    dissipation_ratio: Parameter
    frequency: Parameter
    rpm: Parameter
    reference_state: Parameter
    eta_s_poly: Parameter
    eta_vol_poly: Parameter
    eta_recovery: Parameter
    dp_cooling: Parameter
    pr_cooling: Parameter
    state: Parameter
    bypass: Parameter
    Q_diss: Parameter
    td_minimal: Parameter
    def __init__(
        self,
        label: str | None = None,
        *,
        P: Number = None,
        pr: Number = None,
        dp: Number = None,
        eta_vol: Number = None,
        eta_s: Number = None,
        dissipation_ratio: Number = None,
        frequency: Number = None,
        rpm: Number = None,
        reference_state: dict[str, float] | None = None,
        eta_s_poly: Sequence[float] | None = None,
        eta_vol_poly: Sequence[float] | None = None,
        eta_recovery: Number = None,
        dp_cooling: Number = None,
        pr_cooling: Number = None,
        state: str | None = None,
        bypass: bool | None = None,
    ) -> None: ...
