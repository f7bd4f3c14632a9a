//! `State` and `Saturation`.

use std::fmt::Write as _;

use entropyk::fluids as engine;
use entropyk::fluids::{Caloric, FluidError, Sloped};
use entropyk_core::{ThermoError, Units};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyTuple};

use crate::errors::{OrRaise, guard};
use crate::fluids::Fluid;
use crate::properties::{Property, caloric, thermo};

/// The state of a fluid, in SI units, per kilogram. Made by `Fluid.state` and `Fluid.saturation`; immutable.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct State {
    fluid: Fluid,
    state: engine::State,
    caloric: Caloric,
}

impl State {
    /// The state that `find` finds.
    pub(crate) fn new(fluid: &Fluid, find: impl FnOnce() -> Result<engine::State, FluidError>) -> PyResult<Self> {
        guard(|| {
            let found = find().and_then(|state| Ok((state, caloric(fluid.engine(), &state)?)));
            let (state, caloric) = found.map_err(thermo).or_raise()?;
            Ok(State { fluid: fluid.clone(), state, caloric })
        })
    }

    fn sloped(&self, property: Property) -> Sloped {
        property.of(&self.state, Some(&self.caloric))
    }

    fn value(&self, property: Property) -> f64 {
        self.sloped(property).value
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
        self.caloric.cp.value
    }

    /// Isochoric heat capacity, J/(kg K); NaN between the saturation lines.
    #[getter]
    fn cv(&self) -> f64 {
        self.caloric.cv.value
    }

    /// Speed of sound, m/s; NaN between the saturation lines.
    #[getter]
    fn w(&self) -> f64 {
        self.caloric.w.value
    }

    /// A partial derivative, (∂of/∂wrt) at constant third property.
    ///
    /// Parameters
    /// ----------
    /// of, wrt : str
    ///     Two of `T p h s rho v u x cp cv w`.
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
        let constant = match (constant, wrt) {
            (Some(name), _) if name != wrt => name,
            (None, "h") => "p",
            (None, "p") => "h",
            _ => {
                let message = format!("a derivative with respect to {wrt} needs another property as constant=");
                return Err(ThermoError::Validation(message)).or_raise();
            }
        };
        let slopes = |name: &str| -> PyResult<Sloped> { Ok(self.sloped(Property::named(name).or_raise()?)) };
        let (a, b, c) = (slopes(of)?, slopes(wrt)?, slopes(constant)?);
        Ok((a.dp * c.dh - a.dh * c.dp) / (b.dp * c.dh - b.dh * c.dp))
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
