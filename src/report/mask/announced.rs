//! Numbers that the words before them announce: "pedido 12345678", "order #A123-456", "pasaporte AAA123456".

use super::tokens::{Token, fold, gap, is_amount};
use super::{Kind, Span};

/// What a word announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Announced {
    Phone,
    Document,
    Account,
    /// A code, always.
    Code,
    /// A thing that may have a number, or not: an order, a case.
    Thing,
}

const PHONE: &[&str] = &[
    "call",
    "called",
    "cel",
    "cell",
    "celular",
    "contactar",
    "contactarme",
    "contacto",
    "fax",
    "llamad",
    "llamadme",
    "llamame",
    "llamar",
    "llamarme",
    "llame",
    "llamen",
    "llamenme",
    "mobile",
    "movil",
    "phone",
    "ring",
    "sms",
    "tel",
    "telefono",
    "telefonos",
    "telephone",
    "telf",
    "tfn",
    "tfno",
    "tlf",
    "tlfno",
    "wasap",
    "whatsapp",
    "wpp",
    "wsp",
];
const DOCUMENT: &[&str] = &[
    "cc",
    "cedula",
    "ci",
    "cif",
    "cuil",
    "cuit",
    "curp",
    "dni",
    "documento",
    "dui",
    "identidad",
    "identificacion",
    "ine",
    "nie",
    "nif",
    "nino",
    "nss",
    "passport",
    "pasaporte",
    "rfc",
    "run",
    "rut",
    "ssn",
];
const ACCOUNT: &[&str] =
    &["account", "card", "cbu", "ccc", "clabe", "cuenta", "cvu", "iban", "tarjeta", "visa", "mastercard", "amex"];
const CODE: &[&str] = &[
    "codigo",
    "confirmacion",
    "confirmation",
    "guia",
    "localizador",
    "locator",
    "pnr",
    "poliza",
    "ref",
    "reference",
    "referencia",
    "seguimiento",
    "serial",
    "serie",
    "tracking",
    "imei",
    "matricula",
];
const THING: &[&str] = &[
    "albaran",
    "billete",
    "booking",
    "caso",
    "case",
    "claim",
    "client",
    "cliente",
    "compra",
    "contract",
    "contrato",
    "customer",
    "envio",
    "expediente",
    "factura",
    "folio",
    "incidencia",
    "incident",
    "invoice",
    "member",
    "membership",
    "order",
    "orden",
    "paquete",
    "parcel",
    "parte",
    "pedido",
    "policy",
    "queja",
    "reclamacion",
    "reclamo",
    "reserva",
    "reservacion",
    "reservation",
    "shipment",
    "siniestro",
    "socia",
    "socio",
    "solicitud",
    "ticket",
    "transaccion",
    "transaction",
    "turno",
    "tramite",
];
/// Words that may stand between.
const BETWEEN: &[&str] = &[
    "a",
    "al",
    "at",
    "c",
    "con",
    "de",
    "del",
    "el",
    "era",
    "es",
    "for",
    "is",
    "la",
    "me",
    "mi",
    "mis",
    "my",
    "of",
    "on",
    "our",
    "para",
    "su",
    "the",
    "us",
    "was",
    "with",
    "your",
    "i",
    "e",
    "terminada",
    "espanol",
    "mexicano",
    "identity",
    "ciudadania",
    "extranjeria",
];
/// Words between that say a number follows.
const MARKERS: &[&str] =
    &["code", "id", "n", "nº", "no", "nr", "nro", "num", "number", "numero", "numeros", "º", "o", "hash"];

/// How far back the announcing word may stand.
const REACH: usize = 5;
/// Parts of the longest number.
const MOST_PARTS: usize = 6;

