//! Cells that messages show: a wrong cell is found by its file and row, and may hold words of a comment.

use super::comment::At;
use super::mask::mask;
use super::notes::Note;
use crate::shown::one_line;

/// Characters of a cell that are shown.
const SHOWN: usize = 40;

/// A cell with the place it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    source: String,
    row: u64,
    text: String,
}

impl Example {
    /// A cell; personal data in it are masked.
    pub(super) fn new(text: &str, at: At<'_>) -> Self {
        Self { source: at.source.to_owned(), row: at.row, text: short(text) }
    }

    /// `"4,5" in survey.csv, row 3`; without quotes its place alone.
    pub(super) fn place(&self, quotes: bool) -> Note {
        let Self { source, row, text } = self;
        if quotes {
            Note::new(format!("\"{text}\" in {source}, row {row}"), format!("«{text}» en {source}, fila {row}"))
        } else {
            Note::new(format!("that in {source}, row {row}"), format!("la de {source}, fila {row}"))
        }
    }

    /// What an error says was found, `nothing` where there is no example.
    pub(super) fn found(example: Option<&Self>, quotes: bool) -> String {
        example.map_or_else(
            || "nothing".into(),
            |one| {
                if quotes { one.place(true).en } else { format!("something else in {}, row {}", one.source, one.row) }
            },
        )
    }
}

/// A cell as it may be shown: on one line, masked, cut where it is long.
pub(super) fn short(text: &str) -> String {
    let line = one_line(&mask(text));
    if line.chars().count() <= SHOWN {
        return line;
    }
    let cut: String = line.chars().take(SHOWN - 1).collect();
    format!("{}…", cut.trim_end())
}
