//! The report's page: what it says, what it says of data that lacks something, and that it is sound markup.

use std::fmt::Write as _;
use std::path::Path;

use sentir::read::{Input, ReadOptions};
use sentir::report::files::Files;
use sentir::report::page::paper::Tongue;
use sentir::report::page::{PageOptions, page};
use sentir::report::plan::Asked;
use sentir::report::{Report, report};
use serde_json::{Value, json};

/// A report of lines of a tagged file.
fn report_of(name: &str, text: &str, asked: Asked) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let files = Files::new(vec![Input::File(path)], ReadOptions::default(), None, asked.columns());
    report(&files, asked).unwrap()
}

fn written(report: &Report, tongue: Tongue) -> String {
    let html = page(report, &PageOptions { tongue, title: "Lo que dicen <los> clientes".into() });
    sound(&html);
    html
}

/// Tagged comments as `classify` writes them: sentiments and touchpoints in turn, fields as they are given.
pub(crate) fn tagged(n: usize, fields: impl Fn(usize) -> Value) -> String {
    let labels = ["price", "delivery", "product", "staff", "support"];
    let sentiments = ["positive", "negative", "negative", "neutral", "mixed", "positive", "positive"];
    let emotions = ["satisfaction", "anger", "frustration", "neutral", "surprise", "joy", "trust"];
    let mut text = String::new();
    for index in 0..n {
        let (sentiment, emotion) = (sentiments[index % 7], emotions[index % 7]);
        let touchpoint = json!({"label": labels[index % 5], "sentiment": sentiment, "p": 0.9, "sentiment_p": 0.9});
        let record = json!({
            "schema": "sentir.record/1", "id": index.to_string(), "row": index + 1, "text": "Un comentario.", "lang": "es",
            "sentiment": sentiment, "sentiment_p": 0.8, "sentiment_score": 0.1, "emotion": emotion, "emotion_p": 0.7,
            "touchpoints": [touchpoint], "flags": [], "status": "ok", "model": "sentir-es-en 1", "fields": fields(index),
        });
        let _ = writeln!(text, "{record}");
    }
    text
}

pub(crate) fn by_channel_and_day() -> Asked {
    Asked { by: vec!["Canal".into()], date: Some("Fecha".into()), min_n: 30, ..Asked::default() }
}

/// A page of three channels and a year of months, in a file.
pub(crate) fn example(tongue: Tongue, path: &Path) {
    let fields = |index: usize| {
        let channels = ["Tienda", "Web", "Teléfono de atención a clientes de las islas"];
        let (month, day) = (1 + index % 12, 1 + index % 28);
        json!({"Canal": channels[index % 3], "Fecha": format!("2026-{month:02}-{day:02}")})
    };
    let report = report_of("tagged.jsonl", &tagged(420, fields), by_channel_and_day());
    std::fs::write(path, written(&report, tongue)).unwrap();
}

/// Every tag is closed, no id is there twice, links within the page lead somewhere, nothing comes from elsewhere, no number is not one.
fn sound(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let body = &html[html.find("<body>").unwrap()..];
    for tag in body.split('<').skip(1).map(|part| part.split('>').next().unwrap()) {
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        if tag.starts_with('/') {
            if name != "html" {
                assert_eq!(open.pop(), Some(name), "{tag}");
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    for link in html.split("href=\"#").skip(1).map(|part| part.split('"').next().unwrap()) {
        assert!(ids.contains(&link), "{link}");
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is there twice");
    for word in ["NaN", "inf%", "inf</", "http:", "https:", "<script", " src="] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn figures_stand_with_their_n_and_interval() {
    let asked = by_channel_and_day();
    let fields = |index: usize| json!({"Canal": (if index.is_multiple_of(2) { "Web" } else { "Tienda" }), "Fecha": "2026-03-02"});
    let report = report_of("tagged.jsonl", &tagged(210, fields), asked);
    let html = written(&report, Tongue::En);
    let net = report.kpis.net;
    assert_eq!(net.net.map(f64::round), Some(14.0));
    let interval = format!("[{:+.0},\u{a0}{:+.0}]", net.low, net.high);
    assert!(html.contains(&format!("+14 {interval}")), "{interval}");
    assert!(html.contains("n\u{a0}=\u{a0}210"));
    assert!(html.contains("Most complained about") && html.contains("Blind spots"));
    let spanish = written(&report, Tongue::Es);
    let interval = interval.replace(',', ";");
    assert!(spanish.contains("<html lang=\"es\">") && spanish.contains(&format!("+14 {interval}")));
    assert!(spanish.contains("servicio técnico") && !spanish.contains("aftersales"));
    for html in [html, spanish] {
        for chart in html.split("<figure").skip(1) {
            let label = chart.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap();
            assert!(label.chars().any(char::is_numeric), "a chart says nothing in words: {label}");
        }
    }
}

#[test]
fn what_data_says_is_text_and_never_markup() {
    let name = "Canal <i>&\"'";
    let asked = Asked { by: vec![name.into()], min_n: 5, ..Asked::default() };
    let value = "<img onerror=alert(1)>\"' & ".repeat(20);
    let fields =
        |index: usize| json!({name: (if index.is_multiple_of(2) { value.as_str() } else { "</figure></main>" })});
    let html = written(&report_of("tagged.jsonl", &tagged(70, fields), asked), Tongue::Es);
    assert!(!html.contains("<img") && !html.contains("<i>") && !html.contains("<los>"));
    assert!(html.contains("&lt;img onerror=alert(1)&gt;"));
}

#[test]
fn nothing_to_report_is_said() {
    let mut text = tagged(3, |_| json!({}));
    text = text.replace("\"status\":\"ok\"", "\"status\":\"skipped\"");
    let report = report_of("tagged.jsonl", &text, Asked::default());
    assert!(written(&report, Tongue::En).contains("There is no tagged comment in these files"));
    assert!(written(&report, Tongue::Es).contains("no hay ningún comentario etiquetado"));
}

#[test]
fn a_single_group_few_comments_and_no_days_are_said() {
    let asked = Asked { by: vec!["Canal".into()], min_n: 30, ..Asked::default() };
    let one = report_of("tagged.jsonl", &tagged(40, |_| json!({"Canal": "Web"})), asked.clone());
    let html = written(&one, Tongue::En);
    assert!(html.contains("There is nothing to compare it with"));
    assert!(!html.contains("id=\"periods\""));
    let few = report_of("tagged.jsonl", &tagged(1, |_| json!({"Canal": "Web"})), asked);
    let html = written(&few, Tongue::Es);
    assert!(html.contains("Ningún grupo llega a 30 comentarios"));
}

#[test]
fn files_without_emotions_or_touchpoints_have_a_page() {
    let mut text = String::from("Comentario,sentiment,tp_price,tp_delivery\n");
    for index in 0..40 {
        let sentiment = ["positive", "negative", "neutral"][index % 3];
        let _ = writeln!(text, "Un comentario bastante largo sobre la tienda,{sentiment},,");
    }
    let html = written(&report_of("tagged.csv", &text, Asked::default()), Tongue::En);
    assert!(html.contains("The files have no emotions"));
    assert!(html.contains("No comment speaks of any touchpoint."));
    assert!(html.contains("No complaints."));
}
