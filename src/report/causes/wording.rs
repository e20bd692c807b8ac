//! Wording that complaints have more than other comments.

use std::collections::HashMap;

use super::sample::Doc;
use super::words::{Lexicon, adds, terms};
use super::{LEAST_COMPLAINTS, Term, Wording};
use crate::labels::Language;
use crate::report::kpi::Share;
use crate::statistics::difference::newcombe;
use crate::statistics::{LEVEL, LogOdds, Z_95, least_z, log_odds};

/// Terms that fewer comments have are not compared.
const LEAST_COUNT: u32 = 5;
/// Complaints, from different customers, that a term must be in to be shown.
const LEAST_IN_COMPLAINTS: u32 = 3;
/// Complaints that it must be in for chance not to be enough.
const LEAST_BEYOND_CHANCE: u32 = 8;
/// How many terms are shown.
const MOST_TERMS: usize = 12;
/// The prior's size, in sizes of the smaller side.
const PRIOR: f64 = 0.25;
/// How many terms are shown that chance may explain, where no more pass it.
const DOUBTFUL: usize = 5;
/// Terms that tell nothing beside those of a comment.
const TELLING_NOTHING: usize = 4;
/// A phrase stands for a word in it when it has so much of the word's complaints.
const NEARLY: f64 = 0.8;

/// The wording of one language, and what quotes need of it.
pub(in crate::report) struct Read {
    pub(in crate::report) wording: Wording,
    /// The z of every term that was compared.
    scores: HashMap<u32, f64>,
}

impl Read {
    /// How typical a comment's words are of the complaints: the mean z of its terms, and of some that tell nothing, so that a short
    /// comment is not typical by a single term.
    pub(in crate::report) fn typical(&self, doc: &Doc) -> f64 {
        let sum: f64 = doc.terms.iter().filter_map(|term| self.scores.get(term)).sum();
        sum / (doc.terms.len() + TELLING_NOTHING) as f64
    }
}

/// How many units, comments or customers, have each term on one side.
struct Side {
    units: u32,
    counts: Vec<u32>,
    total: f64,
}

impl Side {
    fn of<'a>(docs: impl Iterator<Item = &'a Doc>, lang: Language, terms: usize) -> Self {
        let mut docs: Vec<&Doc> = docs.filter(|doc| doc.lang == lang && !doc.masked.is_empty()).collect();
        docs.sort_by_key(|doc| doc.unit);
        let mut side = Self { units: 0, counts: vec![0; terms], total: 0.0 };
        let mut last = vec![0; terms];
        for unit in docs.chunk_by(|a, b| a.unit == b.unit) {
            side.units += 1;
            for term in unit.iter().flat_map(|doc| &doc.terms) {
                let term = *term as usize;
                if last[term] != side.units {
                    last[term] = side.units;
                    side.counts[term] += 1;
                    side.total += 1.0;
                }
            }
        }
        side
    }
}

/// A term that complaints have more.
#[derive(Clone, Copy)]
struct Over<'a> {
    term: &'a str,
    count: u32,
    other: u32,
    odds: LogOdds,
}

/// The wording of complaints against that of other comments, in each language that has enough of both.
pub(super) fn wording(complaints: &[Doc], others: &[&Doc], lexicon: &Lexicon) -> Vec<Read> {
    Language::ALL.iter().filter_map(|lang| in_language(complaints, others, lexicon, *lang)).collect()
}

