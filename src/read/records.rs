//! Splitting delimited text into records, in the face of what exporters do to quotes.
//!
//! A quoted cell ends at a quote before a delimiter or the end of a line. Any other single quote in it is one that
//! the exporter should have doubled: it is taken as it stands, as long as the lines that the cell then spans do not
//! turn out to be whole records of their own. If they do, the cell was never closed.

/// The longest record, in bytes: behind it an open quote counts as never closed.
pub(crate) const RECORD_LIMIT: usize = 16 << 20;
/// The longest cell with stray quotes, in bytes.
const STRAY_LIMIT: usize = 64 << 10;

/// What separates cells and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Between cells.
    pub(crate) delimiter: u8,
    /// Whether a lone carriage return ends a line, as on old Macs.
    pub(crate) carriage: bool,
    /// How many cells a record should have, where that is known.
    pub(crate) width: Option<usize>,
}

/// The cells of one record.
#[derive(Debug, Default)]
pub(crate) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Whether any cell is quoted.
    pub(crate) quoted: bool,
    /// Up to where in the text no cell with stray quotes can end, as one that started before showed.
    barren: usize,
}

/// What was found at the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A record, of this many bytes with its line end.
    Whole(usize),
    /// A record with a quote that is never closed.
    Unclosed {
        /// The cell with the quote.
        cell: usize,
        /// Bytes before the quote.
        before: usize,
        /// Bytes up to the next line, where reading goes on.
        used: usize,
    },
    /// A record longer than [`RECORD_LIMIT`], of which this many bytes are here.
    TooLong(usize),
    /// A part of a record: more text is needed.
    Part,
    /// Nothing: the end.
    End,
}

impl Record {
    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.bytes.get(start..end).unwrap_or_default())
    }

    /// Whether this is a line with nothing on it but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.ends.len() == 1 && !self.quoted && self.bytes.trim_ascii().is_empty()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.quoted = false;
    }

    fn close(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Forgets all cells from this one on.
    fn cut(&mut self, cells: usize) {
        self.ends.truncate(cells);
        self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
    }
}

/// How the text behind a cell goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// With a delimiter.
    Cell,
    /// With a line end of this many bytes (0: the end of the text).
    Line(usize),
    /// With anything else.
    Other,
    /// More text is needed to tell.
    Unknown,
}

/// How a quoted cell ended.
enum Quoted {
    /// Closed; the text goes on behind this index.
    Closed(usize),
    /// Never closed, or only behind lines that are records of their own.
    Never,
    /// More text is needed.
    Part,
}

impl Shape {
    /// Reads the first record of the text into `record`; `last`: no text comes behind it.
    ///
    /// The next call is for the text behind what was found, or for the same with more behind it.
    pub(crate) fn next(&self, text: &[u8], last: bool, record: &mut Record) -> Found {
        let found = self.read(text, last, record);
        if let Found::Whole(used) | Found::Unclosed { used, .. } | Found::TooLong(used) = found {
            record.barren = record.barren.saturating_sub(used);
        }
        found
    }

    fn read(&self, text: &[u8], last: bool, record: &mut Record) -> Found {
        record.clear();
        if text.is_empty() {
            return if last { Found::End } else { Found::Part };
        }
        let mut at = 0;
        let mut stray = None;
        loop {
            let (start, cell) = (at, record.len());
            if text.get(at) == Some(&b'"') {
                record.quoted = true;
                let mut strays = false;
                match self.quoted(text, start, last, record, &mut strays) {
                    Quoted::Closed(end) => at = end,
                    Quoted::Never => return self.mend(text, last, record, cell, start),
                    Quoted::Part if text.len() >= RECORD_LIMIT => {
                        return self.mend(text, last, record, cell, start);
                    }
                    Quoted::Part => return Found::Part,
                }
                if strays {
                    stray.get_or_insert((cell, start));
                }
            } else {
                at = self.plain(text, at);
                record.bytes.extend_from_slice(&text[start..at]);
            }
            match self.after(text, at, last) {
                Next::Cell => at += 1,
                Next::Line(length) => {
                    record.close();
                    return match stray {
                        Some((cell, start)) if self.width.is_some_and(|width| width != record.len()) => {
                            self.mend_stray(text, last, record, cell, start, at + length)
                        }
                        _ => Found::Whole(at + length),
                    };
                }
                Next::Other | Next::Unknown if text.len() >= RECORD_LIMIT => {
                    record.close();
                    return Found::TooLong(text.len());
                }
                Next::Other | Next::Unknown => return Found::Part,
            }
            record.close();
        }
    }

