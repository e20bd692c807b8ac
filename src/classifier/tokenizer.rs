//! From texts and pairs to token sequences, cut as the transformers library cuts them.

use serde::Deserialize;
use tokenizers::{PostProcessor, Tokenizer as Vocabulary, TruncationDirection, TruncationParams, TruncationStrategy};

use super::Input;
use super::config::Kind;
use super::files::{Folder, TOKENIZER, TOKENIZER_CONFIG};
use crate::encode::Family;
use crate::error::{Error, Result};
use crate::tokenize::Sequence;

/// What stands behind this many bytes of a text is not given to the tokenizer, so that neither time nor memory runs off with a huge
/// cell; a hundred times what the longest models read.
const MAX_BYTES: usize = 1 << 22;

/// `tokenizer_config.json`.
#[derive(Deserialize, Default)]
struct Config {
    /// A number beyond all models where the authors said nothing.
    model_max_length: Option<f64>,
    truncation_side: Option<String>,
    model_input_names: Option<Vec<String>>,
}

/// A classifier's tokenizer.
pub(super) struct Tokenizer {
    /// Cuts to the limit.
    cutting: Vocabulary,
    /// The tokens that a pair has besides those of its texts.
    special: [usize; 2],
    limit: usize,
    segments: bool,
}

impl Tokenizer {
    /// For an encoder with so many positions and so many rows in its embedding.
    pub(super) fn new(folder: &Folder, kind: Kind, positions: usize, vocabulary: usize) -> Result<Self> {
        let fault = |message: String| Error::model(&*folder.name, message);
        let config: Config = match &folder.tokenizer_config {
            Some(json) => {
                serde_json::from_slice(json).map_err(|error| fault(format!("{TOKENIZER_CONFIG}: {error}")))?
            }
            None => Config::default(),
        };
        let mut cutting = Vocabulary::from_bytes(&folder.tokenizer)
            .map_err(|error| fault(format!("{TOKENIZER} cannot be read: {error}")))?;
        let size = cutting.get_vocab(true).values().max().map_or(0, |id| *id as usize + 1);
        if size > vocabulary {
            return Err(fault(format!(
                "{TOKENIZER} has ids up to {}, the embedding only {vocabulary} rows: it is another model's",
                size - 1
            )));
        }
        let stated =
            config.model_max_length.filter(|length| *length >= 1.0).map_or(usize::MAX, |length| length as usize);
        let limit = positions.min(stated);
        let special =
            [false, true].map(|pair| cutting.get_post_processor().map_or(0, |processor| processor.added_tokens(pair)));
        // One token of each text is the least that says anything.
        let least = special[1].max(special[0]) + 2;
        if limit < least {
            let what = if stated < positions { TOKENIZER_CONFIG } else { "config.json" };
            return Err(fault(format!("{what} allows sequences of {limit} tokens; a pair takes {least} at least")));
        }
        let direction = match config.truncation_side.as_deref() {
            Some("left") => TruncationDirection::Left,
            _ => TruncationDirection::Right,
        };
        let truncation =
            TruncationParams { max_length: limit, strategy: TruncationStrategy::LongestFirst, stride: 0, direction };
        cutting
            .with_truncation(Some(truncation))
            .map_err(|error| fault(format!("{TOKENIZER}: {error}")))?
            .with_padding(None);
        // The transformers library gives segments to the models whose tokenizers name them among their outputs.
        let named = config.model_input_names.is_none_or(|names| names.iter().any(|name| name == "token_type_ids"));
        let segments = named && matches!(kind, Kind::Fused(Family::Bert) | Kind::Deberta);
        Ok(Self { cutting, special, limit, segments })
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn tokenize(&self, input: Input<'_>) -> Result<Sequence> {
        let text = head(input.text);
        let encoding = match input.second.map(head) {
            Some(second) => self.cutting.encode_fast((text, second), true),
            None => self.cutting.encode_fast(text, true),
        }
        .map_err(|error| Error::internal(format!("tokenizer: {error}")))?;
        let ids = encoding.get_ids().to_vec();
        let segments = if self.segments { encoding.get_type_ids().to_vec() } else { vec![0; ids.len()] };
        Ok(Sequence { ids, segments })
    }

    pub(super) fn truncates(&self, input: Input<'_>) -> Result<bool> {
        let texts = [Some(input.text), input.second];
        if texts.iter().flatten().any(|text| text.len() > MAX_BYTES) {
            return Ok(true);
        }
        let mut tokens = self.special[usize::from(input.second.is_some())];
        for text in texts.into_iter().flatten() {
            // Cut texts keep what was cut off beside them.
            let encoding = self
                .cutting
                .encode_fast(text, false)
                .map_err(|error| Error::internal(format!("tokenizer: {error}")))?;
            if !encoding.get_overflowing().is_empty() {
                return Ok(true);
            }
            tokens += encoding.len();
        }
        Ok(tokens > self.limit)
    }
}

/// The beginning of a text, up to [`MAX_BYTES`].
fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_BYTES)]
}
