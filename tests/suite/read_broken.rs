//! Bad input gets a clear error or a fault on its row, and never costs the good rows.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use sentir::error::ErrorKind;
use sentir::read::{self, Format, Input, ReadOptions, Source};
use sentir::table::{Cell, Row};
use tempfile::TempDir;

fn file(name: &str, content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("a file");
    (folder, path)
}

fn open_with(name: &str, content: &[u8], options: &ReadOptions) -> sentir::Result<Source> {
    let (_folder, path) = file(name, content);
    read::open(&Input::File(path), options)
}

fn open(content: impl AsRef<[u8]>) -> Source {
    open_with("answers.csv", content.as_ref(), &ReadOptions::default()).expect("a readable file")
}

fn rows_of(source: &mut Source) -> Vec<Row> {
    std::iter::from_fn(|| source.next_row().expect("a readable row")).collect()
}

fn rows(content: impl AsRef<[u8]>) -> Vec<Row> {
    rows_of(&mut open(content))
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text().into_owned()).collect()
}

fn all_texts(rows: &[Row]) -> Vec<Vec<String>> {
    rows.iter().map(texts).collect()
}

/// The message of a failed opening.
fn failure(name: &str, content: &[u8]) -> String {
    match open_with(name, content, &ReadOptions::default()) {
        Ok(_) => panic!("{name} was opened"),
        Err(error) => error.to_string(),
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// Rows that do not compress to next to nothing.
fn many_rows(count: usize) -> String {
    let mut text = String::from("id,comment\n");
    let mut state = 1u64;
    for id in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        writeln!(text, "{id},{state:x} y más").expect("memory");
    }
    text
}

#[test]
fn an_empty_file_is_an_input_error() {
    for content in [&b""[..], b"\xEF\xBB\xBF", b" \r\n\t\n", b"\xFF\xFE"] {
        let error = open_with("nada.csv", content, &ReadOptions::default()).err().expect("an error");
        assert!(matches!(error.kind(), ErrorKind::Input { .. }));
        assert_eq!(error.to_string(), "nada.csv: the file is empty");
    }
}

#[test]
fn a_header_alone_has_no_rows() {
    let mut source = open("id,comment\n");
    assert_eq!(source.info.columns.len(), 2);
    assert!(rows_of(&mut source).is_empty());
    assert!(rows("id;comment").is_empty());
}

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let missing = read::open(&Input::File("no/such.csv".into()), &ReadOptions::default()).err().expect("an error");
    assert!(missing.to_string().contains("there is no file no/such.csv"), "{missing}");
    let folder = tempfile::tempdir().expect("a folder");
    let error = read::open(&Input::File(folder.path().into()), &ReadOptions::default()).err().expect("an error");
    assert!(error.to_string().contains("is a folder"), "{error}");
}

#[test]
fn line_ends_of_every_kind() {
    let expected = [["1", "uno"], ["2", "dos"]];
    for content in
        ["id,c\n1,uno\n2,dos\n", "id,c\r\n1,uno\r\n2,dos", "id,c\r1,uno\r2,dos\r", "id,c\n1,uno\r\n2,dos\r\n"]
    {
        assert_eq!(all_texts(&rows(content)), expected, "{content:?}");
    }
}

#[test]
fn a_lone_carriage_return_in_a_cell_is_kept() {
    assert_eq!(texts(&rows("id,c,n\n1,uno\rdos,3\n2,x,4\n")[0]), ["1", "uno\rdos", "3"]);
    assert_eq!(texts(&rows("id,c\r1,\"uno\rdos\"\r2,x\r")[0]), ["1", "uno\rdos"]);
}

#[test]
fn blank_lines_are_no_rows_unless_there_is_one_column() {
    let several = rows("id,c\n\n1,uno\n   \n2,dos\n\n");
    assert_eq!(all_texts(&several), [["1", "uno"], ["2", "dos"]]);
    assert_eq!(several[1].number, 2);
    assert_eq!(all_texts(&rows("c\nuno\n\ndos\n")), [["uno"], [""], ["dos"]]);
}

