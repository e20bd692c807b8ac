//! Text out of bytes: which encoding they are in, and the same text as UTF-8.

use std::fmt::Write as _;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, Position, Result};
use crate::read::bytes::Bytes;

/// How much of an input the encoding is told from, in bytes.
pub(crate) const HEAD: usize = 4 << 20;
/// How much is decoded at a time, in bytes.
const CHUNK: usize = 64 << 10;
/// How much is looked at to tell text from other data, in bytes.
const LOOK: usize = 64 << 10;
/// Stands before a byte that could not be decoded; never part of UTF-8.
const MARK: u8 = 0xFF;
/// The bytes that Windows-1252 leaves without a character.
const UNASSIGNED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];
/// The labels that an unknown one is answered with.
const LABELS: &str = "utf-8, utf-16le, utf-16be, windows-1252, iso-8859-15, macintosh";

/// The text of an input: a stream of UTF-8 in which only bytes that cannot be decoded are not valid.
///
/// Pieces of it become strings by [`string`](Text::string), which tells of such bytes.
pub(crate) struct Text {
    bytes: Bytes,
    coding: Coding,
    how: String,
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
}

/// How the bytes are turned to UTF-8.
enum Coding {
    /// Nothing but ASCII so far: decided where that ends.
    Ascii,
    /// As they are.
    Utf8,
    /// Byte by byte: the characters of 0x80 to 0xFF.
    Windows1252(Vec<char>),
    /// By a decoder; the bytes before the current chunk, for what it says of them.
    Other(Box<Decoder>, Vec<u8>),
}

/// A piece of text that holds bytes which its encoding does not know.
#[derive(Debug)]
pub(crate) struct Undecodable {
    /// The text, with those bytes as Windows-1252 has them.
    pub(crate) text: String,
    /// Which bytes, and what they are not.
    pub(crate) reason: String,
}

impl Text {
    /// Finds out the encoding, or takes the one of this label.
    pub(crate) fn open(mut bytes: Bytes, label: Option<&str>) -> Result<Self> {
        let told = label.map(encoding_of).transpose()?;
        let name = bytes.name.clone();
        let head = match bytes.peek(HEAD) {
            Ok(head) => head,
            Err(error) => return Err(bytes.failure(&error)),
        };
        if head.starts_with(&[0xFF, 0xFE, 0, 0]) || head.starts_with(&[0, 0, 0xFE, 0xFF]) {
            return Err(Error::input(Position::of(name), "is in UTF-32, which is not read").hint("save it as UTF-8"));
        }
        let mark = Encoding::for_bom(head);
        if mark.is_none() {
            not_text(head, &name)?;
        }
        let (encoding, how) = match (told, mark) {
            // `utf-16` leaves the byte order to the mark.
            (Some(_), Some((marked, _))) if label.is_some_and(is_plain_utf16) && marked != UTF_8 => {
                (Some(marked), "as told")
            }
            (Some(encoding), _) => (Some(encoding), "as told"),
            (None, Some((encoding, _))) => (Some(encoding), "byte order mark"),
            (None, None) => decide(head, head.len() < HEAD),
        };
        if let Some((marked, length)) = mark
            && encoding == Some(marked)
        {
            bytes.skip(length);
        }
        let coding = encoding.map_or(Coding::Ascii, coding_of);
        let how = format!("{} ({how})", encoding.unwrap_or(UTF_8).name());
        Ok(Self { bytes, coding, how, decoded: Vec::new(), given: 0, ended: false })
    }

    /// The encoding and how it was told, as [`SourceInfo`](crate::read::SourceInfo) holds it.
    pub(crate) fn encoding(&self) -> &str {
        &self.how
    }

    /// Whether the text is read as Windows-1252.
    pub(crate) fn is_windows_1252(&self) -> bool {
        matches!(self.coding, Coding::Windows1252(_))
    }

    /// The bytes it is read from.
    pub(crate) fn source(&self) -> &Bytes {
        &self.bytes
    }

