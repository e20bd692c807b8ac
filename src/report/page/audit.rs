//! Figures corrected for the model's own errors, beside what the model counts.

use super::names::capital;
use super::paper::Paper;
use crate::labels::{Emotion, Sentiment, Touchpoint};
use crate::report::audit::{Advice, AuditSection, FEWEST, Figure, LabelQuality, TouchpointCorrections};
use crate::report::kpi::{Net, Share};

/// The least share of comments that a touchpoint has in the table, by the model or corrected.
const SMALLEST: f64 = 0.005;

pub(super) fn audit(paper: &mut Paper, section: &AuditSection) {
    let heading = paper.say("Corrected for the model's errors", "Corregido por los errores del modelo");
    paper.section("audit", heading);
    let text = in_words(paper, section);
    paper.paragraph(&text);
    whole(paper, section);
    groups(paper, section);
    qualities(paper, section);
    let text = paper.say(
        "Corrected: of each label the model gives, the share that the checked comments confirm, plus what they show it to have missed. The \
         interval holds both errors, that of the sample and that of the model. “Check more”: about how many more comments would have to be \
         checked for an interval of ±5 points.",
        "Corregido: de cada etiqueta que pone el modelo, la parte que confirman los comentarios revisados, más lo que estos muestran que se \
         le ha escapado. El intervalo recoge los dos errores, el de la muestra y el del modelo. «Revisar más»: cuántos comentarios más habría \
         que revisar, aproximadamente, para un intervalo de ±5 puntos.",
    );
    paper.small(text);
    let text = match (section.weighted, paper.say("en", "es")) {
        (false, "en") => "This holds if the checked comments are a random sample of the tagged ones.",
        (false, _) => "Esto vale si los comentarios revisados son una muestra al azar de los etiquetados.",
        (true, "en") => "This holds if the weights of the checked comments say how many tagged ones each stands for.",
        (true, _) => {
            "Esto vale si los pesos de los comentarios revisados dicen a cuántos de los etiquetados representa cada uno."
        }
    };
    paper.small(text);
    paper.end();
}

fn share(figure: &Figure, corrected: bool) -> Share {
    let (value, low, high) = if corrected {
        (figure.corrected, figure.low, figure.high)
    } else {
        (figure.raw, figure.raw_low, figure.raw_high)
    };
    Share { count: value * figure.n, n: figure.n, share: Some(value), low, high }
}

fn net(figure: &Figure, corrected: bool) -> Net {
    let (value, low, high) = if corrected {
        (figure.corrected, figure.low, figure.high)
    } else {
        (figure.raw, figure.raw_low, figure.raw_high)
    };
    Net { net: Some(value), low, high, n: figure.n }
}

fn in_words(paper: &Paper, section: &AuditSection) -> String {
    let checked = paper.count(section.checked as f64);
    let english = paper.say("en", "es") == "en";
    let mut told = vec![if english {
        format!("{checked} comments were checked by hand ({}).", section.file)
    } else {
        format!("Se han revisado a mano {checked} comentarios ({}).", section.file)
    }];
    if section.unchecked > 0 {
        let unchecked = paper.count(section.unchecked as f64);
        told.push(if english {
            format!("{unchecked} rows of the file without labels were passed over.")
        } else {
            format!("Se han pasado por alto {unchecked} filas del fichero sin etiquetas.")
        });
    }
    if let Some(figure) = &section.all.net {
        let (raw, corrected) = (paper.net(&net(figure, false)), paper.net(&net(figure, true)));
        let outside = figure.low > figure.raw || figure.high < figure.raw;
        let verdict = match (outside, english) {
            (true, true) => "the model alone would mislead",
            (false, true) => "the model's figure is within the interval",
            (true, false) => "el modelo por sí solo engañaría",
            (false, false) => "la cifra del modelo queda dentro del intervalo",
        };
        told.push(if english {
            format!("Net sentiment, {raw} by the model, is {corrected} once its errors are corrected: {verdict}.")
        } else {
            format!(
                "El sentimiento neto, {raw} según el modelo, es {corrected} una vez corregidos sus errores: {verdict}."
            )
        });
    }
    told.join(" ")
}

fn advice(paper: &Paper, figure: &Figure) -> String {
    match figure.advice {
        Advice::Enough => "–".into(),
        Advice::Check(more) => format!("≈ {}", paper.count(more as f64)),
        Advice::TooFewComments => paper.say("too few comments", "muy pocos comentarios").into(),
    }
}

