//! Where in a grid the header is, and what it says of the columns.

use std::collections::HashSet;

use crate::read::dialect::{Dialect, fold};
use crate::read::question::{clean, is_prompt, is_question};
use crate::read::roles::{is_prose, is_role_name};
use crate::read::sniff::PREAMBLE;
use crate::table::{Column, unique_keys};

/// What the first records of a grid say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The platform.
    pub dialect: Dialect,
    /// How many records stand before the data.
    pub header_rows: usize,
    /// The columns.
    pub columns: Vec<Column>,
}

/// The share of records behind a header that must be as wide as it, where lines stand before it.
const CONSISTENT: f64 = 0.8;

/// The share of records behind a header that must be filled beyond the title, where all records are equally long.
const FILLED: f64 = 0.5;
/// The same where the header has the name of a column that is looked for.
const FILLED_NAMED: f64 = 0.1;

/// The name of the only column where the file has no header.
const HEADLESS: &str = "comment";

/// Reads the layout off the first records of a grid (text cells, white space as it stands).
///
/// The more records the better: some thirty tell a title from a header. A forced dialect is used as it is, and
/// only how many header records it has here is read off the grid.
pub fn lay_out(records: &[Vec<String>], forced: Option<Dialect>) -> Layout {
    if records.is_empty() {
        return Layout { dialect: forced.unwrap_or(Dialect::Generic), header_rows: 0, columns: Vec::new() };
    }
    let found = find_known(records).filter(|&(_, dialect)| forced.is_none_or(|forced| forced == dialect));
    let (mut start, dialect) = found.unwrap_or_else(|| (find_header(records), Dialect::Generic));
    let dialect = forced.unwrap_or(dialect);
    if matches!(dialect, Dialect::Generic | Dialect::ExcelEs) && is_headless(&records[start..]) {
        let under = records.iter().enumerate().skip(start + 1).find(|(_, record)| filled(record) > 0);
        start = under
            .filter(|(_, record)| record.first().is_some_and(|cell| is_role_name(cell)))
            .map_or(start, |(index, _)| index);
    }
    let grid = &records[start..];
    if matches!(dialect, Dialect::Generic | Dialect::ExcelEs) && is_headless(grid) {
        let named = Column { name: HEADLESS.to_owned(), key: HEADLESS.to_owned(), ..Column::default() };
        return Layout { dialect, header_rows: start, columns: vec![named] };
    }
    let header_rows = match dialect {
        Dialect::Qualtrics => qualtrics_rows(grid),
        Dialect::SurveyMonkey if has_options(grid) => 2,
        Dialect::KoboToolbox if grid.get(1).is_some_and(|record| is_hxl(record)) => 2,
        _ => 1,
    };
    let header = &grid[..header_rows.min(grid.len())];
    let columns = match dialect {
        Dialect::Qualtrics => qualtrics_columns(header),
        Dialect::SurveyMonkey => surveymonkey_columns(header),
        _ => columns(dialect, header),
    };
    Layout { dialect, header_rows: start + header.len(), columns }
}

/// The first record that is the header of a known platform.
fn find_known(records: &[Vec<String>]) -> Option<(usize, Dialect)> {
    if let Some(ids) = records.iter().take(PREAMBLE + 3).position(|record| is_import_ids(record)) {
        return Some((ids.saturating_sub(2), Dialect::Qualtrics));
    }
    records.iter().take(PREAMBLE + 1).enumerate().find_map(|(index, record)| {
        let dialect = Dialect::detect(record, records.get(index + 1).map(Vec::as_slice))?;
        Some((index, dialect))
    })
}

/// Where the header is in a grid of no known platform: the first record that is not blank, unless it is a title
/// before a table that is wider, with all its records as wide.
fn find_header(records: &[Vec<String>]) -> usize {
    let first = records.iter().position(|record| filled(record) > 0).unwrap_or(0);
    // Over a table of two columns, a title has one cell.
    let two = records.iter().take(PREAMBLE + 1).position(|record| filled(record) > 1);
    if let Some(index) = two
        && filled(&records[index]) == 2
        && is_table(records, first, index)
    {
        return index;
    }
    for (index, record) in records.iter().enumerate().take(PREAMBLE + 1).skip(first) {
        if filled(record) > 2 {
            return if is_table(records, first, index) { index } else { first };
        }
    }
    first
}

/// Whether the record at `index` is the header of a table, and those from `first` on before it are its titles.
fn is_table(records: &[Vec<String>], first: usize, index: usize) -> bool {
    let (before, header, behind) = (&records[first..index], &records[index], &records[index + 1..]);
    let behind: Vec<_> = behind.iter().filter(|record| filled(record) > 0).collect();
    let share = |fits: &dyn Fn(&[String]) -> bool| {
        behind.iter().filter(|record| fits(record)).count() as f64 / behind.len().max(1) as f64
    };
    let title = before.iter().map(|record| extent(record)).max().unwrap_or(0);
    let padded = records.iter().all(|record| record.len() == header.len());
    let consistent = if padded {
        // Where titles are as long as the rest, what is filled must tell; the cells of a row may be blank.
        let named = header.iter().any(|cell| is_role_name(cell));
        share(&|record| extent(record) <= extent(header)) >= CONSISTENT
            && share(&|record| extent(record) > title) >= if named { FILLED_NAMED } else { FILLED }
    } else {
        share(&|record| record.len() > title && extent(record) <= header.len()) >= CONSISTENT
    };
    consistent && is_labels(header) && is_preamble(before, header)
}

