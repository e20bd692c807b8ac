//! What an audit bears out: corrected shares to lead with, and tags that were mostly wrong when they were checked, which lead nowhere.

use super::paper::Paper;
use crate::labels::Touchpoint;
use crate::report::Report;
use crate::report::audit::{AuditSection, FEWEST, Figure};
use crate::report::change::Measure;
use crate::report::drivers::Polarity;
use crate::report::kpi::{Net, Share};

/// The fewest checked comments with a tag for it to be called doubtful.
const LEAST: f64 = 10.0;
/// A tag is doubtful when a smaller share of its checked comments was right.
const RIGHT: f64 = 0.5;

/// The audit, where enough comments were checked to lead with what it says.
pub(super) fn audited(report: &Report) -> Option<&AuditSection> {
    report.audit.as_ref().filter(|audit| audit.checked >= FEWEST)
}

/// Net sentiment to lead with, and whether it is corrected.
pub(super) fn net(report: &Report) -> (Net, bool) {
    let corrected = audited(report).and_then(|audit| audit.all.net.as_ref());
    corrected.map_or((report.kpis.net, false), |figure| (corrected_net(figure), true))
}

pub(super) fn corrected_net(figure: &Figure) -> Net {
    Net { net: Some(figure.corrected), low: figure.low, high: figure.high, n: figure.n }
}

pub(super) fn corrected_share(figure: &Figure) -> Share {
    let Figure { corrected, low, high, n, .. } = *figure;
    Share { count: corrected * n, n, share: Some(corrected), low, high }
}

/// The share of comments that praise a touchpoint or complain about it as the audit corrects it.
pub(super) fn corrected(report: &Report, label: Touchpoint, polarity: Polarity) -> Option<Share> {
    let one = audited(report)?.all.touchpoints.iter().find(|one| one.label == label)?;
    let figure = match polarity {
        Polarity::Praise => one.praised.as_ref(),
        Polarity::Complaint => one.criticised.as_ref(),
    };
    figure.map(corrected_share)
}

/// How many of the checked mentions of a touchpoint were right, where that is fewer than half.
pub(super) fn doubtful(report: &Report, label: Touchpoint) -> Option<Share> {
    of_task(report, "touchpoint", label)
}

/// The same of its complaints; these are doubtful with its mentions too.
pub(super) fn doubtful_complaints(report: &Report, label: Touchpoint) -> Option<Share> {
    of_task(report, "complaint", label).or_else(|| doubtful(report, label))
}

/// The same of what is said of it for better or worse.
pub(super) fn doubtful_said(report: &Report, label: Touchpoint, polarity: Polarity) -> Option<Share> {
    match polarity {
        Polarity::Praise => doubtful(report, label),
        Polarity::Complaint => doubtful_complaints(report, label),
    }
}

/// The same of a figure that is followed over time.
pub(super) fn doubtful_measure(report: &Report, measure: Measure) -> Option<Share> {
    match measure {
        Measure::Complaint(label) => doubtful_complaints(report, label),
        Measure::Praise(label) => doubtful(report, label),
        Measure::Net | Measure::Sentiment(_) => None,
    }
}

fn of_task(report: &Report, task: &str, label: Touchpoint) -> Option<Share> {
    let found = audited(report)?.labels.iter().find(|one| one.task == task && one.label == label.name())?;
    let precision = found.precision;
    (precision.n >= LEAST && precision.share.is_some_and(|share| share < RIGHT)).then_some(precision)
}

impl Paper {
    /// How doubtful tags are marked behind their names.
    pub(super) fn doubt(&self) -> &'static str {
        self.say("doubtful", "dato dudoso")
    }

    /// `marketing (6 of 18) and the premises (8 of 42)`: how many of the checked comments were right.
    pub(super) fn right_of(&self, doubtful: &[(Touchpoint, Share)]) -> String {
        let told: Vec<String> = doubtful
            .iter()
            .map(|(label, share)| {
                let (right, n) = (self.count(share.count), self.count(share.n));
                format!("{} ({right} {} {n})", self.the(*label), self.say("of", "de"))
            })
            .collect();
        self.listed(&told)
    }
}
