//! What changed: before and after, and how much of it is who answered.

use super::chart::{Dot, Tone, short};
use super::findings::Finding;
use super::measures::{figure, in_sentence, level};
use super::names::capital;
use super::paper::{Paper, Tongue};
use super::{trends, trust, units};
use crate::report::Report;
use crate::report::change::{
    CellValue, Change, Comparison, Decomposition, Difference, Measure, Side, SplitChange, Verdict, Versions, Withheld,
};
use crate::report::drivers::Kind;

/// How many changes the first sentence names.
const NAMED: usize = 4;

pub(super) fn change(paper: &mut Paper, report: &Report) {
    let change = &report.change;
    if change.trends.is_none() && change.comparison.is_none() {
        return;
    }
    let heading = paper.say("What changed", "Qué ha cambiado");
    paper.section("change", heading);
    versions(paper, change);
    if let Some(comparison) = &change.comparison {
        compared(paper, report, comparison);
    }
    for note in &change.notes {
        let text = paper.say(&note.en, &note.es).to_owned();
        paper.small(&text);
    }
    if let Some(found) = &change.trends {
        trends::trends(paper, report, found);
    }
    paper.end();
}

/// The surest change: of level over all periods, else between the two sides. None of what an audit found doubtful.
pub(super) fn finding(paper: &Paper, report: &Report) -> Option<Finding> {
    let change = &report.change;
    let trusted = |measure: Measure| trust::doubtful_measure(report, measure).is_none();
    let withheld = change.trends.as_ref().is_none_or(|trends| trends.withheld.is_some());
    let series = change.trends.iter().filter(|_| !withheld).flat_map(|trends| &trends.series);
    let shifts = series.flat_map(|trend| trend.shifts.iter().map(move |shift| (trend.measure, shift)));
    if let Some((measure, shift)) =
        shifts.filter(|(measure, _)| trusted(*measure)).min_by(|a, b| a.1.q.total_cmp(&b.1.q))
    {
        let (name, period) = (capital(&in_sentence(paper, measure)), paper.period_in_words(shift.period));
        let (from, to) = (level(paper, measure, &shift.before), level(paper, measure, &shift.after));
        let (n_from, n_to) = (paper.n(shift.before.n), paper.n(shift.after.n));
        return Some(match paper.tongue {
            Tongue::En => Finding {
                head: format!("{name}: another level since {period}."),
                text: format!("From {from} before ({n_from}) to {to} since ({n_to}), more than chance explains."),
            },
            Tongue::Es => Finding {
                head: format!("{name}: otro nivel desde {period}."),
                text: format!(
                    "De {from} antes ({n_from}) a {to} desde entonces ({n_to}), más de lo que explica el azar."
                ),
            },
        });
    }
    let comparison = change.comparison.as_ref().filter(|comparison| comparison.withheld.is_none())?;
    let moved = comparison.differences.iter().filter(|one| has_moved(one) && trusted(one.measure));
    let one = moved.min_by(|a, b| a.p.unwrap_or(1.0).total_cmp(&b.p.unwrap_or(1.0)))?;
    let (before, after) = (side(paper, &comparison.before, false), side(paper, &comparison.after, true));
    let (from, to) = (level(paper, one.measure, &one.before), level(paper, one.measure, &one.after));
    let (n_from, n_to) = (paper.n(one.before.n), paper.n(one.after.n));
    let (name, rose) = (capital(&figure(paper, one.measure)), one.verdict == Some(Verdict::Rose));
    Some(match paper.tongue {
        Tongue::En => Finding {
            head: format!("{name}: {} in {after} than in {before}.", if rose { "more" } else { "less" }),
            text: format!("From {from} ({n_from}) to {to} ({n_to}), more than chance explains."),
        },
        Tongue::Es => Finding {
            head: format!("{name}: {} en {after} que en {before}.", if rose { "más" } else { "menos" }),
            text: format!("De {from} ({n_from}) a {to} ({n_to}), más de lo que explica el azar."),
        },
    })
}

fn has_moved(one: &Difference) -> bool {
    matches!(one.verdict, Some(Verdict::Rose | Verdict::Fell))
}

/// A difference in points: of net sentiment, or of a percentage.
fn points(paper: &Paper, measure: Measure, value: f64) -> String {
    paper.signed(if measure == Measure::Net { value } else { 100.0 * value }, 1)
}

