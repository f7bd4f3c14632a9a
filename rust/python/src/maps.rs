//! `Ahri540` and the shipped compressors.

use std::sync::Arc;

use entropyk::components::{self as core, Envelope, Measured, Rating, RatingUnits, Suction};
use entropyk::network::TableBuilder;
use entropyk_core::suggest::did_you_mean;
use entropyk_core::{Quantity, ThermoError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::errors::OrRaise;
use crate::results::Table;
use crate::units::Given;

/// A compressor map after AHRI Standard 540: mass flow or capacity, and power, as polynomials of ten coefficients.
///
/// X = C1 + C2·S + C3·D + C4·S² + C5·S·D + C6·D² + C7·S³ + C8·D·S² + C9·S·D² + C10·D³, with S and D the suction and
/// discharge dew temperatures. Suction states off the rating are corrected after Dabiri & Rice (1981).
///
/// Parameters
/// ----------
/// power : sequence of 10 floats
///     Coefficients of the power, W.
/// mass_flow, capacity : sequence of 10 floats
///     Coefficients of the mass flow (kg/s; IP: lb/h) or of the refrigerating capacity (W; IP: Btu/h). Exactly one.
/// units : {"SI", "IP"}, default "SI"
///     SI: °C, kg/s or W. IP: °F, lb/h or Btu/h.
/// fluid : str, optional
///     The refrigerant of the rating; a map is refused in a circuit of another.
/// return_gas : Temperature or float, optional
///     Suction temperature of the rating, K. 18.3 °C if neither this nor `superheat` is given.
/// superheat : TemperatureDifference or float, optional
///     Superheat of the rating, K.
/// subcooling : TemperatureDifference or float, default 0
///     Subcooling of the rating, K; read for a capacity.
/// frequency : float, optional
///     Supply frequency of the rating, Hz.
/// envelope : ((float, float), (float, float)), optional
///     Least and greatest suction and discharge dew temperature, in the units of the coefficients. Beyond it the map is
///     continued linearly, and the result carries a warning.
/// name : str, optional
///     Model name.
///
/// Raises
/// ------
/// ComponentError
///     For coefficients that are not ten finite numbers, or both or none of `mass_flow` and `capacity`.
///
/// References
/// ----------
/// AHRI Standard 540-2020. A. E. Dabiri, C. K. Rice, ASHRAE Transactions 87 (2), 1981.
///
/// Examples
/// --------
/// >>> entropyk.Ahri540.named("2DF3-030E-TFC").fluid
/// 'R134a'
#[pyclass(frozen, eq, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct Ahri540(pub(crate) Arc<core::Ahri540>);

fn coefficients(name: &str, object: &Bound<'_, PyAny>) -> PyResult<[f64; 10]> {
    let wrong = |what: String| {
        ThermoError::InvalidState(format!("Ahri540: {name} takes 10 coefficients, C1 to C10 in AHRI order; {what}"))
    };
    let numbers: Vec<f64> = object.extract().map_err(|_| wrong(format!("got {object}"))).or_raise()?;
    let count = numbers.len();
    numbers.try_into().map_err(|_| wrong(format!("got {count}"))).or_raise()
}

fn kelvin(object: &Bound<'_, PyAny>, quantity: Quantity) -> PyResult<f64> {
    Ok(Given::read(object, quantity)?.si(quantity, &entropyk_core::Units::si()))
}

#[pymethods]
impl Ahri540 {
    #[new]
    #[pyo3(signature = (*, power, mass_flow = None, capacity = None, units = "SI", fluid = None, return_gas = None, superheat = None,
                        subcooling = None, frequency = None, envelope = None, name = ""))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        power: &Bound<'_, PyAny>,
        mass_flow: Option<&Bound<'_, PyAny>>,
        capacity: Option<&Bound<'_, PyAny>>,
        units: &str,
        fluid: Option<String>,
        return_gas: Option<&Bound<'_, PyAny>>,
        superheat: Option<&Bound<'_, PyAny>>,
        subcooling: Option<&Bound<'_, PyAny>>,
        frequency: Option<f64>,
        envelope: Option<((f64, f64), (f64, f64))>,
        name: &str,
    ) -> PyResult<Self> {
        let refuse = |what: &str| Err(ThermoError::InvalidState(format!("Ahri540: {what}"))).or_raise();
        let units = match units {
            "SI" => RatingUnits::SI,
            "IP" => RatingUnits::IP,
            other => return refuse(&format!("units are \"SI\" or \"IP\", not {other:?}")),
        };
        let rating = match (mass_flow, capacity) {
            (Some(c), None) => Rating::MassFlow(coefficients("mass_flow", c)?),
            (None, Some(c)) => Rating::Capacity(coefficients("capacity", c)?),
            _ => return refuse("give exactly one of mass_flow and capacity"),
        };
        let suction = match (return_gas, superheat) {
            (Some(_), Some(_)) => return refuse("give return_gas or superheat, not both"),
            (Some(t), None) => Suction::ReturnGas(kelvin(t, Quantity::Temperature)?),
            (None, Some(d)) => Suction::Superheat(kelvin(d, Quantity::TemperatureDifference)?),
            (None, None) => Suction::default(),
        };
        if let Some(fluid) = &fluid {
            entropyk::fluids::Fluid::new(fluid).or_raise()?;
        }
        let to_kelvin = |(low, high): (f64, f64)| match units {
            RatingUnits::SI => (low + 273.15, high + 273.15),
            RatingUnits::IP => ((low + 459.67) / 1.8, (high + 459.67) / 1.8),
        };
        let map = core::Ahri540 {
            name: name.to_owned(),
            maker: String::new(),
            fluid,
            units,
            power: coefficients("power", power)?,
            rating,
            suction,
            subcooling: subcooling.map_or(Ok(0.0), |d| kelvin(d, Quantity::TemperatureDifference))?,
            frequency,
            envelope: envelope.map(|(s, d)| Envelope { suction: to_kelvin(s), discharge: to_kelvin(d) }),
            published: None,
            source: String::new(),
        };
        map.validate().or_raise()?;
        Ok(Self(Arc::new(map)))
    }

    /// A machine shipped with the package, by its model name.
    ///
    /// Raises
    /// ------
    /// ComponentError
    ///     For an unknown name, with the nearest ones.
    #[staticmethod]
    fn named(name: &str) -> PyResult<Self> {
        let machines = core::Ahri540::shipped();
        let found = machines.iter().find(|machine| machine.name.eq_ignore_ascii_case(name));
        let unknown = || {
            let mut hint = did_you_mean(name, machines.iter().map(|m| m.name.as_str()));
            if hint.is_empty() {
                hint = format!(
                    "; shipped are {}",
                    machines.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ")
                );
            }
            ThermoError::InvalidState(format!("no compressor is named {name:?}{hint}"))
        };
        Ok(Self(Arc::new(found.ok_or_else(unknown).or_raise()?.clone())))
    }

    /// Model name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Refrigerant of the rating, or None.
    #[getter]
    fn fluid(&self) -> Option<&str> {
        self.0.fluid.as_deref()
    }

    /// `"SI"` or `"IP"`.
    #[getter]
    fn units(&self) -> &'static str {
        if self.0.units == RatingUnits::SI { "SI" } else { "IP" }
    }

    /// Power coefficients.
    #[getter]
    fn power<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.power)
    }

    /// Mass-flow coefficients, or None for a capacity rating.
    #[getter]
    fn mass_flow<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        match &self.0.rating {
            Rating::MassFlow(c) => PyTuple::new(py, c).map(Some),
            Rating::Capacity(_) => Ok(None),
        }
    }

    /// Capacity coefficients, or None for a mass-flow rating.
    #[getter]
    fn capacity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        match &self.0.rating {
            Rating::Capacity(c) => PyTuple::new(py, c).map(Some),
            Rating::MassFlow(_) => Ok(None),
        }
    }

    /// The catalogue's figures at its rating point, or None: suction and discharge dew temperature (K), capacity (W), power (W).
    #[getter]
    fn published<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(point) = &self.0.published else { return Ok(None) };
        let dict = PyDict::new(py);
        let values = [point.t_suction, point.t_discharge, point.capacity, point.power];
        for (key, value) in ["T_suction", "T_discharge", "capacity", "power"].into_iter().zip(values) {
            dict.set_item(key, value)?;
        }
        Ok(Some(dict))
    }

    /// Least and greatest suction and discharge dew temperature, K, or None where the rating does not say.
    #[getter]
    fn envelope(&self) -> Option<((f64, f64), (f64, f64))> {
        self.0.envelope.map(|envelope| (envelope.suction, envelope.discharge))
    }

    /// Where the coefficients were published.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// The polynomials at suction and discharge dew temperatures, before any correction.
    ///
    /// Parameters
    /// ----------
    /// T_suction, T_discharge : Temperature or float
    ///     Dew temperatures, K.
    ///
    /// Returns
    /// -------
    /// dict
    ///     `power` (W), and `capacity` (W) or `mass_flow` (kg/s).
    #[pyo3(signature = (T_suction, T_discharge))]
    #[allow(non_snake_case)]
    fn evaluate<'py>(
        &self,
        py: Python<'py>,
        T_suction: &Bound<'_, PyAny>,
        T_discharge: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let (s, d) = (kelvin(T_suction, Quantity::Temperature)?, kelvin(T_discharge, Quantity::Temperature)?);
        let dict = PyDict::new(py);
        dict.set_item("power", self.0.power(s, d))?;
        match self.0.capacity(s, d) {
            Some(capacity) => dict.set_item("capacity", capacity)?,
            None => dict.set_item("mass_flow", self.0.mass_flow(s, d))?,
        }
        Ok(dict)
    }

    /// The rating in words.
    fn describe(&self) -> String {
        let map = &self.0;
        let name = if map.name.is_empty() { "compressor map" } else { &map.name };
        let kind = if matches!(map.rating, Rating::Capacity(_)) { "capacity and power" } else { "mass flow and power" };
        let mut text = format!("{name}: {kind}, {} units", self.units());
        if let Some(fluid) = &map.fluid {
            text += &format!(", {fluid}");
        }
        if let Some(frequency) = map.frequency {
            text += &format!(", {frequency} Hz");
        }
        text += &match map.suction {
            Suction::ReturnGas(t) => format!("; rated with return gas of {:.1} °C", t - 273.15),
            Suction::Superheat(d) => format!("; rated with {d:.1} K superheat"),
        };
        text += &format!(", {:.1} K subcooling", map.subcooling);
        if !map.source.is_empty() {
            text += &format!("\nSource: {}", map.source);
        }
        text
    }

    fn __repr__(&self) -> String {
        let fluid = self.0.fluid.as_deref().unwrap_or("any fluid");
        format!("<Ahri540 {} ({fluid})>", if self.0.name.is_empty() { "map" } else { &self.0.name })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let json = serde_json::to_string(&*self.0).map_err(|error| PyTypeError::new_err(error.to_string()))?;
        Ok((py.import("entropyk._core")?.getattr("_ahri540_from_json")?, (json,)))
    }
}

