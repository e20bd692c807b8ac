//! Mappings: what another tool's output, or another model's labels, mean in ours.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::space::{Space, Subject};
use crate::error::{Error, Position, Result};

/// The mappings that are known by name, in the order in which their columns are looked for.
const KNOWN: &[(&str, &str)] = &[
    ("comprehend", include_str!("../../data/mappings/comprehend.toml")),
    ("azure", include_str!("../../data/mappings/azure.toml")),
    ("sentir", include_str!("../../data/mappings/sentir.toml")),
    ("google", include_str!("../../data/mappings/google.toml")),
    ("ibm", include_str!("../../data/mappings/ibm.toml")),
    ("pysentimiento", include_str!("../../data/mappings/pysentimiento.toml")),
    ("plain", include_str!("../../data/mappings/plain.toml")),
];

/// What a tool's output means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The tool's name.
    pub name: String,
    /// The column of the ids.
    #[serde(default = "usual_id")]
    pub id: String,
    /// The column of the comments, against which the gold's are held.
    #[serde(default = "usual_text")]
    pub text: String,
    /// Its sentiment.
    pub sentiment: Option<ClassMapping>,
    /// Its emotion.
    pub emotion: Option<ClassMapping>,
    /// Its touchpoints.
    pub touchpoints: Option<TouchpointMapping>,
}

fn usual_id() -> String {
    "id".into()
}

fn usual_text() -> String {
    "text".into()
}

/// A task with one class a comment. Classes are named as in the space, or by another name it knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassMapping {
    /// The label space that the tool tells apart: what is outside it, it cannot give.
    space: String,
    /// The column of the label.
    pub label: Option<String>,
    /// The column of the label's probability.
    pub p: Option<String>,
    /// Each class's column of probabilities; all must be there to be read.
    #[serde(default)]
    probabilities: BTreeMap<String, String>,
    /// Each class's column of a score, of which the greatest decides.
    #[serde(default)]
    greatest: BTreeMap<String, String>,
    /// The column of a number that decides by `cuts`.
    pub number: Option<String>,
    /// From which number on it is which class.
    #[serde(default)]
    cuts: Vec<(f64, String)>,
    /// The tool's labels that are named otherwise.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// More columns by which the tool is told.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// Touchpoints: a list, and columns a touchpoint, whose names have `{}` for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchpointMapping {
    /// The column of the list: names with `;` between them, or JSON. Models have none.
    #[serde(default)]
    pub labels_in: String,
    /// Columns with the sentiment of each.
    pub sentiment_in: Option<String>,
    /// Columns with the probability of each.
    pub p_in: Option<String>,
    /// The tool's labels that are named otherwise.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The probability from which on a model's touchpoint counts as present.
    pub threshold: Option<f64>,
}

impl Mapping {
    /// The mappings that are known by name.
    pub fn known() -> Result<Vec<(&'static str, Self)>> {
        KNOWN.iter().map(|(name, text)| Ok((*name, Self::parse(name, text)?))).collect()
    }

    /// The mapping of a known name, or in a TOML file.
    pub fn find(name: &str) -> Result<Self> {
        if let Some((_, text)) = KNOWN.iter().find(|(known, _)| *known == name) {
            return Self::parse(name, text);
        }
        let text = std::fs::read_to_string(name).map_err(|error| {
            let known: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
            Error::usage(format!("the mapping {name} cannot be read: {error}"))
                .hint(format!("name a TOML file, or one of {}", known.join(", ")))
        })?;
        Self::parse(name, &text)
    }

    /// Parses and checks a mapping.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let place = Position::of(file).at_byte(text, error.span().map(|span| span.start));
            Error::usage(format!("mapping {place}: {}", error.message().trim()))
        })?;
        for (task, subject) in [(&mapping.sentiment, Subject::Sentiment), (&mapping.emotion, Subject::Emotion)] {
            if let Some(task) = task {
                task.check(subject)
                    .map_err(|message| Error::usage(format!("mapping {file}, [{}]: {message}", subject.name())))?;
            }
        }
        if mapping.sentiment.is_none() && mapping.emotion.is_none() && mapping.touchpoints.is_none() {
            return Err(Error::usage(format!("mapping {file} maps nothing"))
                .hint("it needs [sentiment], [emotion] or [touchpoints]"));
        }
        Ok(mapping)
    }

    /// Whether a file with these columns can be this tool's.
    pub fn fits(&self, has: impl Fn(&str) -> bool) -> bool {
        let classes = [&self.sentiment, &self.emotion].into_iter().flatten();
        classes.clone().any(|task| task.fits(&has)) || (classes.count() == 0 && self.touchpoints.is_some())
    }
}

impl ClassMapping {
    /// The label space.
    pub fn space(&self) -> Option<Space> {
        Space::named(&self.space)
    }

    /// The class that a label of the tool stands for.
    pub fn class(&self, space: &Space, label: &str) -> Option<usize> {
        let mapped = self.labels.get(label).map(String::as_str);
        space.class(mapped.unwrap_or(label))
    }

    /// Each class's column of probabilities, in the classes' order; none where there are none.
    pub fn probabilities(&self, space: &Space) -> Vec<(usize, &str)> {
        by_class(space, &self.probabilities)
    }

    /// Each class's column of scores.
    pub fn greatest(&self, space: &Space) -> Vec<(usize, &str)> {
        by_class(space, &self.greatest)
    }

    /// The class of a number.
    pub fn cut(&self, space: &Space, number: f64) -> Option<usize> {
        let (_, class) = self.cuts.iter().rev().find(|(from, _)| number >= *from)?;
        space.class(class)
    }

    /// Whether a label of the tool is mapped to nothing.
    pub fn ignores(&self, label: &str) -> bool {
        self.labels.get(label).is_some_and(String::is_empty)
    }

    fn fits(&self, has: &impl Fn(&str) -> bool) -> bool {
        let deciding = self.label.iter().chain(&self.number).chain(self.greatest.values());
        deciding.chain(&self.needs).all(|column| has(column))
    }

    fn check(&self, subject: Subject) -> Result<(), String> {
        let spaces: Vec<Space> = Space::all().into_iter().filter(|space| space.subject == subject).collect();
        let Some(space) = spaces.iter().find(|space| space.name == self.space) else {
            let names: Vec<&str> = spaces.iter().map(|space| space.name).collect();
            return Err(format!("there is no space \"{}\"; there are {}", self.space, names.join(", ")));
        };
        let mapped = self.labels.values().filter(|class| !class.is_empty());
        let named = self.probabilities.keys().chain(self.greatest.keys()).chain(mapped);
        for name in named.chain(self.cuts.iter().map(|(_, class)| class)) {
            if space.class(name).is_none() {
                return Err(format!("\"{name}\" is no class of {}: {}", space.name, space.names().join(", ")));
            }
        }
        let ways = [self.label.is_some(), self.number.is_some(), !self.greatest.is_empty()];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            return Err("has more than one of label, number and greatest".into());
        }
        if self.number.is_some() == self.cuts.is_empty() {
            return Err("number and cuts go together".into());
        }
        if !self.cuts.is_sorted_by(|a, b| a.0 < b.0) {
            return Err("cuts must rise".into());
        }
        Ok(())
    }
}

fn by_class<'a>(space: &Space, columns: &'a BTreeMap<String, String>) -> Vec<(usize, &'a str)> {
    let mut found: Vec<(usize, &str)> =
        columns.iter().filter_map(|(class, column)| Some((space.class(class)?, column.as_str()))).collect();
    found.sort_unstable();
    found
}
