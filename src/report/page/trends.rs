//! Figures over time: what stands out, and since when.

use super::change::{figure, level};
use super::chart::{Line, Point};
use super::names::capital;
use super::paper::{Paper, Tongue, escape};
use super::units;
use crate::report::Report;
use crate::report::change::{LEAST_PERIODS, Measure, Shift, Trend, Trends, Withheld};

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
        None => said(paper, found),
    }
    if found.last_incomplete {
        let last = paper.period(found.last);
        let text = if english { format!("{last} is not over.") } else { format!("{last} aún no ha terminado.") };
        paper.small(&text);
    }
    if found.left_out > 0 {
        let n = paper.count(found.left_out as f64);
        let text = if english {
            format!("The {n} earliest periods are not followed: choose longer ones.")
        } else {
            format!("No se siguen los {n} primeros periodos: conviene elegir periodos más largos.")
        };
        paper.small(&text);
    }
    charts(paper, report, found);
    if found.withheld.is_none() {
        let (judged, by_chance) = (paper.count(found.judged as f64), paper.number(BY_CHANCE * found.judged as f64, 1));
        let text = if english {
            format!(
                "Control limits: three standard errors around the mean of all periods, wider where periods vary more than random \
                 drawing explains (Laney's p′-chart); drawn for a typical period, judged with each one's own n. Of the {judged} \
                 points with comments enough, about {by_chance} would lie outside by chance. A run is eight periods in a row on one \
                 side of the mean. Of the changes of level that are called, no more than one in twenty is expected to be chance (q: \
                 Benjamini and Hochberg's correction over all figures)."
            )
        } else {
            format!(
                "Límites de control: tres errores típicos alrededor de la media de todos los periodos, más anchos si los periodos \
                 varían más de lo que explica el azar del muestreo (gráfico p′ de Laney); se dibujan para un periodo típico y se \
                 juzga con el n de cada uno. De los {judged} puntos con comentarios suficientes, unos {by_chance} quedarían fuera \
                 por azar. Una racha son ocho periodos seguidos al mismo lado de la media. De los cambios de nivel que se señalan, cabe \
                 esperar que se deba al azar uno de cada veinte como mucho (q: corrección de Benjamini y Hochberg sobre todas las cifras)."
            )
        };
        paper.small(&text);
    }
}

fn stands_out(trend: &Trend) -> bool {
    !trend.shifts.is_empty() || trend.points.iter().any(|point| point.outside || point.run)
}

/// What stands out, in words.
fn said(paper: &mut Paper, found: &Trends) {
    let english = paper.tongue == Tongue::En;
    let out: Vec<&Trend> = found.series.iter().filter(|trend| stands_out(trend)).collect();
    let shifts: Vec<String> =
        out.iter().flat_map(|trend| trend.shifts.iter().map(|shift| shifted(paper, trend.measure, shift))).collect();
    let (k, figures) = (paper.count(found.periods as f64), paper.count(found.tested as f64));
    let first = match (shifts.len(), english) {
        (0, true) => {
            format!("No change of level is shown over the {k} periods, in {figures} figures with comments enough.")
        }
        (0, false) => format!(
            "No se aprecia ningún cambio de nivel en los {k} periodos, en {figures} cifras con comentarios suficientes."
        ),
        (_, true) => format!("Over {k} periods, more than chance explains: {}.", shifts.join("; ")),
        (_, false) => format!("En {k} periodos, más de lo que explica el azar: {}.", shifts.join("; ")),
    };
    paper.paragraph(&first);
    if let Some(text) = detectable(paper, found) {
        paper.small(&text);
    }
    let mut told: Vec<String> = Vec::new();
    for trend in &out {
        let name = capital(&figure(paper, trend.measure));
        let named = |wanted: &dyn Fn(&crate::report::change::Point) -> bool| {
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
            (true, "above its limit", "por encima de su límite"),
            (false, "below its limit", "por debajo de su límite"),
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
    let (name, period, q) = (figure(paper, measure), paper.period(shift.period), paper.chance(shift.q));
    match paper.tongue {
        Tongue::En => format!("{name} went from {from} to {to} in {period} (q {q})"),
        Tongue::Es => format!("{name}, de {from} a {to} en {period} (q {q})"),
    }
}

/// Net sentiment, then the figures that stand out and the complaints there are most of.
fn charts(paper: &mut Paper, report: &Report, found: &Trends) {
    let unit = paper.say("points", "puntos");
    let (net, others): (Vec<&Trend>, Vec<&Trend>) =
        found.series.iter().partition(|trend| trend.measure == Measure::Net);
    let label = paper.say("Net sentiment by period", "Sentimiento neto por periodo");
    let lines: Vec<Line> = net.into_iter().map(|trend| line(paper, trend)).collect();
    paper.lines(label, unit, &lines);
    let weight = |trend: &Trend| {
        let all: f64 = trend.points.iter().map(|point| point.level.n * point.level.value.unwrap_or_default()).sum();
        let complaint = f64::from(u8::from(matches!(trend.measure, Measure::Complaint(_))));
        (f64::from(u8::from(stands_out(trend))), complaint, all)
    };
    let mut shown = others;
    shown.sort_by(|a, b| weight(b).partial_cmp(&weight(a)).unwrap_or(std::cmp::Ordering::Equal));
    shown.retain(|trend| weight(trend).2 > 0.0);
    shown.truncate(CHARTS);
    let lines: Vec<Line> = shown.into_iter().map(|trend| line(paper, trend)).collect();
    let label = match paper.tongue {
        Tongue::En => format!("Complaints and praise by period, of all {}", units(paper, report)),
        Tongue::Es => format!("Quejas y elogios por periodo, de todos los {}", units(paper, report)),
    };
    paper.lines(&label, "%", &lines);
}

fn line(paper: &Paper, trend: &Trend) -> Line {
    let scale = if trend.measure == Measure::Net { 1.0 } else { 100.0 };
    let mean = |limit: &dyn Fn(&crate::report::change::Point) -> Option<f64>| {
        let known: Vec<f64> = trend.points.iter().filter_map(limit).collect();
        (!known.is_empty()).then(|| scale * known.iter().sum::<f64>() / known.len() as f64)
    };
    let point = |point: &crate::report::change::Point| Point {
        at: paper.period(point.period),
        value: point.level.value.map(|value| scale * value),
        low: scale * point.level.low,
        high: scale * point.level.high,
    };
    let changed = |point: &crate::report::change::Point| trend.shifts.iter().any(|one| one.period == point.period);
    let marked = trend.points.iter().enumerate().filter(|(_, point)| point.outside || point.run || changed(point));
    Line {
        name: capital(&figure(paper, trend.measure)),
        points: trend.points.iter().map(point).collect(),
        limits: mean(&|point| point.lower).zip(mean(&|point| point.upper)),
        marks: marked.map(|(place, _)| place).collect(),
    }
}
