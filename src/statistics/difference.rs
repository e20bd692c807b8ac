//! The difference of two independent groups.

use super::interval::{Interval, Z_95, net_interval_at, wilson_weighted};
use super::normal::two_sided;

/// Below this expected count the normal approximation of a test of shares is left for the exact test (Cochran 1954).
const EXPECTED: f64 = 5.0;

/// The 95 % interval of the second share less the first, of independent groups: method 10 of Newcombe (1998), from both shares' Wilson
/// intervals. All there is, -1 to 1, where a group is empty.
pub fn newcombe(first: (f64, f64), second: (f64, f64)) -> Interval {
    if first.1 <= 0.0 || second.1 <= 0.0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let [a, b] = [first, second].map(|(count, n)| (count / n, wilson_weighted(count, n)));
    difference_interval(a, b)
}

/// The interval of the second figure less the first, both independent, from each with its own interval: the square-and-add of Newcombe
/// (1998), for any figure (Zou and Donner 2008).
pub fn difference_interval(first: (f64, Interval), second: (f64, Interval)) -> Interval {
    let ((a, around_a), (b, around_b)) = (first, second);
    let difference = b - a;
    Interval {
        low: difference - (b - around_b.low).max(0.0).hypot((around_a.high - a).max(0.0)),
        high: difference + (around_b.high - b).max(0.0).hypot((a - around_a.low).max(0.0)),
    }
}

/// A difference of two nets, praise less complaint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetDifference {
    /// The second net less the first, -2 to 2.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// The chance of so large a difference if there were none.
    pub p: f64,
}

/// The difference of two independent nets, each of (positive, negative, n).
///
/// The interval is the square-and-add of [`difference_interval`] of both nets' intervals (Bonett and Price 2012). The chance is that of
/// the narrowest such interval that has zero as an end, so that it is below 5 % exactly where the 95 % interval leaves zero out. None where
/// a side is empty.
pub fn nets_differ(first: (f64, f64, f64), second: (f64, f64, f64)) -> Option<NetDifference> {
    if first.2 <= 0.0 || second.2 <= 0.0 {
        return None;
    }
    let net = |(positive, negative, n): (f64, f64, f64)| (positive - negative) / n;
    let interval = |z: f64| {
        let [a, b] = [first, second].map(|side| (net(side), net_interval_at(z, side.0, side.1, side.2)));
        difference_interval(a, b)
    };
    let difference = net(second) - net(first);
    let apart = |z: f64| {
        let interval = interval(z);
        interval.low > 0.0 || interval.high < 0.0
    };
    let (mut low, mut high) = (0.0, 40.0);
    // 95 % is one of the places looked at, so that the two cannot disagree in a last digit.
    if apart(Z_95) {
        low = Z_95;
    } else {
        high = Z_95;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if apart(middle) { low = middle } else { high = middle }
    }
    let p = if difference == 0.0 { 1.0 } else { two_sided(if low >= Z_95 { low } else { high }) };
    Some(NetDifference { difference, interval: interval(Z_95), p })
}

/// The chance of shares at least as far apart if the groups had the same, each a count of n: Pearson's chi-squared test with its
/// N - 1 (Campbell 2007), or where a count is expected below 5 Fisher's exact test (1935) of the counts rounded to whole ones. None
/// where a group is empty.
pub fn shares_differ(first: (f64, f64), second: (f64, f64)) -> Option<f64> {
    let ((count_a, n_a), (count_b, n_b)) = (first, second);
    if n_a <= 0.0 || n_b <= 0.0 {
        return None;
    }
    let (count, n) = (count_a + count_b, n_a + n_b);
    let share = count / n;
    if share <= 0.0 || share >= 1.0 {
        return Some(1.0);
    }
    if n_a.min(n_b) * share.min(1.0 - share) < EXPECTED {
        let whole = |value: f64| value.round().max(0.0) as u64;
        return Some(fisher(whole(count_a), whole(n_a), whole(count_b), whole(n_b)));
    }
    let z = (count_b / n_b - count_a / n_a) / (share * (1.0 - share) * (1.0 / n_a + 1.0 / n_b)).sqrt();
    Some(two_sided(z * ((n - 1.0) / n).sqrt()))
}

/// Fisher's exact test (1935), two-sided: the chance of all tables with the same margins that are no likelier than this one.
pub fn fisher(count_a: u64, n_a: u64, count_b: u64, n_b: u64) -> f64 {
    let (count_a, count_b) = (count_a.min(n_a), count_b.min(n_b));
    let count = count_a + count_b;
    let (least, most) = (count.saturating_sub(n_b), count.min(n_a));
    // A table's logarithm of chance against its neighbour's, so that no factorial is needed.
    let step = |k: u64| {
        let up = (count - k) as f64 * (n_a - k) as f64;
        let down = (k + 1) as f64 * (n_b - (count - k) + 1) as f64;
        (up / down).ln()
    };
    let mut logs = Vec::with_capacity((most - least + 1) as usize);
    let mut log = 0.0_f64;
    for k in least..=most {
        logs.push(log);
        if k < most {
            log += step(k);
        }
    }
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let own = logs[(count_a - least) as usize];
    let sum =
        |keep: &dyn Fn(f64) -> bool| logs.iter().filter(|log| keep(**log)).map(|log| (log - top).exp()).sum::<f64>();
    // Equal chances differ in their last digits.
    (sum(&|log| log <= own + 1e-7) / sum(&|_| true)).min(1.0)
}
