//! The headline findings: the few most important things, in plain sentences, each with its n and interval. None of them may be chance,
//! and none rests on tags that an audit found wrong more often than right.

use std::fmt::Write;

use super::chart::short;
use super::groups::{apart, group_name};
use super::names::{capital, contracted};
use super::paper::{Paper, Tongue, escape};
use super::{change, drivers, promise, trust, units};
use crate::labels::{Sentiment, Touchpoint};
use crate::report::Report;
use crate::report::drivers::Polarity;
use crate::report::groups::Group;
use crate::report::kpi::Share;

/// How many findings there are at most.
const MOST: usize = 5;
/// How many other differences between groups are told.
const DIFFERENCES: usize = 2;
/// How many touchpoints lead together where chance may explain their order.
const TIED: usize = 3;

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
    let heading = paper.say("In short", "Lo esencial");
    paper.section("findings", heading);
    if report.kpis.n < report.about.min_n as f64 {
        let (min_n, units) = (paper.count(report.about.min_n as f64), units(paper, report));
        let text = match paper.tongue {
            Tongue::En => format!("There are too few {units} to conclude anything: it takes {min_n}."),
            Tongue::Es => format!("Hay muy pocos {units} para sacar conclusiones: hacen falta {min_n}."),
        };
        paper.note(&text);
        paper.end();
        return;
    }
    let mut found = vec![net(paper, report)];
    found.extend(most(paper, report, Polarity::Complaint));
    found.extend(change::finding(paper, report));
    found.extend(drivers::finding(paper, report));
    found.extend(differences(paper, report));
    found.extend(promise::finding(paper, report));
    found.extend(most(paper, report, Polarity::Praise));
    found.truncate(MOST);
    paper.raw("<ol class=\"findings\">");
    for one in &found {
        paper.raw(&format!("<li><strong>{}</strong> {}</li>", escape(&one.head), escape(&one.text)));
    }
    paper.raw("</ol>");
    if trust::audited(report).is_some() {
        let text = paper.say(
            "All other figures on this page are the model's own, unless they say “corrected”.",
            "Las demás cifras de este informe son las del modelo, salvo donde dice «corregido».",
        );
        paper.small(text);
    }
    paper.end();
}

fn net(paper: &Paper, report: &Report) -> Finding {
    let ((net, corrected), units, n) = (trust::net(report), units(paper, report), paper.count(report.kpis.n));
    let value = paper.signed(net.net.unwrap_or_default(), 0);
    let interval = paper.interval(&paper.signed(net.low, 0), &paper.signed(net.high, 0));
    let even = net.low <= 0.0 && net.high >= 0.0;
    let share = |label: Sentiment| {
        let corrected = trust::audited(report).and_then(|audit| {
            let found = audit.all.sentiments.iter().find(|one| one.label == label)?;
            Some(trust::corrected_share(&found.figure))
        });
        paper.share(&corrected.unwrap_or(report.kpis.sentiments[label.index()].share))
    };
    let (positive, negative) = (share(Sentiment::Positive), share(Sentiment::Negative));
    let head = match (paper.tongue, even) {
        (Tongue::En, false) => format!("Net sentiment is {value} {interval}."),
        (Tongue::En, true) => format!("Praise and complaint balance: net sentiment is {value} {interval}."),
        (Tongue::Es, false) => format!("El sentimiento neto es {value} {interval}."),
        (Tongue::Es, true) => format!("Lo bueno y lo malo se equilibran: el sentimiento neto es {value} {interval}."),
    };
    let shares = match paper.tongue {
        Tongue::En => format!("Of {n} {units}, {positive} are positive and {negative} negative."),
        Tongue::Es => format!("De {n} {units}, el {positive} son positivos y el {negative}, negativos."),
    };
    let audit = trust::audited(report).filter(|_| corrected).map(|audit| {
        let (checked, raw) = (paper.count(audit.checked as f64), paper.net(&report.kpis.net));
        match paper.tongue {
            Tongue::En => format!(
                " These figures are corrected by {checked} comments that were checked by hand; the model alone gives {raw}."
            ),
            Tongue::Es => format!(
                " Son cifras corregidas con {checked} comentarios revisados a mano; el modelo por sí solo da {raw}."
            ),
        }
    });
    let text = shares + &audit.unwrap_or_default();
    Finding { head, text }
}

