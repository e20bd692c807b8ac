//! A tagged comment, as a report sees it: its tags, its text, and the cells that were asked for.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;

use super::example::short;
use super::hash::Hash;
use crate::error::{Error, Position, Result};
use crate::labels::{Emotion, Language, Sentiment, Touchpoint};
use crate::read::SourceInfo;
use crate::record::SCHEMA;
use crate::table::{Cell, Row};

/// How many touchpoints there are.
pub const TOUCHPOINTS: usize = Touchpoint::ALL.len();

/// The tags of one comment, as far as its file has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The sentiment of the comment as a whole.
    pub sentiment: Sentiment,
    /// The probability of the sentiment.
    pub sentiment_p: Option<f64>,
    /// p(positive) - p(negative), from -1 to 1.
    pub score: Option<f64>,
    /// The emotion.
    pub emotion: Option<Emotion>,
    /// The sentiment of each touchpoint that the comment speaks of.
    pub touchpoints: [Option<Sentiment>; TOUCHPOINTS],
}

/// What became of a comment.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Tagged.
    Ok(Box<Tagged>),
    /// No text, so no tags.
    Skipped,
    /// The row could not be tagged when it was classified.
    Failed,
    /// The row's tags cannot be read, and why.
    Unreadable(Unreadable),
}

/// Why a row's tags cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The cell at fault, fit to be shown.
    found: Option<String>,
    why: String,
}

impl Unreadable {
    fn whole(why: impl Into<String>) -> Self {
        Self { found: None, why: why.into() }
    }

    fn cell(found: &str, why: impl Into<String>) -> Self {
        Self { found: Some(short(found)), why: why.into() }
    }

    /// In words; without quotes the cell is left out.
    pub(super) fn said(&self, quotes: bool) -> String {
        match &self.found {
            Some(found) if quotes => format!("\"{found}\" {}", self.why),
            Some(_) => format!("a cell {}", self.why),
            None => self.why.clone(),
        }
    }
}

/// Where something that was asked for stands in the rows of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a column.
    Cell(usize),
    /// It is the name of the source.
    Source,
    /// It is the name of the text column.
    Column,
    /// The source has no such column.
    Nowhere,
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Its file.
    pub source: &'a str,
    /// The row of that file, from 1.
    pub row: u64,
}

/// A comment of a tagged file.
pub struct Comment<'a> {
    /// The file it stands in.
    pub source: &'a str,
    /// The row of that file, from 1.
    pub row: u64,
    pub(super) cells: &'a Row,
    pub(super) tags: &'a TagColumns,
    pub(super) places: &'a [Place],
}

