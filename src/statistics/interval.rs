//! Intervals around a figure.

/// The normal quantile of a two-sided 95 % interval.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// A figure's interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The 95 % interval of a share, `count` of `n` (Wilson 1927); all there is, 0 to 1, of none.
pub fn wilson(count: u64, n: u64) -> Interval {
    wilson_weighted(count as f64, n as f64)
}

/// The same of weights: `n` is the number of those that count as one. It never leaves the share out, and has no end below zero.
pub fn wilson_weighted(count: f64, n: f64) -> Interval {
    if n <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (total, square) = (n, Z_95 * Z_95);
    let share = count / total;
    let middle = share + square / (2.0 * total);
    let reach = Z_95 * (share * (1.0 - share) / total + square / (4.0 * total * total)).max(0.0).sqrt();
    let scale = 1.0 + square / total;
    // At shares of 0 and 1 the ends are those shares but for their last digits.
    let (low, high) = (((middle - reach) / scale).min(share), ((middle + reach) / scale).max(share));
    Interval { low: if low > 0.0 { low } else { 0.0 }, high: high.min(1.0) }
}

/// The 95 % interval of a difference of two shares of the same `n`, such as praise less complaint (Bonett and Price 2012: one is added
/// to either count); all there is, -1 to 1, of none.
pub fn net_interval(positive: f64, negative: f64, n: f64) -> Interval {
    net_interval_at(Z_95, positive, negative, n)
}

/// The same of another confidence: `z` is the normal quantile of its two sides.
pub(super) fn net_interval_at(z: f64, positive: f64, negative: f64, n: f64) -> Interval {
    if n <= 0.0 {
        return Interval { low: -1.0, high: 1.0 };
    }
    let (positive, negative) = ((positive + 1.0) / (n + 2.0), (negative + 1.0) / (n + 2.0));
    let net = positive - negative;
    let reach = z * ((positive + negative - net * net) / (n + 2.0)).max(0.0).sqrt();
    Interval { low: (net - reach).max(-1.0), high: (net + reach).min(1.0) }
}

/// A quantile of sorted values, by linear interpolation (type 7 of Hyndman and Fan 1996); none of none.
pub fn quantile(sorted: &[f64], at: f64) -> Option<f64> {
    let place = at * (sorted.len().checked_sub(1)?) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(low + (high - low) * place.fract())
}
