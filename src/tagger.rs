//! The library's front door: a model, ready to tag comments.

use std::path::Path;

use std::sync::Arc;

use crate::aggregate::aggregate;
use crate::batch::{TOKEN_BUDGET, batch};
use crate::calibrate::{Calibration, Prediction};
use crate::encode::{self, Compute, Encoder, Shape};
use crate::error::{Error, Result};
use crate::heads::{Heads, Logits};
use crate::language::{self, Detection, Mix};
use crate::model::{Files, Manifest};
use crate::normalize::normalize;
use crate::record::Tags;
use crate::tags::describe;
use crate::tokenize::{Sequence, Tokenized, Tokenizer};

/// A comment to be tagged, with the survey question it answers, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment<'a> {
    /// The comment.
    pub text: &'a str,
    /// The question.
    pub question: Option<&'a str>,
}

impl<'a> Comment<'a> {
    /// A comment that stands alone.
    pub fn new(text: &'a str) -> Self {
        Self { text, question: None }
    }

    /// A comment that answers a question.
    pub fn answering(question: &'a str, text: &'a str) -> Self {
        Self { text, question: Some(question) }
    }
}

impl<'a> From<&'a str> for Comment<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

/// A model, ready to tag.
///
/// ```
/// use sentir::{Comment, Sentiment, Tagger, Touchpoint};
///
/// let tagger = Tagger::bundled()?;
/// let tags = tagger.tag(&[
///     Comment::new("The staff were lovely, but delivery took three weeks."),
///     Comment::answering("¿Qué deberíamos mejorar?", "los precios"),
/// ])?;
/// assert!(tags[0].touchpoints.iter().any(|t| t.label == Touchpoint::Delivery && t.sentiment == Sentiment::Negative));
/// assert_eq!(tags[1].lang, sentir::Language::Es);
/// # Ok::<(), sentir::Error>(())
/// ```
pub struct Tagger {
    manifest: Manifest,
    tokenizer: Tokenizer,
    encoder: Box<dyn Encoder>,
    heads: Heads,
    calibration: Calibration,
    fingerprint: String,
    label: Arc<str>,
}

impl Tagger {
    /// The bundled model, computed the way that is fastest here. Some tens of milliseconds.
    pub fn bundled() -> Result<Self> {
        Self::load(&Files::bundled(), Compute::fastest())
    }

    /// The model in a folder, computed the way that is fastest here.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Self::load(&Files::read(folder.as_ref())?, Compute::fastest())
    }

    /// A model from its files.
    pub fn load(files: &Files, compute: Compute) -> Result<Self> {
        let manifest = files.manifest()?;
        let shape = Shape::read(files)?;
        if shape.positions < manifest.max_tokens {
            let (positions, tokens) = (shape.positions, manifest.max_tokens);
            return Err(Error::model(
                &*files.name,
                format!("model.toml allows {tokens} tokens, config.json only {positions} positions"),
            ));
        }
        let encoder = encode::open(files, &shape, manifest.pooling, compute)?;
        let tokenizer = Tokenizer::new(
            &files.name,
            &files.tokenizer,
            manifest.max_tokens,
            manifest.question_tokens,
            shape.vocabulary,
        )?;
        let heads = Heads::load(files, encoder.width())?;
        let calibration = Calibration::new(&manifest.heads);
        Ok(Self {
            label: format!("{} {}", manifest.name, manifest.version).into(),
            fingerprint: format!("{} {}", files.fingerprint(), compute.name()),
            tokenizer,
            heads,
            calibration,
            encoder,
            manifest,
        })
    }

    /// What the model says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The model's name with its version, as records state it.
    pub fn label(&self) -> Arc<str> {
        Arc::clone(&self.label)
    }

    /// What tells this model, computed this way, from every other.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Tags comments; one [`Tags`] a comment, in their order. The tags of a comment do not depend on the others.
    pub fn tag(&self, comments: &[Comment<'_>]) -> Result<Vec<Tags>> {
        let texts = comments.iter().map(|comment| normalize(comment.text).text);
        let predictions = self.predictions(comments)?;
        Ok(texts
            .zip(&predictions)
            .map(|(text, prediction)| self.describe(prediction, language::detect(&text, None, &Mix::default()), false))
            .collect())
    }

    /// The calibrated probabilities of comments, in their order, on as many threads; they depend neither on the threads nor on each other.
    pub fn predictions_on(&self, comments: &[Comment<'_>], threads: usize) -> Result<Vec<Prediction>> {
        let part = comments.len().div_ceil(threads.max(1)).max(1);
        let parts: Vec<Result<Vec<Prediction>>> = std::thread::scope(|scope| {
            let running: Vec<_> = comments.chunks(part).map(|part| scope.spawn(|| self.predictions(part))).collect();
            let fault = |_| Err(Error::internal("a thread that predicts has panicked"));
            running.into_iter().map(|thread| thread.join().unwrap_or_else(fault)).collect()
        });
        Ok(parts.into_iter().collect::<Result<Vec<_>>>()?.concat())
    }

    /// The calibrated probabilities of comments, in their order.
    pub fn predictions(&self, comments: &[Comment<'_>]) -> Result<Vec<Prediction>> {
        let tokenized: Vec<Tokenized> = comments
            .iter()
            .map(|comment| self.tokenize(comment.question, &normalize(comment.text).text))
            .collect::<Result<_>>()?;
        let sequences: Vec<&Sequence> = tokenized.iter().flat_map(|comment| &comment.windows).collect();
        let lengths: Vec<usize> = sequences.iter().map(|sequence| sequence.len()).collect();
        let mut predictions: Vec<Option<Prediction>> = vec![None; sequences.len()];
        for indexes in batch(&lengths, TOKEN_BUDGET) {
            let sequences: Vec<&Sequence> = indexes.iter().map(|index| sequences[*index]).collect();
            for (index, prediction) in indexes.into_iter().zip(self.predict(&sequences)?) {
                predictions[index] = Some(prediction);
            }
        }
        let mut windows = lengths.iter().copied().zip(predictions.iter().flatten());
        let whole = |comment: &Tokenized| {
            aggregate(windows.by_ref().take(comment.windows.len()))
                .ok_or_else(|| Error::internal("a comment without a window"))
        };
        tokenized.iter().map(whole).collect()
    }

    /// The raw outputs for one comment of at most one window: what the reference implementation is compared with.
    pub fn logits(&self, comment: Comment<'_>) -> Result<(Sequence, Logits)> {
        let tokenized = self.tokenize(comment.question, comment.text)?;
        let Some(window) = tokenized.windows.into_iter().next() else {
            return Err(Error::internal("a comment without a window"));
        };
        let vector = self.encoder.encode(&[&window])?;
        Ok((window, self.heads.logits(&vector)))
    }

    pub(crate) fn tokenize(&self, question: Option<&str>, text: &str) -> Result<Tokenized> {
        self.tokenizer.tokenize(question, text)
    }

    /// The calibrated probabilities of a micro-batch.
    pub(crate) fn predict(&self, sequences: &[&Sequence]) -> Result<Vec<Prediction>> {
        let vectors = self.encoder.encode(sequences)?;
        Ok(vectors
            .chunks_exact(self.encoder.width())
            .map(|vector| self.calibration.calibrate(&self.heads.logits(vector)))
            .collect())
    }

    pub(crate) fn describe(&self, prediction: &Prediction, language: Detection, probs: bool) -> Tags {
        describe(prediction, &self.manifest.heads.touchpoints.thresholds, language, probs)
    }
}
