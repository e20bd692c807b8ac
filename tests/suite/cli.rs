//! Whole runs of the binary: what it prints, what it writes, how it exits.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

fn sentir(arguments: &[&str]) -> Output {
    Command::cargo_bin("sentir").unwrap().args(arguments).output().unwrap()
}

/// Standard output, standard error and exit code in one text, without what differs from run to run.
fn shown(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let stderr: Vec<&str> = stderr.lines().filter(|line| !line.ends_with("comments/s")).collect();
    let stderr = stderr.join("\n");
    format!("exit code: {}\n--- stdout\n{}--- stderr\n{stderr}\n", output.status.code().unwrap(), text(&output.stdout))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with one file in it.
fn folder(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// A snapshot in which temporary folders have one name.
fn assert_snapshot(name: &str, folder: &Path, output: &Output) {
    let shown = shown(output).replace(folder.to_str().unwrap(), "DIR");
    insta::assert_snapshot!(name, shown);
}

#[test]
fn help() {
    insta::assert_snapshot!("help", shown(&sentir(&["--help"])));
    for command in ["classify", "evaluate", "compare"] {
        insta::assert_snapshot!(format!("help_{command}"), shown(&sentir(&[command, "--help"])));
    }
}

#[test]
fn the_sample_is_tagged_without_a_flag() {
    let output = sentir(&["classify", "data/sample.csv", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let header = reader.headers().unwrap().clone();
    for column in ["lang", "sentiment", "emotion", "touchpoints", "tp_delivery", "flags", "status"] {
        assert!(header.iter().any(|name| name == column), "{column} is missing");
    }
    let status = header.iter().position(|name| name == "status").unwrap();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() >= 50);
    assert!(rows.iter().all(|row| ["ok", "skipped"].contains(&&row[status])));
}

#[test]
fn a_record_is_as_the_contract_says() {
    let (_folder, path) =
        folder("one.csv", "Canal,Comentario\nTienda,\"La entrega llegó tarde, pero el sofá es precioso.\"\n");
    let output = sentir(&["classify", &path, "--probs", "--quiet"]);
    assert!(output.stderr.is_empty(), "{}", shown(&output));
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "schema",
        "id",
        "row",
        "source",
        "column",
        "question",
        "text",
        "lang",
        "lang_p",
        "sentiment",
        "sentiment_p",
        "sentiment_score",
        "emotion",
        "emotion_p",
        "emotion_family",
        "emotion_family_p",
        "touchpoints",
        "probs",
        "flags",
        "status",
        "model",
        "fields",
    ];
    assert_eq!(keys, expected);
    assert_eq!(record["schema"], "sentir.record/1");
    assert_eq!(record["source"], "one.csv");
    assert_eq!(record["fields"], serde_json::json!({"Canal": "Tienda"}));
    let sums = ["sentiment", "emotion"]
        .map(|task| record["probs"][task].as_object().unwrap().values().map(|p| p.as_f64().unwrap()).sum::<f64>());
    assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-3), "{sums:?}");
}

#[test]
fn usage_errors() {
    let (folder, path) =
        folder("two.csv", "Nombre,Opinión\nAna,Muy buen trato y rápido\nLuis,Tardaron demasiado en atenderme\n");
    let run = |name: &str, arguments: &[&str]| assert_snapshot(name, folder.path(), &sentir(arguments));
    run("no_such_column", &["classify", &path, "--text", "Comentario"]);
    run("no_such_file", &["classify", &format!("{}/absent.csv", folder.path().display())]);
    run("no_such_model", &["classify", &path, "--model", "absent"]);
    run("unknown_output_format", &["classify", &path, "-o", "tagged.doc"]);
    run("stdin_without_format", &["classify", "-"]);
    run("resume_without_output", &["classify", &path, "--resume"]);
    run("output_is_input", &["classify", &path, "-o", &path, "--force"]);
    run("unknown_flag", &["classify", &path, "--colour"]);
    run("fetch_without_network", &["models", "fetch", "org/model"]);
}

#[test]
fn an_existing_output_is_not_replaced() {
    let (folder, path) = folder("in.csv", "comment\nGreat service\n");
    let output = folder.path().join("out.csv");
    std::fs::write(&output, "mine").unwrap();
    let refused = sentir(&["classify", &path, "-o", output.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&output).unwrap(), "mine");
    let forced = sentir(&["classify", &path, "-o", output.to_str().unwrap(), "--force"]);
    assert_eq!(forced.status.code(), Some(0), "{}", shown(&forced));
    assert!(std::fs::read_to_string(&output).unwrap().starts_with("comment,lang,"));
    let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["in.csv", "out.csv"], "no journal and no temporary file stays behind");
}

