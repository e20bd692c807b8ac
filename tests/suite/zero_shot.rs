//! Touchpoints from models of inference: what entails what, found by the names of the labels.

use sentir::classifier::{ZeroShot, hypothesis};
use sentir::{Language, Touchpoint};
use serde_json::json;

use crate::common::says;
use crate::tiny_models::{TOLERANCE, case, folder, open};

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
