//! The figures of a judged task, each with its interval and the number of comments behind it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::confusion::{Confusion, mean};
use super::judge::{Judged, Outcomes, Several, Single};
use super::reliability::{Claim, brier, calibration_error, coverage, reliability};
use super::sets::{Hits, macro_f1};
use crate::statistics::{bootstrap, wilson};

/// Samples of a bootstrap interval.
pub const DRAWS: usize = 1000;

/// Where random samples begin: every report can be had again.
pub const SEED: u64 = 20_201;

/// The errors at which it is said what share of the comments can be taken as they are.
const ERRORS: [f64; 4] = [0.01, 0.02, 0.05, 0.10];

/// What is measured of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// The share that is right.
    Accuracy,
    /// The mean F1 of the classes.
    MacroF1,
    /// The mean recall of the classes.
    MacroRecall,
    /// Matthews' correlation coefficient.
    Mcc,
    /// F1 over all labels of all comments.
    MicroF1,
    /// The share of the predicted labels that is right.
    Precision,
    /// The share of the right labels that was predicted.
    Recall,
    /// The share of comments whose labels are all right, and no other.
    ExactMatch,
    /// Brier's score.
    Brier,
    /// Expected calibration error.
    Ece,
}

impl Metric {
    /// Of tasks with one class a comment, in the order of reports.
    pub const SINGLE: [Self; 6] = [Self::Accuracy, Self::MacroF1, Self::MacroRecall, Self::Mcc, Self::Brier, Self::Ece];
    /// Of tasks with several labels a comment.
    pub const SEVERAL: [Self; 7] =
        [Self::MicroF1, Self::MacroF1, Self::Precision, Self::Recall, Self::ExactMatch, Self::Brier, Self::Ece];

    /// The metric's name in reports and gates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::MacroF1 => "macro_f1",
            Self::MacroRecall => "macro_recall",
            Self::Mcc => "mcc",
            Self::MicroF1 => "micro_f1",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::ExactMatch => "exact_match",
            Self::Brier => "brier",
            Self::Ece => "ece",
        }
    }

    /// The metrics that a task has.
    pub fn of(outcomes: &Outcomes) -> &'static [Self] {
        match outcomes {
            Outcomes::Single(_) => &Self::SINGLE,
            Outcomes::Several(_) => &Self::SEVERAL,
        }
    }

    /// Its value over some comments, some of them maybe several times; none where it has none.
    pub fn value(self, judged: &Judged, rows: &[usize]) -> Option<f64> {
        match &judged.outcomes {
            Outcomes::Single(all) => self.of_single(all, judged.classes.len(), rows),
            Outcomes::Several(all) => self.of_several(all, judged.classes.len(), rows),
        }
    }

    fn of_single(self, all: &[Single], classes: usize, rows: &[usize]) -> Option<f64> {
        let claims = || {
            let claim = |row: &usize| {
                let row = &all[*row];
                Some(Claim { confidence: row.confidence?, right: row.said == Some(row.gold) })
            };
            rows.iter().map(claim).collect::<Option<Vec<Claim>>>()
        };
        let table = || confusion(all, classes, rows);
        match self {
            Self::Accuracy => table().accuracy(),
            Self::MacroF1 => {
                let of_the_space = table().classes().into_iter().take(classes);
                mean(of_the_space.filter(|class| class.gold + class.predicted > 0).map(|class| class.f1))
            }
            Self::MacroRecall => table().macro_recall(),
            Self::Mcc => table().matthews(),
            Self::Ece => calibration_error(&claims()?),
            Self::Brier => {
                let pairs = rows.iter().map(|row| Some((all[*row].distribution.as_deref()?, all[*row].gold)));
                brier(pairs.collect::<Option<Vec<_>>>()?)
            }
            _ => None,
        }
    }

    fn of_several(self, all: &[Several], classes: usize, rows: &[usize]) -> Option<f64> {
        let hits = || rows.iter().map(|row| Hits::of(&all[*row].gold, &all[*row].said)).sum::<Hits>();
        match self {
            Self::MicroF1 => Some(hits().f1()),
            Self::Precision => Some(hits().precision()),
            Self::Recall => Some(hits().recall()),
            Self::MacroF1 => macro_f1(&by_label(all, classes, rows)),
            Self::ExactMatch => {
                let right = rows.iter().filter(|row| all[**row].gold == all[**row].said).count();
                (!rows.is_empty()).then(|| right as f64 / rows.len() as f64)
            }
            Self::Brier => {
                let apart = label_claims(all, rows)?;
                let sum: f64 = apart.iter().map(|(p, there)| (p - f64::from(*there)).powi(2)).sum();
                (!apart.is_empty()).then(|| sum / apart.len() as f64)
            }
            Self::Ece => {
                let claims = label_claims(all, rows)?.into_iter();
                let claims: Vec<Claim> = claims.map(|(p, there)| Claim { confidence: p, right: there }).collect();
                calibration_error(&claims)
            }
            _ => None,
        }
    }
}

