//! What a first reading of the files says about how to count: which day order, which decimal mark, which groups, how many comments each
//! customer wrote.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use twox_hash::XxHash3_64;

pub use super::asked::Asked;
use super::columns::{Amount, DatePlan, GroupPlan, NumberCells, OutcomePlan, Values, date_plan, number_in};
use super::comment::{Comment, Status, Tagged};
use super::copies::{Copies, Watch};
use super::date::{self, Dates, Period};
use super::drivers::Kind;
use super::example::Example;
use super::files::{Files, Opened};
use super::votes::{Ballot, Scope, Votes};
use crate::error::{Error, Result};

/// How many unreadable rows are named.
const NAMED: usize = 3;

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
    copies: Copies,
}

/// A tagged comment with all that is known of it.
pub struct Seen<'a> {
    /// The comment.
    pub comment: &'a Comment<'a>,
    /// Its tags.
    pub tagged: &'a Tagged,
    /// The votes of its customer, which its comments share.
    pub ballot: Ballot<'a>,
    /// What is resampled together: its customer, else the comment alone. A hash, the same in any order of rows.
    pub unit: u64,
    /// A hash of the comment alone, the same in any order of rows.
    pub hash: u64,
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
        let mut watch = Watch::default();
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
            watch.see(comment);
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
        let amounts: Vec<Option<Amount>> =
            of_adjust.iter().zip(&values[by.len()..]).map(|(cells, values)| cells.amount(values)).collect();
        let named = by.into_iter().chain(adjust).zip(asked.by.iter().chain(&asked.adjust));
        let amount = asked.by.iter().map(|_| false).chain(amounts.iter().map(Option::is_some)).collect::<Vec<_>>();
        let mut groups = named
            .zip(values)
            .zip(amount)
            .map(|(((column, name), values), amount)| values.plan(name, column, amount))
            .collect::<Result<Vec<_>>>()?;
        let adjust = groups.split_off(asked.by.len());
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
            copies: watch.copies(),
        })
    }

    /// Whether customers are the unit, and any has several comments.
    pub(super) fn has_repeated_customers(&self) -> bool {
        self.counts.customers.is_some_and(|customers| customers < self.counts.tagged)
    }

    /// Whether a unit is a customer with several comments.
    pub(super) fn wrote_several(&self, unit: u64) -> bool {
        self.comments_of.get(&unit).is_some_and(|comments| *comments > 1)
    }

    /// Shows every tagged comment, in the files' order, with the votes that were [counted](Votes::count) of these files.
    ///
    /// # Errors
    ///
    /// What [`Files::each`] fails with.
    pub fn each(&self, files: &Files, votes: &Votes, mut visit: impl FnMut(&Seen<'_>)) -> Result<()> {
        let mut copies = self.copies.clone();
        files.each(|comment| {
            let Status::Ok(tagged) = comment.status() else { return Ok(()) };
            let hash = copies.hash(comment);
            let unit = self.customer.and_then(|column| customer_of(&comment.asked(column))).unwrap_or(hash);
            let day = self.date.as_ref().and_then(|plan| date::day(&comment.asked(plan.column), plan.order));
            let places =
                |plans: &[GroupPlan]| plans.iter().map(|plan| plan.place(&comment.asked(plan.column))).collect();
            visit(&Seen {
                comment,
                tagged: &tagged,
                ballot: votes.of(unit),
                unit,
                hash,
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

impl Seen<'_> {
    /// How much it counts in a scope that it is in: 1, or its part of its customer's vote there.
    pub fn weight(&self, scope: Scope) -> f64 {
        self.ballot.weight(scope)
    }

    /// The scopes it is in that every report has.
    pub(super) fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        let values = self.by.iter().enumerate().map(|(column, place)| Scope::value(column, *place));
        let outcomes = self.outcomes.iter().enumerate().filter(|(_, value)| value.is_some());
        std::iter::once(Scope::All)
            .chain(values)
            .chain(self.period.map(Scope::period))
            .chain(outcomes.map(|(outcome, _)| Scope::outcome(outcome, None)))
    }
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
