//! `State` and `Saturation`.

use std::fmt::Write as _;

use entropyk::fluids as engine;
use entropyk::fluids::{FluidError, Sloped, Transport};
use entropyk_core::Units;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyTuple};

use crate::errors::{OrRaise, guard};
use crate::fluids::Fluid;
use crate::outputs::Derivative;
use crate::properties::{More, Needs, Property, thermo};

/// The state of a fluid, in SI units, per kilogram. Made by `Fluid.state` and `Fluid.saturation`; immutable.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct State {
    fluid: Fluid,
    state: engine::State,
    more: More,
}

impl State {
    /// The state that `find` finds.
    pub(crate) fn new(fluid: &Fluid, find: impl FnOnce() -> Result<engine::State, FluidError>) -> PyResult<Self> {
        guard(|| {
            let found =
                find().and_then(|state| Ok((state, More::of(fluid.engine(), &state, Needs::of(&[Property::Cp]))?)));
            let (state, more) = found.map_err(thermo).or_raise()?;
            Ok(State { fluid: fluid.clone(), state, more })
        })
    }

    fn sloped(&self, property: Property) -> Sloped {
        property.of(&self.state, &self.more)
    }

    fn value(&self, property: Property) -> f64 {
        self.sloped(property).value
    }

    /// A property that is not kept with the state.
    fn found(&self, property: Property) -> PyResult<f64> {
        guard(|| {
            let more = More::of(self.fluid.engine(), &self.state, Needs::of(&[property])).map_err(thermo).or_raise()?;
            Ok(property.of(&self.state, &more).value)
        })
    }

    fn transport(&self) -> PyResult<Option<Transport>> {
        let more = More::of(self.fluid.engine(), &self.state, Needs::of(&[Property::Viscosity]));
        guard(|| more.map(|more| more.transport).map_err(thermo).or_raise())
    }
}

#[pymethods]
impl State {
    /// The fluid.
    #[getter]
    fn fluid(&self) -> Fluid {
        self.fluid.clone()
    }

    /// Temperature, K.
    #[getter]
    #[pyo3(name = "T")]
    fn t(&self) -> f64 {
        self.state.t.value
    }

    /// Pressure, Pa.
    #[getter]
    fn p(&self) -> f64 {
        self.state.p
    }

    /// Specific enthalpy, J/kg.
    #[getter]
    fn h(&self) -> f64 {
        self.state.h
    }

    /// Specific entropy, J/(kg K).
    #[getter]
    fn s(&self) -> f64 {
        self.state.s.value
    }

    /// Density, kg/m³.
    #[getter]
    fn rho(&self) -> f64 {
        self.state.rho.value
    }

    /// Specific volume, m³/kg.
    #[getter]
    fn v(&self) -> f64 {
        self.value(Property::V)
    }

    /// Specific internal energy, J/kg.
    #[getter]
    fn u(&self) -> f64 {
        self.value(Property::U)
    }

    /// Specific Gibbs energy, h − T s, J/kg.
    #[getter]
    fn g(&self) -> f64 {
        self.value(Property::G)
    }

    /// Vapour mass fraction: 0 to 1 in the two-phase region and on its borders, NaN in a single phase.
    #[getter]
    fn x(&self) -> f64 {
        self.value(Property::X)
    }

