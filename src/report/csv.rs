//! A report's figures as one long table: a row a figure, for spreadsheets and pipelines.

use serde_json::Value;

use super::Report;
use crate::error::{Error, Result};

/// The columns: where the figure stands in the JSON, what it is of, and the figure with its interval and number.
const HEADER: [&str; 7] = ["section", "of", "figure", "value", "low", "high", "n"];

/// Keys that name what an object is of.
const NAMES: [&str; 10] =
    ["measure", "label", "value", "period", "column", "outcome", "touchpoint", "polarity", "name", "term"];

/// Writes the table, comma-separated.
///
/// Every object of the report's JSON that has an interval is a row; `of` joins the names of what it is of.
pub fn csv(report: &Report) -> Result<String> {
    let json = serde_json::to_value(report).map_err(Error::internal)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(Error::internal)?;
    let mut rows = Vec::new();
    walk(&json, &mut Vec::new(), &mut Vec::new(), &mut rows);
    for row in rows {
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
            let name = |key: &&str| map.get(*key).filter(|name| name.is_string()).and_then(Value::as_str);
            of.extend(NAMES.iter().filter_map(name).map(str::to_owned));
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

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
