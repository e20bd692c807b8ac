//! Which delimiter and which line ends a text has.

use crate::read::records::{Found, Record, Shape};

/// The delimiter of a text that has none: no UTF-8 holds this byte.
pub(crate) const NO_DELIMITER: u8 = 0xFE;
/// The delimiters that are looked for.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much is looked at, in bytes.
const SAMPLE: usize = 1 << 20;
/// How many records are looked at.
const RECORDS: usize = 200;
/// How many lines may stand before the header.
pub(crate) const PREAMBLE: usize = 10;
/// The share of cells that start with a space from which on a delimiter may be punctuation.
const PROSE: f64 = 0.8;
/// The share of records as wide as the widest behind a preamble.
const CONSISTENT: f64 = 0.8;

/// What the head of a text tells.
pub(crate) struct Sniffed {
    /// Its delimiter, line ends and probable number of cells.
    pub(crate) shape: Shape,
    /// The bytes of a `sep=` line before everything else.
    pub(crate) skip: usize,
}

/// Looks at the head of a text; `whole`: nothing comes behind it.
pub(crate) fn sniff(text: &[u8], whole: bool, forced: Option<u8>) -> Sniffed {
    let (whole, text) = (whole && text.len() <= SAMPLE, &text[..text.len().min(SAMPLE)]);
    let carriage = ends_with_carriage(text);
    let (skip, named) = separator_line(text, carriage);
    let text = &text[skip..];
    let shape = |delimiter| Shape { delimiter, carriage, width: None };
    let best = match forced.or(named) {
        Some(delimiter) => {
            let widths = Widths::count(text, whole, shape(delimiter));
            Some((delimiter, widths.header().map_or(1, |(width, _)| width)))
        }
        None => DELIMITERS
            .into_iter()
            .filter_map(|delimiter| {
                let (width, score) = Widths::count(text, whole, shape(delimiter)).header()?;
                Some((delimiter, width, score))
            })
            .reduce(|best, next| if (next.2, next.1) > (best.2, best.1) { next } else { best })
            .map(|(delimiter, width, _)| (delimiter, width)),
    };
    let (delimiter, width) = best.unwrap_or((NO_DELIMITER, 1));
    Sniffed { shape: Shape { width: Some(width), ..shape(delimiter) }, skip }
}

/// Whether lines end with a lone carriage return: more do, outside of quotes, than with a line feed.
fn ends_with_carriage(text: &[u8]) -> bool {
    let (mut carriages, mut feeds, mut all_feeds) = (0, 0, 0);
    let mut quoted = false;
    let mut rest = text.iter().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' => {
                all_feeds += 1;
                feeds += usize::from(!quoted);
            }
            b'\r' if rest.peek() != Some(&&b'\n') => carriages += usize::from(!quoted),
            _ => {}
        }
    }
    // Unbalanced quotes make "outside of quotes" mean nothing.
    carriages > if quoted { all_feeds } else { feeds }
}

/// The `sep=;` line with which spreadsheets are told the delimiter: its length and the delimiter.
fn separator_line(text: &[u8], carriage: bool) -> (usize, Option<u8>) {
    let shape = Shape { delimiter: NO_DELIMITER, carriage, width: None };
    let (end, length) = shape.line_end(text, 0).unwrap_or((text.len(), 0));
    let line = &text[..end];
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match bare {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if is_delimiter(*delimiter) => {
            (end + length, Some(*delimiter))
        }
        _ => (0, None),
    }
}

/// Whether a byte can stand between cells.
pub(crate) fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r' | 0)
}

/// How many cells the records have under one delimiter.
struct Widths {
    counts: Vec<usize>,
    /// The share of cells behind a delimiter that start with a space.
    spaced: f64,
}

impl Widths {
    fn count(text: &[u8], whole: bool, shape: Shape) -> Self {
        let mut counts = Vec::new();
        let (mut spaced, mut cells) = (0usize, 0usize);
        let mut record = Record::default();
        let mut at = 0;
        while counts.len() < RECORDS {
            at += match shape.next(&text[at..], whole, &mut record) {
                Found::Whole(used) | Found::Unclosed { used, .. } | Found::TooLong(used) => used,
                Found::Part | Found::End => break,
            };
            if record.is_blank() {
                continue;
            }
            counts.push(record.len());
            cells += record.len() - 1;
            spaced += record.cells().skip(1).filter(|cell| cell.starts_with(b" ")).count();
        }
        let spaced = if cells == 0 { 0.0 } else { spaced as f64 / cells as f64 };
        Self { counts, spaced }
    }

    /// The width of the header and how well the records agree with it; `None` where this is no delimiter.
    fn header(&self) -> Option<(usize, f64)> {
        let first = *self.counts.first()?;
        let agreeing = |width: usize, counts: &[usize]| {
            counts.iter().filter(|&&count| count == width).count() as f64 / counts.len() as f64
        };
        let (width, score) = if first > 1 {
            (first, agreeing(first, &self.counts))
        } else {
            // A title, then a table: wider, and all of it as wide.
            let widest = self.counts.iter().take(PREAMBLE + 1).position(|&count| count > 1)?;
            let table = &self.counts[widest..];
            let share = agreeing(table[0], table);
            (table.len() > 1 && share >= CONSISTENT).then_some((table[0], share * 0.9))?
        };
        // Commas in sentences are followed by spaces, and do not come in equal numbers.
        (self.spaced < PROSE || score >= 1.0).then_some((width, score))
    }
}
