//! Exports as the platforms write them, made here: invented answers, real shapes.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int8Array, Int64Array, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, UInt64Array,
};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Where the committed fixtures are.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports").join(name)
}

/// The workbooks and Parquet files that are committed, by name.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("microsoft_forms_es.xlsx", microsoft_forms(&FORMS_ES)),
        ("microsoft_forms_en.xlsx", microsoft_forms(&FORMS_EN)),
        ("surveymonkey.xlsx", surveymonkey()),
        ("reviews.parquet", reviews()),
    ]
}

#[test]
#[ignore = "writes the committed workbooks and Parquet files anew"]
fn write_fixtures() {
    for (name, bytes) in all() {
        std::fs::write(fixture(name), bytes).unwrap();
    }
}

/// The headers and answers of a Microsoft Forms export.
pub struct Forms {
    pub headers: [&'static str; 8],
    pub answers: [(u8, &'static str, &'static str); 4],
    pub anonymous: &'static str,
}

pub const FORMS_ES: Forms = Forms {
    headers: [
        "Id",
        "Hora de inicio",
        "Hora de finalización",
        "Correo electrónico",
        "Nombre",
        "¿Qué\u{a0}probabilidad hay de que nos recomiende?",
        "¿Qué canales usó?",
        "¿Qué podríamos mejorar?\u{a0}",
    ],
    answers: [
        (9, "Web;Tienda;", "La espera en caja es larga los sábados."),
        (3, "Web;", "El pedido llegó tarde.\r\nY nadie contesta al teléfono."),
        (10, "Tienda;", "Nada, todo muy bien"),
        (7, "Web;Teléfono;", ""),
    ],
    anonymous: "anonymous",
};

pub const FORMS_EN: Forms = Forms {
    headers: [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "How likely are you to recommend us?",
        "Which channels did you use?",
        "What could we\u{a0}improve?",
    ],
    answers: [
        (8, "Web;Store;", "The queue at the till is long on Saturdays."),
        (2, "Web;", "The parcel came late.\r\nAnd nobody picks up the phone."),
        (10, "Store;", "Nothing, all very good"),
        (6, "Phone;", ""),
    ],
    anonymous: "anonymous",
};

pub fn microsoft_forms(forms: &Forms) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let time = Format::new().set_num_format("m/d/yy h:mm:ss");
    let sheet = workbook.add_worksheet().set_name("Sheet1").unwrap();
    for (column, header) in forms.headers.iter().enumerate() {
        sheet.write_string(0, column as u16, *header).unwrap();
    }
    for (index, (score, channels, answer)) in forms.answers.iter().enumerate() {
        let row = index as u32 + 1;
        let start = ExcelDateTime::parse_from_str(&format!("2026-03-0{row}T09:05:1{row}")).unwrap();
        let end = ExcelDateTime::parse_from_str(&format!("2026-03-0{row}T09:07:00")).unwrap();
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_datetime_with_format(row, 1, &start, &time).unwrap();
        sheet.write_datetime_with_format(row, 2, &end, &time).unwrap();
        sheet.write_string(row, 3, forms.anonymous).unwrap();
        sheet.write_number(row, 5, f64::from(*score)).unwrap();
        sheet.write_string(row, 6, *channels).unwrap();
        if !answer.is_empty() {
            sheet.write_string(row, 7, *answer).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

pub fn surveymonkey() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
        "¿Qué canales usó?",
        "",
        "",
        "¿Por qué nos da esa nota?",
    ];
    let second = ["", "", "", "", "", "", "", "", "", "Web", "Tienda", "Otro (especifique)", "Respuesta abierta"];
    let answers: [[&str; 13]; 3] = [
        [
            "114000000001",
            "400000001",
            "03/01/2026 09:05:00 AM",
            "03/01/2026 09:07:00 AM",
            "192.0.2.1",
            "",
            "",
            "",
            "oro",
            "Web",
            "",
            "",
            "La web va lenta y el pago falla.",
        ],
        [
            "114000000002",
            "400000001",
            "03/01/2026 10:05:00 AM",
            "03/01/2026 10:07:00 AM",
            "192.0.2.2",
            "",
            "",
            "",
            "plata",
            "",
            "Tienda",
            "",
            "Me atendieron con mucha amabilidad.",
        ],
        [
            "114000000003",
            "400000001",
            "03/02/2026 10:05:00 AM",
            "03/02/2026 10:07:00 AM",
            "192.0.2.3",
            "",
            "",
            "",
            "oro",
            "",
            "",
            "Un agente comercial en la feria",
            "",
        ],
    ];
    for (row, cells) in [first, second].iter().chain(&answers).enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                Err(_) => sheet.write_string(row as u32, column as u16, *cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Three reviews with a column of each type that Parquet has.
pub fn reviews() -> Vec<u8> {
    let mut tags = ListBuilder::new(StringBuilder::new());
    tags.append_value([Some("app"), Some("pago")]);
    tags.append_null();
    tags.append_value([Some("envío")]);
    let stars: DictionaryArray<Int32Type> = vec![Some("five"), None, Some("one")].into_iter().collect();
    let at = 1_772_355_900_000;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("review_id", Arc::new(Int64Array::from(vec![9_007_199_254_740_993, 2, 3]))),
        (
            "review_text",
            Arc::new(StringArray::from(vec![
                Some("La aplicación se cierra sola."),
                Some("Great app,\nworks every time."),
                None,
            ])),
        ),
        ("title", Arc::new(StringViewArray::from(vec![Some("Fallos"), None, Some("")]))),
        ("stars", Arc::new(stars)),
        ("rating", Arc::new(Int8Array::from(vec![Some(1), Some(5), None]))),
        ("score", Arc::new(Float32Array::from(vec![Some(0.1), None, Some(2.5)]))),
        ("mean", Arc::new(Float64Array::from(vec![0.25, 1.0, 1e300]))),
        ("verified", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("day", Arc::new(Date32Array::from(vec![Some(20_513), None, Some(-1)]))),
        ("created", Arc::new(TimestampMicrosecondArray::from(vec![Some(at * 1000 + 7), None, Some(-1)]))),
        ("created_utc", Arc::new(TimestampMillisecondArray::from(vec![Some(at), None, Some(0)]).with_timezone("UTC"))),
        (
            "created_madrid",
            Arc::new(TimestampMillisecondArray::from(vec![Some(at), None, Some(0)]).with_timezone("+01:00")),
        ),
        (
            "price",
            Arc::new(Decimal128Array::from(vec![Some(1234), None, Some(-5)]).with_precision_and_scale(10, 2).unwrap()),
        ),
        ("tags", Arc::new(tags.finish())),
        ("raw", Arc::new(BinaryArray::from(vec![Some("año".as_bytes()), Some(&[0xFF, 0x00]), None]))),
        ("counter", Arc::new(UInt64Array::from(vec![Some(7), Some(u64::MAX), None]))),
    ];
    parquet_of(columns)
}

pub fn parquet_of(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name.to_owned(), array, true)),
    )
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// A workbook with one sheet of this XML between `<sheetData>` and its end, and these shared strings.
pub fn raw_workbook(sheet_data: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relationships}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relationships}\"><sheets><sheet name=\"Datos\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{relationships}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", strings.to_owned()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet_data}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored))
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
