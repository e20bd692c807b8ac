//! From predictions to rows, in the input's order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crossbeam_channel::Receiver;

use super::Options;
use super::chunk::{Event, Origin, Prepared, State, Unit, Work};
use crate::aggregate::aggregate;
use crate::calibrate::{Outcome, Prediction};
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::record::{Flag, Record, Status};
use crate::repeats::Cache;
use crate::table::Row;
use crate::tagger::Tagger;
use crate::write::TaggedRow;

/// The stage between the encoders and the sink.
pub(super) struct Collector<'a> {
    tagger: &'a Tagger,
    options: &'a Options,
    cache: &'a Mutex<Cache>,
    journal: &'a mut Journal,
    waiting: VecDeque<Work>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        tagger: &'a Tagger,
        options: &'a Options,
        cache: &'a Mutex<Cache>,
        journal: &'a mut Journal,
    ) -> Self {
        Self { tagger, options, cache, journal, waiting: VecDeque::new() }
    }

    /// Collects until every other stage is done, or something fails. Takes its ends of the queues, so that the other
    /// stages notice when it leaves.
    #[expect(clippy::needless_pass_by_value, reason = "dropping the receivers is what ends the other threads")]
    pub(super) fn run(
        &mut self,
        events: Receiver<Event>,
        slots: Receiver<()>,
        sink: &mut dyn FnMut(&TaggedRow) -> Result<()>,
    ) -> Result<()> {
        let mut ended = Ok(());
        for event in &events {
            match event {
                Event::Failed(error) => return Err(error),
                Event::Ended(error) => ended = Err(error),
                Event::Chunk(work) => self.waiting.push_back(*work),
                Event::Encoded { chunk, predictions } => self.take(chunk, predictions)?,
            }
            while let Some(work) = self.waiting.pop_front_if(|work| work.pending == 0) {
                self.emit(work, sink)?;
                let _ = slots.recv();
            }
        }
        if self.waiting.is_empty() { ended } else { Err(Error::internal("a chunk was never finished")) }
    }

    fn take(&mut self, chunk: usize, predictions: Vec<((usize, usize), Prediction)>) -> Result<()> {
        let work = self
            .waiting
            .iter_mut()
            .find(|work| work.index == chunk)
            .ok_or_else(|| Error::internal("a prediction for a chunk that is gone"))?;
        work.pending -= predictions.len();
        for ((unit, window), prediction) in predictions {
            work.units[unit].windows[window].1 = Some(prediction);
        }
        Ok(())
    }

    fn emit(&mut self, mut work: Work, sink: &mut dyn FnMut(&TaggedRow) -> Result<()>) -> Result<()> {
        {
            let mut cache = self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for unit in &mut work.units {
                settle(unit)?;
                if let Some(outcome) = &unit.outcome {
                    cache.insert(unit.key, outcome);
                }
            }
        }
        if !work.replayed {
            let outcomes = work.units.iter().filter_map(|unit| unit.outcome.as_deref());
            self.journal.append(work.index, work.digest, outcomes)?;
        }
        let columns = work.origin.roles.text.len();
        let mut prepared = work.prepared.into_iter();
        for row in work.rows {
            let cells: Vec<Prepared> = prepared.by_ref().take(columns).collect();
            let records = self.records(&work.origin, &row, cells, &work.units)?;
            sink(&TaggedRow { cells: row.cells, records })?;
        }
        Ok(())
    }

    fn records(&self, origin: &Origin, row: &Row, cells: Vec<Prepared>, units: &[Unit]) -> Result<Vec<Record>> {
        let columns = &origin.info.columns;
        let id = origin.roles.id.and_then(|index| row.cells.get(index)).filter(|cell| !cell.is_blank());
        let id = id.map_or_else(|| row.number.to_string(), |cell| cell.text().into_owned());
        cells
            .into_iter()
            .zip(&origin.roles.text)
            .map(|(cell, column)| {
                let Prepared { text, question, mut flags, state } = cell;
                let (tags, status, error) = match state {
                    State::Empty => (None, Status::Skipped, None),
                    State::Fault(fault) => (None, Status::Error, Some(fault)),
                    State::Unit { unit, language } => {
                        let outcome = units[unit]
                            .outcome
                            .as_ref()
                            .ok_or_else(|| Error::internal("a comment without an outcome"))?;
                        if outcome.truncated {
                            flags.push(Flag::Truncated);
                            flags.sort_unstable();
                        }
                        let tags = self.tagger.describe(&outcome.prediction, language, self.options.probs);
                        (Some(tags), Status::Ok, None)
                    }
                };
                let fields = if self.options.fields { fields(origin, row, column.index) } else { Vec::new() };
                Ok(Record {
                    model: tags.is_some().then(|| self.tagger.label()),
                    id: id.clone(),
                    row: row.number,
                    source: origin.info.name.clone(),
                    column: columns.get(column.index).map(|column| column.key.clone()).unwrap_or_default(),
                    question,
                    text,
                    tags,
                    flags,
                    status,
                    error,
                    fields,
                })
            })
            .collect()
    }
}

/// Gives a unit its outcome, from its windows.
fn settle(unit: &mut Unit) -> Result<()> {
    if unit.outcome.is_none() {
        let windows = unit.windows.iter().filter_map(|(tokens, window)| Some((*tokens, window.as_ref()?)));
        let prediction = aggregate(windows).ok_or_else(|| Error::internal("a comment without a window"))?;
        unit.outcome = Some(Arc::new(Outcome { prediction, truncated: unit.truncated }));
        unit.windows.clear();
    }
    Ok(())
}

/// The row's columns other than the one that was tagged and the id.
fn fields(origin: &Origin, row: &Row, text: usize) -> Vec<(String, String)> {
    origin
        .info
        .columns
        .iter()
        .zip(&row.cells)
        .enumerate()
        .filter(|(index, _)| *index != text && Some(*index) != origin.roles.id)
        .map(|(_, (column, cell))| (column.key.clone(), cell.text().into_owned()))
        .collect()
}
