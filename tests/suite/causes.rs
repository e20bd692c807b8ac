//! What goes with complaints: found where it was planted, not where it was not, and never with personal data.

use std::path::Path;

use sentir::labels::{Language, Touchpoint};
use sentir::read::{Input, ReadOptions};
use sentir::report::causes::{Cause, Causes};
use sentir::report::files::Files;
use sentir::report::page::paper::Tongue;
use sentir::report::page::{PageOptions, page};
use sentir::report::plan::Asked;
use sentir::report::{Report, report};
use sentir::statistics::{least_z, log_odds};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::{Dice, sound};

#[derive(Deserialize)]
struct Golden {
    log_odds: Vec<TwoCorpora>,
    least_z: Vec<Threshold>,
}

#[derive(Deserialize)]
struct TwoCorpora {
    first: Vec<f64>,
    second: Vec<f64>,
    size: f64,
    difference: Vec<f64>,
    z: Vec<f64>,
}

#[derive(Deserialize)]
struct Threshold {
    values: Vec<f64>,
    level: f64,
    z: f64,
}

#[test]
fn log_odds_are_those_of_the_reference() {
    let near = |found: f64, expected: f64| assert!((found - expected).abs() <= 1e-9, "{found} for {expected}");
    let golden: Golden = serde_json::from_str(include_str!("../golden/causes.json")).unwrap();
    for case in golden.log_odds {
        let (n, m) = (case.first.iter().sum(), case.second.iter().sum());
        for (index, (a, b)) in case.first.iter().zip(&case.second).enumerate() {
            let found = log_odds((*a, n), (*b, m), case.size).unwrap();
            near(found.difference, case.difference[index]);
            near(found.z, case.z[index]);
        }
    }
    for case in golden.least_z {
        near(least_z(&case.values, case.level), case.z);
    }
    assert!(log_odds((0.0, 0.0), (0.0, 0.0), 0.0).is_none());
    assert!(log_odds((5.0, 5.0), (9.0, 9.0), 4.0).is_none(), "nothing but this term");
}

/// A tagged comment, as a line of JSON.
struct Row {
    text: String,
    lang: &'static str,
    touchpoints: Vec<(&'static str, &'static str)>,
    fields: Value,
}

fn row(text: &str, touchpoints: &[(&'static str, &'static str)]) -> Row {
    Row {
        text: text.into(),
        lang: "es",
        touchpoints: touchpoints.to_vec(),
        fields: json!({"Canal": "Web", "Dia": "2026-01-07"}),
    }
}

fn made(folder: &Path, rows: &[Row], asked: Asked) -> Report {
    let path = folder.join("tagged.jsonl");
    let lines: Vec<String> = rows.iter().enumerate().map(|(index, row)| line(index, row)).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let files = Files::new(vec![Input::File(path)], ReadOptions::default(), None, asked.columns());
    report(&files, asked).unwrap()
}

fn line(index: usize, row: &Row) -> String {
    let negative = row.touchpoints.iter().any(|(_, sentiment)| *sentiment == "negative");
    let positive = row.touchpoints.iter().any(|(_, sentiment)| *sentiment == "positive");
    let touchpoints: Vec<Value> = row
        .touchpoints
        .iter()
        .map(|(label, sentiment)| json!({"label": label, "p": 0.9, "sentiment": sentiment, "sentiment_p": 0.9}))
        .collect();
    let record = json!({
        "schema": "sentir.record/1", "id": format!("R{index}"), "row": index + 1, "text": row.text, "lang": row.lang,
        "sentiment": if negative { "negative" } else if positive { "positive" } else { "neutral" }, "sentiment_p": 0.9, "emotion": "neutral",
        "touchpoints": touchpoints, "status": "ok", "fields": row.fields,
    });
    record.to_string()
}

fn quoting(by: &[&str], date: Option<&str>, customer: Option<&str>) -> Asked {
    Asked {
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        date: date.map(str::to_owned),
        customer: customer.map(str::to_owned),
        min_n: 10,
        quotes: true,
        ..Asked::default()
    }
}

