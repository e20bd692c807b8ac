//! One vote a customer: how much a comment weighs, where customers are the unit.
//!
//! In every part of the comments that figures are of (all, a group, a period, a side of a comparison, what a commitment is judged by) each
//! customer who is there has one vote, and the customer's comments there share it. So the number of such a part is that of its customers,
//! and its shares are shares of their votes. Of those who speak of a touchpoint, or are in a group of a decomposition, the votes are
//! counted: a customer who speaks of it in one of two comments gives it half a vote.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::date::Period;
use super::files::Files;
use super::plan::{Plan, Seen};
use crate::error::Result;

/// A part of the comments in which each customer has one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those with a value of a column that is compared, by their numbers; none of the blank.
    Value(u16, Option<u16>),
    /// Those of the period that starts on this day.
    Period(NaiveDate),
    /// Those on a side of a comparison of two periods, the later one or the earlier one.
    Side(bool),
    /// Those with a number in an outcome; all, or on a side.
    Outcome(u16, Option<bool>),
    /// Those that a commitment is judged by.
    Commitment(u16),
}

impl Scope {
    /// Of a value of a column.
    pub fn value(column: usize, place: Option<usize>) -> Self {
        Self::Value(column as u16, place.map(|place| place as u16))
    }

    /// Of a period.
    pub fn period(period: Period) -> Self {
        Self::Period(period.start)
    }

    /// Of an outcome.
    pub fn outcome(outcome: usize, after: Option<bool>) -> Self {
        Self::Outcome(outcome as u16, after)
    }
}

/// How many comments each customer has in each scope; only of customers with several comments.
#[derive(Debug, Clone, Default)]
pub struct Votes(HashMap<u64, Vec<(Scope, u32)>>);

impl Votes {
    /// Counts the comments of customers by scope: those of every report, and `more` that are asked for. Where customers are not the
    /// unit, or none has two comments, nothing needs to be read.
    ///
    /// # Errors
    ///
    /// What [`Plan::each`] fails with.
    pub fn count(plan: &Plan, files: &Files, more: impl Fn(&Seen<'_>, &mut Vec<Scope>)) -> Result<Self> {
        let mut votes = Self::default();
        if !plan.has_repeated_customers() {
            return Ok(votes);
        }
        let mut scopes = Vec::new();
        plan.each(files, &Self::default(), |seen| {
            if !plan.wrote_several(seen.unit) {
                return;
            }
            scopes.clear();
            scopes.extend(seen.scopes());
            more(seen, &mut scopes);
            let counts = votes.0.entry(seen.unit).or_default();
            for scope in &scopes {
                match counts.iter_mut().find(|(known, _)| known == scope) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((*scope, 1)),
                }
            }
        })?;
        Ok(votes)
    }

    /// The votes of a unit.
    pub(super) fn of(&self, unit: u64) -> Ballot<'_> {
        Ballot(self.0.get(&unit).map_or(&[], Vec::as_slice))
    }
}

/// The comments of a customer by scope; empty where there is only one.
#[derive(Debug, Clone, Copy)]
pub struct Ballot<'a>(&'a [(Scope, u32)]);

impl Ballot<'_> {
    /// Whether the customer has several comments.
    pub fn is_shared(&self) -> bool {
        !self.0.is_empty()
    }

    fn comments(&self, scope: Scope) -> u32 {
        self.0.iter().find(|(known, _)| *known == scope).map_or(0, |(_, count)| *count)
    }

    /// How much a comment in a scope counts there.
    pub fn weight(&self, scope: Scope) -> f64 {
        1.0 / f64::from(self.comments(scope).max(1))
    }

    /// The scopes that the customer is in: how much a comment there counts among those there, and one outside among all others.
    pub fn scopes(&self) -> impl Iterator<Item = (Scope, f64, f64)> + '_ {
        let all = self.comments(Scope::All);
        let weight = |count: u32| 1.0 / f64::from(count.max(1));
        self.0.iter().map(move |(scope, count)| (*scope, weight(*count), weight(all.saturating_sub(*count))))
    }
}