#[test]
fn short_rows_are_padded_and_empty_surplus_is_dropped() {
    let rows = rows("id,c,n\n1,uno\n2,dos,5,,\n3,tres,5\n");
    assert_eq!(rows[0].cells[2], Cell::Null);
    assert_eq!(texts(&rows[1]), ["2", "dos", "5"]);
    assert!(rows.iter().all(|row| row.fault.is_none()));
}

#[test]
fn surplus_cells_are_a_fault_and_kept_in_the_last_cell() {
    let rows = rows("id,n,c\n1,5,bien\n2,4,bien, pero caro, muy caro\n3,5,bien\n4,5,bien\n");
    assert_eq!(texts(&rows[1]), ["2", "4", "bien, pero caro, muy caro"]);
    let fault = rows[1].fault.as_deref().expect("a fault");
    assert!(fault.contains("line 3 has 5 cells, the header has 3"), "{fault}");
    assert!(!fault.contains("caro"), "{fault}");
    assert!(rows[0].fault.is_none() && rows[2].fault.is_none() && rows[3].fault.is_none());
}

#[test]
fn an_open_quote_at_the_end_of_the_file_costs_its_own_row_only() {
    let rows = rows("id,c,n\n1,bien,5\n2,\"mal,1\n3,regular,3\n4,bien,5\n");
    assert_eq!(all_texts(&rows)[1..], [["2", "\"mal", "1"], ["3", "regular", "3"], ["4", "bien", "5"]]);
    let fault = rows[1].fault.as_deref().expect("a fault");
    assert!(fault.contains("line 3: the quote that opens column \"c\" is never closed"), "{fault}");
    assert_eq!(rows.iter().filter(|row| row.fault.is_some()).count(), 1);
}

#[test]
fn an_open_quote_does_not_close_in_a_later_row() {
    for rest in ["\"bien\",5\n", "\"bien, \"\"muy\"\" bien\",5\n", "bien,5\n4,\"sí\",5\n", "\"\",5\n4,\"sí\",5\n"] {
        let content = format!("id,c,n\n1,\"x\",5\n2,\"mal,1\n3,{rest}");
        let rows = rows(&content);
        let faulty: Vec<u64> = rows.iter().filter(|row| row.fault.is_some()).map(|row| row.number).collect();
        assert_eq!(faulty, [2], "{content}");
        assert_eq!(texts(&rows[2])[0], "3", "{content}");
        assert_eq!(rows.len(), content.lines().count() - 1, "{content}");
    }
}

#[test]
fn an_open_quote_behind_a_cell_of_several_lines_names_its_own_line() {
    let rows = rows("id,a,b\n1,\"uno\ndos\",\"tres\n2,x,y\n3,x,y\n");
    assert_eq!(texts(&rows[0]), ["1", "uno\ndos", "\"tres"]);
    assert!(rows[0].fault.as_deref().expect("a fault").contains("line 3"), "{:?}", rows[0].fault);
    assert_eq!(all_texts(&rows)[1..], [["2", "x", "y"], ["3", "x", "y"]]);
}

#[test]
fn pieces_of_a_broken_row_are_faults_too() {
    let rows = rows("id,c,n\n1,\"mal\ny peor,1\n2,bien,5\n3\n");
    assert!(rows[0].fault.is_some() && rows[1].fault.is_some());
    assert!(rows[1].fault.as_deref().expect("a fault").contains("a piece of the row"));
    // Behind a good row, a short one is just short.
    assert!(rows[2].fault.is_none() && rows[3].fault.is_none());
}

