//! The container of a workbook, a ZIP archive: checked before anything in it is parsed.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::SAVE_AGAIN;
use crate::error::{Error, Position, Result};

/// The most bytes that the shared strings, which are held in memory, may unpack to.
const MAX_SHARED_STRINGS: u64 = 2 << 30;
/// The most bytes that any other part, which is streamed, may unpack to: a full sheet of wide rows stays under it.
const MAX_PART: u64 = 16 << 30;
/// How much smaller than its content a part may be packed. Real sheets reach 10 to 50.
const MAX_RATIO: u64 = 250;
/// Parts that unpack to less than this may be packed as tightly as they like.
const RATIO_FREE: u64 = 32 << 20;
/// The most parts an archive may have.
const MAX_PARTS: usize = 20_000;

const ZIP_MAGIC: &[u8] = b"PK";
const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// How far into an OLE file the name of the encrypted part is looked for.
const OLE_SEARCH: u64 = 64 << 20;

/// Checks that the file is a whole archive, that nothing in it unpacks beyond the limits, and that every XML part
/// unpacks to what the archive says it does. Unpacks each of them once; holds none.
pub(super) fn check(file: &mut File, name: &str) -> Result<()> {
    check_magic(file, name)?;
    let mut archive = ZipArchive::new(BufReader::new(&mut *file)).map_err(|_| {
        damaged(name, "a workbook whose table of contents is missing or damaged")
            .hint("the download or the export may have been cut off: export it again")
    })?;
    if archive.len() > MAX_PARTS {
        return Err(bomb(name, &format!("{} parts, where {MAX_PARTS} is the most", archive.len())));
    }
    for index in 0..archive.len() {
        check_part(&mut archive, index, name)?;
    }
    Ok(())
}

fn check_magic(file: &mut File, name: &str) -> Result<()> {
    let unreadable = |error: std::io::Error| Error::input(Position::of(name), format!("cannot be read: {error}"));
    let mut magic = Vec::new();
    file.by_ref().take(8).read_to_end(&mut magic).map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if magic.is_empty() {
        return Err(Error::input(Position::of(name), "the file is empty").hint("export it again"));
    }
    if magic.starts_with(OLE_MAGIC) {
        let encrypted = holds_encrypted_package(file).map_err(unreadable)?;
        return Err(if encrypted {
            Error::input(Position::of(name), "a workbook protected by a password")
                .hint("open it, remove the password (File > Info > Protect Workbook) and save it")
        } else {
            Error::input(Position::of(name), "an old Excel workbook (.xls), not .xlsx")
                .hint("open it and save it as \"Excel Workbook (.xlsx)\" or as CSV UTF-8")
        });
    }
    if !magic.starts_with(ZIP_MAGIC) {
        return Err(Error::input(Position::of(name), "not an Excel workbook (.xlsx): it is no ZIP archive")
            .hint("if it is text with the wrong extension, name its format: --input-format csv"));
    }
    Ok(())
}

/// Whether an OLE file has a part named `EncryptedPackage` (names stand in it as UTF-16LE).
fn holds_encrypted_package(file: &mut File) -> std::io::Result<bool> {
    let needle: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut window: Vec<u8> = Vec::new();
    let mut reader = BufReader::new(file.take(OLE_SEARCH));
    loop {
        let kept = window.len().min(needle.len());
        window.drain(..window.len() - kept);
        if reader.by_ref().take(64 << 10).read_to_end(&mut window)? == 0 {
            return Ok(false);
        }
        if window.windows(needle.len()).any(|bytes| bytes == needle) {
            return Ok(true);
        }
    }
}

fn check_part<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize, name: &str) -> Result<()> {
    let part = archive.by_index_raw(index).map_err(|_| damaged(name, "a workbook with a damaged part"))?;
    let path = part.name().map_err(|_| damaged(name, "a workbook with a damaged part"))?.to_lowercase();
    let (packed, unpacked) = (part.compressed_size(), part.size());
    let encrypted = part.encrypted();
    drop(part);
    let extension = path.rsplit('.').next().unwrap_or_default();
    if !matches!(extension, "xml" | "rels") {
        return Ok(());
    }
    if encrypted {
        return Err(Error::input(Position::of(name), "a workbook in an encrypted archive").hint("decrypt it first"));
    }
    let strings = path.ends_with("sharedstrings.xml");
    let most = if strings { MAX_SHARED_STRINGS } else { MAX_PART };
    if unpacked > most {
        return Err(bomb(name, &format!("a part unpacks to {unpacked} bytes, where {most} is the most")));
    }
    if unpacked > RATIO_FREE && unpacked / packed.max(1) > MAX_RATIO {
        return Err(bomb(name, &format!("a part unpacks to more than {MAX_RATIO} times its size")));
    }
    let part = archive.by_index(index).map_err(|_| damaged(name, "a workbook with a damaged part"))?;
    let (start, length) = unpack(part, unpacked).map_err(|_| damaged(name, "a workbook with a damaged part"))?;
    if length != unpacked {
        return Err(damaged(name, "a workbook with a part that unpacks to another size than the archive states"));
    }
    // The parser reserves memory for as many strings as the part claims.
    if strings && claimed_strings(&start).is_some_and(|count| count > unpacked / SHORTEST_STRING) {
        return Err(damaged(name, "a workbook that claims more shared strings than it can hold"));
    }
    Ok(())
}

/// The bytes of `<si/>`, the shortest shared string.
const SHORTEST_STRING: u64 = 5;

/// Unpacks a part to nothing, and no further than one byte beyond `most`: its start, and how long it is.
fn unpack(mut part: impl Read, most: u64) -> std::io::Result<(Vec<u8>, u64)> {
    let mut start = Vec::new();
    let mut length = part.by_ref().take(most.saturating_add(1).min(64 << 10)).read_to_end(&mut start)? as u64;
    let left = most.saturating_add(1) - length;
    length += std::io::copy(&mut part.take(left), &mut std::io::sink())?;
    Ok((start, length))
}

/// The `uniqueCount` that shared strings claim.
fn claimed_strings(start: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(start);
    let value = &text[text.find("uniqueCount")? + "uniqueCount".len()..];
    let digits: String =
        value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(20).collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}

fn damaged(name: &str, message: &str) -> Error {
    Error::input(Position::of(name), message).hint(SAVE_AGAIN)
}

fn bomb(name: &str, message: &str) -> Error {
    Error::input(Position::of(name), format!("not read, since it unpacks like a ZIP bomb: {message}"))
        .hint("if the workbook is genuine, save its sheet as CSV UTF-8")
}
