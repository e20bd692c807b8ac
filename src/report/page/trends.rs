//! Figures over time: what stands out, and since when.

use super::chart::{Line, Point};
use super::measures::{figure, in_sentence, level};
use super::names::capital;
use super::paper::{Paper, Tongue, escape};
use super::{trust, units};
use crate::report::Report;
use crate::report::change::{self, LEAST_PERIODS, Measure, Shift, Trend, Trends, Withheld};

/// How many figures have a chart, net sentiment not counted.
const CHARTS: usize = 6;
/// How many things that stand out are told.
const TOLD: usize = 10;
/// How many of a figure's periods are named.
const NAMED: usize = 4;
/// How often a point of a steady series lies outside of limits at three standard errors.
const BY_CHANCE: f64 = 0.0027;

pub(super) fn trends(paper: &mut Paper, report: &Report, found: &Trends) {
    let english = paper.tongue == Tongue::En;
    let heading = paper.say("Trends", "Tendencias");
    paper.heading(heading);
    let k = found.periods;
    match found.withheld {
        Some(Withheld::TooFewPeriods) => {
            let text = if english {
                format!("Too few periods ({k}) to speak of a trend: it takes at least {LEAST_PERIODS}.")
            } else {
                format!("Hay muy pocos periodos ({k}) para hablar de tendencia: hacen falta al menos {LEAST_PERIODS}.")
            };
            paper.paragraph(&text);
        }
        Some(Withheld::ModelVersions) => {
            let text = paper.say(
                "Several models tagged these periods: what looks like a trend may be the model, not the customers.",
                "Varios modelos etiquetaron estos periodos: lo que parece una tendencia puede ser el modelo y no los clientes.",
            );
            paper.paragraph(text);
        }
        None => said(paper, report, found),
    }
    if found.last_incomplete {
        let last = capital(&paper.period_in_words(found.last));
        let text = if english { format!("{last} is not over.") } else { format!("{last} aún no ha terminado.") };
        paper.small(&text);
    }
    if found.left_out > 0 {
        let n = paper.count(found.left_out as f64);
        let text = if english {
            format!("Only the latest periods are followed, without the {n} earliest: longer periods would cover all.")
        } else {
            format!("Solo se siguen los últimos periodos, sin los {n} primeros: con periodos más largos cabrían todos.")
        };
        paper.small(&text);
    }
    charts(paper, report, found);
    if found.withheld.is_none() {
        let (judged, by_chance) = (paper.count(found.judged as f64), paper.number(BY_CHANCE * found.judged as f64, 1));
        let text = paper.say(
            "Dashed lines: what chance alone rarely leaves while nothing changes.",
            "Líneas discontinuas: lo que el azar por sí solo rara vez rebasa mientras nada cambia.",
        );
        paper.small(text);
        let summary = paper.say("How it was computed", "Cómo se ha calculado");
        paper.more(summary);
        let text = match paper.tongue {
            Tongue::En => format!(
                "Control limits: three standard errors around the mean of all periods, wider where periods vary more than random drawing \
                 explains (Laney's p′-chart); drawn for a typical period, judged with each one's own n. Of the {judged} points with \
                 enough comments, about {by_chance} would lie outside by chance. A run is eight periods in a row on one side of the \
                 mean. Of the changes of level that are shown, no more than one in twenty is expected to be chance (q: Benjamini and \
                 Hochberg's correction over all figures)."
            ),
            Tongue::Es => format!(
                "Límites de control: tres errores típicos alrededor de la media de todos los periodos, más anchos si los periodos varían más de \
                 lo que explica el azar del muestreo (gráfico p′ de Laney); se dibujan para un periodo típico y se juzga con el n de \
                 cada uno. De los {judged} puntos con comentarios suficientes, unos {by_chance} quedarían fuera por azar. Una racha son \
                 ocho periodos seguidos al mismo lado de la media. De los cambios de nivel que se muestran, cabe esperar que se deba al \
                 azar uno de cada veinte como mucho (q: corrección de Benjamini y Hochberg sobre todas las cifras)."
            ),
        };
        paper.small(&text);
        paper.end_more();
    }
}

fn stands_out(trend: &Trend) -> bool {
    !trend.shifts.is_empty() || trend.points.iter().any(|point| point.outside || point.run)
}