/// Ratings that fit measured points, one for each frequency, and a table of what they miss.
///
/// Columns are in the units of the template, from which all but the polynomials and the envelope is taken.
#[pyfunction]
#[pyo3(signature = (t_suction, t_discharge, flow, power, frequency, template))]
pub(crate) fn _fit_ratings(
    t_suction: Vec<f64>,
    t_discharge: Vec<f64>,
    flow: Vec<f64>,
    power: Vec<f64>,
    frequency: Option<Vec<f64>>,
    template: &Ahri540,
) -> PyResult<(Vec<Ahri540>, Table)> {
    let count = t_suction.len();
    let lengths = [t_discharge.len(), flow.len(), power.len(), frequency.as_ref().map_or(count, Vec::len)];
    if lengths.iter().any(|length| *length != count) {
        let message =
            format!("the columns of the points have {count} and {lengths:?} values: give columns of one length");
        return Err(ThermoError::Validation(message)).or_raise();
    }
    let point =
        |i: usize| Measured { t_suction: t_suction[i], t_discharge: t_discharge[i], flow: flow[i], power: power[i] };
    let mut speeds: Vec<Option<f64>> = match &frequency {
        Some(all) => all.iter().map(|f| Some(*f)).collect(),
        None => vec![template.0.frequency],
    };
    speeds.sort_by(|a, b| a.unwrap_or(0.0).total_cmp(&b.unwrap_or(0.0)));
    speeds.dedup();
    let (mut ratings, mut errors) = (vec![], Errors::default());
    for speed in speeds {
        let is_of = |i: &usize| frequency.as_ref().is_none_or(|all| Some(all[*i]) == speed);
        let points: Vec<Measured> = (0..count).filter(is_of).map(point).collect();
        let rating =
            core::Ahri540::fit(&points, core::Ahri540 { frequency: speed, ..(*template.0).clone() }).or_raise()?;
        errors.extend(&points, &rating);
        ratings.push(Ahri540(Arc::new(rating)));
    }
    Ok((ratings, errors.table(&template.0)))
}

