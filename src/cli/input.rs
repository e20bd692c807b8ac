//! The flags that say what to read, shared by every command that reads an export.

use std::path::{Path, PathBuf};

use sentir::language::{Mix, Sample};
use sentir::pipeline::Task;
use sentir::read::dialect::Dialect;
use sentir::read::roles::{RoleOptions, Roles, assign};
use sentir::read::{Format, Input, ReadOptions, Source, SourceInfo};
use sentir::table::Row;
use sentir::{Error, Result};

use super::talk::Talk;

/// Rows read ahead to tell the columns' roles.
pub(super) const HEAD_ROWS: usize = 1000;

/// An input that is ready to be tagged.
pub(super) struct Surveyed {
    pub(super) task: Task,
    /// Its rows, where they could be counted.
    pub(super) rows: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// The exports; `-` is standard input. CSV, TSV, JSONL, XLSX or Parquet; `.gz` and `.zst` are decompressed.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Column of comments, by header or position (`#3`); may be repeated. Guessed if not given.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    text: Vec<String>,

    /// Question that the comments answer: a column, or the question itself.
    #[arg(long, value_name = "COLUMN|TEXT", help_heading = "Columns")]
    question: Option<String>,

    /// Id column.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    id: Option<String>,

    /// Language column: only a hint, since it often holds the language of the device.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    language_column: Option<String>,

    /// Rating column (stars, NPS, satisfaction).
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    rating: Option<String>,

    /// Format of the input [default: from its name].
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading")]
    input_format: Option<Format>,

    /// Character encoding of the input [default: detected].
    #[arg(long, value_name = "LABEL", help_heading = "Reading")]
    encoding: Option<String>,

    /// Delimiter: one character, or `tab` [default: detected].
    #[arg(long, value_name = "CHAR", value_parser = delimiter, help_heading = "Reading")]
    delimiter: Option<u8>,

    #[arg(long, value_name = "NAME", value_parser = dialect, help_heading = "Reading", help = dialect_help())]
    dialect: Option<Dialect>,

    /// Sheet of a workbook [default: the first one with rows].
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    sheet: Option<String>,
}

pub(super) fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'"' => Ok(*byte),
        _ if text.eq_ignore_ascii_case("tab") || text == "\\t" => Ok(b'\t'),
        _ => Err("one ASCII character that is no letter, digit or quote, or `tab`".into()),
    }
}

fn dialect(text: &str) -> Result<Dialect, String> {
    Dialect::parse(text).ok_or_else(|| format!("one of: {}", dialects()))
}

fn dialect_help() -> String {
    format!("Dialect of the export [default: detected] [possible values: {}]", dialects())
}

fn dialects() -> String {
    let names: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
    names.join(", ")
}

impl InputArgs {
    /// The inputs as they were named.
    pub(super) fn inputs(&self) -> Vec<Input> {
        let name = |path: &PathBuf| if path == Path::new("-") { Input::Stdin } else { Input::File(path.clone()) };
        self.files.iter().map(name).collect()
    }

    /// The inputs that are files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path).filter(|path| *path != Path::new("-"))
    }

    fn options(&self) -> ReadOptions {
        ReadOptions {
            format: self.input_format,
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            dialect: self.dialect,
            sheet: self.sheet.clone(),
        }
    }

    /// Opens every input, tells the roles of its columns and its languages, and says so.
    pub(super) fn tasks(&self, talk: &Talk) -> Result<Vec<Surveyed>> {
        let mut tasks = Vec::new();
        for (input, mut source) in self.inputs().iter().zip(self.open()?) {
            talk.note(describe(&source.info));
            let info = source.info.clone();
            let roles = assign(&info, source.peek(HEAD_ROWS)?, &self.roles())?;
            for guess in &roles.guesses {
                talk.note(format_args!("  {guess}"));
            }
            let (mix, rows) = self.survey(input, &mut source, &roles, talk)?;
            tasks.push(Surveyed { task: Task { source, roles, mix }, rows });
        }
        Ok(tasks)
    }

    /// The languages of an input's comments, and its rows. A regular file is read through for them, which takes a
    /// small part of the time of tagging it; of what can be read only once, the first rows must do.
    pub(super) fn survey(
        &self,
        input: &Input,
        source: &mut Source,
        roles: &Roles,
        talk: &Talk,
    ) -> Result<(Mix, Option<u64>)> {
        let mut sample = Sample::default();
        let mut add = |row: &Row| {
            for cell in roles.text.iter().filter_map(|column| row.cells.get(column.index)) {
                sample.add(&cell.text());
            }
        };
        let regular = matches!(input, Input::File(path) if path.is_file());
        source.peek(HEAD_ROWS)?.iter().for_each(&mut add);
        let seen = source.rows_if_seen();
        if seen.is_some() || !regular {
            return Ok((sample.mix(), seen));
        }
        let mut again = sentir::read::open(input, &self.options())?;
        let bar = talk.reading(&again.progress);
        let mut rows = 0;
        // What is wrong with the file is said when its rows are tagged.
        while let Ok(Some(row)) = again.next_row() {
            add(&row);
            rows += 1;
            if rows % 1024 == 0 {
                bar.update();
            }
        }
        bar.finish();
        Ok((sample.mix(), Some(rows)))
    }

    /// Opens every input.
    pub(super) fn open(&self) -> Result<Vec<Source>> {
        let options = self.options();
        let inputs = self.inputs();
        if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
            return Err(Error::usage("standard input (-) can be read once only"));
        }
        inputs.iter().map(|input| sentir::read::open(input, &options)).collect()
    }

    /// Whether any column was named.
    pub(super) fn names_columns(&self) -> bool {
        !self.text.is_empty() || [&self.id, &self.language_column, &self.rating].iter().any(|name| name.is_some())
    }

    /// What was said about the columns.
    pub(super) fn roles(&self) -> RoleOptions {
        RoleOptions {
            text: self.text.clone(),
            question: self.question.clone(),
            id: self.id.clone(),
            language: self.language_column.clone(),
            rating: self.rating.clone(),
        }
    }

    /// What else decides which comments are read, for the journal.
    pub(super) fn settings(&self) -> String {
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.text, self.question, self.input_format, self.encoding, self.delimiter, self.dialect, self.sheet
        )
    }
}

/// What an input was taken for, in one line.
pub(super) fn describe(info: &SourceInfo) -> String {
    let mut parts = vec![format!("{}: {} {}", info.name, info.dialect.name(), info.format.name())];
    if let Some(compression) = info.compression {
        parts.push(compression.to_owned());
    }
    if let Some(encoding) = &info.encoding {
        parts.push(encoding.clone());
    }
    if let Some(delimiter) = info.delimiter {
        let shown = if delimiter == b'\t' { "tab".to_owned() } else { format!("`{}`", char::from(delimiter)) };
        parts.push(format!("delimiter {shown}"));
    }
    if let Some(sheet) = &info.sheet {
        parts.push(format!("sheet \"{sheet}\""));
    }
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    parts.push(counted(info.header_rows, "header row"));
    parts.push(counted(info.columns.len(), "column"));
    parts.join(", ")
}
