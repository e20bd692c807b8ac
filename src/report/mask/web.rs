//! E-mail addresses, links, handles and network addresses.

use super::tokens::fold;
use super::{Kind, Span};

/// Characters of the longest local part of an address, and of its domain (RFC 5321).
const LOCAL: usize = 64;
const DOMAIN: usize = 255;

/// Providers whose name makes an address of what lacks its end: "ana@gmail".
const PROVIDERS: &[&str] = &["gmail", "hotmail", "icloud", "live", "msn", "outlook", "yahoo"];
/// Sites on which any path is a person, or a talk with one.
const SOCIAL: &[&str] = &[
    "facebook.com",
    "fb.com",
    "instagram.com",
    "linkedin.com",
    "t.me",
    "tiktok.com",
    "twitter.com",
    "wa.me",
    "x.com",
    "youtube.com",
];

/// The passages to mask, in order, none in another.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut chunks: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let chunk = part.trim_end();
        if !chunk.is_empty() {
            chunks.push((from, chunk));
        }
        from += part.len();
    }
    let mut spelt_until = 0;
    for (place, (start, chunk)) in chunks.iter().enumerate() {
        if let Some(end) = spelt_out(&chunks[place..]) {
            found.push(Span { start: *start, end, kind: Kind::Email });
            spelt_until = end;
        }
        if *start < spelt_until {
            continue;
        }
        if let Some((from, to)) = link(chunk) {
            found.push(Span { start: start + from, end: start + to, kind: Kind::Url });
            continue;
        }
        if chunk.contains('@') {
            found.extend(addresses(chunk, *start));
        }
        if chunk.contains(['.', ':']) && chunk.bytes().any(|byte| byte.is_ascii_digit()) {
            let before = place.checked_sub(1).map_or("", |before| chunks[before].1);
            found.extend(network(chunk, before).map(|(from, to)| Span {
                start: start + from,
                end: start + to,
                kind: Kind::Ip,
            }));
        }
    }
    found
}

/// An address in words: "ana arroba gmail punto com".
fn spelt_out(chunks: &[(usize, &str)]) -> Option<usize> {
    let [_, (_, at), _, (_, dot), (start, end), ..] = chunks else { return None };
    let at = matches!(*at, "arroba" | "(arroba)" | "(at)" | "[at]" | "at");
    let dot = matches!(*dot, "punto" | "(punto)" | "dot" | "(dot)" | "[dot]");
    let end_of = end.trim_end_matches(|c: char| !c.is_alphanumeric());
    (at && dot && !end_of.is_empty()).then(|| start + end_of.len())
}

fn in_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'')
}

fn in_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

/// Addresses and handles around each `@` of a chunk.
fn addresses(chunk: &str, offset: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in chunk.match_indices('@') {
        let length = |size: usize, c: char| size + c.len_utf8();
        let local: usize = chunk[..at].chars().rev().take(LOCAL).take_while(|c| in_local(*c)).fold(0, length);
        let after = &chunk[at + 1..];
        let domain: usize = after.chars().take(DOMAIN).take_while(|c| in_domain(*c)).fold(0, length);
        let domain = after[..domain].trim_end_matches(['.', '-']);
        let end_of = domain.rsplit_once('.').map(|(_, end_of)| end_of);
        let whole = end_of.is_some_and(|end_of| end_of.chars().count() > 1 && end_of.chars().all(char::is_alphabetic));
        let provider = PROVIDERS.contains(&&*domain.to_lowercase());
        let (from, to, kind) = if local > 0 && (whole || provider) {
            let own = chunk[at - local..at].trim_start_matches(['.', '-', '\'']);
            (at - own.len(), at + 1 + domain.len(), Kind::Email)
        } else if local == 0 && !chunk[..at].ends_with(char::is_alphanumeric) {
            let handle: usize =
                after.chars().take(LOCAL).take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).fold(0, length);
            let handle = after[..handle].trim_end_matches('.');
            if handle.chars().count() < 2 || !handle.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                continue;
            }
            (at, at + 1 + handle.len(), Kind::Handle)
        } else {
            continue;
        };
        if found.last().is_none_or(|last| last.end <= offset + from) {
            found.push(Span { start: offset + from, end: offset + to, kind });
        }
    }
    found
}

/// A link that may lead to a person: one with a query, an anchor, a name or a number in it, or on a social network.
fn link(chunk: &str) -> Option<(usize, usize)> {
    let lower = chunk.to_ascii_lowercase();
    let from = ["http://", "https://", "www."].iter().filter_map(|sign| lower.find(sign)).min();
    let start = from.unwrap_or_else(|| chunk.len() - chunk.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    let whole = chunk[start..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '»', '”', '…']);
    let rest = whole.split_once("://").map_or(whole, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?', '#', '@']).unwrap_or(rest.len()));
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    if from.is_none() {
        // Without a scheme only what is plainly a host and a path: no "y/o", no "entrega/recogida".
        let end_of = host.rsplit_once('.').map(|(_, end_of)| end_of)?;
        let plain = (2..=6).contains(&end_of.len()) && end_of.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !plain || !path.starts_with('/') {
            return None;
        }
    }
    let social =
        SOCIAL.iter().any(|site| host == *site || host.strip_suffix(site).is_some_and(|sub| sub.ends_with('.')));
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let personal = path.contains(['?', '#', '@', '=', '%'])
        || (social && !segments.is_empty())
        || segments.len() > 1
        || segments.iter().any(|segment| segment.bytes().any(|byte| byte.is_ascii_digit()));
    personal.then_some((start, start + whole.len()))
}

/// A network address, version 4 or 6; "version 1.2.3.4" is none.
fn network(chunk: &str, before: &str) -> Option<(usize, usize)> {
    let before = fold(before);
    if before.ends_with("version") || before == "v" || before == "v." || before.ends_with('$') {
        return None;
    }
    let part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
    let from = chunk.find(part)?;
    let to = chunk[from..].find(|c| !part(c)).map_or(chunk.len(), |length| from + length);
    let whole = chunk[from..to].trim_end_matches(['.', ':']);
    let alone = !chunk[..from].ends_with(|c: char| c.is_alphanumeric() || c == '$')
        && !chunk[to..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '€' | '%'));
    let old = whole.split(':').next().unwrap_or_default();
    let octets: Vec<&str> = old.split('.').collect();
    let is_old = octets.len() == 4 && octets.iter().all(|octet| octet.len() <= 3 && octet.parse::<u8>().is_ok());
    let is_new =
        whole.parse::<std::net::Ipv6Addr>().is_ok() && whole.split(':').filter(|group| !group.is_empty()).count() > 2;
    (alone && (is_old || is_new)).then_some((from, from + whole.len()))
}
