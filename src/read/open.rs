//! Which format an input is in.

use std::path::Path;

use crate::error::{Error, Position, Result};
use crate::read::{Format, Input, ReadOptions, Source, bytes, delimited, jsonl, parquet, text, xlsx};

/// How much of an input without a telling extension is looked at, in bytes.
const LOOK: usize = 64 << 10;

/// Opens an input in the format that its options, its extension or else its first bytes tell.
///
/// # Errors
/// A usage error where the format cannot be told or is one that is not read, an input error where the file cannot
/// be opened, holds something else, or is empty.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Source> {
    let format = match (options.format, input) {
        (Some(format), _) => format,
        (None, Input::Stdin) => {
            return Err(Error::usage("standard input has no name that tells its format")
                .hint("say it: --input-format csv|tsv|jsonl|parquet"));
        }
        (None, Input::File(path)) => format_of(input, path)?,
    };
    match format {
        Format::Csv | Format::Tsv => delimited::open(input, format, options),
        Format::Jsonl => jsonl::open(input, options),
        Format::Xlsx => xlsx::open(input, options),
        Format::Parquet => parquet::open(input, options),
    }
}

/// The format that a file's extension tells, or its first bytes.
fn format_of(input: &Input, path: &Path) -> Result<Format> {
    let name = bytes::name(input).to_lowercase();
    let bare = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let refused = |what: &str, hint: &str| {
        Err(Error::input(Position::of(bytes::name(input)), format!("{what} is not read")).hint(hint))
    };
    match Path::new(bare).extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "csv" | "txt" => Ok(Format::Csv),
        "tsv" | "tab" => Ok(Format::Tsv),
        "jsonl" | "ndjson" => Ok(Format::Jsonl),
        "xlsx" | "xlsm" => Ok(Format::Xlsx),
        "parquet" | "pq" => Ok(Format::Parquet),
        "xls" | "xlsb" => refused("this kind of Excel workbook", "save it as XLSX or CSV"),
        "ods" | "numbers" => refused("this kind of spreadsheet", "save it as XLSX or CSV"),
        "zip" => refused(
            "a ZIP archive",
            "unzip it and name the file in it; Google Forms, for one, downloads a ZIP with one CSV",
        ),
        "pdf" | "docx" | "doc" => refused("a document", "export the answers as CSV or XLSX"),
        "sav" | "dta" | "sas7bdat" => refused("a statistics package's file", "export the answers as CSV or XLSX"),
        _ => sniff(input, path),
    }
}

/// The format that a file's first bytes tell.
fn sniff(input: &Input, path: &Path) -> Result<Format> {
    // A pipe cannot be looked at and then read from its start.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Err(Error::usage(format!("the format of {} is not known", path.display()))
            .hint("say which with --input-format csv, tsv, jsonl or parquet"));
    }
    let mut bytes = bytes::open(input)?;
    let head = match bytes.peek(LOOK) {
        Ok(head) => head,
        Err(error) => return Err(bytes.failure(&error)),
    };
    match text::container(head) {
        Some(("an Excel workbook", _)) => return Ok(Format::Xlsx),
        Some(("a Parquet file", _)) => return Ok(Format::Parquet),
        // The reader of delimited text refuses the others, and says what they are.
        _ => {}
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match text.first() {
        Some(b'{') => Ok(Format::Jsonl),
        Some(b'[') if is_array(text) => Err(Error::input(Position::of(bytes::name(input)), "is one JSON array")
            .hint("write one object a line (JSONL), for instance with: jq -c '.[]'")),
        _ => Ok(Format::Csv),
    }
}

/// Whether a text that starts with a bracket is JSON: an object or the array's end comes next.
fn is_array(text: &[u8]) -> bool {
    matches!(text.get(1..).map(<[u8]>::trim_ascii_start).and_then(<[u8]>::first), Some(b'{' | b']'))
}