#[test]
fn a_bad_row_does_not_cost_the_good_ones() {
    let lines = "{\"id\": 1, \"comment\": \"Great service\"}\nnot json\n{\"id\": 3, \"comment\": \"Muy caro\"}\n";
    let (folder, path) = folder("mixed.jsonl", lines);
    let output = sentir(&["classify", &path]);
    let statuses: Vec<String> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["status"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(statuses, ["ok", "error", "ok"]);
    assert_eq!(output.status.code(), Some(3));
    let stderr = text(&output.stderr).replace(folder.path().to_str().unwrap(), "DIR");
    assert!(stderr.contains("mixed.jsonl, row 2"), "{stderr}");
}

#[test]
fn unreadable_input_and_damaged_models_have_their_exit_codes() {
    let (folder, path) = folder("broken.parquet", b"PAR1 this is no parquet file PAR1");
    assert_eq!(sentir(&["classify", &path]).status.code(), Some(4));
    let model = folder.path().join("model");
    std::fs::create_dir(&model).unwrap();
    for file in sentir::model::FILES {
        std::fs::copy(Path::new("models/sentir-es-en").join(file), model.join(file)).unwrap();
    }
    let verify = || sentir(&["models", "verify", model.to_str().unwrap()]);
    assert_eq!(verify().status.code(), Some(0));
    let weights = model.join("model.safetensors");
    let mut bytes = std::fs::read(&weights).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&weights, bytes).unwrap();
    let damaged = verify();
    assert_eq!(damaged.status.code(), Some(5));
    assert!(text(&damaged.stderr).contains("model.safetensors is damaged"));
    std::fs::remove_file(&weights).unwrap();
    assert_eq!(verify().status.code(), Some(5));
}

#[test]
fn a_classifier_is_verified_as_far_as_it_can_be() {
    let folder = crate::tiny_models::folder(&crate::tiny_models::case("bert"));
    let path = folder.path().to_str().unwrap();
    let verified = sentir(&["models", "verify", path]);
    assert_eq!(verified.status.code(), Some(0), "{}", shown(&verified));
    assert!(text(&verified.stdout).contains("it has no hashes to check against"), "{}", shown(&verified));
    std::fs::remove_file(folder.path().join("tokenizer.json")).unwrap();
    let broken = sentir(&["models", "verify", path]);
    assert_eq!(broken.status.code(), Some(5), "{}", shown(&broken));
    assert!(text(&broken.stderr).contains("tokenizer.json"), "{}", shown(&broken));
}

#[test]
fn several_files_and_several_columns() {
    let (folder, one) =
        folder("one.csv", "id,Why?,What could be better?\n1,Friendly staff,The prices\n2,Everything was fine,\n");
    let two = folder.path().join("two.csv");
    std::fs::write(&two, "id,Why?,What could be better?\n3,Slow delivery again,Answer the phone\n").unwrap();
    let two = two.to_str().unwrap();
    let columns = ["--text", "Why?", "--text", "What could be better?"];
    let output = sentir(&[&["classify", &one, two][..], &columns].concat());
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let places: Vec<_> = lines
        .iter()
        .map(|line| (line["source"].as_str().unwrap(), line["id"].as_str().unwrap(), line["column"].as_str().unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            ("one.csv", "1", "Why?"),
            ("one.csv", "1", "What could be better?"),
            ("one.csv", "2", "Why?"),
            ("one.csv", "2", "What could be better?"),
            ("two.csv", "3", "Why?"),
            ("two.csv", "3", "What could be better?"),
        ]
    );
    assert_eq!(lines[3]["status"], "skipped");
    assert_eq!(lines[3]["sentiment"], serde_json::Value::Null);
    assert_eq!(lines[1]["question"], "What could be better?");
    let table = sentir(&[&["classify", &one, two, "--format", "csv"][..], &columns].concat());
    assert!(text(&table.stdout).starts_with("id,Why?,What could be better?,Why?.lang,"), "{}", shown(&table));
}

#[test]
fn standard_input_and_a_reader_that_leaves() {
    let mut command = Command::cargo_bin("sentir").unwrap();
    let output = command
        .args(["classify", "-", "--input-format", "csv", "-q"])
        .write_stdin("comment\nMuy bueno\n")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("\"source\":\"-\""));

    // `| head -1` closes the pipe after the first line.
    let binary = assert_cmd::cargo::cargo_bin("sentir");
    let script = format!("set -o pipefail; {} classify data/sample.csv -q | head -1 >/dev/null", binary.display());
    let status = std::process::Command::new("bash").args(["-c", &script]).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn hostile_texts_come_out_whole() {
    let long = "muy caro y muy lento. ".repeat(50_000);
    let content = format!(
        "id,comment\n1,\"a\0b\"\n2,\"\u{202e}شكرا جزيلا\"\n3,\"{long}\"\n4,\"{}\"\n5,👍👍\n",
        "x".repeat(1_000_000)
    );
    let (_folder, path) = folder("hostile.csv", content);
    let output = sentir(&["classify", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let records: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 5);
    assert_eq!(records[0]["text"], "a\0b");
    assert_eq!(records[1]["lang"], "und");
    assert_eq!(records[1]["flags"], serde_json::json!(["other_language"]));
    assert_eq!(records[2]["flags"], serde_json::json!(["truncated"]));
    assert_eq!(records[2]["text"].as_str().unwrap().len(), long.len());
    assert_eq!(records[4]["lang"], "und");
    assert_eq!(records[4]["flags"], serde_json::json!([]));
}

#[test]
fn completions_and_manual() {
    assert!(text(&sentir(&["completions", "bash"]).stdout).contains("_sentir"));
    let manual = text(&sentir(&["man"]).stdout);
    assert!(manual.starts_with(".ie") || manual.contains(".TH sentir"), "{manual:.100}");
}

#[test]
fn rows_before_a_broken_end_come_out_on_standard_output() {
    use std::io::Write as _;

    let rows: Vec<String> = (0..3000).map(|id| format!("{id},Muy buen trato {}\n", id % 5)).collect();
    let content = format!("id,comment\n{}", rows.concat());
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content.as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    let (folder, path) = folder("cut.csv.gz", &whole[..whole.len() / 2]);
    let output = sentir(&["classify", &path]);
    assert_eq!(output.status.code(), Some(4));
    let rows = text(&output.stdout).lines().count();
    assert!(rows > 500, "{rows} rows");
    let kept = folder.path().join("out.csv");
    assert_eq!(sentir(&["classify", &path, "-o", kept.to_str().unwrap()]).status.code(), Some(4));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["cut.csv.gz"], "a file appears complete or not at all");
}

