//! Whatever the bytes are: reading ends, never panics, numbers its rows without gaps, and what was written well is
//! read back as it was.
//!
//! A longer run: `PROPTEST_CASES=20000 cargo test --test suite fuzz`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::common;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sentir::read::{self, Format, Input, ReadOptions};
use sentir::table::Row;

/// Reads a file to its end: the rows and how many columns there are, or nothing where it is refused.
fn read(content: &[u8], options: &ReadOptions) -> Option<(Vec<Row>, usize)> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("answers.csv");
    std::fs::write(&path, content).expect("a file");
    let mut source = read::open(&Input::File(path), options).ok()?;
    let columns = source.info.columns.len();
    let mut rows = Vec::new();
    while let Ok(Some(row)) = source.next_row() {
        rows.push(row);
        assert!(rows.len() <= content.len() + 1, "more rows than bytes");
    }
    Some((rows, columns))
}

fn check(content: &[u8], options: &ReadOptions) {
    let Some((rows, columns)) = read(content, options) else { return };
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row.number, index as u64 + 1, "row numbers have no gaps");
        assert_eq!(row.cells.len(), columns, "row {} has a cell a column", row.number);
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    let mut paths: Vec<PathBuf> =
        folder.read_dir().expect("fixtures").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| ["csv", "tsv", "txt"].iter().any(|known| end == *known)));
    paths.sort();
    paths
}

const COMMON: &[&[u8]] = &[b",", b";", b"\"", b"\"\"", b"\n", b"\r\n", b"\r", b"a", b"b1", b" ", b"\t"];
const RARE: &[&[u8]] =
    &[b"\xC3\xA9", b"\xE9", b"\0", b"\xFF\xFE", b"\xEF\xBB\xBF", b"sep=;\n", b"{\"ImportId\":\"x\"}"];
const CHANGES: &[&[u8]] = &[b"\"", b"\n", b"\r", b",", b";", b"\0", b"\xE9", b"\xD8\x3D"];
const ENCODINGS: &[Option<&str>] =
    &[None, Some("utf-16be"), Some("windows-1252"), Some("shift_jis"), Some("iso-2022-jp"), Some("utf-8")];
const DELIMITERS: &[Option<u8>] = &[None, Some(b','), Some(b'\t')];

/// Bytes that matter to a reader of delimited text, and some others.
fn telling_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![8 => select(COMMON), 1 => select(RARE)];
    vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = ReadOptions> {
    (select(ENCODINGS), select(DELIMITERS)).prop_map(|(encoding, delimiter)| ReadOptions {
        format: Some(Format::Csv),
        encoding: encoding.map(str::to_owned),
        delimiter,
        ..ReadOptions::default()
    })
}

/// A change to a file: at a place, so many bytes out, these bytes in.
fn change() -> impl Strategy<Value = (Index, usize, Vec<u8>)> {
    let bytes = prop_oneof![select(CHANGES).prop_map(<[u8]>::to_vec), vec(any::<u8>(), 0..6),];
    (any::<Index>(), 0..4usize, bytes)
}

proptest! {
    #![proptest_config(common::fuzz(128))]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(content in vec(any::<u8>(), 0..600), options in options()) {
        check(&content, &options);
    }

    #[test]
    fn arbitrary_text_is_read_or_refused(content in telling_bytes(), options in options()) {
        check(&content, &options);
    }

    #[test]
    fn changed_exports_are_read_or_refused(
        fixture in select(fixtures()),
        changes in vec(change(), 1..8),
        cut in proptest::option::of(any::<Index>()),
    ) {
        let mut content = std::fs::read(fixture).expect("a fixture");
        for (place, out, bytes) in changes {
            let start = place.index(content.len() + 1);
            let end = (start + out).min(content.len());
            content.splice(start..end, bytes);
        }
        if let Some(cut) = cut {
            content.truncate(cut.index(content.len() + 1));
        }
        check(&content, &ReadOptions::default());
    }

    #[test]
    fn a_stray_quote_costs_no_row(
        cells in vec("[a-zé ]{1,12}", 4..40),
        place in any::<Index>(),
        quoted in any::<bool>(),
    ) {
        // Three columns; one cell opens a quote that is never closed.
        let broken = place.index(cells.len());
        let mut content = String::from("id,comment,n\n");
        for (index, cell) in cells.iter().enumerate() {
            let cell = match (index == broken, quoted) {
                (true, _) => format!("\"{cell}"),
                (false, true) => format!("\"{cell}\""),
                (false, false) => cell.clone(),
            };
            writeln!(content, "{index},{cell},5").expect("memory");
        }
        let (rows, _) = read(content.as_bytes(), &ReadOptions::default()).expect("readable");
        prop_assert_eq!(rows.len(), cells.len());
        for (index, row) in rows.iter().enumerate() {
            prop_assert_eq!(row.fault.is_some(), index == broken, "row {}: {:?}", row.number, row.fault);
            prop_assert_eq!(row.cells[0].text(), index.to_string());
            prop_assert_eq!(row.cells[2].text(), "5");
        }
    }

    #[test]
    fn what_is_written_is_read_back(
        width in 1..5usize,
        cells in vec("[ -~\n\r\té¿ñ€–😀]{0,12}", 0..60),
        delimiter in select(&b",;\t|"[..]),
        line_end in select(&[csv::Terminator::CRLF, csv::Terminator::Any(b'\n')][..]),
        always in any::<bool>(),
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(line_end)
            .quote_style(style)
            .from_writer(Vec::new());
        let header: Vec<String> = (0..width).map(|index| format!("column {}", char::from(b'a' + index as u8))).collect();
        writer.write_record(&header).expect("memory");
        let rows: Vec<&[String]> = cells.chunks_exact(width).collect();
        for row in &rows {
            writer.write_record(*row).expect("memory");
        }
        let content = writer.into_inner().expect("memory");
        let options = ReadOptions { delimiter: Some(delimiter), ..ReadOptions::default() };
        let (read, columns) = read(&content, &options).expect("readable");
        prop_assert_eq!(columns, width);
        let read: Vec<Vec<String>> =
            read.iter().map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect()).collect();
        prop_assert_eq!(read, rows);
    }
}
