//! Drivers of a report: against numpy and scikit-learn (`training/drivers_golden.py`), in any order of rows, and on
//! data that has none.

use std::collections::BTreeMap;
use std::fmt::Write;

use sentir::Error;
use sentir::labels::Touchpoint;
use sentir::read::{Input, ReadOptions};
use sentir::report::Report;
use sentir::report::csv::csv;
use sentir::report::drivers::what_if::WhatIf;
use sentir::report::drivers::{Drivers, Kind, Outcome, Polarity, Standing};
use sentir::report::files::Files;
use sentir::report::page::paper::Tongue;
use sentir::report::page::{PageOptions, page};
use sentir::report::plan::Asked;
use sentir::report::report;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::near;

#[derive(Deserialize)]
struct Golden {
    rows: Vec<Row>,
    comments: Expected,
    customers: Expected,
}

#[derive(Deserialize)]
struct Row {
    touchpoints: BTreeMap<String, String>,
    channel: String,
    tenure: Option<f64>,
    score: Option<f64>,
    customer: String,
}

#[derive(Deserialize)]
struct Expected {
    mean: f64,
    n: u64,
    effects: Vec<ExpectedEffect>,
    spoken: Vec<Spoken>,
    r2_by_penalty: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct ExpectedEffect {
    touchpoint: Touchpoint,
    polarity: String,
    n: u64,
    share: f64,
    leave_one_out: f64,
    by_penalty: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
struct Spoken {
    touchpoint: Touchpoint,
    leave_one_out: f64,
}

/// A tagged comment as `sentir classify` writes it.
fn line(id: usize, touchpoints: &[(&str, &str)], fields: &Value) -> String {
    let touchpoints: Vec<Value> =
        touchpoints.iter().map(|(label, sentiment)| json!({"label": label, "sentiment": sentiment})).collect();
    let record = json!({"schema": "sentir.record/1", "id": format!("r{id}"), "row": id, "source": "s.csv",
        "text": "…", "lang": "es",        "sentiment": "neutral", "emotion": "neutral", "touchpoints": touchpoints, "status": "ok", "fields": fields});
    record.to_string()
}

fn made(lines: &[String], asked: Asked) -> sentir::Result<Report> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tagged.jsonl");
    std::fs::write(&path, lines.join("\n")).unwrap();
    report(&Files::new(vec![Input::File(path)], ReadOptions::default(), None, asked.columns()), asked)
}

fn asked(outcome: &str) -> Asked {
    Asked { outcomes: vec![outcome.into()], min_n: 30, ..Asked::default() }
}

fn only(report: Report) -> Outcome {
    report.drivers.unwrap().outcomes.remove(0)
}

fn golden_lines(golden: &Golden) -> Vec<String> {
    let line = |(id, row): (usize, &Row)| {
        let touchpoints: Vec<(&str, &str)> =
            row.touchpoints.iter().map(|(label, sentiment)| (label.as_str(), sentiment.as_str())).collect();
        let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        line(
            id,
            &touchpoints,
            &json!({"Channel": row.channel, "Tenure": number(row.tenure), "NPS": number(row.score),
                "Customer": row.customer}),
        )
    };
    golden.rows.iter().enumerate().map(line).collect()
}

fn golden_asked(customers: bool) -> Asked {
    Asked {
        adjust: vec!["Channel".into(), "Tenure".into()],
        customer: customers.then(|| "Customer".into()),
        ..asked("NPS")
    }
}

#[test]
fn figures_are_those_of_the_references() {
    let golden: Golden = serde_json::from_str(include_str!("../golden/drivers.json")).unwrap();
    let lines = golden_lines(&golden);
    for (customers, expected) in [(false, &golden.comments), (true, &golden.customers)] {
        let outcome = only(made(&lines, golden_asked(customers)).unwrap());
        assert_eq!((outcome.kind, outcome.n, outcome.without), (Kind::Nps, expected.n, 500 - expected.n));
        let fit = outcome.fit.unwrap();
        let penalty = fit.penalty.to_string();
        let by_penalty =
            |of: &BTreeMap<String, f64>| *of.iter().find(|(at, _)| at.parse() == Ok(fit.penalty)).unwrap().1;
        println!("penalty {penalty}, R2 {} and {}", fit.r2, fit.r2_unseen);
        near(fit.mean.value, expected.mean);
        near(fit.r2, by_penalty(&expected.r2_by_penalty));
        assert!(fit.r2_unseen < fit.r2);
        assert_eq!(
            fit.adjusted.iter().map(|one| (one.numbers, one.levels)).collect::<Vec<_>>(),
            [(false, 3), (true, 0)]
        );
        for expected in &expected.effects {
            let polarity = if expected.polarity == "praise" { Polarity::Praise } else { Polarity::Complaint };
            let found = fit.effect(expected.touchpoint, polarity).unwrap();
            let effect = found.effect.unwrap();
            assert_eq!((found.n, effect.n), (expected.n, expected.n));
            near(found.share.share.unwrap(), expected.share);
            near(effect.value, by_penalty(&expected.by_penalty));
            near(found.in_all.unwrap().value, effect.value * expected.share);
            near(found.leave_one_out.unwrap().value, expected.leave_one_out);
            assert!(effect.low < effect.value && effect.value < effect.high);
            assert!(found.p.unwrap() <= found.q.unwrap());
        }
        for expected in &expected.spoken {
            let found = fit.touchpoints.iter().find(|one| one.touchpoint == expected.touchpoint).unwrap();
            near(found.leave_one_out.unwrap().value, expected.leave_one_out);
        }
    }
}

/// Every number of a value of JSON, with the words between them.
fn numbers(value: &Value, words: &mut String, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.push(number.as_f64().unwrap()),
        Value::Array(items) => items.iter().for_each(|item| numbers(item, words, found)),
        Value::Object(map) => map.iter().for_each(|(key, item)| {
            words.push_str(key);
            numbers(item, words, found);
        }),
        other => write!(words, "{other}").unwrap(),
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let golden: Golden = serde_json::from_str(include_str!("../golden/drivers.json")).unwrap();
    let mut lines = golden_lines(&golden);
    for customers in [false, true] {
        let figures = |lines: &[String]| {
            let drivers = made(lines, golden_asked(customers)).unwrap().drivers;
            let (mut words, mut found) = (String::new(), Vec::new());
            numbers(&serde_json::to_value(drivers).unwrap(), &mut words, &mut found);
            (words, found)
        };
        let first = figures(&lines);
        lines.sort_by_key(|line| (line.len() % 7, std::cmp::Reverse(line.clone())));
        let second = figures(&lines);
        assert_eq!(first.0, second.0);
        assert!(first.1.len() > 100);
        first.1.iter().zip(&second.1).for_each(|(first, second)| near(*first, *second));
    }
}

/// So many comments of two touchpoints, with outcomes made of what they say.
fn simple(n: usize, outcome: impl Fn(usize, bool, bool) -> Value) -> Vec<String> {
    let line = |id: usize| {
        let (late, kind) = (id.is_multiple_of(3), id % 5 == 1);
        let mut touchpoints = Vec::new();
        if late {
            touchpoints.push(("delivery", "negative"));
        }
        if kind {
            touchpoints.push(("staff", "positive"));
        }
        line(
            id,
            &touchpoints,
            &json!({"Y": outcome(id, late, kind), "NPS": outcome(id, late, kind), "Customer": "one"}),
        )
    };
    (0..n).map(line).collect()
}

#[test]
fn effects_findings_and_what_ifs_of_a_plain_outcome() {
    let noise = |id: usize| f64::from(u32::try_from(id * 7919 % 101).unwrap()) / 101.0;
    let lines = simple(600, |id, late, kind| {
        let value = 40.0 - 10.0 * f64::from(u8::from(late)) + 5.0 * f64::from(u8::from(kind)) + noise(id);
        // A decimal comma, and a cell without a number.
        if id == 7 { json!("n/a") } else { json!(format!("{value:.2}").replace('.', ",")) }
    });
    let what_ifs = ["delivery.negative=10%", "price.complaint=5%"].map(|text| WhatIf::parse(text).unwrap()).to_vec();
    let outcome = only(made(&lines, Asked { what_ifs, ..asked("Y") }).unwrap());
    assert_eq!((outcome.kind, outcome.n, outcome.without), (Kind::Number, 599, 1));
    let fit = outcome.fit.unwrap();
    let first = &fit.effects[0];
    assert_eq!((first.touchpoint, first.polarity), (Touchpoint::Delivery, Polarity::Complaint));
    assert_eq!(first.standing, Standing::Finding);
    let effect = first.effect.unwrap();
    assert!((effect.value + 10.0).abs() < 0.2 && effect.low < -9.8 && effect.high > -10.2, "{effect:?}");
    assert!(first.q.unwrap() < 1e-6 && fit.r2 > 0.98 && fit.r2_unseen > 0.98);
    assert_eq!(fit.effect(Touchpoint::Staff, Polarity::Praise).unwrap().standing, Standing::Finding);
    let never = fit.effect(Touchpoint::Price, Polarity::Praise).unwrap();
    assert_eq!((never.standing, never.n, never.effect, never.leave_one_out), (Standing::TooFew, 0, None, None));

    let [asked, unknown, halved] = &fit.what_ifs[..] else { panic!("{:?}", fit.what_ifs) };
    near(asked.change.unwrap().value, (0.1 - first.share.share.unwrap()) * effect.value);
    near(asked.change.unwrap().low, (0.1 - first.share.share.unwrap()) * effect.high);
    assert!(asked.asked && asked.change.unwrap().low > 0.0);
    assert_eq!((unknown.change, unknown.standing), (None, Standing::TooFew));
    near(halved.change.unwrap().value, -0.5 * first.in_all.unwrap().value);
}

#[test]
fn kinds_are_told_by_numbers_and_names() {
    let outcome = |name: &str, values: &[i32], nps: Option<&str>| {
        let nps = nps.map(|nps| vec![nps.to_owned()]);
        let lines: Vec<String> = simple(60, |id, _, _| json!(values[id % values.len()]));
        let lines: Vec<String> = lines.iter().map(|line| line.replace("\"NPS\"", &format!("\"{name}\""))).collect();
        made(&lines, Asked { nps, ..asked(name) }).map(only)
    };
    let kind = |name, values: &[i32], nps| outcome(name, values, nps).unwrap().kind;
    let answers = &[0, 10, 5, 9];
    for name in ["NPS", "Q1_nps", "¿Recomendaría la tienda?", "How LIKELY are you…", "recommend", "Recomendación"]
    {
        assert_eq!(kind(name, answers, None), Kind::Nps, "{name}");
        assert_eq!(kind(name, answers, Some("none")), Kind::Number, "{name}");
        assert_eq!(kind(name, &[0, 10, 11], None), Kind::Number, "{name}");
    }
    assert_eq!(kind("Recomendaría (1-5)", &[1, 2, 5], None), Kind::Number);
    let plain = outcome("Nota", answers, None).unwrap();
    assert_eq!(plain.kind, Kind::Number);
    assert!(
        plain.notes[0].en.contains("--nps \"Nota\"") && plain.notes[0].es.contains("--nps «Nota»"),
        "{:?}",
        plain.notes
    );
    assert_eq!(kind("Nota", answers, Some("Nota")), Kind::Nps);
    let error = outcome("Nota", &[0, 10, 11], Some("Nota")).unwrap_err().to_string();
    assert!(error.contains("\"Nota\" cannot be NPS") && error.contains("from 0 to 11"), "{error}");
    assert_eq!(kind("Y2", &[1, 2, 5], None), Kind::Number);
    assert_eq!(kind("Y2", &[0, 1, 1], None), Kind::Share);
    assert_eq!(kind("Y2", &[-100, 0, 100], None), Kind::Number);
}

#[test]
fn churn_is_in_percentage_points() {
    let lines = simple(400, |id, late, _| json!(u8::from(late && id % 2 == 0 || id % 20 == 1)));
    let outcome = only(made(&lines, asked("Y")).unwrap());
    let fit = outcome.fit.unwrap();
    assert_eq!(outcome.kind, Kind::Share);
    let effect = fit.effect(Touchpoint::Delivery, Polarity::Complaint).unwrap().effect.unwrap();
    assert!((40.0..55.0).contains(&effect.value), "{effect:?}");
    assert!((15.0..25.0).contains(&fit.mean.value), "{:?}", fit.mean);
}

#[test]
fn what_cannot_be_computed_is_said() {
    let says = |lines: &[String], asked: Asked, words: &str| {
        let outcome = only(made(lines, asked).unwrap());
        assert!(outcome.fit.is_none());
        assert!(outcome.notes[0].en.contains(words), "{:?}", outcome.notes);
        assert!(!outcome.notes[0].es.is_empty());
    };
    says(&simple(49, |id, _, _| json!(id)), asked("Y"), "at least 50");
    says(&simple(100, |_, _, _| json!(7.25)), asked("Y"), "counts the same");
    // Different scores, but promoters all.
    says(&simple(100, |id, _, _| json!(9 + id % 2)), asked("NPS"), "counts the same");
    let one = Asked { customer: Some("Customer".into()), ..asked("Y") };
    says(&simple(100, |id, _, _| json!(id)), one, "too few customers");
}

#[test]
fn nobody_speaks_of_anything_and_everybody_does() {
    let quiet: Vec<String> = (0..100).map(|id| line(id, &[], &json!({"Y": id % 7}))).collect();
    let fit = only(made(&quiet, asked("Y")).unwrap()).fit.unwrap();
    assert!(fit.effects.iter().all(|effect| effect.standing == Standing::TooFew && effect.n == 0));
    assert!(fit.what_ifs.is_empty() && fit.r2.abs() < 1e-9);
    let loud: Vec<String> = (0..100).map(|id| line(id, &[("price", "mixed")], &json!({"Y": id % 7}))).collect();
    let fit = only(made(&loud, asked("Y")).unwrap()).fit.unwrap();
    assert!(fit.effects.iter().all(|effect| effect.effect.is_none() && effect.leave_one_out.is_none()));
}

#[test]
fn what_always_comes_together_is_not_told_apart() {
    let lines: Vec<String> = (0..300)
        .map(|id| {
            let both = [("delivery", "negative"), ("support", "negative")];
            let said = if id % 4 == 0 { &both[..] } else { &[] };
            line(id, said, &json!({"Y": 5 * (id % 4) + id % 3}))
        })
        .collect();
    let fit = only(made(&lines, asked("Y")).unwrap()).fit.unwrap();
    let delivery = fit.effect(Touchpoint::Delivery, Polarity::Complaint).unwrap();
    assert_eq!(delivery.standing, Standing::Inseparable);
    assert_eq!(delivery.with.as_ref().unwrap().said(), Some((Touchpoint::Support, Polarity::Complaint)));
    assert!(delivery.effect.is_none() && delivery.leave_one_out.is_some());
}

#[test]
fn huge_and_tiny_numbers_have_finite_figures() {
    for scale in [1e-300, 1e-9, 1e12, 1e300] {
        let lines = simple(200, |id, late, _| json!(scale * (id % 11) as f64 - if late { 3.0 * scale } else { 0.0 }));
        let drivers: Drivers = made(&lines, asked("Y")).unwrap().drivers.unwrap();
        let fit = drivers.outcomes[0].fit.as_ref().unwrap();
        let effect = fit.effect(Touchpoint::Delivery, Polarity::Complaint).unwrap().effect.unwrap();
        assert!((effect.value / scale + 3.0).abs() < 0.6, "{scale}: {effect:?}");
    }
}

#[test]
fn wrong_what_ifs_say_what_would_be_right() {
    let wrong = |text: &str| -> String { WhatIf::parse(text).map_err(|error: Error| error.to_string()).unwrap_err() };
    assert!(wrong("delivery.negative").contains("no ="));
    assert!(wrong("delivery=10%").contains("no ."));
    assert!(wrong("entrega.negative=10%").contains("cancellation"));
    assert!(wrong("delivery.neutral=10%").contains("complaint"));
    assert!(wrong("delivery.negative=10").contains("no percentage"));
    assert!(wrong("delivery.negative=110%").contains("outside"));
    let right = WhatIf::parse("staff.praise = 12,5 %").unwrap();
    assert_eq!((right.touchpoint, right.polarity), (Touchpoint::Staff, Polarity::Praise));
    near(right.to, 0.125);
}

#[test]
fn an_outcome_is_not_adjusted_for_itself() {
    let lines = simple(60, |id, _, _| json!(id));
    let error = made(&lines, Asked { adjust: vec!["Y".into()], ..asked("Y") }).unwrap_err().to_string();
    assert!(error.contains("cannot be an outcome"), "{error}");
}

#[test]
fn page_and_table_have_the_figures() {
    let golden: Golden = serde_json::from_str(include_str!("../golden/drivers.json")).unwrap();
    let what_ifs = vec![WhatIf::parse("delivery.negative=10%").unwrap()];
    let report = made(&golden_lines(&golden), Asked { what_ifs, ..golden_asked(false) }).unwrap();
    let first = report.drivers.as_ref().unwrap().outcomes[0].fit.as_ref().unwrap().effects[0].clone();
    let size = format!("{:.1}", first.in_all.unwrap().value.abs());
    for (tongue, mark, words) in [(Tongue::En, ".", "This is an association"), (Tongue::Es, ",", "Es una asociación")]
    {
        let page = page(&report, &PageOptions { tongue, title: "t".into() });
        if let Some(folder) = std::env::var_os("SENTIR_PAGES") {
            std::fs::write(std::path::Path::new(&folder).join(format!("drivers-{mark}.html")), &page).unwrap();
        }
        assert!(page.contains(words) && page.contains(&size.replace('.', mark)), "{size}");
        assert!(page.contains(&format!("10{mark}0")), "the share asked for");
        assert!(!page.contains("NaN") && !page.contains("inf<"));
    }
    let table = csv(&report).unwrap();
    let row = table.lines().find(|row| row.contains("NPS / delivery / complaint") && row.contains("effect")).unwrap();
    assert!(row.starts_with("drivers,"), "{row}");
}

/// Pages of outcomes that have no figures, or nothing to tell, are pages too.
#[test]
fn pages_of_nothing_say_so() {
    for lines in [simple(20, |id, _, _| json!(id)), simple(120, |id, _, _| json!(id * 7919 % 101))] {
        let report = made(&lines, Asked { outcomes: vec!["Y".into(), "NPS".into()], ..asked("Y") }).unwrap();
        for tongue in [Tongue::En, Tongue::Es] {
            let page = page(&report, &PageOptions { tongue, title: "t".into() });
            assert!(page.contains("id=\"drivers\"") && !page.contains("NaN"));
        }
    }
}
