//! Which columns hold comments: open questions and free text, no choices, fields or answers of the company.

use std::fmt::Write as _;

use sentir::read::roles::RoleOptions;

use crate::roles::{CASES, assigned, guessed, source, texts, usage};

#[test]
fn a_word_inside_does_not_close_an_open_question() {
    for question in [
        "¿Qué mejoraría de nuestra atención por teléfono?",
        "What could we improve when you visit us?",
        "¿Qué sintió cuando llegó a la tienda?",
        "What should we change in the rate we charge?",
        "¿Qué le parecen nuestros correos electrónicos y el email de la factura?",
        "¿Nos recomendaría? Explíquenos el motivo",
    ] {
        let export = format!(
            "id,\"{question}\",Observaciones\n\
            1,Que contesten antes de media hora,\n2,La persona que me atendió no sabía nada,\n\
            3,Me sentí bien y sin prisas todo el rato,\n"
        );
        let (source, roles) = guessed(&export).unwrap();
        assert_eq!(texts(&source, &roles), [question]);
    }
    for question in ["¿Cuál es su teléfono?", "Please enter your email", "¿Cómo se llama?", "Número de pedido"] {
        let export = format!("id,{question}\n1,no lo quiero dar aquí\n2,el mismo que la otra vez\n");
        assert!(guessed(&export).is_err(), "{question}");
    }
    for question in ["When did you last visit us?", "¿Cuándo nos visitó?", "Rate your visit please"] {
        let export = format!(
            "id,{question},dato\n1,Last week,La caja va muy lenta hoy\n2,Last month,Me gusta mucho esta tienda\n"
        );
        let (source, roles) = guessed(&export).unwrap();
        assert_eq!(texts(&source, &roles), ["dato"], "{question}");
    }
}

#[test]
fn what_the_export_marks_as_open_is_open() {
    let question = "¿Qué cambiaría de su teléfono y de su correo?";
    let export = CASES.iter().find(|case| case.text == ["Q2_TEXT"]).unwrap().export;
    let export = export.replace("¿Qué podríamos mejorar?", question);
    let (source, roles) = guessed(&export).unwrap();
    assert_eq!(texts(&source, &roles), ["Q2_TEXT"]);
    assert!(guessed(&export.replace(question, "¿Cuál es su teléfono?")).is_err());
}

#[test]
fn an_empty_column_of_a_good_name_loses_to_free_text() {
    let export = "id,dato,Observaciones\n1,La caja va muy lenta hoy,\n2,Me gusta mucho esta tienda,\n";
    let (source, roles) = guessed(export).unwrap();
    assert_eq!(texts(&source, &roles), ["dato"]);
}

#[test]
fn comments_on_something_are_comments_and_their_fields_are_not() {
    for header in
        ["Comentario NPS", "Comentario producto", "Comentario tienda", "Product feedback", "Motivo puntuación"]
    {
        let export = format!("id,{header}\n1,La caja va lenta\n2,Bien\n");
        let (source, roles) = guessed(&export).unwrap_or_else(|error| panic!("{header}: {error}"));
        assert_eq!(texts(&source, &roles), [header]);
    }
    for header in ["Tipo de comentario", "Comment author", "Feedback status", "Nombre producto", "Product store"] {
        let export = format!("id,{header}\n1,Ana de la tienda\n2,Luis de la oficina\n");
        assert!(guessed(&export).is_err(), "{header}");
    }
    // A header that may mean a choice does not stand above its content, nor above a plain name.
    let mut export = "Feedback channel,Comentarios del cliente\n".to_owned();
    for index in 0..20 {
        let _ = writeln!(export, "{},Bien {index}", ["web", "store"][index % 2]);
    }
    let (source, roles) = guessed(&export).unwrap();
    assert_eq!(texts(&source, &roles), ["Comentarios del cliente"]);
    assert!(guessed(&export.replace("Comentarios del cliente", "Cliente")).is_err());
}

#[test]
fn a_platforms_own_column_comes_first() {
    let export = "Summation column,Id,Requester,Assignee,Description,Satisfaction Score,Satisfaction Comment\n\
        1,77,Ana,Luis,No me llega la factura de febrero,Bad,Nadie contesta a los mensajes\n\
        1,78,Eva,Luis,No puedo entrar en mi cuenta,Good,Resuelto en cinco minutos\n";
    let (source, roles) = guessed(export).unwrap();
    assert_eq!(texts(&source, &roles), ["Satisfaction Comment"]);
}

