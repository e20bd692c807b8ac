//! Inspecting an export: what is shown, what is counted, and that no comment ever is.
#![allow(clippy::unwrap_used)]

use crate::exports;

use std::fmt::Write as _;
use std::fs;

use sentir::inspect::{Inspection, inspect};
use sentir::labels::Language;
use sentir::read::roles::{RoleOptions, assign};
use sentir::read::{Input, ReadOptions, Source, open};

/// Tells Spanish by its letters: enough for these files.
fn language(text: &str) -> Language {
    if text.contains(['á', 'é', 'í', 'ó', 'ú', 'ñ', '¿', '¡']) { Language::Es } else { Language::En }
}

fn source(name: &str, content: &str) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    open(&Input::File(path), &ReadOptions::default()).unwrap()
}

fn inspected(mut source: Source) -> Inspection {
    let head = source.peek(1_000).unwrap().to_vec();
    let roles = assign(&source.info, &head, &RoleOptions::default());
    inspect(&mut source, roles.as_ref(), &mut |text| language(text)).unwrap()
}

const SURVEY: &str = "\
Id;Fecha;Canal;Nota;Comentario
1;01/03/2026;Tienda;8,5;La atención fue rápida
2;02/03/2026;Web;2;The parcel never came
3;03/03/2026;Web;7;
4;04/03/2026;Web;9;n/a
5;05/03/2026;Tienda;9;La atención fue rápida
6;06/03/2026;Tienda;1;No abrían la caja y esperé de pie media hora con el carro lleno
7;07/03/2026;Tienda;1
";

#[test]
fn a_survey_on_a_terminal() {
    insta::assert_snapshot!(inspected(source("encuesta.csv", SURVEY)));
}

#[test]
fn an_export_with_bad_lines_on_a_terminal() {
    let mut source = open(&Input::File(exports::fixture("zendesk.jsonl")), &ReadOptions::default()).unwrap();
    let head = source.peek(1_000).unwrap().to_vec();
    let roles = assign(&source.info, &head, &RoleOptions::default());
    insta::assert_snapshot!(inspect(&mut source, roles.as_ref(), &mut |text| language(text)).unwrap());
}

#[test]
fn without_a_text_column_the_rest_is_shown_with_the_reason() {
    insta::assert_snapshot!(inspected(source("ventas.csv", "id,importe,fecha\n1,9.5,2026-03-01\n2,8,2026-03-02\n")));
}

#[test]
fn counts_are_right_and_add_up() {
    let inspection = inspected(source("encuesta.csv", SURVEY));
    let text = &inspection.texts[0];
    assert_eq!(inspection.rows, 7);
    assert_eq!(text.answers + text.empty + inspection.faults.count, 7);
    assert_eq!((text.placeholders, text.duplicates.count, text.duplicates.or_more), (1, 1, false));
    assert_eq!((text.languages.es, text.languages.en, text.languages.und), (3, 1, 0));
    let longest = text.longest.unwrap();
    assert_eq!((longest.row, longest.characters), (6, 63));
    let json = serde_json::to_value(&inspection).unwrap();
    assert_eq!(json["columns"][4]["role"], "text");
    assert_eq!(json["columns"][0]["distinct"]["or_more"], false);
    assert_eq!(json["texts"][0]["longest"]["row"], 6);
}

#[test]
fn distinct_values_are_counted_up_to_a_thousand() {
    let mut export = "Id,Comentario\n".to_owned();
    for id in 0..1_500 {
        let _ = writeln!(export, "{id},respuesta número {} de la tienda", id % 1_000);
    }
    let inspection = inspected(source("a.csv", &export));
    let distinct: Vec<(u64, bool)> =
        inspection.columns.iter().map(|column| (column.distinct.count, column.distinct.or_more)).collect();
    assert_eq!(distinct, [(1_000, true), (1_000, false)]);
    assert_eq!(inspection.texts[0].duplicates.count, 500);
}

#[test]
fn no_line_is_wide_and_no_comment_is_shown() {
    let name =
        "¿Qué podríamos mejorar de nuestro servicio de atención al cliente en las tiendas de su ciudad, y por qué?";
    let mut export = format!("Id,\"{name}\"\n");
    for id in 0..50 {
        let _ = writeln!(export, "{id},secreto número {id} que nadie debe ver");
    }
    export.push_str("51,secreto,secreto,secreto\n");
    let inspection = inspected(source("a.csv", &export));
    let shown = inspection.to_string();
    assert!(shown.lines().all(|line| line.chars().count() <= 100), "{shown}");
    assert!(!shown.contains("secreto"), "{shown}");
    assert!(!serde_json::to_string(&inspection).unwrap().contains("secreto"));
}

#[test]
fn headers_do_nothing_to_the_terminal() {
    let export = "Id,\"No\u{1b}ta\r\n(0 a 10)\",Comentario\n1,9,La atención fue rápida\n2,1,Esperé de pie media hora\n";
    let shown = inspected(source("a.csv", export)).to_string();
    assert!(shown.contains("No\u{fffd}ta (0 a 10)"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\r']), "{shown}");
}

#[test]
fn answers_are_counted_as_they_are_when_tagged() {
    let texts = |export: &str| inspected(source("a.csv", export)).texts.remove(0);
    // The same but for its encoding; an invisible character is no answer; "nada" answers only where something is asked.
    let plain = texts("id,Comentario\n1,Fish &amp; chips\n2,Fish & chips \n3,\u{200b}\n4,nada\n5,AtenciÃ³n lenta\n");
    assert_eq!((plain.answers, plain.empty, plain.placeholders, plain.duplicates.count), (4, 1, 1, 1));
    assert_eq!((plain.languages.es, plain.languages.en), (1, 2));
    // The same words under another question are another answer.
    let asked = texts("pregunta,texto\n¿Qué mejoraría?,nada\n¿Qué le gustó?,nada\n¿Qué le gustó?,nada\n");
    assert_eq!((asked.answers, asked.placeholders, asked.duplicates.count), (3, 0, 1));
}
