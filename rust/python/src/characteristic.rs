//! `CharLine` and `CharMap`.

use std::sync::Arc;

use entropyk::components::{self as core, ComponentError};
use numpy::{PyArray1, PyArray2, PyArrayDyn, PyArrayMethods, PyUntypedArrayMethods};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;

use crate::arrays::shaped;
use crate::errors::OrRaise;

/// A characteristic line: y over x by linear interpolation.
///
/// Parameters
/// ----------
/// x, y : array_like, shape (n,), default [0, 1] and [1, 1]
///     The points, in the order of growing x.
/// extrapolate : bool, default False
///     Beyond its ends the line continues its end segments; otherwise it keeps its end values.
///
/// Raises
/// ------
/// ComponentError
///     For x and y of different length, fewer than two points, numbers that are not finite, and x that does not increase.
///
/// Examples
/// --------
/// >>> line = entropyk.CharLine([0.0, 1.0, 2.0], [0.6, 1.0, 0.8])
/// >>> line.evaluate(0.5)
/// 0.8
/// >>> entropyk.CharLine.named("Turbine", "eta_s_char", "TRAUPEL").evaluate(1.0)
/// 1.0
#[pyclass(frozen, eq, subclass, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct CharLine(pub(crate) Arc<core::CharLine>);

/// A characteristic map: z over y on lines of constant x, by linear interpolation between the lines and then along y.
///
/// Parameters
/// ----------
/// x : array_like, shape (n,), default [0, 1]
///     x of the lines, growing: the speed lines of a compressor.
/// y, z : array_like, shape (n, m), default ones
///     The points of each line, in the order of growing y: flow and pressure ratio, or flow and efficiency.
/// extrapolate : bool, default False
///     Beyond its edges the map continues its edge cells; otherwise it keeps its edge values.
///
/// Raises
/// ------
/// ComponentError
///     For shapes that do not match, fewer than two lines or points, numbers that are not finite, and x or y that do not increase.
///
/// Examples
/// --------
/// >>> map = entropyk.CharMap([1.0, 2.0], [[0.0, 1.0], [0.0, 2.0]], [[3.0, 1.0], [5.0, 3.0]])
/// >>> map.evaluate(1.5, 0.75)
/// 3.0
#[pyclass(frozen, eq, subclass, module = "entropyk")]
#[derive(PartialEq)]
pub(crate) struct CharMap(pub(crate) Arc<core::CharMap>);

/// A single number, or an array with its shape.
fn numbers<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArrayDyn<f64>>> {
    let numpy = object.py().import("numpy")?;
    let array = numpy.call_method1("asarray", (object, "float64"))?;
    Ok(numpy
        .call_method1("ascontiguousarray", (array.clone(),))?
        .call_method1("reshape", (array.getattr("shape")?,))?
        .cast_into()?)
}

fn each<'py>(
    object: &Bound<'py, PyAny>,
    f: impl Fn(f64) -> Result<f64, ComponentError>,
) -> PyResult<Bound<'py, PyAny>> {
    let array = numbers(object)?;
    let values = array.readonly().as_slice()?.iter().map(|x| f(*x)).collect::<Result<Vec<f64>, _>>();
    shaped(object.py(), values.or_raise()?, array.shape())
}

fn or_type_error<T>(result: serde_json::Result<T>) -> PyResult<T> {
    result.map_err(|error| PyTypeError::new_err(error.to_string()))
}

fn attribute<'py>(object: &Bound<'py, PyAny>, class: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
    object.getattr(name).map_err(|_| PyKeyError::new_err(format!("{class} has no attribute {name:?}")))
}

/// Logs a warning about a component where there is one.
fn warn(py: Python<'_>, component: &str, warning: Option<String>) -> PyResult<()> {
    let Some(warning) = warning else { return Ok(()) };
    let logger = py.import("entropyk.tools.logger")?.getattr("logger")?;
    logger.call_method1("warning", (format!("{component}: {warning}"),)).map(drop)
}

type Rebuilt<'py> = (Bound<'py, PyAny>, (String,));

