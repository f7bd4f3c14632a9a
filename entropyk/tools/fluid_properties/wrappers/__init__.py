"""Property engines of single fluids, by the names of TESPy."""

from .engines import (
    CoolPropWrapper,
    FluidPropertyWrapper,
    IAPWSWrapper,
    OfFluid,
    PyromatWrapper,
    ThermopackWrapper,
    named,
    wrapper_registry,
)
from .incompressible import IncompressibleFluidWrapper

__all__ = [
    "CoolPropWrapper",
    "FluidPropertyWrapper",
    "IAPWSWrapper",
    "IncompressibleFluidWrapper",
    "OfFluid",
    "PyromatWrapper",
    "ThermopackWrapper",
    "named",
    "wrapper_registry",
]
