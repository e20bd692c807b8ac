//! Reading JSON Lines: one JSON object a line.
//!
//! Objects within an object become columns of their own under dot paths (`satisfaction_rating.comment`), at every
//! depth; arrays stay JSON text. Numbers and booleans keep their types; a whole number beyond 64 signed bits is text.
//!
//! Columns are the keys of the whole file, in the order in which they first appear: a regular file is read twice,
//! first for its keys. What can be read only once (standard input, a named pipe) is looked at for its first
//! [`HEAD_LINES`] lines; where it goes on behind them, and where there are more than [`MAX_COLUMNS`] keys, a last
//! column named [`OTHER_KEYS`] holds the rest of each row as one JSON object. Nothing is lost either way.
//!
//! A line that is no JSON object is a row with a fault; the next line is read on.

mod flatten;
mod lines;

use std::collections::{HashMap, HashSet, VecDeque};
use std::io::BufReader;

use serde_json::{Map, Value};

use crate::error::{Error, Position, Result};
use crate::read::text::Text;
use crate::read::{Format, Input, ReadOptions, Rows, Source, SourceInfo, bytes, name_columns};
use crate::table::{Cell, Row};

use flatten::flatten;
use lines::{Line, Lines};

/// How many lines are looked at for columns where the input can be read only once.
const HEAD_LINES: usize = 1_000;
/// How many bytes of lines are held at most while they are looked at.
const HEAD_BYTES: usize = 64 << 20;
/// The most columns that keys make.
const MAX_COLUMNS: usize = 4_096;
/// The column for what has no column of its own.
pub const OTHER_KEYS: &str = "other_keys";

/// Opens JSON Lines.
pub(crate) fn open(input: &Input, options: &ReadOptions) -> Result<Source> {
    let name = bytes::name(input);
    let mut lines = open_lines(input, options)?;
    let mut keys = Keys::default();
    let mut head = VecDeque::new();
    let rereadable = matches!(input, Input::File(path) if path.metadata().is_ok_and(|data| data.is_file()));
    let mut whole = true;
    let mut held = 0;
    loop {
        let line = match next_line(&mut lines) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            // The lines before the damage are good; who reads that far is told.
            Err(_) if rereadable && keys.objects > 0 => break,
            Err(error) => return Err(error),
        };
        keys.add(&line);
        if !rereadable {
            held += line.text.as_ref().map_or(0, String::len);
            head.push_back(line);
            if head.len() >= HEAD_LINES || held >= HEAD_BYTES {
                whole = false;
                break;
            }
        }
    }
    keys.check(&name)?;
    if rereadable {
        lines = open_lines(input, options)?;
    }
    let Columns { mut names, index, parents, overflow } = keys.into_columns();
    let other = (!whole || overflow).then_some(names.len());
    if other.is_some() {
        names.push(OTHER_KEYS.to_owned());
    }
    let (dialect, columns) = name_columns(&names, options.dialect);
    let text = lines.text();
    let progress = text.source().progress.clone();
    let info = SourceInfo {
        name,
        format: Format::Jsonl,
        compression: text.source().compression,
        encoding: Some(text.encoding().to_owned()),
        delimiter: None,
        sheet: None,
        dialect,
        header_rows: 0,
        columns,
    };
    let rows = JsonRows { head, lines, index, parents, other, width: names.len(), number: 0 };
    Ok(Source::new(info, progress, Box::new(rows)))
}

fn open_lines(input: &Input, options: &ReadOptions) -> Result<Lines> {
    let text = Text::open(bytes::open(input)?, options.encoding.as_deref())?;
    Ok(Lines::new(BufReader::with_capacity(64 << 10, text)))
}

fn next_line(lines: &mut Lines) -> Result<Option<Line>> {
    lines.next_line().map_err(|error| lines.text().source().failure(&error))
}

/// The keys seen so far.
#[derive(Default)]
struct Keys {
    names: Vec<String>,
    /// A key's place, and whether it ever held something.
    places: HashMap<String, (usize, bool)>,
    overflow: bool,
    objects: u64,
    first: Option<First>,
}

/// How the first line that is no object begins.
enum First {
    Array,
    OpenBrace,
    Other,
}

struct Columns {
    names: Vec<String>,
    index: HashMap<String, usize>,
    /// Paths that are no columns because they only ever held objects, or nothing.
    parents: HashSet<String>,
    overflow: bool,
}

