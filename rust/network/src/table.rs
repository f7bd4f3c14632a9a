//! Tables: one contiguous column per quantity, in Arrow's memory layout.
//!
//! Columns are plain numbers; their unit stands in the metadata of the field. A column of numbers is the
//! buffer it was made from, so that Rust, NumPy and Arrow look at the same memory.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, Float64Array, RecordBatch, StringArray};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Float64Type, Int8Type, Schema};
use entropyk_core::{Quantity, Units};

/// A table of results; immutable and cheap to clone.
#[derive(Clone, Debug)]
pub struct Table {
    batch: RecordBatch,
}

impl Table {
    /// This table with a column of numbers more, or another in the place of the one with that name.
    pub fn with_column(&self, name: &str, values: ScalarBuffer<f64>) -> Table {
        let mut table = TableBuilder::default();
        let schema = self.batch.schema_ref();
        for (field, column) in
            schema.fields().iter().zip(self.batch.columns()).filter(|(field, _)| field.name() != name)
        {
            table.fields.push(field.as_ref().clone());
            table.columns.push(column.clone());
        }
        table.buffer(name, "", values).build()
    }

    /// The record batch with its units in the fields' metadata under `unit`.
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }

    /// A column of numbers, None if there is none of that name.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        let column = self.batch.column_by_name(name)?;
        Some(column.as_primitive_opt::<Float64Type>()?.values())
    }

    /// The unit of a column, empty for text.
    pub fn unit(&self, name: &str) -> Option<&str> {
        let schema = self.batch.schema_ref();
        let field = schema.field_with_name(name).ok()?;
        Some(field.metadata().get("unit").map_or("", String::as_str))
    }
}

/// Collects the columns of a [`Table`].
#[derive(Debug, Default)]
pub struct TableBuilder {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl TableBuilder {
    /// Adds a column of text.
    pub fn text<T: AsRef<str>>(mut self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        self.fields.push(Field::new(name, DataType::Utf8, false));
        self.columns.push(Arc::new(StringArray::from_iter_values(values)));
        self
    }

    /// Adds a column of words from a small set, dictionary-encoded.
    pub fn category<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let column: DictionaryArray<Int8Type> = values.into_iter().collect();
        self.fields.push(Field::new(name, column.data_type().clone(), false));
        self.columns.push(Arc::new(column));
        self
    }

    /// Adds a buffer as it is; NaN becomes null.
    pub fn buffer(mut self, name: &str, unit: &str, values: ScalarBuffer<f64>) -> Self {
        let is_missing = values.iter().any(|v| v.is_nan());
        let nulls = is_missing.then(|| values.iter().map(|v| !v.is_nan()).collect::<NullBuffer>());
        let metadata =
            if unit.is_empty() { HashMap::new() } else { HashMap::from([("unit".to_owned(), unit.to_owned())]) };
        self.fields.push(Field::new(name, DataType::Float64, true).with_metadata(metadata));
        self.columns.push(Arc::new(Float64Array::new(values, nulls)));
        self
    }

    /// Adds a column in SI, converted to the unit that `units` has for the quantity.
    pub fn quantity(self, name: &str, quantity: Quantity, units: &Units, si: ScalarBuffer<f64>) -> Self {
        let unit = units.unit(quantity);
        let values =
            if unit.factor == 1.0 && unit.offset == 0.0 { si } else { si.iter().map(|v| unit.from_si(*v)).collect() };
        self.buffer(name, &unit.label(), values)
    }

    /// The table.
    pub fn build(self) -> Table {
        let schema = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(schema, self.columns)
            .expect("columns are as long as the rows they were collected from");
        Table { batch }
    }
}

/// The variables of a model at a solution: m of all edges, then p, then h, then the other unknowns.
#[derive(Clone, Debug)]
pub struct StateTable {
    edges: usize,
    variables: ScalarBuffer<f64>,
}

impl StateTable {
    /// Takes the variables of `edges` connections over, without a copy.
    ///
    /// # Panics
    /// If there are fewer than 3 variables per edge.
    pub fn new(edges: usize, variables: Vec<f64>) -> Self {
        assert!(variables.len() >= 3 * edges, "a state vector holds m, p and h of every edge");
        Self { edges, variables: variables.into() }
    }

    /// Number of connections.
    pub fn len(&self) -> usize {
        self.edges
    }

    /// True without connections.
    pub fn is_empty(&self) -> bool {
        self.edges == 0
    }

    /// The state vector.
    pub fn variables(&self) -> &ScalarBuffer<f64> {
        &self.variables
    }

    /// The part of the state vector that holds m (0), p (1) or h (2) of all edges; shares its memory.
    pub fn part(&self, number: usize) -> ScalarBuffer<f64> {
        self.variables.slice(number * self.edges, self.edges)
    }

    /// m, p and h of all edges as a record batch over the same memory, SI.
    pub fn batch(&self) -> RecordBatch {
        let builder = TableBuilder::default().buffer("m", "kg/s", self.part(0));
        builder.buffer("p", "Pa", self.part(1)).buffer("h", "J/kg", self.part(2)).build().batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batch_and_state_vector_share_memory() {
        let n = 20_000;
        let table = StateTable::new(n, (0..3 * n + 5).map(|i| i as f64).collect());
        let batch = table.batch();
        for (k, name) in ["m", "p", "h"].into_iter().enumerate() {
            let column = batch.column_by_name(name).unwrap().as_primitive::<Float64Type>();
            assert_eq!(column.values().as_ptr(), table.variables()[k * n..].as_ptr());
            assert_eq!(column.value(7), (k * n + 7) as f64);
        }
    }

    #[test]
    fn si_columns_are_not_copied_and_others_are_converted() {
        let table = StateTable::new(2, vec![1.0, 2.0, 1e5, 2e5, 3e5, 4e5]);
        let si = TableBuilder::default().quantity("p", Quantity::Pressure, &Units::si(), table.part(1)).build();
        assert_eq!(si.column("p").unwrap().as_ptr(), table.variables()[2..].as_ptr());
        let bar =
            TableBuilder::default().quantity("p", Quantity::Pressure, &Units::engineering(), table.part(1)).build();
        assert_eq!((bar.column("p"), bar.unit("p")), (Some(&[1.0, 2.0][..]), Some("bar")));
    }

    #[test]
    fn missing_numbers_are_null_in_arrow_and_nan_beneath() {
        let table = TableBuilder::default().buffer("x", "", vec![0.5, f64::NAN].into()).build();
        assert_eq!(table.batch().column(0).null_count(), 1);
        assert!(table.column("x").unwrap()[1].is_nan());
    }
}
