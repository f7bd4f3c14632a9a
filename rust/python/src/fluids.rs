//! `Fluid`.

use std::hash::{Hash, Hasher};

use entropyk::fluids as engine;
use entropyk::fluids::{FluidInfo, Reference};
use entropyk::network::TableBuilder;
use entropyk_core::{ThermoError, Units};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict};

use crate::arrays::{OnError, Outputs, evaluate, shaped};
use crate::errors::{OrRaise, guard};
use crate::inputs::{Inputs, properties};
use crate::outputs::Output;
use crate::properties::pair;
use crate::results::Table;
use crate::states::{Saturation, State};
use crate::units;

/// A fluid, and the way to its properties. Everything is in SI units, per kilogram.
///
/// Parameters
/// ----------
/// name : str
///     A name, alias or CAS number, whatever the case, as CoolProp knows it: `"R134a"`, `"propane"`, `"74-98-6"`,
///     `"HEOS::Water"`; `entropyk.fluids()` lists them. `"INCOMP::MEG[0.3]"` is an incompressible liquid,
///     `"IF97::Water"` water by the industrial formulation, and `"ideal::N2[0.77]&O2[0.23]"` a mixture by a mixing rule, of mass
///     fractions (`"ideal"`, `"ideal-cond"` with water condensing, `"incompressible"`). Anything else, such as `"REFPROP::R134a"` or
///     `"R32[0.5]&R125[0.5]"`, goes to the package CoolProp, if it is installed.
/// backend : {"auto", "helmholtz", "tabular", "coolprop"}, optional
///     The model. `"auto"` takes the one that the name asks for, an equation of state without a prefix; `"tabular"` tabulates
///     that over pressure and enthalpy, which takes up to a tenth of a second once and makes states several times faster;
///     `"coolprop"` asks the package CoolProp.
/// reference : {"default", "IIR", "ASHRAE", "NBP"}, optional
///     Where h and s are counted from: as the equation has it; 200 kJ/kg and 1 kJ/(kg K) in saturated liquid at 0 °C; zero in
///     saturated liquid at -40 °C; zero in saturated liquid at 101325 Pa.
///
/// Raises
/// ------
/// FluidError
///     For an unknown name, with the nearest ones; for a reference state that the fluid does not have.
/// ValidationError
///     For an unknown backend or reference.
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
    pub(crate) fn of(fluid: engine::Fluid) -> Self {
        Self(fluid)
    }

    /// The handle of the engine.
    pub(crate) fn engine(&self) -> &engine::Fluid {
        &self.0
    }

    pub(crate) fn info(&self) -> &FluidInfo {
        self.0.info()
    }

    /// The `backend=` that together with the name makes this fluid.
    fn choice(&self) -> &'static str {
        if self.0.formulation() == "tabular" { "tabular" } else { "auto" }
    }
}

/// A fluid, or the name of one.
#[derive(FromPyObject)]
pub(crate) enum FluidOrName<'py> {
    #[pyo3(transparent)]
    Fluid(PyRef<'py, Fluid>),
    #[pyo3(transparent)]
    Name(String),
}

impl FluidOrName<'_> {
    /// The fluid, by the name by which it was given.
    pub(crate) fn species(&self) -> Result<engine::Species, ThermoError> {
        Ok(match self {
            FluidOrName::Fluid(fluid) => engine::Species { name: fluid.info().name.clone(), fluid: fluid.0.clone() },
            FluidOrName::Name(name) => {
                engine::Species { name: name.trim().to_owned(), fluid: engine::Fluid::new(name)? }
            }
        })
    }
}

/// The reference state of a name.
fn referred(name: &str) -> Result<Reference, ThermoError> {
    Reference::named(name).ok_or_else(|| {
        let known = Reference::ALL.map(|reference| format!("{:?}", reference.name())).join(", ");
        ThermoError::Validation(format!("reference is one of {known}, not {name:?}"))
    })
}

