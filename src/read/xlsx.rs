//! Reading Excel workbooks (`.xlsx`, `.xlsm`).
//!
//! The sheet is streamed: memory does not grow with its rows. Its shared strings do lie in memory as a whole (each
//! distinct text of the workbook once), since cells refer to them by number; [`package`] limits them.
//!
//! The container is unpacked once, to nothing, before anything is parsed: a damaged or truncated workbook is told
//! at the start and not after an hour. Empty rows behind the last row with data are not rows; those between are.

mod grid;
mod package;

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use crossbeam_channel::{Receiver, Sender, bounded};

use crate::error::{Error, Position, Result};
use crate::read::contain::contain;
use crate::read::dialect::lay_out;
use crate::read::layout::extent;
use crate::read::{Format, Input, Progress, ReadOptions, Rows, Source, SourceInfo, bytes};
use crate::table::{Cell, Row};

use grid::{Grid, GridRow};

/// How many rows are looked at to find the headers.
const HEAD_ROWS: usize = 40;
/// Excel's own limit on rows.
const MAX_ROWS: u32 = 1_048_576;
/// Rows that cross from the reading thread at once, and how many such batches may wait.
const BATCH: usize = 128;
const BATCHES_AHEAD: usize = 4;

const SAVE_AGAIN: &str = "open it in a spreadsheet program and save it again, or export it again";

type Workbook = Xlsx<BufReader<File>>;

/// Opens a workbook: the sheet asked for, else the first visible one that has rows, else the first hidden one.
pub(crate) fn open(input: &Input, options: &ReadOptions) -> Result<Source> {
    let Input::File(path) = input else {
        return Err(Error::usage("a workbook cannot be read from standard input").hint("give the file's name"));
    };
    let name = bytes::name(input);
    let mut workbook = open_workbook(path, &name)?;
    let sheet = choose(&mut workbook, options.sheet.as_deref(), &name)?;
    let head = read_head(&mut workbook, &sheet, &name)?;
    let (records, skipped) = records_of(&head.rows);
    let layout = lay_out(&records, options.dialect);
    let headers = records.iter().take(layout.header_rows);
    let width = headers.map(|record| extent(record)).max().unwrap_or(layout.columns.len()).min(layout.columns.len());
    let mut columns = layout.columns;
    columns.truncate(width);
    let header_rows = skipped + layout.header_rows;
    let start = u32::try_from(header_rows).unwrap_or(u32::MAX);
    let total = u64::from(head.last_row.saturating_add(1).saturating_sub(start));
    let info = SourceInfo {
        name: name.clone(),
        format: Format::Xlsx,
        compression: None,
        encoding: None,
        delimiter: None,
        sheet: Some(sheet.clone()),
        dialect: layout.dialect,
        header_rows,
        columns,
    };
    let progress = Progress { total: (total > 0).then_some(total), ..Progress::default() };
    let (sender, batches) = bounded(BATCHES_AHEAD);
    std::thread::Builder::new()
        .name("workbook".to_owned())
        .spawn(move || produce(workbook, &sheet, &name, start, Outbox { sender, batch: Vec::new(), number: 0, width }))
        .map_err(|error| Error::internal(format!("no thread to read the workbook: {error}")))?;
    let rows = SheetRows { batches, ready: Vec::new().into_iter(), progress: progress.clone(), ended: false };
    Ok(Source::new(info, progress, Box::new(rows)))
}

fn open_workbook(path: &Path, name: &str) -> Result<Workbook> {
    let unreadable = |error: std::io::Error| Error::input(Position::of(name), format!("cannot be read: {error}"));
    let (mut file, length) = bytes::open_file(path, name)?;
    if length.is_none() {
        return Err(Error::usage("a workbook cannot be read from a pipe").hint("give the name of a file"));
    }
    contain(|| package::check(&mut file, name)).unwrap_or_else(|_| Err(panicked(name)))?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    match contain(|| Workbook::new(BufReader::new(file))) {
        Ok(opened) => opened.map_err(|error| refused(name, &error)),
        Err(_) => Err(panicked(name)),
    }
}

