//! Reading JSON Lines: columns under dot paths, and lines that are bad.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use sentir::read::{Format, OTHER_KEYS};
use sentir::table::Cell;

use crate::exports;
use crate::opened::{assert_input_error, cell, fault, file, names, open_bytes, open_file, rows, text};

#[test]
fn objects_become_columns_under_dot_paths() {
    let mut source = open_file(&exports::fixture("zendesk.jsonl")).unwrap();
    assert_eq!(source.info.format, Format::Jsonl);
    assert_eq!(
        names(&source),
        [
            "id",
            "url",
            "subject",
            "description",
            "status",
            "via.channel",
            "via.source.rel",
            "tags",
            "priority",
            "is_public",
            "score",
            "via.source.from.address",
            "satisfaction_rating.score",
            "satisfaction_rating.comment",
        ]
    );
    let rows = rows(&mut source);
    let at = |row: usize, name: &str| cell(&source, &rows[row], name).clone();
    assert_eq!(at(0, "id"), Cell::Integer(35436));
    assert_eq!(at(0, "tags"), text(r#"["pedido","silla"]"#));
    assert_eq!(at(0, "is_public"), Cell::Boolean(true));
    assert_eq!(at(0, "score"), Cell::Number(0.5));
    assert_eq!(at(0, "satisfaction_rating.comment"), Cell::Null);
    assert_eq!(at(0, "priority"), Cell::Null);
    assert_eq!(at(1, "satisfaction_rating.comment"), text("Two weeks for an answer, and it was a template."));
    assert_eq!(at(1, "via.source.from.address"), text("a@b.example"));
    assert_eq!(at(5, "description"), text("¿Abren los domingos? 😀"));
    assert_eq!(at(5, "score"), text("18446744073709551615"), "beyond 64 signed bits nothing is rounded");
}

#[test]
fn bad_lines_are_faults_and_the_rest_goes_on() {
    let mut source = open_file(&exports::fixture("zendesk.jsonl")).unwrap();
    let rows = rows(&mut source);
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let faulty: Vec<u64> = rows.iter().filter(|row| row.fault.is_some()).map(|row| row.number).collect();
    assert_eq!(faulty, [3, 4, 5]);
    assert!(fault(&rows[2]).starts_with("line 4: "), "blank lines count as lines: {}", fault(&rows[2]));
    assert!(fault(&rows[3]).contains("surrogate"), "{}", fault(&rows[3]));
    assert!(fault(&rows[4]).contains("an array where a JSON object should be"), "{}", fault(&rows[4]));
    assert!(rows[3].cells.iter().all(|cell| *cell == Cell::Null));
    assert!(rows[3].cells.len() == source.info.columns.len());
}

#[test]
fn faults_never_hold_what_the_line_holds() {
    let lines = [
        r#"{"text": "bien"}"#,
        r#""secreto secreto secreto""#,
        r#"{"text": "secreto" "#,
        r#"{"text": "secreto" secreto}"#,
        "{\"text\": \"secreto\u{1}\"}",
        r#"{"text": "secreto", "text": "secreto"}"#,
        r#"{"text": {"secreto"}}"#,
        "42",
        "null",
    ];
    let mut source = open_bytes("a.jsonl", lines.join("\n")).unwrap();
    let rows = rows(&mut source);
    assert_eq!(rows.len(), lines.len());
    assert!(rows[0].fault.is_none());
    for row in &rows[1..] {
        assert!(row.fault.is_some() && !fault(row).contains("secreto"), "{}", fault(row));
    }
    assert!(fault(&rows[5]).contains("the key \"text\" stands twice"));
}

#[test]
fn too_deep_and_too_long_lines_are_faults() {
    let deep = format!("{{\"text\": {}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let nested = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let long = format!("{{\"text\": \"{}\"}}", "a".repeat(17 << 20));
    let lines = format!("{{\"text\": \"uno\"}}\n{deep}\n{nested}\n{long}\n{{\"text\": \"dos\"}}");
    let mut source = open_bytes("a.jsonl", lines).unwrap();
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 5);
    assert!(fault(&rows[1]).contains("recursion limit"), "{}", fault(&rows[1]));
    assert!(fault(&rows[2]).contains("recursion limit"), "{}", fault(&rows[2]));
    assert!(fault(&rows[3]).contains("longer than 16 MiB"), "{}", fault(&rows[3]));
    assert_eq!(rows[4].cells, [text("dos")]);
    assert!(rows[4].fault.is_none());
}

#[test]
fn a_key_that_comes_late_is_a_column_all_the_same() {
    let mut lines = String::new();
    for number in 0..3_000 {
        let _ = writeln!(lines, "{{\"id\": {number}, \"rating\": null}}");
    }
    lines.push_str("{\"id\": 3000, \"rating\": {\"comment\": \"tarde\"}}\n");
    let mut source = open_bytes("a.jsonl", lines).unwrap();
    assert_eq!(names(&source), ["id", "rating.comment"]);
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 3_001);
    assert!(rows.iter().all(|row| row.fault.is_none()));
    assert_eq!(rows[3_000].cells, [Cell::Integer(3000), text("tarde")]);
}

#[cfg(unix)]
#[test]
fn from_a_pipe_keeps_late_keys_in_a_last_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.jsonl");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let to = path.clone();
    let writer = std::thread::spawn(move || {
        let mut pipe = fs::OpenOptions::new().write(true).open(to).unwrap();
        for number in 0..1_500 {
            writeln!(pipe, "{{\"id\": {number}}}").unwrap();
        }
        writeln!(pipe, "{{\"id\": 1500, \"late\": {{\"comment\": \"tarde\", \"n\": [1]}}}}").unwrap();
    });
    let mut source = open_file(&path).unwrap();
    assert_eq!(names(&source), ["id", OTHER_KEYS]);
    let rows = rows(&mut source);
    writer.join().unwrap();
    assert_eq!(rows.len(), 1_501);
    assert_eq!(rows[0].cells, [Cell::Integer(0), Cell::Null]);
    assert_eq!(rows[1_500].cells, [Cell::Integer(1500), text(r#"{"late.comment":"tarde","late.n":[1]}"#)]);
}

#[test]
fn with_more_keys_than_columns_keeps_the_rest() {
    let keys: Vec<String> = (0..5_000).map(|key| format!("\"k{key}\": {key}")).collect();
    let mut source = open_bytes("a.jsonl", format!("{{{}}}", keys.join(", "))).unwrap();
    assert_eq!(source.info.columns.len(), 4_097);
    let rows = rows(&mut source);
    let Cell::Text(rest) = &rows[0].cells[4_096] else { panic!("no rest") };
    assert!(rest.starts_with("{\"k4096\":4096,") && rest.ends_with("\"k4999\":4999}"));
}

#[test]
fn in_other_encodings_and_packed() {
    let plain = "{\"texto\": \"Muy rápido, señor 😀\"}\n{\"texto\": \"año\"}\n";
    let mut bom = vec![0xEF, 0xBB, 0xBF];
    bom.extend(plain.as_bytes());
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(plain.encode_utf16().flat_map(u16::to_le_bytes));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    let inputs: [(&str, Vec<u8>, Option<&str>); 4] = [
        ("a.jsonl", bom, None),
        ("a.ndjson", wide, None),
        ("a.jsonl.gz", gzip.finish().unwrap(), Some("gzip")),
        ("a.jsonl.zst", zstd::encode_all(plain.as_bytes(), 1).unwrap(), Some("zstd")),
    ];
    for (name, bytes, compression) in inputs {
        let mut source = open_bytes(name, bytes).unwrap();
        assert_eq!(source.info.compression, compression, "{name}");
        assert_eq!(names(&source), ["texto"], "{name}");
        let cells: Vec<Cell> = rows(&mut source).into_iter().flat_map(|row| row.cells).collect();
        assert_eq!(cells, [text("Muy rápido, señor 😀"), text("año")], "{name}");
    }
}

#[test]
fn undecodable_bytes_cost_their_line_only() {
    let mut bytes = "{\"texto\": \"año\"}\n{\"texto\": \"a".as_bytes().to_vec();
    bytes.push(0xF1);
    bytes.extend("o\"}\n{\"texto\": \"señal\"}\n".as_bytes());
    let mut source = open_bytes("a.jsonl", bytes).unwrap();
    let rows = rows(&mut source);
    assert!(fault(&rows[1]).contains("0xF1"), "{}", fault(&rows[1]));
    assert_eq!(rows[2].cells, [text("señal")]);
}

#[test]
fn a_cut_archive_gives_its_good_rows_first() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    for number in 0..20_000 {
        writeln!(gzip, "{{\"n\": {number}}}").unwrap();
    }
    let bytes = gzip.finish().unwrap();
    let (_folder, path) = file("a.jsonl.gz", &bytes[..bytes.len() / 2]);
    let mut source = open_file(&path).unwrap();
    let mut good = 0;
    let error = loop {
        match source.next_row() {
            Ok(Some(_)) => good += 1,
            Ok(None) => panic!("the end of a cut file is no end"),
            Err(error) => break error,
        }
    };
    assert!(good > 5_000, "{good}");
    assert!(error.to_string().contains("cut off"), "{error}");
}

#[test]
fn that_is_other_json_says_how_to_turn_it_into_lines() {
    assert_input_error(open_bytes("a.jsonl", "[{\"a\": 1},\n {\"a\": 2}]\n"), "a JSON array");
    assert_input_error(open_bytes("a.jsonl", "{\n  \"a\": 1\n}\n"), "spread over several lines");
    assert_input_error(open_bytes("a.jsonl", "id;texto\n1;bien\n"), "no line is a JSON object");
    assert_input_error(open_bytes("a.jsonl", "\n \n"), "empty");
}
