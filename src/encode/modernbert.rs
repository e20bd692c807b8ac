//! `ModernBERT` (Warner and others 2024): rotary positions, and most layers see a window only.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use super::activation::Function;
use super::kernels::LANES;
use super::kernels::buffer::Buffer;
use super::kernels::linear::{Activation, Linear};
use super::kernels::near::{NearScratch, Reach, attend_near};
use super::kernels::norm::Norm;
use super::kernels::quantize::Quantized;
use super::parts::Parts;
use super::weights::Weights;
use super::{Encoder, Precision, WIDTHS, check, pool};
use crate::error::{Error, Result};
use crate::model::Pooling;
use crate::tokenize::Sequence;

/// `config.json`, in the older and the newer spelling of the transformers library.
#[derive(Deserialize)]
struct Config {
    vocab_size: usize,
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    max_position_embeddings: usize,
    #[serde(default = "gelu")]
    hidden_activation: String,
    #[serde(default = "usual_epsilon")]
    norm_eps: f32,
    #[serde(default)]
    norm_bias: bool,
    #[serde(default)]
    attention_bias: bool,
    #[serde(default)]
    mlp_bias: bool,
    #[serde(default = "usual_window")]
    local_attention: usize,
    #[serde(default = "usual_period")]
    global_attn_every_n_layers: usize,
    layer_types: Option<Vec<String>>,
    #[serde(default = "global_theta")]
    global_rope_theta: f64,
    /// As it is written: nothing, null or a number.
    #[serde(default = "local_theta")]
    local_rope_theta: Option<f64>,
    rope_parameters: Option<RotaryByLayer>,
    rope_scaling: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct RotaryByLayer {
    full_attention: Option<Rotary>,
    sliding_attention: Option<Rotary>,
}

#[derive(Deserialize)]
struct Rotary {
    rope_theta: Option<f64>,
    rope_type: Option<String>,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn usual_epsilon() -> f32 {
    1e-5
}

fn usual_window() -> usize {
    128
}

fn usual_period() -> usize {
    3
}

fn global_theta() -> f64 {
    160_000.0
}

#[expect(clippy::unnecessary_wraps, reason = "a default for a value that may be null")]
fn local_theta() -> Option<f64> {
    Some(10_000.0)
}

impl Config {
    fn parse(model: &str, json: &[u8]) -> Result<Self> {
        let fault = |message: String| Error::model(model, format!("config.json: {message}"));
        let config: Self = serde_json::from_slice(json).map_err(|error| fault(error.to_string()))?;
        let (width, heads) = (config.hidden_size, config.num_attention_heads);
        if heads == 0 || !width.is_multiple_of(heads) {
            return Err(fault(format!("hidden_size {width} must be a multiple of num_attention_heads {heads}")));
        }
        if ![width, width / heads, config.intermediate_size].iter().all(|width| width.is_multiple_of(LANES)) {
            return Err(fault(WIDTHS.into()));
        }
        if let Some(types) = &config.layer_types {
            let known = |name: &String| name == "full_attention" || name == "sliding_attention";
            if types.len() != config.num_hidden_layers || !types.iter().all(known) {
                return Err(fault(format!(
                    "layer_types must hold full_attention or sliding_attention for each of {} layers",
                    config.num_hidden_layers
                )));
            }
        }
        let rotary =
            config.rope_parameters.iter().flat_map(|by_layer| [&by_layer.full_attention, &by_layer.sliding_attention]);
        let special = rotary.flatten().find_map(|rotary| rotary.rope_type.as_deref().filter(|kind| *kind != "default"));
        if special.is_some() || config.rope_scaling.as_ref().is_some_and(|scaling| !scaling.is_null()) {
            let kind = special.unwrap_or("scaled");
            return Err(fault(format!("rotary positions of type {kind}; what is read: default")));
        }
        Ok(config)
    }

    fn is_local(&self, layer: usize) -> bool {
        match &self.layer_types {
            Some(types) => types.get(layer).is_some_and(|name| name == "sliding_attention"),
            None => !layer.is_multiple_of(self.global_attn_every_n_layers),
        }
    }

