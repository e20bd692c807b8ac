//! `sentir check`: whether commitments are kept, for schedulers.

use std::io::Write;
use std::path::PathBuf;

use sentir::evaluate::table::Style;
use sentir::report::commitments::{Commitments, Verdict, check, table};
use sentir::write::target::refuse_inputs;
use sentir::write::{Destination, Target, WriteFormat};
use sentir::{Error, Position, Result};

use super::Ended;
use super::judge::json;
use super::tagged::TaggedArgs;
use super::talk::Talk;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 every commitment was judged and none is broken; 1 one is broken; 2 one is written wrongly, or names a \
    column or value that no comment has; 3 none is broken, but one could not be judged; 4 a file cannot be read."
)]
pub(super) struct Args {
    #[command(flatten)]
    tagged: TaggedArgs,

    /// Commitments: a TOML file of [[commitment]] tables, with name, measure, `at_most` or `at_least`.
    #[arg(long, value_name = "FILE.toml")]
    commitments: PathBuf,

    /// Date column, for commitments that are limited to certain dates.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    date: Option<String>,

    /// Count customers instead of comments, by this column; a customer's comments share one vote.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    customer: Option<String>,

    /// Call a commitment broken only if its whole interval is beyond the target; otherwise at risk.
    #[arg(long)]
    sure: bool,

    /// Output format.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text", help_heading = "Writing")]
    format: CheckFormat,

    /// Output file [default: standard output].
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,

    /// Replace the output if it exists.
    #[arg(long, help_heading = "Writing")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CheckFormat {
    /// A table for a terminal
    Text,
    /// A table in Markdown
    Md,
    /// Everything, for programs (sentir.check/1)
    Json,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    args.tagged.refuse_twice(&[])?;
    if let Some(path) = &args.output {
        refuse_inputs(path, args.tagged.paths().chain([args.commitments.as_path()]))?;
    }
    let destination = args.output.clone().map_or(Destination::Stdout, Destination::File);
    let mut target = Target::open(&destination, WriteFormat::Jsonl, args.force)?;
    let name = args.commitments.display().to_string();
    let text = std::fs::read_to_string(&args.commitments)
        .map_err(|error| Error::input(Position::of(&*name), format!("cannot be read: {error}")))?;
    let commitments = Commitments::parse(&name, &text)?;
    let asked = commitments.asked(args.date.clone(), args.customer.clone())?;
    let tagged = args.tagged.files(asked.columns())?;
    let found = check(&tagged.files, &commitments, asked, args.sure)?;
    for warning in &found.warnings {
        talk.warn(warning);
    }
    let text = match args.format {
        CheckFormat::Text => table(&found, Style::Text),
        CheckFormat::Md => table(&found, Style::Markdown),
        CheckFormat::Json => json(&found)?,
    };
    target.write_all(text.as_bytes()).map_err(|error| target.failure(&error))?;
    target.commit()?;
    for broken in found.commitments.iter().filter(|one| one.verdict == Verdict::Broken) {
        Talk::fail(broken.reason());
    }
    let not_judged: Vec<&str> = found.not_judged().map(|one| one.name.as_str()).collect();
    if !not_judged.is_empty() {
        Talk::fail(format_args!("not judged, for too few comments: {}", not_judged.join(", ")));
    }
    Ok(match (found.broken, not_judged.is_empty()) {
        (0, true) => Ended::Done,
        (0, false) => Ended::NotJudged,
        _ => Ended::GateFailed,
    })
}
