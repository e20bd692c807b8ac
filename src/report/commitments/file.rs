//! Commitment files: what was promised to be reached, by whom.
//!
//! ```toml
//! [[commitment]]
//! name = "Deliveries on time"
//! owner = "Logistics"
//! touchpoint = "delivery"          # without it the measure is of whole comments
//! measure = "complaints"           # complaints, praise, mentions, net; without touchpoint net, a sentiment or a family of emotions
//! of = "comments"                  # or "mentions": of those that speak of the touchpoint
//! at_most = "10%"                  # or at_least; shares with %, net sentiment in points
//! where = { Canal = "Web" }        # or several values: ["Web", "App"]
//! last = "4 weeks"                 # before the last day in the files; or since and until, both included
//! min_n = 30                       # below it nothing is judged
//! ```

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Spanned, Value};

use crate::error::{Error, Position, Result};
use crate::labels::{Family, Sentiment, Touchpoint};
use crate::report::number::percent;
use crate::report::plan::Asked;
use crate::report::written::parse;

/// The fewest comments that are judged, where the file does not say.
const MIN_N: u64 = 30;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Comments that complain about the touchpoint.
    Complaints,
    /// Comments that praise it.
    Praise,
    /// Comments that speak of it.
    Mentions,
    /// Praise less complaint of those that speak of it; of whole comments net sentiment.
    Net,
    /// Positive comments.
    Positive,
    /// Negative comments.
    Negative,
    /// Mixed comments.
    Mixed,
    /// Neutral comments.
    Neutral,
    /// Comments with an emotion of this family.
    Joy,
    /// The same.
    Anger,
    /// The same.
    Sadness,
    /// The same.
    Fear,
    /// The same.
    Disgust,
    /// The same.
    Surprise,
}

impl Measure {
    /// The sentiment whose share it is.
    pub(super) fn sentiment(self) -> Option<Sentiment> {
        match self {
            Self::Positive => Some(Sentiment::Positive),
            Self::Negative => Some(Sentiment::Negative),
            Self::Mixed => Some(Sentiment::Mixed),
            Self::Neutral => Some(Sentiment::Neutral),
            _ => None,
        }
    }

    /// The family of emotions whose share it is.
    pub(super) fn family(self) -> Option<Family> {
        match self {
            Self::Joy => Some(Family::Joy),
            Self::Anger => Some(Family::Anger),
            Self::Sadness => Some(Family::Sadness),
            Self::Fear => Some(Family::Fear),
            Self::Disgust => Some(Family::Disgust),
            Self::Surprise => Some(Family::Surprise),
            _ => None,
        }
    }

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complaints => "complaints",
            Self::Praise => "praise",
            Self::Mentions => "mentions",
            Self::Net => "net",
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Mixed => "mixed",
            Self::Neutral => "neutral",
            Self::Joy => "joy",
            Self::Anger => "anger",
            Self::Sadness => "sadness",
            Self::Fear => "fear",
            Self::Disgust => "disgust",
            Self::Surprise => "surprise",
        }
    }
}

/// Of which comments a share of complaints or of praise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// Of all.
    #[default]
    Comments,
    /// Of those that speak of the touchpoint.
    Mentions,
}

/// What must be reached: a share from 0 to 1, or net sentiment in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// No more than this.
    AtMost(f64),
    /// No less.
    AtLeast(f64),
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// All.
    All,
    /// From one day to another, both included.
    Days(Option<NaiveDate>, Option<NaiveDate>),
    /// So many days before the last one in the files, that one included.
    LastDays(u64),
    /// So many months before it.
    LastMonths(u32),
}

impl Window {
    /// The first and the last day, where the files end on `end`.
    pub(super) fn range(self, end: Option<NaiveDate>) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let from = |start: Option<NaiveDate>| (start.and_then(|day| day.succ_opt()), end);
        match self {
            Self::All => (None, None),
            Self::Days(since, until) => (since, until),
            Self::LastDays(days) => from(end.and_then(|end| end.checked_sub_days(Days::new(days)))),
            Self::LastMonths(months) => from(end.and_then(|end| end.checked_sub_months(Months::new(months)))),
        }
    }
}