#[test]
fn a_few_choices_are_no_answers_either() {
    let mut export = "¿Qué red prefiere?,¿Qué opina de nuestra web?\n".to_owned();
    let answers = ["Va muy lenta", "Me gusta", "No encuentro las ofertas", "Está bien", "Muy clara", "Falla el pago"];
    for (index, answer) in answers.iter().enumerate() {
        let _ = writeln!(export, "{},{answer}", ["Redes sociales", "Un buen amigo", "La radio local"][index % 3]);
    }
    let (source, roles) = guessed(&export).unwrap();
    assert_eq!(texts(&source, &roles), ["¿Qué opina de nuestra web?"]);
    // Where the question does not tell, and no two are alike.
    for question in ["¿Cómo nos conoció?", "¿Dónde nos encontró?", "Where did you find us?"] {
        let export = format!(
            "{question},¿Qué opina de nuestra web?\nRedes sociales,Va muy lenta\nUn amigo,Me gusta\nPublicidad,Los precios\n"
        );
        let (source, roles) = guessed(&export).unwrap();
        assert_eq!(texts(&source, &roles), ["¿Qué opina de nuestra web?"], "{question}");
    }
}

#[test]
fn a_comment_a_line_is_read_from_the_first_line_on() {
    let mut source = source("a.txt", "La cola era larga y lenta\nTodo bien\nMuy caro\n");
    let roles = assigned(&mut source, &RoleOptions::default()).unwrap();
    assert_eq!(roles.guesses, ["text: column \"comment\" (the only column)"]);
    let first = source.next_row().unwrap().unwrap();
    assert_eq!((first.number, first.cells[0].text().as_ref()), (1, "La cola era larga y lenta"));
}

#[test]
fn two_columns_of_free_text_and_no_header_are_asked_about() {
    let export = "a,b,c\n\
        1,I waited for two hours and nobody came,The new app is much easier to use\n\
        2,They charged me twice for the same order,Very friendly people at the front desk\n\
        3,The parcel was left in the rain outside,It works as it should and is cheap\n";
    let message = usage(guessed(export));
    assert!(message.contains("several columns may hold the comments: \"b\", \"c\""), "{message}");
    assert!(message.contains("--text \"b\""), "{message}");
}

#[test]
fn nothing_plausible_is_asked_about() {
    for export in [
        "id,fecha,importe\n1,2026-03-01,9\n2,2026-03-02,8\n",
        "email,url\nana@correo.example,https://a.example/x\nluis@correo.example,https://a.example/y\n",
        "nombre,etiquetas\nAna García Pérez,uno;dos\nLuis Gil Sanz,tres\n",
    ] {
        let message = usage(guessed(export));
        assert!(message.contains("no column plainly holds comments"), "{message}");
        assert!(message.contains("#1") && message.contains("--text"), "{message}");
    }
}

#[test]
fn what_the_company_wrote_is_never_read() {
    let reply = "Lamentamos mucho lo ocurrido y le llamaremos hoy mismo";
    for header in [
        "Respuesta de la empresa",
        "Company reply",
        "Developer Reply Text",
        "Owner response",
        "Nota interna",
        "Comentario del agente",
        "Reply",
        "Respuesta del propietario",
    ] {
        let export = format!("id,{header}\n1,{reply}\n2,{reply} por la tarde\n3,{reply} sin falta\n");
        assert!(guessed(&export).is_err(), "{header}");
        let export = format!(
            "id,dato,{header}\n1,El pedido llegó tarde y roto,{reply}\n2,No funciona el mando de la tele,{reply} hoy\n"
        );
        let (source, roles) = guessed(&export).unwrap();
        assert_eq!(texts(&source, &roles), ["dato"], "{header}");
    }
}

#[test]
fn choices_and_scales_are_no_answers() {
    let mut export = "¿Cómo nos conoció?,¿Qué nota nos da?,¿Qué opina de nuestra web?\n".to_owned();
    let answers =
        ["Va lenta", "Me gusta el buscador", "No encuentro las ofertas", "Bien", "Muy clara", "Falla el pago"];
    for index in 0..30 {
        let known = ["Redes sociales", "Un amigo", "Publicidad"][index % 3];
        let _ = writeln!(export, "{known},{},{} {index}", index % 11, answers[index % 6]);
    }
    let (source, roles) = guessed(&export).unwrap();
    assert_eq!(texts(&source, &roles), ["¿Qué opina de nuestra web?"]);
}

