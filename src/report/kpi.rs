//! Shares with their intervals: what a tally comes to.

use schemars::JsonSchema;
use serde::Serialize;

use super::tally::{Tally, whole};
use crate::labels::{Emotion, Family, Sentiment, Stage, Touchpoint};
use crate::statistics::{net_interval, wilson_weighted};

/// A share with its 95 % interval (Wilson 1927).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// How many have it: comments, or customers' votes.
    pub count: f64,
    /// Of how many.
    pub n: f64,
    /// The share, 0 to 1; none of none.
    pub share: Option<f64>,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Share {
    /// `count` of `n`.
    pub fn of(count: f64, n: f64) -> Self {
        let n = whole(n);
        let count = whole(count).min(n);
        let interval = wilson_weighted(count, n);
        Self { count, n, share: (n > 0.0).then(|| count / n), low: interval.low, high: interval.high }
    }
}

/// Net sentiment: the share of positives less the share of negatives, times 100, with its 95 % interval (Bonett and Price 2012).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Net {
    /// -100 to 100; none of none.
    pub net: Option<f64>,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// Of how many comments, or customers.
    pub n: f64,
}

impl Net {
    /// Of counts by sentiment.
    pub fn of(sentiments: &[f64; Sentiment::ALL.len()]) -> Self {
        let n = whole(sentiments.iter().sum());
        let (positive, negative) = (sentiments[Sentiment::Positive.index()], sentiments[Sentiment::Negative.index()]);
        let interval = net_interval(positive, negative, n);
        let net = (n > 0.0).then(|| 100.0 * (positive - negative) / n);
        Self { net, low: 100.0 * interval.low, high: 100.0 * interval.high, n }
    }

    /// Whether two intervals have a part in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// A label and its share.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Labelled<T> {
    /// The label.
    pub label: T,
    /// Its share.
    #[serde(flatten)]
    pub share: Share,
}

/// What is said of a touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TouchpointKpi {
    /// Which.
    pub label: Touchpoint,
    /// Its journey stage.
    pub stage: Stage,
    /// Comments that speak of it.
    pub mentioned: Share,
    /// Comments that praise it: their sentiment of it is positive or mixed.
    pub praised: Share,
    /// Comments that complain of it: their sentiment of it is negative or mixed.
    pub complained: Share,
    /// Of those that speak of it, those with each sentiment of it.
    pub sentiments: Vec<Labelled<Sentiment>>,
    /// Praise less complaint, of those that speak of it.
    pub net: Net,
}

/// What is said of a journey stage.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StageKpi {
    /// Which.
    pub label: Stage,
    /// Comments that speak of any of its touchpoints.
    pub mentioned: Share,
    /// Whether nobody speaks of it: a blind spot.
    pub blind: bool,
}

/// The figures of some comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Kpis {
    /// Comments.
    pub comments: u64,
    /// Comments, or customers where they are the unit.
    pub n: f64,
    /// Net sentiment.
    pub net: Net,
    /// By sentiment.
    pub sentiments: Vec<Labelled<Sentiment>>,
    /// By family of emotions; empty where emotions are not known.
    pub families: Vec<Labelled<Family>>,
    /// By emotion; empty where they are not known.
    pub emotions: Vec<Labelled<Emotion>>,
    /// By touchpoint, in the journey's order.
    pub touchpoints: Vec<TouchpointKpi>,
    /// By stage, in the journey's order.
    pub stages: Vec<StageKpi>,
    /// Comments that speak of no touchpoint.
    pub without_touchpoint: Share,
}

impl Kpis {
    /// Of a tally.
    pub fn of(tally: &Tally) -> Self {
        let n = tally.n();
        let felt: f64 = tally.emotions.iter().sum();
        let known = felt > 0.0;
        Self {
            comments: tally.comments,
            n,
            net: Net::of(&tally.sentiments),
            sentiments: labelled(Sentiment::ALL, n, |label| tally.sentiments[label.index()]),
            families: if known { labelled(Family::ALL, felt, |label| tally.family(label)) } else { Vec::new() },
            emotions: if known {
                labelled(Emotion::ALL, felt, |label| tally.emotions[label.index()])
            } else {
                Vec::new()
            },
            touchpoints: Touchpoint::ALL.iter().map(|label| touchpoint(tally, *label)).collect(),
            stages: Stage::ALL
                .iter()
                .map(|label| {
                    let count = tally.stages[label.index()].iter().sum();
                    StageKpi { label: *label, mentioned: Share::of(count, n), blind: count <= 0.0 }
                })
                .collect(),
            without_touchpoint: Share::of(tally.without_touchpoint, n),
        }
    }
}

fn labelled<T: Copy>(labels: &[T], n: f64, count: impl Fn(T) -> f64) -> Vec<Labelled<T>> {
    labels.iter().map(|label| Labelled { label: *label, share: Share::of(count(*label), n) }).collect()
}

fn touchpoint(tally: &Tally, label: Touchpoint) -> TouchpointKpi {
    let counts = &tally.touchpoints[label.index()];
    let mentioned = tally.touchpoint(label);
    TouchpointKpi {
        label,
        stage: label.stage(),
        mentioned: Share::of(mentioned, tally.n()),
        praised: Share::of(tally.praise(label), tally.n()),
        complained: Share::of(tally.complaints(label), tally.n()),
        sentiments: labelled(Sentiment::ALL, mentioned, |sentiment| counts[sentiment.index()]),
        net: Net::of(counts),
    }
}