    /// Where a line that starts here ends, and how long its line end is; `None` where the text ends before.
    pub(crate) fn line_end(&self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        let rest = text.get(from..)?;
        let end = from + rest.iter().position(|&byte| byte == b'\n' || (self.carriage && byte == b'\r'))?;
        if text[end] == b'\r' {
            return Some((end, if text.get(end + 1) == Some(&b'\n') { 2 } else { 1 }));
        }
        let carriage = end > from && text[end - 1] == b'\r';
        Some(if carriage { (end - 1, 2) } else { (end, 1) })
    }

    /// How many lines end in this text.
    pub(crate) fn lines(&self, text: &[u8]) -> u64 {
        let mut lines = 0;
        let mut at = 0;
        while let Some((end, length)) = self.line_end(text, at) {
            lines += 1;
            at = end + length;
        }
        lines
    }

    /// Where an unquoted cell that starts here ends.
    fn plain(&self, text: &[u8], mut at: usize) -> usize {
        loop {
            let stop = |&byte: &u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
            at += text[at..].iter().position(stop).unwrap_or(text.len() - at);
            // A carriage return that ends no line is a character like any other.
            if text.get(at) == Some(&b'\r') && !self.carriage {
                match text.get(at + 1) {
                    Some(b'\n') | None => return at,
                    Some(_) => at += 1,
                }
            } else {
                return at;
            }
        }
    }

    fn after(&self, text: &[u8], at: usize, last: bool) -> Next {
        match (text.get(at), text.get(at + 1)) {
            (Some(&byte), _) if byte == self.delimiter => Next::Cell,
            (Some(b'\n'), _) => Next::Line(1),
            (Some(b'\r'), Some(b'\n')) => Next::Line(2),
            (Some(b'\r'), None) if last => Next::Line(1),
            (Some(b'\r'), None) => Next::Unknown,
            (Some(b'\r'), _) if self.carriage => Next::Line(1),
            (None, _) if last => Next::Line(0),
            (None, _) => Next::Unknown,
            _ => Next::Other,
        }
    }

    /// Reads the quoted cell that starts at `start` into `record`.
    fn quoted(&self, text: &[u8], start: usize, last: bool, record: &mut Record, strays: &mut bool) -> Quoted {
        let mut at = start + 1;
        let mut lines = None;
        loop {
            let quote = at + text[at..].iter().position(|&byte| byte == b'"').unwrap_or(text.len() - at);
            record.bytes.extend_from_slice(&text[at..quote]);
            if *strays {
                let lines = lines.get_or_insert_with(|| Lines::of(self, text, start, last, record.len()));
                if start < record.barren || lines.hold_a_record(self, text, quote, last) {
                    record.barren = record.barren.max(lines.next);
                    return Quoted::Never;
                }
                if quote - start > STRAY_LIMIT {
                    record.barren = record.barren.max(quote - STRAY_LIMIT / 2);
                    return Quoted::Never;
                }
            }
            if quote == text.len() {
                return if last { Quoted::Never } else { Quoted::Part };
            }
            if text.get(quote + 1) == Some(&b'"') {
                record.bytes.push(b'"');
                at = quote + 2;
                continue;
            }
            // A line that ends in a stray quote has not all its cells yet.
            let short = *strays && self.width.is_some_and(|width| record.len() + 1 < width);
            match self.after(text, quote + 1, last) {
                Next::Cell => return Quoted::Closed(quote + 1),
                Next::Line(_) if !short => return Quoted::Closed(quote + 1),
                Next::Unknown => return Quoted::Part,
                Next::Other | Next::Line(_) => {
                    *strays = true;
                    record.bytes.push(b'"');
                    at = quote + 1;
                }
            }
        }
    }

    /// Whether a line is beyond doubt a record: the right number of cells, and no quote out of place.
    fn is_record(&self, line: &[u8]) -> bool {
        let Some(width) = self.width else { return false };
        let mut cells = 0;
        let mut at = 0;
        let mut quoted = false;
        loop {
            if line.get(at) == Some(&b'"') {
                quoted = true;
                at += 1;
                loop {
                    let Some(quote) = line[at..].iter().position(|&byte| byte == b'"') else { return false };
                    at += quote + 1;
                    match line.get(at) {
                        Some(b'"') => at += 1,
                        Some(&byte) if byte != self.delimiter => {}
                        _ => break,
                    }
                }
            } else {
                let end = line[at..].iter().position(|&byte| byte == self.delimiter).unwrap_or(line.len() - at);
                if line[at..at + end].contains(&b'"') {
                    return false;
                }
                at += end;
            }
            cells += 1;
            if at >= line.len() {
                break;
            }
            at += 1;
        }
        cells == width && (width > 1 || quoted)
    }

