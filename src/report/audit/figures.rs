//! The figures of an audit: corrected ones beside the model's, and how right the model is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::checked::{CheckedRow, Spoken};
use super::{Found, REACH};
use crate::labels::{Emotion, Family, Sentiment, Touchpoint};
use crate::report::kpi::{Net, Share};
use crate::report::tally::{Tally, whole};
use crate::statistics::correction::{Corrected, Stratum, corrected};

/// A checked comment: what was said of it and what is true.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) found: &'a Found,
    pub(super) truth: &'a CheckedRow,
    weight: f64,
}

impl<'a> Pair<'a> {
    /// In all (0), or its group of a column (from 1): there it has its part of its customer's vote among all comments, checked or not,
    /// times what it stands for.
    pub(super) fn of(found: &'a Found, truth: &'a CheckedRow, place: usize) -> Self {
        Self { found, truth, weight: found.weights[place] * truth.weight }
    }
}

/// What more checking would do for a figure's interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// It reaches no more than 5 points to either side.
    Enough,
    /// About so many more comments are to be checked for that.
    Check(u64),
    /// There are too few comments for that, checked or not.
    TooFewComments,
}

/// A figure by the model, and corrected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// By the model; a share, or net sentiment in points.
    pub raw: f64,
    /// Its interval's lower end, which knows of no error of the model.
    pub raw_low: f64,
    /// Its upper end.
    pub raw_high: f64,
    /// Corrected.
    pub corrected: f64,
    /// The lower end of the interval that carries both errors.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Of how many comments, or customers, checked or not.
    pub n: f64,
    /// The share of all comments that the model gave a label of which none was checked: there its word stands, in the widest interval.
    pub unseen: f64,
    /// Whether to check more.
    pub advice: Advice,
}

/// The figures of a touchpoint, as shares of all comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TouchpointCorrections {
    /// Which.
    pub label: Touchpoint,
    /// Comments that speak of it.
    pub mentioned: Figure,
    /// That praise it; none where the audit says only that it is spoken of.
    pub praised: Option<Figure>,
    /// That complain about it.
    pub criticised: Option<Figure>,
}

/// The figures that an audit corrects.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Corrections {
    /// Checked comments.
    pub checked: u64,
    /// Of how many.
    pub comments: u64,
    /// Net sentiment, in points.
    pub net: Option<Figure>,
    /// By sentiment; empty where it was not checked.
    pub sentiments: Vec<LabelledFigure<Sentiment>>,
    /// By family of emotions; empty where they were not checked.
    pub families: Vec<LabelledFigure<Family>>,
    /// By touchpoint; empty where they were not checked.
    pub touchpoints: Vec<TouchpointCorrections>,
}

/// A label and its figure.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelledFigure<T> {
    /// The label.
    pub label: T,
    /// Its share of all comments.
    #[serde(flatten)]
    pub figure: Figure,
}

/// How right the model is when it gives a label, and how often it finds it, in the audit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LabelQuality {
    /// `sentiment`, `emotion`, `touchpoint` or `complaint`.
    pub task: &'static str,
    /// The label.
    pub label: &'static str,
    /// Of the checked comments that the model gave it, those that have it.
    pub precision: Share,
    /// Of the checked comments that have it, those that the model gave it.
    pub recall: Share,
}

/// The checked comments that the model said the same of, as far as they count alone: those of one customer count as one.
#[derive(Default)]
struct Cell {
    units: BTreeMap<u64, f64>,
    positive: f64,
    negative: f64,
}

impl Cell {
    fn add(&mut self, pair: &Pair<'_>, truth: f64) {
        let weight = pair.weight;
        *self.units.entry(pair.found.unit).or_default() += weight;
        self.positive += weight * truth.max(0.0);
        self.negative += weight * (-truth).max(0.0);
    }

    /// The effective number (Kish 1965), and the positive and the negative of it.
    fn effective(&self) -> (f64, f64, f64) {
        let sum: f64 = self.units.values().sum();
        if sum <= 0.0 {
            return (0.0, 0.0, 0.0);
        }
        let n = sum * sum / self.units.values().map(|weight| weight * weight).sum::<f64>();
        (n, n * self.positive / sum, n * self.negative / sum)
    }
}

/// What is said of all comments, sort by sort, and of the checked ones.
struct Sorted<'a> {
    /// How many comments are of each sort, or votes.
    all: Vec<f64>,
    /// How many comments can be checked.
    comments: u64,
    /// The sort of each checked comment.
    pairs: Vec<(usize, &'a Pair<'a>)>,
}

