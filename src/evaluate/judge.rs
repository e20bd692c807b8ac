//! Predictions held against the gold, task by task, in the space of the gold.

use std::collections::BTreeSet;

use super::gold::Gold;
use super::prediction::{Predictions, Said};
use super::space::Space;
use crate::labels::{Sentiment, Touchpoint};

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Sentiment, in the space of the gold.
    Sentiment,
    /// Sentiment of the comments that are not mixed, among the three others.
    SentimentOfThree,
    /// Emotion, in the space of the gold.
    Emotion,
    /// The family of the emotion.
    Family,
    /// Which touchpoints a comment speaks of.
    Touchpoints,
    /// Which, and with what sentiment.
    TouchpointsWithSentiment,
}

impl Task {
    /// Every task, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Sentiment,
        Self::SentimentOfThree,
        Self::Emotion,
        Self::Family,
        Self::Touchpoints,
        Self::TouchpointsWithSentiment,
    ];

    /// The task's name in reports and gates.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sentiment => "sentiment",
            Self::SentimentOfThree => "sentiment_three",
            Self::Emotion => "emotion",
            Self::Family => "family",
            Self::Touchpoints => "touchpoints",
            Self::TouchpointsWithSentiment => "touchpoints_with_sentiment",
        }
    }

    /// The task of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name)
    }
}

/// One comment in a task with one class a comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Single {
    /// The right class.
    pub gold: usize,
    /// The predicted one; none where there was no answer, or one outside the space.
    pub said: Option<usize>,
    /// The probability it was given.
    pub confidence: Option<f64>,
    /// The probability of each class.
    pub distribution: Option<Vec<f64>>,
}

/// One comment in a task with any number of labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Several {
    /// The right labels.
    pub gold: BTreeSet<usize>,
    /// The predicted ones.
    pub said: BTreeSet<usize>,
    /// The probability of each label.
    pub probabilities: Option<Vec<f64>>,
}

/// The comments of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcomes {
    /// With one class each.
    Single(Vec<Single>),
    /// With any number of labels each.
    Several(Vec<Several>),
}

impl Outcomes {
    /// Whether each comment came out right: its class, or all of its labels and no other.
    pub fn right(&self) -> Vec<bool> {
        match self {
            Self::Single(rows) => rows.iter().map(|row| row.said == Some(row.gold)).collect(),
            Self::Several(rows) => rows.iter().map(|row| row.said == row.gold).collect(),
        }
    }
}

/// A predictor's answers to a task, beside the right ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The task.
    pub task: Task,
    /// The space it is judged in.
    pub space: &'static str,
    /// Its classes or labels.
    pub classes: Vec<String>,
    /// Those that the predictor cannot give.
    pub cannot: Vec<usize>,
    /// The gold rows, as places in the gold, in order.
    pub rows: Vec<usize>,
    /// What was right and what was said, a row each.
    pub outcomes: Outcomes,
}

/// The tasks that a gold set has for some predictors. Where one of them knows three sentiments only, the comments that are not mixed are a task
/// of their own, in which it is not at a disadvantage.
pub fn tasks(gold: &Gold, predictors: &[Predictions]) -> Vec<Task> {
    let four = gold.sentiment.as_ref().is_some_and(|space| *space == Space::sentiments());
    let no_mixed =
        predictors.iter().filter_map(|one| one.sentiment.as_ref()).any(|(space, _)| *space != Space::sentiments());
    let families =
        gold.emotion.as_ref().is_some_and(|space| !space.several && space.within(&Space::families()).is_some());
    let only_families = gold.emotion.as_ref().is_some_and(|space| *space == Space::families());
    let there = |task: &Task| match task {
        Task::Sentiment => gold.sentiment.is_some(),
        Task::SentimentOfThree => four && no_mixed,
        Task::Emotion => gold.emotion.is_some() && !only_families,
        Task::Family => families,
        Task::Touchpoints | Task::TouchpointsWithSentiment => gold.touchpoints,
    };
    Task::ALL.into_iter().filter(there).collect()
}

/// Judges one task; none where the predictor does not know it, or not as finely as the gold.
pub fn judge(task: Task, gold: &Gold, predictions: &Predictions) -> Option<Judged> {
    match task {
        Task::Sentiment => {
            let space = gold.sentiment.as_ref()?;
            single(task, gold, space, predictions.sentiment.as_ref()?, |row| gold.rows[row].sentiment)
        }
        Task::SentimentOfThree => {
            let (space, own) = (Space::three(), gold.sentiment.as_ref()?.within(&Space::three())?);
            single(task, gold, &space, predictions.sentiment.as_ref()?, |row| own[gold.rows[row].sentiment?])
        }
        Task::Emotion => {
            let (space, said) = (gold.emotion.as_ref()?, predictions.emotion.as_ref()?);
            if space.several {
                return several(gold, space, said);
            }
            single(task, gold, space, said, |row| gold.rows[row].emotion.as_ref()?.first().copied())
        }
        Task::Family => {
            let (space, own) = (Space::families(), gold.emotion.as_ref()?.within(&Space::families())?);
            let class = |row: usize| own[*gold.rows[row].emotion.as_ref()?.first()?];
            single(task, gold, &space, predictions.emotion.as_ref()?, class)
        }
        Task::Touchpoints => Some(touchpoints(gold, predictions, false)?),
        Task::TouchpointsWithSentiment => Some(touchpoints(gold, predictions, true)?),
    }
}