fn cause(causes: &Causes, label: Touchpoint) -> &Cause {
    causes.touchpoints.iter().find(|cause| cause.label == label).unwrap()
}

#[derive(Deserialize)]
struct Gold {
    text: String,
    lang: String,
    touchpoints: serde_json::Map<String, Value>,
}

/// The development set with its right labels, in channels and weeks that have nothing to do with them.
fn corpus() -> Vec<Row> {
    let text = std::fs::read_to_string("data/corpus/dev.jsonl").unwrap();
    let name = |name: &str| Touchpoint::parse(name).unwrap().name();
    let sentiment = |name: &Value| sentir::Sentiment::parse(name.as_str().unwrap()).unwrap().name();
    text.lines()
        .map(|line| serde_json::from_str::<Gold>(line).unwrap())
        .enumerate()
        .map(|(index, gold)| Row {
            text: gold.text,
            lang: Language::parse(&gold.lang).unwrap().name(),
            touchpoints: gold.touchpoints.iter().map(|(label, own)| (name(label), sentiment(own))).collect(),
            fields: json!({
                "Canal": (["Web", "Tienda", "App"][index % 3]), "Dia": format!("2026-01-{:02}", 1 + index % 28), "Cliente": index / 2,
            }),
        })
        .collect()
}

/// Late parcels in the app in February, which come with customer service; praise and prices elsewhere.
fn planted() -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 0..40 {
        let texts = [
            "El paquete NO LLEGA y el repartidor ni avisa, llámenme al 612 345 678.",
            "Otra vez no llega a casa el repartidor, y ya van 3 semanas de retraso",
            "Pedí el martes; no llega. El repartidor miente y me llamo Ana Ruiz",
            "no llega nunca con este repartidor, escribí a ana.ruiz@gmail.com y nada",
        ];
        let mut late = row(texts[n % 4], &[("delivery", "negative"), ("support", "neutral")]);
        late.touchpoints.truncate(1 + n % 2);
        late.fields = json!({"Canal": if n < 34 { "App" } else { "Web" }, "Dia": "2026-02-11", "Cliente": n});
        rows.push(late);
    }
    for n in 0..200 {
        let texts = [
            "La tienda es bonita y el personal muy amable, llega una siempre con gusto",
            "El precio me parece correcto para la calidad que tiene el sofá",
            "Muy contenta con la compra, repetiré seguro, mi móvil es 611 222 333",
            "El repartidor fue puntual y el montaje perfecto",
        ];
        let mut other = row(texts[n % 4], if n % 4 == 1 { &[("price", "positive")] } else { &[] });
        other.fields =
            json!({"Canal": (["Web", "Tienda", "App", "Tienda"][n % 4]), "Dia": "2026-01-07", "Cliente": 100 + n});
        rows.push(other);
    }
    rows
}

#[test]
fn what_was_planted_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let report = made(folder.path(), &planted(), quoting(&["Canal"], Some("Dia"), None));
    let delivery = cause(&report.causes, Touchpoint::Delivery);
    assert_eq!(
        (delivery.comments, delivery.read, delivery.complaints.count, delivery.complaints.n),
        (40, 40, 40.0, 240.0)
    );
    let wording = &delivery.wording[0];
    assert_eq!(wording.lang, Language::Es);
    let term = |name: &str| wording.terms.iter().find(|term| term.term == name);
    let late = term("no llega").unwrap();
    assert_eq!((late.complaints.count, late.complaints.n, late.others.count, late.others.n), (40.0, 40.0, 0.0, 200.0));
    assert!(late.beyond_chance && late.z >= wording.least_z && wording.least_z > 2.5, "{late:?}");
    assert!(term("llega").is_none(), "the phrase stands for its word: {:?}", wording.terms);
    assert!(term("repartidor").is_some_and(|term| (term.others.count - 50.0).abs() < 1e-9));
    assert!(wording.terms.iter().all(|term| !["el", "la", "no", "con"].contains(&&*term.term)));

    let [support] = &delivery.together[..] else { panic!("{:?}", delivery.together) };
    assert_eq!((support.label, support.complaints.count, support.others.count), (Touchpoint::Support, 20.0, 0.0));
    let places: Vec<_> =
        delivery.concentrations.iter().map(|one| (one.value.as_deref(), one.period.is_some())).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(places.contains(&(Some("App"), false)) && places.contains(&(None, true)), "{places:?}");
    let app = delivery.concentrations.iter().find(|one| one.value.is_some()).unwrap();
    assert_eq!((app.here.count, app.here.n, app.elsewhere.count, app.elsewhere.n), (34.0, 84.0, 6.0, 156.0));
    assert!(app.more.low > 0.0 && app.more.low < app.more.difference && app.more.difference < app.more.high);

    assert_eq!(delivery.quotes.len(), 3);
    assert!(delivery.quotes.iter().all(|quote| quote.text.to_lowercase().contains("no llega")));
    assert_eq!(report.causes.touchpoints.len(), 1);
    assert!(report.causes.too_few.iter().any(|one| one.label == Touchpoint::Price && one.comments == 0));
}

