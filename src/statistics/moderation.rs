//! Variances of several series that lend each other strength.

/// Smaller ones, which steady series of few periods have by chance, count as this.
const LEAST: f64 = 0.01;

/// A variance, moderated, and the degrees of freedom that it has then: infinite where all series are of one variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moderated {
    /// The variance.
    pub variance: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
}

/// Moderated variances (Smyth 2004, limma): each of `found`, a variance with its degrees of freedom d, becomes
/// (d0 s0 + d s) / (d0 + d), with d0 + d degrees of freedom. The common variance s0 and its weight d0 are those that the spread of the
/// logarithms fits best (Smyth's equations 6 and following): the more alike they are, the greater d0. One alone stays as it is.
pub fn moderated(found: &[(f64, f64)]) -> Vec<Moderated> {
    let own = |&(variance, freedom): &(f64, f64)| Moderated { variance, freedom };
    if found.len() < 2 {
        return found.iter().map(own).collect();
    }
    let all = found.len() as f64;
    let logs: Vec<f64> = found.iter().map(|(s, d)| s.max(LEAST).ln() - digamma(d / 2.0) + (d / 2.0).ln()).collect();
    let mean = logs.iter().sum::<f64>() / all;
    let spread = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (all - 1.0);
    let by_chance = found.iter().map(|(_, d)| trigamma(d / 2.0)).sum::<f64>() / all;
    if spread <= by_chance {
        return vec![Moderated { variance: mean.exp(), freedom: f64::INFINITY }; found.len()];
    }
    let half = trigamma_inverse(spread - by_chance);
    let common = (mean + digamma(half) - half.ln()).exp();
    let moderate = |(s, d): &(f64, f64)| Moderated {
        variance: (2.0 * half * common + d * s) / (2.0 * half + d),
        freedom: 2.0 * half + d,
    };
    found.iter().map(moderate).collect()
}

/// The derivative of the logarithm of the gamma function at a positive number (DLMF 5.11.2, below 10 by its recurrence).
pub fn digamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)));
    shift + x.ln() - 0.5 / x - series
}

/// The derivative of [`digamma`].
pub fn trigamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift += 1.0 / (x * x);
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 6.0 - square * (1.0 / 30.0 - square * (1.0 / 42.0 - square / 30.0)));
    shift + 1.0 / x + 0.5 * square + series / x
}

/// Where [`trigamma`], which falls, has this value.
fn trigamma_inverse(value: f64) -> f64 {
    let (mut low, mut high) = (-12.0_f64, 12.0_f64);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if trigamma(middle.exp()) > value { low = middle } else { high = middle }
    }
    high.exp()
}
