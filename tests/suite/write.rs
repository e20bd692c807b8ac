//! What the sinks write: exact bytes, round trips, and the ways a target says no.
#![allow(clippy::unwrap_used, reason = "a test that panics fails")]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use sentir::labels::{Emotion, Family, Language, Sentiment, Touchpoint};
use sentir::record::{Flag, Probs, Record, Status, Tags, TouchpointTag};
use sentir::table::{Cell, Column, ColumnType, unique_keys};
use sentir::write::{self, Destination, ExcelLocale, Header, TaggedRow, Target, WriteFormat, WriteOptions, format_of};
use sentir::{Error, ErrorKind};

const TAGS: &str = "lang,lang_p,sentiment,sentiment_p,sentiment_score,emotion,emotion_p,emotion_family,\
emotion_family_p,touchpoints,tp_marketing,tp_price,tp_availability,tp_purchase,tp_premises,tp_digital,tp_staff,\
tp_delivery,tp_product,tp_billing,tp_support,tp_aftersales,tp_returns,tp_loyalty,tp_cancellation,flags,status,model";

fn columns(names: &[&str]) -> Vec<Column> {
    unique_keys(names.iter().copied())
        .into_iter()
        .zip(names)
        .map(|(key, name)| Column { name: (*name).to_owned(), key, ..Column::default() })
        .collect()
}

fn header(names: &[&str], text: &[usize]) -> Header {
    Header { columns: columns(names), text: text.to_vec() }
}

fn tags() -> Tags {
    let touchpoint =
        |label: Touchpoint, p, sentiment| TouchpointTag { label, stage: label.stage(), p, sentiment, sentiment_p: 0.9 };
    Tags {
        lang: Language::Es,
        lang_p: 0.998,
        sentiment: Sentiment::Mixed,
        sentiment_p: 0.71,
        sentiment_score: -0.04,
        emotion: Emotion::Frustration,
        emotion_p: 0.64,
        emotion_family: Family::Anger,
        emotion_family_p: 0.77,
        touchpoints: vec![
            touchpoint(Touchpoint::Product, 0.93, Sentiment::Positive),
            touchpoint(Touchpoint::Delivery, 0.91, Sentiment::Negative),
        ],
        probs: None,
    }
}

fn record(row: u64, text: &str, tags: Option<Tags>) -> Record {
    Record {
        id: format!("R_{row}"),
        row,
        source: "survey.csv".to_owned(),
        column: "Comentario".to_owned(),
        question: None,
        text: text.to_owned(),
        status: if tags.is_some() { Status::Ok } else { Status::Skipped },
        flags: if tags.is_some() { vec![] } else { vec![Flag::Empty, Flag::Placeholder] },
        model: tags.is_some().then(|| "tester 1.0".into()),
        tags,
        error: None,
        fields: vec![("Canal".to_owned(), "Tienda".to_owned())],
    }
}

fn text(cell: &str) -> Cell {
    Cell::Text(cell.to_owned())
}

/// Rows of one text column, each of these cells; tagged, but for the last cell being blank.
fn rows(cells: &[Vec<Cell>]) -> Vec<TaggedRow> {
    cells
        .iter()
        .enumerate()
        .map(|(index, cells)| {
            let comment = cells.last().map(|cell| cell.text().into_owned()).unwrap_or_default();
            let tags = (!comment.is_empty()).then(tags);
            TaggedRow { cells: cells.clone(), records: vec![record(index as u64 + 1, &comment, tags)] }
        })
        .collect()
}

fn try_write(
    path: &Path,
    format: WriteFormat,
    header: &Header,
    options: WriteOptions,
    rows: &[TaggedRow],
) -> Result<Vec<String>, Error> {
    let target = Target::open(&Destination::File(path.to_owned()), format, false)?;
    let mut sink = write::open(target, format, header, options)?;
    for row in rows {
        sink.write(row)?;
    }
    let warnings = sink.warnings();
    sink.finish()?;
    Ok(warnings)
}

/// What these rows look like in this format.
fn written(format: WriteFormat, header: &Header, options: WriteOptions, rows: &[TaggedRow]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    try_write(&path, format, header, options, rows).unwrap();
    fs::read(path).unwrap()
}

fn csv(header: &Header, rows: &[TaggedRow]) -> String {
    String::from_utf8(written(WriteFormat::Csv, header, WriteOptions::default(), rows)).unwrap()
}

fn excel(locale: ExcelLocale) -> WriteOptions {
    WriteOptions { excel: Some(locale), probs: false }
}

