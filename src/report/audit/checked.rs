//! Audit files: comments that someone checked, with the labels that are right.

use std::collections::HashMap;

use crate::error::{Error, Position, Result};
use crate::labels::{Emotion, Sentiment, Touchpoint};
use crate::read::roles::place;
use crate::read::{Input, ReadOptions, Source, open};
use crate::report::comment::{Comment, TOUCHPOINTS};
use crate::report::example::short;
use crate::report::hash::Hash;
use crate::table::Row;

/// What is right about a touchpoint of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// The comment does not speak of it.
    No,
    /// It does; how is not said.
    Somehow,
    /// It does, with this sentiment.
    With(Sentiment),
}

/// A checked comment.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRow {
    /// Its row in the audit file.
    pub row: u64,
    /// What it is called in messages.
    pub name: String,
    /// The hash of what it is found by.
    pub(super) key: u64,
    /// How many comments it stands for.
    pub weight: f64,
    /// Its right sentiment.
    pub sentiment: Option<Sentiment>,
    /// Its right emotion.
    pub emotion: Option<Emotion>,
    /// Its right touchpoints.
    pub touchpoints: Option<[Spoken; TOUCHPOINTS]>,
}

/// How the rows of an audit file name their comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Join {
    /// By id; else by the number of the row.
    by_id: bool,
    /// The row's file is named beside its number.
    with_source: bool,
    /// The text column is named too.
    with_column: bool,
}

impl Join {
    fn key(self, id: &str, source: &str, column: &str) -> u64 {
        let (source, column) = (if self.with_source { source } else { "" }, if self.with_column { column } else { "" });
        let mut hash = Hash::default();
        for part in [id.trim(), source, column] {
            hash.add(part);
        }
        hash.finish()
    }
}

/// An audit file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name.
    pub file: String,
    /// Its checked rows.
    pub rows: Vec<CheckedRow>,
    /// Rows without any label: not checked yet.
    pub unchecked: u64,
    /// Whether the rows have weights.
    pub weighted: bool,
    join: Join,
}

impl Checked {
    /// Reads an audit file: CSV, JSONL, XLSX or Parquet with `id` (or the column named here), or `row` and, of several files, `source`;
    /// with `column` where several text columns were tagged; with `true_sentiment`, `true_emotion` and `true_touchpoints`
    /// (`delivery:negative;product:positive`, or `delivery;product`), any of them; and with `weight` where the rows were drawn with
    /// unequal chances. Gold files with `sentiment`, `emotion` and `touchpoints` are read too.
    ///
    /// # Errors
    ///
    /// Neither id nor row; no labels, or labels that do not exist; a row that comes twice; a weight that is no positive number; no
    /// checked row.
    pub fn read(input: &Input, options: &ReadOptions, id: Option<&str>) -> Result<Self> {
        let mut source = open(input, options)?;
        let reader = Reader::of(&source, id)?;
        let mut rows: Vec<CheckedRow> = Vec::new();
        let mut places: HashMap<u64, u64> = HashMap::new();
        let mut unchecked = 0;
        while let Some(row) = source.next_row()? {
            let Some(checked) = reader.row(&row)? else {
                unchecked += 1;
                continue;
            };
            if let Some(before) = places.insert(checked.key, checked.row) {
                return Err(reader.at(&row, format!("{} came in row {before} already", checked.name)));
            }
            rows.push(checked);
        }
        if rows.is_empty() {
            return Err(Error::input(Position::of(&*reader.file), "has no checked row"));
        }
        Ok(Self { rows, unchecked, weighted: reader.weight.is_some(), join: reader.join, file: reader.file })
    }

    /// What a tagged comment would be found by.
    ///
    /// # Errors
    ///
    /// It has no id, and the audit names comments by theirs.
    pub(super) fn key(&self, comment: &Comment<'_>) -> Result<u64> {
        let column = comment.column().unwrap_or_default();
        if !self.join.by_id {
            return Ok(self.join.key(&comment.row.to_string(), comment.source, column));
        }
        let id = comment.id();
        if !id.trim().is_empty() {
            return Ok(self.join.key(&id, "", column));
        }
        let at = Position::of(comment.source);
        let Some(ids) = comment.id_column() else {
            return Err(Error::input(at, format!("has no plain column of ids, by which {} names its comments", self.file))
                .hint("--id names it; or name the comments by `row` in the audit, and by `source` where there are several files"));
        };
        let at = Position { column: Some(ids.to_owned()), ..at.at_row(comment.row) };
        Err(Error::input(at, format!("there is no id, and {} names its comments by their ids", self.file))
            .hint("fill it; or name the comments by `row` in the audit, and by `source` where there are several files"))
    }

