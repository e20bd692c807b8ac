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
use super::groups::Groups;
use super::kpi::Share;
use super::plan::{Plan, Seen};
use super::quotes::{Quote, quotes};
use super::votes::Scope;
use crate::labels::{Language, Sentiment, Stage, Touchpoint};
use crate::statistics::difference::{newcombe, shares_differ};
use crate::statistics::{LEVEL, holm};

/// Complaints below which nothing is said of a touchpoint.
pub const LEAST_COMPLAINTS: u64 = 5;
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
    /// Whether periods were looked at: where several versions of a model tagged them, not all alike, they are not.
    pub periods: bool,
    /// Touchpoints with enough complaints, the most complaints first.
    pub touchpoints: Vec<Cause>,
    /// Touchpoints with too few; all of them where all comments, or customers, are fewer than are ranked.
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
    /// The terms, at most twelve: first those that chance is not enough for, each by falling z.
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
    /// Whether chance is not enough to explain it: it has the least z, at least eight complaints, and a share among them above that of
    /// the others with its whole interval (Newcombe 1998). Of those that have not, the first few are there where hardly any have.
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
    /// That chance, corrected for the number that was looked at, over all touchpoints (Holm 1979).
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
        let (hash, weight) = (seen.hash, seen.weight(Scope::All));
        self.all.offer(hash, || Text::of(seen, None));
        let samples = Touchpoint::ALL.iter().zip(&mut self.of);
        for ((label, sample), (own, with)) in samples.zip(touchpoints.iter().zip(&mut self.with)) {
            if own.is_some_and(Sentiment::complains) {
                sample.offer(hash, || Text::of(seen, Some(*label)));
                for (count, other) in with.iter_mut().zip(touchpoints) {
                    *count += if other.is_some() { weight } else { 0.0 };
                }
            }
        }
    }

    /// What goes with them; `groups` counted the same comments. Periods are looked at where one version of a model tagged them all, or
    /// several did `alike`.
    pub fn finish(self, plan: &Plan, groups: &Groups, alike: bool) -> Causes {
        let comments = self.all.seen;
        let mut lexicon = Lexicon::default();
        let others = self.all.read(&mut lexicon);
        let outcomes = Between::of(&others, plan.outcomes.len());
        let (read, periods) = (others.len() as u64, alike && plan.date.is_some());
        let mut found = Causes { read, comments, periods, touchpoints: Vec::new(), too_few: Vec::new() };
        let enough = groups.all.n() >= plan.asked.min_n as f64;
        let mut apart = groups.apart(plan, plan.asked.min_n as f64);
        apart.retain(|one| periods || one.period.is_none());
        for ((label, sample), with) in Touchpoint::ALL.iter().copied().zip(self.of).zip(&self.with) {
            let seen = sample.seen;
            if seen < LEAST_COMPLAINTS || !enough {
                found.too_few.push(TooFew { label, comments: seen });
                continue;
            }
            let docs = sample.read(&mut lexicon);
            let others: Vec<&Doc> = others.iter().filter(|doc| !doc.complains_of(label)).collect();
            let readings: Vec<Read> = wording(&docs, &others, &lexicon);
            let concentrations = concentrations(label, &apart);
            let places = concentrations.len();
            let quotes = if plan.asked.quotes { quotes(&docs, &readings, &outcomes) } else { Vec::new() };
            found.touchpoints.push(Cause {
                label,
                stage: label.stage(),
                complaints: Share::of(groups.all.complaints(label), groups.all.n()),
                comments: seen,
                read: docs.len() as u64,
                wording: readings.into_iter().map(|reading| reading.wording).collect(),
                together: together(label, with, &groups.all),
                places,
                concentrations,
                quotes,
            });
        }
        correct(&mut found.touchpoints, |cause| &mut cause.concentrations, |one| &mut one.more);
        correct(&mut found.touchpoints, |cause| &mut cause.together, |one| &mut one.more);
        // Stable: equal counts stay in the journey's order.
        found.touchpoints.sort_by(|a, b| b.complaints.count.total_cmp(&a.complaints.count));
        found
    }
}

/// Corrects for the number of findings of a kind about all touchpoints, and keeps those that are more than chance, the largest first.
fn correct<T>(causes: &mut [Cause], of: impl Fn(&mut Cause) -> &mut Vec<T>, more: impl Fn(&mut T) -> &mut More) {
    let chances: Vec<f64> =
        causes.iter_mut().flat_map(|cause| of(cause).iter_mut().map(|one| more(one).p).collect::<Vec<_>>()).collect();
    let mut corrected = holm(&chances).into_iter();
    for cause in causes {
        let found = of(cause);
        for (one, p) in found.iter_mut().zip(corrected.by_ref()) {
            more(one).p_holm = p;
        }
        let mut kept: Vec<(f64, T)> = std::mem::take(found)
            .into_iter()
            .map(|mut one| (*more(&mut one), one))
            .filter(|(more, _)| more.low > 0.0 && more.p_holm <= LEVEL)
            .map(|(more, one)| (more.difference, one))
            .collect();
        kept.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.extend(kept.into_iter().map(|(_, one)| one));
    }
}
