//! `Fluid`, and the list of fluids.

use std::hash::{Hash, Hasher};

use entropyk::fluids as engine;
use entropyk::fluids::FluidInfo;
use entropyk::network::TableBuilder;
use entropyk_core::{ThermoError, Units};
use pyo3::prelude::*;

use crate::arrays::{OnError, Outputs, evaluate, shaped};
use crate::errors::{OrRaise, guard};
use crate::properties::{Property, pair, thermo};
use crate::results::Table;
use crate::states::{Saturation, State};
use crate::units;

/// A fluid, and the way to its properties. Everything is in SI units, per kilogram.
///
/// Parameters
/// ----------
/// name : str
///     A name, alias or CAS number, whatever the case, as CoolProp knows it: `"R134a"`, `"propane"`, `"74-98-6"`,
///     `"HEOS::Water"`. `entropyk.fluids()` lists them.
/// backend : {"auto", "helmholtz"}, optional
///     The formulation. `"auto"` takes the fluid's equation of state.
///
/// Raises
/// ------
/// FluidError
///     For an unknown name, with the nearest ones.
///
/// Examples
/// --------
/// >>> fluid = entropyk.Fluid("R134a")
/// >>> fluid.state(p=entropyk.Pressure(bar=3), x=1).T
/// 273.8...
/// >>> fluid.props("T", p=[1e5, 2e5], x=0)
/// array([246.7..., 263.0...])
#[pyclass(frozen, eq, hash, module = "entropyk")]
#[derive(Clone, PartialEq)]
pub(crate) struct Fluid(engine::Fluid);

impl Hash for Fluid {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.info().name.hash(hasher);
    }
}

impl Fluid {
    /// The handle of the engine.
    pub(crate) fn engine(&self) -> &engine::Fluid {
        &self.0
    }

    /// The fluid that an object is or names.
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        match object.cast::<Fluid>() {
            Ok(fluid) => Ok(fluid.get().clone()),
            Err(_) => {
                let name = object.extract::<String>()?;
                guard(|| object.py().detach(|| engine::Fluid::new(&name)).or_raise()).map(Fluid)
            }
        }
    }

    pub(crate) fn info(&self) -> &FluidInfo {
        self.0.info()
    }
}

#[pymethods]
impl Fluid {
    #[new]
    #[pyo3(signature = (name, *, backend = "auto"))]
    fn new(name: &Bound<'_, PyAny>, backend: &str) -> PyResult<Self> {
        if !matches!(backend, "auto" | "helmholtz") {
            let message = format!("backend is \"auto\" or \"helmholtz\", not {backend:?}");
            return Err(ThermoError::Validation(message)).or_raise();
        }
        Fluid::of(name)
    }

    /// The name, as CoolProp spells it.
    #[getter]
    fn name(&self) -> &str {
        &self.info().name
    }

    /// Other names by which the fluid is found.
    #[getter]
    fn aliases(&self) -> Vec<String> {
        self.info().aliases.clone()
    }

