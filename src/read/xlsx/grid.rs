//! The cells of a sheet, gathered into rows as they stream by.

use std::io::{Read, Seek};

use calamine::{DataRef, ExcelDateTime, XlsxCellReader, XlsxError};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::table::Cell;

/// Whole numbers up to here are exact in a spreadsheet's floating point.
const EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;
/// The serial number of the first day after 9999-12-31.
const LAST_SERIAL: f64 = 2_958_466.0;

/// A row with something in it.
#[derive(Debug, Default)]
pub(super) struct GridRow {
    /// Its place in the sheet, from 0.
    pub(super) index: u32,
    /// The cells that hold something, with their columns from 0.
    pub(super) cells: Vec<(u32, Cell)>,
    /// What is wrong with cells that could not be read.
    pub(super) faults: Vec<String>,
}

impl GridRow {
    fn at(index: u32) -> Self {
        Self { index, ..Self::default() }
    }

    fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.faults.is_empty()
    }
}

/// A sheet as a stream of rows.
pub(super) struct Grid<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    width: u32,
    row: GridRow,
    last: (u32, u32),
    orphans: Vec<String>,
    ended: bool,
    failed: Option<XlsxError>,
}

impl<'a, R: Read + Seek> Grid<'a, R> {
    /// The rows of these cells, of which `width` columns have headers.
    pub(super) fn new(cells: XlsxCellReader<'a, R>, width: usize) -> Self {
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        Self { cells, width, row: GridRow::default(), last: (0, 0), orphans: Vec::new(), ended: false, failed: None }
    }

    /// The sheet's last row by its own account, from 0.
    pub(super) fn last_row(&self) -> u32 {
        self.cells.dimensions().end.0
    }

    /// The next row that is not empty.
    pub(super) fn next_row(&mut self) -> Result<Option<GridRow>, XlsxError> {
        while !self.ended {
            match self.cells.next_cell() {
                Ok(Some(cell)) => {
                    let place = cell.get_position();
                    let done = self.place(place, convert(cell.get_value()));
                    if let Some(row) = done {
                        return Ok(Some(row));
                    }
                }
                Ok(None) => {
                    self.ended = true;
                    self.row.faults.append(&mut self.orphans);
                }
                Err(error) => {
                    if let Some(fault) = fault(&error) {
                        self.orphans.push(fault);
                        continue;
                    }
                    self.ended = true;
                    if self.row.is_empty() {
                        return Err(error);
                    }
                    self.row.faults.push("the workbook is damaged in this row or right behind it".to_owned());
                    self.failed = Some(error);
                }
            }
        }
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            return Ok(Some(row));
        }
        self.failed.take().map_or(Ok(None), Err)
    }

    /// Takes a cell in; the row before it, where the cell begins a new one.
    fn place(&mut self, (row, column): (u32, u32), value: Cell) -> Option<GridRow> {
        let mut done = None;
        if row != self.row.index {
            // A cell that could not be read has no place. Between two rows, it ended the first unless that was full.
            let begins = column > 0 && self.last.1.saturating_add(1) >= self.width;
            if !begins {
                self.row.faults.append(&mut self.orphans);
            }
            let finished = std::mem::replace(&mut self.row, GridRow::at(row));
            done = Some(finished).filter(|row| !row.is_empty());
        }
        self.row.faults.append(&mut self.orphans);
        self.last = (row, column);
        if value != Cell::Null {
            self.row.cells.push((column, value));
        }
        done
    }
}

/// What to say of a cell that could not be read, where the cells behind it still can be.
fn fault(error: &XlsxError) -> Option<String> {
    match error {
        XlsxError::CellError(code) if code.starts_with('#') && code.len() <= 20 => {
            Some(format!("a cell holds the error {code}, which is not known"))
        }
        XlsxError::CellError(_) => Some("a cell holds an error that is not known".to_owned()),
        XlsxError::ParseFloat(_) => Some("a number cell holds no number".to_owned()),
        XlsxError::CellTAttribute(_) => Some("a cell is of a type that is not known".to_owned()),
        XlsxError::Unrecognized { .. } => Some("a cell holds what its type does not allow".to_owned()),
        XlsxError::Unexpected(_) => Some("a cell refers to a shared string that is not there".to_owned()),
        _ => None,
    }
}

fn convert(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Integer(*number),
        DataRef::Float(number) => number_cell(*number),
        DataRef::String(value) | DataRef::DurationIso(value) => text_cell(value),
        DataRef::SharedString(value) => text_cell(value),
        DataRef::Bool(value) => Cell::Boolean(*value),
        DataRef::DateTime(value) => time_cell(*value),
        DataRef::DateTimeIso(value) => iso_cell(value),
        DataRef::Error(error) => Cell::Text(error.to_string()),
        DataRef::Empty => Cell::Null,
    }
}

fn number_cell(number: f64) -> Cell {
    if number.fract() == 0.0 && number.abs() <= EXACT_INTEGER {
        Cell::Integer(number as i64)
    } else {
        Cell::Number(number)
    }
}

/// Text with its line ends as `\n`. The escapes of control characters (`_x000D_`) are already undone.
fn text_cell(value: &str) -> Cell {
    if value.is_empty() {
        Cell::Null
    } else if value.contains('\r') {
        Cell::Text(value.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cell::Text(value.to_owned())
    }
}

/// A serial number under a date format. A time of day without a day, and a duration, are text.
fn time_cell(value: ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    if !(0.0..LAST_SERIAL).contains(&serial) {
        return number_cell(serial);
    }
    let milliseconds = (serial * 86_400_000.0).round() as u64;
    let seconds = milliseconds / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if value.is_duration() || serial < 1.0 {
        return Cell::Text(format!("{hours:02}:{minutes:02}:{rest:02}"));
    }
    match value.as_datetime() {
        Some(time) if time.time() == NaiveTime::MIN => Cell::Date(time.date()),
        Some(time) => Cell::Timestamp(to_second(time)),
        None => number_cell(serial),
    }
}

/// A serial number cannot hold every second exactly: a millisecond off is the second.
fn to_second(time: NaiveDateTime) -> NaiveDateTime {
    let nanos = time.nanosecond() % 1_000_000_000;
    if nanos <= 1_000_000 {
        time - chrono::Duration::nanoseconds(i64::from(nanos))
    } else if nanos >= 999_000_000 {
        time + chrono::Duration::nanoseconds(1_000_000_000 - i64::from(nanos))
    } else {
        time
    }
}

fn iso_cell(value: &str) -> Cell {
    let value = value.trim();
    if let Ok(time) = value.trim_end_matches('Z').parse::<NaiveDateTime>() {
        Cell::Timestamp(time)
    } else if let Ok(day) = value.parse::<NaiveDate>() {
        Cell::Date(day)
    } else {
        text_cell(value)
    }
}
