//! Delimited text: CSV and TSV, plain or as Excel likes it.
//!
//! Plain: UTF-8, `\n`, cells quoted where RFC 4180 asks for it. A text cell that a spreadsheet would run as a formula
//! gets a leading `'` (see [`neutralised`]); nothing else of an original text cell is touched.

use std::borrow::Cow;
use std::io::Write;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use crate::error::{Error, Result};
use crate::table::Cell;
use crate::write::columns::{TagCell, TagColumn, check_shape, original_cells, tag_columns};
use crate::write::{ExcelLocale, Header, Sink, TaggedRow, Target, WriteOptions};

/// Writes the original columns, then the tags.
pub(super) struct DelimitedSink {
    writer: Writer<Target>,
    header: Header,
    tags: Vec<TagColumn>,
    decimal_comma: bool,
    label: String,
}

impl DelimitedSink {
    pub(super) fn new(mut target: Target, delimiter: u8, header: &Header, options: WriteOptions) -> Result<Self> {
        let delimiter = match options.excel {
            Some(ExcelLocale::Es) if delimiter == b',' => b';',
            _ => delimiter,
        };
        let terminator = if options.excel.is_some() { Terminator::CRLF } else { Terminator::Any(b'\n') };
        if options.excel.is_some() {
            target.write_all("\u{feff}".as_bytes()).map_err(|error| target.failure(&error))?;
        }
        let label = target.label().to_owned();
        let writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(target);
        let mut sink = Self {
            writer,
            header: header.clone(),
            tags: tag_columns(header, options.probs),
            decimal_comma: options.excel == Some(ExcelLocale::Es),
            label,
        };
        sink.write_header()?;
        Ok(sink)
    }

    fn write_header(&mut self) -> Result<()> {
        let names = self.header.columns.iter().map(|column| &column.name).chain(self.tags.iter().map(|tag| &tag.name));
        for name in names {
            self.writer.write_field(neutralised(name).as_bytes()).map_err(|error| failure(&self.label, error))?;
        }
        self.end_record()
    }

    fn end_record(&mut self) -> Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(|error| failure(&self.label, error))
    }
}

impl Sink for DelimitedSink {
    fn write(&mut self, row: &TaggedRow) -> Result<()> {
        check_shape(row, &self.header)?;
        for cell in original_cells(row, &self.header) {
            let text = match cell {
                Cell::Text(text) => neutralised(text),
                Cell::Number(number) => localised(*number, self.decimal_comma).into(),
                other => other.text(),
            };
            self.writer.write_field(text.as_bytes()).map_err(|error| failure(&self.label, error))?;
        }
        for column in &self.tags {
            let text = match column.tag.cell(&row.records[column.record])? {
                TagCell::Empty => Cow::Borrowed(""),
                TagCell::Text(text) => text,
                TagCell::Number(number) => localised(number, self.decimal_comma).into(),
            };
            self.writer.write_field(text.as_bytes()).map_err(|error| failure(&self.label, error))?;
        }
        self.end_record()
    }

    fn flush(&mut self) -> Result<()> {
        self.writer.flush().map_err(|error| Error::writing(&self.label, &error))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let target = self.writer.into_inner().map_err(|error| Error::writing(&self.label, error.error()))?;
        target.commit()
    }
}

fn failure(label: &str, error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::writing(label, &error),
        other => Error::internal(format!("{other:?}")),
    }
}

fn localised(number: f64, decimal_comma: bool) -> String {
    let text = number.to_string();
    if decimal_comma { text.replace('.', ",") } else { text }
}

/// The text as a spreadsheet shows it and does not run it: a leading `'` where the first character begins a formula
/// (`=`, `+`, `-`, `@`, their full-width forms, tab, carriage return, line feed). A lone sign and a negative number
/// (`-3`, `-0.5`, `-1.234,56`) run nothing and stay as they are.
pub(crate) fn neutralised(text: &str) -> Cow<'_, str> {
    let mut rest = text.chars();
    let starts_formula =
        matches!(rest.next(), Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    let rest = rest.as_str();
    let lone_sign = rest.is_empty() && !text.starts_with(char::is_whitespace);
    if !starts_formula || lone_sign || (text.starts_with('-') && is_plain_number(rest)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{text}"))
}

/// Digits with points and commas between them, no two in a row.
fn is_plain_number(text: &str) -> bool {
    text.split(['.', ',']).all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
}