#[pymethods]
impl CharLine {
    #[new]
    #[pyo3(signature = (x = vec![0.0, 1.0], y = vec![1.0, 1.0], extrapolate = false))]
    #[pyo3(text_signature = "(x=(0, 1), y=(1, 1), extrapolate=False)")]
    fn new(x: Vec<f64>, y: Vec<f64>, extrapolate: bool) -> PyResult<Self> {
        Ok(Self(Arc::new(core::CharLine::new(x, y, extrapolate).or_raise()?)))
    }

    /// A line shipped with the package.
    ///
    /// Parameters
    /// ----------
    /// component, parameter : str
    ///     Class and parameter, such as `"Turbine"` and `"eta_s_char"`.
    /// name : str, default "DEFAULT"
    ///     Name of the line.
    ///
    /// Raises
    /// ------
    /// ComponentError
    ///     For an unknown name, with those that are known.
    #[staticmethod]
    #[pyo3(signature = (component, parameter, name = "DEFAULT"))]
    fn named(component: &str, parameter: &str, name: &str) -> PyResult<Self> {
        Ok(Self(core::CharLine::named(component, parameter, name).or_raise()?))
    }

    #[staticmethod]
    fn _from_json(json: &str) -> PyResult<Self> {
        Ok(Self(Arc::new(or_type_error(serde_json::from_str(json))?)))
    }

    /// x of the points.
    #[getter]
    fn x<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        PyArray1::from_slice(py, self.0.x())
    }

    /// y of the points.
    #[getter]
    fn y<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        PyArray1::from_slice(py, self.0.y())
    }

    /// True if the end segments are continued.
    #[getter]
    fn extrapolate(&self) -> bool {
        self.0.extrapolates()
    }

    /// Where the points were published; empty for a user's own.
    #[getter]
    fn source(&self) -> &str {
        self.0.source()
    }

    /// y at x.
    ///
    /// Parameters
    /// ----------
    /// x : float or array_like
    ///
    /// Returns
    /// -------
    /// float or ndarray of the shape of x
    ///
    /// Raises
    /// ------
    /// ComponentError
    ///     At NaN.
    fn evaluate<'py>(&self, x: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        each(x, |x| self.0.evaluate(x))
    }

    /// An attribute by name.
    fn get_attr<'py>(slf: &Bound<'py, Self>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        attribute(slf.as_any(), "CharLine", name)
    }

    /// Logs a warning if x lies beyond the line; `component` is named in it.
    fn get_domain_errors(&self, py: Python<'_>, x: f64, component: &str) -> PyResult<()> {
        warn(py, component, self.0.outside(x).map(|outside| outside.explain("the line", "X")))
    }

    fn __repr__(&self) -> String {
        let (x, y) = (self.0.x(), self.0.y());
        let last = x.len() - 1;
        format!("<CharLine of {} points from ({}, {}) to ({}, {})>", x.len(), x[0], y[0], x[last], y[last])
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Rebuilt<'py>> {
        Ok((slf.getattr("_from_json")?, (or_type_error(serde_json::to_string(&*slf.get().0))?,)))
    }
}

/// y and z of a line of a map.
type Row<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

fn rows<'py>(py: Python<'py>, rows: &[Vec<f64>]) -> PyResult<Bound<'py, PyArray2<f64>>> {
    Ok(PyArray2::from_vec2(py, rows)?)
}

#[pymethods]
impl CharMap {
    #[new]
    #[pyo3(signature = (x = vec![0.0, 1.0], y = None, z = None, extrapolate = false))]
    #[pyo3(text_signature = "(x=(0, 1), y=((0, 1), (0, 1)), z=((1, 1), (1, 1)), extrapolate=False)")]
    fn new(x: Vec<f64>, y: Option<Vec<Vec<f64>>>, z: Option<Vec<Vec<f64>>>, extrapolate: bool) -> PyResult<Self> {
        let y = y.unwrap_or_else(|| vec![vec![0.0, 1.0]; 2]);
        let z = z.unwrap_or_else(|| vec![vec![1.0, 1.0]; 2]);
        Ok(Self(Arc::new(core::CharMap::new(x, y, z, extrapolate).or_raise()?)))
    }