    /// What to do where comments are not found, or twice.
    pub(super) fn advice(&self) -> &'static str {
        if self.join.by_id {
            "--id names the column of the comments' ids, in the audit and in tagged tables"
        } else {
            "rows are found by their numbers in the tagged file; of several files, say which in a column \"source\""
        }
    }
}

/// Where the labels of the touchpoints stand.
enum TouchpointsIn {
    /// All in one cell.
    Cell(usize),
    /// A column for each, as gold files have them, and perhaps one that is blank for none.
    Columns(Vec<Option<usize>>),
    Nowhere,
}

struct Reader {
    file: String,
    join: Join,
    id: usize,
    id_name: String,
    source: Option<usize>,
    column: Option<usize>,
    weight: Option<usize>,
    sentiment: Option<usize>,
    emotion: Option<usize>,
    touchpoints: TouchpointsIn,
}

impl Reader {
    fn of(source: &Source, id: Option<&str>) -> Result<Self> {
        let columns = &source.info.columns;
        let file = source.info.name.clone();
        let find = |name: &str| columns.iter().position(|column| column.name.trim().eq_ignore_ascii_case(name));
        let whole = |message: &str, hint: &str| Err(Error::input(Position::of(&*file), message).hint(hint));
        let labels = "labels stand in columns true_sentiment, true_emotion, true_touchpoints; any of them will do";
        let ours = ["true_sentiment", "true_emotion", "true_touchpoints"].iter().any(|name| find(name).is_some());
        if !ours && ["schema", "sentiment_p", "tp_marketing"].iter().any(|name| find(name).is_some()) {
            return whole("has the model's tags, but no checked labels", labels);
        }
        let label = |name: &str| if ours { find(&format!("true_{name}")) } else { find(name) };
        let each: Vec<Option<usize>> = Touchpoint::ALL.iter().map(|one| find(&format!("touchpoints.{one}"))).collect();
        let touchpoints = match label("touchpoints") {
            _ if !ours && each.iter().any(Option::is_some) => TouchpointsIn::Columns(each),
            Some(cell) => TouchpointsIn::Cell(cell),
            None => TouchpointsIn::Nowhere,
        };
        let (sentiment, emotion) = (label("sentiment"), label("emotion"));
        if sentiment.is_none() && emotion.is_none() && matches!(touchpoints, TouchpointsIn::Nowhere) {
            return whole("has no checked labels", labels);
        }
        let by_id = match id.map(|name| (name, find(name))) {
            Some((_, Some(found))) => Some(found),
            // A place in the tagged file says nothing of this one.
            Some((name, None)) if place(name).is_some() => find("id"),
            Some((name, None)) => {
                return whole(&format!("has no column \"{name}\" with the comments' ids"), "--id names it");
            }
            None => find("id"),
        };
        let Some(id) = by_id.or_else(|| find("row")) else {
            return whole(
                "does not say which comments its rows are",
                "it needs a column id, the one that --id names, or row (and source, of several files)",
            );
        };
        let (source, column) = (find("source"), find("column"));
        let join = Join {
            by_id: by_id.is_some(),
            with_source: by_id.is_none() && source.is_some(),
            with_column: column.is_some(),
        };
        let id_name = columns[id].name.clone();
        Ok(Self { join, id, id_name, source, column, weight: find("weight"), sentiment, emotion, touchpoints, file })
    }

    fn at(&self, row: &Row, message: String) -> Error {
        Error::input(Position::of(&*self.file).at_row(row.number), message)
    }

