//! The tables of this process: each built once, kept up to a limit of memory, the least recently asked for dropped first.
//!
//! A table that is dropped here lives on while a fluid uses it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{Grid, Table};
use crate::helmholtz::Helmholtz;
use crate::{FluidBackend, FluidError};

/// Memory of the tables kept, bytes.
const LIMIT: usize = 64 << 20;

/// Name, formulation and grid.
type Key = (String, &'static str, Grid);
type Slot = Arc<OnceLock<Result<Arc<Table>, FluidError>>>;

/// The tables, the one asked for last at the end.
#[derive(Debug, Default)]
struct Tables(Vec<(Key, Slot)>);

impl Tables {
    /// The place of a table, made if need be.
    fn slot(&mut self, key: Key) -> Slot {
        let place = self.0.iter().position(|(other, _)| *other == key);
        let entry = place.map_or_else(|| (key, Slot::default()), |place| self.0.remove(place));
        let slot = Arc::clone(&entry.1);
        self.0.push(entry);
        slot
    }

    /// Drops tables until the rest needs no more than `limit` bytes; the last one stays.
    fn shrink(&mut self, limit: usize) {
        let bytes = |slot: &Slot| slot.get().and_then(|table| table.as_ref().ok()).map_or(0, |table| table.bytes());
        let mut total: usize = self.0.iter().map(|(_, slot)| bytes(slot)).sum();
        while total > limit && self.0.len() > 1 {
            total -= bytes(&self.0.remove(0).1);
        }
    }
}

/// The table of a fluid.
pub(crate) fn table(exact: &Arc<Helmholtz>, grid: Grid) -> Result<Arc<Table>, FluidError> {
    static TABLES: Mutex<Tables> = Mutex::new(Tables(Vec::new()));
    let tables = || TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = tables().slot((exact.info().name.clone(), "HEOS", grid));
    let table = slot.get_or_init(|| Table::new(Arc::clone(exact), grid).map(Arc::new)).clone();
    tables().shrink(LIMIT);
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helmholtz::tests::helmholtz;

    #[test]
    fn keeps_the_tables_asked_for_last() {
        let exact = Arc::new(helmholtz("R134a"));
        let mut tables = Tables::default();
        let key = |name: &str| (name.to_owned(), "HEOS", Grid::Fast);
        for name in ["a", "b", "c"] {
            let slot = tables.slot(key(name));
            slot.get_or_init(|| Table::new(Arc::clone(&exact), Grid::Fast).map(Arc::new)).as_ref().expect("a table");
        }
        let size = tables.0[0].1.get().and_then(|table| table.as_ref().ok()).map_or(0, |table| table.bytes());
        tables.slot(key("a"));
        tables.shrink(2 * size);
        let names: Vec<&str> = tables.0.iter().map(|((name, ..), _)| name.as_str()).collect();
        assert_eq!(names, ["c", "a"]);
    }

    #[test]
    fn threads_share_one_table() {
        let exact = Arc::new(helmholtz("R32"));
        let get = || table(&exact, Grid::Fast).expect("a table");
        let tables: Vec<Arc<Table>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(get)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert!(tables.iter().all(|other| Arc::ptr_eq(other, &tables[0])));
    }
}
