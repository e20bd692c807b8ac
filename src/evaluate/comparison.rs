//! Which of several predictors is better, by how much, and whether that is more than chance.

use schemars::JsonSchema;
use serde::Serialize;

use super::evaluation::Evaluation;
use super::figures::{DRAWS, Metric, SEED};
use super::gold::Gold;
use super::judge::{Judged, Outcomes, Task, judge, tasks};
use super::prediction::Predictions;
use crate::statistics::{bootstrap, detectable_difference, holm, mcnemar, randomisation};

/// The version of the report, as its JSON states it.
pub const SCHEMA: &str = "sentir.comparison/1";

/// What `compare` reports, as JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Comparison<'a> {
    /// [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// How good each predictor is.
    pub evaluation: &'a Evaluation,
    /// Each pair of predictors, task by task.
    pub pairs: &'a [Pair],
    /// The rows on which they disagree, worst first.
    pub disagreements: &'a [Disagreement],
}

/// Two predictors on one task.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pair {
    /// The task.
    pub task: &'static str,
    /// The first predictor.
    pub a: String,
    /// The second.
    pub b: String,
    /// Comments that both answer to.
    pub n: u64,
    /// Comments that only `a` has right: the class, or all labels.
    pub only_a: u64,
    /// Comments that only `b` has right.
    pub only_b: u64,
    /// The exact test of `McNemar` on these two.
    pub mcnemar_p: f64,
    /// The same, corrected by Holm over all pairs and tasks of the report.
    pub mcnemar_p_holm: f64,
    /// The smallest difference in the share of right comments that this gold set would have shown with a chance of 80 %.
    pub detectable: Option<f64>,
    /// The differences of figures.
    pub differences: Vec<Difference>,
    /// For each label, who has it right more often.
    pub labels: Vec<LabelPair>,
}

/// The difference of a figure, `a` less `b`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// The figure.
    pub metric: &'static str,
    /// Of `a`.
    pub a: f64,
    /// Of `b`.
    pub b: f64,
    /// `a` less `b`.
    pub difference: f64,
    /// The lower end of its 95 % interval, by a paired bootstrap.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Approximate randomisation.
    pub randomisation_p: f64,
    /// The same, corrected by Holm over all pairs, tasks and figures of the report.
    pub randomisation_p_holm: f64,
}

/// One label of a pair: `McNemar`'s test on whether each comment is rightly said to have the label or not.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelPair {
    /// The label.
    pub label: String,
    /// Comments where only `a` is right about it.
    pub only_a: u64,
    /// Comments where only `b` is.
    pub only_b: u64,
    /// `McNemar`'s test.
    pub p: f64,
    /// Corrected by Holm over the labels of the task and all pairs.
    pub p_holm: f64,
}

/// A comment on which a pair differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// The task.
    pub task: &'static str,
    /// The comment's id.
    pub id: String,
    /// The right answer.
    pub gold: String,
    /// What each predictor said, in their order; null for one that does not answer the task.
    pub said: Vec<Option<String>>,
    /// How sure the surest wrong one was; the worst come first.
    pub wrong_confidence: Option<f64>,
    /// The comment, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The metrics whose differences are tested: the headline figures of each kind of task.
fn tested(outcomes: &Outcomes) -> &'static [Metric] {
    match outcomes {
        Outcomes::Single(_) => &[Metric::Accuracy, Metric::MacroF1],
        Outcomes::Several(_) => &[Metric::MicroF1, Metric::MacroF1],
    }
}

/// Every pair on every task that both know.
pub fn compare(gold: &Gold, predictors: &[Predictions]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for task in tasks(gold, predictors) {
        let judged: Vec<Option<Judged>> = predictors.iter().map(|one| judge(task, gold, one)).collect();
        for (first, a) in judged.iter().enumerate() {
            for (second, b) in judged.iter().enumerate().skip(first + 1) {
                if let (Some(a), Some(b)) = (a, b) {
                    pairs.push(pair(a, b, &predictors[first].name, &predictors[second].name));
                }
            }
        }
    }
    correct(&mut pairs);
    pairs
}

