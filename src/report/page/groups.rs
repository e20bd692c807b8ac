//! Figures by the values of a column, ranked only where there are enough of them, and told apart only where chance does not explain it.

use super::chart::{Dot, Tone, short};
use super::paper::{Paper, Tongue};
use super::trust;
use crate::labels::Touchpoint;
use crate::report::Report;
use crate::report::groups::{By, Group};
use crate::statistics::LEVEL;

/// How many touchpoints the table of complaints has.
const TOUCHPOINTS: usize = 6;
/// How many groups it has.
const GROUPS: usize = 8;
/// How many groups are drawn from the top and from the bottom, where there are more.
const DRAWN: usize = 12;

pub(super) fn groups(paper: &mut Paper, report: &Report) {
    if report.by.is_empty() {
        return;
    }
    let heading = paper.say("Groups", "Grupos");
    paper.section("groups", heading);
    for by in &report.by {
        let heading = format!("{} {}", paper.say("By", "Por"), paper.quoted(&short(&by.column)));
        paper.heading(&heading);
        column(paper, report, by);
    }
    let text = paper.say(
        "Filled circle or diamond: the interval lies above or below zero; open circle: it holds zero. Each group is compared with all other \
         comments. Groups may differ in more than the column says: differences are associations.",
        "Círculo lleno o rombo: el intervalo queda por encima o por debajo de cero; círculo vacío: lo incluye. Cada grupo se compara con \
         todos los demás comentarios. Los grupos pueden diferir en algo más que la columna: las diferencias son asociaciones.",
    );
    paper.small(text);
    paper.end();
}

/// A group's name; those without a value and those counted together have none of their own.
pub(super) fn group_name(paper: &Paper, group: &Group) -> String {
    match &group.value {
        None => paper.say("(no value)", "(sin valor)").to_owned(),
        Some(_) if group.values > 1 => {
            let (values, text) = (paper.count(group.values as f64), paper.say("other values", "valores más"));
            format!("({values} {text})")
        }
        Some(value) if value.is_empty() => paper.say("(others)", "(otros)").to_owned(),
        Some(value) => short(value),
    }
}

/// The groups whose difference from the rest chance does not explain, the largest differences first.
pub(super) fn apart(by: &By) -> Vec<&Group> {
    let mut found: Vec<&Group> =
        by.groups.iter().filter(|group| group.against_rest.is_some_and(|one| one.p_holm <= LEVEL)).collect();
    let size = |group: &Group| group.against_rest.map_or(0.0, |one| one.difference.abs());
    found.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found
}

fn column(paper: &mut Paper, report: &Report, by: &By) {
    let ranked: Vec<&Group> = by.groups.iter().filter(|group| group.enough).collect();
    let text = in_words(paper, report, by, &ranked);
    paper.paragraph(&text);
    let hidden = ranked.len().saturating_sub(2 * DRAWN);
    let drawn =
        ranked.iter().enumerate().filter(|(place, _)| hidden == 0 || *place < DRAWN || *place >= DRAWN + hidden);
    let dots: Vec<Dot> = drawn
        .map(|(_, group)| Dot {
            label: group_name(paper, group),
            value: group.kpis.net.net.unwrap_or(f64::NAN),
            low: group.kpis.net.low,
            high: group.kpis.net.high,
            note: paper.n(group.kpis.n),
            tone: Tone::of(group.kpis.net.low, group.kpis.net.high),
        })
        .collect();
    let ends = match (hidden, paper.tongue) {
        (0, _) => String::new(),
        (_, Tongue::En) => format!(": the {DRAWN} highest and the {DRAWN} lowest of {}", ranked.len()),
        (_, Tongue::Es) => format!(": los {DRAWN} más altos y los {DRAWN} más bajos, de {}", ranked.len()),
    };
    let (by_column, name) = (paper.say("Net sentiment by", "Sentimiento neto por"), paper.quoted(&short(&by.column)));
    let label = format!("{by_column} {name}{ends}");
    let unit = paper.say("points, -100 to 100", "puntos, de -100 a 100").replace('-', "−");
    paper.dots(&label, &unit, &dots);
    unranked(paper, report, by);
    if ranked.len() > 1 {
        let summary = paper.say("Differences and complaints, group by group", "Diferencias y quejas, grupo a grupo");
        paper.more(summary);
        differences(paper, by, &ranked);
        complaints(paper, report, by, &ranked);
        paper.end_more();
    }
}