#[test]
fn tags_do_not_depend_on_the_order_of_a_large_file() {
    let rows: Vec<String> = (0..2400)
        .map(|id| match id {
            0..1100 => format!("{id},Muy buen trato en la tienda {}\n", id % 7),
            1100..1300 => format!("{id},normal\n"),
            _ => format!("{id},The staff were very kind {}\n", id % 7),
        })
        .collect();
    let forwards = format!("id,comment\n{}", rows.concat());
    let backwards = format!("id,comment\n{}", rows.iter().rev().cloned().collect::<String>());
    let tags = |content: &str| -> std::collections::BTreeMap<String, serde_json::Value> {
        let (_folder, path) = folder("in.csv", content);
        let output = sentir(&["classify", &path, "-q"]);
        let records = text(&output.stdout);
        let records = records.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        records
            .map(|mut record| {
                let fields = record.as_object_mut().unwrap();
                // What is about the row's place.
                fields.remove("row");
                fields.remove("flags");
                (fields["id"].as_str().unwrap().to_owned(), record)
            })
            .collect()
    };
    let (forwards, backwards) = (tags(&forwards), tags(&backwards));
    assert_eq!(forwards.len(), 2400);
    assert!(forwards == backwards);
}

#[test]
fn files_whose_columns_have_other_types_fit_into_one_parquet() {
    let (folder, csv) = folder("text.csv", "id,comment\nA-1,Great service\n");
    let typed = folder.path().join("typed.jsonl");
    std::fs::write(&typed, "{\"id\": 7, \"comment\": \"Muy caro\"}\n").unwrap();
    let parquet = folder.path().join("typed.parquet");
    let (typed, parquet) = (typed.to_str().unwrap(), parquet.to_str().unwrap());
    assert_eq!(sentir(&["classify", typed, "-q", "-o", parquet]).status.code(), Some(0));
    // The tags of the first run are columns of the second; only `id` and `comment` are in both.
    let both = folder.path().join("both.parquet");
    let output = sentir(&["classify", typed, &csv, "-o", both.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let again = folder.path().join("again.parquet");
    let output = sentir(&["classify", parquet, "--text", "comment", "-o", again.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
}

#[test]
fn nobody_listening_on_standard_error_is_no_failure() {
    let (folder, path) = folder("in.csv", "comment\nGreat service\n");
    let binary = assert_cmd::cargo::cargo_bin("sentir");
    let script = format!(
        "{} classify {path} -o {}/out.csv 2>&1 | true; echo ${{PIPESTATUS[0]}}",
        binary.display(),
        folder.path().display()
    );
    let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(text(&output.stdout).trim(), "0");
    assert!(folder.path().join("out.csv").exists());
}

#[test]
fn every_export_is_tagged_without_a_flag() {
    let exports = std::fs::read_dir("tests/fixtures/exports").unwrap().map(|entry| entry.unwrap().path());
    for path in exports.filter(|path| path.extension().is_some()) {
        let output = sentir(&["classify", path.to_str().unwrap()]);
        // The tickets hold lines that are no JSON, on purpose.
        let expected = if path.ends_with("zendesk.jsonl") { 3 } else { 0 };
        assert_eq!(output.status.code(), Some(expected), "{}: {}", path.display(), text(&output.stderr));
        let stdout = text(&output.stdout);
        let records: Vec<serde_json::Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(records.iter().any(|record| record["status"] == "ok"), "{}: nothing tagged", path.display());
        let stderr = text(&output.stderr);
        for record in records.iter().filter(|record| record["text"].as_str().unwrap().len() > 12) {
            assert!(
                !stderr.contains(record["text"].as_str().unwrap()),
                "{}: a comment on standard error",
                path.display()
            );
        }
    }
}