#[test]
fn no_personal_data_leaves_and_quotes_only_when_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = ["612 345 678", "611 222 333", "Ana Ruiz", "ana.ruiz", "gmail"];
    for quotes in [true, false] {
        let report = made(folder.path(), &planted(), Asked { quotes, ..quoting(&["Canal"], None, None) });
        sound(&serde_json::to_value(&report).unwrap());
        let json = serde_json::to_string(&report).unwrap();
        let pages = [Tongue::En, Tongue::Es].map(|tongue| page(&report, &PageOptions { tongue, title: "T".into() }));
        for text in [&json, &pages[0], &pages[1]] {
            assert!(secrets.iter().all(|secret| !text.contains(secret)));
            assert!(text.contains("no llega"));
        }
        assert_eq!(pages[0].contains("<blockquote"), quotes);
        assert_eq!(json.contains("\"quotes\":[]"), !quotes);
    }
}

/// A customer who complains every day is one voice.
#[test]
fn a_customer_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = planted();
    for n in 0..60 {
        let mut same = row(&format!("El ascensor roto otra vez, número {n}"), &[("delivery", "negative")]);
        same.fields["Cliente"] = "the same".into();
        rows.push(same);
    }
    let report = made(folder.path(), &rows, quoting(&[], None, Some("Cliente")));
    let delivery = cause(&report.causes, Touchpoint::Delivery);
    assert_eq!(delivery.comments, 100);
    assert!((delivery.complaints.count - 41.0).abs() < 1e-9);
    assert!((delivery.wording[0].terms[0].complaints.n - 41.0).abs() < 1e-9);
    assert!(delivery.wording[0].terms.iter().all(|term| !term.term.contains("ascensor")));
    assert!(delivery.quotes.iter().filter(|quote| quote.text.contains("ascensor")).count() <= 1);
}

/// A comment about one thing that its score bears out is quoted rather than one about several, a doubtful one, or one of a happy customer.
#[test]
fn quotes_are_of_that_touchpoint_alone_and_borne_out_by_the_score() {
    let folder = tempfile::tempdir().unwrap();
    let say =
        |kind: &str, n: usize| format!("{kind}: el paquete número {} no llega a casa", ["uno", "dos", "tres"][n % 3]);
    let mut rows = Vec::new();
    for n in 0..30 {
        let delivery = ("delivery", "negative");
        let mut alone = row(&say(["Sola", "Única", "Claro"][n % 3], n), &[delivery]);
        alone.fields = json!({"NPS": 1});
        let mut among = row(
            &say(["Varias", "Muchas", "Otras"][n % 3], n),
            &[delivery, ("price", "negative"), ("staff", "negative")],
        );
        among.fields = json!({"NPS": 1});
        let mut happy = row(&say(["Feliz", "Contenta", "Encantada"][n % 3], n), &[delivery]);
        happy.fields = json!({"NPS": if n < 9 { 10 } else { 0 }});
        let mut praise = row("Todo perfecto y a tiempo", &[("staff", "positive")]);
        praise.fields = json!({"NPS": 9 + n % 2});
        rows.extend([alone, among, praise]);
        if n < 9 {
            rows.push(happy);
        }
    }
    let asked = Asked { outcomes: vec!["NPS".into()], ..quoting(&[], None, None) };
    let report = made(folder.path(), &rows, asked);
    let quotes = &cause(&report.causes, Touchpoint::Delivery).quotes;
    let alone = |text: &str| ["Sola", "Única", "Claro"].iter().any(|kind| text.starts_with(kind));
    assert!(!quotes.is_empty() && alone(&quotes[0].text), "{quotes:?}");
    assert!(
        quotes.iter().all(|quote| !quote.text.starts_with("Feliz") && !quote.text.starts_with("Encantada")),
        "{quotes:?}"
    );
}

