//! Finding the column that a user names.

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::shown::one_line;
use crate::table::Column;

use super::words::{fold, squash};

/// How much of a long header is shown.
const SHOWN: usize = 80;

/// A column's name in a message.
pub(super) fn shown(column: &Column) -> String {
    quoted(if column.name.trim().is_empty() { &column.key } else { &column.name })
}

/// A header or a question in a message: quoted, on one line, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let text = one_line(text);
    if text.chars().count() > SHOWN {
        format!("\"{}…\"", text.chars().take(SHOWN - 1).collect::<String>())
    } else {
        format!("\"{text}\"")
    }
}

/// The column of this name; a missing one is a usage error that lists the columns, the most similar first.
pub(super) fn find(columns: &[Column], name: &str, flag: &str, source: &str) -> Result<usize> {
    if let Some(index) = matching(columns, name, source, flag)? {
        return Ok(index);
    }
    let message = match place(name) {
        Some(place) => format!("{source} has no column #{place}; it has {}", columns.len()),
        None => format!("{source} has no column \"{name}\""),
    };
    let error = Error::usage(format!("{message}; its columns are\n{}", list(columns, Some(name))));
    let closest = columns.iter().enumerate().min_by_key(|(_, column)| distance(column, name));
    Err(match closest.and_then(|(index, _)| argument(columns, index)) {
        Some(closest) => error.hint(format!("for instance {flag} {closest}")),
        None => error,
    })
}

/// What to type for a column: its header in quotes; its place where the header is another's too, or cannot be typed as it is shown.
pub(super) fn argument(columns: &[Column], index: usize) -> Option<String> {
    let column = columns.get(index)?;
    let twins = columns.iter().filter(|other| other.name == column.name).count();
    let shown = shown(column);
    let typed = twins == 1 && shown == format!("\"{}\"", column.name) && !column.name.contains(['"', '$', '`', '\\']);
    Some(if typed { shown } else { format!("\"#{}\"", index + 1) })
}

/// The column of this name, if there is one: as it stands, by its place (`#3`), by its unique key, or but for case,
/// accents and spaces; then by the text of its question. A name that two columns have is a usage error.
pub(crate) fn matching(columns: &[Column], name: &str, source: &str, flag: &str) -> Result<Option<usize>> {
    let all = |same: &dyn Fn(&Column) -> bool| -> Vec<usize> {
        columns.iter().enumerate().filter(|(_, column)| same(column)).map(|(index, _)| index).collect()
    };
    let exact = all(&|column| column.name == name);
    let by_key = |found: &[usize]| {
        // "Comment_2" names the second "Comment"; "Comment" alone would hide that there is a second.
        let key = all(&|column| column.key == name && column.name != name);
        if found.is_empty() { key } else { found.to_vec() }
    };
    let mut found = by_key(&exact);
    if found.is_empty()
        && let Some(place) = place(name)
    {
        return Ok(place.checked_sub(1).filter(|index| *index < columns.len()));
    }
    // A question is also told by its literal text, but not where that may be meant literally.
    let by_question =
        |column: &Column| flag != "--question" && column.question.as_deref().map(squash) == Some(squash(name));
    let looser: [&dyn Fn(&Column) -> bool; 3] = [
        &|column| loose(&column.name) == loose(name),
        &|column| !squash(name).is_empty() && squash(&column.name) == squash(name),
        &by_question,
    ];
    for same in looser {
        if found.is_empty() && !name.trim().is_empty() {
            found = all(same);
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [index] => Ok(Some(*index)),
        [first, ..] => {
            let places: Vec<String> = found.iter().map(|index| format!("#{}", index + 1)).collect();
            Err(Error::usage(format!("{source} has {} columns \"{name}\": {}", found.len(), places.join(", "))).hint(
                format!("name the one meant by its place: {}", format!("{flag} \"#{}\"", first + 1).trim_start()),
            ))
        }
    }
}

/// The place that `#3` names, from 1.
pub(crate) fn place(name: &str) -> Option<usize> {
    name.trim().strip_prefix('#').and_then(|digits| digits.parse().ok())
}

/// A name without case, accents and white space, but with its punctuation.
fn loose(name: &str) -> String {
    name.split_whitespace()
        .map(|word| if fold(word).is_empty() { word.to_lowercase() } else { punctuated(word) })
        .collect()
}

fn punctuated(word: &str) -> String {
    word.chars().map(|c| if c.is_alphanumeric() { fold(c.encode_utf8(&mut [0; 4])) } else { c.to_string() }).collect()
}

/// The columns, a line each; the one most similar to `name` first.
pub(super) fn list(columns: &[Column], name: Option<&str>) -> String {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    if let Some(name) = name
        && let Some(closest) = order.iter().copied().min_by_key(|index| columns.get(*index).map(|c| distance(c, name)))
    {
        order.retain(|index| *index != closest);
        order.insert(0, closest);
    }
    let mut text = String::new();
    for (index, column) in order.into_iter().filter_map(|index| Some((index, columns.get(index)?))) {
        let _ = writeln!(text, "  #{:<3} {}", index + 1, shown(column));
    }
    text.truncate(text.trim_end().len());
    text
}

fn distance(column: &Column, name: &str) -> usize {
    edits(&column.name, name)
}

/// Of these, the one that `name` may have been meant to be: a third of its letters differ at most.
pub(crate) fn closest<'a>(names: impl IntoIterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    let few = (name.chars().count() / 3).max(1);
    names.into_iter().map(|known| (edits(known, name), known)).filter(|(edits, _)| *edits <= few).min().map(|one| one.1)
}

/// How unlike two names are: the edits between them, without case, accents and spaces.
fn edits(one: &str, other: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (squash(one).chars().collect(), squash(other).chars().collect());
    let (a, b) = (a.get(..SHOWN).unwrap_or(&a), b.get(..SHOWN).unwrap_or(&b));
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut diagonal = row;
        let mut last = row + 1;
        for (cost, right) in costs.iter_mut().skip(1).zip(b) {
            let best = (diagonal + usize::from(left != right)).min(*cost + 1).min(last + 1);
            diagonal = std::mem::replace(cost, best);
            last = best;
        }
        if let Some(first) = costs.first_mut() {
            *first = row + 1;
        }
    }
    costs.last().copied().unwrap_or(0)
}
