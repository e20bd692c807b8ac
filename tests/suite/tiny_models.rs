//! Tiny classifiers of every family, whose weights are a formula, written as the files that users find
//! (`training/classifiers.py` makes their golden logits).

use std::fmt::Write;

use sentir::classifier::Classifier;
use sentir::encode::Precision;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The golden logits have six decimals; both sides compute in f32.
pub(crate) const TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
pub(crate) struct Golden {
    pub(crate) name: String,
    pub(crate) config: Value,
    pub(crate) tensors: Vec<(String, Vec<usize>)>,
    pub(crate) runs: Vec<Run>,
}

#[derive(Deserialize)]
pub(crate) struct Run {
    pub(crate) ids: Vec<u32>,
    pub(crate) segments: Vec<u32>,
    pub(crate) logits: Vec<f32>,
}

impl Run {
    /// The texts that a tokenizer of [`tokenizer`] makes these ids of.
    pub(crate) fn texts(&self) -> (String, Option<String>) {
        let mut texts = vec![Vec::new()];
        for id in &self.ids[1..self.ids.len() - 1] {
            match id {
                3 => texts.push(Vec::new()),
                id => texts.last_mut().unwrap().push(format!("w{id}")),
            }
        }
        let mut texts = texts.into_iter().map(|words| words.join(" "));
        (texts.next().unwrap(), texts.next())
    }
}

pub(crate) fn cases() -> Vec<Golden> {
    include_str!("../golden/classifiers.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn case(name: &str) -> Golden {
    cases().into_iter().find(|golden| golden.name == name).unwrap()
}

/// Words `w4` to `w49` and their like; a first token, and one behind each text.
pub(crate) fn tokenizer() -> Value {
    let mut vocabulary = json!({ "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3 });
    for id in 4..50 {
        vocabulary[format!("w{id}")] = id.into();
    }
    let special = |token: &str, segment: usize| json!({ "SpecialToken": { "id": token, "type_id": segment } });
    let text = |name: &str, segment: usize| json!({ "Sequence": { "id": name, "type_id": segment } });
    let start = [special("[CLS]", 0), text("A", 0), special("[SEP]", 0)];
    let pair: Vec<Value> = start.iter().cloned().chain([text("B", 1), special("[SEP]", 1)]).collect();
    json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null, "decoder": null,
        "pre_tokenizer": { "type": "WhitespaceSplit" },
        "post_processor": {
            "type": "TemplateProcessing", "single": start, "pair": pair,
            "special_tokens": {
                "[CLS]": { "id": "[CLS]", "ids": [2], "tokens": ["[CLS]"] },
                "[SEP]": { "id": "[SEP]", "ids": [3], "tokens": ["[SEP]"] },
            },
        },
        "model": { "type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]" },
    })
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Type {
    F32,
    F16,
    Bf16,
    /// F32, of numbers that bf16 holds.
    F32LikeBf16,
    /// F32, of numbers that f16 holds.
    F32LikeF16,
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::F32 | Self::F32LikeBf16 | Self::F32LikeF16 => "F32",
            Self::F16 => "F16",
            Self::Bf16 => "BF16",
        }
    }

    fn write(self, value: f32, data: &mut Vec<u8>) {
        let bits = value.to_bits();
        let small = bits >> 23 & 0xff < 127 - 14;
        match self {
            Self::F32 => data.extend(bits.to_le_bytes()),
            Self::Bf16 => data.extend(((bits >> 16) as u16).to_le_bytes()),
            Self::F32LikeBf16 => data.extend((bits >> 16 << 16).to_le_bytes()),
            Self::F16 if small => data.extend([0, 0]),
            Self::F16 => {
                let exponent = (bits >> 23 & 0xff) + 15 - 127;
                let half = bits >> 31 << 15 | exponent << 10 | bits >> 13 & 0x3ff;
                data.extend((half as u16).to_le_bytes());
            }
            Self::F32LikeF16 if small => data.extend([0; 4]),
            Self::F32LikeF16 => data.extend((bits >> 13 << 13).to_le_bytes()),
        }
    }
}

/// The numbers of tensor `t`: as `fill` of `training/classifiers.py` has it.
fn values(t: usize, name: &str, count: usize) -> impl Iterator<Item = f32> {
    let one = if name.to_lowercase().contains("norm") && name.ends_with("weight") { 1.0 } else { 0.0 };
    (0..count as u64).map(move |i| {
        let mut state = i.wrapping_mul(2_654_435_761).wrapping_add((t as u64 + 1) * 40_503);
        for (shift, factor) in [(15, 2_246_822_519), (13, 3_266_489_917)] {
            state %= 1 << 32;
            state = (state ^ (state >> shift)).wrapping_mul(factor);
        }
        (one + 0.7 * ((state % (1 << 32)) as f64 / (1_u64 << 32) as f64 - 0.5)) as f32
    })
}

/// A safetensors file of some of a case's tensors, `rename`d.
pub(crate) fn safetensors(
    golden: &Golden,
    kind: Type,
    rename: impl Fn(&str) -> String,
    which: impl Fn(usize) -> bool,
) -> Vec<u8> {
    let (mut header, mut data) = (String::from("{"), Vec::<u8>::new());
    for (t, (name, shape)) in golden.tensors.iter().enumerate().filter(|(t, _)| which(*t)) {
        let start = data.len();
        values(t, name, shape.iter().product()).for_each(|value| kind.write(value, &mut data));
        let comma = if start == 0 { "" } else { "," };
        let (name, kind, end) = (rename(name), kind.name(), data.len());
        write!(
            header,
            "{comma}\"{name}\":{{\"dtype\":\"{kind}\",\"shape\":{shape:?},\"data_offsets\":[{start},{end}]}}"
        )
        .unwrap();
    }
    header.push('}');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

pub(crate) fn put(folder: &TempDir, file: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.path().join(file), bytes).unwrap();
}

/// A folder with a case's files.
pub(crate) fn folder(golden: &Golden) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(&folder, "config.json", golden.config.to_string());
    put(&folder, "tokenizer.json", tokenizer().to_string());
    put(&folder, "model.safetensors", safetensors(golden, Type::F32, str::to_owned, |_| true));
    folder
}

pub(crate) fn open(folder: &TempDir) -> sentir::Result<Classifier> {
    Classifier::open(folder.path(), Precision::F32)
}
