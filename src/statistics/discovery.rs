//! Findings among many tests.

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
