//! Touchpoints that come along with complaints about another.

use super::{More, Together};
use crate::labels::Touchpoint;
use crate::report::comment::TOUCHPOINTS;
use crate::report::kpi::Share;
use crate::report::tally::Tally;

/// Every other touchpoint, as often as complaints about `label` speak of it, against all other comments.
pub(super) fn together(label: Touchpoint, with: &[f64; TOUCHPOINTS], all: &Tally) -> Vec<Together> {
    let own = all.complaints(label);
    let beside = |other: &Touchpoint| {
        let count = with[other.index()];
        // Sums of weights may differ in the last digits.
        let rest = |all: f64, own: f64| (all - own).max(0.0);
        let (complaints, others) =
            (Share::of(count, own), Share::of(rest(all.touchpoint(*other), count), rest(all.n(), own)));
        let more = More::of(&complaints, &others)?;
        Some(Together { label: *other, complaints, others, more })
    };
    Touchpoint::ALL.iter().filter(|other| **other != label).filter_map(beside).collect()
}
