//! Damaged workbooks, Parquet files and JSON Lines: an error or a fault, never a panic, never an endless read.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use sentir::error::ErrorKind;
use sentir::read::{Input, ReadOptions, open};

use crate::{common, exports};

/// What the damaged files are made of has fewer rows than this, whatever is done to it.
const MOST_ROWS: u64 = 1_048_576;

/// Reads a file to its end; what is wrong with it must be its fault, and told.
fn read(path: &Path) -> TestCaseResult {
    let blamed = |error: &sentir::Error| matches!(error.kind(), ErrorKind::Input { .. } | ErrorKind::Usage { .. });
    let mut source = match open(&Input::File(path.to_owned()), &ReadOptions::default()) {
        Ok(source) => source,
        Err(error) => {
            prop_assert!(blamed(&error), "{error}");
            return Ok(());
        }
    };
    let width = source.info.columns.len();
    let mut last = 0;
    loop {
        match source.next_row() {
            Ok(Some(row)) => {
                prop_assert_eq!(row.number, last + 1);
                prop_assert_eq!(row.cells.len(), width);
                last = row.number;
                prop_assert!(last <= MOST_ROWS);
            }
            Ok(None) => return Ok(()),
            Err(error) => {
                prop_assert!(blamed(&error), "{error}");
                prop_assert!(source.next_row().is_ok_and(|row| row.is_none()), "an error is the end");
                return Ok(());
            }
        }
    }
}

fn read_bytes(extension: &str, bytes: &[u8]) -> TestCaseResult {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(PathBuf::from("a").with_extension(extension));
    fs::write(&path, bytes).unwrap();
    read(&path)
}

/// Some bytes of `bytes` replaced, and the end cut off.
fn damaged(bytes: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = bytes.len();
    let edits = prop::collection::vec((0..length, any::<u8>()), 0..12);
    let cut = prop_oneof![3 => Just(length), 1 => 0..length];
    (edits, cut).prop_map(move |(edits, cut)| {
        let mut bytes = bytes.clone();
        for (place, byte) in edits {
            bytes[place] = byte;
        }
        bytes.truncate(cut);
        bytes
    })
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(exports::fixture(name)).unwrap()
}

/// A workbook's XML, not packed, so that damage reaches the parser: rows, references, types, numbers.
fn sheet_data() -> impl Strategy<Value = String> {
    let place = prop_oneof![
        Just(String::new()),
        "[A-Z]{1,4}[0-9]{1,10}".prop_map(|place| format!(" r=\"{place}\"")),
        Just(" r=\"\"".to_owned()),
    ];
    let kind = prop::sample::select(vec![
        "",
        " t=\"s\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"str\"",
        " t=\"n\"",
        " t=\"d\"",
        " t=\"zz\"",
        " s=\"7\"",
    ]);
    let value =
        prop_oneof!["[0-9]{0,25}", "#[A-Z]{1,6}!", "-?[0-9]e[0-9]{1,4}", "[a-z&<;]{0,6}", Just("_xD800_".to_owned())];
    let cell = (place, kind, value).prop_map(|(place, kind, value)| format!("<c{place}{kind}><v>{value}</v></c>"));
    let row = ("[0-9]{0,11}", prop::collection::vec(cell, 0..5)).prop_map(|(number, cells)| {
        let number = if number.is_empty() { String::new() } else { format!(" r=\"{number}\"") };
        format!("<row{number}>{}</row>", cells.concat())
    });
    prop::collection::vec(row, 0..6).prop_map(|rows| {
        let head = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>id</v></c><c r=\"B1\" t=\"str\"><v>texto</v></c></row>";
        format!("{head}{}", rows.concat())
    })
}

fn json_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(r#"{"id": 1, "texto": "muy bien", "a": {"b": [1, {"c": null}], "d": 2.5}}"#.to_owned()),
        1 => r#"[{}\[\]",:a-z0-9\\u \t]{0,60}"#,
        1 => r#"\{"[a-z.]{0,4}": ("\\\\ud[89a-f]00"|-?[0-9]{1,30}|[0-9]e[0-9]{1,5}|\{\}|null)\}"#,
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(common::fuzz(96))]

    #[test]
    fn workbooks_with_damaged_bytes(bytes in damaged(fixture("microsoft_forms_es.xlsx"))) {
        read_bytes("xlsx", &bytes)?;
    }

    #[test]
    fn workbooks_with_damaged_xml(data in sheet_data()) {
        read_bytes("xlsx", &exports::raw_workbook(&data, "<sst><si><t>uno</t></si></sst>"))?;
    }

    #[test]
    fn parquet_with_damaged_bytes(bytes in damaged(fixture("reviews.parquet"))) {
        read_bytes("parquet", &bytes)?;
    }

    #[test]
    fn json_lines_of_any_kind(lines in prop::collection::vec(json_line(), 0..12)) {
        read_bytes("jsonl", lines.join("\n").as_bytes())?;
    }

    #[test]
    fn json_lines_with_damaged_bytes(bytes in damaged(fixture("zendesk.jsonl"))) {
        read_bytes("jsonl", &bytes)?;
    }
}
