//! The report's page: what it says, what it says of data that lacks something, and that it is sound markup.

use std::fmt::Write as _;
use std::path::Path;

use sentir::read::{Input, ReadOptions};
use sentir::report::audit::Checked;
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
    outlined(html);
    for word in ["NaN", "inf%", "inf</", "http:", "https:", "<script", " src="] {
        assert!(!html.contains(word), "{word}");
    }
}

/// One title, headings that skip no level, the landmarks, and tables with a caption and headings of columns and rows.
fn outlined(html: &str) {
    let mut last = 0;
    for level in html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10)) {
        assert!(level <= last + 1, "h{level} behind h{last}");
        assert!(level > 1 || last == 0, "a second title");
        last = level;
    }
    for landmark in ["<header>", "<nav aria-label=", "<main id=\"main\">", "<footer>", "href=\"#main\""] {
        assert_eq!(html.matches(landmark).count(), 1, "{landmark}");
    }
    for table in html.split("<table>").skip(1) {
        let table = table.split("</table>").next().unwrap();
        assert!(
            table.starts_with("<caption>")
                && table.contains("<th scope=\"col\"")
                && table.contains("<th scope=\"row\"")
        );
    }
}

/// What stands under "In short".
fn findings(html: &str) -> Vec<&str> {
    let list = html.split("<ol class=\"findings\">").nth(1).unwrap().split("</ol>").next().unwrap();
    list.split("<li>").skip(1).collect()
}

/// The page's section of this id.
fn section<'a>(html: &'a str, id: &str) -> &'a str {
    let start = html.find(&format!("<section id=\"{id}\"")).unwrap();
    html[start..].split("</section>").next().unwrap()
}

/// Twice as many complaints about price as there are, and half of the praise: as the checked comments of an audit have it.
fn audited(checked: usize) -> Report {
    let text = tagged(420, |_| json!({}));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.csv");
    let mut audit = String::from("id,true_sentiment,true_touchpoints\n");
    for (index, line) in text.lines().take(checked).enumerate() {
        let record: Value = serde_json::from_str(line).unwrap();
        let (sentiment, touchpoint) = (record["sentiment"].as_str().unwrap(), &record["touchpoints"][0]);
        let sentiment = if sentiment == "negative" && index.is_multiple_of(2) { "positive" } else { sentiment };
        let label = touchpoint["label"].as_str().unwrap();
        let label = if label == "price" && !index.is_multiple_of(4) { "product" } else { label };
        let _ = writeln!(audit, "{index},{sentiment},{label}:{sentiment}");
    }
    std::fs::write(&path, audit).unwrap();
    let read = Checked::read(&Input::File(path), &ReadOptions::default(), None).unwrap();
    report_of("tagged.jsonl", &text, Asked { audit: Some(read), min_n: 30, quotes: true, ..Asked::default() })
}

#[test]
fn corrected_figures_lead_and_doubtful_tags_do_not() {
    let report = audited(210);
    let net = report.audit.as_ref().unwrap().all.net.unwrap();
    assert!(net.low > net.raw, "{net:?}");
    for (tongue, tile, doubt) in
        [(Tongue::Es, "corregido; modelo: +14", "dato dudoso"), (Tongue::En, "corrected; model: +14", "doubtful")]
    {
        let html = written(&report, tongue);
        let header = html.split("</header>").next().unwrap();
        assert!(header.contains(&format!("<b>{:+.0}</b>", net.corrected)) && header.contains(tile), "{header}");
        assert!(findings(&html)[0].contains(&format!("{:+.0}", net.corrected)));
        assert!(section(&html, "journey").contains(&format!("({doubt})")));
        let (price, delivery) = if tongue == Tongue::Es { ("Precio", "Entrega") } else { ("Price", "Delivery") };
        let causes = section(&html, "causes");
        let (price, delivery) =
            (causes.find(&format!("<h3>{price}")).unwrap(), causes.find(&format!("<h3>{delivery}")).unwrap());
        assert!(
            delivery
                < causes
                    .find("<details><summary>Quejas dudosas")
                    .or(causes.find("<details><summary>Doubtful"))
                    .unwrap()
        );
        assert!(price > delivery, "complaints that were mostly wrong come last");
    }
}

#[test]
fn a_small_audit_leads_nowhere() {
    let html = written(&audited(20), Tongue::Es);
    let header = html.split("</header>").next().unwrap();
    assert!(header.contains("<b>+14</b>") && !header.contains("corregido"));
    assert!(!findings(&html).concat().contains("orregid") && !html.contains("dato dudoso"));
    assert!(section(&html, "audit").contains("Con 20 comentarios revisados, menos de 30"));
}

