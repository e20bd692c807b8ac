//! Every known export is read for what it is: platform, encoding, delimiter, headers, questions, cells.
//! `tests/fixtures/exports.toml` says what the delimited ones are.

use std::fmt::Write as _;
use std::path::PathBuf;

use sentir::read::dialect::{Dialect, Layout, lay_out};
use sentir::read::{self, Input, ReadOptions, Source};
use sentir::table::{Cell, Row};
use serde::Deserialize;

/// What a fixture must be read as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    dialect: String,
    encoding: String,
    delimiter: char,
    header_rows: usize,
    columns: usize,
    rows: usize,
    /// Some of the names, each with its place.
    names: Vec<(usize, String)>,
    /// All the questions, each with its place.
    questions: Vec<(usize, String)>,
    /// All the columns that the export marks as open answers.
    open_ended: Vec<usize>,
    /// Some cells: row from 1, column from 0, text.
    cells: Vec<(usize, usize, String)>,
}

fn exports() -> Vec<Expected> {
    #[derive(Deserialize)]
    struct Exports {
        export: Vec<Expected>,
    }
    toml::from_str::<Exports>(include_str!("../fixtures/exports.toml")).expect("the expected exports").export
}

fn open(file: &str, options: &ReadOptions) -> Source {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports").join(file);
    read::open(&Input::File(path), options).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn rows(source: &mut Source) -> Vec<Row> {
    std::iter::from_fn(|| source.next_row().expect("a readable file")).collect()
}

#[test]
fn every_export_is_read_for_what_it_is() {
    for expected in exports() {
        let file = expected.file.as_str();
        let mut source = open(file, &ReadOptions::default());
        let info = source.info.clone();
        assert_eq!(info.name, file);
        assert_eq!(info.dialect.name(), expected.dialect, "{file}: dialect");
        assert_eq!(info.encoding, Some(expected.encoding), "{file}: encoding");
        assert_eq!(info.delimiter.map(char::from), Some(expected.delimiter), "{file}: delimiter");
        assert_eq!(info.header_rows, expected.header_rows, "{file}: header rows");
        assert_eq!(info.columns.len(), expected.columns, "{file}: columns");
        for (place, name) in expected.names {
            assert_eq!(info.columns[place].name, name, "{file}: name of column {place}");
        }
        let questions: Vec<_> = info
            .columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| Some((place, column.question.clone()?)))
            .collect();
        assert_eq!(questions, expected.questions, "{file}: questions");
        let open_ended: Vec<_> = (0..info.columns.len()).filter(|&place| info.columns[place].open_ended).collect();
        assert_eq!(open_ended, expected.open_ended, "{file}: open answers");

        let rows = rows(&mut source);
        assert_eq!(rows.len(), expected.rows, "{file}: rows");
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row.number, index as u64 + 1, "{file}: row numbers");
            assert_eq!(row.cells.len(), expected.columns, "{file}: cells of row {}", row.number);
            assert_eq!(row.fault, None, "{file}: row {}", row.number);
        }
        for (row, column, text) in expected.cells {
            assert_eq!(rows[row - 1].cells[column], Cell::Text(text), "{file}: row {row}, column {column}");
        }
    }
}

#[test]
fn every_fixture_is_expected() {
    let expected = exports();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    for entry in folder.read_dir().expect("the folder of fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let delimited = [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end));
        assert!(!delimited || expected.iter().any(|expected| expected.file == name), "{name} is not tested");
    }
}

#[test]
fn progress_ends_at_the_files_size() {
    let mut source = open("google-play.csv", &ReadOptions::default());
    rows(&mut source);
    let done = source.progress.done.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(Some(done), source.progress.total);
    assert!(done > 0);
}

#[test]
fn keys_are_unique_and_options_name_columns_without_a_header() {
    let keys = |file| {
        let columns = open(file, &ReadOptions::default()).info.columns;
        columns.into_iter().map(|column| column.key).collect::<Vec<_>>()
    };
    let surveymonkey = keys("surveymonkey.csv");
    assert_eq!(surveymonkey[10..12], ["Tienda".to_owned(), "Otro (especifique)".to_owned()]);
    let google = keys("google-forms.csv");
    assert_eq!(google[5..7], ["Comentarios".to_owned(), "Comentarios_2".to_owned()]);
}

