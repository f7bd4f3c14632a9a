"""Where TESPy keeps its component classes, so that imports from there find ours.

Classes that are not built yet exist by name: they declare nothing, and say so when one is made.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from .component import Component

__all__ = ["publish"]

PLACES = {
    "basics.cycle_closer": ["CycleCloser"],
    "basics.sink": ["Sink"],
    "basics.source": ["Source"],
    "basics.subsystem_interface": ["SubsystemInterface"],
    "combustion.base": ["CombustionChamber"],
    "combustion.diabatic": ["DiabaticCombustionChamber"],
    "combustion.engine": ["CombustionEngine"],
    "displacementmachinery.polynomial_compressor": ["PolynomialCompressor"],
    "displacementmachinery.polynomial_compressor_with_cooling": ["PolynomialCompressorWithCooling"],
    "heat.bus": ["HeatBus"],
    "heat.sink": ["HeatSink"],
    "heat.source": ["HeatSource"],
    "heat_exchangers.base": ["HeatExchanger"],
    "heat_exchangers.condenser": ["Condenser"],
    "heat_exchangers.desuperheater": ["Desuperheater"],
    "heat_exchangers.movingboundary": ["MovingBoundaryHeatExchanger"],
    "heat_exchangers.ntu": ["NTUHeatExchanger"],
    "heat_exchangers.parabolic_trough": ["ParabolicTrough"],
    "heat_exchangers.parallel": ["ParallelFlowHeatExchanger"],
    "heat_exchangers.sectioned": ["SectionedHeatExchanger"],
    "heat_exchangers.simple": ["SimpleHeatExchanger"],
    "heat_exchangers.solar_collector": ["SolarCollector"],
    "nodes.droplet_separator": ["DropletSeparator"],
    "nodes.drum": ["Drum"],
    "nodes.equilibrium_separator": ["EquilibriumSeparator"],
    "nodes.merge": ["Merge"],
    "nodes.node": ["Node"],
    "nodes.separator": ["Separator"],
    "nodes.splitter": ["Splitter"],
    "piping.pipe": ["Pipe"],
    "piping.valve": ["Valve"],
    "power.bus": ["PowerBus"],
    "power.generator": ["Generator"],
    "power.motor": ["Motor"],
    "power.sink": ["PowerSink"],
    "power.source": ["PowerSource"],
    "reactors.fuel_cell": ["FuelCell"],
    "reactors.water_electrolyzer": ["WaterElectrolyzer"],
    "turbomachinery.compressor": ["Compressor"],
    "turbomachinery.pump": ["Pump"],
    "turbomachinery.steam_turbine": ["SteamTurbine"],
    "turbomachinery.turbine": ["Turbine"],
    "turbomachinery.turbocompressor": ["TurboCompressor"],
}


def place_of(name: str) -> str:
    """The module of TESPy's components that has the class of that name; empty for none."""
    return next((place for place, names in PLACES.items() if name in names), "")


#: Bases of TESPy's classes, which are not built: nothing here stands between `Component` and the classes.
BASES = {
    "turbomachinery.base": "Turbomachine",
    "nodes.base": "NodeBase",
    "displacementmachinery.base": "DisplacementMachine",
}

#: Modules of this package whose functions stand in modules of TESPy.
FUNCTIONS = {
    "displacementmachinery.polynomial_compressor": "en12900",
    "heat_exchangers.ntu": "ntu",
}


def publish(package: str, classes: dict[str, Any]) -> list[str]:
    """Makes the modules of `PLACES` in a package, and classes that are missing; gives the names of these."""
    missing = []
    for place, names in PLACES.items():
        for name in names:
            if name not in classes:
                classes[name] = _missing(name)
                missing.append(name)
        parent = package
        for part in place.split("."):
            parent = _module(parent, part)
        vars(sys.modules[parent]).update({name: classes[name] for name in names})
        if place in FUNCTIONS:
            vars(sys.modules[parent])["__getattr__"] = _later(f"{package}.{FUNCTIONS[place]}")
    for place, name in BASES.items():
        family, base = place.split(".")
        vars(sys.modules[_module(f"{package}.{family}", base)])[name] = classes.get(name) or _missing(name)
    return missing


def _later(module: str) -> Callable[[str], Any]:
    """Attributes of a module that is imported when one is asked for."""

    def get(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(module), name)

    return get


def _module(parent: str, name: str) -> str:
    """The module of that name below a package, made if it is not there."""
    full = f"{parent}.{name}"
    if full not in sys.modules:
        module = ModuleType(full, f"The classes of TESPy's components.{full.partition('.components.')[2]}.")
        module.__path__ = []
        sys.modules[full] = module
        setattr(sys.modules[parent], name, module)
    return full


def _missing(name: str) -> type[Component]:
    def refuse(*_: Any, **__: Any) -> None:
        raise NotImplementedError(f"{name} is not built yet")

    body = {"__doc__": "Not built yet.", "__module__": "entropyk", "__new__": refuse, "_class": name}
    return type(name, (Component,), body)
