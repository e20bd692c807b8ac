//! The headline findings: what the figures say in plain sentences, each with its n and interval.

use super::groups::{apart, group_name};
use super::paper::{Paper, Tongue, escape};
use super::{change, drivers, journey, units};
use crate::labels::{Emotion, Sentiment};
use crate::report::Report;
use crate::report::groups::Group;
use crate::report::kpi::{Share, TouchpointKpi};

/// How many differences between groups are told.
const DIFFERENCES: usize = 3;

/// A finding: its message, and the figures behind it.
pub(super) struct Finding {
    /// In a few words.
    pub(super) head: String,
    /// With n and interval.
    pub(super) text: String,
}

pub(super) fn findings(paper: &mut Paper, report: &Report) {
    if report.kpis.n <= 0.0 {
        return;
    }
    let mut found = vec![net(paper, report)];
    found.extend(corrected(paper, report));
    found.extend(complaint(paper, report));
    found.extend(praise(paper, report));
    found.extend(emotion(paper, report));
    found.extend(blind(paper, report));
    found.extend(differences(paper, report));
    found.extend(change::finding(paper, report));
    found.extend(drivers::finding(paper, report));
    let heading = paper.say("In short", "Lo esencial");
    paper.section("findings", heading);
    paper.raw("<ul class=\"findings\">");
    for one in &found {
        paper.raw(&format!("<li><strong>{}</strong> {}</li>", escape(&one.head), escape(&one.text)));
    }
    paper.raw("</ul>");
    paper.end();
}

fn net(paper: &Paper, report: &Report) -> Finding {
    let (kpis, units) = (&report.kpis, units(paper, report));
    let value = paper.signed(kpis.net.net.unwrap_or_default(), 0);
    let interval = paper.interval(&paper.signed(kpis.net.low, 0), &paper.signed(kpis.net.high, 0));
    let share = |label: Sentiment| paper.share(&kpis.sentiments[label.index()].share);
    let (positive, negative, n) = (share(Sentiment::Positive), share(Sentiment::Negative), paper.count(kpis.n));
    match paper.tongue {
        Tongue::En => Finding {
            head: format!("Net sentiment is {value} {interval}."),
            text: format!("Of {n} {units}, {positive} are positive and {negative} negative."),
        },
        Tongue::Es => Finding {
            head: format!("El sentimiento neto es {value} {interval}."),
            text: format!("De {n} {units}, el {positive} son positivos y el {negative}, negativos."),
        },
    }
}

/// Net sentiment without the model's errors, where some comments were checked by hand.
fn corrected(paper: &Paper, report: &Report) -> Option<Finding> {
    let audit = report.audit.as_ref()?;
    let net = audit.all.net?;
    let interval = paper.interval(&paper.signed(net.low, 0), &paper.signed(net.high, 0));
    let (value, checked, n) =
        (paper.signed(net.corrected, 0), paper.count(audit.checked as f64), paper.count(audit.comments as f64));
    Some(match paper.tongue {
        Tongue::En => Finding {
            head: format!("Corrected for the model's errors, it is {value} {interval}."),
            text: format!(
                "{checked} of {n} comments were checked by hand. Other figures are as the model gives them, unless they say corrected."
            ),
        },
        Tongue::Es => Finding {
            head: format!("Corregido por los errores del modelo, es {value} {interval}."),
            text: format!(
                "Se han revisado a mano {checked} de {n} comentarios. Las demás cifras son las que da el modelo, salvo donde dice corregido."
            ),
        },
    })
}

/// The three touchpoints with the largest share of some kind.
fn most<'a>(
    report: &'a Report,
    share: impl Fn(&'a TouchpointKpi) -> &'a Share,
) -> Option<Vec<(&'a TouchpointKpi, &'a Share)>> {
    let mut found: Vec<(&TouchpointKpi, &Share)> =
        report.kpis.touchpoints.iter().map(|one| (one, share(one))).filter(|(_, share)| share.count > 0.0).collect();
    found.sort_by(|a, b| b.1.count.total_cmp(&a.1.count));
    found.truncate(3);
    (!found.is_empty()).then_some(found)
}

/// `12 % [10; 14] of 5000 comments …; then price …`
fn ranking(paper: &Paper, report: &Report, found: &[(&TouchpointKpi, &Share)], verb: &str) -> String {
    let (units, n) = (units(paper, report), paper.count(report.kpis.n));
    let followers: Vec<String> =
        found.iter().skip(1).map(|(one, share)| format!("{} {}", paper.name(one.label), paper.share(share))).collect();
    let first = found.first().map_or_else(String::new, |(_, share)| paper.share(share));
    let mut text = match paper.tongue {
        Tongue::En => format!("{first} of {n} {units} {verb} it"),
        Tongue::Es => format!("El {first} de {n} {units} {verb}"),
    };
    if !followers.is_empty() {
        text.push_str(paper.say(", before ", ", por delante de "));
        text.push_str(&paper.listed(&followers));
    }
    text.push('.');
    let overlap: Vec<bool> = found.windows(2).map(|pair| pair[1].1.high >= pair[0].1.low).collect();
    text.push_str(match overlap[..] {
        [true, ..] => paper.say(
            " The intervals of the first two overlap, so their order may be chance.",
            " Los intervalos de los dos primeros se solapan, así que su orden puede ser azar.",
        ),
        [false, true] => paper.say(
            " The intervals of the last two overlap, so their order may be chance.",
            " Los intervalos de los dos últimos se solapan, así que su orden puede ser azar.",
        ),
        _ => "",
    });
    text
}