/// What several versions of a model, or unknown ones, do to the figures.
fn versions(paper: &mut Paper, change: &Change) {
    let Versions { found, unknown, periods_alike, sides_alike } = &change.versions;
    let named: Vec<String> =
        found.iter().map(|one| format!("{} ({})", one.name, paper.n(one.comments as f64))).collect();
    let named = paper.listed(&named);
    let english = paper.tongue == Tongue::En;
    if found.len() > 1 {
        let text = match (*periods_alike && *sides_alike, english) {
            (true, true) => format!("Several models tagged the comments, everywhere in the same proportions: {named}."),
            (true, false) => format!(
                "Etiquetaron los comentarios varios modelos, en las mismas proporciones en todas partes: {named}."
            ),
            (false, true) => format!(
                "Several models tagged the comments, and not everywhere in the same proportions: {named}. A change may be the \
                 model, not the customers: classify all again with one version. Until then the figures are shown, but nothing \
                 is called a change or a trend where the models differ."
            ),
            (false, false) => format!(
                "Etiquetaron los comentarios varios modelos, y no en todas partes en las mismas proporciones: {named}. Un cambio \
                 puede deberse al modelo y no a los clientes: conviene volver a clasificarlo todo con una sola versión. Hasta \
                 entonces se muestran las cifras, pero nada se llama cambio ni tendencia donde los modelos difieren."
            ),
        };
        paper.note(&text);
    }
    if *unknown > 0 {
        let n = paper.count(*unknown as f64);
        let text = if english {
            format!(
                "{n} comments do not say which model tagged them: another version among them would look like a change."
            )
        } else {
            format!("{n} comentarios no indican qué modelo los etiquetó: otra versión entre ellos parecería un cambio.")
        };
        paper.small(&text);
    }
}

fn side(paper: &Paper, side: &Side, after: bool) -> String {
    match side.period {
        Some(period) => paper.period_in_words(period),
        None if after => paper.say("these files", "estos archivos").to_owned(),
        None => paper.say("the files before", "los archivos anteriores").to_owned(),
    }
}

fn compared(paper: &mut Paper, report: &Report, comparison: &Comparison) {
    let (before, after) = (side(paper, &comparison.before, false), side(paper, &comparison.after, true));
    let heading = match paper.tongue {
        Tongue::En => format!("{} compared with {before}", capital(&after)),
        Tongue::Es => format!("{} frente a {before}", capital(&after)),
    };
    paper.heading(&heading);
    if comparison.before.comments == 0 || comparison.after.comments == 0 {
        return;
    }
    let quiet = comparison.withheld.is_none() && !comparison.differences.iter().any(has_moved);
    let text = match (quiet, comparison.withheld) {
        (true, _) => unmoved(paper, comparison, &before, &after),
        (false, None) => outcome(paper, comparison, &before, &after),
        (false, Some(_)) => net(paper, comparison),
    };
    paper.paragraph(&text);
    if comparison.after.incomplete {
        let text = paper.say("The later period is not over.", "El periodo posterior aún no ha terminado.");
        paper.small(text);
    }
    if quiet {
        let summary = paper.say("All figures of the comparison", "Todas las cifras de la comparación");
        paper.more(summary);
    }
    if comparison.withheld.is_none() {
        let text = net(paper, comparison);
        paper.paragraph(&text);
    }
    figures(paper, report, comparison, quiet, (&before, &after));
    if quiet {
        paper.end_more();
    }
}

/// One sentence where nothing is shown to have changed.
fn unmoved(paper: &Paper, comparison: &Comparison, before: &str, after: &str) -> String {
    let tested = comparison.differences.iter().filter(|one| one.p.is_some()).count();
    let told = comparison.differences.iter().find(|one| one.measure == Measure::Net).map(|one| {
        let (from, to) = (level(paper, Measure::Net, &one.before), level(paper, Measure::Net, &one.after));
        let (n_from, n_to) = (paper.n(one.before.n), paper.n(one.after.n));
        match paper.tongue {
            Tongue::En => format!(": net sentiment was {from} ({n_from}), then {to} ({n_to})"),
            Tongue::Es => format!(": el sentimiento neto era {from} ({n_from}) y pasó a {to} ({n_to})"),
        }
    });
    let told = told.unwrap_or_default();
    match paper.tongue {
        Tongue::En => format!(
            "Between {before} and {after} nothing changed more than chance explains{told}. Figures tested: {tested}."
        ),
        Tongue::Es => format!(
            "Entre {before} y {after} nada cambió más de lo que explica el azar{told}. Cifras comprobadas: {tested}."
        ),
    }
}

