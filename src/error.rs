//! What can go wrong, sorted by whose fault it is.
//!
//! Every message says where (file, row, column), what was found and what would be right. Comments are
//! private: no message ever holds the text of one.

use std::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of this crate; [`kind`](Error::kind) tells whose fault it is.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong, by whose fault it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for cannot be done: an unknown column, a flag that does not fit the file.
    Usage {
        /// What was asked and why it cannot be.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// The input cannot be read.
    Input {
        /// Where in the input.
        position: Position,
        /// What was found there.
        message: String,
        /// What would be right, or what to do.
        hint: Option<String>,
    },
    /// The model is missing, damaged, or not of a kind that is known.
    Model {
        /// The model's name or folder, and the file in it where one is at fault.
        model: String,
        /// What is wrong with it.
        message: String,
    },
    /// The output cannot be written.
    Output {
        /// Where the output was to go.
        path: String,
        /// Why it could not.
        message: String,
    },
    /// The reader of the output went away: no failure, but nothing more can be written.
    BrokenPipe,
    /// Stopped on request.
    Interrupted,
    /// A fault of this program.
    Internal(String),
}

/// A place in an input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The file's name, `-` for standard input.
    pub source: String,
    /// The data row, from 1, headers not counted.
    pub row: Option<u64>,
    /// The physical line, from 1, where the format has lines.
    pub line: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
}

impl Position {
    /// The input as a whole.
    pub fn of(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    /// This place, in a data row.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// This place, on a physical line.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// This place, on the line of `text` that the byte `at` stands on, where there is one.
    pub(crate) fn at_byte(mut self, text: &str, at: Option<usize>) -> Self {
        self.line = at.map(|at| text.get(..at).unwrap_or(text).matches('\n').count() as u64 + 1);
        self
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.source == "-" { "standard input" } else { &self.source };
        f.write_str(name)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        Ok(())
    }
}

impl Error {
    /// Whose fault it is, with the particulars.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// What was asked for cannot be done.
    pub fn usage(message: impl Into<String>) -> Self {
        ErrorKind::Usage { message: message.into(), hint: None }.into()
    }

    /// The input cannot be read at `position`.
    pub fn input(position: Position, message: impl Into<String>) -> Self {
        ErrorKind::Input { position, message: message.into(), hint: None }.into()
    }

    /// The model cannot be used.
    pub fn model(model: impl Into<String>, message: impl fmt::Display) -> Self {
        ErrorKind::Model { model: model.into(), message: message.to_string() }.into()
    }

    /// The output cannot be written.
    pub fn output(path: impl Into<String>, message: impl fmt::Display) -> Self {
        ErrorKind::Output { path: path.into(), message: message.to_string() }.into()
    }

    /// A fault of this program.
    pub fn internal(message: impl fmt::Display) -> Self {
        ErrorKind::Internal(message.to_string()).into()
    }

    /// A failed write to `path`; a reader that went away becomes [`ErrorKind::BrokenPipe`].
    pub fn writing(path: impl Into<String>, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            ErrorKind::BrokenPipe.into()
        } else {
            Self::output(path, error)
        }
    }

    /// This error, with what to do about it (usage and input errors carry one).
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        if let ErrorKind::Usage { hint, .. } | ErrorKind::Input { hint, .. } = &mut *self.0 {
            *hint = Some(text.into());
        }
        self
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = match &*self.0 {
            ErrorKind::Usage { message, hint } => {
                f.write_str(message)?;
                hint
            }
            ErrorKind::Input { position, message, hint } => {
                write!(f, "{position}: {message}")?;
                hint
            }
            ErrorKind::Model { model, message } => return write!(f, "model {model}: {message}"),
            ErrorKind::Output { path, message } => return write!(f, "{path}: {message}"),
            ErrorKind::BrokenPipe => return f.write_str("the reader of the output went away"),
            ErrorKind::Interrupted => return f.write_str("interrupted"),
            ErrorKind::Internal(message) => return write!(f, "internal error: {message}"),
        };
        if let Some(hint) = hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
