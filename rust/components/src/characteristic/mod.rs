//! Characteristics: lines and maps of machines and exchangers off their design point, given by points.

mod curve;
mod line;
mod map;

use std::sync::Arc;

use entropyk_core::suggest::did_you_mean;

use crate::slots::list;
use crate::{At, ComponentError, Report, Scalar};

pub use curve::{Curve, Outside as OutsideFunction};
pub use line::CharLine;
pub use map::CharMap;

/// What the x of a line is, relative to its design value unless the equation says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expression {
    /// Mass flow at the inlet.
    M,
    /// Mass flow at the outlet.
    MOut,
    /// Volumetric flow at the inlet.
    V,
    /// Ratio of outlet to inlet pressure.
    Pr,
    /// Power or heat at the outlet.
    E,
}

impl Expression {
    /// All, with their names.
    pub const ALL: [(&'static str, Expression); 5] = [
        ("m", Expression::M),
        ("m_out", Expression::MOut),
        ("v", Expression::V),
        ("pr", Expression::Pr),
        ("E", Expression::E),
    ];
}

/// A line, and what it is a function of.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    /// The line.
    pub line: Arc<CharLine>,
    /// Its x.
    pub of: Expression,
}

impl<S: Scalar> At<'_, S> {
    /// What a line may be a function of, between two ports.
    ///
    /// # Errors
    /// Property errors.
    pub fn expression(&self, of: Expression, inlet: usize, outlet: usize) -> Result<S, ComponentError> {
        let entering = || self.stream(inlet);
        Ok(match of {
            Expression::M => entering().m,
            Expression::MOut => self.stream(outlet).m,
            Expression::V => entering().m * entering().v()?,
            Expression::Pr => self.stream(outlet).p / entering().p,
            Expression::E => self.energy(outlet).unwrap_or_else(S::zero),
        })
    }

    /// The same at the design point.
    fn expression_at_design(&self, of: Expression, inlet: usize, outlet: usize) -> Option<f64> {
        match of {
            Expression::M => self.design_at(inlet, "m"),
            Expression::MOut => self.design_at(outlet, "m"),
            Expression::V => self.design_at(inlet, "v"),
            Expression::E => self.design_at(outlet, "E"),
            Expression::Pr => Some(self.design_at(outlet, "p")? / self.design_at(inlet, "p")?),
        }
    }

    /// The characteristic line in a slot and its x, relative to the design point.
    fn relative(
        &self,
        parameter: usize,
        inlet: usize,
        outlet: usize,
    ) -> Result<Option<(&CharLine, S)>, ComponentError> {
        let Some(Characteristic { line, of }) = self.line(parameter) else { return Ok(None) };
        let x = self.expression(*of, inlet, outlet)?;
        let name = self.slots.declaration().parameters[parameter].name;
        let design = self.expression_at_design(*of, inlet, outlet).ok_or_else(|| no_design(name))?;
        Ok(Some((line, x / design)))
    }

    /// Value of the characteristic line in a slot at its x relative to the design point; 1 where there is no line.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] where the design point is not known; property errors.
    pub fn characteristic(&self, parameter: usize, inlet: usize, outlet: usize) -> Result<S, ComponentError> {
        self.relative(parameter, inlet, outlet)?.map_or(Ok(S::one()), |(line, x)| line.evaluate(x))
    }

    /// Reports that a characteristic line was left, and how near its corners are.
    ///
    /// # Errors
    /// As [`At::characteristic`].
    pub fn judge(&self, parameter: usize, ends: (usize, usize), report: &mut Report<S>) -> Result<(), ComponentError> {
        let Some((line, x)) = self.relative(parameter, ends.0, ends.1)? else { return Ok(()) };
        report.kinks.extend(line.kink(x));
        let name = self.slots.declaration().parameters[parameter].name;
        report.warnings.extend(line.outside(x.re()).map(|outside| outside.explain(name, "X")));
        Ok(())
    }
}

/// What is missing for a characteristic relative to the design point.
pub(crate) fn no_design(name: &str) -> ComponentError {
    ComponentError::Parameter(format!(
        "{name} is relative to the design point, which is not known: solve the design case, then keep it with set_design(result)"
    ))
}

/// A point beyond a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outside {
    /// The point.
    pub at: f64,
    /// The end of the curve next to it.
    pub limit: f64,
    /// True if it is above.
    pub is_above: bool,
}

