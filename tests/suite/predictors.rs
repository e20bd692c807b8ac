//! What `evaluate` and `compare` judge beside the bundled model: other tools' files, mappings, foreign classifiers and
//! combinations.

use serde_json::Value;

use super::evaluate::{file, gold, json, sentir, stderr, stdout};

#[test]
fn other_tools_are_known_by_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let comprehend = concat!(
        r#"{"id":"1","Sentiment":"POSITIVE","SentimentScore":{"Positive":0.9,"Negative":0.05,"Neutral":0.03,"Mixed":0.02}}"#,
        "\n",
        r#"{"id":"2","Sentiment":"NEGATIVE","SentimentScore":{"Positive":0.1,"Negative":0.8,"Neutral":0.05,"Mixed":0.05}}"#,
        "\n",
        r#"{"id":"3","Sentiment":"MIXED","SentimentScore":{"Positive":0.1,"Negative":0.2,"Neutral":0.1,"Mixed":0.6}}"#,
        "\n"
    );
    let google = "id,documentSentiment.score\n1,0.8\n2,-0.6\n3,0.0\n";
    let ibm = "id,sentiment.document.label,emotion.document.emotion.joy,emotion.document.emotion.anger,\
               emotion.document.emotion.sadness,emotion.document.emotion.fear,emotion.document.emotion.disgust\n\
               1,positive,0.9,0,0,0,0\n2,negative,0.1,0.7,0.2,0,0\n3,neutral,0.2,0.1,0.1,0,0\n";
    let azure = "id,sentiment,confidenceScores.positive\n1,positive,0.9\n2,negative,0.1\n3,mixed,0.5\n";
    let plain = "id,label,score\n1,POS,0.9\n2,LABEL_0,0.8\n3,neu,0.7\n";
    for (name, content, tool, accuracy) in [
        ("c.jsonl", comprehend, "Amazon Comprehend", 1.0),
        ("g.csv", google, "Google Cloud Natural Language", 2.0 / 3.0),
        ("i.csv", ibm, "IBM Watson NLU", 2.0 / 3.0),
        ("z.csv", azure, "Azure AI Language", 1.0),
        ("p.csv", plain, "label and score", 2.0 / 3.0),
    ] {
        let path = file(folder.path(), name, content);
        let report = json(&["evaluate", "--gold", &gold, "--predictions", &path, "--format", "json"]);
        let predictor = &report["predictors"][0];
        assert_eq!(predictor["origin"], tool);
        let value = predictor["tasks"][0]["metrics"]["accuracy"]["value"].as_f64().unwrap();
        assert!((value - accuracy).abs() < 1e-12, "{tool}: {value}");
        if tool.starts_with("Google") {
            let three = &predictor["tasks"][1];
            assert_eq!((three["task"].as_str(), three["n"].as_u64()), (Some("sentiment_three"), Some(2)));
            assert!(!predictor["tasks"][0]["labels"][2]["possible"].as_bool().unwrap());
            assert!(predictor["unknown"].as_array().unwrap().contains(&"touchpoints".into()));
        }
    }
}

#[test]
fn a_mapping_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let predictions =
        file(folder.path(), "mine.csv", "key,verdict,topics\n1,good,people\n2,bad,\n3,both,cost;people\n");
    let mapping = file(
        folder.path(),
        "mine.toml",
        "name = \"mine\"\nid = \"key\"\n[sentiment]\nspace = \"four\"\nlabel = \"verdict\"\n\
         labels = { good = \"positive\", bad = \"negative\", both = \"mixed\" }\n\
         [touchpoints]\nlabels_in = \"topics\"\nlabels = { people = \"staff\", cost = \"price\" }\n",
    );
    let report =
        json(&["evaluate", "--gold", &gold, "--predictions", &predictions, "--mapping", &mapping, "--format", "json"]);
    let tasks = &report["predictors"][0]["tasks"];
    assert_eq!(tasks[0]["metrics"]["accuracy"]["value"], 1.0);
    assert_eq!(tasks[1]["metrics"]["micro_f1"]["value"], 0.8);
    let strange = file(folder.path(), "strange.csv", "key,verdict,topics\n1,good,people\n2,bad,hours\n3,both,\n");
    let refused = sentir(&["evaluate", "--gold", &gold, "--predictions", &strange, "--mapping", &mapping]);
    let says = "row 2: \"hours\" is no touchpoint that the mapping knows: marketing, price,";
    assert!(stderr(&refused).contains(says), "{}", stderr(&refused));
    // What is no name of a label may be a comment.
    let comments = "key,verdict,topics\n1,the staff were lovely to my mother,people\n2,bad,\n3,both,\n";
    let comments = file(folder.path(), "comments.csv", comments);
    let refused = sentir(&["evaluate", "--gold", &gold, "--predictions", &comments, "--mapping", &mapping]);
    assert!(stderr(&refused).contains("row 1: a text of 34 characters is no sentiment"), "{}", stderr(&refused));
    assert!(!stderr(&refused).contains("lovely"), "{}", stderr(&refused));
    for (content, says) in [
        ("name = \"x\"\n", "maps nothing"),
        ("name = \"x\"\n[sentiment]\nspace = \"five\"\nlabel = \"verdict\"\n", "there are four, three, two"),
        ("name = \"x\"\n[sentiment]\nspace = \"four\"\nlabel = \"v\"\nlabels = { a = \"glad\" }\n", "no class of four"),
        ("name = \"x\"\n[sentiment]\nspace = \"four\"\nlable = \"v\"\n", "wrong.toml, line 4: unknown field `lable`"),
    ] {
        let wrong = file(folder.path(), "wrong.toml", content);
        let refused = sentir(&["evaluate", "--gold", &gold, "--predictions", &predictions, "--mapping", &wrong]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(says), "{}", stderr(&refused));
    }
}

