//! Reports: the same figures whatever the format and the order of the records, and what is said of records that lack something.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use sentir::labels::{Emotion, Language, Sentiment, Touchpoint};
use sentir::record::{Record, Status, Tags, TouchpointTag};
use sentir::table::{Cell, Column, unique_keys};
use sentir::write::{self, Destination, Header, TaggedRow, Target, WriteFormat, WriteOptions};
use serde_json::{Value, json};

use crate::common::{near, same, sound};

const COLUMNS: [&str; 7] = ["Id", "Fecha", "Canal", "Cliente", "NPS", "sentiment", "Comentario"];

/// Tagged comments: the development set with its right labels, in an order of choice.
fn rows(step: usize) -> Vec<TaggedRow> {
    let text = std::fs::read_to_string("data/corpus/dev.jsonl").unwrap();
    let lines: Vec<Value> = text.lines().take(600).map(|line| serde_json::from_str(line).unwrap()).collect();
    // A step that shares no factor with the number of lines visits each once.
    (0..lines.len()).map(|n| n * step % lines.len()).map(|index| row(index, &lines[index])).collect()
}

fn row(index: usize, line: &Value) -> TaggedRow {
    let name = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let sentiment = Sentiment::parse(&name("sentiment")).unwrap();
    let emotion = Emotion::parse(&name("emotion")).unwrap();
    let touchpoints = line["touchpoints"].as_object().unwrap().iter().map(|(label, sentiment)| {
        let label = Touchpoint::parse(label).unwrap();
        let sentiment = Sentiment::parse(sentiment.as_str().unwrap()).unwrap();
        TouchpointTag { label, stage: label.stage(), p: 0.9, sentiment, sentiment_p: 0.8 }
    });
    let tags = Tags {
        lang: Language::parse(&name("lang")).unwrap(),
        lang_p: 1.0,
        sentiment,
        sentiment_p: 0.75,
        sentiment_score: 0.25,
        emotion,
        emotion_p: 0.5,
        emotion_family: emotion.family(),
        emotion_family_p: 0.5,
        touchpoints: touchpoints.collect(),
        probs: None,
    };
    let skipped = index % 50 == 7;
    let nps = match sentiment {
        Sentiment::Positive => 9,
        Sentiment::Negative => 2,
        _ => 6,
    };
    let cells = [
        format!("R{index}"),
        format!("{:02}/{:02}/2026", 1 + index % 28, 1 + index / 100),
        ["Web", "Tienda", "App"][index % 3].to_owned(),
        format!("C{}", index / 4),
        format!("{nps},5"),
        "taken".to_owned(),
        if skipped { String::new() } else { name("text") },
    ];
    let fields = COLUMNS.iter().zip(&cells).skip(1).take(5).map(|(name, cell)| ((*name).to_owned(), cell.clone()));
    let record = Record {
        id: cells[0].clone(),
        row: index as u64 + 1,
        source: "survey.csv".into(),
        column: "Comentario".into(),
        question: None,
        text: cells[6].clone(),
        status: if skipped { Status::Skipped } else { Status::Ok },
        model: (!skipped).then(|| "tester 1.0".into()),
        tags: (!skipped).then_some(tags),
        flags: Vec::new(),
        error: None,
        fields: fields.collect(),
    };
    TaggedRow { cells: cells.map(Cell::Text).to_vec(), records: vec![record] }
}

fn tagged(folder: &Path, format: WriteFormat, rows: &[TaggedRow]) -> PathBuf {
    let path = folder.join(format!("tagged.{}", format.name()));
    let columns = unique_keys(COLUMNS).into_iter().zip(COLUMNS).map(|(key, name)| Column {
        name: name.into(),
        key,
        ..Column::default()
    });
    let header = Header { columns: columns.collect(), text: vec![COLUMNS.len() - 1] };
    let target = Target::open(&Destination::File(path.clone()), format, true).unwrap();
    let mut sink = write::open(target, format, &header, WriteOptions::default()).unwrap();
    rows.iter().try_for_each(|row| sink.write(row)).unwrap();
    sink.finish().unwrap();
    path
}

fn sentir(args: &[&str]) -> std::process::Output {
    Command::cargo_bin("sentir").unwrap().args(args).output().unwrap()
}

const EVERYTHING: [&str; 10] =
    ["--by", "Canal", "--by", "lang", "--date", "Fecha", "--period", "month", "--outcome", "NPS"];