impl<'a> Comment<'a> {
    fn cell(&self, place: Option<usize>) -> Cow<'a, str> {
        place.and_then(|index| self.cells.cells.get(index)).map_or(Cow::Borrowed(""), |cell| cell.text())
    }

    /// What stands under the asked column of this number; "" where there is nothing.
    pub fn asked(&self, number: usize) -> Cow<'a, str> {
        match self.places[number] {
            Place::Cell(index) => self.cell(Some(index)),
            Place::Source => Cow::Borrowed(self.source),
            Place::Column => Cow::Borrowed(self.tags.column.as_deref().unwrap_or_default()),
            Place::Nowhere => Cow::Borrowed(""),
        }
    }

    /// The number that stands under the asked column of this number, where the file itself says that it is one.
    pub(super) fn typed(&self, number: usize) -> Option<f64> {
        let Place::Cell(index) = self.places[number] else { return None };
        match self.cells.cells.get(index)? {
            Cell::Integer(whole) => Some(*whole as f64),
            Cell::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// Where it stands.
    pub fn at(&self) -> At<'a> {
        At { source: self.source, row: self.row }
    }

    /// The comment itself; "" where the file's text column is not known.
    pub fn text(&self) -> Cow<'a, str> {
        self.cell(self.tags.text)
    }

    /// Its id; "" where it has none.
    pub fn id(&self) -> Cow<'a, str> {
        self.cell(self.tags.id)
    }

    /// The column of the ids, where the file has one.
    pub fn id_column(&self) -> Option<&'a str> {
        self.tags.id_name.as_deref()
    }

    /// The text column that it stands in, where the file has several.
    pub fn column(&self) -> Option<&'a str> {
        self.tags.column.as_deref()
    }

    /// The survey question it answers, where the file has it.
    pub fn question(&self) -> Cow<'a, str> {
        self.cell(self.tags.question)
    }

    /// Its language, where the file has it.
    pub fn lang(&self) -> Option<Language> {
        Language::parse(&self.cell(self.tags.lang))
    }

    /// The model that tagged it, where the file has it.
    pub fn model(&self) -> Cow<'a, str> {
        self.cell(self.tags.model)
    }

    /// The probability that it speaks of a touchpoint, where the file has it.
    pub fn touchpoint_p(&self, label: Touchpoint) -> Option<f64> {
        let TouchpointColumns::List(index) = &self.tags.touchpoints else { return None };
        let listed: Vec<Listed> = serde_json::from_str(&self.cell(Some(*index))).ok()?;
        listed.into_iter().find(|one| one.label == label)?.p
    }

    /// A hash of what it is: of its id and text where the file has ids, else of all its cells. The same in any order of rows.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hash = Hash::default();
        if self.has_id() {
            hash.add(&self.cell(self.tags.id));
            hash.add(&self.text());
        } else {
            self.cells.cells.iter().for_each(|cell| hash.add(&cell.text()));
        }
        hash.add(self.column().unwrap_or_default());
        hash.finish()
    }

    /// Whether its file says its id.
    pub(super) fn has_id(&self) -> bool {
        !self.cell(self.tags.id).is_empty()
    }

    /// Its tags.
    pub fn status(&self) -> Status {
        if let Some(fault) = &self.cells.fault {
            return Status::Unreadable(Unreadable::whole(fault));
        }
        match &*self.cell(self.tags.status) {
            "skipped" => return Status::Skipped,
            "error" => return Status::Failed,
            "ok" => {}
            "" if self.tags.status.is_none() => {}
            other => {
                return Status::Unreadable(Unreadable::cell(other, "is no status: ok, skipped, error"));
            }
        }
        self.read().map_or_else(Status::Unreadable, |tagged| Status::Ok(Box::new(tagged)))
    }

    fn read(&self) -> Result<Tagged, Unreadable> {
        let sentiment = self.cell(Some(self.tags.sentiment));
        let sentiment = Sentiment::parse(&sentiment).ok_or_else(|| unknown(&sentiment, "sentiment", Sentiment::ALL))?;
        let emotion = match self.cell(self.tags.emotion) {
            name if name.is_empty() => None,
            name => Some(Emotion::parse(&name).ok_or_else(|| unknown(&name, "emotion", Emotion::ALL))?),
        };
        let mut touchpoints = [None; TOUCHPOINTS];
        match &self.tags.touchpoints {
            TouchpointColumns::List(index) => {
                let listed = self.cell(Some(*index));
                let listed: Vec<Listed> = serde_json::from_str(&listed)
                    .map_err(|_| Unreadable::whole("its touchpoints are no list as classify writes it"))?;
                for one in listed {
                    touchpoints[one.label.index()] = Some(one.sentiment);
                }
            }
            TouchpointColumns::Cells(columns) => {
                for (label, index) in Touchpoint::ALL.iter().zip(columns) {
                    let name = self.cell(*index);
                    if !name.is_empty() {
                        let sentiment =
                            Sentiment::parse(&name).ok_or_else(|| unknown(&name, label.name(), Sentiment::ALL))?;
                        touchpoints[label.index()] = Some(sentiment);
                    }
                }
            }
        }
        let number = |place| super::number::decimal(&self.cell(place));
        Ok(Tagged {
            sentiment,
            sentiment_p: number(self.tags.sentiment_p),
            score: number(self.tags.score),
            emotion,
            touchpoints,
        })
    }
}

#[derive(Deserialize)]
struct Listed {
    label: Touchpoint,
    sentiment: Sentiment,
    p: Option<f64>,
}

fn unknown<T: std::fmt::Display>(found: &str, what: &str, labels: &[T]) -> Unreadable {
    let names: Vec<String> = labels.iter().map(ToString::to_string).collect();
    Unreadable::cell(found, format!("is no {what}: {}", names.join(", ")))
}

/// Where the sentiments of the touchpoints stand.
#[derive(Debug)]
enum TouchpointColumns {
    /// A JSON list in one column.
    List(usize),
    /// A column for each.
    Cells(Vec<Option<usize>>),
}

