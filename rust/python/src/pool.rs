//! The threads that work on arrays: made when first needed, and anew in a forked process, which inherits none.

use std::sync::Arc;

use parking_lot::Mutex;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// The pool of this process, with one thread per core.
///
/// # Errors
/// `RuntimeError` where the system gives no threads.
pub(crate) fn pool() -> PyResult<Arc<ThreadPool>> {
    let mut slot = POOL.lock();
    let process = std::process::id();
    if let Some((owner, pool)) = &*slot
        && *owner == process
    {
        return Ok(pool.clone());
    }
    let built = ThreadPoolBuilder::new().thread_name(|i| format!("entropyk-{i}")).build();
    let pool = Arc::new(built.map_err(|error| PyRuntimeError::new_err(error.to_string()))?);
    // The threads of a pool from before a fork do not exist here; waiting for them would not end.
    std::mem::forget(slot.replace((process, pool.clone())));
    Ok(pool)
}
