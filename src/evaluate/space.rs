//! Label spaces: the classes that a gold set, or a predictor, tells apart.
//!
//! Every class is a set of our own labels, so a fine prediction can be judged by a coarse gold set: its class is the one that holds it, and a
//! class's probability is the sum of its labels'. A label in no class is outside the space (`mixed` where there are three sentiments).

use crate::labels::{Emotion, Family, Sentiment};

/// What a space's classes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Of [`Sentiment`].
    Sentiment,
    /// Of [`Emotion`].
    Emotion,
}

impl Subject {
    /// The subject's name in files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sentiment => "sentiment",
            Self::Emotion => "emotion",
        }
    }

    fn labels(self) -> Vec<&'static str> {
        match self {
            Self::Sentiment => Sentiment::ALL.iter().map(|label| label.name()).collect(),
            Self::Emotion => Emotion::ALL.iter().map(|label| label.name()).collect(),
        }
    }
}

/// One class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Its name in reports.
    pub name: &'static str,
    /// Our labels in it, a bit each, by their index.
    pub labels: u32,
    /// Other names it goes by in files.
    aliases: &'static [&'static str],
}

/// A label space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// Its name on the command line and in files.
    pub name: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Whether a comment may be of several classes.
    pub several: bool,
    /// Its classes; no label is in two of them.
    pub classes: Vec<Class>,
}

/// A class: name, our labels, other names.
type Definition = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Name, subject, whether a comment may be of several classes, the classes.
type Named = (&'static str, Subject, bool, &'static [Definition]);

/// The public spaces; our own, and that of the families, are made from the labels themselves.
const PUBLIC: &[Named] = &[
    (
        "three",
        Subject::Sentiment,
        false,
        &[
            ("positive", &["positive"], &["pos", "2", "label_2"]),
            ("negative", &["negative"], &["neg", "0", "label_0"]),
            ("neutral", &["neutral"], &["neu", "1", "label_1"]),
        ],
    ),
    (
        "two",
        Subject::Sentiment,
        false,
        &[("positive", &["positive"], &["pos", "1"]), ("negative", &["negative"], &["neg", "0"])],
    ),
    (
        "tweeteval-emotion",
        Subject::Emotion,
        false,
        &[
            ("anger", &["anger", "frustration", "disgust"], &["0"]),
            ("joy", &["joy", "satisfaction", "gratitude"], &["1"]),
            ("optimism", &["trust"], &["2"]),
            ("sadness", &["sadness", "disappointment", "worry"], &["3"]),
        ],
    ),
];

/// The groups of Demszky and others (2020) by which the 27 emotions of `GoEmotions` make Ekman's six.
const EKMAN: &[(&str, &[&str])] = &[
    ("anger", &["annoyance", "disapproval"]),
    ("disgust", &[]),
    ("fear", &["nervousness"]),
    (
        "joy",
        &[
            "amusement",
            "approval",
            "excitement",
            "gratitude",
            "love",
            "optimism",
            "relief",
            "pride",
            "admiration",
            "desire",
            "caring",
        ],
    ),
    ("sadness", &["disappointment", "embarrassment", "grief", "remorse"]),
    ("surprise", &["realization", "confusion", "curiosity"]),
    ("neutral", &[]),
];

impl Space {
    /// Our four sentiments.
    pub fn sentiments() -> Self {
        Self::own("four", Subject::Sentiment)
    }

    /// Our thirteen emotions.
    pub fn emotions() -> Self {
        Self::own("fine", Subject::Emotion)
    }

    /// The seven families of emotions.
    pub fn families() -> Self {
        Self::of_families(
            "families",
            false,
            |family| if family == Family::Neutral { &["others", "other"] } else { &[] },
        )
    }

    /// The three sentiments of public sets: ours without `mixed`.
    pub fn three() -> Self {
        Self::public(&PUBLIC[0])
    }

    /// Every space that has a name.
    pub fn all() -> Vec<Self> {
        let ekman = Self::of_families("ekman", true, |family| {
            EKMAN.iter().find(|(name, _)| *name == family.name()).map_or(&[], |(_, aliases)| aliases)
        });
        let mut spaces = vec![Self::sentiments(), Self::emotions(), Self::families(), ekman];
        spaces.extend(PUBLIC.iter().map(Self::public));
        spaces
    }

    /// The space of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|space| space.name == name)
    }

    fn own(name: &'static str, subject: Subject) -> Self {
        let classes = subject.labels().into_iter().enumerate();
        let classes = classes.map(|(index, name)| Class { name, labels: 1 << index, aliases: &[] }).collect();
        Self { name, subject, several: false, classes }
    }

    fn of_families(name: &'static str, several: bool, aliases: impl Fn(Family) -> &'static [&'static str]) -> Self {
        let class = |family: &Family| {
            let labels = Emotion::ALL.iter().filter(|emotion| emotion.family() == *family);
            let labels = labels.map(|emotion| 1 << emotion.index()).sum();
            Class { name: family.name(), labels, aliases: aliases(*family) }
        };
        Self { name, subject: Subject::Emotion, several, classes: Family::ALL.iter().map(class).collect() }
    }

    fn public((name, subject, several, classes): &Named) -> Self {
        let all = subject.labels();
        let class = |(name, labels, aliases): &Definition| {
            let bits = labels.iter().filter_map(|label| all.iter().position(|other| other == label));
            Class { name, labels: bits.map(|index| 1 << index).sum(), aliases }
        };
        Self { name, subject: *subject, several: *several, classes: classes.iter().map(class).collect() }
    }

    /// The class of a name or another name for it, in whatever case.
    pub fn class(&self, name: &str) -> Option<usize> {
        let name = name.trim().to_lowercase();
        let exact = self.classes.iter().position(|class| class.name == name);
        exact.or_else(|| self.classes.iter().position(|class| class.aliases.contains(&name.as_str())))
    }

    /// The names of the classes, in their order.
    pub fn names(&self) -> Vec<&'static str> {
        self.classes.iter().map(|class| class.name).collect()
    }

    /// Where the classes of this space lie in another one: for each the class that holds it, or none where it is outside. None at all
    /// where a class lies in several, so that the other space cannot judge this one.
    pub fn within(&self, other: &Self) -> Option<Vec<Option<usize>>> {
        if self.subject != other.subject {
            return None;
        }
        let place = |class: &Class| {
            let mut touched = (0..other.classes.len()).filter(|index| other.classes[*index].labels & class.labels != 0);
            match (touched.next(), touched.next()) {
                (None, _) => Some(None),
                (Some(index), None) if class.labels & !other.classes[index].labels == 0 => Some(Some(index)),
                _ => None,
            }
        };
        self.classes.iter().map(place).collect()
    }
}
