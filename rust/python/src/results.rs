//! Results: views on the engine's buffers for NumPy and Arrow.

use std::collections::HashSet;
use std::sync::Arc;

use crate::errors::{OrRaise, guard};
use crate::report::Report;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, StructArray};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{DataType, Field, Float64Type};
use entropyk::network::{self, Figure, Place, Solution, TableBuilder};
use entropyk_core::ThermoError;
use entropyk_core::suggest::did_you_mean;
use numpy::ndarray::ArrayView1;
use numpy::{PyArray1, PyArrayMethods, PyReadonlyArray1, PyUntypedArrayMethods};
use pyo3::exceptions::PyKeyError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

/// Derivatives by rows, and the connections at a kink for every column.
type Slopes = (Vec<Vec<f64>>, Vec<Vec<String>>);

#[derive(FromPyObject)]
enum Values<'py> {
    Numbers(PyReadonlyArray1<'py, f64>),
    Texts(Vec<String>, bool),
}

impl Values<'_> {
    fn len(&self) -> usize {
        match self {
            Values::Numbers(values) => values.len(),
            Values::Texts(values, _) => values.len(),
        }
    }
}

/// Keeps a buffer alive behind a NumPy view.
#[pyclass(frozen, module = "entropyk._core")]
pub(crate) struct Owner(#[allow(dead_code)] ScalarBuffer<f64>);

/// A read-only NumPy view on a buffer, which it keeps alive.
pub(crate) fn view<'py>(py: Python<'py>, buffer: &ScalarBuffer<f64>) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let owner = Bound::new(py, Owner(buffer.clone()))?.into_any();
    // SAFETY: the array borrows the buffer that `owner` holds, buffers are immutable, and the array is made read-only.
    let array = unsafe {
        let values = ArrayView1::from_shape_ptr(buffer.len(), buffer.as_ptr());
        PyArray1::borrow_from_array(&values, owner)
    };
    drop(array.readwrite().make_nonwriteable());
    Ok(array)
}

/// A table of results: columns of numbers and text, each of its own unit.
///
/// Any library that speaks Arrow reads it without a copy: `polars.DataFrame(table)`, `pyarrow.table(table)`.
/// `table["p"]` is a read-only NumPy view.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct Table(pub(crate) network::Table);

impl Table {
    fn batch(&self) -> &RecordBatch {
        self.0.batch()
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.batch().schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Unit of every column of numbers that has one.
    #[getter]
    fn units<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for field in self.batch().schema_ref().fields() {
            if let Some(unit) = field.metadata().get("unit") {
                dict.set_item(field.name(), unit)?;
            }
        }
        Ok(dict)
    }

