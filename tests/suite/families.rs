//! Encoders of every family against the transformers library, on tiny models whose weights are a formula
//! (`training/families.py` makes the golden vectors).

use std::borrow::Cow;
use std::fmt::Write;

use sentir::encode::fused::FusedEncoder;
use sentir::encode::{Encoder, Precision};
use sentir::model::{Files, Pooling};
use sentir::tokenize::Sequence;
use serde::Deserialize;

/// The golden vectors have six decimals; both sides compute in f32.
const TOLERANCE: f32 = 1e-4;

/// Of the greatest number in a vector: what 8-bit weights and activations may change in two layers.
const INT8_TOLERANCE: f32 = 0.05;

#[derive(Deserialize)]
struct Golden {
    config: serde_json::Value,
    tensors: Vec<(String, Vec<usize>)>,
    ids: Vec<u32>,
    segments: Vec<u32>,
    vector: Vec<f32>,
}

fn cases() -> Vec<Golden> {
    include_str!("../golden/families.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The model of a case, its tensors named with a prefix or without.
fn model(golden: &Golden, prefix: &str) -> Files {
    let (mut header, mut data) = (String::from("{"), Vec::<u8>::new());
    for (t, (name, shape)) in golden.tensors.iter().enumerate() {
        let one = if name.to_lowercase().contains("norm") && name.ends_with("weight") { 1.0 } else { 0.0 };
        let start = data.len();
        for i in 0..shape.iter().product::<usize>() {
            let value = one + 0.1 * (0.7 * i as f64 + 1.3 * t as f64).sin();
            data.extend((value as f32).to_le_bytes());
        }
        let end = data.len();
        let comma = if t == 0 { "" } else { "," };
        write!(
            header,
            "{comma}\"{prefix}{name}\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[{start},{end}]}}"
        )
        .unwrap();
    }
    header.push('}');
    let mut weights = (header.len() as u64).to_le_bytes().to_vec();
    weights.extend(header.as_bytes());
    weights.extend(data);
    Files {
        name: "tiny".into(),
        manifest: Cow::Borrowed(b""),
        config: golden.config.to_string().into_bytes().into(),
        tokenizer: Cow::Borrowed(b""),
        weights: weights.into(),
        seen: None,
    }
}

fn encode(files: &Files, golden: &Golden, precision: Precision) -> sentir::Result<Vec<f32>> {
    let encoder = FusedEncoder::load(files, Pooling::SegmentMeanMax, precision)?;
    encoder.encode(&[&Sequence { ids: golden.ids.clone(), segments: golden.segments.clone() }])
}

#[test]
fn vectors_are_those_of_transformers() {
    let cases = cases();
    assert_eq!(cases.len(), 15);
    for golden in &cases {
        let family = &golden.config["model_type"];
        let largest = golden.vector.iter().fold(0_f32, |most, value| value.abs().max(most));
        let prefix = match family.as_str().unwrap() {
            "bert" => "bert.",
            "distilbert" => "distilbert.",
            _ => "roberta.",
        };
        for prefix in ["", prefix] {
            for (precision, tolerance) in [(Precision::F32, TOLERANCE), (Precision::Int8, INT8_TOLERANCE * largest)] {
                let found = encode(&model(golden, prefix), golden, precision).unwrap();
                let worst = found.iter().zip(&golden.vector).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                let length = golden.ids.len();
                assert_eq!(found.len(), golden.vector.len());
                assert!(worst <= tolerance, "{family}, {length} tokens, {}: {worst}", precision.name());
            }
        }
    }
}

/// The message of a model that is not what it says.
fn fault(change: impl Fn(&mut Golden)) -> String {
    let mut golden = cases().remove(0);
    change(&mut golden);
    encode(&model(&golden, ""), &golden, Precision::F32).unwrap_err().to_string()
}

#[test]
fn damaged_models_are_named() {
    let unknown = fault(|golden| golden.config["model_type"] = "gpt2".into());
    assert!(unknown.contains("model_type is gpt2") && unknown.contains("xlm-roberta"), "{unknown}");
    let heads = fault(|golden| golden.config["num_attention_heads"] = 3.into());
    assert!(heads.contains("hidden_size 32 must be a multiple of num_attention_heads 3"), "{heads}");
    let widths = fault(|golden| golden.config["intermediate_size"] = 60.into());
    assert!(widths.contains("multiples of 16"), "{widths}");
    let activation = fault(|golden| golden.config["hidden_act"] = "relu".into());
    assert!(activation.contains("activation gelu"), "{activation}");
    let missing = fault(|golden| golden.tensors.retain(|(name, _)| !name.ends_with("layer.1.output.dense.weight")));
    assert!(missing.contains("encoder.layer.1.output.dense.weight"), "{missing}");
    let shape = fault(|golden| golden.config["vocab_size"] = 49.into());
    assert!(shape.contains("word_embeddings.weight is [50, 32], must be [49, 32]"), "{shape}");
}

#[test]
fn sequences_that_do_not_fit_are_refused() {
    let golden = cases().remove(0);
    let encoder = FusedEncoder::load(&model(&golden, ""), Pooling::SegmentMeanMax, Precision::F32).unwrap();
    for (ids, segments) in [(vec![4; 41], vec![0; 41]), (vec![4, 50], vec![0, 0])] {
        let error = encoder.encode(&[&Sequence { ids, segments }]).unwrap_err().to_string();
        assert!(error.contains("for a model of 40 positions and 50 tokens"), "{error}");
    }
    let empty = Sequence { ids: Vec::new(), segments: Vec::new() };
    assert!(encoder.encode(&[&empty]).unwrap().iter().all(|value| *value == 0.0));
    assert!(encoder.encode(&[]).unwrap().is_empty());
}
