//! Any text at all becomes windows that fit the model, and nothing but the tail of a huge one is left out.

use std::sync::LazyLock;

use crate::common;
use proptest::prelude::*;
use sentir::model::Files;
use sentir::tokenize::{MAX_WINDOWS, Tokenized, Tokenizer};

/// The bundled model's tokenizer and the tokens that fit the model.
static TOKENIZER: LazyLock<(Tokenizer, usize)> = LazyLock::new(|| {
    let files = Files::bundled();
    let manifest = files.manifest().unwrap();
    let tokenizer =
        Tokenizer::new("bundled", &files.tokenizer, manifest.max_tokens, manifest.question_tokens, usize::MAX).unwrap();
    (tokenizer, manifest.max_tokens)
});

fn check(tokenized: &Tokenized, max_tokens: usize) {
    assert!((1..=MAX_WINDOWS).contains(&tokenized.windows.len()));
    for window in &tokenized.windows {
        assert!(!window.is_empty() && window.len() <= max_tokens, "{} tokens", window.len());
        assert_eq!(window.ids.len(), window.segments.len());
        assert!(window.segments.contains(&0), "a window without an answer");
    }
}

proptest! {
    #![proptest_config(common::fuzz(256))]

    #[test]
    fn any_text_fits(text in "\\PC{0,400}", question in prop::option::of("\\PC{0,200}")) {
        let (tokenizer, max_tokens) = &*TOKENIZER;
        check(&tokenizer.tokenize(question.as_deref(), &text).unwrap(), *max_tokens);
    }

    #[test]
    fn any_characters_fit(text in any::<String>()) {
        let (tokenizer, max_tokens) = &*TOKENIZER;
        check(&tokenizer.tokenize(Some(&text), &text).unwrap(), *max_tokens);
    }
}

proptest! {
    // Each case is thousands of tokens.
    #![proptest_config(common::fuzz(24))]

    #[test]
    fn long_texts_fit(words in prop::collection::vec("[a-zñáé]{1,12}|[.!?]|😀|[A-Z]{30,80}", 300..1500)) {
        let (tokenizer, max_tokens) = &*TOKENIZER;
        let text = words.join(" ");
        let tokenized = tokenizer.tokenize(None, &text).unwrap();
        check(&tokenized, *max_tokens);
        // What is in the windows, less their special tokens, is the whole text.
        if !tokenized.truncated {
            let short = |text: &str| tokenizer.tokenize(None, text).unwrap().windows[0].len() - 2;
            let whole: usize = words.iter().map(|word| short(word)).sum();
            let found: usize = tokenized.windows.iter().map(|window| window.len() - 2).sum();
            prop_assert_eq!(found, whole);
        }
    }
}

#[test]
fn a_comment_too_long_for_one_window_is_not_cut() {
    let (tokenizer, max_tokens) = &*TOKENIZER;
    let text = "La entrega llegó tarde y nadie me avisó. ".repeat(60);
    let tokenized = tokenizer.tokenize(Some("¿Qué podríamos mejorar?"), &text).unwrap();
    check(&tokenized, *max_tokens);
    assert!(tokenized.windows.len() > 1 && !tokenized.truncated);
    let first = &tokenized.windows[0];
    assert!(tokenized.windows.iter().all(|window| window.segments[0] == 1), "every window has the question");
    // Windows end at sentence ends: the last two tokens of the first are the full stop and [SEP].
    let stop = tokenizer.tokenize(None, ".").unwrap().windows[0].ids[1];
    assert_eq!(first.ids[first.len() - 2], stop);
}

#[test]
fn the_limit_is_flagged() {
    let (tokenizer, max_tokens) = &*TOKENIZER;
    for text in ["palabra ".repeat(40_000), "👍".repeat(300_000)] {
        let tokenized = tokenizer.tokenize(None, &text).unwrap();
        check(&tokenized, *max_tokens);
        assert!(tokenized.truncated);
        assert_eq!(tokenized.windows.len(), MAX_WINDOWS);
    }
    // One word of a million letters is an unknown word a piece: it all fits.
    let tokenized = tokenizer.tokenize(None, &"x".repeat(1_000_000)).unwrap();
    check(&tokenized, *max_tokens);
    assert!(!tokenized.truncated);
}
