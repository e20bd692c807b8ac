//! Which question a comment answers: the column's own, one that is given, or one in another column.

use sentir::read::roles::{Question, RoleOptions};

use crate::roles::{CASES, assigned, guessed, source, usage};

#[test]
fn the_question_is_the_columns_own_unless_its_header_is_a_mere_name() {
    let (_, roles) = guessed(CASES[0].export).unwrap();
    assert_eq!(roles.text[0].question, None);
    let qualtrics = CASES.iter().find(|case| case.text == ["Q2_TEXT"]).unwrap();
    let (_, roles) = guessed(qualtrics.export).unwrap();
    assert_eq!(roles.text[0].question, Some(Question::Fixed("¿Qué podríamos mejorar?".to_owned())));
}

#[test]
fn a_question_given_is_a_column_or_else_the_question_itself() {
    let export = "id,texto,Tema\n1,los precios,¿Qué mejoraría?\n2,la espera,¿Qué mejoraría?\n";
    let asked = |question: &str| {
        let options = RoleOptions { question: Some(question.to_owned()), ..RoleOptions::default() };
        let roles = assigned(&mut source("a.csv", export), &options).unwrap();
        roles.text[0].question.clone()
    };
    assert_eq!(asked("tema"), Some(Question::Column(2)));
    assert_eq!(asked("#3"), Some(Question::Column(2)));
    assert_eq!(asked("¿Qué mejoraría?"), Some(Question::Fixed("¿Qué mejoraría?".to_owned())));
    assert_eq!(asked(""), None);
}

#[test]
fn a_comment_is_never_its_own_question() {
    let asked = |export: &str, text: &[&str], question: &str| {
        let text = text.iter().map(|name| (*name).to_owned()).collect();
        let options = RoleOptions { text, question: Some(question.to_owned()), ..RoleOptions::default() };
        let roles = assigned(&mut source("a.csv", export), &options).unwrap();
        roles.text.into_iter().map(|text| (text.index, text.question)).collect::<Vec<_>>()
    };
    let fixed = |question: &str| Some(Question::Fixed(question.to_owned()));
    let export = "id,Mejoras,Otros\n1,Que abran los domingos,Nada\n2,Que bajen los precios,Nada\n";
    assert_eq!(asked(export, &["Mejoras"], "Mejoras"), [(1, fixed("Mejoras"))]);
    assert_eq!(asked(export, &["Mejoras", "Otros"], "#2"), [(1, fixed("Mejoras")), (2, fixed("Mejoras"))]);
    let export = "id,1. ¿Qué mejoraría?\n1,Que abran los domingos\n2,Que bajen los precios\n";
    assert_eq!(asked(export, &[], "#2"), [(1, fixed("¿Qué mejoraría?"))]);
    assert_eq!(asked(export, &["#2"], "#2"), [(1, fixed("¿Qué mejoraría?"))]);
    let export = "id,comentario\n1,Que abran los domingos\n2,Que bajen los precios\n";
    assert_eq!(asked(export, &[], "comentario"), [(1, fixed("comentario"))]);
}

#[test]
fn the_question_in_use_is_told() {
    let told = |export: &str, question: Option<&str>| {
        let mut source = source("a.csv", export);
        let options = RoleOptions { question: question.map(str::to_owned), ..RoleOptions::default() };
        let roles = assigned(&mut source, &options).unwrap();
        roles.guesses.into_iter().filter(|line| line.starts_with("question")).collect::<Vec<_>>()
    };
    let export = "id,pregunta,comentario\n1,¿Qué falta?,Más cajas abiertas\n2,¿Qué sobra?,El ruido de fondo\n";
    assert_eq!(told(export, None), ["question: column \"pregunta\" (header)"]);
    assert_eq!(told(export, Some("#2")), ["question: column \"pregunta\" (given)"]);
    let long = format!("¿Qué {}?", "mucho ".repeat(30).trim());
    let cut = format!("question: text \"{}…\" (given)", long.chars().take(79).collect::<String>());
    assert_eq!(told(export, Some(&long)), [cut]);
    let export = "id,1. ¿Qué mejoraría?\n1,Que abran los domingos\n2,Que bajen los precios\n";
    assert_eq!(told(export, None), ["question: text \"¿Qué mejoraría?\" (of column \"1. ¿Qué mejoraría?\")"]);
    assert!(told("id,comentario\n1,Más cajas abiertas\n2,El ruido\n", None).is_empty());

    let mut source = source("a.csv", export);
    for place in ["#9", "#0"] {
        let options = RoleOptions { question: Some(place.to_owned()), ..RoleOptions::default() };
        let message = usage(assigned(&mut source, &options));
        assert!(message.contains(&format!("no column {place}")) && message.contains("#2 "), "{message}");
    }
}