/// A number behind the word that announces it, or behind `#`.
pub(super) fn announced(text: &str, tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let first = tokens[at].of(text);
    let starts = first.bytes().any(|byte| byte.is_ascii_digit()) || (first.len() <= 5 && is_upper(first));
    if !starts || gap(text, tokens, at).ends_with(['+', '.']) {
        return None;
    }
    let (what, marked) = match announcing(text, tokens, at) {
        Some(found) => found,
        None if gap(text, tokens, at).ends_with('#') => (Announced::Thing, false),
        None => return None,
    };
    let hash = gap(text, tokens, at).trim_end().ends_with('#');
    let spaced = !matches!(what, Announced::Code | Announced::Thing);
    let count = parts(text, tokens, at, spaced);
    let (start, end) = (tokens[at].start, tokens[at + count - 1].end);
    let whole = &text[start..end];
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let letters = whole.bytes().any(|byte| byte.is_ascii_alphabetic());
    let upper = letters && is_upper(whole);
    if is_date(&tokens[at..at + count])
        || is_amount(text, tokens, at, at + count)
        || years(text, &tokens[at..at + count])
    {
        return None;
    }
    let code = digits >= 4 || (upper && digits >= 2 && whole.len() >= 5) || (hash && digits >= 2);
    let (found, kind) = match what {
        Announced::Phone => (digits >= 6 && !letters, Kind::Phone),
        Announced::Document => (digits >= 5 && whole.len() >= 6, Kind::Document),
        Announced::Account => (digits >= 8, Kind::Account),
        Announced::Code => (code, Kind::Reference),
        Announced::Thing if marked || hash => (code, Kind::Reference),
        Announced::Thing => (digits >= 5 || (upper && digits >= 3 && whole.len() >= 6), Kind::Reference),
    };
    let bracket = usize::from(kind == Kind::Phone && gap(text, tokens, at).ends_with('('));
    found.then_some((Span { start: start - bracket, end, kind }, count))
}

fn is_upper(word: &str) -> bool {
    !word.chars().any(char::is_lowercase)
}

/// The word before that announces a number, and whether another one marks it.
fn announcing(text: &str, tokens: &[Token], at: usize) -> Option<(Announced, bool)> {
    let mut marked = false;
    for back in 1..=REACH.min(at) {
        let between = gap(text, tokens, at - back + 1);
        if tokens[at - back + 1].apart || between.len() > 6 || between.contains(['!', '?', ';', '\n', '"', '€', '$'])
        {
            return None;
        }
        marked |= between.contains(['#', ':', '°']);
        let word = fold(tokens[at - back].of(text));
        let known = |table: &[&str]| table.contains(&word.as_str());
        let found = if known(PHONE) {
            Announced::Phone
        } else if known(DOCUMENT) || (word == "c" && is_c_c(text, tokens, at - back)) {
            Announced::Document
        } else if known(ACCOUNT) {
            Announced::Account
        } else if known(CODE) {
            Announced::Code
        } else if known(THING) {
            Announced::Thing
        } else {
            marked |= known(MARKERS);
            if known(MARKERS) || known(BETWEEN) {
                continue;
            }
            return None;
        };
        // A sentence that ends behind the word announces nothing, save an abbreviation: "ref. 1234".
        if between.contains(". ") && word.len() > 5 {
            return None;
        }
        return Some((found, marked));
    }
    None
}

/// Whether the letter is the second of "C.C.", the Colombian identity card.
fn is_c_c(text: &str, tokens: &[Token], at: usize) -> bool {
    gap(text, tokens, at) == "." && at.checked_sub(1).is_some_and(|before| fold(tokens[before].of(text)) == "c")
}

/// How many tokens the number has.
fn parts(text: &str, tokens: &[Token], at: usize, spaced: bool) -> usize {
    let mut count = 1;
    while count < MOST_PARTS {
        let Some(next) = tokens.get(at + count) else { break };
        let word = next.of(text);
        let numeric = word.bytes().any(|byte| byte.is_ascii_digit());
        let short = word.len() <= 4 && is_upper(word);
        let goes_on = match gap(text, tokens, at + count) {
            "-" | "_" | "/" | "." | "–" | "‑" => numeric || short,
            " " | " - " | ") " | ")" | "\u{a0}" => spaced && next.digits && next.len() > 1,
            _ => false,
        };
        if !goes_on || next.apart {
            break;
        }
        count += 1;
    }
    count
}

/// Whether three groups are a day: 2026-03-02, 02/03/26, 2.3.2026.
fn is_date(parts: &[Token]) -> bool {
    let lengths: Vec<usize> = parts.iter().map(Token::len).collect();
    parts.iter().all(|token| token.digits) && matches!(lengths[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4])
}

/// Whether it is a year, or two.
fn years(text: &str, parts: &[Token]) -> bool {
    let year = |token: &Token| {
        token.len() == 4 && token.of(text).parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
    };
    parts.len() <= 2 && parts.iter().all(year)
}
