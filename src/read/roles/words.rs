//! What a header says about its column, in Spanish and English.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::read::dialect::Dialect;
use crate::read::question::clean;
use crate::table::Column;

/// A text without case, accents and punctuation: its words, with one space between.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '#' {
            folded.push(c);
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A folded text without its spaces, so that `UserLanguage` and `User Language` are the same.
pub(crate) fn squash(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// Names of the column that holds comments, the surest first; those on one line are equally sure.
const TEXT: &[&[&str]] = &[
    &["reviewtext", "reviewcontent", "reviewbody", "conversationratingremark", "satisfactionratingcomment"],
    &["conversationratingremarktext", "conversationremark", "csatcomment", "npscomment", "ratingcomment"],
    &["verbatim", "verbatims", "verbatimcomment", "openendedresponse", "respuestaabierta", "verbatimtext"],
    &["comment", "comments", "commenttext", "customercomment", "customercomments", "comentario", "comentarios"],
    &["comentariocliente", "comentariodelcliente", "comentariosdelcliente", "textocomentario", "textodelcomentario"],
    &["feedback", "customerfeedback", "feedbacktext", "opinion", "opiniones", "opiniondelcliente", "resena", "review"],
    &["reviews", "resenas", "textoresena", "textodelaresena", "feedbackcomments"],
    &["remark", "remarks", "observacion", "observaciones", "queja", "quejas", "reclamacion", "reclamaciones"],
    &["complaint", "complaints", "complainttext", "reclamo", "reclamos"],
    &["suggestions", "suggestion", "sugerencia", "sugerencias", "quejasysugerencias", "comentariosysugerencias"],
    &["reason", "reasons", "why", "motivo", "motivos", "porque", "razon", "razones", "reasonforscore"],
    &["text", "texto", "body", "answer", "answers", "respuesta", "message", "mensaje", "sourcebody"],
    &["attributesbody", "attributesreviewbody", "content", "contenido", "response"],
    &["description", "descripcion", "note", "notes", "notadelcliente"],
];

/// Words that make a longer header one of comments.
const TEXT_WORDS: &[&str] = &[
    "comment",
    "comments",
    "comentario",
    "comentarios",
    "verbatim",
    "feedback",
    "observaciones",
    "opinion",
    "sugerencia",
    "sugerencias",
    "suggestions",
    "remark",
    "remarks",
    "resena",
    "cmt",
    "queja",
    "quejas",
    "reclamacion",
    "motivo",
];

/// What a survey asks when it asks for words.
const OPEN_PROMPTS: &[&str] = &[
    "why",
    "por que",
    "porque",
    "what",
    "how could",
    "how can",
    "how would you describe",
    "how was",
    "how did",
    "in what way",
    "que",
    "como podemos",
    "como podriamos",
    "como fue",
    "como describiria",
    "como valora",
    "como mejorar",
    "en que",
    "please tell us",
    "tell us",
    "cuentanos",
    "cuentenos",
    "dinos",
    "diganos",
    "dejanos",
    "dejenos",
    "describe",
    "describa",
    "explain",
    "explica",
    "explique",
    "please explain",
    "please describe",
    "please share",
    "share",
    "comparte",
    "comparta",
    "escribe",
    "escriba",
    "indica",
    "indique",
    "anything else",
    "any other",
    "any additional",
    "any comments",
    "any suggestions",
    "algo mas",
    "algun comentario",
    "alguna sugerencia",
    "deseas anadir",
    "desea anadir",
    "otros comentarios",
    "other comments",
    "additional comments",
    "other please specify",
    "otro especifique",
    "otros especifique",
    "por favor",
    "please specify",
    "especifique",
    "is there anything",
    "hay algo",
    "do you have any",
    "tienes alguna",
    "tiene alguna",
];

/// What a survey asks when it asks for a number or a choice.
const CLOSED_PROMPTS: &[&str] = &[
    "how likely",
    "how satisfied",
    "how many",
    "how much",
    "how often",
    "how long",
    "how easy",
    "how old",
    "which of",
    "on a scale",
    "rate",
    "overall how",
    "que tan",
    "que probabilidad",
    "cuan",
    "cuanto",
    "cuantos",
    "cuantas",
    "cuanta",
    "con que frecuencia",
    "del 0 al 10",
    "del 1 al 5",
    "del 1 al 10",
    "en una escala",
    "recomendaria",
    "recomendarias",
    "que edad",
    "what is your age",
    "how old are you",
    "que nota",
    "que puntuacion",
    "when",
    "cuando",
];

/// Asks for words, whatever number is asked for with it.
const WHY: &[&str] = &["why", "por que", "porque", "tell us", "cuentanos", "cuentenos", "explique", "explain"];

/// What surveys ask that is about the person and not for an opinion.
const PERSONAL: &[&str] = &[
    "your name",
    "se llama",
    "te llamas",
    "tu nombre",
    "su nombre",
    "nombre y apellidos",
    "nombre completo",
    "full name",
    "e mail",
    "email",
    "correo electronico",
    "tu correo",
    "su correo",
    "telefono",
    "phone",
    "mobile number",
    "numero de cliente",
    "customer number",
    "numero de pedido",
    "order number",
    "codigo postal",
    "postal code",
    "zip code",
    "direccion postal",
    "date of birth",
    "fecha de nacimiento",
    "dni",
];

/// Who answers on the company's side.
const COMPANY: &[&str] = &[
    "company",
    "business",
    "developer",
    "owner",
    "brand",
    "seller",
    "host",
    "merchant",
    "vendor",
    "manager",
    "management",
    "property",
    "hotel",
    "our",
    "support",
    "empresa",
    "negocio",
    "desarrollador",
    "propietario",
    "marca",
    "vendedor",
    "anfitrion",
    "comercio",
    "compania",
    "establecimiento",
    "soporte",
];
/// Who writes notes on it.
const AUTHORS: &[&str] = &[
    "agent",
    "internal",
    "admin",
    "moderator",
    "agente",
    "asesor",
    "gestor",
    "interno",
    "interna",
    "internos",
    "internas",
];
/// What a company writes.
const COMPANY_TEXT: &[&str] =
    &["reply", "replies", "response", "responses", "answer", "respuesta", "respuestas", "replica", "contestacion"];
const AUTHOR_TEXT: &[&str] = &["comment", "comments", "note", "notes", "comentario", "comentarios", "nota", "notas"];

/// Words of headers whose columns hold no opinion.
const NEVER: &[&str] = &[
    "id",
    "ids",
    "uuid",
    "guid",
    "key",
    "token",
    "code",
    "codigo",
    "folio",
    "number",
    "numero",
    "count",
    "length",
    "reply",
    "replies",
    "replied",
    "name",
    "names",
    "nombre",
    "nombres",
    "firstname",
    "lastname",
    "surname",
    "apellido",
    "apellidos",
    "username",
    "nickname",
    "author",
    "autor",
    "reviewer",
    "requester",
    "assignee",
    "submitter",
    "email",
    "mail",
    "correo",
    "phone",
    "telefono",
    "movil",
    "address",
    "direccion",
    "ip",
    "ipaddress",
    "url",
    "link",
    "enlace",
    "domain",
    "dominio",
    "website",
    "web",
    "href",
    "tag",
    "tags",
    "etiqueta",
    "etiquetas",
    "label",
    "labels",
    "date",
    "fecha",
    "time",
    "hora",
    "timestamp",
    "millis",
    "created",
    "updated",
    "submitted",
    "modified",
    "language",
    "idioma",
    "lang",
    "locale",
    "country",
    "pais",
    "city",
    "ciudad",
    "region",
    "provincia",
    "latitude",
    "longitude",
    "latitud",
    "longitud",
    "postal",
    "zip",
    "device",
    "dispositivo",
    "version",
    "package",
    "browser",
    "user",
    "usuario",
    "agent",
    "status",
    "estado",
    "state",
    "channel",
    "canal",
    "source",
    "origen",
    "segment",
    "segmento",
    "tier",
    "store",
    "tienda",
    "branch",
    "sucursal",
    "oficina",
    "group",
    "grupo",
    "priority",
    "prioridad",
    "duration",
    "duracion",
    "sentiment",
    "emotion",
    "touchpoints",
    "rating",
    "score",
    "stars",
    "star",
    "nps",
    "csat",
    "puntuacion",
    "estrellas",
    "organization",
    "company",
    "empresa",
    "internal",
    "interna",
    "interno",
    "file",
    "archivo",
    "photo",
    "foto",
    "subject",
    "title",
    "titulo",
    "asunto",
    "type",
    "tipo",
    "category",
    "categoria",
    "question",
    "pregunta",
    "product",
    "producto",
];

/// How Zendesk marks custom fields that are no text.
const CHOICE_FIELDS: &[&str] = &[" [list]", " [flag]", " [int]", " [dec]", " [date]"];

/// Names of the other columns, the surest first.
pub(super) const ID: &[&str] = &[
    "responseid",
    "idderespuesta",
    "respondentid",
    "reviewid",
    "conversationid",
    "ticketid",
    "caseid",
    "surveyid",
    "asurveyid",
    "submissionid",
    "commentid",
    "uuid",
    "key",
    "id",
    "token",
    "codigo",
    "folio",
    "ndecaso",
    "nodecaso",
    "numerodecaso",
    "nencuesta",
    "noencuesta",
    "numerodeencuesta",
    "idrespuesta",
    "idencuesta",
    "idcomentario",
    "idcliente",
    "customerid",
    "#",
    "idconversacion",
    "idcaso",
    "idresena",
    "rowid",
];
pub(super) const LANGUAGE: &[&str] = &[
    "language",
    "idioma",
    "lang",
    "reviewlanguage",
    "reviewerlanguage",
    "userlanguage",
    "idiomadelusuario",
    "startlanguage",
    "lenguajeinicial",
    "idiomainicial",
    "lengua",
    "locale",
    "surveylanguage",
    "idiomadelaencuesta",
    "languagecode",
    "idiomadelaresena",
    "lenguaje",
    "idiomaencuesta",
];
pub(super) const RATING: &[&str] = &[
    "starrating",
    "reviewstars",
    "reviewrating",
    "conversationrating",
    "rating",
    "stars",
    "estrellas",
    "nps",
    "npsscore",
    "csat",
    "csatscore",
    "satisfactionscore",
    "satisfactionratingscore",
    "score",
    "puntuacion",
    "valoracion",
    "calificacion",
    "nota",
    "overallsatisfaction",
    "satisfacciongeneral",
    "satisfaction",
    "satisfaccion",
    "attributesrating",
    "indicederecomendacion",
    "likelihoodtorecommend",
    "ltr",
    "puntaje",
    "puntuacionnps",
    "notanps",
];
pub(super) const RATING_PROMPTS: &[&str] = &[
    "how likely are you to recommend",
    "how likely is it that you would recommend",
    "likelihood to recommend",
    "probabilidad de recomendar",
    "que probabilidad hay de que",
    "que tan probable",
    "recomendaria",
    "recomendarias",
    "overall satisfaction",
    "satisfaccion general",
    "how satisfied",
    "que tan satisfecho",
    "grado de satisfaccion",
];
pub(super) const QUESTION: &[&str] = &[
    "question",
    "questiontext",
    "surveyquestion",
    "prompt",
    "pregunta",
    "textopregunta",
    "textodelapregunta",
    "preguntadelaencuesta",
];

/// What a header says about free text in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// The export itself marks open answers.
    OpenEnded,
    /// It asks for words.
    Asks,
    /// It asks, but for a number or a choice.
    AsksClosed,
    /// It is a name for comments; the smaller the surer.
    Names(usize),
    /// It is the code of a question.
    Coded,
    /// Nothing.
    Nothing,
    /// It is not a comment.
    Never,
}

