//! An inspection as plain text, at most [`WIDTH`] characters wide.

use std::fmt;

use super::{ColumnSummary, Count, Inspection, TextSummary};
use crate::shown::{one_line, visible};

/// The widest a line is, in characters.
const WIDTH: usize = 100;
/// The widest the name of a column is, in the table.
const NAME: usize = 40;
/// How many faults are shown.
const FAULTS: usize = 5;

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pair(f, "", "file", &self.file)?;
        pair(f, "", "format", &self.described())?;
        let headers = match self.header_rows {
            0 => "no header rows".to_owned(),
            1 => "1 header row".to_owned(),
            count => format!("{count} header rows"),
        };
        pair(f, "", "dialect", &format!("{}, {headers}", self.dialect))?;
        pair(f, "", "rows", &self.rows.to_string())?;
        self.table(f)?;
        for text in &self.texts {
            show_text(f, text)?;
        }
        if self.faults.count > 0 {
            writeln!(f, "\nrows that cannot be read: {}", self.faults.count)?;
            for fault in self.faults.first.iter().take(FAULTS) {
                wrapped(f, 2, &format!("row {}: {}", fault.row, fault.reason))?;
            }
            if self.faults.count > FAULTS as u64 {
                writeln!(f, "  and {} more", self.faults.count - FAULTS as u64)?;
            }
        }
        if !self.guesses.is_empty() {
            writeln!(f, "\nguessed")?;
            for guess in &self.guesses {
                wrapped(f, 2, guess)?;
            }
        }
        if let Some(reason) = &self.undecided {
            writeln!(f, "\nthe text column is not known")?;
            for line in reason.lines() {
                wrapped(f, 2, line)?;
            }
        }
        Ok(())
    }
}

impl Inspection {
    fn described(&self) -> String {
        let mut parts = vec![self.format.to_owned()];
        parts.extend(self.compression.map(str::to_owned));
        parts.extend(self.encoding.clone());
        parts.extend(self.delimiter.map(|delimiter| match delimiter {
            '\t' => "delimited by tabs".to_owned(),
            other => format!("delimited by \"{other}\""),
        }));
        parts.extend(self.sheet.as_ref().map(|sheet| format!("sheet \"{sheet}\"")));
        parts.join(", ")
    }

    fn table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.columns.iter().map(|column| cut(&column.name, NAME)).collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("column".len());
        writeln!(
            f,
            "\n{:>5}  {:width$}  {:7}  {:8}  {:>6}  {:>8}  {:>11}",
            "#", "column", "type", "role", "filled", "distinct", "mean length"
        )?;
        for (column, name) in self.columns.iter().zip(&names) {
            self.line(f, column, name, width)?;
        }
        Ok(())
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, column: &ColumnSummary, name: &str, width: usize) -> fmt::Result {
        let filled = percent(column.filled, self.rows - self.faults.count);
        let length = if column.filled == 0 { String::new() } else { format!("{:.1}", column.mean_length) };
        let line = format!(
            "{:>5}  {name:width$}  {:7}  {:8}  {filled:>6}  {:>8}  {length:>11}",
            column.place,
            column.kind,
            column.role.unwrap_or_default(),
            counted(column.distinct),
        );
        writeln!(f, "{}", line.trim_end())
    }
}

fn show_text(f: &mut fmt::Formatter<'_>, text: &TextSummary) -> fmt::Result {
    writeln!(f, "\n{}", cut(&format!("text column \"{}\"", one_line(&text.column)), WIDTH))?;
    if let Some(question) = &text.question {
        pair(f, "  ", "question", &one_line(question))?;
    }
    let rows = text.answers + text.empty;
    pair(f, "  ", "answers", &format!("{} of {rows} rows", text.answers))?;
    pair(f, "  ", "empty", &text.empty.to_string())?;
    pair(f, "  ", "placeholders", &text.placeholders.to_string())?;
    pair(f, "  ", "duplicates", &counted(text.duplicates))?;
    let languages = text.languages;
    let told = languages.es + languages.en + languages.und;
    let shares = [("es", languages.es), ("en", languages.en), ("und", languages.und)];
    let shares: Vec<String> = shares.iter().map(|(name, count)| format!("{name} {}", percent(*count, told))).collect();
    pair(f, "  ", "languages", &shares.join(", "))?;
    if let Some(longest) = text.longest {
        pair(f, "  ", "longest", &format!("{} characters, in row {}", longest.characters, longest.row))?;
    }
    Ok(())
}

fn pair(f: &mut fmt::Formatter<'_>, indent: &str, name: &str, value: &str) -> fmt::Result {
    let label = format!("{indent}{name:14}");
    writeln!(f, "{label}{}", cut(value, WIDTH - label.chars().count()))
}

fn counted(count: Count) -> String {
    format!("{}{}", count.count, if count.or_more { "+" } else { "" })
}

/// A share in whole percent, where nothing but nothing is 0 % and nothing but all is 100 %.
fn percent(count: u64, all: u64) -> String {
    if all == 0 {
        return "-".to_owned();
    }
    let share = count as f64 / all as f64 * 100.0;
    let shown = if count == 0 || count == all { share } else { share.round().clamp(1.0, 99.0) };
    format!("{shown:.0}%")
}

/// A text on one line, cut to a width.
fn cut(text: &str, width: usize) -> String {
    let text = one_line(text);
    if text.chars().count() <= width {
        return text;
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// A text broken at its spaces, further lines indented further; its own indentation stays.
fn wrapped(f: &mut fmt::Formatter<'_>, indent: usize, text: &str) -> fmt::Result {
    let own = text.len() - text.trim_start().len();
    let mut line = " ".repeat(indent + own);
    let mut empty = true;
    for word in visible(text).split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(f, "{line}")?;
            line = " ".repeat(indent + own + 2);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    writeln!(f, "{line}")
}
