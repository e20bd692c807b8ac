//! `sentir compare`: which of several models and prediction files is better, and at what cost.

use sentir::evaluate::comparison::{Comparison, SCHEMA, compare, disagreements};
use sentir::evaluate::evaluation::evaluate;
use sentir::evaluate::page::page;
use sentir::evaluate::prediction::Predictions;
use sentir::evaluate::table::{self, Style};
use sentir::{Error, Result};

use super::Ended;
use super::cost;
use super::judge::{JudgeArgs, ReportFormat, json, tell_apart, warn};
use super::talk::Talk;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    judge: JudgeArgs,

    /// What to compare, two or more: models (`sentir-es-en`, or a folder) and files of predictions.
    #[arg(value_name = "MODEL|FILE", num_args = 2.., required = true)]
    predictors: Vec<String>,

    /// Maximum number of disagreements to list per task.
    #[arg(long, value_name = "N", default_value_t = 10)]
    rows: usize,

    /// Include the text of the listed comments in the report.
    #[arg(long)]
    texts: bool,

    /// Add results by part and label, confusion and calibration for each predictor.
    #[arg(long)]
    full: bool,

    /// Do not measure speed, memory and start-up.
    #[arg(long)]
    no_cost: bool,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    let target = args.judge.target(args.predictors.iter().map(String::as_str))?;
    let gold = args.judge.read_gold()?;
    if let Some((_, name)) = args.predictors.iter().enumerate().find(|(at, name)| args.predictors[..*at].contains(name))
    {
        return Err(Error::usage(format!("the predictor {name} is named twice")));
    }
    args.judge.refuse_idle_mappings(&args.predictors.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut predictors: Vec<Predictions> =
        args.predictors.iter().map(|named| args.judge.predictions(named, &gold)).collect::<Result<_>>()?;
    tell_apart(&mut predictors);
    let mut report = evaluate(&gold, &predictors);
    if !args.no_cost {
        let costs = cost::measure(&args.judge, &args.predictors, &gold, talk)?;
        for (predictor, cost) in report.predictors.iter_mut().zip(costs) {
            predictor.cost = cost;
        }
    }
    warn(&report, talk);
    let pairs = compare(&gold, &predictors);
    let rows = disagreements(&gold, &predictors, args.rows, args.texts);
    let names: Vec<String> = predictors.iter().map(|one| one.name.clone()).collect();
    let tables =
        |style| table::evaluation(&report, style, args.full) + "\n" + &table::comparison(&pairs, &rows, &names, style);
    let text = match args.judge.format() {
        ReportFormat::Text => tables(Style::Text),
        ReportFormat::Md => tables(Style::Markdown),
        ReportFormat::Json => {
            json(&Comparison { schema: SCHEMA, evaluation: &report, pairs: &pairs, disagreements: &rows })?
        }
        ReportFormat::Html => page(&report, &pairs, &rows),
    };
    args.judge.finish(target, &text, report.predictors.first())
}
