"""What the names of CoolProp's `PropsSI` stand for: properties of `Fluid.props`, constants, and formulas of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ._core import Fluid

from .errors import ValidationError

__all__ = ["CONSTANTS", "DERIVED", "GIVEN", "NAMES", "REFUSED", "known"]

#: What may fix a state.
GIVEN = ("T", "p", "rho", "h", "s", "u", "x")

#: Name in entropyk, and the power of the molar mass that turns the value per kilogram into it.
NAMES: dict[str, tuple[str, int]] = {}
for _property, _power, _aliases in [
    ("T", 0, "T"),
    ("p", 0, "P"),
    ("x", 0, "Q Qmass"),
    ("rho", 0, "D Dmass rhomass"),
    ("rho", -1, "Dmolar rhomolar"),
    ("h", 0, "H Hmass"),
    ("h", 1, "Hmolar"),
    ("s", 0, "S Smass"),
    ("s", 1, "Smolar"),
    ("u", 0, "U Umass"),
    ("u", 1, "Umolar"),
    ("g", 0, "G Gmass"),
    ("g", 1, "Gmolar"),
    ("cp", 0, "C Cpmass Cp"),
    ("cp", 1, "Cpmolar"),
    ("cv", 0, "O Cvmass Cv"),
    ("cv", 1, "Cvmolar"),
    ("w", 0, "A speed_of_sound speed_sound"),
    ("viscosity", 0, "V viscosity"),
    ("conductivity", 0, "L conductivity"),
    ("prandtl", 0, "Prandtl"),
    ("surface_tension", 0, "I surface_tension"),
    ("alphar", 0, "alphar"),
    ("alphar_t", 0, "dalphar_dtau_constdelta"),
    ("alphar_d", 0, "dalphar_ddelta_consttau"),
    ("alpha0", 0, "alpha0"),
    ("alpha0_t", 0, "dalpha0_dtau_constdelta"),
    ("alpha0_d", 0, "dalpha0_ddelta_consttau"),
    ("alpha0_dd", 0, "d2alpha0_ddelta2_consttau"),
    ("alpha0_ddd", 0, "d3alpha0_ddelta3_consttau"),
]:
    NAMES.update(dict.fromkeys(_aliases.casefold().split(), (_property, _power)))

#: Constants of a fluid.
CONSTANTS: dict[str, Callable[[Fluid], float]] = {}
for _of, _aliases in [
    (lambda fluid: fluid.T_critical, "Tcrit T_critical T_crit"),
    (lambda fluid: fluid.p_critical, "pcrit p_critical p_crit"),
    (lambda fluid: fluid.rho_critical, "rhocrit rhomass_critical rhocritmass rhomass_crit"),
    (lambda fluid: fluid.rho_critical / fluid.molar_mass, "rhomolar_critical rhomolar_crit"),
    (lambda fluid: fluid.T_reducing, "T_reducing"),
    (lambda fluid: fluid.p_reducing, "p_reducing"),
    (lambda fluid: fluid.rho_reducing, "rhomass_reducing"),
    (lambda fluid: fluid.rho_reducing / fluid.molar_mass, "rhomolar_reducing"),
    (lambda fluid: fluid.T_triple, "Ttriple T_triple"),
    (lambda fluid: fluid.p_triple, "ptriple p_triple pmin p_min"),
    (lambda fluid: fluid.T_min, "Tmin T_min"),
    (lambda fluid: fluid.T_max, "Tmax T_max"),
    (lambda fluid: fluid.p_max, "pmax p_max"),
    (lambda fluid: fluid.T_freeze, "T_freeze"),
    (lambda fluid: fluid.molar_mass, "M molarmass molar_mass molemass mole_mass"),
    (lambda fluid: fluid.gas_constant, "gas_constant"),
    (lambda fluid: fluid.acentric, "acentric acentric_factor"),
    (lambda fluid: fluid.gwp20, "GWP20"),
    (lambda fluid: fluid.gwp100, "GWP100"),
    (lambda fluid: fluid.gwp500, "GWP500"),
    (lambda fluid: fluid.odp, "ODP"),
]:
    CONSTANTS.update(dict.fromkeys(_aliases.casefold().split(), _of))

#: Names of CoolProp that have no answer here, and why.
REFUSED: dict[str, str] = {}
for _why, _aliases in [
    ("no fluid has data for it", "dipole_moment"),
    ("`safety_class` of `ek.Fluid` is the class of ASHRAE 34", "FH HH PH"),
    ("the range of a solution is in the error for a fraction outside of it", "fraction_min fraction_max"),
    ("take `alphar_d` of `Fluid.props` at a low density", "Bvirial dBvirial_dT Cvirial dCvirial_dT"),
]:
    REFUSED.update(dict.fromkeys(_aliases.casefold().split(), _why))

Values = dict[str, Any]


def known(fluid: Fluid, name: str) -> float:
    """A number of a fluid that formulas need.

    Raises
    ------
    ValidationError
        Where the fluid has none, as an incompressible liquid has no molar mass.
    """
    value = float(getattr(fluid, name))
    if np.isnan(value):
        raise ValidationError(f"{fluid.name} has no {name.replace('_', ' ')}, which this output needs")
    return value


def _phase(v: Values, fluid: Fluid) -> Any:
    """CoolProp's number: 0 liquid, 1 supercritical, 2 and 3 supercritical gas and liquid, 5 gas, 6 two-phase."""
    hot, dense = v["T"] >= fluid.T_critical, v["p"] >= fluid.p_critical
    # Below both critical values the dense side is the liquid.
    single = np.where(v["rho"] < fluid.rho_critical, 5.0, 0.0)
    phase = np.select([hot & dense, hot, dense], [1.0, 2.0, 3.0], single)
    return np.where(np.isnan(v["x"]), phase, 6.0)