/// The tag columns of one text column in a tagged file.
#[derive(Debug)]
pub(super) struct TagColumns {
    /// The text column's name, where the tag columns carry it.
    column: Option<String>,
    text: Option<usize>,
    id: Option<usize>,
    /// The name of the id column.
    id_name: Option<String>,
    question: Option<usize>,
    lang: Option<usize>,
    model: Option<usize>,
    status: Option<usize>,
    sentiment: usize,
    sentiment_p: Option<usize>,
    score: Option<usize>,
    emotion: Option<usize>,
    touchpoints: TouchpointColumns,
    /// Tags that the file lacks.
    pub(super) missing: Vec<&'static str>,
}

impl TagColumns {
    /// The column of the comments themselves.
    pub(super) fn text(&self) -> Option<usize> {
        self.text
    }
}

/// The tag columns of a file: one set of records, of a table one for each of its text columns.
pub(super) fn tag_columns(
    info: &SourceInfo,
    records: bool,
    text: Option<usize>,
    id: Option<usize>,
) -> Result<Vec<TagColumns>> {
    let columns: HashMap<&str, usize> =
        info.columns.iter().enumerate().map(|(index, column)| (column.name.as_str(), index)).collect();
    let whole = |message: String| Error::input(Position::of(&*info.name), message);
    if records {
        let list = columns.get("touchpoints").copied();
        let list = list.ok_or_else(|| whole(format!("says it holds {SCHEMA} but has no touchpoints")))?;
        return Ok(vec![
            named(&columns, ToOwned::to_owned, None, columns.get("text").copied(), TouchpointColumns::List(list))
                .map(|set| {
                    let of = |name: &str| columns.get(name).copied();
                    TagColumns { id: of("id"), id_name: of("id").map(|_| "id".into()), question: of("question"), ..set }
                })
                .ok_or_else(|| whole(format!("says it holds {SCHEMA} but has no sentiment")))?,
        ]);
    }
    let mut found: Vec<TagColumns> = Vec::new();
    for column in &info.columns {
        // What stands before `sentiment`: the text column's name where there are several, `sentir_` where the name was taken.
        let Some(prefix) = column.name.strip_suffix("sentiment") else { continue };
        let prefix = bare(prefix);
        let name = prefix.strip_suffix('.');
        if (name.is_none() && !prefix.is_empty()) || found.iter().any(|set| set.column.as_deref() == name) {
            continue;
        }
        let cells: Vec<Option<usize>> =
            Touchpoint::ALL.iter().map(|label| latest(&columns, &format!("{prefix}tp_{label}"))).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let own =
            name.and_then(|name| info.columns.iter().position(|column| column.key == name || column.name == name));
        let tag = |tag: &str| format!("{prefix}{tag}");
        let name = name.map(str::to_owned);
        let set = named(&columns, tag, name, own.or(text), TouchpointColumns::Cells(cells));
        let id_name = id.and_then(|id| info.columns.get(id)).map(|column| column.name.clone());
        found.extend(set.map(|set| TagColumns { id, id_name, ..set }));
    }
    if found.is_empty() {
        return Err(whole("has no tag columns: sentiment, tp_marketing, tp_price, …".into())
            .hint("reports are made of what `sentir classify` writes"));
    }
    Ok(found)
}

/// What `classify` puts before a tag whose name the input has.
const TAKEN: &str = "sentir_";

fn bare(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = name.strip_prefix(TAKEN) {
        name = rest;
    }
    name
}

/// The column of a tag; of several the one with the longest name: an input that had such a column made `classify` find another name.
fn latest(columns: &HashMap<&str, usize>, tag: &str) -> Option<usize> {
    let found = columns.iter().filter(|(name, _)| bare(name) == tag);
    found.max_by_key(|(name, _)| name.len()).map(|(_, index)| *index)
}

fn named(
    columns: &HashMap<&str, usize>,
    name: impl Fn(&str) -> String,
    column: Option<String>,
    text: Option<usize>,
    touchpoints: TouchpointColumns,
) -> Option<TagColumns> {
    let find = |tag: &str| latest(columns, &name(tag));
    let missing = ["sentiment_score", "emotion", "lang", "status"];
    Some(TagColumns {
        text,
        id: None,
        id_name: None,
        question: None,
        lang: find("lang"),
        model: find("model"),
        status: find("status"),
        sentiment: find("sentiment")?,
        sentiment_p: find("sentiment_p"),
        score: find("sentiment_score"),
        emotion: find("emotion"),
        missing: missing.into_iter().filter(|tag| find(tag).is_none()).collect(),
        touchpoints,
        column,
    })
}
