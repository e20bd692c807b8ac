//! Writing: tagged rows out, in the input's order.

use crate::error::Result;
use crate::record::Record;
use crate::table::Cell;

/// One row with what was made of it: one record a text column.
pub struct TaggedRow {
    /// The original cells, in the columns' order.
    pub cells: Vec<Cell>,
    /// The records, in the order of the text columns.
    pub records: Vec<Record>,
}

/// Takes tagged rows, in the input's order, and writes them.
pub trait Sink: Send {
    /// Writes one row.
    fn write(&mut self, row: &TaggedRow) -> Result<()>;

    /// Writes what is still to be written; without this call the output is not complete.
    fn finish(self: Box<Self>) -> Result<()>;
}
