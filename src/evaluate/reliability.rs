//! Whether probabilities mean what they say.

use super::confusion::{mean, ratio};

/// Bins of a reliability table, of equal width.
pub const BINS: usize = 15;

/// A comment's prediction: how probable it was said to be, and whether it is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// The probability of the predicted class, from 0 to 1.
    pub confidence: f64,
    /// Whether the class is right.
    pub right: bool,
}

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The lowest confidence that falls in it, exclusive but for the first bin.
    pub low: f64,
    /// The highest, inclusive.
    pub high: f64,
    /// Claims.
    pub n: u64,
    /// Their mean confidence; zero without any.
    pub confidence: f64,
    /// The share of them that is right; zero without any.
    pub accuracy: f64,
}

/// Claims by confidence.
pub fn reliability(claims: &[Claim]) -> Vec<Bin> {
    let mut sums = [(0_u64, 0.0, 0_u64); BINS];
    for claim in claims {
        let place = (claim.confidence * BINS as f64).ceil() as usize;
        let (n, confidence, right) = &mut sums[place.clamp(1, BINS) - 1];
        *n += 1;
        *confidence += claim.confidence;
        *right += u64::from(claim.right);
    }
    let edge = |bin: usize| bin as f64 / BINS as f64;
    sums.iter()
        .enumerate()
        .map(|(bin, (n, confidence, right))| Bin {
            low: edge(bin),
            high: edge(bin + 1),
            n: *n,
            confidence: ratio(*confidence, *n as f64),
            accuracy: ratio(*right as f64, *n as f64),
        })
        .collect()
}

/// Expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance of confidence and accuracy over the bins, weighted
/// by their claims. None without claims.
pub fn calibration_error(claims: &[Claim]) -> Option<f64> {
    let bins = reliability(claims);
    let sum: f64 = bins.iter().map(|bin| bin.n as f64 * (bin.confidence - bin.accuracy).abs()).sum();
    (!claims.is_empty()).then(|| sum / claims.len() as f64)
}

/// Brier's score (1950) for several classes: the mean over comments of the squared distance between the distribution and the truth, from 0
/// to 2. Takes each comment's distribution and its gold class.
pub fn brier<'a>(comments: impl IntoIterator<Item = (&'a [f64], usize)>) -> Option<f64> {
    mean(comments.into_iter().map(|(distribution, gold)| {
        let distance = |(class, p): (usize, &f64)| (p - f64::from(class == gold)).powi(2);
        distribution.iter().enumerate().map(distance).sum()
    }))
}

/// The share of comments, the surest first, that can be taken as they are for at most `error` of them to be wrong. Claims of one confidence
/// are taken together or not at all.
pub fn coverage(claims: &[Claim], error: f64) -> f64 {
    let mut sorted = claims.to_vec();
    sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let (mut wrong, mut taken, mut best) = (0_usize, 0_usize, 0_usize);
    for equals in sorted.chunk_by(|a, b| a.confidence.total_cmp(&b.confidence).is_eq()) {
        wrong += equals.iter().filter(|claim| !claim.right).count();
        taken += equals.len();
        if wrong as f64 <= error * taken as f64 {
            best = taken;
        }
    }
    ratio(best as f64, claims.len() as f64)
}
