//! Delimited text: CSV, TSV and their kin, as survey tools and spreadsheets really write them.

use std::io::Read;

use crate::error::{Error, Position, Result};
use crate::read::dialect::{Dialect, lay_out};
use crate::read::records::{Found, RECORD_LIMIT, Record, Shape};
use crate::read::sniff::{NO_DELIMITER, is_delimiter, sniff};
use crate::read::text::{HEAD, Text};
use crate::read::{Format, Input, ReadOptions, Rows, Source, SourceInfo, bytes};
use crate::table::{Cell, Column, Row};

/// How much text is read at a time, in bytes.
const CHUNK: usize = 256 << 10;
/// How many records the layout is read off.
const LAYOUT_RECORDS: usize = 32;

/// Opens delimited text: finds its encoding, its delimiter, and what stands before the data.
pub(crate) fn open(input: &Input, format: Format, options: &ReadOptions) -> Result<Source> {
    if let Some(delimiter) = options.delimiter.filter(|&byte| !is_delimiter(byte)) {
        let shown = char::from(delimiter).escape_default();
        return Err(Error::usage(format!("'{shown}' cannot be a delimiter"))
            .hint("use a punctuation character or a tab, such as , ; | or \\t"));
    }
    let text = Text::open(bytes::open(input)?, options.encoding.as_deref())?;
    let (name, compression) = (text.source().name.clone(), text.source().compression);
    let (progress, encoding) = (text.source().progress.clone(), text.encoding().to_owned());

    let mut window = Window { text, held: Vec::new(), start: 0, ended: false, failed: None };
    while window.held.len() < HEAD && !window.ended && window.failed.is_none() {
        window.fill();
    }
    if window.held.trim_ascii().is_empty() {
        return Err(window.failed.unwrap_or_else(|| Error::input(Position::of(name), "the file is empty")));
    }
    let forced = options.delimiter.or((format == Format::Tsv).then_some(b'\t'));
    let sniffed = sniff(&window.held, window.ended, forced);
    let mut shape = sniffed.shape;

    let head = read_head(&window, shape, sniffed.skip);
    if head.is_empty() {
        let error = window.failed.take();
        return Err(error.unwrap_or_else(|| Error::input(Position::of(name), "the first line has no end")));
    }
    let records: Vec<Vec<String>> = head.iter().map(|record| record.cells.clone()).collect();
    let layout = lay_out(&records, options.dialect);
    let header = &head[..layout.header_rows.min(head.len())];
    if let Some((line, cell)) = header.iter().find_map(|record| record.unclosed) {
        let at = Position::of(name).at_line(line);
        return Err(Error::input(at, format!("the quote that opens cell {} of the header is never closed", cell + 1))
            .hint("close it, or write it twice if it belongs to the text"));
    }
    for reason in header.iter().filter_map(|record| record.undecodable.as_ref()) {
        tracing::warn!("{name}, {reason}; they are read as windows-1252 in the header");
    }

    let columns = layout.columns;
    shape.width = Some(columns.len());
    let delimiter = if shape.delimiter == NO_DELIMITER { b',' } else { shape.delimiter };
    let dialect = match layout.dialect {
        Dialect::Generic if options.dialect.is_none() && is_spanish_excel(delimiter, &window.text) => Dialect::ExcelEs,
        dialect => dialect,
    };
    let info = SourceInfo {
        name,
        format,
        compression,
        encoding: Some(encoding),
        delimiter: Some(delimiter),
        sheet: None,
        dialect,
        header_rows: layout.header_rows + usize::from(sniffed.skip > 0),
        columns: columns.clone(),
    };
    let (start, line) = header.last().map_or((sniffed.skip, 1), |record| (record.end, record.next_line));
    window.start = start;
    let rows = Delimited { window, shape, columns, record: Record::default(), row: 0, line, pieces: false };
    Ok(Source::new(info, progress, Box::new(rows)))
}

/// Excel with Spanish settings writes semicolons, and Windows-1252 or a byte order mark.
fn is_spanish_excel(delimiter: u8, text: &Text) -> bool {
    delimiter == b';' && (text.is_windows_1252() || text.encoding() == "UTF-8 (byte order mark)")
}

/// One of the first records.
struct HeadRecord {
    cells: Vec<String>,
    /// Where it ends in the window.
    end: usize,
    /// The line behind it.
    next_line: u64,
    /// The line and the cell of a quote that is never closed.
    unclosed: Option<(u64, usize)>,
    /// Which bytes of it could not be decoded.
    undecodable: Option<String>,
}

/// Reads the first records without taking them.
fn read_head(window: &Window, shape: Shape, skip: usize) -> Vec<HeadRecord> {
    let mut head = Vec::new();
    let mut record = Record::default();
    let mut at = skip;
    let mut line = 1 + shape.lines(&window.held[..skip]);
    while head.len() < LAYOUT_RECORDS {
        let rest = &window.held[at..];
        let (used, unclosed) = match shape.next(rest, window.ended, &mut record) {
            Found::Whole(used) => (used, None),
            Found::Unclosed { cell, before, used } => (used, Some((line + shape.lines(&rest[..before]), cell))),
            Found::TooLong(_) | Found::Part | Found::End => break,
        };
        let mut undecodable = None;
        let cells = record
            .cells()
            .map(|cell| {
                window.text.string(cell).unwrap_or_else(|found| {
                    undecodable.get_or_insert(format!("line {line}: {}", found.reason));
                    found.text
                })
            })
            .collect();
        line += shape.lines(&rest[..used]);
        at += used;
        head.push(HeadRecord { cells, end: at, next_line: line, unclosed, undecodable });
    }
    head
}