impl Keys {
    fn add(&mut self, line: &Line) {
        let Ok(text) = &line.text else { return };
        let Self { names, places, overflow, .. } = self;
        let flat = flatten(text.as_bytes(), &mut |path, leaf| {
            let says = !leaf.is_nothing();
            if let Some((_, said)) = places.get_mut(path) {
                *said |= says;
            } else if names.len() < MAX_COLUMNS {
                places.insert(path.to_owned(), (names.len(), says));
                names.push(path.to_owned());
            } else {
                *overflow = true;
            }
        });
        if flat.is_ok() {
            self.objects += 1;
        } else if self.first.is_none() {
            self.first = Some(match text.trim() {
                "{" => First::OpenBrace,
                text if text.starts_with('[') => First::Array,
                _ => First::Other,
            });
        }
    }

    /// An input without a single object is none of this format.
    fn check(&self, name: &str) -> Result<()> {
        if self.objects > 0 {
            return Ok(());
        }
        let error = |message: &str| Err(Error::input(Position::of(name), message));
        match self.first {
            None => error("the file is empty").map_err(|error: Error| error.hint("export it again")),
            Some(First::Array) => error("a JSON array, where one JSON object a line should be")
                .map_err(|error| error.hint("turn it into lines: jq -c '.[]' FILE")),
            Some(First::OpenBrace) => error("JSON spread over several lines, where one object a line should be")
                .map_err(|error| error.hint("turn it into lines: jq -c . FILE")),
            Some(First::Other) => error("not JSON Lines: no line is a JSON object")
                .map_err(|error| error.hint("name its format with --input-format if it is another")),
        }
    }

    fn into_columns(self) -> Columns {
        let mut sorted: Vec<&str> = self.names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        // A name that only stood for an object has its members' names after it.
        let above = |name: &str| {
            let first = format!("{name}.");
            let at = sorted.partition_point(|other| *other < first.as_str());
            sorted.get(at).is_some_and(|other| other.starts_with(&first))
        };
        let said = |name: &str| self.places.get(name).is_some_and(|(_, said)| *said);
        let (names, silent): (Vec<&String>, Vec<&String>) =
            self.names.iter().partition(|name| said(name) || !above(name));
        let names: Vec<String> = names.into_iter().cloned().collect();
        let parents = silent.into_iter().cloned().collect();
        let index = names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect();
        Columns { names, index, parents, overflow: self.overflow }
    }
}

struct JsonRows {
    head: VecDeque<Line>,
    lines: Lines,
    index: HashMap<String, usize>,
    parents: HashSet<String>,
    other: Option<usize>,
    width: usize,
    number: u64,
}

impl Rows for JsonRows {
    fn next_row(&mut self) -> Result<Option<Row>> {
        let line = match self.head.pop_front() {
            Some(line) => line,
            None => match next_line(&mut self.lines)? {
                Some(line) => line,
                None => return Ok(None),
            },
        };
        self.number += 1;
        Ok(Some(self.row(&line)))
    }
}

impl JsonRows {
    fn row(&self, line: &Line) -> Row {
        let mut row = Row { number: self.number, cells: vec![Cell::Null; self.width], fault: None };
        let filled = line.text.as_ref().map_err(Clone::clone);
        if let Err(message) = filled.and_then(|text| self.fill(text, &mut row.cells)) {
            row.cells.fill(Cell::Null);
            row.fault = Some(format!("line {}: {message}", line.number));
        }
        row
    }

    fn fill(&self, text: &str, cells: &mut [Cell]) -> Result<(), String> {
        let mut others = Map::new();
        let mut taken = vec![false; cells.len()];
        let mut twice: Option<String> = None;
        flatten(text.as_bytes(), &mut |path, leaf| {
            let place = self.index.get(path).copied();
            let slot = place.and_then(|place| Some((taken.get_mut(place)?, cells.get_mut(place)?)));
            if let Some((taken, cell)) = slot {
                if std::mem::replace(taken, true) {
                    twice.get_or_insert_with(|| path.to_owned());
                }
                *cell = leaf.into_cell();
            } else if !(leaf.is_nothing() && self.parents.contains(path))
                && others.insert(path.to_owned(), leaf.into_json()).is_some()
            {
                twice.get_or_insert_with(|| path.to_owned());
            }
        })?;
        if let Some(key) = twice {
            return Err(format!("the key \"{key}\" stands twice in the object"));
        }
        if others.values().all(Value::is_null) && self.other.is_none() {
            return Ok(());
        }
        match self.other.and_then(|place| cells.get_mut(place)) {
            Some(cell) if !others.is_empty() => *cell = Cell::Text(Value::Object(others).to_string()),
            Some(_) => {}
            None => {
                let key = others.keys().next().map_or("", String::as_str);
                return Err(format!(
                    "the key \"{key}\" was not in the file when it was opened; read it again when nothing writes to it"
                ));
            }
        }
        Ok(())
    }
}
