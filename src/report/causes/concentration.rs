//! Where and when a touchpoint is complained of more than elsewhere.

use super::together::correct;
use super::{Concentration, More, complaints};
use crate::labels::Touchpoint;
use crate::report::groups::{By, InPeriod};
use crate::report::kpi::{Kpis, Share};

/// The values and periods with a higher share of complaints than everything else together, the largest differences first, and how many
/// were looked at. Values and periods with fewer than `min_n` comments are not.
pub(super) fn concentrations(
    label: Touchpoint,
    all: &Kpis,
    by: &[By],
    periods: &[InPeriod],
    min_n: u64,
) -> (Vec<Concentration>, usize) {
    let whole = complaints(all, label);
    let place = |kpis: &Kpis, column: Option<&String>, value: Option<&String>, period| {
        let here = complaints(kpis, label);
        let elsewhere = Share::of((whole.count - here.count).max(0.0), (whole.n - here.n).max(0.0));
        let more = More::of(&here, &elsewhere)?;
        Some(Concentration { column: column.cloned(), value: value.cloned(), period, here, elsewhere, more })
    };
    let groups =
        by.iter().flat_map(|by| by.groups.iter().filter(|group| group.enough).map(|group| (&by.column, group)));
    let mut found: Vec<Concentration> = groups
        .filter_map(|(column, group)| place(&group.kpis, Some(column), group.value.as_ref(), None))
        .chain(
            periods
                .iter()
                .filter(|one| one.kpis.comments >= min_n)
                .filter_map(|one| place(&one.kpis, None, None, Some(one.period))),
        )
        .collect();
    let looked_at = found.len();
    correct(&mut found, |one| &mut one.more);
    (found, looked_at)
}
