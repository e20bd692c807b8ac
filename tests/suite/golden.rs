//! The bundled model against its reference implementation (PyTorch, float32): the same tokens, the same logits.

use sentir::encode::{Compute, Precision};
use sentir::model::Files;
use sentir::{Comment, Tagger};
use serde::Deserialize;

/// The largest difference of a logit. Both sides compute in f32 and differ only in the order of additions.
const TOLERANCE: f32 = 1e-4;

#[derive(Deserialize)]
struct Golden {
    question: Option<String>,
    text: String,
    ids: Vec<u32>,
    segments: Vec<u32>,
    sentiment: Vec<f32>,
    emotion: Vec<f32>,
    touchpoints: Vec<f32>,
}

#[test]
fn logits_are_those_of_the_reference() {
    let tagger = Tagger::load(&Files::bundled(), Compute::Cpu(Precision::F32)).unwrap();
    let cases: Vec<Golden> =
        include_str!("../golden/sentir-es-en.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(cases.len() >= 20, "only {} golden cases", cases.len());
    let mut worst = 0.0_f32;
    for case in &cases {
        let comment = Comment { text: &case.text, question: case.question.as_deref() };
        let (sequence, logits) = tagger.logits(comment).unwrap();
        assert_eq!(sequence.ids, case.ids, "token ids of a case with {} tokens", case.ids.len());
        assert_eq!(sequence.segments, case.segments);
        let found = logits.sentiment.iter().chain(&logits.emotion).chain(logits.touchpoints.as_flattened());
        let expected = case.sentiment.iter().chain(&case.emotion).chain(&case.touchpoints);
        assert_eq!(found.clone().count(), expected.clone().count());
        for (found, expected) in found.zip(expected) {
            worst = worst.max((found - expected).abs());
        }
    }
    assert!(worst <= TOLERANCE, "largest difference {worst}");
}
