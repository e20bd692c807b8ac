//! Names that the words before them announce: "me llamo Ana Ruiz", "my name is John Smith", "Saludos, Marta".

use super::tokens::{Token, fold, gap};
use super::{Kind, Span};

/// How sure the words are that a name follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Whatever the case of its letters.
    Always,
    /// In capitals.
    Capital,
    /// Name and surname in capitals: "soy Ana Ruiz", not "soy Ingeniera".
    Both,
    /// In capitals, and nothing behind it.
    Last,
}

const BEGINNINGS: &[(&[&str], Sure)] = &[
    (&["mi", "nombre", "completo", "es"], Sure::Always),
    (&["mi", "nombre", "es"], Sure::Always),
    (&["my", "full", "name", "is"], Sure::Always),
    (&["my", "name", "is"], Sure::Always),
    (&["my", "name", "s"], Sure::Always),
    (&["me", "llamo"], Sure::Always),
    (&["firmado", "por"], Sure::Capital),
    (&["firmado"], Sure::Capital),
    (&["fdo"], Sure::Capital),
    (&["firma"], Sure::Capital),
    (&["signed", "by"], Sure::Capital),
    (&["signed"], Sure::Capital),
    (&["sr"], Sure::Capital),
    (&["sra"], Sure::Capital),
    (&["srta"], Sure::Capital),
    (&["mr"], Sure::Capital),
    (&["mrs"], Sure::Capital),
    (&["ms"], Sure::Capital),
    (&["soy"], Sure::Both),
    (&["i", "am"], Sure::Both),
    (&["i", "m"], Sure::Both),
    (&["les", "escribe"], Sure::Both),
    (&["os", "escribe"], Sure::Both),
    (&["saludos", "cordiales"], Sure::Last),
    (&["un", "saludo"], Sure::Last),
    (&["saludos"], Sure::Last),
    (&["atentamente"], Sure::Last),
    (&["atte"], Sure::Last),
    (&["regards"], Sure::Last),
    (&["sincerely"], Sure::Last),
];

/// Parts of a name that stand in lower case between others.
const LINKS: &[&str] = &["da", "de", "del", "di", "dos", "la", "las", "los", "van", "von"];

/// Words that are no names, after the folding of accents: "me llamo la atención".
const NO_NAMES: &[&str] = &[
    "a",
    "al",
    "an",
    "and",
    "atencion",
    "ayer",
    "bastante",
    "but",
    "client",
    "cliente",
    "con",
    "customer",
    "de",
    "del",
    "desde",
    "director",
    "el",
    "ella",
    "en",
    "equipo",
    "es",
    "from",
    "gerente",
    "hoy",
    "i",
    "in",
    "la",
    "las",
    "le",
    "lo",
    "los",
    "manager",
    "me",
    "mi",
    "mucho",
    "muchisimo",
    "muy",
    "my",
    "nadie",
    "name",
    "no",
    "not",
    "of",
    "para",
    "pero",
    "poderosamente",
    "por",
    "porque",
    "premium",
    "pues",
    "que",
    "se",
    "si",
    "siempre",
    "so",
    "socia",
    "socio",
    "tambien",
    "tanto",
    "tarde",
    "the",
    "to",
    "un",
    "una",
    "usuaria",
    "usuario",
    "very",
    "vip",
    "with",
    "y",
    "ya",
    "yo",
];

/// Words of the longest name.
const MOST_WORDS: usize = 5;

/// A name behind what announces it; the tokens are counted from the announcing words.
pub(super) fn name(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let word = |at: usize| tokens.get(at).map(|token| fold(token.of(text)));
    let first = word(at)?;
    let (words, sure) = BEGINNINGS.iter().find(|(words, _)| {
        words[0] == first && (1..words.len()).all(|place| word(at + place).as_deref() == Some(words[place]))
    })?;
    let from = at + words.len();
    let next = tokens.get(from)?;
    let before = gap(text, tokens, from);
    if next.apart || before.contains(['[', '?', '!', '/']) || before.chars().count() > 4 {
        return None;
    }
    let mut count = 0;
    let mut capitals = 0;
    while count < MOST_WORDS {
        let Some(token) = tokens.get(from + count) else { break };
        let own = token.of(text);
        let folded = fold(own);
        let near = count == 0 || joins(text, tokens, from + count);
        let named = !NO_NAMES.contains(&&*folded) && own.chars().all(char::is_alphabetic) && !token.apart;
        let links = count > 0 && LINKS.contains(&&*folded) && links_on(text, tokens, from + count);
        let fits = own.starts_with(char::is_uppercase) || (*sure == Sure::Always && capitals == 0 && count < 2);
        if !near || !(links || (named && fits)) {
            break;
        }
        capitals += usize::from(own.starts_with(char::is_uppercase) && !links);
        count += 1;
    }
    // In lower case a second word belongs to the name only where the clause ends behind it.
    if capitals == 0 && count == 2 && !clause_ends(text, tokens, from + 2) {
        count = 1;
    }
    let enough = match sure {
        Sure::Always | Sure::Capital => count > 0,
        Sure::Both => capitals > 1 && !shouted(text),
        Sure::Last => count > 0 && from + count == tokens.len(),
    };
    let last = tokens.get((from + count).checked_sub(1)?)?;
    enough.then_some((Span { start: next.start, end: last.end, kind: Kind::Name }, words.len() + count))
}

/// Whether a word belongs to the one before: a space, a hyphen, an apostrophe, the point of an initial.
fn joins(text: &str, tokens: &[Token], at: usize) -> bool {
    match gap(text, tokens, at) {
        " " | "  " | "-" | "'" | "’" => true,
        ". " | "." => tokens[at - 1].of(text).chars().count() <= 2,
        _ => false,
    }
}

/// Whether a name goes on in capitals behind its links: "de la Torre".
fn links_on(text: &str, tokens: &[Token], at: usize) -> bool {
    (at + 1..at + 3)
        .take_while(|next| joins_checked(text, tokens, *next))
        .find(|next| !LINKS.contains(&&*fold(tokens[*next].of(text))))
        .is_some_and(|next| tokens[next].of(text).starts_with(char::is_uppercase))
}

fn joins_checked(text: &str, tokens: &[Token], at: usize) -> bool {
    at < tokens.len() && joins(text, tokens, at)
}

fn clause_ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at).map(|token| fold(token.of(text)));
    next.is_none_or(|next| matches!(&*next, "y" | "and")) || gap(text, tokens, at).contains(['.', ',', ';', '\n', ':'])
}

/// Whether the whole text is in capitals, where they tell no name.
fn shouted(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}