    /// A checked row; none of one without labels.
    fn row(&self, row: &Row) -> Result<Option<CheckedRow>> {
        if let Some(fault) = &row.fault {
            return Err(self.at(row, fault.clone()));
        }
        let cell = |place: Option<usize>| {
            let text = place.and_then(|place| row.cells.get(place)).map(|cell| cell.text().trim().to_owned());
            text.unwrap_or_default()
        };
        let (sentiment, emotion) = (cell(self.sentiment), cell(self.emotion));
        let spoken = self.touchpoints(row, &cell)?;
        let labelled = !sentiment.is_empty() || !emotion.is_empty() || spoken.is_some();
        // No touchpoints is an answer only of a row that is checked at all.
        let only_touchpoints = self.sentiment.is_none() && self.emotion.is_none();
        if !labelled && !only_touchpoints {
            return Ok(None);
        }
        let sentiment = self.label(row, self.sentiment, &sentiment, "sentiment", Sentiment::ALL, Sentiment::parse)?;
        let emotion = self.label(row, self.emotion, &emotion, "emotion", Emotion::ALL, Emotion::parse)?;
        let touchpoints = match (&self.touchpoints, spoken) {
            (TouchpointsIn::Nowhere, _) => None,
            (_, spoken) => Some(spoken.unwrap_or([Spoken::No; TOUCHPOINTS])),
        };
        let weight = match cell(self.weight) {
            _ if self.weight.is_none() => 1.0,
            text => crate::report::number::decimal(&text)
                .filter(|weight| *weight > 0.0)
                .ok_or_else(|| self.at(row, "its weight is no positive number".into()))?,
        };
        let id = cell(Some(self.id));
        if id.is_empty() {
            let at = Position { column: Some(self.id_name.clone()), ..Position::of(&*self.file).at_row(row.number) };
            return Err(Error::input(at, "does not say which comment it is").hint("fill it, or take the row out"));
        }
        let (source, column) = (cell(self.source), cell(self.column));
        let name = match self.join {
            Join { by_id: true, .. } => format!("the id \"{id}\""),
            Join { with_source: true, .. } => format!("row {id} of {source}"),
            _ => format!("row {id}"),
        };
        let key = self.join.key(&id, &source, &column);
        Ok(Some(CheckedRow { row: row.number, name, key, weight, sentiment, emotion, touchpoints }))
    }

    /// The label in a cell that must have one, if its column is there.
    fn label<T: std::fmt::Display>(
        &self,
        row: &Row,
        column: Option<usize>,
        text: &str,
        what: &str,
        all: &[T],
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        if column.is_none() {
            return Ok(None);
        }
        if text.is_empty() {
            return Err(self.at(row, format!("has labels, but no {what}")));
        }
        parse(text).map(Some).ok_or_else(|| self.unknown(row, text, what, all))
    }

    fn unknown<T: std::fmt::Display>(&self, row: &Row, found: &str, what: &str, all: &[T]) -> Error {
        let (names, found): (Vec<String>, String) = (all.iter().map(ToString::to_string).collect(), short(found));
        self.at(row, format!("\"{found}\" is no {what}")).hint(format!("there are {}", names.join(", ")))
    }

    /// What is said of the touchpoints; none where the cells are blank.
    fn touchpoints(&self, row: &Row, cell: &impl Fn(Option<usize>) -> String) -> Result<Option<[Spoken; TOUCHPOINTS]>> {
        let mut spoken = [Spoken::No; TOUCHPOINTS];
        let sentiment = |name: &str| {
            Sentiment::parse(name.trim())
                .ok_or_else(|| self.unknown(row, name, "touchpoint's sentiment", Sentiment::ALL))
        };
        match &self.touchpoints {
            TouchpointsIn::Nowhere => return Ok(None),
            TouchpointsIn::Columns(columns) => {
                for (spoken, column) in spoken.iter_mut().zip(columns) {
                    let text = cell(*column);
                    if !text.is_empty() {
                        *spoken = Spoken::With(sentiment(&text)?);
                    }
                }
            }
            TouchpointsIn::Cell(column) => {
                let text = cell(Some(*column));
                if text.is_empty() {
                    return Ok(None);
                }
                let listed = text.split([';', ',']).map(str::trim).filter(|one| !one.is_empty());
                for one in listed.filter(|one| !matches!(*one, "{}" | "-" | "none")) {
                    let (name, said) = one.split_once(':').map_or((one, None), |(name, said)| (name, Some(said)));
                    let label = Touchpoint::parse(name.trim())
                        .ok_or_else(|| self.unknown(row, name, "touchpoint", Touchpoint::ALL))?;
                    spoken[label.index()] = said.map(sentiment).transpose()?.map_or(Spoken::Somehow, Spoken::With);
                }
            }
        }
        Ok(Some(spoken))
    }
}
