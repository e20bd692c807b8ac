//! Files opened for reading, and what comes out of them.

use std::fs;
use std::path::{Path, PathBuf};

use sentir::error::ErrorKind;
use sentir::read::{Input, ReadOptions, Source, open};
use sentir::table::{Cell, Row};
use sentir::{Error, Result};

pub(crate) fn open_file(path: &Path) -> Result<Source> {
    open(&Input::File(path.to_owned()), &ReadOptions::default())
}

/// Writes a file to a folder of its own.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

pub(crate) fn open_bytes(name: &str, bytes: impl AsRef<[u8]>) -> Result<Source> {
    let (_folder, path) = file(name, bytes);
    open_file(&path)
}

pub(crate) fn rows(source: &mut Source) -> Vec<Row> {
    std::iter::from_fn(|| source.next_row().unwrap()).collect()
}

pub(crate) fn names(source: &Source) -> Vec<&str> {
    source.info.columns.iter().map(|column| column.name.as_str()).collect()
}

pub(crate) fn cell<'a>(source: &Source, row: &'a Row, name: &str) -> &'a Cell {
    let index = source.info.columns.iter().position(|column| column.name == name).expect(name);
    &row.cells[index]
}

pub(crate) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

pub(crate) fn fault(row: &Row) -> &str {
    row.fault.as_deref().unwrap_or("")
}

pub(crate) fn failure(opened: Result<Source>) -> Error {
    match opened {
        Ok(_) => panic!("this should not open"),
        Err(error) => error,
    }
}

/// An input error whose message holds `words` and which says what to do.
pub(crate) fn assert_input_error(opened: Result<Source>, words: &str) {
    let error = failure(opened);
    assert!(matches!(error.kind(), ErrorKind::Input { hint: Some(_), .. }), "{error}");
    assert!(error.to_string().contains(words), "\"{error}\" does not say \"{words}\"");
}
