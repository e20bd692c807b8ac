//! A report's figures as one long table: a row a figure, for spreadsheets and pipelines.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Report;
use crate::error::{Error, Result};
use crate::write::neutralised;

/// The columns: where the figure stands in the JSON, what it is of, and the figure with its interval and number.
const HEADER: [&str; 7] = ["section", "of", "figure", "value", "low", "high", "n"];

/// Keys that name what an object is of.
const NAMES: [&str; 13] = [
    "task",
    "lang",
    "measure",
    "label",
    "value",
    "period",
    "column",
    "outcome",
    "touchpoint",
    "polarity",
    "name",
    "term",
    "stage",
];

/// Writes the table, comma-separated.
///
/// Every object of the report's JSON that has an interval is a row; `of` joins the names of what it is of. Section, `of` and figure are
/// no two rows' the same. What a spreadsheet would run as a formula is written so that it does not.
pub fn csv(report: &Report) -> Result<String> {
    let json = serde_json::to_value(report).map_err(Error::internal)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(Error::internal)?;
    let mut rows = Vec::new();
    walk(&json, &mut Vec::new(), &mut Vec::new(), &mut rows);
    let mut times: HashMap<[String; 3], usize> = HashMap::new();
    for mut row in rows {
        let [section, of, figure, ..] = row.clone();
        let times = times.entry([section, of, figure]).or_default();
        *times += 1;
        if *times > 1 {
            row[1] = format!("{} ({times})", row[1]);
        }
        for name in &mut row[..3] {
            *name = neutralised(name).into_owned();
        }
        writer.write_record(row).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}

/// What a figure is called in an object with an interval.
const FIGURES: [&str; 8] = ["share", "net", "difference", "effect", "corrected", "gap", "change", "figure"];

fn walk(value: &Value, path: &mut Vec<String>, of: &mut Vec<String>, rows: &mut Vec<[String; 7]>) {
    match value {
        Value::Object(map) => {
            let names = of.len();
            of.extend(NAMES.iter().filter_map(|key| name(map, key)));
            // Of several shares to reckon with.
            of.extend(map.get("to").filter(|to| to.is_number()).map(|to| format!("to {to}")));
            if let (Some(low), Some(high)) = (map.get("low"), map.get("high")) {
                let figure = FIGURES.iter().find(|figure| map.contains_key(**figure)).copied().unwrap_or("value");
                let text = |key: &str| map.get(key).map_or_else(String::new, plain);
                let what = path.iter().skip(1).map(String::as_str).chain([figure]).collect::<Vec<_>>().join(".");
                let section = path.first().cloned().unwrap_or_default();
                rows.push([section, of.join(" / "), what, text(figure), plain(low), plain(high), text("n")]);
            }
            for (key, value) in map {
                path.push(key.clone());
                walk(value, path, of, rows);
                path.pop();
            }
            of.truncate(names);
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, path, of, rows)),
        _ => {}
    }
}

/// What a key says that an object is of.
fn name(map: &Map<String, Value>, key: &str) -> Option<String> {
    match (key, map.get(key)?) {
        // The stage of a touchpoint is no more than a remark.
        ("stage", _) if map.contains_key("label") || map.contains_key("touchpoint") => None,
        ("value", Value::Null) if map.contains_key("values") => Some("(blank)".into()),
        ("value", Value::String(text)) if text.is_empty() => Some("(others)".into()),
        (_, Value::String(text)) => Some(text.clone()),
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
