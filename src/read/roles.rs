//! Which column is what: text, question, id, language, rating.
//!
//! What the user names goes before everything. The rest is guessed: from the export's own marks, from the headers in
//! Spanish and English, and from what the first rows hold. Each guess is told in a line of [`Roles::guesses`]; where
//! two columns are equally good, nothing is guessed but asked.

mod content;
mod guess;
mod names;
mod vocabulary;
mod words;

use crate::error::Result;
use crate::read::SourceInfo;
use crate::table::Row;

use guess::{Survey, own_question};
use names::{find, quoted};

pub(crate) use content::{Kind, kind_of};
pub(crate) use names::{closest, matching, place};
pub(crate) use words::{is_prose, is_role_name};

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
    /// Which of these were guessed, and from what, and which question is in use: a line each, for standard error.
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
    let (id, language, rating) = (
        named(&options.id, "--id")?,
        named(&options.language, "--language-column")?,
        named(&options.rating, "--rating")?,
    );
    let (mut asked_column, mut asked) = question_of(info, options)?;
    let mut taken: Vec<usize> = [id, language, rating].into_iter().flatten().collect();
    let survey = Survey::of(info, head);
    let mut guesses = Vec::new();

    let mut text = Vec::new();
    for name in &options.text {
        text.push(find(columns, name, "--text", &info.name)?);
    }
    if let Some(index) = asked_column {
        let is_text = if options.text.is_empty() { survey.is_text(index, &taken) } else { text.contains(&index) };
        if is_text {
            // A comment is not its own question: what was meant is what the column asks.
            let column = columns.get(index);
            asked = column.map(|column| own_question(column).unwrap_or_else(|| column.name.trim().to_owned()));
            asked_column = None;
        } else {
            taken.push(index);
        }
    }
    let question_column = match options.question {
        Some(_) => asked_column,
        None => survey.first(vocabulary::QUESTION, &[&*taken, &*text].concat(), |content| content.words >= 0.5),
    };
    if asked_column.is_none() {
        taken.extend(question_column);
    }
    if text.is_empty() {
        text = survey.text(&taken, &mut guesses)?;
    }
    text.sort_unstable();
    text.dedup();
    taken.extend(&text);

    let mut guess = |role: &str, given: Option<usize>, found: Option<usize>, why: &str| {
        given.or_else(|| {
            let index = found?;
            guesses.push(format!("{role}: column {} ({why})", survey.name(index)));
            Some(index)
        })
    };
    let unique = survey.id(&taken, |content| !content.is_empty() && content.is_unique());
    let plain = || survey.first(vocabulary::PLAIN_ID, &taken, |content| !content.is_empty());
    let (found, why) = match unique {
        Some(index) => (Some(index), "header"),
        None => (plain(), "header; some ids repeat"),
    };
    let id = guess("id", id, found, why);
    taken.extend(id);
    let found = survey.first(vocabulary::LANGUAGE, &taken, |content| content.numbers < 0.5 && content.longest <= 20);
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
    let text: Vec<TextColumn> =
        text.into_iter().map(|index| TextColumn { index, question: question_for(index) }).collect();
    let given = if options.question.is_some() { "given" } else { "header" };
    if let Some(index) = question_column {
        guesses.push(format!("question: column {} ({given})", survey.name(index)));
    } else if options.question.is_some() {
        guesses.extend(asked.iter().map(|asked| format!("question: text {} ({given})", quoted(asked))));
    } else {
        guesses.extend(text.iter().filter_map(|column| match &column.question {
            Some(Question::Fixed(asked)) => {
                Some(format!("question: text {} (of column {})", quoted(asked), survey.name(column.index)))
            }
            _ => None,
        }));
    }
    Ok(Roles { text, id, language, rating, guesses })
}

/// The id column alone: as named, else as [`assign`] guesses it; none where nothing tells it.
pub(crate) fn assign_id(info: &SourceInfo, head: &[Row], named: Option<&str>) -> Result<Option<usize>> {
    match named {
        Some(name) => find(&info.columns, name, "--id", &info.name).map(Some),
        None => Ok(Survey::of(info, head).id(&[], |content| !content.is_empty() && content.is_unique())),
    }
}

/// What `--question` means: a column if one has that name, else the question itself.
fn question_of(info: &SourceInfo, options: &RoleOptions) -> Result<(Option<usize>, Option<String>)> {
    let Some(given) = options.question.as_deref() else { return Ok((None, None)) };
    if given.trim().is_empty() {
        return Ok((None, None));
    }
    let column = if names::place(given).is_some() {
        Some(find(&info.columns, given, "--question", &info.name)?)
    } else {
        names::matching(&info.columns, given, &info.name, "--question")?
    };
    Ok((column, column.is_none().then(|| given.trim().to_owned())))
}
