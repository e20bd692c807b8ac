//! `sentir report`: from tagged records to a page, and the same figures for programs.

use std::io::Write;
use std::path::{Path, PathBuf};

use sentir::labels::Language;
use sentir::read::{Input, ReadOptions};
use sentir::report::audit::Checked;
use sentir::report::change::parse_between;
use sentir::report::csv::csv;
use sentir::report::date::{Grain, Period};
use sentir::report::drivers::what_if::WhatIf;
use sentir::report::page::paper::Tongue;
use sentir::report::page::{PageOptions, page};
use sentir::report::plan::Asked;
use sentir::report::promise::Belief;
use sentir::report::{Report, report};
use sentir::write::target::{refuse_inputs, refuse_twice};
use sentir::write::{Destination, Target, WriteFormat};
use sentir::{Error, Result};

use super::Ended;
use super::judge::json;
use super::tagged::TaggedArgs;
use super::talk::Talk;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    tagged: TaggedArgs,

    /// Compare the values of this column (channel, segment, shop); may be repeated. `lang`, `source` and `column` refer to the tags.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    by: Vec<String>,

    /// Date column, for trends.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    date: Option<String>,

    /// Length of a period [default: chosen from the dates].
    #[arg(long, value_enum, value_name = "PERIOD", requires = "date")]
    period: Option<Grain>,

    /// Count customers instead of comments, by this column; a customer's comments share one vote.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    customer: Option<String>,

    /// Numeric column (NPS, stars, revenue) to relate to praise and complaints; may be repeated.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    outcome: Vec<String>,

    /// Treat this outcome as NPS (0 to 10); may be repeated. By default outcomes named NPS, recommend, recomendar or likely are;
    /// `none` turns this off.
    #[arg(long, value_name = "COLUMN", requires = "outcome", help_heading = "Columns")]
    nps: Vec<String>,

    /// Column to control for in the drivers; may be repeated.
    #[arg(long, value_name = "COLUMN", requires = "outcome", help_heading = "Columns")]
    adjust: Vec<String>,

    /// Groups with fewer comments are shown but not ranked.
    #[arg(long, value_name = "N", default_value_t = 30)]
    min_n: u64,

    /// Hand-checked comments with their correct labels, used to correct all shares. CSV, JSONL, XLSX or Parquet with id (or row,
    /// and source), `true_sentiment`, `true_emotion`, `true_touchpoints`.
    #[arg(long, value_name = "FILE", help_heading = "Additional inputs")]
    audit: Option<PathBuf>,

    /// What the company believes and promised: a TOML file of [[belief]] tables, or a CSV with touchpoint, net, praise, promise.
    #[arg(long, value_name = "FILE", help_heading = "Additional inputs")]
    beliefs: Option<PathBuf>,

    /// Earlier tagged files to compare with, instead of two periods; may be repeated.
    #[arg(long, value_name = "TAGGED", conflicts_with = "between", help_heading = "Additional inputs")]
    before: Vec<PathBuf>,

    /// Two periods to compare, such as 2026-04..2026-06 [default: the last two complete ones].
    #[arg(long, value_name = "PERIOD..PERIOD", requires = "date", value_parser = between)]
    between: Option<(Period, Period)>,

    /// Estimate the outcome at a different share of praise or complaints, such as `delivery.negative=10%` (association, not cause);
    /// may be repeated.
    #[arg(long, value_name = "TOUCHPOINT.SENTIMENT=SHARE", requires = "outcome", value_parser = what_if)]
    what_if: Vec<WhatIf>,

    /// Language of the page [default: that of most comments].
    #[arg(long, value_enum, value_name = "LANG", help_heading = "Writing")]
    lang: Option<Tongue>,

    /// Title of the page.
    #[arg(long, value_name = "TEXT", help_heading = "Writing")]
    title: Option<String>,

    /// Do not quote comments.
    #[arg(long, help_heading = "Writing")]
    no_quotes: bool,

    /// Output file: .html for the page, .json for all figures, .csv for the figures as one table; may be repeated.
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Vec<PathBuf>,

    /// Format for standard output if there is no --output [default: json].
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "output", help_heading = "Writing")]
    format: Option<ReportFormat>,

    /// Replace outputs that exist.
    #[arg(long, help_heading = "Writing")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ReportFormat {
    /// One self-contained page
    Html,
    /// Every figure, for programs (sentir.report/1)
    Json,
    /// Every figure with its interval, one per row
    Csv,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    args.tagged.refuse_twice(&args.before)?;
    refuse_twice(args.output.iter().map(PathBuf::as_path), "for writing")?;
    let targets = targets(args)?;
    let asked = Asked {
        by: args.by.clone(),
        date: args.date.clone(),
        grain: args.period,
        between: args.between,
        before: None,
        customer: args.customer.clone(),
        outcomes: args.outcome.clone(),
        adjust: args.adjust.clone(),
        nps: nps(args)?,
        what_ifs: args.what_if.clone(),
        min_n: args.min_n,
        quotes: !args.no_quotes,
        audit: args.audit.as_ref().map(|path| checked(args, path)).transpose()?,
        beliefs: args.beliefs.as_ref().map(|path| Belief::read(path)).transpose()?.unwrap_or_default(),
    };
    let asked = if args.before.is_empty() {
        asked
    } else {
        Asked { before: Some(args.tagged.others(&args.before, asked.columns())), ..asked }
    };
    let tagged = args.tagged.files(asked.columns())?;
    let report = report(&tagged.files, asked)?;
    for note in &report.notes {
        talk.note(&note.en);
    }
    for (format, mut target) in targets {
        let text = match format {
            ReportFormat::Html => page(&report, &options(args, &report)),
            ReportFormat::Json => json(&report)?,
            ReportFormat::Csv => csv(&report)?,
        };
        target.write_all(text.as_bytes()).map_err(|error| target.failure(&error))?;
        target.commit()?;
    }
    Ok(Ended::Done)
}

