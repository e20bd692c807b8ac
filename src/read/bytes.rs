//! The bytes of an input: opened, decompressed, and counted as they lie on disk.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::error::{Error, Position, Result};
use crate::read::{Input, Progress};

/// The first bytes of a gzip member.
const GZIP: &[u8] = &[0x1F, 0x8B];
/// The first bytes of a zstd frame.
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// The decompressed bytes of an input, with a head that can be looked at before it is read.
pub(crate) struct Bytes {
    /// The file's name, without its folders; `-` for standard input.
    pub(crate) name: String,
    /// `gzip` or `zstd`, where it is compressed.
    pub(crate) compression: Option<&'static str>,
    /// Bytes read of the file as it lies on disk.
    pub(crate) progress: Progress,
    inner: Box<dyn Read + Send>,
    held: Vec<u8>,
    taken: usize,
    failed: Option<io::Error>,
}

/// Opens an input and undoes its compression, which its first bytes tell.
pub(crate) fn open(input: &Input) -> Result<Bytes> {
    let name = name(input);
    let (mut raw, progress): (Box<dyn Read + Send>, Progress) = match input {
        Input::Stdin => {
            let progress = Progress::default();
            (Box::new(Counted { inner: io::stdin(), progress: progress.clone() }), progress)
        }
        Input::File(path) => {
            let (file, total) = open_file(path, &name)?;
            let progress = Progress { total, ..Progress::default() };
            (Box::new(Counted { inner: file, progress: progress.clone() }), progress)
        }
    };
    let mut magic = Vec::new();
    (&mut raw).take(ZSTD.len() as u64).read_to_end(&mut magic).map_err(|error| failure(&name, None, &error))?;
    let compression = compression(input, &magic);
    let raw = Cursor::new(magic).chain(raw);
    let inner: Box<dyn Read + Send> = match compression {
        Some("gzip") => Box::new(MultiGzDecoder::new(raw)),
        Some(_) => Box::new(zstd::Decoder::new(raw).map_err(|error| failure(&name, None, &error))?),
        None => Box::new(raw),
    };
    Ok(Bytes { name, compression, progress, inner, held: Vec::new(), taken: 0, failed: None })
}

/// The input's name as errors and records show it: without its folders, `-` for standard input.
pub(crate) fn name(input: &Input) -> String {
    match input {
        Input::Stdin => "-".to_owned(),
        Input::File(path) => path
            .file_name()
            .map_or_else(|| path.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned()),
    }
}

/// Opens a regular file, or anything else that can be read from its start to its end.
pub(crate) fn open_file(path: &Path, name: &str) -> Result<(File, Option<u64>)> {
    let at = || Position::of(name);
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::input(at(), format!("there is no file {}", path.display())),
        io::ErrorKind::PermissionDenied => Error::input(at(), "this user may not read the file"),
        _ => Error::input(at(), format!("cannot be opened: {error}")),
    })?;
    let metadata = file.metadata().map_err(|error| Error::input(at(), format!("cannot be opened: {error}")))?;
    if metadata.is_dir() {
        return Err(Error::input(at(), "is a folder, not a file").hint("name the files in it"));
    }
    Ok((file, metadata.is_file().then_some(metadata.len())))
}

/// Which compression the first bytes tell; a file cut off within them is known by its extension.
fn compression(input: &Input, magic: &[u8]) -> Option<&'static str> {
    let named = |extension: &str| match input {
        Input::Stdin => false,
        Input::File(path) => path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension)),
    };
    let tells = |whole: &[u8], extension: &str| {
        magic.starts_with(whole) || (whole.starts_with(magic) && !magic.is_empty() && named(extension))
    };
    if tells(GZIP, "gz") {
        Some("gzip")
    } else if tells(ZSTD, "zst") {
        Some("zstd")
    } else {
        None
    }
}

/// A failed read as an error of the input.
fn failure(name: &str, compression: Option<&str>, error: &io::Error) -> Error {
    let at = Position::of(name);
    match (compression, error.kind()) {
        (Some(kind), io::ErrorKind::UnexpectedEof) => {
            Error::input(at, format!("the {kind} data is cut off: the file is not complete"))
                .hint("copy or download the file again")
        }
        (Some(kind), _) => {
            Error::input(at, format!("the {kind} data is damaged ({error})")).hint("copy or download the file again")
        }
        (None, _) => Error::input(at, format!("cannot be read: {error}")),
    }
}

impl Bytes {
    /// The next `count` bytes, which stay to be read; fewer where the input ends or fails before.
    pub(crate) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.held.len() - self.taken < count && self.failed.is_none() {
            self.held.drain(..self.taken);
            self.taken = 0;
            let missing = count - self.held.len();
            // What was read before a failure is still good.
            self.failed = (&mut self.inner).take(missing as u64).read_to_end(&mut self.held).err();
        }
        if self.held.len() == self.taken
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        let held = &self.held[self.taken..];
        Ok(&held[..held.len().min(count)])
    }

    /// Passes over bytes that were looked at.
    pub(crate) fn skip(&mut self, count: usize) {
        self.taken = (self.taken + count).min(self.held.len());
    }

    /// A failed read as an error that names this input.
    pub(crate) fn failure(&self, error: &io::Error) -> Error {
        failure(&self.name, self.compression, error)
    }
}

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken < self.held.len() {
            let count = (&self.held[self.taken..]).read(into)?;
            self.taken += count;
            return Ok(count);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.inner.read(into),
        }
    }
}

/// A reader that counts what it reads.
struct Counted<R> {
    inner: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.progress.add(count as u64);
        Ok(count)
    }
}
