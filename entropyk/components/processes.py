"""The curve of every stream through a component, as the package fluprodia draws them."""

from __future__ import annotations

from typing import Any

__all__ = ["curves"]

#: What stays as it is along the curve, by class; streams of other classes keep their pressure.
ALONG = {
    "Compressor": "s",
    "DisplacementMachine": "s",
    "Expander": "s",
    "Fan": "s",
    "Pump": "s",
    "Turbine": "s",
    "Valve": "h",
}
#: Classes without curves.
WITHOUT = ("CycleCloser", "Sink", "Source", "Splitter", "SubsystemInterface")


def curves(component: Any) -> dict[int, dict[str, Any]] | None:
    """Curves by the number of the inlet; None for a component whose streams keep their state.

    Every one has the property that is kept, its value at both ends, and the specific volume there, in the units of the
    network, by the names of `FluidPropertyDiagram.calc_individual_isoline`.
    """
    classes = [cls.__name__ for cls in type(component).__mro__]
    inlets, outlets = component.inl, component.outl
    if any(name in WITHOUT for name in classes) or not inlets or not outlets:
        return None
    kept = next((ALONG[name] for name in classes if name in ALONG), "p")
    pairs = [(inlet, outlets[min(i, len(outlets) - 1)]) for i, inlet in enumerate(inlets)]
    return {i: curve(kept, inlet, outlet) for i, (inlet, outlet) in enumerate(pairs, 1)}


def curve(kept: str, inlet: Any, outlet: Any) -> dict[str, Any]:
    """The curve between two connections along which a property is kept."""
    return {
        "isoline_property": kept,
        "isoline_value": inlet.get_attr(kept).val,
        "isoline_value_end": outlet.get_attr(kept).val,
        "starting_point_property": "vol",
        "starting_point_value": inlet.vol.val,
        "ending_point_property": "vol",
        "ending_point_value": outlet.vol.val,
    }
