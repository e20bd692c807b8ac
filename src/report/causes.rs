//! What goes with complaints about a touchpoint: the wording, other touchpoints, where and when, and quotes.
//!
//! All of it is association: what comes along with a complaint, never shown to be what brought it about.

mod concentration;
mod sample;
mod together;
mod wording;
mod words;

use schemars::JsonSchema;
use serde::Serialize;

use self::concentration::concentrations;
pub(super) use self::sample::{Between, Doc};
use self::sample::{Sample, Text};
use self::together::together;
pub(super) use self::wording::Read;
use self::wording::wording;
use self::words::Lexicon;
use super::comment::TOUCHPOINTS;
use super::date::Period;
use super::groups::{By, InPeriod};
use super::kpi::{Kpis, Share};
use super::plan::{Plan, Seen};
use super::quotes::{Quote, quotes};
use crate::labels::{Language, Sentiment, Stage, Touchpoint};
use crate::statistics::difference::{newcombe, shares_differ};

/// Complaints below which nothing is said of a touchpoint.
pub const LEAST_COMPLAINTS: u64 = 5;
/// The chance of error that all findings of one kind about one touchpoint share.
pub const LEVEL: f64 = 0.05;
/// Complaints about a touchpoint whose texts are read, and comments that they are compared with.
const COMPLAINTS_READ: usize = 2000;
const COMMENTS_READ: usize = 20_000;

/// What goes with the complaints about each touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Causes {
    /// Comments whose wording was compared with that of complaints.
    pub read: u64,
    /// Of how many: a sample where these are more.
    pub comments: u64,
    /// Touchpoints with enough complaints, the most complaints first.
    pub touchpoints: Vec<Cause>,
    /// Touchpoints with too few.
    pub too_few: Vec<TooFew>,
}

/// A touchpoint with too few complaints to tell what goes with them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TooFew {
    /// Which.
    pub label: Touchpoint,
    /// Comments that complain of it.
    pub comments: u64,
}

/// What goes with the complaints about a touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cause {
    /// Which.
    pub label: Touchpoint,
    /// Its journey stage.
    pub stage: Stage,
    /// Complaints, of all comments or customers.
    pub complaints: Share,
    /// Comments that complain of it.
    pub comments: u64,
    /// Of these, those whose texts were read: a sample where they are fewer.
    pub read: u64,
    /// Wording that its complaints have more than other comments, by language.
    pub wording: Vec<Wording>,
    /// Touchpoints that its complaints speak of more than other comments do.
    pub together: Vec<Together>,
    /// Values of the compared columns, and periods, in which it is complained of more than elsewhere, the largest differences first.
    pub concentrations: Vec<Concentration>,
    /// How many values and periods were looked at for that.
    pub places: usize,
    /// Typical complaints, masked.
    pub quotes: Vec<Quote>,
}

/// The wording of complaints in one language.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Wording {
    /// The language.
    pub lang: Language,
    /// How many words and phrases were compared.
    pub compared: usize,
    /// The z that tells a term from chance: one in twenty of the terms with as much is expected to have it by chance (Benjamini and Hochberg 1995).
    pub least_z: f64,
    /// The terms, by falling z, at most twelve.
    pub terms: Vec<Term>,
}

/// A word, or two words, that complaints have more than other comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Term {
    /// As it is written most.
    pub term: String,
    /// Complaints that have it, of those read in this language; a customer counts once where customers are the unit.
    pub complaints: Share,
    /// Other comments that have it.
    pub others: Share,
    /// The difference of the log odds (Monroe, Colaresi and Quinn 2008).
    pub log_odds: f64,
    /// That over its standard error.
    pub z: f64,
    /// Whether it has the least z. Of those that have not, the first few are there where hardly any have.
    pub beyond_chance: bool,
}

/// A touchpoint that the complaints about another speak of more than other comments do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Together {
    /// Which.
    pub label: Touchpoint,
    /// Complaints that speak of it, in whatever sense.
    pub complaints: Share,
    /// Other comments that do.
    pub others: Share,
    /// The first share less the second.
    pub more: More,
}

/// A place or time in which a touchpoint is complained of more than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Concentration {
    /// The column; none of periods.
    pub column: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// The period.
    pub period: Option<Period>,
    /// Complaints there.
    pub here: Share,
    /// Complaints everywhere else.
    pub elsewhere: Share,
    /// The first share less the second.
    pub more: More,
}

