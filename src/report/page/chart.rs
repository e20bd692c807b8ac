//! Charts: labels and figures are text, which wraps; marks are inline SVG, placed in percent of the width. So letters keep their size and
//! never meet, whether the chart fills a desk or a telephone. Tone is told by colour, by shape and by pattern.

use std::fmt::Write;

use super::axis::Axis;
pub(super) use super::lines::{Line, Point};
use super::names::capital;
use super::paper::{Paper, escape};
use crate::labels::Sentiment;

/// The longest label that is written out; the whole text is its title.
const LONGEST: usize = 60;

/// Patterns that the charts of a page are filled with, once a page.
pub(super) const PATTERNS: &str = concat!(
    r#"<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>"#,
    r#"<pattern id="p-negative" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<rect width="6" height="6" class="f-negative"/><rect width="1.6" height="6" fill="white" opacity=".38"/></pattern>"#,
    r#"<pattern id="p-mixed" width="6" height="6" patternUnits="userSpaceOnUse">"#,
    r#"<rect width="6" height="6" class="f-mixed"/><circle cx="3" cy="3" r="1.2" fill="white" opacity=".55"/></pattern>"#,
    "</defs></svg>"
);

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Praise; a filled circle.
    Positive,
    /// Complaint; a filled diamond, hatched in bars.
    Negative,
    /// Both; a square, dotted in bars.
    Mixed,
    /// Neither; an open circle.
    Neutral,
    /// No judgement; a filled circle in the text's colour.
    Plain,
}

impl From<Sentiment> for Tone {
    fn from(sentiment: Sentiment) -> Self {
        match sentiment {
            Sentiment::Positive => Self::Positive,
            Sentiment::Negative => Self::Negative,
            Sentiment::Mixed => Self::Mixed,
            Sentiment::Neutral => Self::Neutral,
        }
    }
}

impl Tone {
    /// Of an interval: praise or complaint only where it leaves zero out.
    pub(super) fn of(low: f64, high: f64) -> Self {
        match (low > 0.0, high < 0.0) {
            (true, _) => Self::Positive,
            (_, true) => Self::Negative,
            _ => Self::Neutral,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Mixed => "mixed",
            Self::Neutral => "neutral",
            Self::Plain => "plain",
        }
    }

    /// Its shape around the origin.
    fn shape(self) -> &'static str {
        match self {
            Self::Positive | Self::Plain => r#"<circle r="5.5"/>"#,
            Self::Neutral => r#"<circle r="4.8"/>"#,
            Self::Negative => r#"<path d="M0-7 7 0 0 7-7 0Z"/>"#,
            Self::Mixed => r#"<rect x="-5" y="-5" width="10" height="10"/>"#,
        }
    }
}

/// A value with its interval: a row of a chart.
pub(super) struct Dot {
    /// What it is of.
    pub(super) label: String,
    /// The value; a row without a mark where it is not a number.
    pub(super) value: f64,
    /// The interval's lower end.
    pub(super) low: f64,
    /// The interval's upper end.
    pub(super) high: f64,
    /// What stands behind value and interval, which are written anyway: "n = 120".
    pub(super) note: String,
    /// What it says.
    pub(super) tone: Tone,
}

/// A bar of parts that make a whole.
pub(super) struct Stack {
    /// What it is of.
    pub(super) label: String,
    /// Its parts: name, size in any unit, tone.
    pub(super) parts: Vec<(String, f64, Tone)>,
    /// What stands behind it: "n = 120".
    pub(super) note: String,
}

