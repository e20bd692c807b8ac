//! Guessing which column is what, from the headers and the first rows.

use crate::error::{Error, Result};
use crate::read::SourceInfo;
use crate::read::dialect::Dialect;
use crate::read::question::clean;
use crate::table::{Column, Row};

use super::content::Content;
use super::names::{argument, list, shown};
use super::vocabulary;
use super::words::{self, Says};

/// The headers and the first rows, to guess from.
pub(super) struct Survey<'a> {
    info: &'a SourceInfo,
    head: &'a [Row],
}

impl<'a> Survey<'a> {
    /// What there is to guess from.
    pub(super) fn of(info: &'a SourceInfo, head: &'a [Row]) -> Self {
        Self { info, head }
    }

    /// A column's name in a message.
    pub(super) fn name(&self, index: usize) -> String {
        let Some(column) = self.info.columns.get(index) else { return String::new() };
        let twins = self.info.columns.iter().filter(|other| other.name == column.name).count();
        if twins > 1 { format!("{} (#{})", shown(column), index + 1) } else { shown(column) }
    }

    fn names(&self, indices: &[usize]) -> String {
        indices.iter().map(|index| self.name(*index)).collect::<Vec<_>>().join(", ")
    }

    /// The best column whose header is one of these names, in their order.
    pub(super) fn first(&self, names: &[&str], taken: &[usize], fits: impl Fn(&Content) -> bool) -> Option<usize> {
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

    /// The id column by its name.
    pub(super) fn id(&self, taken: &[usize], fits: impl Fn(&Content) -> bool) -> Option<usize> {
        // Old Qualtrics exports keep the response's id in V1.
        let legacy = self.info.dialect == Dialect::Qualtrics;
        let legacy = legacy.then(|| self.first(&["v1"], taken, &fits)).flatten();
        legacy.or_else(|| self.first(vocabulary::ID, taken, fits))
    }

    /// The rating column: by its name, else by its question.
    pub(super) fn rating(&self, taken: &[usize]) -> Option<usize> {
        let fits = |content: &Content| content.is_empty() || content.numbers >= 0.8;
        let satisfied = |content: &Content| fits(content) || (content.words > 0.5 && content.length <= 3.0);
        self.first(vocabulary::RATING, taken, satisfied).or_else(|| {
            let free = self.info.columns.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            let asks = |text: &str| words::has_phrase(&words::fold(text), vocabulary::RATING_PROMPTS);
            let asking = free.filter(|(_, column)| asks(&column.name) || column.question.as_deref().is_some_and(asks));
            asking.map(|(index, _)| index).find(|index| fits(&Content::of(self.head, *index)))
        })
    }

    /// The text columns, by header and content.
    pub(super) fn text(&self, taken: &[usize], guesses: &mut Vec<String>) -> Result<Vec<usize>> {
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
        let mut asked = pick(&|says, content| match says {
            Says::OpenEnded => content.may_be_written(),
            Says::Asks => content.may_be_open_answers(),
            Says::AsksEither => content.must_be_answers(),
            Says::AsksClosed => content.is_free_text(),
            _ => false,
        });
        if !asked.is_empty() {
            // Where headers are codes, an open question shows by its answers alone.
            asked.extend(pick(&|says, content| says == Says::Coded && content.are_sentences()));
        }
        let unnamed = |says: Says| matches!(says, Says::Nothing | Says::Coded);
        let free = pick(&|says, content| unnamed(says) && content.is_free_text());
        let mut by_name = best_named(&seen);
        if !free.is_empty() {
            // A name over nothing is worth less than text.
            by_name.retain(|index| !Content::of(self.head, *index).is_empty());
        }
        if !asked.is_empty() {
            // In a survey, a column named "Comments" is one more open question.
            let named = by_name.into_iter().filter(|index| !Content::of(self.head, *index).is_empty());
            let mut text: Vec<usize> = asked.iter().copied().chain(named).collect();
            text.sort_unstable();
            guesses.extend(text.iter().map(|index| {
                let why = if asked.contains(index) { "open question" } else { "header" };
                format!("text: column {} ({why})", self.name(*index))
            }));
            self.tell_left_out(&left_out(&seen), &text, guesses);
            return Ok(text);
        }
        if !by_name.is_empty() {
            let headless = self.info.header_rows == 0 && self.info.columns.len() == 1;
            let why = if headless { "the only column" } else { "header" };
            guesses.extend(by_name.iter().map(|index| format!("text: column {} ({why})", self.name(*index))));
            let rest = pick(&|says, content| {
                unnamed(says) && content.is_free_text() || matches!(says, Says::Names(_)) && content.words >= 0.5
            });
            let mut rest = [rest, left_out(&seen)].concat();
            rest.sort_unstable();
            self.tell_left_out(&rest, &by_name, guesses);
            return Ok(by_name);
        }
        if let Some(index) = self.known_to_platform(taken) {
            let platform = self.info.dialect.name();
            guesses.push(format!("text: column {} (where {platform} keeps it)", self.name(index)));
            return Ok(vec![index]);
        }
        let unanswered = pick(&|says, content| says == Says::OpenEnded && content.is_empty());
        let unanswered = if unanswered.is_empty() { self.unanswered(&seen) } else { unanswered };
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

    /// Names the columns that are not tagged and might have been.
    fn tell_left_out(&self, rest: &[usize], text: &[usize], guesses: &mut Vec<String>) {
        let rest: Vec<usize> = rest.iter().copied().filter(|index| !text.contains(index)).collect();
        if !rest.is_empty() {
            guesses.push(format!("not tagged unless named with --text: {}", self.names(&rest)));
        }
    }

    /// Whether a column that was named as the question's is the one of the comments: its header asks for them, or
    /// without it there is none.
    pub(super) fn is_text(&self, index: usize, taken: &[usize]) -> bool {
        let asks = self.info.columns.get(index).and_then(own_question).is_some();
        let chosen = |taken: &[usize]| self.text(taken, &mut Vec::new()).unwrap_or_default();
        (asks || chosen(&[taken, &[index]].concat()).is_empty()) && chosen(taken).contains(&index)
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
        let first = candidates.first().and_then(|index| argument(&self.info.columns, *index)).unwrap_or_default();
        Error::usage(format!(
            "{}: several columns may hold the comments: {}\n{}",
            self.info.name,
            self.names(candidates),
            list(&self.info.columns, None)
        ))
        .hint(format!("name the one to read, or several: --text {first}"))
    }

    fn none_found(&self) -> Error {
        let name = &self.info.name;
        let message = if self.info.columns.is_empty() {
            format!("{name}: there are no columns")
        } else {
            format!("{name}: no column plainly holds comments; its columns are\n{}", list(&self.info.columns, None))
        };
        let error = Error::usage(message);
        // The wordiest is the likeliest.
        let contents = (0..self.info.columns.len()).map(|index| (index, Content::of(self.head, index)));
        let wordiness = |content: &Content| content.words * content.length;
        let likeliest = contents.max_by(|(_, a), (_, b)| wordiness(a).total_cmp(&wordiness(b)));
        match likeliest {
            Some((index, _)) => {
                error.hint(format!("name the column to read by its header or its place: --text \"#{}\"", index + 1))
            }
            None => error,
        }
    }
}

/// The question that a column answers by its own account; the mere name of a field is none.
pub(super) fn own_question(column: &Column) -> Option<String> {
    let told = column.question.as_deref().map(str::trim).filter(|question| !question.is_empty());
    let is_question = |text: &&str| words::asks(text) || text.split_whitespace().count() >= 4;
    let named = words::squash(&column.name);
    let question = told.filter(is_question).filter(|text| words::asks(text) || words::squash(text) != named);
    question.map(str::to_owned).or_else(|| words::asks(&column.name).then(|| clean(&column.name)))
}

/// The questions with answers in words that may be choices from a list.
fn left_out(seen: &[(usize, Says, Content)]) -> Vec<usize> {
    let asked = seen.iter().filter(|(_, says, content)| match says {
        Says::OpenEnded => !content.is_empty(),
        Says::Asks | Says::AsksEither => content.words >= 0.5 && !content.is_one_value(),
        Says::AsksClosed => content.words >= 0.5 && content.length >= 2.0,
        _ => false,
    });
    asked.map(|(index, ..)| *index).collect()
}

/// The columns with the surest of the names for comments; a filled one goes before an empty one.
fn best_named(seen: &[(usize, Says, Content)]) -> Vec<usize> {
    let ranked = |empty: bool| {
        let ranked = seen.iter().filter_map(|(index, says, content)| match says {
            Says::Names(words::NAMES_A_THING) if content.choices => None,
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
