//! The fast encoder: BERT on one thread, in floats or in bytes.
//!
//! The sequences of a micro-batch lie one behind the other without padding. Linear layers see only tokens; attention stays within a
//! sequence. In bytes, weights have a scale an output and activations a scale a token, so that here, too, a sequence's vector depends
//! on that sequence alone.

use std::sync::{Mutex, PoisonError};

use super::kernels::attention::{AttentionScratch, attend};
use super::kernels::buffer::Buffer;
use super::kernels::dot::{self, Dot};
use super::kernels::linear::{Activation, Linear};
use super::kernels::norm::Norm;
use super::kernels::quantize::Quantized;
use super::weights::Weights;
use super::{Encoder, Precision, Shape, pool};
use crate::error::{Error, Result};
use crate::model::{Files, Pooling};
use crate::tokenize::Sequence;

/// Tokens that go through the two feed-forward layers together, so that what is between them stays in the cache.
const FEED_FORWARD_ROWS: usize = 48;

/// A BERT encoder.
pub struct FusedBert {
    embeddings: Embeddings,
    layers: Vec<Layer>,
    heads: usize,
    width: usize,
    spare: Mutex<Vec<Scratch>>,
}

struct Embeddings {
    words: Vec<f32>,
    positions: Vec<f32>,
    segments: Vec<f32>,
    norm: Norm,
}

struct Layer {
    project: Linear,
    join: Linear,
    join_norm: Norm,
    widen: Linear,
    narrow: Linear,
    narrow_norm: Norm,
}

/// The memory of one micro-batch, used again for the next.
#[derive(Default)]
struct Scratch {
    lengths: Vec<usize>,
    states: Buffer<f32>,
    projected: Buffer<f32>,
    context: Buffer<f32>,
    joined: Buffer<f32>,
    wide: Buffer<f32>,
    attention: AttentionScratch,
    quantized: Quantized,
}

impl FusedBert {
    /// Loads `config.json` and `model.safetensors`.
    pub fn load(files: &Files, pooling: Pooling, precision: Precision) -> Result<Self> {
        // The only pooling so far; a new one must be handled here.
        let Pooling::SegmentMeanMax = pooling;
        let shape = Shape::read(files)?;
        let dot = match precision {
            Precision::F32 => None,
            Precision::Int8 => Some(dot::detect()),
        };
        tracing::debug!(products = dot.map_or("float", Dot::name), "fused encoder");
        let weights = Weights::open(files)?;
        let (width, epsilon) = (shape.width, shape.epsilon as f32);
        let norm = |name: &str| {
            Ok::<_, Error>(Norm {
                scale: weights.take(&format!("{name}.weight"), &[width])?,
                shift: weights.take(&format!("{name}.bias"), &[width])?,
                epsilon,
            })
        };
        let table = |name: &str, rows: usize| weights.take(&format!("bert.embeddings.{name}.weight"), &[rows, width]);
        let embeddings = Embeddings {
            words: table("word_embeddings", shape.vocabulary)?,
            positions: table("position_embeddings", shape.positions)?,
            segments: table("token_type_embeddings", shape.segments)?,
            norm: norm("bert.embeddings.LayerNorm")?,
        };
        let layers = (0..shape.layers)
            .map(|index| Layer::load(&weights, &format!("bert.encoder.layer.{index}"), &shape, dot, norm))
            .collect::<Result<_>>()?;
        Ok(Self { embeddings, layers, heads: shape.heads, width, spare: Mutex::default() })
    }