fn probs() -> Probs {
    let map = |json: &str| serde_json::from_str(json).unwrap();
    Probs { sentiment: map(r#"{"positive":0.2}"#), emotion: map(r#"{"joy":0.1}"#), touchpoints: map("{}") }
}

// Delimited text

#[test]
fn csv_holds_the_originals_then_the_tags() {
    let header = header(&["id", "Canal", "Comentario"], &[2]);
    let rows = rows(&[
        vec![text("007"), text("a \"b\", c"), text("Muy bien.\nCaro")],
        vec![text("8"), text(" Web "), text("")],
    ]);
    assert_eq!(
        csv(&header, &rows),
        format!(
            "id,Canal,Comentario,{TAGS}\n\
             007,\"a \"\"b\"\", c\",\"Muy bien.\nCaro\",es,0.998,mixed,0.71,-0.04,frustration,0.64,anger,0.77,\
             product;delivery,,,,,,,,negative,positive,,,,,,,,ok,tester 1.0\n\
             8, Web ,,,,,,,,,,,,,,,,,,,,,,,,,,,empty;placeholder,skipped,\n"
        )
    );
}

#[test]
fn tsv_is_tab_separated() {
    let header = header(&["a", "b"], &[1]);
    let bytes = written(WriteFormat::Tsv, &header, WriteOptions::default(), &rows(&[vec![text("x,y"), text("p\tq")]]));
    let out = String::from_utf8(bytes).unwrap();
    assert!(out.starts_with(&format!("a\tb\t{}\nx,y\t\"p\tq\"\tes\t0.998\t", TAGS.replace(',', "\t"))), "{out}");
}

#[test]
fn an_output_without_rows_has_its_header() {
    assert_eq!(csv(&header(&["a"], &[0]), &[]), format!("a,{TAGS}\n"));
}

#[test]
fn repeated_headers_stay_as_they_are() {
    let out = csv(&header(&["Nota", "Nota", "", "t"], &[3]), &[]);
    assert!(out.starts_with("Nota,Nota,,t,lang,"), "{out}");
}

#[test]
fn typed_cells_are_plain_text() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let cells = vec![
        Cell::Integer(-3),
        Cell::Number(8.5),
        Cell::Boolean(true),
        Cell::Date(day),
        Cell::Timestamp(day.and_hms_opt(9, 5, 0).unwrap()),
        Cell::Null,
        text("hola"),
    ];
    let out = csv(&header(&["a", "b", "c", "d", "e", "f", "t"], &[6]), &rows(&[cells]));
    assert!(out.contains("\n-3,8.5,true,2026-03-01,2026-03-01 09:05:00,,hola,es,"), "{out}");
}

#[test]
fn numbers_have_at_most_four_decimals() {
    let mut tagged = rows(&[vec![text("a")]]);
    let tags = tagged[0].records[0].tags.as_mut().unwrap();
    tags.lang_p = 0.123_456;
    tags.sentiment_p = 1.0;
    tags.sentiment_score = -0.000_01;
    tags.emotion_p = f64::NAN;
    let out = csv(&header(&["t"], &[0]), &tagged);
    assert!(out.contains("\na,es,0.1235,mixed,1,0,frustration,,anger,0.77,"), "{out}");
}

#[test]
fn excel_es_has_mark_semicolons_commas_and_crlf() {
    let header = header(&["Nota", "Media", "Comentario"], &[2]);
    let rows = rows(&[vec![text("8.5"), Cell::Number(8.5), text("Bien; caro")]]);
    let out = String::from_utf8(written(WriteFormat::Csv, &header, excel(ExcelLocale::Es), &rows)).unwrap();
    assert_eq!(
        out,
        format!(
            "\u{feff}Nota;Media;Comentario;{}\r\n8.5;8,5;\"Bien; caro\";es;0,998;mixed;0,71;-0,04;frustration;0,64;\
             anger;0,77;\"product;delivery\";;;;;;;;negative;positive;;;;;;;;ok;tester 1.0\r\n",
            TAGS.replace(',', ";")
        )
    );
}

#[test]
fn excel_en_has_mark_commas_points_and_crlf() {
    let out =
        written(WriteFormat::Csv, &header(&["t"], &[0]), excel(ExcelLocale::En), &rows(&[vec![text("Caro, y mal")]]));
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with(&format!("\u{feff}t,{TAGS}\r\n\"Caro, y mal\",es,0.998,")), "{out}");
    assert!(out.ends_with(",ok,tester 1.0\r\n"));
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
fn what_a_spreadsheet_would_run_is_neutralised() {
    for (raw, safe) in [
        ("=1+1", "'=1+1"),
        ("=HYPERLINK(\"http://example.com\")", "'=HYPERLINK(\"http://example.com\")"),
        ("+34 600 000 000", "'+34 600 000 000"),
        ("+34600000000", "'+34600000000"),
        ("-2+3", "'-2+3"),
        ("- muy caro", "'- muy caro"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("-", "-"),
        ("+", "+"),
        ("-3", "-3"),
        ("-0.5", "-0.5"),
        ("-0,5", "-0,5"),
        ("-1.234,56", "-1.234,56"),
        ("-3.", "'-3."),
        ("--3", "'--3"),
        ("hola =1", "hola =1"),
        (" =1", " =1"),
        ("", ""),
    ] {
        let out = csv(&header(&["a", "t"], &[1]), &rows(&[vec![text(raw), text("x")]]));
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], safe);
    }
}

