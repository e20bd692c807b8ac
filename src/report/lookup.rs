//! Which column of a tagged file was meant, and which ones must not be.

use std::collections::HashSet;

use super::comment::Place;
use super::example::short;
use super::files::HEAD_ROWS;
use crate::error::{Error, Position, Result};
use crate::read::roles::{closest, is_prose, matching, place};
use crate::read::{Format, Source, SourceInfo};
use crate::record::SCHEMA;
use crate::table::{Column, Row};

/// Fewer cells do not show that a column holds comments.
const FEWEST_PROSE: usize = 10;
/// How many columns a message names.
const NAMED: usize = 40;
/// What records put before the columns of the export.
pub(super) const FIELDS: &str = "fields.";

/// Whether a column holds what people wrote, nearly every time something else.
pub(super) fn holds_prose(head: &[Row], index: usize) -> bool {
    let cells = head.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank());
    let texts: Vec<String> = cells.map(|cell| cell.text().trim().to_owned()).collect();
    let different: HashSet<&str> = texts.iter().map(String::as_str).collect();
    let prose = texts.iter().filter(|text| is_prose(text)).count();
    texts.len() >= FEWEST_PROSE && different.len() * 5 >= texts.len() * 4 && prose * 2 > texts.len()
}

/// Where the tags of a table begin; behind its last column where they cannot be told.
pub(super) fn first_tag(columns: &[Column]) -> usize {
    let first = |tag: &str| columns.iter().position(|column| column.name.rsplit('.').next() == Some(tag));
    // An input with a `lang` of its own has its tag under another name.
    first("sentir_lang").or_else(|| first("lang")).or_else(|| first("sentiment")).unwrap_or(columns.len())
}

/// Where a column is that was asked for: by its name, of a table also by its place or a name that differs in case and accents only.
pub(super) fn place_of(info: &SourceInfo, names: &[String], records: bool, wanted: &str) -> Result<Place> {
    let columns = &info.columns;
    let found = if records {
        let exact = columns.iter().position(|column| column.name == wanted || column.key == wanted);
        let (at, fields): (Vec<usize>, Vec<Column>) = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.name.starts_with(FIELDS))
            .map(|(index, _)| {
                (index, Column { name: names[index].clone(), key: names[index].clone(), ..Column::default() })
            })
            .unzip();
        let field = match (exact, place(wanted)) {
            (None, None) => matching(&fields, wanted, &info.name, "")?,
            _ => None,
        };
        exact.or_else(|| field.map(|field| at[field]))
    } else {
        matching(columns, wanted, &info.name, "")?
    };
    Ok(match (found, wanted) {
        (Some(index), _) => Place::Cell(index),
        (None, "source") => Place::Source,
        (None, "column") => Place::Column,
        (None, _) => Place::Nowhere,
    })
}

pub(super) fn unknown(name: &str, own: &[String]) -> Error {
    let shown: Vec<String> = own.iter().take(NAMED).map(|name| format!("\"{name}\"")).collect();
    let more = if own.len() > NAMED { ", …" } else { "" };
    let meant = closest(own.iter().map(String::as_str), name);
    let meant = meant.map_or_else(String::new, |meant| format!("did you mean \"{meant}\"? "));
    let own = if own.is_empty() {
        "there are none beside the tags".into()
    } else {
        format!("there are {}{more}", shown.join(", "))
    };
    Error::usage(format!("no file has a column \"{name}\""))
        .hint(format!("{meant}{own}; of the tags lang, source, column"))
}

/// What a row says its schema is.
pub(super) fn said(row: &Row, schema: usize) -> Option<String> {
    let cell = row.cells.get(schema).filter(|_| row.fault.is_none())?;
    Some(cell.text().into_owned()).filter(|text| !text.is_empty())
}

/// The column of the schema, where the lines are records; a table may have such a column of its own.
pub(super) fn schema_column(source: &mut Source) -> Result<Option<usize>> {
    let column = source.info.columns.iter().position(|column| column.name == "schema");
    let Some(column) = column.filter(|_| source.info.format == Format::Jsonl) else { return Ok(None) };
    let name = source.info.name.clone();
    let first = source.peek(HEAD_ROWS)?.iter().find_map(|row| Some((row.number, said(row, column)?)));
    match first {
        Some((_, found)) if found == SCHEMA => Ok(Some(column)),
        Some((row, found)) if found.starts_with("sentir.") => Err(other_schema(&name, row, &found)),
        _ => Ok(None),
    }
}

/// A schema as it may be shown; what has no shape of one may be anything.
fn named(schema: &str) -> String {
    let plain = schema.len() <= 40 && schema.chars().all(|c| c.is_ascii_alphanumeric() || "./-_".contains(c));
    if plain { schema.to_owned() } else { short(schema) }
}

pub(super) fn other_schema(file: &str, row: u64, found: &str) -> Error {
    let family = |schema: &str| schema.split('/').next().map(str::to_owned);
    let hint = if family(found) == family(SCHEMA) {
        "classify the export again with this version"
    } else {
        "reports are made of what `sentir classify` writes"
    };
    let message = format!("holds \"{}\"; tagged comments are {SCHEMA}", named(found));
    Error::input(Position::of(file).at_row(row), message).hint(hint)
}
