//! `evaluate` and `compare`: the figures against scikit-learn and `SciPy`, gates, and what is refused.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const GOLD: &str = "tests/golden/evaluation/gold.jsonl";
const A: &str = "tests/golden/evaluation/a.jsonl";
const B: &str = "tests/golden/evaluation/b.jsonl";

/// Both sides compute in double precision, in other orders.
const TOLERANCE: f64 = 1e-9;

pub(super) fn sentir(arguments: &[&str]) -> Output {
    Command::cargo_bin("sentir").unwrap().args(arguments).output().unwrap()
}

pub(super) fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(super) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(super) fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(&sentir(arguments))).unwrap()
}

pub(super) fn file(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Three comments with every label.
pub(super) fn gold(folder: &Path) -> String {
    file(
        folder,
        "gold.jsonl",
        concat!(
            r#"{"id":"1","text":"uno","lang":"es","sentiment":"positive","emotion":"joy","touchpoints":{"staff":"positive"}}"#,
            "\n",
            r#"{"id":"2","text":"two","lang":"en","sentiment":"negative","emotion":"anger","touchpoints":{}}"#,
            "\n",
            r#"{"id":"3","text":"three","lang":"en","sentiment":"mixed","emotion":"neutral","touchpoints":{"price":"negative"}}"#,
            "\n"
        ),
    )
}

#[test]
fn figures_are_those_of_scikit_learn() {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string("tests/golden/evaluation/expected.json").unwrap()).unwrap();
    for (name, path) in [("a", A), ("b", B)] {
        let report = json(&["evaluate", "--gold", GOLD, "--predictions", path, "--format", "json"]);
        let tasks = report["predictors"][0]["tasks"].as_array().unwrap();
        for (task, figures) in expected[name].as_object().unwrap() {
            let found = tasks.iter().find(|found| found["task"] == **task).unwrap();
            for (metric, value) in figures.as_object().unwrap() {
                if metric == "confusion" {
                    let rows = found["confusion"].as_array().unwrap().iter();
                    let counts: Vec<Value> =
                        rows.map(|row| row.as_array().unwrap().split_last().unwrap().1.into()).collect();
                    assert_eq!(Value::from(counts), *value, "{name} {task}");
                    continue;
                }
                let found = &found["metrics"][metric];
                let apart = (found["value"].as_f64().unwrap() - value.as_f64().unwrap()).abs();
                assert!(apart <= TOLERANCE, "{name} {task} {metric}: {found} for {value}");
                assert!(found["low"].as_f64() <= found["high"].as_f64());
                assert_eq!(found["n"], 80);
            }
        }
    }
}

#[test]
fn pairs_are_those_of_scipy() {
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string("tests/golden/evaluation/expected.json").unwrap()).unwrap();
    let report = json(&["compare", "--gold", GOLD, A, B, "--format", "json"]);
    let pairs = report["pairs"].as_array().unwrap();
    let pair = pairs.iter().find(|pair| pair["task"] == expected["mcnemar"]["task"]).unwrap();
    assert_eq!((&pair["only_a"], &pair["only_b"]), (&expected["mcnemar"]["only_a"], &expected["mcnemar"]["only_b"]));
    let p = pair["mcnemar_p"].as_f64().unwrap();
    assert!((p - expected["mcnemar"]["p"].as_f64().unwrap()).abs() <= TOLERANCE);
    for pair in pairs {
        assert!(pair["mcnemar_p_holm"].as_f64() >= pair["mcnemar_p"].as_f64());
        for one in pair["differences"].as_array().unwrap() {
            let number = |name: &str| one[name].as_f64().unwrap();
            assert!((number("a") - number("b") - number("difference")).abs() <= TOLERANCE);
            assert!(number("low") <= number("difference") && number("difference") <= number("high"));
        }
    }
    // Swapped, everything changes its sign and nothing else.
    let swapped = json(&["compare", "--gold", GOLD, B, A, "--format", "json"]);
    let first = |report: &Value| report["pairs"][0]["differences"][0].clone();
    let (one, other) = (first(&report), first(&swapped));
    let apart = one["difference"].as_f64().unwrap() + other["difference"].as_f64().unwrap();
    assert!(apart.abs() <= TOLERANCE);
    assert_eq!(one["randomisation_p"], other["randomisation_p"]);
}