/// The sheet to read.
fn choose(workbook: &mut Workbook, asked: Option<&str>, name: &str) -> Result<String> {
    let metadata = workbook.sheets_metadata().to_vec();
    let sheets: Vec<_> = metadata.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    if let Some(asked) = asked {
        let same = |name: &str| name.trim().to_lowercase() == asked.trim().to_lowercase();
        let found = sheets.iter().find(|sheet| sheet.name == asked).or(sheets.iter().find(|sheet| same(&sheet.name)));
        return found.map(|sheet| sheet.name.clone()).ok_or_else(|| {
            let names: Vec<String> = sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect();
            Error::usage(format!("{name} has no sheet \"{asked}\"; its sheets are {}", names.join(", ")))
                .hint("name one of them with --sheet")
        });
    }
    let visible = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let hidden = sheets.iter().filter(|sheet| sheet.visible != SheetVisible::Visible);
    for sheet in visible.chain(hidden) {
        let mut first =
            || workbook.worksheet_cells_reader(&sheet.name).and_then(|cells| Grid::new(cells, 0).next_row());
        match contain(&mut first) {
            Ok(Ok(Some(_))) => return Ok(sheet.name.clone()),
            Ok(Ok(None) | Err(XlsxError::NotAWorksheet(_))) => {}
            Ok(Err(error)) => return Err(refused(name, &error)),
            Err(_) => return Err(panicked(name)),
        }
    }
    Err(Error::input(Position::of(name), "no sheet of the workbook has rows").hint("export it again"))
}

/// The first rows of a sheet.
struct Head {
    rows: Vec<GridRow>,
    last_row: u32,
}

fn read_head(workbook: &mut Workbook, sheet: &str, name: &str) -> Result<Head> {
    let read = || {
        let mut grid = Grid::new(workbook.worksheet_cells_reader(sheet)?, usize::MAX);
        let mut rows = Vec::new();
        while rows.len() < HEAD_ROWS
            && let Some(row) = grid.next_row()?
        {
            rows.push(row);
        }
        Ok(Head { rows, last_row: grid.last_row() })
    };
    match contain(read) {
        Ok(head) => head.map_err(|error: XlsxError| refused(name, &error)),
        Err(_) => Err(panicked(name)),
    }
}

/// The first rows as text, all of the same width as they would be in delimited text; and how many empty rows stand
/// before them.
fn records_of(rows: &[GridRow]) -> (Vec<Vec<String>>, usize) {
    let Some(first) = rows.first().map(|row| row.index) else { return (Vec::new(), 0) };
    let columns = rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column as usize + 1));
    let width = columns.max().unwrap_or(0).min(MAX_COLUMNS);
    let mut records: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let place = row.index.saturating_sub(first) as usize;
        if place < records.len() || place > HEAD_ROWS {
            break;
        }
        records.resize(place + 1, vec![String::new(); width]);
        for (column, cell) in &row.cells {
            if let Some(field) = records.get_mut(place).and_then(|record| record.get_mut(*column as usize)) {
                *field = cell.text().into_owned();
            }
        }
    }
    (records, first as usize)
}

/// Excel's own limit on columns.
const MAX_COLUMNS: usize = 16_384;

/// Reads the sheet to its end, on a thread of its own: the parser borrows the workbook, so it cannot be handed out.
fn produce(mut workbook: Workbook, sheet: &str, name: &str, start: u32, mut rows: Outbox) {
    let outcome = contain(|| stream(&mut workbook, sheet, start, &mut rows));
    let position = Position::of(name).at_row(rows.number + 1);
    let error = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(Stop::Unheard)) => return,
        Ok(Err(Stop::TooManyRows)) => {
            Some(Error::input(position, format!("a row beyond the {MAX_ROWS} that a sheet can have")))
        }
        Ok(Err(Stop::Damaged(error))) => {
            let message = format!("the workbook cannot be read on from here: {}", plain(&error));
            Some(Error::input(position, message).hint(SAVE_AGAIN))
        }
        Err(_) => Some(Error::input(position, "the workbook is damaged from here on").hint(SAVE_AGAIN)),
    };
    // The rows before the damage are good.
    rows.finish(error);
}

/// Why a sheet was not read to its end.
enum Stop {
    /// Nobody wants the rows any more.
    Unheard,
    TooManyRows,
    Damaged(XlsxError),
}

