//! Characteristic map: z over y on lines of constant x, all by linear interpolation.
//!
//! ```text
//! f = (x − xᵢ₋₁)/(xᵢ − xᵢ₋₁)        yⱼ = (1 − f) yᵢ₋₁ⱼ + f yᵢⱼ        zⱼ = (1 − f) zᵢ₋₁ⱼ + f zᵢⱼ
//! z = zⱼ₋₁ + (y − yⱼ₋₁) (zⱼ − zⱼ₋₁)/(yⱼ − yⱼ₋₁)
//! ```
//! As of compressors: x is the speed line, y the flow, z the pressure ratio or the efficiency. Beyond its edges a map keeps its edge
//! values, or continues its edge cells where it may extrapolate.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::{Outside, check_increasing, check_sorted, find, nearest, segment, verify};
use crate::{ComponentError, Scalar};

/// A characteristic map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Rows")]
pub struct CharMap {
    x: Vec<f64>,
    y: Vec<Vec<f64>>,
    z: Vec<Vec<f64>>,
    extrapolate: bool,
    source: String,
}

/// A map before it is checked.
#[derive(Deserialize)]
struct Rows {
    x: Vec<f64>,
    y: Vec<Vec<f64>>,
    z: Vec<Vec<f64>>,
    #[serde(default)]
    extrapolate: bool,
    #[serde(default)]
    source: String,
}

impl TryFrom<Rows> for CharMap {
    type Error = ComponentError;

    fn try_from(rows: Rows) -> Result<Self, ComponentError> {
        Ok(Self { source: rows.source, ..Self::new(rows.x, rows.y, rows.z, rows.extrapolate)? })
    }
}

/// A map for the parameter of classes.
#[derive(Deserialize)]
struct Shipped {
    classes: Vec<String>,
    parameter: String,
    name: String,
    #[serde(flatten)]
    map: Rows,
}

type Known = ((String, String, String), Arc<CharMap>);

fn shipped() -> &'static [Known] {
    static MAPS: LazyLock<Vec<Known>> = LazyLock::new(|| {
        let maps: Vec<Shipped> = serde_json::from_str(include_str!("../../data/char_maps.json"))
            .expect("the shipped file is checked by a test");
        let keyed = |of: Shipped| {
            let map = Arc::new(CharMap::try_from(of.map).expect("the shipped maps are checked by a test"));
            let keys = of.classes.into_iter().map(move |class| (class, of.parameter.clone(), of.name.clone()));
            keys.map(move |key| (key, map.clone()))
        };
        maps.into_iter().flat_map(keyed).collect()
    });
    &MAPS
}

impl CharMap {
    /// A map of rows (y, z) in the order of growing x, each in the order of growing y, where
    /// a y may come twice: z jumps there.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for shapes that do not match, rows with fewer than two points, numbers that are not finite, x that
    /// does not grow and y that falls.
    pub fn new(x: Vec<f64>, y: Vec<Vec<f64>>, z: Vec<Vec<f64>>, extrapolate: bool) -> Result<Self, ComponentError> {
        let refuse = |message: String| Err(ComponentError::Parameter(message));
        check_increasing("CharMap", "x", &x)?;
        if y.len() != x.len() {
            let (x, y) = (x.len(), y.len());
            return refuse(format!(
                "The number of x-values determines the number of dimension for the characteristic map: this CharMap has {x} x and {y} rows of y"
            ));
        }
        let columns = y[0].len();
        if z.len() != y.len() || y.iter().chain(&z).any(|row| row.len() != columns) {
            return refuse(format!(
                "the number of values in the y-, z-arrays must be identical: this CharMap has rows of {:?} y and {:?} z",
                y.iter().map(Vec::len).collect::<Vec<_>>(),
                z.iter().map(Vec::len).collect::<Vec<_>>()
            ));
        }
        for (i, (y, z)) in y.iter().zip(&z).enumerate() {
            check_sorted("CharMap", &format!("y[{i}]"), y)?;
            verify("CharMap", &format!("z[{i}]"), z)?;
        }
        Ok(Self { x, y, z, extrapolate, source: String::new() })
    }

