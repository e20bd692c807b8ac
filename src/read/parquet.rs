//! Reading Apache Parquet: record batches streamed, every column.
//!
//! Integers, floats, booleans, days and timestamps without a zone keep their types; a timestamp with a zone is text
//! in ISO 8601 with its offset (a zone given by name: in UTC). Text is text, and so are bytes that are UTF-8 (older
//! writers do not mark text as such). The rest (decimals, lists, structs, other bytes, whole numbers beyond 64
//! signed bits) is the text that Arrow shows for it.
//!
//! The table of contents stands at the end of a Parquet file, so standard input and pipes are first copied to
//! a temporary file, which has no name and is gone when the program ends. Memory does not grow with the rows; it holds one
//! compressed page a column and one batch.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use ::parquet::errors::ParquetError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, SecondsFormat, Utc};

use crate::error::{Error, Position, Result};
use crate::read::contain::contain;
use crate::read::{Format, Input, Progress, ReadOptions, Rows, Source, SourceInfo, bytes, name_columns};
use crate::table::{Cell, ColumnType, Row};

/// Rows that are decoded at once.
const BATCH: usize = 1024;

/// Opens a Parquet file.
pub(crate) fn open(input: &Input, options: &ReadOptions) -> Result<Source> {
    let name = bytes::name(input);
    let mut file = match input {
        Input::File(path) => match bytes::open_file(path, &name)? {
            (file, Some(_)) => file,
            (mut pipe, None) => spool(&mut pipe).map_err(|error| unreadable(&name, &error))?,
        },
        Input::Stdin => spool(&mut std::io::stdin().lock()).map_err(|error| unreadable(&name, &error))?,
    };
    check_magic(&mut file, &name)?;
    let build = || {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        let schema = Arc::clone(builder.schema());
        Ok((builder.with_batch_size(BATCH).build()?, schema, rows))
    };
    let (batches, schema, total) = match contain(build) {
        Ok(built) => built.map_err(|error: ParquetError| damaged(&name, None, reason(&error)))?,
        Err(_) => return Err(damaged(&name, None, "its table of contents is damaged")),
    };
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let (dialect, mut columns) = name_columns(&names, options.dialect);
    for (column, field) in columns.iter_mut().zip(schema.fields()) {
        column.kind = kind_of(field.data_type());
    }
    let info = SourceInfo {
        name: name.clone(),
        format: Format::Parquet,
        compression: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        dialect,
        header_rows: 0,
        columns,
    };
    let progress = Progress { total: Some(total), ..Progress::default() };
    let rows = ParquetRows { name, batches: Some(batches), batch: None, at: 0, number: 0, progress: progress.clone() };
    Ok(Source::new(info, progress, Box::new(rows)))
}

fn spool(reader: &mut impl Read) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    std::io::copy(reader, &mut file)?;
    Ok(file)
}

fn check_magic(file: &mut File, name: &str) -> Result<()> {
    let mut ends = [[0_u8; 4]; 2];
    let length = file.seek(SeekFrom::End(0)).map_err(|error| unreadable(name, &error))?;
    if length == 0 {
        return Err(Error::input(Position::of(name), "the file is empty").hint("export it again"));
    }
    if length >= 12 {
        for (magic, from) in ends.iter_mut().zip([SeekFrom::Start(0), SeekFrom::End(-4)]) {
            file.seek(from).and_then(|_| file.read_exact(magic)).map_err(|error| unreadable(name, &error))?;
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(|error| unreadable(name, &error))?;
    match [&ends[0], &ends[1]] {
        [b"PAR1", b"PAR1"] => Ok(()),
        [b"PARE", _] | [_, b"PARE"] => Err(Error::input(Position::of(name), "an encrypted Parquet file")
            .hint("decrypt it with the tool that wrote it")),
        [b"PAR1", _] => Err(damaged(name, None, "its end is missing")),
        _ => Err(Error::input(Position::of(name), "not a Parquet file: it does not begin with \"PAR1\"")
            .hint("unpack it first if it is compressed; name its format with --input-format if it is another")),
    }
}

fn kind_of(kind: &DataType) -> ColumnType {
    match kind {
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32 => ColumnType::Integer,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => ColumnType::Number,
        DataType::Boolean => ColumnType::Boolean,
        DataType::Date32 | DataType::Date64 => ColumnType::Date,
        DataType::Timestamp(_, None) => ColumnType::Timestamp,
        _ => ColumnType::Text,
    }
}

struct ParquetRows {
    name: String,
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<Vec<Vec<Result<Cell, String>>>>,
    at: usize,
    number: u64,
    progress: Progress,
}

impl Rows for ParquetRows {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            if let Some(row) = self.take_row() {
                return Ok(Some(row));
            }
            let Some(batches) = self.batches.as_mut() else { return Ok(None) };
            let next = contain(|| {
                let batch: Option<Result<RecordBatch, ArrowError>> = batches.next();
                batch.map(|batch| batch.map(|batch| decode(&batch))).transpose()
            });
            match next {
                Ok(Ok(Some(columns))) => {
                    self.batch = Some(columns);
                    self.at = 0;
                }
                Ok(Ok(None)) => self.batches = None,
                Ok(Err(_)) | Err(_) => {
                    self.batches = None;
                    return Err(damaged(&self.name, Some(self.number + 1), "its data is damaged from here on"));
                }
            }
        }
    }
}

