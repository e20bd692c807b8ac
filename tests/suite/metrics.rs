//! The figures of evaluation against scikit-learn's (`training/statistics_golden.py` makes the golden values), and by hand where it has
//! none.

use std::collections::BTreeSet;

use sentir::evaluate::confusion::Confusion;
use sentir::evaluate::reliability::{BINS, Claim, brier, calibration_error, coverage, reliability};
use sentir::evaluate::sets::{Hits, macro_f1};
use serde::Deserialize;

use crate::common::near;

#[derive(Deserialize)]
struct Golden {
    confusions: Vec<Case>,
    sets: Sets,
}

#[derive(Deserialize)]
struct Case {
    classes: usize,
    gold: Vec<usize>,
    predicted: Vec<usize>,
    accuracy: f64,
    macro_f1: f64,
    macro_recall: f64,
    matthews: f64,
    of_class: Vec<[f64; 3]>,
}

#[derive(Deserialize)]
struct Sets {
    gold: Vec<Vec<u8>>,
    predicted: Vec<Vec<u8>>,
    micro_f1: f64,
    macro_f1: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../golden/statistics.json")).unwrap()
}

#[test]
fn one_label_a_comment() {
    for case in golden().confusions {
        let pairs = case.gold.iter().copied().zip(case.predicted.iter().copied());
        let confusion = Confusion::new(case.classes, pairs);
        assert_eq!(confusion.total(), case.gold.len() as u64);
        near(confusion.accuracy().unwrap(), case.accuracy);
        near(confusion.macro_f1().unwrap(), case.macro_f1);
        near(confusion.macro_recall().unwrap(), case.macro_recall);
        near(confusion.matthews().unwrap(), case.matthews);
        for (found, [precision, recall, f1]) in confusion.classes().iter().zip(case.of_class) {
            near(found.precision, precision);
            near(found.recall, recall);
            near(found.f1, f1);
        }
    }
}

#[test]
fn no_comments_give_no_figures() {
    let confusion = Confusion::new(4, []);
    let figures = [confusion.accuracy(), confusion.macro_f1(), confusion.macro_recall(), confusion.matthews()];
    assert_eq!(figures, [None; 4]);
    assert!(calibration_error(&[]).is_none());
    assert!(brier([]).is_none());
    assert!(macro_f1(&[Hits::default()]).is_none());
    near(coverage(&[], 0.1), 0.0);
}

#[test]
fn several_labels_a_comment() {
    let Sets { gold, predicted, micro_f1, macro_f1: expected } = golden().sets;
    let labels = |row: &Vec<u8>| -> BTreeSet<usize> { (0..row.len()).filter(|label| row[*label] == 1).collect() };
    let hits: Hits = gold.iter().zip(&predicted).map(|(g, p)| Hits::of(&labels(g), &labels(p))).sum();
    near(hits.f1(), micro_f1);
    let each: Vec<Hits> = (0..gold[0].len())
        .map(|label| {
            let only = |row: &Vec<u8>| -> BTreeSet<usize> { (row[label] == 1).then_some(label).into_iter().collect() };
            gold.iter().zip(&predicted).map(|(g, p)| Hits::of(&only(g), &only(p))).sum()
        })
        .collect();
    near(macro_f1(&each).unwrap(), expected);
}

fn claims(claims: &[(f64, bool)]) -> Vec<Claim> {
    claims.iter().map(|(confidence, right)| Claim { confidence: *confidence, right: *right }).collect()
}

#[test]
fn confidence_against_truth() {
    // Two bins: 0.95 and 0.97 with one of two right, 0.5 twice with both right.
    let claims = claims(&[(0.95, true), (0.97, false), (0.5, true), (0.5, true)]);
    near(calibration_error(&claims).unwrap(), 0.5 * (0.96 - 0.5) + 0.5 * (1.0 - 0.5));
    let bins = reliability(&claims);
    assert_eq!(bins.len(), BINS);
    assert_eq!(bins.iter().map(|bin| bin.n).sum::<u64>(), 4);
    near(bins[BINS - 1].confidence, 0.96);
    near(bins[BINS - 1].accuracy, 0.5);
    // The ends belong to the first and the last bin.
    let ends = reliability(&self::claims(&[(0.0, true), (1.0, true)]));
    assert_eq!((ends[0].n, ends[BINS - 1].n), (1, 1));
}

#[test]
fn distance_from_the_truth() {
    let distributions: [(&[f64], usize); 2] = [(&[0.7, 0.2, 0.1], 0), (&[0.0, 1.0, 0.0], 2)];
    near(brier(distributions).unwrap(), (0.09 + 0.04 + 0.01 + 2.0) / 2.0);
}

#[test]
fn what_can_be_trusted() {
    let sure_first = claims(&[(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false)]);
    near(coverage(&sure_first, 0.0), 0.4);
    near(coverage(&sure_first, 0.25), 0.8);
    near(coverage(&sure_first, 0.4), 1.0);
    // Equals stand or fall together.
    near(coverage(&claims(&[(0.9, true), (0.9, false)]), 0.0), 0.0);
}
