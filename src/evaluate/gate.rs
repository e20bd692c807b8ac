//! Gates: conditions on a report, such as `sentiment.macro_f1>=0.80`.

use super::evaluation::PredictorReport;
use super::figures::Metric;
use super::judge::Task;
use crate::error::{Error, Result};

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    text: String,
    task: Task,
    metric: String,
    /// `by=value`, where it is about a part of the comments.
    part: Option<(String, String)>,
    order: Order,
    bound: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    AtLeast,
    Above,
    AtMost,
    Below,
}

const ORDERS: [(&str, Order); 4] =
    [(">=", Order::AtLeast), ("<=", Order::AtMost), (">", Order::Above), ("<", Order::Below)];

impl Gate {
    /// Parses `TASK.METRIC`, perhaps `[BY=VALUE]`, then `>=`, `>`, `<=` or `<`, and a number.
    pub fn parse(text: &str) -> Result<Self> {
        let fault = |what: String| {
            Error::usage(format!("the condition \"{text}\" {what}"))
                .hint("write it as sentiment.macro_f1>=0.80, or sentiment.accuracy[lang=es]>0.8")
        };
        let found = ORDERS.iter().find_map(|(sign, order)| Some((text.split_once(sign)?, *order)));
        let Some(((left, right), order)) = found else {
            return Err(fault("has none of >=, >, <=, <".into()));
        };
        let bound = right.trim().parse::<f64>().ok().filter(|bound| bound.is_finite());
        let bound = bound.ok_or_else(|| fault(format!("ends in \"{}\", which is no number", right.trim())))?;
        let (path, part) = match left.trim().split_once('[') {
            None => (left.trim(), None),
            Some((path, part)) => {
                let pair = part.strip_suffix(']').and_then(|part| part.split_once('='));
                let (by, value) = pair.ok_or_else(|| fault("has a part that is not [BY=VALUE]".into()))?;
                (path.trim(), Some((by.trim().to_owned(), value.trim().to_owned())))
            }
        };
        let (task, metric) = path.split_once('.').ok_or_else(|| fault("names no TASK.METRIC".into()))?;
        let names = || Task::ALL.map(Task::name).join(", ");
        let task =
            Task::parse(task).ok_or_else(|| fault(format!("asks for the task \"{task}\"; there are {}", names())))?;
        let metrics = || {
            let mut all: Vec<Metric> = Metric::SINGLE.iter().chain(&Metric::SEVERAL).copied().collect();
            all.sort_unstable();
            all.dedup();
            all.into_iter().map(Metric::name).collect::<Vec<_>>()
        };
        if !metrics().contains(&metric) {
            return Err(fault(format!("asks for \"{metric}\"; there are {}", metrics().join(", "))));
        }
        Ok(Self { text: text.to_owned(), task, metric: metric.to_owned(), part, order, bound })
    }

    /// Whether a predictor meets the condition; if not, why.
    ///
    /// # Errors
    ///
    /// Where the report has no such figure, so that the condition cannot be judged.
    pub fn check(&self, report: &PredictorReport) -> Result<Option<String>> {
        let missing = |what: &str| Error::usage(format!("the condition \"{}\" cannot be judged: {what}", self.text));
        let task = report.tasks.iter().find(|task| task.task == self.task.name());
        let task = task.ok_or_else(|| missing("the gold or the predictor does not have this task"))?;
        let metrics = match &self.part {
            None => &task.metrics,
            Some((by, value)) => {
                let slice = task.slices.iter().find(|slice| slice.by == *by && slice.value == *value);
                let known: Vec<String> =
                    task.slices.iter().map(|slice| format!("[{}={}]", slice.by, slice.value)).collect();
                &slice.ok_or_else(|| missing(&format!("there is no such part; there are {}", known.join(" "))))?.metrics
            }
        };
        let figure = metrics.get(self.metric.as_str()).ok_or_else(|| {
            missing(&format!("the task has {}", metrics.keys().copied().collect::<Vec<_>>().join(", ")))
        })?;
        let met = match self.order {
            Order::AtLeast => figure.value >= self.bound,
            Order::Above => figure.value > self.bound,
            Order::AtMost => figure.value <= self.bound,
            Order::Below => figure.value < self.bound,
        };
        Ok((!met).then(|| {
            format!(
                "{} is not met by {}: {:.4} [{:.4}, {:.4}], n {}",
                self.text, report.name, figure.value, figure.low, figure.high, figure.n
            )
        }))
    }
}