fn report(path: &Path, more: &[&str]) -> Value {
    let output = sentir(&[&["report", "-q", path.to_str().unwrap()], &EVERYTHING[..], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A report without the names of its files.
fn unnamed(mut report: Value) -> Value {
    report["about"]["files"].take();
    report
}

#[test]
fn every_format_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(1);
    let first = unnamed(report(&tagged(folder.path(), WriteFormat::Jsonl, &rows), &[]));
    assert_eq!(first["counts"]["tagged"], 588);
    assert_eq!(first["counts"]["skipped"], 12);
    assert_eq!(first["models"], json!({"tester 1.0": 588}));
    for format in [WriteFormat::Csv, WriteFormat::Tsv, WriteFormat::Xlsx, WriteFormat::Parquet] {
        same(&first, &unnamed(report(&tagged(folder.path(), format, &rows), &[])));
    }
}

#[test]
fn the_order_of_records_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    for customers in [&[][..], &["--customer", "Cliente"]] {
        let first = report(&tagged(folder.path(), WriteFormat::Csv, &rows(1)), customers);
        let second = report(&tagged(folder.path(), WriteFormat::Csv, &rows(7)), customers);
        same(&first, &second);
        sound(&first);
    }
}

#[test]
fn figures_are_plain_counts() {
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(1);
    let report = report(&tagged(folder.path(), WriteFormat::Csv, &rows), &[]);
    let tags: Vec<&Tags> = rows.iter().filter_map(|row| row.records[0].tags.as_ref()).collect();
    let count = |keep: &dyn Fn(&Tags) -> bool| tags.iter().filter(|tags| keep(tags)).count() as f64;
    for (index, label) in Sentiment::ALL.iter().enumerate() {
        let found = &report["kpis"]["sentiments"][index];
        assert_eq!(found["label"], label.name());
        assert_eq!(found["count"], count(&|tags| tags.sentiment == *label));
    }
    for (index, label) in Touchpoint::ALL.iter().enumerate() {
        let found = &report["kpis"]["touchpoints"][index];
        let of = |tags: &Tags| tags.touchpoints.iter().find(|tag| tag.label == *label).map(|tag| tag.sentiment);
        assert_eq!(found["mentioned"]["count"], count(&|tags| of(tags).is_some()));
        let negative = Sentiment::Negative.index();
        assert_eq!(found["sentiments"][negative]["count"], count(&|tags| of(tags) == Some(Sentiment::Negative)));
    }
    let positive = count(&|tags| tags.sentiment == Sentiment::Positive);
    let negative = count(&|tags| tags.sentiment == Sentiment::Negative);
    let net = 100.0 * (positive - negative) / tags.len() as f64;
    assert!((report["kpis"]["net"]["net"].as_f64().unwrap() - net).abs() < 1e-9);
    let groups = report["by"][0]["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| group["comments"].as_u64().unwrap()).sum::<u64>(), tags.len() as u64);
    let periods = report["periods"].as_array().unwrap();
    assert_eq!(periods[0]["period"], "2026-01");
    assert_eq!(periods.iter().map(|period| period["comments"].as_u64().unwrap()).sum::<u64>(), tags.len() as u64);
}

#[test]
fn a_customer_has_one_vote() {
    let folder = tempfile::tempdir().unwrap();
    let report = report(&tagged(folder.path(), WriteFormat::Csv, &rows(1)), &["--customer", "Cliente"]);
    assert_eq!(report["counts"]["customers"], 150);
    assert!((report["kpis"]["n"].as_f64().unwrap() - 150.0).abs() < 1e-9);
    assert_eq!(report["kpis"]["comments"], 588);
}

#[test]
fn what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = tagged(folder.path(), WriteFormat::Csv, &rows(1));
    let path = path.to_str().unwrap();
    let refused = |args: &[&str], code: i32, says: &[&str]| {
        let output = sentir(&[&["report", path], args].concat());
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        assert!(says.iter().all(|part| stderr.contains(part)), "{stderr}");
        assert!(output.stdout.is_empty());
    };
    refused(&["--by", "Kanal"], 2, &["\"Kanal\"", "\"Canal\"", "\"NPS\""]);
    refused(&["--date", "Canal"], 2, &["\"Canal\" holds no day", "2026-03-02"]);
    refused(&["--outcome", "Canal"], 2, &["\"Canal\" holds no number", "decimal commas"]);
    refused(&["-o", "report.docx"], 2, &["report.docx", ".html, .json or .csv"]);
    refused(&["--period", "month"], 2, &["--date"]);
    let other = folder.path().join("other.csv");
    std::fs::write(&other, "a,b\n1,2\n").unwrap();
    let output = sentir(&["report", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no tag columns"));
    let later = folder.path().join("later.jsonl");
    let record = r#"{"schema":"sentir.record/2","id":"1","sentiment":"positive","touchpoints":[]}"#;
    std::fs::write(&later, format!("{record}\n")).unwrap();
    let output = sentir(&["report", later.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("row 1") && stderr.contains("sentir.record/2"), "{stderr}");
}

#[test]
fn a_bad_row_does_not_cost_the_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("edited.csv");
    let rows =
        "Texto,sentiment,tp_delivery,fecha\nBien,positive,,03/04/2026\nMal,negativo,,x\nTarde,negative,negative,\n";
    std::fs::write(&path, rows).unwrap();
    let output = sentir(&["report", path.to_str().unwrap(), "--text", "Texto", "--date", "fecha"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("edited.csv, row 2: \"negativo\" is no sentiment"), "{stderr}");
    assert!(stderr.contains("no date shows which comes first"), "{stderr}");
    assert!(stderr.contains("\"emotion\" is missing"), "{stderr}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["counts"]["tagged"], &report["counts"]["unreadable"]), (&json!(2), &json!(1)));
    assert_eq!(report["kpis"]["emotions"], json!([]));
}

#[test]
fn a_wrong_year_does_not_make_thousands_of_weeks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("years.csv");
    std::fs::write(
        &path,
        "Texto,sentiment,tp_delivery,fecha\nBien,positive,,2026-01-05\nMal,negative,,0202-01-07\nNo,negative,,2099-01-07\n",
    )
    .unwrap();
    let output = sentir(&["report", path.to_str().unwrap(), "--text", "Texto", "--date", "fecha", "--period", "week"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("Is a year wrong?") && stderr.contains("0202-01-07"), "{stderr}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let periods = report["periods"].as_array().unwrap();
    assert_eq!((&periods[0]["period"], periods.len()), (&json!("2026-Q1"), 293));
}

#[test]
fn nothing_tagged_is_a_report_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = tagged(folder.path(), WriteFormat::Csv, &[]);
    let output = sentir(&[&["report", path.to_str().unwrap()], &EVERYTHING[..]].concat());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("There is no tagged comment"), "{stderr}");
    sound(&serde_json::from_slice(&output.stdout).unwrap());
}

#[test]
fn two_files_or_two_periods_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (rows(1), rows(1));
    let (earlier, later) = (folder.path().join("earlier"), folder.path().join("later"));
    for path in [&earlier, &later] {
        std::fs::create_dir(path).unwrap();
    }
    let before = tagged(&earlier, WriteFormat::Csv, &one[..300]);
    let after = tagged(&later, WriteFormat::Jsonl, &other[300..]);
    let found = report(&after, &["--before", before.to_str().unwrap()]);
    let comparison = &found["change"]["comparison"];
    let tagged_rows = |rows: &[TaggedRow]| rows.iter().filter(|row| row.records[0].tags.is_some()).count();
    assert_eq!(comparison["before"]["comments"], tagged_rows(&one[..300]));
    assert_eq!(comparison["after"]["comments"], tagged_rows(&other[300..]));
    assert!(comparison["decompositions"].as_array().unwrap().iter().any(|one| one["outcome"] == "NPS"));

    let between = report(&after, &["--between", "2026-04..2026-06"]);
    let sides = &between["change"]["comparison"];
    assert_eq!((&sides["before"]["period"], &sides["after"]["period"]), (&json!("2026-04"), &json!("2026-06")));
    let path = after.to_str().unwrap();
    for (args, says) in [
        (&["--date", "Fecha", "--between", "April"][..], "2026-"),
        (&["--date", "Fecha", "--between", "2019-01..2019-02"], "2026-"),
        (&["--outcome", "NPS", "--what-if", "shipping.negative=5%"], "delivery"),
        (&["--before", path, "--between", "2026-01..2026-02", "--date", "Fecha"], "--between"),
    ] {
        let output = sentir(&[&["report", path], args].concat());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains(says), "{args:?}: {stderr}");
    }
}

#[test]
fn outputs_are_told_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let input = tagged(folder.path(), WriteFormat::Csv, &rows(1));
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (html, json, csv) = (path("r.html"), path("r.json"), path("r.csv"));
    let args = ["report", "-q", input.to_str().unwrap(), "--by", "Canal", "-o", &html, "-o", &json, "-o", &csv];
    assert!(sentir(&args).status.success());
    assert_eq!(sentir(&args).status.code(), Some(2), "nothing is replaced without --force");
    let figures: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    let mut table = csv::Reader::from_path(&csv).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let net = rows.iter().find(|row| &row[0] == "kpis" && &row[2] == "net.net").unwrap();
    assert_eq!(net[3], figures["kpis"]["net"]["net"].to_string());
    assert!(rows.iter().any(|row| &row[0] == "by" && row[1].contains("Canal / Web")), "groups are named");
    assert!(std::fs::read_to_string(&html).unwrap().starts_with("<!doctype html>"));
}

/// Of every section, and with names that a spreadsheet would run.
#[test]
fn every_row_of_the_table_has_a_key_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = rows(1);
    for (index, row) in all.iter_mut().enumerate() {
        let channel = ["=HYPERLINK(\"x\")", "+34", ""][index % 3];
        row.cells[2] = Cell::Text(channel.into());
        row.records[0].fields[1].1 = channel.into();
    }
    let input = tagged(folder.path(), WriteFormat::Jsonl, &all);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut audit = "Id,true_sentiment,true_emotion,true_touchpoints\n".to_owned();
    for record in all.iter().map(|row| &row.records[0]).step_by(2) {
        let Some(tags) = &record.tags else { continue };
        let said = |tag: &TouchpointTag| format!("{}:{}", tag.label, tag.sentiment);
        let touchpoints: Vec<String> = tags.touchpoints.iter().map(said).collect();
        let touchpoints = touchpoints.join(";");
        let _ = writeln!(audit, "{},{},{},{touchpoints}", record.id, tags.sentiment, tags.emotion);
    }
    let (audit_path, csv) = (path("audit.csv"), path("figures.csv"));
    std::fs::write(&audit_path, audit).unwrap();
    let more = ["--adjust", "Canal", "--what-if", "delivery.negative=5%", "--between", "2026-02..2026-03", "-o", &csv];
    let beside = ["--audit", &audit_path, "--beliefs", "data/lumbra/beliefs.toml", "--nps", "none"];
    let output =
        sentir(&[&["report", "-q", input.to_str().unwrap(), "--id", "Id"], &EVERYTHING[..], &more, &beside].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut table = csv::Reader::from_path(&csv).unwrap();
    let found: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let mut keys = std::collections::HashSet::new();
    for row in &found {
        assert!(keys.insert([&row[0], &row[1], &row[2]].map(str::to_owned)), "{row:?}");
        assert!(!row[1].ends_with(" (2)"), "numbered, not named: {row:?}");
        assert!(!row.iter().take(3).any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
    for section in ["kpis", "by", "periods", "drivers", "causes", "change", "audit", "promise"] {
        assert!(found.iter().any(|row| &row[0] == section), "{section}");
    }
    assert!(found.iter().any(|row| row[1].contains("Canal / (blank)")));
}

/// A column of names tells no groups apart, in whichever order its values come; amounts to adjust for may be as many as they are.
#[test]
fn too_many_values_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv");
    let mut text = "Texto,sentiment,tp_delivery,Nombre,Importe,NPS\n".to_owned();
    for place in 0..100_001 {
        let _ = writeln!(text, "x,positive,,n{place},{place},{}", place % 11);
    }
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let refused = sentir(&["report", path, "--by", "Nombre"]);
    assert_eq!(refused.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&refused.stderr);
    assert!(stderr.contains("\"Nombre\" has more than 100000 values") && stderr.contains("channel"), "{stderr}");
    assert!(sentir(&["report", "-q", path, "--outcome", "NPS", "--adjust", "Importe"]).status.success());
}

/// The chances of all groups of all columns are corrected together.
#[test]
fn groups_of_all_columns_are_corrected_together() {
    let folder = tempfile::tempdir().unwrap();
    let report = report(&tagged(folder.path(), WriteFormat::Csv, &rows(1)), &[]);
    let groups = report["by"].as_array().unwrap().iter().flat_map(|by| by["groups"].as_array().unwrap());
    let found: Vec<(f64, f64)> = groups
        .filter(|group| !group["against_rest"].is_null())
        .map(|group| {
            let one = &group["against_rest"];
            let [low, high, p] = ["low", "high", "p"].map(|key| one[key].as_f64().unwrap());
            assert_eq!(low > 0.0 || high < 0.0, p < 0.05, "{one}");
            (p, one["p_holm"].as_f64().unwrap())
        })
        .collect();
    assert!(found.len() >= 5);
    let expected = sentir::statistics::holm(&found.iter().map(|(p, _)| *p).collect::<Vec<_>>());
    found.iter().zip(expected).for_each(|((_, holm), expected)| near(*holm, expected));
}