/// The figures of both sides, and what the change is made of.
fn figures(paper: &mut Paper, report: &Report, comparison: &Comparison, quiet: bool, (before, after): (&str, &str)) {
    let (units, english) = (units(paper, report), paper.tongue == Tongue::En);
    let (n_before, n_after) = (paper.count(comparison.before.n), paper.count(comparison.after.n));
    let caption = if english {
        format!("{before} ({n_before} {units}) and {after} ({n_after}), with 95% intervals")
    } else {
        format!("{before} ({n_before} {units}) y {after} ({n_after}), con intervalos del 95 %")
    };
    let header = if english {
        ["figure", "reading", "before", "after", "difference in points", "p, corrected"]
    } else {
        ["cifra", "lectura", "antes", "después", "diferencia en puntos", "p corregida"]
    };
    let (shown, rest): (Vec<&Difference>, Vec<&Difference>) = comparison
        .differences
        .iter()
        .partition(|one| quiet || matches!(one.measure, Measure::Net | Measure::Sentiment(_)) || has_moved(one));
    let rows = |paper: &Paper, some: &[&Difference]| -> Vec<Vec<String>> {
        some.iter().map(|one| row(paper, one, comparison.withheld)).collect()
    };
    let first = rows(paper, &shown);
    paper.table(&caption, &header, &first, &[1]);
    if !rest.is_empty() {
        let summary = paper.say("The other touchpoints", "Los demás puntos de contacto");
        paper.more(summary);
        let others = rows(paper, &rest);
        paper.table(&caption, &header, &others, &[1]);
        paper.end_more();
    }
    let text = paper.say(
        "Complaints and praise: percentage of all comments; a mixed one is both. Intervals of differences: Newcombe 1998. p: how often chance alone would \
         give so large a difference, corrected for the number of figures (Holm). It covers the chance of who answered, not what any two \
         periods differ by anyway.",
        "Quejas y elogios: porcentaje de todos los comentarios; uno mixto es ambas cosas. Intervalos de las diferencias: Newcombe 1998. p: con qué frecuencia el \
         azar por sí solo daría una diferencia tan grande, corregida por el número de cifras (Holm). Cubre el azar de quién contesta, no \
         lo que dos periodos cualesquiera difieren de por sí.",
    );
    paper.small(text);
    for one in &comparison.decompositions {
        split(paper, comparison, one);
    }
}

/// What rose and what fell.
fn outcome(paper: &Paper, comparison: &Comparison, before: &str, after: &str) -> String {
    let english = paper.tongue == Tongue::En;
    let mut moved: Vec<&Difference> = comparison
        .differences
        .iter()
        .filter(|one| one.measure != Measure::Net && matches!(one.verdict, Some(Verdict::Rose | Verdict::Fell)))
        .collect();
    moved.sort_by(|a, b| a.p.unwrap_or(1.0).total_cmp(&b.p.unwrap_or(1.0)));
    let tested = comparison.differences.iter().filter(|one| one.p.is_some()).count();
    if moved.is_empty() {
        return if english {
            format!("Between {before} and {after} no single share is shown to have changed ({tested} figures tested).")
        } else {
            format!(
                "Entre {before} y {after} no se aprecia el cambio de ninguna cifra por sí sola ({tested} comprobadas)."
            )
        };
    }
    let told: Vec<String> = moved
        .iter()
        .take(NAMED)
        .map(|one| {
            let rose = one.verdict == Some(Verdict::Rose);
            let (from, to) = (level(paper, one.measure, &one.before), level(paper, one.measure, &one.after));
            let name = in_sentence(paper, one.measure);
            match (english, rose) {
                (true, true) => format!("{name} rose from {from} to {to}"),
                (true, false) => format!("{name} fell from {from} to {to}"),
                (false, true) => format!("suben {name}, de {from} a {to}"),
                (false, false) => format!("bajan {name}, de {from} a {to}"),
            }
        })
        .collect();
    let told = told.join("; ");
    let rest = moved.len().saturating_sub(NAMED);
    let more = match (rest, english) {
        (0, _) => String::new(),
        (rest, true) => format!("; {rest} more in the table"),
        (rest, false) => format!("; {rest} más en la tabla"),
    };
    if english {
        format!("Between {before} and {after}, more than chance explains: {told}{more}.")
    } else {
        format!("Entre {before} y {after}, más de lo que explica el azar: {told}{more}.")
    }
}

