//! The stages at work: read, prepare, encode, collect, each on its own threads, with bounded queues between them.
//!
//! ```text
//! reader ── chunks ──> preparer (rayon) ── micro-batches ──> encoders, one a core
//!                          │                                     │
//!                          └──────────── chunks ──> collector <──┘ ── rows, in order ──> sink
//! ```
//!
//! At most [`CHUNKS_IN_FLIGHT`] chunks of [`CHUNK_ROWS`] rows are with the encoders at a time, and one each with the
//! reader, in its queue and with the preparer, whatever the size of the file.

mod chunk;
mod collect;
mod prepare;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::error::{Error, ErrorKind, Result};
use crate::journal::{Journal, Replay};
use crate::labels::Language;
use crate::language::Mix;
use crate::read::Source;
use crate::read::roles::Roles;
use crate::repeats::Cache;
use crate::tagger::Tagger;
use crate::tokenize::Sequence;
use crate::write::TaggedRow;
use chunk::{Chunk, Event, MicroBatch};

/// Rows in a chunk: the window in which comments are sorted by length.
pub const CHUNK_ROWS: usize = 1024;

/// Rows in the first chunk, so that the first tags come at once.
const FIRST_CHUNK_ROWS: usize = 64;

/// Text in a chunk, in bytes, at which it is closed early.
const CHUNK_BYTES: usize = 4 << 20;

/// Chunks between the preparer and the sink.
pub const CHUNKS_IN_FLIGHT: usize = 3;

/// An input with what is known of its columns and languages.
pub struct Task {
    /// The input.
    pub source: Source,
    /// Which column is what.
    pub roles: Roles,
    /// The languages of its comments.
    pub mix: Mix,
}

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Encoder threads.
    pub jobs: usize,
    /// The language of every comment, where the user declares it.
    pub lang: Option<Language>,
    /// Whether records carry the full distributions.
    pub probs: bool,
    /// Whether records carry the row's other columns.
    pub fields: bool,
}

/// Tags every row of every task and hands the rows to `sink` in order.
///
/// `replay` holds what an interrupted run had tagged already; `journal` takes what this one tags. Setting `cancel` ends
/// the run with [`ErrorKind::Interrupted`].
pub fn run(
    tagger: &Tagger,
    tasks: Vec<Task>,
    options: &Options,
    replay: Replay,
    journal: &mut Journal,
    cancel: &AtomicBool,
    mut sink: impl FnMut(&TaggedRow) -> Result<()>,
) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .thread_name(|index| format!("prepare-{index}"))
        .build()
        .map_err(Error::internal)?;
    let cache = Mutex::new(Cache::default());
    let (chunks_in, chunks_out) = bounded::<Result<Chunk>>(1);
    let (slots_in, slots_out) = bounded::<()>(CHUNKS_IN_FLIGHT);
    let (batches_in, batches_out) = bounded::<MicroBatch>(2 * options.jobs);
    // Bounded by the slots: every event belongs to a chunk in flight.
    let (events_in, events_out) = unbounded::<Event>();

    std::thread::scope(|scope| {
        let thread = |name: String| std::thread::Builder::new().name(name);
        thread("read".into()).spawn_scoped(scope, move || read(tasks, cancel, &chunks_in)).map_err(Error::internal)?;
        for index in 0..options.jobs {
            let (batches, events) = (batches_out.clone(), events_in.clone());
            thread(format!("encode-{index}"))
                .spawn_scoped(scope, move || encode(tagger, cancel, &batches, &events))
                .map_err(Error::internal)?;
        }
        drop(batches_out);
        let preparer = prepare::Preparer::new(tagger, options, &pool, &cache, replay);
        thread("prepare".into())
            .spawn_scoped(scope, move || preparer.run(&chunks_out, &slots_in, &batches_in, &events_in))
            .map_err(Error::internal)?;
        let mut collector = collect::Collector::new(tagger, options, &cache, journal);
        // Whichever way this ends, it drops the ends of its queues, and that ends the other threads.
        collector.run(events_out, slots_out, &mut sink)
    })?;
    // The input may have ended because of the same interrupt.
    if cancel.load(Ordering::Relaxed) { Err(interrupted()) } else { Ok(()) }
}

/// Reads chunks until the end, an error, or the collector's leaving.
fn read(tasks: Vec<Task>, cancel: &AtomicBool, chunks: &Sender<Result<Chunk>>) {
    let mut next = chunk::Chunks::new(tasks, FIRST_CHUNK_ROWS, CHUNK_ROWS, CHUNK_BYTES);
    loop {
        let chunk = match next.chunk(|| cancel.load(Ordering::Relaxed)) {
            Ok(Some(chunk)) => Ok(chunk),
            Ok(None) => return,
            Err(error) => Err(error),
        };
        let last = chunk.is_err();
        if chunks.send(chunk).is_err() || last {
            return;
        }
    }
}

/// Encodes micro-batches until there are no more, or the run is to stop.
fn encode(tagger: &Tagger, cancel: &AtomicBool, batches: &Receiver<MicroBatch>, events: &Sender<Event>) {
    let _guard = PanicGuard(events);
    for batch in batches {
        let sequences: Vec<&Sequence> = batch.windows.iter().map(|window| &window.sequence).collect();
        let predicted = if cancel.load(Ordering::Relaxed) { Err(interrupted()) } else { tagger.predict(&sequences) };
        let event = match predicted {
            Ok(predictions) => Event::Encoded {
                chunk: batch.chunk,
                predictions: batch.windows.iter().map(|window| (window.unit, window.index)).zip(predictions).collect(),
            },
            Err(error) => Event::Failed(error),
        };
        if events.send(event).is_err() {
            return;
        }
    }
}

/// Ends the run where its thread panics; the others would wait for its results for ever.
struct PanicGuard<'a>(&'a Sender<Event>);

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Event::Failed(Error::internal("an encoder thread panicked")));
        }
    }
}

/// The error of a run that was asked to stop.
fn interrupted() -> Error {
    ErrorKind::Interrupted.into()
}
