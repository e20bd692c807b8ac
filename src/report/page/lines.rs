//! Charts over time: lines with their intervals, control limits and marked points.

use std::fmt::Write;

use super::axis::Axis;
use super::chart::short;
use super::paper::{Paper, escape};

/// How high a chart is, and each of several, in pixels.
const HEIGHT: [f64; 2] = [220.0, 120.0];
/// How many lines share a chart at most.
const TOGETHER: usize = 4;
/// How many points a line has at most for each to be a dot.
const DOTTED: usize = 40;
/// Steps between the labels under a chart.
const LABELS: usize = 6;

/// A series over time.
pub(super) struct Line {
    /// What it is of.
    pub(super) name: String,
    /// Its points, one a period, those of all lines of a chart at the same periods.
    pub(super) points: Vec<Point>,
    /// The lower and the upper limit that chance alone rarely leaves.
    pub(super) limits: Option<(f64, f64)>,
    /// Points that stand out, by their place.
    pub(super) marks: Vec<usize>,
}

/// A point of a series.
pub(super) struct Point {
    /// Its period.
    pub(super) at: String,
    /// Its value; the line breaks where there is none.
    pub(super) value: Option<f64>,
    /// The interval's lower end.
    pub(super) low: f64,
    /// The interval's upper end.
    pub(super) high: f64,
}

impl Point {
    fn known(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}

impl Paper {
    /// Lines over time, in one chart where they are few and have no limits, else each in its own on a common scale. Nothing without points.
    pub(super) fn lines(&mut self, label: &str, unit: &str, lines: &[Line]) {
        if lines.iter().all(|line| line.points.is_empty()) {
            return;
        }
        let values = lines.iter().flat_map(|line| {
            let points = line.points.iter().filter(|point| point.known().is_some());
            let limits = line.limits.map(|(low, high)| [low, high]);
            points
                .flat_map(|point| [point.value.unwrap_or_default(), point.low, point.high])
                .chain(limits.into_iter().flatten())
        });
        let apart = lines.len() > TOGETHER || (lines.len() > 1 && lines.iter().any(|line| line.limits.is_some()));
        let axis = Axis::over(values, if apart { 3.0 } else { 5.0 });
        let message: Vec<String> = lines.iter().map(|line| self.in_words(line, &axis, unit)).collect();
        let mut body = self.line_legend(lines, apart);
        if apart {
            body.push_str("<div class=\"panels\">");
            for line in lines {
                let name = format!("<p class=\"panel\">{}</p>", escape(&short(&line.name)));
                let _ = write!(body, "<div>{name}{}</div>", self.panel(std::slice::from_ref(line), &axis, unit, true));
            }
            body.push_str("</div>");
        } else {
            body.push_str(&self.panel(lines, &axis, unit, false));
        }
        self.figure("lines", label, unit, &message.join("; "), &body);
    }

    fn in_words(&self, line: &Line, axis: &Axis, unit: &str) -> String {
        let known: Vec<(&Point, f64)> = line.points.iter().filter_map(|point| Some((point, point.known()?))).collect();
        let write = |value: f64| self.with_unit(&self.number(value, axis.value_decimals()), unit);
        let (Some((first, from)), Some((last, to))) = (known.first(), known.last()) else {
            return format!("{}: –", line.name);
        };
        let mut text = format!(
            "{}: {} {} ({}) {} {} ({})",
            line.name,
            self.say("from", "de"),
            write(*from),
            first.at,
            self.say("to", "a"),
            write(*to),
            last.at
        );
        if let Some((low, high)) = line.limits {
            let _ = write!(
                text,
                ", {} {} {} {}",
                self.say("limits of chance", "límites del azar"),
                write(low),
                self.say("and", "y"),
                write(high)
            );
        }
        let marked: Vec<&str> =
            line.marks.iter().filter_map(|mark| Some(line.points.get(*mark)?.at.as_str())).collect();
        if !marked.is_empty() {
            let _ = write!(text, ", {} {}", self.say("marked:", "señalados:"), marked.join(", "));
        }
        text
    }