#[test]
fn a_model_is_what_its_records_say() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = std::fs::read_to_string("data/corpus/dev.jsonl").unwrap();
    let (asked, alone): (Vec<&str>, Vec<&str>) = corpus.lines().partition(|line| line.contains("\"question\":"));
    let some: String =
        asked.into_iter().take(30).chain(alone.into_iter().take(30)).flat_map(|line| [line, "\n"]).collect();
    let gold = file(folder.path(), "gold.jsonl", &some);
    let tagged = folder.path().join("tagged.jsonl");
    let tagged = tagged.to_str().unwrap();
    let done = sentir(&[
        "classify",
        &gold,
        "--text",
        "text",
        "--id",
        "id",
        "--question",
        "question",
        "--probs",
        "-o",
        tagged,
        "--quiet",
    ]);
    assert!(done.status.success(), "{}", stderr(&done));
    let report = json(&["compare", "--gold", &gold, "sentir-es-en", tagged, "--no-cost", "--format", "json"]);
    for pair in report["pairs"].as_array().unwrap() {
        assert_eq!((pair["only_a"].as_u64(), pair["only_b"].as_u64()), (Some(0), Some(0)), "{}", pair["task"]);
    }
    assert!(report["disagreements"].as_array().unwrap().is_empty());
}

#[test]
fn tables_and_page() {
    let text = stdout(&sentir(&["compare", "--gold", GOLD, A, B, "--rows", "2"]));
    insta::assert_snapshot!("compare", text);
    let markdown = stdout(&sentir(&["evaluate", "--gold", GOLD, "--predictions", A, "--format", "md"]));
    insta::assert_snapshot!("evaluate_md", markdown);
    let page = stdout(&sentir(&["compare", "--gold", GOLD, A, B, "--format", "html", "--texts"]));
    assert!(page.starts_with("<!doctype html>") && page.contains("<svg"));
    for elsewhere in ["http:", "https:", "src=", "<script", "@import", "url("] {
        assert!(!page.contains(elsewhere), "the page reaches for {elsewhere}");
    }
}

#[test]
fn gates_decide_the_exit_code() {
    let gate = |condition: &str| {
        sentir(&["evaluate", "--gold", GOLD, "--predictions", A, "--format", "json", "--require", condition])
    };
    assert_eq!(gate("sentiment.macro_f1>=0.1").status.code(), Some(0));
    assert_eq!(gate("sentiment.accuracy[lang=es]>0.1").status.code(), Some(0));
    let failed = gate("sentiment.macro_f1>=0.999");
    assert_eq!(failed.status.code(), Some(1));
    assert!(stderr(&failed).contains("sentiment.macro_f1>=0.999 is not met by a.jsonl"), "{}", stderr(&failed));
    for (condition, says) in [
        ("sentiment.f2>0", "there are accuracy"),
        ("feeling.accuracy>0", "there are sentiment"),
        ("sentiment.accuracy=1", "none of >=, >, <=, <"),
        ("sentiment.accuracy>high", "no number"),
        ("sentiment.micro_f1>0", "cannot be judged"),
        ("sentiment.accuracy[lang=fr]>0", "there is no such part"),
    ] {
        let refused = gate(condition);
        assert_eq!(refused.status.code(), Some(2), "{condition}");
        assert!(stderr(&refused).contains(says), "{condition}: {}", stderr(&refused));
    }
}

#[test]
fn public_label_spaces() {
    let folder = tempfile::tempdir().unwrap();
    let ekman = concat!(
        r#"{"text":"a","lang":"en","label":["annoyance","joy"]}"#,
        "\n",
        r#"{"text":"b","lang":"en","label":["neutral"]}"#,
        "\n"
    );
    let path = file(folder.path(), "gold.jsonl", ekman);
    let predictions = file(folder.path(), "said.csv", "emotion\nanger\njoy\n");
    let mapping = file(folder.path(), "m.toml", "name = \"m\"\n[emotion]\nspace = \"families\"\nlabel = \"emotion\"\n");
    let report = json(&[
        "evaluate",
        "--gold",
        &path,
        "--space",
        "ekman",
        "--predictions",
        &predictions,
        "--mapping",
        &mapping,
        "--format",
        "json",
    ]);
    let task = &report["predictors"][0]["tasks"][0];
    // Of three right labels one was found, one of two given is right.
    assert!((task["metrics"]["micro_f1"]["value"].as_f64().unwrap() - 0.4).abs() < 1e-12);
    for (space, label, class) in
        [("tweeteval-emotion", "2", "optimism"), ("three", "0", "negative"), ("families", "\"others\"", "neutral")]
    {
        let gold = file(folder.path(), "gold.jsonl", &format!("{{\"text\":\"a\",\"label\":{label}}}\n"));
        let report = json(&["evaluate", "--gold", &gold, "--space", space, "--format", "json"]);
        let labels = report["predictors"][0]["tasks"][0]["labels"].as_array().unwrap();
        let there: Vec<&Value> = labels.iter().filter(|label| label["gold"] == 1).collect();
        assert_eq!(there.len(), 1);
        assert_eq!(there[0]["label"], class);
    }
}

