//! Where the output goes: a file that appears complete or not at all, or standard output.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use crate::error::{Error, Result};
use crate::write::WriteFormat;

/// Bytes gathered before they are handed to the system.
const BUFFER: usize = 128 * 1024;
/// The level of `.gz` and `.zst`: their tools' own default.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// Where the output is asked to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A file; `.gz` and `.zst` compress it.
    File(PathBuf),
}

/// How a text output is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
}

impl Compression {
    /// The compression that a file name's extension tells.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension().and_then(OsStr::to_str)?;
        match extension.to_ascii_lowercase().as_str() {
            "gz" => Some(Self::Gzip),
            "zst" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// An output that is being written.
///
/// A file is written under a hidden name in its own folder and gets its own name in [`commit`](Target::commit);
/// dropped before that, it leaves nothing behind.
pub struct Target {
    label: String,
    encoder: Encoder,
    pending: Option<Pending>,
}

/// A file that has not got its name yet.
struct Pending {
    file: NamedTempFile,
    path: PathBuf,
    force: bool,
}

/// What stands between the format and the system.
enum Encoder {
    Plain(BufWriter<Box<dyn Write + Send>>),
    Gzip(GzEncoder<BufWriter<Box<dyn Write + Send>>>),
    Zstd(zstd::Encoder<'static, BufWriter<Box<dyn Write + Send>>>),
}

impl Encoder {
    fn new(writer: Box<dyn Write + Send>, compression: Option<Compression>) -> io::Result<Self> {
        let writer = BufWriter::with_capacity(BUFFER, writer);
        Ok(match compression {
            None => Self::Plain(writer),
            Some(Compression::Gzip) => Self::Gzip(GzEncoder::new(writer, flate2::Compression::new(GZIP_LEVEL))),
            Some(Compression::Zstd) => Self::Zstd(zstd::Encoder::new(writer, ZSTD_LEVEL)?),
        })
    }

    fn inner(&mut self) -> &mut dyn Write {
        match self {
            Self::Plain(writer) => writer,
            Self::Gzip(writer) => writer,
            Self::Zstd(writer) => writer,
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut writer) => writer.flush(),
            Self::Gzip(writer) => writer.finish()?.flush(),
            Self::Zstd(writer) => writer.finish()?.flush(),
        }
    }
}

impl Target {
    /// Opens the output, before any work is done. A file that exists is replaced only with `force`.
    pub fn open(destination: &Destination, format: WriteFormat, force: bool) -> Result<Self> {
        match destination {
            Destination::Stdout => {
                let stdout = io::stdout();
                if !format.is_text() && stdout.is_terminal() {
                    return Err(Error::usage(format!("{} is not for reading on a terminal", format.name()))
                        .hint(format!("write it to a file: -o tagged.{}", format.name())));
                }
                Self::stream("standard output", Box::new(stdout))
            }
            Destination::File(path) => Self::file(path, format, force),
        }
    }

    /// An output that is written straight through; `label` names it in messages.
    pub fn stream(label: &str, writer: Box<dyn Write + Send>) -> Result<Self> {
        let encoder = Encoder::new(writer, None).map_err(|error| Error::writing(label, &error))?;
        Ok(Self { label: label.to_owned(), encoder, pending: None })
    }

    fn file(path: &Path, format: WriteFormat, force: bool) -> Result<Self> {
        let label = path.display().to_string();
        let compression = Compression::of(path);
        if compression.is_some() && !format.is_text() {
            return Err(Error::usage(format!("{label}: {} is compressed in itself", format.name()))
                .hint(format!("leave the last extension away: -o tagged.{}", format.name())));
        }
        let existing = fs::metadata(path).ok();
        match &existing {
            Some(metadata) if metadata.is_dir() => {
                return Err(Error::usage(format!("{label} is a folder")).hint(format!(
                    "name a file in it: -o {}",
                    path.join(format!("tagged.{}", format.name())).display()
                )));
            }
            // A device or a pipe is written as it is: it must not be replaced by a file.
            Some(metadata) if !metadata.is_file() => {
                let device =
                    OpenOptions::new().write(true).open(path).map_err(|error| Error::writing(&label, &error))?;
                let encoder = encoder(device, compression, &label)?;
                return Ok(Self { label, encoder, pending: None });
            }
            Some(_) if !force => {
                return Err(Error::usage(format!("{label} exists already"))
                    .hint("--force replaces it; or give another name with -o"));
            }
            _ => {}
        }
        // Renaming onto a symbolic link would replace the link, not the file it points to.
        let path =
            if existing.is_some() { fs::canonicalize(path).unwrap_or_else(|_| path.into()) } else { path.into() };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(Error::usage(format!("{label}: there is no folder {}", folder.display()))
                .hint("create it first, or give another path with -o"));
        }
        let file = hidden_file(folder).map_err(|error| Error::writing(&label, &error))?;
        if let Some(metadata) = existing {
            // Best effort: the new file's own permissions are the usual ones.
            let _ = file.as_file().set_permissions(metadata.permissions());
        }
        let handle = file.as_file().try_clone().map_err(|error| Error::writing(&label, &error))?;
        let encoder = encoder(handle, compression, &label)?;
        Ok(Self { label, encoder, pending: Some(Pending { file, path, force }) })
    }

    /// The output's name in messages.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The folder the output lies in, where it is a file: what it needs on the way is kept on the same disk.
    pub fn folder(&self) -> Option<&Path> {
        self.pending.as_ref().and_then(|pending| pending.file.path().parent())
    }

    /// The hidden file that the output is written to, where it is a file.
    pub fn part(&self) -> Option<&Path> {
        self.pending.as_ref().map(|pending| pending.file.path())
    }

    /// A failed write to this output.
    pub fn failure(&self, error: &io::Error) -> Error {
        Error::writing(&self.label, error)
    }

    /// Writes what is buffered and gives the file its name.
    pub fn commit(self) -> Result<()> {
        let Self { label, encoder, pending } = self;
        encoder.finish().map_err(|error| Error::writing(&label, &error))?;
        pending.map_or(Ok(()), |pending| pending.persist(&label))
    }
}

impl Pending {
    fn persist(self, label: &str) -> Result<()> {
        let Self { file, path, force } = self;
        let outcome = if force {
            file.persist(&path)
        } else {
            match file.persist_noclobber(&path) {
                // Not every file system can rename only onto nothing.
                Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
                    failed.file.persist(&path)
                }
                outcome => outcome,
            }
        };
        let Err(failed) = outcome else { return Ok(()) };
        // Hours of work may lie in the file: it is kept.
        match failed.file.keep() {
            Ok((_, kept)) => {
                Err(Error::output(label, format!("{}; the output is in {}", failed.error, kept.display())))
            }
            Err(_) => Err(Error::output(label, failed.error)),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.encoder.inner().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encoder.inner().flush()
    }
}

fn encoder(file: File, compression: Option<Compression>, label: &str) -> Result<Encoder> {
    Encoder::new(Box::new(file), compression).map_err(|error| Error::writing(label, &error))
}

fn hidden_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".sentir-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Less the umask, as for any new file; the crate's own default is for secrets.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Refuses an output that is one of the inputs, under whatever name.
pub fn refuse_inputs<'a>(output: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<()> {
    let Some(identity) = identity(output) else { return Ok(()) };
    for input in inputs {
        if self::identity(input).as_ref() == Some(&identity) {
            return Err(Error::usage(format!("{} is an input: the output cannot replace it", input.display()))
                .hint("give the output another name with -o"));
        }
    }
    Ok(())
}

/// Refuses a file that is named twice, under whatever names; `what` says what for. Files that are not there yet are told apart by the
/// folders they go to.
pub fn refuse_twice<'a>(paths: impl IntoIterator<Item = &'a Path>, what: &str) -> Result<()> {
    let mut known: Vec<PathBuf> = Vec::new();
    for path in paths {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let named = fs::canonicalize(path).or_else(|_| {
            let folder = fs::canonicalize(folder)?;
            Ok::<_, io::Error>(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
        });
        let named = named.unwrap_or_else(|_| path.to_owned());
        if known.contains(&named) {
            return Err(Error::usage(format!("{} is named twice {what}", path.display())).hint("name each file once"));
        }
        known.push(named);
    }
    Ok(())
}

/// What two names of one file have in common; nothing where there is no such file.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| (metadata.dev(), metadata.ino()))
}

/// What two names of one file have in common; nothing where there is no such file.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}
