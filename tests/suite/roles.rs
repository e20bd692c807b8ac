//! Which column is what, over the headers of real platforms and of hand-made files, in Spanish and English.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;

use sentir::error::ErrorKind;
use sentir::read::roles::{Question, RoleOptions, Roles, assign};
use sentir::read::{Input, ReadOptions, Source, open};
use sentir::{Error, Result};

/// How many rows the guesses are made from.
const HEAD: usize = 1_000;

fn source(name: &str, content: &str) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    open(&Input::File(path), &ReadOptions::default()).unwrap()
}

fn assigned(source: &mut Source, options: &RoleOptions) -> Result<Roles> {
    let head = source.peek(HEAD)?.to_vec();
    assign(&source.info, &head, options)
}

fn guessed(content: &str) -> Result<(Source, Roles)> {
    let mut source = source("datos.csv", content);
    let roles = assigned(&mut source, &RoleOptions::default())?;
    Ok((source, roles))
}

fn name(source: &Source, index: usize) -> &str {
    &source.info.columns[index].name
}

fn texts<'a>(source: &'a Source, roles: &Roles) -> Vec<&'a str> {
    roles.text.iter().map(|text| name(source, text.index)).collect()
}

fn usage(result: Result<impl Sized>) -> String {
    let error: Error = match result {
        Ok(_) => panic!("this should not be decided"),
        Err(error) => error,
    };
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }), "{error}");
    error.to_string()
}

/// An export, and what its columns are.
struct Case {
    export: &'static str,
    text: &'static [&'static str],
    id: Option<&'static str>,
    language: Option<&'static str>,
    rating: Option<&'static str>,
}

