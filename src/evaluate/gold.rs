//! Gold files: comments with the labels that are right, a JSON object a line.
//!
//! Our own have `id`, `text`, `lang`, `question`, `sentiment`, `emotion` and `touchpoints`; a set in another label space has its labels in
//! `label` (a name, a number, or a list of names), and the space must be said.

use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

use serde::Deserialize;
use serde_json::Value;

use super::space::{Space, Subject};
use crate::error::{Error, ErrorKind, Position, Result};
use crate::labels::{Language, Sentiment, Touchpoint};
use crate::shown;

/// One comment and what is right for it.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldRow {
    /// Its id; the number of its line where the file has none.
    pub id: String,
    /// The comment.
    pub text: String,
    /// The question it answers.
    pub question: Option<String>,
    /// Its language, where it is stated.
    pub lang: Option<Language>,
    /// The class in [`Gold::sentiment`].
    pub sentiment: Option<usize>,
    /// The classes in [`Gold::emotion`]: one, but where the space allows several.
    pub emotion: Option<Vec<usize>>,
    /// What it speaks of, and how.
    pub touchpoints: Option<BTreeMap<Touchpoint, Sentiment>>,
}

/// A gold set.
#[derive(Debug, Clone, PartialEq)]
pub struct Gold {
    /// The file's name.
    pub name: String,
    /// Its rows, in order.
    pub rows: Vec<GoldRow>,
    /// The space of the sentiments, where the rows have them.
    pub sentiment: Option<Space>,
    /// The space of the emotions, where the rows have them.
    pub emotion: Option<Space>,
    /// Whether the rows have touchpoints.
    pub touchpoints: bool,
    /// Whether the ids stand in the file.
    pub has_ids: bool,
}

#[derive(Deserialize)]
struct Line {
    id: Option<Value>,
    text: Option<String>,
    question: Option<String>,
    lang: Option<String>,
    sentiment: Option<String>,
    emotion: Option<String>,
    touchpoints: Option<BTreeMap<String, String>>,
    label: Option<Value>,
}

/// Reads lines, and says where in the file a fault is.
struct Reader<'a> {
    name: &'a str,
    line: u64,
    sentiment: Space,
    emotion: Space,
    space: Option<&'a Space>,
}

impl Gold {
    /// Reads a gold file; `space` is that of its `label`s, or of its `sentiment` or `emotion` where they are not ours.
    ///
    /// # Errors
    ///
    /// A line that is no JSON object, without a text, with a label that the space does not have, an id that came before, or without an id
    /// where others have one; labels of one task in some rows only; no rows.
    pub fn read(name: &str, input: impl BufRead, space: Option<&Space>) -> Result<Self> {
        let of = |subject: Subject, own: Space| space.filter(|space| space.subject == subject).cloned().unwrap_or(own);
        let (sentiment, emotion) =
            (of(Subject::Sentiment, Space::sentiments()), of(Subject::Emotion, Space::emotions()));
        let mut reader = Reader { name, line: 0, sentiment, emotion, space };
        let (mut rows, mut ids) = (Vec::new(), HashMap::new());
        let mut with_ids = 0;
        for line in input.lines() {
            reader.line += 1;
            let line = line.map_err(|error| reader.fault(format!("cannot be read: {error}")))?;
            if line.trim().is_empty() {
                continue;
            }
            let (row, has_id) = reader.row(&line)?;
            if let Some(before) = ids.insert(row.id.clone(), reader.line) {
                return Err(reader.fault(format!("the id \"{}\" stands on line {before} already", row.id)));
            }
            with_ids += usize::from(has_id);
            if with_ids > 0 && with_ids <= rows.len() {
                let message =
                    if has_id { "has an id, lines before it have none" } else { "has no id, lines before it have one" };
                return Err(reader.fault(message));
            }
            rows.push(row);
        }
        let whole = |message: String| Error::input(Position::of(name), message);
        if rows.is_empty() {
            return Err(whole("has no rows".into()));
        }
        let there = |what: &str, has: fn(&GoldRow) -> bool| match rows.iter().filter(|row| has(row)).count() {
            0 => Ok(false),
            count if count == rows.len() => Ok(true),
            count => Err(whole(format!("{count} of {} rows have {what}: all must, or none", rows.len()))),
        };
        let touchpoints = there("touchpoints", |row| row.touchpoints.is_some())?;
        let has_sentiment = there("a sentiment", |row| row.sentiment.is_some())?;
        let has_emotion = there("an emotion", |row| row.emotion.is_some())?;
        if !(touchpoints || has_sentiment || has_emotion) {
            return Err(whole("has no labels: sentiment, emotion, touchpoints, or label".into()));
        }
        let Reader { sentiment, emotion, .. } = reader;
        Ok(Self {
            name: name.to_owned(),
            sentiment: has_sentiment.then_some(sentiment),
            emotion: has_emotion.then_some(emotion),
            touchpoints,
            has_ids: with_ids > 0,
            rows,
        })
    }
}

