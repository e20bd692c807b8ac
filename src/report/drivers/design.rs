//! The columns of the regression.

use schemars::JsonSchema;
use serde::Serialize;

use super::Polarity;
use crate::labels::Touchpoint;
use crate::report::comment::TOUCHPOINTS;
use crate::report::plan::{Plan, Seen};

/// How many columns say what a comment praises and criticises.
pub(super) const SAID: usize = 2 * TOUCHPOINTS;
/// How many columns the adjusting columns may have in all.
const MOST_ADJUSTING: usize = 60;
/// How many values of one of them have a column of their own.
const MOST_LEVELS: usize = 20;

/// A column of the regression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Regressor {
    /// Praise of, or complaint about, a touchpoint.
    Said {
        /// Which.
        touchpoint: Touchpoint,
        /// Praise or complaint.
        polarity: Polarity,
    },
    /// A value of a column adjusted for; none where it is blank, "…" for all rare ones together.
    Level {
        /// The column.
        column: String,
        /// Its value.
        value: Option<String>,
    },
    /// The numbers of a column adjusted for.
    Amount {
        /// The column.
        column: String,
    },
}

/// A column adjusted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Adjusted {
    /// Which.
    pub column: String,
    /// Whether by its numbers, a slope per standard deviation; else by its values, a level each.
    pub numbers: bool,
    /// How many values have a level of their own; rarer ones share one.
    pub levels: usize,
    /// Comments without a value, which have a level of their own.
    pub blank: u64,
}

/// Where the values of a column adjusted for stand in the regression.
#[derive(Debug)]
enum Place {
    Amount { at: usize, blank: usize },
    Levels { first: usize, own: usize, rest: usize, blank: usize },
}

/// The columns of the regression: what is said first, then what is adjusted for.
#[derive(Debug)]
pub(super) struct Design {
    pub(super) columns: Vec<Regressor>,
    pub(super) adjusted: Vec<Adjusted>,
    places: Vec<Place>,
}

/// The column of praise of, or complaints about, a touchpoint.
pub(super) const fn said(touchpoint: Touchpoint, polarity: Polarity) -> usize {
    2 * touchpoint.index() + polarity as usize
}

impl Design {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut columns: Vec<Regressor> = Touchpoint::ALL
            .iter()
            .flat_map(|touchpoint| Polarity::ALL.map(|polarity| Regressor::Said { touchpoint: *touchpoint, polarity }))
            .collect();
        // Each also has a column for rare values and one for blank ones.
        let most = (MOST_ADJUSTING / plan.adjust.len().max(1)).saturating_sub(2).clamp(1, MOST_LEVELS);
        let (mut adjusted, mut places) = (Vec::new(), Vec::new());
        for (group, amount) in plan.adjust.iter().zip(&plan.amounts) {
            let (column, first) = (group.name.clone(), columns.len());
            let level = |value: Option<String>| Regressor::Level { column: column.clone(), value };
            let own = if amount.is_some() { 0 } else { group.values.len().min(most) };
            if amount.is_some() {
                columns.extend([Regressor::Amount { column: column.clone() }, level(None)]);
                places.push(Place::Amount { at: first, blank: first + 1 });
            } else {
                columns.extend(group.values[..own].iter().map(|(value, _)| level(Some(value.clone()))));
                columns.extend([level(Some("…".into())), level(None)]);
                places.push(Place::Levels { first, own, rest: first + own, blank: first + own + 1 });
            }
            adjusted.push(Adjusted { column, numbers: amount.is_some(), levels: own, blank: group.blank });
        }
        Self { columns, adjusted, places }
    }

    /// The cells of a comment's row that are not zero.
    pub(super) fn cells(&self, seen: &Seen<'_>, cells: &mut Vec<(usize, f64)>) {
        cells.clear();
        for (touchpoint, sentiment) in Touchpoint::ALL.iter().zip(seen.tagged.touchpoints) {
            let polarities = Polarity::ALL.into_iter();
            let holds = polarities.filter(|polarity| sentiment.is_some_and(|sentiment| polarity.holds(sentiment)));
            cells.extend(holds.map(|polarity| (said(*touchpoint, polarity), 1.0)));
        }
        for (index, place) in self.places.iter().enumerate() {
            cells.push(match (place, seen.amounts[index], seen.adjust[index]) {
                (Place::Amount { at, .. }, Some(amount), _) => (*at, amount),
                (Place::Levels { blank, .. }, _, None) | (Place::Amount { blank, .. }, None, _) => (*blank, 1.0),
                (Place::Levels { first, own, .. }, _, Some(value)) if value < *own => (first + value, 1.0),
                (Place::Levels { rest, .. }, _, Some(_)) => (*rest, 1.0),
            });
        }
    }
}
