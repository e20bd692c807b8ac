//! Promise and belief: the rule for expectations, the gap, promises praised and broken, and files that are refused.

use std::process::Output;

use assert_cmd::Command;
use sentir::report::comment::Tagged;
use sentir::report::promise::{Belief, Expectation, Wording, expectation};
use sentir::{Emotion, Sentiment, Touchpoint};
use serde_json::Value;

use crate::common::{near, sound};

use Expectation::{Exceeded, Met, Unmet};

fn said(text: &str, sentiment: Sentiment, emotion: Option<Emotion>) -> Option<Expectation> {
    let tagged =
        Tagged { sentiment, sentiment_p: None, score: None, emotion, touchpoints: [None; Touchpoint::ALL.len()] };
    expectation(&tagged, &Wording::new().of(text))
}

#[test]
fn words_go_before_emotions() {
    let wording = Wording::new();
    for (text, expected) in [
        ("Esperaba mucho más, la verdad", vec![Unmet]),
        ("Tal como esperaba.", vec![Met]),
        ("¡Mejor de lo que esperaba!", vec![Exceeded]),
        ("No cumplió lo prometido", vec![Unmet]),
        ("Cumplieron con lo prometido", vec![Met]),
        ("Ha superado mis expectativas", vec![Exceeded]),
        ("No superó mis expectativas", vec![Unmet]),
        ("Not as advertised at all", vec![Unmet]),
        ("Exactly as described", vec![Met]),
        ("It exceeded my expectations", vec![Exceeded]),
        ("You won't be disappointed", vec![Met]),
        ("DECEPCIONANTE", vec![Unmet]),
        ("It didn't live up to the ad, the rest was as described", vec![Unmet, Met]),
        ("Más caro de lo que esperaba", vec![]),
        ("La entrega llegó tarde", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(wording.of(text), expected, "{text}");
    }
    let (positive, negative, neutral) = (Sentiment::Positive, Sentiment::Negative, Sentiment::Neutral);
    assert_eq!(said("Nos prometieron dos días y en dos días llegó", positive, None), None);
    assert_eq!(said("Nos prometieron dos días y nada", negative, None), Some(Unmet));
    assert_eq!(said("As described, but I was let down", negative, None), Some(Unmet));
    assert_eq!(said("As described", negative, Some(Emotion::Disappointment)), Some(Met));
    assert_eq!(said("Llegó tarde", negative, Some(Emotion::Disappointment)), Some(Unmet));
    assert_eq!(said("Wow", positive, Some(Emotion::Surprise)), Some(Exceeded));
    assert_eq!(said("Wow", negative, Some(Emotion::Surprise)), Some(Unmet));
    assert_eq!(said("Wow", neutral, Some(Emotion::Surprise)), None);
    assert_eq!(said("Todo bien", positive, Some(Emotion::Satisfaction)), None);
}

/// How many comments of the corpus the rule marks, by their right sentiment and emotion.
#[test]
fn the_rule_on_the_corpus() {
    let (mut counts, mut by_words, mut rows) = ([0; 3], [0; 3], 0);
    let wording = Wording::new();
    for line in std::fs::read_to_string("data/corpus/dev.jsonl").unwrap().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let sentiment = Sentiment::parse(text("sentiment")).unwrap();
        let tagged = Tagged {
            sentiment,
            sentiment_p: None,
            score: None,
            emotion: Emotion::parse(text("emotion")),
            touchpoints: [None; Touchpoint::ALL.len()],
        };
        let words = wording.of(text("text"));
        rows += 1;
        if let Some(found) = expectation(&tagged, &words) {
            counts[found as usize] += 1;
            by_words[found as usize] += usize::from(words.contains(&found));
        }
    }
    println!("of {rows}: unmet, met, exceeded {counts:?}, by words {by_words:?}");
    assert!(counts.iter().all(|count| *count > 0) && counts.iter().sum::<usize>() < rows / 2);
}

fn sentir(arguments: &[&str]) -> Output {
    Command::cargo_bin("sentir").unwrap().args(arguments).output().unwrap()
}

