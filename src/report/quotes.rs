//! Comments that are quoted: typical, short, different from each other, from different customers, and masked.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::causes::{Between, Doc, Read};
use super::mask::fold;
use crate::labels::Language;

/// How many are quoted of a touchpoint.
const MOST: usize = 3;
/// Characters of a quote, where there are such; else of any that is not longer.
const LENGTHS: [std::ops::RangeInclusive<usize>; 2] = [30..=220, 8..=220];
/// Two comments are alike that share so much of their words (Jaccard 1901).
const ALIKE: f64 = 0.5;
/// What a comment counts for whose score says the contrary: it may have been tagged wrongly.
const CONTRADICTED: f64 = 0.01;
/// Placeholders that a quote can bear.
const PLACEHOLDERS: usize = 2;

/// A quoted comment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Quote {
    /// Its text, masked.
    pub text: String,
    /// Its language.
    pub lang: Language,
}

/// The complaints to quote: those whose words are the most typical, and which are the most surely complaints about that touchpoint.
pub(super) fn quotes(complaints: &[Doc], readings: &[Read], outcomes: &[Option<Between>]) -> Vec<Quote> {
    let mut candidates: Vec<(f64, &Doc)> = complaints
        .iter()
        .filter(|doc| !doc.cut && doc.masked.matches('[').count() <= PLACEHOLDERS)
        .map(|doc| {
            let reading = readings.iter().find(|reading| reading.wording.lang == doc.lang);
            let typical = reading.map_or(0.0, |reading| reading.typical(doc));
            let sure = doc.sure * if doc.contradicted(outcomes) { CONTRADICTED } else { 1.0 };
            // Words that are not typical must not count for less the surer the tag is.
            (if typical > 0.0 { typical * sure } else { typical / sure.max(f64::MIN_POSITIVE) }, doc)
        })
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1.masked, a.1.unit).cmp(&(&b.1.masked, b.1.unit))));
    let mut chosen: Vec<(&Doc, BTreeSet<String>)> = Vec::new();
    for lengths in LENGTHS {
        for (_, doc) in &candidates {
            if chosen.len() == MOST {
                break;
            }
            let words: BTreeSet<String> = doc.masked.split(|c: char| !c.is_alphanumeric()).map(fold).collect();
            let fits = lengths.contains(&doc.masked.chars().count());
            if fits && chosen.iter().all(|(other, others)| other.unit != doc.unit && !alike(&words, others)) {
                chosen.push((doc, words));
            }
        }
    }
    chosen.into_iter().map(|(doc, _)| Quote { text: doc.masked.clone(), lang: doc.lang }).collect()
}

fn alike(first: &BTreeSet<String>, second: &BTreeSet<String>) -> bool {
    let shared = first.intersection(second).count();
    shared as f64 >= ALIKE * (first.len() + second.len() - shared) as f64
}
