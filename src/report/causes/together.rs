//! Touchpoints that come along with complaints about another.

use super::{LEVEL, More, Together, complaints};
use crate::labels::Touchpoint;
use crate::report::comment::TOUCHPOINTS;
use crate::report::kpi::{Kpis, Share};
use crate::statistics::holm;

/// The touchpoints that complaints about `label` speak of more than all other comments do, the largest differences first.
pub(super) fn together(label: Touchpoint, with: &[f64; TOUCHPOINTS], kpis: &Kpis) -> Vec<Together> {
    let own = complaints(kpis, label);
    let mut found: Vec<Together> = kpis
        .touchpoints
        .iter()
        .filter(|one| one.label != label)
        .filter_map(|one| {
            let count = with[one.label.index()];
            let complaints = Share::of(count, own.count);
            // Sums of weights may differ in the last digits.
            let others = Share::of((one.mentioned.count - count).max(0.0), (kpis.n - own.count).max(0.0));
            let more = More::of(&complaints, &others)?;
            Some(Together { label: one.label, complaints, others, more })
        })
        .collect();
    correct(&mut found, |one| &mut one.more);
    found
}

/// Corrects for the number of findings, and keeps those that are more than chance, the largest first.
pub(super) fn correct<T>(found: &mut Vec<T>, more: impl Fn(&mut T) -> &mut More) {
    let chances: Vec<f64> = found.iter_mut().map(|one| more(one).p).collect();
    for (one, corrected) in found.iter_mut().zip(holm(&chances)) {
        more(one).p_holm = corrected;
    }
    let mut kept: Vec<(f64, T)> = std::mem::take(found)
        .into_iter()
        .map(|mut one| (*more(&mut one), one))
        .filter(|(more, _)| more.difference > 0.0 && more.p_holm < LEVEL)
        .map(|(more, one)| (more.difference, one))
        .collect();
    kept.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.extend(kept.into_iter().map(|(_, one)| one));
}
