//! Tagged files, read comment by comment, as often as it takes.

use std::path::Path;

use super::comment::{Comment, Place, TagColumns, tag_columns};
use super::lookup::{FIELDS, first_tag, holds_prose, other_schema, place_of, said, schema_column, unknown};
use super::plan::Asked;
use crate::error::{Error, Result};
use crate::read::bytes::name;
use crate::read::roles::{RoleOptions, Roles, assign, assign_id};
use crate::read::{Input, ReadOptions, Source, open};
use crate::record::SCHEMA;

/// Rows that the guess of a text column looks at.
pub(super) const HEAD_ROWS: usize = 1000;

/// Tagged files and what is asked of each of their comments.
#[derive(Debug, Clone)]
pub struct Files {
    inputs: Vec<Input>,
    options: ReadOptions,
    text: Option<String>,
    id: Option<String>,
    asked: Vec<String>,
}

/// What was found out on opening the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// Columns that some files lack, with those files.
    pub partly: Vec<(String, Vec<String>)>,
    /// Tags that some files lack, with those files.
    pub missing_tags: Vec<(String, Vec<String>)>,
    /// Files whose text column is not known: there are no words of theirs.
    pub without_text: Vec<String>,
    /// What the columns asked for are called in the files.
    names: Vec<String>,
}

impl Opened {
    /// What was asked, with columns named as the files do: `#5` and `canal` too stand for `Canal`.
    ///
    /// # Errors
    ///
    /// A column that is named twice for the same.
    pub(super) fn resolve(&self, files: &Files, asked: Asked) -> Result<Asked> {
        let name = |asked: &String| {
            files.number(asked).and_then(|number| self.names.get(number)).cloned().unwrap_or_else(|| asked.clone())
        };
        let names = |asked: &[String], what: &str| {
            let names: Vec<String> = asked.iter().map(name).collect();
            match names.iter().enumerate().find(|(index, name)| names[..*index].contains(name)) {
                Some((_, twice)) => {
                    Err(Error::usage(format!("\"{twice}\" is named twice for {what}")).hint("name each column once"))
                }
                None => Ok(names),
            }
        };
        Ok(Asked {
            by: names(&asked.by, "comparing")?,
            outcomes: names(&asked.outcomes, "outcomes")?,
            adjust: names(&asked.adjust, "adjusting")?,
            date: asked.date.as_ref().map(name),
            customer: asked.customer.as_ref().map(name),
            nps: asked.nps.as_deref().map(|nps| nps.iter().map(name).collect()),
            ..asked
        })
    }
}

impl Files {
    /// Files, with the text column where it cannot be guessed, and the columns that are asked for.
    pub fn new(inputs: Vec<Input>, options: ReadOptions, text: Option<String>, asked: Vec<String>) -> Self {
        Self { inputs, options, text, id: None, asked }
    }

    /// These files, with the column of the comments' ids where it cannot be guessed.
    #[must_use]
    pub fn with_id(self, id: Option<String>) -> Self {
        Self { id, ..self }
    }

    /// The names of the columns asked for, in the order of [`Comment::asked`].
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// The files' names, without their folders.
    pub fn names(&self) -> Vec<String> {
        self.inputs.iter().map(name).collect()
    }

