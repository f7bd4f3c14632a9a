"""Properties by the names of TESPy's `tools.fluid_properties`, answered by the fluids of this package."""

from . import functions, wrappers
from .functions import *  # noqa: F403
from .functions import __all__ as _functions
from .wrappers import CoolPropWrapper, FluidPropertyWrapper, wrapper_registry

__all__ = [*_functions, "CoolPropWrapper", "FluidPropertyWrapper", "functions", "wrapper_registry", "wrappers"]