#[test]
fn without_answers_in_the_first_rows_the_headers_decide() {
    let (source, roles) = guessed("id,Comentario,Canal\n1,,web\n2,,tienda\n").unwrap();
    assert_eq!(texts(&source, &roles), ["Comentario"]);
    let (source, roles) = guessed("id,¿Qué podríamos mejorar?,Canal\n1,,web\n2,,tienda\n").unwrap();
    assert_eq!(texts(&source, &roles), ["¿Qué podríamos mejorar?"]);
    let (source, roles) = guessed("id,Comentario\n").unwrap();
    assert_eq!(texts(&source, &roles), ["Comentario"]);
}

#[test]
fn other_text_columns_are_told_of() {
    let export = "id,Comentario,Sugerencias\n1,La caja va lenta,Abrir más cajas\n2,Todo muy bien,Nada que añadir hoy\n";
    let (source, roles) = guessed(export).unwrap();
    assert_eq!(texts(&source, &roles), ["Comentario"]);
    assert!(
        roles.guesses.iter().any(|guess| guess.contains("--text") && guess.contains("Sugerencias")),
        "{:?}",
        roles.guesses
    );
}

/// Answers of which seven in ten are stock ones.
fn stock_answers() -> impl Iterator<Item = String> {
    (0..40).map(|index| match index % 10 {
        0 | 1 => "Nada".to_owned(),
        2 | 3 => "Ninguna".to_owned(),
        4 | 5 => "ok".to_owned(),
        6 => "precio".to_owned(),
        _ => format!("Caja {index} muy lenta"),
    })
}

#[test]
fn stock_answers_do_not_close_an_open_question() {
    let question = "¿Qué podríamos mejorar?";
    let heads = [
        (
            format!(
                "Respondent ID,Collector ID,Start Date,{question},¿Qué le gustó?\n,,,Open-Ended Response,Open-Ended Response\n"
            ),
            "1,2,2026-03-01 10:00:00",
            vec![question, "¿Qué le gustó?"],
        ),
        (
            format!(
                "StartDate,ResponseId,Q1,Q2_TEXT,Q3\nStart Date,Response ID,Nota,{question},Explique su nota\n\
                \"{{\"\"ImportId\"\":\"\"startDate\"\"}}\",\"{{\"\"ImportId\"\":\"\"_recordId\"\"}}\",\
                \"{{\"\"ImportId\"\":\"\"QID1\"\"}}\",\"{{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}}\",\
                \"{{\"\"ImportId\"\":\"\"QID3_TEXT\"\"}}\"\n"
            ),
            "2026-03-01 10:00:00,R_1,7",
            vec!["Q2_TEXT", "Q3"],
        ),
        (
            format!("Marca temporal,Nota,Tienda,{question},¿Qué le gustó?\n"),
            "1/03/2026 9:05:00,7,Norte",
            vec![question, "¿Qué le gustó?"],
        ),
        (
            format!("#,Nota,Tienda,{question},¿Qué le gustó?,Start Date (UTC),Submit Date (UTC),Network ID\n"),
            "a1b2c3,7,Norte",
            vec![question, "¿Qué le gustó?"],
        ),
    ];
    for (head, start, expected) in heads {
        let mut export = head;
        for (index, answer) in stock_answers().enumerate() {
            let _ = writeln!(export, "{start},{answer},Me gusta el trato {index}");
        }
        let (source, roles) = guessed(&export).unwrap_or_else(|error| panic!("{export}\n{error}"));
        assert_eq!(texts(&source, &roles), expected, "{:?}", roles.guesses);
    }
}

#[test]
fn a_question_that_is_left_out_is_named() {
    let mut export = "¿Qué canal usó?,¿Qué opina de nuestra web?\n".to_owned();
    for index in 0..30 {
        let _ = writeln!(export, "{},La web {index} va lenta", ["Por la web", "En la tienda", "Otro"][index % 3]);
    }
    let (source, roles) = guessed(&export).unwrap();
    assert_eq!(texts(&source, &roles), ["¿Qué opina de nuestra web?"]);
    assert!(
        roles.guesses.contains(&"not tagged unless named with --text: \"¿Qué canal usó?\"".to_owned()),
        "{:?}",
        roles.guesses
    );
}
