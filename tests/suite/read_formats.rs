//! Reading JSON Lines, Excel workbooks and Parquet.
#![allow(clippy::unwrap_used)]

use crate::exports;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sentir::error::ErrorKind;
use sentir::read::dialect::Dialect;
use sentir::read::{Format, Input, OTHER_KEYS, ReadOptions, Source, open};
use sentir::table::{Cell, ColumnType, Row};
use sentir::{Error, Result};

fn open_file(path: &Path) -> Result<Source> {
    open(&Input::File(path.to_owned()), &ReadOptions::default())
}

/// Writes a file to a folder of its own.
fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn open_bytes(name: &str, bytes: impl AsRef<[u8]>) -> Result<Source> {
    let (_folder, path) = file(name, bytes);
    open_file(&path)
}

fn rows(source: &mut Source) -> Vec<Row> {
    std::iter::from_fn(|| source.next_row().unwrap()).collect()
}

fn names(source: &Source) -> Vec<&str> {
    source.info.columns.iter().map(|column| column.name.as_str()).collect()
}

fn cell<'a>(source: &Source, row: &'a Row, name: &str) -> &'a Cell {
    let index = source.info.columns.iter().position(|column| column.name == name).expect(name);
    &row.cells[index]
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn fault(row: &Row) -> &str {
    row.fault.as_deref().unwrap_or("")
}

fn failure(opened: Result<Source>) -> Error {
    match opened {
        Ok(_) => panic!("this should not open"),
        Err(error) => error,
    }
}

/// An input error whose message holds `words` and which says what to do.
fn assert_input_error(opened: Result<Source>, words: &str) {
    let error = failure(opened);
    assert!(matches!(error.kind(), ErrorKind::Input { hint: Some(_), .. }), "{error}");
    assert!(error.to_string().contains(words), "\"{error}\" does not say \"{words}\"");
}

#[test]
#[ignore = "writes the committed workbooks and Parquet files anew"]
fn write_fixtures() {
    for (name, bytes) in exports::all() {
        fs::write(exports::fixture(name), bytes).unwrap();
    }
}

// JSON Lines

