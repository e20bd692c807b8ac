//! Behaviour suites (after `CheckList`, Ribeiro et al. 2020): the bundled model's pass rates, against those its `model.toml` states.
//!
//! `cargo test --test suite behaviour -- --nocapture` prints the table and the cases that fail.

use std::collections::BTreeMap;

use sentir::model::Files;
use sentir::{Comment, Tagger};
use serde::Deserialize;

/// The rates were measured in another program: a case on the border may fall on either side.
const BORDER_CASES: u64 = 1;

/// Passes when every expectation of every text holds.
#[derive(Deserialize)]
struct Case {
    texts: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    text: String,
    question: Option<String>,
    sentiment: String,
    emotion: Option<String>,
    /// Each is to be found with this sentiment; an empty table expects none at all.
    touchpoints: Option<BTreeMap<String, String>>,
}

impl Expected {
    fn holds(&self, tags: &sentir::Tags) -> bool {
        tags.sentiment.name() == self.sentiment
            && self.emotion.as_ref().is_none_or(|emotion| tags.emotion.name() == emotion)
            && self.touchpoints.as_ref().is_none_or(|expected| {
                let found: BTreeMap<_, _> =
                    tags.touchpoints.iter().map(|t| (t.label.name(), t.sentiment.name())).collect();
                (!expected.is_empty() || found.is_empty())
                    && expected.iter().all(|(name, sentiment)| found.get(name.as_str()) == Some(&sentiment.as_str()))
            })
    }
}

#[test]
fn behaviour_is_what_the_model_states() {
    let tagger = Tagger::bundled().unwrap();
    let manifest = Files::bundled().manifest().unwrap();
    let mut names: Vec<_> = std::fs::read_dir("tests/behaviour").unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(!names.is_empty());
    for path in names {
        let suite = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let texts: Vec<&Expected> = cases.iter().flat_map(|case| &case.texts).collect();
        let comments: Vec<Comment> =
            texts.iter().map(|t| Comment { text: &t.text, question: t.question.as_deref() }).collect();
        let tags = tagger.tag(&comments).unwrap();
        let mut tags = tags.iter();
        let mut passed = 0_u64;
        for case in &cases {
            let held: Vec<bool> = case.texts.iter().map(|text| text.holds(tags.next().unwrap())).collect();
            passed += u64::from(held.iter().all(|h| *h));
            for (text, _) in case.texts.iter().zip(&held).filter(|(_, held)| !**held) {
                println!("  {suite}: {}", text.text);
            }
        }
        println!("{suite:<12} {passed} of {}", cases.len());
        let stated = manifest.scores["behaviour"][suite].as_table().unwrap();
        let count = |name: &str| u64::try_from(stated[name].as_integer().unwrap()).unwrap();
        assert_eq!(count("cases"), u64::try_from(cases.len()).unwrap(), "{suite}: cases");
        let expected = count("passed");
        assert!(passed.abs_diff(expected) <= BORDER_CASES, "{suite}: {passed} passed, model.toml says {expected}");
    }
}