impl Outside {
    /// Where a point lies beyond an interval.
    pub(crate) fn of(at: f64, least: f64, greatest: f64) -> Option<Self> {
        match at {
            at if at < least => Some(Self { at, limit: least, is_above: false }),
            at if at > greatest => Some(Self { at, limit: greatest, is_above: true }),
            _ => None,
        }
    }

    /// In words, after the name of the curve and of its x.
    pub fn explain(&self, curve: &str, x: &str) -> String {
        let (side, end) = if self.is_above { ("above", "maximum") } else { ("below", "minimum") };
        format!("{x} = {:.3} is {side} the range of {curve}, with {end} of {}", self.at, self.limit)
    }
}

/// The end of the segment x lies in, and its share of it; the share is held at the ends unless it may extrapolate.
fn segment<S: Scalar>(points: &[f64], x: S, extrapolate: bool) -> (usize, S) {
    let last = points.len() - 1;
    let i = points.partition_point(|point| *point < x.re());
    if !extrapolate && i == 0 {
        return (1, S::zero());
    }
    if !extrapolate && i > last {
        return (last, S::one());
    }
    let i = i.clamp(1, last);
    (i, (x - points[i - 1]) / (points[i] - points[i - 1]))
}

/// The candidate nearest to x.
fn nearest(points: &[f64], candidates: impl Iterator<Item = usize>, x: f64) -> Option<usize> {
    candidates.min_by(|a, b| (points[*a] - x).abs().total_cmp(&(points[*b] - x).abs()))
}

/// Refuses numbers that are not finite.
fn verify(of: &str, name: &str, values: &[f64]) -> Result<(), ComponentError> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(i) => Err(ComponentError::Parameter(format!("{of}: {name}[{i}] = {} is not finite", values[i]))),
        None => Ok(()),
    }
}

/// Refuses fewer than two values, and values that do not grow.
fn check_increasing(of: &str, name: &str, values: &[f64]) -> Result<(), ComponentError> {
    check_sorted(of, name, values)?;
    match values.windows(2).position(|pair| pair[1] == pair[0]) {
        Some(i) => Err(unsorted(of, name, values, i, ", each value once")),
        None => Ok(()),
    }
}

/// Refuses fewer than two different values, and values that fall.
fn check_sorted(of: &str, name: &str, values: &[f64]) -> Result<(), ComponentError> {
    verify(of, name, values)?;
    if let Some(i) = values.windows(2).position(|pair| pair[1] < pair[0]) {
        return Err(unsorted(of, name, values, i, ""));
    }
    if values.first() >= values.last() {
        return Err(ComponentError::Parameter(format!(
            "{of}: {name} = {values:?}, but a curve needs at least two different values"
        )));
    }
    Ok(())
}

fn unsorted(of: &str, name: &str, values: &[f64], i: usize, more: &str) -> ComponentError {
    let (before, after) = (values[i], values[i + 1]);
    ComponentError::Parameter(format!(
        "{of}: {name}[{}] = {after} follows {before}; sort the points so that {name} increases{more}",
        i + 1
    ))
}

type Key = (String, String, String);

/// A shipped curve by class, parameter and name.
fn find<T>(
    kind: &str,
    known: &[(Key, Arc<T>)],
    class: &str,
    parameter: &str,
    name: &str,
) -> Result<Arc<T>, ComponentError> {
    let of_parameter = || known.iter().filter(|(key, _)| key.0 == class && key.1 == parameter);
    if let Some((_, found)) = of_parameter().find(|(key, _)| key.2 == name) {
        return Ok(found.clone());
    }
    let names: Vec<&str> = of_parameter().map(|(key, _)| key.2.as_str()).collect();
    let hint = match names.as_slice() {
        [] => {
            let mut all: Vec<String> = known.iter().map(|(key, _)| format!("{}.{}", key.0, key.1)).collect();
            all.dedup();
            format!("; there are {kind}s of {}", list(all.iter().map(String::as_str)))
        }
        names => match did_you_mean(name, names.iter().copied()) {
            hint if hint.is_empty() => format!("; there are {}", list(names.iter().copied())),
            hint => hint,
        },
    };
    Err(ComponentError::Parameter(format!("no characteristic {kind} of {class}.{parameter} is named {name:?}{hint}")))
}