/// Whether the records before `header` are titles and notes. A narrow header before rows that are wider, be it for
/// a delimiter in the text that is not quoted, is none: to skip it would take a row for the header.
fn is_preamble(before: &[Vec<String>], header: &[String]) -> bool {
    let roles = |record: &[String]| record.iter().filter(|cell| is_role_name(cell)).count();
    before.iter().enumerate().all(|(index, record)| {
        let filled = filled(record);
        // A sheet may be titled "Comentarios" over a table that has such a column too.
        let named = roles(record) > 0 && (filled > 1 || roles(header) == 0);
        let parted = before[index + 1..].iter().any(|other| extent(other) == 0);
        let labels = filled > 1 && is_labels(record) && record.iter().take(2).all(|cell| !cell.trim().is_empty());
        filled <= 2 && !named && (parted || !labels)
    })
}

/// Whether a grid of one column starts with a comment and not with a header.
fn is_headless(grid: &[Vec<String>]) -> bool {
    let Some(first) = grid.first().and_then(|record| record.first()) else { return false };
    grid.iter().all(|record| extent(record) <= 1) && is_prose(first)
}

/// How many cells are not blank.
fn filled(record: &[String]) -> usize {
    record.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// How many cells there are up to the last that is not blank.
pub(super) fn extent(record: &[String]) -> usize {
    record.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// Whether a record can be a header: names, not values, and none of them twice.
fn is_labels(record: &[String]) -> bool {
    let cells: Vec<&str> = record.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let value = |cell: &&str| cell.chars().next().is_some_and(|c| c.is_ascii_digit() || c == '-' || c == '+');
    let mut seen = HashSet::new();
    let repeated = !cells.iter().all(|cell| seen.insert(*cell));
    !repeated && !cells.iter().any(value) && !record.iter().skip(1).all(|cell| cell.starts_with(' '))
}

/// Columns of a grid with one record of headers.
fn columns(dialect: Dialect, header: &[Vec<String>]) -> Vec<Column> {
    let names = names(header);
    let texts: Vec<String> = names.iter().map(|name| clean(name)).collect();
    let known: HashSet<&str> = texts.iter().map(String::as_str).collect();
    let asks = |index: usize| {
        let (name, text) = (&names[index], &texts[index]);
        let asked = match dialect {
            Dialect::GoogleForms | Dialect::MicrosoftForms => is_prompt(text) && !dialect.is_metadata(name),
            Dialect::LimeSurvey => {
                return is_prompt(text).then(|| without_option(text)).filter(|_| !dialect.is_metadata(name));
            }
            Dialect::KoboToolbox => {
                let (group, label) = text.rsplit_once('/').unwrap_or(("", text.as_str()));
                // One column an option of a question that has a column itself: no question.
                let option = !group.is_empty() && known.contains(group);
                return (is_prompt(label) && !option && !dialect.is_metadata(name)).then(|| label.trim().to_owned());
            }
            _ => is_question(text),
        };
        asked.then(|| text.clone())
    };
    let questions: Vec<_> = (0..names.len()).map(asks).collect();
    let open: Vec<_> = names.iter().map(|name| dialect == Dialect::LimeSurvey && is_limesurvey_text(name)).collect();
    build(names, None, questions, open)
}

/// `¿Qué canal usó? [Otro]` without what stands in brackets.
fn without_option(text: &str) -> String {
    match text.rsplit_once('[') {
        Some((question, option)) if option.ends_with(']') && !question.trim().is_empty() => question.trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// The free-text field of a choice question.
fn is_limesurvey_text(name: &str) -> bool {
    let name = fold(name);
    ["[other]", "[otro]", "[comment]", "[comentario]", "_other]", "comment]"].iter().any(|end| name.ends_with(end))
}

fn is_hxl(record: &[String]) -> bool {
    filled(record) > 0 && record.iter().all(|cell| cell.trim().is_empty() || cell.trim().starts_with('#'))
}

/// Whether a record is the third of a Qualtrics export: JSON with an import id a column.
fn is_import_ids(record: &[String]) -> bool {
    let ids = record.iter().filter(|cell| import_id(cell).is_some()).count();
    ids > 0 && ids * 2 > filled(record)
}

fn import_id(cell: &str) -> Option<String> {
    let cell = cell.trim();
    if !cell.starts_with('{') {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(cell).ok()?;
    value.get("ImportId")?.as_str().map(str::to_owned)
}

/// How many header records a Qualtrics export has: up to the import ids; else two, where the second one says the
/// same as the first in words.
fn qualtrics_rows(grid: &[Vec<String>]) -> usize {
    if let Some(ids) = grid.iter().take(3).position(|record| is_import_ids(record)) {
        return ids + 1;
    }
    let (Some(names), Some(under)) = (grid.first(), grid.get(1)) else { return 1 };
    let labels = [
        "start date",
        "end date",
        "response type",
        "ip address",
        "recorded date",
        "response id",
        "responseid",
        "responseset",
        "user language",
        "fecha de inicio",
        "fecha de finalizacion",
        "tipo de respuesta",
        "direccion ip",
        "fecha registrada",
        "id de respuesta",
        "idioma del usuario",
    ];
    let says = names
        .iter()
        .zip(under)
        .filter(|(name, text)| {
            let text = fold(text);
            labels.contains(&&*text) || (!text.is_empty() && text == fold(name))
        })
        .count();
    if says >= 2 { 2 } else { 1 }
}

fn qualtrics_columns(header: &[Vec<String>]) -> Vec<Column> {
    let names = names(header);
    let cell = |row: usize, index: usize| header.get(row).and_then(|record| record.get(index)).map_or("", |c| c.trim());
    let ids_row = header.iter().position(|record| is_import_ids(record));
    let texts_row = (1..header.len()).find(|&row| Some(row) != ids_row);
    let mut questions = Vec::with_capacity(names.len());
    let mut open = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let text = texts_row.map_or("", |row| cell(row, index));
        let id = ids_row.and_then(|row| import_id(cell(row, index)));
        let metadata = Dialect::Qualtrics.is_metadata(name) || Dialect::Qualtrics.is_metadata(text);
        let derived = name.ends_with("_NPS_GROUP") || name.ends_with("_DO") || name.contains("_DO_");
        let question = !metadata
            && !derived
            && fold(text) != fold(name)
            && match &id {
                Some(id) => id.starts_with("QID"),
                None => name.starts_with('Q') || is_prompt(text),
            };
        let text = clean(text);
        questions.push((question && !text.is_empty()).then_some(text));
        open.push(id.map_or(name.ends_with("_TEXT"), |id| id.starts_with("QID") && id.ends_with("_TEXT")));
    }
    build(names, None, questions, open)
}

/// Whether the second record of a SurveyMonkey export is a header too: nothing under the respondent's id.
fn has_options(grid: &[Vec<String>]) -> bool {
    let (Some(names), Some(under)) = (grid.first(), grid.get(1)) else { return false };
    let id = names.iter().position(|name| Dialect::SurveyMonkey.is_metadata(name)).unwrap_or(0);
    under.get(id).is_none_or(|cell| cell.trim().is_empty())
}

fn surveymonkey_columns(header: &[Vec<String>]) -> Vec<Column> {
    let names = names(header);
    let mut questions = Vec::with_capacity(names.len());
    let mut open = Vec::with_capacity(names.len());
    let mut labels = Vec::with_capacity(names.len());
    let mut question: Option<String> = None;
    for (index, name) in names.iter().enumerate() {
        // A question stands over the first of its columns only.
        if !name.trim().is_empty() {
            let text = clean(name);
            question = (!Dialect::SurveyMonkey.is_metadata(name) && !text.is_empty()).then_some(text);
        }
        let label = header.get(1).and_then(|record| record.get(index)).map_or("", |label| label.trim());
        open.push(is_open_ended(label));
        questions.push(question.clone());
        labels.push(label.to_owned());
    }
    build(names, Some(&labels), questions, open)
}

fn is_open_ended(label: &str) -> bool {
    let label = fold(label);
    matches!(&*label, "open-ended response" | "open ended response" | "respuesta abierta" | "respuesta de texto libre")
        || ["other (please specify", "otro (especifique", "otra (especifique", "otro (por favor", "otros (especifique"]
            .iter()
            .any(|start| label.starts_with(start))
}

/// The first header record, as wide as the widest.
fn names(header: &[Vec<String>]) -> Vec<String> {
    let mut names = header.first().cloned().unwrap_or_default();
    let width = header.iter().map(|record| extent(record)).max().unwrap_or(0);
    names.resize(names.len().max(width), String::new());
    names
}

/// Columns of these names; where a name is empty, the key comes from the label under it.
fn build(
    names: Vec<String>,
    labels: Option<&[String]>,
    questions: Vec<Option<String>>,
    open: Vec<bool>,
) -> Vec<Column> {
    let keys = unique_keys(names.iter().enumerate().map(|(index, name)| {
        let label = labels.and_then(|labels| labels.get(index)).map_or("", String::as_str);
        if name.trim().is_empty() { label } else { name }
    }));
    let parts = names.into_iter().zip(keys).zip(questions.into_iter().zip(open));
    parts
        .map(|((name, key), (question, open_ended))| Column { name, key, question, open_ended, ..Column::default() })
        .collect()
}
