//! Writing Parquet: typed columns, nulls, row groups.

use std::fs::{self, File};
use std::io;

use chrono::NaiveDate;
use sentir::ErrorKind;
use sentir::table::{Cell, ColumnType};
use sentir::write::{self, Target, WriteFormat, WriteOptions};

use crate::written::{TAGS, header, rows, text, written};

fn batches(bytes: Vec<u8>) -> Vec<arrow_array::RecordBatch> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let builder =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(File::open(file.path()).unwrap())
            .unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

#[test]
fn parquet_reads_back_with_its_types() {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};

    let day = NaiveDate::from_ymd_opt(1969, 12, 31).unwrap();
    let time = day.and_hms_micro_opt(23, 59, 59, 250_001).unwrap();
    let kinds = [
        ColumnType::Text,
        ColumnType::Integer,
        ColumnType::Number,
        ColumnType::Boolean,
        ColumnType::Date,
        ColumnType::Timestamp,
        ColumnType::Text,
    ];
    let mut header = header(&["Nota", "Nota", "", "b", "d", "h", "t"], &[6]);
    header.columns.iter_mut().zip(kinds).for_each(|(column, kind)| column.kind = kind);
    let full = vec![
        text("=1"),
        Cell::Integer(i64::MIN),
        Cell::Number(0.1),
        Cell::Boolean(false),
        Cell::Date(day),
        Cell::Timestamp(time),
        text("hola"),
    ];
    let rows = rows(&[full, vec![Cell::Null; 7]]);
    let batches = batches(written(WriteFormat::Parquet, &header, WriteOptions::default(), &rows));
    assert_eq!(batches.len(), 1);
    let batch = &batches[0];
    let names: Vec<_> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names.join(","), format!("Nota,Nota_2,column_3,b,d,h,t,{TAGS}"));
    let column = |name: &str| batch.column_by_name(name).unwrap();
    assert_eq!(column("Nota").as_string::<i32>().value(0), "=1");
    assert_eq!(column("Nota_2").as_primitive::<Int64Type>().value(0), i64::MIN);
    assert_eq!(column("column_3").as_primitive::<Float64Type>().value(0).to_bits(), 0.1_f64.to_bits());
    assert!(!column("b").as_boolean().value(0));
    assert_eq!(column("d").as_primitive::<Date32Type>().value(0), -1);
    assert_eq!(column("h").as_primitive::<TimestampMicrosecondType>().value(0), -749_999);
    for name in &names[..7] {
        assert!(column(name).is_null(1) && column(name).is_valid(0), "{name}");
    }
    assert_eq!(column("lang_p").as_primitive::<Float64Type>().value(0).to_bits(), 0.998_f64.to_bits());
    assert!(column("lang_p").is_null(1) && column("lang").is_null(1) && column("touchpoints").is_null(1));
    assert_eq!(column("touchpoints").as_string::<i32>().value(0), "product;delivery");
    assert_eq!(column("tp_delivery").as_string::<i32>().value(0), "negative");
    assert!(column("tp_price").is_null(0));
    assert_eq!(column("flags").as_string::<i32>().value(0), "");
    assert_eq!(column("status").as_string::<i32>().value(1), "skipped");
}

#[test]
fn parquet_refuses_a_cell_of_another_type_without_showing_it() {
    let mut header = header(&["n", "t"], &[1]);
    header.columns[0].kind = ColumnType::Integer;
    let target = Target::stream("test", Box::new(io::sink())).unwrap();
    let mut sink = write::open(target, WriteFormat::Parquet, &header, WriteOptions::default()).unwrap();
    let error = sink.write(&rows(&[vec![text("secreto"), text("x")]])[0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Internal(_)));
    assert!(error.to_string().contains("\"n\"") && !error.to_string().contains("secreto"), "{error}");
}

#[test]
fn parquet_is_cut_into_row_groups() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    let cells: Vec<_> = (0..140_000).map(|index| vec![text(&format!("fila {index}"))]).collect();
    let bytes = written(WriteFormat::Parquet, &header(&["t"], &[0]), WriteOptions::default(), &rows(&cells));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let reader = SerializedFileReader::new(File::open(file.path()).unwrap()).unwrap();
    let groups = reader.metadata().row_groups();
    assert_eq!(groups.iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).sum::<i64>(), 140_000);
    assert_eq!(groups.len(), 2);
    assert_eq!(reader.metadata().file_metadata().created_by(), Some("sentir"));
}
