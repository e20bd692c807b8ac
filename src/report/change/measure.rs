//! What is followed over time and compared.

use schemars::JsonSchema;
use serde::Serialize;

use crate::labels::{Sentiment, Touchpoint};
use crate::report::kpi::{Net, Share};
use crate::report::tally::Tally;
use crate::statistics::control::ENOUGH;
use crate::statistics::difference::{difference_interval, newcombe, shares_differ};
use crate::statistics::{Interval, two_sided};

/// Where fewer comments than this have something, or have it not, on both sides together, no difference can show: of five on sides as
/// large all on one have a chance of 0.06.
const FEWEST: f64 = 6.0;

/// A figure of some comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "measure", content = "label", rename_all = "snake_case")]
pub enum Measure {
    /// Net sentiment, -100 to 100.
    Net,
    /// The share of comments with this sentiment.
    Sentiment(Sentiment),
    /// The share of all comments that complain about this touchpoint: its own sentiment is negative.
    Complaint(Touchpoint),
    /// The share of all comments that praise this touchpoint: its own sentiment is positive.
    Praise(Touchpoint),
}

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Level {
    /// A share, 0 to 1, or net sentiment, -100 to 100; none of no comments.
    pub value: Option<f64>,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// Of how many comments, or customers.
    pub n: f64,
}

impl Measure {
    /// Complaint and praise of the touchpoints that any of these comments speaks of.
    pub(super) fn of_touchpoints<'a>(tallies: impl Iterator<Item = &'a Tally> + Clone) -> impl Iterator<Item = Self> {
        let spoken = move |label: Touchpoint| tallies.clone().any(|tally| tally.touchpoint(label) > 0.0);
        let spoken: Vec<Touchpoint> = Touchpoint::ALL.iter().copied().filter(|label| spoken(*label)).collect();
        spoken.into_iter().flat_map(|label| [Self::Complaint(label), Self::Praise(label)])
    }

    /// What a difference of 1 is in the unit of the figure.
    pub fn scale(self) -> f64 {
        if self == Self::Net { 100.0 } else { 1.0 }
    }

    /// Of these comments.
    pub fn level(self, tally: &Tally) -> Level {
        if self == Self::Net {
            let net = Net::of(&tally.sentiments);
            return Level { value: net.net, low: net.low, high: net.high, n: net.n };
        }
        let share = Share::of(self.count(tally), tally.weight);
        Level { value: share.share, low: share.low, high: share.high, n: share.n }
    }

    /// How many comments have it; of net sentiment the positive ones less the negative ones.
    pub(super) fn count(self, tally: &Tally) -> f64 {
        match self {
            Self::Net => tally.sentiments[Sentiment::Positive.index()] - tally.sentiments[Sentiment::Negative.index()],
            Self::Sentiment(label) => tally.sentiments[label.index()],
            Self::Complaint(label) => tally.touchpoints[label.index()][Sentiment::Negative.index()],
            Self::Praise(label) => tally.touchpoints[label.index()][Sentiment::Positive.index()],
        }
    }

    /// The variance of one comment's 1, 0 or -1.
    pub(super) fn variance(self, tally: &Tally) -> f64 {
        if tally.weight <= 0.0 {
            return 0.0;
        }
        let mean = self.count(tally) / tally.weight;
        let squares = if self == Self::Net {
            (tally.sentiments[Sentiment::Positive.index()] + tally.sentiments[Sentiment::Negative.index()])
                / tally.weight
        } else {
            mean
        };
        (squares - mean * mean).max(0.0)
    }

    /// The interval of the difference, in the figure's unit, and the chance of one as large if there were none.
    ///
    /// Net sentiment is tested by the normal approximation with the variance of all comments, where there are enough of them.
    pub(super) fn difference(self, before: &Tally, after: &Tally) -> Option<(f64, Interval, Option<f64>)> {
        let (a, b) = (self.level(before), self.level(after));
        let difference = b.value? - a.value?;
        if self != Self::Net {
            let (a, b) = ((self.count(before), a.n), (self.count(after), b.n));
            let (count, n) = (a.0 + b.0, a.1 + b.1);
            let enough = count.min(n - count) >= FEWEST;
            return Some((difference, newcombe(a, b), shares_differ(a, b).filter(|_| enough)));
        }
        let around = |level: Level| Interval { low: level.low, high: level.high };
        let interval = difference_interval((a.value?, around(a)), (b.value?, around(b)));
        let mut all = before.clone();
        all.merge(after);
        let variance = self.variance(&all);
        let enough = variance * a.n.min(b.n) >= ENOUGH;
        let error = self.scale() * (variance * (1.0 / a.n + 1.0 / b.n)).sqrt();
        Some((difference, interval, enough.then(|| two_sided(difference / error))))
    }
}
