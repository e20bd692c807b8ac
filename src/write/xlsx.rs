//! Excel workbooks: one sheet, written row by row through a temporary file.
//!
//! Typed cells are native; a text cell that is a number in its only spelling is a number; all other text is a string
//! cell, which no spreadsheet runs. A sheet holds 1,048,575 rows of data, a cell 32,767 characters.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{Error, Result};
use crate::table::Cell;
use crate::write::columns::{TagCell, TagColumn, check_shape, original_cells, tag_columns};
use crate::write::{Header, Sink, TaggedRow, Target, WriteOptions};

/// Rows of a sheet, the header's included.
const MAX_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const MAX_COLUMNS: usize = 16_384;
/// UTF-16 units of a cell's text.
const MAX_TEXT: usize = 32_767;
/// Digits that a number cell keeps.
const MAX_DIGITS: usize = 15;
/// Rows that a column's width is taken from.
const ROWS_FOR_WIDTH: u32 = 200;
/// Bounds of a column's width, in characters.
const WIDTHS: (usize, usize) = (8, 60);
/// Cut cells that a warning names one by one.
const NAMED_CUTS: usize = 5;
/// Text above which the workbook needs 64-bit sizes: it may not stay under 4 GiB.
const LARGE: u64 = 2 * 1024 * 1024 * 1024;

/// Writes the original columns, then the tags.
pub(super) struct XlsxSink {
    target: Target,
    workbook: Workbook,
    header: Header,
    tags: Vec<TagColumn>,
    formats: Formats,
    next_row: u32,
    widths: Vec<usize>,
    cuts: Cuts,
    text_bytes: u64,
}

struct Formats {
    header: Format,
    date: Format,
    time: Format,
}

/// The cells whose text was too long.
#[derive(Default)]
struct Cuts {
    count: u64,
    named: Vec<String>,
}

impl XlsxSink {
    pub(super) fn new(target: Target, header: &Header, options: WriteOptions) -> Result<Self> {
        let tags = tag_columns(header, options.probs);
        let count = header.columns.len() + tags.len();
        if count > MAX_COLUMNS {
            return Err(Error::output(
                target.label(),
                format!("{count} columns, and an Excel sheet holds {MAX_COLUMNS}: write csv or parquet instead"),
            ));
        }
        let mut workbook = Workbook::new();
        if let Some(folder) = target.folder() {
            workbook.set_tempdir(folder).map_err(|error| failure(&target, error))?;
        }
        // The clock stays out of the file, so that equal runs give equal bytes.
        let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(Error::internal)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(|error| failure(&target, error))?;
        sheet.set_name("sentir").map_err(Error::internal)?;
        sheet.set_freeze_panes(1, 0).map_err(Error::internal)?;
        let mut sink = Self {
            widths: vec![WIDTHS.0; count],
            header: header.clone(),
            tags,
            formats: Formats {
                header: Format::new().set_bold(),
                date: Format::new().set_num_format("yyyy-mm-dd"),
                time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            },
            next_row: 0,
            cuts: Cuts::default(),
            text_bytes: 0,
            workbook,
            target,
        };
        sink.write_header()?;
        Ok(sink)
    }

    fn write_header(&mut self) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(0).map_err(Error::internal)?;
        let names = self.header.columns.iter().map(|column| &column.name).chain(self.tags.iter().map(|tag| &tag.name));
        for (index, name) in names.enumerate() {
            let name = self.cuts.fit(name, || "the header".to_owned());
            // Room for the filter's button.
            widen(&mut self.widths[index], name.chars().count() + 3);
            sheet
                .write_string_with_format(0, index as u16, name.as_ref(), &self.formats.header)
                .map_err(|error| failure(&self.target, error))?;
        }
        self.next_row = 1;
        Ok(())
    }
}

impl Sink for XlsxSink {
    fn write(&mut self, row: &TaggedRow) -> Result<()> {
        check_shape(row, &self.header)?;
        if self.next_row >= MAX_ROWS {
            return Err(Error::output(
                self.target.label(),
                format!("an Excel sheet ends at row {MAX_ROWS} and there is more: write csv or parquet instead"),
            ));
        }
        let Self { target, workbook, header, tags, formats, next_row, widths, cuts, text_bytes } = self;
        let sheet = workbook.worksheet_from_index(0).map_err(Error::internal)?;
        let number = row.records.first().map_or(u64::from(*next_row), |record| record.row);
        for (index, (cell, column)) in original_cells(row, header).zip(&header.columns).enumerate() {
            let place = (*next_row, index as u16);
            let cell = match cell {
                Cell::Text(text) => {
                    *text_bytes += text.len() as u64;
                    match canonical_number(text) {
                        Some(number) => Native::Number(number),
                        None => Native::Text(cuts.fit(text, || format!("row {number}, column \"{}\"", column.key))),
                    }
                }
                other => native(other),
            };
            if *next_row <= ROWS_FOR_WIDTH {
                widen(&mut widths[index], cell.width());
            }
            write_cell(sheet, place, &cell, formats).map_err(|error| failure(target, error))?;
        }
        for (index, column) in tags.iter().enumerate() {
            let index = header.columns.len() + index;
            let cell = match column.tag.cell(&row.records[column.record])? {
                TagCell::Empty => Native::Empty,
                TagCell::Number(number) => Native::Number(number),
                TagCell::Text(text) => Native::Text(text),
            };
            if *next_row <= ROWS_FOR_WIDTH {
                widen(&mut widths[index], cell.width());
            }
            write_cell(sheet, (*next_row, index as u16), &cell, formats).map_err(|error| failure(target, error))?;
        }
        *next_row += 1;
        Ok(())
    }