    /// A map shipped with the package, by class, parameter and name.
    ///
    /// # Errors
    /// [`ComponentError::Parameter`] for a name that is not among them, with those that are.
    pub fn named(class: &str, parameter: &str, name: &str) -> Result<Arc<Self>, ComponentError> {
        find("map", shipped(), class, parameter, name)
    }

    /// x of the rows.
    pub fn x(&self) -> &[f64] {
        &self.x
    }

    /// y of the rows.
    pub fn y(&self) -> &[Vec<f64>] {
        &self.y
    }

    /// z of the rows.
    pub fn z(&self) -> &[Vec<f64>] {
        &self.z
    }

    /// True if the edge cells are continued.
    pub fn extrapolates(&self) -> bool {
        self.extrapolate
    }

    /// Where it was published; empty for a user's own.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The row (y, z) at x.
    pub fn row<S: Scalar>(&self, x: S) -> (Vec<S>, Vec<S>) {
        let (i, share) = segment(&self.x, x, self.extrapolate);
        let between = |rows: &[Vec<f64>]| {
            let pairs = rows[i - 1].iter().zip(&rows[i]);
            pairs.map(|(low, high)| share * (high - low) + *low).collect()
        };
        (between(&self.y), between(&self.z))
    }

    /// z at (x, y).
    ///
    /// # Errors
    /// [`ComponentError::State`] at NaN.
    pub fn evaluate<S: Scalar>(&self, x: S, y: S) -> Result<S, ComponentError> {
        if x.re().is_nan() || y.re().is_nan() {
            return Err(ComponentError::State("CharMap cannot be evaluated at nan.".into()));
        }
        let (ys, zs) = self.row(x);
        // The end of the segment with y; its ends may share a y, where z jumps, but then it lies before or behind.
        let has_length = |i: &usize| ys[*i].re() > ys[*i - 1].re();
        let i = match ys.iter().position(|point| point.re() >= y.re()) {
            Some(0) if !self.extrapolate => return Ok(zs[0]),
            None if !self.extrapolate => return Ok(zs[zs.len() - 1]),
            Some(0) => (1..ys.len()).find(has_length),
            None => (1..ys.len()).rev().find(has_length),
            inside => inside,
        };
        let i = i.unwrap_or(1);
        Ok((y - ys[i - 1]) / (ys[i] - ys[i - 1]) * (zs[i] - zs[i - 1]) + zs[i - 1])
    }

    /// The sides and ends that (x, y) lies beyond.
    pub fn outside(&self, x: f64, y: f64) -> [Option<Outside>; 2] {
        let (ys, _) = self.row(x);
        let last = self.x.len() - 1;
        [Outside::of(x, self.x[0], self.x[last]), Outside::of(y, ys[0], ys[ys.len() - 1])]
    }

