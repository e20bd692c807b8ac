//! The journey: its stages in order, their touchpoints with a sentiment of their own, and where nobody says anything.

use std::fmt::Write;

use super::chart::{Stack, Tone};
use super::paper::{Paper, Tongue, escape};
use super::units;
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
            (paper.title(stage.label), spoken.map(|one| stack(paper, one, report.about.min_n)).collect())
        })
        .collect();
    let groups: Vec<(&str, &[Stack])> = groups.iter().map(|(name, stacks)| (name.as_str(), &stacks[..])).collect();
    let label = paper.say(
        "What those who speak of a touchpoint say of it, in the journey's order",
        "Qué dicen de cada punto de contacto quienes hablan de él, en el orden del recorrido",
    );
    paper.stacked_groups(label, &groups);
    silent(paper, report);
    let text = paper.say(
        "Behind each bar: net sentiment of the touchpoint with its 95% interval, and the comments that speak of it. A comment may speak \
         of several, each with a sentiment of its own.",
        "Detrás de cada barra, el sentimiento neto del punto de contacto con su intervalo del 95 % y los comentarios que hablan de él. \
         Un comentario puede hablar de varios, cada uno con su propio sentimiento.",
    );
    paper.small(text);
    table(paper, report);
    paper.end();
}

fn in_words(paper: &Paper, report: &Report) -> String {
    let (kpis, units) = (&report.kpis, units(paper, report));
    let most = kpis.stages.iter().max_by(|a, b| a.mentioned.count.total_cmp(&b.mentioned.count));
    let without = paper.share(&kpis.without_touchpoint);
    let Some(most) = most.filter(|stage| stage.mentioned.count > 0.0) else {
        let text =
            paper.say("No comment speaks of any touchpoint.", "Ningún comentario habla de un punto de contacto.");
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
                "Most is said of {} {name}: {share} of {n} {units} speak of {}. {without} speak of no touchpoint.",
                if tied.len() == 1 { "the stage" } else { "the stages" },
                if tied.len() == 1 { "it" } else { "each" },
            );
            if !blind.is_empty() {
                let _ = write!(
                    text,
                    " Nobody speaks of {}: a blind spot, of which this data cannot say how it goes.",
                    paper.listed(&blind)
                );
            }
            text
        }
        Tongue::Es => {
            let mut text = format!(
                "{} {name}: el {share} de {n} {units} {}. El {without} no habla de ningún punto de contacto.",
                if tied.len() == 1 {
                    "La etapa de la que más se habla es"
                } else {
                    "Las etapas de las que más se habla son"
                },
                if tied.len() == 1 { "la menciona" } else { "menciona cada una" },
            );
            if !blind.is_empty() {
                let _ = write!(
                    text,
                    " Nadie habla de {}: es un punto ciego, y estos datos no dicen cómo va.",
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
            (value.to_owned(), format!("[{interval} · {}", paper.n(share.count)), "")
        };
        let _ = write!(
            list,
            "<li{class}><b>{}</b><span class=\"share\">{}</span><small>{}</small></li>",
            paper.title(stage.label),
            escape(&value),
            escape(&rest)
        );
    }
    list.push_str("</ol>");
    paper.raw(&list);
    let text = paper.say(
        "Share of the comments that speak of each stage, in the order in which customers pass them, with its 95% interval.",
        "Parte de los comentarios que habla de cada etapa, en el orden en que los clientes las recorren, con su intervalo del 95 %.",
    );
    paper.small(text);
}

fn stack(paper: &Paper, one: &TouchpointKpi, min_n: u64) -> Stack {
    let few = if one.mentioned.count < min_n as f64 { paper.say(" (few)", " (pocos)") } else { "" };
    Stack {
        label: paper.title(one.label),
        parts: one
            .sentiments
            .iter()
            .map(|part| (paper.name(part.label).to_owned(), part.share.count, Tone::from(part.label)))
            .collect(),
        note: format!("{} {} · {}{few}", paper.say("net", "neto"), paper.net(&one.net), paper.n(one.mentioned.count)),
    }
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
            paper.say("Touchpoints that nobody speaks of", "Puntos de contacto de los que nadie habla"),
            paper.listed(&silent)
        );
        paper.note(&text);
    }
}

fn table(paper: &mut Paper, report: &Report) {
    let summary = paper.say("All figures of the touchpoints", "Todas las cifras de los puntos de contacto");
    paper.more(summary);
    let header = match paper.tongue {
        Tongue::En => ["touchpoint", "n", "speak of it", "praise it", "complain about it", "net sentiment"],
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
            "Shares of all comments, with 95% intervals",
            "Partes de todos los comentarios, con intervalos del 95 %"
        ),
        paper.count(report.kpis.n),
        units(paper, report)
    );
    paper.table(&caption, &header, &rows, &[]);
    paper.end_more();
}
