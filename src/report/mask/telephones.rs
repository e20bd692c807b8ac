//! Telephone numbers as Spain, Latin America, the United States and the United Kingdom group them, and any with a country code.

use super::tokens::{Token, gap, is_amount};
use super::{Kind, Span};

/// Country codes with the digits that follow them.
const COUNTRIES: &[(&str, usize, usize)] = &[
    ("1", 10, 10),
    ("34", 9, 9),
    ("44", 9, 10),
    ("51", 8, 9),
    ("52", 10, 11),
    ("53", 8, 8),
    ("54", 10, 11),
    ("55", 10, 11),
    ("56", 9, 9),
    ("57", 10, 10),
    ("58", 10, 10),
    ("502", 8, 8),
    ("503", 8, 8),
    ("504", 8, 8),
    ("505", 8, 8),
    ("506", 8, 8),
    ("507", 7, 8),
    ("591", 8, 8),
    ("593", 8, 9),
    ("595", 9, 9),
    ("598", 8, 8),
    ("351", 9, 9),
    ("33", 9, 9),
    ("49", 7, 11),
    ("39", 9, 11),
    ("353", 7, 9),
];

/// Groups of digits that make a telephone number, with the beginnings they have.
const SHAPES: &[(&[usize], &[&str])] = &[
    (&[9], &["6", "7", "8", "9"]),
    (&[10], &[""]),
    (&[11], &["0", "1", "34", "51", "56"]),
    (&[12], &["52", "54", "57", "44"]),
    (&[13], &["52", "54"]),
    (&[1, 4, 4], &["2", "9"]),
    (&[1, 10], &["1"]),
    (&[1, 3, 3, 4], &["1"]),
    (&[2, 3, 4], &["0"]),
    (&[2, 7], &["0", "8", "9"]),
    (&[2, 8], &[""]),
    (&[2, 9], &["34", "51", "56"]),
    (&[2, 10], &["44", "52", "54", "57"]),
    (&[2, 4, 4], &[""]),
    (&[2, 3, 2, 2], &["8", "9"]),
    (&[2, 3, 3, 3], &["34", "51", "56"]),
    (&[2, 3, 2, 2, 2], &["34"]),
    (&[2, 3, 3, 4], &["52", "57"]),
    (&[2, 1, 4, 4], &["56"]),
    (&[2, 2, 4, 4], &["52", "54"]),
    (&[2, 1, 2, 4, 4], &["52", "54"]),
    (&[3, 6], &["6", "7", "8", "9"]),
    (&[3, 7], &[""]),
    (&[3, 8], &["0"]),
    (&[3, 3, 3], &["6", "7", "8", "9"]),
    (&[3, 2, 2, 2], &["6", "7", "8", "9"]),
    (&[3, 3, 4], &[""]),
    (&[3, 3, 2, 2], &["3", "6"]),
    (&[3, 4, 4], &["0"]),
    (&[3, 2, 4, 4], &["0"]),
    (&[4, 6], &["0"]),
    (&[4, 7], &["0"]),
    (&[4, 3, 3], &["0"]),
    (&[4, 3, 4], &["0"]),
    (&[4, 2, 3, 4], &["0"]),
    (&[5, 6], &["0"]),
    (&[5, 3, 3], &["0"]),
];

/// Groups of the longest number.
const MOST_GROUPS: usize = 7;

/// A telephone number.
pub(super) fn telephone(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    if !tokens[at].digits {
        return None;
    }
    let mut groups = 1;
    while groups < MOST_GROUPS && tokens.get(at + groups).is_some_and(|token| token.digits && !token.apart) {
        let between = gap(text, tokens, at + groups);
        let short = between.chars().count() <= 3;
        if !short
            || !between
                .chars()
                .all(|c| matches!(c, ' ' | '-' | '.' | '(' | ')' | '–' | '‐' | '‑' | '\u{a0}' | '\u{202f}'))
        {
            break;
        }
        groups += 1;
    }
    let before = gap(text, tokens, at);
    let opened = before.trim_end_matches('(');
    let plus = opened.ends_with('+');
    let opened = opened.trim_end_matches('+').trim_end_matches('(');
    let start = tokens[at].start - (before.len() - opened.len());
    (1..=groups).rev().find_map(|count| {
        let parts = &tokens[at..at + count];
        let digits: String = parts.iter().map(|token| token.of(text)).collect();
        if !(8..=15).contains(&digits.len().saturating_sub(2 * usize::from(digits.starts_with("00")))) {
            return None;
        }
        let found = if plus {
            abroad(&digits)
        } else if let Some(code) = digits.strip_prefix("00") {
            abroad(code) || (count == 1 && (8..=15).contains(&code.len()))
        } else {
            is_shape(parts, &digits) && !is_list(text, parts)
        };
        (found && !is_amount(text, tokens, at, at + count))
            .then(|| (Span { start, end: tokens[at + count - 1].end, kind: Kind::Phone }, count))
    })
}

/// Whether digits are a country code and as many as that country has; of other countries any sensible number.
fn abroad(digits: &str) -> bool {
    let known = COUNTRIES.iter().filter_map(|(code, least, most)| Some((digits.strip_prefix(code)?, least, most)));
    let mut known = known.peekable();
    if known.peek().is_some() {
        return known.any(|(rest, least, most)| (*least..=*most).contains(&rest.len()));
    }
    (9..=15).contains(&digits.len())
}

fn is_shape(parts: &[Token], digits: &str) -> bool {
    SHAPES.iter().any(|(lengths, beginnings)| {
        parts.iter().map(Token::len).eq(lengths.iter().copied())
            && beginnings.iter().any(|beginning| digits.starts_with(beginning))
    })
}

/// Whether groups are rather round numbers, or years, one behind the other.
fn is_list(text: &str, parts: &[Token]) -> bool {
    let year = |token: &&Token| matches!(token.of(text).get(..2), Some("19" | "20")) && token.len() == 4;
    let zeros = parts.iter().all(|token| token.of(text).ends_with("00"));
    zeros || parts.iter().filter(year).count() > 1
}

/// Digits in a row too long for a quantity: an order, a parcel, an account, whatever it is.
pub(super) fn number(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let token = &tokens[at];
    let word = token.of(text);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let long = if token.digits { digits >= 9 && !word.ends_with("00000") } else { word.is_ascii() && digits >= 8 };
    (long && !is_amount(text, tokens, at, at + 1))
        .then_some((Span { start: token.start, end: token.end, kind: Kind::Number }, 1))
}
