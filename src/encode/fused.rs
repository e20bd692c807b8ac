//! The fast encoder: BERT and its kin on one thread, in floats or in bytes.
//!
//! The sequences of a micro-batch lie one behind the other without padding. Linear layers see only tokens; attention stays within a
//! sequence. In bytes, weights have a scale an output and activations a scale a token, so that here, too, a sequence's vector depends
//! on that sequence alone.

use std::sync::{Mutex, PoisonError};

use super::activation::Function;
use super::kernels::attention::{AttentionScratch, attend};
use super::kernels::buffer::Buffer;
use super::kernels::dot::Dot;
use super::kernels::linear::{Activation, Linear};
use super::kernels::norm::Norm;
use super::kernels::quantize::Quantized;
use super::names::{Names, Part};
use super::weights::Weights;
use super::{Encoder, Precision, Shape, WIDTHS, check, pool};
use crate::error::{Error, Result};
use crate::model::{Files, Pooling};
use crate::tokenize::Sequence;

/// Tokens that go through the two feed-forward layers together, so that what is between them stays in the cache.
pub(super) const FEED_FORWARD_ROWS: usize = 24;

/// Tokens of whole sequences that go through attention together, so that queries, keys and values stay in the cache.
const ATTENTION_ROWS: usize = 48;

/// A BERT encoder, or one of the families built alike.
pub struct FusedEncoder {
    embeddings: Embeddings,
    layers: Vec<Layer>,
    heads: usize,
    width: usize,
    pooling: Pooling,
    /// Where it is not that within the layers.
    function: Option<Function>,
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

impl FusedEncoder {
    /// Loads `config.json` and `model.safetensors`.
    pub fn load(files: &Files, pooling: Pooling, precision: Precision) -> Result<Self> {
        let shape = Shape::read(files)?;
        if !shape.fits_vectors() {
            return Err(Error::model(&*files.name, format!("config.json: {WIDTHS} and the activation gelu")));
        }
        Self::new(&files.name, &shape, &Weights::open(files)?, pooling, precision)
    }

    /// From tensors, with any activation that is known; `model` is what messages name.
    pub(crate) fn new(
        model: &str,
        shape: &Shape,
        weights: &Weights<'_>,
        pooling: Pooling,
        precision: Precision,
    ) -> Result<Self> {
        if !shape.has_whole_vectors() {
            return Err(Error::model(model, format!("config.json: {WIDTHS}")));
        }
        let function = Function::named(model, "the activation", &shape.activation)?;
        let dot = precision.dot();
        tracing::debug!(products = dot.map_or("float", Dot::name), "fused encoder");
        let names = Names::new(shape.family, weights);
        let width = shape.width;
        let norm = |name: String| {
            Ok::<_, Error>(Norm {
                scale: weights.take(&format!("{name}.weight"), &[width])?,
                shift: weights.take(&format!("{name}.bias"), &[width])?,
                epsilon: shape.epsilon,
            })
        };
        let table =
            |name: &str, rows: usize| weights.take(&names.embeddings(&format!("{name}.weight")), &[rows, width]);
        let (first, positions) = (shape.first_position, shape.positions);
        let segments =
            if shape.segments > 0 { table("token_type_embeddings", shape.segments)? } else { vec![0.0; width] };
        let embeddings = Embeddings {
            words: table("word_embeddings", shape.vocabulary)?,
            positions: table("position_embeddings", first + positions)?.split_off(first * width),
            segments,
            norm: norm(names.embeddings("LayerNorm"))?,
        };
        let layers = (0..shape.layers)
            .map(|index| Layer::load(weights, shape, dot, |part| names.layer(index, part), norm))
            .collect::<Result<_>>()?;
        let function = (shape.activation != "gelu").then_some(function);
        Ok(Self { embeddings, layers, heads: shape.heads, width, pooling, function, spare: Mutex::default() })
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
            let mut first = 0;
            for lengths in groups(lengths) {
                let tokens: usize = lengths.iter().sum();
                let states = &mut states[first * self.width..(first + tokens) * self.width];
                first += tokens;
                let projected = projected.take(tokens * 3 * self.width);
                layer.project.apply(states, quantized, projected);
                let context = context.take(tokens * self.width);
                attend(projected, lengths, self.heads, self.width / self.heads, attention, context);
                let joined = &mut joined[..tokens * self.width];
                layer.join.apply(context, quantized, joined);
                layer.join_norm.add(states, joined);
            }
            let rows = FEED_FORWARD_ROWS * self.width;
            for (states, joined) in states.chunks_mut(rows).zip(joined.chunks_mut(rows)) {
                let wide = wide.take(states.len() / self.width * layer.widen.outputs());
                layer.widen.apply(states, quantized, wide);
                if let Some(function) = self.function {
                    function.apply(wide);
                }
                layer.narrow.apply(wide, quantized, joined);
                layer.narrow_norm.add(states, joined);
            }
        }
        let mut pooled = Vec::with_capacity(sequences.len() * self.width());
        let mut first = 0;
        for (sequence, length) in sequences.iter().zip(lengths) {
            let states = &states[first * self.width..(first + *length) * self.width];
            pool::pool(self.pooling, states, &sequence.segments, self.width, &mut pooled);
            first += *length;
        }
        pooled
    }
}

