//! The overview: sentiment, families of emotions, emotions.

use super::chart::{Dot, Stack, Tone};
use super::names::Named;
use super::paper::{Paper, Tongue};
use super::{trust, units};
use crate::labels::{Family, Sentiment};
use crate::report::Report;
use crate::report::kpi::{Labelled, Share};

pub(super) fn overview(paper: &mut Paper, report: &Report) {
    let (kpis, units) = (&report.kpis, units(paper, report));
    let heading = paper.say("Overview", "Resumen");
    paper.section("overview", heading);
    let audit = trust::audited(report).filter(|audit| audit.all.sentiments.len() == Sentiment::ALL.len());
    let shares: Vec<(Sentiment, Share)> = match audit {
        Some(audit) => {
            audit.all.sentiments.iter().map(|one| (one.label, trust::corrected_share(&one.figure))).collect()
        }
        None => kpis.sentiments.iter().map(|one| (one.label, one.share)).collect(),
    };
    let told: Vec<String> =
        shares.iter().map(|(label, share)| format!("{} {}", paper.share(share), many(paper, *label))).collect();
    let (n, told) = (paper.count(kpis.n), paper.listed(&told));
    let text = match (paper.tongue, audit.is_some()) {
        (Tongue::En, false) => format!("Of {n} {units}: {told}."),
        (Tongue::En, true) => format!("Of {n} {units}, corrected for the model's errors: {told}."),
        (Tongue::Es, false) => format!("De {n} {units}: {told}."),
        (Tongue::Es, true) => format!("De {n} {units}, corregidos los errores del modelo: {told}."),
    };
    paper.paragraph(&text);
    let stack = |label: &str, shares: &[(Sentiment, Share)]| Stack {
        label: label.to_owned(),
        parts: shares
            .iter()
            .map(|(label, share)| (paper.name(*label).to_owned(), share.count, Tone::from(*label)))
            .collect(),
        note: paper.n(kpis.n),
    };
    let raw: Vec<(Sentiment, Share)> = kpis.sentiments.iter().map(|one| (one.label, one.share)).collect();
    let stacks = match audit {
        Some(_) => vec![
            stack(paper.say("Corrected", "Corregido"), &shares),
            stack(paper.say("By the model", "Según el modelo"), &raw),
        ],
        None => vec![stack(paper.say("All", "Todos"), &raw)],
    };
    let label = paper.say("Sentiment of the comments", "Sentimiento de los comentarios");
    paper.stacked(label, &stacks);
    emotions(paper, report);
    paper.end();
}

/// The sentiment of several comments.
pub(super) fn many(paper: &Paper, label: Sentiment) -> String {
    match paper.tongue {
        Tongue::En => paper.name(label).to_owned(),
        Tongue::Es => format!("{}s", paper.name(label)),
    }
}

fn emotions(paper: &mut Paper, report: &Report) {
    let kpis = &report.kpis;
    let heading = paper.say("Emotions", "Emociones");
    paper.heading(heading);
    if kpis.families.is_empty() {
        let text = paper.say(
            "The files have no emotions, so nothing can be said of them.",
            "Los archivos no traen emociones, así que de ellas no se puede decir nada.",
        );
        paper.note(text);
        return;
    }
    let felt: Vec<String> = by_share(&kpis.emotions, |one| one.label != crate::labels::Emotion::Neutral)
        .into_iter()
        .take(3)
        .map(|one| format!("{} {}", paper.name(one.label), paper.share(&one.share)))
        .collect();
    let none = kpis.families.iter().find(|one| one.label == Family::Neutral);
    let none = none.map_or_else(String::new, |one| paper.share(&one.share));
    let felt = if felt.is_empty() { "–".into() } else { paper.listed(&felt) };
    let text = match paper.tongue {
        Tongue::En => format!("Most expressed: {felt}. No emotion: {none}."),
        Tongue::Es => format!("Las más expresadas: {felt}. Sin emoción: {none}."),
    };
    paper.paragraph(&text);
    let tone = |label: Family| match label {
        Family::Joy => Tone::Positive,
        Family::Surprise => Tone::Mixed,
        Family::Neutral => Tone::Neutral,
        _ => Tone::Negative,
    };
    let label = paper
        .say("Families of emotions: share of the comments", "Familias de emociones: porcentaje de los comentarios");
    let families = by_share(&kpis.families, |_| true);
    let dots: Vec<Dot> = families.into_iter().map(|one| dot(paper, one.label, &one.share, tone(one.label))).collect();
    paper.dots(label, "%", &dots);
    let summary = paper.say("The thirteen emotions, one by one", "Las trece emociones, una a una");
    paper.more(summary);
    let emotions = by_share(&kpis.emotions, |_| true);
    let dots: Vec<Dot> =
        emotions.into_iter().map(|one| dot(paper, one.label, &one.share, tone(one.label.family()))).collect();
    let label = paper.say("Emotions: share of the comments", "Emociones: porcentaje de los comentarios");
    paper.dots(label, "%", &dots);
    paper.end_more();
    let text = paper.say(
        "Filled circles: pleasant emotions; diamonds: unpleasant; squares: may be either. Lines: 95% intervals, which do not cover the \
         model's own errors.",
        "Círculo lleno: emoción agradable; rombo: desagradable; cuadrado: puede ser ambas cosas. Las líneas son intervalos del 95 %, que \
         no cubren los errores del propio modelo.",
    );
    paper.small(text);
}

fn by_share<T: Copy>(of: &[Labelled<T>], keep: impl Fn(&Labelled<T>) -> bool) -> Vec<&Labelled<T>> {
    let mut found: Vec<&Labelled<T>> = of.iter().filter(|one| keep(one)).collect();
    found.sort_by(|a, b| b.share.count.total_cmp(&a.share.count));
    found
}

/// A share as a row of a chart, in per cent.
fn dot(paper: &Paper, label: impl Named, share: &Share, tone: Tone) -> Dot {
    Dot {
        label: paper.title(label),
        value: share.share.map_or(f64::NAN, |value| 100.0 * value),
        low: 100.0 * share.low,
        high: 100.0 * share.high,
        note: format!("{} {} {}", paper.count(share.count), paper.say("of", "de"), paper.count(share.n)),
        tone,
    }
}
