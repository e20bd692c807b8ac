//! Tokens by the word, for vocabularies of word pieces (Schuster and Nakajima 2012).
//!
//! Where text is cut at spaces and punctuation, and nothing before that looks further than one character, a text's tokens are those of
//! its words, one after the other. Words of plain letters and digits, all but one in five hundred, are cut into pieces here; the
//! others are left to the vocabulary's own library, which does the same with more steps.

use std::collections::HashMap;

use serde_json::Value;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::{Model, ModelWrapper, Tokenizer as Vocabulary};

use super::Sequence;
use crate::error::{Error, Result};

/// The word pieces, and what stands around a text's tokens.
pub(super) struct Words {
    /// Pieces that begin a word.
    first: HashMap<Box<str>, u32>,
    /// Pieces that continue one, without their prefix.
    further: HashMap<Box<str>, u32>,
    /// Bytes of the longest piece.
    longest: usize,
    /// The token of a word that cannot be put together.
    unknown: u32,
    /// Characters of the longest word that is cut at all.
    most_characters: usize,
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
        let ModelWrapper::WordPiece(pieces) = vocabulary.get_model() else { return Ok(None) };
        let by_words = parts(&normalizer, "normalizers").iter().all(|part| is_local(part))
            && lowercases(&normalizer)
            && parts(&splitter, "pretokenizers").split_last().is_some_and(|(last, before)| {
                last["type"] == "BertPreTokenizer" && before.iter().all(|part| is_local(part))
            });
        let Some(unknown) = pieces.token_to_id(&pieces.unk_token).filter(|_| by_words) else { return Ok(None) };
        let frame = |encoding: tokenizers::Encoding| Frame {
            ids: encoding.get_ids().to_vec(),
            segments: encoding.get_type_ids().to_vec(),
        };
        let single = frame(vocabulary.encode_fast("", true).map_err(fault)?);
        let pair = frame(vocabulary.encode_fast(("", ""), true).map_err(fault)?);
        if single.ids.len() != 2 || pair.ids.len() != 3 {
            return Ok(None);
        }
        let (first, further) = split(pieces);
        let longest = first.keys().chain(further.keys()).map(|piece| piece.len()).max().unwrap_or(0);
        let most_characters = pieces.max_input_chars_per_word;
        let words = Self { first, further, longest, unknown, most_characters, single, pair };
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
        let mut lower = String::new();
        for word in words(text) {
            let one = self.first.get(word).filter(|_| word.chars().all(is_mark));
            if let Some(id) = one {
                ids.push(*id);
            } else if word.chars().all(is_plain) {
                lower.clear();
                lower.extend(word.chars().flat_map(char::to_lowercase));
                self.cut(&lower, ids);
            } else {
                let encoding = vocabulary.encode_fast(word, false);
                let encoding = encoding.map_err(|error| Error::internal(format!("tokenizer: {error}")))?;
                ids.extend_from_slice(encoding.get_ids());
            }
        }
        Ok(())
    }

    /// The longest piece that fits, again and again; one unknown token where none does.
    fn cut(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mut rest = word;
        while !rest.is_empty() {
            let pieces = if rest.len() == word.len() { &self.first } else { &self.further };
            let mut ends = (1..=rest.len().min(self.longest)).rev().filter(|end| rest.is_char_boundary(*end));
            let found = ends.find_map(|end| Some((end, *pieces.get(&rest[..end])?)));
            let Some((end, id)) = found.filter(|_| word.chars().nth(self.most_characters).is_none()) else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[end..];
        }
    }
}

/// The pieces that begin a word, and those that continue one.
#[expect(clippy::iter_over_hash_type, reason = "what is made of it is a map again")]
fn split(pieces: &WordPiece) -> (HashMap<Box<str>, u32>, HashMap<Box<str>, u32>) {
    let (mut first, mut further) = (HashMap::new(), HashMap::new());
    for (piece, id) in pieces.get_vocab() {
        if let Some(rest) = piece.strip_prefix(&pieces.continuing_subword_prefix).filter(|rest| !rest.is_empty()) {
            further.insert(rest.into(), id);
        }
        // A word may begin as the prefix does.
        first.insert(piece.into(), id);
    }
    (first, further)
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

/// Whether capitals become small letters and accents stay.
fn lowercases(normalizer: &Value) -> bool {
    let lowercases = |part: &&Value| part["lowercase"] == true && part["strip_accents"] == false;
    parts(normalizer, "normalizers").iter().any(lowercases)
}

/// Words and punctuation marks.
///
/// It is cut only where every vocabulary of this kind cuts. Other spaces and marks stay within their word, which is not plain then: some
/// are control characters to the vocabulary, some make one character with a mark behind them, and brackets may be those of a special token.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).flat_map(|part| part.split_inclusive(is_mark)).flat_map(|part| {
        let word = part.trim_end_matches(is_mark);
        [word, &part[word.len()..]].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// Punctuation that is always a token of its own and never changed.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() && !"<=>[]".contains(c) || "¡¿…«»“”‘’–—".contains(c)
}

/// Letters and digits that only capitals change: those of ASCII and Latin-1.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('À'..='ÿ').contains(&c) && !"×÷".contains(c)
}
