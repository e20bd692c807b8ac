//! Promise and belief: what the company thinks and said, against what customers say.
//!
//! **Gap.** What the company believes less what customers say, in points, with the interval of what they say turned round: above zero, it
//! thinks better of itself than its customers do.
//!
//! **Broken.** Of those who praise the promise (`marketing` or `price`), how many complain about something that comes later on the journey:
//! in the same comment, or anywhere where customers are the unit.
//!
//! **Expectations** are told by a rule, no model:
//! 1. Words go first: turns of phrase that say unmet ("esperaba más", "not as advertised"), met ("tal como esperaba", "as described") or
//!    exceeded ("mejor de lo que esperaba", "exceeded my expectations"), the longest that fits.
//! 2. Unmet says nothing in a positive comment ("nos prometieron dos días y cumplieron"), exceeded nothing in a negative one. Of several
//!    that are left, unmet counts in a negative comment and exceeded in a positive one, else the first that is said.
//! 3. Without such words: unmet where the emotion is disappointment, or surprise in a negative comment; exceeded where it is surprise in
//!    a positive one. Nothing else says anything about expectations.

mod belief;
mod wording;

pub use self::belief::{Belief, Expected, Subject};
pub use self::wording::{Expectation, Wording};

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::comment::{TOUCHPOINTS, Tagged};
use super::groups::Groups;
use super::kpi::{Net, Share};
use super::plan::Seen;
use super::tally::count;
use super::votes::Scope;
use crate::labels::{Emotion, Sentiment, Stage, Touchpoint};

/// The touchpoints that promise.
pub const PROMISING: [Touchpoint; 2] = [Touchpoint::Marketing, Touchpoint::Price];

/// What expectations came to, over some comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Expectations {
    /// The touchpoint that the comments speak of; all comments without it.
    pub touchpoint: Option<Touchpoint>,
    /// Less than expected.
    pub unmet: Share,
    /// As expected.
    pub met: Share,
    /// More than expected.
    pub exceeded: Share,
}

/// What the company believes of something against what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Gap {
    /// The touchpoint it is about.
    pub touchpoint: Option<Touchpoint>,
    /// The stage it is about; whole comments without either.
    pub stage: Option<Stage>,
    /// What was promised.
    pub promise: Option<String>,
    /// What is expected; none where something was promised only.
    pub expected: Option<Expected>,
    /// Net sentiment as customers have it.
    pub net: Net,
    /// Praise, of those that speak of it (of a stage: of any of its touchpoints, each comment once); of all comments the positive ones.
    pub praised: Share,
    /// Complaints of them.
    pub complained: Share,
    /// How far belief is from what is said; none without a belief or without comments.
    pub apart: Option<Apart>,
}

/// What is believed less what is said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Apart {
    /// In points.
    pub gap: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Of how many comments that speak of it, or customers' votes, it is told.
    pub n: f64,
}

/// Those who praise a promise and complain later.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Broken {
    /// What they praise.
    pub touchpoint: Touchpoint,
    /// Of those who praise it, who complain about anything later.
    pub later: Share,
    /// Of those who do not praise it, who complain about anything of that.
    pub others: Share,
    /// What they complain about, the most frequent first; what none does is left out.
    pub complaints: Vec<Complaint>,
}

/// A later complaint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Complaint {
    /// What about.
    pub label: Touchpoint,
    /// Of those who praise the promise.
    #[serde(flatten)]
    pub share: Share,
}

/// Promise and belief.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PromiseSection {
    /// What is believed, in the file's order; empty without one.
    pub gaps: Vec<Gap>,
    /// For each touchpoint that promises.
    pub broken: Vec<Broken>,
    /// Of all comments, then of those that speak of each touchpoint, the most often unmet first.
    pub expectations: Vec<Expectations>,
    /// Whether words were looked at; else emotions alone told.
    pub words: bool,
    /// Whether emotions were known; else words alone told.
    pub emotions: bool,
}

/// What someone praises and complains about: a bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Voice {
    praises: u32,
    complains: u32,
}

impl Voice {
    fn hear(&mut self, tagged: &Tagged) {
        for (place, sentiment) in tagged.touchpoints.iter().enumerate() {
            let Some(sentiment) = sentiment else { continue };
            self.praises |= u32::from(sentiment.praises()) << place;
            self.complains |= u32::from(sentiment.complains()) << place;
        }
    }
}

/// How many praise a promise and what they complain about.
#[derive(Debug, Clone, Default)]
struct Heard {
    praisers: f64,
    later: f64,
    others: f64,
    others_later: f64,
    complaints: [f64; TOUCHPOINTS],
}

/// Counts promises praised and broken, and expectations.
#[derive(Debug, Default)]
pub struct Promise {
    wording: Wording,
    /// Customers with several comments, where they are the unit; other comments are judged at once.
    voices: HashMap<u64, Voice>,
    heard: [Heard; PROMISING.len()],
    /// Unmet, met, exceeded and all, for all comments and then for each touchpoint.
    counts: [[f64; 4]; 1 + TOUCHPOINTS],
    words: bool,
    emotions: bool,
}