fn row(paper: &Paper, name: String, figure: &Figure) -> Vec<String> {
    let name = if figure.unseen > 0.0 { format!("{name} *") } else { name };
    let (raw, corrected) = (paper.share(&share(figure, false)), paper.share(&share(figure, true)));
    vec![name, raw, corrected, advice(paper, figure)]
}

fn header(paper: &Paper, first: &'static str) -> [&'static str; 4] {
    [
        first,
        paper.say("by the model", "según el modelo"),
        paper.say("corrected", "corregido"),
        paper.say("check more", "revisar más"),
    ]
}

fn whole(paper: &mut Paper, section: &AuditSection) {
    let all = &section.all;
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(figure) = &all.net {
        let name = paper.say("Net sentiment", "Sentimiento neto").to_owned();
        let (raw, corrected) = (paper.net(&net(figure, false)), paper.net(&net(figure, true)));
        rows.push(vec![name, raw, corrected, advice(paper, figure)]);
    }
    rows.extend(all.sentiments.iter().map(|one| row(paper, paper.title(one.label), &one.figure)));
    let caption = counted(
        paper,
        section,
        paper.say("Sentiment, by the model and corrected", "Sentimiento, según el modelo y corregido"),
    );
    let columns = header(paper, paper.say("figure", "cifra"));
    paper.table(&caption, &columns, &rows, &[]);
    let there = |figure: &Figure| figure.raw >= SMALLEST || figure.corrected >= SMALLEST;
    let touchpoints: Vec<&TouchpointCorrections> = all.touchpoints.iter().filter(|one| there(&one.mentioned)).collect();
    let mut starred = marks(&rows) | judgements(paper, section, &touchpoints);
    if !touchpoints.is_empty() || !all.families.is_empty() {
        let summary = paper.say("Mentions and emotions, corrected", "Menciones y emociones, corregidas");
        paper.more(summary);
        let mut rows: Vec<Vec<String>> = touchpoints
            .iter()
            .map(|one| {
                let name = format!("{}: {}", paper.say("Mentions", "Menciones"), paper.name(one.label));
                row(paper, name, &one.mentioned)
            })
            .collect();
        rows.extend(all.families.iter().map(|one| {
            let name = format!("{}: {}", paper.say("Emotion", "Emoción"), paper.name(one.label));
            row(paper, name, &one.figure)
        }));
        starred |= marks(&rows);
        let caption = paper.say("Shares of all comments", "Partes de todos los comentarios");
        let caption = counted(paper, section, caption);
        paper.table(&caption, &columns, &rows, &[]);
        paper.end_more();
    }
    if all.touchpoints.len() > touchpoints.len() {
        let text = paper.say(
            "Touchpoints below 0.5% of comments, by the model and corrected, are left out; the JSON has them.",
            "Se omiten los puntos de contacto por debajo del 0,5 % de los comentarios, según el modelo y corregidos; están en el JSON.",
        );
        paper.small(text);
    }
    if starred {
        let text = paper.say(
            "* No checked comment has some of the labels the model gives here: there its word stands, and the interval allows for anything.",
            "* Ningún comentario revisado lleva alguna de las etiquetas que el modelo pone aquí: en esa parte vale lo que dice el modelo, y el \
             intervalo admite cualquier cosa.",
        );
        paper.small(text);
    }
}

/// Complaints and praise about each touchpoint, side by side; whether any is marked.
fn judgements(paper: &mut Paper, section: &AuditSection, touchpoints: &[&TouchpointCorrections]) -> bool {
    let mut sorted: Vec<_> =
        touchpoints.iter().filter_map(|one| Some((one.label, one.criticised?, one.praised?))).collect();
    sorted.sort_by(|a, b| b.1.corrected.total_cmp(&a.1.corrected));
    let rows: Vec<Vec<String>> = sorted
        .iter()
        .map(|(label, complaints, praise)| {
            let mark = if complaints.unseen > 0.0 { " *" } else { "" };
            let mut row = vec![format!("{}{mark}", paper.title(*label))];
            for figure in [complaints, praise] {
                row.extend([false, true].map(|corrected| paper.share(&share(figure, corrected))));
            }
            row
        })
        .collect();
    let caption = counted(
        paper,
        section,
        paper.say(
            "Complaints and praise, of all comments, by the model and corrected",
            "Quejas y elogios, de todos los comentarios, según el modelo y corregidos",
        ),
    );
    let header = match paper.say("en", "es") {
        "en" => ["touchpoint", "complaints, model", "corrected", "praise, model", "corrected"],
        _ => ["punto de contacto", "quejas, modelo", "corregido", "elogios, modelo", "corregido"],
    };
    paper.table(&caption, &header, &rows, &[]);
    marks(&rows)
}

