//! From text to token sequences that fit the model: one, or several windows where a comment is long.
//!
//! A survey question is the first segment of a pair and the answer the second; without a question the answer stands
//! alone. A comment that does not fit is cut into windows at sentence ends (inside a sentence only where one alone
//! does not fit), and nothing is left out up to [`MAX_WINDOWS`] windows.

mod words;

use std::ops::Range;

use tokenizers::{Encoding, Tokenizer as Vocabulary};
use unicode_segmentation::UnicodeSegmentation;

use crate::error::{Error, Result};

use words::Words;

/// How many windows of one comment are read; what stands behind them is not, and the comment is flagged `truncated`.
/// 32 windows of 256 tokens are some 6,000 words.
pub const MAX_WINDOWS: usize = 32;

/// Text is tokenized in pieces of about this many bytes, so that neither time nor memory runs off with a huge cell.
const PIECE_BYTES: usize = 4096;

/// A sequence of token ids, special ones included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sequence {
    /// The token ids.
    pub ids: Vec<u32>,
    /// The segment of each token: 0 the answer, 1 the question.
    pub segments: Vec<u32>,
}

impl Sequence {
    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// A tokenized comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tokenized {
    /// Its windows, in the order of the text; at least one.
    pub windows: Vec<Sequence>,
    /// Whether text was left out behind the last window.
    pub truncated: bool,
}

/// Tokenizes comments for one model.
pub struct Tokenizer {
    vocabulary: Vocabulary,
    words: Option<Words>,
    max_tokens: usize,
    question_tokens: usize,
}

impl Tokenizer {
    /// Reads `tokenizer.json`. `vocabulary_size` is the number of rows of the model's embedding.
    pub fn new(
        model: &str,
        json: &[u8],
        max_tokens: usize,
        question_tokens: usize,
        vocabulary_size: usize,
    ) -> Result<Self> {
        let mut vocabulary = Vocabulary::from_bytes(json)
            .map_err(|error| Error::model(model, format!("tokenizer.json cannot be read: {error}")))?;
        // Windows are cut here; a tokenizer that cuts or pads by itself would do so silently.
        vocabulary
            .with_truncation(None)
            .map_err(|error| Error::model(model, format!("tokenizer.json: {error}")))?
            .with_padding(None);
        let size = vocabulary.get_vocab(true).values().max().map_or(0, |id| *id as usize + 1);
        if size > vocabulary_size {
            return Err(Error::model(
                model,
                format!("tokenizer.json has ids up to {}, the embedding only {vocabulary_size} rows", size - 1),
            ));
        }
        Ok(Self { words: Words::new(&vocabulary)?, vocabulary, max_tokens, question_tokens })
    }

    /// Tokenizes a comment, with the question it answers where there is one.
    pub fn tokenize(&self, question: Option<&str>, text: &str) -> Result<Tokenized> {
        let question = match question.map(str::trim).filter(|question| !question.is_empty()) {
            Some(question) => Some(self.shorten(question)?),
            None => None,
        };
        if text.len() <= PIECE_BYTES {
            let whole = self.sequence(question, text)?;
            if whole.len() <= self.max_tokens {
                return Ok(Tokenized { windows: vec![whole], truncated: false });
            }
        }
        self.windows(question, text)
    }

