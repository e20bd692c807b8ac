//! The flags that say which tagged files to read, shared by the commands that count what `classify` wrote.

use std::path::{Path, PathBuf};

use sentir::read::{Format, Input, ReadOptions};
use sentir::report::files::{Files, keep_stdin};
use sentir::write::target::refuse_twice;
use sentir::{Error, Result};
use tempfile::TempDir;

use super::input::delimiter;

#[derive(Debug, clap::Args)]
pub(super) struct TaggedArgs {
    /// What `classify` wrote; `-` is standard input. CSV, TSV, JSONL, XLSX or Parquet; `.gz` and `.zst` are decompressed.
    #[arg(value_name = "TAGGED", required = true)]
    files: Vec<PathBuf>,

    /// Column of comments, by header or position (`#3`), if the headers do not make it plain.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    text: Option<String>,

    /// Column of the comments' ids, by header or position, if the headers do not make it plain.
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    id: Option<String>,

    /// Format of the files [default: from their names].
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading")]
    input_format: Option<Format>,

    /// Character encoding of the files [default: detected].
    #[arg(long, value_name = "LABEL", help_heading = "Reading")]
    encoding: Option<String>,

    /// Delimiter: one character, or `tab` [default: detected].
    #[arg(long, value_name = "CHAR", value_parser = delimiter, help_heading = "Reading")]
    delimiter: Option<u8>,

    /// Sheet of a workbook [default: the first one with rows].
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    sheet: Option<String>,
}

/// Tagged files, with the folder that keeps standard input for as long as they are read.
pub(super) struct Tagged {
    pub(super) files: Files,
    _kept: Option<TempDir>,
}

impl TaggedArgs {
    /// The files, asked for these columns.
    pub(super) fn files(&self, asked: Vec<String>) -> Result<Tagged> {
        let stdin = |path: &PathBuf| path == Path::new("-");
        let kept = match self.files.iter().filter(|path| stdin(path)).count() {
            0 => None,
            1 => Some(self.keep_stdin()?),
            _ => return Err(Error::usage("standard input (-) can be read once only")),
        };
        let input = |path: &PathBuf| match &kept {
            Some((_, input)) if stdin(path) => input.clone(),
            _ => Input::File(path.clone()),
        };
        let files = Files::new(self.files.iter().map(input).collect(), self.options(), self.text.clone(), asked)
            .with_id(self.id.clone());
        Ok(Tagged { files, _kept: kept.map(|(folder, _)| folder) })
    }

    /// The files as they were named, standard input left out.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path).filter(|path| *path != Path::new("-"))
    }

    /// Refuses a file that is named twice, among these and the others.
    pub(super) fn refuse_twice(&self, others: &[PathBuf]) -> Result<()> {
        refuse_twice(self.paths(), "to be read")?;
        refuse_twice(self.paths().chain(others.iter().map(PathBuf::as_path)), "among the files and those before them")
    }

    /// Other files, read like these.
    pub(super) fn others(&self, paths: &[PathBuf], asked: Vec<String>) -> Files {
        let inputs = paths.iter().cloned().map(Input::File).collect();
        Files::new(inputs, self.options(), self.text.clone(), asked).with_id(self.id.clone())
    }

    /// The column of the ids, where it was named.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn options(&self) -> ReadOptions {
        ReadOptions {
            format: self.input_format,
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            dialect: None,
            sheet: self.sheet.clone(),
        }
    }

    fn keep_stdin(&self) -> Result<(TempDir, Input)> {
        self.input_format.ok_or_else(|| {
            Error::usage("standard input has no name that tells its format")
                .hint("say it: --input-format csv|tsv|jsonl|parquet")
        })?;
        let folder = tempfile::tempdir().map_err(|error| Error::output("a temporary folder", error))?;
        let input = keep_stdin(folder.path())?;
        Ok((folder, input))
    }
}
