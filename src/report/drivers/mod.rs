//! Drivers: how an outcome (NPS, stars, revenue, churn) goes with praise of and complaints about each touchpoint.
//!
//! An effect is how many points higher the outcome is where a comment praises (or criticises) a touchpoint, against
//! comments alike in everything else they praise and criticise and in the columns adjusted for. It is the slope of a
//! weighted ridge regression of the outcome on 0/1 columns, one for praise and one for complaints of each touchpoint,
//! with the first order of the penalty's bias taken off
//! ([`Sums::almost_unbiased_ridge`](crate::statistics::Sums::almost_unbiased_ridge)). A mixed mention is both praise
//! and complaint; a neutral one is neither. Effects are associations: nothing here says what causes what.
//!
//! Comments are counted into [`GROUPS`] groups by a hash of their customer (else of their row), a triangle of sums of
//! products each. The penalty is chosen by cross-validation over these groups, and intervals come from resampling them,
//! so that one reading of the rows and constant memory (8 MB an outcome at 60 columns) are enough.

mod collect;
mod design;
mod fit;
mod scale;
pub mod what_if;

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::collect::Collector;
pub use self::design::{Adjusted, Regressor};
pub use self::scale::Kind;
use self::what_if::Change;
use super::kpi::Share;
use super::notes::Note;
use crate::labels::{Sentiment, Touchpoint};
use crate::statistics::LEVEL;

/// How many groups comments are counted in.
pub const GROUPS: usize = 512;
/// How many times groups are drawn for the intervals.
pub const DRAWS: usize = 1000;
/// The seed of the draws.
pub const SEED: u64 = 6;
/// How many folds the penalty is chosen with.
pub const FOLDS: usize = 10;
/// The share of false findings that is allowed among the findings.
pub const FALSE_FINDINGS: f64 = LEVEL;
/// With fewer comments that have the outcome nothing is computed.
pub const LEAST_COMMENTS: u64 = 50;
/// Nor with fewer groups of customers.
pub const LEAST_GROUPS: usize = 30;
/// A mention whose other columns explain more than this of it cannot be told apart from them.
pub const MOST_EXPLAINED: f64 = 0.9;

/// What is said of a touchpoint, for better or worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is praised: a positive or mixed mention.
    Praise,
    /// It is complained about: a negative or mixed mention.
    Complaint,
}

impl Polarity {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Praise, Self::Complaint];

    /// Whether a mention of this sentiment is one.
    pub const fn holds(self, sentiment: Sentiment) -> bool {
        match self {
            Self::Praise => sentiment.praises(),
            Self::Complaint => sentiment.complains(),
        }
    }
}

impl fmt::Display for Polarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Praise => "praise",
            Self::Complaint => "complaint",
        })
    }
}

/// A figure with its 95 % bootstrap interval (percentiles of [`DRAWS`] draws of groups).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// Of how many comments.
    pub n: u64,
}

impl Estimate {
    /// The same, so many times as much.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let (one, other) = (self.low * factor, self.high * factor);
        Self { value: self.value * factor, low: one.min(other), high: one.max(other), n: self.n }
    }
}

/// The drivers of every outcome.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Drivers {
    /// How they were computed.
    pub method: Method,
    /// By outcome column.
    pub outcomes: Vec<Outcome>,
}

/// How drivers were computed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Method {
    /// [`SEED`].
    pub seed: u64,
    /// [`DRAWS`].
    pub draws: usize,
    /// [`GROUPS`].
    pub groups: usize,
    /// [`FOLDS`].
    pub folds: usize,
    /// [`FALSE_FINDINGS`].
    pub false_findings: f64,
    /// Mentions that an effect must have to be computed.
    pub min_n: u64,
    /// How many effects were tested, over all outcomes: what q-values are corrected for.
    pub tested: usize,
}

/// What an outcome goes with.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// Its column.
    pub outcome: String,
    /// What its numbers are.
    pub kind: Kind,
    /// Comments with the outcome.
    pub n: u64,
    /// Comments without it, in no figure here.
    pub without: u64,
    /// What a reader must know, among it why nothing could be computed.
    pub notes: Vec<Note>,
    /// The figures; none where they could not be computed.
    pub fit: Option<Fit>,
}

/// The figures of an outcome.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Fit {
    /// The outcome's mean: the NPS, the share, the average.
    pub mean: Estimate,
    /// The share of the outcome's variance that the regression explains, in the comments it was fitted to.
    pub r2: f64,
    /// The same in comments that it was not fitted to (cross-validation, ridge slopes); below zero where the mean
    /// predicts better.
    pub r2_unseen: f64,
    /// The penalty, in comments: a touchpoint with as many mentions would have half its ridge slope.
    pub penalty: f64,
    /// The columns adjusted for.
    pub adjusted: Vec<Adjusted>,
    /// The effects: findings first, by how much the outcome goes with them in all.
    pub effects: Vec<Effect>,
    /// The impact of each touchpoint whatever its sentiment, as other tools publish it; in the journey's order.
    pub touchpoints: Vec<Impact>,
    /// Changes of shares, and the outcome that goes with them.
    pub what_ifs: Vec<Change>,
}

/// How the outcome goes with praise of, or complaints about, a touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Effect {
    /// Which.
    pub touchpoint: Touchpoint,
    /// Praise or complaint.
    pub polarity: Polarity,
    /// How sure it is.
    pub standing: Standing,
    /// Comments that say so, with the outcome.
    pub n: u64,
    /// Their share.
    pub share: Share,
    /// Points of the outcome, against comments alike in all else; none where it was not computed.
    pub effect: Option<Estimate>,
    /// The effect times the share: how much of the outcome's mean goes with all these comments.
    pub in_all: Option<Estimate>,
    /// The chance of so large an effect if there were none (normal approximation with the bootstrap's standard error).
    pub p: Option<f64>,
    /// That chance corrected for all effects tested (Benjamini and Hochberg 1995).
    pub q: Option<f64>,
    /// The share of it that no other column explains: 1 where it goes its own way.
    pub tolerance: Option<f64>,
    /// Where it cannot be told apart, what it mostly comes with.
    pub with: Option<Regressor>,
    /// The mean of all comments less the mean of those that do not say so: adjusted for nothing. None where all or none
    /// do.
    pub leave_one_out: Option<Estimate>,
}

/// How sure an effect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The q-value is at most [`FALSE_FINDINGS`], and the interval leaves zero out.
    Finding,
    /// There are enough mentions, but it may be chance.
    Uncertain,
    /// It nearly always comes with something else: their effects cannot be told apart.
    Inseparable,
    /// Fewer mentions than asked for, or from fewer than ten groups of customers.
    TooFew,
}

/// The leave-one-out impact of a touchpoint.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Impact {
    /// Which.
    pub touchpoint: Touchpoint,
    /// Comments that speak of it, with the outcome.
    pub n: u64,
    /// The mean of all comments less the mean of those that do not speak of it; none where all or none do.
    pub leave_one_out: Option<Estimate>,
}
