//! Derivatives of functions that are known by their values alone.
//!
//! ```text
//! ∂f/∂x ≈ (f(x + d) − f(x − d))/(2 d),   d = ε^(1/3) max(|x|, x₀)
//! ```
//! On one side only where the function has no value on the other. Reference: Gill, Murray & Wright, Practical Optimization,
//! Academic Press 1981, section 8.6.

use crate::{ComponentError, Scalar};

/// Step relative to the size of an argument: where errors of rounding and of truncation are alike, ε^(1/3).
const STEP: f64 = 6e-6;

/// A scalar argument, and the size x₀ below which its changes are measured absolutely.
#[derive(Clone, Copy, Debug)]
pub struct Argument<S> {
    /// Value, with derivatives.
    pub value: S,
    /// Least size.
    pub size: f64,
}

/// Some functions of the arguments, given by their values.
pub type Values<'a> = dyn FnMut(&[f64]) -> Result<Vec<f64>, ComponentError> + 'a;

/// The functions as scalars: with derivatives along whatever the arguments vary along.
///
/// # Errors
/// Those of the functions.
pub fn lift<S: Scalar>(arguments: &[Argument<S>], f: &mut Values) -> Result<Vec<S>, ComponentError> {
    let mut x: Vec<f64> = arguments.iter().map(|argument| argument.value.re()).collect();
    let values = f(&x)?;
    let mut pairs: Vec<Vec<(S, f64)>> = vec![vec![]; values.len()];
    for (k, argument) in arguments.iter().enumerate().filter(|(_, argument)| argument.value.varies()) {
        let slopes = slopes(&mut x, k, argument.size, &values, f)?;
        for (pairs, slope) in pairs.iter_mut().zip(slopes) {
            pairs.push((argument.value, slope));
        }
    }
    Ok(values.iter().zip(&pairs).map(|(value, pairs)| S::lift(*value, pairs)).collect())
}

/// Derivatives of all functions with respect to an argument.
fn slopes(x: &mut [f64], k: usize, size: f64, values: &[f64], f: &mut Values) -> Result<Vec<f64>, ComponentError> {
    let at = x[k];
    let step = STEP * at.abs().max(size);
    let mut side = |moved: f64| {
        x[k] = moved;
        let values = f(x);
        x[k] = at;
        match values {
            Err(ComponentError::Raised(raised)) if raised.is_final() => Err(ComponentError::Raised(raised)),
            values => Ok(values),
        }
    };
    let (below, above) = (side(at - step)?, side(at + step)?);
    let quotient = |below: &[f64], above: &[f64], width: f64| {
        above.iter().zip(below).map(|(above, below)| (above - below) / width).collect()
    };
    match (below, above) {
        (Ok(below), Ok(above)) => Ok(quotient(&below, &above, 2.0 * step)),
        (Ok(below), Err(_)) => Ok(quotient(&below, values, step)),
        (Err(_), above) => Ok(quotient(values, &above?, step)),
    }
}

#[cfg(test)]
mod tests {
    use entropyk_core::{Raised, Reach};

    use super::*;
    use crate::{seed, slopes};

    fn of<S>(value: S) -> Argument<S> {
        Argument { value, size: 1.0 }
    }

    #[test]
    fn differences_follow_the_chain_rule() {
        let arguments = [of(seed(2.0, 0)), of(seed(3.0, 1)), of(5.0.into())];
        let found = lift(&arguments, &mut |x: &[f64]| Ok(vec![x[0] * x[1].powi(2) + x[2], x[1].exp()])).unwrap();
        assert_eq!(found[0].re, 23.0);
        let expected = [9.0, 12.0, 0.0];
        for (slope, expected) in slopes(&found[0]).into_iter().zip(expected) {
            assert!((slope - expected).abs() < 1e-8, "{slope} {expected}");
        }
        assert!((slopes(&found[1])[1] - 3f64.exp()).abs() < 1e-8);
    }

    #[test]
    fn one_side_is_enough() {
        let root = |x: &[f64]| match x[0] {
            x if x >= 1.0 => Ok(vec![(x - 1.0).powf(1.5) + x]),
            _ => Err(ComponentError::State("outside".into())),
        };
        let found = lift(&[of(seed(1.0, 0))], &mut { root }).unwrap();
        assert!((slopes(&found[0])[0] - 1.0).abs() < 1e-2);
        let failure = ComponentError::Raised(Raised { message: "stop".into(), cause: None, reach: Reach::All });
        let stopped = |x: &[f64]| if x[0] < 1.0 { Err(failure.clone()) } else { Ok(vec![x[0]]) };
        assert_eq!(lift(&[of(seed(1.0, 0))], &mut { stopped }), Err(failure));
    }
}