fn complaint(paper: &Paper, report: &Report) -> Option<Finding> {
    let Some(found) = most(report, |one| &one.complained) else {
        let text = paper
            .say("No comment complains about any touchpoint.", "Ningún comentario se queja de un punto de contacto.");
        return Some(Finding { head: paper.say("No complaints.", "Sin quejas.").into(), text: text.into() });
    };
    let name = paper.name(found.first()?.0.label);
    let verb = paper.say("complain about", "se queja de este punto");
    let head = format!("{}: {name}.", paper.say("Most complained about", "Lo que más quejas recibe"));
    Some(Finding { head, text: ranking(paper, report, &found, verb) })
}

fn praise(paper: &Paper, report: &Report) -> Option<Finding> {
    let found = most(report, |one| &one.praised)?;
    let name = paper.name(found.first()?.0.label);
    let verb = paper.say("praise", "lo elogia");
    let head = format!("{}: {name}.", paper.say("Most praised", "Lo más elogiado"));
    Some(Finding { head, text: ranking(paper, report, &found, verb) })
}

fn emotion(paper: &Paper, report: &Report) -> Option<Finding> {
    let felt = report.kpis.emotions.iter().filter(|one| one.label != Emotion::Neutral && one.share.count > 0.0);
    let most = felt.max_by(|a, b| a.share.count.total_cmp(&b.share.count))?;
    let (name, share, n) = (paper.name(most.label), paper.share(&most.share), paper.count(most.share.n));
    let units = units(paper, report);
    let head = format!("{}: {name}.", paper.say("The emotion expressed most", "La emoción más expresada"));
    let text = match paper.tongue {
        Tongue::En => format!("{share} of {n} {units} express it."),
        Tongue::Es => format!("La expresa el {share} de {n} {units}."),
    };
    Some(Finding { head, text })
}

fn blind(paper: &Paper, report: &Report) -> Option<Finding> {
    let blind = journey::blind(paper, &report.kpis.stages);
    if blind.is_empty() {
        return None;
    }
    let head = if blind.len() == 1 {
        paper.say("Blind spot", "Punto ciego")
    } else {
        paper.say("Blind spots", "Puntos ciegos")
    };
    let (units, n) = (units(paper, report), paper.count(report.kpis.n));
    let text = match paper.tongue {
        Tongue::En => {
            format!("None of {n} {units} speaks of this part of the journey. That is not the same as all being well.")
        }
        Tongue::Es => {
            format!("Ninguno de {n} {units} habla de esta parte del recorrido. Eso no significa que todo vaya bien.")
        }
    };
    Some(Finding { head: format!("{head}: {}.", paper.listed(&blind)), text })
}

fn differences(paper: &Paper, report: &Report) -> Option<Finding> {
    let mut found: Vec<(&str, &Group)> =
        report.by.iter().flat_map(|by| apart(by).into_iter().map(|group| (by.column.as_str(), group))).collect();
    let size = |group: &Group| group.against_rest.map_or(0.0, |one| one.difference.abs());
    found.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
    let compared: usize =
        report.by.iter().map(|by| by.groups.iter().filter(|group| group.against_rest.is_some()).count()).sum();
    let english = paper.tongue == Tongue::En;
    if found.is_empty() {
        if compared == 0 {
            return None;
        }
        let columns: Vec<String> = report.by.iter().map(|by| paper.quoted(&by.column)).collect();
        let columns = paper.listed(&columns);
        let text = if english {
            format!("None of {compared} groups by {columns} differs from the rest after correction for their number.")
        } else {
            format!("Ninguno de los {compared} grupos por {columns} se aparta del resto una vez corregido su número.")
        };
        let head = paper.say("No clear difference between groups.", "Sin diferencias claras entre grupos.");
        return Some(Finding { head: head.into(), text });
    }
    let (column, group) = found.first()?;
    let one = group.against_rest?;
    let name = paper.quoted(&group_name(paper, group));
    let points = paper.number(one.difference.abs(), 0);
    let interval = paper.interval(&paper.signed(one.low, 0), &paper.signed(one.high, 0));
    let (n, p) = (paper.n(group.kpis.n), chance(paper, one.p_holm));
    let others: Vec<String> = found
        .iter()
        .skip(1)
        .take(DIFFERENCES)
        .filter_map(|(column, group)| {
            let one = group.against_rest?;
            let interval = paper.interval(&paper.signed(one.low, 0), &paper.signed(one.high, 0));
            let (name, n) = (paper.quoted(&group_name(paper, group)), paper.n(group.kpis.n));
            Some(format!("{name} ({column}) {} {interval}, {n}", paper.signed(one.difference, 0)))
        })
        .collect();
    let others = others.join("; ");
    Some(if english {
        let way = if one.difference < 0.0 { "below" } else { "above" };
        let others = if others.is_empty() { String::new() } else { format!(" Also apart from the rest: {others}.") };
        Finding {
            head: format!("{name} ({column}) is {points} points {way} the rest."),
            text: format!(
                "Difference in net sentiment {interval}, {n}, {p} after correction.{others} These are associations, not causes."
            ),
        }
    } else {
        let way = if one.difference < 0.0 { "por debajo" } else { "por encima" };
        let others =
            if others.is_empty() { String::new() } else { format!(" También se apartan del resto: {others}.") };
        Finding {
            head: format!("{name} ({column}) está {points} puntos {way} del resto."),
            text: format!(
                "Diferencia de sentimiento neto {interval}, {n}, {p} tras la corrección.{others} Son asociaciones, no causas."
            ),
        }
    })
}

/// `p < 0.001` or `p = 0.012`, kept on one line.
fn chance(paper: &Paper, p: f64) -> String {
    let text = paper.chance(p);
    let text = if text.starts_with('<') { text } else { format!("= {text}") };
    format!("p {text}").replace(' ', "\u{a0}")
}
