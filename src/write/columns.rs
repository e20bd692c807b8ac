//! The tag columns of the tabular formats: their names and their cells.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::labels::Touchpoint;
use crate::record::{Record, Tags};
use crate::table::Cell;
use crate::write::{Header, TaggedRow};

/// What a tag column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Lang,
    LangP,
    Sentiment,
    SentimentP,
    SentimentScore,
    Emotion,
    EmotionP,
    EmotionFamily,
    EmotionFamilyP,
    Touchpoints,
    Touchpoint(Touchpoint),
    Flags,
    Status,
    Probs,
    Model,
}

/// The content of a tag cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TagCell<'a> {
    /// No value.
    Empty,
    /// A label, or several.
    Text(Cow<'a, str>),
    /// A probability or a score, at most four decimals.
    Number(f64),
}

impl Tag {
    /// The tags of one text column, in the contract's order.
    fn all(probs: bool) -> impl Iterator<Item = Self> {
        let first = [
            Self::Lang,
            Self::LangP,
            Self::Sentiment,
            Self::SentimentP,
            Self::SentimentScore,
            Self::Emotion,
            Self::EmotionP,
            Self::EmotionFamily,
            Self::EmotionFamilyP,
            Self::Touchpoints,
        ];
        let touchpoints = Touchpoint::ALL.iter().copied().map(Self::Touchpoint);
        let last = [Self::Flags, Self::Status, Self::Model].into_iter().chain(probs.then_some(Self::Probs));
        first.into_iter().chain(touchpoints).chain(last)
    }

    /// The column's name, where nothing else has it.
    fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Lang => "lang",
            Self::LangP => "lang_p",
            Self::Sentiment => "sentiment",
            Self::SentimentP => "sentiment_p",
            Self::SentimentScore => "sentiment_score",
            Self::Emotion => "emotion",
            Self::EmotionP => "emotion_p",
            Self::EmotionFamily => "emotion_family",
            Self::EmotionFamilyP => "emotion_family_p",
            Self::Touchpoints => "touchpoints",
            Self::Touchpoint(label) => return Cow::Owned(format!("tp_{label}")),
            Self::Flags => "flags",
            Self::Status => "status",
            Self::Probs => "probs",
            Self::Model => "model",
        })
    }

    /// Whether its cells are numbers.
    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::LangP | Self::SentimentP | Self::SentimentScore | Self::EmotionP | Self::EmotionFamilyP)
    }

    /// This tag of a record.
    pub(super) fn cell(self, record: &Record) -> Result<TagCell<'_>> {
        match self {
            Self::Status => return Ok(text(record.status.name())),
            Self::Flags => return Ok(joined(record.flags.iter().map(|flag| flag.name()))),
            Self::Model => {
                return Ok(record.model.as_deref().map_or(TagCell::Empty, |name| TagCell::Text(name.into())));
            }
            _ => {}
        }
        let Some(tags) = &record.tags else { return Ok(TagCell::Empty) };
        Ok(match self {
            Self::Lang => text(tags.lang.name()),
            Self::LangP => number(tags.lang_p),
            Self::Sentiment => text(tags.sentiment.name()),
            Self::SentimentP => number(tags.sentiment_p),
            Self::SentimentScore => number(tags.sentiment_score),
            Self::Emotion => text(tags.emotion.name()),
            Self::EmotionP => number(tags.emotion_p),
            Self::EmotionFamily => text(tags.emotion_family.name()),
            Self::EmotionFamilyP => number(tags.emotion_family_p),
            Self::Touchpoints => joined(tags.touchpoints.iter().map(|tag| tag.label.name())),
            Self::Touchpoint(label) => touchpoint(tags, label),
            Self::Probs => match &tags.probs {
                Some(probs) => TagCell::Text(serde_json::to_string(probs).map_err(Error::internal)?.into()),
                None => TagCell::Empty,
            },
            Self::Flags | Self::Status | Self::Model => TagCell::Empty,
        })
    }
}

fn text(name: &'static str) -> TagCell<'static> {
    TagCell::Text(Cow::Borrowed(name))
}

fn joined(names: impl Iterator<Item = &'static str>) -> TagCell<'static> {
    TagCell::Text(names.collect::<Vec<_>>().join(";").into())
}

fn number(value: f64) -> TagCell<'static> {
    if !value.is_finite() {
        return TagCell::Empty;
    }
    // Adding zero turns -0 into 0.
    TagCell::Number((value * 10_000.0).round() / 10_000.0 + 0.0)
}

fn touchpoint(tags: &Tags, label: Touchpoint) -> TagCell<'static> {
    match tags.touchpoints.iter().find(|tag| tag.label == label) {
        Some(tag) => text(tag.sentiment.name()),
        None => TagCell::Empty,
    }
}

/// A tag column of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TagColumn {
    /// Its name, unlike every other column's.
    pub(super) name: String,
    /// Which of a row's records it tells of.
    pub(super) record: usize,
    /// What it holds.
    pub(super) tag: Tag,
}

/// The tag columns for these original columns, in order.
pub(super) fn tag_columns(header: &Header, probs: bool) -> Vec<TagColumn> {
    let mut taken: HashSet<String> =
        header.columns.iter().flat_map(|column| [column.name.clone(), column.key.clone()]).collect();
    let mut columns = Vec::new();
    for (record, &index) in header.text.iter().enumerate() {
        for tag in Tag::all(probs) {
            let mut name = tag.name().into_owned();
            if header.text.len() > 1 {
                name = format!("{}.{name}", header.columns[index].key);
            }
            while taken.contains(&name) {
                name.insert_str(0, "sentir_");
            }
            taken.insert(name.clone());
            columns.push(TagColumn { name, record, tag });
        }
    }
    columns
}

/// Checks that a row is shaped as its header says. A row may be short (what it lacks is empty), never too long.
pub(super) fn check_shape(row: &TaggedRow, header: &Header) -> Result<()> {
    if row.cells.len() > header.columns.len() {
        return Err(Error::internal(format!(
            "a row has {} cells where the header has {} columns",
            row.cells.len(),
            header.columns.len()
        )));
    }
    if row.records.len() != header.text.len() {
        return Err(Error::internal(format!(
            "a row has {} records where there are {} text columns",
            row.records.len(),
            header.text.len()
        )));
    }
    Ok(())
}

/// A row's original cells, one a column.
pub(super) fn original_cells<'a>(row: &'a TaggedRow, header: &Header) -> impl Iterator<Item = &'a Cell> {
    const MISSING: &Cell = &Cell::Null;
    (0..header.columns.len()).map(|index| row.cells.get(index).unwrap_or(MISSING))
}