impl Paper {
    /// Rows of a dot with its interval, on a common axis with a zero line. Nothing without rows.
    ///
    /// `unit` stands behind the label, `%` also behind the values.
    pub(super) fn dots(&mut self, label: &str, unit: &str, dots: &[Dot]) {
        if dots.is_empty() {
            return;
        }
        let axis = Axis::over(dots.iter().flat_map(|dot| [dot.value, dot.low, dot.high]).chain([0.0]), 5.0);
        let signed = dots.iter().any(|dot| dot.low < 0.0 || dot.value < 0.0);
        let mut message = Vec::new();
        let mut rows = String::new();
        for dot in dots {
            let (value, interval) = self.value_and_interval(dot, &axis, unit, signed);
            message.push(format!("{}: {value} {interval} {}", dot.label, dot.note).trim_end().to_owned());
            let _ = write!(
                rows,
                r#"<div class="row">{}<span class="plot"><svg>{}{}</svg></span><span class="value"><b>{}</b> {} <small>{}</small></span></div>"#,
                shown(&dot.label),
                grid(&axis),
                mark(dot, &axis),
                escape(&value),
                escape(&interval),
                escape(&dot.note)
            );
        }
        let _ = write!(
            rows,
            r#"<div class="row axis"><span class="what"></span><svg class="plot" height="20">{}</svg><span class="value"></span></div>"#,
            self.tick_labels(&axis)
        );
        self.figure("dots", label, unit, &message.join("; "), &rows);
    }

    fn value_and_interval(&self, dot: &Dot, axis: &Axis, unit: &str, signed: bool) -> (String, String) {
        let decimals = axis.value_decimals().max(usize::from(unit == "%"));
        let write = |value: f64| if signed { self.signed(value, decimals) } else { self.number(value, decimals) };
        if !dot.value.is_finite() {
            return ("–".into(), String::new());
        }
        let value = self.with_unit(&write(dot.value), unit);
        if dot.low.is_finite() && dot.high.is_finite() {
            (value, self.interval(&write(dot.low), &write(dot.high)))
        } else {
            (value, String::new())
        }
    }

