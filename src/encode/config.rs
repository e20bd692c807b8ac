//! An encoder's family and shape, from its `config.json`.

use serde::Deserialize;

use super::kernels::LANES;
use crate::error::{Error, Result};
use crate::model::Files;

/// Encoders that differ in names and positions only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// BERT (Devlin and others 2019).
    Bert,
    /// `DistilBERT` (Sanh and others 2019): no segments.
    DistilBert,
    /// `RoBERTa` (Liu and others 2019), and XLM-R and `CamemBERT`, which are built alike: positions begin behind the padding's number.
    Roberta,
}

/// The values of `model_type` that are read.
pub(crate) const MODEL_TYPES: [(&str, Family); 5] = [
    ("bert", Family::Bert),
    ("distilbert", Family::DistilBert),
    ("roberta", Family::Roberta),
    ("xlm-roberta", Family::Roberta),
    ("camembert", Family::Roberta),
];

/// What a forward pass needs to know.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) family: Family,
    pub(crate) vocabulary: usize,
    /// The longest sequence, in tokens.
    pub(crate) positions: usize,
    /// The row of the table of positions for a sequence's first token.
    pub(crate) first_position: usize,
    /// Rows of the table of segments; none without one.
    pub(crate) segments: usize,
    pub(crate) width: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    pub(crate) inner: usize,
    pub(crate) epsilon: f32,
    pub(super) activation: String,
}

/// `config.json`, as Hugging Face writes it for each family.
#[derive(Deserialize)]
struct Config {
    model_type: Option<String>,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default)]
    type_vocab_size: usize,
    #[serde(alias = "dim")]
    hidden_size: usize,
    #[serde(alias = "n_layers")]
    num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    #[serde(alias = "hidden_dim")]
    intermediate_size: usize,
    #[serde(alias = "activation")]
    hidden_act: String,
    #[serde(default = "usual_epsilon")]
    layer_norm_eps: f32,
    pad_token_id: Option<usize>,
}

/// What `DistilBERT` has in its code.
fn usual_epsilon() -> f32 {
    1e-12
}

impl Shape {
    pub(crate) fn read(files: &Files) -> Result<Self> {
        Self::parse(&files.name, &files.config)
    }

    /// From the bytes of `config.json`; `model` is what messages name.
    pub(crate) fn parse(model: &str, json: &[u8]) -> Result<Self> {
        let fault = |message: String| Error::model(model, format!("config.json: {message}"));
        let config: Config = serde_json::from_slice(json).map_err(|error| fault(error.to_string()))?;
        let named = config.model_type.as_deref().unwrap_or("nothing");
        let Some((_, family)) = MODEL_TYPES.into_iter().find(|(name, _)| *name == named) else {
            let known: Vec<&str> = MODEL_TYPES.iter().map(|(name, _)| *name).collect();
            return Err(fault(format!("model_type is {named}; what is read: {}", known.join(", "))));
        };
        let (width, heads) = (config.hidden_size, config.num_attention_heads);
        if heads == 0 || !width.is_multiple_of(heads) {
            return Err(fault(format!("hidden_size {width} must be a multiple of num_attention_heads {heads}")));
        }
        // The padding's own position comes first, and those before it are never used.
        let first_position = if family == Family::Roberta { config.pad_token_id.unwrap_or(1) + 1 } else { 0 };
        Ok(Self {
            family,
            vocabulary: config.vocab_size,
            positions: config.max_position_embeddings.saturating_sub(first_position),
            first_position,
            segments: if family == Family::DistilBert { 0 } else { config.type_vocab_size },
            width,
            layers: config.num_hidden_layers,
            heads,
            inner: config.intermediate_size,
            epsilon: config.layer_norm_eps,
            activation: config.hidden_act,
        })
    }

    /// Whether the fused encoder can run it: whole vectors everywhere, and the exact GELU.
    pub(crate) fn fits_vectors(&self) -> bool {
        self.has_whole_vectors() && self.activation == "gelu"
    }

    /// Whether the widths are such that rows have no remainder.
    pub(super) fn has_whole_vectors(&self) -> bool {
        let widths = [self.width, self.inner, self.width / self.heads];
        widths.iter().all(|width| width.is_multiple_of(LANES))
    }
}
