"""Objects of a network as data, and back: what is given, with units, options and start values.

An entry holds `val`, `val_SI`, `unit`, `is_set` and `is_var` of every number, `val` of options, and the points of lines
and maps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..connections import AnyConnection, Connection, Ref

__all__ = ["apply", "of_fluid", "of_options", "of_parameters", "set_references"]

OPTIONS = ("design", "offdesign", "local_design", "local_offdesign", "printout")
STARTED = ("m", "p", "h", "E")


@dataclass(frozen=True)
class With:
    """A number with a unit, as `set_attr` takes it."""

    magnitude: float
    units: str


def of_options(item: Any) -> dict[str, Any]:
    """Options of an object."""
    path = item.design_path
    return {name: getattr(item, name) for name in OPTIONS} | {"design_path": None if path is None else str(path)}


def of_parameters(item: Any) -> dict[str, Any]:
    """Parameters of an object."""
    found = {name: _entry(item.get_attr(name)) for name in item._parameters()}
    if isinstance(item, AnyConnection):
        found |= {f"{name}_ref": _reference(item, name) for name in ("m", "p", "h", "T", "v") if name in found}
    return found


def _entry(parameter: Any) -> dict[str, Any]:
    val = parameter.val
    if parameter.kind == "number":
        is_known = parameter.is_set or parameter.is_var or val == val
        switched = isinstance(val, bool)
        return {
            "val": val,
            "val_SI": val if switched else parameter.val_SI,
            "unit": parameter.unit if is_known and not switched else None,
            "is_set": parameter.is_set,
            "is_var": parameter.is_var,
        }
    if parameter.kind == "option":
        # Copies, so that what is changed later stays out; and no number where nothing is given.
        plain = val.copy() if isinstance(val, list | dict) else None if val != val else val
        return {"val": plain, "is_set": parameter.is_set}
    curve = parameter.char_func if parameter.kind == "line" or not parameter.is_set else val
    if not hasattr(curve, "extrapolate"):
        rating = val.__reduce__()[1][0] if parameter.is_set else None
        return {"rating": rating, "is_set": parameter.is_set}
    points = {axis: getattr(curve, axis).tolist() for axis in ("x", "y", "z") if hasattr(curve, axis)}
    return {"char_func": points | {"extrapolate": curve.extrapolate}, "is_set": parameter.is_set}


def _reference(connection: AnyConnection, name: str) -> dict[str, Any]:
    reference = connection._references.get(name)
    if reference is None:
        return {"is_set": False}
    delta, unit = reference.delta, None
    if hasattr(delta, "magnitude"):
        delta, unit = delta.magnitude, str(delta.units)
    return {
        "is_set": True,
        "conn": reference.obj.label,
        "factor": reference.factor,
        "delta": delta,
        "delta_unit": unit,
    }


def of_fluid(connection: Connection) -> dict[str, Any]:
    """The fluid of a connection: mass fractions, those given, and property engines by species."""
    composition = connection.fluid
    fractions = dict(getattr(composition, "val", composition))
    given = getattr(composition, "is_set", fractions.keys())
    names = {name: name.rpartition("::") for name in fractions}
    return {
        "val": {names[name][2]: fraction for name, fraction in fractions.items()},
        "is_set": [names[name][2] for name in fractions if name in given],
        "engine": {fluid: "CoolPropWrapper" for _, _, fluid in names.values()},
        "back_end": {fluid: back_end or None for back_end, _, fluid in names.values()},
    }


def apply(item: Any, data: dict[str, Any], *, with_starts: bool) -> None:
    """Gives an object what an entry says; names it does not have are left out where nothing is given for them."""
    changes: dict[str, Any] = {name: data[name] for name in OPTIONS if name in data}
    known = set(item._parameters())
    for name, entry in data.items():
        if not isinstance(entry, dict) or name in ("fluid", "design_path") or name.endswith("_ref"):
            continue
        is_given = entry.get("is_set") or entry.get("is_var")
        if is_given and name not in known and _canonical(item, name) is None:
            changes[name] = entry.get("val")
        elif is_given:
            changes[name] = _value(item, name, entry)
    if isinstance(item, Connection) and data.get("fluid", {}).get("is_set"):
        changes["fluid"] = _fluid(data["fluid"])
        if data.get("mixing_rule") not in (None, item.mixing_rule):
            changes["mixing_rule"] = data["mixing_rule"]
    item.set_attr(**changes)
    for name in STARTED if with_starts else ():
        entry = data.get(name, {})
        if name in known and entry.get("val") is not None and entry["val"] == entry["val"] and entry.get("unit"):
            item._set_start(name, With(entry["val"], entry["unit"]))


def _canonical(item: Any, name: str) -> Any:
    try:
        return item.get_attr(name)
    except KeyError:
        return None


def _value(item: Any, name: str, entry: dict[str, Any]) -> Any:
    from ..tools.characteristics import CharLine, CharMap

    if "char_func" in entry:
        points = dict(entry["char_func"])
        return CharMap(**points) if "z" in points else CharLine(**points)
    if "rating" in entry:
        from .._core import _ahri540_from_json

        return _ahri540_from_json(entry["rating"])
    if entry.get("is_var"):
        if entry.get("unit") and entry["val"] == entry["val"]:
            item._set_start(name, With(entry["val"], entry["unit"]))
        return "var"
    return With(entry["val"], entry["unit"]) if entry.get("unit") else entry["val"]


def _fluid(data: dict[str, Any]) -> dict[str, float]:
    """Mass fractions given, by names with their back ends."""
    back_ends = data.get("back_end", {})
    prefix = {fluid: f"{back_ends[fluid]}::" if back_ends.get(fluid) else "" for fluid in data["val"]}
    return {prefix[fluid] + fluid: fraction for fluid, fraction in data["val"].items() if fluid in data["is_set"]}


def set_references(connection: AnyConnection, data: dict[str, Any], connections: dict[str, AnyConnection]) -> None:
    """Lets quantities follow from those of other connections."""
    for name, entry in data.items():
        if name.endswith("_ref") and entry.get("is_set"):
            delta: Any = entry["delta"]
            if entry.get("delta_unit"):
                import pint

                registry: Any = pint.get_application_registry
                delta = registry().Quantity(delta, entry["delta_unit"])
            other: Any = connections[entry["conn"]]
            connection.set_attr(**{name.removesuffix("_ref"): Ref(other, entry["factor"], delta)})