const CASES: &[Case] = &[
    // Plain files.
    Case {
        export: "Id;Fecha;Canal;Nota;Comentario\n\
            17;01/03/2026 9:05;Tienda;8,5;Muy bien; aunque caro\n18;01/03/2026 9:15;Web;2;La entrega llegó tarde\n",
        text: &["Comentario"],
        id: Some("Id"),
        language: None,
        rating: Some("Nota"),
    },
    Case {
        export: "case number,date,verbatim,store,score\n\
            A-1,2026-03-01,The queue was long,Leeds,3\nA-2,2026-03-02,Friendly staff at the till,York,9\n",
        text: &["verbatim"],
        id: None,
        language: None,
        rating: Some("score"),
    },
    Case {
        export: "folio,sucursal,observaciones,idioma,calificacion\n\
            1,Norte,Me atendieron mal y tarde,es,1\n2,Sur,Great place and kind people,en,5\n",
        text: &["observaciones"],
        id: Some("folio"),
        language: Some("idioma"),
        rating: Some("calificacion"),
    },
    Case {
        export: "COMENTARIOS DEL CLIENTE,NOMBRE,CORREO ELECTRÓNICO,FECHA DEL COMENTARIO\n\
            La caja va lenta,Ana Pérez,ana@correo.example,2026-03-01\nTodo perfecto,Luis Gil,luis@correo.example,2026-03-02\n",
        text: &["COMENTARIOS DEL CLIENTE"],
        id: None,
        language: None,
        rating: None,
    },
    Case { export: "texto\nbien\nmal\n", text: &["texto"], id: None, language: None, rating: None },
    Case {
        export: "columna uno\nLa atención fue buena\nNo volveré a comprar aquí\n",
        text: &["columna uno"],
        id: None,
        language: None,
        rating: None,
    },
    // No header tells: the only column of free text.
    Case {
        export: "a,b,c,d\n\
            1,web,I waited for two hours and nobody came,x1\n2,store,The new app is much easier to use,x2\n\
            3,web,They charged me twice for the same order,x3\n4,web,Very friendly people at the front desk,x4\n",
        text: &["c"],
        id: None,
        language: None,
        rating: None,
    },
    // Platforms.
    Case {
        export: "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,\
            Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,\
            Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,\
            Developer Reply Text,Review Link\n\
            com.ejemplo,7,1.0,es,pixel,2026-03-01T10:00:00Z,1772359200000,2026-03-01T10:00:00Z,1772359200000,1,Falla,\
            Se cierra sola al abrirla,2026-03-02T10:00:00Z,1772445600000,\
            Gracias por avisarnos de este fallo; ya está resuelto en la versión nueva,https://play.example/?reviewId=gp%3A1\n\
            com.ejemplo,7,1.0,en,pixel,2026-03-01T11:00:00Z,1772362800000,2026-03-01T11:00:00Z,1772362800000,5,,,,,,https://play.example/?reviewId=gp%3A2\n",
        text: &["Review Text"],
        id: None,
        language: Some("Reviewer Language"),
        rating: Some("Star Rating"),
    },
    Case {
        export: "Domain Url,Webshop Name,Business Unit Id,Review Id,Review Created (UTC),Review Consumer User Id,\
            Review Username,Review User Email,Review Title,Review Content,Review Stars,Source Of Review,Reference Id,\
            Company Response,Company Reply Date (UTC),Location Name,Review Language\n\
            ejemplo.example,Ejemplo,b1,r1,2026-03-01 10:00:00,u1,Marta,m@correo.example,Fatal,\
            El paquete llegó roto y no responden,1,Organic,,Sentimos mucho lo ocurrido con su paquete y le llamaremos,2026-03-02,,es\n\
            ejemplo.example,Ejemplo,b1,r2,2026-03-01 11:00:00,u2,John,j@correo.example,Lovely,\
            Quick delivery and well packed,5,Organic,,,,,en\n",
        text: &["Review Content"],
        id: Some("Review Id"),
        language: Some("Review Language"),
        rating: Some("Review Stars"),
    },
    Case {
        export: "Conversation ID,Conversation started at (America/New_York),Updated at (America/New_York),\
            Conversation rating,Conversation rating remark,User name,Company name,Agent rated type,Last survey sent,\
            Started by,Conversation source,Current conversation state,Team currently assigned\n\
            100,2026-03-01 10:00,2026-03-01 10:30,5,Very helpful and quick,Ana,Ejemplo,Teammate,CSAT,User,Chat,closed,Uno\n\
            101,2026-03-01 11:00,2026-03-01 11:30,1,,Luis,Ejemplo,Bot,CSAT,User,Chat,closed,Uno\n",
        text: &["Conversation rating remark"],
        id: Some("Conversation ID"),
        language: None,
        rating: Some("Conversation rating"),
    },
    Case {
        export: "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,\
            Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Satisfaction Score\n\
            1,77,Ana,5,,ana@correo.example,correo.example,Ana,Luis,Uno,No me llega la factura de febrero,\"factura, pdf\",Open,High,Web,Problem,2026-03-01,2026-03-02,Offered\n\
            1,78,Eva,6,,eva@correo.example,correo.example,Eva,Luis,Uno,Cannot log in to my account,login,Open,Low,Web,Problem,2026-03-01,2026-03-02,Bad\n",
        text: &["Subject"],
        id: Some("Id"),
        language: None,
        rating: Some("Satisfaction Score"),
    },
    Case {
        export: "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,UserLanguage,Q1,Q1_NPS_GROUP,Q2_TEXT,segmento\n\
            Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,User Language,\
            ¿Qué probabilidad hay de que nos recomiende?,NPS group,¿Qué podríamos mejorar?,segmento\n\
            \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"duration\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"userLanguage\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_NPS_GROUP\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"segmento\"\"}\"\n\
            2026-03-01 10:00:00,2026-03-01 10:02:10,IP Address,192.0.2.1,100,130,True,2026-03-01 10:02:11,R_0000000000000A,ES,3,Detractor,La entrega llegó tarde y nadie contesta,oro\n\
            2026-03-01 11:00:00,2026-03-01 11:01:00,IP Address,192.0.2.2,100,60,True,2026-03-01 11:01:00,R_0000000000000B,EN,10,Promoter,n/a,plata\n",
        text: &["Q2_TEXT"],
        id: Some("ResponseId"),
        language: Some("UserLanguage"),
        rating: Some("Q1"),
    },
    Case {
        export: "Marca temporal,Dirección de correo electrónico,¿Cómo se llama?,¿Qué tan satisfecho está con la atención?,\
            ¿Cuántas veces nos visitó este año?,¿Por qué nos da esa puntuación?,¿Qué productos compró?,¿Qué le gustaría que mejoráramos?\n\
            13/02/2026 22:26:52,a@correo.example,Ana,4,2,Porque tardaron mucho en atenderme,Pan;Leche;,Más cajas abiertas por la tarde\n\
            14/02/2026 22:26:52,b@correo.example,Luis,5,1,El personal es muy amable,Pan;,Los precios de la fruta\n\
            15/02/2026 22:26:52,c@correo.example,Eva,1,7,No había nadie en el mostrador,Leche;,Que abran los domingos\n",
        text: &["¿Por qué nos da esa puntuación?", "¿Qué le gustaría que mejoráramos?"],
        id: None,
        language: None,
        rating: Some("¿Qué tan satisfecho está con la atención?"),
    },
    Case {
        export: "#,What did you like the most?,How likely are you to recommend us to a friend?,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags\n\
            k1,The staff were kind and patient,9,completed,2026-10-05 02:39:31,,2026-10-05 02:41:00,n1,\n\
            k2,Nothing at all to be honest,2,completed,2026-10-05 03:39:31,,2026-10-05 03:41:00,n2,\n",
        text: &["What did you like the most?"],
        id: Some("#"),
        language: None,
        rating: Some("How likely are you to recommend us to a friend?"),
    },
    Case {
        export: "\"start\";\"end\";\"¿Qué tal le fue?\";\"_id\";\"_uuid\";\"_submission_time\";\"_validation_status\";\"_index\"\r\n\
            \"2026-03-01T10:00:00+01:00\";\"2026-03-01T10:02:00+01:00\";\"Me fue bien, pero esperé mucho\";\"1\";\"3f0c\";\"2026-03-01T09:02:00\";\"\";\"1\"\r\n\
            \"2026-03-01T11:00:00+01:00\";\"2026-03-01T11:02:00+01:00\";\"El trámite fue rápido\";\"2\";\"3f0d\";\"2026-03-01T10:02:00\";\"\";\"2\"\r\n",
        text: &["¿Qué tal le fue?"],
        id: Some("_uuid"),
        language: None,
        rating: None,
    },
    Case {
        export: "\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"seed\",\"Q1\",\"Q2[other]\",\"Q3. ¿Qué mejoraría de nuestro servicio?\"\n\
            \"1\",\"2026-03-01 10:00:00\",\"2\",\"es\",\"99\",\"A1\",\"\",\"El tiempo de espera al teléfono\"\n\
            \"2\",\"2026-03-01 11:00:00\",\"2\",\"en\",\"98\",\"A2\",\"\",\"Nothing, I was very happy\"\n",
        text: &["Q3. ¿Qué mejoraría de nuestro servicio?"],
        id: Some("id"),
        language: Some("startlanguage"),
        rating: None,
    },
    Case {
        export: "a_surveyid,e_responsedate,e_unitid,q_bp_overall_reason_cmt,q_bp_ltr_scale11\n\
            1,2026-03-01,12,The room was not ready when we arrived,3\n2,2026-03-02,12,Everything went smoothly from start to end,10\n",
        text: &["q_bp_overall_reason_cmt"],
        id: Some("a_surveyid"),
        language: None,
        rating: None,
    },
];