#[test]
fn a_forced_dialect_wins_over_the_detected_one() {
    let options = ReadOptions { dialect: Some(Dialect::Generic), ..ReadOptions::default() };
    let mut source = open("kobotoolbox-hxl.csv", &options);
    assert_eq!(source.info.dialect, Dialect::Generic);
    assert_eq!(source.info.header_rows, 1);
    assert_eq!(rows(&mut source)[0].cells[2], Cell::Text("#comment".to_owned()));

    let options = ReadOptions { dialect: Some(Dialect::GoogleForms), ..ReadOptions::default() };
    let source = open("excel-es.csv", &options);
    assert_eq!(source.info.dialect, Dialect::GoogleForms);
    assert_eq!(source.info.columns.len(), 5);
}

#[test]
fn dialects_are_named_and_parsed() {
    for &dialect in Dialect::ALL {
        assert_eq!(Dialect::parse(dialect.name()), Some(dialect));
    }
    assert_eq!(Dialect::parse("Google Forms"), Some(Dialect::GoogleForms));
    assert_eq!(Dialect::parse("lotus"), None);
}

#[test]
fn company_replies_are_no_customer_text() {
    let replies = |file| {
        let info = open(file, &ReadOptions::default()).info;
        let replies: Vec<_> = info
            .columns
            .iter()
            .filter(|column| info.dialect.is_reply(&column.name))
            .map(|column| column.name.clone())
            .collect();
        replies
    };
    assert_eq!(replies("generic.csv"), ["Respuesta de la empresa"]);
    assert_eq!(replies("trustpilot.csv"), ["Company Response", "Company Reply Date (UTC)"]);
    assert_eq!(
        replies("google-play.csv"),
        ["Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text"]
    );
    assert!(replies("surveymonkey.csv").is_empty());
}

#[test]
fn known_text_headers_are_headers_of_the_export() {
    for file in ["google-play.csv", "trustpilot.csv", "intercom.csv"] {
        let info = open(file, &ReadOptions::default()).info;
        for known in info.dialect.known_text_headers() {
            assert!(info.columns.iter().any(|column| column.name.to_lowercase() == *known), "{file}: {known}");
        }
    }
}

/// The layout of a grid given as lines of cells between bars.
fn layout(lines: &[&str], forced: Option<Dialect>) -> Layout {
    let records: Vec<Vec<String>> = lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect();
    lay_out(&records, forced)
}

fn questions(layout: &Layout) -> Vec<Option<&str>> {
    layout.columns.iter().map(|column| column.question.as_deref()).collect()
}

#[test]
fn microsoft_forms_is_known_in_both_languages() {
    for header in [
        "ID|Start time|Completion time|Email|Name|¿Qué\u{A0}tal la visita?|Puntos: Q|Tell us more please|Feedback - Q1",
        "Id|Hora de inicio|Hora de finalización|Correo electrónico|Nombre|¿Qué\u{A0}tal la visita?|Puntos: Q|Tell us more please|Comentarios - Q1",
    ] {
        let layout = layout(&[header, "1|46000.5|46000.6|anonymous||Bien|1|Nada|"], None);
        assert_eq!((layout.dialect, layout.header_rows), (Dialect::MicrosoftForms, 1));
        let expected =
            [None, None, None, None, None, Some("¿Qué tal la visita?"), None, Some("Tell us more please"), None];
        assert_eq!(questions(&layout), expected);
        assert!(layout.dialect.is_reply(&layout.columns[8].name));
        assert_eq!(layout.columns[5].name, "¿Qué\u{A0}tal la visita?");
    }
}

