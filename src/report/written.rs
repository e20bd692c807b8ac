//! TOML files that people write: what is wrong with them in plain words, with the line.

use serde::de::DeserializeOwned;

use super::example::short;
use crate::error::{Error, Position, Result};
use crate::read::roles::closest;

/// Reads a file of `[[table]]`s.
///
/// # Errors
///
/// What is no TOML, or has other keys, values or kinds of values than `T`.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str, table: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map(|span| span.start);
        let place = Position::of(file).at_byte(text, start);
        let (message, hint) = plain(error.message(), written(text, start.unwrap_or(0)), table);
        Error::usage(format!("{place}: {message}")).hint(hint)
    })
}

/// What is written on the line of this place.
fn written(text: &str, at: usize) -> &str {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default()
}

/// The message of the parser in plain words, and what would be right.
fn plain(message: &str, written: &str, table: &str) -> (String, String) {
    let (message, key) = (message.trim(), written.split('=').next().unwrap_or_default().trim());
    let parts = |start: &str| message.strip_prefix(start).and_then(|rest| rest.split_once(", expected "));
    if let Some((found, known)) = parts("unknown field ") {
        let (found, known) = (bare(found), names(known));
        let hint = if known == [table] { format!("there are [[{table}]] tables only") } else { choice(&known, &found) };
        return (format!("there is no key \"{found}\""), hint);
    }
    if let Some((found, known)) = parts("unknown variant ") {
        let (found, known) = (bare(found), names(known));
        return (format!("\"{found}\" is no {key}"), choice(&known, &found));
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        let field = bare(field);
        let hint = format!("each {table} starts with a line [[{table}]], and its keys stand below: {field} = …");
        let message = if field == table { format!("it has no {table}") } else { format!("a {table} without {field}") };
        return (message, hint);
    }
    if let Some((found, wanted)) = parts("invalid type: ").or_else(|| parts("invalid value: ")) {
        let wanted = match wanted {
            "a string" => "text in quotes".to_owned(),
            "u64" => "a whole number, 0 or more, without quotes".into(),
            "a map" => "a table such as { Canal = \"Web\" }".into(),
            "a sequence" => format!("a table that starts with [[{table}]]"),
            other if other.starts_with("struct ") => format!("a table that starts with [[{table}]]"),
            other if other.contains("variant") || other.contains("enum") => "one of its names, in quotes".into(),
            other => other.to_owned(),
        };
        return (format!("{key} is {}", kind(found)), format!("it is to be {wanted}"));
    }
    if message == "wanted string or table" {
        return (format!("{key} is no text"), "it is to be one of its names, in quotes".into());
    }
    if message.starts_with("duplicate key") {
        return (format!("{key} is said twice"), "say each key once in a table".into());
    }
    let hint = format!("tables start with [[{table}]], keys stand on lines of their own, text in quotes: name = \"…\"");
    (format!("\"{}\" is not written as TOML", short(written)), hint)
}

/// What the parser calls a value it did not expect.
fn kind(found: &str) -> String {
    let (what, value) = found.split_once(' ').unwrap_or((found, ""));
    match what {
        "string" => format!("the text {value}"),
        "integer" | "float" | "floating" => format!("the number {}", bare(value.trim_start_matches("point "))),
        "boolean" => bare(value),
        "sequence" => "a list".into(),
        "map" => "a table".into(),
        _ => found.to_owned(),
    }
}

fn bare(quoted: &str) -> String {
    quoted.trim().trim_matches('`').to_owned()
}

fn names(listed: &str) -> Vec<String> {
    listed.trim_start_matches("one of ").split(", ").flat_map(|name| name.split(" or ")).map(bare).collect()
}

fn choice(known: &[String], found: &str) -> String {
    let meant = closest(known.iter().map(String::as_str), found);
    let meant = meant.map_or_else(String::new, |meant| format!("did you mean {meant}? "));
    format!("{meant}there are {}", known.join(", "))
}
