//! Personal data taken out of comments before any of their words leave the program.
//!
//! What has a check digit is found by it, wherever it stands; what has a shape of its own (an e-mail address, a telephone number) by the
//! shape; everything else (an order, a passport, a name) only behind the word that announces it. Prices, dates, times, quantities and
//! ratings stay. Names that nothing announces stay too: no list of names is kept.

mod announced;
mod checks;
mod documents;
mod names;
mod telephones;
mod tokens;
mod web;

use std::borrow::Cow;

pub(super) use self::tokens::fold;
use self::tokens::{Token, tokens};

/// What a masked passage was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Email,
    Url,
    Handle,
    Ip,
    Phone,
    Card,
    Account,
    Document,
    Reference,
    Name,
    /// Digits in a row too long for a quantity.
    Number,
}

impl Kind {
    const ALL: [Self; 11] = [
        Self::Email,
        Self::Url,
        Self::Handle,
        Self::Ip,
        Self::Phone,
        Self::Card,
        Self::Account,
        Self::Document,
        Self::Reference,
        Self::Name,
        Self::Number,
    ];

    fn in_spanish(self) -> &'static str {
        match self {
            Self::Email => "[correo]",
            Self::Url => "[enlace]",
            Self::Handle => "[usuario]",
            Self::Ip => "[ip]",
            Self::Phone => "[teléfono]",
            Self::Card => "[tarjeta]",
            Self::Account => "[cuenta]",
            Self::Document => "[documento]",
            Self::Reference => "[referencia]",
            Self::Name => "[nombre]",
            Self::Number => "[número]",
        }
    }

    fn placeholder(self) -> &'static str {
        match self {
            Self::Email => "[email]",
            Self::Url => "[url]",
            Self::Handle => "[handle]",
            Self::Ip => "[ip]",
            Self::Phone => "[phone]",
            Self::Card => "[card]",
            Self::Account => "[account]",
            Self::Document => "[document]",
            Self::Reference => "[reference]",
            Self::Name => "[name]",
            Self::Number => "[number]",
        }
    }
}

/// A passage to mask, in bytes.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    kind: Kind,
}

/// The text with personal data replaced by what it was, in brackets: `[email]`, `[url]`, `[handle]`, `[ip]`, `[phone]`, `[card]`,
/// `[account]`, `[document]`, `[reference]`, `[name]`, `[number]`.
///
/// In time linear in the text's length.
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut spans = web::find(text);
    let tokens: Vec<Token> = tokens(text, &spans);
    let mut at = 0;
    while at < tokens.len() {
        let found = documents::account(text, &tokens, at)
            .or_else(|| documents::card(text, &tokens, at))
            .or_else(|| documents::document(text, &tokens, at))
            .or_else(|| announced::announced(text, &tokens, at))
            .or_else(|| telephones::telephone(text, &tokens, at))
            .or_else(|| telephones::number(text, &tokens, at))
            .or_else(|| names::name(text, &tokens, at));
        match found {
            Some((span, tokens)) => {
                spans.push(span);
                at += tokens.max(1);
            }
            None => at += 1,
        }
    }
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_by_key(|span| span.start);
    let (mut masked, mut done) = (String::with_capacity(text.len()), 0);
    for span in spans {
        if span.start < done {
            continue;
        }
        masked.push_str(&text[done..span.start]);
        masked.push_str(span.kind.placeholder());
        done = span.end;
    }
    masked.push_str(&text[done..]);
    Cow::Owned(masked)
}

/// A masked text with the Spanish words for what was masked: `[teléfono]`, `[referencia]`.
pub fn in_spanish(masked: &str) -> Cow<'_, str> {
    if !masked.contains('[') {
        return Cow::Borrowed(masked);
    }
    Cow::Owned(
        Kind::ALL.iter().fold(masked.to_owned(), |text, kind| text.replace(kind.placeholder(), kind.in_spanish())),
    )
}