#[test]
fn an_open_quote_at_the_limit_costs_its_own_row_only() {
    let mut content = String::from("id,c,n\n1,\"mal,1\n");
    while content.len() < (17 << 20) {
        content.push_str("2,bastante texto para llenar un fichero grande con pocas filas de verdad,5\n");
    }
    content.push_str("3,\"bien\",5\n");
    let mut source = open(&content);
    let first = source.next_row().expect("readable").expect("a row");
    assert!(first.fault.expect("a fault").contains("line 2"));
    let rest = rows_of(&mut source);
    assert_eq!(rest.len(), content.lines().count() - 2);
    assert!(rest.iter().all(|row| row.fault.is_none()));
    assert_eq!(texts(&rest[rest.len() - 1]), ["3", "bien", "5"]);
}

#[test]
fn a_record_without_an_end_is_cut_at_the_limit_and_the_rest_goes_on() {
    let content = format!("id,c,n\n1,{},5\n2,dos,5\n", "x".repeat(17 << 20));
    let rows = rows(&content);
    let cut = rows[0].fault.as_deref().expect("a fault");
    assert!(cut.contains("line 2: the record is longer than 16 MiB"), "{cut}");
    assert!(rows[1].fault.as_deref().expect("a fault").contains("a piece of the row"));
    assert_eq!(texts(&rows[0])[1].len() + texts(&rows[1])[0].len(), 17 << 20);
    assert_eq!(texts(&rows[2]), ["2", "dos", "5"]);
    assert_eq!((rows.len(), rows[2].fault.as_deref()), (3, None));
}

#[test]
fn quotes_that_should_have_been_doubled_are_taken_as_they_stand() {
    let inner = rows("id,c,n\n1,\"dijo \"hola\" y se fue\",5\n2,ok,5\n");
    assert_eq!(all_texts(&inner), [["1", "dijo \"hola\" y se fue", "5"], ["2", "ok", "5"]]);
    let with_delimiter = rows("id,c,n\n1,\"dijo \"hola, adiós\" y se fue\",5\n2,\"ok\",5\n");
    assert_eq!(texts(&with_delimiter[0]), ["1", "dijo \"hola, adiós\" y se fue", "5"]);
    let lines = rows("id,c,n\n1,\"dijo \"hola\"\ny se fue\",5\n2,\"ok\",5\n");
    assert_eq!(all_texts(&lines), [["1", "dijo \"hola\"\ny se fue", "5"], ["2", "ok", "5"]]);
    let unquoted = rows("id,c,n\n1,\"excelente\" servicio,5\n2,pantalla de 5\",4\n3,\"ok\",5\n");
    assert_eq!(
        all_texts(&unquoted),
        [["1", "\"excelente\" servicio", "5"], ["2", "pantalla de 5\"", "4"], ["3", "ok", "5"]]
    );
    for rows in [inner, with_delimiter, lines, unquoted] {
        assert!(rows.iter().all(|row| row.fault.is_none()));
    }
}

#[test]
fn an_open_quote_in_the_header_is_an_input_error() {
    let message = failure("answers.csv", b"id,\"comment,n\n1,a,b\n2,c,d\n");
    assert!(
        message.contains("answers.csv, line 1: the quote that opens cell 2 of the header is never closed"),
        "{message}"
    );
}

#[test]
fn nul_bytes_in_a_cell_are_harmless() {
    let rows = rows(b"id,c\n1,uno\0dos\n2,tres\n");
    assert_eq!(all_texts(&rows), [["1", "uno\0dos"], ["2", "tres"]]);
    assert!(rows[0].fault.is_none());
}

