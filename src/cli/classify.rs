//! `sentir classify`: tag the comments of an export.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sentir::encode::{Compute, Precision};
use sentir::journal::{Identity, Journal, Replay};
use sentir::model::{BUNDLED, Files};
use sentir::pipeline::{self, Task};
use sentir::record::Status;
use sentir::summary::Summary;
use sentir::table::ColumnType;
use sentir::write::{self, Destination, ExcelLocale, Header, Sink, Target, WriteFormat, WriteOptions};
use sentir::{Error, ErrorKind, Language, Result, Tagger};

use super::input::InputArgs;
use super::interrupt::Interrupt;
use super::talk::Talk;
use super::{Ended, cores};

/// A reader of standard output waits no longer than this for what is tagged, looked at every so many rows.
const FLUSH_EVERY: Duration = Duration::from_millis(100);
const FLUSH_ROWS: u64 = 32;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,

    /// Language of all comments; `auto` detects it for each.
    #[arg(long, value_enum, default_value_t = Lang::Auto)]
    lang: Lang,

    /// Model: `sentir-es-en` (bundled), or a model folder.
    #[arg(long, value_name = "NAME|DIR", default_value = BUNDLED)]
    model: String,

    /// Number format for inference [default: int8 if the processor has instructions for it, else f32].
    #[arg(long, value_enum)]
    precision: Option<Precision>,

    /// Where to run the model; `cuda` needs a build with that feature.
    #[arg(long, value_enum, default_value_t = Device::Cpu, conflicts_with = "precision", hide = !cfg!(feature = "cuda"))]
    device: Device,

    /// Output file [default: standard output].
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,

    /// Output format [default: from the name of --output, else jsonl].
    #[arg(long, value_enum, help_heading = "Writing")]
    format: Option<WriteFormat>,

    /// Write CSV for a Spanish or English Excel.
    #[arg(long, value_enum, value_name = "LOCALE", help_heading = "Writing")]
    excel: Option<ExcelLocale>,

    /// Add the full probability distributions.
    #[arg(long, help_heading = "Writing")]
    probs: bool,

    /// Replace the output if it exists.
    #[arg(long, help_heading = "Writing")]
    force: bool,

    /// Continue an interrupted run; needs the same --output.
    #[arg(long, requires = "output", help_heading = "Writing")]
    resume: bool,

    /// Number of encoder threads [default: number of cores].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Device {
    /// The processor
    Cpu,
    /// The first NVIDIA card
    Cuda,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Lang {
    /// Detected for each comment
    Auto,
    /// Spanish
    Es,
    /// English
    En,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    let started = Instant::now();
    let interrupt = Interrupt::listen()?;
    let format = output_format(args)?;
    let destination = match &args.output {
        Some(path) => {
            write::target::refuse_inputs(path, args.input.files())?;
            Destination::File(path.clone())
        }
        None => Destination::Stdout,
    };
    let target = Target::open(&destination, format, args.force)?;
    interrupt.leaves(target.part());
    let streams = target.part().is_none();
    let compute = match args.device {
        Device::Cpu => Compute::Cpu(args.precision.unwrap_or_else(Precision::fastest)),
        Device::Cuda => Compute::Cuda,
    };
    // The model is loaded while the inputs are looked through.
    let (tasks, tagger) = std::thread::scope(|scope| {
        let tagger = scope.spawn(|| Tagger::load(&Files::find(&args.model)?, compute));
        let tasks = args.input.tasks(talk);
        let panicked = |_| Error::internal("loading the model panicked");
        (tasks, tagger.join().map_err(panicked).flatten())
    });
    let (tasks, tagger) = (tasks?, tagger?);
    let rows = tasks.iter().map(|task| task.rows).sum();
    let tasks: Vec<Task> = tasks.into_iter().map(|surveyed| surveyed.task).collect();
    let header = header(&tasks, format)?;
    let jobs = args.jobs.map_or_else(cores, usize::from);
    tracing::info!(
        model = args.model,
        version = tagger.manifest().version,
        jobs,
        compute = compute.name(),
        "model loaded"
    );
    let options = pipeline::Options {
        jobs,
        lang: match args.lang {
            Lang::Auto => None,
            Lang::Es => Some(Language::Es),
            Lang::En => Some(Language::En),
        },
        probs: args.probs,
        fields: format == WriteFormat::Jsonl,
    };
    let write_options = WriteOptions { excel: args.excel, probs: args.probs };
    let mut sink = write::open(target, format, &header, write_options)?;
    let (mut journal, replay) = journal(args, streams, &tagger, &options, talk)?;

    let mut bar = talk.bar(rows);
    let mut summary = Summary::default();
    let mut flushed = Instant::now();
    let outcome = pipeline::run(&tagger, tasks, &options, replay, &mut journal, interrupt.asked(), |row| {
        summary.add(&row.records);
        if let Some(record) = row.records.iter().find(|record| record.status == Status::Error) {
            let reason = record.error.as_deref().unwrap_or_default();
            bar.row_error(format_args!("{}, row {}: {reason}", record.source, record.row));
        }
        sink.write(row)?;
        if summary.rows.is_multiple_of(FLUSH_ROWS) {
            bar.update(summary.rows);
            if streams && flushed.elapsed() >= FLUSH_EVERY {
                sink.flush()?;
                flushed = Instant::now();
            }
        }
        Ok(())
    });
    bar.finish(talk);
    if let Err(error) = outcome {
        return Err(stopped(error, sink, journal, streams, summary.rows, talk));
    }
    let warnings = sink.warnings();
    sink.finish()?;
    interrupt.leaves(None);
    journal.remove();
    for warning in warnings {
        talk.warn(warning);
    }
    let seconds = started.elapsed().as_secs_f64();
    talk.note(&summary);
    talk.note(format_args!("{seconds:.1} s, {:.0} comments/s", summary.tagged as f64 / seconds.max(1e-3)));
    Ok(if summary.errors > 0 { Ended::SomeRowsFailed } else { Ended::Done })
}

