//! One root in a bracket: Newton's method, with bisection where it would leave.

use crate::FluidError;

/// Relative step of Newton's method whose square, the error it leaves, is below rounding.
const STEP: f64 = 1e-9;
/// More than a bisection to the last digit needs.
pub const ITERATIONS: usize = 100;

/// Where a function that rises from `low` to `high` has the value zero, to rounding; `None` if the iterations do not suffice.
///
/// `function` gives value and slope. A root beyond an end by less than rounding is found at that end.
///
/// # Errors
/// Those of the function.
pub fn rising(
    mut function: impl FnMut(f64) -> Result<(f64, f64), FluidError>,
    (mut low, mut high): (f64, f64),
    start: f64,
) -> Result<Option<f64>, FluidError> {
    let mut x = start.clamp(low, high);
    for _ in 0..ITERATIONS {
        let (value, slope) = function(x)?;
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let is_inside = newton >= low && newton <= high;
        let next = if is_inside { newton } else { 0.5 * (low + high) };
        if (next - x).abs() <= if is_inside { STEP * x } else { 2.0 * f64::EPSILON * x } {
            return Ok(Some(next));
        }
        x = next;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_inside_and_at_the_ends() {
        let root = |a: f64, range| rising(|x: f64| Ok((x.exp() - a.exp(), x.exp())), range, 2.0).unwrap().unwrap();
        assert!((root(1.7, (1.0, 3.0)) - 1.7).abs() < 1e-15);
        assert!((root(3.0, (1.0, 3.0)) - 3.0).abs() < 1e-15);
        assert!((root(3.0 + 1e-15, (1.0, 3.0)) - 3.0).abs() < 4e-15);
        // Newton's method alone would leave.
        let root = rising(|x: f64| Ok(((x - 1.0).atan(), 1.0 / (1.0 + (x - 1.0).powi(2)))), (0.5, 40.0), 30.0);
        assert!((root.unwrap().unwrap() - 1.0).abs() < 1e-15);
    }
}