/// The touchpoints that are praised, or complained of, by falling share: corrected where they can be, else without the doubtful ones.
fn ranked(report: &Report, polarity: Polarity) -> Vec<(Touchpoint, Share)> {
    let own = |label: Touchpoint, raw: &Share| match trust::corrected(report, label, polarity) {
        Some(corrected) => Some((label, corrected)),
        None => trust::doubtful_said(report, label, polarity).is_none().then_some((label, *raw)),
    };
    let mut found: Vec<(Touchpoint, Share)> = report
        .kpis
        .touchpoints
        .iter()
        .filter_map(|one| match polarity {
            Polarity::Praise => own(one.label, &one.praised),
            Polarity::Complaint => own(one.label, &one.complained),
        })
        .filter(|(_, share)| share.count > 0.0)
        .collect();
    found.sort_by(|a, b| b.1.count.total_cmp(&a.1.count));
    found
}

/// What is complained of or praised most, with what chance may have put behind it.
fn most(paper: &Paper, report: &Report, polarity: Polarity) -> Option<Finding> {
    let found = ranked(report, polarity);
    let first = found.first()?;
    let tied = found.iter().take_while(|(_, share)| share.high >= first.1.low).count();
    if tied > TIED {
        return None;
    }
    let names: Vec<String> = found[..tied].iter().map(|(label, _)| paper.the(*label).to_owned()).collect();
    let (names, english) = (paper.listed(&names), paper.tongue == Tongue::En);
    let complaint = polarity == Polarity::Complaint;
    let (what, verb) = match (english, complaint) {
        (true, true) => ("Most complained about", "complain about it"),
        (true, false) => ("Most praised", "praise it"),
        (false, true) => ("Lo que más quejas recibe", "se queja de ello"),
        (false, false) => ("Lo más elogiado", "lo elogia"),
    };
    let (n, units) = (paper.count(report.kpis.n), units(paper, report));
    let listed = |some: &[(Touchpoint, Share)]| {
        let told: Vec<String> =
            some.iter().map(|(label, share)| format!("{}, {}", paper.the(*label), paper.share(share))).collect();
        match &told[..] {
            [one, two] => format!("{one}{} {two}", paper.say(", and", "; y")),
            told => told.join("; "),
        }
    };
    let next = &found[tied..(tied + 2).min(found.len())];
    let mut text = match (tied, english) {
        (1, true) => format!("{} of {n} {units} {verb}.", paper.share(&first.1)),
        (1, false) => format!("El {} de {n} {units} {verb}.", paper.share(&first.1)),
        (_, true) => format!("Of {n} {units}: {}. Chance may explain their order.", listed(&found[..tied])),
        (_, false) => format!("De {n} {units}: {}. Su orden puede ser azar.", listed(&found[..tied])),
    };
    if !next.is_empty() {
        let _ = write!(text, " {} {}.", paper.say("Next:", "Después:"), listed(next));
    }
    if complaint && tied == 1 {
        text.push_str(&place(paper, report, first.0).unwrap_or_default());
    }
    Some(Finding { head: format!("{what}: {names}."), text })
}