/// The command that the README says runs as it stands: three models and another tool's file.
#[test]
fn the_comparison_of_the_readme_runs() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let command = readme.lines().find(|line| line.starts_with("sentir compare --gold data/")).unwrap();
    let arguments: Vec<&str> = command.split(' ').skip(1).chain(["--format", "json", "--quiet", "--no-cost"]).collect();
    let report = json(&arguments);
    let predictors = report["evaluation"]["predictors"].as_array().unwrap();
    let accuracy = |index: usize, task: &str| -> f64 {
        let tasks = predictors[index]["tasks"].as_array().unwrap();
        let task = tasks.iter().find(|found| found["task"] == task).unwrap();
        task["metrics"]["accuracy"]["value"].as_f64().unwrap()
    };
    let names: Vec<&str> = predictors.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sentir-es-en", "tiny-bert", "tiny-distilbert", "tfidf.csv"]);
    assert!(accuracy(0, "sentiment") > accuracy(3, "sentiment") && accuracy(3, "sentiment") > accuracy(1, "sentiment"));
    assert!(accuracy(0, "emotion") > accuracy(2, "emotion"));
    assert_eq!(predictors[1]["tasks"].as_array().unwrap().iter().filter(|task| task["task"] == "emotion").count(), 0);
    // What transformers and scikit-learn said of themselves (training/comparison.py, training/baseline.py).
    for (index, task, expected) in [(1, "sentiment", 0.6398), (2, "emotion", 0.5686), (3, "sentiment", 0.7430)] {
        let found = accuracy(index, task);
        assert!((found - expected).abs() < 0.006, "{task} of {}: {found} for {expected}", names[index]);
    }
    assert_eq!(report["pairs"].as_array().unwrap().iter().filter(|pair| pair["task"] == "sentiment").count(), 3);
    // No task is answered by all; those that answer one disagree.
    let rows = report["disagreements"].as_array().unwrap();
    let emotion: Vec<&Value> = rows.iter().filter(|row| row["task"] == "emotion").collect();
    assert!(emotion.len() == 10 && emotion.iter().all(|row| row["said"][1].is_null() && row["said"][2].is_string()));
}

/// A text of the training corpus, in other letters and with other punctuation.
#[test]
fn gold_that_a_model_was_trained_on_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = std::fs::read_to_string("data/corpus/train.jsonl").unwrap();
    let rows = corpus.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let known =
        rows.into_iter().map(|row| row["text"].as_str().unwrap().to_uppercase()).find(|text| text.len() > 80).unwrap();
    let row = serde_json::json!({ "id": "1", "text": format!("«{known}»!"), "sentiment": "positive" });
    let gold = file(
        folder.path(),
        "gold.jsonl",
        &format!("{row}\n{{\"id\":\"2\",\"text\":\"zq xv\",\"sentiment\":\"neutral\"}}\n"),
    );
    let output = sentir(&["evaluate", "--gold", &gold]);
    let warning = "1 of 2 gold texts are in the training data of sentir-es-en";
    assert!(stderr(&output).contains(warning) && stdout(&output).contains(warning), "{}", stderr(&output));
    let fresh = sentir(&["evaluate", "--gold", GOLD]);
    assert_eq!(stderr(&fresh), "");
}

#[test]
fn broken_gold_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let row = r#"{"id":"1","text":"secret words","sentiment":"positive"}"#;
    for (content, says) in [
        ("", "has no rows"),
        ("{\"id\":\"1\",\"text\":\"secret words\"\n", "line 1: is no gold row"),
        (&*format!("{row}\n{row}\n"), "line 2: the id \"1\" stands on line 1 already"),
        (&format!("{row}\n{}\n", row.replace("\"id\":\"1\",", "")), "line 2: has no id"),
        (&row.replace("positive", "happy"), "\"happy\" is no sentiment; there are positive, negative, mixed, neutral"),
        (
            &row.replace("\"sentiment\":\"positive\"", "\"touchpoints\":{\"shop\":\"positive\"}"),
            "\"shop\" is no touchpoint",
        ),
        (&row.replace("\"sentiment\":\"positive\"", "\"label\":\"positive\""), "say --space"),
        (&row.replace(",\"sentiment\":\"positive\"", ""), "has no labels"),
        (
            &format!("{row}\n{}\n", row.replace("\"1\"", "\"2\"").replace("sentiment\":\"positive", "emotion\":\"joy")),
            "1 of 2 rows have a sentiment: all must, or none",
        ),
    ] {
        let gold = file(folder.path(), "gold.jsonl", content);
        let refused = sentir(&["evaluate", "--gold", &gold]);
        assert_eq!(refused.status.code(), Some(4), "{content}");
        assert!(stderr(&refused).contains(says), "{says}: {}", stderr(&refused));
        assert!(!stderr(&refused).contains("secret"), "comments are private");
    }
    let missing = sentir(&["evaluate", "--gold", "nowhere.jsonl"]);
    assert_eq!(missing.status.code(), Some(4));
}

