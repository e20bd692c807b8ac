//! A model's files: where they are, what they say, and whether they are whole.
//!
//! A model is a folder of four files: `config.json` (the encoder's shape, as Hugging Face writes it),
//! `tokenizer.json`, `model.safetensors`, and `model.toml`, which names the labels, the calibration, the
//! hashes of the other files, the data it was made from and its scores. `seen.bin`, the hashes of the
//! texts that it was trained on, may stand beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::hub;
use crate::labels::{Emotion, Sentiment, Touchpoint};

/// The version of `model.toml` that this crate reads.
pub const MANIFEST_SCHEMA: &str = "sentir.model/1";

/// Hashes of the texts that a model was trained on; a model need not have them.
const SEEN: &str = "seen.bin";
/// What describes a model of ours, in its folder.
pub const MANIFEST: &str = "model.toml";
const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";

/// The files of a model.
pub const FILES: [&str; 4] = [MANIFEST, CONFIG, TOKENIZER, WEIGHTS];

/// The name of the model that is built into the binary.
pub const BUNDLED: &str = "sentir-es-en";

/// The files of one model, in memory.
#[derive(Debug, Clone)]
pub struct Files {
    /// The model's name, or the folder it was read from.
    pub name: Cow<'static, str>,
    /// `model.toml`.
    pub manifest: Cow<'static, [u8]>,
    /// `config.json`.
    pub config: Cow<'static, [u8]>,
    /// `tokenizer.json`.
    pub tokenizer: Cow<'static, [u8]>,
    /// `model.safetensors`.
    pub weights: Cow<'static, [u8]>,
    /// `seen.bin`: hashes of the texts that the model was trained on, where it has them (see [`crate::evaluate::seen`]).
    pub seen: Option<Cow<'static, [u8]>>,
}

impl Files {
    /// The model that is built into the binary.
    pub fn bundled() -> Self {
        Self {
            name: Cow::Borrowed(BUNDLED),
            manifest: Cow::Borrowed(include_bytes!("../models/sentir-es-en/model.toml")),
            config: Cow::Borrowed(include_bytes!("../models/sentir-es-en/config.json")),
            tokenizer: Cow::Borrowed(include_bytes!("../models/sentir-es-en/tokenizer.json")),
            weights: Cow::Borrowed(include_bytes!("../models/sentir-es-en/model.safetensors")),
            seen: Some(Cow::Borrowed(include_bytes!("../models/sentir-es-en/seen.bin"))),
        }
    }

    /// A model by its name (the bundled one), its folder, or its `ORG/REPO` in the hub's local cache.
    pub fn find(name: &str) -> Result<Self> {
        if name == BUNDLED {
            return Ok(Self::bundled());
        }
        let folder = Path::new(name);
        if folder.is_dir() {
            return Self::read(folder);
        }
        if let Some(folder) = hub::cached(name) {
            return Self::read(&folder);
        }
        Err(Error::model(
            name,
            format!("no such model: name {BUNDLED} (bundled), a model's folder, or an ORG/REPO that was fetched"),
        ))
    }

    /// The model in a folder; its files are checked against the hashes in its `model.toml`.
    pub fn read(folder: &Path) -> Result<Self> {
        let name = folder.display().to_string();
        let file = |file: &str| -> Result<Cow<'static, [u8]>> {
            let path: PathBuf = folder.join(file);
            std::fs::read(&path)
                .map(Cow::Owned)
                .map_err(|error| Error::model(&name, format!("{file} cannot be read: {error}")))
        };
        let files = Self {
            manifest: file(MANIFEST)?,
            config: file(CONFIG)?,
            tokenizer: file(TOKENIZER)?,
            weights: file(WEIGHTS)?,
            seen: if folder.join(SEEN).is_file() { Some(file(SEEN)?) } else { None },
            name: Cow::Owned(name),
        };
        files.verify()?;
        Ok(files)
    }

    /// Parses and checks `model.toml`.
    pub fn manifest(&self) -> Result<Manifest> {
        let text = std::str::from_utf8(&self.manifest)
            .map_err(|error| Error::model(&*self.name, format!("{MANIFEST}: {error}")))?;
        let manifest: Manifest =
            toml::from_str(text).map_err(|error| Error::model(&*self.name, format!("{MANIFEST}: {error}")))?;
        manifest.check(&self.name)?;
        Ok(manifest)
    }

    /// Checks every file against its hash in `model.toml`.
    pub fn verify(&self) -> Result<()> {
        let manifest = self.manifest()?;
        let seen = self.seen.as_ref().map(|seen| (SEEN, seen));
        let always = [(CONFIG, &self.config), (TOKENIZER, &self.tokenizer), (WEIGHTS, &self.weights)];
        for (name, bytes) in always.into_iter().chain(seen) {
            let expected = manifest
                .sha256
                .get(name)
                .ok_or_else(|| Error::model(&*self.name, format!("{MANIFEST} has no sha256 for {name}")))?;
            let found = hex(&Sha256::digest(bytes));
            if !found.eq_ignore_ascii_case(expected) {
                return Err(Error::model(
                    &*self.name,
                    format!("{name} is damaged: its sha256 is {found}, {MANIFEST} says {expected}"),
                ));
            }
        }
        Ok(())
    }

    /// The size of all files together, in bytes.
    pub fn bytes(&self) -> u64 {
        let files = [&self.manifest, &self.config, &self.tokenizer, &self.weights];
        files.into_iter().chain(&self.seen).map(|file| file.len() as u64).sum()
    }

    /// What tells this model from every other: the hash over its manifest, which holds the hashes of the rest.
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(&self.manifest))
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What `model.toml` says.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    /// The version of this file: [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// The model's name.
    pub name: String,
    /// The model's version.
    pub version: String,
    /// The languages it was made for.
    pub languages: Vec<String>,
    /// The terms of the weights.
    pub licence: String,
    /// How token vectors become one vector a comment.
    pub pooling: Pooling,
    /// The longest sequence, in tokens, special ones included.
    pub max_tokens: usize,
    /// The longest question, in tokens, special ones included; a longer one is cut.
    pub question_tokens: usize,
    /// The hashes of the other files.
    pub sha256: BTreeMap<String, String>,
    /// Labels and calibration of the three heads.
    pub heads: HeadManifests,
    /// Scores by data set, as measured when the model was made.
    #[serde(default)]
    pub scores: toml::Table,
    /// The data it was made from.
    #[serde(default)]
    pub sources: Vec<SourceManifest>,
}