#[test]
fn headers_are_neutralised_too() {
    assert!(csv(&header(&["=1+1", "t"], &[1]), &[]).starts_with("'=1+1,t,"));
}

// Columns

#[test]
fn a_tag_column_whose_name_is_taken_gets_a_prefix() {
    let out = csv(&header(&["lang", "sentir_lang", "status", "t"], &[3]), &[]);
    let expected =
        TAGS.replace("lang,lang_p", "sentir_sentir_lang,lang_p").replace("flags,status", "flags,sentir_status");
    assert_eq!(out, format!("lang,sentir_lang,status,t,{expected}\n"));
}

#[test]
fn several_text_columns_have_their_own_tags() {
    let header = header(&["bueno", "malo", "malo.lang"], &[0, 1]);
    let mut second = record(1, "Caro", Some(tags()));
    second.tags.as_mut().unwrap().lang = Language::En;
    let row = TaggedRow {
        cells: vec![text("Todo"), text("Caro"), text("z")],
        records: vec![record(1, "Todo", Some(tags())), second],
    };
    let out = csv(&header, &[row]);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| row[names.iter().position(|header| header == name).unwrap()].to_owned();
    assert_eq!(names.len(), 3 + 2 * 28);
    assert_eq!(cell("bueno.lang"), "es");
    assert_eq!(cell("sentir_malo.lang"), "en");
    assert_eq!(cell("malo.tp_delivery"), "negative");
    assert_eq!(cell("malo.lang"), "z");
}