#[test]
fn the_delimiter_is_not_taken_from_the_texts() {
    let commas = "Id;Comentario;Nota\n1;Rápido, limpio, barato;5\n2;Caro, lento;1\n3;Bien, muy bien, la verdad;4\n";
    assert_eq!(open(commas).info.delimiter, Some(b';'));
    let decimals = "Id;Nota;Peso\n1;8,5;2,5\n2;7,5;3,5\n";
    assert_eq!(open(decimals).info.delimiter, Some(b';'));
    let tabs = "Id\tComentario\n1\tuno; dos, tres\n2\tcuatro; cinco\n";
    assert_eq!(open(tabs).info.delimiter, Some(b'\t'));
    let quoted = "\"Id\",\"¿Qué le gustó; qué no?\"\n\"1\",\"a; b; c\"\n\"2\",\"d; e\"\n";
    assert_eq!(open(quoted).info.delimiter, Some(b','));
    let one_column = "Comentario\nHola, bien\nAdiós, mal, la verdad\n";
    assert_eq!(all_texts(&rows(one_column)), [["Hola, bien"], ["Adiós, mal, la verdad"]]);
}

#[test]
fn a_named_delimiter_wins() {
    let options = ReadOptions { delimiter: Some(b'~'), ..ReadOptions::default() };
    let mut source = open_with("answers.csv", b"id~c\n1~uno, dos\n", &options).expect("readable");
    assert_eq!(all_texts(&rows_of(&mut source)), [["1", "uno, dos"]]);
    let options = ReadOptions { delimiter: Some(b'"'), ..ReadOptions::default() };
    let error = open_with("answers.csv", b"id,c\n", &options).err().expect("an error");
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
}

#[test]
fn undecodable_bytes_are_a_fault_with_column_and_byte() {
    let mut content = String::from("id,opinión,n\n").into_bytes();
    for id in 0..50 {
        content.extend_from_slice(format!("{id},está muy bien,5\n").as_bytes());
    }
    content.extend_from_slice(b"50,caf\xE9,5\n51,bien,5\n");
    let mut source = open(&content);
    assert_eq!(source.info.encoding.as_deref(), Some("UTF-8 (mostly valid UTF-8)"));
    let rows = rows_of(&mut source);
    let fault = rows[50].fault.as_deref().expect("a fault");
    assert!(fault.contains("line 52, column \"opinión\": the byte 0xE9 cannot be read as UTF-8"), "{fault}");
    assert!(fault.contains("--encoding"), "{fault}");
    assert!(!fault.contains("caf"), "{fault}");
    assert_eq!(texts(&rows[50])[1], "café");
    assert_eq!(rows.iter().filter(|row| row.fault.is_some()).count(), 1);
}

#[test]
fn windows_1252_has_bytes_that_are_no_character() {
    let rows = rows(b"id,c\n1,caf\xE9\n2,\x81\xF1\n3,\x80\n");
    assert_eq!(all_texts(&rows)[0], ["1", "café"]);
    assert!(rows[1].fault.as_deref().expect("a fault").contains("the byte 0x81 cannot be read as windows-1252"));
    assert_eq!(texts(&rows[2])[1], "€");
}

#[test]
fn an_unpaired_surrogate_is_a_fault() {
    let mut content = vec![0xFF, 0xFE];
    let text: Vec<u16> = "id,c\n1,".encode_utf16().chain([0xD83D]).chain(",\n2,sí\n".encode_utf16()).collect();
    content.extend(text.iter().flat_map(|unit| unit.to_le_bytes()));
    let rows = rows(content);
    assert!(
        rows[0].fault.as_deref().expect("a fault").contains("0x3D 0xD8 cannot be read as UTF-16LE"),
        "{:?}",
        rows[0]
    );
    assert_eq!(texts(&rows[1]), ["2", "sí"]);
    assert!(rows[1].fault.is_none());
}

#[test]
fn encodings_without_a_mark_are_told_by_the_bytes() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let text = "id,c\n1,¿qué tal?\n2,😀 bien\n";
    for (content, encoding) in [
        (utf16(text, false), "UTF-16LE (a NUL in every second byte)"),
        (utf16(text, true), "UTF-16BE (a NUL in every second byte)"),
        (text.as_bytes().to_vec(), "UTF-8 (valid UTF-8)"),
    ] {
        let mut source = open(&content);
        assert_eq!(source.info.encoding.as_deref(), Some(encoding));
        assert_eq!(all_texts(&rows_of(&mut source)), [["1", "¿qué tal?"], ["2", "😀 bien"]]);
    }
}

