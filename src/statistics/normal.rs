//! The normal distribution.

/// The chance of a standard normal value below `z`: the continued fraction of the upper tail (Laplace 1805), the series of the middle
/// (Abramowitz and Stegun 26.2.11); to 1e-14.
pub fn cumulative(z: f64) -> f64 {
    if z.is_nan() {
        return f64::NAN;
    }
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z.abs() < 3.0 {
        let (mut term, mut sum, mut k) = (z, z, 1.0);
        while term.abs() > 1e-17 * sum.abs().max(1e-300) {
            k += 2.0;
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + density * sum;
    }
    let tail = density / (1..=80).rev().fold(z.abs(), |below, k| z.abs() + f64::from(k) / below);
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// The chance of a standard normal value at least as far from zero as `z`.
pub fn two_sided(z: f64) -> f64 {
    (2.0 * cumulative(-z.abs())).min(1.0)
}

/// The z that a standard normal value passes with a chance of `p`, at most one half.
pub fn upper_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if cumulative(-middle) > p { low = middle } else { high = middle }
    }
    high
}