/// A difference of shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct More {
    /// The difference, -1 to 1.
    pub difference: f64,
    /// The interval's lower end (Newcombe 1998).
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// The chance of so large a difference if there were none (chi-squared with N - 1, or Fisher's exact test where counts are small).
    pub p: f64,
    /// That chance, corrected for the number that was looked at (Holm 1979).
    pub p_holm: f64,
}

impl More {
    /// The first less the second; none where one is of nothing.
    fn of(first: &Share, second: &Share) -> Option<Self> {
        let p = shares_differ((second.count, second.n), (first.count, first.n))?;
        let interval = newcombe((second.count, second.n), (first.count, first.n));
        let difference = first.share? - second.share?;
        Some(Self { difference, low: interval.low, high: interval.high, p, p_holm: p })
    }
}

/// Complaints, counted and sampled comment by comment.
pub struct Complaints {
    all: Sample,
    of: Vec<Sample>,
    /// For each touchpoint, how many of its complaints speak of each.
    with: [[f64; TOUCHPOINTS]; TOUCHPOINTS],
}

impl Default for Complaints {
    fn default() -> Self {
        Self {
            all: Sample::of(COMMENTS_READ),
            of: Touchpoint::ALL.iter().map(|_| Sample::of(COMPLAINTS_READ)).collect(),
            with: [[0.0; TOUCHPOINTS]; TOUCHPOINTS],
        }
    }
}

impl Complaints {
    /// Counts a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let touchpoints = &seen.tagged.touchpoints;
        let hash = seen.comment.fingerprint();
        self.all.offer(hash, || Text::of(seen, None));
        let samples = Touchpoint::ALL.iter().zip(&mut self.of);
        for ((label, sample), (own, with)) in samples.zip(touchpoints.iter().zip(&mut self.with)) {
            if *own == Some(Sentiment::Negative) {
                sample.offer(hash, || Text::of(seen, Some(*label)));
                for (count, other) in with.iter_mut().zip(touchpoints) {
                    *count += if other.is_some() { seen.weight } else { 0.0 };
                }
            }
        }
    }

    /// What goes with them, given the figures that were counted beside.
    pub fn finish(self, plan: &Plan, kpis: &Kpis, by: &[By], periods: &[InPeriod]) -> Causes {
        let comments = self.all.seen;
        let mut lexicon = Lexicon::default();
        let others = self.all.read(&mut lexicon);
        let outcomes = Between::of(&others, plan.outcomes.len());
        let mut found = Causes { read: others.len() as u64, comments, touchpoints: Vec::new(), too_few: Vec::new() };
        for ((label, sample), with) in Touchpoint::ALL.iter().copied().zip(self.of).zip(&self.with) {
            let seen = sample.seen;
            if seen < LEAST_COMPLAINTS {
                found.too_few.push(TooFew { label, comments: seen });
                continue;
            }
            let docs = sample.read(&mut lexicon);
            let others: Vec<&Doc> = others.iter().filter(|doc| !doc.complains_of(label)).collect();
            let readings: Vec<Read> = wording(&docs, &others, &lexicon);
            let (concentrations, places) = concentrations(label, kpis, by, periods, plan.asked.min_n);
            let quotes = if plan.asked.quotes { quotes(&docs, &readings, &outcomes) } else { Vec::new() };
            found.touchpoints.push(Cause {
                label,
                stage: label.stage(),
                complaints: complaints(kpis, label),
                comments: seen,
                read: docs.len() as u64,
                wording: readings.into_iter().map(|reading| reading.wording).collect(),
                together: together(label, with, kpis),
                concentrations,
                places,
                quotes,
            });
        }
        // Stable: equal counts stay in the journey's order.
        found.touchpoints.sort_by(|a, b| b.complaints.count.total_cmp(&a.complaints.count));
        found
    }
}

/// The complaints about a touchpoint among the comments that figures are of.
fn complaints(kpis: &Kpis, label: Touchpoint) -> Share {
    let count = kpis
        .touchpoints
        .iter()
        .filter(|one| one.label == label)
        .flat_map(|one| &one.sentiments)
        .filter(|one| one.label == Sentiment::Negative)
        .map(|one| one.share.count)
        .sum();
    Share::of(count, kpis.n)
}