impl<'a> Sorted<'a> {
    fn new(all: &[f64], comments: u64, pairs: &'a [Pair<'a>], sort: impl Fn(&Found) -> Option<usize>) -> Self {
        let pairs = pairs.iter().filter_map(|pair| Some((sort(pair.found)?, pair))).collect();
        Self { all: all.to_vec(), comments, pairs }
    }

    /// A figure: `truth` is 1, 0 or -1 for a checked comment, `said` what it is for each sort by the model.
    fn figure(&self, said: &[f64], truth: impl Fn(&CheckedRow) -> f64) -> Option<Figure> {
        let rows: f64 = whole(self.all.iter().sum());
        let mut cells: Vec<Cell> = self.all.iter().map(|_| Cell::default()).collect();
        for (sort, pair) in &self.pairs {
            cells[*sort].add(pair, truth(pair.truth));
        }
        let is_net = said.iter().any(|said| *said < 0.0);
        let (mut strata, mut unseen) = (Vec::new(), 0.0);
        for ((count, said), cell) in self.all.iter().zip(said).zip(&cells) {
            let (share, (n, positive, negative)) = (count / rows, cell.effective());
            unseen += if n > 0.0 { 0.0 } else { share };
            strata.push(if is_net {
                Stratum::of_difference(share, (positive, negative), n, *said)
            } else {
                Stratum::of_share(share, positive, n, *said)
            });
        }
        let found = corrected(&strata, rows, (if is_net { -1.0 } else { 0.0 }, 1.0))?;
        let with = |sign: f64| self.all.iter().zip(said).filter(|(_, said)| **said * sign > 0.0).map(|(n, _)| n).sum();
        let (raw, raw_low, raw_high) = if is_net {
            let (positive, negative): (f64, f64) = (with(1.0), with(-1.0));
            let net = Net::of(&[positive, negative, rows - positive - negative, 0.0]);
            (net.net?, net.low, net.high)
        } else {
            let share = Share::of(with(1.0), rows);
            (share.share?, share.low, share.high)
        };
        let scale = if is_net { 100.0 } else { 1.0 };
        Some(Figure {
            raw,
            raw_low,
            raw_high,
            corrected: scale * found.value,
            low: scale * found.interval.low,
            high: scale * found.interval.high,
            n: rows,
            unseen,
            advice: advice(&found, self.pairs.len(), self.comments),
        })
    }
}

fn advice(found: &Corrected, checked: usize, comments: u64) -> Advice {
    match found.rows_more(checked as f64, comments as f64, REACH) {
        Some(0) => Advice::Enough,
        Some(more) => Advice::Check(more),
        None => Advice::TooFewComments,
    }
}

/// One for the sort at `place`, else nothing.
fn only(place: usize, sorts: usize) -> Vec<f64> {
    (0..sorts).map(|sort| f64::from(sort == place)).collect()
}