/// The fluid, if an equation of state describes it.
fn of_equation(fluid: engine::Fluid, name: &str) -> Result<engine::Fluid, ThermoError> {
    match fluid.formulation() {
        "helmholtz" => Ok(fluid),
        other => Err(ThermoError::Validation(format!("{name} has no equation of state here, its model is {other:?}"))),
    }
}

#[pymethods]
impl Fluid {
    #[new]
    #[pyo3(signature = (name, *, backend = "auto", reference = "default"))]
    fn new(name: &Bound<'_, PyAny>, backend: &str, reference: &str) -> PyResult<Self> {
        let reference = referred(reference).or_raise()?;
        let (py, name) = (name.py(), name.extract::<String>()?);
        let made = || match backend {
            "auto" => Ok(engine::Fluid::new(&name)?),
            "tabular" => Ok(engine::Fluid::tabular(&name)?),
            "helmholtz" => of_equation(engine::Fluid::new(&name)?, &name),
            "coolprop" if name.to_lowercase().starts_with("coolprop::") => Ok(engine::Fluid::new(&name)?),
            "coolprop" => Ok(engine::Fluid::new(&format!("CoolProp::{name}"))?),
            _ => {
                let known = "\"auto\", \"helmholtz\", \"tabular\" or \"coolprop\"";
                Err(ThermoError::Validation(format!("backend is {known}, not {backend:?}")))
            }
        };
        let referred = || made().and_then(|fluid| Ok(fluid.with_reference(reference)?));
        guard(|| py.detach(referred).or_raise()).map(Fluid)
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

    /// The model in use: `"helmholtz"`, `"tabular"`, `"incompressible"`, `"if97"`, `"mixture"` or `"coolprop"`.
    #[getter]
    fn backend(&self) -> &'static str {
        self.0.formulation()
    }

    /// Where h and s are counted from: `"default"`, `"IIR"`, `"ASHRAE"` or `"NBP"`.
    #[getter]
    fn reference(&self) -> &'static str {
        self.0.reference().name()
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

    /// Gas constant of the equation of state, J/(mol K); NaN without one.
    #[getter]
    fn gas_constant(&self) -> f64 {
        self.info().gas_constant
    }

    /// Temperature by which the equation of state is reduced, K; NaN without one.
    #[getter]
    #[pyo3(name = "T_reducing")]
    fn t_reducing(&self) -> f64 {
        self.info().t_reducing
    }

    /// Density by which it is reduced, kg/m³.
    #[getter]
    fn rho_reducing(&self) -> f64 {
        self.info().rho_reducing
    }