/// The group in which the complaints about a touchpoint gather.
fn place(paper: &Paper, report: &Report, label: Touchpoint) -> Option<String> {
    if trust::doubtful_complaints(report, label).is_some() {
        return None;
    }
    let cause = report.causes.touchpoints.iter().find(|cause| cause.label == label)?;
    let one = cause.concentrations.iter().find(|one| one.value.is_some())?;
    let (column, value) = (one.column.as_deref()?, one.value.as_deref()?);
    let value = format!("{} {}", short(column), paper.quoted(&short(value)));
    let (here, elsewhere, n) = (paper.share(&one.here), paper.share(&one.elsewhere), paper.n(one.here.n));
    Some(match paper.tongue {
        Tongue::En => format!(" They are concentrated in {value}: {here} ({n}), against {elsewhere} elsewhere."),
        Tongue::Es => {
            format!(" Las quejas se concentran en {value}: el {here} ({n}), frente al {elsewhere} del resto.")
        }
    })
}

fn differences(paper: &Paper, report: &Report) -> Option<Finding> {
    let mut found: Vec<(&str, &Group)> = Vec::new();
    for by in &report.by {
        // Of two groups each is apart from the other: that is one difference.
        let pair = by.groups.iter().filter(|group| group.kpis.n > 0.0).count() == 2;
        found.extend(apart(by).into_iter().take(if pair { 1 } else { usize::MAX }).map(|group| (&*by.column, group)));
    }
    let size = |group: &Group| group.against_rest.map_or(0.0, |one| one.difference.abs());
    found.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)));
    let (column, group) = found.first()?;
    let one = group.against_rest?;
    let named =
        |column: &str, group: &Group| format!("{} ({})", paper.quoted(&group_name(paper, group)), short(column));
    let (name, points) = (named(column, group), paper.number(one.difference.abs(), 0));
    let reach = |low: f64, high: f64| paper.interval(&paper.number(low, 0), &paper.number(high, 0));
    let interval = if one.difference < 0.0 { reach(-one.high, -one.low) } else { reach(one.low, one.high) };
    let n = paper.n(group.kpis.n);
    let others: Vec<String> = found
        .iter()
        .skip(1)
        .take(DIFFERENCES)
        .filter_map(|(column, group)| {
            let one = group.against_rest?;
            let interval = paper.interval(&paper.signed(one.low, 0), &paper.signed(one.high, 0));
            let (name, n) = (named(column, group), paper.n(group.kpis.n));
            Some(format!("{name}, {} {interval} ({n})", paper.signed(one.difference, 0)))
        })
        .collect();
    let others = match (others.is_empty(), paper.tongue) {
        (true, _) => String::new(),
        (false, Tongue::En) => format!(" Also apart from the rest: {}.", others.join("; ")),
        (false, Tongue::Es) => format!(" También se apartan del resto: {}.", others.join("; ")),
    };
    Some(match paper.tongue {
        Tongue::En => {
            let way = if one.difference < 0.0 { "below" } else { "above" };
            Finding {
                head: format!("{name} is {points} points of net sentiment {way} the rest."),
                text: format!("Interval {interval}, {n}; more than chance explains.{others}"),
            }
        }
        Tongue::Es => {
            let way = if one.difference < 0.0 { "por debajo" } else { "por encima" };
            Finding {
                head: format!("{name} está {points} puntos de sentimiento neto {way} del resto."),
                text: format!("Intervalo {interval}, {n}; es más de lo que explica el azar.{others}"),
            }
        }
    })
}

/// `complaints about delivery`, in the middle of a sentence.
pub(super) fn said_of(paper: &Paper, label: Touchpoint, polarity: Polarity) -> String {
    let the = paper.the(label);
    match (paper.tongue, polarity) {
        (Tongue::En, Polarity::Praise) => format!("praise for {the}"),
        (Tongue::En, Polarity::Complaint) => format!("complaints about {the}"),
        (Tongue::Es, Polarity::Praise) => format!("los elogios {}", contracted("a", the)),
        (Tongue::Es, Polarity::Complaint) => format!("las quejas sobre {the}"),
    }
}

/// The same at the start of a sentence.
pub(super) fn said_of_first(paper: &Paper, label: Touchpoint, polarity: Polarity) -> String {
    capital(&said_of(paper, label, polarity))
}