    /// A column: numbers as a read-only NumPy view (missing values are NaN), text as a list.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     For an unknown name, with the nearest ones.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let Some(column) = self.batch().column_by_name(name) else {
            let names = self.column_names();
            let mut hint = did_you_mean(name, names.iter().map(String::as_str));
            if hint.is_empty() {
                hint = format!("; there are {}", names.join(", "));
            }
            return Err(PyKeyError::new_err(format!("no column {name:?}{hint}")));
        };
        match column.as_primitive_opt::<Float64Type>() {
            Some(numbers) => Ok(view(py, numbers.values())?.into_any()),
            None => Ok(texts(column).into_pyobject(py)?.into_any()),
        }
    }

    /// The table of columns: name, unit, and numbers or text.
    #[staticmethod]
    fn _from_columns(columns: Vec<(String, String, Values<'_>)>) -> PyResult<Table> {
        let lengths = columns.iter().map(|(_, _, values)| values.len());
        if lengths.collect::<HashSet<usize>>().len() > 1 {
            return Err(ThermoError::Validation("the columns of a table have one length".into())).or_raise();
        }
        let mut table = TableBuilder::default();
        for (name, unit, values) in &columns {
            table = match values {
                Values::Numbers(values) => table.buffer(name, unit, values.as_slice()?.to_vec().into()),
                Values::Texts(values, true) => table.category(name, values.iter().map(String::as_str)),
                Values::Texts(values, false) => table.text(name, values),
            };
        }
        Ok(Table(table.build()))
    }

    /// The argument of `_from_columns`.
    fn _to_columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for (field, column) in self.batch().schema_ref().fields().iter().zip(self.batch().columns()) {
            let unit = field.metadata().get("unit").map_or("", String::as_str);
            let values = match column.as_primitive_opt::<Float64Type>() {
                Some(numbers) => view(py, numbers.values())?.into_any(),
                None => (texts(column), self._is_category(field.name())).into_pyobject(py)?.into_any(),
            };
            list.append((field.name(), unit, values))?;
        }
        Ok(list)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyList>,))> {
        Ok((slf.get_type().getattr("_from_columns")?, (slf.get()._to_columns(slf.py())?,)))
    }

    /// The table with a column of numbers more.
    fn _with_column(&self, name: &str, values: PyReadonlyArray1<'_, f64>) -> PyResult<Table> {
        let values = values.as_slice()?.to_vec();
        if values.len() != self.batch().num_rows() {
            let message = format!("{name} has {} values, and the table {} rows", values.len(), self.batch().num_rows());
            return Err(ThermoError::Validation(message)).or_raise();
        }
        Ok(Table(self.0.with_column(name, values.into())))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        self.column(py, name)
    }

    fn __len__(&self) -> usize {
        self.batch().num_rows()
    }

    fn __contains__(&self, name: &str) -> bool {
        self.batch().column_by_name(name).is_some()
    }

    /// The Arrow PyCapsule stream: one record batch, no copy.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.batch().schema_ref().fields().clone(), false);
        let field = Arc::new(field.with_metadata(self.batch().schema_ref().metadata().clone()));
        let rows: ArrayRef = Arc::new(StructArray::from(self.batch().clone()));
        let stream = ArrayIterator::new(std::iter::once(Ok(rows)), field);
        Ok(to_stream_pycapsule(py, Box::new(stream), requested_schema)?)
    }

    /// The Arrow PyCapsule schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.batch().schema_ref().as_ref())?)
    }

    /// A pandas frame with writable columns, text as categories where it repeats; its `attrs["units"]` holds the units.
    ///
    /// Parameters
    /// ----------
    /// copy : bool, default True
    ///     False shares the numbers, which are read-only then.
    #[pyo3(signature = (*, copy = true))]
    fn to_pandas<'py>(slf: &Bound<'py, Self>, copy: bool) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("to_pandas", (slf, copy))
    }

    /// A polars frame; numbers are not copied.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("to_polars", (slf,))
    }

    /// A pyarrow table; nothing is copied.
    fn to_arrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("to_arrow", (slf,))
    }

    /// The table as the kind of frame that another is: pandas, polars, pyarrow, a dict of columns, or this.
    ///
    /// A pandas frame keeps the index of the other where both have as many rows.
    ///
    /// Parameters
    /// ----------
    /// frame : DataFrame, pyarrow.Table, dict or Table
    ///     What a sweep was given, for example.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For any other kind.
    ///
    /// Examples
    /// --------
    /// >>> frame = system.sweep(frame).to_like(frame)
    fn to_like<'py>(slf: &Bound<'py, Self>, frame: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("to_like", (slf, frame))
    }

    fn _is_category(&self, name: &str) -> bool {
        let field = self.batch().schema_ref().field_with_name(name);
        field.is_ok_and(|field| matches!(field.data_type(), DataType::Dictionary(_, _)))
    }

    fn __repr__(&self) -> String {
        format!("<Table {} rows: {}>", self.batch().num_rows(), self.column_names().join(", "))
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("to_html", (slf,))
    }
}

fn texts(column: &dyn Array) -> Vec<String> {
    let of = |strings: &StringArray, i: usize| strings.value(i).to_owned();
    if let Some(strings) = column.as_string_opt::<i32>() {
        return (0..strings.len()).map(|i| of(strings, i)).collect();
    }
    let Some(words) = column.as_dictionary_opt::<arrow::datatypes::Int8Type>() else { return vec![] };
    let values = words.values().as_string::<i32>();
    words.keys().values().iter().map(|key| of(values, *key as usize)).collect()
}

