//! Answers that say that there is no answer.

use crate::read::roles::fold;

/// Folded: no case, no accents, no punctuation. "Nada" and "nothing" are not among them: under "what should we
/// improve?" they are an answer.
const PLACEHOLDERS: &[&str] = &[
    "n a",
    "na",
    "n d",
    "nd",
    "ns nc",
    "nsnc",
    "ns",
    "nc",
    "no aplica",
    "no procede",
    "not applicable",
    "does not apply",
    "ninguno",
    "ninguna",
    "ningun comentario",
    "none",
    "no comment",
    "no comments",
    "no comentarios",
    "sin comentario",
    "sin comentarios",
    "sin comentarios adicionales",
    "sin observaciones",
    "ningun comentario adicional",
    "no answer",
    "sin respuesta",
    "no contesta",
    "prefiero no contestar",
    "no further comments",
    "no additional comments",
    "nothing to add",
    "nada que anadir",
    "nada que comentar",
    "nada que decir",
    "no tengo comentarios",
    "null",
    "nan",
    "blank",
    "x",
    "xx",
    "xxx",
    "no opino",
    "sin opinion",
    "no opinion",
];

/// Whether a text says that there is no answer: "n/a", "sin comentarios", "-", "x".
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    // Long texts are answers; most are not folded for nothing.
    if text.is_empty() || text.len() > 64 {
        return false;
    }
    let folded = fold(text);
    if folded.is_empty() {
        // Punctuation alone: "-", "...", "/". Emoji are an answer.
        return text.chars().all(|c| c.is_ascii_punctuation() || "–—…¿¡".contains(c) || c.is_whitespace());
    }
    PLACEHOLDERS.contains(&folded.as_str())
}