#[test]
fn predictions_must_be_of_the_gold() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    for (content, says) in [
        ("id,label,score\n1,pos,1\n2,neg,1\n", "1 of 3 gold rows are missing: \"3\""),
        ("id,label,score\n1,pos,1\n2,neg,1\n3,neg,1\n4,neg,1\n", "1 rows are not in the gold gold.jsonl: \"4\""),
        ("id,label,score\n1,pos,1\n2,neg,1\n2,neg,1\n", "row 3: the id \"2\" came before"),
        (
            "id,text,label,score\n1,uno,pos,1\n2,dos,neg,1\n3,three,neu,1\n",
            "1 rows have another text than gold.jsonl under the same id: \"2\"",
        ),
        ("id,label,score\n1,glad,1\n2,neg,1\n3,neg,1\n", "\"glad\" is no sentiment that the mapping knows"),
        ("id,label,score\n1,pos,much\n2,neg,1\n3,neg,1\n", "column \"score\" holds no number"),
        ("label,score\npos,1\nneg,1\nneg,1\n", "has no column \"id\""),
        ("id,opinion\n1,pos\n2,neg\n3,neg\n", "no tool that is known"),
    ] {
        let path = file(folder.path(), "said.csv", content);
        let refused = sentir(&["evaluate", "--gold", &gold, "--predictions", &path]);
        assert_eq!(refused.status.code(), Some(4), "{says}: {}", stderr(&refused));
        assert!(stderr(&refused).contains(says), "{says}: {}", stderr(&refused));
    }
}

#[test]
fn one_class_and_silence_give_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let gold = file(folder.path(), "gold.jsonl", "{\"id\":1,\"text\":\"a\",\"sentiment\":\"positive\"}\n");
    let silent = file(folder.path(), "said.csv", "id,label,score\n1,,\n");
    let report = stdout(&sentir(&["evaluate", "--gold", &gold, "--predictions", &silent, "--format", "json"]));
    let report: Value = serde_json::from_str(&report).unwrap();
    let predictor = &report["predictors"][0];
    assert!(!predictor["tasks"][0]["metrics"].to_string().contains("null"), "{predictor}");
    assert_eq!(predictor["unanswered"], 1);
    let metrics = &predictor["tasks"][0]["metrics"];
    assert_eq!((&metrics["accuracy"]["value"], &metrics["mcc"]["value"]), (&0.0.into(), &0.0.into()));
}

#[test]
fn the_report_replaces_nothing_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let said = file(folder.path(), "said.csv", "id,label,score\n1,pos,1\n2,neg,1\n3,neg,1\n");
    let whole = file(folder.path(), "whole.toml", &format!("name = \"both\"\n[sentiment]\nany = {said:?}\n"));
    let mapping = std::fs::read_to_string("data/mappings/plain.toml").unwrap();
    let mapping = file(folder.path(), "mapping.toml", &mapping);
    for (predictor, output) in [(&said, &gold), (&said, &said), (&said, &mapping), (&whole, &whole), (&whole, &said)] {
        let before = std::fs::read(output).unwrap();
        let arguments = ["--gold", &gold, "--mapping", &mapping, "--force", "-o", output];
        let other = ["compare", predictor, A, "--no-cost"];
        for command in [&["evaluate", "--predictions", predictor][..], &other] {
            let refused = sentir(&[command, &arguments].concat());
            assert_eq!(refused.status.code(), Some(2), "{output}: {}", stderr(&refused));
            assert!(stderr(&refused).contains("is an input"), "{output}: {}", stderr(&refused));
            assert_eq!(std::fs::read(output).unwrap(), before);
        }
    }
}

#[test]
fn tables_hold_whatever_an_id_has() {
    let folder = tempfile::tempdir().unwrap();
    let content = std::fs::read_to_string(gold(folder.path())).unwrap();
    let odd = r#""id":"a|b","text":"u|n\u001bo\r\n""#;
    let gold = file(folder.path(), "odd.jsonl", &content.replace(r#""id":"1","text":"uno""#, odd));
    let said = |name: &str, label: &str| {
        file(folder.path(), name, &format!("id,label,score\na|b,{label},1\n2,neg,1\n3,neu,1\n"))
    };
    let (right, wrong) = (said("right.csv", "pos"), said("wrong.csv", "neg"));
    let shown = |style: &str| {
        let arguments = ["compare", "--gold", &gold, &right, &wrong, "--no-cost", "--texts", "--format", style];
        stdout(&sentir(&arguments))
    };
    let (text, markdown) = (shown("text"), shown("md"));
    assert!(text.contains("a|b ") && text.contains("u|n\u{fffd}o\n"), "{text}");
    assert!(markdown.contains("a\\|b ") && markdown.contains("u\\|n\u{fffd}o "), "{markdown}");
}