/// A foreign model beside ours, a file and a combination of both.
#[test]
fn foreign_classifiers_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let three = super::tiny_models::folder(&super::tiny_models::case("distilbert"));
    let emotions = super::tiny_models::folder(&super::tiny_models::case("bert-multi-label"));
    let inference = super::tiny_models::folder(&super::tiny_models::case("bert"));
    let path = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    let (three, emotions, inference) = (path(&three), path(&emotions), path(&inference));
    let said = file(folder.path(), "said.csv", "id,label,score\n1,pos,1\n2,neg,1\n3,neg,1\n");
    let mix = file(
        folder.path(),
        "mix.toml",
        &format!(
            "name = \"mix\"\n[sentiment]\nes = \"{three}\"\nany = \"{said}\"\n[emotion]\nany = \"{emotions}\"\n\
             [touchpoints]\nany = \"sentir-es-en\"\n"
        ),
    );
    let report = json(&[
        "compare",
        "--gold",
        &gold,
        "sentir-es-en",
        &three,
        &emotions,
        &inference,
        &said,
        &mix,
        "--format",
        "json",
        "--quiet",
    ]);
    let predictors = report["evaluation"]["predictors"].as_array().unwrap();
    let tasks = |index: usize| -> Vec<&str> {
        predictors[index]["tasks"].as_array().unwrap().iter().map(|task| task["task"].as_str().unwrap()).collect()
    };
    assert_eq!(tasks(1), ["sentiment", "sentiment_three"]);
    assert_eq!(tasks(2), ["family"]);
    assert_eq!(tasks(3), ["touchpoints"]);
    assert_eq!(tasks(5), ["sentiment", "sentiment_three", "family", "touchpoints", "touchpoints_with_sentiment"]);
    let impossible = |index: usize, task: usize| -> Vec<&str> {
        let labels = predictors[index]["tasks"][task]["labels"].as_array().unwrap().iter();
        labels.filter(|label| label["possible"] == false).map(|label| label["label"].as_str().unwrap()).collect()
    };
    assert_eq!(impossible(1, 0), ["mixed"]);
    assert_eq!(impossible(2, 0), ["sadness", "disgust", "neutral"]);
    for (index, model) in [true, true, true, true, false, false].into_iter().enumerate() {
        let cost = &predictors[index]["cost"];
        assert_eq!(cost["comments_per_second"].as_f64().is_some_and(|speed| speed > 0.0), model, "{index}: {cost}");
    }
}

#[test]
fn a_mapping_that_nothing_uses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let said = file(folder.path(), "said.csv", "id,label,score\n1,pos,1\n2,neg,1\n3,neg,1\n");
    for (arguments, message) in [
        (vec!["evaluate", "--mapping", "comprehend"], "--mapping comprehend applies to nothing here"),
        (
            vec!["compare", "sentir-es-en", &said, "--mapping", "other.csv=m.toml"],
            "other.csv is not among what is judged",
        ),
    ] {
        let refused = sentir(&[&arguments[..], &["--gold", &gold]].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(message), "{}", stderr(&refused));
    }
}

#[test]
fn labels_that_nobody_explains_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let mut case = super::tiny_models::case("distilbert");
    case.config["id2label"] = serde_json::json!({ "0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2" });
    let model = super::tiny_models::folder(&case);
    let model = model.path().to_str().unwrap();
    let refused = sentir(&["evaluate", "--gold", &gold, "--model", model]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("LABEL_0, LABEL_1, LABEL_2"), "{}", stderr(&refused));
    let mapping = |labels: &str| {
        let text = format!("name = \"m\"\n[sentiment]\nspace = \"three\"\nlabels = {{ {labels} }}\n");
        let path = file(folder.path(), "m.toml", &text);
        sentir(&["evaluate", "--gold", &gold, "--model", model, "--mapping", &path, "--format", "json"])
    };
    let whole = mapping("LABEL_0 = \"negative\", LABEL_1 = \"neutral\", LABEL_2 = \"positive\"");
    let report: Value = serde_json::from_str(&stdout(&whole)).unwrap();
    assert_eq!(report["predictors"][0]["tasks"][0]["task"], "sentiment");
    let partly = mapping("LABEL_0 = \"negative\", LABEL_1 = \"\", LABEL_2 = \"positive\"");
    let report: Value = serde_json::from_str(&stdout(&partly)).unwrap();
    assert_eq!(report["predictors"][0]["tasks"][0]["labels"][3]["possible"], false);
    let both =
        "name = \"m\"\n[sentiment]\nspace = \"three\"\nlabel = \"l\"\n[emotion]\nspace = \"families\"\nlabel = \"l\"\n";
    let both = file(folder.path(), "both.toml", both);
    let refused = sentir(&["evaluate", "--gold", &gold, "--model", model, "--mapping", &both]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("both [sentiment] and [emotion]"), "{}", stderr(&refused));
}

#[test]
fn combinations_that_take_from_themselves_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let gold = gold(folder.path());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (first, second) = (path("first.toml"), path("second.toml"));
    for (name, from) in [("first.toml", &second), ("second.toml", &first)] {
        file(folder.path(), name, &format!("name = \"ring\"\n[sentiment]\nany = {from:?}\n"));
    }
    let refused = sentir(&["evaluate", "--gold", &gold, "--predictions", &first]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    let says = format!("{first} takes answers from itself: {first} from {second} from {first}");
    assert!(stderr(&refused).contains(&says), "{}", stderr(&refused));
}