/// Leaves things in order behind a run that did not reach its end.
fn stopped(error: Error, mut sink: Box<dyn Sink>, journal: Journal, streams: bool, rows: u64, talk: &Talk) -> Error {
    if streams {
        // What came before the error is good; where it cannot be written, the error at hand says more.
        let _ = sink.flush();
    }
    match error.kind() {
        ErrorKind::Interrupted if !streams => {
            talk.note(format_args!("{rows} rows were tagged; the same command with --resume goes on from there"));
        }
        ErrorKind::Input { .. } => {
            journal.remove();
            if !streams {
                talk.note(format_args!("{rows} rows before the error were read; nothing was written"));
            }
        }
        _ => {}
    }
    error
}

/// The format that was asked for, else the one that the output's name tells.
fn output_format(args: &Args) -> Result<WriteFormat> {
    let told = args.output.as_deref().and_then(write::format_of);
    match (args.format.or(told), &args.output) {
        (Some(format), _) => Ok(format),
        (None, _) if args.excel.is_some() => Ok(WriteFormat::Csv),
        (None, None) => Ok(WriteFormat::Jsonl),
        (None, Some(path)) => {
            Err(Error::usage(format!("{}: its name does not tell the format to write", path.display()))
                .hint("end it in .jsonl, .csv, .tsv, .xlsx or .parquet, or say --format"))
        }
    }
}

/// The columns of the output. In a table all inputs must have the same ones; where their types differ, they are text.
fn header(tasks: &[Task], format: WriteFormat) -> Result<Header> {
    let Some(first) = tasks.first() else { return Err(Error::usage("no input")) };
    let mut columns = first.source.info.columns.clone();
    let text = |task: &Task| -> Vec<usize> { task.roles.text.iter().map(|column| column.index).collect() };
    let header = text(first);
    for task in tasks.iter().filter(|_| format != WriteFormat::Jsonl) {
        let others = &task.source.info.columns;
        if !others.iter().map(|column| &column.name).eq(columns.iter().map(|column| &column.name))
            || text(task) != header
        {
            let (first, other) = (&first.source.info.name, &task.source.info.name);
            return Err(Error::usage(format!(
                "{other} has other columns than {first}: they do not fit into one table"
            ))
            .hint("write them as JSONL (--format jsonl), or one by one"));
        }
        for (column, other) in columns.iter_mut().zip(others) {
            if column.kind != other.kind {
                column.kind = ColumnType::Text;
            }
        }
    }
    Ok(Header { columns, text: header })
}

/// The journal beside the output; nothing is kept for an output that streams.
fn journal(
    args: &Args,
    streams: bool,
    tagger: &Tagger,
    options: &pipeline::Options,
    talk: &Talk,
) -> Result<(Journal, Replay)> {
    let Some(output) = args.output.as_ref().filter(|_| !streams) else {
        return Ok((Journal::none(), Replay::none()));
    };
    let path = journal_path(output);
    let size = |path: &Path| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    let identity = Identity {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        model: tagger.fingerprint().to_owned(),
        inputs: args.input.files().map(|path| (path.display().to_string(), size(path))).collect(),
        settings: format!("{} {:?}", args.input.settings(), options.lang),
    };
    if args.resume {
        if path.exists() {
            return Journal::resume(&path, &identity);
        }
        talk.note(format_args!("nothing to resume: there is no {}", path.display()));
    }
    Ok((Journal::create(&path, &identity, args.force)?, Replay::none()))
}

fn journal_path(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".journal");
    PathBuf::from(name)
}
