//! Sequence classifiers as the transformers library saves them: a folder with `config.json`, `tokenizer.json` and
//! `model.safetensors`, whole or in shards.
//!
//! Families: BERT, `DistilBERT`, `RoBERTa` (`BERTweet` and `RoBERTuito` are such), XLM-R, `CamemBERT`, `DeBERTa` in its second and third
//! version, `ModernBERT`. Logits are those of the transformers library; `tests/suite/classifiers.rs` holds every family to them.
//!
//! A text goes in as it is: what a model's authors did to their texts before the tokenizer (user names, links, emoji) is not done
//! here. One that is longer than the model allows is cut at its end, as the transformers library does with `truncation=True`.

mod config;
mod files;
mod head;
mod receipt;
mod tokenizer;
mod zero_shot;

use std::path::Path;

use crate::batch::{TOKEN_BUDGET, batch};
use crate::encode::deberta::Deberta;
use crate::encode::fused::FusedEncoder;
use crate::encode::modernbert::ModernBert;
use crate::encode::{Encoder, Precision, Shape};
use crate::error::{Error, Result};
use crate::hub;
use crate::tokenize::Sequence;
pub use config::Activation;
use config::{Config, Kind};
use files::Folder;
use head::Head;
pub use receipt::Receipt;
use tokenizer::Tokenizer;
pub use zero_shot::{ZeroShot, hypothesis};

/// What is classified: a text, or a pair of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input<'a> {
    /// The text, or the first of two.
    pub text: &'a str,
    /// The second text, for models that were trained on pairs.
    pub second: Option<&'a str>,
}

impl<'a> Input<'a> {
    /// A text alone.
    pub fn new(text: &'a str) -> Self {
        Self { text, second: None }
    }

    /// Two texts, such as premise and hypothesis.
    pub fn pair(text: &'a str, second: &'a str) -> Self {
        Self { text, second: Some(second) }
    }
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

/// A sequence classifier, ready to run.
///
/// What it gives for an input depends, to the last bit, on that input alone, never on what it is given together with.
///
/// ```no_run
/// use sentir::classifier::{Classifier, Input};
/// use sentir::encode::Precision;
///
/// let classifier = Classifier::find("ORG/REPO", Precision::fastest())?;
/// for probabilities in classifier.probabilities(&[Input::new("Todo llegó a tiempo.")])? {
///     for (label, probability) in classifier.labels().iter().zip(probabilities) {
///         println!("{label}: {probability:.3}");
///     }
/// }
/// # Ok::<(), sentir::Error>(())
/// ```
pub struct Classifier {
    name: String,
    labels: Vec<String>,
    activation: Activation,
    tokenizer: Tokenizer,
    encoder: Box<dyn Encoder>,
    head: Head,
}

impl Classifier {
    /// The classifier in a folder. Linear layers of the encoder compute in `precision`, the head always in floats.
    ///
    /// # Errors
    ///
    /// If a file is missing, damaged or of a kind that is not read; the message names the file, what was found and what would be
    /// right. If the folder has a [`Receipt`], also if a file is not the one that was fetched.
    pub fn open(folder: &Path, precision: Precision) -> Result<Self> {
        let folder = Folder::read(folder)?;
        let name = &*folder.name;
        let config = Config::parse(name, &folder.config)?;
        let weights = folder.weights()?;
        let pooling = config.pooling;
        let (encoder, positions, vocabulary): (Box<dyn Encoder>, usize, usize) = match config.kind {
            Kind::Fused(_) => {
                let shape = Shape::parse(name, &folder.config)?;
                let encoder = FusedEncoder::new(name, &shape, &weights, pooling, precision)?;
                (Box::new(encoder), shape.positions, shape.vocabulary)
            }
            Kind::Deberta => {
                let encoder = Deberta::load(name, &folder.config, &weights, pooling, precision)?;
                let (positions, vocabulary) = (encoder.positions(), encoder.vocabulary());
                (Box::new(encoder), positions, vocabulary)
            }
            Kind::ModernBert => {
                let encoder = ModernBert::load(name, &folder.config, &weights, pooling, precision)?;
                let (positions, vocabulary) = (encoder.positions(), encoder.vocabulary());
                (Box::new(encoder), positions, vocabulary)
            }
        };
        let head = Head::load(&folder, &config, &weights, encoder.width())?;
        let tokenizer = Tokenizer::new(&folder, config.kind, positions, vocabulary)?;
        drop(weights);
        let Config { labels, activation, .. } = config;
        Ok(Self { labels, activation, tokenizer, encoder, head, name: folder.name })
    }

    /// A classifier by its folder, or by its `ORG/REPO` in the hub's local cache; nothing is downloaded.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and if there is neither.
    pub fn find(name: &str, precision: Precision) -> Result<Self> {
        let folder = Path::new(name);
        if folder.is_dir() {
            return Self::open(folder, precision);
        }
        match hub::cached(name) {
            Some(folder) => Self::open(&folder, precision),
            None => Err(Error::model(
                name,
                "no such classifier: a folder with config.json, tokenizer.json and model.safetensors, or an ORG/REPO that was fetched",
            )),
        }
    }

    /// The folder it was read from.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The labels, in the order of the outputs, as `id2label` in `config.json` names them.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Whether the labels have names: not where all are `LABEL_0`, `LABEL_1` and so on, which says nothing of what they mean.
    pub fn has_named_labels(&self) -> bool {
        !self.labels.iter().all(|label| config::is_unnamed(label))
    }

    /// How logits become probabilities.
    pub fn activation(&self) -> Activation {
        self.activation
    }

    /// The longest sequence, in tokens, special ones included; what is longer is cut.
    pub fn max_tokens(&self) -> usize {
        self.tokenizer.limit()
    }

    /// Whether an input is longer than the model allows, so that its end is not read.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn truncates(&self, input: Input<'_>) -> Result<bool> {
        self.tokenizer.truncates(input)
    }

    /// The token ids and segments of an input, cut to what the model allows.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn tokenize(&self, input: Input<'_>) -> Result<Sequence> {
        self.tokenizer.tokenize(input)
    }

    /// The raw outputs: one vector an input, in their order, with a number a label.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn logits(&self, inputs: &[Input<'_>]) -> Result<Vec<Vec<f32>>> {
        let sequences: Vec<Sequence> = inputs.iter().map(|input| self.tokenize(*input)).collect::<Result<_>>()?;
        let lengths: Vec<usize> = sequences.iter().map(Sequence::len).collect();
        let mut logits = vec![Vec::new(); inputs.len()];
        for indexes in batch(&lengths, TOKEN_BUDGET) {
            let sequences: Vec<&Sequence> = indexes.iter().map(|index| &sequences[*index]).collect();
            let vectors = self.encoder.encode(&sequences)?;
            for (index, vector) in indexes.into_iter().zip(vectors.chunks_exact(self.encoder.width())) {
                logits[index] = self.head.logits(vector);
            }
        }
        Ok(logits)
    }

    /// The probabilities: one vector an input, in their order, with a number a label. With [`Activation::Softmax`] they add up to
    /// one, with [`Activation::Sigmoid`] each stands alone.
    ///
    /// # Errors
    ///
    /// If the tokenizer fails.
    pub fn probabilities(&self, inputs: &[Input<'_>]) -> Result<Vec<Vec<f32>>> {
        let mut outputs = self.logits(inputs)?;
        for output in &mut outputs {
            self.activation.apply(output);
        }
        Ok(outputs)
    }
}
