"""The components of both APIs, made from the engine's declarations.

Each class has its ports, parameters and equations from the engine, so that a component is declared once.
"""

from .. import _core
from .burner import Burner
from .component import Component, OperationalState, component_class, component_registry
from .places import publish
from .rated import RatedCompressor
from .sections import Exchanger, Sectioned
from .subsystem import Subsystem

__all__ = ["Component", "OperationalState", "Subsystem"]

#: Methods that the engine does not declare.
_METHODS = {
    "CombustionChamber": Burner,
    "Compressor": RatedCompressor,
    "HeatExchanger": Exchanger,
    "SectionedHeatExchanger": Sectioned,
}

for _declaration in _core._declarations():
    _base = globals()[_declaration["kind_of"] or "Component"]
    _made = component_registry(component_class(_declaration, _base, _METHODS.get(_declaration["name"])))
    for _name in (_made.__name__, *_declaration["synonyms"]):
        globals()[_name] = _made
        __all__.append(_name)

__all__ += publish(__name__, globals())

del _base, _declaration, _made, _name
