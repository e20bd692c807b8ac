//! The same comment gives the same tags: alone, in any batch, in any order, on any number of threads.

use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
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

/// Tagging rounds to four decimals; the raw outputs must agree to the last bit as well.
#[test]
fn logits_are_the_same_bits_beside_others() {
    use sentir::encode::Encoder;
    use sentir::encode::candle::CandleBert;
    use sentir::model::{Files, Pooling};

    let files = Files::bundled();
    let encoder = CandleBert::load(&files, Pooling::SegmentMeanMax).unwrap();
    let tagger = Tagger::bundled().unwrap();
    let sequences: Vec<_> = comments()
        .iter()
        .take(300)
        .map(|(question, text)| tagger.logits(Comment { text, question: question.as_deref() }).unwrap().0)
        .collect();
    let mut by_length: Vec<&_> = sequences.iter().collect();
    by_length.sort_by_key(|sequence| sequence.len());
    let together = encoder.encode(&by_length).unwrap();
    for (sequence, vector) in by_length.iter().zip(together.chunks_exact(encoder.width())) {
        let alone = encoder.encode(&[sequence]).unwrap();
        assert!(alone.iter().zip(vector).all(|(a, b)| a.to_bits() == b.to_bits()), "{} tokens", sequence.len());
    }
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