fn pair(a: &Judged, b: &Judged, name_a: &str, name_b: &str) -> Pair {
    let (right_a, right_b) = (a.outcomes.right(), b.outcomes.right());
    let (only_a, only_b, n) = (only_first(&right_a, &right_b), only_first(&right_b, &right_a), right_a.len());
    let p = mcnemar(only_a, only_b);
    Pair {
        task: a.task.name(),
        a: name_a.to_owned(),
        b: name_b.to_owned(),
        n: n as u64,
        only_a,
        only_b,
        mcnemar_p: p,
        mcnemar_p_holm: p,
        detectable: detectable_difference(n, (only_a + only_b) as f64 / n.max(1) as f64),
        differences: tested(&a.outcomes).iter().filter_map(|metric| difference(*metric, a, b)).collect(),
        labels: labels(a, b),
    }
}

fn difference(metric: Metric, a: &Judged, b: &Judged) -> Option<Difference> {
    let all: Vec<usize> = (0..a.rows.len()).collect();
    let (value_a, value_b) = (metric.value(a, &all)?, metric.value(b, &all)?);
    let interval = bootstrap(all.len(), DRAWS, SEED, |rows| Some(metric.value(a, rows)? - metric.value(b, rows)?));
    let (low, high) = interval.map_or((value_a - value_b, value_a - value_b), |interval| (interval.low, interval.high));
    // One behind the other: an exchanged row takes the answer of the other half.
    let both = stacked(a, b);
    let p = randomisation(all.len(), DRAWS, SEED, |exchanged| {
        let half = |other: usize| -> Vec<usize> {
            let place = |(row, exchanged): (usize, &bool)| row + all.len() * (other ^ usize::from(*exchanged));
            exchanged.iter().enumerate().map(place).collect()
        };
        let value = |rows: &[usize]| metric.value(&both, rows).unwrap_or_default();
        value(&half(0)) - value(&half(1))
    });
    Some(Difference {
        metric: metric.name(),
        a: value_a,
        b: value_b,
        difference: value_a - value_b,
        low,
        high,
        randomisation_p: p,
        randomisation_p_holm: p,
    })
}

fn stacked(a: &Judged, b: &Judged) -> Judged {
    let outcomes = match (&a.outcomes, &b.outcomes) {
        (Outcomes::Single(a), Outcomes::Single(b)) => Outcomes::Single(a.iter().chain(b).cloned().collect()),
        (Outcomes::Several(a), Outcomes::Several(b)) => Outcomes::Several(a.iter().chain(b).cloned().collect()),
        (outcomes, _) => outcomes.clone(),
    };
    Judged { outcomes, rows: a.rows.iter().chain(&b.rows).copied().collect(), ..a.clone() }
}

/// How many comments only the first has right.
fn only_first(first: &[bool], second: &[bool]) -> u64 {
    first.iter().zip(second).filter(|(first, second)| **first && !**second).count() as u64
}

fn labels(a: &Judged, b: &Judged) -> Vec<LabelPair> {
    // Whether each comment is rightly said to have a label, or not to have it.
    let right = |judged: &Judged, label: usize| -> Vec<bool> {
        match &judged.outcomes {
            Outcomes::Single(rows) => rows.iter().map(|row| (row.gold == label) == (row.said == Some(label))).collect(),
            Outcomes::Several(rows) => {
                rows.iter().map(|row| row.gold.contains(&label) == row.said.contains(&label)).collect()
            }
        }
    };
    let label = |(index, label): (usize, &String)| {
        let (right_a, right_b) = (right(a, index), right(b, index));
        let (only_a, only_b) = (only_first(&right_a, &right_b), only_first(&right_b, &right_a));
        let p = mcnemar(only_a, only_b);
        LabelPair { label: label.clone(), only_a, only_b, p, p_holm: p }
    };
    let all = a.classes.iter().enumerate().map(label);
    all.filter(|pair| pair.only_a + pair.only_b > 0).collect()
}

