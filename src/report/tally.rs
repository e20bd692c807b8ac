//! Weighted counts of tags: what every share of a report is made of.

use super::comment::{TOUCHPOINTS, Tagged};
use crate::labels::{Emotion, Family, Sentiment, Stage, Touchpoint};

/// How often each tag was given, over some comments.
///
/// A comment weighs 1, or where customers are the unit one over the number of its customer's comments: `weight` is the number of
/// comments then, or of customers.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// Comments.
    pub comments: u64,
    /// Their weights' sum.
    pub weight: f64,
    /// By sentiment.
    pub sentiments: [f64; Sentiment::ALL.len()],
    /// By emotion; comments without one are in none.
    pub emotions: [f64; Emotion::ALL.len()],
    /// By touchpoint and its own sentiment.
    pub touchpoints: [[f64; Sentiment::ALL.len()]; TOUCHPOINTS],
    /// By journey stage: comments that speak of any of its touchpoints.
    pub stages: [f64; Stage::ALL.len()],
    /// Comments that speak of no touchpoint.
    pub without_touchpoint: f64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            comments: 0,
            weight: 0.0,
            sentiments: [0.0; 4],
            emotions: [0.0; 13],
            touchpoints: [[0.0; 4]; TOUCHPOINTS],
            stages: [0.0; 8],
            without_touchpoint: 0.0,
        }
    }
}

impl Tally {
    /// Counts a comment.
    pub fn add(&mut self, tagged: &Tagged, weight: f64) {
        self.comments += 1;
        self.weight += weight;
        self.sentiments[tagged.sentiment.index()] += weight;
        if let Some(emotion) = tagged.emotion {
            self.emotions[emotion.index()] += weight;
        }
        let mut stages = [false; Stage::ALL.len()];
        for (label, sentiment) in Touchpoint::ALL.iter().zip(tagged.touchpoints) {
            if let Some(sentiment) = sentiment {
                self.touchpoints[label.index()][sentiment.index()] += weight;
                stages[label.stage().index()] = true;
            }
        }
        for (sum, seen) in self.stages.iter_mut().zip(stages) {
            *sum += if seen { weight } else { 0.0 };
        }
        if !stages.contains(&true) {
            self.without_touchpoint += weight;
        }
    }

    /// Counts what another tally counted.
    pub fn merge(&mut self, other: &Self) {
        self.comments += other.comments;
        self.weight += other.weight;
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.sentiments, &other.sentiments);
        add(&mut self.emotions, &other.emotions);
        add(self.touchpoints.as_flattened_mut(), other.touchpoints.as_flattened());
        add(&mut self.stages, &other.stages);
        self.without_touchpoint += other.without_touchpoint;
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
