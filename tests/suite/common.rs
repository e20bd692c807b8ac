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
