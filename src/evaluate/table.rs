//! Reports as tables: aligned for a terminal, or in Markdown.

use std::fmt::Write;

use super::comparison::{Disagreement, Pair};
use super::evaluation::{Cost, Evaluation, PredictorReport};
use super::figures::{Figure, Metrics, TaskFigures};
use crate::shown::one_line;
use crate::statistics::LEVEL;

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Columns aligned by blanks.
    Text,
    /// Markdown.
    Markdown,
}

/// A table in the making.
pub(crate) struct Table {
    title: String,
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(title: impl Into<String>, header: impl IntoIterator<Item = &'static str>) -> Self {
        Self { title: title.into(), header: header.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// Writes it without its title: visible text, a line a row.
    pub(crate) fn write(&self, style: Style, out: &mut String) {
        let fit = |cells: &Vec<String>| -> Vec<String> {
            let lines = cells.iter().map(|cell| one_line(cell));
            match style {
                Style::Text => lines.collect(),
                // A bar ends a cell.
                Style::Markdown => lines.map(|cell| cell.replace('|', "\\|")).collect(),
            }
        };
        let (header, rows) = (fit(&self.header), self.rows.iter().map(fit).collect::<Vec<_>>());
        let mut line = |cells: &[String], widths: &[usize]| {
            let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
            let _ = match style {
                Style::Text => writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end()),
                Style::Markdown => writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | ")),
            };
        };
        let widths: Vec<usize> = (0..header.len())
            .map(|column| {
                let cells = rows.iter().filter_map(|row| row.get(column)).chain([&header[column]]);
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        line(&header, &widths);
        if style == Style::Markdown {
            line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>(), &widths);
        }
        for row in &rows {
            line(row, &widths);
        }
    }
}

/// Writes an evaluation; `full` adds slices, labels, confusion and coverage of every predictor.
pub fn evaluation(report: &Evaluation, style: Style, full: bool) -> String {
    let mut out = String::new();
    heading(style, 1, &format!("{}: {} comments", report.gold.name, report.gold.rows), &mut out);
    for warning in &report.warnings {
        let _ = writeln!(out, "Warning: {warning}");
    }
    let several = report.predictors.len() > 1;
    for task in tasks(report) {
        headline(report, task).print(style, &mut out);
    }
    for predictor in &report.predictors {
        if predictor.unanswered > 0 {
            let _ = writeln!(
                out,
                "\n{}: {} comments without an answer, counted as wrong",
                predictor.name, predictor.unanswered
            );
        }
        if !predictor.unknown.is_empty() {
            let _ = writeln!(out, "\n{} does not predict: {}", predictor.name, predictor.unknown.join(", "));
        }
        if full {
            for task in &predictor.tasks {
                let name = if several { format!("{}, {}", task.task, predictor.name) } else { task.task.to_owned() };
                for table in details(&name, task) {
                    table.print(style, &mut out);
                }
            }
        }
    }
    if let Some(table) = costs(&report.predictors) {
        table.print(style, &mut out);
    }
    out.push_str("\nIntervals are 95 %: bootstrap over comments (1,000 samples); precision and recall: Wilson.\n");
    out
}

/// Writes what sets predictors apart.
pub fn comparison(pairs: &[Pair], disagreements: &[Disagreement], names: &[String], style: Style) -> String {
    let mut out = String::new();
    let mut differences =
        Table::new("differences", ["task", "A", "B", "figure", "A", "B", "A - B [95 %]", "p (Holm)", "verdict"]);
    let mut tests = Table::new(
        "comments that only one has right",
        ["task", "A", "B", "n", "only A", "only B", "McNemar p (Holm)", "smallest difference that would show"],
    );
    let mut labels = Table::new(
        "labels that one tells better",
        ["task", "label", "A", "B", "only A right", "only B right", "p (Holm)"],
    );
    for pair in pairs {
        for one in &pair.differences {
            differences.rows.push(vec![
                pair.task.into(),
                pair.a.clone(),
                pair.b.clone(),
                one.metric.into(),
                format!("{:.3}", one.a),
                format!("{:.3}", one.b),
                format!("{:+.3} [{:+.3}, {:+.3}]", one.difference, one.low, one.high),
                chance(one.randomisation_p_holm),
                verdict(pair, one.difference, one.randomisation_p_holm),
            ]);
        }
        tests.rows.push(vec![
            pair.task.into(),
            pair.a.clone(),
            pair.b.clone(),
            pair.n.to_string(),
            pair.only_a.to_string(),
            pair.only_b.to_string(),
            chance(pair.mcnemar_p_holm),
            pair.detectable.map_or_else(|| "none: they differ too rarely".into(), |least| format!("{least:.3}")),
        ]);
        for label in pair.labels.iter().filter(|label| label.p_holm < LEVEL) {
            labels.rows.push(vec![
                pair.task.into(),
                label.label.clone(),
                pair.a.clone(),
                pair.b.clone(),
                label.only_a.to_string(),
                label.only_b.to_string(),
                chance(label.p_holm),
            ]);
        }
    }
    let mut rows = Table::new("where they disagree, the most confident errors first", ["task", "id", "gold"]);
    rows.header.extend(names.iter().cloned());
    rows.header.push("p of the error".into());
    let with_text = disagreements.iter().any(|one| one.text.is_some());
    rows.header.extend(with_text.then(|| "text".to_owned()));
    for one in disagreements {
        let mut row = vec![one.task.to_owned(), one.id.clone(), one.gold.clone()];
        row.extend(one.said.iter().map(|said| said.clone().unwrap_or_else(|| "-".into())));
        row.push(one.wrong_confidence.map_or_else(String::new, |p| format!("{p:.3}")));
        row.extend(one.text.clone());
        rows.rows.push(row);
    }
    for table in [differences, tests, labels, rows] {
        table.print(style, &mut out);
    }
    out.push_str(
        "\nA - B: paired bootstrap. p: approximate randomisation (figures) and the exact McNemar test (comments, labels), each \
         corrected by Holm.\n",
    );
    out
}

impl Table {
    fn print(&self, style: Style, out: &mut String) {
        if !self.rows.is_empty() {
            heading(style, 2, &self.title, out);
            out.push('\n');
            self.write(style, out);
        }
    }
}

fn heading(style: Style, level: usize, text: &str, out: &mut String) {
    let _ = match style {
        Style::Text if out.is_empty() => writeln!(out, "{text}"),
        Style::Text => writeln!(out, "\n{text}"),
        Style::Markdown if out.is_empty() => writeln!(out, "{} {text}", "#".repeat(level)),
        Style::Markdown => writeln!(out, "\n{} {text}", "#".repeat(level)),
    };
}

pub(super) fn verdict(pair: &Pair, difference: f64, p: f64) -> String {
    match (p < LEVEL, difference > 0.0) {
        (true, true) => format!("{} is better", pair.a),
        (true, false) => format!("{} is better", pair.b),
        (false, _) => "no difference shown".into(),
    }
}

/// A chance, to three decimals.
pub(super) fn chance(value: f64) -> String {
    if value < 0.001 { "< 0.001".into() } else { format!("{value:.3}") }
}

fn figure(figure: Option<&Figure>) -> String {
    figure.map_or_else(|| "-".into(), |figure| format!("{:.3} [{:.3}, {:.3}]", figure.value, figure.low, figure.high))
}

/// The tasks of a report, in order.
fn tasks(report: &Evaluation) -> Vec<(&'static str, &'static str, &'static [&'static str])> {
    let mut found: Vec<(&'static str, &'static str, &'static [&'static str])> = Vec::new();
    for task in report.predictors.iter().flat_map(|predictor| &predictor.tasks) {
        if !found.iter().any(|(name, ..)| *name == task.task) {
            found.push((task.task, task.space, columns(&task.metrics)));
        }
    }
    found
}

