//! Reports as one HTML page: tables and plots, no script, nothing from elsewhere.

use std::fmt::Write;

use super::comparison::{Disagreement, Pair};
use super::evaluation::{Evaluation, PredictorReport};
use super::figures::{Figure, ReliabilityBin, TaskFigures};
use super::judge::Task;
use super::table::{chance, columns, verdict};
use crate::shown::escape;
use crate::statistics::LEVEL;

/// The side of a square plot, and the margin that its axes take.
const SIDE: f64 = 260.0;
const MARGIN: f64 = 44.0;

/// How predictors are drawn: each has a colour and, for those who cannot tell colours, a dash pattern and a letter.
const COLOURS: [(&str, &str); 6] = [
    ("#1b5e8c", ""),
    ("#b3541e", "6 3"),
    ("#3c7a3f", "2 3"),
    ("#7a3b84", "8 3 2 3"),
    ("#6b6b00", "1 4"),
    ("#8c1b3d", "10 4"),
];

const STYLE: &str = "
:root{color-scheme:light}
body{font:16px/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff;margin:0 auto;padding:1.5rem;max-width:72rem}
h1{font-size:1.6rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:2px solid #1b5e8c;padding-bottom:.2rem}
h3{margin:1.5rem 0 .5rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.5rem 0 1rem}
th,td{padding:.3rem .7rem;text-align:left;border-bottom:1px solid #ddd;white-space:nowrap}
td.n,th.n{text-align:right}td small{color:#555}caption{text-align:left;font-weight:600;padding:.3rem 0}
.plots{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:0}figcaption{max-width:20rem;font-size:.9rem;color:#444}
.warning{border-left:.3rem solid #b3541e;padding:.4rem .8rem;background:#fdf3ec}
td.wrap{white-space:normal;min-width:12rem}
@media print{body{max-width:none;padding:0}h2,h3{break-after:avoid}table,figure{break-inside:avoid}}
";

/// Writes an evaluation, or with pairs and disagreements a comparison.
pub fn page(report: &Evaluation, pairs: &[Pair], disagreements: &[Disagreement]) -> String {
    let mut out = String::new();
    let names: Vec<&str> = report.predictors.iter().map(|one| one.name.as_str()).collect();
    let title = format!("{} on {}", names.join(", "), report.gold.name);
    let _ = write!(
        out,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{0}</title><style>{STYLE}</style></head><body><main><h1>{0}</h1><p>{1} comments. Every figure has its 95 % interval \
         in brackets.</p>",
        escape(&title),
        report.gold.rows
    );
    for warning in &report.warnings {
        let _ = write!(out, "<p class=\"warning\">Warning: {}</p>", escape(warning));
    }
    predictors(report, &mut out);
    if report.predictors.iter().any(|one| one.cost.is_some()) {
        speed(report, &mut out);
    }
    for task in Task::ALL {
        section(report, task.name(), pairs, &mut out);
    }
    rows(disagreements, &names, &mut out);
    out.push_str(
        "<h2>How it was computed</h2><p>Intervals: percentile bootstrap over comments, 1,000 samples; precision and recall: Wilson. \
         Differences: paired bootstrap, approximate randomisation, exact McNemar test; chances corrected by Holm.</p></main></body></html>\n",
    );
    out
}

/// A table: the first cells of its rows are headings, the others numbers but for those in `words`.
fn table(caption: &str, header: &[String], rows: &[Vec<String>], words: &[usize], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let class = |column: usize| if column == 0 || words.contains(&column) { "" } else { " class=\"n\"" };
    let _ = write!(out, "<div class=\"scroll\"><table><caption>{}</caption><thead><tr>", escape(caption));
    for (column, cell) in header.iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column), escape(cell));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let tag = if column == 0 { "th scope=\"row\"" } else { "td" };
            let _ = write!(out, "<{tag}{}>{}</{}>", class(column), escape(cell), &tag[..2]);
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn shown(figure: Option<&Figure>) -> String {
    figure.map_or_else(|| "–".into(), |one| format!("{:.3} [{:.3}, {:.3}]", one.value, one.low, one.high))
}

fn predictors(report: &Evaluation, out: &mut String) {
    let row = |one: &PredictorReport| {
        let unknown = if one.unknown.is_empty() { "–".into() } else { one.unknown.join(", ") };
        vec![one.name.clone(), one.origin.clone(), unknown, one.unanswered.to_string()]
    };
    let rows: Vec<Vec<String>> = report.predictors.iter().map(row).collect();
    table(
        "What was judged",
        &strings(&["predictor", "what it is", "does not predict", "without an answer"]),
        &rows,
        &[1, 2],
        out,
    );
}

fn section(report: &Evaluation, name: &str, pairs: &[Pair], out: &mut String) {
    let found: Vec<(usize, &PredictorReport, &TaskFigures)> = report
        .predictors
        .iter()
        .enumerate()
        .filter_map(|(index, one)| Some((index, one, one.tasks.iter().find(|task| task.task == name)?)))
        .collect();
    let Some((_, _, first)) = found.first() else { return };
    let _ = write!(out, "<h2>{}</h2>", escape(&name.replace('_', " ")));
    let columns = columns(&first.metrics);
    let mut header = strings(&["predictor", "n"]);
    header.extend(strings(columns));
    let row = |one: &PredictorReport, task: &TaskFigures| {
        let mut row = vec![one.name.clone(), task.n.to_string()];
        row.extend(columns.iter().map(|metric| shown(task.metrics.get(metric))));
        row
    };
    let rows: Vec<Vec<String>> = found.iter().map(|(_, one, task)| row(one, task)).collect();
    table("All comments", &header, &rows, &[], out);
    differences(pairs, name, out);
    let drawn: Vec<(usize, &str, &[ReliabilityBin])> = found
        .iter()
        .filter_map(|(index, one, task)| Some((*index, one.name.as_str(), task.reliability.as_deref()?)))
        .collect();
    out.push_str("<div class=\"plots\">");
    if !drawn.is_empty() {
        reliability(&drawn, out);
    }
    for (_, one, task) in &found {
        confusion(&one.name, task, out);
    }
    out.push_str("</div>");
    for (_, one, task) in &found {
        let header = strings(&["label", "gold", "predicted", "precision", "recall", "f1"]);
        let labels = task.labels.iter().filter(|label| label.gold + label.predicted > 0).map(|label| {
            vec![
                label.label.clone(),
                label.gold.to_string(),
                label.predicted.to_string(),
                shown(label.precision.as_ref()),
                shown(label.recall.as_ref()),
                shown(label.f1.as_ref()),
            ]
        });
        table(&format!("Labels, {}", one.name), &header, &labels.collect::<Vec<_>>(), &[], out);
        let mut header = strings(&["part", "n"]);
        header.extend(strings(&columns[..2]));
        let parts = task.slices.iter().map(|slice| {
            let mut row = vec![format!("{} {}", slice.by, slice.value), slice.n.to_string()];
            row.extend(columns[..2].iter().map(|metric| shown(slice.metrics.get(metric))));
            row
        });
        table(&format!("Parts, {}", one.name), &header, &parts.collect::<Vec<_>>(), &[], out);
    }
}

fn differences(pairs: &[Pair], name: &str, out: &mut String) {
    let rows = pairs.iter().filter(|pair| pair.task == name).flat_map(|pair| {
        pair.differences.iter().map(move |one| {
            vec![
                format!("{} – {}", pair.a, pair.b),
                one.metric.to_owned(),
                format!("{:+.3} [{:+.3}, {:+.3}]", one.difference, one.low, one.high),
                chance(one.randomisation_p_holm),
                verdict(pair, one.difference, one.randomisation_p_holm),
                format!("{} : {}", pair.only_a, pair.only_b),
                chance(pair.mcnemar_p_holm),
                pair.detectable.map_or_else(|| "–".into(), |least| format!("{least:.3}")),
            ]
        })
    });
    let header = strings(&[
        "pair",
        "figure",
        "difference",
        "p (Holm)",
        "verdict",
        "only one right",
        "McNemar p (Holm)",
        "smallest that would show",
    ]);
    table(
        &format!("Differences; below {LEVEL} they are more than chance"),
        &header,
        &rows.collect::<Vec<_>>(),
        &[1, 4],
        out,
    );
}

/// A square plot's frame, from 0 to 1 both ways, with its axes' names.
fn frame(label: &str, x: &str, y: &str, out: &mut String) {
    let size = SIDE + MARGIN + 12.0;
    let _ = write!(
        out,
        "<svg width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{}\" font-size=\"12\">\
         <rect x=\"{MARGIN}\" y=\"8\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#888\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{x}</text>\
         <text transform=\"translate(12 {}) rotate(-90)\" text-anchor=\"middle\">{y}</text>",
        escape(label),
        MARGIN + SIDE / 2.0,
        SIDE + 42.0,
        8.0 + SIDE / 2.0,
    );
}

fn reliability(drawn: &[(usize, &str, &[ReliabilityBin])], out: &mut String) {
    out.push_str("<figure>");
    frame(
        "Reliability: stated probability against the share that is right",
        "stated probability",
        "share that is right",
        out,
    );
    let place = |p: f64, q: f64| (MARGIN + p * SIDE, 8.0 + (1.0 - q) * SIDE);
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let ((x, _), (_, y)) = (place(tick, 0.0), place(0.0, tick));
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}</text><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            SIDE + 24.0,
            MARGIN - 5.0,
            y + 4.0
        );
    }
    let ((x1, y1), (x2, y2)) = (place(0.0, 0.0), place(1.0, 1.0));
    let _ = write!(out, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#aaa\"/>");
    for (index, _, bins) in drawn {
        let (colour, dash) = COLOURS[index % COLOURS.len()];
        let points: Vec<(f64, f64, u64)> = bins
            .iter()
            .filter(|bin| bin.n > 0)
            .map(|bin| {
                let (x, y) = place(bin.confidence, bin.accuracy);
                (x, y, bin.n)
            })
            .collect();
        let line: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
        let _ = write!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>",
            line.join(" ")
        );
        for (x, y, n) in points {
            // Areas as the numbers of comments are.
            let radius = 1.5 + (n as f64).sqrt() / 5.0;
            let _ = write!(
                out,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\"><title>n {n}</title></circle>"
            );
        }
    }
    out.push_str(
        "</svg><figcaption>Reliability: on the line, probabilities mean what they say. Larger dots are more comments. ",
    );
    legend(&drawn.iter().map(|(index, name, _)| (*index, *name)).collect::<Vec<_>>(), out);
    out.push_str("</figcaption></figure>");
}

fn legend(drawn: &[(usize, &str)], out: &mut String) {
    for (index, name) in drawn {
        let (colour, dash) = COLOURS[index % COLOURS.len()];
        let _ = write!(
            out,
            "<br><svg width=\"34\" height=\"10\" aria-hidden=\"true\"><line x1=\"0\" y1=\"5\" x2=\"34\" y2=\"5\" stroke=\"{colour}\" \
             stroke-width=\"2\" stroke-dasharray=\"{dash}\"/></svg> {}",
            escape(name)
        );
    }
}

/// Counts as a table, darker where a row's share is larger; the numbers stay readable without the shade.
fn confusion(name: &str, task: &TaskFigures, out: &mut String) {
    let Some(counts) = &task.confusion else { return };
    let none = counts.iter().any(|row| row.last().is_some_and(|count| *count > 0));
    let width = task.labels.len() + usize::from(none);
    let _ = write!(
        out,
        "<figure class=\"scroll\"><table><caption>Right (rows) and predicted (columns), {}</caption><thead><tr><td></td>",
        escape(name)
    );
    let headings = task.labels.iter().map(|label| label.label.as_str()).chain(["no answer"]);
    for label in headings.take(width) {
        let _ = write!(out, "<th scope=\"col\" class=\"n\">{}</th>", escape(label));
    }
    out.push_str("</tr></thead><tbody>");
    for (label, row) in task.labels.iter().zip(counts) {
        let total: u64 = row.iter().sum::<u64>().max(1);
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&label.label));
        for count in row.iter().take(width) {
            let share = *count as f64 / total as f64;
            let ink = if share > 0.55 { "#fff" } else { "#1c1c1c" };
            let _ =
                write!(out, "<td class=\"n\" style=\"background:rgba(27,94,140,{share:.2});color:{ink}\">{count}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></figure>");
}

/// Quality against speed, and the table of what each model costs.
fn speed(report: &Evaluation, out: &mut String) {
    out.push_str("<h2>Quality and cost</h2><div class=\"plots\">");
    for (task, metric) in [("sentiment", "macro_f1"), ("emotion", "macro_f1"), ("touchpoints", "micro_f1")] {
        let points: Vec<(usize, &str, f64, Figure)> = report
            .predictors
            .iter()
            .enumerate()
            .filter_map(|(index, one)| {
                let figures = one.tasks.iter().find(|figures| figures.task == task)?;
                Some((index, one.name.as_str(), one.cost?.comments_per_second, *figures.metrics.get(metric)?))
            })
            .collect();
        if !points.is_empty() {
            scatter(task, metric, &points, out);
        }
    }
    out.push_str("</div>");
    let row = |one: &PredictorReport| {
        let cost = one.cost?;
        Some(vec![
            one.name.clone(),
            format!("{:.0}", cost.comments_per_second),
            format!("{:.2}", cost.start_seconds),
            cost.peak_bytes.map_or_else(|| "–".into(), |bytes| format!("{:.1}", bytes as f64 / 1e6)),
            format!("{:.1}", cost.model_bytes as f64 / 1e6),
            cost.threads.to_string(),
        ])
    };
    let rows: Vec<Vec<String>> = report.predictors.iter().filter_map(row).collect();
    table(
        "Medians of runs in turn",
        &strings(&["model", "comments/s", "start, s", "peak MB", "model MB", "threads"]),
        &rows,
        &[],
        out,
    );
}

fn scatter(task: &str, metric: &str, points: &[(usize, &str, f64, Figure)], out: &mut String) {
    let most = points.iter().map(|(_, _, speed, _)| *speed).fold(1.0, f64::max) * 1.1;
    out.push_str("<figure>");
    frame(
        &format!("{task}: {metric} against comments a second"),
        "comments a second",
        &format!("{task} {metric}"),
        out,
    );
    for tick in [0.0, 0.5, 1.0] {
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{:.0}</text><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            MARGIN + tick * SIDE,
            SIDE + 24.0,
            tick * most,
            MARGIN - 5.0,
            12.0 + (1.0 - tick) * SIDE
        );
    }
    for (index, name, speed, figure) in points {
        let (colour, _) = COLOURS[index % COLOURS.len()];
        let (x, y) = (MARGIN + speed / most * SIDE, |value: f64| 8.0 + (1.0 - value.clamp(0.0, 1.0)) * SIDE);
        let anchor = if *speed > most / 2.0 { ("end", -9.0) } else { ("start", 9.0) };
        let _ = write!(
            out,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\" stroke-width=\"2\"/>\
             <circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"5\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{}\">{}</text>",
            y(figure.low),
            y(figure.high),
            y(figure.value),
            x + anchor.1,
            y(figure.value) + 4.0,
            anchor.0,
            escape(name)
        );
    }
    let _ = write!(out, "</svg><figcaption>{}: up and right is better.</figcaption></figure>", escape(task));
}

fn rows(disagreements: &[Disagreement], names: &[&str], out: &mut String) {
    if disagreements.is_empty() {
        return;
    }
    out.push_str("<h2>Where they disagree</h2><p>The most confident errors first.</p>");
    let mut header = strings(&["id", "task", "right"]);
    header.extend(names.iter().map(|name| (*name).to_owned()));
    header.push("p of the error".into());
    header.push("comment".into());
    let row = |one: &Disagreement| {
        let mut row = vec![one.id.clone(), one.task.to_owned(), one.gold.clone()];
        row.extend(one.said.iter().map(|said| said.clone().unwrap_or_else(|| "–".into())));
        row.push(one.wrong_confidence.map_or_else(|| "–".into(), |p| format!("{p:.3}")));
        row.push(one.text.clone().unwrap_or_else(|| "–".into()));
        row
    };
    let words: Vec<usize> = (1..header.len()).filter(|column| *column != header.len() - 2).collect();
    table(
        "Comments that one has right and another has not",
        &header,
        &disagreements.iter().map(row).collect::<Vec<_>>(),
        &words,
        out,
    );
}
