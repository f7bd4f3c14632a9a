//! What a system is made of, for Python.

use entropyk::network;
use pyo3::prelude::*;

use crate::results::Table;

/// What a system is made of, in words and as tables; `print` shows the words.
///
/// Before a solve it says what is missing or too much, and values are those from which an iteration would start; of a result it
/// shows values, residuals and iterations.
#[pyclass(frozen, module = "entropyk")]
pub(crate) struct Report(pub(crate) network::Report);

#[pymethods]
impl Report {
    /// In words; long lists are cut, and complete in the tables.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// True if every unknown has its equation.
    #[getter]
    fn is_solvable(&self) -> bool {
        self.0.is_solvable
    }

    /// What the system assumes because nothing is given.
    #[getter]
    fn defaults(&self) -> Vec<String> {
        self.0.defaults.clone()
    }

    /// A row for every variable: its `kind` (given, follows, unknown, not determined), the variable it `follows_from` and `by` which
    /// equation, the `unknown` and the `block` it is solved with, and its value in SI.
    #[getter]
    fn variables(&self) -> Table {
        Table(self.0.variables.clone())
    }

    /// A row for every equation: its `kind` (solved, eliminated, implied, too many), the variable it `gives`, its `block`, and its
    /// scaled residual at a solution.
    #[getter]
    fn equations(&self) -> Table {
        Table(self.0.equations.clone())
    }

    /// A row for every variable in an equation that is solved, and the unknown it follows from.
    #[getter]
    fn incidence(&self) -> Table {
        Table(self.0.incidence.clone())
    }

    /// A row for every block of equations that are solved together, in the order of solution.
    #[getter]
    fn blocks(&self) -> Table {
        Table(self.0.blocks.clone())
    }

    /// A row for every unknown that is not determined, with those that could be given `instead`.
    #[getter]
    fn missing(&self) -> Table {
        Table(self.0.missing.clone())
    }

    /// A row for every parameter of a component that could be given for what is missing.
    #[getter]
    fn helpful(&self) -> Table {
        Table(self.0.helpful.clone())
    }

    /// A row for every equation, and every given value, of which some are too many.
    #[getter]
    fn superfluous(&self) -> Table {
        Table(self.0.superfluous.clone())
    }

    fn __str__(&self) -> &str {
        &self.0.text
    }

    fn __repr__(&self) -> String {
        let state = if self.0.is_solvable { "solvable" } else { "not solvable" };
        let rows = |table: &network::Table| table.batch().num_rows();
        let (variables, blocks) = (rows(&self.0.variables), rows(&self.0.blocks));
        format!("<Report: {variables} variables, {blocks} blocks, {state}>")
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("entropyk.tables")?.call_method1("report_to_html", (slf,))
    }
}
