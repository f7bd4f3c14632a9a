//! Equations that users write for a model: a function of numbers of the model, in its units.

use std::sync::Arc;

use entropyk::components::{ComponentError, Function};
use entropyk_core::{Reach, Unit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::callback::{Host, number, raised, refused};

/// What is called in messages.
const FUNCTION: &str = "the function";

/// The function of an object with an attribute `function`, of arguments in these units.
pub(crate) fn function(host: Host, units: Vec<Unit>) -> Arc<Function> {
    Arc::new(move |values: &[f64]| {
        let shown: Vec<f64> = values.iter().zip(&units).map(|(value, unit)| unit.from_si(*value)).collect();
        let (value, slopes) = Python::attach(|py| call(&host.get(py)?, &shown))?;
        let si = |slopes: Vec<f64>| slopes.iter().zip(&units).map(|(slope, unit)| slope / unit.factor).collect();
        Ok((value, slopes.map(si)))
    })
}

fn call(host: &Bound<'_, PyAny>, values: &[f64]) -> Result<(f64, Option<Vec<f64>>), ComponentError> {
    let py = host.py();
    let called = host.getattr("function").and_then(|function| function.call1(PyTuple::new(py, values)?));
    let answer = called.map_err(|error| raised(py, FUNCTION, error))?;
    let Ok(pair) = answer.cast::<PyTuple>() else { return Ok((number(FUNCTION, &answer)?, None)) };
    let items: Vec<Bound<'_, PyAny>> = pair.iter().collect();
    let [value, slopes] = &items[..] else {
        let message =
            format!("{FUNCTION} returned {} values: the residual, or it and a list of derivatives", items.len());
        return Err(refused(message, Reach::Solve));
    };
    let value = number(FUNCTION, value)?;
    let slopes: Vec<Bound<'_, PyAny>> = slopes.try_iter().and_then(Iterator::collect).map_err(|_| {
        refused(format!("{FUNCTION} returned {slopes} where a list of derivatives belongs"), Reach::Solve)
    })?;
    if slopes.len() != values.len() {
        let message = format!("{FUNCTION} gives {} derivatives for {} arguments", slopes.len(), values.len());
        return Err(refused(message, Reach::Solve));
    }
    let slopes = slopes.iter().map(|slope| number(FUNCTION, slope)).collect::<Result<_, _>>()?;
    Ok((value, Some(slopes)))
}
