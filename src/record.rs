//! The output record: what is written for every comment. Its shape is a contract (`sentir.record/1`):
//! fields are only ever added.

use std::sync::Arc;

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::labels::{Emotion, Family, Language, Sentiment, Stage, Touchpoint};

/// The version of the record, as every JSONL line states it.
pub const SCHEMA: &str = "sentir.record/1";

/// The tags of one comment. Probabilities are calibrated, from 0 to 1, rounded to four decimals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tags {
    /// The language of the comment.
    pub lang: Language,
    /// The probability of the language.
    pub lang_p: f64,
    /// The sentiment of the comment as a whole.
    pub sentiment: Sentiment,
    /// The probability of the sentiment.
    pub sentiment_p: f64,
    /// p(positive) - p(negative), from -1 to 1.
    pub sentiment_score: f64,
    /// The emotion.
    pub emotion: Emotion,
    /// The probability of the emotion.
    pub emotion_p: f64,
    /// The emotion's family.
    pub emotion_family: Family,
    /// The probability of the family: the sum of its fine emotions'.
    pub emotion_family_p: f64,
    /// What the comment speaks of, in falling `p`.
    pub touchpoints: Vec<TouchpointTag>,
    /// The full distributions, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probs: Option<Probs>,
}

/// One touchpoint that a comment speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TouchpointTag {
    /// Which.
    pub label: Touchpoint,
    /// Its journey stage.
    pub stage: Stage,
    /// The probability that the comment speaks of it.
    pub p: f64,
    /// What the writer thinks of it.
    pub sentiment: Sentiment,
    /// The probability of that sentiment, given that the comment speaks of it.
    pub sentiment_p: f64,
}

/// The full distribution of each task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Probs {
    /// Of every sentiment; sums to 1.
    pub sentiment: serde_json::Map<String, serde_json::Value>,
    /// Of every emotion; sums to 1.
    pub emotion: serde_json::Map<String, serde_json::Value>,
    /// Of every touchpoint: `p`, and its sentiments given that it is there.
    pub touchpoints: serde_json::Map<String, serde_json::Value>,
}

/// Something worth knowing about a comment, beside its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flag {
    /// There is no text.
    Empty,
    /// The text says that there is no answer ("n/a", "sin comentarios").
    Placeholder,
    /// Too long: only its beginning was read.
    Truncated,
    /// The text had been decoded wrongly (`Ã©` for `é`) and was put right.
    RepairedEncoding,
    /// Neither Spanish nor English.
    OtherLanguage,
    /// The same text, to the same question, came earlier in the run.
    Duplicate,
}

impl Flag {
    /// The flag's name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Placeholder => "placeholder",
            Self::Truncated => "truncated",
            Self::RepairedEncoding => "repaired_encoding",
            Self::OtherLanguage => "other_language",
            Self::Duplicate => "duplicate",
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Tagged.
    Ok,
    /// No text, so no tags.
    Skipped,
    /// The row could not be read; [`Record::error`] says why.
    Error,
}

impl Status {
    /// The status's name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Error => "error",
        }
    }
}

/// One comment, tagged: a line of JSONL.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The id column's value, else the row number as text.
    pub id: String,
    /// The data row in its source, from 1.
    pub row: u64,
    /// The file's name, `-` for standard input.
    pub source: String,
    /// The column the text came from; a header that repeats has a number behind it.
    pub column: String,
    /// The survey question it answers.
    pub question: Option<String>,
    /// The comment.
    pub text: String,
    /// The tags; none unless `status` is [`Status::Ok`].
    pub tags: Option<Tags>,
    /// What else is worth knowing.
    pub flags: Vec<Flag>,
    /// What became of the row.
    pub status: Status,
    /// The model that tagged it, with its version.
    pub model: Option<Arc<str>>,
    /// Why, where the status is [`Status::Error`].
    pub error: Option<String>,
    /// The row's other columns, as text, untouched.
    pub fields: Vec<(String, String)>,
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("row", &self.row)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("column", &self.column)?;
        map.serialize_entry("question", &self.question)?;
        map.serialize_entry("text", &self.text)?;
        let tags = self.tags.as_ref();
        map.serialize_entry("lang", &tags.map(|t| t.lang))?;
        map.serialize_entry("lang_p", &tags.map(|t| t.lang_p))?;
        map.serialize_entry("sentiment", &tags.map(|t| t.sentiment))?;
        map.serialize_entry("sentiment_p", &tags.map(|t| t.sentiment_p))?;
        map.serialize_entry("sentiment_score", &tags.map(|t| t.sentiment_score))?;
        map.serialize_entry("emotion", &tags.map(|t| t.emotion))?;
        map.serialize_entry("emotion_p", &tags.map(|t| t.emotion_p))?;
        map.serialize_entry("emotion_family", &tags.map(|t| t.emotion_family))?;
        map.serialize_entry("emotion_family_p", &tags.map(|t| t.emotion_family_p))?;
        map.serialize_entry("touchpoints", &tags.map(|t| &t.touchpoints))?;
        if let Some(probs) = tags.and_then(|t| t.probs.as_ref()) {
            map.serialize_entry("probs", probs)?;
        }
        map.serialize_entry("flags", &self.flags)?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("model", &self.model.as_deref())?;
        if let Some(error) = &self.error {
            map.serialize_entry("error", error)?;
        }
        map.serialize_entry("fields", &Fields(&self.fields))?;
        map.end()
    }
}

/// Fields in the columns' order, as a JSON object.
struct Fields<'a>(&'a [(String, String)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
