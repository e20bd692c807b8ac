//! The head and the foot of the page: what the report is of, and what made it.

use std::fmt::Write;

use chrono::NaiveDate;

use super::paper::{Paper, Tongue, escape};
use super::units;
use crate::labels::Sentiment;
use crate::report::Report;
use crate::report::kpi::Share;

/// How many files are named.
const FILES: usize = 4;

pub(super) fn header(paper: &Paper, report: &Report, title: &str) -> String {
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(days) = &report.about.days {
        facts.push((paper.say("Period", "Periodo"), format!("{} – {}", day(paper, &days.from), day(paper, &days.to))));
    }
    let tagged = paper.count(report.counts.tagged as f64);
    facts.push((paper.say("Comments", "Comentarios"), tagged));
    if let Some(customers) = report.counts.customers {
        facts.push((paper.say("Customers", "Clientes"), paper.count(customers as f64)));
    }
    let files = &report.about.files;
    let mut named = files.iter().take(FILES).cloned().collect::<Vec<_>>().join(", ");
    if files.len() > FILES {
        let _ = write!(named, " +{}", files.len() - FILES);
    }
    facts.push((if files.len() > 1 { paper.say("Files", "Archivos") } else { paper.say("File", "Archivo") }, named));
    facts.push((paper.say("Model", "Modelo"), models(paper, report)));
    let mut out = format!(
        "<header><div><p class=\"kicker\">{}</p><h1>{}</h1><dl class=\"facts\">",
        paper.say("Report on customer comments", "Informe de comentarios de clientes"),
        escape(title)
    );
    for (name, text) in facts {
        let _ = write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(&text));
    }
    out.push_str("</dl>");
    out.push_str(&tiles(paper, report));
    out.push_str("</div></header>");
    out
}

/// The figures that come first.
fn tiles(paper: &Paper, report: &Report) -> String {
    let kpis = &report.kpis;
    let Some(net) = kpis.net.net else { return String::new() };
    let mut out = String::from("<ul class=\"tiles\">");
    let mut tile = |name: &str, value: &str, interval: &str, n: &str| {
        let _ = write!(out, "<li><span>{name}</span><b>{value}</b><small>{interval} · {n}</small></li>");
    };
    let interval = paper.interval(&paper.signed(kpis.net.low, 0), &paper.signed(kpis.net.high, 0));
    tile(paper.say("Net sentiment", "Sentimiento neto"), &paper.signed(net, 0), &interval, &paper.n(kpis.n));
    let mut share = |name: &str, share: &Share| {
        let shown = paper.share(share);
        let (value, interval) = shown.split_once(" [").unwrap_or((&shown, ""));
        tile(name, value, &format!("[{interval}"), &paper.n(share.n));
    };
    share(paper.say("Positive", "Positivos"), &kpis.sentiments[Sentiment::Positive.index()].share);
    share(paper.say("Negative", "Negativos"), &kpis.sentiments[Sentiment::Negative.index()].share);
    let touching = Share::of(kpis.n - kpis.without_touchpoint.count, kpis.n);
    share(paper.say("Speak of a touchpoint", "Hablan de un punto de contacto"), &touching);
    out.push_str("</ul>");
    out
}

fn day(paper: &Paper, text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| paper.day(day))
}

fn models(paper: &Paper, report: &Report) -> String {
    let unknown = paper.say("not stated", "no consta");
    let names: Vec<String> =
        report.models.keys().map(|name| if name.is_empty() { unknown.to_owned() } else { name.clone() }).collect();
    if names.is_empty() { unknown.to_owned() } else { paper.listed(&names) }
}

/// What must be known before the figures.
pub(super) fn notes(paper: &mut Paper, report: &Report) {
    let counts = &report.counts;
    if counts.tagged == 0 {
        let text = paper.say(
            "There is no tagged comment in these files, so there is nothing to report.",
            "En estos archivos no hay ningún comentario etiquetado, así que no hay nada de lo que informar.",
        );
        paper.note(text);
    }
    if report.notes.is_empty() {
        return;
    }
    let heading = paper.say("Before reading the figures", "Antes de leer las cifras");
    paper.raw(&format!("<aside class=\"notes\" aria-label=\"{heading}\"><p>{heading}</p><ul>"));
    for note in &report.notes {
        let text = escape(paper.say(&note.en, &note.es));
        paper.raw(&format!("<li>{text}</li>"));
    }
    paper.raw("</ul></aside>");
}

pub(super) fn footer(paper: &Paper, report: &Report) -> String {
    let counts = &report.counts;
    let left: Vec<String> = [
        (counts.skipped, paper.say("without text", "sin texto")),
        (counts.failed, paper.say("that could not be tagged", "que no se pudieron etiquetar")),
        (counts.unreadable, paper.say("with unreadable tags", "con etiquetas ilegibles")),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, text)| format!("{} {text}", paper.count(count as f64)))
    .collect();
    let left = match (left.is_empty(), paper.tongue) {
        (true, _) => String::new(),
        (false, Tongue::En) => format!("<p>Rows left out: {}.</p>", paper.listed(&left)),
        (false, Tongue::Es) => format!("<p>Filas que no cuentan: {}.</p>", paper.listed(&left)),
    };
    let (version, models) = (report.about.version, models(paper, report));
    let made = match paper.tongue {
        Tongue::En => format!(
            "Made with sentir {version}; model: {models}. No network was used: the comments never left the computer. All figures are of {}.",
            units(paper, report)
        ),
        Tongue::Es => format!(
            "Hecho con sentir {version}; modelo: {models}. Sin red: los comentarios no han salido del ordenador. Todas las cifras son de {}.",
            units(paper, report)
        ),
    };
    format!("<footer>{left}<p>{}</p></footer>", escape(&made))
}
