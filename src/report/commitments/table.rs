//! Verdicts as a table.

use std::fmt::Write;

use super::{Base, Check, Judged, Measure, Target, Verdict};
use crate::evaluate::table::{Style, Table};
use crate::shown::one_line;

/// Writes the verdicts.
pub fn table(check: &Check, style: Style) -> String {
    let header = ["commitment", "owner", "measure", "where and when", "target", "found [95 %]", "n", "verdict"];
    let mut table = Table::new("", header);
    for one in &check.commitments {
        table.rows.push(vec![
            one.name.clone(),
            one.owner.clone().unwrap_or_default(),
            measure(one),
            part(one),
            target(one),
            found(one),
            format!("{}", (one.n * 10.0).round() / 10.0),
            verdict(one),
        ]);
    }
    let mut out = String::new();
    table.write(style, &mut out);
    let count = |verdict: Verdict| check.commitments.iter().filter(|one| one.verdict == verdict).count();
    let parts: Vec<String> = [
        (Verdict::Kept, "kept"),
        (Verdict::AtRisk, "at risk"),
        (Verdict::Broken, "broken"),
        (Verdict::TooFew, "with too few comments to judge"),
    ]
    .iter()
    .filter(|(verdict, _)| count(*verdict) > 0)
    .map(|(verdict, name)| format!("{} {name}", count(*verdict)))
    .collect();
    let _ = writeln!(out, "\n{} commitments: {}", check.commitments.len(), parts.join(", "));
    for warning in &check.warnings {
        let _ = writeln!(out, "Warning: {}", one_line(warning));
    }
    out
}

fn measure(one: &Judged) -> String {
    let name = one.measure.name();
    match (one.touchpoint, one.of) {
        (Some(label), Base::Mentions) => format!("{label} {name}, of mentions"),
        (Some(label), Base::Comments) => format!("{label} {name}"),
        (None, _) => name.to_owned(),
    }
}

fn part(one: &Judged) -> String {
    let values = one.filter.iter().map(|(column, values)| format!("{column}: {}", values.join(", ")));
    let mut parts: Vec<String> = values.collect();
    match (one.since, one.until) {
        (Some(since), Some(until)) => parts.push(format!("{since} to {until}")),
        (Some(since), None) => parts.push(format!("since {since}")),
        (None, Some(until)) => parts.push(format!("until {until}")),
        (None, None) => {}
    }
    parts.join("; ")
}

fn target(one: &Judged) -> String {
    match one.target {
        Target::AtMost(most) => format!("at most {}", number(one, most)),
        Target::AtLeast(least) => format!("at least {}", number(one, least)),
    }
}

fn found(one: &Judged) -> String {
    let Some(value) = one.value else { return "nothing".into() };
    format!("{} [{}, {}]", number(one, value), number(one, one.low), number(one, one.high))
}

/// Net sentiment in points, a share as a percentage.
fn number(one: &Judged, value: f64) -> String {
    if one.measure == Measure::Net { format!("{value:+.1}") } else { format!("{:.1} %", 100.0 * value) }
}

fn verdict(one: &Judged) -> String {
    match (one.verdict, one.certain) {
        (Verdict::Kept, true) => "kept".into(),
        (Verdict::Kept, false) => "kept, perhaps by chance".into(),
        (Verdict::AtRisk, _) => "at risk".into(),
        (Verdict::Broken, true) => "BROKEN".into(),
        (Verdict::Broken, false) => "BROKEN, perhaps by chance".into(),
        (Verdict::TooFew, _) => format!("fewer than {}", one.min_n),
    }
}

impl Judged {
    /// Why it is broken, in a line.
    pub fn reason(&self) -> String {
        let owner = self.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        format!("{}{owner}: {} {}, {}", self.name, measure(self), found(self), target(self))
    }
}