    fn tick_labels(&self, axis: &Axis) -> String {
        let mut labels = String::new();
        for tick in axis.ticks() {
            let (at, text) = (axis.place(tick), self.number(tick, axis.decimals()));
            let _ = write!(labels, r#"<text x="{at:.2}%" y="14" text-anchor="middle">{text}</text>"#);
        }
        labels
    }

    /// Bars of equal length whose parts are shares. Nothing without bars.
    pub(super) fn stacked(&mut self, label: &str, stacks: &[Stack]) {
        self.stacked_groups(label, &[("", stacks)]);
    }

    /// The same in groups, each under its heading.
    pub(super) fn stacked_groups(&mut self, label: &str, groups: &[(&str, &[Stack])]) {
        if groups.iter().all(|(_, stacks)| stacks.is_empty()) {
            return;
        }
        let mut names: Vec<(&str, Tone)> = Vec::new();
        let (mut rows, mut message) = (String::new(), Vec::new());
        let stacks = groups.iter().flat_map(|(heading, stacks)| {
            stacks.iter().enumerate().map(move |(index, stack)| (if index == 0 { *heading } else { "" }, stack))
        });
        for (heading, stack) in stacks {
            if !heading.is_empty() {
                let _ = write!(rows, r#"<p class="group">{}</p>"#, escape(heading));
            }
            for (name, _, tone) in &stack.parts {
                if !names.iter().any(|(known, _)| known == name) {
                    names.push((name, *tone));
                }
            }
            let (bar, said) = self.bar(stack);
            message.push(format!(
                "{}: {said}{}",
                stack.label,
                if stack.note.is_empty() { String::new() } else { format!(" ({})", stack.note) }
            ));
            let _ = write!(
                rows,
                r#"<div class="row">{}<svg class="plot" height="30">{bar}</svg><span class="value"><small>{}</small></span></div>"#,
                shown(&stack.label),
                escape(&stack.note)
            );
        }
        let mut legend = String::new();
        for (name, tone) in names {
            let (name, class) = (escape(&capital(name)), tone.class());
            let _ = write!(
                legend,
                r#"<span><svg width="22" height="12"><rect width="22" height="12" rx="2" class="b-{class}"/></svg>{name}</span>"#
            );
        }
        let body = format!(r#"<div class="legend">{legend}</div>{rows}"#);
        self.figure("stacked", label, "", &message.join("; "), &body);
    }

    /// The bar of a stack, and what it says in words.
    fn bar(&self, stack: &Stack) -> (String, String) {
        let sizes = stack.parts.iter().map(|part| part.1).filter(|size| size.is_finite() && *size > 0.0);
        let whole: f64 = sizes.sum();
        if whole <= 0.0 {
            return (r#"<rect y="5" width="100%" height="20" rx="2" class="b-none"/>"#.into(), "–".into());
        }
        let (mut bar, mut said, mut start) = (String::new(), Vec::new(), 0.0);
        for (name, size, tone) in &stack.parts {
            if !size.is_finite() || *size <= 0.0 {
                continue;
            }
            let share = size / whole;
            let percent = self.percent(share);
            said.push(format!("{name} {percent}"));
            let class = tone.class();
            let _ = write!(
                bar,
                r#"<g><title>{}</title><rect x="{start:.2}%" y="5" width="{:.2}%" height="20" class="b-{class}"/>"#,
                escape(&format!("{name}: {percent}")),
                100.0 * share
            );
            // A narrower part has no room for its figure on a telephone.
            if share >= 0.13 {
                let middle = start + 50.0 * share;
                let _ = write!(
                    bar,
                    r#"<text x="{middle:.2}%" y="19" class="t-{class}">{}</text>"#,
                    self.percents(share, 0)
                );
            }
            bar.push_str("</g>");
            start += 100.0 * share;
        }
        (bar, said.join(", "))
    }

    /// A chart with its caption, and what it shows in words for those who do not see it.
    pub(super) fn figure(&mut self, kind: &str, label: &str, unit: &str, message: &str, body: &str) {
        let unit = if unit.is_empty() { String::new() } else { format!(" <small>({})</small>", escape(unit)) };
        let _ = write!(
            self.out,
            r#"<figure class="chart {kind}"><figcaption>{}{unit}</figcaption><div role="img" aria-label="{}">{body}</div></figure>"#,
            escape(label),
            escape(&format!("{label}. {message}"))
        );
    }
}

/// A row's label, cut where it is too long to read.
fn shown(label: &str) -> String {
    let cut = short(label);
    let title = if cut == label { String::new() } else { format!(" title=\"{}\"", escape(label)) };
    format!(r#"<span class="what"{title}>{}</span>"#, escape(&cut))
}

/// A label, cut where it is too long to read.
pub(super) fn short(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    let cut: String = label.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

fn grid(axis: &Axis) -> String {
    let mut lines = String::new();
    for tick in axis.ticks() {
        // Ticks are whole steps, zero among them exactly.
        let class = if tick == 0.0 { "zero" } else { "grid" };
        let at = axis.place(tick);
        let _ = write!(lines, r#"<line x1="{at:.2}%" x2="{at:.2}%" y1="0" y2="100%" class="{class}"/>"#);
    }
    lines
}

fn mark(dot: &Dot, axis: &Axis) -> String {
    if !dot.value.is_finite() {
        return String::new();
    }
    let class = dot.tone.class();
    let mut mark = format!(r#"<g class="m-{class}">"#);
    if dot.low.is_finite() && dot.high.is_finite() {
        let (low, high) = (axis.place(dot.low), axis.place(dot.high));
        let _ = write!(mark, r#"<line x1="{low:.2}%" x2="{high:.2}%" y1="50%" y2="50%" class="reach"/>"#);
        for end in [low, high] {
            mark.push_str(&at_place(end, r#"<line y1="-4.5" y2="4.5" class="reach"/>"#));
        }
    }
    mark.push_str(&at_place(axis.place(dot.value), dot.tone.shape()));
    mark.push_str("</g>");
    mark
}

fn at_place(place: f64, what: &str) -> String {
    format!(r#"<svg x="{place:.2}%" y="50%" overflow="visible">{what}</svg>"#)
}
