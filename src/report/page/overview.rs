//! The overview: sentiment, families of emotions, emotions.

use super::chart::{Dot, Stack, Tone};
use super::names::{Named, capital};
use super::paper::{Paper, Tongue};
use super::units;
use crate::labels::{Family, Sentiment};
use crate::report::Report;
use crate::report::kpi::{Labelled, Share};

pub(super) fn overview(paper: &mut Paper, report: &Report) {
    let (kpis, units) = (&report.kpis, units(paper, report));
    let heading = paper.say("Overview", "Resumen");
    paper.section("overview", heading);
    let share = |label: Sentiment| paper.share(&kpis.sentiments[label.index()].share);
    let text = match paper.tongue {
        Tongue::En => format!(
            "Of {} {units}, {} are positive, {} negative, {} mixed and {} neutral. Net sentiment, the positive less the negative, is {}.",
            paper.count(kpis.n),
            share(Sentiment::Positive),
            share(Sentiment::Negative),
            share(Sentiment::Mixed),
            share(Sentiment::Neutral),
            paper.net(&kpis.net)
        ),
        Tongue::Es => format!(
            "De {} {units}, el {} son positivos, el {} negativos, el {} mixtos y el {} neutros. El sentimiento neto, los positivos menos \
             los negativos, es {}.",
            paper.count(kpis.n),
            share(Sentiment::Positive),
            share(Sentiment::Negative),
            share(Sentiment::Mixed),
            share(Sentiment::Neutral),
            paper.net(&kpis.net)
        ),
    };
    paper.paragraph(&text);
    let parts = |one: &Labelled<Sentiment>| (paper.name(one.label).to_owned(), one.share.count, Tone::from(one.label));
    let stack = Stack {
        label: capital(paper.say("all", "todos")),
        parts: kpis.sentiments.iter().map(parts).collect(),
        note: paper.n(kpis.n),
    };
    let label = paper.say("Sentiment of the comments", "Sentimiento de los comentarios");
    paper.stacked(label, &[stack]);
    emotions(paper, report);
    paper.end();
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
        Tongue::En => format!("The emotions expressed most are {felt}; {none} express none."),
        Tongue::Es => format!("Las emociones más expresadas son {felt}; el {none} no expresa ninguna."),
    };
    paper.paragraph(&text);
    let tone = |label: Family| match label {
        Family::Joy => Tone::Positive,
        Family::Surprise => Tone::Mixed,
        Family::Neutral => Tone::Neutral,
        _ => Tone::Negative,
    };
    let label =
        paper.say("Families of emotions, share of the comments", "Familias de emociones, parte de los comentarios");
    let families = by_share(&kpis.families, |_| true);
    let dots: Vec<Dot> = families.into_iter().map(|one| dot(paper, one.label, &one.share, tone(one.label))).collect();
    paper.dots(label, "%", &dots);
    let summary = paper.say("The thirteen emotions, one by one", "Las trece emociones, una a una");
    paper.more(summary);
    let emotions = by_share(&kpis.emotions, |_| true);
    let dots: Vec<Dot> =
        emotions.into_iter().map(|one| dot(paper, one.label, &one.share, tone(one.label.family()))).collect();
    let label = paper.say("Emotions, share of the comments", "Emociones, parte de los comentarios");
    paper.dots(label, "%", &dots);
    paper.end_more();
    let text = paper.say(
        "Circles are pleasant emotions, diamonds unpleasant ones, squares may be either. Lines are 95% intervals: the share that all \
         such comments would have lies in them, but for the model's own errors.",
        "Los círculos son emociones agradables; los rombos, desagradables; los cuadrados pueden ser ambas cosas. Las líneas son \
         intervalos del 95 %: en ellos está la proporción de todos los comentarios posibles, salvo errores del modelo.",
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
