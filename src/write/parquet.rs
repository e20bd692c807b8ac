//! Parquet: the original columns with their types, then the tags; Zstandard, in row groups of bounded size.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::error::{Error, Result};
use crate::table::{Cell, ColumnType};
use crate::write::columns::{TagCell, TagColumn, check_shape, original_cells, tag_columns};
use crate::write::{Header, Sink, TaggedRow, Target, WriteOptions};

/// Rows gathered before they are encoded, and the bytes of text after which they are encoded earlier.
const BATCH_ROWS: usize = 4_096;
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Bounds of a row group: what a reader takes into memory at once.
const GROUP_ROWS: usize = 131_072;
const GROUP_BYTES: usize = 64 * 1024 * 1024;

/// Writes the original columns, then the tags.
pub(super) struct ParquetSink {
    writer: ArrowWriter<Target>,
    schema: SchemaRef,
    header: Header,
    tags: Vec<TagColumn>,
    originals: Vec<Builder>,
    tag_builders: Vec<Builder>,
    rows: usize,
    bytes: usize,
    label: String,
}

impl ParquetSink {
    pub(super) fn new(target: Target, header: &Header, options: WriteOptions) -> Result<Self> {
        let tags = tag_columns(header, options.probs);
        let tag_type = |tag: &TagColumn| if tag.tag.is_number() { ColumnType::Number } else { ColumnType::Text };
        let schema = Arc::new(Schema::new(
            header
                .columns
                .iter()
                .map(|column| field(&column.key, column.kind))
                .chain(tags.iter().map(|tag| field(&tag.name, tag_type(tag))))
                .collect::<Vec<_>>(),
        ));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(Error::internal)?))
            .set_created_by("sentir".to_owned())
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .build();
        let label = target.label().to_owned();
        let writer = ArrowWriter::try_new(target, Arc::clone(&schema), Some(properties))
            .map_err(|error| failure(&label, error))?;
        Ok(Self {
            writer,
            schema,
            originals: header.columns.iter().map(|column| Builder::new(column.kind)).collect(),
            tag_builders: tags.iter().map(|tag| Builder::new(tag_type(tag))).collect(),
            header: header.clone(),
            tags,
            rows: 0,
            bytes: 0,
            label,
        })
    }

    fn write_batch(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let arrays = self.originals.iter_mut().chain(&mut self.tag_builders).map(Builder::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(Error::internal)?;
        self.writer.write(&batch).map_err(|error| failure(&self.label, error))?;
        if self.writer.in_progress_size() > GROUP_BYTES {
            self.writer.flush().map_err(|error| failure(&self.label, error))?;
        }
        self.rows = 0;
        self.bytes = 0;
        Ok(())
    }
}

impl Sink for ParquetSink {
    fn write(&mut self, row: &TaggedRow) -> Result<()> {
        check_shape(row, &self.header)?;
        let cells = original_cells(row, &self.header).zip(&self.header.columns);
        for ((cell, column), builder) in cells.zip(&mut self.originals) {
            if let Cell::Text(text) = cell {
                self.bytes += text.len();
            }
            builder.append(cell).map_err(|Mismatch| {
                Error::internal(format!("a cell of column \"{}\" is not of its type {:?}", column.key, column.kind))
            })?;
        }
        for (column, builder) in self.tags.iter().zip(&mut self.tag_builders) {
            let cell = match column.tag.cell(&row.records[column.record])? {
                TagCell::Empty => Cell::Null,
                TagCell::Number(number) => Cell::Number(number),
                TagCell::Text(text) => Cell::Text(text.into_owned()),
            };
            builder
                .append(&cell)
                .map_err(|Mismatch| Error::internal(format!("the tag \"{}\" is not of its type", column.name)))?;
        }
        self.rows += 1;
        if self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.write_batch()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.write_batch()?;
        let Self { writer, label, .. } = *self;
        writer.into_inner().map_err(|error| failure(&label, error))?.commit()
    }
}

fn field(name: &str, kind: ColumnType) -> Field {
    let kind = match kind {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Number => DataType::Float64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
    };
    Field::new(name, kind, true)
}

/// The values of one column, until their batch is full.
enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
}

/// A cell that does not fit its column's type.
struct Mismatch;

impl Builder {
    fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Text(StringBuilder::new()),
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Number => Self::Number(Float64Builder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new()),
        }
    }

    fn append(&mut self, cell: &Cell) -> Result<(), Mismatch> {
        match (self, cell) {
            (Self::Text(builder), Cell::Null) => builder.append_null(),
            (Self::Text(builder), cell) => builder.append_value(cell.text()),
            (Self::Integer(builder), Cell::Null) => builder.append_null(),
            (Self::Integer(builder), Cell::Integer(number)) => builder.append_value(*number),
            (Self::Number(builder), Cell::Null) => builder.append_null(),
            (Self::Number(builder), Cell::Number(number)) => builder.append_value(*number),
            (Self::Boolean(builder), Cell::Null) => builder.append_null(),
            (Self::Boolean(builder), Cell::Boolean(value)) => builder.append_value(*value),
            (Self::Date(builder), Cell::Null) => builder.append_null(),
            (Self::Date(builder), Cell::Date(day)) => builder.append_value(Date32Type::from_naive_date(*day)),
            (Self::Timestamp(builder), Cell::Null) => builder.append_null(),
            (Self::Timestamp(builder), Cell::Timestamp(time)) => {
                builder.append_value(time.and_utc().timestamp_micros());
            }
            _ => return Err(Mismatch),
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => ArrayBuilder::finish(builder),
            Self::Integer(builder) => ArrayBuilder::finish(builder),
            Self::Number(builder) => ArrayBuilder::finish(builder),
            Self::Boolean(builder) => ArrayBuilder::finish(builder),
            Self::Date(builder) => ArrayBuilder::finish(builder),
            Self::Timestamp(builder) => ArrayBuilder::finish(builder),
        }
    }
}

fn failure(label: &str, error: ParquetError) -> Error {
    if let ParquetError::External(inner) = &error
        && let Some(io) = inner.downcast_ref::<std::io::Error>()
    {
        return Error::writing(label, io);
    }
    Error::output(label, error)
}
