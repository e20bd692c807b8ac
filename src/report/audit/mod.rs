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
use super::notes::Note;
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
    /// The first tagged comment without an id, where ids are asked for.
    nameless: Option<Error>,
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
    /// Its checked rows whose comments are not among the tagged ones, which were left out.
    pub missing: u64,
    /// Whether its rows have weights; else they are taken for a simple random sample.
    pub weighted: bool,
    /// The figures of all comments.
    pub all: Corrections,
    /// The figures of groups.
    pub by: Vec<CorrectedBy>,
    /// How right the model is, label by label.
    pub labels: Vec<LabelQuality>,
    /// What a reader must know.
    pub notes: Vec<Note>,
}

fn listed(names: &[&str]) -> String {
    let more = if names.len() > NAMED { ", …" } else { "" };
    names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ") + more
}

fn note(file: &str, missing: usize, all: usize, shown: &str) -> Note {
    Note::new(
        format!(
            "{missing} of the {all} checked comments of {file} are not among the tagged ones and are left out ({shown}). The corrected \
             figures hold if those that are there are still a random sample."
        ),
        format!(
            "{missing} de los {all} comentarios revisados de {file} no están entre los etiquetados y no se usan ({shown}). Las cifras \
             corregidas valen si los que sí están siguen siendo una muestra al azar."
        ),
    )
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
        Self { places, found: vec![None; rows], twice: vec![false; rows], nameless: None, checked }
    }

    /// Looks at a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let key = match self.checked.key(seen.comment) {
            Ok(key) => key,
            Err(error) => {
                self.nameless.get_or_insert(error);
                return;
            }
        };
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
    /// A tagged comment has no id, where ids are asked for; no checked comment is among the tagged ones, or one is there twice.
    pub fn finish(self, plan: &Plan, groups: &Groups) -> Result<AuditSection> {
        if let Some(error) = self.nameless {
            return Err(error);
        }
        let names = |wanted: &dyn Fn(usize) -> bool| -> Vec<&str> {
            let rows = self.checked.rows.iter().enumerate();
            rows.filter(|(place, _)| wanted(*place)).map(|(_, row)| row.name.as_str()).collect()
        };
        let missing = names(&|place| self.found[place].is_none());
        let twice = names(&|place| self.twice[place]);
        let fault =
            |message: String| Error::input(Position::of(&*self.checked.file), message).hint(self.checked.advice());
        if missing.len() == self.found.len() {
            let shown = listed(&missing);
            return Err(fault(format!("none of its {} comments is among the tagged comments: {shown}", missing.len())));
        }
        if !twice.is_empty() {
            let (n, all, shown) = (twice.len(), self.found.len(), listed(&twice));
            return Err(fault(format!("{n} of its {all} comments are there more than once: {shown}")));
        }
        let left_out = (!missing.is_empty()).then(|| listed(&missing));
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
            missing: missing.len() as u64,
            notes: left_out
                .map(|shown| note(&self.checked.file, missing.len(), self.found.len(), &shown))
                .into_iter()
                .collect(),
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
