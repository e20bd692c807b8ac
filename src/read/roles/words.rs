//! What a header says about its column, in Spanish and English.

use unicode_normalization::UnicodeNormalization;

use crate::fold::unaccented;
use crate::read::dialect::Dialect;
use crate::read::question::{clean, is_question};
use crate::table::Column;

use super::vocabulary::{
    AUTHOR_TEXT, AUTHORS, CHOICE_FIELDS, CLOSED_PROMPTS, CLOSED_STARTS, COMPANY, COMPANY_TEXT, CONTACT, FIELD_LEADS,
    FIELDS, ID, LANGUAGE, OPEN_PROMPTS, PERSONAL, QUESTION, RATING, TEXT, TEXT_WORDS, THINGS, WHY,
};

/// A text without case, accents and punctuation: its words, with one space between.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in unaccented(text.nfkd()) {
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

/// What a header says about free text in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// The export itself marks open answers.
    OpenEnded,
    /// It asks for words.
    Asks,
    /// It asks, and may want words or a choice.
    AsksEither,
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

/// How sure a name is that speaks of comments and of something else: "Comentario producto", but "Feedback channel" too.
pub(super) const NAMES_A_THING: usize = TEXT.len() + 1;

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
    if dialect.known_text_headers().first().is_some_and(|known| squash(known) == squashed) {
        return Says::Names(0);
    }
    if let Some(rank) = TEXT.iter().position(|names| names.contains(&squashed.as_str())) {
        return Says::Names(rank);
    }
    let asked = column.question.as_deref().filter(|question| asks(question));
    let asked = asked.or_else(|| Some(column.name.as_str()).filter(|name| asks(name)));
    let asked = asked.map(|question| fold(&clean(question)));
    let open = column.open_ended || is_qualtrics_text(&column.name);
    if asked.as_deref().is_some_and(|question| is_personal_field(question) || (!open && is_personal(question))) {
        return Says::Never;
    }
    if open {
        return Says::OpenEnded;
    }
    if let Some(question) = asked {
        return match () {
            () if asks_openly(&question) => Says::Asks,
            () if is_closed(&question) => Says::AsksClosed,
            () => Says::AsksEither,
        };
    }
    let shown = column.question.as_deref().map(fold).filter(|question| !question.is_empty());
    let words: Vec<&str> = name.split(' ').collect();
    let named = |text: &str| text.split(' ').any(|word| TEXT_WORDS.contains(&word));
    let says = |vocabulary: &[&str]| words.len() <= 5 && words.iter().any(|word| vocabulary.contains(word));
    if says(FIELDS) || (says(THINGS) && !named(&name)) {
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
        return Says::Names(if says(THINGS) { NAMES_A_THING } else { TEXT.len() });
    }
    if is_code(&column.name) { Says::Coded } else { Says::Nothing }
}

/// Whether a header is one of the names that columns of comments, ids, languages, ratings and questions have.
pub(crate) fn is_role_name(header: &str) -> bool {
    let squashed = squash(header);
    TEXT.iter().chain(&[ID, LANGUAGE, RATING, QUESTION]).any(|names| names.contains(&squashed.as_str()))
}

/// Whether a text reads as what somebody wrote, and neither as a question nor as the name of a field.
pub(crate) fn is_prose(text: &str) -> bool {
    let text = clean(text);
    let folded = fold(&text);
    let words: Vec<&str> = folded.split(' ').collect();
    let lower = text.to_lowercase();
    // "Qué mejoraría de la tienda" asks; "Que abran los domingos" does not.
    let wishes = ["que ", "porque ", "por favor", "what a "].iter().any(|start| lower.starts_with(start));
    let asks = is_question(&text) || (asks(&text) && !wishes && !text.contains(['?', '¿']));
    let name = |word: &&str| TEXT.iter().chain(&[TEXT_WORDS, COMPANY_TEXT]).any(|names| names.contains(word));
    let named = words.iter().take(2).any(name);
    let ended = text.ends_with(['.', '!']) && words.len() >= 2;
    !asks && (ended || (words.len() >= 4 && !named))
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

/// Whether a question is about the person: "Deje su teléfono" is, "¿Qué mejoraría de la atención por teléfono?" is not.
fn is_personal(folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let owned = words.iter().enumerate().any(|(index, word)| {
        let rest = words[index + 1..].join(" ");
        ["your", "tu", "su"].contains(word) && starts_with(&rest, CONTACT)
    });
    owned || has_phrase(folded, PERSONAL)
}

/// Whether a question is no more than the name of such a field: "Teléfono de contacto", "What is your email?".
fn is_personal_field(folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').skip_while(|word| FIELD_LEADS.contains(word)).collect();
    let rest = words.join(" ");
    words.len() <= 4 && (starts_with(&rest, CONTACT) || starts_with(&rest, PERSONAL))
        || words.len() <= 2 && starts_with(&rest, &["name", "nombre", "full name", "se llama", "te llamas"])
}

/// Whether a folded question asks for a number or a choice.
fn is_closed(folded: &str) -> bool {
    has_phrase(folded, CLOSED_PROMPTS) || starts_with(folded, CLOSED_STARTS)
}

/// Whether a text asks for something, and is not merely the name of a field.
pub(super) fn asks(text: &str) -> bool {
    if text.contains(['?', '¿']) {
        return true;
    }
    let folded = fold(&clean(text));
    let prompts = [OPEN_PROMPTS, CLOSED_PROMPTS, CLOSED_STARTS];
    folded.split(' ').count() >= 3 && prompts.iter().any(|prompts| starts_with(&folded, prompts))
}

/// Whether a question, by its own words, wants an answer in words.
pub(super) fn asks_openly(text: &str) -> bool {
    let folded = fold(&clean(text));
    has_phrase(&folded, WHY) || (starts_with(&folded, OPEN_PROMPTS) && !is_closed(&folded))
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
