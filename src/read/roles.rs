//! Which column is what: text, question, id, language, rating.
//!
//! What the user names goes before everything. The rest is guessed: from the export's own marks, from the headers in
//! Spanish and English, and from what the first rows hold. Each guess is told in a line of [`Roles::guesses`]; where
//! two columns are equally good, nothing is guessed but asked.

mod content;
mod names;
mod words;

use crate::error::{Error, Result};
use crate::read::SourceInfo;
use crate::read::question::clean;
use crate::table::{Column, Row};

use content::Content;
use names::{find, list};
use words::Says;

pub(crate) use content::{Kind, kind_of};
pub(crate) use names::shown;
pub(crate) use words::fold;

/// How a user names a column: by its header, or by its place (`#3`).
pub type ColumnName = String;

/// What the user said about the columns.
#[derive(Debug, Clone, Default)]
pub struct RoleOptions {
    /// The text columns.
    pub text: Vec<ColumnName>,
    /// The question: a column, or else a literal question for every row; empty for none at all.
    pub question: Option<String>,
    /// The id column.
    pub id: Option<ColumnName>,
    /// The language column.
    pub language: Option<ColumnName>,
    /// The rating column.
    pub rating: Option<ColumnName>,
}

/// Where a comment's question comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The same for every row.
    Fixed(String),
    /// A cell of the row.
    Column(usize),
}

/// A column that is tagged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextColumn {
    /// The column's index.
    pub index: usize,
    /// The question it answers, where there is one.
    pub question: Option<Question>,
}

/// Which column is what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    /// The columns that are tagged, in the file's order; at least one.
    pub text: Vec<TextColumn>,
    /// The id column.
    pub id: Option<usize>,
    /// The language column: a hint only.
    pub language: Option<usize>,
    /// The rating column (stars, NPS, satisfaction).
    pub rating: Option<usize>,
    /// Which of these were guessed, and from what: a line each, for standard error.
    pub guesses: Vec<String>,
}

/// Assigns the roles: what the user said, else header synonyms in both languages, else the content of the first
/// rows. A missing or ambiguous column is a usage error that lists the columns there are.
pub fn assign(info: &SourceInfo, head: &[Row], options: &RoleOptions) -> Result<Roles> {
    let columns = &info.columns;
    let named = |name: &Option<ColumnName>, flag: &str| match name {
        Some(name) => find(columns, name, flag, &info.name).map(Some),
        None => Ok(None),
    };
    let (id, language, rating) =
        (named(&options.id, "--id")?, named(&options.language, "--language")?, named(&options.rating, "--rating")?);
    let (asked_column, asked) = question_of(info, options)?;
    let mut taken: Vec<usize> = [id, language, rating, asked_column].into_iter().flatten().collect();
    let survey = Survey { info, head };
    let mut guesses = Vec::new();

    let mut text = Vec::new();
    for name in &options.text {
        text.push(find(columns, name, "--text", &info.name)?);
    }
    if text.is_empty() {
        let question_column = if options.question.is_none() {
            survey.first(words::QUESTION, &taken, Content::may_be_answers)
        } else {
            None
        };
        taken.extend(question_column);
        text = survey.text(&taken, &mut guesses)?;
    }
    text.sort_unstable();
    text.dedup();
    taken.extend(&text);

    let question_column = match options.question {
        Some(_) => asked_column,
        None => {
            let others: Vec<usize> = taken.iter().copied().filter(|index| text.contains(index)).collect();
            survey.first(words::QUESTION, &others, Content::may_be_answers).inspect(|index| {
                guesses.push(format!("question: column {} (header)", survey.name(*index)));
                taken.push(*index);
            })
        }
    };
    let mut guess = |role: &str, given: Option<usize>, found: Option<usize>, why: &str| {
        given.or_else(|| {
            let index = found?;
            guesses.push(format!("{role}: column {} ({why})", survey.name(index)));
            Some(index)
        })
    };
    let id = guess(
        "id",
        id,
        survey.first(words::ID, &taken, |content| !content.is_empty() && content.is_unique()),
        "header",
    );
    taken.extend(id);
    let found = survey.first(words::LANGUAGE, &taken, |content| content.numbers < 0.5 && content.longest <= 20);
    let language = guess("language", language, found, "header, a hint only");
    taken.extend(language);
    let rating = guess("rating", rating, survey.rating(&taken), "header");

    let question_for = |index: usize| {
        if let Some(column) = question_column {
            Some(Question::Column(column))
        } else if options.question.is_some() {
            asked.clone().map(Question::Fixed)
        } else {
            columns.get(index).and_then(own_question).map(Question::Fixed)
        }
    };
    let text = text.into_iter().map(|index| TextColumn { index, question: question_for(index) }).collect();
    Ok(Roles { text, id, language, rating, guesses })
}