pub(super) fn columns(metrics: &Metrics) -> &'static [&'static str] {
    if metrics.contains_key("accuracy") {
        &["accuracy", "macro_f1", "macro_recall", "mcc", "ece", "brier"]
    } else {
        &["micro_f1", "macro_f1", "precision", "recall", "exact_match", "ece"]
    }
}

fn headline(
    report: &Evaluation,
    (name, space, columns): (&'static str, &'static str, &'static [&'static str]),
) -> Table {
    let mut table = Table::new(
        format!("{name} (label space: {space})"),
        ["predictor", "n"].into_iter().chain(columns.iter().copied()),
    );
    for predictor in &report.predictors {
        if let Some(task) = predictor.tasks.iter().find(|task| task.task == name) {
            let impossible: Vec<&str> =
                task.labels.iter().filter(|label| !label.possible).map(|label| label.label.as_str()).collect();
            let shown = if impossible.is_empty() || impossible.len() > 3 {
                predictor.name.clone()
            } else {
                format!("{} (cannot say {})", predictor.name, impossible.join(", "))
            };
            let mut row = vec![shown, task.n.to_string()];
            row.extend(columns.iter().map(|metric| figure(task.metrics.get(metric))));
            table.rows.push(row);
        }
    }
    table
}

fn details(name: &str, task: &TaskFigures) -> Vec<Table> {
    let columns = &columns(&task.metrics)[..2];
    let mut slices = Table::new(format!("{name}: parts"), ["part", "n"].into_iter().chain(columns.iter().copied()));
    for slice in &task.slices {
        let mut row = vec![format!("{} {}", slice.by, slice.value), slice.n.to_string()];
        row.extend(columns.iter().map(|metric| figure(slice.metrics.get(metric))));
        slices.rows.push(row);
    }
    let mut labels = Table::new(format!("{name}: labels"), ["label", "gold", "predicted", "precision", "recall", "f1"]);
    for label in task.labels.iter().filter(|label| label.gold + label.predicted > 0) {
        labels.rows.push(vec![
            label.label.clone(),
            label.gold.to_string(),
            label.predicted.to_string(),
            figure(label.precision.as_ref()),
            figure(label.recall.as_ref()),
            figure(label.f1.as_ref()),
        ]);
    }
    let mut tables = vec![slices, labels];
    if let Some(confusion) = &task.confusion {
        let mut table = Table::new(format!("{name}: gold (rows) by predicted (columns)"), ["gold"]);
        table.header.extend(task.labels.iter().map(|label| label.label.clone()));
        let none = confusion.iter().any(|row| row.last().is_some_and(|count| *count > 0));
        table.header.extend(none.then(|| "no answer".to_owned()));
        for (label, counts) in task.labels.iter().zip(confusion) {
            let mut row = vec![label.label.clone()];
            row.extend(counts.iter().take(table.header.len() - 1).map(u64::to_string));
            table.rows.push(row);
        }
        tables.push(table);
    }
    if let Some(coverage) = &task.coverage {
        let mut table =
            Table::new(format!("{name}: coverage at a given error rate"), ["errors at most", "share of the comments"]);
        for one in coverage {
            table.rows.push(vec![format!("{:.0} %", 100.0 * one.error), format!("{:.3}", one.coverage)]);
        }
        tables.push(table);
    }
    if let Some(bins) = &task.reliability {
        let mut table =
            Table::new(format!("{name}: calibration"), ["probability", "n", "mean probability", "share right"]);
        for bin in bins.iter().filter(|bin| bin.n > 0) {
            table.rows.push(vec![
                format!("{:.2}-{:.2}", bin.low, bin.high),
                bin.n.to_string(),
                format!("{:.3}", bin.confidence),
                format!("{:.3}", bin.accuracy),
            ]);
        }
        tables.push(table);
    }
    tables
}

fn costs(predictors: &[PredictorReport]) -> Option<Table> {
    let mut table =
        Table::new("cost", ["predictor", "comments/s", "start s", "peak MB", "model MB", "threads", "runs"]);
    for predictor in predictors {
        if let Some(Cost { comments_per_second, start_seconds, peak_bytes, model_bytes, threads, runs }) =
            predictor.cost
        {
            let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
            table.rows.push(vec![
                predictor.name.clone(),
                format!("{comments_per_second:.0}"),
                format!("{start_seconds:.2}"),
                peak_bytes.map_or_else(|| "-".into(), megabytes),
                megabytes(model_bytes),
                threads.to_string(),
                runs.to_string(),
            ]);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}
