//! A classifier's folder: which files it has, and what to do where one is missing.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::receipt::Receipt;
use crate::encode::Weights;
use crate::error::{Error, Result};

pub(super) const CONFIG: &str = "config.json";
pub(super) const TOKENIZER: &str = "tokenizer.json";
pub(super) const TOKENIZER_CONFIG: &str = "tokenizer_config.json";
const WEIGHTS: &str = "model.safetensors";
const INDEX: &str = "model.safetensors.index.json";

/// What PyTorch saves by itself.
const PICKLES: [&str; 2] = ["pytorch_model.bin", "pytorch_model.bin.index.json"];

/// The files of a classifier, in memory.
pub(super) struct Folder {
    /// The folder, as messages name it.
    pub(super) name: String,
    pub(super) config: Vec<u8>,
    pub(super) tokenizer: Vec<u8>,
    pub(super) tokenizer_config: Option<Vec<u8>>,
    /// Names and bytes of one file, or of several shards.
    shards: Vec<(String, Vec<u8>)>,
    /// What messages about tensors name.
    pub(super) weights_file: &'static str,
}

/// `model.safetensors.index.json`.
#[derive(Deserialize)]
struct Index {
    /// The shard of each tensor.
    weight_map: Map<String, Value>,
}

impl Folder {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let name = folder.display().to_string();
        let fault = |message: String| Error::model(&name, message);
        if !folder.is_dir() {
            return Err(fault("there is no such folder".to_owned()));
        }
        let receipt = Receipt::read(folder)?;
        let there = |file: &str| folder.join(file).is_file();
        let read = |file: &str| {
            let bytes =
                std::fs::read(folder.join(file)).map_err(|error| fault(format!("{file} cannot be read: {error}")))?;
            if let Some(receipt) = &receipt {
                receipt.check(&name, file, &bytes)?;
            }
            Ok::<_, Error>(bytes)
        };
        if !there(CONFIG) {
            return Err(fault(format!("there is no {CONFIG}, which says what the model is")));
        }
        if !there(TOKENIZER) {
            return Err(fault(format!(
                "there is no {TOKENIZER}; where the model has a fast tokenizer, this writes it: \
                 AutoTokenizer.from_pretrained(\"ORG/REPO\").save_pretrained(\"{name}\")"
            )));
        }
        let (files, weights_file) = if there(WEIGHTS) {
            (vec![WEIGHTS.to_owned()], WEIGHTS)
        } else if there(INDEX) {
            (shards(&name, &read(INDEX)?)?, INDEX)
        } else if let Some(pickle) = PICKLES.into_iter().find(|file| there(file)) {
            return Err(fault(format!(
                "there is {pickle} and no {WEIGHTS}; the former is a pickle, which can run code when it is read. Where you trust it, \
                 this converts it: AutoModelForSequenceClassification.from_pretrained(\"{name}\")\
                 .save_pretrained(\"{name}\", safe_serialization=True)"
            )));
        } else {
            return Err(fault(format!("there is neither {WEIGHTS} nor {INDEX}")));
        };
        let missing: Vec<&str> = files.iter().map(String::as_str).filter(|file| !there(file)).collect();
        if !missing.is_empty() {
            return Err(fault(format!("{INDEX} names shards that are not there: {}", missing.join(", "))));
        }
        Ok(Self {
            config: read(CONFIG)?,
            tokenizer: read(TOKENIZER)?,
            tokenizer_config: there(TOKENIZER_CONFIG).then(|| read(TOKENIZER_CONFIG)).transpose()?,
            shards: files.into_iter().map(|file| Ok((file.clone(), read(&file)?))).collect::<Result<_>>()?,
            weights_file,
            name,
        })
    }

    pub(super) fn weights(&self) -> Result<Weights<'_>> {
        Weights::of(&self.name, self.weights_file, self.shards.iter().map(|(file, bytes)| (&**file, &**bytes)))
    }
}

/// The names of the shards that an index points to.
fn shards(model: &str, json: &[u8]) -> Result<Vec<String>> {
    let fault = |message: String| Error::model(model, format!("{INDEX}: {message}"));
    let index: Index = serde_json::from_slice(json).map_err(|error| fault(error.to_string()))?;
    let mut files = BTreeSet::new();
    for (tensor, file) in &index.weight_map {
        let plain = |file: &str| {
            let mut parts = Path::new(file).components();
            matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
        };
        match file.as_str().filter(|file| plain(file)) {
            Some(file) => files.insert(file.to_owned()),
            None => {
                return Err(fault(format!("the shard of {tensor} is {file}, must be the name of a file beside it")));
            }
        };
    }
    if files.is_empty() {
        return Err(fault("weight_map names no shard".to_owned()));
    }
    Ok(files.into_iter().collect())
}