/// Reads a column's header, and its question where it has one.
pub(super) fn says(column: &Column, dialect: Dialect) -> Says {
    let name = fold(&column.name);
    let squashed = name.replace(' ', "");
    if dialect.is_metadata(&column.name)
        || dialect.is_reply(&column.name)
        || is_company_text(&column.name)
        || column.question.as_deref().is_some_and(is_company_text)
        || CHOICE_FIELDS.iter().any(|end| column.name.trim_end().ends_with(end))
    {
        return Says::Never;
    }
    if let Some(rank) = TEXT.iter().position(|names| names.contains(&squashed.as_str())) {
        return Says::Names(rank);
    }
    let asked = column.question.as_deref().filter(|question| asks(question));
    let asked = asked.or_else(|| Some(column.name.as_str()).filter(|name| asks(name)));
    if asked.is_some_and(|question| has_phrase(&fold(question), PERSONAL)) {
        return Says::Never;
    }
    if column.open_ended || is_qualtrics_text(&column.name) {
        return Says::OpenEnded;
    }
    if let Some(question) = asked {
        let question = fold(question);
        let closed = has_phrase(&question, CLOSED_PROMPTS) && !has_phrase(&question, WHY);
        return if closed { Says::AsksClosed } else { Says::Asks };
    }
    let shown = column.question.as_deref().map(fold).filter(|question| !question.is_empty());
    let words: Vec<&str> = name.split(' ').collect();
    let named = |text: &str| text.split(' ').any(|word| TEXT_WORDS.contains(&word));
    if words.len() <= 5 && words.iter().any(|word| NEVER.contains(word)) {
        return Says::Never;
    }
    if let Some(rank) = shown
        .as_deref()
        .map(|text| text.replace(' ', ""))
        .and_then(|text| TEXT.iter().position(|names| names.contains(&text.as_str())))
    {
        return Says::Names(rank);
    }
    if named(&name) || shown.as_deref().is_some_and(named) {
        return Says::Names(TEXT.len());
    }
    if is_code(&column.name) { Says::Coded } else { Says::Nothing }
}

