//! `sentir evaluate`: how good a model, or a file of predictions, is.

use std::path::PathBuf;

use sentir::Result;
use sentir::evaluate::evaluation::evaluate;
use sentir::evaluate::page::page;
use sentir::evaluate::table::{self, Style};
use sentir::model::BUNDLED;

use super::Ended;
use super::judge::{JudgeArgs, ReportFormat, json, warn};
use super::talk::Talk;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    judge: JudgeArgs,

    /// Model: `sentir-es-en` (bundled), or a model folder.
    #[arg(long, value_name = "NAME|DIR", default_value = BUNDLED, conflicts_with = "predictions")]
    model: String,

    /// Score this file instead of a model: what `classify` or another tool wrote. Its `id` column must hold the ids of the gold.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    let named = args.predictions.as_ref().map_or_else(|| args.model.clone(), |path| path.display().to_string());
    let target = args.judge.target([named.as_str()])?;
    args.judge.refuse_idle_mappings(&[&named])?;
    let gold = args.judge.read_gold()?;
    let predictors = [args.judge.predictions(&named, &gold)?];
    let report = evaluate(&gold, &predictors);
    warn(&report, talk);
    let text = match args.judge.format() {
        ReportFormat::Text => table::evaluation(&report, Style::Text, true),
        ReportFormat::Md => table::evaluation(&report, Style::Markdown, true),
        ReportFormat::Json => json(&report)?,
        ReportFormat::Html => page(&report, &[], &[]),
    };
    args.judge.finish(target, &text, report.predictors.first())
}
