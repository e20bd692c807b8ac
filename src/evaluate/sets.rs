//! The figures of a task with several labels a comment: touchpoints, alone and with their sentiments.

use std::collections::BTreeSet;

use super::confusion::{mean, ratio};

/// Labels counted over comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// In the gold.
    pub gold: u64,
    /// Predicted.
    pub predicted: u64,
    /// In both.
    pub both: u64,
}

impl Hits {
    /// The counts of one comment's labels.
    pub fn of<L: Ord>(gold: &BTreeSet<L>, predicted: &BTreeSet<L>) -> Self {
        Self {
            gold: gold.len() as u64,
            predicted: predicted.len() as u64,
            both: gold.intersection(predicted).count() as u64,
        }
    }

    /// The share of the predicted that is right; zero without any.
    pub fn precision(self) -> f64 {
        ratio(self.both as f64, self.predicted as f64)
    }

    /// The share of the gold that was found; zero without any.
    pub fn recall(self) -> f64 {
        ratio(self.both as f64, self.gold as f64)
    }

    /// The harmonic mean of the two: 2 both / (gold + predicted). Summed over comments first, this is micro-F1.
    pub fn f1(self) -> f64 {
        ratio(2.0 * self.both as f64, (self.gold + self.predicted) as f64)
    }
}

impl std::ops::Add for Hits {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { gold: self.gold + other.gold, predicted: self.predicted + other.predicted, both: self.both + other.both }
    }
}

impl std::iter::Sum for Hits {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), std::ops::Add::add)
    }
}

/// The mean F1 of the labels that occur.
pub fn macro_f1(labels: &[Hits]) -> Option<f64> {
    mean(labels.iter().filter(|hits| hits.gold + hits.predicted > 0).map(|hits| hits.f1()))
}