/// Columns of measured points beside what ratings give there.
#[derive(Default)]
struct Errors {
    columns: [Vec<f64>; 9],
}

impl Errors {
    fn extend(&mut self, points: &[Measured], rating: &core::Ahri540) {
        for point in points {
            let (flow, power) = rating.at_point(point);
            let row = [
                rating.frequency.unwrap_or(f64::NAN),
                point.t_suction,
                point.t_discharge,
                point.flow,
                flow,
                flow / point.flow - 1.0,
                point.power,
                power,
                power / point.power - 1.0,
            ];
            for (column, value) in self.columns.iter_mut().zip(row) {
                column.push(value);
            }
        }
    }

    fn table(self, of: &core::Ahri540) -> Table {
        let flow = if matches!(of.rating, Rating::Capacity(_)) { "capacity" } else { "mass_flow" };
        let names =
            ["frequency", "T_suction", "T_discharge", flow, "fit", "error", "power", "power_fit", "power_error"];
        let mut table = TableBuilder::default();
        for (name, column) in names.into_iter().zip(self.columns) {
            let name = if name == "fit" || name == "error" { format!("{flow}_{name}") } else { name.to_owned() };
            table = table.buffer(&name, "", column.into());
        }
        Table(table.build())
    }
}

#[pyfunction]
pub(crate) fn _ahri540_from_json(json: &str) -> PyResult<Ahri540> {
    let read = serde_json::from_str(json).map_err(|error| ThermoError::Validation(format!("no Ahri540: {error}")));
    Ok(Ahri540(Arc::new(read.or_raise()?)))
}

/// The compressor maps shipped with the package.
///
/// Returns
/// -------
/// list of Ahri540
#[pyfunction]
pub(crate) fn compressors() -> Vec<Ahri540> {
    core::Ahri540::shipped().iter().map(|machine| Ahri540(Arc::new(machine.clone()))).collect()
}