/// For each label of each comment its probability, and whether it is there.
fn label_claims(all: &[Several], rows: &[usize]) -> Option<Vec<(f64, bool)>> {
    let mut claims = Vec::new();
    for row in rows {
        let row = &all[*row];
        let labels = row.probabilities.as_ref()?.iter().enumerate();
        claims.extend(labels.map(|(label, p)| (*p, row.gold.contains(&label))));
    }
    Some(claims)
}

/// Without an answer, or outside the space, counts as one more class, which is never right.
fn confusion(all: &[Single], classes: usize, rows: &[usize]) -> Confusion {
    Confusion::new(classes + 1, rows.iter().map(|row| (all[*row].gold, all[*row].said.unwrap_or(classes))))
}

fn by_label(all: &[Several], classes: usize, rows: &[usize]) -> Vec<Hits> {
    let mut hits = vec![Hits::default(); classes];
    for row in rows {
        let Several { gold, said, .. } = &all[*row];
        for label in gold {
            hits[*label].gold += 1;
            hits[*label].both += u64::from(said.contains(label));
        }
        for label in said {
            hits[*label].predicted += 1;
        }
    }
    hits
}

/// A value, its 95 % interval, and the comments behind it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// The value.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Comments, or labels for a label's precision and recall.
    pub n: u64,
}

/// Figures of a part of the comments, by metric.
pub type Metrics = BTreeMap<&'static str, Figure>;

/// One class or label.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelFigures {
    /// Its name.
    pub label: String,
    /// Comments that have it.
    pub gold: u64,
    /// Comments it was given to.
    pub predicted: u64,
    /// Whether the predictor can give it at all.
    pub possible: bool,
    /// The share of those it was given to that have it.
    pub precision: Option<Figure>,
    /// The share of those that have it that were given it.
    pub recall: Option<Figure>,
    /// The harmonic mean of the two.
    pub f1: Option<Figure>,
}

/// Some of the comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Slice {
    /// What tells them apart: `lang`, `words`, `question`.
    pub by: &'static str,
    /// Which they are.
    pub value: String,
    /// How many.
    pub n: u64,
    /// Their figures.
    pub metrics: Metrics,
}

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct ReliabilityBin {
    /// From which confidence.
    pub low: f64,
    /// To which.
    pub high: f64,
    /// Comments.
    pub n: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share that is right.
    pub accuracy: f64,
}

/// What share of the comments, the surest first, can be taken as they are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Coverage {
    /// For at most this share of them to be wrong.
    pub error: f64,
    /// The share.
    pub coverage: f64,
}

/// All figures of a predictor on a task.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TaskFigures {
    /// The task's name.
    pub task: &'static str,
    /// The label space.
    pub space: &'static str,
    /// Comments.
    pub n: u64,
    /// The figures over all of them.
    pub metrics: Metrics,
    /// Figures of each class or label that occurs.
    pub labels: Vec<LabelFigures>,
    /// Counts of right (rows) by predicted classes (columns), in the order of `labels`; the last column is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confusion: Option<Vec<Vec<u64>>>,
    /// How often what was said with some confidence is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Vec<ReliabilityBin>>,
    /// Risk and coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Vec<Coverage>>,
    /// The same figures for parts of the comments.
    pub slices: Vec<Slice>,
}

