//! The sample export: what the first command of the README reads.
#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::collections::HashSet;

use sentir::labels::Language;
use sentir::language::{Mix, detect};

fn records() -> Vec<csv::StringRecord> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample.csv");
    csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap().records().map(Result::unwrap).collect()
}

#[test]
fn the_sample_has_three_header_rows_and_whole_rows_of_data() {
    let records = records();
    assert_eq!(records.len(), 3 + 62);
    assert_eq!(records[0].iter().next_back(), Some("Q2_TEXT"));
    assert_eq!(records[1].iter().next_back(), Some("Cuéntenos el motivo de su nota."));
    for cell in &records[2] {
        let json: serde_json::Value = serde_json::from_str(cell).unwrap();
        assert!(json["ImportId"].is_string());
    }
    let ids: HashSet<&str> = records[3..].iter().map(|row| &row[8]).collect();
    assert_eq!(ids.len(), 62);
}

#[test]
fn the_sample_s_addresses_are_for_documentation() {
    for row in &records()[3..] {
        let documented = ["192.0.2.", "198.51.100.", "203.0.113."];
        assert!(documented.iter().any(|net| row[3].starts_with(net)), "{}", &row[3]);
    }
}

#[test]
fn the_sample_shows_what_exports_are_like() {
    let records = records();
    let comments: Vec<&str> = records[3..].iter().map(|row| &row[13]).collect();
    let mix = Mix::of(comments.iter().copied());
    assert!(mix.es > 0.5 && mix.en > 0.25, "{mix:?}");
    assert!(comments.iter().any(|comment| comment.is_empty()));
    assert!(comments.iter().any(|comment| comment.contains('\n')));
    assert!(comments.iter().any(|comment| comment.contains('😊')));
    assert!(comments.iter().any(|comment| sentir::placeholder::is_placeholder(comment)));
    assert_eq!(comments.iter().filter(|comment| **comment == "Buenos precios").count(), 2);
    for row in &records[3..] {
        let detection = detect(&row[13], sentir::language::parse_hint(&row[9]), &mix);
        let telling = row[13].split_whitespace().count() > 2;
        if telling {
            assert_eq!(detection.lang, if &row[9] == "ES" { Language::Es } else { Language::En }, "{}", &row[13]);
        }
    }
}
