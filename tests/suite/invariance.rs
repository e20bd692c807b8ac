//! The same comment gives the same tags: alone, in any batch, in any order, on any number of threads.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use sentir::encode::candle::CandleBert;
use sentir::encode::fused::FusedEncoder;
use sentir::encode::{Compute, Encoder, Precision};
use sentir::model::{Files, Pooling};
use sentir::tokenize::Sequence;
use sentir::{Comment, Tagger, Tags};

use crate::common;

/// Comments of many lengths, with and without a question.
fn comments() -> Vec<(Option<String>, String)> {
    common::corpus_rows("data/corpus/dev.jsonl").into_iter().map(|row| (row.question, row.text)).collect()
}

fn tag(tagger: &Tagger, comments: &[(Option<String>, String)]) -> Vec<Tags> {
    let comments: Vec<Comment> =
        comments.iter().map(|(question, text)| Comment { text, question: question.as_deref() }).collect();
    tagger.tag(&comments).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tags_do_not_depend_on_companions(
        picked in prop::sample::subsequence(comments(), 2..40).prop_shuffle(),
        split in 1_usize..20,
    ) {
        let tagger = Tagger::bundled().unwrap();
        let together = tag(&tagger, &picked);
        let alone: Vec<Tags> = picked.iter().flat_map(|comment| tag(&tagger, std::slice::from_ref(comment))).collect();
        prop_assert_eq!(&together, &alone);
        let in_parts: Vec<Tags> = picked.chunks(split).flat_map(|part| tag(&tagger, part)).collect();
        prop_assert_eq!(&together, &in_parts);
    }
}

/// Tagging rounds to four decimals; the vectors must agree to the last bit as well, in any order and company.
#[test]
fn vectors_are_the_same_bits_beside_others() {
    let files = Files::bundled();
    let sequences = sequences(300);
    let mut by_length: Vec<&Sequence> = sequences.iter().collect();
    by_length.sort_by_key(|sequence| sequence.len());
    let reference = CandleBert::load(&files, Pooling::SegmentMeanMax).unwrap();
    check_companions(&reference, &by_length[..100]);
    for precision in [Precision::F32, Precision::Int8] {
        let fused = FusedEncoder::load(&files, Pooling::SegmentMeanMax, precision).unwrap();
        check_companions(&fused, &by_length);
        // Not sorted, and in several sizes.
        let as_written: Vec<&Sequence> = sequences.iter().collect();
        for size in [3, 7, 40] {
            as_written.chunks(size).take(8).for_each(|part| check_companions(&fused, part));
        }
    }
}

fn check_companions(encoder: &dyn Encoder, sequences: &[&Sequence]) {
    let together = encoder.encode(sequences).unwrap();
    for (sequence, vector) in sequences.iter().zip(together.chunks_exact(encoder.width())) {
        let alone = encoder.encode(&[sequence]).unwrap();
        assert!(alone.iter().zip(vector).all(|(a, b)| a.to_bits() == b.to_bits()), "{} tokens", sequence.len());
    }
}

/// The tokens of the first comments of dev.
fn sequences(count: usize) -> Vec<Sequence> {
    let tagger = Tagger::bundled().unwrap();
    let tokens = |(question, text): &(Option<String>, String)| {
        tagger.logits(Comment { text, question: question.as_deref() }).unwrap().0
    };
    comments().iter().take(count).map(tokens).collect()
}

/// The largest difference of a vector's numbers between the fused encoder in floats and the reference: the order of additions.
const FLOAT_TOLERANCE: f32 = 1e-4;

#[test]
fn the_fused_encoder_is_the_reference() {
    let files = Files::bundled();
    let reference = CandleBert::load(&files, Pooling::SegmentMeanMax).unwrap();
    let fused = FusedEncoder::load(&files, Pooling::SegmentMeanMax, Precision::F32).unwrap();
    let sequences = sequences(100);
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    let (found, expected) = (fused.encode(&sequences).unwrap(), reference.encode(&sequences).unwrap());
    let worst = found.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst <= FLOAT_TOLERANCE, "largest difference {worst}");
}

/// Of the labels on dev, this share must be the same in bytes as in floats.
const LABELS_KEPT: f64 = 0.995;

#[test]
fn labels_in_bytes_are_those_in_floats() {
    let comments = comments();
    let [floats, bytes] = [Precision::F32, Precision::Int8]
        .map(|precision| tag(&Tagger::load(&Files::bundled(), Compute::Cpu(precision)).unwrap(), &comments));
    let kept = |same: fn(&Tags, &Tags) -> bool| {
        let count = floats.iter().zip(&bytes).filter(|(a, b)| same(a, b)).count();
        count as f64 / comments.len() as f64
    };
    let sentiment = kept(|a, b| a.sentiment == b.sentiment);
    let emotion = kept(|a, b| a.emotion == b.emotion);
    println!("in bytes as in floats: sentiment {sentiment:.4}, emotion {emotion:.4}");
    assert!(sentiment >= LABELS_KEPT && emotion >= LABELS_KEPT, "sentiment {sentiment}, emotion {emotion}");
}

/// Whole runs of the pipeline over a table in two orders and on one and three threads.
#[test]
fn records_do_not_depend_on_order_or_threads() {
    let rows = common::corpus_rows("data/corpus/dev.jsonl");
    let rows = &rows[..400];
    let plain = common::classify_rows(rows.iter(), 1, &AtomicBool::new(false));
    let threaded = common::classify_rows(rows.iter(), 3, &AtomicBool::new(false));
    assert_eq!(plain, threaded);
    let mut reversed = common::classify_rows(rows.iter().rev(), 2, &AtomicBool::new(false));
    reversed.reverse();
    let without_place = |records: &[sentir::Record]| -> Vec<_> {
        records.iter().map(|record| (record.id.clone(), record.tags.clone())).collect()
    };
    assert_eq!(without_place(&plain), without_place(&reversed));
}