fn single(
    task: Task,
    gold: &Gold,
    space: &Space,
    (own, said): &(Space, Vec<Said>),
    class: impl Fn(usize) -> Option<usize>,
) -> Option<Judged> {
    let places = own.within(space)?;
    let mut rows = Vec::new();
    let mut outcomes = Vec::new();
    for (row, said) in said.iter().enumerate() {
        if let Some(gold) = class(row) {
            rows.push(row);
            outcomes.push(one(gold, said, &places, space.classes.len()));
        }
    }
    debug_assert!(said.len() == gold.rows.len());
    Some(Judged {
        task,
        space: space.name,
        classes: names(space),
        cannot: cannot(&places, space.classes.len()),
        rows,
        outcomes: Outcomes::Single(outcomes),
    })
}

/// The class that holds the most probable label, as records state it; the most probable class where that label is outside.
fn one(gold: usize, said: &Said, places: &[Option<usize>], classes: usize) -> Single {
    match said {
        Said::Nothing => Single { gold, said: None, confidence: None, distribution: None },
        Said::Class { class, p } => {
            let said = places[*class];
            Single { gold, said, confidence: p.filter(|_| said.is_some()), distribution: None }
        }
        Said::Distribution(p) => {
            let mut sums = vec![0.0; classes];
            for (p, place) in p.iter().zip(places) {
                if let Some(place) = place {
                    sums[*place] += p;
                }
            }
            let all: f64 = sums.iter().sum();
            if all > 0.0 {
                for p in &mut sums {
                    *p /= all;
                }
            }
            let class = places[greatest(p)].unwrap_or_else(|| greatest(&sums));
            Single { gold, said: Some(class), confidence: Some(sums[class]), distribution: Some(sums) }
        }
    }
}

/// The place of the greatest number; the first of equals.
fn greatest(values: &[f64]) -> usize {
    (1..values.len()).fold(0, |best, place| if values[place] > values[best] { place } else { best })
}

/// A gold set with several classes a comment; predictors have one, or those that their most probable label lies in.
fn several(gold: &Gold, space: &Space, (own, said): &(Space, Vec<Said>)) -> Option<Judged> {
    let places = own.within(space)?;
    let rows = gold.rows.iter().zip(said).map(|(row, said)| {
        let one = one(0, said, &places, space.classes.len());
        Several {
            gold: row.emotion.iter().flatten().copied().collect(),
            said: one.said.into_iter().collect(),
            probabilities: None,
        }
    });
    Some(Judged {
        task: Task::Emotion,
        space: space.name,
        classes: names(space),
        cannot: cannot(&places, space.classes.len()),
        outcomes: Outcomes::Several(rows.collect()),
        rows: (0..gold.rows.len()).collect(),
    })
}

fn touchpoints(gold: &Gold, predictions: &Predictions, with_sentiment: bool) -> Option<Judged> {
    let said = predictions.touchpoints.as_ref()?;
    // A predictor that gives no sentiments is not asked for them.
    if with_sentiment && !predictions.touchpoint_sentiments {
        return None;
    }
    let width = Sentiment::ALL.len();
    let place = |label: Touchpoint, sentiment: Sentiment| {
        if with_sentiment { label.index() * width + sentiment.index() } else { label.index() }
    };
    let rows = gold.rows.iter().zip(said).map(|(row, said)| Several {
        gold: row.touchpoints.iter().flatten().map(|(label, sentiment)| place(*label, *sentiment)).collect(),
        said: said
            .present
            .iter()
            .filter_map(|(label, sentiment)| {
                // Without a sentiment it cannot be right.
                if with_sentiment { sentiment.map(|sentiment| place(*label, sentiment)) } else { Some(label.index()) }
            })
            .collect(),
        probabilities: said.probabilities.clone().filter(|_| !with_sentiment),
    });
    let names = Touchpoint::ALL.iter().flat_map(|label| {
        let sentiments = Sentiment::ALL.iter().map(move |sentiment| format!("{label} {sentiment}"));
        if with_sentiment { sentiments.collect() } else { vec![label.name().to_owned()] }
    });
    Some(Judged {
        task: if with_sentiment { Task::TouchpointsWithSentiment } else { Task::Touchpoints },
        space: "touchpoints",
        classes: names.collect(),
        cannot: Vec::new(),
        outcomes: Outcomes::Several(rows.collect()),
        rows: (0..gold.rows.len()).collect(),
    })
}

fn names(space: &Space) -> Vec<String> {
    space.names().into_iter().map(str::to_owned).collect()
}

fn cannot(places: &[Option<usize>], classes: usize) -> Vec<usize> {
    (0..classes).filter(|class| !places.contains(&Some(*class))).collect()
}
