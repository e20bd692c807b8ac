//! Weighted counts of tags: what every share of a report is made of.

use super::comment::{TOUCHPOINTS, Tagged};
use crate::labels::{Emotion, Family, Sentiment, Stage, Touchpoint};

/// How often each tag was given, over some comments.
///
/// A comment weighs 1, or where customers are the unit its part of its customer's vote among these comments.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Comments.
    pub comments: u64,
    weight: f64,
    /// By sentiment.
    pub sentiments: [f64; Sentiment::ALL.len()],
    /// By emotion; comments without one are in none.
    pub emotions: [f64; Emotion::ALL.len()],
    /// By touchpoint and its own sentiment.
    pub touchpoints: [[f64; Sentiment::ALL.len()]; TOUCHPOINTS],
    /// By journey stage and what a comment says of its touchpoints together.
    pub stages: [[f64; Sentiment::ALL.len()]; Stage::ALL.len()],
    /// Comments that speak of no touchpoint.
    pub without_touchpoint: f64,
}

impl Tally {
    /// Counts a comment.
    pub fn add(&mut self, tagged: &Tagged, weight: f64) {
        self.comments += 1;
        self.shift(tagged, weight);
    }

    /// Lets a comment that is counted weigh more, or less.
    pub(super) fn shift(&mut self, tagged: &Tagged, weight: f64) {
        self.weight += weight;
        self.sentiments[tagged.sentiment.index()] += weight;
        if let Some(emotion) = tagged.emotion {
            self.emotions[emotion.index()] += weight;
        }
        let mut stages = [None; Stage::ALL.len()];
        for (label, sentiment) in Touchpoint::ALL.iter().zip(tagged.touchpoints) {
            if let Some(sentiment) = sentiment {
                self.touchpoints[label.index()][sentiment.index()] += weight;
                let stage = &mut stages[label.stage().index()];
                *stage = Some(together(*stage, sentiment));
            }
        }
        for (counts, sentiment) in self.stages.iter_mut().zip(stages) {
            if let Some(sentiment) = sentiment {
                counts[sentiment.index()] += weight;
            }
        }
        if stages.iter().all(Option::is_none) {
            self.without_touchpoint += weight;
        }
    }

    /// Counts what another tally counted.
    pub fn merge(&mut self, other: &Self) {
        self.comments += other.comments;
        self.add_times(1.0, other);
    }

    /// Without what two others counted: these comments but those of one, and the shift of their weights.
    pub(super) fn without(&self, other: &Self, shift: &Self) -> Self {
        let mut rest = self.clone();
        rest.comments = rest.comments.saturating_sub(other.comments);
        rest.add_times(-1.0, other);
        rest.add_times(-1.0, shift);
        let clean = |counts: &mut [f64]| counts.iter_mut().for_each(|count| *count = whole(*count).max(0.0));
        clean(&mut rest.sentiments);
        clean(&mut rest.emotions);
        clean(rest.touchpoints.as_flattened_mut());
        clean(rest.stages.as_flattened_mut());
        clean(std::slice::from_mut(&mut rest.without_touchpoint));
        rest
    }

    fn add_times(&mut self, times: f64, other: &Self) {
        self.weight += times * other.weight;
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += times * from);
        add(&mut self.sentiments, &other.sentiments);
        add(&mut self.emotions, &other.emotions);
        add(self.touchpoints.as_flattened_mut(), other.touchpoints.as_flattened());
        add(self.stages.as_flattened_mut(), other.stages.as_flattened());
        self.without_touchpoint += times * other.without_touchpoint;
    }

    /// How many: comments, or customers where they are the unit.
    pub fn n(&self) -> f64 {
        whole(self.weight)
    }

    /// Comments that praise a touchpoint: [positive or mixed](Sentiment::praises) about it.
    pub fn praise(&self, label: Touchpoint) -> f64 {
        count(&self.touchpoints[label.index()], Sentiment::praises)
    }

    /// Comments that complain about a touchpoint: [negative or mixed](Sentiment::complains) about it.
    pub fn complaints(&self, label: Touchpoint) -> f64 {
        count(&self.touchpoints[label.index()], Sentiment::complains)
    }

    /// Comments with any emotion of a family.
    pub fn family(&self, family: Family) -> f64 {
        Emotion::ALL
            .iter()
            .filter(|emotion| emotion.family() == family)
            .map(|emotion| self.emotions[emotion.index()])
            .sum()
    }

    /// Comments that speak of a touchpoint.
    pub fn touchpoint(&self, label: Touchpoint) -> f64 {
        self.touchpoints[label.index()].iter().sum()
    }
}

/// What a comment says of two touchpoints of a stage together: praise of one and complaint about the other are mixed.
fn together(stage: Option<Sentiment>, sentiment: Sentiment) -> Sentiment {
    let is = |judges: fn(Sentiment) -> bool| judges(sentiment) || stage.is_some_and(judges);
    match (is(Sentiment::praises), is(Sentiment::complains)) {
        (true, true) => Sentiment::Mixed,
        (true, false) => Sentiment::Positive,
        (false, true) => Sentiment::Negative,
        (false, false) => Sentiment::Neutral,
    }
}

/// The counts by sentiment of those that are wanted.
pub(super) fn count(counts: &[f64; Sentiment::ALL.len()], wanted: fn(Sentiment) -> bool) -> f64 {
    Sentiment::ALL.iter().filter(|label| wanted(**label)).map(|label| counts[label.index()]).sum()
}

/// A sum of weights that is a whole number but for its last digits, as that number.
pub(super) fn whole(sum: f64) -> f64 {
    if (sum - sum.round()).abs() < 1e-6 { sum.round() + 0.0 } else { sum }
}
