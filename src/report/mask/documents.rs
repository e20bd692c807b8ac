//! Accounts, cards and identity documents that their check digit or their shape gives away.

use super::checks;
use super::tokens::{Token, gap};
use super::{Kind, Span};

/// Characters of an IBAN by country (ISO 13616); others are taken where their check digits are right.
const IBAN_LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IT", 27),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SV", 28),
    ("UA", 29),
];

/// Characters of the shortest document.
const SHORTEST: usize = 8;

/// Tokens written together, without what stands between them.
struct Joined {
    compact: Vec<u8>,
    /// What stands between them, each a space or a mark.
    gaps: Vec<char>,
    end: usize,
}

impl Joined {
    /// Words stand beside numbers everywhere: letters that a space sets apart belong to a document only in capitals.
    fn plausible(&self) -> bool {
        !self.gaps.contains(&' ') || !self.compact.iter().any(u8::is_ascii_lowercase)
    }
}

/// Whether groups have these lengths.
fn lengths_are(groups: &[Token], lengths: &[usize]) -> bool {
    groups.iter().map(Token::len).eq(lengths.iter().copied())
}

/// `count` tokens as one, if only a space or one mark stands between each two.
fn joined(text: &str, tokens: &[Token], at: usize, count: usize, most: usize) -> Option<Joined> {
    let mut found = Joined { compact: Vec::new(), gaps: Vec::new(), end: tokens.get(at + count - 1)?.end };
    for (place, token) in tokens[at..at + count].iter().enumerate() {
        if place > 0 {
            let mut between = gap(text, tokens, at + place).chars();
            let mark = match (between.next(), between.next()) {
                (Some(' ' | '\u{a0}' | '\u{202f}'), None) => ' ',
                (Some(mark @ ('-' | '.' | '/')), None) => mark,
                (Some('–' | '‐' | '‑'), None) => '-',
                _ => return None,
            };
            if token.apart {
                return None;
            }
            found.gaps.push(mark);
        }
        for c in token.of(text).chars() {
            found.compact.push(match c {
                'Ñ' => b'N',
                'ñ' => b'n',
                c if c.is_ascii() => c as u8,
                _ => return None,
            });
        }
        if found.compact.len() > most {
            return None;
        }
    }
    Some(found)
}

fn span(tokens: &[Token], at: usize, end: usize, kind: Kind) -> Span {
    Span { start: tokens[at].start, end, kind }
}

/// A bank account: an IBAN, written in one or in groups, or a Spanish account in its four parts.
pub(super) fn account(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let first = tokens[at].of(text).as_bytes();
    let country = |first: &[u8]| first.get(..2).is_some_and(|letters| letters.iter().all(u8::is_ascii_alphabetic));
    if tokens[at].digits {
        let parts = joined(text, tokens, at, 4, 20)?;
        let spanish = lengths_are(&tokens[at..at + 4], &[4, 4, 2, 10]);
        return spanish.then(|| (span(tokens, at, parts.end, Kind::Account), 4));
    }
    let numbered = first.len() == 2 || (first.len() >= 4 && first[2..4].iter().all(u8::is_ascii_digit));
    if !country(first) || !numbered {
        return None;
    }
    let name = String::from_utf8_lossy(&first[..2]).to_uppercase();
    let length = IBAN_LENGTHS.iter().find(|(country, _)| *country == name).map(|(_, length)| *length);
    for count in 1..=12 {
        let parts = joined(text, tokens, at, count, 34)?;
        let found = parts.compact.len();
        if !parts.compact[2..].iter().take(2).all(u8::is_ascii_digit) {
            return None;
        }
        // An account that is mistyped is still somebody's.
        let numeric = found > 4 && parts.compact[4..].iter().all(u8::is_ascii_digit);
        let right = match length {
            Some(length) => found == length && (numeric || checks::iban(&parts.compact)),
            None => found >= 15 && parts.plausible() && checks::iban(&parts.compact),
        };
        if right {
            return Some((span(tokens, at, parts.end, Kind::Account), count));
        }
    }
    None
}

/// A payment card: 13 to 19 digits that satisfy Luhn's check, in one or in groups. Four groups of four are masked in any case.
pub(super) fn card(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    if !tokens[at].digits {
        return None;
    }
    for count in (1..=6).rev() {
        let Some(parts) = joined(text, tokens, at, count, 19) else { continue };
        let groups = &tokens[at..at + count];
        let shaped = groups.iter().all(|token| token.digits && (count == 1 || token.len() >= 3));
        let marks = parts.gaps.iter().all(|mark| matches!(mark, ' ' | '-'));
        if !shaped || !marks || parts.compact.len() < 13 {
            continue;
        }
        let issued = (b'2'..=b'6').contains(&parts.compact[0]);
        if issued && checks::luhn(&parts.compact) {
            return Some((span(tokens, at, parts.end, Kind::Card), count));
        }
        if lengths_are(groups, &[4, 4, 4, 4]) {
            return Some((span(tokens, at, parts.end, Kind::Number), count));
        }
    }
    None
}

/// An identity, tax or social security number of Spain, Mexico, Argentina, Chile, the United States or the United Kingdom.
pub(super) fn document(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    for count in (1..=5).rev() {
        let Some(parts) = joined(text, tokens, at, count, 18) else { continue };
        if parts.compact.len() < SHORTEST {
            continue;
        }
        let groups = &tokens[at..at + count];
        let last = parts.gaps.last();
        let all = |marks: &[char]| parts.gaps.iter().all(|mark| marks.contains(mark));
        let (compact, digits) = (&parts.compact[..], groups.iter().all(|token| token.digits));
        let shape = |lengths: &[usize]| lengths_are(groups, lengths);
        let found = if digits {
            (count == 1 || shape(&[2, 8, 1])) && checks::cuit(compact)
                || (count == 1 || (shape(&[2, 8, 2]) || shape(&[2, 10])) && all(&[' ', '-', '/']))
                    && checks::social_security(compact)
                || shape(&[3, 2, 4]) && all(&['-']) && social_security_us(compact)
                || last == Some(&'-') && is_rut(groups) && checks::rut(compact)
        } else {
            parts.plausible()
                && (checks::dni(compact)
                    || count <= 2 && checks::cif(compact)
                    || checks::national_insurance(compact)
                    || count <= 3 && (checks::curp(compact) || checks::rfc(compact))
                    || last == Some(&'-') && is_rut(groups) && checks::rut(compact))
        };
        if found {
            return Some((span(tokens, at, parts.end, Kind::Document), count));
        }
    }
    None
}

/// Whether groups are those of a RUT: digits in one or by thousands, and one character behind them.
fn is_rut(groups: &[Token]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(Token::len).collect();
    matches!(lengths[..], [7 | 8, 1] | [1 | 2, 3, 3, 1])
}

/// The numbers that the United States give out.
fn social_security_us(digits: &[u8]) -> bool {
    !matches!(&digits[..3], b"000" | b"666") && digits[0] != b'9' && &digits[3..5] != b"00" && &digits[5..] != b"0000"
}