const TAGGED: &str = "Cliente,Comentario,sentiment,emotion,tp_marketing,tp_price,tp_delivery,tp_product,status\n\
    a,El anuncio prometía y el envío falló,mixed,disappointment,positive,,negative,,ok\n\
    a,Buen precio,positive,satisfaction,,positive,,,ok\n\
    b,Gran precio,positive,joy,,positive,,,ok\n\
    b,Roto al llegar,negative,anger,,,negative,negative,ok\n\
    c,Mejor de lo que esperaba,positive,surprise,,,positive,,ok\n\
    d,n/a,,,,,,,skipped\n";

fn report(beliefs: Option<(&str, &str)>, more: &[&str]) -> Result<Value, String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let tagged = write("tagged.csv", TAGGED);
    let mut arguments = vec!["report".to_owned(), tagged, "--format".into(), "json".into()];
    if let Some((name, content)) = beliefs {
        arguments.extend(["--beliefs".into(), write(name, content)]);
    }
    arguments.extend(more.iter().map(|one| (*one).to_owned()));
    let output = sentir(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    if output.status.success() {
        return Ok(serde_json::from_slice(&output.stdout).unwrap());
    }
    Err(format!("{} {}", output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap()))
}

#[test]
fn promises_are_praised_and_broken() {
    let by_comment = report(None, &[]).unwrap();
    let figures = |report: &Value, place: usize| {
        let one = &report["promise"]["broken"][place];
        let number = |value: &Value| value.as_f64().unwrap();
        (number(&one["later"]["count"]), number(&one["later"]["n"]), number(&one["others"]["n"]))
    };
    assert_eq!((figures(&by_comment, 0), figures(&by_comment, 1)), ((1.0, 1.0, 4.0), (0.0, 2.0, 3.0)));
    let by_customer = report(None, &["--customer", "Cliente"]).unwrap();
    assert_eq!((figures(&by_customer, 0), figures(&by_customer, 1)), ((1.0, 1.0, 2.0), (2.0, 2.0, 1.0)));
    assert_eq!(by_customer["promise"]["broken"][1]["complaints"][0]["label"], "delivery");
    let all = &by_comment["promise"]["expectations"][0];
    assert_eq!((&all["unmet"]["count"], &all["exceeded"]["count"]), (&1.0.into(), &1.0.into()));
}

#[test]
fn beliefs_against_what_is_said() {
    let toml = "[[belief]]\nnet = 50\n[[belief]]\ntouchpoint = \"delivery\"\npraise = \"80%\"\npromise = \"48 horas\"\n\
                [[belief]]\nstage = \"consider\"\nnet = \"90\"\n[[belief]]\ntouchpoint = \"returns\"\nnet = 0\n";
    let csv = "touchpoint,stage,net,praise,promise\n,,50,,\ndelivery,,,80 %,48 horas\n,consider,90,,\nreturns,,0,,\n";
    let (first, second) = (report(Some(("b.toml", toml)), &[]).unwrap(), report(Some(("b.csv", csv)), &[]).unwrap());
    assert_eq!(first["promise"]["gaps"], second["promise"]["gaps"]);
    let gaps = &first["promise"]["gaps"];
    // Three of five positive, one negative.
    let gap = |place: usize| gaps[place]["apart"]["gap"].as_f64().unwrap();
    assert!(
        (gap(0) - 10.0).abs() < 1e-9
            && (gap(1) - 100.0 * (0.8 - 1.0 / 3.0)).abs() < 1e-9
            && (gap(2) + 10.0).abs() < 1e-9
    );
    assert!(gaps[3]["apart"].is_null() && gaps[1]["promise"] == "48 horas");
    sound(&first);
}

