//! Fluids without a model here, which another library may know.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::{FluidBackend, FluidError};

/// Makes a fluid of a name that has no model in this crate, prefix included.
///
/// It returns [`FluidError::Unknown`] if it has none either, with a hint that says why or what to install.
pub type Fallback = fn(&str) -> Result<Arc<dyn FluidBackend>, FluidError>;

static FALLBACK: OnceLock<Fallback> = OnceLock::new();

/// Sets where [`Fluid::new`](crate::Fluid::new) looks for fluids it has no model for. The first call counts.
pub fn set_fallback(fallback: Fallback) {
    FALLBACK.get_or_init(|| fallback);
}

/// The fluid of another library, made once per process and name.
pub(crate) fn foreign(name: &str) -> Result<Arc<dyn FluidBackend>, FluidError> {
    static MADE: Mutex<Option<HashMap<String, Arc<dyn FluidBackend>>>> = Mutex::new(None);
    let Some(fallback) = FALLBACK.get() else {
        return Err(FluidError::Unknown { name: name.to_owned(), hint: String::new() });
    };
    let known = MADE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().get(name).cloned();
    if let Some(fluid) = known {
        return Ok(fluid);
    }
    // Not under the lock: the other library may wait for one of its own.
    let fluid = fallback(name)?;
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(made.get_or_insert_default().entry(name.to_owned()).or_insert(fluid).clone())
}
