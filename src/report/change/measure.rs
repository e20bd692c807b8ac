//! What is followed over time and compared.

use schemars::JsonSchema;
use serde::Serialize;

use crate::labels::{Sentiment, Touchpoint};
use crate::report::kpi::{Net, Share};
use crate::report::tally::Tally;
use crate::statistics::Interval;
use crate::statistics::control::ENOUGH;
use crate::statistics::difference::{nets_differ, newcombe, shares_differ};

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
    /// The share of all comments that complain about this touchpoint: its own sentiment is negative or mixed.
    Complaint(Touchpoint),
    /// The share of all comments that praise this touchpoint: its own sentiment is positive or mixed.
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
        let share = Share::of(self.count(tally), tally.n());
        Level { value: share.share, low: share.low, high: share.high, n: share.n }
    }

    /// How many comments have it; of net sentiment the positive ones less the negative ones.
    pub(super) fn count(self, tally: &Tally) -> f64 {
        match self {
            Self::Net => tally.sentiments[Sentiment::Positive.index()] - tally.sentiments[Sentiment::Negative.index()],
            Self::Sentiment(label) => tally.sentiments[label.index()],
            Self::Complaint(label) => tally.complaints(label),
            Self::Praise(label) => tally.praise(label),
        }
    }

    /// The variance of one comment's 1, 0 or -1.
    pub(super) fn variance(self, tally: &Tally) -> f64 {
        if tally.n() <= 0.0 {
            return 0.0;
        }
        let mean = self.count(tally) / tally.n();
        let squares = if self == Self::Net {
            (tally.sentiments[Sentiment::Positive.index()] + tally.sentiments[Sentiment::Negative.index()]) / tally.n()
        } else {
            mean
        };
        (squares - mean * mean).max(0.0)
    }

    /// The interval of the difference, in the figure's unit, and the chance of one as large if there were none.
    ///
    /// No chance is given where there are too few comments of a kind for any difference to show.
    pub(super) fn difference(self, before: &Tally, after: &Tally) -> Option<(f64, Interval, Option<f64>)> {
        let (a, b) = (self.level(before), self.level(after));
        let difference = b.value? - a.value?;
        if self != Self::Net {
            let (a, b) = ((self.count(before), a.n), (self.count(after), b.n));
            let (count, n) = (a.0 + b.0, a.1 + b.1);
            let enough = count.min(n - count) >= FEWEST;
            return Some((difference, newcombe(a, b), shares_differ(a, b).filter(|_| enough)));
        }
        let side = |tally: &Tally| {
            let count = |label: Sentiment| tally.sentiments[label.index()];
            (count(Sentiment::Positive), count(Sentiment::Negative), tally.n())
        };
        let found = nets_differ(side(before), side(after))?;
        let mut all = before.clone();
        all.merge(after);
        let enough = self.variance(&all) * a.n.min(b.n) >= ENOUGH;
        let ends = [found.interval.low, found.interval.high].map(|end| self.scale() * end);
        Some((difference, Interval { low: ends[0], high: ends[1] }, Some(found.p).filter(|_| enough)))
    }
}