    /// A piece of the stream as a string, unless it holds bytes that could not be decoded.
    pub(crate) fn string(&self, piece: &[u8]) -> Result<String, Undecodable> {
        match std::str::from_utf8(piece) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.undecodable(piece)),
        }
    }

    fn undecodable(&self, piece: &[u8]) -> Undecodable {
        let marked = matches!(self.coding, Coding::Windows1252(_) | Coding::Other(..));
        let mut text = String::with_capacity(piece.len());
        let mut bad = Vec::new();
        let mut half = None;
        for chunk in piece.utf8_chunks() {
            text.push_str(chunk.valid());
            for &byte in chunk.invalid() {
                let found = match (marked, half) {
                    (false, _) => byte,
                    (true, Some(high)) => (high << 4) | (byte & 0x0F),
                    (true, None) if byte == MARK => continue,
                    (true, None) => {
                        half = Some(byte & 0x0F);
                        continue;
                    }
                };
                half = None;
                bad.push(found);
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[found]).0);
            }
        }
        let shown = bad.len().min(4);
        let mut reason = String::from(if bad.len() == 1 { "the byte" } else { "the bytes" });
        for byte in &bad[..shown] {
            let _ = write!(reason, " 0x{byte:02X}");
        }
        if bad.len() > shown {
            let _ = write!(reason, " and {} more", bad.len() - shown);
        }
        let _ = write!(reason, " cannot be read as {}", self.name());
        Undecodable { text, reason }
    }

    fn name(&self) -> &'static str {
        match &self.coding {
            Coding::Ascii | Coding::Utf8 => UTF_8.name(),
            Coding::Windows1252(_) => WINDOWS_1252.name(),
            Coding::Other(decoder, _) => decoder.encoding().name(),
        }
    }

    /// Decodes some more; leaves `decoded` empty only at the end.
    fn decode(&mut self) -> io::Result<()> {
        self.decoded.clear();
        self.given = 0;
        while self.decoded.is_empty() && !self.ended {
            let chunk = self.bytes.peek(CHUNK)?;
            self.ended = chunk.is_empty();
            let count = chunk.len();
            match &mut self.coding {
                Coding::Utf8 => self.decoded.extend_from_slice(chunk),
                Coding::Windows1252(characters) => {
                    for &byte in chunk {
                        match byte {
                            0..0x80 => self.decoded.push(byte),
                            _ if UNASSIGNED.contains(&byte) => mark(byte, &mut self.decoded),
                            _ => {
                                let character = characters[usize::from(byte - 0x80)];
                                self.decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                            }
                        }
                    }
                }
                Coding::Other(decoder, before) => transcode(decoder, before, chunk, &mut self.decoded),
                Coding::Ascii => match chunk.iter().position(|byte| !byte.is_ascii()) {
                    None => self.decoded.extend_from_slice(chunk),
                    Some(ascii) => {
                        self.decoded.extend_from_slice(&chunk[..ascii]);
                        self.bytes.skip(ascii);
                        let sample = self.bytes.peek(HEAD)?;
                        let (encoding, how) = decide(sample, sample.len() < HEAD);
                        let encoding = encoding.unwrap_or(UTF_8);
                        tracing::info!("{}: the text behind the head is {} ({how})", self.bytes.name, encoding.name());
                        self.coding = coding_of(encoding);
                        continue;
                    }
                },
            }
            self.bytes.skip(count);
        }
        Ok(())
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.decoded.len() {
            self.decode()?;
        }
        let count = (&self.decoded[self.given..]).read(into)?;
        self.given += count;
        Ok(count)
    }
}

/// The encoding of a label, as the web knows them and a little more freely written.
fn encoding_of(label: &str) -> Result<&'static Encoding> {
    let hyphened = label.trim().replace('_', "-");
    [label.to_owned(), hyphened.clone(), hyphened.replace('-', "")]
        .iter()
        .find_map(|label| Encoding::for_label_no_replacement(label.as_bytes()))
        .ok_or_else(|| {
            Error::usage(format!("the encoding \"{label}\" is not known"))
                .hint(format!("these are: {LABELS}, and every other label of the WHATWG encoding standard"))
        })
}

fn is_plain_utf16(label: &str) -> bool {
    matches!(label.trim().to_ascii_lowercase().replace('_', "-").as_str(), "utf-16" | "utf16")
}

fn coding_of(encoding: &'static Encoding) -> Coding {
    if encoding == UTF_8 {
        Coding::Utf8
    } else if encoding == WINDOWS_1252 {
        let upper: Vec<u8> = (0x80..=0xFF).collect();
        Coding::Windows1252(WINDOWS_1252.decode_without_bom_handling(&upper).0.chars().collect())
    } else {
        Coding::Other(Box::new(encoding.new_decoder_without_bom_handling()), Vec::new())
    }
}

