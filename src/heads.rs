//! The three heads: from a sequence's vector to logits.
//!
//! One linear layer a task, each output a dot product whose order of addition is the processor's, whatever the comment's company.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

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
        let linear = |task: &str, outputs: usize| Linear::load(&weights, &format!("heads.{task}"), outputs, width);
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

/// A linear layer for one vector at a time, in floats.
pub(crate) struct Linear {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Loads `NAME.weight` (outputs x `width`) and `NAME.bias`.
    pub(crate) fn load(weights: &Weights<'_>, name: &str, outputs: usize, width: usize) -> Result<Self> {
        Ok(Self {
            weight: weights.take(&format!("{name}.weight"), &[outputs, width])?,
            bias: weights.take(&format!("{name}.bias"), &[outputs])?,
        })
    }

    /// The same without a bias.
    pub(crate) fn load_unbiased(weights: &Weights<'_>, name: &str, outputs: usize, width: usize) -> Result<Self> {
        Ok(Self { weight: weights.take(&format!("{name}.weight"), &[outputs, width])?, bias: vec![0.0; outputs] })
    }

    /// Numbers that come out.
    pub(crate) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Applies the layer to a vector of its width; `outputs` takes as many numbers as it has.
    pub(crate) fn apply(&self, vector: &[f32], outputs: &mut [f32]) {
        Apply { linear: self, vector, outputs }.dispatch();
    }
}

struct Apply<'a> {
    linear: &'a Linear,
    vector: &'a [f32],
    outputs: &'a mut [f32],
}

impl SimdOp for Apply<'_> {
    type Output = ();

    #[expect(
        clippy::inline_always,
        reason = "vector instructions are only used within the function that asks for them"
    )]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { linear, vector, outputs } = self;
        let rows = linear.weight.chunks_exact(vector.len()).zip(&linear.bias);
        for (output, (row, bias)) in outputs.iter_mut().zip(rows) {
            *output = bias + dot(isa, row, vector);
        }
    }
}

/// A dot product in four vectors of partial sums, because each addition waits for the one before it.
#[expect(clippy::inline_always, reason = "vector instructions are only used within the function that asks for them")]
#[inline(always)]
fn dot<I: Isa>(isa: I, a: &[f32], b: &[f32]) -> f32 {
    let ops = isa.f32();
    let (lanes, mut sums) = (ops.len(), [ops.zero(); 4]);
    let (mut a_parts, mut b_parts) = (a.chunks_exact(4 * lanes), b.chunks_exact(4 * lanes));
    for (a, b) in a_parts.by_ref().zip(b_parts.by_ref()) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.chunks_exact(lanes).zip(b.chunks_exact(lanes))) {
            *sum = ops.mul_add(ops.load(a), ops.load(b), *sum);
        }
    }
    let rest: f32 = a_parts.remainder().iter().zip(b_parts.remainder()).map(|(a, b)| a * b).sum();
    ops.sum(ops.add(ops.add(sums[0], sums[1]), ops.add(sums[2], sums[3]))) + rest
}
