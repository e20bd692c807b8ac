//! From logits to calibrated probabilities.
//!
//! Temperature scaling (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017): logits are divided by one
//! number a head, fitted on held-out data, before the softmax.

use crate::heads::{Logits, STATES};
use crate::labels::{Emotion, Sentiment, Touchpoint};
use crate::model::HeadManifests;

/// The probabilities of one sequence, or of one comment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prediction {
    /// Of each sentiment; sums to 1.
    pub sentiment: [f32; Sentiment::ALL.len()],
    /// Of each emotion; sums to 1.
    pub emotion: [f32; Emotion::ALL.len()],
    /// Of each touchpoint: absent, positive, negative, neutral, mixed; each sums to 1.
    pub touchpoints: [[f32; STATES]; Touchpoint::ALL.len()],
}

/// What became of a comment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    /// Its probabilities.
    pub(crate) prediction: Prediction,
    /// Whether text was left out behind its last window.
    pub(crate) truncated: bool,
}

/// Temperatures of the heads.
#[derive(Debug, Clone, Copy)]
pub struct Calibration {
    sentiment: f32,
    emotion: f32,
    touchpoints: f32,
}

impl Calibration {
    /// The temperatures a manifest states.
    pub fn new(heads: &HeadManifests) -> Self {
        Self {
            sentiment: heads.sentiment.temperature,
            emotion: heads.emotion.temperature,
            touchpoints: heads.touchpoints.temperature,
        }
    }

    /// Turns logits into probabilities.
    pub fn calibrate(&self, logits: &Logits) -> Prediction {
        Prediction {
            sentiment: softmax(logits.sentiment, self.sentiment),
            emotion: softmax(logits.emotion, self.emotion),
            touchpoints: logits.touchpoints.map(|states| softmax(states, self.touchpoints)),
        }
    }
}

fn softmax<const N: usize>(logits: [f32; N], temperature: f32) -> [f32; N] {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exponentials = logits.map(|logit| ((logit - max) / temperature).exp());
    let sum: f32 = exponentials.iter().sum();
    exponentials.map(|exponential| exponential / sum)
}

#[cfg(test)]
mod tests {
    use super::softmax;

    #[test]
    fn softmax_sums_to_one_and_survives_large_logits() {
        let p = softmax([1000.0, 999.0, -1000.0], 1.0);
        assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((p[0] - 0.731_058_6).abs() < 1e-6);
    }

    #[test]
    fn a_higher_temperature_flattens() {
        assert!(softmax([2.0, 0.0], 2.0)[0] < softmax([2.0, 0.0], 1.0)[0]);
    }
}