fn marks(rows: &[Vec<String>]) -> bool {
    rows.iter().any(|row| row[0].ends_with(" *"))
}

/// A caption with the numbers of comments and of checked ones.
fn counted(paper: &Paper, section: &AuditSection, caption: &str) -> String {
    let all = &section.all;
    let (checked, comments) = (paper.count(all.checked as f64), paper.count(all.comments as f64));
    match paper.say("en", "es") {
        "en" => format!("{caption} ({checked} of {comments} comments checked)"),
        _ => format!("{caption} ({checked} de {comments} comentarios revisados)"),
    }
}

fn groups(paper: &mut Paper, section: &AuditSection) {
    for by in &section.by {
        let rows: Vec<Vec<String>> = by
            .groups
            .iter()
            .filter_map(|group| {
                let figure = group.figures.net.as_ref()?;
                Some(vec![
                    group.value.clone(),
                    paper.count(figure.n),
                    paper.count(group.figures.checked as f64),
                    paper.net(&net(figure, false)),
                    paper.net(&net(figure, true)),
                    advice(paper, figure),
                ])
            })
            .collect();
        let [_, raw, corrected, more] = header(paper, "");
        let caption = format!("{}: {}", by.column, paper.say("net sentiment, corrected", "sentimiento neto corregido"));
        let first = paper.say("group", "grupo");
        paper.table(&caption, &[first, "n", paper.say("checked", "revisados"), raw, corrected, more], &rows, &[]);
        if !by.too_few.is_empty() {
            let few: Vec<&str> = by.too_few.iter().take(12).map(String::as_str).collect();
            let more = if by.too_few.len() > 12 { ", …" } else { "" };
            let text = match paper.say("en", "es") {
                "en" => format!("{}: not corrected, with fewer than {FEWEST} checked comments: ", by.column),
                _ => format!("{}: sin corregir, con menos de {FEWEST} comentarios revisados: ", by.column),
            };
            paper.small(&format!("{text}{}{more}.", few.join(", ")));
        }
    }
}

fn qualities(paper: &mut Paper, section: &AuditSection) {
    if section.labels.is_empty() {
        return;
    }
    let summary = paper.say("How right the model is, label by label", "Cuánto acierta el modelo, etiqueta a etiqueta");
    paper.more(summary);
    let rows: Vec<Vec<String>> = section
        .labels
        .iter()
        .map(|one| {
            let n = |share: &Share| paper.count(share.n);
            let (precision, recall) = (paper.share(&one.precision), paper.share(&one.recall));
            vec![label(paper, one), precision, n(&one.precision), recall, n(&one.recall)]
        })
        .collect();
    let header = match paper.say("en", "es") {
        "en" => ["label", "right when given (precision)", "n", "found when there (recall)", "n"],
        _ => ["etiqueta", "acierta al ponerla (precisión)", "n", "la encuentra si está (exhaustividad)", "n"],
    };
    let caption = paper
        .say("Precision and recall in the checked comments", "Precisión y exhaustividad en los comentarios revisados");
    paper.table(caption, &header, &rows, &[]);
    paper.end_more();
}

fn label(paper: &Paper, one: &LabelQuality) -> String {
    let (task, name) = match one.task {
        "sentiment" => ("", Sentiment::parse(one.label).map(|label| paper.name(label))),
        "emotion" => (paper.say("emotion: ", "emoción: "), Emotion::parse(one.label).map(|label| paper.name(label))),
        "complaint" => {
            (paper.say("complaint: ", "queja: "), Touchpoint::parse(one.label).map(|label| paper.name(label)))
        }
        _ => (paper.say("mention: ", "mención: "), Touchpoint::parse(one.label).map(|label| paper.name(label))),
    };
    capital(&format!("{task}{}", name.unwrap_or(one.label)))
}
