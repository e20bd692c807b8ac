//! What the numbers of an outcome are, and the scale that they are computed on.

use schemars::JsonSchema;
use serde::Serialize;

use super::Estimate;
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
    /// Whole numbers from 0 to 10 are NPS answers where both ends occur or the column says so, unless it says that they
    /// are satisfaction or effort; 0 and 1 are a share.
    pub fn of(plan: &OutcomePlan) -> Self {
        let Some((low, high)) = plan.range.filter(|_| plan.whole) else { return Self::Number };
        let name = plan.name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if low < 0.0 || high > 10.0 {
            return Self::Number;
        }
        if high <= 1.0 {
            return Self::Share;
        }
        let named = says(&["nps"]) || (says(&["recom"]) && high >= 9.0);
        let other = says(&["csat", "satisf", "effort", "esfuerzo", "stars", "estrellas"]);
        if named || (low <= 0.0 && high >= 10.0 && !other) { Self::Nps } else { Self::Number }
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
        let kind = Kind::of(plan);
        let (low, high) = plan.range.unwrap_or_default();
        let (middle, unit) = match kind {
            Kind::Nps => (0.0, 100.0),
            Kind::Share => (50.0, 50.0),
            Kind::Number => (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0),
        };
        Self { kind, middle, unit: if unit > 0.0 { unit } else { 1.0 } }
    }

    pub(super) fn scaled(&self, value: f64) -> f64 {
        match self.kind {
            Kind::Nps if value >= 9.0 => 1.0,
            Kind::Nps if value <= 6.0 => -1.0,
            Kind::Nps => 0.0,
            Kind::Share => (100.0 * value - self.middle) / self.unit,
            Kind::Number => (value - self.middle) / self.unit,
        }
    }

    /// A mean in the outcome's unit, from its zero.
    pub(super) fn shifted(&self, mean: Estimate) -> Estimate {
        let Estimate { value, low, high, n } = mean;
        Estimate { value: value + self.middle, low: low + self.middle, high: high + self.middle, n }
    }
}