    /// The cells of a line, each quoted one ending at its first single quote, with what stands between that and the
    /// delimiter. `None` where a quote stays open.
    fn loose_cells<'a>(&self, line: &'a [u8]) -> Option<Vec<&'a [u8]>> {
        let mut cells = Vec::new();
        let mut at = 0;
        loop {
            let from = at;
            if line.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    at += line[at..].iter().position(|&byte| byte == b'"')? + 1;
                    match line.get(at) {
                        Some(b'"') => at += 1,
                        _ => break,
                    }
                }
            }
            at += line[at..].iter().position(|&byte| byte == self.delimiter).unwrap_or(line.len() - at);
            let raw = &line[from..at];
            cells.push(raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\"")).unwrap_or(raw));
            if at == line.len() {
                return Some(cells);
            }
            at += 1;
        }
    }

    /// A whole record with stray quotes and the wrong number of cells: reads it again, each cell ending at its
    /// first single quote, and keeps that where it gives the right number.
    fn mend_stray(
        &self,
        text: &[u8],
        last: bool,
        record: &mut Record,
        cell: usize,
        start: usize,
        used: usize,
    ) -> Found {
        let (bytes, ends) = (record.bytes.clone(), record.ends.clone());
        if let Some(used) = self.loosely(text, last, record, cell, start) {
            return Found::Whole(used);
        }
        (record.bytes, record.ends) = (bytes, ends);
        Found::Whole(used)
    }

    /// A quote that opens at `start` in this cell and is not closed: as [`mend_stray`](Self::mend_stray), or else
    /// the rest of the line cell by cell, quotes taken as they stand.
    fn mend(&self, text: &[u8], last: bool, record: &mut Record, cell: usize, start: usize) -> Found {
        if let Some(used) = self.loosely(text, last, record, cell, start) {
            return Found::Whole(used);
        }
        record.cut(cell);
        let (end, length) = self.line_end(text, start).unwrap_or((text.len(), 0));
        for part in text[start..end].split(|&byte| byte == self.delimiter) {
            record.bytes.extend_from_slice(part);
            record.close();
        }
        Found::Unclosed { cell, before: start, used: end + length }
    }

    /// Reads the line from `start` on by [`loose_cells`](Self::loose_cells); `None` unless that gives the right
    /// number of cells.
    fn loosely(&self, text: &[u8], last: bool, record: &mut Record, cell: usize, start: usize) -> Option<usize> {
        let (end, length) = self.line_end(text, start).or_else(|| last.then_some((text.len(), 0)))?;
        let cells = self.loose_cells(&text[start..end]).filter(|cells| Some(cell + cells.len()) == self.width)?;
        record.cut(cell);
        for loose in cells {
            record.bytes.extend_from_slice(loose);
            record.close();
        }
        Some(end + length)
    }
}

/// The lines that a cell with stray quotes spans.
struct Lines {
    /// Where the last line that was looked at starts.
    next: usize,
    /// Whether the first of them is a record when its quotes are read loosely; then that is enough for others.
    loose: bool,
}

impl Lines {
    /// The lines of the cell that starts here, with so many cells before it.
    fn of(shape: &Shape, text: &[u8], start: usize, last: bool, before: usize) -> Self {
        let end = shape.line_end(text, start).map(|(end, _)| end).or(last.then_some(text.len()));
        let cells = end.and_then(|end| shape.loose_cells(&text[start..end]));
        let loose = cells.is_some_and(|cells| shape.width > Some(1) && Some(before + cells.len()) == shape.width);
        Self { next: start, loose }
    }

    /// Whether any line that starts behind the cell's first and before `to` is a whole record of its own.
    fn hold_a_record(&mut self, shape: &Shape, text: &[u8], to: usize, last: bool) -> bool {
        while let Some((end, length)) = shape.line_end(text, self.next).filter(|&(end, _)| end < to) {
            let next = end + length;
            let Some(rest) = text.get(next..) else { return false };
            let line = match shape.line_end(text, next) {
                Some((end, _)) => &text[next..end],
                None if last => rest,
                None => return false,
            };
            let loose = self.loose && shape.loose_cells(line).is_some_and(|cells| Some(cells.len()) == shape.width);
            if loose || shape.is_record(line) {
                self.next = next;
                return true;
            }
            self.next = next;
        }
        false
    }
}
