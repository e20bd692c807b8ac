//! Shares corrected for the model's own errors: what an audit of some comments says of all of them.
//!
//! The checked comments must be a random sample of the tagged ones, or carry weights. How figures are corrected, and what their intervals
//! hold, is told in [`correction`](crate::statistics::correction): `share by the model = q` becomes
//! `q * precision + (1 - q) * share among the others`, and likewise over several labels, so that the corrected shares of the four
//! sentiments sum to one. A group is corrected by its own checked comments alone: models err differently in different groups.

mod checked;
mod figures;

pub use self::checked::{Checked, CheckedRow, Spoken};
pub use self::figures::{Advice, Corrections, Figure, LabelQuality, TouchpointCorrections};

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::comment::Tagged;
use super::groups::Groups;
use super::plan::{Plan, Seen};
use super::votes::Scope;
use crate::error::{Error, Position, Result};

/// The fewest checked comments by which a group is corrected.
pub const FEWEST: u64 = 30;
/// How far from the figure an interval may reach before more checking is advised: 5 points.
pub const REACH: f64 = 0.05;
/// How many comments an error names.
const NAMED: usize = 3;

/// A checked comment with what the model said of it.
#[derive(Debug, Clone)]
struct Found {
    checked: usize,
    tagged: Tagged,
    /// Its weight among all, and then in its group of each column.
    weights: Vec<f64>,
    unit: u64,
    by: Vec<Option<usize>>,
}

/// Looks for the checked comments among the tagged ones.
#[derive(Debug)]
pub struct Audit {
    checked: Checked,
    places: HashMap<u64, usize>,
    found: Vec<Option<Found>>,
    twice: Vec<bool>,
}

/// What an audit says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuditSection {
    /// The audit file.
    pub file: String,
    /// Its checked comments.
    pub checked: u64,
    /// Of how many.
    pub comments: u64,
    /// Its rows without labels, which were passed over.
    pub unchecked: u64,
    /// Whether its rows have weights; else they are taken for a simple random sample.
    pub weighted: bool,
    /// The figures of all comments.
    pub all: Corrections,
    /// The figures of groups.
    pub by: Vec<CorrectedBy>,
    /// How right the model is, label by label.
    pub labels: Vec<LabelQuality>,
}

/// The corrected figures by the values of a column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CorrectedBy {
    /// The column.
    pub column: String,
    /// Its values with enough checked comments.
    pub groups: Vec<CorrectedGroup>,
    /// Values with fewer than [`FEWEST`] checked comments, which are not corrected.
    pub too_few: Vec<String>,
}

/// The corrected figures of a value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CorrectedGroup {
    /// The value.
    pub value: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Corrections,
}

impl Audit {
    /// Looks for these.
    pub fn new(checked: Checked) -> Self {
        let places = checked.rows.iter().enumerate().map(|(place, row)| (row.key, place)).collect();
        let rows = checked.rows.len();
        Self { places, found: vec![None; rows], twice: vec![false; rows], checked }
    }

    /// Looks at a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let key = self.checked.key(seen.comment);
        let Some(place) = self.places.get(&key).copied() else { return };
        self.twice[place] |= self.found[place].is_some();
        let (tagged, by) = (seen.tagged.clone(), seen.by.clone());
        let groups = by.iter().enumerate().map(|(column, place)| Scope::value(column, *place));
        let weights = std::iter::once(Scope::All).chain(groups).map(|scope| seen.weight(scope)).collect();
        self.found[place] = Some(Found { checked: place, tagged, weights, unit: seen.unit, by });
    }

    /// Corrects the figures; `groups` counted the same comments.
    ///
    /// # Errors
    ///
    /// A checked comment that is not among the tagged ones, or there twice.
    pub fn finish(self, plan: &Plan, groups: &Groups) -> Result<AuditSection> {
        let names = |wanted: &dyn Fn(usize) -> bool| -> Vec<&str> {
            let rows = self.checked.rows.iter().enumerate();
            rows.filter(|(place, _)| wanted(*place)).map(|(_, row)| row.name.as_str()).collect()
        };
        let missing = names(&|place| self.found[place].is_none());
        let twice = names(&|place| self.twice[place]);
        for (names, what) in [(missing, "not among the tagged comments"), (twice, "there more than once")] {
            if !names.is_empty() {
                let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
                let more = if names.len() > NAMED { ", …" } else { "" };
                let message = format!("{} of its {} comments are {what}: {shown}{more}", names.len(), self.found.len());
                return Err(Error::input(Position::of(&*self.checked.file), message).hint(self.checked.advice()));
            }
        }
        let pairs: Vec<figures::Pair<'_>> = self
            .found
            .iter()
            .flatten()
            .map(|found| figures::Pair::of(found, &self.checked.rows[found.checked], 0))
            .collect();
        let by = plan.by.iter().zip(groups.tallies()).enumerate().map(|(column, (values, tallies))| {
            let mut by = CorrectedBy { column: values.name.clone(), groups: Vec::new(), too_few: Vec::new() };
            for (place, (value, _)) in values.values.iter().enumerate() {
                let own: Vec<_> = pairs
                    .iter()
                    .filter(|pair| pair.found.by[column] == Some(place))
                    .map(|pair| figures::Pair::of(pair.found, pair.truth, 1 + column))
                    .collect();
                match tallies.get(&Some(place)) {
                    Some(tally) if own.len() as u64 >= FEWEST => {
                        by.groups.push(CorrectedGroup { value: value.clone(), figures: Corrections::of(&own, tally) });
                    }
                    _ => by.too_few.push(value.clone()),
                }
            }
            by
        });
        Ok(AuditSection {
            checked: pairs.len() as u64,
            comments: groups.all.comments,
            unchecked: self.checked.unchecked,
            weighted: self.checked.weighted,
            all: Corrections::of(&pairs, &groups.all),
            by: by.collect(),
            labels: figures::qualities(&pairs),
            file: self.checked.file.clone(),
        })
    }
}