    /// One chart: the scale at its left, the periods under it.
    fn panel(&self, lines: &[Line], axis: &Axis, unit: &str, small: bool) -> String {
        let height = HEIGHT[usize::from(small)];
        let down = |value: f64| height * (1.0 - axis.place(value) / 100.0);
        let (mut scale, mut plot) = (String::new(), String::new());
        for tick in axis.ticks() {
            let (y, text) = (down(tick), self.with_unit(&self.number(tick, axis.decimals()), unit));
            let class = if tick == 0.0 { "zero" } else { "grid" };
            let _ = write!(scale, r#"<text x="100%" y="{:.1}" text-anchor="end">{text}</text>"#, y + 4.0);
            let _ = write!(plot, r#"<line x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}" class="{class}"/>"#);
        }
        for (index, line) in lines.iter().enumerate() {
            plot.push_str(&drawn(line, index, height, &down, lines.len() <= 2));
        }
        let periods = lines.first().map_or(&[][..], |line| &line.points);
        format!(
            r#"<div class="panel-grid"><svg class="scale" height="{height}">{scale}</svg><svg class="plot" height="{height}">{plot}</svg><span></span><svg class="plot" height="22">{}</svg></div>"#,
            period_labels(periods, small)
        )
    }

    fn line_legend(&self, lines: &[Line], apart: bool) -> String {
        let mut legend = String::new();
        let mut add = |sample: &str, text: &str| {
            let _ = write!(
                legend,
                r#"<span><svg width="30" height="14" class="sample">{sample}</svg>{}</span>"#,
                escape(text)
            );
        };
        let sample = |index: usize| {
            let dot = at_place("15", 7.0, &shape(index));
            format!(r#"<g class="l-{index}"><line x1="1" x2="29" y1="7" y2="7" class="line"/>{dot}</g>"#)
        };
        if apart {
            add(&sample(0), self.say("value of the period", "valor del periodo"));
        } else {
            for (index, line) in lines.iter().enumerate() {
                add(&sample(index), &short(&line.name));
            }
        }
        if apart || lines.len() <= 2 {
            let band = r#"<rect width="30" height="14" rx="2" class="band l-0"/>"#;
            add(band, self.say("95% interval", "intervalo del 95 %"));
        }
        if lines.iter().any(|line| line.limits.is_some()) {
            let limit = r#"<line x1="0" x2="30" y1="7" y2="7" class="limit"/>"#;
            add(limit, self.say("limits of chance", "límites del azar"));
        }
        if lines.iter().any(|line| !line.marks.is_empty()) {
            add(&at_place("15", 7.0, MARK), self.say("stands out", "destaca"));
        }
        format!(r#"<div class="legend">{legend}</div>"#)
    }
}

/// A point that stands out.
const MARK: &str = r#"<path d="M0-8 8 0 0 8-8 0Z" class="mark"/>"#;

/// The shape of a line's points.
fn shape(index: usize) -> String {
    let shapes = [
        r#"<circle r="3.5"/>"#,
        r#"<rect x="-3.5" y="-3.5" width="7" height="7"/>"#,
        r#"<path d="M0-4.6 4.4 3.4-4.4 3.4Z"/>"#,
        r#"<path d="M0-4.8 4.8 0 0 4.8-4.8 0Z"/>"#,
    ];
    format!(r#"<g class="point">{}</g>"#, shapes[index % shapes.len()])
}

fn at_place(x: &str, y: f64, what: &str) -> String {
    format!(r#"<svg x="{x}" y="{y:.1}" overflow="visible">{what}</svg>"#)
}

/// The band, the limits, the line and the points of a series.
fn drawn(line: &Line, index: usize, height: f64, down: &impl Fn(f64) -> f64, banded: bool) -> String {
    let across = |place: usize| match line.points.len() {
        0 | 1 => 50.0,
        count => 100.0 * place as f64 / (count - 1) as f64,
    };
    // Paths know no percent: they are drawn on a hundred units that stretch.
    let mut stretched = String::new();
    let mut start = 0;
    while start < line.points.len() {
        let run = line.points[start..].iter().take_while(|point| point.known().is_some()).count();
        if run > 1 {
            let places = || start..start + run;
            if banded
                && line.points[start..start + run].iter().all(|point| point.low.is_finite() && point.high.is_finite())
            {
                let upper = places().map(|place| (across(place), down(line.points[place].high)));
                let lower = places().rev().map(|place| (across(place), down(line.points[place].low)));
                let _ = write!(stretched, r#"<path d="{}Z" class="band"/>"#, path(upper.chain(lower)));
            }
            let middle = places().filter_map(|place| Some((across(place), down(line.points[place].known()?))));
            let _ = write!(stretched, r#"<path d="{}" class="line"/>"#, path(middle));
        }
        start += run + 1;
    }
    let mut out = format!(
        r#"<g class="l-{index}"><svg viewBox="0 0 100 {height}" preserveAspectRatio="none" width="100%" height="{height}" overflow="visible">{stretched}</svg>"#
    );
    if let Some((low, high)) = line.limits {
        for limit in [low, high].into_iter().filter(|limit| limit.is_finite()) {
            let y = down(limit);
            let _ = write!(out, r#"<line x1="0" x2="100%" y1="{y:.1}" y2="{y:.1}" class="limit"/>"#);
        }
    }
    for (place, point) in line.points.iter().enumerate() {
        let Some(value) = point.known() else { continue };
        let (x, y) = (format!("{:.2}%", across(place)), down(value));
        if line.marks.contains(&place) {
            out.push_str(&at_place(&x, y, MARK));
        } else if line.points.len() <= DOTTED {
            out.push_str(&at_place(&x, y, &shape(index)));
        }
    }
    out.push_str("</g>");
    out
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.enumerate() {
        let _ = write!(path, "{}{x:.2} {y:.1}", if index == 0 { 'M' } else { 'L' });
    }
    path
}

/// The last period and every so many before it; half of them only where there is room.
fn period_labels(points: &[Point], small: bool) -> String {
    let last = points.len().saturating_sub(1);
    let stride = if small { last } else { last.div_ceil(LABELS) }.max(1);
    let mut labels = String::new();
    for (place, point) in points.iter().enumerate().filter(|(place, _)| (last - place).is_multiple_of(stride)) {
        let (x, anchor) = match place {
            _ if last == 0 => (50.0, "middle"),
            0 => (0.0, "start"),
            _ if place == last => (100.0, "end"),
            _ => (100.0 * place as f64 / last as f64, "middle"),
        };
        let class = if !small && (last - place) / stride % 2 == 1 { " class=\"wide\"" } else { "" };
        let text = escape(&short(&point.at));
        let _ = write!(labels, r#"<text x="{x:.2}%" y="16" text-anchor="{anchor}"{class}>{text}</text>"#);
    }
    labels
}