#[test]
fn probs_are_one_more_column() {
    let mut tagged = rows(&[vec![text("a")], vec![text("")]]);
    tagged[0].records[0].tags.as_mut().unwrap().probs = Some(probs());
    let options = WriteOptions { probs: true, excel: None };
    let out = String::from_utf8(written(WriteFormat::Csv, &header(&["t"], &[0]), options, &tagged)).unwrap();
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().next_back(), Some("probs"));
    let rows: Vec<_> = reader.records().map(|row| row.unwrap().iter().next_back().unwrap().to_owned()).collect();
    assert_eq!(rows, [r#"{"sentiment":{"positive":0.2},"emotion":{"joy":0.1},"touchpoints":{}}"#, ""]);
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

#[test]
fn a_short_row_is_filled_up() {
    let row = TaggedRow { cells: vec![text("a")], records: vec![record(1, "", None)] };
    assert!(csv(&header(&["a", "t"], &[1]), &[row]).contains("\na,,,,"));
}

// JSON Lines

#[test]
fn jsonl_is_a_record_a_line() {
    let header = header(&["Comentario"], &[0]);
    let rows = rows(&[vec![text("=Caro\n\"sí\" 👍")], vec![text("")]]);
    let out = String::from_utf8(written(WriteFormat::Jsonl, &header, WriteOptions::default(), &rows)).unwrap();
    assert_eq!(
        out,
        r#"{"schema":"sentir.record/1","id":"R_1","row":1,"source":"survey.csv","column":"Comentario","question":null,"text":"=Caro\n\"sí\" 👍","lang":"es","lang_p":0.998,"sentiment":"mixed","sentiment_p":0.71,"sentiment_score":-0.04,"emotion":"frustration","emotion_p":0.64,"emotion_family":"anger","emotion_family_p":0.77,"touchpoints":[{"label":"product","stage":"use","p":0.93,"sentiment":"positive","sentiment_p":0.9},{"label":"delivery","stage":"receive","p":0.91,"sentiment":"negative","sentiment_p":0.9}],"flags":[],"status":"ok","model":"tester 1.0","fields":{"Canal":"Tienda"}}
{"schema":"sentir.record/1","id":"R_2","row":2,"source":"survey.csv","column":"Comentario","question":null,"text":"","lang":null,"lang_p":null,"sentiment":null,"sentiment_p":null,"sentiment_score":null,"emotion":null,"emotion_p":null,"emotion_family":null,"emotion_family_p":null,"touchpoints":null,"flags":["empty","placeholder"],"status":"skipped","model":null,"fields":{"Canal":"Tienda"}}
"#
    );
}

// Excel workbooks

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

// Parquet

fn batches(bytes: Vec<u8>) -> Vec<arrow_array::RecordBatch> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let builder =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(File::open(file.path()).unwrap())
            .unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn parquet_reads_back_with_its_types() {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};

    let day = NaiveDate::from_ymd_opt(1969, 12, 31).unwrap();
    let time = day.and_hms_micro_opt(23, 59, 59, 250_001).unwrap();
    let kinds = [
        ColumnType::Text,
        ColumnType::Integer,
        ColumnType::Number,
        ColumnType::Boolean,
        ColumnType::Date,
        ColumnType::Timestamp,
        ColumnType::Text,
    ];
    let mut header = header(&["Nota", "Nota", "", "b", "d", "h", "t"], &[6]);
    header.columns.iter_mut().zip(kinds).for_each(|(column, kind)| column.kind = kind);
    let full = vec![
        text("=1"),
        Cell::Integer(i64::MIN),
        Cell::Number(0.1),
        Cell::Boolean(false),
        Cell::Date(day),
        Cell::Timestamp(time),
        text("hola"),
    ];
    let rows = rows(&[full, vec![Cell::Null; 7]]);
    let batches = batches(written(WriteFormat::Parquet, &header, WriteOptions::default(), &rows));
    assert_eq!(batches.len(), 1);
    let batch = &batches[0];
    let names: Vec<_> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names.join(","), format!("Nota,Nota_2,column_3,b,d,h,t,{TAGS}"));
    let column = |name: &str| batch.column_by_name(name).unwrap();
    assert_eq!(column("Nota").as_string::<i32>().value(0), "=1");
    assert_eq!(column("Nota_2").as_primitive::<Int64Type>().value(0), i64::MIN);
    assert_eq!(column("column_3").as_primitive::<Float64Type>().value(0).to_bits(), 0.1_f64.to_bits());
    assert!(!column("b").as_boolean().value(0));
    assert_eq!(column("d").as_primitive::<Date32Type>().value(0), -1);
    assert_eq!(column("h").as_primitive::<TimestampMicrosecondType>().value(0), -749_999);
    for name in &names[..7] {
        assert!(column(name).is_null(1) && column(name).is_valid(0), "{name}");
    }
    assert_eq!(column("lang_p").as_primitive::<Float64Type>().value(0).to_bits(), 0.998_f64.to_bits());
    assert!(column("lang_p").is_null(1) && column("lang").is_null(1) && column("touchpoints").is_null(1));
    assert_eq!(column("touchpoints").as_string::<i32>().value(0), "product;delivery");
    assert_eq!(column("tp_delivery").as_string::<i32>().value(0), "negative");
    assert!(column("tp_price").is_null(0));
    assert_eq!(column("flags").as_string::<i32>().value(0), "");
    assert_eq!(column("status").as_string::<i32>().value(1), "skipped");
}

#[test]
fn parquet_refuses_a_cell_of_another_type_without_showing_it() {
    let mut header = header(&["n", "t"], &[1]);
    header.columns[0].kind = ColumnType::Integer;
    let target = Target::stream("test", Box::new(io::sink())).unwrap();
    let mut sink = write::open(target, WriteFormat::Parquet, &header, WriteOptions::default()).unwrap();
    let error = sink.write(&rows(&[vec![text("secreto"), text("x")]])[0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Internal(_)));
    assert!(error.to_string().contains("\"n\"") && !error.to_string().contains("secreto"), "{error}");
}

#[test]
fn parquet_is_cut_into_row_groups() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    let cells: Vec<_> = (0..140_000).map(|index| vec![text(&format!("fila {index}"))]).collect();
    let bytes = written(WriteFormat::Parquet, &header(&["t"], &[0]), WriteOptions::default(), &rows(&cells));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let reader = SerializedFileReader::new(File::open(file.path()).unwrap()).unwrap();
    let groups = reader.metadata().row_groups();
    assert_eq!(groups.iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).sum::<i64>(), 140_000);
    assert_eq!(groups.len(), 2);
    assert_eq!(reader.metadata().file_metadata().created_by(), Some("sentir"));
}