/// Holm's correction, within each family of tests.
fn correct(pairs: &mut [Pair]) {
    let corrected = holm(&pairs.iter().map(|pair| pair.mcnemar_p).collect::<Vec<_>>());
    for (pair, p) in pairs.iter_mut().zip(corrected) {
        pair.mcnemar_p_holm = p;
    }
    let mut differences: Vec<&mut Difference> = pairs.iter_mut().flat_map(|pair| &mut pair.differences).collect();
    let corrected = holm(&differences.iter().map(|one| one.randomisation_p).collect::<Vec<_>>());
    for (difference, p) in differences.iter_mut().zip(corrected) {
        difference.randomisation_p_holm = p;
    }
    for task in Task::ALL {
        let mut labels: Vec<&mut LabelPair> =
            pairs.iter_mut().filter(|pair| pair.task == task.name()).flat_map(|pair| &mut pair.labels).collect();
        let corrected = holm(&labels.iter().map(|one| one.p).collect::<Vec<_>>());
        for (label, p) in labels.iter_mut().zip(corrected) {
            label.p_holm = p;
        }
    }
}

/// The comments that some of the predictors that answer the task have right and others have not, the surest errors first; at most
/// `most` a task.
pub fn disagreements(gold: &Gold, predictors: &[Predictions], most: usize, with_text: bool) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for task in tasks(gold, predictors) {
        let judged: Vec<Option<Judged>> = predictors.iter().map(|one| judge(task, gold, one)).collect();
        let answering: Vec<(&Judged, Vec<bool>)> =
            judged.iter().flatten().map(|one| (one, one.outcomes.right())).collect();
        let Some((first, _)) = answering.first() else { continue };
        let mut rows: Vec<Disagreement> = (0..first.rows.len())
            .filter(|place| answering.iter().any(|(_, right)| right[*place]))
            .filter(|place| answering.iter().any(|(_, right)| !right[*place]))
            .map(|place| {
                let row = &gold.rows[first.rows[place]];
                let wrong = answering.iter().filter(|(_, right)| !right[place]);
                Disagreement {
                    task: task.name(),
                    id: row.id.clone(),
                    gold: answer(first, place).0,
                    said: judged.iter().map(|one| one.as_ref().map(|one| answer(one, place).1)).collect(),
                    wrong_confidence: wrong.filter_map(|(one, _)| confidence(one, place)).max_by(f64::total_cmp),
                    text: with_text.then(|| row.text.clone()),
                }
            })
            .collect();
        rows.sort_by(|a, b| b.wrong_confidence.unwrap_or(-1.0).total_cmp(&a.wrong_confidence.unwrap_or(-1.0)));
        rows.truncate(most);
        found.extend(rows);
    }
    found
}

/// The right answer and the given one, in words.
fn answer(judged: &Judged, place: usize) -> (String, String) {
    match &judged.outcomes {
        Outcomes::Single(rows) => {
            let row = &rows[place];
            let said = row.said.map_or("no answer", |class| &judged.classes[class]);
            (judged.classes[row.gold].clone(), said.to_owned())
        }
        Outcomes::Several(rows) => {
            let list = |labels: &std::collections::BTreeSet<usize>| {
                let names: Vec<&str> = labels.iter().map(|label| judged.classes[*label].as_str()).collect();
                if names.is_empty() { "none".to_owned() } else { names.join("; ") }
            };
            (list(&rows[place].gold), list(&rows[place].said))
        }
    }
}

fn confidence(judged: &Judged, place: usize) -> Option<f64> {
    match &judged.outcomes {
        Outcomes::Single(rows) => rows[place].confidence,
        Outcomes::Several(_) => None,
    }
}
