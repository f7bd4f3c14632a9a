//! Components that are written in Python: a declaration, and functions that the engine calls.
//!
//! A class in Python becomes a [`Class`] like those in Rust, one for every object, since a function sees its object. Equations
//! of a native class that it extends stay in Rust. Functions without derivatives are differentiated by central differences.

mod blueprint;
mod draft;
mod frame;
mod known;
mod view;

use std::sync::{Arc, OnceLock};

use entropyk::components::difference::lift;
use entropyk::components::{At, Class, ComponentError, Declaration, Dual, Instance, Report, Scalar, Slope, Start};
use entropyk_core::Reach;
use entropyk_core::suggest::did_you_mean;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

pub(crate) use blueprint::{Blueprint, Script};
pub(crate) use known::{Known, KnownStream};
pub(crate) use view::{EnergyFlow, PortStream, View};

use crate::callback::{Host, number, raised, refused};
use frame::Frame;

/// The object in Python, known once it joins a model.
pub(crate) type Owner = Arc<OnceLock<Host>>;

/// The class of one object.
pub(crate) struct Scripted {
    script: Arc<Script>,
    owner: Owner,
}

/// Heat, power, loss, then every parameter; NaN for what is not told.
const FLOWS: [&str; 3] = ["heat", "power", "loss"];

impl Scripted {
    pub(crate) fn of(script: Arc<Script>) -> (Arc<dyn Class>, Owner) {
        let owner = Owner::default();
        (Arc::new(Self { script, owner: owner.clone() }), owner)
    }

    fn object<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyAny>, ComponentError> {
        let unknown = || refused("it has no object in Python: add it with add_component".into(), Reach::Solve);
        self.owner.get().ok_or_else(unknown)?.get(py)
    }

