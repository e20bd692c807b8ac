//! One line's object, flattened: every value that is not an object, under its dot path.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use crate::table::Cell;

/// What stands at the end of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leaf {
    /// `null`.
    Null,
    /// `{}`.
    EmptyObject,
    /// Text, a number or a boolean.
    Scalar(Cell),
    /// An array.
    Array(Value),
}

impl Leaf {
    /// Whether nothing is said here that other lines could not say in more detail.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Null | Self::EmptyObject)
    }

    /// The leaf as a cell; arrays as JSON text.
    pub(super) fn into_cell(self) -> Cell {
        match self {
            Self::Null => Cell::Null,
            Self::EmptyObject => Cell::Text("{}".to_owned()),
            Self::Scalar(cell) => cell,
            Self::Array(value) => Cell::Text(value.to_string()),
        }
    }

    /// The leaf as JSON.
    pub(super) fn into_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::EmptyObject => Value::Object(serde_json::Map::new()),
            Self::Array(value) => value,
            Self::Scalar(Cell::Integer(number)) => number.into(),
            Self::Scalar(Cell::Number(number)) => number.into(),
            Self::Scalar(Cell::Boolean(value)) => value.into(),
            Self::Scalar(cell) => cell.text().into(),
        }
    }
}

/// Hands every leaf of the object in `line` to `take`, with its dot path; what is wrong with the line otherwise.
pub(super) fn flatten(line: &[u8], take: &mut dyn FnMut(&str, Leaf)) -> Result<(), String> {
    let mut parser = serde_json::Deserializer::from_slice(line);
    let mut path = String::new();
    let node = Node { path: &mut path, depth: 0, take };
    node.deserialize(&mut parser).and_then(|()| parser.end()).map_err(|error| describe(&error))
}

/// The parser's error; none of its messages holds a value, since those of type errors are all from here.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let message = if message.contains("hex escape") {
        "an escape that is no character (such as \\ud83d, half of a surrogate pair)"
    } else {
        message
    };
    match error.classify() {
        Category::Data => message.to_owned(),
        _ => format!("no JSON object, or a damaged one: {message} at byte {}", error.column()),
    }
}

struct Node<'a> {
    path: &'a mut String,
    depth: usize,
    take: &'a mut dyn FnMut(&str, Leaf),
}

impl Node<'_> {
    fn leaf<E: serde::de::Error>(self, what: &str, leaf: Leaf) -> Result<(), E> {
        if self.depth == 0 {
            return Err(E::custom(format_args!("{what} where a JSON object should be")));
        }
        (self.take)(self.path, leaf);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.leaf("null", Leaf::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.leaf("a boolean", Leaf::Scalar(Cell::Boolean(value)))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.leaf("a number", Leaf::Scalar(Cell::Integer(value)))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        let cell = i64::try_from(value).map_or_else(|_| Cell::Text(value.to_string()), Cell::Integer);
        self.leaf("a number", Leaf::Scalar(cell))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.leaf("a number", Leaf::Scalar(Cell::Number(value)))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.leaf("a text", Leaf::Scalar(Cell::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        if self.depth == 0 {
            return Err(A::Error::custom("an array where a JSON object should be"));
        }
        let mut values = Vec::new();
        while let Some(value) = elements.next_element::<Value>()? {
            values.push(value);
        }
        self.leaf("an array", Leaf::Array(Value::Array(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { path, depth, take } = self;
        let parent = path.len();
        let mut empty = true;
        while let Some(key) = entries.next_key::<String>()? {
            empty = false;
            if depth > 0 {
                path.push('.');
            }
            path.push_str(&key);
            entries.next_value_seed(Node { path: &mut *path, depth: depth + 1, take: &mut *take })?;
            path.truncate(parent);
        }
        if empty && depth > 0 {
            take(path, Leaf::EmptyObject);
        }
        Ok(())
    }
}
