//! What a report was asked for, and what a first reading of the files says about how to do it: which day order, which decimal mark,
//! which groups, how many comments each customer wrote.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use twox_hash::XxHash3_64;

use super::audit::Checked;
use super::comment::{Comment, Status, Tagged};
use super::date::{self, Dates, DayOrder, Grain, Period};
use super::drivers::Kind;
use super::drivers::what_if::WhatIf;
use super::example::Example;
use super::files::{Files, Opened};
use super::number::{Mark, Numbers, Spread, number, sound};
use super::promise::Belief;
use crate::error::{Error, Result};

/// How many values of a column have a row of their own, the most frequent ones.
pub const MOST_GROUPS: usize = 50;
/// How many different values of a column are counted at all.
const MOST_VALUES: usize = 100_000;
/// Up to so many different numbers in a column that is adjusted for are taken for codes, each with a level of its own.
const MOST_CODES: usize = 10;
/// More periods are neither read nor drawn: longer ones are taken.
pub const MOST_PERIODS: i64 = 400;
/// How many unreadable rows are named.
const NAMED: usize = 3;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Columns whose values are compared.
    pub by: Vec<String>,
    /// The column with the day.
    pub date: Option<String>,
    /// How long a period is; fitted to the range of days without it.
    pub grain: Option<Grain>,
    /// The two periods that are compared; the last two complete ones without.
    pub between: Option<(Period, Period)>,
    /// The column that tells customers apart, where they are the unit.
    pub customer: Option<String>,
    /// Columns with a number that the touchpoints may move.
    pub outcomes: Vec<String>,
    /// Which outcomes are NPS answers; told by their names without.
    pub nps: Option<Vec<String>>,
    /// Files to compare with.
    pub before: Option<Files>,
    /// Columns to adjust the drivers for.
    pub adjust: Vec<String>,
    /// Shares of praise or complaint to reckon with.
    pub what_ifs: Vec<WhatIf>,
    /// Groups with fewer comments are not ranked.
    pub min_n: u64,
    /// Whether comments may be quoted, masked.
    pub quotes: bool,
    /// Checked comments, to correct the figures by.
    pub audit: Option<Checked>,
    /// What the company believes and promised.
    pub beliefs: Vec<Belief>,
}

impl Asked {
    /// What the files to compare with are asked for.
    pub(super) fn of_before(&self) -> Self {
        let Self { by, date, grain, customer, outcomes, min_n, quotes, .. } = self.clone();
        Self { by, date, grain, customer, outcomes, min_n, quotes, ..Self::default() }
    }

    /// Every column it needs, without repeats.
    pub fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        let named = self.by.iter().chain(&self.date).chain(&self.customer).chain(&self.outcomes).chain(&self.adjust);
        for name in named {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        columns
    }
}

/// What became of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// Comments with tags.
    pub tagged: u64,
    /// Without a text.
    pub skipped: u64,
    /// That classify could not read.
    pub failed: u64,
    /// Whose tags could not be read here.
    pub unreadable: u64,
    /// The first of these, with the reasons.
    pub examples: Vec<String>,
    /// Customers, where they are the unit.
    pub customers: Option<u64>,
    /// Comments without a customer, each a customer of its own.
    pub without_customer: u64,
}

/// How the days of a column were read.
#[derive(Debug, Clone)]
pub struct DatePlan {
    column: usize,
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
    column: usize,
    /// What its cells showed.
    pub seen: Numbers,
    mark: Mark,
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
    column: usize,
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

/// What is known before comments are counted.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What was asked for.
    pub asked: Asked,
    /// What was found on opening the files.
    pub opened: Opened,
    /// What became of the rows.
    pub counts: Counts,
    /// The days.
    pub date: Option<DatePlan>,
    /// The outcomes.
    pub outcomes: Vec<OutcomePlan>,
    /// The columns that are compared.
    pub by: Vec<GroupPlan>,
    /// The columns that are adjusted for.
    pub adjust: Vec<GroupPlan>,
    /// For each of these, whether its values are numbers.
    pub amounts: Vec<Option<Amount>>,
    /// Models that tagged, with their comments; "" where the file does not say.
    pub models: BTreeMap<String, u64>,
    /// Comments by language.
    pub languages: BTreeMap<String, u64>,
    customer: Option<usize>,
    comments_of: HashMap<u64, u32>,
}

/// A tagged comment with all that is known of it.
pub struct Seen<'a> {
    /// The comment.
    pub comment: &'a Comment<'a>,
    /// Its tags.
    pub tagged: &'a Tagged,
    /// Its weight: 1, or one over the number of its customer's comments.
    pub weight: f64,
    /// What is resampled together: its customer, else the comment alone. A hash, the same in any order of rows.
    pub unit: u64,
    /// Its day.
    pub day: Option<NaiveDate>,
    /// The period of that day.
    pub period: Option<Period>,
    /// For each column that is compared the number of its value there.
    pub by: Vec<Option<usize>>,
    /// For each column that is adjusted for the number of its value there.
    pub adjust: Vec<Option<usize>>,
    /// For each of these with numbers its number, in standard deviations from the mean.
    pub amounts: Vec<Option<f64>>,
    /// For each outcome its number.
    pub outcomes: Vec<Option<f64>>,
}