/// The part of the text that is in memory.
struct Window {
    text: Text,
    held: Vec<u8>,
    /// Where what has not been taken starts.
    start: usize,
    /// Whether no text comes behind it.
    ended: bool,
    /// Why none comes, where reading failed.
    failed: Option<Error>,
}

impl Window {
    /// Reads on: as much again as is held, so that a long record is not looked through too often.
    fn fill(&mut self) {
        self.held.drain(..self.start);
        self.start = 0;
        let length = self.held.len();
        let more = length.min(RECORD_LIMIT.saturating_sub(length)).max(CHUNK);
        if let Err(error) = (&mut self.text).take(more as u64).read_to_end(&mut self.held) {
            self.failed = Some(self.text.source().failure(&error));
        } else {
            self.ended = self.held.len() < length + more;
        }
    }
}

/// The rows of delimited text.
struct Delimited {
    window: Window,
    shape: Shape,
    columns: Vec<Column>,
    record: Record,
    /// The rows so far.
    row: u64,
    /// The line that comes next, from 1.
    line: u64,
    /// Whether what comes may be pieces of a row whose quote was never closed.
    pieces: bool,
}

impl Rows for Delimited {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            let text = &self.window.held[self.window.start..];
            let (used, fault) = match self.shape.next(text, self.window.ended, &mut self.record) {
                Found::Whole(used) => (used, None),
                Found::Unclosed { cell, before, used } => {
                    let line = self.line + self.shape.lines(&text[..before]);
                    self.pieces = true;
                    let column = self.column(cell);
                    (used, Some(format!("line {line}: the quote that opens column \"{column}\" is never closed")))
                }
                Found::TooLong(used) => {
                    let (line, limit) = (self.line, RECORD_LIMIT >> 20);
                    self.pieces = true;
                    (used, Some(format!("line {line}: the record is longer than {limit} MiB; it is cut there")))
                }
                Found::Part => {
                    if let Some(error) = self.window.failed.take() {
                        self.window.ended = true;
                        self.window.held.clear();
                        self.window.start = 0;
                        return Err(error);
                    }
                    self.window.fill();
                    continue;
                }
                Found::End => return Ok(None),
            };
            let lines = if self.record.quoted || fault.is_some() { self.shape.lines(&text[..used]) } else { 1 };
            self.window.start += used;
            let row = self.row(fault);
            self.line += lines;
            if row.is_some() {
                return Ok(row);
            }
        }
    }
}

impl Delimited {
    /// The record as a row; `None` for a blank line between rows.
    fn row(&mut self, fault: Option<String>) -> Option<Row> {
        let width = self.columns.len();
        if width > 1 && self.record.is_blank() && fault.is_none() {
            return None;
        }
        self.row += 1;
        let (found, line) = (self.record.len(), self.line);
        let mut faults: Vec<String> = fault.into_iter().collect();
        let surplus = self.record.cells().skip(width).any(|cell| !cell.trim_ascii().is_empty());
        if faults.is_empty() && self.shape.delimiter != NO_DELIMITER {
            let cells = format!("line {line} has {found} {}, the header has {width}", plural(found));
            if surplus {
                faults.push(format!("{cells}: is a delimiter or a quote in the text not quoted?"));
            } else if self.pieces && found < width {
                faults.push(format!("{cells}: a piece of the row with the open quote before it?"));
            } else {
                self.pieces = false;
            }
        }
        let mut joined = Vec::new();
        let mut cells = Vec::with_capacity(width);
        for (index, cell) in self.record.cells().enumerate().take(width) {
            let cell = if surplus && index + 1 == width {
                joined.extend_from_slice(cell);
                for more in self.record.cells().skip(width) {
                    joined.push(self.shape.delimiter);
                    joined.extend_from_slice(more);
                }
                &joined[..]
            } else {
                cell
            };
            cells.push(Cell::Text(self.window.text.string(cell).unwrap_or_else(|undecodable| {
                let column = self.column(index);
                faults.push(format!(
                    "line {line}, column \"{column}\": {}; name the file's encoding with --encoding, or save it as UTF-8",
                    undecodable.reason
                ));
                undecodable.text
            })));
        }
        cells.resize(width, Cell::Null);
        let fault = (!faults.is_empty()).then(|| faults.join("; "));
        Some(Row { number: self.row, cells, fault })
    }

    /// How messages call a column.
    fn column(&self, index: usize) -> &str {
        let column = self.columns.get(index).or(self.columns.last());
        column.map_or("", |column| if column.name.trim().is_empty() { &column.key } else { &column.name })
    }
}

fn plural(cells: usize) -> &'static str {
    if cells == 1 { "cell" } else { "cells" }
}
