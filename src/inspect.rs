//! What an export holds, before anything is tagged: its format, its columns, its gaps. No model is needed.
//!
//! Every row is read and none is kept: memory does not grow with the rows. No comment is ever shown.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::labels::Language;
use crate::normalize::normalize;
use crate::placeholder::is_placeholder_for;
use crate::read::roles::{Kind, Question, Roles, TextColumn, kind_of};
use crate::read::{Source, SourceInfo};
use crate::table::{Cell, Column, ColumnType, Row};

mod show;

/// How many distinct values a column is counted up to.
const DISTINCT: usize = 1_000;
/// How many texts of a column are remembered, by their hashes, to tell duplicates.
const REMEMBERED: usize = 1_000_000;
/// How many faults are kept, and how many are shown on a terminal.
const FAULTS: usize = 20;

/// What an export holds.
#[derive(Debug, Clone, Serialize)]
pub struct Inspection {
    /// The file's name, `-` for standard input.
    pub file: String,
    /// `csv`, `tsv`, `jsonl`, `xlsx`, `parquet`.
    pub format: &'static str,
    /// `gzip`, `zstd`.
    pub compression: Option<&'static str>,
    /// The encoding and how it was told.
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<char>,
    /// The sheet.
    pub sheet: Option<String>,
    /// The platform whose export it is.
    pub dialect: &'static str,
    /// Rows before the data.
    pub header_rows: usize,
    /// Data rows.
    pub rows: u64,
    /// The columns, in the file's order.
    pub columns: Vec<ColumnSummary>,
    /// The columns that would be tagged.
    pub texts: Vec<TextSummary>,
    /// Rows that cannot be read.
    pub faults: Faults,
    /// What was guessed of the roles, a line each.
    pub guesses: Vec<String>,
    /// Why the roles could not be told, where they could not.
    pub undecided: Option<String>,
}

/// A count that is not always carried to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many there are, or how many there are at least.
    pub count: u64,
    /// Whether there may be more.
    pub or_more: bool,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnSummary {
    /// Its place, from 1.
    pub place: usize,
    /// Its header.
    pub name: String,
    /// What its values are: `integer`, `number`, `boolean`, `date`, `code`, `text`, `mixed`, `empty`.
    pub kind: &'static str,
    /// `text`, `question`, `id`, `language`, `rating`.
    pub role: Option<&'static str>,
    /// Rows that have a value here; rows that cannot be read are not counted.
    pub filled: u64,
    /// Distinct values, counted up to a thousand.
    pub distinct: Count,
    /// Mean length of the values, in characters.
    pub mean_length: f64,
}

/// A column that would be tagged.
#[derive(Debug, Clone, Serialize)]
pub struct TextSummary {
    /// Its header.
    pub column: String,
    /// Its question, or the header of the column that holds it.
    pub question: Option<String>,
    /// Rows with an answer, placeholders among them.
    pub answers: u64,
    /// Rows without one.
    pub empty: u64,
    /// Answers that say that there is none ("n/a", "sin comentarios").
    pub placeholders: u64,
    /// Answers that came before under the same question, letter by letter but for how they are encoded.
    pub duplicates: Count,
    /// Answers by language; placeholders are not among them.
    pub languages: Languages,
    /// The longest answer.
    pub longest: Option<Longest>,
}

/// Answers by language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Languages {
    /// Spanish.
    pub es: u64,
    /// English.
    pub en: u64,
    /// Another one, or none to be told.
    pub und: u64,
}

/// Where the longest answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Longest {
    /// Its row.
    pub row: u64,
    /// Its length.
    pub characters: usize,
}

/// Rows that cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<Fault>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its number.
    pub row: u64,
    /// Why.
    pub reason: String,
}

/// Reads a source to its end. `roles`: as assigned, or why they could not be; `language` tells a text's language.
pub fn inspect(
    source: &mut Source,
    roles: Result<&Roles, &Error>,
    language: &mut dyn FnMut(&str) -> Language,
) -> Result<Inspection> {
    let known = roles.ok();
    let mut columns: Vec<Tally> = source.info.columns.iter().map(|_| Tally::default()).collect();
    let mut texts: Vec<TextTally> = known.iter().flat_map(|roles| &roles.text).map(TextTally::of).collect();
    let mut faults = Faults::default();
    let mut rows = 0;
    while let Some(row) = source.next_row()? {
        rows += 1;
        if let Some(reason) = &row.fault {
            faults.count += 1;
            if faults.first.len() < FAULTS {
                faults.first.push(Fault { row: row.number, reason: reason.clone() });
            }
            continue;
        }
        for (tally, cell) in columns.iter_mut().zip(&row.cells) {
            tally.add(cell);
        }
        for text in &mut texts {
            text.add(&row, language);
        }
    }
    Ok(summarise(&source.info, roles, rows, &columns, texts, faults))
}

fn summarise(
    info: &SourceInfo,
    roles: Result<&Roles, &Error>,
    rows: u64,
    columns: &[Tally],
    texts: Vec<TextTally>,
    faults: Faults,
) -> Inspection {
    let known = roles.ok();
    let name = |index: usize| info.columns.get(index).map_or_else(String::new, |column| column.name.clone());
    let question = |index: usize| {
        let text = known?.text.iter().find(|text| text.index == index)?;
        Some(match text.question.as_ref()? {
            Question::Fixed(question) => question.clone(),
            Question::Column(column) => format!("column \"{}\"", name(*column)),
        })
    };
    let columns = info.columns.iter().zip(columns).enumerate();
    Inspection {
        file: info.name.clone(),
        format: info.format.name(),
        compression: info.compression,
        encoding: info.encoding.clone(),
        delimiter: info.delimiter.map(char::from),
        sheet: info.sheet.clone(),
        dialect: info.dialect.name(),
        header_rows: info.header_rows,
        rows,
        columns: columns.map(|(index, (column, tally))| tally.summary(index, column, role_of(known, index))).collect(),
        texts: texts.into_iter().map(|text| text.summary(name(text.index), question(text.index))).collect(),
        faults,
        guesses: known.map(|roles| roles.guesses.clone()).unwrap_or_default(),
        undecided: roles.err().map(ToString::to_string),
    }
}