#[test]
fn jsonl_objects_become_columns_under_dot_paths() {
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
fn jsonl_bad_lines_are_faults_and_the_rest_goes_on() {
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
fn jsonl_faults_never_hold_what_the_line_holds() {
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
fn jsonl_too_deep_and_too_long_lines_are_faults() {
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
fn jsonl_a_key_that_comes_late_is_a_column_all_the_same() {
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
fn jsonl_from_a_pipe_keeps_late_keys_in_a_last_column() {
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
fn jsonl_with_more_keys_than_columns_keeps_the_rest() {
    let keys: Vec<String> = (0..5_000).map(|key| format!("\"k{key}\": {key}")).collect();
    let mut source = open_bytes("a.jsonl", format!("{{{}}}", keys.join(", "))).unwrap();
    assert_eq!(source.info.columns.len(), 4_097);
    let rows = rows(&mut source);
    let Cell::Text(rest) = &rows[0].cells[4_096] else { panic!("no rest") };
    assert!(rest.starts_with("{\"k4096\":4096,") && rest.ends_with("\"k4999\":4999}"));
}

#[test]
fn jsonl_in_other_encodings_and_packed() {
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
fn jsonl_undecodable_bytes_cost_their_line_only() {
    let mut bytes = "{\"texto\": \"año\"}\n{\"texto\": \"a".as_bytes().to_vec();
    bytes.push(0xF1);
    bytes.extend("o\"}\n{\"texto\": \"señal\"}\n".as_bytes());
    let mut source = open_bytes("a.jsonl", bytes).unwrap();
    let rows = rows(&mut source);
    assert!(fault(&rows[1]).contains("0xF1"), "{}", fault(&rows[1]));
    assert_eq!(rows[2].cells, [text("señal")]);
}

#[test]
fn jsonl_a_cut_archive_gives_its_good_rows_first() {
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
fn jsonl_that_is_other_json_says_how_to_turn_it_into_lines() {
    assert_input_error(open_bytes("a.jsonl", "[{\"a\": 1},\n {\"a\": 2}]\n"), "a JSON array");
    assert_input_error(open_bytes("a.jsonl", "{\n  \"a\": 1\n}\n"), "spread over several lines");
    assert_input_error(open_bytes("a.jsonl", "id;texto\n1;bien\n"), "no line is a JSON object");
    assert_input_error(open_bytes("a.jsonl", "\n \n"), "empty");
}

// Workbooks

#[test]
fn xlsx_microsoft_forms_in_spanish() {
    let mut source = open_file(&exports::fixture("microsoft_forms_es.xlsx")).unwrap();
    assert_eq!(source.info.format, Format::Xlsx);
    assert_eq!(source.info.dialect, Dialect::MicrosoftForms);
    assert_eq!(source.info.sheet.as_deref(), Some("Sheet1"));
    assert_eq!(source.info.header_rows, 1);
    assert_eq!(source.progress.total, Some(4));
    let asked = source.info.columns[7].question.as_deref();
    assert_eq!(asked, Some("¿Qué podríamos mejorar?"), "the no-break space is no part of the question");
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.fault.is_none() && row.cells.len() == 8));
    let start = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 5, 12).unwrap();
    assert_eq!(rows[1].cells[0], Cell::Integer(2));
    assert_eq!(rows[1].cells[1], Cell::Timestamp(start));
    assert_eq!(rows[1].cells[4], Cell::Null);
    assert_eq!(rows[1].cells[5], Cell::Integer(3));
    assert_eq!(rows[1].cells[7], text("El pedido llegó tarde.\nY nadie contesta al teléfono."));
    assert_eq!(rows[3].cells[7], Cell::Null);
    assert_eq!(source.progress.done.load(std::sync::atomic::Ordering::Relaxed), 4);
}

#[test]
fn xlsx_surveymonkey_with_two_header_rows() {
    let mut source = open_file(&exports::fixture("surveymonkey.xlsx")).unwrap();
    assert_eq!(source.info.dialect, Dialect::SurveyMonkey);
    assert_eq!(source.info.header_rows, 2);
    let why = &source.info.columns[12];
    assert_eq!((why.question.as_deref(), why.open_ended), (Some("¿Por qué nos da esa nota?"), true));
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].cells[0], Cell::Integer(114_000_000_001));
    assert_eq!(rows[0].cells[12], text("La web va lenta y el pago falla."));
}

#[test]
fn xlsx_types_errors_and_formulas() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let with = |format: &str| Format::new().set_num_format(format);
    for (column, name) in
        ["bool", "number", "date", "time", "duration", "formula", "words", "error", "big"].iter().enumerate()
    {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    sheet.write_boolean(1, 0, true).unwrap();
    sheet.write_number(1, 1, 8.5).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
    sheet.write_datetime_with_format(1, 2, &day, &with("dd/mm/yyyy")).unwrap();
    sheet.write_number_with_format(1, 3, 0.5, &with("hh:mm")).unwrap();
    sheet.write_number_with_format(1, 4, 1.25, &with("[h]:mm:ss")).unwrap();
    sheet.write_formula(1, 5, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(1, 6, Formula::new("=A1&\"!\"").set_result("¡bien!")).unwrap();
    sheet.write_formula(1, 7, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_number(1, 8, 123_456_789_012_345.0).unwrap();
    let mut source = open_bytes("a.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    let rows = rows(&mut source);
    assert_eq!(
        rows[0].cells,
        [
            Cell::Boolean(true),
            Cell::Number(8.5),
            Cell::Date(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()),
            text("12:00:00"),
            text("30:00:00"),
            Cell::Integer(2),
            text("¡bien!"),
            text("#N/A"),
            Cell::Integer(123_456_789_012_345),
        ]
    );
}

#[test]
fn xlsx_empty_rows_count_inside_and_not_behind() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "id").unwrap();
    sheet.write_string(0, 1, "comentario").unwrap();
    sheet.write_string(1, 1, "uno").unwrap();
    sheet.write_string(4, 1, "dos").unwrap();
    sheet.write_blank(30, 1, &bold).unwrap();
    let mut source = open_bytes("a.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    let rows = rows(&mut source);
    let texts: Vec<(u64, String)> = rows.iter().map(|row| (row.number, row.cells[1].text().into_owned())).collect();
    assert_eq!(texts, [(1, "uno".to_owned()), (2, String::new()), (3, String::new()), (4, "dos".to_owned())]);
}

#[test]
fn xlsx_a_value_without_a_header_is_a_fault_that_names_it() {
    use rust_xlsxwriter::Workbook;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in ["id", "comentario"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    sheet.write_string(1, 1, "uno").unwrap();
    sheet.write_string(2, 28, "perdido").unwrap();
    sheet.write_string(3, 1, "dos").unwrap();
    let mut source = open_bytes("a.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    let rows = rows(&mut source);
    assert!(rows[0].fault.is_none() && rows[2].fault.is_none());
    assert!(fault(&rows[1]).contains("column AC") && !fault(&rows[1]).contains("perdido"), "{}", fault(&rows[1]));
}

#[test]
fn xlsx_a_sheet_without_a_header_keeps_its_first_line() {
    use rust_xlsxwriter::Workbook;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let comments = ["El pedido llegó tarde y la caja venía rota.", "Nadie contesta al teléfono.", "Todo muy bien."];
    for (row, comment) in comments.iter().enumerate() {
        sheet.write_string(row as u32, 0, *comment).unwrap();
    }
    let mut source = open_bytes("a.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(source.info.header_rows, 0);
    assert_eq!(source.info.columns[0].name, "comment");
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].cells[0].text(), comments[0]);
}

#[test]
fn xlsx_sheets_by_content_and_by_name() {
    use rust_xlsxwriter::Workbook;
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Vacía").unwrap();
    let hidden = workbook.add_worksheet().set_name("Oculta").unwrap();
    hidden.set_hidden(true).write_string(0, 0, "oculto").unwrap();
    let first = workbook.add_worksheet().set_name("Datos").unwrap();
    first.write_string(0, 0, "texto").unwrap();
    let second = workbook.add_worksheet().set_name("Más Datos").unwrap();
    second.write_string(0, 0, "otro").unwrap();
    let (_folder, path) = file("a.xlsx", workbook.save_to_buffer().unwrap());
    assert_eq!(open_file(&path).unwrap().info.sheet.as_deref(), Some("Datos"));
    let sheet = |name: &str| ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() };
    let input = Input::File(path);
    assert_eq!(names(&open(&input, &sheet("más datos")).unwrap()), ["otro"]);
    assert_eq!(names(&open(&input, &sheet("Oculta")).unwrap()), ["oculto"]);
    let error = failure(open(&input, &sheet("Hoja9")));
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
    for name in ["Hoja9", "Vacía", "Oculta", "Datos", "Más Datos"] {
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn xlsx_a_cell_that_cannot_be_read_costs_its_row_only() {
    let text = |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let data = [
        format!("<row r=\"1\">{}{}</row>", text("A1", "id"), text("B1", "comentario")),
        format!("<row r=\"2\">{}{}</row>", text("A2", "1"), text("B2", "uno")),
        format!("<row r=\"3\"><c r=\"A3\" t=\"e\"><v>#SPILL!</v></c>{}</row>", text("B3", "dos")),
        format!("<row r=\"4\">{}{}</row>", text("A4", "3"), text("B4", "tres")),
        format!("<row r=\"5\">{}<c r=\"B5\" t=\"s\"><v>99</v></c></row>", text("A5", "4")),
        format!("<row r=\"6\">{}{}</row>", text("A6", "5"), text("B6", "cinco")),
    ];
    let mut source = open_bytes("a.xlsx", exports::raw_workbook(&data.concat(), "<sst/>")).unwrap();
    let rows = rows(&mut source);
    let faulty: Vec<u64> = rows.iter().filter(|row| row.fault.is_some()).map(|row| row.number).collect();
    assert_eq!((rows.len(), faulty), (5, vec![2, 4]));
    assert!(fault(&rows[1]).contains("#SPILL!"), "{}", fault(&rows[1]));
    assert_eq!(rows[1].cells[1], self::text("dos"));
    assert!(fault(&rows[3]).contains("shared string"), "{}", fault(&rows[3]));
}

#[test]
fn xlsx_rows_before_damaged_xml_are_read() {
    let row = |number: usize| format!("<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c></row>");
    let good: String = (2..=300).map(row).collect();
    let header = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>n</v></c></row>";
    let data = format!("{header}{good}<row r=\"301\"><c r=\"A301\"><v>1</v></wrong");
    let mut source = open_bytes("a.xlsx", exports::raw_workbook(&data, "<sst/>")).unwrap();
    for number in 1..=298 {
        let row = source.next_row().unwrap().unwrap();
        assert_eq!((row.number, row.fault.is_none()), (number, true));
    }
    let last = source.next_row().unwrap().unwrap();
    assert!(fault(&last).contains("in this row or right behind it"), "{}", fault(&last));
    let error = source.next_row().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input { hint: Some(_), .. }), "{error}");
    assert!(error.to_string().contains("row 300"), "{error}");
    assert!(source.next_row().unwrap().is_none());
}

#[test]
fn xlsx_damaged_files_say_what_to_do() {
    let whole = fs::read(exports::fixture("microsoft_forms_es.xlsx")).unwrap();
    assert_input_error(open_bytes("a.xlsx", &whole[..whole.len() / 2]), "table of contents");
    assert_input_error(open_bytes("a.xlsx", "id;comentario\n1;bien\n"), "no ZIP archive");
    assert_input_error(open_bytes("a.xlsx", ""), "empty");
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let mut old = vec![0; 2048];
    old[..8].copy_from_slice(&ole);
    assert_input_error(open_bytes("a.xlsx", &old), ".xls");
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    old[1500..1500 + name.len()].copy_from_slice(&name);
    assert_input_error(open_bytes("a.xlsx", &old), "password");
    let mut sheetless = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    sheetless.start_file("hola.txt", zip::write::SimpleFileOptions::default()).unwrap();
    assert_input_error(open_bytes("a.xlsx", sheetless.finish().unwrap().into_inner()), "missing");
    let stdin = open(&Input::Stdin, &ReadOptions { format: Some(Format::Xlsx), ..ReadOptions::default() });
    assert!(matches!(failure(stdin).kind(), ErrorKind::Usage { .. }));
}

#[test]
fn xlsx_bombs_are_not_unpacked() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..48 {
        archive.write_all(&spaces).unwrap();
    }
    assert_input_error(open_bytes("a.xlsx", archive.finish().unwrap().into_inner()), "ZIP bomb");
    let strings = "<sst uniqueCount=\"900000000000\"></sst>";
    assert_input_error(open_bytes("a.xlsx", exports::raw_workbook("", strings)), "more shared strings");
}

#[test]
fn xlsx_a_part_that_unpacks_to_more_than_it_states_is_refused() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    archive.write_all(&vec![b' '; 100_000]).unwrap();
    let mut bytes = archive.finish().unwrap().into_inner();
    let size = 100_000_u32.to_le_bytes();
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, window)| *window == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place..place + 4].copy_from_slice(&500_u32.to_le_bytes());
    }
    assert_input_error(open_bytes("a.xlsx", bytes), "damaged");
}

