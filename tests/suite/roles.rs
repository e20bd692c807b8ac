//! Which column is what, over the headers of real platforms and of hand-made files, in Spanish and English.

use std::fmt::Write as _;
use std::fs;

use sentir::error::ErrorKind;
use sentir::read::roles::{Question, RoleOptions, Roles, assign};
use sentir::read::{Input, ReadOptions, Source, open};
use sentir::{Error, Result};

/// How many rows the guesses are made from.
pub(crate) const HEAD: usize = 1_000;

pub(crate) fn source(name: &str, content: &str) -> Source {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    open(&Input::File(path), &ReadOptions::default()).unwrap()
}

pub(crate) fn assigned(source: &mut Source, options: &RoleOptions) -> Result<Roles> {
    let head = source.peek(HEAD)?.to_vec();
    assign(&source.info, &head, options)
}

pub(crate) fn guessed(content: &str) -> Result<(Source, Roles)> {
    let mut source = source("datos.csv", content);
    let roles = assigned(&mut source, &RoleOptions::default())?;
    Ok((source, roles))
}

pub(crate) fn name(source: &Source, index: usize) -> &str {
    &source.info.columns[index].name
}

pub(crate) fn texts<'a>(source: &'a Source, roles: &Roles) -> Vec<&'a str> {
    roles.text.iter().map(|text| name(source, text.index)).collect()
}

pub(crate) fn usage(result: Result<impl Sized>) -> String {
    let error: Error = match result {
        Ok(_) => panic!("this should not be decided"),
        Err(error) => error,
    };
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }), "{error}");
    error.to_string()
}

/// An export, and what its columns are.
pub(crate) struct Case {
    pub(crate) export: &'static str,
    pub(crate) text: &'static [&'static str],
    id: Option<&'static str>,
    language: Option<&'static str>,
    rating: Option<&'static str>,
}

pub(crate) const CASES: &[Case] = &[
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
