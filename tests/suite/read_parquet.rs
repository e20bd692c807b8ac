//! Reading Parquet: types, nulls, pipes, and files that are damaged.

use std::fs;

use chrono::NaiveDate;
use sentir::error::ErrorKind;
use sentir::read::Format;
use sentir::table::{Cell, ColumnType};

use crate::exports;
use crate::opened::{assert_input_error, cell, failure, open_bytes, open_file, rows, text};

#[test]
fn types_and_nulls() {
    use ColumnType::{Boolean, Date, Integer, Number, Text, Timestamp};
    let mut source = open_file(&exports::fixture("reviews.parquet")).unwrap();
    assert_eq!(source.info.format, Format::Parquet);
    assert_eq!((source.info.header_rows, source.progress.total), (0, Some(3)));
    let kinds: Vec<ColumnType> = source.info.columns.iter().map(|column| column.kind).collect();
    assert_eq!(
        kinds,
        [
            Integer, Text, Text, Text, Integer, Number, Number, Boolean, Date, Timestamp, Text, Text, Text, Text, Text,
            Text
        ]
    );
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.fault.is_none()));
    let at = |row: usize, name: &str| cell(&source, &rows[row], name).clone();
    assert_eq!(at(0, "review_id"), Cell::Integer(9_007_199_254_740_993));
    assert_eq!(at(1, "review_text"), text("Great app,\nworks every time."));
    assert_eq!(at(2, "review_text"), Cell::Null);
    assert_eq!((at(1, "title"), at(2, "title")), (Cell::Null, text("")));
    assert_eq!((at(0, "stars"), at(1, "stars")), (text("five"), Cell::Null));
    assert_eq!((at(0, "rating"), at(2, "rating")), (Cell::Integer(1), Cell::Null));
    assert_eq!(at(0, "score").text(), "0.1", "a single-precision number reads as it was written");
    assert_eq!(at(2, "mean"), Cell::Number(1e300));
    assert_eq!(at(0, "day"), Cell::Date(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()));
    assert_eq!(at(2, "day"), Cell::Date(NaiveDate::from_ymd_opt(1969, 12, 31).unwrap()));
    assert_eq!(at(0, "created").text(), "2026-03-01 09:05:00.000007");
    assert_eq!(at(2, "created").text(), "1969-12-31 23:59:59.999999");
    assert_eq!(at(0, "created_utc"), text("2026-03-01T09:05:00Z"));
    assert_eq!(at(0, "created_madrid"), text("2026-03-01T10:05:00+01:00"));
    assert_eq!((at(0, "price"), at(1, "price"), at(2, "price")), (text("12.34"), Cell::Null, text("-0.05")));
    assert_eq!((at(0, "tags"), at(1, "tags")), (text("[app, pago]"), Cell::Null));
    assert_eq!((at(0, "raw"), at(1, "raw")), (text("año"), text("ff00")));
    assert_eq!((at(0, "counter"), at(1, "counter")), (Cell::Integer(7), text("18446744073709551615")));
}

#[cfg(unix)]
#[test]
fn from_a_pipe_is_read_and_a_workbook_is_not() {
    let piped = |name: &str, fixture: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let (to, bytes) = (path.clone(), fs::read(exports::fixture(fixture)).unwrap());
        let writer = std::thread::spawn(move || {
            // The reader may go away before all is written.
            let _ = fs::write(to, bytes);
        });
        let opened = open_file(&path);
        writer.join().unwrap();
        opened
    };
    let mut source = piped("a.parquet", "reviews.parquet").unwrap();
    assert_eq!(rows(&mut source).len(), 3);
    let error = failure(piped("a.xlsx", "surveymonkey.xlsx"));
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }), "{error}");
}

#[test]
fn streams_more_than_one_batch() {
    use arrow_array::{ArrayRef, Int64Array};
    let numbers: ArrayRef = std::sync::Arc::new(Int64Array::from_iter_values(0..5_000));
    let mut source = open_bytes("a.parquet", exports::parquet_of(vec![("n", numbers)])).unwrap();
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 5_000);
    assert!(rows.iter().zip(0..).all(|(row, number)| row.cells == [Cell::Integer(number)]));
}

#[test]
fn without_rows_has_its_columns() {
    use arrow_array::{ArrayRef, StringArray};
    let texts: ArrayRef = std::sync::Arc::new(StringArray::from(Vec::<&str>::new()));
    let mut source = open_bytes("a.parquet", exports::parquet_of(vec![("¿Por qué?", texts)])).unwrap();
    assert_eq!(source.info.columns[0].question.as_deref(), Some("¿Por qué?"));
    assert!(rows(&mut source).is_empty());
}

#[test]
fn damaged_files_say_what_to_do() {
    let whole = fs::read(exports::fixture("reviews.parquet")).unwrap();
    assert_input_error(open_bytes("a.parquet", &whole[..whole.len() - 100]), "its end is missing");
    assert_input_error(open_bytes("a.parquet", "id;comentario\n1;bien\n"), "PAR1");
    assert_input_error(open_bytes("a.parquet", ""), "empty");
    let mut footer = whole.clone();
    let length = footer.len();
    footer[length - 8..length - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_input_error(open_bytes("a.parquet", &footer), "damaged");
    let mut encrypted = whole;
    encrypted[length - 4..].copy_from_slice(b"PARE");
    assert_input_error(open_bytes("a.parquet", &encrypted), "encrypted");
}