    /// `"l"` liquid, `"g"` gas, `"tp"` two-phase, `"sc"` supercritical, as in the tables of results.
    #[getter]
    fn phase(&self) -> &'static str {
        self.state.phase.symbol()
    }

    /// Isobaric heat capacity, J/(kg K); NaN between the saturation lines.
    #[getter]
    fn cp(&self) -> f64 {
        self.value(Property::Cp)
    }

    /// Isochoric heat capacity, J/(kg K); NaN between the saturation lines.
    #[getter]
    fn cv(&self) -> f64 {
        self.value(Property::Cv)
    }

    /// Speed of sound, m/s; NaN between the saturation lines.
    #[getter]
    fn w(&self) -> f64 {
        self.value(Property::W)
    }

    /// Dynamic viscosity, Pa s; NaN between the saturation lines.
    #[getter]
    fn viscosity(&self) -> PyResult<f64> {
        self.found(Property::Viscosity)
    }

    /// Thermal conductivity, W/(m K); NaN between the saturation lines.
    #[getter]
    fn conductivity(&self) -> PyResult<f64> {
        self.found(Property::Conductivity)
    }

    /// Prandtl number, viscosity · cp / conductivity; NaN between the saturation lines.
    #[getter]
    fn prandtl(&self) -> PyResult<f64> {
        self.found(Property::Prandtl)
    }

    /// Surface tension, N/m, on the saturation lines and between them; NaN in a single phase.
    #[getter]
    fn surface_tension(&self) -> PyResult<f64> {
        self.found(Property::SurfaceTension)
    }

    /// How the viscosity is founded: `"model"`, a correlation fitted to the fluid, or `"estimate"`; empty where there is none.
    #[getter]
    fn viscosity_source(&self) -> PyResult<&'static str> {
        Ok(self.transport()?.map_or("", |transport| transport.viscosity_source.name()))
    }

    /// How the conductivity is founded: `"model"` or `"estimate"`; empty where there is none.
    #[getter]
    fn conductivity_source(&self) -> PyResult<&'static str> {
        Ok(self.transport()?.map_or("", |transport| transport.conductivity_source.name()))
    }

    /// A partial derivative, (∂of/∂wrt) at constant third property.
    ///
    /// Parameters
    /// ----------
    /// of, wrt : str
    ///     Two of `T p h s rho v u g x cp cv w`.
    /// constant : str, optional
    ///     The property held constant. With respect to h it is p unless given, with respect to p it is h.
    ///
    /// Returns
    /// -------
    /// float
    ///     In SI units; in the two-phase region along the mixture in equilibrium.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For unknown properties, or if `constant` is missing or equal to `wrt`.
    ///
    /// Examples
    /// --------
    /// >>> state = entropyk.Fluid("Water").state(p=1e5, T=300.0)
    /// >>> abs(state.derivative("h", "T", constant="p") / state.cp - 1) < 1e-12
    /// True
    #[pyo3(signature = (of, wrt, *, constant = None))]
    fn derivative(&self, of: &str, wrt: &str, constant: Option<&str>) -> PyResult<f64> {
        Ok(Derivative::named(of, wrt, constant).or_raise()?.of(&self.state, &self.more))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<State>().is_ok_and(|other| {
            let other = other.get();
            self.fluid == other.fluid && (self.p(), self.h()) == (other.p(), other.h())
        })
    }

    fn __hash__(&self) -> u64 {
        self.p().to_bits() ^ self.h().to_bits().rotate_left(32)
    }

    fn __repr__(&self) -> String {
        let [t, p, h] = [self.t(), self.p(), self.h()].map(digits);
        format!("State({}: T={t} K, p={p} Pa, h={h} J/kg, {})", self.fluid.info().name, self.phase())
    }

    fn _repr_html_(&self) -> String {
        table(&format!("{}, {}", self.fluid.info().name, self.phase()), &[self])
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let state = self.fluid.clone().into_pyobject(py)?.getattr("state")?;
        let given = [("p", self.p()), ("h", self.h())].into_py_dict(py)?;
        let partial = py.import("functools")?.getattr("partial")?;
        Ok((partial.call((state,), Some(&given))?, PyTuple::empty(py)))
    }
}

/// Saturated liquid and saturated vapour.
#[pyclass(frozen, get_all, module = "entropyk")]
pub(crate) struct Saturation {
    /// Saturated liquid, x = 0.
    pub(crate) bubble: Py<State>,
    /// Saturated vapour, x = 1.
    pub(crate) dew: Py<State>,
}

#[pymethods]
impl Saturation {
    #[new]
    fn new(bubble: Py<State>, dew: Py<State>) -> Self {
        Saturation { bubble, dew }
    }

    fn __repr__(&self) -> String {
        format!("Saturation(bubble={}, dew={})", self.bubble.get().__repr__(), self.dew.get().__repr__())
    }

    fn _repr_html_(&self) -> String {
        let (bubble, dew) = (self.bubble.get(), self.dew.get());
        table(&format!("{}: bubble, dew", bubble.fluid.info().name), &[bubble, dew])
    }

    fn __getnewargs__(&self, py: Python<'_>) -> (Py<State>, Py<State>) {
        (self.bubble.clone_ref(py), self.dew.clone_ref(py))
    }
}

/// An HTML table with one column of values per state, in the units engineers write.
fn table(title: &str, states: &[&State]) -> String {
    let units = Units::engineering();
    let mut html = format!("<table><caption>{title}</caption>");
    let shown =
        [Property::T, Property::P, Property::H, Property::S, Property::Rho, Property::X, Property::Cp, Property::W];
    for property in shown {
        let unit = units.unit(property.quantity());
        let _ = write!(html, "<tr><th>{}</th>", property.name());
        for state in states {
            let value = unit.from_si(state.value(property));
            let _ = write!(html, "<td style=\"text-align:right\">{}</td>", digits(value));
        }
        let _ = write!(html, "<td>{}</td></tr>", unit.label());
    }
    html + "</table>"
}

/// Six significant digits, without an exponent where a reader needs none; a dash for NaN.
fn digits(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "–".to_owned();
    }
    if value != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{value:.5e}");
    }
    let decimals = if value == 0.0 { 0.0 } else { 5.0 - size.log10().floor() };
    format!("{value:.*}", decimals.clamp(0.0, 9.0) as usize)
}
