//! Lines of bounded length.

use std::io::{self, BufRead, BufReader};

use crate::read::text::Text;

/// The most bytes that a line may have, in UTF-8.
const MAX_LINE: usize = 16 << 20;

/// A line that is not blank.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u64,
    /// Its text without the line end, or why there is none.
    pub(super) text: Result<String, String>,
}

/// A line of more than [`MAX_LINE`] bytes.
struct TooLong;

/// The lines of a text.
pub(super) struct Lines {
    reader: BufReader<Text>,
    number: u64,
}

impl Lines {
    /// The lines of this text.
    pub(super) fn new(reader: BufReader<Text>) -> Self {
        Self { reader, number: 0 }
    }

    /// The text they are of.
    pub(super) fn text(&self) -> &Text {
        self.reader.get_ref()
    }

    /// The next line that is not blank.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        while let Some(bytes) = self.next_bytes()? {
            self.number += 1;
            let text = match bytes {
                Ok(bytes) if bytes.trim_ascii().is_empty() => continue,
                Ok(bytes) => self.text().string(&bytes).map_err(|fault| fault.reason),
                Err(TooLong) => Err(format!("longer than {} MiB, the most that is read", MAX_LINE >> 20)),
            };
            return Ok(Some(Line { number: self.number, text }));
        }
        Ok(None)
    }

    /// The bytes of the next line.
    fn next_bytes(&mut self) -> io::Result<Option<Result<Vec<u8>, TooLong>>> {
        let mut line = Ok(Vec::new());
        let mut any = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(any.then_some(line));
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.unwrap_or(buffer.len());
            if line.as_ref().is_ok_and(|line| line.len() + length > MAX_LINE) {
                line = Err(TooLong);
            }
            if let Ok(line) = &mut line {
                line.extend_from_slice(&buffer[..length]);
            }
            self.reader.consume(length + usize::from(end.is_some()));
            if end.is_some() {
                return Ok(Some(line));
            }
        }
    }
}
