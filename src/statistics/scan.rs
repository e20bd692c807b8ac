//! The chance that a difference shows up anywhere along a series, where every place is looked at.

use super::normal::two_sided;

/// Steps of the integral.
const STEPS: usize = 32;

/// A series of numbers of comments, cut at every place that leaves `shortest` periods on either side.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// How closely the distances at each place and the next go together, -1 to 1.
    correlations: Vec<f64>,
    places: usize,
}

impl Scan {
    /// Of so many comments in each period.
    pub fn of(n: &[f64], shortest: usize) -> Self {
        let total: f64 = n.iter().sum();
        let sum = |at: usize| n[..at].iter().sum::<f64>() / total;
        let places = (n.len() + 1).saturating_sub(2 * shortest);
        let shares: Vec<f64> = (shortest..shortest + places).map(sum).collect();
        let correlation = |pair: &[f64]| (pair[0] * (1.0 - pair[1]) / (pair[1] * (1.0 - pair[0]))).sqrt();
        Self { correlations: shares.windows(2).map(correlation).collect(), places }
    }

    /// The chance that the means before and after any one place are at least so many standard errors apart in a steady series: at most the
    /// sum over all places less that over all pairs of neighbours, at which both are (Worsley 1982, an improved Bonferroni inequality).
    pub fn anywhere(&self, distance: f64) -> f64 {
        let alone = two_sided(distance);
        let all = self.places as f64 * alone;
        // On the same side; on opposite ones they hardly ever are.
        let both: f64 = self.correlations.iter().map(|correlation| 2.0 * both_above(distance, *correlation)).sum();
        (all - both).clamp(alone, 1.0)
    }

    /// The distance, in standard errors, that has this chance of being passed anywhere.
    pub fn distance(&self, chance: f64) -> f64 {
        let (mut low, mut high) = (0.0, 40.0);
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if self.anywhere(middle) > chance { low = middle } else { high = middle }
        }
        high
    }
}

/// The chance that two standard normal values of this correlation are both above `z`: the square of one's chance, and the integral of
/// exp(-z² / (1 + sin a)) / 2 pi from 0 to the arc sine of the correlation (Plackett 1954), by Simpson's rule.
fn both_above(z: f64, correlation: f64) -> f64 {
    let step = correlation.asin() / STEPS as f64;
    let height = |at: usize| (-z * z / (1.0 + (at as f64 * step).sin())).exp();
    let inside: f64 = (1..STEPS).map(|at| if at % 2 == 1 { 4.0 * height(at) } else { 2.0 * height(at) }).sum();
    let integral = (height(0) + inside + height(STEPS)) * step / 3.0;
    (two_sided(z) / 2.0).powi(2) + integral / std::f64::consts::TAU
}