#[test]
fn a_named_encoding_wins_and_an_unknown_one_is_a_usage_error() {
    let read = |label: &str, content: &[u8]| {
        let options = ReadOptions { encoding: Some(label.to_owned()), ..ReadOptions::default() };
        open_with("answers.csv", content, &options).map(|mut source| texts(&rows_of(&mut source)[0]))
    };
    assert_eq!(read("macintosh", b"id,c\n1,caf\x8E\n").expect("readable"), ["1", "café"]);
    assert_eq!(read("latin-1", b"id,c\n1,\x80\n").expect("readable"), ["1", "€"]);
    assert_eq!(read("shift_jis", b"id,c\n1,\x83\x7C\n").expect("readable"), ["1", "ポ"]);
    assert_eq!(read("UTF-16", b"\xFE\xFF\0i\0,\0c\0\n\x001\0,\0\xE9\0\n").expect("readable"), ["1", "é"]);
    let error = read("klingon", b"id,c\n1,x\n").expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
    assert!(error.to_string().contains("windows-1252"), "{error}");
}

#[test]
fn the_encoding_behind_an_ascii_head_is_decided_where_ascii_ends() {
    let mut head = String::from("id,c\n");
    while head.len() < (5 << 20) {
        head.push_str(
            "1,nothing but plain text in this row, or so it seems to those who read no further\n"
                .replace(", ", " ")
                .as_str(),
        );
    }
    for (tail, text) in [(&b"2,caf\xE9 \x80\n"[..], "café €"), ("2,café €\n".as_bytes(), "café €")] {
        let mut content = head.clone().into_bytes();
        content.extend_from_slice(tail);
        let mut source = open(&content);
        assert_eq!(source.info.encoding.as_deref(), Some("UTF-8 (plain ASCII)"));
        let rows = rows_of(&mut source);
        let last = rows.last().expect("rows");
        assert_eq!(texts(last), ["2", text]);
        assert_eq!(last.fault, None);
    }
}

#[test]
fn a_character_cut_by_the_heads_end_is_no_fault() {
    // The head of 4 MiB ends within a character, whatever is put before it.
    for shift in 0..3 {
        let mut content = format!("id,c\n{}", "x".repeat(shift));
        while content.len() < (4 << 20) + 100 {
            content.push_str("1,ñandú café\n");
        }
        let mut source = open(&content);
        assert_eq!(source.info.encoding.as_deref(), Some("UTF-8 (valid UTF-8)"));
        assert!(rows_of(&mut source).iter().all(|row| row.fault.is_none()));
    }
}

#[test]
fn compression_is_undone_by_extension_or_first_bytes() {
    let text = "id,c\n1,uno\n2,dos\n";
    let zstd = zstd::encode_all(text.as_bytes(), 1).expect("memory");
    let mut members = gzip("id,c\n1,uno\n".as_bytes());
    members.extend(gzip(b"2,dos\n"));
    for (name, content, kind) in [
        ("a.csv.gz", gzip(text.as_bytes()), "gzip"),
        ("a.csv", gzip(text.as_bytes()), "gzip"),
        ("a.csv.gz", members, "gzip"),
        ("a.csv.zst", zstd.clone(), "zstd"),
        ("a", zstd, "zstd"),
    ] {
        let mut source = open_with(name, &content, &ReadOptions::default()).expect("readable");
        assert_eq!(source.info.compression, Some(kind), "{name}");
        assert_eq!(all_texts(&rows_of(&mut source)), [["1", "uno"], ["2", "dos"]], "{name}");
        let done = source.progress.done.load(std::sync::atomic::Ordering::Relaxed);
        assert_eq!(done, content.len() as u64, "{name}: bytes on disk");
    }
}