/// `Q3`, `P12_1`, `G01Q02`.
fn is_code(name: &str) -> bool {
    let rest = name.trim_start_matches(['Q', 'q', 'P', 'p', 'G', 'g']);
    rest.len() < name.len()
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || "_.QqGgPpSs".contains(c))
}

/// Qualtrics names the text field of a question `Q7_TEXT`, `Q7_3_TEXT`.
fn is_qualtrics_text(name: &str) -> bool {
    name.starts_with('Q') && name.ends_with("_TEXT")
}

/// Whether a header is of what the company wrote: "Developer Reply Text", "Respuesta de la empresa".
fn is_company_text(header: &str) -> bool {
    let folded = fold(header);
    let words: Vec<&str> = folded.split(' ').collect();
    // A question may speak of both: "What did the agent answer?"
    if words.len() > 6 || header.contains(['?', '¿']) {
        return false;
    }
    let by = |authors: &[&str], texts: &[&str]| {
        let author = words.iter().position(|word| authors.contains(word));
        let text = words.iter().position(|word| texts.contains(word));
        match (author, text) {
            (Some(author), Some(text)) if author < text => text - author == 1,
            // "respuesta de la empresa", but not "comentario sobre el agente".
            (Some(author), Some(text)) => words.get(text + 1..author).is_some_and(|between| {
                between.iter().all(|word| ["de", "del", "la", "el", "from", "by", "the"].contains(word))
            }),
            _ => false,
        }
    };
    let replies = words.iter().any(|word| ["reply", "replies"].contains(word));
    replies || by(COMPANY, COMPANY_TEXT) || by(AUTHORS, COMPANY_TEXT) || by(AUTHORS, AUTHOR_TEXT)
}

/// Whether a text asks for something, and is not merely the name of a field.
pub(super) fn asks(text: &str) -> bool {
    if text.contains(['?', '¿']) {
        return true;
    }
    let folded = fold(&clean(text));
    folded.split(' ').count() >= 3 && (starts_with(&folded, OPEN_PROMPTS) || starts_with(&folded, CLOSED_PROMPTS))
}

/// Whether a question, by its own words, wants an answer in words.
pub(super) fn asks_openly(text: &str) -> bool {
    let folded = fold(&clean(text));
    let closed = has_phrase(&folded, CLOSED_PROMPTS);
    has_phrase(&folded, WHY) || (starts_with(&folded, OPEN_PROMPTS) && !closed)
}

/// Whether the text has one of the phrases, at word borders.
pub(super) fn has_phrase(folded: &str, phrases: &[&str]) -> bool {
    let padded = format!(" {folded} ");
    phrases.iter().any(|phrase| padded.contains(&format!(" {phrase} ")))
}

fn starts_with(folded: &str, phrases: &[&str]) -> bool {
    let padded = format!("{folded} ");
    phrases.iter().any(|phrase| padded.starts_with(&format!("{phrase} ")))
}
