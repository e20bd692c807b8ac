//! The head and the foot of the page: what the report is of, and what made it.

use std::fmt::Write;

use chrono::NaiveDate;

use super::chart::short;
use super::paper::{Paper, Tongue, escape};
use super::{drivers, trust, units};
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
    let mut named = files.iter().take(FILES).map(|name| short(name)).collect::<Vec<_>>().join(", ");
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

/// The figures that come first: corrected where an audit corrects them, with what the model counts beside.
fn tiles(paper: &Paper, report: &Report) -> String {
    let kpis = &report.kpis;
    if kpis.net.net.is_none() {
        return String::new();
    }
    let mut out = String::from("<ul class=\"tiles\">");
    let mut tile = |name: &str, shown: &str, n: &str, raw: Option<&str>| {
        let (value, interval) = shown.split_once(" [").unwrap_or((shown, ""));
        let interval = if interval.is_empty() { String::new() } else { format!("[{interval} · ") };
        let raw = raw.map(|raw| {
            let (corrected, by_model) = (paper.say("corrected", "corregido"), paper.say("model:", "modelo:"));
            format!("<small>{corrected}; {by_model} {raw}</small>")
        });
        let raw = raw.unwrap_or_default();
        let _ = write!(out, "<li><span>{name}</span><b>{value}</b><small>{interval}{n}</small>{raw}</li>");
    };
    let ((net, corrected), n) = (trust::net(report), paper.n(kpis.n));
    let raw = kpis.net.net.map(|net| paper.signed(net, 0)).filter(|_| corrected);
    tile(paper.say("Net sentiment", "Sentimiento neto"), &paper.net(&net), &n, raw.as_deref());
    for (label, name) in [
        (Sentiment::Positive, paper.say("Positive", "Positivos")),
        (Sentiment::Negative, paper.say("Negative", "Negativos")),
    ] {
        let share = &kpis.sentiments[label.index()].share;
        let found = trust::audited(report).and_then(|audit| audit.all.sentiments.iter().find(|one| one.label == label));
        let raw = paper.percent(share.share.unwrap_or_default());
        match found {
            Some(one) => tile(name, &paper.share(&trust::corrected_share(&one.figure)), &n, Some(&raw)),
            None => tile(name, &paper.share(share), &n, None),
        }
    }
    let outcome = report.drivers.iter().flat_map(|drivers| &drivers.outcomes).find(|one| one.fit.is_some());
    if let Some((outcome, shown)) = outcome.and_then(|outcome| Some((outcome, drivers::mean(paper, outcome)?))) {
        tile(&escape(&short(&outcome.outcome)), &shown, &paper.n(outcome.n as f64), None);
    } else {
        let touching = Share::of(kpis.n - kpis.without_touchpoint.count, kpis.n);
        tile(paper.say("Name a touchpoint", "Citan algo concreto"), &paper.share(&touching), &n, None);
    }
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

/// That there is nothing to report.
pub(super) fn nothing(paper: &mut Paper, report: &Report) {
    if report.counts.tagged == 0 {
        let text = paper.say(
            "There is no tagged comment in these files, so there is nothing to report.",
            "En estos archivos no hay ningún comentario etiquetado, así que no hay nada de lo que informar.",
        );
        paper.note(text);
    }
}

/// What must be known of the data.
pub(super) fn notes(paper: &mut Paper, report: &Report) {
    if report.notes.is_empty() {
        return;
    }
    let heading = paper.say("About the data", "Sobre los datos");
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
            "Made with sentir {version}; model: {models}. No network was used: the comments never left the computer. Figures count {}.",
            units(paper, report)
        ),
        Tongue::Es => format!(
            "Hecho con sentir {version}; modelo: {models}. Sin red: los comentarios no han salido del ordenador. Las cifras cuentan {}.",
            units(paper, report)
        ),
    };
    let folded = paper.say(
        "Folded tables are printed only where they were unfolded.",
        "Las tablas plegadas solo se imprimen si se despliegan antes.",
    );
    format!("<footer>{left}<p>{}</p><p class=\"print\">{folded}</p></footer>", escape(&made))
}
