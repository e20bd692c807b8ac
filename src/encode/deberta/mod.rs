//! `DeBERTa` in its second and third version (He and others 2021): attention in which content and distance are apart.

mod config;

use std::sync::{Mutex, PoisonError};

use super::activation::Function;
use super::fused::FEED_FORWARD_ROWS;
use super::kernels::buffer::Buffer;
use super::kernels::linear::{Activation, Linear};
use super::kernels::near::{Columns, Distances, NearScratch, Reach, attend_near};
use super::kernels::norm::Norm;
use super::kernels::quantize::Quantized;
use super::parts::Parts;
use super::weights::Weights;
use super::{Encoder, Precision, check, pool};
use crate::error::Result;
use crate::model::Pooling;
use crate::tokenize::Sequence;
use config::Config;

/// A `DeBERTa` encoder.
pub(crate) struct Deberta {
    embeddings: Embeddings,
    layers: Vec<Layer>,
    convolution: Option<Convolution>,
    columns: Option<Columns>,
    /// The activation, where it is not within the layers.
    function: Option<Function>,
    heads: usize,
    width: usize,
    positions: usize,
    vocabulary: usize,
    pooling: Pooling,
    spare: Mutex<Vec<Scratch>>,
}

struct Embeddings {
    words: Vec<f32>,
    positions: Option<Vec<f32>>,
    segments: Option<Vec<f32>>,
    /// The width of these tables.
    width: usize,
    project: Option<Linear>,
    norm: Norm,
}

struct Layer {
    project: Linear,
    distances: Option<Distances>,
    join: Linear,
    join_norm: Norm,
    widen: Linear,
    narrow: Linear,
    narrow_norm: Norm,
}

/// A convolution over the embeddings, added behind the first layer.
struct Convolution {
    /// Of a token and its neighbours, side by side.
    linear: Linear,
    kernel: usize,
    activation: Function,
    norm: Norm,
}

#[derive(Default)]
struct Scratch {
    lengths: Vec<usize>,
    states: Buffer<f32>,
    rows: Buffer<f32>,
    embedded: Buffer<f32>,
    projected: Buffer<f32>,
    context: Buffer<f32>,
    joined: Buffer<f32>,
    wide: Buffer<f32>,
    attention: NearScratch,
    quantized: Quantized,
}

impl Deberta {
    /// From the bytes of `config.json` and tensors; `model` is what messages name.
    pub(crate) fn load(
        model: &str,
        json: &[u8],
        weights: &Weights<'_>,
        pooling: Pooling,
        precision: Precision,
    ) -> Result<Self> {
        let config = Config::parse(model, json)?;
        let function = Function::named(model, "hidden_act", &config.hidden_act)?;
        let prefix = if weights.has("deberta.embeddings.word_embeddings.weight") { "deberta." } else { "" };
        let parts = Parts::new(weights, precision, prefix, config.layer_norm_eps);
        let scored = config.relative_attention && (config.scored("c2p") || config.scored("p2c"));
        let distances = scored.then(|| Self::distances(&config, &parts)).transpose()?;
        let layers = (0..config.num_hidden_layers)
            .map(|index| Layer::load(&config, &parts, index, distances.as_deref()))
            .collect::<Result<_>>()?;
        let convolution =
            (config.conv_kernel_size > 0).then(|| Convolution::load(model, &config, &parts)).transpose()?;
        Ok(Self {
            embeddings: Embeddings::load(&config, &parts)?,
            layers,
            convolution,
            columns: distances
                .is_some()
                .then(|| Columns::new(config.max_position_embeddings, |distance| config.column(distance))),
            function: (config.hidden_act != "gelu").then_some(function),
            heads: config.num_attention_heads,
            width: config.hidden_size,
            positions: config.max_position_embeddings,
            vocabulary: config.vocab_size,
            pooling,
            spare: Mutex::default(),
        })
    }

    /// The longest sequence, in tokens.
    pub(crate) fn positions(&self) -> usize {
        self.positions
    }

    /// The number of tokens that have an embedding.
    pub(crate) fn vocabulary(&self) -> usize {
        self.vocabulary
    }

    /// The vectors of the distances that are told apart, row by row.
    fn distances(config: &Config, parts: &Parts<'_>) -> Result<Vec<f32>> {
        let (rows, width) = (2 * config.span() as usize, config.hidden_size);
        let mut vectors = parts.tensor("encoder.rel_embeddings.weight", &[rows, width])?;
        let normed = config.norm_rel_ebd.as_deref().unwrap_or_default().to_lowercase();
        if normed.split('|').any(|part| part.trim() == "layer_norm") {
            parts.norm("encoder.LayerNorm", width, true)?.add(&mut vectors, &vec![0.0; rows * width]);
        }
        Ok(vectors)
    }