#[test]
fn a_cut_off_stream_gives_its_rows_and_then_an_error() {
    let text = many_rows(20_000);
    let zstd = zstd::encode_all(text.as_bytes(), 1).expect("memory");
    for (name, whole) in [("a.csv.gz", gzip(text.as_bytes())), ("a.csv.zst", zstd)] {
        let mut source = open_with(name, &whole[..whole.len() / 2], &ReadOptions::default()).expect("a readable head");
        let mut count = 0;
        let error = loop {
            match source.next_row() {
                Ok(Some(row)) => {
                    assert_eq!(row.fault, None);
                    count += 1;
                }
                Ok(None) => panic!("{name}: the cut was not noticed"),
                Err(error) => break error.to_string(),
            }
        };
        assert!(count > 1000, "{name}: {count} rows");
        assert!(error.contains(name) && error.contains("cut off"), "{error}");
        assert!(source.next_row().expect("nothing more").is_none());
    }
    let short = failure("a.csv.gz", &gzip(text.as_bytes())[..5]);
    assert!(short.contains("cut off"), "{short}");
}

#[test]
fn a_damaged_stream_is_an_error() {
    let mut content = gzip(many_rows(2000).as_bytes());
    let middle = content.len() / 2;
    content[middle..middle + 64].fill(0xAA);
    let mut source = open_with("a.csv.gz", &content, &ReadOptions::default()).expect("a readable head");
    let error = loop {
        match source.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the damage was not noticed"),
            Err(error) => break error.to_string(),
        }
    };
    assert!(error.contains("a.csv.gz") && error.contains("damaged"), "{error}");
}

#[test]
fn what_is_no_text_is_named() {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend((0..4000u32).flat_map(u32::to_le_bytes));
    assert!(failure("foto.csv", &png).contains("is an image, not text"));
    let workbook = failure("hoja.csv", b"PK\x03\x04\x14\0\0\0\x08\0....[Content_Types].xml....");
    assert!(workbook.contains("is an Excel workbook, not text") && workbook.contains(".xlsx"), "{workbook}");
    assert!(failure("a.csv", b"PK\x03\x04\x14\0\0\0\x08\0....Formulario.csv....").contains("unzip"));
    assert!(failure("a.csv", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........").contains("old Excel workbook"));
    assert!(failure("a.csv", b"<!DOCTYPE html><html><body>login</body></html>").contains("a web page"));
    let noise: Vec<u8> = (0..5000u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(failure("ruido.csv", &noise).contains("is binary data, not text"));
    assert!(failure("a.csv", b"\xFF\xFE\0\0i\0\0\0").contains("UTF-32"));
}

#[test]
fn formats_are_told_by_extension_or_content() {
    for (name, format) in [("a.csv", Format::Csv), ("a.TXT", Format::Csv), ("a.tab", Format::Tsv), ("a", Format::Csv)] {
        let source = open_with(name, b"id\tc\n1\tuno\n", &ReadOptions::default()).expect("readable");
        assert_eq!((source.info.format, source.info.delimiter), (format, Some(b'\t')), "{name}");
    }
    for (name, says) in [
        ("a.xls", "save it as XLSX or CSV"),
        ("a.ods", "save it as XLSX or CSV"),
        ("a.zip", "unzip it and name the file in it"),
        ("a.pdf", "export the answers"),
    ] {
        let message = failure(name, b"x");
        assert!(message.contains("is not read") && message.contains(says), "{message}");
    }
    assert!(failure("a.json", br#"[{"id": 1}, {"id": 2}]"#).contains("one object a line"));
    let error = read::open(&Input::Stdin, &ReadOptions::default()).err().expect("an error");
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
    assert!(error.to_string().contains("--input-format"), "{error}");
}

#[test]
fn peeked_rows_stay_to_be_read() {
    let mut source = open("id,c\n1,uno\n2,dos\n3,tres\n");
    assert_eq!(source.peek(2).expect("readable").len(), 2);
    assert_eq!(rows_of(&mut source).iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
}