    /// Pressure that its authors give for that point, Pa.
    #[getter]
    fn p_reducing(&self) -> f64 {
        self.info().p_reducing
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

    /// Freezing temperature of an incompressible solution, K; NaN otherwise.
    #[getter]
    #[pyo3(name = "T_freeze")]
    fn t_freeze(&self) -> f64 {
        self.info().t_freeze
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

    /// Global warming potential over 20 years; NaN where unknown.
    #[getter]
    fn gwp20(&self) -> f64 {
        self.info().gwp20
    }

    /// Global warming potential over 500 years; NaN where unknown.
    #[getter]
    fn gwp500(&self) -> f64 {
        self.info().gwp500
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
    /// u : float, optional
    ///     Specific internal energy, J/kg.
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
    ///     Unless exactly two are given, in finite numbers. All pairs but (h, u) and (u, x) will do; a fluid without an
    ///     equation of state, such as an incompressible liquid, may take fewer.
    /// FluidError
    ///     For a state out of the limits of the fluid, for p and T on the saturation line, and for a pair that several states
    ///     have, as happens with (T, h), (T, u), (h, x), (s, x) and, next to a largest density, (p, rho): the exception's
    ///     `candidates` holds their (T, rho).
    ///
    /// Examples
    /// --------
    /// >>> entropyk.Fluid("R290").state(p=entropyk.Pressure(bar=5), T=entropyk.Temperature(celsius=20)).phase
    /// 'g'
    #[pyo3(signature = (*, p = None, T = None, h = None, s = None, rho = None, u = None, x = None))]
    #[allow(non_snake_case, clippy::too_many_arguments)]
    fn state(
        &self,
        p: Option<&Bound<'_, PyAny>>,
        T: Option<&Bound<'_, PyAny>>,
        h: Option<&Bound<'_, PyAny>>,
        s: Option<&Bound<'_, PyAny>>,
        rho: Option<&Bound<'_, PyAny>>,
        u: Option<&Bound<'_, PyAny>>,
        x: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<State> {
        let given = Inputs { p, T, h, s, rho, u, x }.given();
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
            Py::new(py, self.state(p, T, None, None, None, None, Some(&x))?)
        };
        Ok(Saturation { bubble: side(0.0)?, dew: side(1.0)? })
    }

    /// Properties of many states at once, on all cores, with the interpreter lock released.
    ///
    /// Parameters
    /// ----------
    /// outputs : str or list of str
    ///     Of `T p h s rho v u g x cp cv w viscosity conductivity prandtl surface_tension`, in the units of `State`;
    ///     derivatives of all before viscosity, such as `"d(h)/d(T)|p"`, along the saturation line `"d(p)/d(T)|x"`; second
    ///     derivatives of all before x, such as `"d(d(p)/d(T)|rho)/d(rho)|T"`; and of an equation of state the reduced
    ///     Helmholtz energy `alpha0` and `alphar` with its derivatives in δ = ρ/ρ_r and τ = T_r/T, such as `"alphar_ddt"`.
    /// on_error : {"raise", "nan"}, optional
    ///     What becomes of a state that does not exist: an exception that names its index, or NaN.
    /// p, T, h, s, rho, u, x : array_like, optional
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
    #[pyo3(signature = (outputs, *, on_error = "raise", p = None, T = None, h = None, s = None, rho = None, u = None, x = None))]
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
        u: Option<&Bound<'py, PyAny>>,
        x: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = outputs.py();
        let outputs = Outputs::read(outputs)?;
        let on_error = OnError::named(on_error).or_raise()?;
        let mut given = Inputs { p, T, h, s, rho, u, x }.given();
        let (order, flash) = pair(&properties(&given)).or_raise()?;
        given.sort_by_key(|(property, _)| *property == order[1]);
        let given = given.try_into().unwrap_or_else(|_| unreachable!("a pair has two inputs"));
        let (columns, shape) = evaluate(py, &self.0, flash, given, outputs.as_slice(), on_error)?;
        let mut columns = columns.into_iter();
        match outputs {
            Outputs::One(_) => shaped(py, columns.next().unwrap_or_default(), &shape),
            Outputs::Several(names, outputs) => {
                let add = |table: TableBuilder, ((name, output), column): ((String, Output), Vec<f64>)| {
                    table.buffer(&name, &output.unit(), column.into())
                };
                let table = names.into_iter().zip(outputs).zip(columns).fold(TableBuilder::default(), add).build();
                Ok(Table(table).into_pyobject(py)?.into_any())
            }
        }
    }

    fn __repr__(&self) -> String {
        let option = |name: &str, value: &str, usual: &str| {
            if value == usual { String::new() } else { format!(", {name}={value:?}") }
        };
        let backend = option("backend", self.choice(), "auto");
        format!("Fluid({:?}{backend}{})", self.info().name, option("reference", self.reference(), "default"))
    }

    fn __str__(&self) -> &str {
        self.name()
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("fluid_to_html", (slf,))
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((&str,), Bound<'py, PyDict>)> {
        let options = [("backend", self.choice()), ("reference", self.reference())].into_py_dict(py)?;
        Ok(((self.name(),), options))
    }
}