def _tau(v: Values, fluid: Fluid) -> Any:
    return known(fluid, "T_reducing") / v["T"]


def _delta(v: Values, fluid: Fluid) -> Any:
    return v["rho"] / known(fluid, "rho_reducing")


def _phase_identification(v: Values, _: Fluid) -> Any:
    """The phase identification parameter, 2 − ρ (p_Tρ/p_T − p_ρρ/p_ρ)."""
    mixed = v["d(d(p)/d(T)|rho)/d(rho)|T"] / v["d(p)/d(T)|rho"]
    return 2.0 - v["rho"] * (mixed - v["d(d(p)/d(rho)|T)/d(rho)|T"] / v["d(p)/d(rho)|T"])


def _molar(formula: Callable[[Values, Fluid], Any]) -> Callable[[Values, Fluid], Any]:
    """R times a formula."""
    return lambda v, fluid: known(fluid, "gas_constant") * formula(v, fluid)


def _by_mass(formula: Callable[[Values, Fluid], Any]) -> Callable[[Values, Fluid], Any]:
    """R/M times a formula."""
    return lambda v, fluid: known(fluid, "gas_constant") / known(fluid, "molar_mass") * formula(v, fluid)


#: Outputs that follow from others: which, and how.
DERIVED: dict[str, tuple[Sequence[str], Callable[[Values, Fluid], Any]]] = {
    "phase": (["T", "p", "rho", "x"], _phase),
    "tau": (["T"], _tau),
    "delta": (["rho"], _delta),
    "z": (
        ["T", "p", "rho"],
        lambda v, fluid: v["p"] * fluid.molar_mass / (v["rho"] * known(fluid, "gas_constant") * v["T"]),
    ),
    "helmholtzmass": (["u", "T", "s"], lambda v, _: v["u"] - v["T"] * v["s"]),
    "helmholtzmolar": (["u", "T", "s"], lambda v, fluid: (v["u"] - v["T"] * v["s"]) * known(fluid, "molar_mass")),
    "isothermal_compressibility": (["d(rho)/d(p)|T", "rho"], lambda v, _: v["d(rho)/d(p)|T"] / v["rho"]),
    "isobaric_expansion_coefficient": (["d(rho)/d(T)|p", "rho"], lambda v, _: -v["d(rho)/d(T)|p"] / v["rho"]),
    "isentropic_expansion_coefficient": (["rho", "w", "p"], lambda v, _: v["rho"] * v["w"] ** 2 / v["p"]),
    "fundamental_derivative_of_gas_dynamics": (
        ["rho", "w", "d(w)/d(rho)|s"],
        lambda v, _: 1.0 + v["rho"] / v["w"] * v["d(w)/d(rho)|s"],
    ),
    "pip": (
        ["rho", "d(p)/d(T)|rho", "d(p)/d(rho)|T", "d(d(p)/d(T)|rho)/d(rho)|T", "d(d(p)/d(rho)|T)/d(rho)|T"],
        _phase_identification,
    ),
    "hmolar_residual": (
        ["T", "rho", "alphar_t", "alphar_d"],
        _molar(lambda v, fluid: v["T"] * (_tau(v, fluid) * v["alphar_t"] + _delta(v, fluid) * v["alphar_d"])),
    ),
    "smolar_residual": (
        ["T", "alphar", "alphar_t"],
        _molar(lambda v, fluid: _tau(v, fluid) * v["alphar_t"] - v["alphar"]),
    ),
    "gmolar_residual": (
        ["T", "rho", "alphar", "alphar_d"],
        _molar(lambda v, fluid: v["T"] * (v["alphar"] + _delta(v, fluid) * v["alphar_d"])),
    ),
}

#: Ideal-gas properties at T and ρ, over the gas constant.
for _name, _needs, _formula in [
    ("cp0{}", ["T", "alpha0_tt"], lambda v, fluid: 1.0 - _tau(v, fluid) ** 2 * v["alpha0_tt"]),
    ("h{}_idealgas", ["T", "alpha0_t"], lambda v, fluid: v["T"] * (1.0 + _tau(v, fluid) * v["alpha0_t"])),
    ("u{}_idealgas", ["T", "alpha0_t"], lambda v, fluid: v["T"] * _tau(v, fluid) * v["alpha0_t"]),
    ("s{}_idealgas", ["T", "alpha0", "alpha0_t"], lambda v, fluid: _tau(v, fluid) * v["alpha0_t"] - v["alpha0"]),
]:
    DERIVED[_name.format("molar")] = (_needs, _molar(_formula))
    DERIVED[_name.format("mass")] = (_needs, _by_mass(_formula))