    /// The beginning of a question, where it is longer than the model allows.
    fn shorten<'a>(&self, question: &'a str) -> Result<&'a str> {
        let head = &question[..question.floor_char_boundary(PIECE_BYTES)];
        let encoding = self.encode(head)?;
        // Its share of the special tokens is two: one before, one behind.
        let limit = self.question_tokens.saturating_sub(2).max(1);
        if encoding.len() <= limit {
            return Ok(head);
        }
        let end = encoding.get_offsets()[limit - 1].1;
        Ok(&head[..head.floor_char_boundary(end)])
    }

    fn windows(&self, question: Option<&str>, text: &str) -> Result<Tokenized> {
        let overhead = self.sequence(question, "")?.len();
        let budget = self.max_tokens.saturating_sub(overhead).max(1);
        let mut tokenized = Tokenized::default();
        let mut window = 0..0;
        let mut filled = 0;
        for piece in pieces(text) {
            for (part, tokens) in self.parts(&text[piece.clone()], budget)? {
                let part = piece.start + part.start..piece.start + part.end;
                if filled > 0 && filled + tokens > budget {
                    self.push(&mut tokenized, question, &text[window.clone()])?;
                    if tokenized.windows.len() == MAX_WINDOWS {
                        tokenized.truncated = true;
                        return Ok(tokenized);
                    }
                    window = part.start..part.start;
                    filled = 0;
                }
                window.end = part.end;
                filled += tokens;
            }
        }
        if filled > 0 || tokenized.windows.is_empty() {
            self.push(&mut tokenized, question, &text[window])?;
        }
        Ok(tokenized)
    }

    /// The parts of a piece that may not be divided, each of at most `budget` tokens, with their numbers of tokens.
    fn parts(&self, piece: &str, budget: usize) -> Result<Vec<(Range<usize>, usize)>> {
        let encoding = self.encode(piece)?;
        if encoding.len() <= budget {
            return Ok(vec![(0..piece.len(), encoding.len())]);
        }
        let offsets = encoding.get_offsets();
        let begins_word = |token: &usize| piece[..offsets[*token].0].ends_with(char::is_whitespace);
        let mut parts = Vec::new();
        let (mut first, mut start) = (0, 0);
        while first < offsets.len() {
            let limit = offsets.len().min(first + budget);
            let next = if limit < offsets.len() {
                (first + 1..=limit).rev().find(begins_word).unwrap_or(limit)
            } else {
                limit
            };
            let end = offsets.get(next).map_or(piece.len(), |offset| offset.0.max(start));
            parts.push((start..end, next - first));
            (first, start) = (next, end);
        }
        Ok(parts)
    }

    fn push(&self, tokenized: &mut Tokenized, question: Option<&str>, text: &str) -> Result<()> {
        let mut sequence = self.sequence(question, text)?;
        // A window's tokens were counted in parts; a tokenizer whose parts merge otherwise could exceed the model.
        if sequence.len() > self.max_tokens {
            sequence.ids.truncate(self.max_tokens);
            sequence.segments.truncate(self.max_tokens);
            tokenized.truncated = true;
        }
        tokenized.windows.push(sequence);
        Ok(())
    }

    fn encode(&self, text: &str) -> Result<Encoding> {
        self.vocabulary.encode(text, false).map_err(|error| Error::internal(format!("tokenizer: {error}")))
    }

    fn sequence(&self, question: Option<&str>, text: &str) -> Result<Sequence> {
        if let Some(words) = &self.words {
            return words.sequence(&self.vocabulary, question, text);
        }
        let encoding = match question {
            Some(question) => self.vocabulary.encode_fast((question, text), true),
            None => self.vocabulary.encode_fast(text, true),
        }
        .map_err(|error| Error::internal(format!("tokenizer: {error}")))?;
        Ok(Sequence { ids: encoding.get_ids().to_vec(), segments: encoding.get_type_ids().to_vec() })
    }
}

/// Cuts a text at sentence ends, and a sentence of more than [`PIECE_BYTES`] at word ends or, failing that, anywhere
/// between characters.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_sentence_bound_indices().flat_map(|(start, sentence)| {
        let mut cuts = Vec::new();
        let mut from = 0;
        while sentence.len() - from > PIECE_BYTES {
            let limit = sentence.floor_char_boundary(from + PIECE_BYTES);
            let end = sentence[from..limit]
                .rfind(char::is_whitespace)
                .filter(|space| *space > 0)
                .map_or(limit, |space| from + space);
            cuts.push(start + from..start + end);
            from = end;
        }
        cuts.push(start + from..start + sentence.len());
        cuts
    })
}
