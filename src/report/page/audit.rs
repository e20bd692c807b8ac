//! Figures corrected for the model's own errors, beside what the model counts.

use super::chart::short;
use super::names::capital;
use super::paper::{Paper, Tongue};
use super::trust::{corrected_net, corrected_share};
use crate::labels::{Emotion, Sentiment, Touchpoint};
use crate::report::audit::{Advice, AuditSection, FEWEST, Figure, LabelQuality, TouchpointCorrections};
use crate::report::kpi::{Net, Share};

/// The least share of comments that a touchpoint has in the table, by the model or corrected.
const SMALLEST: f64 = 0.005;
/// How many touchpoints are shown whatever the audit says of them.
const LEADING: usize = 5;

pub(super) fn audit(paper: &mut Paper, section: &AuditSection) {
    let heading = paper.say("Corrected for the model's errors", "Corregido por los errores del modelo");
    paper.section("audit", heading);
    let text = in_words(paper, section);
    paper.paragraph(&text);
    if section.checked < FEWEST {
        few(paper, section);
    }
    whole(paper, section);
    groups(paper, section);
    qualities(paper, section);
    let text = match (section.weighted, paper.tongue) {
        (false, Tongue::En) => "All of this holds if the checked comments are a random sample of the tagged ones.",
        (false, Tongue::Es) => {
            "Todo esto vale si los comentarios revisados son una muestra al azar de los etiquetados."
        }
        (true, Tongue::En) => {
            "All of this holds if the weights of the checked comments say how many tagged ones each stands for."
        }
        (true, Tongue::Es) => {
            "Todo esto vale si los pesos de los comentarios revisados dicen a cuántos de los etiquetados representa cada uno."
        }
    };
    paper.small(text);
    let summary = paper.say("How it was computed", "Cómo se ha calculado");
    paper.more(summary);
    let text = paper.say(
        "Corrected: of each label the model gives, the share that the checked comments confirm, plus what they show it to have missed \
         (double sampling, Tenenbein 1970). The interval holds both errors, that of the sample and that of the model.",
        "Corregido: de cada etiqueta que pone el modelo, la parte que confirman los comentarios revisados, más lo que estos muestran que se \
         le ha escapado (doble muestreo, Tenenbein 1970). El intervalo recoge los dos errores, el de la muestra y el del modelo.",
    );
    paper.small(text);
    paper.end_more();
    paper.end();
}

fn raw_share(figure: &Figure) -> Share {
    let Figure { raw, raw_low, raw_high, n, .. } = *figure;
    Share { count: raw * n, n, share: Some(raw), low: raw_low, high: raw_high }
}

fn raw_net(figure: &Figure) -> Net {
    Net { net: Some(figure.raw), low: figure.raw_low, high: figure.raw_high, n: figure.n }
}

fn in_words(paper: &Paper, section: &AuditSection) -> String {
    let (english, file) = (paper.tongue == Tongue::En, short(&section.file));
    let checked = paper.counted(section.checked, ["comment was", "comments were"], ["comentario", "comentarios"]);
    let mut told = vec![if english {
        format!("{checked} checked by hand ({file}).")
    } else {
        format!("Revisión a mano de {checked} ({file}).")
    }];
    if section.unchecked > 0 {
        let rows = paper.counted(section.unchecked, ["row", "rows"], ["fila", "filas"]);
        told.push(if english {
            format!("{rows} of the file without labels: not used.")
        } else {
            format!("{rows} del archivo sin etiquetas: no se usan.")
        });
    }
    if let Some(figure) = &section.all.net {
        let (raw, corrected) = (paper.net(&raw_net(figure)), paper.net(&corrected_net(figure)));
        let outside = figure.low > figure.raw || figure.high < figure.raw;
        told.push(match (outside, english) {
            (true, true) => format!("By the model net sentiment is {raw}; corrected, {corrected}: the model alone would mislead."),
            (false, true) => format!("By the model net sentiment is {raw}; corrected, {corrected}. The two agree."),
            (true, false) => format!(
                "Según el modelo, el sentimiento neto es {raw}; corregido, {corrected}: la cifra del modelo por sí sola engañaría."
            ),
            (false, false) => format!("Según el modelo, el sentimiento neto es {raw}; corregido, {corrected}. Ambas cifras concuerdan."),
        });
    }
    told.join(" ")
}

