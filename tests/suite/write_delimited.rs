//! Writing delimited text: exact bytes, what Excel wants, and the columns of the tags.

use chrono::NaiveDate;
use sentir::labels::Language;
use sentir::record::Probs;
use sentir::table::Cell;
use sentir::write::{ExcelLocale, TaggedRow, WriteFormat, WriteOptions};

use crate::written::{TAGS, csv, excel, header, record, rows, tags, text, written};

fn probs() -> Probs {
    let map = |json: &str| serde_json::from_str(json).unwrap();
    Probs { sentiment: map(r#"{"positive":0.2}"#), emotion: map(r#"{"joy":0.1}"#), touchpoints: map("{}") }
}

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
fn a_short_row_is_filled_up() {
    let row = TaggedRow { cells: vec![text("a")], records: vec![record(1, "", None)] };
    assert!(csv(&header(&["a", "t"], &[1]), &[row]).contains("\na,,,,"));
}
