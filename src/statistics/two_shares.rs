//! The difference of two shares of different comments.

use super::interval::{Interval, wilson_weighted};
use super::normal::two_sided;

/// The 95 % interval of the difference of two independent shares, the first less the second (Newcombe 1998, method 10: made of the two
/// Wilson intervals); all there is, -1 to 1, where a side is of none. Each side is a count and its n, or sums of weights.
pub fn newcombe(first: (f64, f64), second: (f64, f64)) -> Interval {
    if first.1 <= 0.0 || second.1 <= 0.0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let (a, b) = (first.0 / first.1, second.0 / second.1);
    let (of_a, of_b) = (wilson_weighted(first.0, first.1), wilson_weighted(second.0, second.1));
    Interval { low: a - b - (a - of_a.low).hypot(of_b.high - b), high: a - b + (of_a.high - a).hypot(b - of_b.low) }
}

/// The two-sided test of two independent shares: the chi-squared test with N - 1 in the place of N (Campbell 2007), which holds where
/// each expected count is at least 1. None where one is not, so that nothing could be told.
pub fn two_shares(first: (f64, f64), second: (f64, f64)) -> Option<f64> {
    let n = first.1 + second.1;
    let share = (first.0 + second.0) / n;
    let least = first.1.min(second.1) * share.min(1.0 - share);
    if !least.is_finite() || least < 1.0 {
        return None;
    }
    let difference = first.0 / first.1 - second.0 / second.1;
    let error = (share * (1.0 - share) * (1.0 / first.1 + 1.0 / second.1)).sqrt();
    Some(two_sided(difference / error * ((n - 1.0) / n).sqrt()))
}