/// The outcomes that were said to be NPS answers.
fn nps(args: &Args) -> Result<Option<Vec<String>>> {
    if let Some(other) = args.nps.iter().find(|name| !args.outcome.contains(name) && *name != "none") {
        let names: Vec<String> = args.outcome.iter().map(|name| format!("\"{name}\"")).collect();
        return Err(Error::usage(format!("--nps \"{other}\" is no outcome"))
            .hint(format!("name one of {}, or none", names.join(", "))));
    }
    Ok((!args.nps.is_empty()).then(|| args.nps.clone()))
}

fn between(text: &str) -> Result<(Period, Period), String> {
    parse_between(text).map_err(|error| error.to_string())
}

fn what_if(text: &str) -> Result<WhatIf, String> {
    WhatIf::parse(text).map_err(|error| error.to_string())
}

fn options(args: &Args, report: &Report) -> PageOptions {
    let most = report.languages.iter().max_by_key(|(_, count)| **count).map(|(lang, _)| lang.as_str());
    let tongue = args.lang.unwrap_or(if most == Some(Language::Es.name()) { Tongue::Es } else { Tongue::En });
    let title = args.title.clone().unwrap_or_else(|| match tongue {
        Tongue::Es => "Lo que dicen los clientes".into(),
        Tongue::En => "What customers say".into(),
    });
    PageOptions { tongue, title }
}

fn checked(args: &Args, path: &Path) -> Result<Checked> {
    Checked::read(&Input::File(path.to_owned()), &ReadOptions::default(), args.tagged.id())
}

/// The outputs, opened before any work is done.
fn targets(args: &Args) -> Result<Vec<(ReportFormat, Target)>> {
    if args.output.is_empty() {
        let target = Target::open(&Destination::Stdout, WriteFormat::Jsonl, args.force)?;
        return Ok(vec![(args.format.unwrap_or(ReportFormat::Json), target)]);
    }
    let open = |path: &PathBuf| {
        let beside = args.audit.iter().chain(&args.beliefs).chain(&args.before).map(PathBuf::as_path);
        refuse_inputs(path, args.tagged.paths().chain(beside))?;
        let format = format_of(path).ok_or_else(|| {
            Error::usage(format!("{}: its name does not tell what to write", path.display()))
                .hint("end it in .html, .json or .csv")
        })?;
        Ok((format, Target::open(&Destination::File(path.clone()), WriteFormat::Jsonl, args.force)?))
    };
    args.output.iter().map(open).collect()
}

fn format_of(path: &Path) -> Option<ReportFormat> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "html" | "htm" => Some(ReportFormat::Html),
        "json" => Some(ReportFormat::Json),
        "csv" => Some(ReportFormat::Csv),
        _ => None,
    }
}
