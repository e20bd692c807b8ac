//! Tagged files, read comment by comment, as often as it takes.

use std::path::Path;

use super::comment::{Comment, Place, TagColumns, tag_columns};
use crate::error::{Error, Position, Result};
use crate::read::roles::{RoleOptions, Roles, assign};
use crate::read::{Input, ReadOptions, Source, open};
use crate::record::SCHEMA;
use crate::table::Column;

/// Rows that the guess of a text column looks at.
const HEAD_ROWS: usize = 1000;

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
        let name = |input: &Input| match input {
            Input::File(path) => path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            Input::Stdin => "-".into(),
        };
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
        let mut names: Vec<String> = Vec::new();
        for input in &self.inputs {
            let file = self.open(input)?;
            for (place, lacking) in file.places.iter().zip(&mut lacking) {
                if *place == Place::Nowhere {
                    lacking.push(file.source.info.name.clone());
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
            let free = |name: &str| name.strip_prefix("fields.").unwrap_or(name).to_owned();
            names.extend(file.source.info.columns.iter().map(|column| free(&column.name)));
        }
        for (name, files) in self.asked.iter().zip(lacking) {
            if files.len() == self.inputs.len() {
                names.dedup();
                let named: Vec<String> = names.iter().take(40).map(|name| format!("\"{name}\"")).collect();
                return Err(Error::usage(format!("no file has a column \"{name}\""))
                    .hint(format!("there are {}", named.join(", "))));
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
                if let Some(found) = schema.and_then(|index| row.cells.get(index)).map(|cell| cell.text())
                    && row.fault.is_none()
                    && found != SCHEMA
                {
                    let found: String = found.chars().take(40).collect();
                    let message = format!("a record of the schema \"{found}\"; this program reads {SCHEMA}");
                    return Err(Error::input(Position::of(name).at_row(row.number), message)
                        .hint("classify the export again with this version"));
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
        let columns = source.info.columns.clone();
        let place = |wanted: &String| {
            let exact = columns.iter().position(|column| column.name == *wanted || column.key == *wanted);
            let field = || columns.iter().position(|column| column.name.strip_prefix("fields.") == Some(wanted));
            match (exact.or_else(field), wanted.as_str()) {
                (Some(index), _) => Place::Cell(index),
                (None, "source") => Place::Source,
                (None, "column") => Place::Column,
                (None, _) => Place::Nowhere,
            }
        };
        let schema = columns.iter().position(|column| column.name == "schema");
        let roles = if schema.is_some() { Roles::default() } else { self.roles(&mut source)? };
        let text = roles.text.first().map(|column| column.index);
        let sets = tag_columns(&source.info, text, roles.id)?;
        let knows_text = schema.is_some() || text.is_some() || sets.len() > 1;
        let places = self.asked.iter().map(place).collect();
        Ok(File { source, sets, places, schema, knows_text })
    }

    /// The text and id columns of a table, which its tags do not name where there is only one text: as named, else as `classify` guesses.
    fn roles(&self, source: &mut Source) -> Result<Roles> {
        let text = self.text.iter().cloned().collect();
        let options = RoleOptions { text, id: self.id.clone(), ..RoleOptions::default() };
        let mut info = source.info.clone();
        let first_tag = info.columns.iter().position(|column| matches!(&*column.name, "lang" | "sentir_lang"));
        info.columns.truncate(first_tag.unwrap_or(info.columns.len()));
        let head = source.peek(HEAD_ROWS)?;
        match assign(&info, head, &options) {
            // The words are not known then; the ids may be.
            Err(_) if self.text.is_none() => {
                let named = |column: &Column| self.id.as_deref() == Some(&*column.name);
                Ok(Roles { id: info.columns.iter().position(named), ..Roles::default() })
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
    schema: Option<usize>,
    knows_text: bool,
}

/// Standard input, kept in a file for as long as it is read: reports read twice.
///
/// # Errors
///
/// Standard input breaks off, or the file cannot be written.
pub fn keep_stdin(folder: &Path, format: &str) -> Result<Input> {
    let path = folder.join(format!("-.{format}"));
    let failed = |error: std::io::Error| Error::writing(path.display().to_string(), &error);
    let mut file = std::fs::File::create(&path).map_err(failed)?;
    std::io::copy(&mut std::io::stdin().lock(), &mut file).map_err(failed)?;
    Ok(Input::File(path))
}
