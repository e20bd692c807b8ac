//! What a classifier's `config.json` says of its family, its labels and its outputs.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::encode::activation::Function;
use crate::encode::{Family, MODEL_TYPES};
use crate::error::{Error, Result};
use crate::model::Pooling;

/// How logits become probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// One label holds: the probabilities of all add up to one.
    Softmax,
    /// Any number of labels hold, each with a probability of its own.
    Sigmoid,
}

impl Activation {
    /// Replaces logits by probabilities.
    pub fn apply(self, logits: &mut [f32]) {
        match self {
            Self::Softmax => softmax(logits),
            Self::Sigmoid => logits.iter_mut().for_each(|logit| *logit = 1.0 / (1.0 + (-*logit).exp())),
        }
    }
}

/// Replaces logits by their softmax.
pub(super) fn softmax(logits: &mut [f32]) {
    let greatest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for logit in &mut *logits {
        *logit = (*logit - greatest).exp();
    }
    let sum: f32 = logits.iter().sum();
    for logit in logits {
        *logit /= sum;
    }
}

/// Which encoder and head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Fused(Family),
    Deberta,
    ModernBert,
}

/// What `config.json` says.
pub(super) struct Config {
    pub(super) kind: Kind,
    pub(super) labels: Vec<String>,
    pub(super) activation: Activation,
    pub(super) pooling: Pooling,
    /// What stands between the two layers of the head.
    pub(super) function: Function,
    /// Of `ModernBERT`: whether the head's first layer has a bias.
    pub(super) dense_bias: bool,
    /// Of `ModernBERT`: whether its normalisations have one.
    pub(super) norm_bias: bool,
    /// Of `ModernBERT`'s normalisations.
    pub(super) epsilon: f32,
}

#[derive(Deserialize)]
struct Raw {
    model_type: Option<String>,
    architectures: Option<Vec<String>>,
    problem_type: Option<String>,
    id2label: Option<Map<String, Value>>,
    num_labels: Option<usize>,
    position_embedding_type: Option<String>,
    pooler_hidden_act: Option<String>,
    classifier_activation: Option<String>,
    classifier_pooling: Option<String>,
    #[serde(default)]
    classifier_bias: bool,
    #[serde(default)]
    norm_bias: bool,
    norm_eps: Option<f32>,
}

/// What an architecture that classifies whole sequences is called.
const ARCHITECTURE: &str = "ForSequenceClassification";

/// The sizes in a `config.json`, in the spelling of every family, with the least and the most that is taken for one.
const SIZES: [(&str, u64, u64); 18] = [
    ("vocab_size", 1, 1 << 24),
    ("pad_token_id", 0, 1 << 24),
    ("max_position_embeddings", 1, 1 << 17),
    ("type_vocab_size", 0, 1 << 16),
    ("num_labels", 0, 1 << 16),
    ("hidden_size", 1, 1 << 16),
    ("dim", 1, 1 << 16),
    ("embedding_size", 1, 1 << 16),
    ("intermediate_size", 1, 1 << 18),
    ("hidden_dim", 1, 1 << 18),
    ("num_hidden_layers", 0, 1 << 12),
    ("n_layers", 0, 1 << 12),
    ("num_attention_heads", 1, 1 << 12),
    ("n_heads", 1, 1 << 12),
    ("attention_head_size", 1, 1 << 12),
    ("conv_kernel_size", 0, 1 << 8),
    ("local_attention", 0, 1 << 17),
    ("global_attn_every_n_layers", 1, 1 << 12),
];

/// What the transformers library takes where nothing is said of labels.
const USUAL_LABELS: usize = 2;

impl Config {
    pub(super) fn parse(model: &str, json: &[u8]) -> Result<Self> {
        let fault = |message: String| Error::model(model, format!("config.json: {message}"));
        let entries: Map<String, Value> = serde_json::from_slice(json).map_err(|error| fault(error.to_string()))?;
        for (key, least, most) in SIZES {
            match entries.get(key) {
                None | Some(Value::Null) => {}
                Some(value) if value.as_u64().is_some_and(|size| (least..=most).contains(&size)) => {}
                Some(value) => return Err(fault(format!("{key} is {value}, must be from {least} to {most}"))),
            }
        }
        let raw: Raw = serde_json::from_value(Value::Object(entries)).map_err(|error| fault(error.to_string()))?;
        let kind = kind(raw.model_type.as_deref().unwrap_or("nothing")).map_err(&fault)?;
        if let Some(names) = raw.architectures.as_deref().filter(|names| !names.is_empty())
            && !names.iter().any(|name| name.ends_with(ARCHITECTURE))
        {
            return Err(fault(format!(
                "architectures is {}; what is read: a classifier of whole texts, ...{ARCHITECTURE}",
                names.join(", ")
            )));
        }
        if let Some(positions) = raw.position_embedding_type.as_deref().filter(|name| *name != "absolute")
            && matches!(kind, Kind::Fused(_))
        {
            return Err(fault(format!("position_embedding_type is {positions}; what is read: absolute")));
        }
        let labels = labels(raw.id2label.as_ref(), raw.num_labels).map_err(&fault)?;
        let activation = activation(raw.problem_type.as_deref(), labels.len()).map_err(&fault)?;
        let named = |key: &str, name: Option<&str>| Function::named(model, key, name.unwrap_or("gelu"));
        let function = match kind {
            Kind::Fused(Family::DistilBert) => Function::Relu,
            Kind::Fused(_) => Function::Tanh,
            Kind::Deberta => named("pooler_hidden_act", raw.pooler_hidden_act.as_deref())?,
            Kind::ModernBert => named("classifier_activation", raw.classifier_activation.as_deref())?,
        };
        let pooling = match (kind, raw.classifier_pooling.as_deref()) {
            (Kind::ModernBert, Some("mean")) => Pooling::Mean,
            (Kind::ModernBert, Some(other)) if other != "cls" => {
                return Err(fault(format!("classifier_pooling is {other}; what is read: cls, mean")));
            }
            _ => Pooling::First,
        };
        let (dense_bias, norm_bias, epsilon) = (raw.classifier_bias, raw.norm_bias, raw.norm_eps.unwrap_or(1e-5));
        Ok(Self { kind, labels, activation, pooling, function, dense_bias, norm_bias, epsilon })
    }
}

