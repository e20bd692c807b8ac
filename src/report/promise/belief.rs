//! What the company believes and promised, in a TOML or CSV file.
//!
//! ```toml
//! [[belief]]
//! touchpoint = "delivery"                # or stage = "receive"; of all comments without either
//! net = 40                               # the net sentiment that the company expects, in points
//! promise = "With you within 48 hours"   # what it told its customers, shown beside the figures
//!
//! [[belief]]
//! praise = "80%"                         # or the share of praise that it expects; of all comments of positive ones
//! ```
//!
//! A CSV or XLSX file has the columns `touchpoint`, `stage`, `net`, `praise`, `promise`, as many of them as are needed.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Spanned, Value};

use crate::error::{Error, Position, Result};
use crate::labels::{Stage, Touchpoint};
use crate::read::{Input, ReadOptions, open};
use crate::report::number::{decimal, percent};
use crate::report::written::parse;

/// What a belief is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Whole comments.
    All,
    /// A touchpoint.
    Touchpoint(Touchpoint),
    /// The touchpoints of a stage.
    Stage(Stage),
}

/// What the company expects to be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Net sentiment, in points.
    Net(f64),
    /// The share of praise, 0 to 1.
    Praise(f64),
}

/// A belief, a promise, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// What about.
    pub subject: Subject,
    /// What is expected.
    pub expected: Option<Expected>,
    /// What was promised.
    pub promise: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    belief: Vec<Spanned<WrittenOne>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOne {
    touchpoint: Option<Touchpoint>,
    stage: Option<Stage>,
    net: Option<Value>,
    praise: Option<Value>,
    promise: Option<String>,
}

impl Belief {
    /// Reads a file: TOML by its name, else a table.
    ///
    /// # Errors
    ///
    /// A file that cannot be read; touchpoints, stages or keys that do not exist; numbers out of range; nothing believed or promised; two
    /// beliefs about the same.
    pub fn read(path: &Path) -> Result<Vec<Self>> {
        let name = path.display().to_string();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::input(Position::of(&*name), format!("cannot be read: {error}")))?;
            return Self::parse(&name, &text);
        }
        Self::of_table(path)
    }

    /// Parses a TOML file.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), with the line.
    pub fn parse(file: &str, text: &str) -> Result<Vec<Self>> {
        let written: Written = parse(file, text, "belief")?;
        let mut all = Vec::new();
        for one in written.belief {
            let place = Position::of(file).at_byte(text, Some(one.span().start));
            let fault = |message: String| Error::usage(format!("{place}: {message}"));
            let one = one.into_inner();
            let text = |value: Option<Value>| match value {
                None => String::new(),
                Some(Value::String(text)) => text,
                Some(other) => other.to_string(),
            };
            let belief = Self::new(
                (one.touchpoint, one.stage),
                (&text(one.net), &text(one.praise)),
                one.promise.as_deref().unwrap_or(""),
            );
            add(&mut all, belief.map_err(fault)?).map_err(fault)?;
        }
        if all.is_empty() {
            return Err(Error::usage(format!("{file} has no belief")).hint("each one is a [[belief]] table"));
        }
        Ok(all)
    }

    fn of_table(path: &Path) -> Result<Vec<Self>> {
        const COLUMNS: [&str; 5] = ["touchpoint", "stage", "net", "praise", "promise"];
        let mut source = open(&Input::File(path.to_owned()), &ReadOptions::default())?;
        let file = source.info.name.clone();
        let places = COLUMNS.map(|name| source.info.columns.iter().position(|column| column.name.trim() == name));
        if places[2..].iter().all(Option::is_none) {
            return Err(Error::input(Position::of(&*file), "has none of the columns net, praise, promise")
                .hint(format!("a file of beliefs has the columns {}", COLUMNS.join(", "))));
        }
        let mut all = Vec::new();
        while let Some(row) = source.next_row()? {
            let fault = |message: String| Error::input(Position::of(&*file).at_row(row.number), message);
            if let Some(why) = &row.fault {
                return Err(fault(why.clone()));
            }
            let [touchpoint, stage, net, praise, promise] = places.map(|place| {
                let cell = place.and_then(|place| row.cells.get(place));
                cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
            });
            let touchpoint = label(&touchpoint, "touchpoint", Touchpoint::ALL, Touchpoint::parse).map_err(fault)?;
            let stage = label(&stage, "stage", Stage::ALL, Stage::parse).map_err(fault)?;
            let belief = Self::new((touchpoint, stage), (&net, &praise), &promise).map_err(fault)?;
            add(&mut all, belief).map_err(fault)?;
        }
        if all.is_empty() {
            return Err(Error::input(Position::of(&*file), "has no rows"));
        }
        Ok(all)
    }

    fn new(
        about: (Option<Touchpoint>, Option<Stage>),
        (net, praise): (&str, &str),
        promise: &str,
    ) -> Result<Self, String> {
        let subject = match about {
            (Some(label), None) => Subject::Touchpoint(label),
            (None, Some(stage)) => Subject::Stage(stage),
            (None, None) => Subject::All,
            (Some(_), Some(_)) => return Err("it is about a touchpoint or a stage, not both".into()),
        };
        let expected = match (net, praise) {
            ("", "") => None,
            (net, "") => Some(Expected::Net(
                decimal(net)
                    .filter(|net| (-100.0..=100.0).contains(net))
                    .ok_or("net is a number from -100 to 100, in points")?,
            )),
            ("", praise) => Some(Expected::Praise(
                percent(praise)
                    .filter(|share| (0.0..=1.0).contains(share))
                    .ok_or("praise is a share, written as \"80%\"")?,
            )),
            _ => return Err("it says net or praise, not both".into()),
        };
        let promise = (!promise.trim().is_empty()).then(|| promise.trim().to_owned());
        if expected.is_none() && promise.is_none() {
            return Err("it says nothing: net, praise or promise".into());
        }
        Ok(Self { subject, expected, promise })
    }
}

fn add(all: &mut Vec<Belief>, belief: Belief) -> Result<(), String> {
    if all.iter().any(|other| other.subject == belief.subject) {
        return Err("there are two beliefs about the same".into());
    }
    all.push(belief);
    Ok(())
}

fn label<T: std::fmt::Display>(
    text: &str,
    what: &str,
    all: &[T],
    parse: fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let names = || all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    parse(text).map(Some).ok_or_else(|| format!("\"{text}\" is no {what}; there are {}", names()))
}
