//! Foreign classifiers against the transformers library, on tiny models.

use sentir::classifier::{Activation, Classifier, Input};
use sentir::encode::Precision;
use serde_json::json;

use crate::tiny_models::{Golden, Run, TOLERANCE, Type, case, cases, folder, open, put, safetensors};

/// What 8-bit weights and activations may change in the logits, which lie within three of zero.
const INT8_TOLERANCE: f32 = 0.15;

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