/// Tells the encoding of a text without a byte order mark, or `None` while it is plain ASCII.
///
/// `whole`: the sample is not cut off, so that a character cut at its end is a fault.
fn decide(sample: &[u8], whole: bool) -> (Option<&'static Encoding>, &'static str) {
    if let Some(encoding) = utf16(sample) {
        return (Some(encoding), "a NUL in every second byte");
    }
    if sample.is_ascii() {
        return (None, "plain ASCII");
    }
    let (mut characters, mut faults) = (0usize, 0usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        characters += chunk.valid().bytes().filter(|byte| byte & 0xC0 == 0xC0).count();
        let cut = !whole && chunks.peek().is_none() && is_cut(chunk.invalid());
        faults += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    // Windows-1252 text is next to never valid UTF-8: two such bytes in a row that fit are rare.
    match faults {
        0 => (Some(UTF_8), "valid UTF-8"),
        _ if characters >= faults => (Some(UTF_8), "mostly valid UTF-8"),
        _ => (Some(WINDOWS_1252), "not valid UTF-8"),
    }
}

/// Whether these bytes are the start of a UTF-8 sequence that goes on behind them.
fn is_cut(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// UTF-16 without a byte order mark: Western text has a NUL in every second byte.
fn utf16(sample: &[u8]) -> Option<&'static Encoding> {
    let sample = &sample[..sample.len().min(LOOK)];
    let pairs = sample.len() / 2;
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let mostly = |nuls: usize, others: usize| pairs > 0 && nuls * 2 > pairs && others * 10 <= nuls;
    if mostly(second, first) {
        Some(UTF_16LE)
    } else if mostly(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Refuses what is no text: known containers by their first bytes, other data by its control characters.
fn not_text(head: &[u8], name: &str) -> Result<()> {
    if let Some((what, hint)) = container(head) {
        return Err(Error::input(Position::of(name), format!("is {what}, not text")).hint(hint));
    }
    let look = &head[..head.len().min(LOOK)];
    if utf16(look).is_some() {
        return Ok(());
    }
    let controls = look.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x19 | 0x1C..=0x1F)).count();
    if controls >= 16 && controls * 20 > look.len() {
        return Err(Error::input(Position::of(name), "is binary data, not text")
            .hint("export it as CSV, XLSX, JSONL or Parquet"));
    }
    Ok(())
}

/// What a file is by its first bytes, where it is nothing that holds lines of text, and the way out.
pub(crate) fn container(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let holds = |needle: &[u8]| head[..head.len().min(LOOK)].windows(needle.len()).any(|window| window == needle);
    let export = "export the answers as CSV or XLSX";
    let rename = "give it the extension .xlsx";
    Some(match head {
        [b'P', b'K', 3, 4, ..] if holds(b"opendocument") => ("an OpenDocument file", "save it as XLSX or CSV"),
        [b'P', b'K', 3, 4, ..] if holds(b"xl/") || holds(b"[Content_Types].xml") => ("an Excel workbook", rename),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ("a ZIP archive", "unzip it and name the file in it"),
        [b'P', b'A', b'R', b'1', ..] => ("a Parquet file", "give it the extension .parquet"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ("an old Excel workbook (.xls)", "save it as XLSX or CSV"),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF", export),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => ("an image", export),
        _ if starts_as_html(head) => ("a web page", "the download may have asked for a login; export it again"),
        _ => return None,
    })
}

fn starts_as_html(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|start| head.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)))
}

/// Notes a byte that cannot be decoded as three that are never part of UTF-8.
fn mark(byte: u8, into: &mut Vec<u8>) {
    into.extend_from_slice(&[MARK, 0x80 | (byte >> 4), 0x80 | (byte & 0x0F)]);
}

/// Decodes a chunk; an empty one is the end. `before` holds the last bytes of the chunks before.
fn transcode(decoder: &mut Decoder, before: &mut Vec<u8>, mut chunk: &[u8], into: &mut Vec<u8>) {
    let last = chunk.is_empty();
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(chunk.len()).unwrap_or(CHUNK);
        let start = into.len();
        into.resize(start + room, 0);
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(chunk, &mut into[start..], last);
        into.truncate(start + written);
        before.extend_from_slice(&chunk[..read]);
        chunk = &chunk[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                let end = before.len().saturating_sub(usize::from(behind));
                let start = end.saturating_sub(usize::from(length));
                before[start..end].iter().for_each(|&byte| mark(byte, into));
            }
        }
    }
    // No malformed sequence is longer.
    before.drain(..before.len().saturating_sub(8));
}
