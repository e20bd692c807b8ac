//! Columns named by the user: how, and what is said where there is no such column.

use sentir::read::roles::{RoleOptions, assign};

use crate::roles::{HEAD, assigned, source, usage};

#[test]
fn columns_are_named_exactly_or_loosely_or_by_place() {
    let export = "Opinión General,opinion general,Motivo\nbien,mal,regular\n";
    let named = |text: &str| {
        let options = RoleOptions { text: vec![text.to_owned()], ..RoleOptions::default() };
        assigned(&mut source("a.csv", export), &options).map(|roles| roles.text[0].index)
    };
    assert_eq!(named("Opinión General").unwrap(), 0);
    assert_eq!(named("opinion general").unwrap(), 1);
    assert_eq!(named("MOTIVO").unwrap(), 2);
    assert_eq!(named("#2").unwrap(), 1);
    let ambiguous = usage(named("OPINION GENERAL"));
    assert!(ambiguous.contains("#1, #2"), "{ambiguous}");
    assert!(ambiguous.contains("--text \"#1\""), "{ambiguous}");
}

#[test]
fn a_header_that_repeats_is_named_by_place_or_key() {
    let export = "Comentario,Comentario\nbien,mal\n";
    let named = |text: &str| {
        let options = RoleOptions { text: vec![text.to_owned()], ..RoleOptions::default() };
        assigned(&mut source("a.csv", export), &options).map(|roles| roles.text[0].index)
    };
    assert!(usage(named("Comentario")).contains("#1, #2"));
    assert_eq!(named("Comentario_2").unwrap(), 1);
    assert_eq!(named("#1").unwrap(), 0);
}

#[test]
fn a_missing_column_lists_what_there_is_the_closest_first() {
    let export = "Id,Fecha,Comentario,Canal\n1,2026-03-01,bien,web\n";
    let options = RoleOptions { text: vec!["Comentarios".to_owned()], ..RoleOptions::default() };
    let message = usage(assigned(&mut source("a.csv", export), &options));
    let lines: Vec<&str> = message.lines().collect();
    assert!(lines[0].contains("a.csv has no column \"Comentarios\""), "{message}");
    assert_eq!(lines[1].trim(), "#3   \"Comentario\"");
    assert_eq!(lines.iter().filter(|line| line.trim_start().starts_with('#')).count(), 4);
    assert!(message.contains("--text \"Comentario\""), "{message}");
    let options = RoleOptions { id: Some("#9".to_owned()), ..RoleOptions::default() };
    assert!(usage(assigned(&mut source("a.csv", export), &options)).contains("no column #9; it has 4"));
    let options = RoleOptions { language: Some("Idioma".to_owned()), ..RoleOptions::default() };
    assert!(usage(assigned(&mut source("a.csv", export), &options)).contains("--language-column \""));
}

#[test]
fn several_named_columns_come_in_the_files_order_and_once() {
    let export = "id,a,b\n1,bien,mal\n";
    let options = RoleOptions { text: ["b", "a", "#3"].map(str::to_owned).to_vec(), ..RoleOptions::default() };
    let roles = assigned(&mut source("a.csv", export), &options).unwrap();
    assert_eq!(roles.text.iter().map(|text| text.index).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_hint_names_a_column_that_there_is() {
    let mut source = source("a.csv", "zona,dato\nNorte,La caja\nSur,El ruido\n");
    let head = source.peek(HEAD).unwrap().to_vec();
    let error = assign(&source.info, &head, &RoleOptions::default()).unwrap_err();
    assert!(error.to_string().contains("--text \"#2\""), "{error}");
}

#[test]
fn the_hint_can_be_typed() {
    // A header that is shown cut, or that two columns have, cannot.
    let options = RoleOptions { text: vec!["palabra ".repeat(11)], ..RoleOptions::default() };
    let export = format!("Id,{}\n1,bien\n", "palabra ".repeat(12));
    let message = usage(assigned(&mut source("a.csv", &export), &options));
    assert!(message.contains("for instance --text \"#2\""), "{message}");
    let export = "a,b,b\n\
        1,I waited for two hours and nobody came,The new app is much easier to use\n\
        2,They charged me twice for the same order,Very friendly people at the front desk\n\
        3,The parcel was left in the rain outside,It works as it should and is cheap\n";
    let message = usage(assigned(&mut source("a.csv", export), &RoleOptions::default()));
    assert!(message.contains("several: --text \"#2\""), "{message}");
}
