//! Reading: any export in, a stream of rows out.

pub(crate) mod bytes;
mod contain;
mod delimited;
pub mod dialect;
mod jsonl;
mod layout;
mod open;
mod parquet;
mod question;
mod records;
pub mod roles;
mod sniff;
pub(crate) mod text;
mod xlsx;

pub use jsonl::OTHER_KEYS;
pub use open::open;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Result;
use crate::table::{Column, Row, unique_keys};

/// An input as it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// `-`: standard input.
    Stdin,
    /// A file; its extensions tell format and compression (`.csv`, `.jsonl.gz`, …).
    File(PathBuf),
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Delimited text; the delimiter is detected
    Csv,
    /// Delimited by tabs
    Tsv,
    /// One JSON object per line
    Jsonl,
    /// An Excel workbook: its first sheet that has rows, or the one asked for
    Xlsx,
    /// Apache Parquet
    Parquet,
}

impl Format {
    /// The format's name on the command line and in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

/// How to read, where the file does not tell or is wrong.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The format; needed for standard input.
    pub format: Option<Format>,
    /// The character encoding, by its label (`utf-8`, `windows-1252`, `utf-16le`).
    pub encoding: Option<String>,
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// The export dialect, instead of detecting it.
    pub dialect: Option<dialect::Dialect>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// What is known of an input before its first row.
#[derive(Debug, Clone)]
pub struct SourceInfo {
    /// The file's name, without its folders; `-` for standard input.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// `gzip` or `zstd`, where it is compressed.
    pub compression: Option<&'static str>,
    /// The character encoding and how it was told, e.g. "UTF-16LE (byte order mark)"; text formats only.
    pub encoding: Option<String>,
    /// The delimiter; delimited text only.
    pub delimiter: Option<u8>,
    /// The sheet; workbooks only.
    pub sheet: Option<String>,
    /// Which platform's export it is.
    pub dialect: dialect::Dialect,
    /// How many rows stood before the data (headers, preamble, a `sep=` line).
    pub header_rows: usize,
    /// The columns.
    pub columns: Vec<Column>,
}

/// A stream of data rows.
///
/// `Ok(None)` is the end. A row that cannot be read comes out with its [`fault`](Row::fault) and the next call
/// goes on behind it; an `Err` is the end of the input.
pub trait Rows: Send {
    /// The next row.
    fn next_row(&mut self) -> Result<Option<Row>>;
}

/// Text at which [`Source::peek`] stops, in bytes.
const PEEK_BYTES: usize = 8 << 20;

/// How far a source has been read, for a progress bar; shared between threads.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Units read: bytes of the file as it lies on disk, or rows where those are known.
    pub done: Arc<AtomicU64>,
    /// Units in all, where known.
    pub total: Option<u64>,
}

impl Progress {
    /// Adds to what was read.
    pub fn add(&self, units: u64) {
        self.done.fetch_add(units, Ordering::Relaxed);
    }
}

/// An opened input: what is known of it, and its rows.
pub struct Source {
    /// What is known before the first row.
    pub info: SourceInfo,
    /// How far it has been read.
    pub progress: Progress,
    rows: Box<dyn Rows>,
    head: VecDeque<Row>,
    ended: bool,
}

impl Source {
    /// A source of these rows.
    pub fn new(info: SourceInfo, progress: Progress, rows: Box<dyn Rows>) -> Self {
        Self { info, progress, rows, head: VecDeque::new(), ended: false }
    }

    /// The first `count` rows, which stay to be read; fewer where there are fewer, or where they are huge.
    pub fn peek(&mut self, count: usize) -> Result<&[Row]> {
        let mut bytes: usize = self.head.iter().map(Row::bytes).sum();
        while self.head.len() < count && bytes < PEEK_BYTES {
            let Some(row) = self.rows.next_row()? else {
                self.ended = true;
                break;
            };
            bytes += row.bytes();
            self.head.push_back(row);
        }
        Ok(self.head.make_contiguous())
    }

    /// The number of rows, where [`peek`](Self::peek) has seen the last one and none was taken since.
    pub fn rows_if_seen(&self) -> Option<u64> {
        self.ended.then_some(self.head.len() as u64)
    }

    /// The next row.
    pub fn next_row(&mut self) -> Result<Option<Row>> {
        match self.head.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.rows.next_row(),
        }
    }
}

/// The columns of a format that has names but no header rows, and the platform that they tell.
pub(crate) fn name_columns(names: &[String], forced: Option<dialect::Dialect>) -> (dialect::Dialect, Vec<Column>) {
    let layout = dialect::lay_out(&[names.to_vec()], forced);
    let mut told = layout.columns.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
    let keys = unique_keys(names.iter().map(String::as_str));
    let columns = keys.into_iter().zip(names).map(|(key, name)| {
        let told = told.next().flatten().unwrap_or_default();
        Column { name: name.clone(), key, ..told }
    });
    (layout.dialect, columns.collect())
}
