//! Where outputs go: files appear whole or not at all, and nothing is replaced unasked.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use sentir::ErrorKind;
use sentir::write::{self, Destination, Target, WriteFormat, WriteOptions};

use crate::written::{csv, header, rows, text, try_write};

fn refusal(path: &Path, format: WriteFormat) -> String {
    let error = Target::open(&Destination::File(path.to_owned()), format, false).err().expect("refused");
    assert!(matches!(error.kind(), ErrorKind::Usage { hint: Some(_), .. }), "{error}");
    error.to_string()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    assert!(refusal(&path, WriteFormat::Csv).contains("--force"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");

    let mut target = Target::open(&Destination::File(path.clone()), WriteFormat::Csv, true).unwrap();
    target.write_all(b"new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    target.commit().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(folder.path()), ["out.csv"]);
}

#[test]
fn an_output_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for format in [WriteFormat::Csv, WriteFormat::Jsonl, WriteFormat::Xlsx, WriteFormat::Parquet] {
        let destination = Destination::File(folder.path().join("out"));
        let target = Target::open(&destination, format, false).unwrap();
        let mut sink = write::open(target, format, &header(&["t"], &[0]), WriteOptions::default()).unwrap();
        sink.write(&rows(&[vec![text("a")]])[0]).unwrap();
        drop(sink);
        assert!(names_in(folder.path()).is_empty(), "{format:?}");
    }
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced_and_the_work_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let mut target = Target::open(&Destination::File(path.clone()), WriteFormat::Csv, false).unwrap();
    target.write_all(b"mine").unwrap();
    fs::write(&path, "theirs").unwrap();
    let error = target.commit().unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    let names = names_in(folder.path());
    let kept = names.iter().find(|name| *name != "out.csv").expect("the work");
    assert!(error.to_string().contains(kept.as_str()), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join(kept)).unwrap(), "mine");
}

#[test]
fn folders_are_checked_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refusal(folder.path(), WriteFormat::Csv).contains("is a folder"));
    assert!(refusal(&folder.path().join("no/out.csv"), WriteFormat::Csv).contains("there is no folder"));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(refusal(&file.join("out.csv"), WriteFormat::Csv).contains("there is no folder"));
}

#[test]
fn an_input_is_never_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "a").unwrap();
    let roundabout = folder.path().join("./in.csv");
    let inputs = [Path::new("-"), input.as_path()];
    let error = write::target::refuse_inputs(&roundabout, inputs).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Usage { .. }));
    write::target::refuse_inputs(&folder.path().join("out.csv"), inputs).unwrap();
    #[cfg(unix)]
    {
        let link = folder.path().join("link.csv");
        fs::hard_link(&input, &link).unwrap();
        write::target::refuse_inputs(&link, inputs).unwrap_err();
    }
}

#[test]
fn text_is_compressed_by_its_extension() {
    let folder = tempfile::tempdir().unwrap();
    let header = header(&["t"], &[0]);
    let plain = csv(&header, &rows(&[vec![text("hola")]]));
    for name in ["a.csv.gz", "a.csv.zst"] {
        let path = folder.path().join(name);
        let rows = rows(&[vec![text("hola")]]);
        try_write(&path, WriteFormat::Csv, &header, WriteOptions::default(), &rows).unwrap();
        let bytes = fs::read(&path).unwrap();
        let mut read = String::new();
        match name {
            "a.csv.gz" => flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut read).unwrap(),
            _ => zstd::Decoder::new(&*bytes).unwrap().read_to_string(&mut read).unwrap(),
        };
        assert_eq!(read, plain, "{name}");
    }
    assert!(refusal(&folder.path().join("a.xlsx.gz"), WriteFormat::Xlsx).contains("compressed in itself"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_new_file_has_the_usual_permissions_and_a_replaced_one_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let usual = folder.path().join("usual");
        fs::write(&usual, "").unwrap();
        let path = folder.path().join("out.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        Target::open(&Destination::File(path.clone()), WriteFormat::Csv, false).unwrap().commit().unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        Target::open(&Destination::File(path.clone()), WriteFormat::Csv, true).unwrap().commit().unwrap();
        assert_eq!(mode(&path) & 0o777, 0o640);
    }

    #[test]
    fn a_link_keeps_pointing_to_the_replaced_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file.csv");
        let link = folder.path().join("link.csv");
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        let mut target = Target::open(&Destination::File(link.clone()), WriteFormat::Csv, true).unwrap();
        target.write_all(b"new").unwrap();
        target.commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
    }

    #[test]
    fn a_device_is_written_not_replaced() {
        let destination = Destination::File("/dev/null".into());
        let mut target = Target::open(&destination, WriteFormat::Csv, false).unwrap();
        target.write_all(b"gone").unwrap();
        target.commit().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
