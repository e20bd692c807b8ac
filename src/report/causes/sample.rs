//! Comments kept for their words: a sample that neither the order of the rows nor their number per file changes.

use std::collections::BinaryHeap;

use super::words::Lexicon;
use crate::labels::{Language, Sentiment, Touchpoint};
use crate::normalize::normalize;
use crate::report::comment::TOUCHPOINTS;
use crate::report::mask::mask;
use crate::report::plan::Seen;

/// Characters of a comment that are kept.
const LONGEST: usize = 600;
/// Comments of each sentiment that must have an outcome for it to tell anything of a single one.
const LEAST_OUTCOMES: usize = 10;
/// The share of them that must lie on their side of the middle.
const APART: f64 = 0.7;

/// A comment as it is kept.
#[derive(Debug)]
pub(super) struct Text {
    unit: u64,
    lang: Language,
    complains: [bool; TOUCHPOINTS],
    sentiment: Sentiment,
    sure: f64,
    outcomes: Box<[Option<f64>]>,
    start: Box<str>,
    cut: bool,
}

impl Text {
    /// With how surely it complains about the touchpoint, where it is kept as such a complaint.
    pub(super) fn of(seen: &Seen<'_>, about: Option<Touchpoint>) -> Self {
        let whole = seen.comment.text();
        let end = whole.char_indices().nth(LONGEST).map(|(at, _)| at);
        let tagged = seen.tagged;
        Self {
            unit: seen.unit,
            lang: seen.comment.lang().unwrap_or(Language::Und),
            complains: tagged.touchpoints.map(|sentiment| sentiment.is_some_and(Sentiment::complains)),
            sentiment: tagged.sentiment,
            sure: about.map_or(0.0, |label| surely(seen, label)),
            outcomes: seen.outcomes.clone().into(),
            start: whole[..end.unwrap_or(whole.len())].into(),
            cut: end.is_some(),
        }
    }
}

/// How surely a comment complains about a touchpoint and about nothing else.
fn surely(seen: &Seen<'_>, label: Touchpoint) -> f64 {
    let tagged = seen.tagged;
    let mentioned = tagged.touchpoints.iter().flatten().count().max(1) as f64;
    let there = seen.comment.touchpoint_p(label).unwrap_or(1.0);
    tagged.sentiment_p.unwrap_or(1.0) * weight(tagged.sentiment) * there / mentioned
}

/// How well a comment of this sentiment shows what is complained about: one that is negative as a whole speaks for itself, one that is
/// not may have been tagged wrongly.
fn weight(sentiment: Sentiment) -> f64 {
    match sentiment {
        Sentiment::Negative => 1.0,
        Sentiment::Mixed => 0.5,
        Sentiment::Neutral | Sentiment::Positive => 0.01,
    }
}

struct Kept {
    hash: u64,
    text: Text,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.hash.cmp(&other.hash)
    }
}

/// The comments with the least hashes (bottom-k, Cohen and Kaplan 2007): all of them while they are no more than `most`.
pub(super) struct Sample {
    most: usize,
    /// How many there were.
    pub(super) seen: u64,
    kept: BinaryHeap<Kept>,
}

impl Sample {
    pub(super) fn of(most: usize) -> Self {
        Self { most, seen: 0, kept: BinaryHeap::new() }
    }

    pub(super) fn offer(&mut self, hash: u64, text: impl FnOnce() -> Text) {
        self.seen += 1;
        if self.kept.len() < self.most {
            self.kept.push(Kept { hash, text: text() });
        } else if let Some(mut greatest) = self.kept.peek_mut()
            && hash < greatest.hash
        {
            *greatest = Kept { hash, text: text() };
        }
    }

    /// What was kept, masked.
    pub(super) fn read(self, lexicon: &mut Lexicon) -> Vec<Doc> {
        self.kept.into_vec().into_iter().map(|kept| Doc::of(&kept.text, lexicon)).collect()
    }
}

/// A comment ready to be read.
#[derive(Debug)]
pub(in crate::report) struct Doc {
    /// Its customer, else itself.
    pub(in crate::report) unit: u64,
    pub(in crate::report) lang: Language,
    complains: [bool; TOUCHPOINTS],
    /// How surely it is a complaint about the touchpoint that it is kept for, 0 to 1.
    pub(in crate::report) sure: f64,
    sentiment: Sentiment,
    outcomes: Box<[Option<f64>]>,
    /// Its text on one line, without personal data.
    pub(in crate::report) masked: String,
    /// Its terms, in the order of the text.
    pub(in crate::report) terms: Vec<u32>,
    /// Whether the text goes on.
    pub(in crate::report) cut: bool,
}

impl Doc {
    fn of(text: &Text, lexicon: &mut Lexicon) -> Self {
        let normalized = normalize(&text.start).text;
        // Names end with their line, so lines are joined behind the mask.
        let masked = mask(&normalized).split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            unit: text.unit,
            lang: text.lang,
            complains: text.complains,
            sure: text.sure,
            sentiment: text.sentiment,
            outcomes: text.outcomes.clone(),
            terms: lexicon.read(&masked, text.lang),
            masked,
            cut: text.cut,
        }
    }

    pub(super) fn complains_of(&self, label: Touchpoint) -> bool {
        self.complains[label.index()]
    }

    /// Whether an outcome says the contrary: it lies where those of positive comments do.
    pub(in crate::report) fn contradicted(&self, outcomes: &[Option<Between>]) -> bool {
        let pairs = self.outcomes.iter().zip(outcomes);
        pairs
            .filter_map(|(own, between)| Some((own.as_ref()?, between.as_ref()?)))
            .any(|(own, between)| if between.rising { *own > between.middle } else { *own < between.middle })
    }
}

/// What lies between the outcomes of negative and those of positive comments.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Between {
    middle: f64,
    /// Whether positive comments have more.
    rising: bool,
}

impl Between {
    /// For each outcome; none where there are no positive or no negative comments, or where they differ little.
    pub(super) fn of(docs: &[Doc], outcomes: usize) -> Vec<Option<Self>> {
        (0..outcomes).map(|place| Self::of_one(docs, place)).collect()
    }

    fn of_one(docs: &[Doc], place: usize) -> Option<Self> {
        let of = |sentiment: Sentiment| {
            let own = docs.iter().filter(|doc| doc.sentiment == sentiment);
            let mut values: Vec<f64> = own.filter_map(|doc| doc.outcomes.get(place).copied().flatten()).collect();
            values.sort_by(f64::total_cmp);
            (values.len() >= LEAST_OUTCOMES).then_some(values)
        };
        let (negative, positive) = (of(Sentiment::Negative)?, of(Sentiment::Positive)?);
        let middle = |values: &[f64]| values[values.len() / 2];
        let (low, high) = (middle(&negative), middle(&positive));
        let between = Self { middle: f64::midpoint(low, high), rising: high > low };
        let apart = |values: &[f64], praise: bool| {
            let there = values.iter().filter(|value| between.praises(**value) == praise).count();
            there as f64 >= APART * values.len() as f64
        };
        (apart(&negative, false) && apart(&positive, true)).then_some(between)
    }

    /// Whether an outcome lies where those of positive comments do.
    fn praises(&self, outcome: f64) -> bool {
        if self.rising { outcome > self.middle } else { outcome < self.middle }
    }
}
