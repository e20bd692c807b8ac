//! Figures by period.

use super::chart::{Line, Point, short};
use super::overview::many;
use super::paper::{Paper, Tongue};
use super::{trends, units};
use crate::labels::Sentiment;
use crate::report::Report;
use crate::report::groups::InPeriod;
use crate::report::kpi::Share;

pub(super) fn periods(paper: &mut Paper, report: &Report) {
    let known: Vec<&InPeriod> = report.periods.iter().filter(|one| one.kpis.n > 0.0).collect();
    let (Some(first), Some(last), Some(days)) = (known.first(), known.last(), &report.about.days) else { return };
    let heading = paper.say("Over time", "En el tiempo");
    paper.section("periods", heading);
    let told = |one: &InPeriod| (paper.net(&one.kpis.net), paper.period_in_words(one.period), paper.n(one.kpis.n));
    let ((from, start, n_from), (to, end, n_to)) = (told(first), told(last));
    let english = paper.tongue == Tongue::En;
    let mut text = match (known.len() > 1, english) {
        (false, true) => format!("All comments are of {start}: net sentiment {from}, {n_from}."),
        (false, false) => format!("Todos los comentarios son de {start}: sentimiento neto {from}, {n_from}."),
        (true, true) => format!("Net sentiment went from {from} in {start} ({n_from}) to {to} in {end} ({n_to})."),
        (true, false) => format!("El sentimiento neto pasó de {from} en {start} ({n_from}) a {to} en {end} ({n_to})."),
    };
    if !report.change.versions.periods_alike {
        text.push_str(paper.say(
            " Several models tagged them: what differs may be the model, not the customers.",
            " Los etiquetaron varios modelos: lo que difiere puede ser el modelo y no los clientes.",
        ));
    } else if known.len() > 1 {
        text.push_str(match (first.kpis.net.overlaps(&last.kpis.net), english) {
            (true, true) => " The two intervals overlap: these two periods alone show no clear change.",
            (true, false) => {
                " Los dos intervalos se solapan: estos dos periodos por sí solos no muestran un cambio claro."
            }
            (false, true) => " The two intervals do not overlap.",
            (false, false) => " Los dos intervalos no se solapan.",
        });
    }
    let empty = report.periods.len() - known.len();
    paper.paragraph(&text);
    if empty > 0 {
        let (count, units) = (paper.count(empty as f64), units(paper, report));
        let text = if english {
            format!("Periods without {units}: {count}. The line breaks there.")
        } else {
            format!("Periodos sin {units}: {count}. Ahí se interrumpe la línea.")
        };
        paper.small(&text);
    }
    let net = |one: &InPeriod| {
        let net = one.kpis.net;
        Point { at: paper.period(one.period), value: net.net, low: net.low, high: net.high }
    };
    let name = paper.say("net sentiment", "sentimiento neto");
    let (limits, marks) = trends::net(report);
    let line = Line { name: name.to_owned(), points: report.periods.iter().map(net).collect(), limits, marks };
    let (by, column) = (paper.by_period(days.grain), short(&days.column));
    let label = format!("{} {by}", paper.say("Net sentiment", "Sentimiento neto"));
    let unit =
        format!("{}; {} {}", paper.say("points", "puntos"), paper.say("column", "columna"), paper.quoted(&column));
    paper.lines(&label, &unit, &[line]);
    let shares = [Sentiment::Positive, Sentiment::Negative].map(|label| {
        let share = |one: &InPeriod| point(paper, one, &one.kpis.sentiments[label.index()].share);
        Line {
            name: many(paper, label),
            points: report.periods.iter().map(share).collect(),
            limits: None,
            marks: Vec::new(),
        }
    });
    let label = format!("{} {by}", paper.say("Positive and negative comments", "Comentarios positivos y negativos"));
    paper.lines(&label, "%", &shares);
    table(paper, report);
    paper.end();
}

fn point(paper: &Paper, one: &InPeriod, share: &Share) -> Point {
    Point {
        at: paper.period(one.period),
        value: share.share.map(|share| 100.0 * share),
        low: 100.0 * share.low,
        high: 100.0 * share.high,
    }
}

fn table(paper: &mut Paper, report: &Report) {
    let summary = paper.say("The figures of every period", "Las cifras de cada periodo");
    paper.more(summary);
    let header = match paper.tongue {
        Tongue::En => ["period", "n", "positive", "negative", "net sentiment"],
        Tongue::Es => ["periodo", "n", "positivos", "negativos", "sentimiento neto"],
    };
    let rows: Vec<Vec<String>> = report
        .periods
        .iter()
        .map(|one| {
            let share = |label: Sentiment| paper.share(&one.kpis.sentiments[label.index()].share);
            vec![
                paper.period(one.period),
                paper.count(one.kpis.n),
                share(Sentiment::Positive),
                share(Sentiment::Negative),
                paper.net(&one.kpis.net),
            ]
        })
        .collect();
    let caption = paper.say("By period, with 95% intervals", "Por periodo, con intervalos del 95 %");
    paper.table(caption, &header, &rows, &[]);
    paper.end_more();
}
