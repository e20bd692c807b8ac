//! What holds for every format that is written: equal bytes, streams, and rows or options that do not fit.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use sentir::table::Cell;
use sentir::write::{self, ExcelLocale, TaggedRow, Target, WriteFormat, WriteOptions, format_of};
use sentir::{Error, ErrorKind};

use crate::written::{excel, header, record, rows, text, written};

#[test]
fn a_format_goes_by_the_extension() {
    for (name, format) in [
        ("a.csv", Some(WriteFormat::Csv)),
        ("a.CSV", Some(WriteFormat::Csv)),
        ("b/a.tsv", Some(WriteFormat::Tsv)),
        ("a.jsonl", Some(WriteFormat::Jsonl)),
        ("a.ndjson.gz", Some(WriteFormat::Jsonl)),
        ("a.csv.zst", Some(WriteFormat::Csv)),
        ("a.xlsx", Some(WriteFormat::Xlsx)),
        ("a.parquet", Some(WriteFormat::Parquet)),
        ("a.xlsx.gz", None),
        ("a.txt", None),
        ("csv", None),
        (".csv", None),
        ("a.gz", None),
    ] {
        assert_eq!(format_of(Path::new(name)), format, "{name}");
    }
}

#[test]
fn equal_rows_give_equal_bytes() {
    let header = header(&["id", "t"], &[1]);
    let cells: Vec<_> =
        (0..500).map(|index| vec![Cell::Integer(index), text(&format!("comentario {index}"))]).collect();
    let rows = rows(&cells);
    for format in [WriteFormat::Jsonl, WriteFormat::Csv, WriteFormat::Tsv, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let first = written(format, &header, WriteOptions::default(), &rows);
        // Time stamps in archives go by two seconds, those in documents by one.
        std::thread::sleep(std::time::Duration::from_millis(if format == WriteFormat::Xlsx { 2_100 } else { 0 }));
        assert!(first == written(format, &header, WriteOptions::default(), &rows), "{format:?}");
    }
}

#[test]
fn excel_is_refused_where_it_means_nothing() {
    for format in [WriteFormat::Jsonl, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let target = Target::stream("test", Box::new(io::sink())).unwrap();
        let error = write::open(target, format, &header(&["t"], &[0]), excel(ExcelLocale::Es)).err().unwrap();
        assert!(matches!(error.kind(), ErrorKind::Usage { hint: Some(_), .. }), "{error}");
    }
}

#[test]
fn a_row_that_does_not_fit_its_header_is_our_fault() {
    let header = header(&["t"], &[0]);
    for row in [
        TaggedRow { cells: vec![text("a"), text("b")], records: vec![record(1, "a", None)] },
        TaggedRow { cells: vec![text("a")], records: vec![] },
    ] {
        for format in [WriteFormat::Csv, WriteFormat::Xlsx, WriteFormat::Parquet] {
            let target = Target::stream("test", Box::new(io::sink())).unwrap();
            let mut sink = write::open(target, format, &header, WriteOptions::default()).unwrap();
            let error = sink.write(&row).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Internal(_)), "{error}");
        }
    }
}

/// A pipe whose reader went away after some bytes, or a full disk.
struct Failing(usize, io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(self.1.into());
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn outcome(format: WriteFormat, kind: io::ErrorKind) -> Result<(), Error> {
    let target = Target::stream("standard output", Box::new(Failing(100, kind)))?;
    let mut sink = write::open(target, format, &header(&["t"], &[0]), WriteOptions::default())?;
    for row in rows(&vec![vec![text("bien")]; 2_000]) {
        sink.write(&row)?;
    }
    sink.finish()
}

#[test]
fn a_reader_that_goes_away_is_told_from_a_failure() {
    for format in [WriteFormat::Jsonl, WriteFormat::Csv, WriteFormat::Tsv, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let error = outcome(format, io::ErrorKind::BrokenPipe).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::BrokenPipe), "{format:?}: {error}");
        let error = outcome(format, io::ErrorKind::StorageFull).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Output { .. }), "{format:?}: {error}");
    }
}

/// A writer that others can look into.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn every_format_can_be_streamed() {
    let header = header(&["t"], &[0]);
    let rows = rows(&[vec![text("bien")]]);
    for format in [WriteFormat::Jsonl, WriteFormat::Csv, WriteFormat::Tsv, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let shared = Shared::default();
        let target = Target::stream("standard output", Box::new(shared.clone())).unwrap();
        let mut sink = write::open(target, format, &header, WriteOptions::default()).unwrap();
        sink.write(&rows[0]).unwrap();
        sink.finish().unwrap();
        let streamed = shared.0.lock().unwrap().clone();
        assert!(streamed == written(format, &header, WriteOptions::default(), &rows), "{format:?}");
    }
}
