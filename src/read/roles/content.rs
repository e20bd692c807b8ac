//! What the first rows say about a column.

use std::collections::{HashMap, HashSet};

use crate::placeholder::is_placeholder_for;
use crate::table::{Cell, Row};

/// What one value is, by its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing.
    Blank,
    /// A number, a share, an amount, stars.
    Number,
    /// A day or a time.
    Date,
    /// True or false.
    Boolean,
    /// An address, a link, a code, JSON: letters, but no language.
    Code,
    /// Words.
    Words,
}

/// Tells what a value is.
pub(crate) fn kind_of(cell: &Cell) -> Kind {
    match cell {
        Cell::Null => Kind::Blank,
        Cell::Integer(_) | Cell::Number(_) => Kind::Number,
        Cell::Boolean(_) => Kind::Boolean,
        Cell::Date(_) | Cell::Timestamp(_) => Kind::Date,
        Cell::Text(text) => kind_of_text(text.trim()),
    }
}

fn kind_of_text(text: &str) -> Kind {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.is_empty() {
        Kind::Blank
    } else if is_number(text) {
        Kind::Number
    } else if digits >= 3 && is_date(text) {
        Kind::Date
    } else if ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Kind::Boolean
    } else if letters == 0 {
        // Emoji are an answer; punctuation and digits are none.
        if text.chars().any(|c| c > '\u{2000}' && !c.is_alphanumeric()) { Kind::Words } else { Kind::Code }
    } else if is_code(text, letters, digits) {
        Kind::Code
    } else {
        Kind::Words
    }
}

/// `8,5`, `1.234,56 €`, `95 %`, `9/10`, `★★★★☆`, `10 - Muy probable`.
fn is_number(text: &str) -> bool {
    let scale = text.split_once(" - ").map_or(text, |(number, _)| number).trim();
    let digits = scale.chars().any(|c| c.is_ascii_digit());
    let signs = |c: char| c.is_ascii_digit() || " .,+-%€$£/\u{a0}".contains(c);
    let stars = text.chars().all(|c| "★☆⭐\u{fe0f} ".contains(c));
    stars || (digits && scale.len() <= 20 && scale.chars().all(signs) && !is_date(scale))
}

/// Digits between the separators of days and times, with few letters (`GMT`, `p. m.`, `Mar`).
fn is_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let parts = text.split(['/', '-', ':', '.', ' ', 'T']).filter(|part| !part.is_empty()).count();
    let separated = text.matches(['/', '-', ':']).count() >= 2 || (parts == 3 && text.matches('.').count() == 2);
    let begins = text.starts_with(|c: char| c.is_ascii_digit());
    (4..=26).contains(&digits) && letters <= 8 && text.chars().count() <= 40 && separated && begins
}

fn is_code(text: &str, letters: usize, digits: usize) -> bool {
    let one = !text.contains(char::is_whitespace);
    let json = (text.starts_with('{') && text.ends_with('}')) || (text.starts_with('[') && text.ends_with(']'));
    let link = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
    let address = one && text.contains('@') && text.contains('.');
    let code = one && (digits > 0 || text.contains('_') || text.contains("::")) && letters + digits > 2;
    let slug = one && text.matches(['-', '/', '.']).count() >= 2 && !text.ends_with('.');
    json || (one && link) || address || code || slug
}

/// What the first rows say about a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// Rows that say something.
    pub(super) filled: usize,
    /// Share of those that are words.
    pub(super) words: f64,
    /// Share of those that are numbers.
    pub(super) numbers: f64,
    /// Distinct values, as a share of the filled ones.
    pub(super) distinct: f64,
    /// Mean number of words of those that are words.
    pub(super) length: f64,
    /// The most characters of a value.
    pub(super) longest: usize,
    /// Whether the values are picked from a list.
    pub(super) choices: bool,
    /// Whether they may be, few as they are: short, and some more than once.
    listed: bool,
    /// Whether, beside stock answers such as "Nada", many are written by one person only.
    own_words: bool,
}

/// Fewer values than this do not show whether they are choices from a list.
const TELLING: usize = 12;
/// The share of words from which on what is marked as written is: the rest may be dots and dashes.
const WRITTEN: f64 = 0.2;
/// The share of answers in nobody else's words from which on a question is no choice with a field for others.
const OWN_WORDS: f64 = 0.15;
/// The most words of an option in a list.
const LISTED: usize = 4;