    /// The base of the rotary frequencies of layers that see all, and of those that see a window.
    fn thetas(&self) -> [f64; 2] {
        let stated = |rotary: fn(&RotaryByLayer) -> &Option<Rotary>| {
            self.rope_parameters.as_ref().and_then(|by_layer| rotary(by_layer).as_ref()?.rope_theta)
        };
        [
            stated(|by_layer| &by_layer.full_attention).unwrap_or(self.global_rope_theta),
            stated(|by_layer| &by_layer.sliding_attention)
                .unwrap_or(self.local_rope_theta.unwrap_or(self.global_rope_theta)),
        ]
    }
}

/// A `ModernBERT` encoder.
pub(crate) struct ModernBert {
    words: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    last_norm: Norm,
    /// Angles of layers that see all, and of those that see a window.
    turns: [Turns; 2],
    activation: Function,
    /// How far a token sees in a layer with a window.
    window: usize,
    heads: usize,
    width: usize,
    inner: usize,
    positions: usize,
    pooling: Pooling,
    spare: Mutex<Vec<Scratch>>,
}

struct Layer {
    local: bool,
    /// None in the first layer.
    norm: Option<Norm>,
    project: Linear,
    join: Linear,
    wide_norm: Norm,
    /// What is activated and, beside it, what gates it.
    widen: Linear,
    narrow: Linear,
}

/// Rotary position embeddings (Su and others 2021): cosine and sine by position, half a head's width each.
struct Turns {
    cosines: Vec<f32>,
    sines: Vec<f32>,
    half: usize,
}

#[derive(Default)]
struct Scratch {
    lengths: Vec<usize>,
    states: Buffer<f32>,
    normed: Buffer<f32>,
    projected: Buffer<f32>,
    context: Buffer<f32>,
    change: Buffer<f32>,
    wide: Buffer<f32>,
    gated: Buffer<f32>,
    attention: NearScratch,
    quantized: Quantized,
}

impl ModernBert {
    /// From the bytes of `config.json` and tensors; `model` is what messages name.
    pub(crate) fn load(
        model: &str,
        json: &[u8],
        weights: &Weights<'_>,
        pooling: Pooling,
        precision: Precision,
    ) -> Result<Self> {
        let config = Config::parse(model, json)?;
        let prefix = if weights.has("model.embeddings.tok_embeddings.weight") { "model." } else { "" };
        let parts = Parts::new(weights, precision, prefix, config.norm_eps);
        let (width, heads) = (config.hidden_size, config.num_attention_heads);
        let layers =
            (0..config.num_hidden_layers).map(|index| Layer::load(&config, &parts, index)).collect::<Result<_>>()?;
        let turns = config.thetas().map(|theta| Turns::new(theta, config.max_position_embeddings, width / heads));
        Ok(Self {
            words: parts.tensor("embeddings.tok_embeddings.weight", &[config.vocab_size, width])?,
            norm: parts.norm("embeddings.norm", width, config.norm_bias)?,
            layers,
            last_norm: parts.norm("final_norm", width, config.norm_bias)?,
            turns,
            activation: Function::named(model, "hidden_activation", &config.hidden_activation)?,
            window: config.local_attention / 2,
            heads,
            width,
            inner: config.intermediate_size,
            positions: config.max_position_embeddings,
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
        self.words.len() / self.width
    }

    fn run(&self, sequences: &[&Sequence], scratch: &mut Scratch) -> Vec<f32> {
        let Scratch { lengths, states, normed, projected, context, change, wide, gated, attention, quantized } =
            scratch;
        lengths.clear();
        lengths.extend(sequences.iter().map(|sequence| sequence.len()));
        let (tokens, width) = (lengths.iter().sum::<usize>(), self.width);
        let states = states.take(tokens * width);
        let normed = normed.take(tokens * width);
        let change = change.take(tokens * width);
        let ids = sequences.iter().flat_map(|sequence| &sequence.ids);
        for (state, id) in states.chunks_exact_mut(width).zip(ids) {
            let row = *id as usize * width;
            state.copy_from_slice(&self.words[row..row + width]);
        }
        change.fill(0.0);
        self.norm.add(states, change);
        for layer in &self.layers {
            normed.copy_from_slice(states);
            if let Some(norm) = &layer.norm {
                change.fill(0.0);
                norm.add(normed, change);
            }
            let projected = projected.take(tokens * 3 * width);
            layer.project.apply(normed, quantized, projected);
            self.turns[usize::from(layer.local)].apply(projected, lengths, self.heads);
            let reach = if layer.local { Reach::Window(self.window) } else { Reach::All };
            let context = context.take(tokens * width);
            attend_near(projected, lengths, (self.heads, width / self.heads), reach, attention, context);
            layer.join.apply(context, quantized, change);
            normed.copy_from_slice(states);
            layer.wide_norm.add(normed, change);
            add(states, change);
            let wide = wide.take(tokens * 2 * self.inner);
            layer.widen.apply(normed, quantized, wide);
            let gated = gated.take(tokens * self.inner);
            for (wide, gated) in wide.chunks_exact(2 * self.inner).zip(gated.chunks_exact_mut(self.inner)) {
                let (input, gate) = wide.split_at(self.inner);
                gated.copy_from_slice(input);
                self.activation.apply(gated);
                gated.iter_mut().zip(gate).for_each(|(value, gate)| *value *= gate);
            }
            layer.narrow.apply(gated, quantized, change);
            add(states, change);
        }
        change.fill(0.0);
        self.last_norm.add(states, change);
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

fn add(states: &mut [f32], change: &[f32]) {
    states.iter_mut().zip(change).for_each(|(state, change)| *state += change);
}

impl Layer {
    fn load(config: &Config, parts: &Parts<'_>, index: usize) -> Result<Self> {
        let (width, inner) = (config.hidden_size, config.intermediate_size);
        let name = |part: &str| format!("layers.{index}.{part}");
        let norm = |part: &str| parts.norm(&name(part), width, config.norm_bias);
        let (mut project, mut bias) = parts.plain(&name("attn.Wqkv"), 3 * width, width, config.attention_bias)?;
        // The scale of the scores within the query.
        let scale = 1.0 / ((width / config.num_attention_heads) as f32).sqrt();
        project[..width * width].iter_mut().chain(&mut bias[..width]).for_each(|weight| *weight *= scale);
        Ok(Self {
            local: config.is_local(index),
            norm: (index > 0).then(|| norm("attn_norm")).transpose()?,
            project: parts.pack((project, bias), Activation::Identity),
            join: parts.linear(&name("attn.Wo"), width, width, config.attention_bias)?,
            wide_norm: norm("mlp_norm")?,
            widen: parts.linear(&name("mlp.Wi"), 2 * inner, width, config.mlp_bias)?,
            narrow: parts.linear(&name("mlp.Wo"), width, inner, config.mlp_bias)?,
        })
    }
}

impl Turns {
    fn new(theta: f64, positions: usize, head_width: usize) -> Self {
        let half = head_width / 2;
        // In f32, as the models were trained.
        let frequency = |pair: usize| 1.0 / (theta as f32).powf((2 * pair) as f32 / head_width as f32);
        let angles = (0..positions).flat_map(|place| (0..half).map(move |pair| place as f32 * frequency(pair)));
        let (cosines, sines) = angles.map(|angle| (angle.cos(), angle.sin())).unzip();
        Self { cosines, sines, half }
    }

    /// Turns queries and keys by their positions.
    fn apply(&self, projected: &mut [f32], lengths: &[usize], heads: usize) {
        let half = self.half;
        let width = heads * 2 * half;
        let mut tokens = projected.chunks_exact_mut(3 * width);
        for length in lengths {
            for (place, token) in tokens.by_ref().take(*length).enumerate() {
                let row = place * half..(place + 1) * half;
                let (cosines, sines) = (&self.cosines[row.clone()], &self.sines[row]);
                for head in token[..2 * width].chunks_exact_mut(2 * half) {
                    let (first, second) = head.split_at_mut(half);
                    for ((a, b), (cosine, sine)) in first.iter_mut().zip(second).zip(cosines.iter().zip(sines)) {
                        (*a, *b) = (*a * cosine - *b * sine, *b * cosine + *a * sine);
                    }
                }
            }
        }
    }
}

impl Encoder for ModernBert {
    fn width(&self) -> usize {
        pool::width(self.pooling, self.width)
    }

    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>> {
        check(sequences, self.positions, self.vocabulary())?;
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = spare().pop().unwrap_or_default();
        let vectors = self.run(sequences, &mut scratch);
        spare().push(scratch);
        Ok(vectors)
    }
}
