//! Tokens by the word: what a word's tokens are is asked of the vocabulary once.
//!
//! Where text is cut at spaces and punctuation, and nothing before that looks further than one character, a text's tokens are those of
//! its words, one after the other. Survey comments repeat their words, so that most are found and not computed.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;
use tokenizers::{ModelWrapper, Tokenizer as Vocabulary};

use super::Sequence;
use crate::error::{Error, Result};

/// Words that are remembered, and the longest of them in bytes: some 8 MB.
const MOST_WORDS: usize = 1 << 16;
const LONGEST: usize = 40;

/// The tokens of words, and what stands around a text's tokens.
pub(super) struct Words {
    known: RwLock<HashMap<Box<str>, Box<[u32]>>>,
    /// Around a text: first, last.
    single: Frame,
    /// Around a question and a text: first, between, last.
    pair: Frame,
}

/// Special tokens with the segment of each.
#[derive(Default)]
struct Frame {
    ids: Vec<u32>,
    segments: Vec<u32>,
}

impl Words {
    /// None for a vocabulary whose tokens could depend on more than their word.
    pub(super) fn new(vocabulary: &Vocabulary) -> Result<Option<Self>> {
        let fault = |error| Error::internal(format!("tokenizer: {error}"));
        let shape = |part: Option<serde_json::Result<Value>>| part.and_then(Result::ok).unwrap_or_default();
        let normalizer = shape(vocabulary.get_normalizer().map(serde_json::to_value));
        let splitter = shape(vocabulary.get_pre_tokenizer().map(serde_json::to_value));
        let by_words = matches!(vocabulary.get_model(), ModelWrapper::WordPiece(_))
            && parts(&normalizer, "normalizers").iter().all(|part| is_local(part))
            && parts(&splitter, "pretokenizers").split_last().is_some_and(|(last, before)| {
                last["type"] == "BertPreTokenizer" && before.iter().all(|part| is_local(part))
            });
        if !by_words {
            return Ok(None);
        }
        let frame = |encoding: tokenizers::Encoding| Frame {
            ids: encoding.get_ids().to_vec(),
            segments: encoding.get_type_ids().to_vec(),
        };
        let single = frame(vocabulary.encode_fast("", true).map_err(fault)?);
        let pair = frame(vocabulary.encode_fast(("", ""), true).map_err(fault)?);
        if single.ids.len() != 2 || pair.ids.len() != 3 {
            return Ok(None);
        }
        let words = Self { known: RwLock::default(), single, pair };
        // Whether the special tokens stand where they are taken to stand.
        let pair = frame(vocabulary.encode_fast(("a b", "c"), true).map_err(fault)?);
        let single = frame(vocabulary.encode_fast("a b", true).map_err(fault)?);
        let same = |made: Sequence, whole: Frame| made.ids == whole.ids && made.segments == whole.segments;
        let as_whole = same(words.sequence(vocabulary, Some("a b"), "c")?, pair)
            && same(words.sequence(vocabulary, None, "a b")?, single);
        Ok(as_whole.then_some(words))
    }

    /// The tokens of a text, or of a question and a text.
    pub(super) fn sequence(&self, vocabulary: &Vocabulary, question: Option<&str>, text: &str) -> Result<Sequence> {
        let frame = if question.is_some() { &self.pair } else { &self.single };
        let mut sequence = Sequence::default();
        for (index, part) in question.into_iter().chain([text]).enumerate() {
            sequence.ids.push(frame.ids[index]);
            sequence.segments.push(frame.segments[index]);
            self.add(vocabulary, part, &mut sequence.ids)?;
            // A question is of the segment of the token before it, the text of that behind it.
            let segment = if index + 2 == frame.ids.len() { index + 1 } else { index };
            sequence.segments.resize(sequence.ids.len(), frame.segments[segment]);
        }
        sequence.ids.extend(frame.ids.last());
        sequence.segments.extend(frame.segments.last());
        Ok(sequence)
    }

    fn add(&self, vocabulary: &Vocabulary, text: &str, ids: &mut Vec<u32>) -> Result<()> {
        let mut new: Vec<(&str, Box<[u32]>)> = Vec::new();
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            for word in words(text) {
                if let Some(tokens) = known.get(word) {
                    ids.extend_from_slice(tokens);
                    continue;
                }
                let encoding = vocabulary
                    .encode_fast(word, false)
                    .map_err(|error| Error::internal(format!("tokenizer: {error}")))?;
                ids.extend_from_slice(encoding.get_ids());
                if word.len() <= LONGEST && known.len() < MOST_WORDS {
                    new.push((word, encoding.get_ids().into()));
                }
            }
        }
        if !new.is_empty() {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.extend(new.into_iter().map(|(word, tokens)| (word.into(), tokens)));
        }
        Ok(())
    }
}

/// The parts of a sequence of normalizers or splitters, or the only one.
fn parts<'a>(whole: &'a Value, key: &str) -> Vec<&'a Value> {
    match whole {
        Value::Null => Vec::new(),
        _ => whole[key].as_array().map_or_else(|| vec![whole], |parts| parts.iter().collect()),
    }
}

/// Whether a step looks at one character at a time, or at a character and the marks on it.
fn is_local(part: &Value) -> bool {
    // `[...]`: any one of some characters.
    let one_character = || {
        part["pattern"]["Regex"]
            .as_str()
            .and_then(|pattern| pattern.strip_prefix('[')?.strip_suffix(']'))
            .is_some_and(|inside| !inside.contains(['[', ']', '\\']))
    };
    match part["type"].as_str() {
        Some("NFC" | "BertNormalizer") => true,
        Some("Replace") => one_character() && part["content"] == "",
        Some("Split") => one_character() && part["behavior"] == "Isolated" && part["invert"] == false,
        _ => false,
    }
}

/// Words and punctuation marks.
///
/// It is cut only where every vocabulary of this kind cuts. The other spaces and marks stay within their word, whose tokens the vocabulary
/// knows: some are control characters to it, some make one character with a mark behind them, and brackets may be those of a special token.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).flat_map(|part| part.split_inclusive(MARKS)).flat_map(|part| {
        let word = part.trim_end_matches(MARKS);
        [word, &part[word.len()..]].into_iter().filter(|piece| !piece.is_empty())
    })
}

const MARKS: [char; 10] = ['.', ',', ';', ':', '!', '?', '(', ')', '"', '\''];