/// An audit too small to lead with.
fn few(paper: &mut Paper, section: &AuditSection) {
    let checked = paper.count(section.checked as f64);
    let text = match paper.tongue {
        Tongue::En => format!(
            "With {checked} checked comments, fewer than {FEWEST}, these corrections are too rough to lead with: the rest of the page does \
             not use them."
        ),
        Tongue::Es => format!(
            "Con {checked} comentarios revisados, menos de {FEWEST}, estas correcciones son muy imprecisas: el resto del informe no las usa."
        ),
    };
    paper.note(&text);
}

/// How many more comments to check for an interval of 5 points to either side.
fn advice(paper: &Paper, figure: &Figure) -> String {
    match figure.advice {
        Advice::Enough => paper.say("enough", "suficiente").into(),
        Advice::Check(more) => format!("≈ {} {}", paper.count(more as f64), paper.say("more", "más")),
        Advice::TooFewComments => paper.say("not even all", "ni revisándolos todos").into(),
    }
}

fn row(paper: &Paper, name: String, figure: &Figure) -> Vec<String> {
    vec![name, paper.share(&raw_share(figure)), paper.share(&corrected_share(figure))]
}

fn header(paper: &Paper, first: &'static str) -> [&'static str; 3] {
    [first, paper.say("by the model", "según el modelo"), paper.say("corrected", "corregido")]
}

/// What the column of advice says.
fn checking(paper: &Paper) -> &'static str {
    paper.say("checked enough for ±5 points?", "¿revisión suficiente para ±5 puntos?")
}

fn whole(paper: &mut Paper, section: &AuditSection) {
    let all = &section.all;
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(figure) = &all.net {
        let name = paper.say("Net sentiment", "Sentimiento neto").to_owned();
        let (raw, corrected) = (paper.net(&raw_net(figure)), paper.net(&corrected_net(figure)));
        rows.push(vec![name, raw, corrected, advice(paper, figure)]);
    }
    rows.extend(all.sentiments.iter().map(|one| {
        let mut row = row(paper, paper.title(one.label), &one.figure);
        row.push(advice(paper, &one.figure));
        row
    }));
    let caption = counted(
        paper,
        section,
        paper.say("Sentiment, by the model and corrected", "Sentimiento, según el modelo y corregido"),
    );
    let [first, raw, corrected] = header(paper, paper.say("figure", "cifra"));
    paper.table(&caption, &[first, raw, corrected, checking(paper)], &rows, &[]);
    let there = |figure: &Figure| figure.raw >= SMALLEST || figure.corrected >= SMALLEST;
    let touchpoints: Vec<&TouchpointCorrections> = all.touchpoints.iter().filter(|one| there(&one.mentioned)).collect();
    judgements(paper, section, &touchpoints);
    unconfirmed(paper, &touchpoints);
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
        let caption = paper.say("Percentages of all comments", "Porcentajes de todos los comentarios");
        let caption = counted(paper, section, caption);
        let columns = header(paper, paper.say("figure", "cifra"));
        paper.table(&caption, &columns, &rows, &[]);
        if all.touchpoints.len() > touchpoints.len() {
            let text = paper.say(
                "Touchpoints below 0.5% of comments, by the model and corrected, are left out; the JSON has them.",
                "Se omiten los puntos de contacto por debajo del 0,5 % de los comentarios, según el modelo y corregidos; están en el JSON.",
            );
            paper.small(text);
        }
        paper.end_more();
    }
}