/// A commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// What it is called.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it is about; whole comments without it.
    pub touchpoint: Option<Touchpoint>,
    /// What is measured.
    pub measure: Measure,
    /// Of which comments.
    pub of: Base,
    /// For each column the values whose comments count.
    pub filter: BTreeMap<String, Vec<String>>,
    /// What must be reached.
    pub target: Target,
    /// Which days count.
    pub window: Window,
    /// The fewest comments that are judged.
    pub min_n: u64,
}

/// The commitments of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitments {
    /// In the file's order.
    pub all: Vec<Commitment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    commitment: Vec<Spanned<WrittenOne>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOne {
    name: String,
    owner: Option<String>,
    touchpoint: Option<Touchpoint>,
    measure: Measure,
    of: Option<Base>,
    at_most: Option<Spanned<Value>>,
    at_least: Option<Spanned<Value>>,
    #[serde(default, rename = "where")]
    filter: BTreeMap<String, Spanned<Value>>,
    since: Option<Spanned<Value>>,
    until: Option<Spanned<Value>>,
    last: Option<Spanned<String>>,
    min_n: Option<u64>,
}

/// What is wrong with a commitment, and where in the file; where its table starts, if not said.
struct Fault {
    at: Option<usize>,
    message: String,
}

impl Fault {
    fn at<T>(value: &Spanned<T>, message: impl Into<String>) -> Self {
        Self { at: Some(value.span().start), message: message.into() }
    }
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self { at: None, message }
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl Commitments {
    /// Parses and checks a file; `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// What is no TOML, has keys, measures or touchpoints that do not exist, or says what cannot be judged; with the line.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let written: Written = parse(file, text, "commitment")?;
        let mut all: Vec<Commitment> = Vec::new();
        for one in written.commitment {
            let start = one.span().start;
            let fault = |fault: Fault| {
                let place = Position::of(file).at_byte(text, fault.at.or(Some(start)));
                Error::usage(format!("{place}: {}", fault.message))
            };
            let one = Commitment::of(one.into_inner()).map_err(fault)?;
            if all.iter().any(|other| other.name == one.name) {
                return Err(fault(format!("there are two commitments called \"{}\"", one.name).into()));
            }
            all.push(one);
        }
        if all.is_empty() {
            return Err(Error::usage(format!("{file} has no commitment")).hint("each one is a [[commitment]] table"));
        }
        Ok(Self { all })
    }

    /// What is to be asked of the tagged files.
    ///
    /// # Errors
    ///
    /// A commitment of some days only, and no column with the day.
    pub fn asked(&self, date: Option<String>, customer: Option<String>) -> Result<Asked> {
        if date.is_none()
            && let Some(dated) = self.all.iter().find(|one| one.window != Window::All)
        {
            return Err(Error::usage(format!("\"{}\" counts some days only", dated.name))
                .hint("say which column has the day: --date COLUMN"));
        }
        let mut by: Vec<String> = self.all.iter().flat_map(|one| one.filter.keys().cloned()).collect();
        by.sort();
        by.dedup();
        Ok(Asked { by, date, customer, ..Asked::default() })
    }
}

