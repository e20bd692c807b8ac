//! Which platform's export a grid is, and how many of its first records are headers.

use crate::table::{Column, unique_keys};

/// A platform whose exports are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// None of the known ones: one header record, then data.
    Generic,
}

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

/// Reads the layout off the first records of a grid (text cells, white space as it stands).
pub fn lay_out(records: &[Vec<String>], forced: Option<Dialect>) -> Layout {
    let names = records.first().cloned().unwrap_or_default();
    let columns = unique_keys(names.iter().map(String::as_str))
        .into_iter()
        .zip(&names)
        .map(|(key, name)| Column { name: name.clone(), key, ..Column::default() })
        .collect();
    Layout { dialect: forced.unwrap_or(Dialect::Generic), header_rows: usize::from(!records.is_empty()), columns }
}
