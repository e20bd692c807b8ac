//! Reading Excel workbooks: exports, types, sheets, and files that are damaged.

use std::fs;
use std::io::Write as _;

use chrono::NaiveDate;
use sentir::error::ErrorKind;
use sentir::read::dialect::Dialect;
use sentir::read::{Format, Input, ReadOptions, open};
use sentir::table::Cell;

use crate::exports;
use crate::opened::{assert_input_error, failure, fault, file, names, open_bytes, open_file, rows, text};

#[test]
fn microsoft_forms_in_spanish() {
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
fn surveymonkey_with_two_header_rows() {
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
fn types_errors_and_formulas() {
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
fn empty_rows_count_inside_and_not_behind() {
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
fn a_value_without_a_header_is_a_fault_that_names_it() {
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
fn a_sheet_without_a_header_keeps_its_first_line() {
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
fn sheets_by_content_and_by_name() {
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
fn a_cell_that_cannot_be_read_costs_its_row_only() {
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
fn rows_before_damaged_xml_are_read() {
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
fn damaged_files_say_what_to_do() {
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
fn bombs_are_not_unpacked() {
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
fn a_part_that_unpacks_to_more_than_it_states_is_refused() {
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
fn a_reader_that_stops_early_leaves_nothing_hanging() {
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
