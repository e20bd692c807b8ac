//! Change points: when the level of a series changed, found by an exact search and held against chance.

use super::control::{ENOUGH, distances};
use super::normal::two_sided;
use super::student::two_sided_t;

/// The median range of two standard normal values: sqrt(2) times the normal quantile of 0.75.
const MEDIAN_RANGE: f64 = 0.953_872_552_417_068_7;
/// The shortest stretch between two changes, in periods.
pub const SHORTEST: usize = 2;

/// What a series is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Shares: counts of a binomial.
    Share,
    /// Means whose single values have this variance.
    Mean {
        /// The variance.
        variance: f64,
    },
}

/// A level for each period, with what it was reckoned from.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The comments of each period, none without any.
    pub n: Vec<f64>,
    /// Their share, or mean.
    pub means: Vec<f64>,
    /// Which of the two.
    pub kind: Kind,
}

/// A change found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The first period of the new level.
    pub at: usize,
    /// The chance that a steady series shows such a change anywhere.
    pub p: f64,
}

impl Series {
    fn center(&self) -> f64 {
        let total: f64 = self.n.iter().sum();
        self.n.iter().zip(&self.means).map(|(n, mean)| n * mean).sum::<f64>() / total
    }

    /// The variance of a single value.
    pub fn variance(&self) -> f64 {
        match self.kind {
            Kind::Share => self.center() * (1.0 - self.center()),
            Kind::Mean { variance } => variance,
        }
    }

    /// Whether there are comments enough for two stretches that can be told apart: judged by all periods together.
    pub fn testable(&self) -> bool {
        self.n.iter().sum::<f64>() * self.variance() >= 2.0 * ENOUGH
    }

    /// Twice the negative logarithm of the greatest likelihood of the periods `from..to` at one level, but for a constant.
    pub fn cost(&self) -> impl Fn(usize, usize) -> f64 + use<> {
        let sums = |value: &dyn Fn(usize) -> f64| {
            let mut sums = vec![0.0; self.n.len() + 1];
            for index in 0..self.n.len() {
                sums[index + 1] = sums[index] + value(index);
            }
            sums
        };
        let n = sums(&|index| self.n[index]);
        let first = sums(&|index| self.n[index] * self.means[index]);
        let second = sums(&|index| self.n[index] * self.means[index] * self.means[index]);
        let kind = self.kind;
        move |from: usize, to: usize| {
            let (n, x) = (n[to] - n[from], first[to] - first[from]);
            match kind {
                Kind::Share => {
                    let part = |x: f64| if x > 0.0 { x * (x / n).ln() } else { 0.0 };
                    -2.0 * (part(x) + part(n - x))
                }
                Kind::Mean { variance } if variance > 0.0 => (second[to] - second[from] - x * x / n) / variance,
                Kind::Mean { .. } => 0.0,
            }
        }
    }
}

/// The first periods of all stretches but the first in the cut of `0..k` that costs least: the sum of the stretches' costs and a
/// `penalty` for each change, over every cut into stretches of at least `shortest` periods (optimal partitioning, Jackson et al. 2005:
/// the optimum that PELT, Killick et al. 2012, finds with less work).
pub fn best_cut(k: usize, shortest: usize, penalty: f64, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // The least cost of the periods before each end, and where their last stretch starts.
    let mut best = vec![(f64::INFINITY, 0); k + 1];
    best[0] = (-penalty, 0);
    for end in shortest..=k {
        for start in 0..=end - shortest {
            let whole = best[start].0 + cost(start, end) + penalty;
            if whole < best[end].0 {
                best[end] = (whole, start);
            }
        }
    }
    let mut cuts = Vec::new();
    let mut end = k;
    while best[end].0.is_finite() && best[end].1 > 0 {
        end = best[end].1;
        cuts.push(end);
    }
    cuts.reverse();
    cuts
}

/// The changes of a series, each with its chance.
///
/// They are those of the [`best_cut`] with a penalty of 3 ln k for each change (the modified information criterion of Zhang and
/// Siegmund 2007), the likelihood divided by the dispersion: the squared median moving range of z in units of its expectation (Clifford
/// 1959), at least 1. The chance of each is the larger of two, times c 2^c and the number of cuts with as many changes c (Bonferroni's bound over all cuts, half of it for
/// those with one change, a quarter for those with two, and so on): that of the likelihood ratio between the stretches beside it, with one degree of freedom, and that of Student's t with
/// k - changes - 1 degrees of freedom, of the difference of their means in terms of how periods spread within all stretches. So what
/// periods vary anyway is no change, however many comments they have. It is 1 where a stretch has too few comments ([`ENOUGH`]).
pub fn changes(series: &Series) -> Vec<Change> {
    let (k, variance) = (series.n.len(), series.variance());
    if k < 2 * SHORTEST || !series.testable() {
        return Vec::new();
    }
    let z = distances(&series.n, &series.means, series.center(), variance);
    let mut ranges: Vec<f64> = z.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    ranges.sort_by(f64::total_cmp);
    let median = super::interval::quantile(&ranges, 0.5).unwrap_or(0.0);
    let dispersion = (median / MEDIAN_RANGE).powi(2).max(1.0);
    let cost = series.cost();
    let cuts = best_cut(k, SHORTEST, 3.0 * (k as f64).ln() * dispersion, &cost);
    let ends: Vec<usize> = std::iter::once(0).chain(cuts.iter().copied()).chain([k]).collect();
    let squares = Series { kind: Kind::Mean { variance }, ..series.clone() }.cost();
    let freedom = (k - cuts.len() - 1) as f64;
    let spread = ends.windows(2).map(|ends| squares(ends[0], ends[1])).sum::<f64>().max(0.0) / freedom;
    let tried = ways(k, cuts.len()) * cuts.len() as f64 * (cuts.len() as f64).exp2();
    let enough = |from: usize, to: usize| series.n[from..to].iter().sum::<f64>() * variance >= ENOUGH;
    ends.windows(3)
        .map(|ends| {
            let (from, at, to) = (ends[0], ends[1], ends[2]);
            let gain = |cost: &dyn Fn(usize, usize) -> f64| (cost(from, to) - cost(from, at) - cost(at, to)).max(0.0);
            let p = if enough(from, at) && enough(at, to) {
                let by_spread = if spread > 0.0 { two_sided_t((gain(&squares) / spread).sqrt(), freedom) } else { 0.0 };
                (tried * two_sided(gain(&cost).sqrt()).max(by_spread)).min(1.0)
            } else {
                1.0
            };
            Change { at, p }
        })
        .collect()
}

/// How many cuts with so many changes there are.
fn ways(k: usize, changes: usize) -> f64 {
    // Each stretch has its shortest length; what is left falls between any two of them.
    let free = (k + changes).saturating_sub(SHORTEST * (changes + 1));
    (0..changes).map(|index| (free - index) as f64 / (index + 1) as f64).product()
}