impl Reader<'_> {
    fn fault(&self, message: impl Into<String>) -> Error {
        Error::input(Position::of(self.name).at_line(self.line), message)
    }

    fn row(&self, line: &str) -> Result<(GoldRow, bool)> {
        // The text of a parse error may quote the line.
        let line: Line = serde_json::from_str(line).map_err(|error| {
            self.fault(format!("is no gold row (a JSON object with id, text and labels), at column {}", error.column()))
        })?;
        let Some(text) = line.text else { return Err(self.fault("has no text")) };
        let has_id = line.id.is_some();
        let id = match line.id {
            None => self.line.to_string(),
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            Some(_) => return Err(self.fault("its id is neither text nor a number")),
        };
        let lang = match line.lang.as_deref() {
            None => None,
            Some(name) => Some(Language::parse(name).ok_or_else(|| self.unknown("lang", name, &["es", "en", "und"]))?),
        };
        let mut sentiment =
            line.sentiment.as_deref().map(|name| self.class(&self.sentiment, "sentiment", name)).transpose()?;
        let mut emotion = line
            .emotion
            .as_deref()
            .map(|name| Ok::<_, Error>(vec![self.class(&self.emotion, "emotion", name)?]))
            .transpose()?;
        if let Some(label) = line.label {
            let Some(space) = self.space else {
                let names: Vec<&str> = Space::all().iter().map(|space| space.name).collect();
                return Err(Error::from(ErrorKind::Input {
                    position: Position::of(self.name).at_line(self.line),
                    message: "has a label without a space that tells what it means".into(),
                    hint: Some(format!("say --space, one of {}", names.join(", "))),
                }));
            };
            let classes = self.classes(space, &label)?;
            match space.subject {
                Subject::Sentiment => sentiment = classes.first().copied(),
                Subject::Emotion => emotion = Some(classes),
            }
        }
        let touchpoints =
            line.touchpoints.map(|map| map.iter().map(|pair| self.touchpoint(pair)).collect()).transpose()?;
        Ok((GoldRow { id, text, question: line.question, lang, sentiment, emotion, touchpoints }, has_id))
    }

    fn touchpoint(&self, (label, sentiment): (&String, &String)) -> Result<(Touchpoint, Sentiment)> {
        let names = || Touchpoint::ALL.iter().map(|label| label.name()).collect::<Vec<_>>();
        let sentiments = || Sentiment::ALL.iter().map(|label| label.name()).collect::<Vec<_>>();
        Ok((
            Touchpoint::parse(label).ok_or_else(|| self.unknown("touchpoint", label, &names()))?,
            Sentiment::parse(sentiment)
                .ok_or_else(|| self.unknown("touchpoint's sentiment", sentiment, &sentiments()))?,
        ))
    }

    fn class(&self, space: &Space, what: &str, name: &str) -> Result<usize> {
        space.class(name).ok_or_else(|| self.unknown(what, name, &space.names()))
    }

    fn classes(&self, space: &Space, label: &Value) -> Result<Vec<usize>> {
        let names: Vec<String> = match label {
            Value::String(name) => vec![name.clone()],
            Value::Number(number) => vec![number.to_string()],
            Value::Array(several) if several.iter().all(Value::is_string) => {
                several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            _ => return Err(self.fault("its label is neither a name, nor a number, nor a list of names")),
        };
        if names.len() != 1 && !space.several {
            return Err(self.fault(format!("has {} labels; the space {} takes one", names.len(), space.name)));
        }
        let mut classes = names.iter().map(|name| self.class(space, "label", name)).collect::<Result<Vec<_>>>()?;
        classes.sort_unstable();
        classes.dedup();
        Ok(classes)
    }

    fn unknown(&self, what: &str, name: &str, valid: &[&str]) -> Error {
        self.fault(format!("{} is no {what}; there are {}", shown::label(name), valid.join(", ")))
    }
}
