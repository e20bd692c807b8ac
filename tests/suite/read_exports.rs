//! Every known export is read for what it is: platform, encoding, delimiter, headers, questions, cells.

use std::fmt::Write as _;
use std::path::PathBuf;

use sentir::read::dialect::{Dialect, Layout, lay_out};
use sentir::read::{self, Input, ReadOptions, Source};
use sentir::table::{Cell, Row};

/// What a fixture must be read as.
struct Expected {
    file: &'static str,
    dialect: Dialect,
    encoding: &'static str,
    delimiter: u8,
    header_rows: usize,
    /// Some of the names, each with its place.
    names: &'static [(usize, &'static str)],
    /// All the questions, each with its place.
    questions: &'static [(usize, &'static str)],
    /// All the columns that the export marks as open answers.
    open_ended: &'static [usize],
    columns: usize,
    rows: usize,
    /// Some cells: row from 1, column from 0, text.
    cells: &'static [(usize, usize, &'static str)],
}

const EXPORTS: &[Expected] = &[
    Expected {
        file: "qualtrics.csv",
        dialect: Dialect::Qualtrics,
        encoding: "UTF-8 (byte order mark)",
        delimiter: b',',
        header_rows: 3,
        names: &[(0, "StartDate"), (5, "Duration (in seconds)"), (19, "Q2_TEXT"), (22, "segmento")],
        questions: &[
            (17, "En una escala del 0 al 10, ¿qué probabilidad hay de que nos recomiende?"),
            (19, "¿Qué podríamos mejorar en su próxima visita?"),
            (20, "¿Qué canal usó, en su última compra?"),
            (21, "¿Qué canal usó, en su última compra? - Otro - Texto"),
        ],
        open_ended: &[19, 21],
        columns: 23,
        rows: 7,
        cells: &[
            (1, 19, "La entrega llegó tarde.\nY nadie contesta, dicen \"mañana\"."),
            (2, 2, "Survey Preview"),
            (3, 19, "Lovely staff, quick checkout; will be back 😀"),
            (4, 19, ""),
            (6, 19, "-99"),
            (7, 19, "=Genial"),
        ],
    },
    Expected {
        file: "qualtrics.tsv",
        dialect: Dialect::Qualtrics,
        encoding: "UTF-16LE (byte order mark)",
        delimiter: b'\t',
        header_rows: 3,
        names: &[(0, "StartDate"), (8, "ResponseId"), (19, "Q2_TEXT")],
        questions: &[
            (17, "En una escala del 0 al 10, ¿qué probabilidad hay de que nos recomiende?"),
            (19, "¿Qué podríamos mejorar en su próxima visita?"),
            (20, "¿Qué canal usó, en su última compra?"),
            (21, "¿Qué canal usó, en su última compra? - Otro - Texto"),
        ],
        open_ended: &[19, 21],
        columns: 23,
        rows: 5,
        cells: &[(3, 19, "Lovely staff, quick checkout; will be back 😀"), (4, 21, "Una feria en Lugo")],
    },
    Expected {
        file: "qualtrics-legacy.csv",
        dialect: Dialect::Qualtrics,
        encoding: "UTF-8 (plain ASCII)",
        delimiter: b',',
        header_rows: 2,
        names: &[(0, "V1"), (9, "V10"), (11, "Q2_TEXT")],
        questions: &[(10, "How satisfied were you with your stay?"), (11, "What could we have done better?")],
        open_ended: &[11],
        columns: 12,
        rows: 5,
        cells: &[(1, 0, "R_001"), (3, 11, "Cheaper parking, please"), (5, 11, "")],
    },
    Expected {
        file: "surveymonkey.csv",
        dialect: Dialect::SurveyMonkey,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 2,
        names: &[
            (0, "Respondent ID"),
            (9, "¿Qué canales usó?"),
            (10, ""),
            (12, "3. ¿Por qué nos da esa nota,\nen sus palabras?"),
        ],
        questions: &[
            (9, "¿Qué canales usó?"),
            (10, "¿Qué canales usó?"),
            (11, "¿Qué canales usó?"),
            (12, "¿Por qué nos da esa nota, en sus palabras?"),
        ],
        open_ended: &[11, 12],
        columns: 13,
        rows: 6,
        cells: &[(1, 0, "118273645501"), (3, 11, "Por teléfono"), (6, 12, "Buen precio;\ncalidad regular")],
    },
    Expected {
        file: "surveymonkey-condensed.csv",
        dialect: Dialect::SurveyMonkey,
        encoding: "UTF-8 (plain ASCII)",
        delimiter: b',',
        header_rows: 2,
        names: &[(9, "Overall, how satisfied are you with <em>our service</em>?")],
        questions: &[
            (9, "Overall, how satisfied are you with our service?"),
            (10, "What is the main reason for your score?"),
        ],
        open_ended: &[],
        columns: 11,
        rows: 5,
        cells: &[(1, 10, "The engineer explained everything"), (5, 0, "118273645605")],
    },
    Expected {
        file: "google-forms.csv",
        dialect: Dialect::GoogleForms,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[
            (0, "Marca temporal"),
            (2, "  1. ¿Cuál fue el motivo de su visita?"),
            (5, "Comentarios"),
            (6, "Comentarios"),
        ],
        questions: &[
            (2, "¿Cuál fue el motivo de su visita?"),
            (3, "Del 1 al 5, ¿cómo valora la atención?"),
            (4, "Cuéntenos su experiencia: (lo que quiera)"),
        ],
        open_ended: &[],
        columns: 8,
        rows: 5,
        cells: &[
            (1, 0, "2026/02/13 10:26:52 p.\u{A0}m. GMT+1"),
            (3, 4, "Bien, aunque \"el parking\" estaba lleno"),
            (5, 4, "¡Vergonzoso!\nNo vuelvo"),
            (5, 6, "Fatal"),
        ],
    },
    Expected {
        file: "google-forms-sheets.csv",
        dialect: Dialect::GoogleForms,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(0, "Timestamp"), (4, "Please tell us more")],
        questions: &[
            (2, "How did you hear about us?"),
            (3, "How would you rate the workshop?"),
            (4, "Please tell us more"),
        ],
        open_ended: &[],
        columns: 5,
        rows: 5,
        cells: &[(1, 2, "Friend, Radio"), (5, 4, "👏👏")],
    },
    Expected {
        file: "typeform.csv",
        dialect: Dialect::Typeform,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(0, "#"), (1, "What did you <strong>love</strong> about the class?"), (4, "Other"), (6, "Other")],
        questions: &[(1, "What did you love about the class?"), (5, "¿Qué cambiaría, si pudiera?")],
        open_ended: &[],
        columns: 15,
        rows: 5,
        cells: &[(1, 1, "The teacher, hands down"), (2, 1, "null"), (4, 1, "Music, light, \"vibe\"")],
    },
    Expected {
        file: "limesurvey-codes.csv",
        dialect: Dialect::LimeSurvey,
        encoding: "UTF-8 (byte order mark)",
        delimiter: b',',
        header_rows: 1,
        names: &[(0, "id"), (10, "Q2[SQ001]"), (11, "Q2[other]")],
        questions: &[],
        open_ended: &[11],
        columns: 16,
        rows: 5,
        cells: &[(1, 0, "1"), (2, 11, "Boca a boca"), (3, 12, "They \"forgot\" my order")],
    },
    Expected {
        file: "limesurvey-questions.csv",
        dialect: Dialect::LimeSurvey,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b';',
        header_rows: 1,
        names: &[(6, "Q2. <p>¿Por dónde nos conoció?</p> [Otro]")],
        questions: &[(5, "¿Cómo valora la visita?"), (6, "¿Por dónde nos conoció?"), (7, "Díganos qué mejoraría")],
        open_ended: &[6],
        columns: 8,
        rows: 5,
        cells: &[(1, 7, "Más sombra en la cola; gracias"), (5, 7, "Precios, sobre todo")],
    },
    Expected {
        file: "kobotoolbox.csv",
        dialect: Dialect::KoboToolbox,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b';',
        header_rows: 1,
        names: &[(2, "¿Qué tal?"), (4, "atencion/¿Qué servicios usó?/Caja")],
        questions: &[(2, "¿Qué tal?"), (3, "¿Qué servicios usó?"), (6, "¿Qué mejoraría del servicio?")],
        open_ended: &[],
        columns: 16,
        rows: 5,
        cells: &[(1, 2, "Muy bien; gracias"), (3, 6, "Que contesten \"algo\""), (5, 6, "Más\ncajas"), (5, 15, "5")],
    },
    Expected {
        file: "kobotoolbox-hxl.csv",
        dialect: Dialect::KoboToolbox,
        encoding: "UTF-8 (byte order mark)",
        delimiter: b';',
        header_rows: 2,
        names: &[(0, "start"), (2, "¿Qué tal?")],
        questions: &[(2, "¿Qué tal?"), (3, "¿Qué servicios usó?"), (6, "¿Qué mejoraría del servicio?")],
        open_ended: &[],
        columns: 16,
        rows: 5,
        cells: &[(1, 2, "Muy bien; gracias"), (4, 2, "")],
    },
    Expected {
        file: "zendesk.csv",
        dialect: Dialect::Zendesk,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(10, "Subject"), (24, "Motivo [list]")],
        questions: &[],
        open_ended: &[],
        columns: 26,
        rows: 5,
        cells: &[(2, 10, "Wrong size, please exchange"), (1, 11, "envio,urgente"), (5, 10, "App crashes on \"Pay\"")],
    },
    Expected {
        file: "intercom.csv",
        dialect: Dialect::Intercom,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(1, "Conversation started at (America/New_York)"), (4, "Conversation rating remark")],
        questions: &[],
        open_ended: &[],
        columns: 15,
        rows: 6,
        cells: &[(1, 0, "215470000000001"), (4, 4, "Good, but slow"), (6, 4, "😍")],
    },
    Expected {
        file: "google-play.csv",
        dialect: Dialect::GooglePlay,
        encoding: "UTF-16LE (byte order mark)",
        delimiter: b',',
        header_rows: 1,
        names: &[(0, "Package Name"), (11, "Review Text"), (14, "Developer Reply Text")],
        questions: &[],
        open_ended: &[],
        columns: 16,
        rows: 6,
        cells: &[
            (1, 11, "La uso a diario 😀👍🏽, va finísima"),
            (2, 11, "Se cierra sola.\r\nImposible pagar"),
            (3, 9, "4"),
            (3, 11, ""),
            (5, 11, "Antes iba bien, ahora ni abre"),
        ],
    },
    Expected {
        file: "trustpilot.csv",
        dialect: Dialect::Trustpilot,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(8, "Review Title"), (9, "Review Content"), (13, "Company Response")],
        questions: &[],
        open_ended: &[],
        columns: 17,
        rows: 5,
        cells: &[
            (1, 9, "Llegó en un día &amp; bien embalado."),
            (4, 9, "Me enviaron \"otra cosa\"\ny no devuelven el dinero"),
        ],
    },
    Expected {
        file: "excel-es.csv",
        dialect: Dialect::ExcelEs,
        encoding: "windows-1252 (not valid UTF-8)",
        delimiter: b';',
        header_rows: 1,
        names: &[(0, "Id"), (4, "Comentario")],
        questions: &[],
        open_ended: &[],
        columns: 5,
        rows: 5,
        cells: &[
            (1, 3, "8,5"),
            (1, 4, "Muy bien; aunque caro – 30 €"),
            (3, 4, "Dijo \"ahora mismo\", y tardó una hora"),
            (4, 4, ""),
            (5, 2, "Tienda Ávila"),
            (5, 4, "“Atención” pésima…"),
        ],
    },
    Expected {
        file: "excel-sep.csv",
        dialect: Dialect::ExcelEs,
        encoding: "windows-1252 (not valid UTF-8)",
        delimiter: b';',
        header_rows: 2,
        names: &[(0, "Id"), (4, "Comentario")],
        questions: &[],
        open_ended: &[],
        columns: 5,
        rows: 5,
        cells: &[(1, 0, "17"), (1, 4, "Muy bien; aunque caro – 30 €")],
    },
    Expected {
        file: "preamble.csv",
        dialect: Dialect::Generic,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b';',
        header_rows: 5,
        names: &[(0, "Código"), (1, "Fecha"), (2, "Sucursal"), (3, "Opinión")],
        questions: &[],
        open_ended: &[],
        columns: 4,
        rows: 6,
        cells: &[
            (1, 0, "001"),
            (1, 3, "Rápido, limpio, barato"),
            (4, 3, "Pidieron \"paciencia\"; esperé, y nada"),
            (6, 0, "Total"),
        ],
    },
    Expected {
        file: "one-column.txt",
        dialect: Dialect::Generic,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b',',
        header_rows: 1,
        names: &[(0, "¿Qué le gustó, y qué no?")],
        questions: &[(0, "¿Qué le gustó, y qué no?")],
        open_ended: &[],
        columns: 1,
        rows: 6,
        cells: &[
            (1, 0, "El trato, la verdad"),
            (3, 0, ""),
            (4, 0, "Me encantó todo, menos el ruido, claro"),
            (6, 0, "Volveré"),
        ],
    },
    Expected {
        file: "generic.csv",
        dialect: Dialect::Generic,
        encoding: "UTF-8 (valid UTF-8)",
        delimiter: b'|',
        header_rows: 1,
        names: &[(0, "folio"), (4, "Respuesta de la empresa")],
        questions: &[(1, "¿Qué opina de la app?"), (2, "Why did you choose us?")],
        open_ended: &[],
        columns: 5,
        rows: 5,
        cells: &[(2, 2, "A friend, mostly"), (3, 1, "")],
    },
];