/// Net sentiment, and what its change is made of.
fn net(paper: &Paper, comparison: &Comparison) -> String {
    let english = paper.tongue == Tongue::En;
    let Some(one) = comparison.differences.iter().find(|one| one.measure == Measure::Net) else { return String::new() };
    let (from, to) = (level(paper, Measure::Net, &one.before), level(paper, Measure::Net, &one.after));
    let by = one.difference.map_or_else(|| "–".to_owned(), |by| paper.signed(by, 1));
    let mut text = if english {
        format!("Net sentiment went from {from} to {to}, {by} points")
    } else {
        format!("El sentimiento neto pasó de {from} a {to}, {by} puntos")
    };
    text.push_str(match one.verdict {
        Some(Verdict::Rose | Verdict::Fell) => {
            paper.say(": more than chance explains.", ": más de lo que explica el azar.")
        }
        Some(Verdict::WithinChance) => paper.say("; that may be chance.", "; puede ser azar."),
        None => ".",
    });
    if comparison.withheld.is_none()
        && let Some(split) = comparison.decompositions.iter().find(|one| one.outcome.is_none())
    {
        let (customers, mix) = (estimate(paper, &split.customers, 1), estimate(paper, &split.mix, 1));
        let columns = comparison.columns.iter().map(|one| paper.quoted(&short(&one.column))).collect::<Vec<_>>();
        let columns = paper.listed(&columns);
        let more = if english {
            format!(
                " Of this, {customers} comes from customers of the same kind saying something else, and {mix} from the mix of who \
                 answered, by {columns}."
            )
        } else {
            format!(
                " De ello, {customers} se debe a lo que dicen clientes del mismo tipo y {mix}, a qué clientes respondieron, \
                 según {columns}."
            )
        };
        text.push_str(&more);
    }
    text
}

fn row(paper: &Paper, one: &Difference, withheld: Option<Withheld>) -> Vec<String> {
    let range = one.low.zip(one.high).map_or_else(String::new, |(low, high)| {
        format!(" {}", paper.interval(&points(paper, one.measure, low), &points(paper, one.measure, high)))
    });
    let difference = one.difference.map_or_else(|| "–".into(), |by| points(paper, one.measure, by) + &range);
    let reading = match (withheld, one.verdict) {
        (Some(_), _) => paper.say("withheld", "sin lectura"),
        (None, Some(Verdict::Rose)) => paper.say("▲ rose", "▲ sube"),
        (None, Some(Verdict::Fell)) => paper.say("▼ fell", "▼ baja"),
        (None, Some(Verdict::WithinChance)) => paper.say("may be chance", "puede ser azar"),
        (None, None) => paper.say("too few", "muy pocos"),
    };
    vec![
        capital(&figure(paper, one.measure)),
        reading.to_owned(),
        level(paper, one.measure, &one.before),
        level(paper, one.measure, &one.after),
        difference,
        one.p_holm.filter(|_| withheld.is_none()).map_or_else(|| "–".into(), |p| paper.chance(p)),
    ]
}

fn estimate(paper: &Paper, one: &SplitChange, decimals: usize) -> String {
    let value = paper.signed(one.change, decimals);
    match one.low.zip(one.high) {
        Some((low, high)) => {
            format!("{value} {}", paper.interval(&paper.signed(low, decimals), &paper.signed(high, decimals)))
        }
        None => value,
    }
}