    /// The number of a column asked for.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.asked.iter().position(|asked| asked == name)
    }

    /// Opens every file and looks for what is asked.
    ///
    /// # Errors
    ///
    /// A column that no file has; a file without tags, or of another schema.
    pub fn check(&self) -> Result<Opened> {
        let mut opened = Opened::default();
        let mut lacking: Vec<Vec<String>> = vec![Vec::new(); self.asked.len()];
        let mut own: Vec<String> = Vec::new();
        opened.names.clone_from(&self.asked);
        for input in &self.inputs {
            let mut file = self.open(input)?;
            for (asked, (place, lacking)) in file.places.clone().into_iter().zip(&mut lacking).enumerate() {
                match place {
                    Place::Nowhere => lacking.push(file.source.info.name.clone()),
                    Place::Cell(index) => {
                        file.refuse_comments(index)?;
                        opened.names[asked].clone_from(&file.names[index]);
                    }
                    Place::Source | Place::Column => {}
                }
            }
            for set in &file.sets {
                for tag in &set.missing {
                    match opened.missing_tags.iter_mut().find(|(name, _)| name == tag) {
                        Some((_, files)) => files.push(file.source.info.name.clone()),
                        None => opened.missing_tags.push(((*tag).to_owned(), vec![file.source.info.name.clone()])),
                    }
                }
            }
            if !file.knows_text {
                opened.without_text.push(file.source.info.name.clone());
            }
            for name in file.own_names() {
                if !own.contains(name) {
                    own.push(name.clone());
                }
            }
        }
        for (name, files) in self.asked.iter().zip(lacking) {
            if files.len() == self.inputs.len() {
                return Err(unknown(name, &own));
            }
            if !files.is_empty() {
                opened.partly.push((name.clone(), files));
            }
        }
        Ok(opened)
    }

    /// Shows every comment, in the files' order.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or of another schema; what `visit` fails with.
    pub fn each(&self, mut visit: impl FnMut(&Comment<'_>) -> Result<()>) -> Result<()> {
        for input in &self.inputs {
            let mut file = self.open(input)?;
            let name = file.source.info.name.clone();
            let schema = file.schema;
            while let Some(row) = file.source.next_row()? {
                if let Some(found) = schema.and_then(|index| said(&row, index)).filter(|found| found != SCHEMA) {
                    return Err(other_schema(&name, row.number, &found));
                }
                for tags in &file.sets {
                    let places = &file.places;
                    visit(&Comment { source: &name, row: row.number, cells: &row, tags, places })?;
                }
            }
        }
        Ok(())
    }

    fn open(&self, input: &Input) -> Result<File> {
        let mut source = open(input, &self.options)?;
        source.peek(HEAD_ROWS)?;
        let schema = schema_column(&mut source)?;
        let roles = if schema.is_some() { Roles::default() } else { self.roles(&mut source)? };
        let text = roles.text.first().map(|column| column.index);
        let sets = tag_columns(&source.info, schema.is_some(), text, roles.id)?;
        let knows_text = schema.is_some() || text.is_some() || sets.len() > 1;
        let field = |name: &str| if schema.is_some() { name.strip_prefix(FIELDS).map(str::to_owned) } else { None };
        let names: Vec<String> = source
            .info
            .columns
            .iter()
            .map(|column| field(&column.name).unwrap_or_else(|| column.name.clone()))
            .collect();
        let places = self.asked.iter().map(|wanted| place_of(&source.info, &names, schema.is_some(), wanted));
        let places = places.collect::<Result<_>>()?;
        Ok(File { source, sets, places, names, schema, knows_text })
    }

    /// The text and id columns of a table, which its tags do not name where there is only one text: as named, else as `classify` guesses.
    fn roles(&self, source: &mut Source) -> Result<Roles> {
        let text = self.text.iter().cloned().collect();
        let options = RoleOptions { text, id: self.id.clone(), ..RoleOptions::default() };
        let mut info = source.info.clone();
        info.columns.truncate(first_tag(&info.columns));
        let head = source.peek(HEAD_ROWS)?;
        match assign(&info, head, &options) {
            // The words are not known then; the ids may be.
            Err(_) if self.text.is_none() => {
                Ok(Roles { id: assign_id(&info, head, self.id.as_deref())?, ..Roles::default() })
            }
            roles => roles,
        }
    }
}

/// An opened tagged file.
struct File {
    source: Source,
    sets: Vec<TagColumns>,
    places: Vec<Place>,
    /// What its columns are called.
    names: Vec<String>,
    /// The column of the schema, of records.
    schema: Option<usize>,
    knows_text: bool,
}

impl File {
    /// The names of the columns that are not tags.
    fn own_names(&self) -> impl Iterator<Item = &String> {
        let columns = &self.source.info.columns;
        let records = self.schema.is_some();
        let own = move |index: usize| {
            if records { columns[index].name.starts_with(FIELDS) } else { index < first_tag(columns) }
        };
        self.names.iter().enumerate().filter(move |(index, _)| own(*index)).map(|(_, name)| name)
    }

    /// Refuses a column of comments where groups, numbers or days are asked for: its cells would be shown.
    fn refuse_comments(&mut self, index: usize) -> Result<()> {
        let is_text = self.sets.iter().any(|set| set.text() == Some(index));
        let head = self.source.peek(HEAD_ROWS)?;
        if !is_text && !holds_prose(head, index) {
            return Ok(());
        }
        let (file, name) = (&self.source.info.name, &self.names[index]);
        Err(Error::usage(format!("{file}: \"{name}\" holds comments, which are private and no values to count by"))
            .hint("name a column of groups, numbers, days or customers"))
    }
}

/// Standard input, kept in a file for as long as it is read: reports read twice.
///
/// # Errors
///
/// Standard input breaks off, or the file cannot be written.
pub fn keep_stdin(folder: &Path) -> Result<Input> {
    let path = folder.join("-");
    let failed = |error: std::io::Error| Error::writing(path.display().to_string(), &error);
    let mut file = std::fs::File::create(&path).map_err(failed)?;
    std::io::copy(&mut std::io::stdin().lock(), &mut file).map_err(failed)?;
    Ok(Input::File(path))
}