    fn warnings(&self) -> Vec<String> {
        self.cuts.warning().into_iter().collect()
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if !self.widths.is_empty() {
            let sheet = self.workbook.worksheet_from_index(0).map_err(Error::internal)?;
            for (index, &width) in self.widths.iter().enumerate() {
                sheet.set_column_width(index as u16, width as f64).map_err(Error::internal)?;
            }
            sheet.autofilter(0, 0, self.next_row - 1, (self.widths.len() - 1) as u16).map_err(Error::internal)?;
        }
        if self.text_bytes > LARGE {
            self.workbook.use_zip_large_file(true);
        }
        let mut writer = Deferring { target: &mut self.target, error: None };
        let saved = self.workbook.save_to_writer(&mut writer);
        if let Some(error) = writer.error.take() {
            return Err(self.target.failure(&error));
        }
        saved.map_err(|error| failure(&self.target, error))?;
        self.target.commit()
    }
}

/// A cell as the sheet holds it.
enum Native<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Boolean(bool),
    Date(ExcelDateTime),
    Time(ExcelDateTime),
}

impl Native<'_> {
    /// Its width on the sheet, in characters, about.
    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) => text.lines().map(|line| line.chars().take(WIDTHS.1).count()).max().unwrap_or(0),
            Self::Number(number) => number.to_string().len(),
            Self::Boolean(_) => 5,
            Self::Date(_) => 10,
            Self::Time(_) => 19,
        }
    }
}

/// A cell that is not text. What a sheet cannot hold exactly as a number or a day becomes text.
fn native(cell: &Cell) -> Native<'_> {
    let native = match cell {
        Cell::Null => Some(Native::Empty),
        Cell::Integer(number) => {
            (number.unsigned_abs() < 10_u64.pow(MAX_DIGITS as u32)).then_some(Native::Number(*number as f64))
        }
        Cell::Number(number) => number.is_finite().then_some(Native::Number(*number)),
        Cell::Boolean(value) => Some(Native::Boolean(*value)),
        Cell::Date(day) => excel_day(*day).map(Native::Date),
        Cell::Timestamp(time) => excel_time(*time).map(Native::Time),
        Cell::Text(_) => None,
    };
    native.unwrap_or_else(|| Native::Text(cell.text()))
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month() as u8, day.day() as u8).ok()
}

fn excel_time(time: NaiveDateTime) -> Option<ExcelDateTime> {
    let seconds = f64::from(time.second()) + f64::from(time.nanosecond().min(999_999_999)) / 1e9;
    excel_day(time.date())?.and_hms(time.hour() as u16, time.minute() as u8, seconds).ok()
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Native<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Native::Empty => return Ok(()),
        Native::Text(text) => sheet.write_string(row, column, text.as_ref())?,
        Native::Number(number) => sheet.write_number(row, column, *number)?,
        Native::Boolean(value) => sheet.write_boolean(row, column, *value)?,
        Native::Date(day) => sheet.write_datetime_with_format(row, column, day, &formats.date)?,
        Native::Time(time) => sheet.write_datetime_with_format(row, column, time, &formats.time)?,
    };
    Ok(())
}

/// The number that a text spells in the only way it can be spelt, so that nothing is lost (no leading zeros, no plus,
/// no trailing zeros, no exponent, no more digits than a sheet keeps).
fn canonical_number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.len() > MAX_DIGITS + 1 || !unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    if unsigned.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    (number.to_string() == text && text != "-0").then_some(number)
}

impl Cuts {
    /// The text, cut to what a cell holds; `place` says where, for the warning.
    fn fit<'a>(&mut self, text: &'a str, place: impl FnOnce() -> String) -> Cow<'a, str> {
        // A UTF-8 text has at least as many bytes as UTF-16 units.
        if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
            return Cow::Borrowed(text);
        }
        self.count += 1;
        if self.named.len() < NAMED_CUTS {
            self.named.push(place());
        }
        let mut units = 0;
        let kept = text.chars().take_while(|c| {
            units += c.len_utf16();
            units < MAX_TEXT
        });
        Cow::Owned(kept.chain(['…']).collect())
    }

    fn warning(&self) -> Option<String> {
        let more = self.count - self.named.len() as u64;
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        (self.count > 0).then(|| {
            format!(
                "cut to the {MAX_TEXT} characters that an Excel cell holds, with … at the end: {}{more} (jsonl, csv and parquet hold them whole)",
                self.named.join("; ")
            )
        })
    }
}

fn widen(width: &mut usize, characters: usize) {
    *width = (*width).max(characters + 1).min(WIDTHS.1);
}

fn failure(target: &Target, error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => target.failure(&error),
        other => Error::output(target.label(), other),
    }
}

/// Keeps the first failure for later: the workbook's writer would panic on it.
struct Deferring<'a> {
    target: &'a mut Target,
    error: Option<io::Error>,
}

impl Write for Deferring<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.error.is_none() {
            self.error = self.target.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.error.is_none() {
            self.error = self.target.flush().err();
        }
        Ok(())
    }
}