#[test]
fn surveymonkey_in_spanish_is_known() {
    let header = "ID del encuestado|ID del recopilador|Fecha de inicio|¿Qué tal?|¿Volverá?|";
    let layout = layout(&[header, "|||Respuesta abierta|Sí|No", "1|2|x|Bien|Sí|"], None);
    assert_eq!((layout.dialect, layout.header_rows), (Dialect::SurveyMonkey, 2));
    assert_eq!(questions(&layout)[3..], [Some("¿Qué tal?"), Some("¿Volverá?"), Some("¿Volverá?")]);
    assert!(layout.columns[3].open_ended && !layout.columns[4].open_ended);
}

#[test]
fn a_qualtrics_export_without_its_second_or_third_row_loses_no_data() {
    let names = "StartDate|EndDate|ResponseId|Q1";
    let data = "2026-03-01|2026-03-01|R_1|Bien";
    let cleaned = layout(&[names, data], None);
    assert_eq!((cleaned.dialect, cleaned.header_rows), (Dialect::Qualtrics, 1));
    let two = layout(&[names, "Start Date|End Date|Response ID|¿Qué tal?", data], None);
    assert_eq!((two.header_rows, questions(&two)[3]), (2, Some("¿Qué tal?")));
    let ids = r#"{"ImportId":"startDate"}|{"ImportId":"endDate"}|{"ImportId":"_recordId"}|{"ImportId":"QID1_TEXT"}"#;
    let no_texts = layout(&[names, ids, data], None);
    assert_eq!((no_texts.header_rows, no_texts.columns[3].name.as_str()), (2, "Q1"));
    assert!(no_texts.columns[3].open_ended);
}

#[test]
fn a_table_is_not_taken_for_a_preamble() {
    // Titles go; a narrow header over wider rows stays.
    let titled = layout(&["Informe||", "", "Id|Fecha|Opinión", "1|2026|Bien", "2|2026|Mal"], None);
    assert_eq!((titled.header_rows, titled.columns[2].name.as_str()), (3, "Opinión"));
    let narrow = layout(&["id|comment", "1|hola| bien", "2|ok| si"], None);
    assert_eq!((narrow.header_rows, narrow.columns.len()), (1, 2));
    let blank = layout(&["", "id|comment", "1|hola"], None);
    assert_eq!((blank.header_rows, blank.columns[0].name.as_str()), (2, "id"));
}

#[test]
fn no_row_is_taken_for_the_header_of_a_narrow_table() {
    for (lines, width) in [
        (&["cliente|comentario", "Ana|Buen trato| rápido", "Luis|Caro| pero bien"][..], 2),
        (&["cliente|comentario|", "Ana|Buen trato|sí", "Luis|Muy caro|no"], 3),
        (&["Persona|Qué dijo", "Ana|Buen trato| rápido", "Luis|Caro| pero bien"], 2),
        (&["comentario", "Buen trato| rápido| barato", "Caro| pero bien| supongo"], 1),
    ] {
        let layout = layout(lines, None);
        assert_eq!((layout.header_rows, layout.columns.len()), (1, width), "{lines:?}");
    }
    let titled = layout(&["Tienda|Norte", "|", "id|fecha|texto", "1|2026|bien", "2|2026|mal"], None);
    assert_eq!((titled.header_rows, titled.columns[2].name.as_str()), (3, "texto"));
    let titled = layout(&["Comentarios||", "id|fecha|texto", "1|2026|bien", "2|2026|mal"], None);
    assert_eq!((titled.header_rows, titled.columns[2].name.as_str()), (2, "texto"));
}

#[test]
fn one_comment_a_line_has_no_header() {
    for first in ["La cola era larga y lenta", "Muy amables.", "Que abran los domingos por favor"] {
        let layout = layout(&[first, "Todo bien", "Caro, pero bueno"], None);
        let names: Vec<_> = layout.columns.iter().map(|column| (&*column.name, &*column.key)).collect();
        assert_eq!((layout.header_rows, names), (0, vec![("comment", "comment")]), "{first}");
    }
    for first in [
        "¿Qué mejoraría de la tienda?",
        "Qué le pareció la tienda",
        "Comentarios del cliente sobre la tienda",
        "Respuestas de los clientes de marzo",
        "Please tell us what to improve",
        "texto",
    ] {
        assert_eq!(layout(&[first, "Todo bien", "Caro, pero bueno"], None).header_rows, 1, "{first}");
    }
    // A title is no comment.
    let titled = layout(&["Encuesta de satisfacción de marzo", "", "Comentario", "Todo bien"], None);
    assert_eq!((titled.header_rows, &*titled.columns[0].name), (3, "Comentario"));
    // A forced platform has its headers.
    assert_eq!(layout(&["La cola era larga y lenta"], Some(Dialect::GoogleForms)).header_rows, 1);
}

