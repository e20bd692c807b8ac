//! An interrupted run, resumed: the same bytes as an unbroken one, in formats that are appended to and in those that are not.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;

use crate::common;

/// Enough rows for several chunks.
fn input(folder: &Path) -> String {
    let rows = common::corpus_rows("data/corpus/train.jsonl");
    let mut content = String::from("id,comment\n");
    for row in rows.iter().take(2600) {
        writeln!(content, "{},\"{}\"", row.id, row.text.replace('"', "\"\"")).unwrap();
    }
    let path = folder.join("in.csv");
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn classify(input: &str, output: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("sentir"));
    command.args(["classify", input, "-q", "-o"]).arg(output).args(more).stdout(Stdio::null());
    command
}

/// Starts a run and signals it once its journal has grown past the header by a chunk or more.
fn interrupt(input: &str, output: &Path, signal: &str) -> Option<i32> {
    // One thread, so that enough is left to do when the signal comes.
    let mut child = classify(input, output, &["--jobs", "1"]).spawn().unwrap();
    let journal = output.with_added_extension("journal");
    let started = Instant::now();
    while std::fs::metadata(&journal).map_or(0, |file| file.len()) < 60_000 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it could be interrupted");
        assert!(started.elapsed() < Duration::from_mins(5), "no chunk was finished");
        std::thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    child.wait().unwrap().code()
}

#[test]
fn a_resumed_run_writes_the_bytes_of_an_unbroken_one() {
    let folder = tempfile::tempdir().unwrap();
    let input = input(folder.path());
    let path = |name: &str| folder.path().join(name);
    for format in ["csv", "xlsx", "parquet"] {
        let (whole, broken) = (path("whole").with_extension(format), path("broken").with_extension(format));
        let journal = broken.with_added_extension("journal");
        assert!(classify(&input, &whole, &[]).status().unwrap().success());
        assert_eq!(interrupt(&input, &broken, "-INT"), Some(130), "{format}");
        assert!(!broken.exists(), "no half file");
        assert!(journal.exists());
        assert!(classify(&input, &broken, &["--resume"]).status().unwrap().success());
        assert!(!journal.exists());
        assert!(std::fs::read(&whole).unwrap() == std::fs::read(&broken).unwrap(), "{format} differs");
    }
}

#[test]
fn a_killed_run_resumes_behind_a_torn_entry() {
    let folder = tempfile::tempdir().unwrap();
    let input = input(folder.path());
    let path = |name: &str| folder.path().join(name);
    assert_eq!(interrupt(&input, &path("killed.csv"), "-KILL"), None);
    let journal = path("killed.csv.journal");
    let bytes = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, &bytes[..bytes.len() - 1]).unwrap();
    assert!(classify(&input, &path("killed.csv"), &["--resume", "--jobs", "3"]).status().unwrap().success());
    assert!(classify(&input, &path("whole.csv"), &[]).status().unwrap().success());
    assert!(std::fs::read(path("whole.csv")).unwrap() == std::fs::read(path("killed.csv")).unwrap());
}

#[test]
fn a_journal_is_not_lost_by_oversight() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    std::fs::write(&input, "comment\nGreat service\n").unwrap();
    let (input, output) = (input.to_str().unwrap(), folder.path().join("out.csv"));
    let journal = output.with_added_extension("journal");

    std::fs::write(&journal, "somebody's notes").unwrap();
    assert_eq!(classify(input, &output, &["--force"]).status().unwrap().code(), Some(2));
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), "somebody's notes");

    std::fs::write(&journal, "sentir.journal/1\nhours of work").unwrap();
    assert_eq!(classify(input, &output, &[]).status().unwrap().code(), Some(2));
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), "sentir.journal/1\nhours of work");
    assert_eq!(classify(input, &output, &["--force"]).status().unwrap().code(), Some(0));
    assert!(!journal.exists());
}

#[test]
fn a_journal_of_another_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let input = input(folder.path());
    let output = folder.path().join("out.parquet");
    assert_eq!(interrupt(&input, &output, "-INT"), Some(130));
    let refused = classify(&input, &output, &["--resume", "--lang", "es"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the options are not the same"));
    std::fs::write(&input, "id,comment\n1,other\n").unwrap();
    let refused = classify(&input, &output, &["--resume"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the input is not the same"));
}
