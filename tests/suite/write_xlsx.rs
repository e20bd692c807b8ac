//! Writing Excel workbooks: native types, no formulas, the limits of a sheet.

use std::fs;
use std::io::{self, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use sentir::ErrorKind;
use sentir::table::Cell;
use sentir::write::{self, TaggedRow, Target, WriteFormat, WriteOptions};

use crate::written::{TAGS, header, record, rows, text, try_write, written};

fn sheet(bytes: Vec<u8>) -> calamine::Range<Data> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(bytes)).unwrap();
    workbook.worksheet_range("sentir").unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn xlsx_reads_back_with_native_types() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let time = day.and_hms_milli_opt(9, 5, 7, 250).unwrap();
    let old = NaiveDate::from_ymd_opt(1492, 10, 12).unwrap();
    let cells = vec![
        text("007"),
        text("12345"),
        text("-0.5"),
        text("1234567890123456"),
        Cell::Integer(7),
        Cell::Integer(1_234_567_890_123_456),
        Cell::Number(8.25),
        Cell::Boolean(true),
        Cell::Date(day),
        Cell::Timestamp(time),
        Cell::Date(old),
        text("=1+1"),
        text("  a\r\nb _x0041_ \u{1} ñ😊 "),
        Cell::Null,
        text("hola"),
    ];
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "t"];
    let bytes = written(WriteFormat::Xlsx, &header(&names, &[14]), WriteOptions::default(), &rows(&[cells]));
    let range = sheet(bytes);
    let header_cells: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(header_cells.join(","), format!("{},{TAGS}", names.join(",")));
    let row = range.rows().nth(1).unwrap();
    let string = |text: &str| Data::String(text.to_owned());
    assert_eq!(row[0], string("007"));
    assert_eq!(row[1], Data::Float(12345.0));
    assert_eq!(row[2], Data::Float(-0.5));
    assert_eq!(row[3], string("1234567890123456"));
    assert_eq!(row[4], Data::Float(7.0));
    assert_eq!(row[5], string("1234567890123456"));
    assert_eq!(row[6], Data::Float(8.25));
    assert_eq!(row[7], Data::Bool(true));
    let Data::DateTime(read) = row[8] else { panic!("{:?}", row[8]) };
    assert_eq!(read.as_datetime().unwrap(), day.and_hms_opt(0, 0, 0).unwrap());
    let Data::DateTime(read) = row[9] else { panic!("{:?}", row[9]) };
    assert!((read.as_datetime().unwrap() - time).num_milliseconds().abs() <= 1);
    assert_eq!(row[10], string("1492-10-12"));
    assert_eq!(row[11], string("=1+1"));
    assert_eq!(row[12], string("  a\r\nb _x0041_ \u{1} ñ😊 "));
    assert_eq!(row[13], Data::Empty);
    assert_eq!(row[15], string("es"));
    assert_eq!(row[16], Data::Float(0.998));
    assert_eq!(row[24], string("product;delivery"));
    assert_eq!(row[25], Data::Empty);
    assert_eq!(row[41], string("ok"));
}

#[test]
fn only_the_one_spelling_of_a_number_becomes_one() {
    for (raw, number) in [
        ("0", Some(0.0)),
        ("10", Some(10.0)),
        ("-3", Some(-3.0)),
        ("0.25", Some(0.25)),
        ("123456789012345", Some(123_456_789_012_345.0)),
        ("00", None),
        ("+5", None),
        ("5.0", None),
        (".5", None),
        ("5.", None),
        ("1e5", None),
        ("-0", None),
        ("NaN", None),
        ("inf", None),
        ("1,5", None),
        (" 5", None),
        ("0.1234567890123456", None),
        ("1234567890123456", None),
    ] {
        let rows = rows(&[vec![text(raw), text("x")]]);
        let range = sheet(written(WriteFormat::Xlsx, &header(&["a", "t"], &[1]), WriteOptions::default(), &rows));
        let expected = number.map_or_else(|| Data::String(raw.to_owned()), Data::Float);
        assert_eq!(range.rows().nth(1).unwrap()[0], expected, "{raw}");
    }
}

#[test]
fn xlsx_has_no_formulas_a_frozen_bold_header_and_a_filter() {
    let rows = rows(&[vec![text("=1+1"), text("@x")]]);
    let bytes = written(WriteFormat::Xlsx, &header(&["=2+2", "t"], &[1]), WriteOptions::default(), &rows);
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>"), "{xml}");
    assert!(xml.contains("state=\"frozen\""), "{xml}");
    assert!(xml.contains("<autoFilter ref=\"A1:AD2\"/>"), "{xml}");
    assert!(xml.find("<cols>").unwrap() < xml.find("<sheetData>").unwrap());
    assert!(part(&bytes, "xl/styles.xml").contains("<b/>"));
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.xlsx");
    let long = "😊".repeat(20_000);
    let fits = "a".repeat(32_767);
    let rows = rows(&[vec![text(&fits), text("x")], vec![text(&long), text("y")]]);
    let header = header(&["Notas", "t"], &[1]);
    let warnings = try_write(&path, WriteFormat::Xlsx, &header, WriteOptions::default(), &rows).unwrap();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("row 2, column \"Notas\"") && !warnings[0].contains("row 1"), "{warnings:?}");
    let range = sheet(fs::read(&path).unwrap());
    assert_eq!(range.rows().nth(1).unwrap()[0], Data::String(fits));
    let Data::String(cut) = &range.rows().nth(2).unwrap()[0] else { panic!("no text") };
    assert_eq!(*cut, format!("{}…", "😊".repeat(16_383)));
    assert_eq!(cut.encode_utf16().count(), 32_767);
}

#[test]
fn too_many_columns_for_a_sheet_are_refused_at_once() {
    let names: Vec<String> = (0..16_380).map(|index| format!("c{index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let target = Target::stream("out.xlsx", Box::new(io::sink())).unwrap();
    let error = write::open(target, WriteFormat::Xlsx, &header(&names, &[0]), WriteOptions::default()).err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::Output { .. }), "{error}");
    assert!(error.to_string().contains("parquet"), "{error}");
}

#[test]
#[ignore = "writes a million rows, about half a minute"]
fn more_rows_than_a_sheet_holds_are_refused() {
    let target = Target::stream("out.xlsx", Box::new(io::sink())).unwrap();
    let mut sink = write::open(target, WriteFormat::Xlsx, &header(&["t"], &[0]), WriteOptions::default()).unwrap();
    let row = TaggedRow { cells: vec![text("a")], records: vec![record(1, "a", None)] };
    for _ in 1..1_048_576 {
        sink.write(&row).unwrap();
    }
    let error = sink.write(&row).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Output { .. }), "{error}");
    assert!(error.to_string().contains("csv or parquet"), "{error}");
    sink.finish().unwrap();
}
