//! The bundled model on the rows that the corpus has to measure with, against the scores its `model.toml` states.
//!
//! `cargo test --test suite scores -- --nocapture` prints the table.

use std::collections::BTreeMap;

use sentir::encode::{Compute, Precision};
use sentir::model::Files;
use sentir::{Comment, Tagger};
use serde::Deserialize;

/// The scores in `model.toml` have four decimals and were measured in another program, in floats.
const TOLERANCE: f64 = 1e-3;

/// Half a point: what computing in bytes may change.
const INT8_TOLERANCE: f64 = 5e-3;

#[derive(Deserialize)]
struct Gold {
    text: String,
    lang: String,
    question: Option<String>,
    sentiment: String,
    emotion: String,
    touchpoints: BTreeMap<String, String>,
}

#[derive(Default)]
struct Counts {
    rows: usize,
    sentiment: usize,
    emotion: usize,
    /// Touchpoints predicted, in the gold, and in both; then the same with their sentiments in both.
    predicted: usize,
    expected: usize,
    found: usize,
    found_with_sentiment: usize,
}

impl Counts {
    fn scores(&self) -> [(&'static str, f64); 4] {
        let share = |count: usize| count as f64 / self.rows as f64;
        let f1 = |count: usize| 2.0 * count as f64 / (self.predicted + self.expected) as f64;
        [
            ("sentiment_accuracy", share(self.sentiment)),
            ("emotion_accuracy", share(self.emotion)),
            ("touchpoint_micro_f1", f1(self.found)),
            ("touchpoint_sentiment_micro_f1", f1(self.found_with_sentiment)),
        ]
    }
}

#[test]
fn scores_are_those_that_the_model_states() {
    for part in ["dev", "test", "everyday", "hard"] {
        compare(part, Precision::F32, TOLERANCE);
    }
}

#[test]
fn scores_in_bytes_are_within_half_a_point() {
    compare("dev", Precision::Int8, INT8_TOLERANCE);
}

fn compare(part: &str, precision: Precision, tolerance: f64) {
    let text = std::fs::read_to_string(format!("data/corpus/{part}.jsonl")).unwrap();
    let gold: Vec<Gold> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let comments: Vec<Comment> =
        gold.iter().map(|row| Comment { text: &row.text, question: row.question.as_deref() }).collect();
    let tags = Tagger::load(&Files::bundled(), Compute::Cpu(precision)).unwrap().tag(&comments).unwrap();
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for (gold, tags) in gold.iter().zip(&tags) {
        for group in ["all", gold.lang.as_str()] {
            let counts = counts.entry(group).or_default();
            counts.rows += 1;
            counts.sentiment += usize::from(tags.sentiment.name() == gold.sentiment);
            counts.emotion += usize::from(tags.emotion.name() == gold.emotion);
            counts.predicted += tags.touchpoints.len();
            counts.expected += gold.touchpoints.len();
            for tag in &tags.touchpoints {
                let sentiment = gold.touchpoints.get(tag.label.name());
                counts.found += usize::from(sentiment.is_some());
                counts.found_with_sentiment += usize::from(sentiment.is_some_and(|s| s == tag.sentiment.name()));
            }
        }
    }
    let manifest = Files::bundled().manifest().unwrap();
    let stated = manifest.scores[part].as_table().unwrap();
    for (group, stated) in
        [("all", stated), ("es", stated["es"].as_table().unwrap()), ("en", stated["en"].as_table().unwrap())]
    {
        let counts = &counts[group];
        println!("{part}, {group} ({} rows), {}", counts.rows, precision.name());
        for (name, score) in counts.scores() {
            let expected = stated[name].as_float().unwrap();
            println!("  {name:<32} {score:.4}");
            assert!(
                (score - expected).abs() <= tolerance,
                "{part} {group} {name}: {score:.4}, model.toml says {expected:.4}"
            );
        }
    }
}