impl Plan {
    /// Reads the files once.
    ///
    /// # Errors
    ///
    /// What [`Files::check`] and [`Files::each`] fail with; an outcome without any number, a day column without any day.
    pub fn survey(files: &Files, asked: Asked) -> Result<Self> {
        if let Some(name) = asked.adjust.iter().find(|name| asked.outcomes.contains(name)) {
            return Err(Error::usage(format!("\"{name}\" cannot be an outcome and be adjusted for"))
                .hint("adjust for columns that tell customers apart, such as channel, segment, country"));
        }
        let opened = files.check()?;
        let column = |name: &String| files.number(name).ok_or_else(|| Error::internal("a column was not asked for"));
        let date = asked.date.as_ref().map(column).transpose()?;
        let customer = asked.customer.as_ref().map(column).transpose()?;
        let outcomes: Vec<usize> = asked.outcomes.iter().map(column).collect::<Result<_>>()?;
        let by: Vec<usize> = asked.by.iter().map(column).collect::<Result<_>>()?;
        let adjust: Vec<usize> = asked.adjust.iter().map(column).collect::<Result<_>>()?;
        let asked = opened.resolve(files, asked)?;

        let (mut counts, mut dates) = (Counts::default(), Dates::default());
        let mut cells = vec![NumberCells::default(); outcomes.len() + adjust.len()];
        let mut values: Vec<Values> = vec![Values::default(); by.len() + adjust.len()];
        let (mut models, mut languages) = (BTreeMap::new(), BTreeMap::new());
        let mut comments_of: HashMap<u64, u32> = HashMap::new();
        files.each(|comment| {
            match comment.status() {
                Status::Ok(_) => counts.tagged += 1,
                Status::Skipped => {
                    counts.skipped += 1;
                    return Ok(());
                }
                Status::Failed => {
                    counts.failed += 1;
                    return Ok(());
                }
                Status::Unreadable(why) => {
                    counts.unreadable += 1;
                    if counts.examples.len() < NAMED {
                        let why = why.said(asked.quotes);
                        counts.examples.push(format!("{}, row {}: {why}", comment.source, comment.row));
                    }
                    return Ok(());
                }
            }
            count(&mut models, &comment.model());
            count(&mut languages, comment.lang().map_or("", |lang| lang.name()));
            if let Some(date) = date {
                dates.see(&comment.asked(date), comment.at());
            }
            if let Some(customer) = customer {
                match customer_of(&comment.asked(customer)) {
                    Some(customer) => *comments_of.entry(customer).or_default() += 1,
                    None => counts.without_customer += 1,
                }
            }
            for (index, cells) in outcomes.iter().chain(&adjust).zip(&mut cells) {
                cells.see(comment, *index);
            }
            for (index, values) in by.iter().chain(&adjust).zip(&mut values) {
                values.see(comment.asked(*index).trim());
            }
            Ok(())
        })?;
        if customer.is_some() {
            counts.customers = Some(comments_of.len() as u64 + counts.without_customer);
        }
        let date = match (date, &asked.date) {
            (Some(column), Some(name)) if counts.tagged > 0 => Some(date_plan(column, name, dates, &asked)?),
            _ => None,
        };
        let mut plans = Vec::new();
        let of_adjust = cells.split_off(outcomes.len());
        for ((column, name), cells) in outcomes.into_iter().zip(&asked.outcomes).zip(cells) {
            let seen = &cells.seen;
            if seen.numbers == 0 && counts.tagged > 0 {
                let found = Example::found(seen.example.as_ref(), asked.quotes);
                return Err(Error::usage(format!("the outcome column \"{name}\" holds no number, but {found}"))
                    .hint("an outcome is a number: a score, stars, revenue; decimal commas are read"));
            }
            let (mark, spread) = cells.spread();
            let (range, whole) = (spread.range, spread.whole());
            let kind = Kind::of(name, range, whole, asked.nps.as_deref())?;
            plans.push(OutcomePlan { name: name.clone(), column, mark, range, whole, kind, seen: cells.seen });
        }
        let mut groups = by
            .into_iter()
            .chain(adjust)
            .zip(asked.by.iter().chain(&asked.adjust))
            .zip(values)
            .map(|((column, name), values)| values.plan(name, column))
            .collect::<Vec<_>>();
        let adjust = groups.split_off(asked.by.len());
        let amounts = of_adjust.iter().zip(&adjust).map(|(cells, plan)| cells.amount(plan)).collect();
        Ok(Self {
            asked,
            opened,
            counts,
            date,
            outcomes: plans,
            by: groups,
            adjust,
            amounts,
            models,
            languages,
            customer,
            comments_of,
        })
    }

