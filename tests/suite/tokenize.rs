//! Any text at all becomes windows that fit the model, and nothing but the tail of a huge one is left out.

use std::sync::LazyLock;

use crate::common;
use proptest::prelude::*;
use sentir::model::Files;
use sentir::tokenize::{MAX_WINDOWS, Tokenized, Tokenizer};
use tokenizers::Tokenizer as Vocabulary;

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

/// The vocabulary itself, which tokenizes texts as wholes.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::from_bytes(&Files::bundled().tokenizer).unwrap();
    vocabulary.with_truncation(None).unwrap().with_padding(None);
    vocabulary
});

fn as_a_whole(question: Option<&str>, text: &str) -> (Vec<u32>, Vec<u32>) {
    let encoding = match question {
        Some(question) => VOCABULARY.encode((question, text), true),
        None => VOCABULARY.encode(text, true),
    };
    let encoding = encoding.unwrap();
    (encoding.get_ids().to_vec(), encoding.get_type_ids().to_vec())
}

#[track_caller]
fn same_as_whole(question: Option<&str>, text: &str) {
    let tokenizer = &TOKENIZER.0;
    // A longer question is cut.
    let fits = |question: &&str| !question.is_empty() && VOCABULARY.encode(*question, false).unwrap().len() <= 60;
    let question = question.map(str::trim).filter(fits);
    let mut windows = tokenizer.tokenize(question, text).unwrap().windows;
    if let (1, Some(window)) = (windows.len(), windows.pop()) {
        assert_eq!((window.ids, window.segments), as_a_whole(question, text), "{question:?} {text:?}");
    }
}

#[test]
fn words_have_the_tokens_they_have_in_their_text() {
    for file in ["dev", "test", "train"] {
        for row in common::corpus_rows(&format!("data/corpus/{file}.jsonl")).iter().step_by(if file == "train" {
            20
        } else {
            1
        }) {
            same_as_whole(row.question.as_deref(), &row.text);
        }
    }
}

proptest! {
    #![proptest_config(common::fuzz(2000))]

    #[test]
    fn no_character_makes_words_depend_on_each_other(
        parts in prop::collection::vec(
            "a|Ñandú|[CLS]|\\[CLS\\]|\\[UNK\\]|[\u{300}\u{301}\u{338}\u{303}]|[\u{85}\u{a0}\u{b}\u{c}\u{200b}\u{2028}\u{3000}\u{0}\u{ad}]|\
             [<>=;`.,:!?()\"'¡¿«»“’–…_#@/%&*+^~$-]|[a-zA-Z0-9À-ÿ]{1,9}|##a|x{59}é|👍🏽|❤\u{fe0f}|👩\u{200d}💻|字|ﬁ|İ|ẞ|[ \t\n\r]{1,2}|x{61}|3,50|\\PC{1,5}",
            0..12,
        ),
        asked in any::<bool>(),
    ) {
        let text = parts.concat();
        same_as_whole(asked.then_some(text.as_str()), &text);
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
