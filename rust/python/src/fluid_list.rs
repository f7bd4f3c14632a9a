//! The list of fluids.

use entropyk::fluids as engine;
use entropyk::fluids::FluidInfo;
use entropyk::network::TableBuilder;
use pyo3::prelude::*;

use crate::errors::OrRaise;
use crate::properties::thermo;
use crate::results::Table;

/// The fluids: a table of their names, limits, key points, environmental data and sources, in SI units.
///
/// `viscosity`, `conductivity` and `surface_tension` say whether these are a `"model"` fitted to the fluid or an `"estimate"`.
///
/// Returns
/// -------
/// Table
///     One row per fluid. Other names are separated by `"; "`; missing numbers are NaN, missing texts empty.
///
/// Examples
/// --------
/// >>> table = entropyk.fluids()
/// >>> float(table["T_critical"][table["name"].index("R134a")])
/// 374.2...
#[pyfunction]
pub(crate) fn fluids() -> PyResult<Table> {
    let infos: Vec<&FluidInfo> = engine::fluids().map_err(thermo).or_raise()?.collect();
    let text = |get: fn(&FluidInfo) -> &str| infos.iter().map(|info| get(info)).collect::<Vec<_>>();
    let number = |get: fn(&FluidInfo) -> f64| infos.iter().map(|info| get(info)).collect::<Vec<_>>().into();
    let table = TableBuilder::default()
        .text("name", text(|info| &info.name))
        .text("aliases", infos.iter().map(|info| info.aliases.join("; ")))
        .text("cas", text(|info| &info.cas))
        .text("formula", text(|info| &info.formula))
        .category("kind", text(|info| if info.is_pseudo_pure { "pseudo-pure" } else { "pure" }))
        .category("safety_class", text(|info| &info.safety_class))
        .buffer("gwp20", "", number(|info| info.gwp20))
        .buffer("gwp100", "", number(|info| info.gwp100))
        .buffer("gwp500", "", number(|info| info.gwp500))
        .buffer("odp", "", number(|info| info.odp))
        .buffer("molar_mass", "kg/mol", number(|info| info.molar_mass))
        .buffer("T_critical", "K", number(|info| info.t_critical))
        .buffer("p_critical", "Pa", number(|info| info.p_critical))
        .buffer("rho_critical", "kg/m³", number(|info| info.rho_critical))
        .buffer("T_triple", "K", number(|info| info.t_triple))
        .buffer("p_triple", "Pa", number(|info| info.p_triple))
        .buffer("T_min", "K", number(|info| info.t_min))
        .buffer("T_max", "K", number(|info| info.t_max))
        .buffer("p_max", "Pa", number(|info| info.p_max))
        .buffer("acentric", "", number(|info| info.acentric))
        .text("source", text(|info| &info.source))
        .category("viscosity", text(|info| info.transport.viscosity.source.name()))
        .category("conductivity", text(|info| info.transport.conductivity.source.name()))
        .category("surface_tension", text(|info| info.transport.surface_tension.source.name()))
        .text("viscosity_source", text(|info| &info.transport.viscosity.reference))
        .text("conductivity_source", text(|info| &info.transport.conductivity.reference))
        .text("surface_tension_source", text(|info| &info.transport.surface_tension.reference));
    Ok(Table(table.build()))
}
