//! From rows to micro-batches: clean the text, tell its language, find repeats, tokenize.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crossbeam_channel::{Receiver, Sender};
use rayon::ThreadPool;
use rayon::prelude::*;

use super::Options;
use super::chunk::{Chunk, Event, MicroBatch, Origin, Prepared, State, Unit, Window, Work};
use crate::batch::{TOKEN_BUDGET, batch};
use crate::error::{ErrorKind, Result};
use crate::journal::Replay;
use crate::language::{self, Detection};
use crate::normalize::normalize;
use crate::placeholder::is_placeholder_for;
use crate::read::dialect::Dialect;
use crate::read::roles::{Question, TextColumn};
use crate::record::Flag;
use crate::repeats::{Cache, Seen, digest, key};
use crate::table::Row;
use crate::tagger::Tagger;
use crate::tokenize::Tokenized;

/// The stage between the reader and the encoders.
pub(super) struct Preparer<'a> {
    tagger: &'a Tagger,
    options: &'a Options,
    pool: &'a ThreadPool,
    cache: &'a Mutex<Cache>,
    replay: Replay,
    seen: Seen,
}

/// A cell that has a comment in it, before repeats are found.
struct Draft {
    prepared: Prepared,
    /// The text that the model sees, with its key; none where there is nothing to tag.
    comment: Option<(String, u128)>,
}

impl<'a> Preparer<'a> {
    pub(super) fn new(
        tagger: &'a Tagger,
        options: &'a Options,
        pool: &'a ThreadPool,
        cache: &'a Mutex<Cache>,
        replay: Replay,
    ) -> Self {
        Self { tagger, options, pool, cache, replay, seen: Seen::default() }
    }

    /// Prepares chunks until there are no more, or nobody wants them.
    pub(super) fn run(
        mut self,
        chunks: &Receiver<Result<Chunk>>,
        slots: &Sender<()>,
        batches: &Sender<MicroBatch>,
        events: &Sender<Event>,
    ) {
        for chunk in chunks {
            let prepared = match chunk {
                Ok(chunk) => self.prepare(chunk).map_err(Event::Failed),
                Err(error) if matches!(error.kind(), ErrorKind::Interrupted) => Err(Event::Failed(error)),
                Err(error) => Err(Event::Ended(error)),
            };
            let (work, micro_batches) = match prepared {
                Ok(prepared) => prepared,
                Err(event) => {
                    let _ = events.send(event);
                    return;
                }
            };
            // A failed send means that the collector has left, and with it the wish for more.
            if slots.send(()).is_err() || events.send(Event::Chunk(Box::new(work))).is_err() {
                return;
            }
            for micro_batch in micro_batches {
                if batches.send(micro_batch).is_err() {
                    return;
                }
            }
        }
    }

    fn prepare(&mut self, chunk: Chunk) -> Result<(Work, Vec<MicroBatch>)> {
        let Chunk { index, origin, rows } = chunk;
        let drafts: Vec<Draft> = self.pool.install(|| {
            rows.par_iter()
                .flat_map_iter(|row| origin.roles.text.iter().map(|column| self.draft(&origin, row, column)))
                .collect()
        });
        let (prepared, mut units) = self.find_repeats(drafts);
        let digest = digest(units.iter().map(|unit| unit.key));
        let mut work = Work { index, origin, rows, prepared, units: Vec::new(), pending: 0, replayed: false, digest };
        if let Some(outcomes) = self.replay.next(index, digest, units.len())? {
            for (unit, outcome) in units.iter_mut().zip(outcomes) {
                unit.outcome = Some(Arc::new(outcome));
            }
            work.replayed = true;
        } else {
            let cache = self.cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for unit in &mut units {
                unit.outcome = cache.get(unit.key);
            }
        }
        let micro_batches = self.tokenize(&mut work, units)?;
        Ok((work, micro_batches))
    }

