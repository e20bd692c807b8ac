//! Several predictors as one: each task, and each language, from the one that is best at it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::gold::Gold;
use super::prediction::{Predictions, Said};
use super::space::Space;
use crate::error::{Error, Position, Result};

/// Which predictor answers for which language: `es`, `en`, or `any` for those not named.
type ByLanguage = BTreeMap<String, String>;

/// A combination, as its TOML file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Its name in reports.
    pub name: String,
    #[serde(default)]
    sentiment: ByLanguage,
    #[serde(default)]
    emotion: ByLanguage,
    #[serde(default)]
    touchpoints: ByLanguage,
}

impl Combination {
    /// Parses and checks a combination.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let combination: Self = toml::from_str(text).map_err(|error| {
            let place = Position::of(file).at_byte(text, error.span().map(|span| span.start));
            Error::usage(format!("{place}: {}", error.message().trim())).hint(
                "a combination has a name and [sentiment], [emotion], [touchpoints] with es, en or any = a predictor",
            )
        })?;
        let tasks = [&combination.sentiment, &combination.emotion, &combination.touchpoints];
        if let Some(language) =
            tasks.iter().flat_map(|task| task.keys()).find(|key| !["es", "en", "any"].contains(&key.as_str()))
        {
            return Err(Error::usage(format!("{file}: \"{language}\" is no language; there are es, en, any")));
        }
        if tasks.iter().all(|task| task.is_empty()) {
            return Err(Error::usage(format!("{file} names no predictor")));
        }
        Ok(combination)
    }

    /// The predictors that it takes, each once.
    pub fn parts(&self) -> BTreeSet<&str> {
        [&self.sentiment, &self.emotion, &self.touchpoints]
            .iter()
            .flat_map(|task| task.values())
            .map(String::as_str)
            .collect()
    }

    /// Puts the answers of its predictors together; `parts` gives them by the names in the file.
    ///
    /// # Errors
    ///
    /// A predictor that does not know its task; two of a task whose label spaces differ; a comment whose language nobody answers for.
    pub fn combine(&self, gold: &Gold, parts: &BTreeMap<&str, Predictions>) -> Result<Predictions> {
        Ok(Predictions {
            name: self.name.clone(),
            origin: format!("combination of {}", parts.len()),
            sentiment: classes(gold, &self.sentiment, "sentiment", |name| parts.get(name)?.sentiment.as_ref())?,
            emotion: classes(gold, &self.emotion, "emotion", |name| parts.get(name)?.emotion.as_ref())?,
            touchpoints: if self.touchpoints.is_empty() {
                None
            } else {
                let answers = |row: usize| {
                    let name = responsible(gold, &self.touchpoints, "touchpoints", row)?;
                    let said = parts.get(name).and_then(|part| part.touchpoints.as_ref());
                    said.map(|said| said[row].clone()).ok_or_else(|| ignorant(name, "touchpoints"))
                };
                Some((0..gold.rows.len()).map(answers).collect::<Result<_>>()?)
            },
            touchpoint_sentiments: self
                .touchpoints
                .values()
                .all(|name| parts.get(name.as_str()).is_some_and(|part| part.touchpoint_sentiments)),
            unanswered: 0,
            warnings: parts.values().flat_map(|part| part.warnings.clone()).collect(),
        })
    }
}

fn classes<'a>(
    gold: &Gold,
    task: &ByLanguage,
    what: &str,
    answers: impl Fn(&str) -> Option<&'a (Space, Vec<Said>)>,
) -> Result<Option<(Space, Vec<Said>)>> {
    let mut common: Option<(&Space, &str)> = None;
    for name in task.values() {
        let (space, _) = answers(name).ok_or_else(|| ignorant(name, what))?;
        match common {
            Some((other, before)) if other != space => {
                return Err(Error::usage(format!(
                    "{before} and {name} tell other {what}s apart: {} and {}",
                    other.name, space.name
                )));
            }
            _ => common = Some((space, name)),
        }
    }
    let Some((space, _)) = common else { return Ok(None) };
    let row = |row: usize| {
        let name = responsible(gold, task, what, row)?;
        let (_, said) = answers(name).ok_or_else(|| ignorant(name, what))?;
        Ok(said[row].clone())
    };
    Ok(Some((space.clone(), (0..gold.rows.len()).map(row).collect::<Result<_>>()?)))
}

fn responsible<'a>(gold: &Gold, task: &'a ByLanguage, what: &str, row: usize) -> Result<&'a str> {
    let language = gold.rows[row].lang.map_or("und", |lang| lang.name());
    task.get(language).or_else(|| task.get("any")).map(String::as_str).ok_or_else(|| {
        Error::usage(format!("nobody answers for the {what} of comments in {language}")).hint("name one under any")
    })
}

fn ignorant(name: &str, what: &str) -> Error {
    Error::usage(format!("{name} does not know the task {what}"))
}