/// The limits of net sentiment over time, and the periods that stand out, by their place among all.
pub(super) fn net(report: &Report) -> (Option<(f64, f64)>, Vec<usize>) {
    let found = report.change.trends.iter().filter(|found| found.withheld.is_none());
    let Some(trend) = found.flat_map(|found| &found.series).find(|trend| trend.measure == Measure::Net) else {
        return (None, Vec::new());
    };
    let marked: Vec<_> = trend.points.iter().filter(|point| marked(trend, point)).map(|point| point.period).collect();
    let places = report.periods.iter().enumerate().filter(|(_, one)| marked.contains(&one.period));
    (limits(trend), places.map(|(place, _)| place).collect())
}

/// What stands out, in words.
fn said(paper: &mut Paper, report: &Report, found: &Trends) {
    let english = paper.tongue == Tongue::En;
    let out: Vec<&Trend> = found.series.iter().filter(|trend| stands_out(trend)).collect();
    let shifts: Vec<String> =
        out.iter().flat_map(|trend| trend.shifts.iter().map(|shift| shifted(paper, trend.measure, shift))).collect();
    let (k, figures) = (paper.count(found.periods as f64), paper.count(found.tested as f64));
    let first = match (shifts.len(), english) {
        (0, true) => {
            format!("No figure changes its level in the {k} periods ({figures} figures with enough comments).")
        }
        (0, false) => {
            format!("Ninguna cifra cambia de nivel en los {k} periodos ({figures} cifras con comentarios suficientes).")
        }
        (_, true) => format!("In the {k} periods, more than chance explains: {}.", shifts.join("; ")),
        (_, false) => format!("En los {k} periodos, más de lo que explica el azar: {}.", shifts.join("; ")),
    };
    paper.paragraph(&first);
    if let Some(text) = detectable(paper, found) {
        paper.small(&text);
    }
    let mut told: Vec<String> = Vec::new();
    for trend in &out {
        let name = named(paper, report, trend.measure);
        let named = |wanted: &dyn Fn(&change::Point) -> bool| {
            let points: Vec<_> = trend.points.iter().filter(|point| wanted(point)).collect();
            let mut names: Vec<String> = points
                .iter()
                .rev()
                .take(NAMED)
                .map(|point| format!("{}: {}", paper.period(point.period), level(paper, trend.measure, &point.level)))
                .collect();
            if points.len() > NAMED {
                names.push(format!("+{}", points.len() - NAMED));
            }
            names.join("; ")
        };
        for (wanted, en, es) in [
            (true, "above the limits of chance", "por encima de los límites del azar"),
            (false, "below the limits of chance", "por debajo de los límites del azar"),
        ] {
            let center = trend.center.unwrap_or_default();
            let names =
                named(&|point| point.outside && point.level.value.is_some_and(|value| (value > center) == wanted));
            if !names.is_empty() {
                told.push(format!("{name}: {} ({names})", paper.say(en, es)));
            }
        }
        let run: Vec<_> = trend.points.iter().filter(|point| point.run).collect();
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let (n, first, last) = (run.len(), paper.period(first.period), paper.period(last.period));
            told.push(if english {
                format!("{name}: {n} periods in runs on one side of the mean, from {first} to {last}")
            } else {
                format!("{name}: {n} periodos en rachas al mismo lado de la media, de {first} a {last}")
            });
        }
    }
    let rest = told.len().saturating_sub(TOLD);
    told.truncate(TOLD);
    if rest > 0 {
        told.push(if english { format!("{rest} more in the JSON") } else { format!("{rest} más en el JSON") });
    }
    if !told.is_empty() {
        let items: Vec<String> = told.iter().map(|text| format!("<li>{}</li>", escape(text))).collect();
        paper.raw(&format!("<ul>{}</ul>", items.concat()));
    }
}

/// How small a change could have been found.
fn detectable(paper: &Paper, found: &Trends) -> Option<String> {
    let told = |trend: &Trend| {
        let points = if trend.measure == Measure::Net { 1.0 } else { 100.0 } * trend.detectable?;
        Some(format!("{} ({})", figure(paper, trend.measure), paper.number(points, usize::from(points < 9.95))))
    };
    let complaints = |trend: &&Trend| matches!(trend.measure, Measure::Complaint(_));
    let size =
        |trend: &Trend| trend.points.iter().map(|one| one.level.n * one.level.value.unwrap_or_default()).sum::<f64>();
    let most = found.series.iter().filter(complaints).max_by(|a, b| size(a).total_cmp(&size(b)));
    let net = found.series.iter().find(|trend| trend.measure == Measure::Net);
    let told: Vec<String> = net.into_iter().chain(most).filter_map(told).collect();
    let start = paper.say(
        "The smallest change, in points and halfway through the periods, that would have been found four times in five:",
        "El cambio más pequeño, en puntos y a mitad de los periodos, que se habría encontrado cuatro de cada cinco veces:",
    );
    (!told.is_empty()).then(|| format!("{start} {}.", paper.listed(&told)))
}