/// Energy flows and coefficients of performance: a mapping of name to number, W or 1.
///
/// `heat_in` and `heat_out` cross the boundary of the model, `power` is taken in, `cop_cooling` = heat_in/power and
/// `cop_heating` = heat_out/power. With several circuits, `circuits` holds one mapping each.
#[pyclass(frozen, mapping, module = "entropyk")]
pub(crate) struct Performance(Arc<Solution>);

const KEYS: [&str; 6] = ["heat_in", "heat_out", "power", "loss", "cop_cooling", "cop_heating"];

impl Performance {
    fn value(&self, key: &str) -> Option<f64> {
        let total = &self.0.performance;
        let ratio = |heat: f64| if total.power > 0.0 { heat / total.power } else { f64::NAN };
        Some(match key {
            "heat_in" => total.heat_in,
            "heat_out" => total.heat_out,
            "power" => total.power,
            "loss" => total.loss,
            "cop_cooling" => ratio(total.heat_in),
            "cop_heating" => ratio(total.heat_out),
            _ => return None,
        })
    }
}

#[pymethods]
impl Performance {
    /// Names of the numbers.
    fn keys(&self) -> [&'static str; 6] {
        KEYS
    }

    fn __getitem__(&self, key: &str) -> PyResult<f64> {
        self.value(key)
            .ok_or_else(|| PyKeyError::new_err(format!("no {key:?} in performance; there are {}", KEYS.join(", "))))
    }

    fn __getattr__(&self, key: &str) -> PyResult<f64> {
        self.value(key).ok_or_else(|| pyo3::exceptions::PyAttributeError::new_err(key.to_owned()))
    }

    fn __len__(&self) -> usize {
        KEYS.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyIterator>> {
        KEYS.into_pyobject(py)?.try_iter()
    }

    fn __contains__(&self, key: &str) -> bool {
        KEYS.contains(&key)
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("performance_to_html", (slf,))
    }

    /// What the energy balance of the model lacks, W.
    #[getter]
    fn imbalance(&self) -> f64 {
        self.0.performance.imbalance()
    }

    /// One dict per circuit.
    #[getter]
    fn circuits<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let describe = |circuit: &network::CircuitPerformance| {
            let dict = PyDict::new(py);
            dict.set_item("fluid", &circuit.fluid.info().name)?;
            let values = [
                circuit.heat_in,
                circuit.heat_out,
                circuit.power,
                circuit.loss,
                circuit.cop_cooling(),
                circuit.cop_heating(),
            ];
            for (key, value) in KEYS.into_iter().zip(values) {
                dict.set_item(key, value)?;
            }
            Ok(dict)
        };
        self.0.performance.circuits.iter().map(describe).collect()
    }

    fn __repr__(&self) -> String {
        let number = |key: &str| self.value(key).unwrap_or(f64::NAN);
        format!(
            "<Performance heat_in={:.1} W, heat_out={:.1} W, power={:.1} W, cop_cooling={:.4}, cop_heating={:.4}>",
            number("heat_in"),
            number("heat_out"),
            number("power"),
            number("cop_cooling"),
            number("cop_heating")
        )
    }
}

/// A converged state. It belongs to itself: later solves do not change it.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct ConvergedState(Arc<Solution>, Option<Py<PyAny>>);

impl ConvergedState {
    /// Keeps `code`, the objects whose Python code the equations call.
    pub(crate) fn new(solution: Solution, code: Option<Py<PyAny>>) -> Self {
        Self(Arc::new(solution), code)
    }

    pub(crate) fn solution(&self) -> &Solution {
        &self.0
    }
}