    fn name(&self, equation: usize) -> &'static str {
        self.script.declaration.equations[equation].name
    }

    /// Calls a function of an equation, out of the tuple of that name.
    fn call<'py>(
        &self,
        py: Python<'py>,
        functions: &Bound<'py, pyo3::types::PyString>,
        equation: usize,
        view: View,
    ) -> Result<Bound<'py, PyAny>, ComponentError> {
        let object = self.object(py)?;
        let called = || {
            let functions = object.get_type().getattr(functions)?.cast_into::<PyTuple>()?;
            functions.get_item(equation)?.call1((&object, view))
        };
        called().map_err(|error| raised(py, self.name(equation), error))
    }

    fn value(&self, frame: &Arc<Frame>, equation: usize, x: &[f64]) -> Result<f64, ComponentError> {
        Python::attach(|py| {
            let view = View { frame: frame.clone(), x: x.to_vec() };
            let answer = self.call(py, intern!(py, "_residuals"), equation, view)?;
            number(self.name(equation), &answer)
        })
    }

    /// `native` evaluates an equation of the native class.
    fn residual_of<S: Scalar>(
        &self,
        equation: usize,
        at: &At<S>,
        native: impl FnOnce(&dyn Class) -> Result<S, ComponentError>,
    ) -> Result<S, ComponentError> {
        let Some(call) = &self.script.calls[equation] else {
            return native(&**self.script.native.as_ref().expect("an equation that is no function is native"));
        };
        let (frame, arguments) = Frame::of(&self.script, Some(equation), at);
        if call.is_differentiated && arguments.iter().any(|argument| argument.value.varies()) {
            let x: Vec<f64> = arguments.iter().map(|argument| argument.value.re()).collect();
            let slopes = self.slopes(&frame, equation, &x)?;
            let value = self.value(&frame, equation, &x)?;
            let pairs: Vec<(S, f64)> = arguments.iter().map(|argument| argument.value).zip(slopes).collect();
            return Ok(S::lift(value, &pairs));
        }
        Ok(lift(&arguments, &mut |x| Ok(vec![self.value(&frame, equation, x)?]))?[0])
    }

    /// The derivatives that a function tells, in the order of the arguments; zero for what it does not depend on.
    fn slopes(&self, frame: &Arc<Frame>, equation: usize, x: &[f64]) -> Result<Vec<f64>, ComponentError> {
        let what = format!("{}.derivative", self.name(equation));
        let wrong = |message: String| refused(format!("{what} {message}"), Reach::Solve);
        Python::attach(|py| {
            let view = View { frame: frame.clone(), x: x.to_vec() };
            let answer = self.call(py, intern!(py, "_derivatives"), equation, view)?;
            let Ok(told) = answer.cast::<PyDict>() else {
                return Err(wrong(format!("returned {answer}, which is not a dict of derivatives")));
            };
            let names = frame.arguments(equation);
            let mut slopes = vec![0.0; x.len()];
            for (key, value) in told.iter() {
                let key = key.to_string();
                let Some((at, _)) = names.iter().find(|(_, name)| *name == key) else {
                    // Of a parameter that is given nobody asks.
                    if frame.is_parameter(&key) {
                        continue;
                    }
                    return Err(wrong(format!(
                        "tells a derivative with respect to {key:?}, on which it does not depend"
                    )));
                };
                slopes[*at] = number(&format!("{what} with respect to {key}"), &value)?;
            }
            match names.iter().find(|(_, name)| !told.contains(name).unwrap_or(false)) {
                Some((_, name)) => Err(wrong(format!("tells no derivative with respect to {name}"))),
                None => Ok(slopes),
            }
        })
    }

    fn report_of<S: Instance>(&self, at: &At<S>) -> Result<Report<S>, ComponentError> {
        let mut report = match &self.script.native {
            Some(native) => S::report(&**native, at)?,
            None => Report::default(),
        };
        if !self.script.reports {
            return Ok(report);
        }
        let (frame, arguments) = Frame::of(&self.script, None, at);
        let mut warnings = None;
        let told = lift(&arguments, &mut |x| {
            let (values, notes) = self.told(&frame, x)?;
            warnings.get_or_insert(notes);
            Ok(values)
        })?;
        report.warnings.extend(warnings.unwrap_or_default());
        for (k, value) in told.into_iter().enumerate().filter(|(_, value)| !value.re().is_nan()) {
            match k {
                0 => report.heat = value,
                1 => report.power = value,
                2 => report.loss = value,
                k => {
                    report.results.retain(|(known, _)| *known != k - FLOWS.len());
                    report.set(k - FLOWS.len(), value);
                }
            }
        }
        Ok(report)
    }

    /// What `report` of the object tells, and its warnings.
    fn told(&self, frame: &Arc<Frame>, x: &[f64]) -> Result<(Vec<f64>, Vec<String>), ComponentError> {
        Python::attach(|py| {
            let view = View { frame: frame.clone(), x: x.to_vec() };
            let answer = self.object(py)?.call_method1(intern!(py, "_report"), (view,));
            let read = answer
                .and_then(|answer| answer.extract::<(Vec<Option<Bound<'_, PyAny>>>, Bound<'_, PyDict>, Vec<String>)>());
            let (flows, results, warnings) = read.map_err(|error| raised(py, "report", error))?;
            let parameters = &self.script.declaration.parameters;
            let mut values = vec![f64::NAN; FLOWS.len() + parameters.len()];
            for ((value, flow), name) in values.iter_mut().zip(flows).zip(FLOWS) {
                if let Some(flow) = flow {
                    *value = number(&format!("{name} of report"), &flow)?;
                }
            }
            for (name, value) in results.iter() {
                let name = name.to_string();
                let Some(at) = self.script.declaration.parameter(&name) else {
                    let hint = did_you_mean(&name, parameters.iter().map(|parameter| parameter.name));
                    return Err(refused(format!("report tells {name:?}, which is no parameter{hint}"), Reach::Solve));
                };
                // What does not exist here may be told as NaN.
                let is_nan = value.extract::<f64>().is_ok_and(f64::is_nan);
                if !is_nan {
                    values[FLOWS.len() + at] = number(&format!("{name} of report"), &value)?;
                }
            }
            Ok((values, warnings))
        })
    }

    /// Takes what `start` of the object offers.
    fn offered(&self, start: &mut Start) -> Result<(), ComponentError> {
        let known = Known::of(&self.script, start);
        let offers = Python::attach(|py| {
            let known = Bound::new(py, known).map_err(|error| raised(py, "start", error))?;
            let answer = self.object(py)?.call_method1(intern!(py, "start"), (&known,));
            let answer = answer.map_err(|error| raised(py, "start", error))?;
            let mut offers = vec![];
            if answer.is_none() {
                return Ok(offers);
            }
            let Ok(told) = answer.cast::<PyDict>() else {
                return Err(refused(format!("start returned {answer}, which is not a dict of values"), Reach::Solve));
            };
            for (key, value) in told.iter().filter(|(_, value)| !value.is_none()) {
                let key = key.to_string();
                let Some((position, variable)) = known.get().place(&key) else {
                    let message = format!("start offers {key:?}, which is no unknown at a port: write \"out1.p\"");
                    return Err(refused(message, Reach::Solve));
                };
                let value = number(&format!("{key} of start"), &value)?;
                if known.get().value(position, variable).is_none() {
                    offers.push((position, variable, value));
                }
            }
            Ok(offers)
        })?;
        start.offers.extend(offers);
        Ok(())
    }
}

impl Class for Scripted {
    fn declaration(&self) -> &Arc<Declaration> {
        &self.script.declaration
    }
    fn residual(&self, equation: usize, at: &At<f64>) -> Result<f64, ComponentError> {
        self.residual_of(equation, at, |native| native.residual(equation, at))
    }
    fn residual_dual(&self, equation: usize, at: &At<Dual>) -> Result<Dual, ComponentError> {
        self.residual_of(equation, at, |native| native.residual_dual(equation, at))
    }
    fn residual_slope(&self, equation: usize, at: &At<Slope>) -> Result<Slope, ComponentError> {
        self.residual_of(equation, at, |native| native.residual_slope(equation, at))
    }
    fn start(&self, start: &mut Start) -> Result<(), ComponentError> {
        if let Some(native) = &self.script.native {
            native.start(start)?;
        }
        if self.script.starts { self.offered(start) } else { Ok(()) }
    }
    fn report(&self, at: &At<f64>) -> Result<Report, ComponentError> {
        self.report_of(at)
    }
    fn report_dual(&self, at: &At<Dual>) -> Result<Report<Dual>, ComponentError> {
        self.report_of(at)
    }
    fn is_serial(&self) -> bool {
        self.script.starts || self.script.reports || self.script.calls.iter().any(Option::is_some)
    }
}