    /// The formulation in use.
    #[getter]
    fn backend(&self) -> &'static str {
        "helmholtz"
    }

    /// CAS registry number.
    #[getter]
    fn cas(&self) -> &str {
        &self.info().cas
    }

    /// Chemical formula.
    #[getter]
    fn formula(&self) -> &str {
        &self.info().formula
    }

    /// Molar mass, kg/mol.
    #[getter]
    fn molar_mass(&self) -> f64 {
        self.info().molar_mass
    }

    /// Critical temperature, K.
    #[getter]
    #[pyo3(name = "T_critical")]
    fn t_critical(&self) -> f64 {
        self.info().t_critical
    }

    /// Critical pressure, Pa.
    #[getter]
    fn p_critical(&self) -> f64 {
        self.info().p_critical
    }

    /// Critical density, kg/m³.
    #[getter]
    fn rho_critical(&self) -> f64 {
        self.info().rho_critical
    }

    /// Triple-point temperature, K.
    #[getter]
    #[pyo3(name = "T_triple")]
    fn t_triple(&self) -> f64 {
        self.info().t_triple
    }

    /// Triple-point pressure, Pa.
    #[getter]
    fn p_triple(&self) -> f64 {
        self.info().p_triple
    }

    /// Lowest temperature of the equation of state, K.
    #[getter]
    #[pyo3(name = "T_min")]
    fn t_min(&self) -> f64 {
        self.info().t_min
    }

    /// Highest temperature of the equation of state, K.
    #[getter]
    #[pyo3(name = "T_max")]
    fn t_max(&self) -> f64 {
        self.info().t_max
    }

    /// Highest pressure of the equation of state, Pa.
    #[getter]
    fn p_max(&self) -> f64 {
        self.info().p_max
    }

    /// Acentric factor.
    #[getter]
    fn acentric(&self) -> f64 {
        self.info().acentric
    }

    /// True for a mixture described as one substance; its bubble and dew temperatures differ.
    #[getter]
    fn is_pseudo_pure(&self) -> bool {
        self.info().is_pseudo_pure
    }

    /// Global warming potential over 100 years; NaN where unknown.
    #[getter]
    fn gwp100(&self) -> f64 {
        self.info().gwp100
    }

    /// Ozone depletion potential; NaN where unknown.
    #[getter]
    fn odp(&self) -> f64 {
        self.info().odp
    }

    /// ASHRAE 34 safety class; empty where unknown.
    #[getter]
    fn safety_class(&self) -> &str {
        &self.info().safety_class
    }

    /// Source of the equation of state.
    #[getter]
    fn source(&self) -> &str {
        &self.info().source
    }

    /// The state that two properties fix.
    ///
    /// Parameters
    /// ----------
    /// p : float or Pressure, optional
    ///     Pressure, Pa.
    /// T : float or Temperature, optional
    ///     Temperature, K.
    /// h : float or Enthalpy, optional
    ///     Specific enthalpy, J/kg.
    /// s : float, optional
    ///     Specific entropy, J/(kg K).
    /// rho : float, optional
    ///     Density, kg/m³.
    /// x : float, optional
    ///     Vapour mass fraction, 0 to 1.
    ///
    /// Returns
    /// -------
    /// State
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     Unless exactly one of the pairs (p, h) (p, T) (p, s) (p, x) (T, x) (rho, T) is given, in finite numbers.
    /// FluidError
    ///     For a state out of the limits of the fluid, or p and T on the saturation line.
    ///
    /// Examples
    /// --------
    /// >>> entropyk.Fluid("R290").state(p=entropyk.Pressure(bar=5), T=entropyk.Temperature(celsius=20)).phase
    /// 'g'
    #[pyo3(signature = (*, p = None, T = None, h = None, s = None, rho = None, x = None))]
    #[allow(non_snake_case)]
    fn state(
        &self,
        p: Option<&Bound<'_, PyAny>>,
        T: Option<&Bound<'_, PyAny>>,
        h: Option<&Bound<'_, PyAny>>,
        s: Option<&Bound<'_, PyAny>>,
        rho: Option<&Bound<'_, PyAny>>,
        x: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<State> {
        let given = Inputs { p, T, h, s, rho, x }.given();
        let (order, flash) = pair(&properties(&given)).or_raise()?;
        let mut values = [f64::NAN; 2];
        for (property, object) in &given {
            let quantity = property.quantity();
            let value = units::Given::read(object, quantity)?.si(quantity, &Units::si());
            if !value.is_finite() {
                let message = format!("{} is {value}; give a finite number", property.name());
                return Err(ThermoError::Validation(message)).or_raise();
            }
            values[usize::from(*property == order[1])] = value;
        }
        State::new(self, || flash(&self.0, values[0], values[1]))
    }

    /// Saturated liquid and vapour at a pressure or a temperature.
    ///
    /// Parameters
    /// ----------
    /// p : float or Pressure, optional
    ///     Pressure, Pa.
    /// T : float or Temperature, optional
    ///     Temperature, K.
    ///
    /// Returns
    /// -------
    /// Saturation
    ///     With the states `bubble` and `dew`. Those of a pseudo-pure fluid differ in temperature at a given p, and in
    ///     pressure at a given T.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     Unless exactly one of p and T is given, a finite number.
    /// FluidError
    ///     Above the critical point or below the lowest temperature of the fluid.
    #[pyo3(signature = (*, p = None, T = None))]
    #[allow(non_snake_case)]
    fn saturation(
        &self,
        py: Python<'_>,
        p: Option<&Bound<'_, PyAny>>,
        T: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Saturation> {
        if p.is_some() == T.is_some() {
            let message = "saturation needs exactly one of p and T".to_owned();
            return Err(ThermoError::Validation(message)).or_raise();
        }
        let side = |x: f64| {
            let x = x.into_pyobject(py)?.into_any();
            Py::new(py, self.state(p, T, None, None, None, Some(&x))?)
        };
        Ok(Saturation { bubble: side(0.0)?, dew: side(1.0)? })
    }

    /// Properties of many states at once, on all cores, with the interpreter lock released.
    ///
    /// Parameters
    /// ----------
    /// outputs : str or list of str
    ///     Of `T p h s rho v u x cp cv w`, in the units of `State`.
    /// on_error : {"raise", "nan"}, optional
    ///     What becomes of a state that does not exist: an exception that names its index, or NaN.
    /// p, T, h, s, rho, x : array_like, optional
    ///     One of the pairs that `state` takes: arrays that broadcast against each other, single numbers among them.
    ///
    /// Returns
    /// -------
    /// numpy.ndarray or Table
    ///     An array in the shape of the inputs (a float for two single numbers); for a list of outputs a table with one
    ///     row per state, in C order.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For unknown outputs or pairs, arrays that do not fit together, values that are no finite numbers.
    /// FluidError
    ///     With `on_error="raise"`, for the first state outside the limits of the fluid.
    ///
    /// Examples
    /// --------
    /// >>> entropyk.Fluid("Water").props(["h", "s"], p=101325, T=[300.0, 350.0])["h"]
    /// array([112654..., 321839...])
    #[pyo3(signature = (outputs, *, on_error = "raise", p = None, T = None, h = None, s = None, rho = None, x = None))]
    #[allow(non_snake_case, clippy::too_many_arguments)]
    fn props<'py>(
        &self,
        outputs: &Bound<'py, PyAny>,
        on_error: &str,
        p: Option<&Bound<'py, PyAny>>,
        T: Option<&Bound<'py, PyAny>>,
        h: Option<&Bound<'py, PyAny>>,
        s: Option<&Bound<'py, PyAny>>,
        rho: Option<&Bound<'py, PyAny>>,
        x: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = outputs.py();
        let outputs = Outputs::read(outputs)?;
        let on_error = OnError::named(on_error).or_raise()?;
        let mut given = Inputs { p, T, h, s, rho, x }.given();
        let (order, flash) = pair(&properties(&given)).or_raise()?;
        given.sort_by_key(|(property, _)| *property == order[1]);
        let given = given.try_into().unwrap_or_else(|_| unreachable!("a pair has two inputs"));
        let (columns, shape) = evaluate(py, &self.0, flash, given, outputs.as_slice(), on_error)?;
        let mut columns = columns.into_iter();
        match outputs {
            Outputs::One(_) => shaped(py, columns.next().unwrap_or_default(), &shape),
            Outputs::Several(properties) => {
                let si = Units::si();
                let add = |table: TableBuilder, (property, column): (&Property, Vec<f64>)| {
                    table.quantity(property.name(), property.quantity(), &si, column.into())
                };
                let table = properties.iter().zip(columns).fold(TableBuilder::default(), add).build();
                Ok(Table(table).into_pyobject(py)?.into_any())
            }
        }
    }

    fn __repr__(&self) -> String {
        format!("Fluid({:?})", self.info().name)
    }

    fn __str__(&self) -> &str {
        self.name()
    }

    fn __getnewargs__(&self) -> (&str,) {
        (self.name(),)
    }
}

