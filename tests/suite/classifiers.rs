//! Foreign classifiers against the transformers library, on tiny models whose weights are a formula
//! (`training/classifiers.py` makes the golden logits), written as the files that users find.

use std::fmt::Write;
use std::path::Path;

use sentir::classifier::{Activation, Classifier, Input, Receipt, ZeroShot, hypothesis};
use sentir::encode::Precision;
use sentir::{Language, Touchpoint};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The golden logits have six decimals; both sides compute in f32.
const TOLERANCE: f32 = 1e-4;

/// What 8-bit weights and activations may change in the logits, which lie within three of zero.
const INT8_TOLERANCE: f32 = 0.15;

#[derive(Deserialize)]
pub(crate) struct Golden {
    name: String,
    pub(crate) config: Value,
    tensors: Vec<(String, Vec<usize>)>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    ids: Vec<u32>,
    segments: Vec<u32>,
    logits: Vec<f32>,
}

impl Run {
    /// The texts that a tokenizer of [`tokenizer`] makes these ids of.
    fn texts(&self) -> (String, Option<String>) {
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

fn cases() -> Vec<Golden> {
    include_str!("../golden/classifiers.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn case(name: &str) -> Golden {
    cases().into_iter().find(|golden| golden.name == name).unwrap()
}

/// Words `w4` to `w49` and their like; a first token, and one behind each text.
fn tokenizer() -> Value {
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
enum Type {
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
fn safetensors(golden: &Golden, kind: Type, rename: impl Fn(&str) -> String, which: impl Fn(usize) -> bool) -> Vec<u8> {
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

fn put(folder: &TempDir, file: &str, bytes: impl AsRef<[u8]>) {
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

fn open(folder: &TempDir) -> sentir::Result<Classifier> {
    Classifier::open(folder.path(), Precision::F32)
}

fn logits(classifier: &Classifier, run: &Run) -> Vec<f32> {
    let (text, second) = run.texts();
    classifier.logits(&[Input { text: &text, second: second.as_deref() }]).unwrap().remove(0)
}

fn apart(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn greatest_error(classifier: &Classifier, golden: &Golden) -> f32 {
    golden.runs.iter().map(|run| apart(&logits(classifier, run), &run.logits)).fold(0.0, f32::max)
}

#[test]
fn logits_are_those_of_transformers() {
    let cases = cases();
    assert_eq!(cases.len(), 14);
    for golden in &cases {
        let folder = folder(golden);
        for (precision, tolerance) in [(Precision::F32, TOLERANCE), (Precision::Int8, INT8_TOLERANCE)] {
            let classifier = Classifier::open(folder.path(), precision).unwrap();
            for run in &golden.runs {
                let (text, second) = run.texts();
                let sequence = classifier.tokenize(Input { text: &text, second: second.as_deref() }).unwrap();
                assert_eq!(sequence.ids, run.ids, "{}", golden.name);
                if golden.name.starts_with("bert") || golden.name.starts_with("deberta") {
                    assert_eq!(sequence.segments, run.segments, "{}", golden.name);
                }
            }
            let worst = greatest_error(&classifier, golden);
            println!("{} {}: {worst:e}", golden.name, precision.name());
            assert!(worst <= tolerance, "{}, {}: {worst}", golden.name, precision.name());
        }
    }
}

#[test]
fn outputs_do_not_depend_on_company() {
    for golden in cases() {
        let folder = folder(&golden);
        let texts: Vec<String> = (0..40_usize)
            .map(|n| {
                let words = (0..(n * 11) % 37).map(|i| format!("w{}", 4 + (i * 7 + n) % 46));
                words.collect::<Vec<_>>().join(" ")
            })
            .collect();
        let inputs: Vec<Input<'_>> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| if n % 3 == 0 { Input::pair(text, "w9 w8") } else { Input::new(text) })
            .collect();
        for precision in [Precision::F32, Precision::Int8] {
            let classifier = Classifier::open(folder.path(), precision).unwrap();
            let together = classifier.logits(&inputs).unwrap();
            let reversed: Vec<Input<'_>> = inputs.iter().rev().copied().collect();
            let reversed = classifier.logits(&reversed).unwrap();
            let bits = |logits: &Vec<f32>| logits.iter().map(|logit| logit.to_bits()).collect::<Vec<_>>();
            for ((input, found), reversed) in inputs.iter().zip(&together).zip(reversed.iter().rev()) {
                let alone = classifier.logits(&[*input]).unwrap();
                assert_eq!(bits(&alone[0]), bits(found), "{}, {}", golden.name, precision.name());
                assert_eq!(bits(reversed), bits(found), "{}, {}", golden.name, precision.name());
            }
        }
        assert!(open(&folder).unwrap().logits(&[]).unwrap().is_empty());
    }
}

#[test]
fn threads_share_one_classifier() {
    let golden = case("deberta-v3");
    let classifier = open(&folder(&golden)).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(greatest_error(&classifier, &golden) <= TOLERANCE));
        }
    });
}

#[test]
fn tensors_are_read_under_every_name_and_type() {
    for golden in cases() {
        let plain = |name: &str| {
            let prefixes = ["bert.", "distilbert.", "roberta.", "deberta.", "model."];
            prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name).to_owned()
        };
        let old = |name: &str| {
            name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        };
        let folder = folder(&golden);
        for rename in [&plain as &dyn Fn(&str) -> String, &old] {
            put(&folder, "model.safetensors", safetensors(&golden, Type::F32, rename, |_| true));
            let worst = greatest_error(&open(&folder).unwrap(), &golden);
            assert!(worst <= TOLERANCE, "{}: {worst}", golden.name);
        }
        for (short, like) in [(Type::Bf16, Type::F32LikeBf16), (Type::F16, Type::F32LikeF16)] {
            let [short, like] = [short, like].map(|kind| {
                put(&folder, "model.safetensors", safetensors(&golden, kind, str::to_owned, |_| true));
                logits(&open(&folder).unwrap(), &golden.runs[1])
            });
            assert_eq!(short, like, "{}", golden.name);
        }
    }
}

#[test]
fn shards_are_one_model() {
    let golden = case("roberta");
    let folder = folder(&golden);
    std::fs::remove_file(folder.path().join("model.safetensors")).unwrap();
    let shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    let mut map = json!({});
    for (t, (name, _)) in golden.tensors.iter().enumerate() {
        map[name] = shards[t % 2].into();
    }
    put(&folder, "model.safetensors.index.json", json!({ "metadata": {}, "weight_map": map }).to_string());
    put(&folder, shards[0], safetensors(&golden, Type::F32, str::to_owned, |t| t % 2 == 0));
    let missing = open(&folder).err().unwrap().to_string();
    assert!(
        missing.contains("index.json names shards that are not there: model-00002-of-00002.safetensors"),
        "{missing}"
    );
    put(&folder, shards[1], safetensors(&golden, Type::F32, str::to_owned, |t| t % 2 == 1));
    assert!(greatest_error(&open(&folder).unwrap(), &golden) <= TOLERANCE);
    map[&golden.tensors[0].0] = "../elsewhere.safetensors".into();
    put(&folder, "model.safetensors.index.json", json!({ "weight_map": map }).to_string());
    let outside = open(&folder).err().unwrap().to_string();
    assert!(outside.contains("must be the name of a file beside it"), "{outside}");
}

#[test]
fn older_configs_mean_the_same() {
    let mut modern = case("modernbert");
    let config = modern.config.as_object_mut().unwrap();
    config.retain(|key, _| key != "layer_types" && key != "rope_parameters");
    config.extend([
        ("global_attn_every_n_layers".to_owned(), json!(3)),
        ("global_rope_theta".to_owned(), json!(160_000.0)),
        ("local_rope_theta".to_owned(), json!(10_000.0)),
    ]);
    assert!(greatest_error(&open(&folder(&modern)).unwrap(), &modern) <= TOLERANCE);
    let mut deberta = case("deberta-v3");
    deberta.config["pos_att_type"] = "p2c|c2p".into();
    assert!(greatest_error(&open(&folder(&deberta)).unwrap(), &deberta) <= TOLERANCE);
    // Nothing said of labels: two without names.
    let mut bert = case("bert");
    bert.config.as_object_mut().unwrap().remove("id2label");
    bert.config["num_labels"] = 3.into();
    let classifier = open(&folder(&bert)).unwrap();
    assert_eq!(classifier.labels(), ["LABEL_0", "LABEL_1", "LABEL_2"]);
    assert!(!classifier.has_named_labels());
}

#[test]
fn long_texts_are_cut_as_transformers_cuts_them() {
    let golden = case("roberta");
    let folder = folder(&golden);
    let classifier = open(&folder).unwrap();
    assert_eq!(classifier.max_tokens(), 38);
    // The longest of the golden inputs fills every position; more words behind it change nothing.
    let full = golden.runs.iter().find(|run| run.ids.len() == 38).unwrap();
    let (text, _) = full.texts();
    assert!(!classifier.truncates(Input::new(&text)).unwrap());
    let longer = text + &" w9".repeat(500);
    assert!(classifier.truncates(Input::new(&longer)).unwrap());
    let cut = classifier.logits(&[Input::new(&longer)]).unwrap();
    assert!(apart(&cut[0], &full.logits) <= TOLERANCE);
    // Of a pair the longer text is cut first, then both alike.
    put(&folder, "tokenizer_config.json", json!({ "model_max_length": 13 }).to_string());
    let classifier = open(&folder).unwrap();
    assert_eq!(classifier.max_tokens(), 13);
    let words = |count: usize| "w8 ".repeat(count);
    for (first, second, left, right) in [(30, 3, 7, 3), (3, 30, 3, 7), (30, 30, 5, 5), (30, 31, 5, 5), (5, 5, 5, 5)] {
        let (a, b) = (words(first), words(second));
        let input = Input::pair(&a, &b);
        let ids = classifier.tokenize(input).unwrap().ids;
        let expected: Vec<u32> = [vec![2], vec![8; left], vec![3], vec![8; right], vec![3]].concat();
        assert_eq!(ids, expected, "{first} and {second}");
        assert_eq!(classifier.truncates(input).unwrap(), first + second > 10);
    }
    put(&folder, "tokenizer_config.json", r#"{"model_max_length": 1000000000000000019884624838656}"#);
    assert_eq!(open(&folder).unwrap().max_tokens(), 38);
    put(&folder, "tokenizer_config.json", json!({ "model_max_length": 4 }).to_string());
    let short = open(&folder).err().unwrap().to_string();
    assert!(short.contains("tokenizer_config.json allows sequences of 4 tokens; a pair takes 5 at least"), "{short}");
    put(&folder, "tokenizer_config.json", json!({ "model_max_length": 5, "truncation_side": "left" }).to_string());
    let left = open(&folder).unwrap().tokenize(Input::new("w9 w10 w11 w12 w13")).unwrap();
    assert_eq!(left.ids, [2, 11, 12, 13, 3]);
}

#[test]
fn segments_are_given_where_the_tokenizer_names_them() {
    let golden = case("bert");
    let folder = folder(&golden);
    let input = Input::pair("w8", "w9");
    assert_eq!(open(&folder).unwrap().tokenize(input).unwrap().segments, [0, 0, 0, 1, 1]);
    put(&folder, "tokenizer_config.json", json!({ "model_input_names": ["input_ids", "attention_mask"] }).to_string());
    assert_eq!(open(&folder).unwrap().tokenize(input).unwrap().segments, [0; 5]);
}

#[test]
fn probabilities_follow_the_problem() {
    let one = |name: &str| {
        let classifier = open(&folder(&case(name))).unwrap();
        let probabilities = classifier.probabilities(&["w8 w9".into()]).unwrap().remove(0);
        let logits = classifier.logits(&["w8 w9".into()]).unwrap().remove(0);
        (classifier, probabilities, logits)
    };
    let (classifier, probabilities, _) = one("distilbert");
    assert_eq!(classifier.activation(), Activation::Softmax);
    assert_eq!(classifier.labels(), ["negative", "neutral", "positive"]);
    assert!(classifier.has_named_labels());
    assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    let (classifier, probabilities, logits) = one("bert-multi-label");
    assert_eq!(classifier.activation(), Activation::Sigmoid);
    let expected: Vec<f32> = logits.iter().map(|logit| 1.0 / (1.0 + (-logit).exp())).collect();
    assert!(apart(&probabilities, &expected) < 1e-6);
}

/// The message for a case whose folder was changed.
fn fault_of(name: &str, change: impl Fn(&mut Golden, &TempDir)) -> String {
    let mut golden = case(name);
    let there = folder(&golden);
    change(&mut golden, &there);
    put(&there, "config.json", golden.config.to_string());
    let message = open(&there).err().unwrap().to_string();
    assert!(message.contains(&there.path().display().to_string()), "{message}");
    message
}

#[track_caller]
fn says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{message}\nlacks {part}");
    }
}

#[test]
fn configs_that_are_not_read_are_named() {
    let config = |name: &str, key: &str, value: Value| fault_of(name, |golden, _| golden.config[key] = value.clone());
    let unknown = config("bert", "model_type", "gpt2".into());
    says(&unknown, &["model_type is gpt2", "bert, distilbert, roberta", "deberta-v2", "modernbert"]);
    says(
        &config("bert", "architectures", json!(["BertForMaskedLM"])),
        &["BertForMaskedLM", "ForSequenceClassification"],
    );
    says(&config("bert", "hidden_act", "mish".into()), &["mish", "gelu_new", "relu"]);
    says(&config("bert", "intermediate_size", 60.into()), &["multiples of 16"]);
    says(&config("bert", "position_embedding_type", "relative_key".into()), &["relative_key", "absolute"]);
    says(&config("bert", "problem_type", "regression".into()), &["problem_type is regression"]);
    says(&config("bert", "problem_type", "ranking".into()), &["ranking", "multi_label_classification"]);
    says(
        &config("bert", "id2label", json!({ "0": "a", "1": "b" })),
        &["names 2 labels", "classifier.weight has 3 rows"],
    );
    says(&config("roberta", "id2label", json!({ "0": "a", "1": "b" })), &["classifier.out_proj.weight has 3 rows"]);
    says(&config("bert", "id2label", json!({ "1": "a", "2": "b", "3": "c" })), &["keys 1, 2, 3", "\"0\" to \"2\""]);
    says(&config("bert", "id2label", json!({ "0": "a", "00": "b", "2": "c" })), &["keys 0, 00, 2"]);
    says(&config("bert", "id2label", json!({ "0": "a", "1": 5, "2": "c" })), &["each with a name"]);
    says(&config("bert", "id2label", json!({ "0": "score" })), &["one label only", "multi_label_classification"]);
    says(&config("bert", "id2label", json!({})), &["no label"]);
    says(&config("bert", "num_labels", 4.into()), &["names 3 labels, num_labels is 4"]);
    says(&config("bert", "vocab_size", "many".into()), &["config.json"]);
    says(&config("bert", "num_attention_heads", 3.into()), &["hidden_size 32", "num_attention_heads 3"]);
    for (key, value, part) in [
        ("hidden_act", json!("mish"), "hidden_act is mish"),
        ("pooler_hidden_act", json!("mish"), "pooler_hidden_act is mish"),
        ("num_attention_heads", json!(0), "num_attention_heads is 0, must be from 1"),
        ("hidden_size", json!(36), "multiples of 16"),
        ("position_buckets", json!(1), "position_buckets must be at least 2"),
        ("conv_kernel_size", json!(2), "conv_kernel_size 2"),
        ("embedding_size", json!(20), "embedding_size 20"),
        ("attention_head_size", json!(8), "attention_head_size 8"),
        ("max_position_embeddings", json!(0), "max_position_embeddings is 0"),
    ] {
        says(&config("deberta-v3", key, value), &[part]);
    }
    for (key, value, part) in [
        ("classifier_pooling", json!("max"), "classifier_pooling is max"),
        ("classifier_activation", json!("mish"), "classifier_activation is mish"),
        ("hidden_activation", json!("mish"), "hidden_activation is mish"),
        ("num_attention_heads", json!(3), "num_attention_heads 3"),
        ("intermediate_size", json!(60), "multiples of 16"),
        ("layer_types", json!(["full_attention"]), "each of 4 layers"),
        ("global_attn_every_n_layers", json!(0), "global_attn_every_n_layers is 0"),
        ("rope_parameters", json!({ "full_attention": { "rope_type": "yarn" } }), "type yarn"),
        ("rope_scaling", json!({ "factor": 2.0 }), "type scaled"),
    ] {
        says(&config("modernbert", key, value), &[part]);
    }
}

#[test]
fn numbers_beyond_reason_are_refused_without_a_panic() {
    let huge = json!(u64::MAX);
    for (name, keys) in [
        (
            "bert",
            &[
                "hidden_size",
                "vocab_size",
                "max_position_embeddings",
                "intermediate_size",
                "type_vocab_size",
                "num_hidden_layers",
            ][..],
        ),
        ("roberta", &["pad_token_id", "max_position_embeddings", "num_attention_heads"]),
        ("distilbert", &["dim", "hidden_dim", "n_heads"]),
        (
            "deberta-v2",
            &["vocab_size", "max_relative_positions", "position_buckets", "conv_kernel_size", "embedding_size"],
        ),
        ("deberta-v3", &["max_position_embeddings", "position_buckets", "hidden_size", "num_attention_heads"]),
        ("modernbert", &["max_position_embeddings", "vocab_size", "intermediate_size", "hidden_size"]),
    ] {
        for key in keys {
            for value in [&huge, &json!(0), &json!(1), &json!(-1), &json!(1_u64 << 62), &json!(1 << 20)] {
                let mut golden = case(name);
                golden.config[*key] = value.clone();
                let there = folder(&golden);
                if let Ok(classifier) = open(&there) {
                    classifier.logits(&["w8 w9".into()]).unwrap();
                }
            }
        }
    }
}

#[test]
fn tensors_that_do_not_fit_are_named() {
    let without = |name: &str, tensor: &'static str| {
        fault_of(name, |golden, there| {
            let dropped = |t: usize| golden.tensors[t].0 != tensor;
            assert!((0..golden.tensors.len()).any(|t| !dropped(t)));
            put(there, "model.safetensors", safetensors(golden, Type::F32, str::to_owned, dropped));
        })
    };
    says(&without("bert", "classifier.weight"), &["no tensor classifier.weight", "without the head"]);
    for (name, tensor, shape) in [
        ("bert", "bert.pooler.dense.bias", "[32]"),
        ("distilbert", "pre_classifier.weight", "[32, 32]"),
        ("roberta", "roberta.encoder.layer.1.output.dense.weight", "[32, 64]"),
        ("deberta-v3", "deberta.encoder.rel_embeddings.weight", "[16, 32]"),
        ("modernbert", "model.layers.2.mlp.Wi.weight", "[128, 32]"),
        ("modernbert", "head.norm.weight", "[32]"),
    ] {
        says(&without(name, tensor), &["model.safetensors", &format!("no tensor {tensor}"), shape]);
    }
    let shape = fault_of("deberta-v3", |golden, _| golden.config["vocab_size"] = 60.into());
    says(&shape, &["deberta.embeddings.word_embeddings.weight is [50, 32], must be [60, 32]"]);
    let damaged = fault_of("bert", |_, there| put(there, "model.safetensors", b"not tensors"));
    says(&damaged, &["model.safetensors"]);
    let cut = fault_of("bert", |golden, there| {
        let bytes = safetensors(golden, Type::F32, str::to_owned, |_| true);
        put(there, "model.safetensors", &bytes[..bytes.len() - 100]);
    });
    says(&cut, &["model.safetensors"]);
}

#[test]
fn files_that_are_missing_are_asked_for() {
    let without = |file: &'static str| {
        fault_of("bert", |_, there| {
            std::fs::remove_file(there.path().join(file)).unwrap();
            if file == "model.safetensors" {
                put(there, "pytorch_model.bin", b"");
            }
        })
    };
    says(&without("tokenizer.json"), &["no tokenizer.json", "AutoTokenizer", "save_pretrained", "fast tokenizer"]);
    let pickle = without("model.safetensors");
    says(&pickle, &["pytorch_model.bin", "pickle", "can run code", "save_pretrained", "safe_serialization=True"]);
    let there = folder(&case("bert"));
    std::fs::remove_file(there.path().join("config.json")).unwrap();
    says(&open(&there).err().unwrap().to_string(), &["no config.json"]);
    let nothing = fault_of("bert", |_, there| std::fs::remove_file(there.path().join("model.safetensors")).unwrap());
    says(&nothing, &["neither model.safetensors nor model.safetensors.index.json"]);
    let nowhere = Classifier::open(Path::new("no/such/folder"), Precision::F32).err().unwrap().to_string();
    says(&nowhere, &["no/such/folder", "no such folder"]);
    let unfetched = Classifier::find("nobody/nothing-of-the-kind", Precision::F32).err().unwrap().to_string();
    says(&unfetched, &["nobody/nothing-of-the-kind", "ORG/REPO that was fetched"]);
    let found = folder(&case("bert"));
    assert!(Classifier::find(&found.path().display().to_string(), Precision::F32).is_ok());
}

