//! Characteristic line: y over x by linear interpolation.
//!
//! ```text
//! y = yᵢ₋₁ + (x − xᵢ₋₁) (yᵢ − yᵢ₋₁)/(xᵢ − xᵢ₋₁)        xᵢ₋₁ < x ≤ xᵢ
//! ```
//! Beyond its ends a line keeps its end value, or continues its end segment where it may extrapolate. The slope at a point is the one of
//! the segment on its left.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::{Outside, check_increasing, find, nearest, segment, verify};
use crate::{ComponentError, Scalar};

/// A characteristic line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Points")]
pub struct CharLine {
    x: Vec<f64>,
    y: Vec<f64>,
    extrapolate: bool,
    source: String,
}

/// A line before it is checked.
#[derive(Deserialize)]
struct Points {
    x: Vec<f64>,
    y: Vec<f64>,
    #[serde(default)]
    extrapolate: bool,
    #[serde(default)]
    source: String,
}

impl TryFrom<Points> for CharLine {
    type Error = ComponentError;

    fn try_from(points: Points) -> Result<Self, ComponentError> {
        Ok(Self { source: points.source, ..Self::new(points.x, points.y, points.extrapolate)? })
    }
}

/// A line for the parameter of classes.
#[derive(Deserialize)]
struct Shipped {
    classes: Vec<String>,
    parameter: String,
    name: String,
    #[serde(flatten)]
    line: Points,
}

type Known = ((String, String, String), Arc<CharLine>);

fn shipped() -> &'static [Known] {
    static LINES: LazyLock<Vec<Known>> = LazyLock::new(|| {
        let lines: Vec<Shipped> = serde_json::from_str(include_str!("../../data/char_lines.json"))
            .expect("the shipped file is checked by a test");
        let keyed = |of: Shipped| {
            let line = Arc::new(CharLine::try_from(of.line).expect("the shipped lines are checked by a test"));
            let keys = of.classes.into_iter().map(move |class| (class, of.parameter.clone(), of.name.clone()));
            keys.map(move |key| (key, line.clone()))
        };
        lines.into_iter().flat_map(keyed).collect()
    });
    &LINES
}

impl CharLine {
    /// A line through points in the order of growing x.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for columns of different length, fewer than two points, numbers that are not finite, and x that does
    /// not grow.
    pub fn new(x: Vec<f64>, y: Vec<f64>, extrapolate: bool) -> Result<Self, ComponentError> {
        if x.len() != y.len() {
            return Err(ComponentError::Parameter(format!(
                "Please provide the same amount of x-values and y-values: this CharLine has {} x and {} y",
                x.len(),
                y.len()
            )));
        }
        check_increasing("CharLine", "x", &x)?;
        verify("CharLine", "y", &y)?;
        Ok(Self { x, y, extrapolate, source: String::new() })
    }

    /// The constant 1, which modifies nothing.
    pub fn one() -> Self {
        Self { x: vec![0.0, 1.0], y: vec![1.0, 1.0], extrapolate: false, source: String::new() }
    }

    /// A line shipped with the package, by class, parameter and name.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for a name that is not among them, with those that are.
    pub fn named(class: &str, parameter: &str, name: &str) -> Result<Arc<Self>, ComponentError> {
        find("line", shipped(), class, parameter, name)
    }

    /// The points' x.
    pub fn x(&self) -> &[f64] {
        &self.x
    }

    /// The points' y.
    pub fn y(&self) -> &[f64] {
        &self.y
    }

    /// True if the end segments are continued.
    pub fn extrapolates(&self) -> bool {
        self.extrapolate
    }

    /// Where it was published; empty for a user's own.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// y at x.
    ///
    /// # Errors
    /// [`ComponentError::State`] at NaN.
    pub fn evaluate<S: Scalar>(&self, x: S) -> Result<S, ComponentError> {
        if x.re().is_nan() {
            return Err(ComponentError::State("CharLine cannot be evaluated at nan.".into()));
        }
        let (i, share) = segment(&self.x, x, self.extrapolate);
        Ok(share * (self.y[i] - self.y[i - 1]) + self.y[i - 1])
    }

