//! The three heads: from a sequence's vector to logits.
//!
//! One linear layer a task. A few hundred products a comment cost nothing, so they are plain loops, whose order of
//! addition is fixed.

use crate::encode::Weights;
use crate::error::Result;
use crate::labels::{Emotion, Sentiment, Touchpoint};
use crate::model::Files;

/// A touchpoint is absent, or present with one of the sentiments.
pub const STATES: usize = 1 + Sentiment::ALL.len();

/// The raw outputs of the heads for one sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Logits {
    /// A number a sentiment.
    pub sentiment: [f32; Sentiment::ALL.len()],
    /// A number an emotion.
    pub emotion: [f32; Emotion::ALL.len()],
    /// For each touchpoint: absent, positive, negative, neutral, mixed.
    pub touchpoints: [[f32; STATES]; Touchpoint::ALL.len()],
}

/// The three heads of a model.
pub struct Heads {
    sentiment: Linear,
    emotion: Linear,
    touchpoints: Linear,
}

impl Heads {
    /// Loads `heads.<task>.weight` (outputs x `width`) and `heads.<task>.bias` from `model.safetensors`.
    pub fn load(files: &Files, width: usize) -> Result<Self> {
        let weights = Weights::open(files)?;
        let linear = |task: &str, outputs: usize| Linear::load(&weights, task, outputs, width);
        Ok(Self {
            sentiment: linear("sentiment", Sentiment::ALL.len())?,
            emotion: linear("emotion", Emotion::ALL.len())?,
            touchpoints: linear("touchpoints", STATES * Touchpoint::ALL.len())?,
        })
    }

    /// The logits of one sequence's vector.
    pub fn logits(&self, vector: &[f32]) -> Logits {
        let mut logits = Logits {
            sentiment: [0.0; Sentiment::ALL.len()],
            emotion: [0.0; Emotion::ALL.len()],
            touchpoints: [[0.0; STATES]; Touchpoint::ALL.len()],
        };
        self.sentiment.apply(vector, &mut logits.sentiment);
        self.emotion.apply(vector, &mut logits.emotion);
        self.touchpoints.apply(vector, logits.touchpoints.as_flattened_mut());
        logits
    }
}

struct Linear {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    fn load(weights: &Weights<'_>, task: &str, outputs: usize, width: usize) -> Result<Self> {
        Ok(Self {
            weight: weights.take(&format!("heads.{task}.weight"), &[outputs, width])?,
            bias: weights.take(&format!("heads.{task}.bias"), &[outputs])?,
        })
    }

    fn apply(&self, vector: &[f32], outputs: &mut [f32]) {
        for ((output, row), bias) in outputs.iter_mut().zip(self.weight.chunks_exact(vector.len())).zip(&self.bias) {
            *output = bias + dot(row, vector);
        }
    }
}

/// A dot product in eight partial sums, which the compiler turns into vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
