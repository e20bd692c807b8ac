//! Prediction files: what `classify` or another tool wrote, joined to a gold set by id.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::gold::Gold;
use super::mapping::{ClassMapping, Mapping, TouchpointMapping};
use super::prediction::{Predictions, Said, SaidTouchpoints};
use super::space::Space;
use crate::error::{Error, Position, Result};
use crate::labels::{Sentiment, Touchpoint};
use crate::read::open;
use crate::read::{Input, ReadOptions, Source};
use crate::shown;
use crate::table::Row;

/// How many ids an error names.
const SHOWN: usize = 3;

/// Reads a prediction file; without a mapping the first known one whose columns are there is taken.
///
/// # Errors
///
/// Columns of no known tool; an id that is not in the gold, twice, or missing; another text under an id; a label that the mapping does
/// not know. Rows beside the gold's are an error too: they are a sign of another file.
pub fn read(name: &str, input: &Input, mapping: Option<&Mapping>, gold: &Gold) -> Result<Predictions> {
    let mut source = open(input, &ReadOptions::default())?;
    let columns: HashMap<String, usize> =
        source.info.columns.iter().enumerate().map(|(index, column)| (column.name.clone(), index)).collect();
    let known;
    let mapping = if let Some(mapping) = mapping {
        mapping
    } else {
        known = tell(&source, &columns)?;
        &known
    };
    let file = File { name: source.info.name.clone(), columns, mapping };
    let id = file.column(&mapping.id).filter(|_| gold.has_ids);
    if id.is_none() && gold.has_ids {
        let names: Vec<String> = source.info.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        return Err(file
            .whole(format!("has no column \"{}\" with the ids of the gold; it has {}", mapping.id, names.join(", ")))
            .hint("rename the column of the ids, or name it in a mapping: id = \"…\""));
    }
    let places: HashMap<&str, usize> =
        gold.rows.iter().enumerate().map(|(place, row)| (row.id.as_str(), place)).collect();
    let mut rows: Vec<Option<Row>> = vec![None; gold.rows.len()];
    let (mut strangers, mut others) = (Vec::new(), Vec::new());
    while let Some(row) = source.next_row()? {
        if let Some(fault) = &row.fault {
            return Err(file.at(&row, fault.clone()));
        }
        let key = id.map_or_else(|| row.number.to_string(), |id| row.cells[id].text().trim().to_owned());
        // A gold set without ids is numbered by lines, which may have gaps.
        let place = if gold.has_ids { places.get(key.as_str()).copied() } else { usize::try_from(row.number - 1).ok() };
        let Some(place) = place.filter(|place| *place < rows.len()) else {
            strangers.push(key);
            continue;
        };
        if rows[place].is_some() {
            return Err(file.at(&row, format!("the id \"{key}\" came before")));
        }
        if let Some(text) = file.cell(&row, &mapping.text)
            && text.trim() != gold.rows[place].text.trim()
        {
            others.push(key);
        }
        rows[place] = Some(row);
    }
    let missing: Vec<String> =
        gold.rows.iter().zip(&rows).filter(|(_, found)| found.is_none()).map(|(row, _)| row.id.clone()).collect();
    let total = gold.rows.len();
    for (ids, what) in [
        (missing, format!("of {total} gold rows are missing")),
        (strangers, format!("rows are not in the gold {}", gold.name)),
        (others, format!("rows have another text than {} under the same id", gold.name)),
    ] {
        if !ids.is_empty() {
            let shown = ids.iter().take(SHOWN).map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
            let more = if ids.len() > SHOWN { ", …" } else { "" };
            return Err(file.whole(format!("{} {what}: {shown}{more}", ids.len())));
        }
    }
    file.predictions(name, &rows.into_iter().flatten().collect::<Vec<_>>())
}

/// The first known tool whose columns are all there.
fn tell(source: &Source, columns: &HashMap<String, usize>) -> Result<Mapping> {
    let known = Mapping::known()?;
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let hint = format!("name a mapping with --mapping: a TOML file, or one of {}", names.join(", "));
    known
        .iter()
        .find(|(_, mapping)| mapping.fits(|column| columns.contains_key(column)))
        .map(|(_, mapping)| mapping.clone())
        .ok_or_else(|| {
            Error::input(Position::of(&*source.info.name), "its columns are those of no tool that is known").hint(hint)
        })
}

struct File<'a> {
    name: String,
    columns: HashMap<String, usize>,
    mapping: &'a Mapping,
}