    fn run(&self, sequences: &[&Sequence], scratch: &mut Scratch) -> Vec<f32> {
        let Scratch { lengths, states, projected, context, joined, wide, attention, quantized } = scratch;
        lengths.clear();
        lengths.extend(sequences.iter().map(|sequence| sequence.len()));
        let tokens: usize = lengths.iter().sum();
        let states = states.take(tokens * self.width);
        let joined = joined.take(tokens * self.width);
        self.embeddings.look_up(sequences, states, joined);
        for layer in &self.layers {
            let projected = projected.take(tokens * 3 * self.width);
            layer.project.apply(states, quantized, projected);
            let context = context.take(tokens * self.width);
            attend(projected, lengths, self.heads, self.width / self.heads, attention, context);
            layer.join.apply(context, quantized, joined);
            layer.join_norm.add(states, joined);
            let rows = FEED_FORWARD_ROWS * self.width;
            for (states, joined) in states.chunks_mut(rows).zip(joined.chunks_mut(rows)) {
                let wide = wide.take(states.len() / self.width * layer.widen.outputs());
                layer.widen.apply(states, quantized, wide);
                layer.narrow.apply(wide, quantized, joined);
                layer.narrow_norm.add(states, joined);
            }
        }
        let mut pooled = Vec::with_capacity(sequences.len() * 3 * self.width);
        let mut first = 0;
        for (sequence, length) in sequences.iter().zip(lengths) {
            let states = &states[first * self.width..(first + *length) * self.width];
            pool::segment_mean_max(states, &sequence.segments, self.width, &mut pooled);
            first += *length;
        }
        pooled
    }
}

impl Embeddings {
    fn look_up(&self, sequences: &[&Sequence], states: &mut [f32], rest: &mut [f32]) {
        let width = self.norm.scale.len();
        let row = |table: &'_ [f32], index: usize| -> std::ops::Range<usize> {
            debug_assert!((index + 1) * width <= table.len());
            index * width..(index + 1) * width
        };
        let mut rows = states.chunks_exact_mut(width).zip(rest.chunks_exact_mut(width));
        for sequence in sequences {
            for ((place, id), segment) in sequence.ids.iter().enumerate().zip(&sequence.segments) {
                let Some((state, rest)) = rows.next() else { return };
                state.copy_from_slice(&self.words[row(&self.words, *id as usize)]);
                let position = &self.positions[row(&self.positions, place)];
                let segment = &self.segments[row(&self.segments, *segment as usize)];
                for (rest, (position, segment)) in rest.iter_mut().zip(position.iter().zip(segment)) {
                    *rest = position + segment;
                }
            }
        }
        self.norm.add(states, rest);
    }
}

impl Layer {
    fn load(
        weights: &Weights<'_>,
        name: &str,
        shape: &Shape,
        dot: Option<&'static dyn Dot>,
        norm: impl Fn(&str) -> Result<Norm>,
    ) -> Result<Self> {
        let (width, inner) = (shape.width, shape.inner);
        let linear = |part: &str, outputs: usize, inputs: usize| {
            let weight = weights.take(&format!("{name}.{part}.weight"), &[outputs, inputs])?;
            Ok::<_, Error>((weight, weights.take(&format!("{name}.{part}.bias"), &[outputs])?))
        };
        // Query, key and value in one product, and the scale of the scores within the query.
        let scale = 1.0 / ((width / shape.heads) as f32).sqrt();
        let (mut project, mut bias) = linear("attention.self.query", width, width)?;
        project.iter_mut().chain(&mut bias).for_each(|weight| *weight *= scale);
        for part in ["attention.self.key", "attention.self.value"] {
            let (more, more_bias) = linear(part, width, width)?;
            project.extend(more);
            bias.extend(more_bias);
        }
        let packed = |(weight, bias): (Vec<f32>, Vec<f32>), activation| Linear::new(&weight, &bias, activation, dot);
        Ok(Self {
            project: packed((project, bias), Activation::Identity),
            join: packed(linear("attention.output.dense", width, width)?, Activation::Identity),
            join_norm: norm(&format!("{name}.attention.output.LayerNorm"))?,
            widen: packed(linear("intermediate.dense", inner, width)?, Activation::Gelu),
            narrow: packed(linear("output.dense", width, inner)?, Activation::Identity),
            narrow_norm: norm(&format!("{name}.output.LayerNorm"))?,
        })
    }
}

impl Encoder for FusedBert {
    fn width(&self) -> usize {
        3 * self.width
    }

    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>> {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = spare().pop().unwrap_or_default();
        let vectors = self.run(sequences, &mut scratch);
        spare().push(scratch);
        Ok(vectors)
    }
}