#[test]
fn another_models_tokenizer_is_refused() {
    let more = fault_of("bert", |_, there| {
        let mut tokenizer = tokenizer();
        tokenizer["model"]["vocab"]["w50"] = 50.into();
        put(there, "tokenizer.json", tokenizer.to_string());
    });
    says(&more, &["tokenizer.json has ids up to 50", "only 50 rows"]);
    says(&fault_of("bert", |_, there| put(there, "tokenizer.json", b"{}")), &["tokenizer.json cannot be read"]);
    says(&fault_of("bert", |_, there| put(there, "tokenizer_config.json", b"[]")), &["tokenizer_config.json"]);
}

#[test]
fn fetched_files_are_held_to_their_hashes() {
    let golden = case("bert");
    let there = folder(&golden);
    let receipt = Receipt::of(there.path(), "org/repo", "0123abcd").unwrap();
    assert_eq!(receipt.sha256.len(), 3);
    receipt.write(there.path()).unwrap();
    assert_eq!(Receipt::read(there.path()).unwrap(), Some(receipt));
    assert!(open(&there).is_ok());
    let added = fault_of("bert", |_, there| {
        Receipt::of(there.path(), "org/repo", "0123abcd").unwrap().write(there.path()).unwrap();
        put(there, "tokenizer_config.json", b"{}");
    });
    says(&added, &["tokenizer_config.json was not fetched"]);
    put(&there, "tokenizer.json", tokenizer().to_string() + " ");
    says(&open(&there).err().unwrap().to_string(), &["tokenizer.json is damaged", "sentir-fetched.toml says"]);
    put(&there, "sentir-fetched.toml", b"revision = 5");
    says(&open(&there).err().unwrap().to_string(), &["sentir-fetched.toml"]);
}