impl Content {
    /// Looks at one column of the rows.
    pub(super) fn of(rows: &[Row], column: usize) -> Self {
        let cells = rows.iter().filter(|row| row.fault.is_none()).filter_map(|row| row.cells.get(column));
        let values: Vec<(Kind, String)> = cells
            .map(|cell| (kind_of(cell), cell.text().trim().to_lowercase()))
            .filter(|(kind, _)| *kind != Kind::Blank)
            .collect();
        let filled = values.len();
        if filled == 0 {
            return Self::default();
        }
        let share = |count: usize| count as f64 / filled as f64;
        let worded: Vec<&str> =
            values.iter().filter(|(kind, _)| *kind == Kind::Words).map(|(_, text)| text.as_str()).collect();
        let count: usize = worded.iter().map(|text| text.split_whitespace().count()).sum();
        let distinct: HashSet<&str> = values.iter().map(|(_, text)| text.as_str()).collect();
        Self {
            filled,
            words: share(worded.len()),
            numbers: share(values.iter().filter(|(kind, _)| *kind == Kind::Number).count()),
            distinct: share(distinct.len()),
            length: count as f64 / worded.len().max(1) as f64,
            longest: values.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0),
            choices: are_choices(&values),
            listed: are_listed(&worded, &distinct),
            own_words: are_own_words(&values),
        }
    }

    /// Whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Whether the column may hold comments, where its header says that it does.
    pub(super) fn may_be_comments(&self) -> bool {
        self.is_empty() || self.words >= 0.5
    }

    /// Whether the column may hold what its export marks as written, however often it is the same.
    pub(super) fn may_be_written(&self) -> bool {
        self.words >= WRITTEN && self.numbers < 0.5
    }

    /// Whether the column may hold answers in words to a question, and not choices from a list.
    pub(super) fn may_be_answers(&self) -> bool {
        let telling = self.filled >= TELLING || (self.length >= 1.5 && !self.listed);
        self.words >= 0.5 && !self.choices && telling
    }

    /// The same where the question itself wants words: it may be answered with "Nada" most of the time.
    pub(super) fn may_be_open_answers(&self) -> bool {
        self.may_be_answers() || (self.words >= 0.5 && self.own_words)
    }

    /// The same where the question does not tell that it wants words: few values must then show it by their length.
    pub(super) fn must_be_answers(&self) -> bool {
        self.may_be_answers() && (self.filled >= TELLING || self.length >= 2.0)
    }

    /// Whether the column holds answers of some words, no two alike.
    pub(super) fn are_sentences(&self) -> bool {
        self.may_be_answers() && self.length >= 2.0 && self.distinct >= 0.5
    }

    /// Whether the column holds free text, by its content alone.
    pub(super) fn is_free_text(&self) -> bool {
        self.words >= 0.7 && self.length >= 4.0 && self.distinct >= 0.5 && !self.choices
    }

    /// Whether all values are the same, as where an option has a column of its own.
    pub(super) fn is_one_value(&self) -> bool {
        self.filled > 1 && self.distinct * self.filled as f64 <= 1.5
    }

    /// Whether every value is there only once.
    pub(super) fn is_unique(&self) -> bool {
        self.distinct >= 1.0
    }
}

/// Whether the values are picked from a list: a few values again and again, also where several are joined.
fn are_choices(values: &[(Kind, String)]) -> bool {
    let ended = values.iter().filter(|(_, text)| text.ends_with(';')).count();
    if ended * 5 >= values.len() * 4 {
        return true;
    }
    let options: Vec<&str> =
        values.iter().flat_map(|(_, text)| text.split(';')).map(str::trim).filter(|text| !text.is_empty()).collect();
    let distinct: HashSet<&str> = options.iter().copied().collect();
    // Long texts are written, however often they repeat.
    let long = options.iter().filter(|text| text.split_whitespace().count() > 8).count();
    if long * 10 >= options.len() {
        return false;
    }
    options.len() >= TELLING && distinct.len() * 10 <= options.len() * 4
}

/// Whether many values say, in some words, what no other says, also where several options are joined.
fn are_own_words(values: &[(Kind, String)]) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split([';', ',']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for part in values.iter().flat_map(|(_, text)| parts(text)) {
        *counts.entry(part).or_default() += 1;
    }
    let own = |text: &str| {
        parts(text).iter().any(|part| part.split_whitespace().count() >= 2 && counts.get(part) == Some(&1))
    };
    let own = values.iter().filter(|(kind, text)| *kind == Kind::Words && own(text)).count();
    values.len() >= TELLING && own as f64 >= OWN_WORDS * values.len() as f64
}

/// Whether a handful of values are short enough for options of a list and too often the same for answers.
fn are_listed(values: &[&str], distinct: &HashSet<&str>) -> bool {
    let answers: Vec<&str> = values.iter().copied().filter(|text| !is_placeholder_for(text, false)).collect();
    let different = distinct.iter().filter(|text| answers.contains(*text)).count();
    let short = answers.iter().all(|text| text.split_whitespace().count() <= LISTED);
    !answers.is_empty() && short && different * 10 <= answers.len() * 7
}
