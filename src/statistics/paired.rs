//! Two sets of predictions of the same rows.

use super::interval::Z_95;
use super::random::Random;

/// The normal quantile of 80 % power.
pub(super) const Z_80: f64 = 0.841_621_233_572_914_2;

/// The exact two-sided test of `McNemar` (1947): the chance of so uneven a split, `first` rows that only the first predictor has right
/// and `second` that only the second has, if both were equally good.
pub fn mcnemar(first: u64, second: u64) -> f64 {
    let (few, all) = (first.min(second), first + second);
    // Binomial coefficients times 2^-all, in logarithms: `all` may be large.
    let mut log_term = -(all as f64) * std::f64::consts::LN_2;
    let mut sum = log_term.exp();
    for k in 1..=few {
        log_term += ((all - k + 1) as f64 / k as f64).ln();
        sum += log_term.exp();
    }
    (2.0 * sum).min(1.0)
}

/// Approximate randomisation (Noreen 1989): the share of `draws` random exchanges of the two predictors, row by row, that give at least
/// as large a difference as there is, counting the one there is.
///
/// `difference` gets for each row whether the two are exchanged.
pub fn randomisation(n: usize, draws: usize, seed: u64, mut difference: impl FnMut(&[bool]) -> f64) -> f64 {
    let mut exchanged = vec![false; n];
    let there = difference(&exchanged).abs();
    let mut random = Random::new(seed);
    let mut as_large = 0;
    for _ in 0..draws {
        for part in exchanged.chunks_mut(64) {
            let bits = random.next();
            for (place, exchanged) in part.iter_mut().enumerate() {
                *exchanged = bits >> place & 1 == 1;
            }
        }
        // Sums in another order differ in the last digits.
        as_large += usize::from(difference(&exchanged).abs() >= there - 1e-12);
    }
    (as_large + 1) as f64 / (draws + 1) as f64
}

/// The smallest difference of two accuracies that `n` rows show with a chance of 80 % at a level of 5 %, when the two predictors
/// differ on a share `discordant` of them: the sample size formula of Connor (1987) for `McNemar`'s test, solved for the difference.
///
/// None where no difference could be shown: the two would have to differ on more rows than they do.
pub fn detectable_difference(n: usize, discordant: f64) -> Option<f64> {
    // n d^2 = (z95 sqrt(p) + z80 sqrt(p - d^2))^2
    let enough = |difference: f64| {
        let spread = Z_95 * discordant.sqrt() + Z_80 * (discordant - difference * difference).max(0.0).sqrt();
        n as f64 * difference * difference >= spread * spread
    };
    if discordant <= 0.0 || !enough(discordant) {
        return None;
    }
    let (mut low, mut high) = (0.0, discordant);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}
