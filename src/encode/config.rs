//! An encoder's shape, from its `config.json`.

use serde::Deserialize;

use super::kernels::LANES;
use crate::error::{Error, Result};
use crate::model::Files;

/// The numbers of a BERT's `config.json` that a forward pass needs.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Shape {
    #[serde(rename = "vocab_size")]
    pub(crate) vocabulary: usize,
    #[serde(rename = "max_position_embeddings")]
    pub(crate) positions: usize,
    #[serde(rename = "type_vocab_size")]
    pub(crate) segments: usize,
    #[serde(rename = "hidden_size")]
    pub(crate) width: usize,
    #[serde(rename = "num_hidden_layers")]
    pub(crate) layers: usize,
    #[serde(rename = "num_attention_heads")]
    pub(crate) heads: usize,
    #[serde(rename = "intermediate_size")]
    pub(crate) inner: usize,
    #[serde(rename = "layer_norm_eps")]
    pub(crate) epsilon: f64,
    hidden_act: String,
    model_type: Option<String>,
}

impl Shape {
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let fault = |message: String| Error::model(&*files.name, format!("config.json: {message}"));
        let shape: Self = serde_json::from_slice(&files.config).map_err(|error| fault(error.to_string()))?;
        if shape.model_type.as_deref() != Some("bert") {
            let found = shape.model_type.as_deref().unwrap_or("nothing");
            return Err(fault(format!("model_type is {found}, \"bert\" is what is read")));
        }
        if shape.heads == 0 || !shape.width.is_multiple_of(shape.heads) {
            return Err(fault("hidden_size must be a multiple of num_attention_heads".into()));
        }
        Ok(shape)
    }

    /// Whether the fused encoder can run it: whole vectors everywhere, and the exact GELU.
    pub(crate) fn fits_vectors(&self) -> bool {
        let widths = [self.width, self.inner, self.width / self.heads];
        widths.iter().all(|width| width.is_multiple_of(LANES)) && self.hidden_act == "gelu"
    }
}