#[pymethods]
impl ConvergedState {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.1)
    }

    /// `"Converged"`: a solve that fails raises instead.
    #[getter]
    fn status(&self) -> &'static str {
        "Converged"
    }

    /// Iterations made.
    #[getter]
    fn iterations(&self) -> usize {
        self.0.iterations
    }

    /// Greatest scaled residual.
    #[getter]
    fn final_residual(&self) -> f64 {
        self.0.residual
    }

    /// Time taken, ms.
    #[getter]
    fn elapsed_ms(&self) -> f64 {
        self.0.elapsed_ms
    }

    /// m of all connections, then p, then h, then other unknowns, SI: a read-only NumPy view of the engine's buffer.
    #[getter]
    fn state_vector<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray1<f64>>> {
        view(py, self.0.states.variables())
    }

    /// Names of the elements of the state vector.
    #[getter]
    fn state_names(&self) -> Vec<String> {
        self.0.names()
    }

    /// Greatest scaled residual at the start and after every iteration: a read-only NumPy view.
    #[getter]
    fn residual_history<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray1<f64>>> {
        view(py, self.0.residual_history())
    }

    /// The iterations as a table.
    #[getter]
    fn history(&self) -> Table {
        Table(self.0.history_table().clone())
    }

    /// The connections as a table.
    #[getter]
    fn states(&self) -> Table {
        Table(self.0.states_table().clone())
    }

    /// The components as a table.
    #[getter]
    fn components(&self) -> Table {
        Table(self.0.components_table().clone())
    }

    /// Heat, temperatures and conductances along an exchanger, from where the hot side enters: a row for every end of a section.
    ///
    /// Parameters
    /// ----------
    /// component : Component or str
    ///     An exchanger, or its label.
    ///
    /// Returns
    /// -------
    /// Table
    ///     `Q` given off so far, `T_hot`, `T_cold`, and of the section that begins there `lmtd`, `UA`, `phase_hot` and
    ///     `phase_cold`: l, tp, g or sc.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For a component that is no exchanger in counterflow, or whose other side is not known.
    fn sections(&self, component: &Bound<'_, PyAny>) -> PyResult<Table> {
        let label = match component.getattr("label") {
            Ok(label) => label.extract::<String>()?,
            Err(_) => component.extract::<String>()?,
        };
        guard(|| Ok(Table(self.0.sections(&label).or_raise()?)))
    }

    /// Heat, power and coefficients of performance.
    #[getter]
    fn performance(&self) -> Performance {
        Performance(self.0.clone())
    }

    /// What the system assumed because nothing was given.
    #[getter]
    fn defaults(&self) -> Vec<String> {
        self.0.defaults().to_vec()
    }

    /// Results beyond their limits, which are among the `warnings`.
    #[getter]
    fn violations(&self) -> Vec<String> {
        self.0.violations.clone()
    }

    /// What to know about this solution.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.0.warnings.clone()
    }

    /// What the system was made of, with values, residuals and iterations.
    fn report(&self, py: Python<'_>) -> PyResult<Report> {
        guard(|| Ok(Report(py.detach(|| self.0.report()))))
    }

    /// The derivatives of the equations at this solution.
    ///
    /// Parameters
    /// ----------
    /// block : int, optional
    ///     Number of a block of `report().blocks`; all equations without.
    ///
    /// Returns
    /// -------
    /// Table
    ///     A row for every pair of an equation and an unknown: the `derivative` in SI, and `scaled` as the iteration sees it.
    #[pyo3(signature = (block = None))]
    fn jacobian(&self, py: Python<'_>, block: Option<usize>) -> PyResult<Table> {
        guard(|| py.detach(|| self.0.jacobian(block)).or_raise().map(Table))
    }

    /// (component, class, row of the inlet in `states`, row of the outlet) of every path through a component.
    fn processes(&self) -> Vec<(String, &'static str, usize, usize)> {
        let paths = |c: &network::ComponentResult| {
            let (label, class) = (c.label.clone(), c.class);
            c.passes.iter().map(move |(inlet, outlet)| (label.clone(), class, *inlet, *outlet)).collect::<Vec<_>>()
        };
        self.0.components().iter().flat_map(paths).collect()
    }

    /// Derivatives of results with respect to given values, exact at this solution.
    ///
    /// Parameters
    /// ----------
    /// of : str, pair, or list of these
    ///     Results by path, such as `"compressor.P"` or `(compressor, "P")`, and the totals `heat_in heat_out power cop_cooling
    ///     cop_heating`.
    /// wrt : str, pair, or list of these
    ///     Given values by path.
    ///
    /// Returns
    /// -------
    /// Sensitivity
    ///     In the units of the system: a float where both are single, otherwise an array with a row for every result and a
    ///     column for every given value. `kinks` names the connections that are about to change phase, where a derivative holds
    ///     on one side only.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For paths that do not exist, and values that are not given.
    #[pyo3(signature = (of, wrt))]
    fn sensitivity<'py>(
        slf: &Bound<'py, Self>,
        of: &Bound<'py, PyAny>,
        wrt: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.sensitivity")?.call_method1("sensitivity", (slf, of, wrt))
    }

    /// A number of this result by path, in the units of the model: `result["condenser.Q"]`, `result[condenser, "Q"]`,
    /// `result["cop_cooling"]`.
    ///
    /// Raises
    /// ------
    /// ValidationError
    ///     For a path that does not exist, with the nearest ones.
    fn __getitem__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<f64> {
        let path: String = py.import("entropyk.sweep")?.call_method1("path", (key,))?.extract()?;
        guard(|| {
            let solution = &self.0;
            let figure = solution.figure(&path).or_raise()?;
            Ok(solution.units.unit(solution.quantity(figure)).from_si(solution.value(figure)))
        })
    }

    /// Values by rows, and the connections at a kink for every column.
    fn _sensitivities(&self, py: Python<'_>, of: Vec<String>, wrt: Vec<String>) -> PyResult<Slopes> {
        guard(|| {
            let solution = &self.0;
            let found = py.detach(|| {
                let of = of.iter().map(|path| solution.figure(path)).collect::<Result<Vec<Figure>, _>>()?;
                let wrt = wrt.iter().map(|path| solution.place(path)).collect::<Result<Vec<Place>, _>>()?;
                let mut found = solution.sensitivities(&of, &wrt)?;
                let factor = |figure: Figure| solution.units.unit(solution.quantity(figure)).factor;
                for (figure, row) in of.iter().zip(&mut found.values) {
                    for (place, value) in wrt.iter().zip(row) {
                        *value *= factor(Figure::At(*place)) / factor(*figure);
                    }
                }
                Ok::<_, ThermoError>(found)
            });
            let found = found.or_raise()?;
            Ok((found.values, found.kinks))
        })
    }

    /// The state vector.
    fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray1<f64>>> {
        self.state_vector(py)
    }

    /// The states as a pandas frame.
    #[pyo3(signature = (*, copy = true))]
    fn to_pandas<'py>(&self, py: Python<'py>, copy: bool) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pandas(&Bound::new(py, self.states())?, copy)
    }

    /// The states as a polars frame.
    fn to_polars<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_polars(&Bound::new(py, self.states())?)
    }

    /// The states as a pyarrow table.
    fn to_arrow<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_arrow(&Bound::new(py, self.states())?)
    }

    /// Charts of this result: `result.plot.ph()`, `result.plot()`.
    #[getter]
    fn plot<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.plot")?.call_method1("ResultPlots", (slf,))
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<ConvergedState: {} iterations, residual {:.1e}>", self.0.iterations, self.0.residual)
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("result_to_html", (slf,))
    }
}