#[test]
fn findings_are_few_and_more_than_chance() {
    let fields =
        |index: usize| json!({"Canal": (if index % 7 < 3 { "Web" } else { "Tienda" }), "NPS": index % 7 + index % 3});
    let asked = Asked { by: vec!["Canal".into()], outcomes: vec!["NPS".into()], min_n: 30, ..Asked::default() };
    let html = written(&report_of("tagged.jsonl", &tagged(420, fields), asked), Tongue::En);
    let found = findings(&html);
    assert!(found.len() <= 5 && found[0].contains("Net sentiment is +14"), "{found:?}");
    let apart: Vec<_> = found.iter().filter(|one| one.contains("the rest")).collect();
    assert!(apart.len() == 1 && !apart[0].contains("Also"), "two groups are one difference: {apart:?}");
    assert!(found.iter().all(|one| one.contains('[') && (one.contains("n\u{a0}=") || one.contains("420 comments"))));
}

#[test]
fn nothing_changed_is_one_sentence() {
    let fields = |index: usize| json!({"Canal": "Web", "Fecha": format!("2026-{:02}-15", 1 + index / 70)});
    let report = report_of("tagged.jsonl", &tagged(420, fields), by_channel_and_day());
    for (tongue, says, period) in [
        (Tongue::Es, "nada cambió más de lo que explica el azar", "Mayo de 2026 frente a abril de 2026"),
        (Tongue::En, "nothing changed more than chance explains", "May 2026 compared with April 2026"),
    ] {
        let html = written(&report, tongue);
        let change = section(&html, "change");
        let open = change.split("<details>").next().unwrap();
        assert!(open.contains(says) && open.contains(period) && !open.contains("<table"), "{open}");
        assert!(change.contains("<table"));
    }
}

#[test]
fn masks_speak_the_language_of_the_page() {
    let text = tagged(210, |_| json!({}))
        .replace("Un comentario.", "El pedido no llega y mi móvil es el 612 345 678, escriban a ana.ruiz@gmail.com");
    let asked = Asked { quotes: true, min_n: 30, ..Asked::default() };
    let report = report_of("tagged.jsonl", &text, asked);
    let (es, en) = (written(&report, Tongue::Es), written(&report, Tongue::En));
    assert!(es.contains("móvil es el [teléfono], escriban a [correo]") && !es.contains("[phone]"));
    assert!(en.contains("móvil es el [phone], escriban a [email]") && !en.contains("[teléfono]"));
}

#[test]
fn one_is_singular_and_none_is_not_said() {
    let fields = |without: usize| move |index: usize| json!({"NPS": (if index < without { json!("no sé") } else { json!(index % 11) })});
    let page = |without: usize, tongue| {
        let asked = Asked { outcomes: vec!["NPS".into()], min_n: 30, ..Asked::default() };
        written(&report_of("tagged.jsonl", &tagged(210, fields(without)), asked), tongue)
    };
    let one = page(1, Tongue::Es);
    assert!(
        one.contains("1 celda de «NPS» no contiene un número") && one.contains("queda fuera 1 comentario sin número")
    );
    let two = page(2, Tongue::En);
    assert!(
        two.contains("2 cells of &quot;NPS&quot; hold no number")
            && two.contains("2 comments without a number are left out")
    );
    let none = page(0, Tongue::Es);
    assert!(!none.contains("fuera 0") && !none.contains("quedan fuera"));
}

/// Long names are cut, and of many groups the page draws the ends.
#[test]
fn many_groups_with_long_names_stay_readable() {
    let fields =
        |index: usize| json!({"Canal": format!("{:02} {}", index % 45, "una tienda de nombre muy largo ".repeat(8))});
    let asked = Asked { by: vec!["Canal".into()], min_n: 30, ..Asked::default() };
    let html = written(&report_of("tagged.jsonl", &tagged(1500, fields), asked), Tongue::Es);
    assert!(html.contains("los 12 más altos y los 12 más bajos, de 45"));
    let labels = html.split("<span class=\"what\">").map(|row| row.split('<').next().unwrap());
    assert_eq!(labels.filter(|label| label.contains("una tienda de nombre")).count(), 24);
    assert!(!html.contains(&"una tienda de nombre muy largo ".repeat(4)));
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
    assert!(html.contains("a blind spot") && !html.contains("Most complained about"), "all are complained of alike");
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
    assert!(html.contains("Hay muy pocos comentarios para sacar conclusiones: hacen falta 30."));
    assert!(!html.contains("class=\"findings\""));
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
    assert!(html.contains("No touchpoint has enough complaints"));
}
