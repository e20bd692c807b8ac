//! Rows as the sinks get them, and the bytes that they write.

use std::fs;
use std::path::Path;

use sentir::Error;
use sentir::labels::{Emotion, Family, Language, Sentiment, Touchpoint};
use sentir::record::{Flag, Record, Status, Tags, TouchpointTag};
use sentir::table::{Cell, Column, unique_keys};
use sentir::write::{self, Destination, ExcelLocale, Header, TaggedRow, Target, WriteFormat, WriteOptions};

pub(crate) const TAGS: &str = "lang,lang_p,sentiment,sentiment_p,sentiment_score,emotion,emotion_p,emotion_family,\
emotion_family_p,touchpoints,tp_marketing,tp_price,tp_availability,tp_purchase,tp_premises,tp_digital,tp_staff,\
tp_delivery,tp_product,tp_billing,tp_support,tp_aftersales,tp_returns,tp_loyalty,tp_cancellation,flags,status,model";

fn columns(names: &[&str]) -> Vec<Column> {
    unique_keys(names.iter().copied())
        .into_iter()
        .zip(names)
        .map(|(key, name)| Column { name: (*name).to_owned(), key, ..Column::default() })
        .collect()
}

pub(crate) fn header(names: &[&str], text: &[usize]) -> Header {
    Header { columns: columns(names), text: text.to_vec() }
}

pub(crate) fn tags() -> Tags {
    let touchpoint =
        |label: Touchpoint, p, sentiment| TouchpointTag { label, stage: label.stage(), p, sentiment, sentiment_p: 0.9 };
    Tags {
        lang: Language::Es,
        lang_p: 0.998,
        sentiment: Sentiment::Mixed,
        sentiment_p: 0.71,
        sentiment_score: -0.04,
        emotion: Emotion::Frustration,
        emotion_p: 0.64,
        emotion_family: Family::Anger,
        emotion_family_p: 0.77,
        touchpoints: vec![
            touchpoint(Touchpoint::Product, 0.93, Sentiment::Positive),
            touchpoint(Touchpoint::Delivery, 0.91, Sentiment::Negative),
        ],
        probs: None,
    }
}

pub(crate) fn record(row: u64, text: &str, tags: Option<Tags>) -> Record {
    Record {
        id: format!("R_{row}"),
        row,
        source: "survey.csv".to_owned(),
        column: "Comentario".to_owned(),
        question: None,
        text: text.to_owned(),
        status: if tags.is_some() { Status::Ok } else { Status::Skipped },
        flags: if tags.is_some() { vec![] } else { vec![Flag::Empty, Flag::Placeholder] },
        model: tags.is_some().then(|| "tester 1.0".into()),
        tags,
        error: None,
        fields: vec![("Canal".to_owned(), "Tienda".to_owned())],
    }
}

pub(crate) fn text(cell: &str) -> Cell {
    Cell::Text(cell.to_owned())
}

/// Rows of one text column, each of these cells; tagged, but for the last cell being blank.
pub(crate) fn rows(cells: &[Vec<Cell>]) -> Vec<TaggedRow> {
    cells
        .iter()
        .enumerate()
        .map(|(index, cells)| {
            let comment = cells.last().map(|cell| cell.text().into_owned()).unwrap_or_default();
            let tags = (!comment.is_empty()).then(tags);
            TaggedRow { cells: cells.clone(), records: vec![record(index as u64 + 1, &comment, tags)] }
        })
        .collect()
}

pub(crate) fn try_write(
    path: &Path,
    format: WriteFormat,
    header: &Header,
    options: WriteOptions,
    rows: &[TaggedRow],
) -> Result<Vec<String>, Error> {
    let target = Target::open(&Destination::File(path.to_owned()), format, false)?;
    let mut sink = write::open(target, format, header, options)?;
    for row in rows {
        sink.write(row)?;
    }
    let warnings = sink.warnings();
    sink.finish()?;
    Ok(warnings)
}

/// What these rows look like in this format.
pub(crate) fn written(format: WriteFormat, header: &Header, options: WriteOptions, rows: &[TaggedRow]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    try_write(&path, format, header, options, rows).unwrap();
    fs::read(path).unwrap()
}

pub(crate) fn csv(header: &Header, rows: &[TaggedRow]) -> String {
    String::from_utf8(written(WriteFormat::Csv, header, WriteOptions::default(), rows)).unwrap()
}

pub(crate) fn excel(locale: ExcelLocale) -> WriteOptions {
    WriteOptions { excel: Some(locale), probs: false }
}