    fn run(&self, sequences: &[&Sequence], scratch: &mut Scratch) -> Vec<f32> {
        let Scratch { lengths, states, rows, embedded, projected, context, joined, wide, attention, quantized } =
            scratch;
        lengths.clear();
        lengths.extend(sequences.iter().map(|sequence| sequence.len()));
        let tokens: usize = lengths.iter().sum();
        let width = self.width;
        let states = states.take(tokens * width);
        let joined = joined.take(tokens * width);
        self.embeddings.look_up(sequences, rows, quantized, states, joined);
        let embedded = embedded.take(if self.convolution.is_some() { tokens * width } else { 0 });
        embedded.copy_from_slice(&states[..embedded.len()]);
        for (index, layer) in self.layers.iter().enumerate() {
            let projected = projected.take(tokens * 3 * width);
            layer.project.apply(states, quantized, projected);
            let reach = match (&layer.distances, &self.columns) {
                (Some(distances), Some(columns)) => Reach::Distances(distances, columns),
                _ => Reach::All,
            };
            let context = context.take(tokens * width);
            attend_near(projected, lengths, (self.heads, width / self.heads), reach, attention, context);
            layer.join.apply(context, quantized, joined);
            layer.join_norm.add(states, joined);
            let together = FEED_FORWARD_ROWS * width;
            for (states, joined) in states.chunks_mut(together).zip(joined.chunks_mut(together)) {
                let wide = wide.take(states.len() / width * layer.widen.outputs());
                layer.widen.apply(states, quantized, wide);
                if let Some(function) = self.function {
                    function.apply(wide);
                }
                layer.narrow.apply(wide, quantized, joined);
                layer.narrow_norm.add(states, joined);
            }
            if let (0, Some(convolution)) = (index, &self.convolution) {
                convolution.add(embedded, lengths, rows, quantized, states, joined);
            }
        }
        let mut pooled = Vec::with_capacity(sequences.len() * self.width());
        let mut first = 0;
        for (sequence, length) in sequences.iter().zip(lengths) {
            let states = &states[first * width..(first + *length) * width];
            pool::pool(self.pooling, states, &sequence.segments, width, &mut pooled);
            first += *length;
        }
        pooled
    }
}

impl Embeddings {
    fn load(config: &Config, parts: &Parts<'_>) -> Result<Self> {
        let width = config.embedding_size.unwrap_or(config.hidden_size);
        let table = |name: &str, rows: usize| parts.tensor(&format!("embeddings.{name}.weight"), &[rows, width]);
        Ok(Self {
            words: table("word_embeddings", config.vocab_size)?,
            positions: config
                .position_biased_input
                .then(|| table("position_embeddings", config.max_position_embeddings))
                .transpose()?,
            segments: (config.type_vocab_size > 0)
                .then(|| table("token_type_embeddings", config.type_vocab_size))
                .transpose()?,
            width,
            project: (width != config.hidden_size)
                .then(|| parts.linear("embeddings.embed_proj", config.hidden_size, width, false))
                .transpose()?,
            norm: parts.norm("embeddings.LayerNorm", config.hidden_size, true)?,
        })
    }

    fn look_up(
        &self,
        sequences: &[&Sequence],
        rows: &mut Buffer<f32>,
        quantized: &mut Quantized,
        states: &mut [f32],
        zeros: &mut [f32],
    ) {
        let width = self.width;
        let row = |index: usize| index * width..(index + 1) * width;
        let tokens: usize = sequences.iter().map(|sequence| sequence.len()).sum();
        let rows = rows.take(tokens * width);
        let mut places = rows.chunks_exact_mut(width);
        for sequence in sequences {
            for ((place, id), segment) in sequence.ids.iter().enumerate().zip(&sequence.segments) {
                let Some(out) = places.next() else { return };
                out.copy_from_slice(&self.words[row(*id as usize)]);
                let mut add = |vector: &[f32]| out.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
                if let Some(positions) = &self.positions {
                    add(&positions[row(place)]);
                }
                if let Some(segments) = &self.segments {
                    // A model of one segment knows no other.
                    add(&segments[row((*segment as usize).min(segments.len() / width - 1))]);
                }
            }
        }
        match &self.project {
            Some(project) => project.apply(rows, quantized, states),
            None => states.copy_from_slice(rows),
        }
        zeros.fill(0.0);
        self.norm.add(states, zeros);
    }
}