#[test]
fn a_qualtrics_order_of_display_is_no_answer_and_a_name_that_begins_alike_is() {
    let ids = |id: &str| format!("{{\"ImportId\":\"{id}\"}}");
    let import = [ids("_recordId"), ids("QID5_TEXT"), ids("QID5_DO"), ids("QID5_DO_1")].join("|");
    let lines = ["ResponseId|Q5_DOMICILIO_TEXT|Q5_DO|Q5_DO_1", "Response ID|¿Qué tal?|¿Qué tal?|¿Qué tal?", &import];
    assert_eq!(questions(&layout(&lines, None)), [None, Some("¿Qué tal?"), None, None]);
}

#[test]
fn questions_lose_markup_and_numbering_only() {
    for (header, question) in [
        ("Q1. ¿Qué tal?", "¿Qué tal?"),
        ("12) Why?", "Why?"),
        ("G01Q02. ¿Qué tal?", "¿Qué tal?"),
        ("Pregunta 3: ¿Qué tal?", "¿Qué tal?"),
        ("<p>&iquest;Qu&eacute; <b>tal</b>?</p>", "¿Qué tal?"),
        ("Is 3 < 5?", "Is 3 < 5?"),
        ("R&D: why?", "R&D: why?"),
        ("Why &#+65; and &#x41;?", "Why &#+65; and A?"),
        ("3 things you liked?", "3 things you liked?"),
    ] {
        let layout = layout(&[&format!("id|{header}")], None);
        assert_eq!(questions(&layout), [None, Some(question)], "{header}");
        assert_eq!(layout.columns[1].name, header);
    }
}

#[test]
fn a_title_over_a_narrow_or_sparse_table_is_no_header() {
    let comments = |index: usize| if index % 5 < 2 { "" } else { "Cola larga" };
    for (title, header) in [
        ("Informe de satisfacción", "id;comentario"),
        ("Informe de satisfacción;", "id;comentario"),
        ("Encuesta\nMarzo de 2026\n", "id;comentario"),
        ("Informe de satisfacción", "id;fecha;comentario"),
        ("Informe de satisfacción;;", "id;fecha;comentario"),
    ] {
        let mut export = format!("{title}\n{header}\n");
        let date = if header.contains("fecha") { ";2026-03-01" } else { "" };
        for index in 0..200 {
            let _ = writeln!(export, "{index}{date};{}", comments(index));
        }
        export.push_str("Total;2;\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, export).unwrap();
        let mut source = sentir::read::open(&Input::File(path), &ReadOptions::default()).unwrap();
        let names: Vec<&str> = source.info.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names.join(";"), header, "{title}");
        let rows = rows(&mut source);
        assert_eq!((rows.len(), rows.iter().filter(|row| row.fault.is_some()).count()), (201, 0), "{title} {header}");
    }
    // The cells of a sheet, all records equally long.
    let sheet = ["Informe|", "|", "id|comentario", "1|", "2|Bien", "3|", "4|", "5|Caro"];
    assert_eq!(layout(&sheet, None).header_rows, 3);
    // Two labels are a header, and one cell that is named as columns are is one too.
    assert_eq!(layout(&["Cliente|Dato", "1|Bien", "2|Caro"], None).header_rows, 1);
    assert_eq!(layout(&["Comentario", "Bien|aunque caro", "Mal|y caro", "Lento|y malo"], None).header_rows, 1);
    assert_eq!(layout(&["Datos|", "Bien|ojo", "Caro|", "Mal|", "Lento|"], None).header_rows, 1);
}
