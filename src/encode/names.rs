//! What each family calls its tensors.

use super::config::Family;
use super::weights::Weights;

/// The names of one encoder's tensors, without `.weight` and `.bias`.
pub(super) struct Names {
    family: Family,
    prefix: &'static str,
}

/// The parts of a layer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Query,
    Key,
    Value,
    Join,
    JoinNorm,
    Widen,
    Narrow,
    NarrowNorm,
}

impl Names {
    /// The names as the file has them: a bare encoder is saved without the prefix that it has within a classifier.
    pub(super) fn new(family: Family, weights: &Weights<'_>) -> Self {
        let prefix = match family {
            Family::Bert => "bert.",
            Family::DistilBert => "distilbert.",
            Family::Roberta => "roberta.",
        };
        let prefix = if weights.has(&format!("{prefix}embeddings.word_embeddings.weight")) { prefix } else { "" };
        Self { family, prefix }
    }

    pub(super) fn embeddings(&self, part: &str) -> String {
        format!("{}embeddings.{part}", self.prefix)
    }

    pub(super) fn layer(&self, index: usize, part: Part) -> String {
        let (layers, part) = match self.family {
            Family::Bert | Family::Roberta => (
                "encoder.layer",
                match part {
                    Part::Query => "attention.self.query",
                    Part::Key => "attention.self.key",
                    Part::Value => "attention.self.value",
                    Part::Join => "attention.output.dense",
                    Part::JoinNorm => "attention.output.LayerNorm",
                    Part::Widen => "intermediate.dense",
                    Part::Narrow => "output.dense",
                    Part::NarrowNorm => "output.LayerNorm",
                },
            ),
            Family::DistilBert => (
                "transformer.layer",
                match part {
                    Part::Query => "attention.q_lin",
                    Part::Key => "attention.k_lin",
                    Part::Value => "attention.v_lin",
                    Part::Join => "attention.out_lin",
                    Part::JoinNorm => "sa_layer_norm",
                    Part::Widen => "ffn.lin1",
                    Part::Narrow => "ffn.lin2",
                    Part::NarrowNorm => "output_layer_norm",
                },
            ),
        };
        format!("{}{layers}.{index}.{part}", self.prefix)
    }
}