    /// The distance, relative to the span, of x or y from the nearest line where slopes jump: whichever is smaller.
    pub fn kink<S: Scalar>(&self, x: S, y: S) -> Option<S> {
        let (ys, _) = self.row(x);
        let (last, end) = (self.x.len() - 1, ys.len() - 1);
        let points: Vec<f64> = ys.iter().map(|point| point.re()).collect();
        let of_x = nearest(&self.x, 0..=last, x.re()).map(|i| (x - self.x[i]) / (self.x[last] - self.x[0]));
        let of_y = nearest(&points, 0..=end, y.re()).map(|j| (y - ys[j]) / (ys[end] - ys[0]));
        of_x.into_iter().chain(of_y).min_by(|a, b| a.re().abs().total_cmp(&b.re().abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{seed, slopes};

    fn tilted(extrapolate: bool) -> CharMap {
        let y = vec![vec![0.0, 1.0, 2.0], vec![1.0, 2.0, 4.0]];
        CharMap::new(vec![1.0, 2.0], y, vec![vec![3.0, 2.0, 0.0], vec![5.0, 4.0, 1.0]], extrapolate).expect("a map")
    }

    #[test]
    fn interpolates_rows_and_then_within_the_row() {
        // Half way y = [0.5, 1.5, 3], z = [4, 3, 0.5].
        for (y, z) in [(0.5, 4.0), (1.0, 3.5), (1.5, 3.0), (2.25, 1.75), (3.0, 0.5)] {
            assert_eq!(tilted(false).evaluate(1.5, y), Ok(z));
        }
        let step = CharMap::new(vec![0.0, 1.0], vec![vec![0.0, 1.0, 1.0]; 2], vec![vec![0.0, 2.0, 5.0]; 2], true)
            .expect("a map");
        assert_eq!([0.5, 1.0, 1.5].map(|y| step.evaluate(0.5, y).expect("a value")), [1.0, 2.0, 3.0]);
        for (y, held, continued) in [(0.0, 4.0, 4.5), (3.6, 0.5, -0.5)] {
            assert_eq!(tilted(false).evaluate(1.5, y), Ok(held));
            let found: f64 = tilted(true).evaluate(1.5, y).expect("a value");
            assert!((found - continued).abs() < 1e-12, "{found}");
        }
        assert_eq!(tilted(false).evaluate(9.0, 1.0), Ok(5.0));
        assert!(tilted(false).evaluate(1.0, f64::NAN).is_err() && tilted(false).evaluate(f64::NAN, 1.0).is_err());
    }

    #[test]
    fn slopes_are_those_of_differences() {
        for (x, y) in [(1.3, 0.9), (1.7, 2.5), (0.5, 1.2), (1.5, 9.0)] {
            for extrapolate in [false, true] {
                let map = tilted(extrapolate);
                let of = slopes(&map.evaluate(seed(x, 0), seed(y, 1)).expect("a value"));
                let at = |dx: f64, dy: f64| map.evaluate(x + dx, y + dy).expect("a value");
                let differences = [at(1e-6, 0.0) - at(-1e-6, 0.0), at(0.0, 1e-6) - at(0.0, -1e-6)].map(|d| d / 2e-6);
                assert!((of[0] - differences[0]).abs() < 1e-6 && (of[1] - differences[1]).abs() < 1e-6, "{x} {y}");
            }
        }
    }

    #[test]
    fn impossible_shapes_are_refused() {
        let square = || vec![vec![0.0, 1.0]; 2];
        let error = |x: Vec<f64>, y: Vec<Vec<f64>>, z: Vec<Vec<f64>>| {
            CharMap::new(x, y, z, false).expect_err("refused").to_string()
        };
        assert!(error(vec![0.0, 1.0, 2.0], square(), square()).contains("determines the number of dimension"));
        assert!(error(vec![0.0, 1.0], square(), vec![vec![0.0]; 2]).contains("identical"));
        assert!(
            error(vec![0.0, 1.0], vec![vec![0.0, 1.0], vec![1.0, 0.0]], square()).contains("y[1][1] = 0 follows 1")
        );
    }

    /// M. Plis, H. Rusinowski, Journal of Power Technologies 96 (3), 2016: relative pressure ratio and efficiency over relative flow, 1 at the design point.
    #[test]
    fn shipped_maps_hold_the_design_point() {
        for parameter in ["char_map_pr", "char_map_eta_s"] {
            let map = CharMap::named("TurboCompressor", parameter, "DEFAULT").expect("shipped");
            assert!(!map.source().is_empty());
            let at_design: f64 = map.evaluate(1.0, 1.0).expect("a value");
            assert!((at_design - 1.0).abs() < 5e-3, "{parameter}: {at_design}");
        }
    }
}
