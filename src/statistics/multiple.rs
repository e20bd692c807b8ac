//! Findings among many tests.

use super::normal::{cumulative, upper_quantile};

/// The chance of error that is allowed: of one test, of all that [`holm`] corrects together, and the share of false findings that
/// [`benjamini_hochberg`] and [`least_z`] let pass.
pub const LEVEL: f64 = 0.05;

/// The step-down correction of Holm (1979): p-values, in the order given, such that all of them together err with the stated chance.
pub fn holm(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut corrected = vec![0.0; values.len()];
    let mut greatest = 0.0_f64;
    for (rank, index) in order.into_iter().enumerate() {
        greatest = greatest.max((values.len() - rank) as f64 * values[index]).min(1.0);
        corrected[index] = greatest;
    }
    corrected
}

/// The step-up correction of Benjamini and Hochberg (1995): for each chance, in the order given, the least share of
/// false findings among those called findings at which it is one.
pub fn benjamini_hochberg(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]));
    let mut corrected = vec![0.0; chances.len()];
    let mut least = 1.0_f64;
    for (above, index) in order.into_iter().enumerate() {
        let rank = (chances.len() - above) as f64;
        least = least.min(chances[index] * chances.len() as f64 / rank);
        corrected[index] = least;
    }
    corrected
}

/// The least z that tells a term from chance: of the terms with at least as much, a share of `level` is expected to be there by chance
/// (Benjamini and Hochberg 1995, on the upper tail). Where no term passes, the z that one alone would have had to have.
pub fn least_z(values: &[f64], level: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let all = sorted.len().max(1) as f64;
    let last = (0..sorted.len()).rev().find(|rank| cumulative(-sorted[*rank]) <= level * (*rank + 1) as f64 / all);
    last.map_or_else(|| upper_quantile(level / all), |rank| sorted[rank])
}