/// Complaints dealt out by chance: what is found then is found wrongly, and all of a kind together may be in one report of twenty.
#[test]
fn chance_finds_next_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut terms, mut together, mut places) = (0, 0, 0);
    let draws = 10;
    let mut dice = Dice(3);
    for _ in 0..draws {
        let mut rows = corpus();
        for row in &mut rows {
            row.touchpoints = vec![];
            if dice.below(8) == 0 {
                row.touchpoints.push(("delivery", "negative"));
            }
            if dice.below(5) == 0 {
                row.touchpoints.push(("staff", "positive"));
            }
        }
        let report = made(folder.path(), &rows, quoting(&["Canal"], Some("Dia"), None));
        let delivery = cause(&report.causes, Touchpoint::Delivery);
        assert!(delivery.comments > 100 && delivery.wording.len() == 2 && delivery.places >= 7);
        terms += delivery.wording.iter().flat_map(|wording| &wording.terms).filter(|term| term.beyond_chance).count();
        together += delivery.together.len();
        places += delivery.concentrations.len();
    }
    println!("of {draws} reports by chance: {terms} terms, {together} touchpoints, {places} places");
    assert!(terms <= 2 && together <= 2 && places <= 2);
}

#[test]
fn the_corpus_speaks_of_what_it_complains_of() {
    let folder = tempfile::tempdir().unwrap();
    let report = made(folder.path(), &corpus(), quoting(&["Canal"], Some("Dia"), None));
    for cause in report.causes.touchpoints.iter().take(6) {
        println!("{} {}", cause.label, cause.comments);
        for wording in &cause.wording {
            let told: Vec<String> = wording
                .terms
                .iter()
                .map(|term| format!("{} ({}, {:.1})", term.term, term.complaints.count, term.z))
                .collect();
            println!("  {} {:.2} of {}: {}", wording.lang, wording.least_z, wording.compared, told.join(", "));
        }
        let told: Vec<String> =
            cause.together.iter().map(|one| format!("{} {:.2}", one.label, one.more.difference)).collect();
        println!("  with {}; {} places of {}", told.join(", "), cause.concentrations.len(), cause.places);
        cause.quotes.iter().for_each(|quote| println!("  « {} »", quote.text));
        assert!(cause.quotes.len() == 3 && cause.quotes.iter().all(|quote| quote.text.chars().count() <= 220));
    }
    let billing = cause(&report.causes, Touchpoint::Billing);
    assert!(billing.wording.iter().flat_map(|wording| &wording.terms).any(|term| term.term.contains("cobraron")));
}

#[test]
fn many_comments_are_sampled_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..22_000)
        .map(|n| match n % 9 {
            0 => row("no llega el pedido", &[("delivery", "negative")]),
            _ => row("todo correcto", &[]),
        })
        .collect();
    let first = made(folder.path(), &rows, quoting(&[], None, None));
    let delivery = cause(&first.causes, Touchpoint::Delivery);
    assert_eq!((first.causes.read, first.causes.comments), (20_000, 22_000));
    assert_eq!((delivery.read, delivery.comments, delivery.complaints.count), (2000, 2445, 2445.0));
    assert_eq!(delivery.quotes.len(), 1, "the same words are quoted once");
    let text = page(&first, &PageOptions { tongue: Tongue::En, title: "T".into() });
    assert!(text.contains("random sample: 20,000 of 22,000"), "the page says it is a sample");
}

