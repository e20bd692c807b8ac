//! Which versions of a model tagged the comments: a new one may change the figures where no customer changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Lot;
use crate::report::date::Period;

/// How far a version's share may differ between periods, or sides, that are still alike.
const ALIKE: f64 = 0.05;

/// The models that tagged the comments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Versions {
    /// Those that the files name.
    pub found: Vec<Version>,
    /// Comments whose file does not name it.
    pub unknown: u64,
    /// Whether one version tagged all periods, or several did with the same shares everywhere.
    pub periods_alike: bool,
    /// Whether one version tagged both sides, or several did with the same shares.
    pub sides_alike: bool,
}

/// A model with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Version {
    /// As the records name it.
    pub name: String,
    /// Its comments.
    pub comments: u64,
    /// Those of them before, where two sides are compared.
    pub before: u64,
    /// Those of them after.
    pub after: u64,
}

impl Versions {
    pub(super) fn of(
        models: &BTreeMap<String, u64>,
        periods: &BTreeMap<Period, Lot>,
        before: &Lot,
        after: &Lot,
    ) -> Self {
        let one = models.len() < 2;
        let on = |lot: &Lot, name: &str| {
            if one { lot.tally.comments } else { lot.models.get(name).copied().unwrap_or(0) }
        };
        let found = models.iter().filter(|(name, _)| !name.is_empty()).map(|(name, comments)| Version {
            name: name.clone(),
            comments: *comments,
            before: on(before, name),
            after: on(after, name),
        });
        Self {
            found: found.collect(),
            unknown: models.get("").copied().unwrap_or(0),
            periods_alike: alike(periods.values()),
            sides_alike: alike([before, after].into_iter()),
        }
    }
}

/// Whether each lot has the versions in the shares that all have together; comments of unknown ones are left out.
fn alike<'a>(lots: impl Iterator<Item = &'a Lot>) -> bool {
    let known = |lot: &'a Lot| lot.models.iter().filter(|(name, _)| !name.is_empty());
    let lots: Vec<Vec<(&String, u64)>> = lots
        .map(|lot| known(lot).map(|(name, n)| (name, *n)).collect())
        .filter(|lot: &Vec<_>| !lot.is_empty())
        .collect();
    let mut all: BTreeMap<&String, u64> = BTreeMap::new();
    lots.iter().flatten().for_each(|(name, n)| *all.entry(name).or_default() += n);
    let total = all.values().sum::<u64>() as f64;
    lots.iter().all(|lot| {
        let own = lot.iter().map(|(_, n)| n).sum::<u64>() as f64;
        all.iter().all(|(name, n)| {
            let here = lot.iter().find(|(other, _)| other == name).map_or(0, |(_, n)| *n);
            (here as f64 / own - *n as f64 / total).abs() <= ALIKE
        })
    })
}
