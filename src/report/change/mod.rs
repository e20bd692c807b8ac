//! What changed: trends over periods, and two sides (two periods, or two files) compared.

mod between;
mod comparison;
mod measure;
mod mix;
mod trend;
mod versions;

pub use between::parse_between;
pub use comparison::{Comparison, Difference, Side, Verdict};
pub use measure::{Level, Measure};
pub use mix::{CellValue, Change as SplitChange, ColumnKept, Decomposition, Part};
pub use trend::{LEAST_PERIODS, Point, Shift, Trend, Trends};
pub use versions::{Version, Versions};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use self::between::Sides;
use self::mix::Mix;
use super::date::Period;
use super::notes::Note;
use super::plan::{Plan, Seen};
use super::tally::Tally;
use super::votes::Scope;
use crate::error::Result;

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Which models tagged the comments, and whether they did all periods and both sides alike.
    pub versions: Versions,
    /// Period by period; none without days.
    pub trends: Option<Trends>,
    /// Before and after; none where there are no two sides.
    pub comparison: Option<Comparison>,
    /// What could not be computed.
    pub notes: Vec<Note>,
}

/// Why figures are shown but nothing is said of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// There are fewer periods than [`LEAST_PERIODS`].
    TooFewPeriods,
    /// Several versions of a model tagged them, and not all periods or both sides alike.
    ModelVersions,
}

/// Comments of a period or a side.
#[derive(Debug, Clone, Default)]
struct Lot {
    tally: Tally,
    /// By the model that tagged them; kept only where there are several.
    models: BTreeMap<String, u64>,
}

impl Lot {
    fn see(&mut self, seen: &Seen<'_>, scope: Scope, models: bool) {
        self.tally.add(seen.tagged, seen.weight(scope));
        if models {
            *self.models.entry(seen.comment.model().into_owned()).or_default() += 1;
        }
    }
}

/// Counts what the section is made of.
#[derive(Debug, Clone)]
pub struct Collector {
    sides: Sides,
    periods: BTreeMap<Period, Lot>,
    before: Lot,
    after: Lot,
    mix: Option<Mix>,
    /// All models of all files with their comments.
    models: BTreeMap<String, u64>,
    notes: Vec<Note>,
}

impl Collector {
    /// Nothing counted yet. With `before`, the plan of other files, those are compared with the plan's; without, two periods are.
    ///
    /// # Errors
    ///
    /// Two periods are asked for without days, outside of the days there are, or beside files to compare with.
    pub fn new(plan: &Plan, before: Option<&Plan>) -> Result<Self> {
        let mut notes = Vec::new();
        let sides = Sides::of(plan, before, &mut notes)?;
        let mix = if sides == Sides::None { None } else { Mix::new(plan, before, &mut notes) };
        let mut models = plan.models.clone();
        for (name, n) in before.iter().flat_map(|before| &before.models) {
            *models.entry(name.clone()).or_default() += n;
        }
        let (periods, lot) = (BTreeMap::new(), Lot::default());
        Ok(Self { sides, periods, before: lot.clone(), after: lot, mix, models, notes })
    }

    /// In which of the two sides a comment of the plan's files is, as far as customers have a vote of their own there.
    pub fn scopes(&self, seen: &Seen<'_>, scopes: &mut Vec<Scope>) {
        let Sides::Periods(..) = self.sides else { return };
        let Some(after) = self.sides.is_after(seen.day) else { return };
        scopes.push(self.sides.scope(after, None));
        let outcomes = seen.outcomes.iter().enumerate().filter(|(_, value)| value.is_some());
        scopes.extend(outcomes.map(|(outcome, _)| self.sides.scope(after, Some(outcome))));
    }

    /// Counts a comment of the plan's files.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let models = self.models.len() > 1;
        if let Some(period) = seen.period {
            self.periods.entry(period).or_default().see(seen, Scope::period(period), models);
        }
        if let Some(after) = self.sides.is_after(seen.day) {
            self.compare(seen, after, false);
        }
    }

    /// Counts a comment of the files that are compared with.
    pub fn see_before(&mut self, seen: &Seen<'_>) {
        if self.sides == Sides::Files {
            self.compare(seen, false, true);
        }
    }

    fn compare(&mut self, seen: &Seen<'_>, after: bool, of_before: bool) {
        let models = self.models.len() > 1;
        let (sides, lot) = (self.sides, if after { &mut self.after } else { &mut self.before });
        lot.see(seen, sides.scope(after, None), models);
        if let Some(mix) = &mut self.mix {
            mix.see(seen, sides, after, of_before);
        }
    }

    /// The section.
    pub fn finish(mut self, plan: &Plan) -> Change {
        let versions = Versions::of(&self.models, &self.periods, &self.before, &self.after);
        let trends = trend::trends(plan, &self.periods, versions.periods_alike);
        if trends.is_none() {
            self.notes.push(Note::new(
                "No column with the day is named (--date): nothing can be said of trends.",
                "No se ha indicado la columna con la fecha (--date): no se puede hablar de tendencias.",
            ));
        }
        let comparison = comparison::comparison(plan, &mut self, versions.sides_alike);
        Change { versions, trends, comparison, notes: self.notes }
    }
}
