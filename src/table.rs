//! Tables as they stream through: columns, rows and cells, before any tag.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};

/// One value of a row, as its format gives it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// No value.
    #[default]
    Null,
    /// Text, as it stands in the file.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// A day and a time, without a zone.
    Timestamp(NaiveDateTime),
}

impl Cell {
    /// The value as text: numbers in their shortest exact form, days as ISO 8601, nothing as "".
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Date(day) => Cow::Owned(day.format("%Y-%m-%d").to_string()),
            Self::Timestamp(time) => Cow::Owned(time.format("%Y-%m-%d %H:%M:%S%.f").to_string()),
        }
    }

    /// Whether there is nothing to read here: no value, or white space only.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// The type every cell of a column has; formats without types give [`Text`](ColumnType::Text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColumnType {
    /// Text, or mixed.
    #[default]
    Text,
    /// [`Cell::Integer`].
    Integer,
    /// [`Cell::Number`].
    Number,
    /// [`Cell::Boolean`].
    Boolean,
    /// [`Cell::Date`].
    Date,
    /// [`Cell::Timestamp`].
    Timestamp,
}

/// A column of an input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The header as it stands in the file; may repeat and may be empty.
    pub name: String,
    /// The header made unique (`name`, `name_2`, …; `column_3` where it is empty).
    pub key: String,
    /// The survey question the column answers, where the export tells it.
    pub question: Option<String>,
    /// Whether the export itself says that the column holds open answers.
    pub open_ended: bool,
    /// The type of its cells.
    pub kind: ColumnType,
}

/// One data row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// From 1, headers and skipped lines not counted.
    pub number: u64,
    /// One cell a column, in the columns' order.
    pub cells: Vec<Cell>,
    /// Why the row cannot be tagged, where it cannot: it comes out with the status `error`.
    pub fault: Option<String>,
}

impl Row {
    /// The memory its cells take, in bytes, roughly.
    pub(crate) fn bytes(&self) -> usize {
        let texts = self.cells.iter().map(|cell| if let Cell::Text(text) = cell { text.len() } else { 0 });
        self.cells.len() * size_of::<Cell>() + texts.sum::<usize>()
    }
}

/// Makes headers unique and non-empty: what [`Column::key`] holds.
pub fn unique_keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<&str> = names.into_iter().collect();
    let originals: HashSet<&str> = names.iter().copied().collect();
    let mut used: HashSet<String> = HashSet::new();
    // The last number given to each base, so that thousands of equal headers stay cheap.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut keys = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let base = if name.is_empty() { format!("column_{}", index + 1) } else { (*name).to_owned() };
        let mut key = base.clone();
        // A made-up key never takes the name of a real header.
        while used.contains(&key) || (key != *name && originals.contains(key.as_str())) {
            let number = numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            key = format!("{base}_{number}");
        }
        used.insert(key.clone());
        keys.push(key);
    }
    keys
}