    /// Shows every tagged comment, in the files' order.
    ///
    /// # Errors
    ///
    /// What [`Files::each`] fails with.
    pub fn each(&self, files: &Files, mut visit: impl FnMut(&Seen<'_>)) -> Result<()> {
        files.each(|comment| {
            let Status::Ok(tagged) = comment.status() else { return Ok(()) };
            let customer = self.customer.and_then(|column| customer_of(&comment.asked(column)));
            let (unit, weight) = match customer {
                Some(customer) => (customer, 1.0 / f64::from(self.comments_of.get(&customer).copied().unwrap_or(1))),
                None => (comment.fingerprint(), 1.0),
            };
            let day = self.date.as_ref().and_then(|plan| date::day(&comment.asked(plan.column), plan.order));
            let places =
                |plans: &[GroupPlan]| plans.iter().map(|plan| plan.place(&comment.asked(plan.column))).collect();
            visit(&Seen {
                comment,
                tagged: &tagged,
                weight,
                unit,
                day,
                period: day.and_then(|day| Some(self.date.as_ref()?.grain.of(day))),
                by: places(&self.by),
                adjust: places(&self.adjust),
                amounts: self
                    .adjust
                    .iter()
                    .zip(&self.amounts)
                    .map(|(plan, amount)| amount.as_ref().and_then(|amount| amount.of(comment, plan.column)))
                    .collect(),
                outcomes: self.outcomes.iter().map(|plan| number_in(comment, plan.column, plan.mark)).collect(),
            });
            Ok(())
        })
    }
}

fn date_plan(column: usize, name: &str, seen: Dates, asked: &Asked) -> Result<DatePlan> {
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

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => _ = counts.insert(name.to_owned(), 1),
    }
}

fn customer_of(text: &str) -> Option<u64> {
    let text = text.trim();
    (!text.is_empty()).then(|| XxHash3_64::oneshot(text.as_bytes()))
}

impl Amount {
    fn of(&self, comment: &Comment<'_>, column: usize) -> Option<f64> {
        Some((number_in(comment, column, self.mark)? - self.mean) / self.deviation)
    }
}

/// The number in a cell: as the file says it, else by the column's mark.
fn number_in(comment: &Comment<'_>, column: usize, mark: Mark) -> Option<f64> {
    comment.typed(column).and_then(sound).or_else(|| number(&comment.asked(column), mark))
}

/// What the cells of a column hold of numbers, by either mark.
#[derive(Debug, Clone, Default)]
struct NumberCells {
    seen: Numbers,
    spreads: [Spread; 2],
}

impl NumberCells {
    fn see(&mut self, comment: &Comment<'_>, column: usize) {
        if let Some(value) = comment.typed(column).and_then(sound) {
            self.seen.see_typed();
            self.spreads.iter_mut().for_each(|spread| spread.see(value));
            return;
        }
        let text = &comment.asked(column);
        self.seen.see(text, comment.at());
        for (mark, spread) in [Mark::Point, Mark::Comma].into_iter().zip(&mut self.spreads) {
            if let Some(value) = number(text, mark) {
                spread.see(value);
            }
        }
    }

    fn spread(&self) -> (Mark, Spread) {
        let mark = self.seen.mark();
        (mark, self.spreads[usize::from(mark == Mark::Comma)])
    }

    /// The column as an amount, where all it holds are numbers, and too many to be codes.
    fn amount(&self, plan: &GroupPlan) -> Option<Amount> {
        let (mark, spread) = self.spread();
        let different = plan.values.len() + plan.others;
        let (mean, deviation) = spread.moments().filter(|(_, deviation)| *deviation > 0.0)?;
        let seen = self.seen.clone();
        (seen.are_all() && different > MOST_CODES).then_some(Amount { seen, mark, mean, deviation })
    }
}

/// The values of a column with their comments.
#[derive(Debug, Clone, Default)]
struct Values {
    counts: HashMap<String, u64>,
    blank: u64,
}

impl Values {
    fn see(&mut self, value: &str) {
        if value.is_empty() {
            self.blank += 1;
        } else if let Some(count) = self.counts.get_mut(value) {
            *count += 1;
        } else if self.counts.len() < MOST_VALUES {
            self.counts.insert(value.to_owned(), 1);
        }
    }

    fn plan(self, name: &str, column: usize) -> GroupPlan {
        let mut values: Vec<(String, u64)> = self.counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let others = values.len().saturating_sub(MOST_GROUPS);
        values.truncate(MOST_GROUPS);
        let places = values.iter().enumerate().map(|(place, (value, _))| (value.clone(), place)).collect();
        GroupPlan { name: name.to_owned(), column, values, others, blank: self.blank, places }
    }
}