fn open(file: &str, options: &ReadOptions) -> Source {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports").join(file);
    read::open(&Input::File(path), options).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn rows(source: &mut Source) -> Vec<Row> {
    std::iter::from_fn(|| source.next_row().expect("a readable file")).collect()
}

#[test]
fn every_export_is_read_for_what_it_is() {
    for expected in EXPORTS {
        let file = expected.file;
        let mut source = open(file, &ReadOptions::default());
        let info = source.info.clone();
        assert_eq!(info.name, file);
        assert_eq!(info.dialect, expected.dialect, "{file}: dialect");
        assert_eq!(info.encoding.as_deref(), Some(expected.encoding), "{file}: encoding");
        assert_eq!(info.delimiter, Some(expected.delimiter), "{file}: delimiter");
        assert_eq!(info.header_rows, expected.header_rows, "{file}: header rows");
        assert_eq!(info.columns.len(), expected.columns, "{file}: columns");
        for &(place, name) in expected.names {
            assert_eq!(info.columns[place].name, name, "{file}: name of column {place}");
        }
        let questions: Vec<_> = info
            .columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| Some((place, column.question.as_deref()?)))
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
        for &(row, column, text) in expected.cells {
            assert_eq!(rows[row - 1].cells[column], Cell::Text(text.to_owned()), "{file}: row {row}, column {column}");
        }
    }
}

#[test]
fn every_fixture_is_expected() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    for entry in folder.read_dir().expect("the folder of fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let delimited = [".csv", ".tsv", ".txt"].iter().any(|end| name.ends_with(end));
        assert!(!delimited || EXPORTS.iter().any(|expected| expected.file == name), "{name} is not tested");
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