    /// The side and the end that x lies beyond, if it does.
    pub fn outside(&self, x: f64) -> Option<Outside> {
        Outside::of(x, self.x[0], self.x[self.x.len() - 1])
    }

    /// x less the nearest point where the slope jumps, relative to the span; None where there is none.
    pub fn kink<S: Scalar>(&self, x: S) -> Option<S> {
        let slope = |i: usize| (self.y[i] - self.y[i - 1]) / (self.x[i] - self.x[i - 1]);
        let last = self.x.len() - 1;
        let jumps = |i: &usize| match *i {
            0 => !self.extrapolate && slope(1) != 0.0,
            i if i == last => !self.extrapolate && slope(i) != 0.0,
            i => slope(i) != slope(i + 1),
        };
        let at = nearest(&self.x, (0..=last).filter(jumps), x.re())?;
        Some((x - self.x[at]) / (self.x[last] - self.x[0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{seed, slopes};

    fn hat(extrapolate: bool) -> CharLine {
        CharLine::new(vec![0.0, 1.0, 3.0], vec![0.5, 1.0, 0.0], extrapolate).expect("three points")
    }

    #[test]
    fn interpolates_and_keeps_or_continues_its_ends() {
        for (x, held, continued) in
            [(-1.0, 0.5, 0.0), (0.5, 0.75, 0.75), (1.0, 1.0, 1.0), (2.0, 0.5, 0.5), (5.0, 0.0, -1.0)]
        {
            assert_eq!(hat(false).evaluate(x), Ok(held));
            assert_eq!(hat(true).evaluate(x), Ok(continued));
        }
        assert!(hat(false).evaluate(f64::NAN).is_err());
    }

    #[test]
    fn slopes_are_those_of_the_segment_on_the_left() {
        for (x, slope) in [(-1.0, 0.0), (0.0, 0.0), (0.5, 0.5), (1.0, 0.5), (1.5, -0.5), (3.0, -0.5), (3.5, 0.0)] {
            let y = hat(false).evaluate(seed(x, 2)).expect("a value");
            assert_eq!(slopes(&y)[2], slope, "{x}");
        }
    }

    #[test]
    fn kinks_are_where_the_slope_jumps() {
        assert_eq!(hat(false).kink(0.1), Some(0.1 / 3.0));
        assert_eq!(hat(true).kink(0.1), Some(-0.9 / 3.0));
        assert_eq!(CharLine::one().kink(0.5), None);
    }

    #[test]
    fn impossible_points_are_refused() {
        let error =
            |x: &[f64], y: &[f64]| CharLine::new(x.to_vec(), y.to_vec(), false).expect_err("refused").to_string();
        assert!(error(&[], &[]).contains("at least two"));
        assert!(error(&[0.0, 1.0], &[1.0]).contains("same amount"));
        assert!(error(&[0.0, 2.0, 1.0], &[1.0, 1.0, 1.0]).contains("x[2] = 1 follows 2"));
        assert!(error(&[0.0, 1.0], &[1.0, f64::NAN]).contains("y[1] = NaN"));
    }

    /// Lines of efficiencies and conductances are relative to the design point, so that they pass through (1, 1).
    #[test]
    fn shipped_lines_are_relative_to_the_design_point() {
        for ((class, parameter, name), line) in shipped() {
            assert!(!line.source().is_empty());
            if class != "CombustionEngine" {
                let at_design = line.evaluate(1.0).expect("a value");
                assert!((at_design - 1.0).abs() < 1e-3, "{class}.{parameter} {name}: {at_design}");
            }
        }
        let error = CharLine::named("Turbine", "eta_s_char", "TRAUPL").expect_err("unknown").to_string();
        assert!(error.contains("TRAUPEL"), "{error}");
    }
}
