//! `sentir classify`: tag the comments of an export.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use sentir::journal::{Identity, Journal, Replay};
use sentir::model::{BUNDLED, Files};
use sentir::pipeline::{self, Task};
use sentir::read::roles::assign;
use sentir::record::Status;
use sentir::summary::Summary;
use sentir::write::{self, Destination, ExcelLocale, Header, Target, WriteFormat, WriteOptions};
use sentir::{Error, ErrorKind, Language, Result, Tagger};

use super::Ended;
use super::input::{HEAD_ROWS, InputArgs, describe, mix};
use super::talk::{Bar, Talk};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,

    /// The language of every comment, or `auto` to detect each one's.
    #[arg(long, value_enum, default_value_t = Lang::Auto)]
    lang: Lang,

    /// The model: `sentir-es-en` (bundled), or a model's folder.
    #[arg(long, value_name = "NAME|DIR", default_value = BUNDLED)]
    model: String,

    /// Where to write; standard output without it.
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,

    /// The output's format; told by the name of the output, else jsonl.
    #[arg(long, value_enum, help_heading = "Writing")]
    format: Option<WriteFormat>,

    /// Write delimited text as a Spanish or English Excel opens it.
    #[arg(long, value_enum, value_name = "LOCALE", help_heading = "Writing")]
    excel: Option<ExcelLocale>,

    /// Add the full distribution of each task.
    #[arg(long, help_heading = "Writing")]
    probs: bool,

    /// Replace the output if it exists.
    #[arg(long, help_heading = "Writing")]
    force: bool,

    /// Go on with an interrupted run to the same output.
    #[arg(long, requires = "output", help_heading = "Writing")]
    resume: bool,

    /// Encoder threads; as many as there are cores without it.
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Lang {
    /// Detect each comment's
    Auto,
    /// Spanish
    Es,
    /// English
    En,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    let started = Instant::now();
    let format = output_format(args)?;
    let (tasks, header) = tasks(args, format, talk)?;
    let files = Files::find(&args.model)?;
    let tagger = Tagger::load(&files)?;
    let jobs = match args.jobs {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    };
    tracing::info!(model = args.model, version = tagger.manifest().version, jobs, "model loaded");
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
    let destination = match &args.output {
        Some(path) => {
            write::target::refuse_inputs(path, args.input.files())?;
            Destination::File(path.clone())
        }
        None => Destination::Stdout,
    };
    let target = Target::open(&destination, format, args.force)?;
    let write_options = WriteOptions { excel: args.excel, probs: args.probs };
    let mut sink = write::open(target, format, &header, write_options)?;
    let (mut journal, replay) = journal(args, &tagger, &options, talk)?;

    let cancel = cancel_on_interrupt()?;
    let mut bar = talk.bar(tasks.iter().map(|task| task.source.progress.clone()).collect());
    let mut summary = Summary::default();
    let outcome = pipeline::run(&tagger, tasks, &options, replay, &mut journal, &cancel, |row| {
        summary.add(&row.records);
        for record in row.records.iter().filter(|record| record.status == Status::Error) {
            report(&mut bar, record);
        }
        if summary.rows.is_multiple_of(64) {
            bar.update(summary.rows);
        }
        sink.write(row)
    });
    bar.finish(talk);
    if let Err(error) = outcome {
        drop(sink);
        if matches!(error.kind(), ErrorKind::Interrupted) && args.output.is_some() {
            talk.note(format_args!(
                "{} rows were tagged; the same command with --resume goes on from there",
                summary.rows
            ));
        }
        return Err(error);
    }
    let warnings = sink.warnings();
    sink.finish()?;
    journal.remove();
    for warning in warnings {
        talk.warn(warning);
    }
    let seconds = started.elapsed().as_secs_f64();
    talk.note(&summary);
    talk.note(format_args!("{seconds:.1} s, {:.0} comments/s", summary.tagged as f64 / seconds.max(1e-3)));
    Ok(if summary.errors > 0 { Ended::SomeRowsFailed } else { Ended::Done })
}

/// The format that was asked for, else the one that the output's name tells.
fn output_format(args: &Args) -> Result<WriteFormat> {
    match (args.format, &args.output) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(if args.excel.is_some() { WriteFormat::Csv } else { WriteFormat::Jsonl }),
        (None, Some(path)) => write::format_of(path).ok_or_else(|| {
            Error::usage(format!("{}: its name does not tell the format to write", path.display()))
                .hint("end it in .jsonl, .csv, .tsv, .xlsx or .parquet, or say --format")
        }),
    }
}

/// Opens the inputs, tells the roles of their columns, and says so.
fn tasks(args: &Args, format: WriteFormat, talk: &Talk) -> Result<(Vec<Task>, Header)> {
    let mut tasks = Vec::new();
    for mut source in args.input.open()? {
        talk.note(describe(&source.info));
        let info = source.info.clone();
        let head = source.peek(HEAD_ROWS)?;
        let roles = assign(&info, head, &args.input.roles())?;
        for guess in &roles.guesses {
            talk.note(format_args!("  {guess}"));
        }
        let mix = mix(head, &roles);
        tasks.push(Task { source, roles, mix });
    }
    let Some(first) = tasks.first() else { return Err(Error::usage("no input")) };
    let header = Header {
        columns: first.source.info.columns.clone(),
        text: first.roles.text.iter().map(|column| column.index).collect(),
    };
    let names =
        |task: &Task| -> Vec<String> { task.source.info.columns.iter().map(|column| column.name.clone()).collect() };
    if format != WriteFormat::Jsonl
        && let Some(other) = tasks.iter().find(|task| {
            names(task) != names(first)
                || task.roles.text.iter().map(|column| column.index).ne(header.text.iter().copied())
        })
    {
        let (first, other) = (&first.source.info.name, &other.source.info.name);
        return Err(Error::usage(format!("{other} has other columns than {first}: they do not fit into one table"))
            .hint("write them as JSONL (--format jsonl), or one by one"));
    }
    Ok((tasks, header))
}

/// The journal beside the output; nothing is kept for standard output.
fn journal(args: &Args, tagger: &Tagger, options: &pipeline::Options, talk: &Talk) -> Result<(Journal, Replay)> {
    let Some(output) = &args.output else { return Ok((Journal::none(), Replay::none())) };
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
    Ok((Journal::create(&path, &identity)?, Replay::none()))
}

fn journal_path(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".journal");
    PathBuf::from(name)
}

/// Ends the run at the first interrupt, the process at the second.
fn cancel_on_interrupt() -> Result<Arc<AtomicBool>> {
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked for twice")]
            std::process::exit(130);
        }
    })
    .map_err(Error::internal)?;
    Ok(cancel)
}

fn report(bar: &mut Bar, record: &sentir::Record) {
    let reason = record.error.as_deref().unwrap_or_default();
    bar.row_error(format_args!("{}, row {}: {reason}", record.source, record.row));
}
