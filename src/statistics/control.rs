//! Control charts: which periods lie outside of what chance makes of a steady level.

use super::interval::Interval;

/// The mean range of two standard normal values: 2 / sqrt(pi).
const MEAN_RANGE: f64 = std::f64::consts::FRAC_2_SQRT_PI;
/// How far the limits lie from the centre, in standard errors.
const REACH: f64 = 3.0;
/// Points in a row on one side of the centre that make a run.
pub const RUN: usize = 8;
/// With fewer of its own kind expected on either side, the normal limits of a share are not to be trusted.
pub const ENOUGH: f64 = 5.0;

/// A chart of means of 1 and 0, or of 1, 0 and -1, over periods with different numbers of comments.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The mean over all periods, each with its own weight.
    pub center: f64,
    /// By how much periods spread more than comments drawn at random would: Laney's sigma z.
    pub spread: f64,
    /// The limits at each point.
    pub limits: Vec<Interval>,
    /// Each point's distance from the centre, in standard errors of random drawing.
    pub z: Vec<f64>,
    /// Whether a point has comments enough to be held against its limits: `n` times the variance at least [`ENOUGH`].
    pub judged: Vec<bool>,
}

/// The p-chart with varying n (Shewhart 1931): centre c = sum(n m) / sum(n), limits c ± 3 s sqrt(v / n).
///
/// `variance` is v, that of one comment: c (1 - c) for a share. s is 1, or where periods spread more than random drawing explains,
/// which large n shows, their mean moving range of z in units of its expectation (Laney 2002, the p'-chart). It never narrows the
/// limits. None without a point; every `n` must be positive.
pub fn control_chart(n: &[f64], means: &[f64], variance: f64) -> Option<Chart> {
    let total: f64 = n.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let center = n.iter().zip(means).map(|(n, mean)| n * mean).sum::<f64>() / total;
    let error = |n: &f64| (variance / n).sqrt();
    let z = distances(n, means, center, variance);
    let ranges = z.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>();
    let spread = if z.len() > 1 { ranges / (z.len() - 1) as f64 / MEAN_RANGE } else { 1.0 };
    let reach = |n| REACH * spread.max(1.0) * error(n);
    Some(Chart {
        center,
        spread,
        limits: n.iter().map(|n| Interval { low: center - reach(n), high: center + reach(n) }).collect(),
        judged: n.iter().map(|n| n * variance >= ENOUGH).collect(),
        z,
    })
}

/// Points that belong to a run: `length` or more in a row on one side of the centre (Nelson 1984, rule 2, with eight for his nine).
pub fn runs(z: &[f64], length: usize) -> Vec<bool> {
    let mut marked = vec![false; z.len()];
    let mut start = 0;
    for end in 1..=z.len() {
        let goes_on = end < z.len() && z[end] * z[start] > 0.0;
        if !goes_on {
            if end - start >= length && z[start] != 0.0 {
                marked[start..end].fill(true);
            }
            start = end;
        }
    }
    marked
}

/// Each mean's distance from `center` in its standard errors; 0 where nothing varies.
pub(super) fn distances(n: &[f64], means: &[f64], center: f64, variance: f64) -> Vec<f64> {
    let distance = |(n, mean): (&f64, &f64)| (mean - center) / (variance / n).sqrt();
    if variance <= 0.0 { vec![0.0; n.len()] } else { n.iter().zip(means).map(distance).collect() }
}