/// How token vectors become one vector a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pooling {
    /// The mean over the answer's tokens, their elementwise maximum, and the mean over the question's tokens (zero
    /// without one), side by side: three times the hidden width.
    SegmentMeanMax,
    /// The first token's vector.
    First,
    /// The mean over all tokens.
    Mean,
}

/// Labels and calibration of the three heads.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadManifests {
    /// The sentiment of the comment.
    pub sentiment: HeadManifest,
    /// The emotion of the comment.
    pub emotion: HeadManifest,
    /// The touchpoints, each absent or with a sentiment.
    pub touchpoints: TouchpointManifest,
}

/// One head with a label a class.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadManifest {
    /// The labels in the order of the outputs.
    pub labels: Vec<String>,
    /// What logits are divided by before the softmax.
    pub temperature: f32,
}

/// The touchpoint head.
#[derive(Debug, Clone, Deserialize)]
pub struct TouchpointManifest {
    /// The touchpoints in the order of the outputs.
    pub labels: Vec<String>,
    /// `absent`, then the sentiments, in the order of the outputs.
    pub states: Vec<String>,
    /// What logits are divided by before the softmax.
    pub temperature: f32,
    /// The probability at which each touchpoint counts as present.
    pub thresholds: Vec<f32>,
}

/// A data set that a model was made from.
#[derive(Debug, Clone, Deserialize)]
pub struct SourceManifest {
    /// Its name.
    pub name: String,
    /// Its terms as stated by its authors.
    pub licence: String,
    /// Rows used.
    #[serde(default)]
    pub rows: u64,
    /// What for.
    #[serde(default, rename = "use")]
    pub purpose: String,
}

impl Manifest {
    fn check(&self, model: &str) -> Result<()> {
        let fail = |message: String| Err(Error::model(model, format!("{MANIFEST}: {message}")));
        if self.schema != MANIFEST_SCHEMA {
            return fail(format!("its schema is \"{}\", this version reads \"{MANIFEST_SCHEMA}\"", self.schema));
        }
        let expect = |head: &str, found: &[String], expected: Vec<&str>| {
            if found.iter().map(String::as_str).eq(expected.iter().copied()) {
                Ok(())
            } else {
                Err(Error::model(
                    model,
                    format!("{MANIFEST}: heads.{head} must be, in this order: {}", expected.join(", ")),
                ))
            }
        };
        let heads = &self.heads;
        let sentiments = || Sentiment::ALL.iter().map(|label| label.name());
        expect("sentiment.labels", &heads.sentiment.labels, sentiments().collect())?;
        expect("emotion.labels", &heads.emotion.labels, Emotion::ALL.iter().map(|label| label.name()).collect())?;
        expect(
            "touchpoints.labels",
            &heads.touchpoints.labels,
            Touchpoint::ALL.iter().map(|label| label.name()).collect(),
        )?;
        let states = ["absent", "positive", "negative", "neutral", "mixed"];
        expect("touchpoints.states", &heads.touchpoints.states, states.to_vec())?;
        if heads.touchpoints.thresholds.len() != Touchpoint::ALL.len() {
            return fail(format!("heads.touchpoints.thresholds must hold {} numbers", Touchpoint::ALL.len()));
        }
        if !heads.touchpoints.thresholds.iter().all(|threshold| (0.0..=1.0).contains(threshold)) {
            return fail("heads.touchpoints.thresholds must lie between 0 and 1".into());
        }
        let temperatures = [heads.sentiment.temperature, heads.emotion.temperature, heads.touchpoints.temperature];
        if !temperatures.iter().all(|temperature| temperature.is_finite() && *temperature > 0.0) {
            return fail("every temperature must be above 0".into());
        }
        if self.max_tokens < 8 || self.question_tokens + 8 > self.max_tokens {
            return fail("max_tokens must leave room for the answer beside question_tokens".into());
        }
        Ok(())
    }
}
