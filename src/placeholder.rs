//! Answers that say there is no answer: "n/a", "sin comentarios", "-".
//!
//! Two kinds are told apart. Some wordings are no answer under any question ([`is_placeholder`]). Others answer some
//! questions and evade others: "nada" is praise under "what should we improve?" and criticism under "what did you
//! like?", "no" answers any yes-or-no question. Those ([`is_bare_nothing`]) are placeholders only where there is no
//! question: [`is_placeholder_for`] applies that rule.

use crate::fold::unaccented;

/// No answer, whatever was asked. Folded as [`fold`] does it; sorted.
const NO_ANSWER: &[&str] = &[
    "blank",
    "dk",
    "dk na",
    "do not know",
    "dont know",
    "dunno",
    "empty",
    "en blanco",
    "i do not know",
    "i dont know",
    "i have no comment",
    "i have no comments",
    "idk",
    "n a",
    "n c",
    "n d",
    "na",
    "nan",
    "nd",
    "ni idea",
    "nil",
    "ningun",
    "ningun comentario",
    "ninguna",
    "ninguna observacion",
    "ninguna opinion",
    "ninguna sugerencia",
    "ningunas",
    "ninguno",
    "ningunos",
    "no answer",
    "no aplica",
    "no comment",
    "no comments",
    "no contesta",
    "no contesto",
    "no corresponde",
    "no feedback",
    "no further comment",
    "no further comments",
    "no gracias",
    "no hay comentarios",
    "no idea",
    "no lo se",
    "no opinion",
    "no opino",
    "no other comments",
    "no procede",
    "no reply",
    "no response",
    "no sabe",
    "no sabe no contesta",
    "no sabria decir",
    "no se",
    "no suggestion",
    "no suggestions",
    "no tengo comentario",
    "no tengo comentarios",
    "no tengo nada que agregar",
    "no tengo nada que anadir",
    "no tengo nada que comentar",
    "no tengo nada que decir",
    "no tengo ningun comentario",
    "no tengo ninguna sugerencia",
    "no tengo sugerencias",
    "no thank you",
    "no thanks",
    "none",
    "none given",
    "nose",
    "not applicable",
    "not sure",
    "nothing further",
    "nothing further to add",
    "nothing more to add",
    "nothing to add",
    "nothing to comment",
    "nothing to report",
    "nothing to say",
    "ns",
    "ns nc",
    "nsnc",
    "null",
    "prefer not to answer",
    "prefer not to say",
    "prefiero no contestar",
    "prefiero no responder",
    "s c",
    "sin comentario",
    "sin comentarios",
    "sin novedad",
    "sin observaciones",
    "sin opinion",
    "sin respuesta",
    "sin sugerencias",
    "unsure",
    "x",
    "xx",
    "xxx",
    "xxxx",
];

/// Answers to some questions, and evasions of others. Folded; sorted.
const BARE_NOTHING: &[&str] = &[
    "nada",
    "nada en especial",
    "nada en particular",
    "nada mas",
    "nada que agregar",
    "nada que anadir",
    "nada que comentar",
    "nada que decir",
    "nadie",
    "no",
    "nobody",
    "nope",
    "nothing",
    "nothing at all",
    "nothing comes to mind",
    "nothing else",
    "nothing in particular",
    "nothing really",
    "nothing special",
];

/// Bytes of the longest entry of the tables, and room to spare: longer texts are not looked up.
const LONGEST: usize = 40;

/// Whether the text says that there is no answer, whatever was asked.
///
/// Letter case, accents, spacing and punctuation do not matter. Dots, dashes, slashes and quotes alone say it too;
/// an emoji, an exclamation or a question mark alone does not.
pub fn is_placeholder(text: &str) -> bool {
    match fold(text) {
        Some(folded) if folded.is_empty() => is_filler(text),
        Some(folded) => NO_ANSWER.binary_search(&folded.as_str()).is_ok(),
        None => false,
    }
}

/// Whether the text is "nothing", "no" or the like and no more: an answer where something was asked.
pub fn is_bare_nothing(text: &str) -> bool {
    fold(text).is_some_and(|folded| BARE_NOTHING.binary_search(&folded.as_str()).is_ok())
}

/// Whether the text is a placeholder, given whether a question is known to stand before it.
pub fn is_placeholder_for(text: &str, has_question: bool) -> bool {
    is_placeholder(text) || (!has_question && is_bare_nothing(text))
}

/// Marks that fill a field that must not stay empty. No colons, brackets or asterisks: they draw faces and stars.
fn is_filler(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !c.is_whitespace()).peekable();
    marks.peek().is_some()
        && marks.all(|c| matches!(c, '-' | '‐' | '–' | '—' | '_' | '.' | '…' | '·' | ',' | '/' | '\\' | '\'' | '"'))
}

/// The words in lower case, without accents, one space between them; none where the text is too long for the tables
/// or has anything but letters, digits and punctuation.
fn fold(text: &str) -> Option<String> {
    let mut folded = String::new();
    let mut gap = false;
    for c in unaccented(text.chars()) {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
            if folded.len() > LONGEST {
                return None;
            }
        } else if c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '¿' | '¡' | '·' | '\u{2010}'..='\u{2027}')
        {
            gap |= !matches!(c, '\'' | '’' | '‘');
        } else {
            return None;
        }
    }
    Some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_folded_and_short() {
        for table in [NO_ANSWER, BARE_NOTHING] {
            assert!(table.is_sorted(), "{table:?}");
            for entry in table {
                assert_eq!(fold(entry).as_deref(), Some(*entry));
            }
        }
    }
}
