//! How good predictors are, as a report.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{TaskFigures, figures};
use super::gold::{Gold, GoldRow};
use super::judge::{Task, judge, tasks};
use super::prediction::Predictions;
use crate::labels::Language;

/// The version of the report, as its JSON states it.
pub const SCHEMA: &str = "sentir.evaluation/1";

/// Lengths of comments that are told apart, in words: the least of each and its name.
const LENGTHS: [(usize, &str); 4] = [(0, "1-5"), (6, "6-20"), (21, "21-50"), (51, "51+")];

/// The gold set, in a report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GoldSummary {
    /// Its file's name.
    pub name: String,
    /// Comments.
    pub rows: u64,
    /// The space of its sentiments.
    pub sentiment: Option<&'static str>,
    /// The space of its emotions.
    pub emotion: Option<&'static str>,
    /// Whether it has touchpoints.
    pub touchpoints: bool,
}

/// What a predictor reached, and at what cost.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PredictorReport {
    /// Its name.
    pub name: String,
    /// What it is.
    pub origin: String,
    /// Comments without any answer; they count as wrong.
    pub unanswered: u64,
    /// Its tasks; those it does not know are left out.
    pub tasks: Vec<TaskFigures>,
    /// The tasks of the gold that it does not know, or not as finely.
    pub unknown: Vec<&'static str>,
    /// What it costs, where it is a model and that was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// What a model costs: medians of runs in turn with the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Cost {
    /// Comments a second, start not counted.
    pub comments_per_second: f64,
    /// Seconds from the start of the process until the model is ready.
    pub start_seconds: f64,
    /// The most memory the process held, in bytes; none where the system does not tell.
    pub peak_bytes: Option<u64>,
    /// The model's files, in bytes.
    pub model_bytes: u64,
    /// Threads.
    pub threads: u64,
    /// Runs.
    pub runs: u64,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Evaluation {
    /// [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The program's version.
    pub version: &'static str,
    /// The gold.
    pub gold: GoldSummary,
    /// The predictors, in the order they were named.
    pub predictors: Vec<PredictorReport>,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Evaluates predictors, each of which has an answer a gold row.
pub fn evaluate(gold: &Gold, predictors: &[Predictions]) -> Evaluation {
    let (asked, parts) = (tasks(gold, predictors), parts(gold));
    let report = |predictions: &Predictions| {
        let judged: Vec<(Task, Option<_>)> =
            asked.iter().map(|task| (*task, judge(*task, gold, predictions))).collect();
        PredictorReport {
            name: predictions.name.clone(),
            origin: predictions.origin.clone(),
            unanswered: predictions.unanswered as u64,
            unknown: judged.iter().filter(|(_, judged)| judged.is_none()).map(|(task, _)| task.name()).collect(),
            tasks: judged.iter().filter_map(|(_, judged)| Some(figures(judged.as_ref()?, &parts))).collect(),
            cost: None,
        }
    };
    Evaluation {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        gold: GoldSummary {
            name: gold.name.clone(),
            rows: gold.rows.len() as u64,
            sentiment: gold.sentiment.as_ref().map(|space| space.name),
            emotion: gold.emotion.as_ref().map(|space| space.name),
            touchpoints: gold.touchpoints,
        },
        predictors: predictors.iter().map(report).collect(),
        warnings: predictors
            .iter()
            .flat_map(|one| one.warnings.iter().cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    }
}

/// Parts of the gold: by language, by length, and with a question or without one. A part that is all there is is left out.
fn parts(gold: &Gold) -> Vec<(&'static str, String, Vec<usize>)> {
    let mut parts = Vec::new();
    let mut add = |by: &'static str, value: &str, belongs: &dyn Fn(&GoldRow) -> bool| {
        let rows: Vec<usize> = (0..gold.rows.len()).filter(|row| belongs(&gold.rows[*row])).collect();
        if !rows.is_empty() && rows.len() < gold.rows.len() {
            parts.push((by, value.to_owned(), rows));
        }
    };
    for lang in Language::ALL {
        add("lang", lang.name(), &|row| row.lang == Some(*lang));
    }
    for (index, (least, name)) in LENGTHS.iter().enumerate() {
        let end = LENGTHS.get(index + 1).map_or(usize::MAX, |(next, _)| *next);
        add("words", name, &|row| (*least..end).contains(&row.text.split_whitespace().count()));
    }
    for (value, asked) in [("with", true), ("without", false)] {
        add("question", value, &|row| row.question.is_some() == asked);
    }
    parts
}