    fn draft(&self, origin: &Origin, row: &Row, column: &TextColumn) -> Draft {
        let cell = row.cells.get(column.index).map(crate::table::Cell::text).unwrap_or_default();
        let question = match &column.question {
            Some(Question::Fixed(question)) => Some(question.clone()),
            Some(Question::Column(index)) => {
                row.cells.get(*index).filter(|cell| !cell.is_blank()).map(|cell| cell.text().into_owned())
            }
            None => None,
        };
        let mut draft = Draft {
            prepared: Prepared { text: cell.clone().into_owned(), question, flags: Vec::new(), state: State::Empty },
            comment: None,
        };
        if let Some(fault) = &row.fault {
            draft.prepared.state = State::Fault(fault.clone());
            return draft;
        }
        let normalized = normalize(&cell);
        // Qualtrics writes -99 for a question that the respondent never saw.
        let unseen = origin.info.dialect == Dialect::Qualtrics && normalized.text == "-99";
        if normalized.text.is_empty() || unseen {
            draft.prepared.flags.push(Flag::Empty);
            return draft;
        }
        let prepared = &mut draft.prepared;
        if is_placeholder_for(&normalized.text, prepared.question.is_some()) {
            prepared.flags.push(Flag::Placeholder);
        }
        if normalized.repaired {
            prepared.flags.push(Flag::RepairedEncoding);
            prepared.text = normalized.text.clone().into_owned();
        }
        let detection = if let Some(lang) = self.options.lang {
            Detection { lang, p: 1.0, other: false }
        } else {
            let hint = origin.roles.language.and_then(|index| row.cells.get(index));
            let hint = hint.and_then(|cell| language::parse_hint(&cell.text()));
            language::detect(&normalized.text, hint, &origin.mix)
        };
        if detection.other {
            prepared.flags.push(Flag::OtherLanguage);
        }
        let key = key(prepared.question.as_deref(), &normalized.text);
        prepared.state = State::Unit { unit: usize::MAX, language: detection };
        draft.comment = Some((normalized.text.into_owned(), key));
        draft
    }

    /// Numbers the distinct comments of a chunk and flags those that came earlier in the run.
    fn find_repeats(&mut self, drafts: Vec<Draft>) -> (Vec<Prepared>, Vec<Unit>) {
        let mut by_key: HashMap<u128, usize> = HashMap::new();
        let mut units = Vec::new();
        let mut all = Vec::with_capacity(drafts.len());
        for Draft { mut prepared, comment } in drafts {
            if let Some((text, key)) = comment {
                if self.seen.insert(key) {
                    prepared.flags.push(Flag::Duplicate);
                }
                let number = *by_key.entry(key).or_insert_with(|| {
                    let question = prepared.question.clone();
                    units.push(Unit { key, question, text, windows: Vec::new(), truncated: false, outcome: None });
                    units.len() - 1
                });
                if let State::Unit { unit, .. } = &mut prepared.state {
                    *unit = number;
                }
            }
            all.push(prepared);
        }
        (all, units)
    }

    /// Tokenizes the units that have no prediction yet and cuts their windows into micro-batches.
    fn tokenize(&self, work: &mut Work, mut units: Vec<Unit>) -> Result<Vec<MicroBatch>> {
        let tokenized: Vec<Option<Tokenized>> = self.pool.install(|| {
            let tokenized = units.par_iter_mut().map(|unit| {
                let text = std::mem::take(&mut unit.text);
                let tokenize = || self.tagger.tokenize(unit.question.as_deref(), &text);
                unit.outcome.is_none().then(tokenize).transpose()
            });
            tokenized.collect::<Result<_>>()
        })?;
        let mut windows: Vec<Option<Window>> = Vec::new();
        for (number, (unit, tokenized)) in units.iter_mut().zip(tokenized).enumerate() {
            let Some(tokenized) = tokenized else { continue };
            unit.truncated = tokenized.truncated;
            unit.windows = tokenized.windows.iter().map(|sequence| (sequence.len(), None)).collect();
            windows.extend(
                tokenized
                    .windows
                    .into_iter()
                    .enumerate()
                    .map(|(index, sequence)| Some(Window { unit: number, index, sequence })),
            );
        }
        work.pending = windows.len();
        work.units = units;
        let lengths: Vec<usize> = windows.iter().flatten().map(|window| window.sequence.len()).collect();
        let micro_batches = batch(&lengths, TOKEN_BUDGET)
            .into_iter()
            .map(|indexes| MicroBatch {
                chunk: work.index,
                windows: indexes.into_iter().filter_map(|index| windows[index].take()).collect(),
            })
            .collect();
        Ok(micro_batches)
    }
}