/// Computes everything of a judged task. `parts` gives what each gold row is counted under, in the order of reports.
pub fn figures(judged: &Judged, parts: &[(&'static str, String, Vec<usize>)]) -> TaskFigures {
    let all: Vec<usize> = (0..judged.rows.len()).collect();
    let place: BTreeMap<usize, usize> = judged.rows.iter().enumerate().map(|(place, row)| (*row, place)).collect();
    let slices = parts.iter().map(|(by, value, rows)| {
        let rows: Vec<usize> = rows.iter().filter_map(|row| place.get(row).copied()).collect();
        Slice { by, value: value.clone(), n: rows.len() as u64, metrics: metrics(judged, &rows) }
    });
    let (confusion, claims) = match &judged.outcomes {
        Outcomes::Single(rows) => {
            let claim = |row: &Single| Some(Claim { confidence: row.confidence?, right: row.said == Some(row.gold) });
            (Some(table(rows, judged.classes.len())), rows.iter().map(claim).collect::<Option<Vec<Claim>>>())
        }
        Outcomes::Several(_) => (None, None),
    };
    TaskFigures {
        task: judged.task.name(),
        space: judged.space,
        n: all.len() as u64,
        metrics: metrics(judged, &all),
        labels: labels(judged, &all),
        confusion,
        reliability: claims.as_ref().map(|claims| reliability(claims).into_iter().map(bin).collect()),
        coverage: claims.as_ref().map(|claims| {
            ERRORS.into_iter().map(|error| Coverage { error, coverage: coverage(claims, error) }).collect()
        }),
        slices: slices.filter(|slice| slice.n > 0).collect(),
    }
}

fn bin(bin: super::reliability::Bin) -> ReliabilityBin {
    let super::reliability::Bin { low, high, n, confidence, accuracy } = bin;
    ReliabilityBin { low, high, n, confidence, accuracy }
}

fn table(rows: &[Single], classes: usize) -> Vec<Vec<u64>> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let counts = confusion(rows, classes, &all);
    (0..classes).map(|gold| (0..=classes).map(|said| counts.count(gold, said)).collect()).collect()
}

/// The metrics over some comments.
pub fn metrics(judged: &Judged, rows: &[usize]) -> Metrics {
    let metric = |metric: &Metric| {
        let value = metric.value(judged, rows)?;
        Some((metric.name(), figure(value, rows, |sample| metric.value(judged, sample))))
    };
    Metric::of(&judged.outcomes).iter().filter_map(metric).collect()
}

/// A value with its bootstrap interval.
fn figure(value: f64, rows: &[usize], statistic: impl Fn(&[usize]) -> Option<f64>) -> Figure {
    let mut sample = Vec::with_capacity(rows.len());
    let interval = bootstrap(rows.len(), DRAWS, SEED, |places| {
        sample.clear();
        sample.extend(places.iter().map(|place| rows[*place]));
        statistic(&sample)
    });
    let (low, high) = interval.map_or((value, value), |interval| (interval.low, interval.high));
    Figure { value, low, high, n: rows.len() as u64 }
}

fn share(count: u64, n: u64) -> Option<Figure> {
    let interval = wilson(count, n);
    (n > 0).then(|| Figure { value: count as f64 / n as f64, low: interval.low, high: interval.high, n })
}

fn labels(judged: &Judged, rows: &[usize]) -> Vec<LabelFigures> {
    let hits = |rows: &[usize]| match &judged.outcomes {
        Outcomes::Several(all) => by_label(all, judged.classes.len(), rows),
        Outcomes::Single(all) => {
            let mut hits = vec![Hits::default(); judged.classes.len()];
            for row in rows {
                let row = &all[*row];
                hits[row.gold].gold += 1;
                if let Some(said) = row.said {
                    hits[said].predicted += 1;
                    hits[said].both += u64::from(said == row.gold);
                }
            }
            hits
        }
    };
    // One pass a sample for all labels.
    let mut samples: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS); judged.classes.len()];
    let _ = bootstrap(rows.len(), DRAWS, SEED, |sample| {
        for (samples, hits) in samples.iter_mut().zip(hits(sample)) {
            samples.push(hits.f1());
        }
        None
    });
    let whole = hits(rows);
    let label = |(index, (label, hits)): (usize, (&String, &Hits))| {
        let sorted = &mut samples[index];
        sorted.sort_by(f64::total_cmp);
        let bound = |at: f64| crate::statistics::quantile(sorted, at);
        let f1 = bound(0.025).zip(bound(0.975)).map(|(low, high)| Figure {
            value: hits.f1(),
            low,
            high,
            n: hits.gold + hits.predicted - hits.both,
        });
        LabelFigures {
            label: label.clone(),
            gold: hits.gold,
            predicted: hits.predicted,
            possible: !judged.cannot.contains(&index),
            precision: share(hits.both, hits.predicted),
            recall: share(hits.both, hits.gold),
            f1: f1.filter(|_| hits.gold + hits.predicted > 0),
        }
    };
    let every = judged.classes.iter().zip(&whole).enumerate().map(label).collect::<Vec<_>>();
    // Of 15 touchpoints by four sentiments, many occur nowhere.
    let keep =
        |label: &LabelFigures| label.gold + label.predicted > 0 || matches!(judged.outcomes, Outcomes::Single(_));
    every.into_iter().filter(keep).collect()
}