impl Promise {
    /// Counts a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        if seen.ballot.is_shared() {
            self.voices.entry(seen.unit).or_default().hear(seen.tagged);
        } else {
            let mut voice = Voice::default();
            voice.hear(seen.tagged);
            judge(&mut self.heard, voice);
        }
        let text = seen.comment.text();
        self.words |= !text.is_empty();
        self.emotions |= seen.tagged.emotion.is_some();
        let found = expectation(seen.tagged, &self.wording.of(&text));
        let weight = seen.weight(Scope::All);
        let mut count = |place: usize| {
            self.counts[place][3] += weight;
            if let Some(found) = found {
                self.counts[place][found as usize] += weight;
            }
        };
        count(0);
        for (place, sentiment) in seen.tagged.touchpoints.iter().enumerate() {
            if sentiment.is_some() {
                count(1 + place);
            }
        }
    }

    /// The figures; `groups` counted the same comments.
    pub fn finish(mut self, beliefs: &[Belief], groups: &Groups) -> PromiseSection {
        // Sums of ones: their order does not matter.
        #[expect(clippy::iter_over_hash_type, reason = "whole numbers are added up")]
        for voice in self.voices.values() {
            judge(&mut self.heard, *voice);
        }
        let mut expectations: Vec<Expectations> = (0..=TOUCHPOINTS)
            .filter(|place| *place == 0 || self.counts[*place][3] > 0.0)
            .map(|place| {
                let [unmet, met, exceeded, n] = self.counts[place];
                let touchpoint = place.checked_sub(1).map(|index| Touchpoint::ALL[index]);
                let share = |count: f64| Share::of(count, n);
                Expectations { touchpoint, unmet: share(unmet), met: share(met), exceeded: share(exceeded) }
            })
            .collect();
        expectations[1..].sort_by(|a, b| b.unmet.count.total_cmp(&a.unmet.count));
        PromiseSection {
            gaps: beliefs.iter().map(|belief| gap(belief, groups)).collect(),
            broken: PROMISING.iter().zip(&self.heard).map(|(label, heard)| broken(*label, heard)).collect(),
            expectations,
            words: self.words,
            emotions: self.emotions,
        }
    }
}

/// What the rule says of a comment, given what its words say.
pub fn expectation(tagged: &Tagged, words: &[Expectation]) -> Option<Expectation> {
    use Expectation::{Exceeded, Unmet};
    let (wanted, contrary) = match tagged.sentiment {
        Sentiment::Negative => (Some(Unmet), Some(Exceeded)),
        Sentiment::Positive => (Some(Exceeded), Some(Unmet)),
        _ => (None, None),
    };
    let mut said = words.iter().copied().filter(|one| Some(*one) != contrary);
    let by_words = wanted.filter(|wanted| words.contains(wanted)).or_else(|| said.next());
    by_words.or(match (tagged.emotion, tagged.sentiment) {
        (Some(Emotion::Disappointment), _) | (Some(Emotion::Surprise), Sentiment::Negative) => Some(Unmet),
        (Some(Emotion::Surprise), Sentiment::Positive) => Some(Exceeded),
        _ => None,
    })
}

/// Whether a touchpoint comes after the promise: bought, received, used, served, kept, left.
fn is_later(label: Touchpoint) -> bool {
    label.stage() > Stage::Consider
}

fn judge(heard: &mut [Heard; PROMISING.len()], voice: Voice) {
    let has = |bits: u32, label: Touchpoint| bits >> label.index() & 1 == 1;
    let complains = Touchpoint::ALL.iter().any(|label| is_later(*label) && has(voice.complains, *label));
    let one = f64::from(complains);
    for (promise, heard) in PROMISING.iter().zip(heard) {
        if !has(voice.praises, *promise) {
            heard.others += 1.0;
            heard.others_later += one;
            continue;
        }
        heard.praisers += 1.0;
        heard.later += one;
        for label in Touchpoint::ALL.iter().filter(|label| is_later(**label) && has(voice.complains, **label)) {
            heard.complaints[label.index()] += 1.0;
        }
    }
}

fn broken(touchpoint: Touchpoint, heard: &Heard) -> Broken {
    let mut complaints: Vec<Complaint> = Touchpoint::ALL
        .iter()
        .filter(|label| heard.complaints[label.index()] > 0.0)
        .map(|label| Complaint { label: *label, share: Share::of(heard.complaints[label.index()], heard.praisers) })
        .collect();
    complaints.sort_by(|a, b| b.share.count.total_cmp(&a.share.count));
    Broken {
        touchpoint,
        later: Share::of(heard.later, heard.praisers),
        others: Share::of(heard.others_later, heard.others),
        complaints,
    }
}

fn gap(belief: &Belief, groups: &Groups) -> Gap {
    let all = &groups.all;
    let counts = match belief.subject {
        Subject::All => all.sentiments,
        Subject::Touchpoint(label) => all.touchpoints[label.index()],
        Subject::Stage(stage) => all.stages[stage.index()],
    };
    let net = Net::of(&counts);
    // Of whole comments, mixed ones are neither.
    let judged = |wanted: fn(Sentiment) -> bool, alone: Sentiment| match belief.subject {
        Subject::All => Share::of(counts[alone.index()], net.n),
        _ => Share::of(count(&counts, wanted), net.n),
    };
    let praised = judged(Sentiment::praises, Sentiment::Positive);
    let apart = match belief.expected {
        Some(Expected::Net(expected)) => {
            net.net.map(|found| (expected - found, expected - net.high, expected - net.low))
        }
        Some(Expected::Praise(expected)) => praised.share.map(|found| {
            (100.0 * (expected - found), 100.0 * (expected - praised.high), 100.0 * (expected - praised.low))
        }),
        None => None,
    };
    let (touchpoint, stage) = match belief.subject {
        Subject::All => (None, None),
        Subject::Touchpoint(label) => (Some(label), None),
        Subject::Stage(stage) => (None, Some(stage)),
    };
    Gap {
        touchpoint,
        stage,
        promise: belief.promise.clone(),
        expected: belief.expected,
        net,
        praised,
        complained: judged(Sentiment::complains, Sentiment::Negative),
        apart: apart.map(|(gap, low, high)| Apart { gap, low, high, n: net.n }),
    }
}