fn stream(workbook: &mut Workbook, sheet: &str, start: u32, rows: &mut Outbox) -> Result<(), Stop> {
    let cells = workbook.worksheet_cells_reader(sheet).map_err(Stop::Damaged)?;
    let mut grid = Grid::new(cells, rows.width);
    let mut expected = start;
    while let Some(row) = grid.next_row().map_err(Stop::Damaged)? {
        if row.index < start && rows.number == 0 {
            continue;
        }
        // Rows may come out of order; each gap is filled once, so a few cells cannot become millions of rows.
        if row.index >= MAX_ROWS || rows.number >= u64::from(MAX_ROWS) {
            return Err(Stop::TooManyRows);
        }
        for _ in expected..row.index {
            rows.push(GridRow::default())?;
        }
        expected = expected.max(row.index + 1);
        rows.push(row)?;
    }
    Ok(())
}

/// Rows on their way out of the reading thread.
struct Outbox {
    sender: Sender<Result<Vec<Row>>>,
    batch: Vec<Row>,
    number: u64,
    width: usize,
}

impl Outbox {
    fn push(&mut self, row: GridRow) -> Result<(), Stop> {
        self.number += 1;
        self.batch.push(fill(row, self.number, self.width));
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.sender.send(Ok(std::mem::take(&mut self.batch))).map_err(|_| Stop::Unheard)
    }

    fn finish(self, error: Option<Error>) {
        let heard = self.sender.send(Ok(self.batch));
        if let (Ok(()), Some(error)) = (heard, error) {
            // Nobody listening means that nobody wants to know.
            let _ = self.sender.send(Err(error));
        }
    }
}

/// A data row of the sheet's cells; what has no column, or no place left in its column, is a fault.
fn fill(row: GridRow, number: u64, width: usize) -> Row {
    let mut cells = vec![Cell::Null; width];
    let mut faults = row.faults;
    for (column, value) in row.cells {
        match cells.get_mut(column as usize) {
            Some(slot) if *slot == Cell::Null => *slot = value,
            Some(_) => faults.push(format!("two cells stand in column {}", letters(column))),
            None => faults.push(format!(
                "a value stands in column {}, but the last column with a header is {}; give it a header or remove it",
                letters(column),
                width.checked_sub(1).map_or_else(|| "none".to_owned(), |last| letters(last as u32))
            )),
        }
    }
    Row { number, cells, fault: (!faults.is_empty()).then(|| faults.join("; ")) }
}

/// A column's letters, as spreadsheets show them.
fn letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name.into_iter().rev().collect()
}

struct SheetRows {
    batches: Receiver<Result<Vec<Row>>>,
    ready: std::vec::IntoIter<Row>,
    progress: Progress,
    ended: bool,
}

impl Rows for SheetRows {
    fn next_row(&mut self) -> Result<Option<Row>> {
        loop {
            if let Some(row) = self.ready.next() {
                self.progress.add(1);
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            match self.batches.recv() {
                Ok(Ok(batch)) => self.ready = batch.into_iter(),
                Ok(Err(error)) => {
                    self.ended = true;
                    return Err(error);
                }
                Err(_) => self.ended = true,
            }
        }
    }
}

fn refused(name: &str, error: &XlsxError) -> Error {
    if let XlsxError::Password = error {
        return Error::input(Position::of(name), "a workbook protected by a password")
            .hint("remove the password and save it");
    }
    Error::input(Position::of(name), format!("not a readable Excel workbook: {}", plain(error)))
        .hint("open it in a spreadsheet program and save it again as .xlsx, or export it as CSV")
}

/// The parser's error in words that cannot hold a cell's text.
fn plain(error: &XlsxError) -> &'static str {
    match error {
        XlsxError::Io(_) => "its packed data ends early or is damaged",
        XlsxError::Zip(_) => "a part of its archive is damaged",
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => "a part that every workbook has is missing",
        XlsxError::WorksheetNotFound(_) => "the sheet it lists is missing",
        XlsxError::XmlEof(_) => "its XML ends early",
        XlsxError::NotAWorksheet(_) => "the sheet is no worksheet",
        _ => "its XML is damaged",
    }
}

fn panicked(name: &str) -> Error {
    Error::input(Position::of(name), "the workbook is so damaged that its parser gave up").hint(SAVE_AGAIN)
}
