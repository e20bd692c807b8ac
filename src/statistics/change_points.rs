//! Change points: when the level of a series changed, found by an exact search and held against chance.

use super::control::{ENOUGH, distances};
use super::moderation::{Moderated, moderated};
use super::normal::{two_sided, upper_quantile};
use super::paired::Z_80;
use super::scan::Scan;
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
    /// The chance that a steady series shows such a change anywhere; of this series alone.
    pub p: f64,
}

impl Series {
    /// The sums of squares about the mean of stretches, over the variance of a single value.
    fn squares(&self) -> impl Fn(usize, usize) -> f64 + use<> {
        Self { kind: Kind::Mean { variance: self.variance() }, ..self.clone() }.cost()
    }

    /// The standard error of the difference between the first and the second half, as random drawing makes it.
    fn halfway_error(&self) -> f64 {
        let sum = |part: &[f64]| part.iter().sum::<f64>();
        let (before, after) = self.n.split_at(self.n.len() / 2);
        (self.variance() * (1.0 / sum(before) + 1.0 / sum(after))).sqrt()
    }

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

/// What was found in a series.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Its changes, in order.
    pub changes: Vec<Change>,
    /// The smallest change, halfway through the periods, that would have had a chance of 80 % to be found, in the unit of the means; none
    /// where none was looked for.
    pub detectable: Option<f64>,
}

/// The best cut of a series.
struct Cut {
    /// Where its stretches end, from 0 on.
    ends: Vec<usize>,
    /// How much periods vary within stretches, in terms of random drawing, and the degrees of freedom of that.
    spread: (f64, f64),
}

/// The changes of several series that are judged together, each with its chance; `level` is the chance of error that all are allowed.
///
/// They are those of the [`best_cut`] with a penalty of 3 ln k for each change (Zhang and Siegmund's modified information criterion, 2007,
/// without its term for the lengths of the stretches), the likelihood divided by the dispersion: the squared median moving range of z in
/// units of its expectation (Clifford 1959), at least 1.
///
/// The chance of each is the larger of two: that of the likelihood ratio between the stretches beside it, with one degree of freedom, and
/// that of Student's t of the difference of their means in terms of how periods spread within stretches. That spread is [`moderated`]
/// over all series, and no less than random drawing makes it: what periods vary anyway is no change, however many comments they have.
///
/// As every place was looked at, the chance of a single change is the bound of [`Scan::anywhere`]; of `c` changes it is Bonferroni's bound
/// over all cuts into as many stretches, times c. Two thirds of the error are
/// spent on single changes, a sixth on two, and so on, halving. It is 1 where a stretch has too few comments ([`ENOUGH`]).
///
/// In simulations of 27 steady series any was said to change, at 5 % by Benjamini and Hochberg (1995), in 1 to 4 of 100 reports; in up to
/// 7 where some of the series vary far more than the others.
pub fn find(series: &[Series], level: f64) -> Vec<Found> {
    let cuts: Vec<Option<Cut>> = series.iter().map(Cut::of).collect();
    let spreads: Vec<(f64, f64)> = cuts.iter().flatten().map(|cut| cut.spread).collect();
    let tested = spreads.len().max(1) as f64;
    let mut spreads = moderated(&spreads).into_iter();
    let mut scan: Option<(&[f64], Scan, f64)> = None;
    series
        .iter()
        .zip(&cuts)
        .map(|(series, cut)| {
            let (Some(cut), Some(spread)) = (cut, cut.as_ref().and_then(|_| spreads.next())) else {
                return Found::default();
            };
            let (_, scan, distance) = match scan.take() {
                Some(known) if known.0 == series.n => scan.insert(known),
                _ => {
                    let new = Scan::of(&series.n, SHORTEST);
                    let distance = new.distance(level / tested / SPENT) + Z_80;
                    scan.insert((&series.n, new, distance))
                }
            };
            let detectable = Some(*distance * series.halfway_error() * spread.variance.max(1.0).sqrt());
            Found { changes: cut.changes(series, spread, scan), detectable }
        })
        .collect()
}

/// One over the part of the error that is spent on single changes.
const SPENT: f64 = 1.5;

/// A series that varies so many times as much as moderation has it is judged by itself.
const FAR_MORE: f64 = 1.5;

impl Cut {
    fn of(series: &Series) -> Option<Self> {
        let (k, variance) = (series.n.len(), series.variance());
        if k < 2 * SHORTEST || !series.testable() {
            return None;
        }
        let z = distances(&series.n, &series.means, series.center(), variance);
        let mut ranges: Vec<f64> = z.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        ranges.sort_by(f64::total_cmp);
        let median = super::interval::quantile(&ranges, 0.5).unwrap_or(0.0);
        let dispersion = (median / MEDIAN_RANGE).powi(2).max(1.0);
        let cuts = best_cut(k, SHORTEST, 3.0 * (k as f64).ln() * dispersion, series.cost());
        let ends: Vec<usize> = std::iter::once(0).chain(cuts.iter().copied()).chain([k]).collect();
        let squares = series.squares();
        let freedom = (k - cuts.len() - 1) as f64;
        let spread = ends.windows(2).map(|ends| squares(ends[0], ends[1])).sum::<f64>().max(0.0) / freedom;
        Some(Self { ends, spread: (spread, freedom) })
    }

    fn changes(&self, series: &Series, spread: Moderated, scan: &Scan) -> Vec<Change> {
        let (count, variance) = (self.ends.len() - 2, series.variance());
        let (cost, squares) = (series.cost(), series.squares());
        let enough = |from: usize, to: usize| series.n[from..to].iter().sum::<f64>() * variance >= ENOUGH;
        let gain = |cost: &dyn Fn(usize, usize) -> f64, ends: &[usize]| {
            (cost(ends[0], ends[2]) - cost(ends[0], ends[1]) - cost(ends[1], ends[2])).max(0.0)
        };
        let change = |ends: &[usize]| {
            let squared = gain(&squares, ends);
            let by_spread = |spread: Moderated| {
                let t = (squared / spread.variance.max(1.0)).sqrt();
                if spread.freedom.is_finite() { two_sided_t(t, spread.freedom) } else { two_sided(t) }
            };
            // A series that varies far more than the others is judged by itself.
            let (variance, freedom) = self.spread;
            let by_itself = variance > FAR_MORE * spread.variance.max(1.0);
            let own = if by_itself { by_spread(Moderated { variance, freedom }) } else { 0.0 };
            let wider = by_spread(spread).max(own);
            let alone = two_sided(gain(&cost, ends).sqrt()).max(wider);
            let p = match count {
                1 => SPENT * scan.anywhere(upper_quantile(alone / 2.0)).max(alone),
                _ => alone * ways(series.n.len(), count) * count as f64 * SPENT * (count as f64).exp2(),
            };
            let judged = enough(ends[0], ends[1]) && enough(ends[1], ends[2]);
            Change { at: ends[1], p: if judged { p.min(1.0) } else { 1.0 } }
        };
        self.ends.windows(3).map(change).collect()
    }
}

/// How many cuts with so many changes there are.
fn ways(k: usize, changes: usize) -> f64 {
    // Each stretch has its shortest length; what is left falls between any two of them.
    let free = (k + changes).saturating_sub(SHORTEST * (changes + 1));
    (0..changes).map(|index| (free - index) as f64 / (index + 1) as f64).product()
}