    /// A map shipped with the package.
    ///
    /// Parameters
    /// ----------
    /// component, parameter : str
    ///     Class and parameter, such as `"TurboCompressor"` and `"char_map_pr"`.
    /// name : str, default "DEFAULT"
    ///     Name of the map.
    ///
    /// Raises
    /// ------
    /// ComponentError
    ///     For an unknown name, with those that are known.
    #[staticmethod]
    #[pyo3(signature = (component, parameter, name = "DEFAULT"))]
    fn named(component: &str, parameter: &str, name: &str) -> PyResult<Self> {
        Ok(Self(core::CharMap::named(component, parameter, name).or_raise()?))
    }

    #[staticmethod]
    fn _from_json(json: &str) -> PyResult<Self> {
        Ok(Self(Arc::new(or_type_error(serde_json::from_str(json))?)))
    }

    /// x of the lines.
    #[getter]
    fn x<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        PyArray1::from_slice(py, self.0.x())
    }

    /// y of the points, a row for each line.
    #[getter]
    fn y<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        rows(py, self.0.y())
    }

    /// z of the points, a row for each line.
    #[getter]
    fn z<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        rows(py, self.0.z())
    }

    /// True if the edge cells are continued.
    #[getter]
    fn extrapolate(&self) -> bool {
        self.0.extrapolates()
    }

    /// Where the points were published; empty for a user's own.
    #[getter]
    fn source(&self) -> &str {
        self.0.source()
    }

    /// z at x and y.
    ///
    /// Parameters
    /// ----------
    /// x, y : float or array_like
    ///     Of one shape, or such that can be broadcast.
    ///
    /// Returns
    /// -------
    /// float or ndarray
    ///
    /// Raises
    /// ------
    /// ComponentError
    ///     At NaN.
    fn evaluate<'py>(&self, x: &Bound<'py, PyAny>, y: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let both = x.py().import("numpy")?.call_method1("broadcast_arrays", (x, y))?;
        let (x, y) = (numbers(&both.get_item(0)?)?, numbers(&both.get_item(1)?)?);
        let (xs, ys) = (x.readonly(), y.readonly());
        let pairs = xs.as_slice()?.iter().zip(ys.as_slice()?);
        let values = pairs.map(|(x, y)| self.0.evaluate(*x, *y)).collect::<Result<Vec<f64>, _>>();
        shaped(x.py(), values.or_raise()?, x.shape())
    }

    /// y and z of the line at x.
    fn evaluate_x<'py>(&self, py: Python<'py>, x: f64) -> PyResult<Row<'py>> {
        let (y, z) = self.0.row(x);
        Ok((PyArray1::from_vec(py, y), PyArray1::from_vec(py, z)))
    }

    /// z at y on a line that `evaluate_x` gave.
    fn evaluate_y(&self, y: f64, yarr: Vec<f64>, zarr: Vec<f64>) -> PyResult<f64> {
        core::CharLine::new(yarr, zarr, self.0.extrapolates()).and_then(|line| line.evaluate(y)).or_raise()
    }

    /// An attribute by name.
    fn get_attr<'py>(slf: &Bound<'py, Self>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        attribute(slf.as_any(), "CharMap", name)
    }

    /// Logs a warning if (x, y) lies beyond the map; `component` is named in it.
    fn get_domain_errors(&self, py: Python<'_>, x: f64, y: f64, component: &str) -> PyResult<()> {
        let [of_x, of_y] = self.0.outside(x, y);
        warn(py, component, of_x.map(|outside| outside.explain("the map", "X")))?;
        warn(py, component, of_y.map(|outside| outside.explain("the map", "Y")))
    }

    fn __repr__(&self) -> String {
        let (x, y) = (self.0.x(), self.0.y());
        format!("<CharMap of {} lines with {} points from x = {} to {}>", x.len(), y[0].len(), x[0], x[x.len() - 1])
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Rebuilt<'py>> {
        Ok((slf.getattr("_from_json")?, (or_type_error(serde_json::to_string(&*slf.get().0))?,)))
    }
}