// All formats

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

// Targets

fn refusal(path: &Path, format: WriteFormat) -> String {
    let error = Target::open(&Destination::File(path.to_owned()), format, false).err().expect("refused");
    assert!(matches!(error.kind(), ErrorKind::Usage { hint: Some(_), .. }), "{error}");
    error.to_string()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    assert!(refusal(&path, WriteFormat::Csv).contains("--force"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");

    let mut target = Target::open(&Destination::File(path.clone()), WriteFormat::Csv, true).unwrap();
    target.write_all(b"new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    target.commit().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(folder.path()), ["out.csv"]);
}

#[test]
fn an_output_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for format in [WriteFormat::Csv, WriteFormat::Jsonl, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let destination = Destination::File(folder.path().join("out"));
        let target = Target::open(&destination, format, false).unwrap();
        let mut sink = write::open(target, format, &header(&["t"], &[0]), WriteOptions::default()).unwrap();
        sink.write(&rows(&[vec![text("a")]])[0]).unwrap();
        drop(sink);
        assert!(names_in(folder.path()).is_empty(), "{format:?}");
    }
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced_and_the_work_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let mut target = Target::open(&Destination::File(path.clone()), WriteFormat::Csv, false).unwrap();
    target.write_all(b"mine").unwrap();
    fs::write(&path, "theirs").unwrap();
    let error = target.commit().unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    let names = names_in(folder.path());
    let kept = names.iter().find(|name| *name != "out.csv").expect("the work");
    assert!(error.to_string().contains(kept.as_str()), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join(kept)).unwrap(), "mine");
}

#[test]
fn folders_are_checked_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refusal(folder.path(), WriteFormat::Csv).contains("is a folder"));
    assert!(refusal(&folder.path().join("no/out.csv"), WriteFormat::Csv).contains("there is no folder"));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(refusal(&file.join("out.csv"), WriteFormat::Csv).contains("there is no folder"));
}

#[test]
fn an_input_is_never_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "a").unwrap();
    let roundabout = folder.path().join("./in.csv");
    let inputs = [Path::new("-"), input.as_path()];
    let error = write::target::refuse_inputs(&roundabout, inputs).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
    write::target::refuse_inputs(&folder.path().join("out.csv"), inputs).unwrap();
    #[cfg(unix)]
    {
        let link = folder.path().join("link.csv");
        fs::hard_link(&input, &link).unwrap();
        write::target::refuse_inputs(&link, inputs).unwrap_err();
    }
}

#[test]
fn text_is_compressed_by_its_extension() {
    let folder = tempfile::tempdir().unwrap();
    let header = header(&["t"], &[0]);
    let plain = csv(&header, &rows(&[vec![text("hola")]]));
    for name in ["a.csv.gz", "a.csv.zst"] {
        let path = folder.path().join(name);
        let rows = rows(&[vec![text("hola")]]);
        try_write(&path, WriteFormat::Csv, &header, WriteOptions::default(), &rows).unwrap();
        let bytes = fs::read(&path).unwrap();
        let mut read = String::new();
        match name {
            "a.csv.gz" => flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut read).unwrap(),
            _ => zstd::Decoder::new(&*bytes).unwrap().read_to_string(&mut read).unwrap(),
        };
        assert_eq!(read, plain, "{name}");
    }
    assert!(refusal(&folder.path().join("a.xlsx.gz"), WriteFormat::Xlsx).contains("compressed in itself"));
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

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_new_file_has_the_usual_permissions_and_a_replaced_one_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        let path = folder.path().join("out.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        Target::open(&Destination::File(path.clone()), WriteFormat::Csv, false).unwrap().commit().unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        Target::open(&Destination::File(path.clone()), WriteFormat::Csv, true).unwrap().commit().unwrap();
        assert_eq!(mode(&path) & 0o777, 0o640);
    }

    #[test]
    fn a_link_keeps_pointing_to_the_replaced_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file.csv");
        let link = folder.path().join("link.csv");
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        let mut target = Target::open(&Destination::File(link.clone()), WriteFormat::Csv, true).unwrap();
        target.write_all(b"new").unwrap();
        target.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }

    #[test]
    fn a_device_is_written_not_replaced() {
        let destination = Destination::File("/dev/null".into());
        let mut target = Target::open(&destination, WriteFormat::Csv, false).unwrap();
        target.write_all(b"gone").unwrap();
        target.commit().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