fn shifted(paper: &Paper, measure: Measure, shift: &Shift) -> String {
    let (from, to) = (level(paper, measure, &shift.before), level(paper, measure, &shift.after));
    let (name, period, q) = (in_sentence(paper, measure), paper.period_in_words(shift.period), paper.chance(shift.q));
    match paper.tongue {
        Tongue::En => format!("{name} went from {from} to {to} in {period} (q {q})"),
        Tongue::Es => format!("{name}, de {from} a {to} desde {period} (q {q})"),
    }
}

/// The figures that stand out and the complaints there are most of.
fn charts(paper: &mut Paper, report: &Report, found: &Trends) {
    let trusted = |trend: &Trend| f64::from(trust::doubtful_measure(report, trend.measure).is_none());
    let weight = |trend: &Trend| {
        let all: f64 = trend.points.iter().map(|point| point.level.n * point.level.value.unwrap_or_default()).sum();
        let complaint = f64::from(matches!(trend.measure, Measure::Complaint(_)));
        (trusted(trend), f64::from(stands_out(trend)), complaint, all)
    };
    let mut shown: Vec<&Trend> = found.series.iter().filter(|trend| trend.measure != Measure::Net).collect();
    shown.sort_by(|a, b| weight(b).partial_cmp(&weight(a)).unwrap_or(std::cmp::Ordering::Equal));
    shown.retain(|trend| weight(trend).3 > 0.0);
    shown.truncate(CHARTS);
    let shown_are_complaints = shown.iter().all(|trend| matches!(trend.measure, Measure::Complaint(_)));
    let lines: Vec<Line> = shown.into_iter().map(|trend| line(paper, report, trend)).collect();
    let (units, complaints) = (units(paper, report), shown_are_complaints);
    let label = match (paper.tongue, complaints) {
        (Tongue::En, true) => format!("Complaints over time: percentage of all {units}"),
        (Tongue::En, false) => format!("Complaints and praise over time: percentage of all {units}"),
        (Tongue::Es, true) => format!("Las quejas en el tiempo: porcentaje de todos los {units}"),
        (Tongue::Es, false) => format!("Quejas y elogios en el tiempo: porcentaje de todos los {units}"),
    };
    paper.lines(&label, "%", &lines);
}

fn line(paper: &Paper, report: &Report, trend: &Trend) -> Line {
    let scale = if trend.measure == Measure::Net { 1.0 } else { 100.0 };
    let point = |point: &change::Point| Point {
        at: paper.period(point.period),
        value: point.level.value.map(|value| scale * value),
        low: scale * point.level.low,
        high: scale * point.level.high,
    };
    let marked = trend.points.iter().enumerate().filter(|(_, point)| marked(trend, point));
    Line {
        name: named(paper, report, trend.measure),
        points: trend.points.iter().map(point).collect(),
        limits: limits(trend),
        marks: marked.map(|(place, _)| place).collect(),
    }
}

/// The figure's name, marked where it is doubtful.
fn named(paper: &Paper, report: &Report, measure: Measure) -> String {
    let name = capital(&figure(paper, measure));
    match trust::doubtful_measure(report, measure) {
        Some(_) => format!("{name} ({})", paper.doubt()),
        None => name,
    }
}

/// Whether a point stands out.
fn marked(trend: &Trend, point: &change::Point) -> bool {
    point.outside || point.run || trend.shifts.iter().any(|one| one.period == point.period)
}

/// The mean of the limits that each period has by its own n.
fn limits(trend: &Trend) -> Option<(f64, f64)> {
    let scale = if trend.measure == Measure::Net { 1.0 } else { 100.0 };
    let mean = |limit: &dyn Fn(&change::Point) -> Option<f64>| {
        let known: Vec<f64> = trend.points.iter().filter_map(limit).collect();
        (!known.is_empty()).then(|| scale * known.iter().sum::<f64>() / known.len() as f64)
    };
    mean(&|point| point.lower).zip(mean(&|point| point.upper))
}
