//! Days as exports write them, and the periods they fall in.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::comment::At;
use super::example::Example;

/// Which comes first in a day like 03/04/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// The day: 3 April.
    DayFirst,
    /// The month: March 4.
    MonthFirst,
}

/// The month names that are read, by their first letters, Spanish beside English.
const MONTHS: [&[&str]; 12] = [
    &["ene", "jan"],
    &["feb"],
    &["mar"],
    &["abr", "apr"],
    &["may"],
    &["jun"],
    &["jul"],
    &["ago", "aug"],
    &["sep", "set"],
    &["oct"],
    &["nov"],
    &["dic", "dec"],
];

/// A day that may still depend on the order of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Day(NaiveDate),
    /// First number, second number, year.
    Either(u32, u32, i32),
}

/// The years that are read: a comment of another one has a wrong date.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2100;

fn read(text: &str) -> Option<Read> {
    let found = parts_of(text)?;
    let year = match found {
        Read::Day(day) => day.year(),
        Read::Either(_, _, year) => year,
    };
    YEARS.contains(&year).then_some(found)
}

fn parts_of(text: &str) -> Option<Read> {
    let text = text.trim().trim_start_matches('\'');
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty() && !matches!(part.to_lowercase().as_str(), "de" | "del" | "of"))
        .collect();
    // The time, if any, stands behind the day; 2026-03-02T09:04 has it in the third part.
    let [first, second, third] = parts.get(..3)?.try_into().ok()?;
    let third = third.split(['T', 't']).next().unwrap_or_default();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let year = |part: &str| match (number(part)?, part.len()) {
        (year, 4) => i32::try_from(year).ok(),
        (year, 2) => i32::try_from(year).ok().map(|year| if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    };
    let month = |part: &str| {
        let part = part.to_lowercase();
        let found = MONTHS.iter().position(|names| names.iter().any(|name| part.starts_with(name)));
        found.and_then(|index| u32::try_from(index + 1).ok())
    };
    if first.len() == 4 && number(first).is_some() {
        return NaiveDate::from_ymd_opt(year(first)?, number(second)?, number(third)?).map(Read::Day);
    }
    match (number(first), number(second)) {
        (Some(first), Some(second)) => {
            let year = year(third)?;
            let there = |day, month| NaiveDate::from_ymd_opt(year, month, day).is_some();
            (there(first, second) || there(second, first)).then_some(Read::Either(first, second, year))
        }
        (Some(day), None) => NaiveDate::from_ymd_opt(year(third)?, month(second)?, day).map(Read::Day),
        (None, Some(day)) => NaiveDate::from_ymd_opt(year(third)?, month(first)?, day).map(Read::Day),
        (None, None) => None,
    }
}

/// The day in a cell; the time behind it is not read.
pub fn day(text: &str, order: DayOrder) -> Option<NaiveDate> {
    match read(text)? {
        Read::Day(day) => Some(day),
        Read::Either(first, second, year) => {
            let (day, month) = if order == DayOrder::DayFirst { (first, second) } else { (second, first) };
            NaiveDate::from_ymd_opt(year, month, day)
        }
    }
}

/// What the cells of a column have shown of its days so far.
#[derive(Debug, Clone, Default)]
pub struct Dates {
    /// Cells that have the day first, for certain.
    day_first: u64,
    /// Cells that have the month first, for certain.
    month_first: u64,
    /// Cells that could be either.
    pub either: u64,
    /// Cells with a day.
    pub days: u64,
    /// Cells with something else, blank ones not counted.
    pub others: u64,
    /// The first of these.
    pub example: Option<Example>,
    /// The first cells that have the day first and the month first, for certain.
    certain: [Option<Example>; 2],
    /// The earliest and the latest day, by either order.
    range: [Option<(NaiveDate, NaiveDate)>; 2],
}

