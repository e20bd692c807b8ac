//! What `config.json` says of a `DeBERTa` encoder.

use serde::Deserialize;

use crate::encode::WIDTHS;
use crate::encode::kernels::LANES;
use crate::error::{Error, Result};

/// `config.json`, with the defaults of the transformers library.
#[derive(Deserialize)]
pub(super) struct Config {
    pub(super) vocab_size: usize,
    pub(super) hidden_size: usize,
    pub(super) num_hidden_layers: usize,
    pub(super) num_attention_heads: usize,
    pub(super) intermediate_size: usize,
    #[serde(default = "gelu")]
    pub(super) hidden_act: String,
    pub(super) max_position_embeddings: usize,
    #[serde(default)]
    pub(super) type_vocab_size: usize,
    #[serde(default = "usual_epsilon")]
    pub(super) layer_norm_eps: f32,
    #[serde(default)]
    pub(super) relative_attention: bool,
    #[serde(default = "none")]
    pub(super) max_relative_positions: isize,
    #[serde(default = "none")]
    pub(super) position_buckets: isize,
    #[serde(default = "yes")]
    pub(super) position_biased_input: bool,
    #[serde(default)]
    pos_att_type: Option<Names>,
    #[serde(default)]
    pub(super) share_att_key: bool,
    pub(super) attention_head_size: Option<usize>,
    pub(super) embedding_size: Option<usize>,
    pub(super) norm_rel_ebd: Option<String>,
    #[serde(default)]
    pub(super) conv_kernel_size: usize,
    pub(super) conv_groups: Option<usize>,
    pub(super) conv_act: Option<String>,
}

/// A list of names, or one text with bars between them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    List(Vec<String>),
    Text(String),
}

impl Names {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::List(names) => names.iter().any(|part| part.trim().eq_ignore_ascii_case(name)),
            Self::Text(names) => names.split('|').any(|part| part.trim().eq_ignore_ascii_case(name)),
        }
    }
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn usual_epsilon() -> f32 {
    1e-7
}

fn none() -> isize {
    -1
}

fn yes() -> bool {
    true
}

impl Config {
    pub(super) fn parse(model: &str, json: &[u8]) -> Result<Self> {
        let fault = |message: String| Error::model(model, format!("config.json: {message}"));
        let config: Self = serde_json::from_slice(json).map_err(|error| fault(error.to_string()))?;
        let (width, heads) = (config.hidden_size, config.num_attention_heads);
        if heads == 0 || !width.is_multiple_of(heads) {
            return Err(fault(format!("hidden_size {width} must be a multiple of num_attention_heads {heads}")));
        }
        let head = config.attention_head_size.unwrap_or(width / heads);
        if head * heads != width {
            return Err(fault(format!("attention_head_size {head} times {heads} heads must be hidden_size {width}")));
        }
        if ![width, head, config.intermediate_size].iter().all(|width| width.is_multiple_of(LANES)) {
            return Err(fault(WIDTHS.into()));
        }
        let embedding = config.embedding_size.unwrap_or(width);
        if embedding != width && (embedding == 0 || !embedding.is_multiple_of(LANES)) {
            return Err(fault(format!("embedding_size {embedding} must be a multiple of 16")));
        }
        if config.position_buckets == 1 {
            return Err(fault("position_buckets must be at least 2".into()));
        }
        let (kernel, groups) = (config.conv_kernel_size, config.conv_groups.unwrap_or(1));
        if kernel > 0 && (kernel % 2 == 0 || groups != 1) {
            return Err(fault(format!(
                "a convolution of conv_kernel_size {kernel} and conv_groups {groups}; what is read: an odd kernel, one group"
            )));
        }
        Ok(config)
    }

    pub(super) fn scored(&self, what: &str) -> bool {
        self.pos_att_type.as_ref().is_some_and(|names| names.has(what))
    }

    /// The greatest distance that is told apart, in buckets.
    pub(super) fn span(&self) -> isize {
        if self.position_buckets > 0 { self.position_buckets } else { self.farthest() }
    }

    fn farthest(&self) -> isize {
        if self.max_relative_positions < 1 {
            self.max_position_embeddings.cast_signed()
        } else {
            self.max_relative_positions
        }
    }

    /// The column of a distance: near ones have one each, farther ones share buckets that widen with their logarithm.
    pub(super) fn column(&self, distance: isize) -> usize {
        let span = self.span();
        let middle = self.position_buckets / 2;
        let apart = distance.abs();
        let bucket = if self.position_buckets > 0 && apart > middle {
            // In f32, as the models were trained: where a bucket ends may hang on the last bit.
            let share = (apart as f32 / middle as f32).ln() / ((self.farthest() - 1) as f32 / middle as f32).ln();
            ((share * (middle - 1) as f32).ceil() as isize).saturating_add(middle) * distance.signum()
        } else {
            distance
        };
        bucket.saturating_add(span).clamp(0, 2 * span - 1) as usize
    }
}
