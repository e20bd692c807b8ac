//! Student's t distribution.

/// The chance of a value at least as far from zero as `t`, by Student's distribution with `freedom` degrees of freedom, which need not
/// be whole: the regularised incomplete beta function I(v / (v + t²); v/2, 1/2) by its continued fraction (DLMF 8.17.22, evaluated as
/// Lentz 1976 does).
pub fn two_sided_t(t: f64, freedom: f64) -> f64 {
    if t.is_nan() || freedom.is_nan() || freedom <= 0.0 {
        return f64::NAN;
    }
    if t == 0.0 {
        return 1.0;
    }
    incomplete_beta(freedom / (freedom + t * t), 0.5 * freedom, 0.5).clamp(0.0, 1.0)
}

fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The fraction converges fast only on this side.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp() / a;
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut above, mut below) = (1.0, 1.0 / safe(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = below;
    for pair in 1..=500 {
        let place = f64::from(pair);
        let even = place * (b - place) * x / ((a + 2.0 * place - 1.0) * (a + 2.0 * place));
        let odd = -(a + place) * (a + b + place) * x / ((a + 2.0 * place) * (a + 2.0 * place + 1.0));
        for step in [even, odd] {
            below = 1.0 / safe(1.0 + step * below);
            above = safe(1.0 + step / above);
            fraction *= above * below;
        }
        if (above * below - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * fraction
}

/// The logarithm of the gamma function of a positive number: Stirling's series (DLMF 5.11.1), from 10 on, below by its recurrence.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let square = x * x;
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let rest = series.iter().rev().fold(0.0, |sum, term| sum / square + term) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + rest - shift
}
