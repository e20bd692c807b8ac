//! What a report is asked for.

use super::audit::Checked;
use super::date::{Grain, Period};
use super::drivers::what_if::WhatIf;
use super::files::Files;
use super::promise::Belief;

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
