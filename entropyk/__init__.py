"""Thermodynamic cycles and networks, solved in microseconds.

>>> import entropyk as ek
>>> system = ek.System("R290")
>>> ek.Pressure(bar=3.5)
Pressure(350000 Pa = 3.5 bar)
"""

try:
    from ._core import __version__ as __version__
except ModuleNotFoundError as error:
    if error.name != "entropyk._core":
        raise
    raise ImportError(
        "entropyk is here without its compiled part (entropyk._core). In a checkout run `make quickstart`, "
        "which builds it; anywhere else run `pip install entropyk`.",
        name="entropyk._core",
    ) from None

from typing import TYPE_CHECKING, Any

from . import components
from ._core import (
    Ahri540,
    CharLine,
    CharMap,
    ConvergedState,
    Enthalpy,
    FallbackConfig,
    Fluid,
    MassFlow,
    NewtonConfig,
    PicardConfig,
    Pressure,
    Report,
    Saturation,
    State,
    Table,
    Temperature,
    TemperatureDifference,
    Units,
    compressors,
    fluids,
)
from .components import (
    CombustionChamber,
    Component,
    Compressor,
    Condenser,
    CycleCloser,
    Desuperheater,
    DiabaticCombustionChamber,
    DisplacementMachine,
    DropletSeparator,
    Drum,
    Economizer,
    EquilibriumSeparator,
    Evaporator,
    Expander,
    ExpansionValve,
    Fan,
    FlashTank,
    FlowMerger,
    FlowSink,
    FlowSource,
    FlowSplitter,
    GasCooler,
    Generator,
    HeatBus,
    HeatExchanger,
    HeatSink,
    HeatSource,
    Merge,
    Motor,
    MovingBoundaryHeatExchanger,
    Node,
    NTUHeatExchanger,
    OperationalState,
    ParabolicTrough,
    ParallelFlowHeatExchanger,
    Pipe,
    PolynomialCompressor,
    PolynomialCompressorWithCooling,
    PowerBus,
    PowerSink,
    PowerSource,
    Pump,
    Receiver,
    SectionedHeatExchanger,
    Separator,
    SimpleHeatExchanger,
    Sink,
    SolarCollector,
    Source,
    Splitter,
    SteamTurbine,
    SuctionAccumulator,
    ThermostaticValve,
    Turbine,
    TurboCompressor,
    Valve,
)
from .connections import Connection, HeatConnection, PowerConnection, Ref
from .errors import (
    ComponentError,
    ControlSaturationError,
    EntropykError,
    FluidError,
    SolverError,
    StateError,
    TopologyError,
    UnknownParameterError,
    ValidationError,
)
from .errors import TimeoutError as TimeoutError  # noqa: A004 - it is the built-in one too, so not in `__all__`
from .sweep import grid
from .system import System, SystemBuilder

if TYPE_CHECKING:
    from . import declare, optimize, plot
    from .control import BoundedVariable, Constraint
    from .props_si import PropsSI

__all__ = [
    "Ahri540",
    "BoundedVariable",
    "CharLine",
    "CharMap",
    "CombustionChamber",
    "Component",
    "ComponentError",
    "Compressor",
    "Condenser",
    "Connection",
    "Constraint",
    "ControlSaturationError",
    "ConvergedState",
    "CycleCloser",
    "Desuperheater",
    "DiabaticCombustionChamber",
    "DisplacementMachine",
    "DropletSeparator",
    "Drum",
    "Economizer",
    "Enthalpy",
    "EntropykError",
    "EquilibriumSeparator",
    "Evaporator",
    "Expander",
    "ExpansionValve",
    "FallbackConfig",
    "Fan",
    "FlashTank",
    "FlowMerger",
    "FlowSink",
    "FlowSource",
    "FlowSplitter",
    "Fluid",
    "FluidError",
    "GasCooler",
    "Generator",
    "HeatBus",
    "HeatConnection",
    "HeatExchanger",
    "HeatSink",
    "HeatSource",
    "MassFlow",
    "Merge",
    "Motor",
    "MovingBoundaryHeatExchanger",
    "NTUHeatExchanger",
    "NewtonConfig",
    "Node",
    "OperationalState",
    "ParabolicTrough",
    "ParallelFlowHeatExchanger",
    "PicardConfig",
    "Pipe",
    "PolynomialCompressor",
    "PolynomialCompressorWithCooling",
    "PowerBus",
    "PowerConnection",
    "PowerSink",
    "PowerSource",
    "Pressure",
    "PropsSI",
    "Pump",
    "Receiver",
    "Ref",
    "Report",
    "Saturation",
    "SectionedHeatExchanger",
    "Separator",
    "SimpleHeatExchanger",
    "Sink",
    "SolarCollector",
    "SolverError",
    "Source",
    "Splitter",
    "State",
    "StateError",
    "SteamTurbine",
    "SuctionAccumulator",
    "System",
    "SystemBuilder",
    "Table",
    "Temperature",
    "TemperatureDifference",
    "ThermostaticValve",
    "TopologyError",
    "Turbine",
    "TurboCompressor",
    "Units",
    "UnknownParameterError",
    "ValidationError",
    "Valve",
    "components",
    "compressors",
    "declare",
    "fluids",
    "grid",
    "optimize",
    "plot",
]


#: Modules, and names in them, that are imported when they are first used.
_LATER = {"declare": "declare", "optimize": "optimize", "plot": "plot", "PropsSI": "props_si"}
_LATER |= dict.fromkeys(("BoundedVariable", "Constraint"), "control")


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        module = import_module(f"entropyk.{_LATER[name]}")
        found = module if name == _LATER[name] else getattr(module, name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'entropyk' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
