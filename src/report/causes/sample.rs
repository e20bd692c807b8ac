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

/// A comment as it is kept.
#[derive(Debug)]
pub(super) struct Text {
    unit: u64,
    lang: Language,
    complains: [bool; TOUCHPOINTS],
    sure: f64,
    start: Box<str>,
    cut: bool,
}

impl Text {
    pub(super) fn of(seen: &Seen<'_>) -> Self {
        let whole = seen.comment.text();
        let end = whole.char_indices().nth(LONGEST).map(|(at, _)| at);
        let tagged = seen.tagged;
        Self {
            unit: seen.unit,
            lang: seen.comment.lang().unwrap_or(Language::Und),
            complains: tagged.touchpoints.map(|sentiment| sentiment.is_some_and(Sentiment::complains)),
            sure: tagged.sentiment_p.unwrap_or(1.0) * weight(tagged.sentiment),
            start: whole[..end.unwrap_or(whole.len())].into(),
            cut: end.is_some(),
        }
    }
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
    /// How surely it is negative as a whole, 0 to 1.
    pub(in crate::report) sure: f64,
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
            terms: lexicon.read(&masked, text.lang),
            masked,
            cut: text.cut,
        }
    }

    pub(super) fn complains_of(&self, label: Touchpoint) -> bool {
        self.complains[label.index()]
    }
}
