//! What travels between the stages.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Task, interrupted};
use crate::calibrate::{Outcome, Prediction};
use crate::error::{Error, Result};
use crate::language::{Detection, Mix};
use crate::read::roles::Roles;
use crate::read::{Source, SourceInfo};
use crate::record::Flag;
use crate::table::Row;
use crate::tokenize::Sequence;

/// What the rows of a chunk have in common.
pub(super) struct Origin {
    pub(super) info: SourceInfo,
    pub(super) roles: Roles,
    pub(super) mix: Mix,
}

/// Consecutive rows of one source.
pub(super) struct Chunk {
    pub(super) index: usize,
    pub(super) origin: Arc<Origin>,
    pub(super) rows: Vec<Row>,
}

/// One cell of a text column, prepared.
pub(super) struct Prepared {
    /// The text as the record shows it.
    pub(super) text: String,
    pub(super) question: Option<String>,
    pub(super) flags: Vec<Flag>,
    pub(super) state: State,
}

/// What is to become of a cell.
pub(super) enum State {
    /// Nothing to tag.
    Empty,
    /// Its row cannot be read.
    Fault(String),
    /// Tagged as this unit of its chunk.
    Unit { unit: usize, language: Detection },
}

/// A distinct comment of a chunk: what is encoded once.
pub(super) struct Unit {
    /// What tells it from every other: a hash of question and text.
    pub(super) key: u128,
    pub(super) question: Option<String>,
    /// The text that the model sees; empty once it is tokenized.
    pub(super) text: String,
    /// The tokens of each window, with its prediction once there is one.
    pub(super) windows: Vec<(usize, Option<Prediction>)>,
    /// Whether text was left out behind the last window.
    pub(super) truncated: bool,
    /// What became of the comment, once that is known.
    pub(super) outcome: Option<Arc<Outcome>>,
}

/// A chunk on its way to the sink.
pub(super) struct Work {
    pub(super) index: usize,
    pub(super) origin: Arc<Origin>,
    pub(super) rows: Vec<Row>,
    /// For each row, one prepared cell a text column.
    pub(super) prepared: Vec<Prepared>,
    pub(super) units: Vec<Unit>,
    /// Windows not encoded yet.
    pub(super) pending: usize,
    /// Whether its predictions came from the journal.
    pub(super) replayed: bool,
    /// A hash of the keys of its units.
    pub(super) digest: u128,
}

/// A window of a unit.
pub(super) struct Window {
    pub(super) unit: usize,
    pub(super) index: usize,
    pub(super) sequence: Sequence,
}

/// Windows that are encoded together.
pub(super) struct MicroBatch {
    pub(super) chunk: usize,
    pub(super) windows: Vec<Window>,
}

/// What the collector hears.
pub(super) enum Event {
    /// A chunk is prepared; its predictions follow, unless it has them.
    Chunk(Box<Work>),
    /// Windows of a chunk are encoded: unit and window, and what came out.
    Encoded { chunk: usize, predictions: Vec<((usize, usize), Prediction)> },
    /// The input ended in an error; what came before it is good.
    Ended(Error),
    /// The run cannot go on.
    Failed(Error),
}

/// Cuts the rows of all sources into chunks.
pub(super) struct Chunks {
    tasks: VecDeque<(Source, Arc<Origin>)>,
    /// An error that waits for the rows before it to be handed on.
    failed: Option<Error>,
    index: usize,
    first_rows: usize,
    rows: usize,
    bytes: usize,
}

impl Chunks {
    pub(super) fn new(tasks: Vec<Task>, first_rows: usize, rows: usize, bytes: usize) -> Self {
        let tasks = tasks
            .into_iter()
            .map(|Task { source, roles, mix }| {
                let origin = Origin { info: source.info.clone(), roles, mix };
                (source, Arc::new(origin))
            })
            .collect();
        Self { tasks, failed: None, index: 0, first_rows, rows, bytes }
    }

    /// The next chunk; where it ends depends on the rows alone, so that a resumed run cuts the same chunks.
    pub(super) fn chunk(&mut self, cancelled: impl Fn() -> bool) -> Result<Option<Chunk>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let limit = if self.index == 0 { self.first_rows } else { self.rows };
        while let Some((source, origin)) = self.tasks.front_mut() {
            let mut rows = Vec::new();
            let mut bytes = 0;
            while rows.len() < limit && bytes < self.bytes {
                if cancelled() {
                    return Err(interrupted());
                }
                let row = match source.next_row() {
                    Ok(Some(row)) => row,
                    Ok(None) => break,
                    Err(error) if rows.is_empty() => return Err(error),
                    Err(error) => {
                        self.failed = Some(error);
                        break;
                    }
                };
                bytes += row.bytes();
                rows.push(row);
            }
            if rows.is_empty() {
                self.tasks.pop_front();
                continue;
            }
            let chunk = Chunk { index: self.index, origin: Arc::clone(origin), rows };
            self.index += 1;
            return Ok(Some(chunk));
        }
        Ok(None)
    }
}