impl File<'_> {
    fn whole(&self, message: String) -> Error {
        Error::input(Position::of(&*self.name), message)
    }

    fn at(&self, row: &Row, message: String) -> Error {
        Error::input(Position::of(&*self.name).at_row(row.number), message)
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    /// What stands in a column, if it is there and not blank.
    fn cell(&self, row: &Row, column: &str) -> Option<String> {
        let cell = row.cells.get(self.column(column)?)?;
        (!cell.is_blank()).then(|| cell.text().into_owned())
    }

    fn number(&self, row: &Row, column: &str) -> Result<Option<f64>> {
        let Some(text) = self.cell(row, column) else { return Ok(None) };
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| self.at(row, format!("column \"{column}\" holds no number")))
    }

    fn predictions(&self, name: &str, rows: &[Row]) -> Result<Predictions> {
        let task = |mapping: &Option<ClassMapping>| -> Result<Option<(Space, Vec<Said>)>> {
            let Some((mapping, space)) = mapping.as_ref().and_then(|mapping| Some((mapping, mapping.space()?))) else {
                return Ok(None);
            };
            let said: Vec<Said> = rows.iter().map(|row| self.said(mapping, &space, row)).collect::<Result<_>>()?;
            Ok(Some((space, said)))
        };
        let (sentiment, emotion) = (task(&self.mapping.sentiment)?, task(&self.mapping.emotion)?);
        let touchpoints = match &self.mapping.touchpoints {
            Some(mapping) => Some(rows.iter().map(|row| self.touchpoints(mapping, row)).collect::<Result<Vec<_>>>()?),
            None => None,
        };
        let silent = |said: &Option<(Space, Vec<Said>)>, row: usize| {
            said.as_ref().is_none_or(|(_, said)| said[row] == Said::Nothing)
        };
        let unanswered = (0..rows.len()).filter(|row| silent(&sentiment, *row) && silent(&emotion, *row)).count();
        let classes = sentiment.is_some() || emotion.is_some();
        Ok(Predictions {
            name: name.to_owned(),
            origin: self.mapping.name.clone(),
            sentiment,
            emotion,
            touchpoint_sentiments: touchpoints
                .iter()
                .flatten()
                .flat_map(|said| said.present.values())
                .any(Option::is_some),
            touchpoints,
            unanswered: if classes { unanswered } else { 0 },
            warnings: Vec::new(),
        })
    }

    fn said(&self, mapping: &ClassMapping, space: &Space, row: &Row) -> Result<Said> {
        let columns = mapping.probabilities(space);
        if columns.len() == space.classes.len() && columns.iter().all(|(_, column)| self.columns.contains_key(*column))
        {
            let values: Vec<Option<f64>> =
                columns.iter().map(|(_, column)| self.number(row, column)).collect::<Result<_>>()?;
            // Rounded probabilities need not sum to one.
            if let Some(values) = values.into_iter().collect::<Option<Vec<f64>>>() {
                let sum: f64 = values.iter().sum();
                if values.iter().any(|p| *p < 0.0) || !(0.9..=1.1).contains(&sum) {
                    return Err(self.at(
                        row,
                        format!(
                            "the probabilities of {} are no distribution: they sum to {sum:.3}",
                            space.subject.name()
                        ),
                    ));
                }
                return Ok(Said::Distribution(values.into_iter().map(|p| p / sum).collect()));
            }
        }
        if let Some(column) = &mapping.number {
            let number = self.number(row, column)?;
            return Ok(number
                .and_then(|number| mapping.cut(space, number))
                .map_or(Said::Nothing, |class| Said::Class { class, p: None }));
        }
        let scores = mapping.greatest(space);
        if !scores.is_empty() {
            let mut best: Option<(f64, usize)> = None;
            for (class, column) in scores {
                if let Some(score) = self.number(row, column)?
                    && best.is_none_or(|(most, _)| score > most)
                {
                    best = Some((score, class));
                }
            }
            return Ok(best.map_or(Said::Nothing, |(_, class)| Said::Class { class, p: None }));
        }
        let Some(label) = mapping.label.as_ref().and_then(|column| self.cell(row, column)) else {
            return Ok(Said::Nothing);
        };
        if mapping.ignores(label.trim()) {
            return Ok(Said::Nothing);
        }
        let Some(class) = mapping.class(space, label.trim()) else {
            return Err(self
                .at(
                    row,
                    format!(
                        "{} is no {} that the mapping knows: {}",
                        shown::label(&label),
                        space.subject.name(),
                        space.names().join(", ")
                    ),
                )
                .hint("map it in [labels] of a mapping of your own (--mapping)"));
        };
        let p = match &mapping.p {
            Some(column) => self.number(row, column)?,
            None => None,
        };
        Ok(Said::Class { class, p: p.filter(|p| (0.0..=1.0).contains(p)) })
    }

    fn touchpoints(&self, mapping: &TouchpointMapping, row: &Row) -> Result<SaidTouchpoints> {
        let text = self.cell(row, &mapping.labels_in).unwrap_or_default();
        let listed = if text.trim_start().starts_with('[') {
            listed(&text)
                .ok_or_else(|| self.at(row, format!("column \"{}\" is no list of touchpoints", mapping.labels_in)))?
        } else {
            text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(|name| (name.to_owned(), None)).collect()
        };
        let mut present = BTreeMap::new();
        for (name, sentiment) in listed {
            let label = mapping.labels.get(&name).map_or(name.as_str(), String::as_str);
            let Some(label) = Touchpoint::parse(label) else {
                let known = Touchpoint::ALL.iter().map(|label| label.name()).collect::<Vec<_>>().join(", ");
                return Err(self
                    .at(row, format!("{} is no touchpoint that the mapping knows: {known}", shown::label(&name)))
                    .hint("map it in [touchpoints] of a mapping of your own (--mapping)"));
            };
            let column = mapping.sentiment_in.as_ref().map(|column| column.replace("{}", label.name()));
            let sentiment = sentiment.or_else(|| column.and_then(|column| self.cell(row, &column)));
            present.insert(label, sentiment.and_then(|sentiment| Sentiment::parse(sentiment.trim())));
        }
        let probabilities = match &mapping.p_in {
            None => None,
            Some(column) => Touchpoint::ALL
                .iter()
                .map(|label| self.number(row, &column.replace("{}", label.name())))
                .collect::<Result<Option<Vec<f64>>>>()?,
        };
        Ok(SaidTouchpoints { present, probabilities })
    }
}

/// Names, or objects with a label and a sentiment, in a JSON list.
fn listed(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let items: Vec<Value> = serde_json::from_str(text).ok()?;
    let item = |item: Value| match item {
        Value::String(name) => Some((name, None)),
        Value::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
            Some((text("label")?, text("sentiment")))
        }
        _ => None,
    };
    items.into_iter().map(item).collect()
}
