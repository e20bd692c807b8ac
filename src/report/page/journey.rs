//! The journey: its stages in order, their touchpoints with a sentiment of their own, and where nobody says anything.

use std::fmt::Write;

use super::chart::{Stack, Tone};
use super::paper::{Paper, Tongue, escape};
use super::{trust, units};
use crate::labels::Touchpoint;
use crate::report::Report;
use crate::report::kpi::{Net, StageKpi, TouchpointKpi};

pub(super) fn journey(paper: &mut Paper, report: &Report) {
    let kpis = &report.kpis;
    let heading = paper.say("The customer's journey", "El recorrido del cliente");
    paper.section("journey", heading);
    let text = in_words(paper, report);
    paper.paragraph(&text);
    stages(paper, &kpis.stages);

    let heading = paper.say("Touchpoints", "Puntos de contacto");
    paper.heading(heading);
    let groups: Vec<(String, Vec<Stack>)> = kpis
        .stages
        .iter()
        .map(|stage| {
            let spoken = kpis.touchpoints.iter().filter(|one| one.stage == stage.label && one.mentioned.count > 0.0);
            (paper.title(stage.label), spoken.map(|one| stack(paper, report, one)).collect())
        })
        .collect();
    let groups: Vec<(&str, &[Stack])> = groups.iter().map(|(name, stacks)| (name.as_str(), &stacks[..])).collect();
    let label = paper.say(
        "What is said of each touchpoint by those who mention it",
        "Qué dicen de cada punto de contacto quienes lo mencionan",
    );
    paper.stacked_groups(label, &groups);
    silent(paper, report);
    let text = paper.say(
        "Beside each bar: the touchpoint's net sentiment with its 95% interval, and how many comments mention it. A comment may mention \
         several, each with its own sentiment.",
        "Junto a cada barra, el sentimiento neto del punto de contacto con su intervalo del 95 % y cuántos comentarios lo mencionan. Un \
         comentario puede mencionar varios, cada uno con su propio sentimiento.",
    );
    paper.small(text);
    doubts(paper, report);
    table(paper, report);
    paper.end();
}

fn in_words(paper: &Paper, report: &Report) -> String {
    let (kpis, units) = (&report.kpis, units(paper, report));
    let most = kpis.stages.iter().max_by(|a, b| a.mentioned.count.total_cmp(&b.mentioned.count));
    let without = paper.share(&kpis.without_touchpoint);
    let Some(most) = most.filter(|stage| stage.mentioned.count > 0.0) else {
        let text = paper.say("No comment speaks of any touchpoint.", "Ningún comentario cita un punto de contacto.");
        return text.to_owned();
    };
    if kpis.n < report.about.min_n as f64 {
        let min_n = paper.count(report.about.min_n as f64);
        return match paper.tongue {
            Tongue::En => {
                format!("There are too few {units} to say which stages are spoken of most: it takes {min_n}.")
            }
            Tongue::Es => format!("Hay muy pocos {units} para decir de qué etapas se habla más: hacen falta {min_n}."),
        };
    }
    let tied = kpis.stages.iter().filter(|stage| stage.mentioned.count >= most.mentioned.count);
    let tied: Vec<String> = tied.map(|stage| paper.quoted(paper.name(stage.label))).collect();
    let (name, share) = (paper.listed(&tied), paper.share(&most.mentioned));
    let (blind, n) = (blind(paper, &kpis.stages), paper.count(kpis.n));
    match paper.tongue {
        Tongue::En => {
            let mut text = format!(
                "{} {name}: {share} of {n} {units} mention {}. {without} mention no touchpoint.",
                if tied.len() == 1 { "Mentioned most is the stage" } else { "Mentioned most are the stages" },
                if tied.len() == 1 { "it" } else { "each" },
            );
            if !blind.is_empty() {
                let _ = write!(
                    text,
                    " Nobody mentions {}: a blind spot, and no sign that all is well there.",
                    paper.listed(&blind)
                );
            }
            text
        }
        Tongue::Es => {
            let mut text = format!(
                "{} {name}: {} el {share} de {n} {units}. El {without} no cita ningún punto de contacto.",
                if tied.len() == 1 { "La etapa más mencionada es" } else { "Las etapas más mencionadas son" },
                if tied.len() == 1 { "la cita" } else { "cita cada una" },
            );
            if !blind.is_empty() {
                let _ = write!(
                    text,
                    " Nadie menciona {}: es un punto ciego, lo que no significa que ahí todo vaya bien.",
                    paper.listed(&blind)
                );
            }
            text
        }
    }
}