/// The columns of numbers of an object that streams Arrow data, as floats.
#[pyfunction]
pub(crate) fn _arrow_columns<'py>(
    py: Python<'py>,
    table: pyo3_arrow::PyTable,
) -> PyResult<Vec<(String, Bound<'py, PyArray1<f64>>)>> {
    let (batches, schema) = table.into_inner();
    let mut columns = vec![];
    for (index, field) in schema.fields().iter().enumerate() {
        let floats = |batch: &RecordBatch| {
            let found = arrow::compute::cast(batch.column(index), &DataType::Float64).map_err(|error| {
                ThermoError::Validation(format!("{}: a column has to hold numbers ({error})", field.name()))
            });
            found.or_raise()
        };
        let parts = batches.iter().map(floats).collect::<PyResult<Vec<ArrayRef>>>()?;
        let column = match parts.as_slice() {
            // Numbers in one piece are read in place.
            [only] if only.null_count() == 0 => view(py, only.as_primitive::<Float64Type>().values())?,
            parts => {
                let values = parts.iter().flat_map(|part| part.as_primitive::<Float64Type>());
                PyArray1::from_vec(py, values.map(|value| value.unwrap_or(f64::NAN)).collect())
            }
        };
        columns.push((field.name().clone(), column));
    }
    Ok(columns)
}