/// What `--question` means: a column if one has that name, else the question itself.
fn question_of(info: &SourceInfo, options: &RoleOptions) -> Result<(Option<usize>, Option<String>)> {
    let Some(given) = options.question.as_deref() else { return Ok((None, None)) };
    if given.trim().is_empty() {
        return Ok((None, None));
    }
    let column = names::matching(&info.columns, given, &info.name, "--question")?;
    Ok((column, column.is_none().then(|| given.trim().to_owned())))
}

/// The question that a column answers by its own account; the mere name of a field is none.
fn own_question(column: &Column) -> Option<String> {
    let told = column.question.as_deref().map(str::trim).filter(|question| !question.is_empty());
    let is_question = |text: &&str| words::asks(text) || text.split_whitespace().count() >= 4;
    let named = words::squash(&column.name);
    let question = told.filter(is_question).filter(|text| words::asks(text) || words::squash(text) != named);
    question.map(str::to_owned).or_else(|| words::asks(&column.name).then(|| clean(&column.name)))
}

/// The headers and the first rows, to guess from.
struct Survey<'a> {
    info: &'a SourceInfo,
    head: &'a [Row],
}

impl Survey<'_> {
    fn name(&self, index: usize) -> String {
        self.info.columns.get(index).map_or_else(String::new, shown)
    }

    fn names(&self, indices: &[usize]) -> String {
        indices.iter().map(|index| self.name(*index)).collect::<Vec<_>>().join(", ")
    }

    /// The best column whose header is one of these names, in their order.
    fn first(&self, names: &[&str], taken: &[usize], fits: impl Fn(&Content) -> bool) -> Option<usize> {
        let columns = self.info.columns.iter().enumerate().filter(|(index, _)| !taken.contains(index));
        let rank = |column: &Column| {
            let told = column.question.as_deref().unwrap_or_default();
            let rank = |text: &str| names.iter().position(|name| *name == words::squash(text));
            rank(&column.name).or_else(|| rank(told))
        };
        let mut ranked: Vec<(usize, usize)> =
            columns.filter_map(|(index, column)| Some((rank(column)?, index))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, index)| index).find(|index| fits(&Content::of(self.head, *index)))
    }

    fn rating(&self, taken: &[usize]) -> Option<usize> {
        let fits = |content: &Content| content.is_empty() || content.numbers >= 0.8;
        let satisfied = |content: &Content| fits(content) || (content.words > 0.5 && content.length <= 3.0);
        self.first(words::RATING, taken, satisfied).or_else(|| {
            let free = self.info.columns.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            let asks = |text: &str| words::has_phrase(&words::fold(text), words::RATING_PROMPTS);
            let asking = free.filter(|(_, column)| asks(&column.name) || column.question.as_deref().is_some_and(asks));
            asking.map(|(index, _)| index).find(|index| fits(&Content::of(self.head, *index)))
        })
    }

    /// The text columns, by header and content.
    fn text(&self, taken: &[usize], guesses: &mut Vec<String>) -> Result<Vec<usize>> {
        let seen: Vec<(usize, Says, Content)> = (0..self.info.columns.len())
            .filter(|index| !taken.contains(index))
            .filter_map(|index| {
                Some((
                    index,
                    words::says(self.info.columns.get(index)?, self.info.dialect),
                    Content::of(self.head, index),
                ))
            })
            .filter(|(_, says, _)| *says != Says::Never)
            .collect();
        let pick = |fits: &dyn Fn(Says, &Content) -> bool| -> Vec<usize> {
            seen.iter().filter(|(_, says, content)| fits(*says, content)).map(|(index, ..)| *index).collect()
        };
        let asked = pick(&|says, content| matches!(says, Says::OpenEnded | Says::Asks) && content.may_be_answers());
        let by_name = self.best_named(&seen);
        if !asked.is_empty() {
            // In a survey, a column named "Comments" is one more open question.
            let named = by_name.into_iter().filter(|index| !Content::of(self.head, *index).is_empty());
            let mut text: Vec<usize> = asked.iter().copied().chain(named).collect();
            text.sort_unstable();
            guesses.extend(text.iter().map(|index| {
                let why = if asked.contains(index) { "open question" } else { "header" };
                format!("text: column {} ({why})", self.name(*index))
            }));
            return Ok(text);
        }
        if !by_name.is_empty() {
            guesses.extend(by_name.iter().map(|index| format!("text: column {} (header)", self.name(*index))));
            let rest = pick(&|says, content| {
                says == Says::Nothing && content.is_free_text()
                    || matches!(says, Says::Names(_)) && content.words >= 0.5
            });
            let rest: Vec<usize> = rest.into_iter().filter(|index| !by_name.contains(index)).collect();
            if !rest.is_empty() {
                guesses.push(format!("not read, name it with --text to tag it: column {}", self.names(&rest)));
            }
            return Ok(by_name);
        }
        if let Some(index) = self.known_to_platform(taken) {
            let platform = self.info.dialect.name();
            guesses.push(format!("text: column {} (where {platform} keeps it)", self.name(index)));
            return Ok(vec![index]);
        }
        let unanswered = pick(&|says, content| says == Says::OpenEnded && content.is_empty());
        let unanswered = if unanswered.is_empty() { self.unanswered(&seen) } else { unanswered };
        let free = pick(&|says, content| says == Says::Nothing && content.is_free_text());
        match free.as_slice() {
            [] if !unanswered.is_empty() => {
                let why = "open question, no answer in the first rows";
                guesses.extend(unanswered.iter().map(|index| format!("text: column {} ({why})", self.name(*index))));
                Ok(unanswered)
            }
            [] => self.only_column(&seen, guesses),
            [index] => {
                guesses.push(format!("text: column {} (the only one with free text)", self.name(*index)));
                Ok(vec![*index])
            }
            several => Err(self.undecided(several)),
        }
    }

    /// The columns with the surest of the names for comments; a fuller one goes before an empty one.
    fn best_named(&self, seen: &[(usize, Says, Content)]) -> Vec<usize> {
        let ranked = |empty: bool| {
            let ranked = seen.iter().filter_map(|(index, says, content)| match says {
                Says::Names(rank) if content.may_be_comments() && content.is_empty() == empty => Some((*rank, *index)),
                _ => None,
            });
            let ranked: Vec<(usize, usize)> = ranked.collect();
            let best = ranked.iter().map(|(rank, _)| *rank).min();
            ranked.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, index)| index).collect::<Vec<_>>()
        };
        let filled = ranked(false);
        if filled.is_empty() { ranked(true) } else { filled }
    }

    /// The weightiest column under which the platform keeps what customers wrote.
    fn known_to_platform(&self, taken: &[usize]) -> Option<usize> {
        let known: Vec<String> =
            self.info.dialect.known_text_headers().iter().map(|name| words::squash(name)).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.first(&known, taken, |content| content.words >= 0.5)
    }

    /// Questions that want words and have no answer in the first rows.
    fn unanswered(&self, seen: &[(usize, Says, Content)]) -> Vec<usize> {
        let openly = |index: &usize| {
            self.info.columns.get(*index).and_then(own_question).is_some_and(|question| words::asks_openly(&question))
        };
        let asked = seen.iter().filter(|(_, says, content)| *says == Says::Asks && content.is_empty());
        asked.map(|(index, ..)| *index).filter(openly).collect()
    }

    /// A file of one column of words holds comments, whatever its name.
    fn only_column(&self, seen: &[(usize, Says, Content)], guesses: &mut Vec<String>) -> Result<Vec<usize>> {
        match seen {
            [(index, _, content)] if self.info.columns.len() == 1 && content.words >= 0.5 => {
                guesses.push(format!("text: column {} (the only column)", self.name(*index)));
                Ok(vec![*index])
            }
            _ => Err(self.none_found()),
        }
    }

    fn undecided(&self, candidates: &[usize]) -> Error {
        let first = candidates.first().map_or_else(String::new, |index| self.name(*index));
        Error::usage(format!(
            "{}: several columns may hold the comments: {}\n{}",
            self.info.name,
            self.names(candidates),
            list(&self.info.columns, None)
        ))
        .hint(format!("name the one to read, or several: --text {first}"))
    }

    fn none_found(&self) -> Error {
        let example = self.info.columns.first().map_or_else(|| "\"Comentario\"".to_owned(), shown);
        let message = if self.info.columns.is_empty() {
            format!("{}: there are no columns", self.info.name)
        } else {
            format!(
                "{}: no column plainly holds comments; its columns are\n{}",
                self.info.name,
                list(&self.info.columns, None)
            )
        };
        Error::usage(message).hint(format!("name the column to read: --text {example}"))
    }
}