#[test]
fn nothing_to_complain_of_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let blank = vec![row("", &[("price", "negative")])];
    let pleased = (0..30).map(|_| row("bien", &[("price", "positive")])).collect();
    for (rows, says) in [
        (blank, "Hay muy pocos comentarios en total para decir qué acompaña a las quejas"),
        (pleased, "Ningún punto de contacto tiene suficientes quejas"),
    ] {
        let report = made(folder.path(), &rows, quoting(&[], None, None));
        assert!(report.causes.touchpoints.is_empty());
        let page = page(&report, &PageOptions { tongue: Tongue::Es, title: "T".into() });
        assert!(page.contains(says), "{says}");
    }
    // Complaints alone, and without a word.
    let rows: Vec<Row> = (0..30).map(|_| row("", &[("price", "negative")])).collect();
    let report = made(folder.path(), &rows, quoting(&["Canal"], Some("Dia"), None));
    let price = cause(&report.causes, Touchpoint::Price);
    assert!(
        price.wording.is_empty()
            && price.quotes.is_empty()
            && price.concentrations.is_empty()
            && price.together.is_empty()
    );
    sound(&serde_json::to_value(&report).unwrap());
}

/// A word that a handful of complaints have is no finding, whatever its odds; with enough of them it is.
#[test]
fn a_handful_of_complaints_is_no_finding() {
    let folder = tempfile::tempdir().unwrap();
    let made_of = |with: usize| {
        let complaints = (0..20).map(|n| {
            let text = if n < with { "el ascensor roto" } else { "llegó tarde" };
            row(text, &[("delivery", "negative")])
        });
        let others = (0..400).map(|n| {
            let text = if n < 8 { "hay ascensor roto" } else { "todo correcto y amable" };
            row(text, &[("staff", "neutral")])
        });
        made(folder.path(), &complaints.chain(others).collect::<Vec<_>>(), quoting(&[], None, None))
    };
    for (with, beyond) in [(6, false), (8, true)] {
        let report = made_of(with);
        let terms = &cause(&report.causes, Touchpoint::Delivery).wording[0].terms;
        let lift = terms.iter().find(|term| term.term.contains("ascensor")).unwrap();
        assert_eq!((lift.complaints.count, lift.beyond_chance), (with as f64, beyond), "{lift:?}");
        let page = page(&report, &PageOptions { tongue: Tongue::En, title: "T".into() });
        assert!(page.contains("ascensor"), "it is in the table");
    }
}

/// Where models differ from period to period, a period with more complaints is none of the customers' doing.
#[test]
fn periods_of_different_models_are_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let rows = planted();
    for (second, periods) in [("a 1.0", true), ("a 2.0", false)] {
        let path = folder.path().join("tagged.jsonl");
        let lines: Vec<String> = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let mut record: Value = serde_json::from_str(&line(index, row)).unwrap();
                record["model"] = if row.fields["Dia"] == "2026-02-11" { second.into() } else { "a 1.0".into() };
                record.to_string()
            })
            .collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let asked = quoting(&["Canal"], Some("Dia"), None);
        let files = Files::new(vec![Input::File(path)], ReadOptions::default(), None, asked.columns());
        let report = report(&files, asked).unwrap();
        let places = &cause(&report.causes, Touchpoint::Delivery).concentrations;
        assert_eq!((report.causes.periods, places.iter().any(|one| one.period.is_some())), (periods, periods));
        assert!(places.iter().any(|one| one.value.as_deref() == Some("App")));
        let page = page(&report, &PageOptions { tongue: Tongue::En, title: "T".into() });
        assert_eq!(page.contains("what differs may be the model"), !periods);
    }
}