/// The keywords that fix a state.
#[allow(non_snake_case)]
struct Inputs<'a, 'py> {
    p: Option<&'a Bound<'py, PyAny>>,
    T: Option<&'a Bound<'py, PyAny>>,
    h: Option<&'a Bound<'py, PyAny>>,
    s: Option<&'a Bound<'py, PyAny>>,
    rho: Option<&'a Bound<'py, PyAny>>,
    x: Option<&'a Bound<'py, PyAny>>,
}

type Given<'a, 'py> = Vec<(Property, &'a Bound<'py, PyAny>)>;

impl<'a, 'py> Inputs<'a, 'py> {
    /// Those that were given.
    fn given(self) -> Given<'a, 'py> {
        let all = [
            (Property::P, self.p),
            (Property::T, self.T),
            (Property::H, self.h),
            (Property::S, self.s),
            (Property::Rho, self.rho),
            (Property::X, self.x),
        ];
        all.into_iter().filter_map(|(property, value)| Some((property, value?))).collect()
    }
}

fn properties(given: &Given<'_, '_>) -> Vec<Property> {
    given.iter().map(|(property, _)| *property).collect()
}

/// The fluids: a table of their names, limits, key points and environmental data, in SI units.
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
        .buffer("gwp100", "", number(|info| info.gwp100))
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
        .text("source", text(|info| &info.source));
    Ok(Table(table.build()))
}