fn role_of(roles: Option<&Roles>, index: usize) -> Option<&'static str> {
    let roles = roles?;
    let asks = |question: &Option<Question>| *question == Some(Question::Column(index));
    if roles.text.iter().any(|text| text.index == index) {
        Some("text")
    } else if roles.text.iter().any(|text| asks(&text.question)) {
        Some("question")
    } else {
        let others = [("id", roles.id), ("language", roles.language), ("rating", roles.rating)];
        others.into_iter().find(|(_, place)| *place == Some(index)).map(|(role, _)| role)
    }
}

/// What is counted of a column.
#[derive(Default)]
struct Tally {
    filled: u64,
    characters: u64,
    integers: u64,
    numbers: u64,
    dates: u64,
    booleans: u64,
    codes: u64,
    words: u64,
    distinct: HashSet<u64>,
    more: bool,
}

impl Tally {
    fn add(&mut self, cell: &Cell) {
        let kind = kind_of(cell);
        if kind == Kind::Blank {
            return;
        }
        let text = cell.text();
        self.filled += 1;
        self.characters += text.chars().count() as u64;
        let whole = || text.trim().parse::<i64>().is_ok();
        match kind {
            Kind::Number if whole() => self.integers += 1,
            Kind::Number => self.numbers += 1,
            Kind::Date => self.dates += 1,
            Kind::Boolean => self.booleans += 1,
            Kind::Code => self.codes += 1,
            Kind::Words | Kind::Blank => self.words += 1,
        }
        if !self.more {
            self.more = self.distinct.len() >= DISTINCT && !self.distinct.contains(&hash(&text));
            if !self.more {
                self.distinct.insert(hash(&text));
            }
        }
    }

    fn kind(&self, declared: ColumnType) -> &'static str {
        match declared {
            ColumnType::Integer => return "integer",
            ColumnType::Number => return "number",
            ColumnType::Boolean => return "boolean",
            ColumnType::Date | ColumnType::Timestamp => return "date",
            ColumnType::Text => {}
        }
        let all = |count: u64| count == self.filled;
        match () {
            () if self.filled == 0 => "empty",
            () if all(self.integers) => "integer",
            () if all(self.integers + self.numbers) => "number",
            () if all(self.dates) => "date",
            () if all(self.booleans) => "boolean",
            () if self.words * 2 >= self.filled => "text",
            () if all(self.codes) => "code",
            () => "mixed",
        }
    }

    fn summary(&self, index: usize, column: &Column, role: Option<&'static str>) -> ColumnSummary {
        let mean = self.characters as f64 / self.filled.max(1) as f64;
        ColumnSummary {
            place: index + 1,
            name: column.name.clone(),
            kind: self.kind(column.kind),
            role,
            filled: self.filled,
            distinct: Count { count: self.distinct.len() as u64, or_more: self.more },
            mean_length: (mean * 10.0).round() / 10.0,
        }
    }
}

/// What is counted of a text column.
struct TextTally {
    index: usize,
    question: Option<Question>,
    answers: u64,
    empty: u64,
    placeholders: u64,
    duplicates: u64,
    seen: HashSet<u64>,
    languages: Languages,
    longest: Option<Longest>,
}

impl TextTally {
    fn of(column: &TextColumn) -> Self {
        Self {
            index: column.index,
            question: column.question.clone(),
            answers: 0,
            empty: 0,
            placeholders: 0,
            duplicates: 0,
            seen: HashSet::new(),
            languages: Languages::default(),
            longest: None,
        }
    }

    fn add(&mut self, row: &Row, language: &mut dyn FnMut(&str) -> Language) {
        let cell = row.cells.get(self.index).map(Cell::text).unwrap_or_default();
        let text = normalize(&cell).text;
        if text.is_empty() {
            self.empty += 1;
            return;
        }
        let question = match &self.question {
            Some(Question::Fixed(question)) => Some(Cow::Borrowed(question.as_str())),
            Some(Question::Column(index)) => row.cells.get(*index).filter(|cell| !cell.is_blank()).map(Cell::text),
            None => None,
        };
        self.answers += 1;
        let key = hash(&(question.as_deref(), &*text));
        if self.seen.contains(&key) {
            self.duplicates += 1;
        } else if self.seen.len() < REMEMBERED {
            self.seen.insert(key);
        }
        let characters = text.chars().count();
        if self.longest.is_none_or(|longest| characters > longest.characters) {
            self.longest = Some(Longest { row: row.number, characters });
        }
        if is_placeholder_for(&text, question.is_some()) {
            self.placeholders += 1;
            return;
        }
        match language(&text) {
            Language::Es => self.languages.es += 1,
            Language::En => self.languages.en += 1,
            Language::Und => self.languages.und += 1,
        }
    }

    fn summary(&self, column: String, question: Option<String>) -> TextSummary {
        TextSummary {
            column,
            question,
            answers: self.answers,
            empty: self.empty,
            placeholders: self.placeholders,
            duplicates: Count { count: self.duplicates, or_more: self.seen.len() >= REMEMBERED },
            languages: self.languages,
            longest: self.longest,
        }
    }
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
