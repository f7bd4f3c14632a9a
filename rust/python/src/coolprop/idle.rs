//! State objects waiting for the next call.
//!
//! They must be gone when the interpreter ends, or CoolProp complains about leaks.

use std::sync::Arc;

use parking_lot::Mutex;
use pyo3::prelude::*;
use pyo3::types::PyCFunction;

type Shelf = Arc<Mutex<Vec<Py<PyAny>>>>;

/// All shelves; `None` until the interpreter has been asked to clear them at its end.
static SHELVES: Mutex<Option<Vec<Shelf>>> = Mutex::new(None);

/// The idle states of one fluid. Locks are held only to take one out or put one back, never while Python runs.
pub(super) struct Idle(Shelf);

impl Idle {
    /// A shelf with one state.
    pub(super) fn new(state: Bound<'_, PyAny>) -> PyResult<Self> {
        let py = state.py();
        let is_first = SHELVES.lock().is_none();
        if is_first {
            let clear = PyCFunction::new_closure(py, None, None, |_, _| clear())?;
            py.import("atexit")?.call_method1("register", (clear,))?;
        }
        let shelf = Arc::new(Mutex::new(vec![state.unbind()]));
        SHELVES.lock().get_or_insert_default().push(shelf.clone());
        Ok(Idle(shelf))
    }

    pub(super) fn take(&self) -> Option<Py<PyAny>> {
        self.0.lock().pop()
    }

    pub(super) fn put(&self, state: Py<PyAny>) {
        self.0.lock().push(state);
    }
}

fn clear() {
    let shelves = SHELVES.lock().replace(vec![]).unwrap_or_default();
    for shelf in shelves {
        // Dropped here and not under the lock.
        let states = std::mem::take(&mut *shelf.lock());
        drop(states);
    }
}