/// A comment that speaks of two touchpoints of a stage says one thing about the stage.
#[test]
fn a_stage_is_counted_by_comments() {
    let rows = "Comentario,sentiment,emotion,tp_purchase,tp_staff,tp_digital,tp_price,status\n\
        a,positive,joy,positive,positive,positive,,ok\n\
        b,mixed,joy,positive,negative,,,ok\n\
        c,negative,anger,negative,neutral,,,ok\n\
        d,neutral,neutral,neutral,neutral,neutral,,ok\n\
        e,positive,joy,,,,positive,ok\n";
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (tagged, beliefs) = (write("t.csv", rows), write("b.toml", "[[belief]]\nstage = \"buy\"\npraise = \"80%\"\n"));
    let output = sentir(&["report", &tagged, "--beliefs", &beliefs, "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let gap = &report["promise"]["gaps"][0];
    // Praised by a and b, complained of by b and c, of four who speak of it; a is for it, c against it, b both.
    for (figure, count) in [("praised", 2.0), ("complained", 2.0)] {
        assert_eq!((gap[figure]["count"].as_f64(), gap[figure]["n"].as_f64()), (Some(count), Some(4.0)), "{gap}");
    }
    assert_eq!((gap["net"]["net"].as_f64(), gap["net"]["n"].as_f64()), (Some(0.0), Some(4.0)));
    near(gap["apart"]["gap"].as_f64().unwrap(), 30.0);
}

#[test]
fn wrong_beliefs_are_refused() {
    for (name, content, says) in [
        ("b.toml", "[[belief]]\ntouchpoint = \"delivry\"\nnet = 1\n", "2 "),
        (
            "b.toml",
            "[[belief]]\ntouchpoint = \"delivry\"\nnet = 1\n",
            "line 2: \"delivry\" is no touchpoint\nhint: did you mean delivery? there are marketing",
        ),
        ("b.toml", "[[belief]]\nbelief = 1\n", "line 2: there is no key \"belief\"\nhint: there are touchpoint, stage"),
        ("b.toml", "[[belief]]\nnet = 101\n", "net is a number from -100 to 100"),
        ("b.toml", "[[belief]]\npraise = 80\n", "written as \"80%\""),
        ("b.toml", "[[belief]]\nnet = 1\npraise = \"80%\"\n", "net or praise, not both"),
        ("b.toml", "[[belief]]\ntouchpoint = \"price\"\n", "it says nothing"),
        ("b.toml", "[[belief]]\ntouchpoint = \"price\"\nstage = \"buy\"\nnet = 1\n", "not both"),
        ("b.toml", "[[belief]]\nnet = 1\n[[belief]]\nnet = 2\n", "line 3: there are two beliefs about the same"),
        ("b.csv", "touchpoint,net\ndelivry,10\n", "b.csv, row 1: \"delivry\" is no touchpoint; there are marketing"),
        ("b.csv", "touchpoint,score\nprice,10\n", "has none of the columns net, praise, promise"),
    ] {
        let message = report(Some((name, content)), &[]).unwrap_err();
        assert!(message.contains(says), "{content}: {message}");
    }
    assert!(Belief::read(std::path::Path::new("none.toml")).is_err());
}

/// Both sections stand on the page, in either language.
#[test]
fn the_page_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let tagged = write("tagged.csv", TAGGED);
    let beliefs = write("b.csv", "touchpoint,net,promise\ndelivery,60,\"<b>48</b> h\"\n,50,\n");
    let audit = write(
        "audit.csv",
        "row,true_sentiment,true_touchpoints\n1,negative,delivery:negative\n3,positive,price:positive\n",
    );
    for (lang, says) in [
        ("es", ["Promesa y creencia", "Corregido por los errores del modelo", "Promesa elogiada"]),
        ("en", ["Promise and belief", "Corrected for the model", "Promise praised"]),
    ] {
        let output = sentir(&[
            "report",
            &tagged,
            "--beliefs",
            &beliefs,
            "--audit",
            &audit,
            "--format",
            "html",
            "--lang",
            lang,
            "--by",
            "Cliente",
        ]);
        assert!(output.status.success(), "{}", String::from_utf8(output.stderr).unwrap());
        let page = String::from_utf8(output.stdout).unwrap();
        for text in says {
            assert!(page.contains(text), "{lang}: {text}");
        }
        assert!(!page.contains("NaN") && !page.contains("<b>48") && page.contains("&lt;b&gt;48"));
    }
}
