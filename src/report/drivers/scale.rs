//! What the numbers of an outcome are, and the scale that they are computed on.

use schemars::JsonSchema;
use serde::Serialize;

use super::Estimate;
use crate::error::{Error, Result};
use crate::fold::unaccented;
use crate::report::columns::OutcomePlan;

/// What the numbers of an outcome are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Answers from 0 to 10 to "would you recommend us": 9 and 10 count +100, 0 to 6 count -100, so that the mean is
    /// the NPS and effects are NPS points.
    Nps,
    /// Yes or no, 1 or 0: the mean is a percentage, and effects are percentage points (a linear probability model).
    Share,
    /// Anything else, in its own unit.
    Number,
}

impl Kind {
    /// Whole numbers from 0 to 10 are NPS answers where the column's name says so ("NPS"; "recommend", "recomend" or "likely" where
    /// there is a 9 or 10), or where `nps` names the column: then names do not count. 0 and 1 are a share.
    ///
    /// # Errors
    ///
    /// A column that `nps` names holds other numbers.
    pub fn of(name: &str, range: Option<(f64, f64)>, whole: bool, nps: Option<&[String]>) -> Result<Self> {
        let answers = range.filter(|(low, high)| whole && *low >= 0.0 && *high <= 10.0);
        let asked = nps.map(|nps| nps.iter().any(|column| column == name));
        let Some((_, high)) = answers else {
            if let (Some(true), Some((low, high))) = (asked, range) {
                let message = format!("\"{name}\" cannot be NPS: it holds other numbers than 0 to 10");
                return Err(Error::usage(message).hint(format!("its numbers go from {low} to {high}")));
            }
            return Ok(Self::Number);
        };
        let folded: String = unaccented(name.chars()).collect();
        let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let named = || says(&["nps"]) || (says(&["recomend", "recommend", "likely"]) && high >= 9.0);
        Ok(match asked.unwrap_or_else(named) {
            true => Self::Nps,
            false if high <= 1.0 => Self::Share,
            false => Self::Number,
        })
    }

    /// A value in points: of NPS, or of a percentage; others stay.
    pub(in crate::report) fn points(self, value: f64) -> f64 {
        match self {
            Self::Nps if value >= 9.0 => 100.0,
            Self::Nps if value <= 6.0 => -100.0,
            Self::Nps => 0.0,
            Self::Share => 100.0 * value,
            Self::Number => value,
        }
    }
}

/// Where zero lies and how long one is while sums are made: numbers between -1 and 1 keep their digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) kind: Kind,
    middle: f64,
    pub(super) unit: f64,
}

impl Scale {
    pub(super) fn of(plan: &OutcomePlan) -> Self {
        let kind = plan.kind;
        let (low, high) = plan.range.unwrap_or_default();
        let (middle, unit) = match kind {
            Kind::Nps => (0.0, 100.0),
            Kind::Share => (50.0, 50.0),
            Kind::Number => (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0),
        };
        Self { kind, middle, unit: if unit > 0.0 { unit } else { 1.0 } }
    }

    pub(super) fn scaled(&self, value: f64) -> f64 {
        (self.kind.points(value) - self.middle) / self.unit
    }

    /// A mean in the outcome's unit, from its zero.
    pub(super) fn shifted(&self, mean: Estimate) -> Estimate {
        let Estimate { value, low, high, n } = mean;
        Estimate { value: value + self.middle, low: low + self.middle, high: high + self.middle, n }
    }
}
