//! How the columns of the files are read: days, numbers, values.

use std::collections::HashMap;

use super::asked::Asked;
use super::comment::Comment;
use super::date::{Dates, DayOrder, Grain, Period};
use super::drivers::Kind;
use super::example::Example;
use super::number::{Mark, Numbers, Spread, number, sound};
use crate::error::{Error, Result};

/// How many values of a column have a row of their own, the most frequent ones.
pub const MOST_GROUPS: usize = 50;
/// A column with more different values does not tell groups apart.
const MOST_VALUES: usize = 100_000;
/// Up to so many different numbers in a column that is adjusted for are taken for codes, each with a level of its own.
const MOST_CODES: usize = 10;
/// More periods are neither read nor drawn: longer ones are taken.
pub const MOST_PERIODS: i64 = 400;

/// How the days of a column were read.
#[derive(Debug, Clone)]
pub struct DatePlan {
    pub(super) column: usize,
    /// What its cells showed.
    pub seen: Dates,
    /// The order taken.
    pub order: DayOrder,
    /// How long a period is.
    pub grain: Grain,
    /// The first and the last period.
    pub range: (Period, Period),
}

impl DatePlan {
    /// Every period from the first to the last.
    pub fn periods(&self) -> Vec<Period> {
        let last = self.range.1;
        std::iter::successors(Some(self.range.0), |period| Some(period.next()))
            .take_while(|period| *period <= last)
            .collect()
    }
}

/// How the numbers of a column were read.
#[derive(Debug, Clone)]
pub struct OutcomePlan {
    /// Its name.
    pub name: String,
    pub(super) column: usize,
    /// What its cells showed.
    pub seen: Numbers,
    pub(super) mark: Mark,
    /// The least and the greatest number.
    pub range: Option<(f64, f64)>,
    /// Whether all its numbers are whole.
    pub whole: bool,
    /// What its numbers are.
    pub kind: Kind,
}

/// A column that is adjusted for whose values are all numbers.
#[derive(Debug, Clone)]
pub struct Amount {
    /// What its cells showed.
    pub seen: Numbers,
    mark: Mark,
    /// The mean of its numbers.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
}

/// The values of a column that is compared or adjusted for.
#[derive(Debug, Clone)]
pub struct GroupPlan {
    /// Its name.
    pub name: String,
    pub(super) column: usize,
    /// The values that have a row of their own, with their comments, the most frequent first.
    pub values: Vec<(String, u64)>,
    /// How many other values there are; they are counted together.
    pub others: usize,
    /// Comments without a value.
    pub blank: u64,
    places: HashMap<String, usize>,
}

impl GroupPlan {
    /// Whether it is the column asked for under this number.
    pub(super) fn is(&self, column: usize) -> bool {
        self.column == column
    }

    /// The number of a value in [`values`](Self::values); none of the blank, and of the others their number behind the last.
    pub fn place(&self, value: &str) -> Option<usize> {
        let value = value.trim();
        (!value.is_empty()).then(|| self.places.get(value).copied().unwrap_or(self.values.len()))
    }
}

pub(super) fn date_plan(column: usize, name: &str, seen: Dates, asked: &Asked) -> Result<DatePlan> {
    let Some((first, last)) = seen.range() else {
        let found = Example::found(seen.example.as_ref(), asked.quotes);
        return Err(Error::usage(format!("the date column \"{name}\" holds no day, but {found}")).hint(
            "days are read as 2026-03-02, 02/03/2026, 3/2/2026, 2 mar 2026, Mar 2, 2026, with or without a time",
        ));
    };
    let mut grain = asked.grain.unwrap_or_else(|| Grain::fitting(first, last));
    let periods = |grain: Grain| (last - first).num_days() / grain.days();
    while let (true, Some(longer)) = (periods(grain) > MOST_PERIODS, grain.longer()) {
        grain = longer;
    }
    Ok(DatePlan { column, order: seen.order(), grain, range: (grain.of(first), grain.of(last)), seen })
}

impl Amount {
    pub(super) fn of(&self, comment: &Comment<'_>, column: usize) -> Option<f64> {
        Some((number_in(comment, column, self.mark)? - self.mean) / self.deviation)
    }
}

/// The number in a cell: as the file says it, else by the column's mark.
pub(super) fn number_in(comment: &Comment<'_>, column: usize, mark: Mark) -> Option<f64> {
    comment.typed(column).and_then(sound).or_else(|| number(&comment.asked(column), mark))
}

/// What the cells of a column hold of numbers, by either mark.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberCells {
    pub(super) seen: Numbers,
    spreads: [Spread; 2],
}

impl NumberCells {
    pub(super) fn see(&mut self, comment: &Comment<'_>, column: usize) {
        if let Some(value) = comment.typed(column).and_then(sound) {
            self.seen.see_typed();
            self.spreads.iter_mut().for_each(|spread| spread.see(value));
            return;
        }
        let text = &comment.asked(column);
        self.seen.see(text, comment.at());
        for (mark, spread) in Mark::ALL.into_iter().zip(&mut self.spreads) {
            if let Some(value) = number(text, mark) {
                spread.see(value);
            }
        }
    }

    pub(super) fn spread(&self) -> (Mark, Spread) {
        let mark = self.seen.mark();
        (mark, self.spreads[mark.index()])
    }

    /// The column as an amount, where all it holds are numbers, and too many to be codes.
    pub(super) fn amount(&self, values: &Values) -> Option<Amount> {
        let (mark, spread) = self.spread();
        let (mean, deviation) = spread.moments().filter(|(_, deviation)| *deviation > 0.0)?;
        let seen = self.seen.clone();
        (seen.are_all() && values.different() > MOST_CODES).then_some(Amount { seen, mark, mean, deviation })
    }
}

/// The values of a column with their comments.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    counts: HashMap<String, u64>,
    blank: u64,
    /// Whether there were more than can be counted: none is then, so that nothing depends on which came first.
    too_many: bool,
}

impl Values {
    pub(super) fn see(&mut self, value: &str) {
        if value.is_empty() {
            self.blank += 1;
        } else if let Some(count) = self.counts.get_mut(value) {
            *count += 1;
        } else if self.counts.len() == MOST_VALUES {
            self.too_many = true;
            self.counts = HashMap::new();
        } else if !self.too_many {
            self.counts.insert(value.to_owned(), 1);
        }
    }

    /// The groups; of a column of amounts, whose values are not looked at, there may be too many.
    pub(super) fn plan(self, name: &str, column: usize, amounts: bool) -> Result<GroupPlan> {
        if self.too_many && !amounts {
            return Err(Error::usage(format!(
                "\"{name}\" has more than {MOST_VALUES} values: it tells no groups apart"
            ))
            .hint("name a column with few values: channel, segment, shop, country"));
        }
        let mut values: Vec<(String, u64)> = self.counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let others = values.len().saturating_sub(MOST_GROUPS);
        values.truncate(MOST_GROUPS);
        let places = values.iter().enumerate().map(|(place, (value, _))| (value.clone(), place)).collect();
        Ok(GroupPlan { name: name.to_owned(), column, values, others, blank: self.blank, places })
    }

    /// How many different values there are, at least.
    fn different(&self) -> usize {
        if self.too_many { MOST_VALUES + 1 } else { self.counts.len() }
    }
}