impl ParquetRows {
    /// The next row of the batch at hand.
    fn take_row(&mut self) -> Option<Row> {
        let columns = self.batch.as_mut()?;
        let mut cells = Vec::with_capacity(columns.len());
        let mut fault = None;
        for column in columns {
            match std::mem::replace(column.get_mut(self.at)?, Ok(Cell::Null)) {
                Ok(cell) => cells.push(cell),
                Err(message) => {
                    cells.push(Cell::Null);
                    fault = fault.or(Some(message));
                }
            }
        }
        if cells.is_empty() {
            return None;
        }
        self.at += 1;
        self.number += 1;
        self.progress.add(1);
        Some(Row { number: self.number, cells, fault })
    }
}

/// A batch as cells, column by column.
fn decode(batch: &RecordBatch) -> Vec<Vec<Result<Cell, String>>> {
    let schema = batch.schema();
    let columns = batch.columns().iter().zip(schema.fields());
    columns.map(|(array, field)| decode_column(array, field.name())).collect()
}

fn decode_column(array: &ArrayRef, name: &str) -> Vec<Result<Cell, String>> {
    match array.data_type() {
        DataType::Int8 => primitive::<Int8Type>(array, |n| Cell::Integer(n.into())),
        DataType::Int16 => primitive::<Int16Type>(array, |n| Cell::Integer(n.into())),
        DataType::Int32 => primitive::<Int32Type>(array, |n| Cell::Integer(n.into())),
        DataType::Int64 => primitive::<Int64Type>(array, Cell::Integer),
        DataType::UInt8 => primitive::<UInt8Type>(array, |n| Cell::Integer(n.into())),
        DataType::UInt16 => primitive::<UInt16Type>(array, |n| Cell::Integer(n.into())),
        DataType::UInt32 => primitive::<UInt32Type>(array, |n| Cell::Integer(n.into())),
        DataType::UInt64 => primitive::<UInt64Type>(array, |n| {
            i64::try_from(n).map_or_else(|_| Cell::Text(n.to_string()), Cell::Integer)
        }),
        DataType::Float16 => primitive::<Float16Type>(array, |n| shortest(n.to_f32())),
        DataType::Float32 => primitive::<Float32Type>(array, shortest),
        DataType::Float64 => primitive::<Float64Type>(array, Cell::Number),
        DataType::Date32 => primitive::<Date32Type>(array, |days| day(i64::from(days))),
        DataType::Date64 => primitive::<Date64Type>(array, |millis| day(millis.div_euclid(86_400_000))),
        DataType::Timestamp(unit, zone) => timestamps(array, *unit, zone.as_deref()),
        DataType::Boolean => each(array, |row| Ok(Cell::Boolean(array.as_boolean().value(row)))),
        DataType::Utf8 => each(array, |row| Ok(text(array.as_string::<i32>().value(row)))),
        DataType::LargeUtf8 => each(array, |row| Ok(text(array.as_string::<i64>().value(row)))),
        DataType::Utf8View => each(array, |row| Ok(text(array.as_string_view().value(row)))),
        DataType::Binary => bytes(array, name, |row| array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => bytes(array, name, |row| array.as_binary::<i64>().value(row)),
        DataType::BinaryView => bytes(array, name, |row| array.as_binary_view().value(row)),
        _ => shown(array, name),
    }
}

fn each(array: &ArrayRef, cell: impl Fn(usize) -> Result<Cell, String>) -> Vec<Result<Cell, String>> {
    (0..array.len()).map(|row| if array.is_null(row) { Ok(Cell::Null) } else { cell(row) }).collect()
}

fn primitive<T: ArrowPrimitiveType>(array: &ArrayRef, cell: impl Fn(T::Native) -> Cell) -> Vec<Result<Cell, String>> {
    let values = array.as_primitive::<T>();
    each(array, |row| Ok(cell(values.value(row))))
}

/// A single-precision number as the double that is written the same.
fn shortest(number: f32) -> Cell {
    Cell::Number(number.to_string().parse().unwrap_or_else(|_| f64::from(number)))
}

/// A day; one that no calendar here can hold is no value.
fn day(days: i64) -> Cell {
    DateTime::from_timestamp(days.saturating_mul(86_400), 0).map_or(Cell::Null, |time| Cell::Date(time.date_naive()))
}

fn timestamps(array: &ArrayRef, unit: TimeUnit, zone: Option<&str>) -> Vec<Result<Cell, String>> {
    let offset = zone.map(|zone| zone.parse().unwrap_or(Utc.fix()));
    let cell = |value: i64, per_second: i64| instant(value, per_second, offset);
    match unit {
        TimeUnit::Second => primitive::<TimestampSecondType>(array, |n| cell(n, 1)),
        TimeUnit::Millisecond => primitive::<TimestampMillisecondType>(array, |n| cell(n, 1_000)),
        TimeUnit::Microsecond => primitive::<TimestampMicrosecondType>(array, |n| cell(n, 1_000_000)),
        TimeUnit::Nanosecond => primitive::<TimestampNanosecondType>(array, |n| cell(n, 1_000_000_000)),
    }
}

/// A point in time: with an offset as text, without one as a timestamp; one that no calendar here can hold is no value.
fn instant(value: i64, per_second: i64, offset: Option<FixedOffset>) -> Cell {
    let nanos = value.rem_euclid(per_second) * (1_000_000_000 / per_second);
    let Some(time) = DateTime::<Utc>::from_timestamp(value.div_euclid(per_second), nanos as u32) else {
        return Cell::Null;
    };
    match offset {
        None => Cell::Timestamp(NaiveDateTime::new(time.date_naive(), time.time())),
        Some(offset) if offset != Utc.fix() => {
            Cell::Text(time.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, false))
        }
        Some(_) => Cell::Text(time.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
    }
}

fn text(value: &str) -> Cell {
    Cell::Text(value.to_owned())
}

fn bytes<'a>(array: &ArrayRef, name: &str, value: impl Fn(usize) -> &'a [u8]) -> Vec<Result<Cell, String>> {
    let mut cells = shown(array, name);
    for (row, cell) in cells.iter_mut().enumerate() {
        if !array.is_null(row)
            && let Ok(value) = std::str::from_utf8(value(row))
        {
            *cell = Ok(text(value));
        }
    }
    cells
}

