"""Properties by the names of TESPy's `tools.fluid_properties`, answered by the fluids of this package."""

from . import functions, mixtures, wrappers
from .functions import *  # noqa: F403
from .functions import __all__ as _functions
from .mixtures import MIXING_RULES, MixingRuleRegistry
from .wrappers import CoolPropWrapper, FluidPropertyWrapper, IncompressibleFluidWrapper, wrapper_registry

__all__ = [
    *_functions,
    "MIXING_RULES",
    "CoolPropWrapper",
    "FluidPropertyWrapper",
    "IncompressibleFluidWrapper",
    "MixingRuleRegistry",
    "functions",
    "mixtures",
    "wrapper_registry",
    "wrappers",
]