#[test]
fn entailment_is_told_from_contradiction_alone() {
    let golden = case("bert");
    let zero_shot = ZeroShot::new(open(&folder(&golden)).unwrap()).unwrap();
    let run = golden.runs.iter().find(|run| run.texts().1.is_some()).unwrap();
    let (text, second) = run.texts();
    let found = zero_shot.entailment(&[(&text, &second.unwrap()), ("w9", "w8")]).unwrap();
    let [entailment, contradiction] = [run.logits[0], run.logits[2]].map(f32::exp);
    assert!((found[0] - entailment / (entailment + contradiction)).abs() < TOLERANCE);
    let comments = [("w8 w9 w10", Language::Es), ("w11", Language::En)];
    let touchpoints = zero_shot.touchpoints(&comments).unwrap();
    assert_eq!(touchpoints.len(), 2);
    for ((text, language), found) in comments.into_iter().zip(&touchpoints) {
        for (touchpoint, found) in Touchpoint::ALL.iter().zip(found) {
            let alone = zero_shot.entailment(&[(text, hypothesis(*touchpoint, language))]).unwrap();
            assert_eq!(alone[0].to_bits(), found.to_bits());
        }
    }
}

#[test]
fn labels_of_inference_are_found_by_name() {
    let with = |names: [&str; 3]| {
        let mut golden = case("bert");
        golden.config["id2label"] = json!({ "0": names[0], "1": names[1], "2": names[2] });
        ZeroShot::new(open(&folder(&golden)).unwrap())
    };
    let pair = [("w8 w9", "w10")];
    let forward = with(["Entailment", "neutral", "Contradiction"]).unwrap().entailment(&pair).unwrap()[0];
    let backward = with(["contradiction", "NEUTRAL", "entailment"]).unwrap().entailment(&pair).unwrap()[0];
    assert!((forward + backward - 1.0).abs() < 1e-6);
    let two = with(["entailment", "other", "not_entailment"]).unwrap().entailment(&pair).unwrap()[0];
    assert!((two - forward).abs() < 1e-6);
    let unnamed = with(["LABEL_0", "LABEL_1", "LABEL_2"]).err().unwrap().to_string();
    says(&unnamed, &["LABEL_0, LABEL_1, LABEL_2", "entailment", "contradiction"]);
}

#[test]
fn every_touchpoint_has_a_hypothesis_in_each_language() {
    let of = |language: Language| {
        Touchpoint::ALL.iter().map(|touchpoint| hypothesis(*touchpoint, language)).collect::<Vec<_>>()
    };
    let (spanish, english) = (of(Language::Es), of(Language::En));
    assert_eq!(english, of(Language::Und));
    assert!(spanish.iter().all(|text| text.starts_with("Este comentario habla de")));
    assert!(english.iter().all(|text| text.starts_with("This comment is about ")));
    let mut all = [spanish, english].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 30);
}
