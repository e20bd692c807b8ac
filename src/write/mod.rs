//! Writing: tagged rows out, in the input's order.
//!
//! [`open`] gives the [`Sink`] of a format, which writes to a [`Target`]: a file that appears complete or not at all, or
//! standard output.

mod columns;
mod delimited;
mod jsonl;
mod parquet;
pub mod target;
mod xlsx;

use std::ffi::OsStr;
use std::path::Path;

use crate::error::{Error, Result};
use crate::record::Record;
use crate::table::{Cell, Column};

pub(crate) use delimited::neutralised;
pub use target::{Destination, Target};

/// One row with what was made of it: one record a text column.
pub struct TaggedRow {
    /// The original cells, in the columns' order.
    pub cells: Vec<Cell>,
    /// The records, in the order of the text columns.
    pub records: Vec<Record>,
}

/// Takes tagged rows, in the input's order, and writes them.
pub trait Sink: Send {
    /// Writes one row.
    fn write(&mut self, row: &TaggedRow) -> Result<()>;

    /// What the format could not hold as it was, a line each, for standard error. Asked before
    /// [`finish`](Sink::finish).
    fn warnings(&self) -> Vec<String> {
        Vec::new()
    }

    /// Hands on what is written so far, for a reader who waits for it; formats that are written as a whole do nothing.
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }

    /// Writes what is still to be written; without this call the output is not complete.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// The formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum WriteFormat {
    /// One JSON object per comment, one per line
    Jsonl,
    /// Comma-separated: the original columns, then the tags
    Csv,
    /// Tab-separated: the original columns, then the tags
    Tsv,
    /// An Excel workbook: the original columns, then the tags
    Xlsx,
    /// Apache Parquet: the original columns, then the tags
    Parquet,
}

impl WriteFormat {
    /// The format's name on the command line; also its file extension.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }

    /// Whether it is text, which can be shown on a terminal and gains from `.gz` or `.zst`.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Tsv)
    }
}

/// For whose Excel delimited text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExcelLocale {
    /// Spanish: `;` between cells, decimal comma
    Es,
    /// English: `,` between cells, decimal point
    En,
}

/// How to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Delimited text as this Excel opens it by a double click: byte order mark, its delimiter and decimal sign, CRLF.
    pub excel: Option<ExcelLocale>,
    /// A column `probs` with the full distributions (in JSONL the record itself has them).
    pub probs: bool,
}

/// The columns of the rows to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The original columns.
    pub columns: Vec<Column>,
    /// The indexes of the text columns, in the order of a row's records.
    pub text: Vec<usize>,
}

/// The format that a file name's extension tells (`a.csv`, `a.jsonl.gz`, `a.xlsx`), letter case aside.
pub fn format_of(path: &Path) -> Option<WriteFormat> {
    let (path, compressed) = match target::Compression::of(path) {
        Some(_) => (Path::new(path.file_stem()?), true),
        None => (path, false),
    };
    let format = match path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" => WriteFormat::Jsonl,
        "csv" => WriteFormat::Csv,
        "tsv" | "tab" => WriteFormat::Tsv,
        "xlsx" => WriteFormat::Xlsx,
        "parquet" | "pq" => WriteFormat::Parquet,
        _ => return None,
    };
    (format.is_text() || !compressed).then_some(format)
}

/// Opens the sink of `format` on `target` and writes what comes before the first row.
///
/// The original header names stand as they are, even repeated, but for Parquet, which takes [`Column::key`].
pub fn open(target: Target, format: WriteFormat, header: &Header, options: WriteOptions) -> Result<Box<dyn Sink>> {
    if options.excel.is_some() && !matches!(format, WriteFormat::Csv | WriteFormat::Tsv) {
        return Err(Error::usage(format!("--excel is for csv and tsv, not for {}", format.name()))
            .hint("a workbook (--format xlsx) opens the same in every Excel"));
    }
    if header.text.iter().any(|&index| index >= header.columns.len()) {
        return Err(Error::internal("a text column lies outside the header"));
    }
    Ok(match format {
        WriteFormat::Jsonl => Box::new(jsonl::JsonlSink::new(target)),
        WriteFormat::Csv => Box::new(delimited::DelimitedSink::new(target, b',', header, options)?),
        WriteFormat::Tsv => Box::new(delimited::DelimitedSink::new(target, b'\t', header, options)?),
        WriteFormat::Xlsx => Box::new(xlsx::XlsxSink::new(target, header, options)?),
        WriteFormat::Parquet => Box::new(parquet::ParquetSink::new(target, header, options)?),
    })
}