impl Layer {
    fn load(config: &Config, parts: &Parts<'_>, index: usize, distances: Option<&[f32]>) -> Result<Self> {
        let (width, inner, heads) = (config.hidden_size, config.intermediate_size, config.num_attention_heads);
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let attention = |part: &str| parts.plain(&name(&format!("attention.self.{part}")), width, width, true);
        let (to_position, from_position) = (config.scored("c2p"), config.scored("p2c"));
        let summands = 1 + usize::from(to_position) + usize::from(from_position);
        let scale = 1.0 / ((width / heads * summands) as f32).sqrt();
        let scaled = |(mut weight, mut bias): (Vec<f32>, Vec<f32>)| {
            weight.iter_mut().chain(&mut bias).for_each(|weight| *weight *= scale);
            (weight, bias)
        };
        let (query, key) = (attention("query_proj")?, attention("key_proj")?);
        let distances = match distances {
            None => None,
            Some(vectors) => {
                // Computed once, and so in floats.
                let projected = |(weight, bias): (Vec<f32>, Vec<f32>)| {
                    let exact = Parts { dot: None, ..*parts };
                    let mut out = vec![0.0; vectors.len()];
                    exact.pack((weight, bias), Activation::Identity).apply(
                        vectors,
                        &mut Quantized::default(),
                        &mut out,
                    );
                    out
                };
                let shared = config.share_att_key;
                let for_queries = match to_position {
                    true if shared => Some(projected(key.clone())),
                    true => Some(projected(attention("pos_key_proj")?)),
                    false => None,
                };
                let for_keys = match from_position {
                    true if shared => Some(projected(scaled(query.clone()))),
                    true => Some(projected(scaled(attention("pos_query_proj")?))),
                    false => None,
                };
                Some(Distances::new(for_queries.as_deref(), for_keys.as_deref(), heads, width / heads))
            }
        };
        let (mut project, mut bias) = scaled(query);
        for (more, more_bias) in [key, attention("value_proj")?] {
            project.extend(more);
            bias.extend(more_bias);
        }
        Ok(Self {
            project: parts.pack((project, bias), Activation::Identity),
            distances,
            join: parts.linear(&name("attention.output.dense"), width, width, true)?,
            join_norm: parts.norm(&name("attention.output.LayerNorm"), width, true)?,
            widen: parts.pack(
                parts.plain(&name("intermediate.dense"), inner, width, true)?,
                if config.hidden_act == "gelu" { Activation::Gelu } else { Activation::Identity },
            ),
            narrow: parts.linear(&name("output.dense"), width, inner, true)?,
            narrow_norm: parts.norm(&name("output.LayerNorm"), width, true)?,
        })
    }
}

impl Convolution {
    fn load(model: &str, config: &Config, parts: &Parts<'_>) -> Result<Self> {
        let (width, kernel) = (config.hidden_size, config.conv_kernel_size);
        let weight = parts.tensor("encoder.conv.conv.weight", &[width, width, kernel])?;
        let mut turned = vec![0.0; weight.len()];
        for (n, value) in weight.into_iter().enumerate() {
            let (output, input, step) = (n / (width * kernel), n / kernel % width, n % kernel);
            turned[(output * kernel + step) * width + input] = value;
        }
        Ok(Self {
            linear: parts.pack((turned, parts.tensor("encoder.conv.conv.bias", &[width])?), Activation::Identity),
            kernel,
            activation: Function::named(model, "conv_act", config.conv_act.as_deref().unwrap_or("tanh"))?,
            norm: parts.norm("encoder.conv.LayerNorm", width, true)?,
        })
    }

    fn add(
        &self,
        embedded: &[f32],
        lengths: &[usize],
        rows: &mut Buffer<f32>,
        quantized: &mut Quantized,
        states: &mut [f32],
        out: &mut [f32],
    ) {
        let (width, kernel) = (self.linear.outputs(), self.kernel);
        let rows = rows.take(states.len() * kernel);
        rows.fill(0.0);
        let mut first = 0;
        for length in lengths {
            for place in 0..*length {
                for step in 0..kernel {
                    // Before the first token and behind the last there are zeros.
                    let Some(neighbour) = (place + step).checked_sub(kernel / 2).filter(|place| place < length) else {
                        continue;
                    };
                    let from = (first + neighbour) * width;
                    let to = ((first + place) * kernel + step) * width;
                    rows[to..to + width].copy_from_slice(&embedded[from..from + width]);
                }
            }
            first += length;
        }
        self.linear.apply(rows, quantized, out);
        self.activation.apply(out);
        self.norm.add(states, out);
    }
}

impl Encoder for Deberta {
    fn width(&self) -> usize {
        pool::width(self.pooling, self.width)
    }

    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>> {
        check(sequences, self.positions, self.vocabulary)?;
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = spare().pop().unwrap_or_default();
        let vectors = self.run(sequences, &mut scratch);
        spare().push(scratch);
        Ok(vectors)
    }
}