/// Complaints and praise about each touchpoint side by side: first those that matter most, and those that the model gets wrong.
fn judgements(paper: &mut Paper, section: &AuditSection, touchpoints: &[&TouchpointCorrections]) {
    let mut sorted: Vec<_> =
        touchpoints.iter().filter_map(|one| Some((one.label, one.criticised?, one.praised?))).collect();
    sorted.sort_by(|a, b| b.1.corrected.total_cmp(&a.1.corrected));
    let misses = |figure: &Figure| figure.raw < figure.low || figure.raw > figure.high;
    let (first, rest): (Vec<_>, Vec<_>) = sorted
        .iter()
        .enumerate()
        .partition(|(place, (_, complaints, praise))| *place < LEADING || misses(complaints) || misses(praise));
    let rows = |paper: &Paper, some: &[(usize, &(Touchpoint, Figure, Figure))]| -> Vec<Vec<String>> {
        let row = |(_, (label, complaints, praise)): &(usize, &(Touchpoint, Figure, Figure))| {
            let figures = [complaints, praise].into_iter();
            let cells =
                figures.flat_map(|figure| [raw_share(figure), corrected_share(figure)].map(|one| paper.share(&one)));
            std::iter::once(paper.title(*label)).chain(cells).collect()
        };
        some.iter().map(row).collect()
    };
    let caption = counted(
        paper,
        section,
        paper.say(
            "Complaints and praise, percentages of all comments",
            "Quejas y elogios, porcentajes de todos los comentarios",
        ),
    );
    let header = match paper.tongue {
        Tongue::En => ["touchpoint", "complaints, model", "corrected", "praise, model", "corrected"],
        Tongue::Es => ["punto de contacto", "quejas, modelo", "corregido", "elogios, modelo", "corregido"],
    };
    let (first, rest) = (rows(paper, &first), rows(paper, &rest));
    paper.table(&caption, &header, &first, &[]);
    if !rest.is_empty() {
        let text = paper.say(
            "Shown: what is complained about most, and where the model's figure lies outside of the corrected interval.",
            "Se muestran los que más quejas reciben y aquellos en que la cifra del modelo queda fuera del intervalo corregido.",
        );
        paper.small(text);
        let summary = paper.say("The other touchpoints", "Los demás puntos de contacto");
        paper.more(summary);
        paper.table(&caption, &header, &rest, &[]);
        paper.end_more();
    }
}

/// Where the model gives a label of which none was checked.
fn unconfirmed(paper: &mut Paper, touchpoints: &[&TouchpointCorrections]) {
    let figures = |one: &TouchpointCorrections| [Some(one.mentioned), one.criticised, one.praised];
    let names: Vec<String> = touchpoints
        .iter()
        .filter(|one| figures(one).into_iter().flatten().any(|figure| figure.unseen > 0.0))
        .map(|one| paper.the(one.label).to_owned())
        .collect();
    if names.is_empty() {
        return;
    }
    let names = paper.listed(&names);
    let text = match paper.tongue {
        Tongue::En => format!(
            "Checked in part only: {names}. The model tags some comments there in a way of which none was checked; these stay as the model \
             has them, and the interval allows for all of them being wrong."
        ),
        Tongue::Es => format!(
            "Revisión incompleta: {names}. El modelo pone ahí alguna etiqueta de la que no se ha revisado ningún comentario; esa parte se \
             deja como la da el modelo, y el intervalo admite que toda ella sea errónea."
        ),
    };
    paper.small(&text);
}

/// A caption with the numbers of comments and of checked ones.
fn counted(paper: &Paper, section: &AuditSection, caption: &str) -> String {
    let all = &section.all;
    let (checked, comments) = (paper.count(all.checked as f64), paper.count(all.comments as f64));
    match paper.tongue {
        Tongue::En => format!("{caption} ({checked} of {comments} comments checked)"),
        Tongue::Es => format!("{caption} ({checked} de {comments} comentarios revisados)"),
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
                    short(&group.value),
                    paper.count(figure.n),
                    paper.count(group.figures.checked as f64),
                    paper.net(&raw_net(figure)),
                    paper.net(&corrected_net(figure)),
                    advice(paper, figure),
                ])
            })
            .collect();
        let ([_, raw, corrected], more) = (header(paper, ""), checking(paper));
        let caption =
            format!("{}: {}", short(&by.column), paper.say("net sentiment, corrected", "sentimiento neto corregido"));
        let first = paper.say("group", "grupo");
        paper.table(&caption, &[first, "n", paper.say("checked", "revisados"), raw, corrected, more], &rows, &[]);
        if !by.too_few.is_empty() {
            let few: Vec<String> = by.too_few.iter().take(12).map(|value| short(value)).collect();
            let more = if by.too_few.len() > 12 { ", …" } else { "" };
            let text = match paper.tongue {
                Tongue::En => format!("{}, not corrected for want of {FEWEST} checked comments: ", short(&by.column)),
                Tongue::Es => {
                    format!("{}, sin corregir por no llegar a {FEWEST} comentarios revisados: ", short(&by.column))
                }
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
    let header = match paper.tongue {
        Tongue::En => ["label", "right when given (precision)", "n", "found when there (recall)", "n"],
        Tongue::Es => ["etiqueta", "acierta al ponerla (precisión)", "n", "la encuentra si está (exhaustividad)", "n"],
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
