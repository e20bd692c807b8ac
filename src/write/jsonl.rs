//! JSON Lines: one record a line.

use std::io::Write;

use crate::error::Result;
use crate::write::{Sink, TaggedRow, Target};

/// Writes every record of every row.
pub(super) struct JsonlSink {
    target: Target,
    line: Vec<u8>,
}

impl JsonlSink {
    pub(super) fn new(target: Target) -> Self {
        Self { target, line: Vec::new() }
    }
}

impl Sink for JsonlSink {
    fn write(&mut self, row: &TaggedRow) -> Result<()> {
        for record in &row.records {
            self.line.clear();
            serde_json::to_writer(&mut self.line, record).map_err(crate::Error::internal)?;
            self.line.push(b'\n');
            self.target.write_all(&self.line).map_err(|error| self.target.failure(&error))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        self.target.flush().map_err(|error| self.target.failure(&error))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.target.commit()
    }
}
