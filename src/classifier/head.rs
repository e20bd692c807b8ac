//! The heads that the transformers library puts on its encoders: a hidden layer and a layer with an output a label.

use super::config::{Config, Kind};
use super::files::Folder;
use crate::encode::activation::Function;
use crate::encode::{Family, Weights};
use crate::error::{Error, Result};
use crate::heads::Linear;

/// From a sequence's vector to logits.
pub(super) struct Head {
    dense: Linear,
    function: Function,
    norm: Option<Norm>,
    outputs: Linear,
}

/// A layer normalisation.
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

/// What a family calls the two layers.
fn names(kind: Kind, weights: &Weights<'_>) -> (&'static str, &'static str) {
    match kind {
        // An encoder that was saved alone has its pooler without a prefix.
        Kind::Fused(Family::Bert) if weights.has("bert.pooler.dense.weight") => ("bert.pooler.dense", "classifier"),
        Kind::Fused(Family::DistilBert) => ("pre_classifier", "classifier"),
        Kind::Fused(Family::Roberta) => ("classifier.dense", "classifier.out_proj"),
        Kind::Fused(Family::Bert) | Kind::Deberta => ("pooler.dense", "classifier"),
        Kind::ModernBert => ("head.dense", "classifier"),
    }
}

impl Head {
    pub(super) fn load(folder: &Folder, config: &Config, weights: &Weights<'_>, width: usize) -> Result<Self> {
        let fault = |message: String| Error::model(&*folder.name, message);
        let (dense, outputs) = names(config.kind, weights);
        let labels = config.labels.len();
        match weights.rows(&format!("{outputs}.weight")) {
            None => {
                return Err(fault(format!(
                    "{}: there is no tensor {outputs}.weight: an encoder without the head of a classifier of whole texts",
                    folder.weights_file
                )));
            }
            Some(rows) if rows != labels => {
                return Err(fault(format!(
                    "config.json: id2label names {labels} labels, but {outputs}.weight has {rows} rows; they must be as many"
                )));
            }
            Some(_) => {}
        }
        let norm = match config.kind {
            Kind::ModernBert => Some(Norm {
                scale: weights.take("head.norm.weight", &[width])?,
                shift: if config.norm_bias { weights.take("head.norm.bias", &[width])? } else { vec![0.0; width] },
                epsilon: config.epsilon,
            }),
            _ => None,
        };
        let dense = if config.kind == Kind::ModernBert && !config.dense_bias {
            Linear::load_unbiased(weights, dense, width, width)?
        } else {
            Linear::load(weights, dense, width, width)?
        };
        let outputs = Linear::load(weights, outputs, labels, width)?;
        Ok(Self { dense, function: config.function, norm, outputs })
    }

    /// A number a label.
    pub(super) fn logits(&self, vector: &[f32]) -> Vec<f32> {
        let mut hidden = vec![0.0; self.dense.outputs()];
        self.dense.apply(vector, &mut hidden);
        self.function.apply(&mut hidden);
        if let Some(norm) = &self.norm {
            norm.apply(&mut hidden);
        }
        let mut logits = vec![0.0; self.outputs.outputs()];
        self.outputs.apply(&hidden, &mut logits);
        logits
    }
}

impl Norm {
    fn apply(&self, values: &mut [f32]) {
        let count = values.len() as f32;
        let mean = values.iter().sum::<f32>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count;
        let inverse = 1.0 / (variance + self.epsilon).sqrt();
        for (value, (scale, shift)) in values.iter_mut().zip(self.scale.iter().zip(&self.shift)) {
            *value = (*value - mean) * inverse * scale + shift;
        }
    }
}
