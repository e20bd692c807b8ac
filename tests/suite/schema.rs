//! What is written as JSON is as its schema says.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn sentir(args: &[&str]) -> Vec<u8> {
    let output = Command::cargo_bin("sentir").unwrap().args(args).output().unwrap();
    // A commitment that is broken, or cannot be judged, is no failure here.
    assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Lets no object have other properties than those described; `part` is whether the schema is only a part of such an object's.
fn close(schema: &mut Value, part: bool) {
    match schema {
        Value::Object(map) => {
            let described = map.contains_key("properties");
            for (key, inner) in map.iter_mut() {
                let parts = matches!(key.as_str(), "oneOf" | "anyOf" | "allOf");
                match inner {
                    Value::Array(all) if parts => all.iter_mut().for_each(|one| close(one, described)),
                    inner => close(inner, false),
                }
            }
            if described && !part && map.get("type").is_some_and(|kind| *kind == "object") {
                map.entry("unevaluatedProperties").or_insert(Value::Bool(false));
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| close(one, false)),
        _ => {}
    }
}

#[track_caller]
fn fits(document: &str, written: &[u8]) {
    let schema: Value = serde_json::from_slice(&sentir(&["schema", document])).unwrap();
    assert!(schema["properties"]["schema"]["const"].is_string(), "{document}: which version?");
    // The other way round: what is written is described, at any depth.
    let mut closed = schema.clone();
    close(&mut closed, false);
    let validator = jsonschema::validator_for(&closed).unwrap();
    let values: Vec<Value> =
        serde_json::Deserializer::from_slice(written).into_iter().collect::<Result<_, _>>().unwrap();
    assert!(!values.is_empty(), "{document}: nothing was written");
    for value in &values {
        let wrong: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{document}: {wrong:#?}");
    }
    let mut broken = values[0].clone();
    broken["schema"] = "sentir.else/9".into();
    assert!(!validator.is_valid(&broken), "{document}: anything would do");
}

#[test]
fn every_document_fits_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let short = path("short.csv");
    let survey = std::fs::read_to_string("data/lumbra/survey.csv").unwrap();
    let lines: Vec<&str> = survey.lines().take(120).collect();
    std::fs::write(&short, lines.join("\n")).unwrap();
    let tagged = path("tagged.jsonl");
    sentir(&["classify", "-q", &short, "--probs", "-o", &tagged]);
    fits("record", &std::fs::read(&tagged).unwrap());

    let golden = "tests/golden/evaluation";
    let [gold, a, b] = ["gold", "a", "b"].map(|name| format!("{golden}/{name}.jsonl"));
    fits("evaluation", &sentir(&["evaluate", "-q", "--gold", &gold, "--predictions", &a, "--format", "json"]));
    fits("comparison", &sentir(&["compare", "-q", "--gold", &gold, &a, &b, "--format", "json"]));

    let audit = path("audit.csv");
    let rows = std::fs::read_to_string("data/lumbra/audit.csv").unwrap();
    let asked = |line: &str| lines.iter().any(|row| row.split(';').next() == line.split(',').next());
    let kept: Vec<&str> = rows.lines().take(1).chain(rows.lines().filter(|line| asked(line))).collect();
    std::fs::write(&audit, kept.join("\n")).unwrap();
    let lumbra = Path::new("data/lumbra");
    let [beliefs, commitments] =
        ["beliefs", "commitments"].map(|name| lumbra.join(format!("{name}.toml")).to_str().unwrap().to_owned());
    let columns = ["--by", "Canal", "--date", "Fecha", "--outcome", "NPS", "--what-if", "delivery.negative=5%"];
    let beside = ["--audit", &audit, "--beliefs", &beliefs];
    fits("report", &sentir(&[&["report", "-q", &tagged], &columns[..], &beside].concat()));
    fits("report", &sentir(&["report", "-q", &tagged]));
    let check = ["check", "-q", &tagged, "--date", "Fecha", "--commitments", &commitments, "--format", "json"];
    fits("check", &sentir(&check));
}