#[test]
fn exports_in_both_languages() {
    for case in CASES {
        let header = case.export.lines().next().unwrap();
        let (source, roles) = guessed(case.export).unwrap_or_else(|error| panic!("{header}\n{error}"));
        let at = |index: Option<usize>| index.map(|index| name(&source, index));
        assert_eq!(texts(&source, &roles), case.text, "{header}");
        assert_eq!(at(roles.id), case.id, "id of {header}");
        assert_eq!(at(roles.language), case.language, "language of {header}");
        assert_eq!(at(roles.rating), case.rating, "rating of {header}");
        assert!(roles.guesses.iter().any(|guess| guess.starts_with("text: column ")), "{:?}", roles.guesses);
    }
}

#[test]
fn json_exports() {
    let zendesk = r#"{"id": 7, "subject": "Factura", "description": "No me llega la factura de este mes", "satisfaction_rating": {"score": "bad", "comment": "Nadie contesta a los mensajes"}}
{"id": 8, "subject": "Login", "description": "I cannot log in since yesterday", "satisfaction_rating": {"score": "good", "comment": "Solved in five minutes"}}"#;
    let gold = r#"{"id": "a-1", "text": "los precios", "question": "¿Qué deberíamos mejorar?", "lang": "es"}
{"id": "a-2", "text": "the prices", "question": "What do you like best?", "lang": "en"}"#;
    let app_store = r#"{"id": "1", "attributes": {"rating": 1, "title": "Mal", "body": "Se cierra cada vez que la abro", "territory": "ESP"}}
{"id": "2", "attributes": {"rating": 5, "title": "Good", "body": "It does what it says, quickly", "territory": "USA"}}"#;
    for (export, text) in [(zendesk, "satisfaction_rating.comment"), (gold, "text"), (app_store, "attributes.body")] {
        let mut source = source("a.jsonl", export);
        let roles = assigned(&mut source, &RoleOptions::default()).unwrap();
        assert_eq!(texts(&source, &roles), [text]);
        assert_eq!(roles.id.map(|id| name(&source, id)), Some("id"));
        if text == "text" {
            let question = source.info.columns.iter().position(|column| column.name == "question").unwrap();
            assert_eq!(roles.text[0].question, Some(Question::Column(question)));
            assert_eq!(roles.language.map(|language| name(&source, language)), Some("lang"));
        }
    }
}

