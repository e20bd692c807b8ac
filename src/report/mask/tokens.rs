//! Runs of letters and digits, with what stands between them.

use super::Span;
use crate::fold::unaccented;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is ASCII digits only.
    pub(super) digits: bool,
    /// Whether a masked passage stands between it and the token before.
    pub(super) apart: bool,
}

impl Token {
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// The tokens outside the masked passages, which are in order.
pub(super) fn tokens(text: &str, masked: &[Span]) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut start, mut digits, mut apart) = (None, true, false);
    let mut masked = masked.iter().peekable();
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        while masked.next_if(|span| span.end <= at).is_some() {}
        let covered = masked.peek().is_some_and(|span| span.start <= at);
        if c.is_alphanumeric() && !covered {
            start.get_or_insert(at);
            digits &= c.is_ascii_digit();
        } else if let Some(start) = start.take() {
            found.push(Token { start, end: at, digits, apart });
            (digits, apart) = (true, covered);
        } else {
            apart |= covered;
        }
    }
    found
}

/// What stands before a token, since the one before.
pub(super) fn gap<'a>(text: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let from = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |token| token.end);
    let to = tokens.get(at).map_or(text.len(), |token| token.start);
    &text[from..to]
}

/// The words in lower case without accents; ñ stays, which is a letter of its own.
pub(in crate::report) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut folded = String::with_capacity(word.len());
    for c in word.nfc().flat_map(char::to_lowercase) {
        match c {
            'ñ' => folded.push('ñ'),
            '’' | '‘' => folded.push('\''),
            c if c.is_ascii() => folded.push(c),
            c => folded.extend(unaccented(std::iter::once(c))),
        }
    }
    folded
}

/// Words of money and quantity that stand behind a number.
const UNITS: &[&str] = &[
    "aed",
    "ars",
    "clp",
    "cop",
    "dolar",
    "dolares",
    "dollar",
    "dollars",
    "eur",
    "euro",
    "euros",
    "gb",
    "kg",
    "km",
    "libras",
    "mb",
    "mil",
    "million",
    "millions",
    "millon",
    "millones",
    "mxn",
    "pen",
    "peso",
    "pesos",
    "pounds",
    "puntos",
    "points",
    "soles",
    "usd",
    "veces",
    "times",
    "personas",
    "people",
    "unidades",
    "units",
    "habitantes",
    "clientes",
    "customers",
];

/// Words of money that stand before one.
const CURRENCIES: &[&str] = &["ars", "clp", "cop", "eur", "gbp", "mxn", "pen", "usd", "us"];

/// Whether the tokens from `from` to before `to` are an amount: money, a share or a quantity.
pub(super) fn is_amount(text: &str, tokens: &[Token], from: usize, to: usize) -> bool {
    let money = |c: char| matches!(c, '€' | '$' | '£' | '%');
    let before = gap(text, tokens, from);
    let after = gap(text, tokens, to);
    if before.trim_end().ends_with(money) || after.trim_start().starts_with(money) || before.ends_with("S/") {
        return true;
    }
    let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| fold(token.of(text)));
    let space = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == '.');
    (space(before) && word(from.checked_sub(1)).is_some_and(|word| CURRENCIES.contains(&&*word)))
        || (after.chars().all(char::is_whitespace) && word(Some(to)).is_some_and(|word| UNITS.contains(&&*word)))
}