/// The stages of which nobody speaks.
pub(super) fn blind(paper: &Paper, stages: &[StageKpi]) -> Vec<String> {
    stages.iter().filter(|stage| stage.blind).map(|stage| paper.quoted(paper.name(stage.label))).collect()
}

fn stages(paper: &mut Paper, stages: &[StageKpi]) {
    let mut list = String::from("<ol class=\"stages\">");
    for stage in stages {
        let share = &stage.mentioned;
        let (value, rest, class) = if stage.blind {
            (paper.say("blind spot", "punto ciego").to_owned(), paper.n(0.0), " class=\"blind\"")
        } else {
            let shown = paper.share(share);
            let (value, interval) = shown.split_once(" [").unwrap_or((&shown, ""));
            (value.to_owned(), format!("[{interval}</small><small>{}", paper.n(share.count)), "")
        };
        let _ = write!(
            list,
            "<li{class}><b>{}</b><span class=\"share\">{}</span><small>{}</small></li>",
            paper.title(stage.label),
            escape(&value),
            rest
        );
    }
    list.push_str("</ol>");
    paper.raw(&list);
    let text = paper.say(
        "Share of the comments that mention each stage of the journey, with its 95% interval and the number of comments.",
        "Porcentaje de comentarios que mencionan cada etapa del recorrido, con su intervalo del 95 % y el número de comentarios.",
    );
    paper.small(text);
}

fn stack(paper: &Paper, report: &Report, one: &TouchpointKpi) -> Stack {
    let few = one.mentioned.count < report.about.min_n as f64;
    let few = if few { paper.say(" (few)", " (pocos)") } else { "" };
    let mark =
        if trust::doubtful(report, one.label).is_some() { format!(" ({})", paper.doubt()) } else { String::new() };
    Stack {
        label: format!("{}{mark}", paper.title(one.label)),
        parts: one
            .sentiments
            .iter()
            .map(|part| (paper.name(part.label).to_owned(), part.share.count, Tone::from(part.label)))
            .collect(),
        note: format!(
            "{}\u{a0}{} · {}{few}",
            paper.say("net", "neto"),
            paper.net(&one.net),
            paper.n(one.mentioned.count)
        ),
    }
}

/// Which mentions the audit found wrong more often than right.
fn doubts(paper: &mut Paper, report: &Report) {
    let found: Vec<_> =
        Touchpoint::ALL.iter().filter_map(|label| Some((*label, trust::doubtful(report, *label)?))).collect();
    if found.is_empty() {
        return;
    }
    let told = paper.right_of(&found);
    let text = match paper.tongue {
        Tongue::En => format!(
            "Doubtful: fewer than half of the mentions that were checked by hand were right: {told}. The corrected shares are in the \
             section on the model's errors."
        ),
        Tongue::Es => format!(
            "Dato dudoso: menos de la mitad de las menciones revisadas a mano eran correctas: {told}. Las cifras corregidas están en el \
             apartado sobre los errores del modelo."
        ),
    };
    paper.note(&text);
}

fn silent(paper: &mut Paper, report: &Report) {
    let silent: Vec<String> = report
        .kpis
        .touchpoints
        .iter()
        .filter(|one| one.mentioned.count == 0.0)
        .map(|one| paper.name(one.label).to_owned())
        .collect();
    if !silent.is_empty() {
        let text = format!(
            "{}: {}.",
            paper.say("Touchpoints that nobody mentions", "Puntos de contacto que nadie menciona"),
            paper.listed(&silent)
        );
        paper.note(&text);
    }
}

fn table(paper: &mut Paper, report: &Report) {
    let summary = paper.say("All figures of the touchpoints", "Todas las cifras de los puntos de contacto");
    paper.more(summary);
    let header = match paper.tongue {
        Tongue::En => ["touchpoint", "n", "mention it", "praise it", "complain", "net sentiment"],
        Tongue::Es => ["punto de contacto", "n", "lo mencionan", "lo elogian", "se quejan", "sentimiento neto"],
    };
    let net = |net: &Net| paper.net(net);
    let rows: Vec<Vec<String>> = report
        .kpis
        .touchpoints
        .iter()
        .map(|one| {
            vec![
                paper.title(one.label),
                paper.count(one.mentioned.count),
                paper.share(&one.mentioned),
                paper.share(&one.praised),
                paper.share(&one.complained),
                net(&one.net),
            ]
        })
        .collect();
    let caption = format!(
        "{} ({} {})",
        paper.say(
            "Percentages of all comments, with 95% intervals",
            "Porcentajes de todos los comentarios, con intervalos del 95 %"
        ),
        paper.count(report.kpis.n),
        units(paper, report)
    );
    paper.table(&caption, &header, &rows, &[]);
    paper.end_more();
}