impl Dates {
    /// Looks at a cell.
    pub(super) fn see(&mut self, text: &str, at: At<'_>) {
        if text.trim().is_empty() {
            return;
        }
        let Some(read) = read(text) else {
            self.others += 1;
            self.example.get_or_insert_with(|| Example::new(text, at));
            return;
        };
        self.days += 1;
        match read {
            Read::Either(first, second, _) if first != second => {
                let (count, place) = match (first > 12, second > 12) {
                    (true, _) => (&mut self.day_first, Some(0)),
                    (_, true) => (&mut self.month_first, Some(1)),
                    _ => (&mut self.either, None),
                };
                *count += 1;
                if let Some(place) = place {
                    self.certain[place].get_or_insert_with(|| Example::new(text, at));
                }
            }
            _ => {}
        }
        for (order, range) in [DayOrder::DayFirst, DayOrder::MonthFirst].into_iter().zip(&mut self.range) {
            if let Some(day) = day(text, order) {
                let (low, high) = range.unwrap_or((day, day));
                *range = Some((low.min(day), high.max(day)));
            }
        }
    }

    /// The order that most cells with only one reading have; the day first where none tells.
    pub fn order(&self) -> DayOrder {
        if self.month_first > self.day_first { DayOrder::MonthFirst } else { DayOrder::DayFirst }
    }

    /// Cells that can only be read in the other order than the one taken: they have no day then.
    pub fn contrary(&self) -> u64 {
        self.day_first.min(self.month_first)
    }

    /// The first of these, where there are any.
    pub(super) fn contrary_example(&self) -> Option<&Example> {
        self.certain[usize::from(self.order() == DayOrder::DayFirst)].as_ref()
    }

    /// Whether the order was told by no cell, but mattered.
    pub fn order_is_a_guess(&self) -> bool {
        self.either > 0 && self.day_first == 0 && self.month_first == 0
    }

    /// The earliest and the latest day.
    pub fn range(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.range[usize::from(self.order() == DayOrder::MonthFirst)]
    }
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// Monday to Sunday (ISO 8601)
    Week,
    /// Calendar months
    Month,
    /// Calendar quarters
    Quarter,
}

impl Grain {
    /// A grain that cuts this range into a readable number of periods.
    pub fn fitting(first: NaiveDate, last: NaiveDate) -> Self {
        match last.signed_duration_since(first).num_days() {
            ..=92 => Self::Week,
            93..=1100 => Self::Month,
            _ => Self::Quarter,
        }
    }

    /// Its length in days, about.
    pub fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 91,
        }
    }

    /// The next longer one.
    pub fn longer(self) -> Option<Self> {
        match self {
            Self::Week => Some(Self::Month),
            Self::Month => Some(Self::Quarter),
            Self::Quarter => None,
        }
    }

    /// The period a day falls in.
    pub fn of(self, day: NaiveDate) -> Period {
        let start = match self {
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => day - Days::new(u64::from(day.day0())),
            Self::Quarter => day - Days::new(u64::from(day.day0())) - Months::new(day.month0() % 3),
        };
        Period { grain: self, start }
    }
}

/// A week, a month or a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How long it is.
    pub grain: Grain,
    /// Its first day.
    pub start: NaiveDate,
}

impl Period {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        let start = match self.grain {
            Grain::Week => self.start + Days::new(7),
            Grain::Month => self.start + Months::new(1),
            Grain::Quarter => self.start + Months::new(3),
        };
        Self { start, ..self }
    }

    /// The period of a name, as [`Display`](fmt::Display) writes it: 2026-W07, 2026-02, 2026-Q1.
    pub fn parse(name: &str) -> Option<Self> {
        let (year, part) = name.split_once('-')?;
        let year: i32 = year.parse().ok()?;
        let (grain, start) = if let Some(week) = part.strip_prefix('W') {
            (Grain::Week, NaiveDate::from_isoywd_opt(year, week.parse().ok()?, chrono::Weekday::Mon)?)
        } else if let Some(quarter) = part.strip_prefix('Q') {
            let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            (Grain::Quarter, NaiveDate::from_ymd_opt(year, 3 * quarter - 2, 1)?)
        } else {
            (Grain::Month, NaiveDate::from_ymd_opt(year, part.parse().ok()?, 1)?)
        };
        Some(Self { grain, start })
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.grain {
            Grain::Week => {
                let week = self.start.iso_week();
                write!(f, "{}-W{:02}", week.year(), week.week())
            }
            Grain::Month => write!(f, "{}-{:02}", self.start.year(), self.start.month()),
            Grain::Quarter => write!(f, "{}-Q{}", self.start.year(), self.start.month0() / 3 + 1),
        }
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "A week, a month or a quarter: 2026-W07, 2026-02, 2026-Q1" })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