/// A split change as dots, and its groups.
fn split(paper: &mut Paper, comparison: &Comparison, one: &Decomposition) {
    let english = paper.tongue == Tongue::En;
    let name = one.outcome.as_deref().map_or_else(|| paper.say("Net sentiment", "Sentimiento neto").to_owned(), short);
    let decimals = if matches!(one.kind, Some(Kind::Number)) { 2 } else { 1 };
    let n = format!("{} → {}", paper.n(one.n_before), paper.count(one.n_after));
    let dot = |label: &str, of: &SplitChange| Dot {
        label: label.to_owned(),
        value: of.change,
        low: of.low.unwrap_or(of.change),
        high: of.high.unwrap_or(of.change),
        note: n.clone(),
        tone: if comparison.withheld.is_some() || of.low.is_none() {
            Tone::Plain
        } else {
            Tone::of(of.low.unwrap_or_default(), of.high.unwrap_or_default())
        },
    };
    let dots = [
        dot(paper.say("Whole change", "Cambio total"), &one.whole),
        dot(paper.say("Customers say something else", "Los clientes dicen otra cosa"), &one.customers),
        dot(paper.say("Other customers answered", "Responden otros clientes"), &one.mix),
    ];
    let label = if english {
        format!("{name}: what the change is made of")
    } else {
        format!("{name}: de qué se compone el cambio")
    };
    let unit = match one.kind {
        None => paper.say("points", "puntos"),
        Some(Kind::Nps) => paper.say("NPS points", "puntos de NPS"),
        Some(Kind::Share) => paper.say("percentage points", "puntos porcentuales"),
        Some(Kind::Number) => "",
    };
    paper.dots(&label, unit, &dots);
    let summary = paper.say("The groups behind it", "Los grupos que hay detrás");
    paper.more(summary);
    let mut header: Vec<&str> = comparison.columns.iter().map(|one| one.column.as_str()).collect();
    let words: Vec<usize> = (0..header.len()).collect();
    header.extend(if english {
        ["n before", "n after", "before", "after", "customers", "mix"]
    } else {
        ["n antes", "n después", "antes", "después", "clientes", "composición"]
    });
    let mean = |paper: &Paper, mean: Option<f64>| mean.map_or_else(|| "–".into(), |mean| paper.number(mean, decimals));
    let rows: Vec<Vec<String>> = one
        .parts
        .iter()
        .map(|part| {
            let mut row: Vec<String> = part.values.iter().map(|value| cell(paper, value)).collect();
            row.extend([paper.count(part.n_before), paper.count(part.n_after)]);
            row.extend([mean(paper, part.mean_before), mean(paper, part.mean_after)]);
            row.extend([paper.signed(part.customers, decimals), paper.signed(part.mix, decimals)]);
            row
        })
        .collect();
    let (shown, all) = (rows.len(), one.groups);
    let of = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
    let caption = if english {
        format!("{name}{of}: {shown} of {all} groups, those with the largest parts first")
    } else {
        format!("{name}{of}: {shown} de {all} grupos, de más a menos peso en el cambio")
    };
    paper.table(&caption, &header, &rows, &words);
    let small = paper.count(one.small_groups as f64);
    let alone = paper.percent(one.one_sided);
    let pooled: Vec<String> = comparison
        .columns
        .iter()
        .filter(|column| column.pooled > 0)
        .map(|column| format!("{} ({})", paper.quoted(&column.column), column.kept))
        .collect();
    let mut text = if english {
        format!(
            "Kitagawa's symmetric decomposition (1955) over the joint values of the columns; 95% bootstrap intervals. It knows who \
             answered only as far as these columns tell, and proves no cause. Groups with fewer than 10 on a side: {small}. Comments in \
             groups on one side only: {alone}; what they change counts as mix."
        )
    } else {
        format!(
            "Descomposición simétrica de Kitagawa (1955) sobre los valores conjuntos de las columnas; intervalos bootstrap del 95 %. \
             Solo sabe quién respondió hasta donde lo dicen estas columnas, y no demuestra causas. Grupos con menos de 10 en un lado: \
             {small}. Comentarios de grupos que solo están en un lado: {alone}; lo que cambian cuenta como composición."
        )
    };
    if !pooled.is_empty() {
        let pooled = paper.listed(&pooled);
        let more = if english {
            format!(" Only the most frequent values are told apart, the others together: {pooled}.")
        } else {
            format!(" Solo se distinguen los valores más frecuentes; los demás van juntos: {pooled}.")
        };
        text.push_str(&more);
    }
    paper.small(&text);
    paper.end_more();
}

fn cell(paper: &Paper, value: &CellValue) -> String {
    match value {
        CellValue::Value(value) => short(value),
        CellValue::Others => paper.say("(others)", "(otros)").to_owned(),
        CellValue::Blank => paper.say("(blank)", "(vacío)").to_owned(),
    }
}