/// Runs of sequences with no more than [`ATTENTION_ROWS`] tokens together, or one sequence.
fn groups(lengths: &[usize]) -> impl Iterator<Item = &[usize]> {
    let mut rest = lengths;
    std::iter::from_fn(move || {
        let mut tokens = 0;
        let fits = |length: &&usize| {
            tokens += **length;
            tokens <= ATTENTION_ROWS
        };
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let group;
        (group, rest) = rest.split_at(count);
        (!group.is_empty()).then_some(group)
    })
}

impl Embeddings {
    fn look_up(&self, sequences: &[&Sequence], states: &mut [f32], rest: &mut [f32]) {
        let width = self.norm.scale.len();
        let row = |index: usize| index * width..(index + 1) * width;
        // A model of one segment knows no other.
        let last_segment = self.segments.len() / width - 1;
        let mut rows = states.chunks_exact_mut(width).zip(rest.chunks_exact_mut(width));
        for sequence in sequences {
            for ((place, id), segment) in sequence.ids.iter().enumerate().zip(&sequence.segments) {
                let Some((state, rest)) = rows.next() else { return };
                state.copy_from_slice(&self.words[row(*id as usize)]);
                let segment = &self.segments[row(last_segment.min(*segment as usize))];
                for (rest, (position, segment)) in rest.iter_mut().zip(self.positions[row(place)].iter().zip(segment)) {
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
        shape: &Shape,
        dot: Option<&'static dyn Dot>,
        name: impl Fn(Part) -> String,
        norm: impl Fn(String) -> Result<Norm>,
    ) -> Result<Self> {
        let (width, inner) = (shape.width, shape.inner);
        let linear = |part: Part, outputs: usize, inputs: usize| {
            let weight = weights.take(&format!("{}.weight", name(part)), &[outputs, inputs])?;
            Ok::<_, Error>((weight, weights.take(&format!("{}.bias", name(part)), &[outputs])?))
        };
        // Query, key and value in one product, and the scale of the scores within the query.
        let scale = 1.0 / ((width / shape.heads) as f32).sqrt();
        let (mut project, mut bias) = linear(Part::Query, width, width)?;
        project.iter_mut().chain(&mut bias).for_each(|weight| *weight *= scale);
        for part in [Part::Key, Part::Value] {
            let (more, more_bias) = linear(part, width, width)?;
            project.extend(more);
            bias.extend(more_bias);
        }
        let packed = |(weight, bias): (Vec<f32>, Vec<f32>), activation| Linear::new(&weight, &bias, activation, dot);
        Ok(Self {
            project: packed((project, bias), Activation::Identity),
            join: packed(linear(Part::Join, width, width)?, Activation::Identity),
            join_norm: norm(name(Part::JoinNorm))?,
            widen: packed(
                linear(Part::Widen, inner, width)?,
                if shape.activation == "gelu" { Activation::Gelu } else { Activation::Identity },
            ),
            narrow: packed(linear(Part::Narrow, width, inner)?, Activation::Identity),
            narrow_norm: norm(name(Part::NarrowNorm))?,
        })
    }
}

impl Encoder for FusedEncoder {
    fn width(&self) -> usize {
        pool::width(self.pooling, self.width)
    }

    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>> {
        let Embeddings { words, positions, .. } = &self.embeddings;
        check(sequences, positions.len() / self.width, words.len() / self.width)?;
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = spare().pop().unwrap_or_default();
        let vectors = self.run(sequences, &mut scratch);
        spare().push(scratch);
        Ok(vectors)
    }
}