/// Every value as Arrow shows it.
fn shown(array: &ArrayRef, name: &str) -> Vec<Result<Cell, String>> {
    let options = FormatOptions::default();
    let unshown = || format!("column \"{name}\": a value of type {} that cannot be shown", array.data_type());
    let Ok(formatter) = ArrayFormatter::try_new(array.as_ref(), &options) else {
        return each(array, |_| Err(unshown()));
    };
    let logical_nulls = array.logical_nulls();
    let is_null = |row: usize| logical_nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    (0..array.len())
        .map(|row| match formatter.value(row).try_to_string() {
            _ if is_null(row) => Ok(Cell::Null),
            Ok(value) => Ok(Cell::Text(value)),
            Err(_) => Err(unshown()),
        })
        .collect()
}

fn unreadable(name: &str, error: &std::io::Error) -> Error {
    Error::input(Position::of(name), format!("cannot be read: {error}"))
}

fn damaged(name: &str, row: Option<u64>, what: &str) -> Error {
    let position = Position { row, ..Position::of(name) };
    Error::input(position, format!("a damaged Parquet file: {what}"))
        .hint("the download or the export may have been cut off: export it again")
}

/// The parser's error in words that cannot hold a value.
fn reason(error: &ParquetError) -> &'static str {
    match error {
        ParquetError::EOF(_) => "it ends early",
        ParquetError::NYI(_) => "it uses a feature that is not supported",
        _ => "its table of contents is damaged",
    }
}