#[test]
fn xlsx_a_reader_that_stops_early_leaves_nothing_hanging() {
    use rust_xlsxwriter::Workbook;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "texto").unwrap();
    for row in 1..5_000 {
        sheet.write_string(row, 0, format!("respuesta {row}")).unwrap();
    }
    let mut source = open_bytes("a.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(source.next_row().unwrap().unwrap().cells, [text("respuesta 1")]);
    drop(source);
}

// Parquet

#[test]
fn parquet_types_and_nulls() {
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
fn parquet_from_a_pipe_is_read_and_a_workbook_is_not() {
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
fn parquet_streams_more_than_one_batch() {
    use arrow_array::{ArrayRef, Int64Array};
    let numbers: ArrayRef = std::sync::Arc::new(Int64Array::from_iter_values(0..5_000));
    let mut source = open_bytes("a.parquet", exports::parquet_of(vec![("n", numbers)])).unwrap();
    let rows = rows(&mut source);
    assert_eq!(rows.len(), 5_000);
    assert!(rows.iter().zip(0..).all(|(row, number)| row.cells == [Cell::Integer(number)]));
}

#[test]
fn parquet_without_rows_has_its_columns() {
    use arrow_array::{ArrayRef, StringArray};
    let texts: ArrayRef = std::sync::Arc::new(StringArray::from(Vec::<&str>::new()));
    let mut source = open_bytes("a.parquet", exports::parquet_of(vec![("¿Por qué?", texts)])).unwrap();
    assert_eq!(source.info.columns[0].question.as_deref(), Some("¿Por qué?"));
    assert!(rows(&mut source).is_empty());
}

#[test]
fn parquet_damaged_files_say_what_to_do() {
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