impl Commitment {
    fn of(written: WrittenOne) -> Result<Self, Fault> {
        let WrittenOne { name, owner, touchpoint, measure, filter, .. } = written;
        if name.trim().is_empty() {
            return Err("its name is blank".into());
        }
        let of_touchpoints = matches!(measure, Measure::Complaints | Measure::Praise | Measure::Mentions);
        let measured = measure.name();
        match touchpoint {
            None if of_touchpoints => {
                return Err(format!(
                    "the measure {measured} needs a touchpoint; of whole comments there are net, positive, negative, mixed, \
                     neutral, joy, anger, sadness, fear, disgust, surprise"
                ).into());
            }
            Some(label) if !of_touchpoints && measure != Measure::Net => {
                return Err(format!(
                    "the measure {measured} is of whole comments, not of {label}; of a touchpoint there are complaints, \
                     praise, mentions, net"
                ).into());
            }
            _ => {}
        }
        if written.of.is_some() && !matches!(measure, Measure::Complaints | Measure::Praise) {
            return Err(format!("of is said of complaints and praise only, not of {measured}").into());
        }
        let target = match (written.at_most, written.at_least) {
            (Some(most), None) => Target::AtMost(bound(measure, &most)?),
            (None, Some(least)) => Target::AtLeast(bound(measure, &least)?),
            _ => return Err("it needs at_most or at_least, and not both".into()),
        };
        let filter = filter
            .into_iter()
            .map(|(column, value)| {
                let values = match value.get_ref() {
                    Value::Array(several) if !several.is_empty() => several.iter().map(scalar).collect::<Option<_>>(),
                    one => scalar(one).map(|one| vec![one]),
                };
                let wrong = || format!("where: \"{column}\" is to be a value or a list of values, such as \"Web\"");
                values.map(|values| (column.clone(), values)).ok_or_else(|| Fault::at(&value, wrong()))
            })
            .collect::<Result<_, Fault>>()?;
        let window = match (written.since, written.until, written.last) {
            (None, None, None) => Window::All,
            (since, until, None) => {
                let (since, until) = (since.as_ref().map(day).transpose()?, until.as_ref().map(day).transpose()?);
                if let (Some(since), Some(until)) = (since, until)
                    && since > until
                {
                    return Err(format!("it ends ({until}) before it starts ({since})").into());
                }
                Window::Days(since, until)
            }
            (None, None, Some(last)) => span(&last)?,
            _ => return Err("last cannot go with since or until".into()),
        };
        let (of, min_n) = (written.of.unwrap_or_default(), written.min_n.unwrap_or(MIN_N));
        Ok(Self { name, owner, touchpoint, measure, of, filter, target, window, min_n })
    }
}

fn bound(measure: Measure, written: &Spanned<Value>) -> Result<f64, Fault> {
    let value = written.get_ref();
    if measure == Measure::Net {
        let number = value.as_float().or_else(|| Some(value.as_integer()? as f64));
        return number.filter(|number| (-100.0..=100.0).contains(number)).ok_or_else(|| {
            Fault::at(written, "net sentiment is measured in points from -100 to 100, such as at_least = 20")
        });
    }
    value
        .as_str()
        .and_then(percent)
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| Fault::at(written, format!("{} is a share from 0% to 100%, written as \"10%\"", measure.name())))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        _ => None,
    }
}

fn day(value: &Spanned<Value>) -> Result<NaiveDate, Fault> {
    let text = match value.get_ref() {
        Value::String(text) => text.clone(),
        Value::Datetime(day) => day.to_string(),
        _ => String::new(),
    };
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| Fault::at(value, "a day is written as 2026-02-01"))
}

fn span(written: &Spanned<String>) -> Result<Window, Fault> {
    let text = written.get_ref();
    let units = "write it as \"4 weeks\"; there are days, weeks, months, quarters, years";
    let fault = || Fault::at(written, format!("last = \"{text}\": {units}"));
    let (number, unit) = text.trim().split_once(' ').ok_or_else(fault)?;
    let number: u32 = number.parse().ok().filter(|number| (1..=10_000).contains(number)).ok_or_else(fault)?;
    match unit.trim().trim_end_matches('s') {
        "day" => Ok(Window::LastDays(u64::from(number))),
        "week" => Ok(Window::LastDays(7 * u64::from(number))),
        "month" => Ok(Window::LastMonths(number)),
        "quarter" => Ok(Window::LastMonths(3 * number)),
        "year" => Ok(Window::LastMonths(12 * number)),
        _ => Err(fault()),
    }
}
