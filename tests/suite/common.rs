//! What several tests need.

use std::sync::atomic::AtomicBool;

use proptest::test_runner::Config as ProptestConfig;
use sentir::journal::{Journal, Replay};
use sentir::language::Mix;
use sentir::pipeline::{self, Options, Task};
use sentir::read::dialect::Dialect;
use sentir::read::roles::{Question, Roles, TextColumn};
use sentir::read::{Format, Progress, Rows, Source, SourceInfo};
use sentir::table::{Cell, Column, Row};
use sentir::{Record, Result, Tagger};
use serde::Deserialize;
use serde_json::Value;

/// A line of the corpus.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CorpusRow {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) question: Option<String>,
}

/// The rows of a corpus file.
pub(crate) fn corpus_rows(path: &str) -> Vec<CorpusRow> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

struct InMemory(std::vec::IntoIter<Row>);

impl Rows for InMemory {
    fn next_row(&mut self) -> Result<Option<Row>> {
        Ok(self.0.next())
    }
}

/// Runs the pipeline over rows in memory: columns id, question, text.
pub(crate) fn classify_rows<'a>(
    rows: impl Iterator<Item = &'a CorpusRow>,
    jobs: usize,
    cancel: &AtomicBool,
) -> Vec<Record> {
    let column = |name: &str| Column { name: name.into(), key: name.into(), ..Column::default() };
    let info = SourceInfo {
        name: "rows".into(),
        format: Format::Jsonl,
        compression: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        dialect: Dialect::Generic,
        header_rows: 0,
        columns: vec![column("id"), column("question"), column("text")],
    };
    let rows: Vec<Row> = rows
        .enumerate()
        .map(|(index, row)| Row {
            number: index as u64 + 1,
            cells: vec![
                Cell::Text(row.id.clone()),
                row.question.clone().map_or(Cell::Null, Cell::Text),
                Cell::Text(row.text.clone()),
            ],
            fault: None,
        })
        .collect();
    let roles = Roles {
        text: vec![TextColumn { index: 2, question: Some(Question::Column(1)) }],
        id: Some(0),
        ..Roles::default()
    };
    let source = Source::new(info, Progress::default(), Box::new(InMemory(rows.into_iter())));
    let tasks = vec![Task { source, roles, mix: Mix::default() }];
    let options = Options { jobs, lang: None, probs: true, fields: false };
    let tagger = Tagger::bundled().unwrap();
    let mut records = Vec::new();
    pipeline::run(&tagger, tasks, &options, Replay::none(), &mut Journal::none(), cancel, |row| {
        records.extend(row.records.iter().cloned());
        Ok(())
    })
    .unwrap();
    records
}

/// The configuration of a fuzzer: `cases` cases, or as many as `PROPTEST_CASES` says.
pub(crate) fn fuzz(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let default = ProptestConfig::default();
    ProptestConfig { cases: if asked { default.cases } else { cases }, failure_persistence: None, ..default }
}

/// Asserts that a number is the expected one but for its last digits.
#[track_caller]
pub(crate) fn near(found: f64, expected: f64) {
    within(found, expected, 1e-9 * expected.abs().max(1.0));
}

/// Asserts that a number is the expected one but for so much.
#[track_caller]
pub(crate) fn within(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} for {expected}");
}

/// Asserts that a message has all of these parts.
#[track_caller]
pub(crate) fn says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{message}\nlacks {part}");
    }
}

/// Asserts that two values of JSON are the same, numbers to the last digits that sums in another order leave.
#[track_caller]
pub(crate) fn same(a: &Value, b: &Value) {
    same_at(a, b, "");
}

#[track_caller]
fn same_at(a: &Value, b: &Value, at: &str) {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0), "{at}: {a} {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{at}");
            a.iter().zip(b).enumerate().for_each(|(index, (a, b))| same_at(a, b, &format!("{at}[{index}]")));
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{at}");
            a.iter().for_each(|(key, value)| same_at(value, &b[key], &format!("{at}.{key}")));
        }
        _ => assert!(a == b, "{at}: {a} {b}"),
    }
}

/// Asserts of every share and net in a value of JSON that its interval is there and holds it, and that it is null where it is of none
/// and nowhere else (what is no number is written as null).
#[track_caller]
pub(crate) fn sound(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(sound),
        Value::Object(map) => {
            let figure = ["share", "net"].iter().find_map(|key| map.get(*key).filter(|one| !one.is_object()));
            if let (Some(figure), Some(low), Some(high)) = (figure, map.get("low"), map.get("high")) {
                let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("no number in {map:?}"));
                let (low, high, n) = (number(low), number(high), number(&map["n"]));
                assert!(low <= high && !(low == 0.0 && low.is_sign_negative()), "{map:?}");
                assert_eq!(figure.is_null(), n == 0.0, "{map:?}");
                assert!(figure.is_null() || (low..=high).contains(&number(figure)), "{map:?}");
            }
            map.values().for_each(sound);
        }
        _ => {}
    }
}

/// Random numbers for simulations (a 64-bit linear congruential generator of Knuth, its upper bits).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// From 0 to 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below this one.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.uniform() * bound as f64) as usize
    }

    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// How many of `n` fall under a chance: drawn one by one, or for many by the normal approximation.
    pub(crate) fn binomial(&mut self, n: u64, p: f64) -> f64 {
        if n > 2000 {
            let (n, p) = (n as f64, p.clamp(0.0, 1.0));
            return (n * p + (n * p * (1.0 - p)).sqrt() * self.normal()).round().clamp(0.0, n);
        }
        (0..n).filter(|_| self.uniform() < p).count() as f64
    }
}