#[test]
fn guesses_say_from_what() {
    let (_, roles) = guessed(CASES[0].export).unwrap();
    assert_eq!(
        roles.guesses,
        ["text: column \"Comentario\" (header)", "id: column \"Id\" (header)", "rating: column \"Nota\" (header)"]
    );
    let (_, roles) = guessed(CASES[2].export).unwrap();
    assert!(roles.guesses.contains(&"language: column \"idioma\" (header, a hint only)".to_owned()));
}

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

#[test]
fn the_committed_exports() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/exports");
    let mut decided = String::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.extension().is_some());
    for path in files {
        let mut source = open(&Input::File(path.clone()), &ReadOptions::default()).unwrap();
        let file = source.info.name.clone();
        let roles = assigned(&mut source, &RoleOptions::default());
        let _ = match roles {
            Ok(roles) => {
                let questions: Vec<_> = roles.text.iter().map(|text| &text.question).collect();
                writeln!(decided, "{file}\n  {}\n  {questions:?}", roles.guesses.join("\n  "))
            }
            Err(error) => writeln!(decided, "{file}\n  {error}"),
        };
    }
    insta::assert_snapshot!(decided);
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

#[test]
fn a_column_that_is_plainly_the_id_is_it_even_where_ids_repeat() {
    let (source, roles) = guessed("id,comentario\n7,Muy caro todo\n7,Muy lento\n8,Bien\n").unwrap();
    assert_eq!(name(&source, roles.id.unwrap()), "id");
    assert!(roles.guesses.contains(&"id: column \"id\" (header; some ids repeat)".to_owned()), "{:?}", roles.guesses);
    // One that is unique goes first, and a customer may come twice.
    let (source, roles) = guessed("id,folio,comentario\n7,1,Muy caro todo\n7,2,Muy lento\n").unwrap();
    assert_eq!(name(&source, roles.id.unwrap()), "folio");
    let (_, roles) = guessed("customer id,comentario\n7,Muy caro todo\n7,Muy lento\n").unwrap();
    assert_eq!(roles.id, None);
    let (source, roles) = guessed("ID del encuestado,comentario\n11,Muy caro todo\n12,Muy lento\n").unwrap();
    assert_eq!(name(&source, roles.id.unwrap()), "ID del encuestado");
    let legacy = "V1,V2,V3,Q1\nResponseID,ResponseSet,Name,¿Qué mejoraría de la tienda?\n\
        R_1,Default,,Que abran los domingos\nR_2,Default,,Que bajen los precios\n";
    let (source, roles) = guessed(legacy).unwrap();
    assert_eq!(name(&source, roles.id.unwrap()), "V1");
}

#[test]
fn the_hint_names_a_column_that_there_is() {
    let mut source = source("a.csv", "zona,dato\nNorte,La caja\nSur,El ruido\n");
    let head = source.peek(HEAD).unwrap().to_vec();
    let error = assign(&source.info, &head, &RoleOptions::default()).unwrap_err();
    assert!(error.to_string().contains("--text \"#2\""), "{error}");
}
