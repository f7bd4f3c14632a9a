//! A function of one number that somebody outside the library has written; its slope is a difference.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::difference::{Argument, lift};
use crate::{ComponentError, Scalar};

/// Such a function, and whatever else its owner wants to find again.
pub trait Outside: Any + Send + Sync {
    /// Its value.
    ///
    /// # Errors
    /// What went wrong in it.
    fn value(&self, x: f64) -> Result<f64, ComponentError>;
}

/// A function in a slot.
#[derive(Clone)]
pub struct Curve(pub Arc<dyn Outside>);

impl Curve {
    /// The function as a scalar.
    ///
    /// # Errors
    /// Those of the function.
    pub fn evaluate<S: Scalar>(&self, x: S) -> Result<S, ComponentError> {
        Ok(lift(&[Argument { value: x, size: 1e-3 }], &mut |x| Ok(vec![self.0.value(x[0])?]))?[0])
    }
}

impl PartialEq for Curve {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Curve")
    }
}
