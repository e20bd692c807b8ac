//! The text as the model sees it: encoding put right, entities decoded, invisible characters gone. Never its case,
//! never its accents.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// A text made ready for the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Whether it had been decoded wrongly (`Ã©` for `é`) and was put right.
    pub repaired: bool,
}

/// How often one text may have been decoded wrongly, one time upon the other.
const REPAIRS: usize = 3;
/// Characters between `&` and `;` in the longest entity.
const LONGEST_ENTITY: usize = 10;

/// Makes a text ready for the model, in time linear in its length.
///
/// - UTF-8 that was read as Windows-1252 is put right where the whole text proves to be that.
/// - HTML entities (`&amp;`, `&#39;`, `&ntilde;`) become their characters, once.
/// - Line ends become `\n`, no-break spaces spaces; other control characters become spaces, and what has no width
///   (NUL, byte order and direction marks, soft hyphens) goes, save the joiners inside emoji.
/// - White space at both ends goes.
pub fn normalize(text: &str) -> Normalized<'_> {
    let mut text = Cow::Borrowed(text);
    let mut repaired = false;
    for _ in 0..REPAIRS {
        let Some(better) = repair(&text) else { break };
        text = Cow::Owned(better);
        repaired = true;
    }
    if text.contains('&') {
        text = apply(text, decode_entities);
    }
    if text.chars().any(|c| rule(c) != Rule::Keep) {
        text = apply(text, |text| Some(clean(text)));
    }
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    Normalized { text, repaired }
}

fn apply(text: Cow<'_, str>, change: impl FnOnce(&str) -> Option<String>) -> Cow<'_, str> {
    match change(&text) {
        Some(changed) => Cow::Owned(changed),
        None => text,
    }
}

/// The text as it was before its UTF-8 was read as Windows-1252; nothing unless all of it round-trips.
fn repair(text: &str) -> Option<String> {
    // The first byte of every UTF-8 sequence reads as one of these.
    if !matches!(text.chars().find(|c| !c.is_ascii())?, 'Â'..='ô') {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    let repaired = String::from_utf8(bytes.into_owned()).ok()?;
    // Bytes that merely happen to be UTF-8 give control or private characters sooner than letters.
    let plausible = !repaired.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}'));
    plausible.then_some(repaired)
}

/// What becomes of a character.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Rule {
    Keep,
    Drop,
    Space,
    LineEnd,
    /// Kept inside an emoji, dropped elsewhere.
    Joiner,
}

fn rule(c: char) -> Rule {
    match c {
        '\t' | '\n' => Rule::Keep,
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Rule::LineEnd,
        '\u{200d}' => Rule::Joiner,
        '\0'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Rule::Drop,
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Rule::Space,
        c if c.is_control() => Rule::Space,
        _ => Rule::Keep,
    }
}

fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match rule(c) {
            Rule::Keep => cleaned.push(c),
            Rule::Drop => {}
            Rule::Space => cleaned.push(' '),
            Rule::LineEnd => {
                if c != '\r' || characters.peek() != Some(&'\n') {
                    cleaned.push('\n');
                }
            }
            Rule::Joiner => {
                // Emoji and their variation selectors lie above the letters of every living script's first plane.
                if cleaned.chars().next_back().is_some_and(|last| last == '\u{fe0f}' || last >= '\u{1f000}') {
                    cleaned.push(c);
                }
            }
        }
    }
    cleaned
}

/// The text with its entities decoded; nothing where there are none.
pub(crate) fn decode_entities(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(start) = rest.find('&') {
        let (before, entity) = rest.split_at(start);
        decoded.push_str(before);
        let end = entity.bytes().take(LONGEST_ENTITY + 2).position(|byte| byte == b';');
        if let Some((c, end)) = end.and_then(|end| entity_character(&entity[1..end]).map(|c| (c, end))) {
            decoded.push(c);
            rest = &entity[end + 1..];
            found = true;
        } else {
            decoded.push('&');
            rest = &entity[1..];
        }
    }
    decoded.push_str(rest);
    found.then_some(decoded)
}

fn entity_character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => hexadecimal(digits)?,
            None => decimal(number)?,
        };
        return match code {
            // As browsers read them: these numbers are Windows-1252 bytes.
            0x80..=0x9f => WINDOWS_1252.decode(&[code as u8]).0.chars().next(),
            _ => char::from_u32(code),
        };
    }
    ENTITIES.binary_search_by_key(&name, |entry| entry.0).ok().map(|index| ENTITIES[index].1)
}

// The standard parser takes a sign, which an entity has not.
fn decimal(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn hexadecimal(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Named entities that exports leave behind, sorted by name.
const ENTITIES: &[(&str, char)] = &[
    ("Aacute", 'Á'),
    ("Agrave", 'À'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ouml", 'Ö'),
    ("Uacute", 'Ú'),
    ("Uuml", 'Ü'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("igrave", 'ì'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ograve", 'ò'),
    ("ordf", 'ª'),
    ("ordm", 'º'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("shy", '\u{ad}'),
    ("szlig", 'ß'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_sorted_and_within_the_longest() {
        assert!(ENTITIES.is_sorted_by_key(|entry| entry.0));
        assert!(ENTITIES.iter().all(|(name, _)| name.len() <= LONGEST_ENTITY));
    }
}
