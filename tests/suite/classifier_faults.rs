//! Foreign classifiers that are refused: configs, tensors and files, each with a message that says what is wrong.

use std::path::Path;

use sentir::classifier::{Classifier, Receipt};
use sentir::encode::Precision;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::says;
use crate::tiny_models::{Golden, Type, case, folder, open, put, safetensors, tokenizer};

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
