//! Where and when a touchpoint is complained of more than elsewhere.

use super::{Concentration, More};
use crate::labels::Touchpoint;
use crate::report::groups::Apart;
use crate::report::kpi::Share;
use crate::report::tally::Tally;

/// The complaints in each value and period against those everywhere else.
pub(super) fn concentrations(label: Touchpoint, places: &[Apart<'_>]) -> Vec<Concentration> {
    let complaints = |tally: &Tally| Share::of(tally.complaints(label), tally.n());
    let place = |place: &Apart<'_>| {
        let (here, elsewhere) = (complaints(place.here), complaints(&place.rest));
        let more = More::of(&here, &elsewhere)?;
        let (column, value) = place.value.map(|(column, value)| (column.to_owned(), value.to_owned())).unzip();
        Some(Concentration { column, value, period: place.period, here, elsewhere, more })
    };
    places.iter().filter_map(place).collect()
}