fn in_words(paper: &Paper, report: &Report, by: &By, ranked: &[&Group]) -> String {
    let min_n = paper.count(report.about.min_n as f64);
    let told = |group: &Group| {
        format!(
            "{} ({}, {})",
            paper.quoted(&group_name(paper, group)),
            paper.net(&group.kpis.net),
            paper.n(group.kpis.n)
        )
    };
    let english = paper.tongue == Tongue::En;
    let (first, last) = match ranked {
        [] if english => return format!("No group has {min_n} comments, so none is ranked."),
        [] => return format!("Ningún grupo llega a {min_n} comentarios, así que no se clasifican."),
        [only] if english => {
            return format!(
                "Only one group has {min_n} comments or more: {}. There is nothing to compare it with.",
                told(only)
            );
        }
        [only] => {
            return format!("Solo un grupo llega a {min_n} comentarios: {}. No hay con qué compararlo.", told(only));
        }
        [first, .., last] => (first, last),
    };
    let mut text = if english {
        format!("Net sentiment is highest in {} and lowest in {}.", told(first), told(last))
    } else {
        format!("El sentimiento neto más alto es el de {}; el más bajo, el de {}.", told(first), told(last))
    };
    if by.overlapping {
        text.push_str(paper.say(
            " Intervals of neighbouring groups overlap: their exact order may be chance.",
            " Hay grupos vecinos cuyos intervalos se solapan: su orden exacto puede ser azar.",
        ));
    }
    let compared = ranked.iter().filter(|group| group.against_rest.is_some()).count();
    let apart = apart(by);
    let differing: Vec<String> = apart
        .iter()
        .take(4)
        .filter_map(|group| {
            let one = group.against_rest?;
            let (low, high) = (paper.signed(one.low, 0), paper.signed(one.high, 0));
            let (name, by) = (paper.quoted(&group_name(paper, group)), paper.signed(one.difference, 0));
            Some(format!("{name}, {by} {}", paper.interval(&low, &high)))
        })
        .collect();
    let listed = paper.listed(&differing);
    let told = match (differing.is_empty(), english) {
        (true, true) => format!(" None of the {compared} groups differs from the rest by more than chance explains."),
        (true, false) => {
            format!(" Ninguno de los {compared} grupos se aparta del resto más de lo que explica el azar.")
        }
        (false, true) => {
            let verb = if apart.len() == 1 { "differs" } else { "differ" };
            format!(
                " More than chance explains, {} of the {compared} groups {verb} from the rest: {listed} points.",
                apart.len()
            )
        }
        (false, false) => {
            let verb = if apart.len() == 1 { "Se aparta" } else { "Se apartan" };
            format!(
                " {verb} del resto, más de lo que explica el azar, {} de los {compared} grupos: {listed} puntos.",
                apart.len()
            )
        }
    };
    text.push_str(&told);
    text
}

fn unranked(paper: &mut Paper, report: &Report, by: &By) {
    let few: Vec<String> = by
        .groups
        .iter()
        .filter(|group| !group.enough)
        .take(12)
        .map(|group| format!("{} ({})", group_name(paper, group), paper.n(group.kpis.n)))
        .collect();
    if few.is_empty() {
        return;
    }
    let more = by.groups.iter().filter(|group| !group.enough).count() - few.len();
    let min_n = paper.count(report.about.min_n as f64);
    let more = if more > 0 { format!(" +{}", paper.count(more as f64)) } else { String::new() };
    let text = match paper.tongue {
        Tongue::En => {
            format!("Not ranked, for want of {min_n} comments with one value: {}{more}.", few.join("; "))
        }
        Tongue::Es => {
            format!("Sin clasificar, por no llegar a {min_n} comentarios con un mismo valor: {}{more}.", few.join("; "))
        }
    };
    paper.small(&text);
}

fn differences(paper: &mut Paper, by: &By, ranked: &[&Group]) {
    let header = match paper.tongue {
        Tongue::En => ["group", "n", "net sentiment", "against the rest", "p", "p corrected"],
        Tongue::Es => ["grupo", "n", "sentimiento neto", "frente al resto", "p", "p corregida"],
    };
    let rows: Vec<Vec<String>> = ranked
        .iter()
        .map(|group| {
            let mut row = vec![group_name(paper, group), paper.count(group.kpis.n), paper.net(&group.kpis.net)];
            row.extend(group.against_rest.map_or_else(
                || vec!["–".into(); 3],
                |one| {
                    let interval = paper.interval(&paper.signed(one.low, 0), &paper.signed(one.high, 0));
                    vec![
                        format!("{} {interval}", paper.signed(one.difference, 0)),
                        paper.chance(one.p),
                        paper.chance(one.p_holm),
                    ]
                },
            ));
            row
        })
        .collect();
    let caption = format!(
        "{}: {}",
        short(&by.column),
        paper.say("net sentiment against all others", "sentimiento neto frente a los demás")
    );
    paper.table(&caption, &header, &rows, &[]);
}

/// The share of each group's comments that complain of the touchpoints most complained of.
fn complaints(paper: &mut Paper, report: &Report, by: &By, ranked: &[&Group]) {
    let mut troubled: Vec<_> = report.kpis.touchpoints.iter().filter(|one| one.complained.count > 0.0).collect();
    troubled.sort_by(|a, b| b.complained.count.total_cmp(&a.complained.count));
    let troubled: Vec<Touchpoint> = troubled.into_iter().take(TOUCHPOINTS).map(|one| one.label).collect();
    if troubled.is_empty() {
        return;
    }
    let mut largest: Vec<&Group> = ranked.to_vec();
    largest.sort_by(|a, b| b.kpis.n.total_cmp(&a.kpis.n));
    largest.truncate(GROUPS);
    let mut header = vec![paper.say("complaints about", "quejas sobre").to_owned()];
    header.extend(largest.iter().map(|group| format!("{} ({})", group_name(paper, group), paper.n(group.kpis.n))));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let share = |group: &Group, label: Touchpoint| {
        group
            .kpis
            .touchpoints
            .iter()
            .find(|one| one.label == label)
            .map_or_else(String::new, |one| paper.share(&one.complained))
    };
    let rows: Vec<Vec<String>> = troubled
        .iter()
        .map(|label| {
            std::iter::once(marked(paper, report, *label))
                .chain(largest.iter().map(|group| share(group, *label)))
                .collect()
        })
        .collect();
    let caption = format!(
        "{}: {}",
        short(&by.column),
        paper.say(
            "percentage of each group's comments that complain about a touchpoint",
            "porcentaje de los comentarios de cada grupo que se quejan de un punto de contacto"
        )
    );
    paper.table(&caption, &header, &rows, &[]);
}

/// The touchpoint's name, marked where its complaints are doubtful.
fn marked(paper: &Paper, report: &Report, label: Touchpoint) -> String {
    let name = paper.title(label);
    match trust::doubtful_complaints(report, label) {
        Some(_) => format!("{name} ({})", paper.doubt()),
        None => name,
    }
}