fn kind(model_type: &str) -> Result<Kind, String> {
    let fused = MODEL_TYPES.into_iter().map(|(name, family)| (name, Kind::Fused(family)));
    let kinds: Vec<(&str, Kind)> =
        fused.chain([("deberta-v2", Kind::Deberta), ("modernbert", Kind::ModernBert)]).collect();
    kinds.iter().find(|(name, _)| *name == model_type).map(|(_, kind)| *kind).ok_or_else(|| {
        let known: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
        format!(
            "model_type is {model_type}; what is read: {} (deberta-v2 is also that of DeBERTa-v3)",
            known.join(", ")
        )
    })
}

/// The labels in the order of their numbers.
fn labels(names: Option<&Map<String, Value>>, count: Option<usize>) -> Result<Vec<String>, String> {
    let Some(names) = names else {
        return Ok((0..count.unwrap_or(USUAL_LABELS)).map(|id| format!("LABEL_{id}")).collect());
    };
    if let Some(count) = count.filter(|count| *count != names.len()) {
        return Err(format!("id2label names {} labels, num_labels is {count}; they must be as many", names.len()));
    }
    let mut labels = vec![None; names.len()];
    for (key, name) in names {
        let place = key.parse::<usize>().ok().and_then(|id| labels.get_mut(id));
        let (Some(place @ None), Some(name)) = (place, name.as_str()) else {
            let keys: Vec<&str> = names.keys().map(String::as_str).collect();
            return Err(format!(
                "id2label has the keys {}; they must be \"0\" to \"{}\", each with a name",
                keys.join(", "),
                names.len() - 1
            ));
        };
        *place = Some(name.to_owned());
    }
    let labels: Vec<String> = labels.into_iter().flatten().collect();
    if labels.is_empty() { Err("id2label names no label".to_owned()) } else { Ok(labels) }
}

/// As the transformers library's pipeline: softmax where nothing is said. A single output of which nothing is said is what that library
/// trains a regression with, and so is refused.
fn activation(problem: Option<&str>, labels: usize) -> Result<Activation, String> {
    const MULTI: &str = "multi_label_classification";
    match (problem, labels) {
        (Some(MULTI), _) => Ok(Activation::Sigmoid),
        (Some("regression"), _) => {
            Err("problem_type is regression: the outputs are measures, not the scores of labels".to_owned())
        }
        (None | Some("single_label_classification"), 2..) => Ok(Activation::Softmax),
        (None | Some("single_label_classification"), _) => Err(format!(
            "there is one label only, as for a regression; if it is one that holds or not, set problem_type to {MULTI}"
        )),
        (Some(other), _) => Err(format!("problem_type is {other}; what is read: single_label_classification, {MULTI}")),
    }
}

/// Whether a label is what the transformers library puts where no name was given.
pub(super) fn is_unnamed(label: &str) -> bool {
    label.strip_prefix("LABEL_").is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Activation, is_unnamed};

    #[test]
    fn probabilities_are_those_of_the_formulas() {
        let mut softmax = [1000.0, 1000.0, -1000.0];
        Activation::Softmax.apply(&mut softmax);
        assert_eq!(softmax.map(f32::to_bits), [0.5, 0.5, 0.0].map(f32::to_bits));
        let mut sigmoid = [0.0, 200.0, -200.0];
        Activation::Sigmoid.apply(&mut sigmoid);
        assert_eq!(sigmoid.map(f32::to_bits), [0.5, 1.0, 0.0].map(f32::to_bits));
    }

    #[test]
    fn a_name_is_more_than_a_number() {
        assert!(is_unnamed("LABEL_0") && is_unnamed("LABEL_12"));
        assert!(!is_unnamed("LABEL_") && !is_unnamed("LABEL_A") && !is_unnamed("joy"));
    }
}
