//! Shares corrected for a classifier's errors, from a sample of rows that were checked.
//!
//! All rows are sorted by what the classifier said of them. Of each sort, `j`, the share `q_j` of all rows is known, and the checked rows
//! show the mean of the truth, `a_j`. The corrected figure is `sum_j q_j a_j`: double sampling with a classifier that errs (Tenenbein
//! 1970). It is the classifier's figure plus the mean over the checked rows of truth less said, tuned for the least variance: the
//! regression estimator of double sampling (Cochran 1977, 12.6) and the power-tuned prediction-powered one (Angelopoulos, Duchi and
//! Zrnic 2023, PPI++) have for said labels this same value. The misclassification matrix is never inverted (Rogan and Gladen 1978), so
//! that no figure leaves its range and rare labels do not blow up.
//!
//! Its 95 % interval carries both errors, and is put together from its parts' own intervals (MOVER, Zou and Donner 2008), which, other
//! than a normal interval, holds for rare labels: with `l_j` and `u_j` the ends of the interval of `a_j`, and `v` the variance of all
//! rows' sorts, `low = t - sqrt(sum_j q_j^2 (a_j - l_j)^2 + z^2 v)` and `high = t + sqrt(sum_j q_j^2 (u_j - a_j)^2 + z^2 v)`, where
//! `v = (sum_j q_j a_j^2 - t^2) / n`.

use super::interval::{Interval, Z_95, net_interval, wilson_weighted};

/// Rows of which a classifier said the same, and what is true of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Their share of all rows.
    pub share: f64,
    /// The mean of the truth: 0 to 1, or -1 to 1 for a difference of shares.
    pub mean: f64,
    /// Its interval.
    pub interval: Interval,
}

impl Stratum {
    /// Of a truth that is yes or no: `count` of `n` checked rows have it. Where none was checked the classifier's word stands, `said`
    /// 0 or 1, and the interval is all there is.
    pub fn of_share(share: f64, count: f64, n: f64, said: f64) -> Self {
        let mean = if n > 0.0 { count / n } else { said };
        Self { share, mean, interval: wilson_weighted(count, n) }
    }

    /// Of a difference of two shares, such as praise less complaint.
    pub fn of_difference(share: f64, (positive, negative): (f64, f64), n: f64, said: f64) -> Self {
        let mean = if n > 0.0 { (positive - negative) / n } else { said };
        Self { share, mean, interval: net_interval(positive, negative, n) }
    }
}

/// A corrected figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// The figure.
    pub value: f64,
    /// Its 95 % interval, of both errors.
    pub interval: Interval,
    /// The part of its variance that more checking does not lessen: that of how many rows are of which sort.
    pub sampling: f64,
}

/// The corrected figure of all `rows`, in `range`; none of no rows.
pub fn corrected(strata: &[Stratum], rows: f64, range: (f64, f64)) -> Option<Corrected> {
    if rows <= 0.0 {
        return None;
    }
    let sum = |term: fn(&Stratum) -> f64| strata.iter().map(term).sum::<f64>();
    let value = sum(|one| one.share * one.mean);
    let between = (sum(|one| one.share * one.mean * one.mean) - value * value).max(0.0) / rows;
    let below = sum(|one| (one.share * (one.mean - one.interval.low)).powi(2));
    let above = sum(|one| (one.share * (one.interval.high - one.mean)).powi(2));
    Some(Corrected {
        value,
        interval: Interval {
            low: (value - (below + Z_95 * Z_95 * between).sqrt()).max(range.0),
            high: (value + (above + Z_95 * Z_95 * between).sqrt()).min(range.1),
        },
        sampling: between,
    })
}

impl Corrected {
    /// How many rows more must be checked, besides the `checked` ones, for an interval that reaches `reach` to either side; 0 where it
    /// does already, none where the rows that `can` be, checked or not, are too few for that.
    ///
    /// With half the interval's width `h`, the variance `(h / z)^2` less `v` shrinks with the number of checked rows, so that
    /// `checked ((h / z)^2 - v) / ((reach / z)^2 - v)` of them are needed.
    pub fn rows_more(&self, checked: f64, can: f64, reach: f64) -> Option<u64> {
        let half = (self.interval.high - self.interval.low) / 2.0;
        if half <= reach {
            return Some(0);
        }
        let beyond = |half: f64| (half / Z_95).powi(2) - self.sampling;
        let needed = checked * beyond(half) / beyond(reach);
        let possible = checked > 0.0 && beyond(reach) > 0.0 && needed <= can;
        possible.then(|| (needed - checked).ceil().max(1.0) as u64)
    }
}