fn in_language(complaints: &[Doc], others: &[&Doc], lexicon: &Lexicon, lang: Language) -> Option<Read> {
    let names = lexicon.terms();
    let first = Side::of(complaints.iter(), lang, names.len());
    let second = Side::of(others.iter().copied(), lang, names.len());
    if u64::from(first.units.min(second.units)) < LEAST_COMPLAINTS {
        return None;
    }
    // More would hide words of small counts, less would leave nothing to tell the odds of words that others never use.
    let size = PRIOR * first.total.min(second.total);
    let mut over = Vec::new();
    let mut scores = HashMap::new();
    for (number, term) in names.iter().enumerate() {
        let (count, other) = (first.counts[number], second.counts[number]);
        if count + other < LEAST_COUNT {
            continue;
        }
        let odds = log_odds((f64::from(count), first.total), (f64::from(other), second.total), size);
        if let Some(odds) = odds {
            scores.insert(number as u32, odds.z);
            over.push(Over { term, count, other, odds });
        }
    }
    let values: Vec<f64> = over.iter().map(|one| one.odds.z).collect();
    let least_z = least_z(&values, LEVEL);
    over.retain(|one| one.odds.z >= least_z.min(Z_95) && one.count >= LEAST_IN_COMPLAINTS);
    over.sort_by(|a, b| b.odds.z.total_cmp(&a.odds.z).then_with(|| a.term.cmp(b.term)));
    let mut kept = without_repeats(&over, lang);
    let beyond = |one: &Over| {
        let (complaints, others) = ((one.count, first.units), (one.other, second.units));
        let share = |(count, n): (u32, u32)| (f64::from(count), f64::from(n));
        one.odds.z >= least_z
            && one.count >= LEAST_BEYOND_CHANCE
            && newcombe(share(others), share(complaints)).low > 0.0
    };
    kept.sort_by_key(|one| !beyond(one));
    let sure = kept.iter().filter(|one| beyond(one)).count();
    let written = written(complaints, lang, &kept);
    let terms = kept
        .into_iter()
        .take(sure.max(DOUBTFUL))
        .map(|one| Term {
            term: written.get(one.term).cloned().unwrap_or_else(|| one.term.to_owned()),
            complaints: Share::of(f64::from(one.count), f64::from(first.units)),
            others: Share::of(f64::from(one.other), f64::from(second.units)),
            log_odds: one.odds.difference,
            z: one.odds.z,
            beyond_chance: beyond(&one),
        })
        .collect();
    Some(Read { wording: Wording { lang, compared: scores.len(), least_z, terms }, scores })
}

/// Without words that nearly always stand in a phrase that is there, and phrases that add nothing to a word that is there.
fn without_repeats<'a>(found: &[Over<'a>], lang: Language) -> Vec<Over<'a>> {
    let is_phrase = |one: &Over| one.term.contains(' ');
    let has = |phrase: &str, word: &str| phrase.split(' ').any(|own| own == word);
    let replaced = |word: &Over| {
        let nearly = NEARLY * f64::from(word.count);
        found.iter().any(|one| is_phrase(one) && has(one.term, word.term) && f64::from(one.count) >= nearly)
    };
    let words: Vec<&str> = found.iter().filter(|one| !is_phrase(one) && !replaced(one)).map(|one| one.term).collect();
    let stays = |one: &&Over<'a>| {
        if is_phrase(one) {
            adds(one.term, lang) || !words.iter().any(|word| has(one.term, word))
        } else {
            words.contains(&one.term)
        }
    };
    found.iter().filter(stays).take(MOST_TERMS).copied().collect()
}

/// How each term is written most in the complaints. What a sentence begins with says nothing of how it is written elsewhere, so that
/// counts only between forms that are as frequent otherwise; of equals it is the one in lower case.
fn written(complaints: &[Doc], lang: Language, kept: &[Over]) -> HashMap<String, String> {
    let mut forms: HashMap<String, HashMap<String, (u32, u32)>> =
        kept.iter().map(|one| (one.term.to_owned(), HashMap::new())).collect();
    for doc in complaints.iter().filter(|doc| doc.lang == lang) {
        for found in terms(&doc.masked, lang) {
            if let Some(forms) = forms.get_mut(&found.folded) {
                let within = doc.masked[..found.start].trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
                let count = forms.entry(doc.masked[found.start..found.end].to_owned()).or_default();
                *count = (count.0 + u32::from(within), count.1 + 1);
            }
        }
    }
    // Lower case sorts behind upper case.
    let most = |forms: HashMap<String, (u32, u32)>| {
        forms.into_iter().max_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0))).map(|(form, _)| form)
    };
    forms.into_iter().filter_map(|(term, forms)| Some((term, most(forms)?))).collect()
}