impl Corrections {
    pub(super) fn of(pairs: &[Pair<'_>], tally: &Tally) -> Self {
        let checked_sentiment = pairs.iter().all(|pair| pair.truth.sentiment.is_some());
        let sorted =
            Sorted::new(&tally.sentiments, tally.comments, pairs, |found| Some(found.tagged.sentiment.index()));
        let has = |row: &CheckedRow, label: Sentiment| row.sentiment == Some(label);
        let (mut net, mut sentiments) = (None, Vec::new());
        if checked_sentiment {
            // In the labels' order: positive, negative, mixed, neutral.
            net = sorted.figure(&[1.0, -1.0, 0.0, 0.0], |row| {
                f64::from(has(row, Sentiment::Positive)) - f64::from(has(row, Sentiment::Negative))
            });
            sentiments = labelled(Sentiment::ALL, |label| {
                sorted.figure(&only(label.index(), Sentiment::ALL.len()), |row| f64::from(has(row, label)))
            });
        }
        let checked_emotion = pairs.iter().all(|pair| pair.truth.emotion.is_some());
        let families: Vec<f64> = Family::ALL.iter().map(|family| tally.family(*family)).collect();
        let sorted =
            Sorted::new(&families, tally.comments, pairs, |found| Some(found.tagged.emotion?.family().index()));
        let family = |row: &CheckedRow| row.emotion.map(Emotion::family);
        let families = if checked_emotion && !sorted.pairs.is_empty() {
            labelled(Family::ALL, |label| {
                sorted.figure(&only(label.index(), Family::ALL.len()), |row| f64::from(family(row) == Some(label)))
            })
        } else {
            Vec::new()
        };
        let checked_touchpoints = pairs.iter().all(|pair| pair.truth.touchpoints.is_some());
        let touchpoints = if checked_touchpoints {
            Touchpoint::ALL.iter().filter_map(|label| touchpoint(*label, pairs, tally)).collect()
        } else {
            Vec::new()
        };
        Self { checked: pairs.len() as u64, comments: tally.comments, net, sentiments, families, touchpoints }
    }
}

fn labelled<T: Copy>(labels: &[T], figure: impl Fn(T) -> Option<Figure>) -> Vec<LabelledFigure<T>> {
    labels.iter().filter_map(|label| Some(LabelledFigure { label: *label, figure: figure(*label)? })).collect()
}

fn spoken(row: &CheckedRow, label: Touchpoint) -> Spoken {
    row.touchpoints.map_or(Spoken::No, |touchpoints| touchpoints[label.index()])
}

/// Whether the audit says how the touchpoint is spoken of, wherever it is.
fn knows_how(pairs: &[Pair<'_>], label: Touchpoint) -> bool {
    pairs.iter().all(|pair| spoken(pair.truth, label) != Spoken::Somehow)
}

fn touchpoint(label: Touchpoint, pairs: &[Pair<'_>], tally: &Tally) -> Option<TouchpointCorrections> {
    let counts = &tally.touchpoints[label.index()];
    // Not spoken of, then by sentiment.
    let not = (tally.n() - tally.touchpoint(label)).max(0.0);
    let all: Vec<f64> = std::iter::once(not).chain(counts.iter().copied()).collect();
    let sorted = Sorted::new(&all, tally.comments, pairs, |found| {
        Some(found.tagged.touchpoints[label.index()].map_or(0, |sentiment| 1 + sentiment.index()))
    });
    let said = |wanted: fn(Sentiment) -> bool| -> Vec<f64> {
        std::iter::once(0.0).chain(Sentiment::ALL.iter().map(|sentiment| f64::from(wanted(*sentiment)))).collect()
    };
    let with = |wanted: fn(Sentiment) -> bool| {
        let is = |row: &CheckedRow| matches!(spoken(row, label), Spoken::With(sentiment) if wanted(sentiment));
        knows_how(pairs, label).then(|| sorted.figure(&said(wanted), |row| f64::from(is(row))))?
    };
    Some(TouchpointCorrections {
        label,
        mentioned: sorted.figure(&said(|_| true), |row| f64::from(spoken(row, label) != Spoken::No))?,
        praised: with(Sentiment::praises),
        criticised: with(Sentiment::complains),
    })
}

/// How right the model is, label by label; labels that neither it nor the audit gave are left out.
pub(super) fn qualities(pairs: &[Pair<'_>]) -> Vec<LabelQuality> {
    let mut all = Vec::new();
    if pairs.iter().all(|pair| pair.truth.sentiment.is_some()) {
        all.extend(Sentiment::ALL.iter().map(|label| {
            quality("sentiment", label.name(), pairs, |pair| {
                (pair.found.tagged.sentiment == *label, pair.truth.sentiment == Some(*label))
            })
        }));
    }
    if pairs.iter().all(|pair| pair.truth.emotion.is_some() && pair.found.tagged.emotion.is_some()) {
        all.extend(Emotion::ALL.iter().map(|label| {
            quality("emotion", label.name(), pairs, |pair| {
                (pair.found.tagged.emotion == Some(*label), pair.truth.emotion == Some(*label))
            })
        }));
    }
    if pairs.iter().all(|pair| pair.truth.touchpoints.is_some()) {
        let said = |pair: &Pair<'_>, label: Touchpoint| pair.found.tagged.touchpoints[label.index()];
        all.extend(Touchpoint::ALL.iter().map(|label| {
            quality("touchpoint", label.name(), pairs, |pair| {
                (said(pair, *label).is_some(), spoken(pair.truth, *label) != Spoken::No)
            })
        }));
        all.extend(Touchpoint::ALL.iter().filter(|label| knows_how(pairs, **label)).map(|label| {
            quality("complaint", label.name(), pairs, |pair| {
                let truth = matches!(spoken(pair.truth, *label), Spoken::With(sentiment) if sentiment.complains());
                (said(pair, *label).is_some_and(Sentiment::complains), truth)
            })
        }));
    }
    all.retain(|one| one.precision.n > 0.0 || one.recall.n > 0.0);
    all
}

fn quality(
    task: &'static str,
    label: &'static str,
    pairs: &[Pair<'_>],
    of: impl Fn(&Pair<'_>) -> (bool, bool),
) -> LabelQuality {
    let (mut said, mut there) = (Cell::default(), Cell::default());
    for pair in pairs {
        let (by_model, truth) = of(pair);
        if by_model {
            said.add(pair, f64::from(truth));
        }
        if truth {
            there.add(pair, f64::from(by_model));
        }
    }
    let share = |cell: &Cell| {
        let (n, right, _) = cell.effective();
        Share::of(right, n)
    };
    LabelQuality { task, label, precision: share(&said), recall: share(&there) }
}
