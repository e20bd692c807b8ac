//! Commitments judged by what customers say: kept, at risk, broken.
//!
//! A commitment is broken when its figure lies beyond the target. Asked to be sure, it is broken only when the figure's whole 95 % interval
//! lies beyond; where the interval reaches back to the target it is at risk. Whether the interval lies wholly on the figure's side of the
//! target is told in any case: [`Judged::certain`]. With fewer comments (customers, where they are the unit) than the
//! commitment asks for nothing is judged.

mod file;
mod table;

pub use self::file::{Base, Commitment, Commitments, Measure, Target, Window};
pub use self::table::table;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::files::Files;
use super::kpi::{Net, Share};
use super::plan::{Asked, Counts, Plan, Seen};
use super::tally::Tally;
use super::votes::{Scope, Votes};
use crate::error::{Error, Result};
use crate::labels::Touchpoint;

/// The version of the verdicts, as their JSON states it.
pub const SCHEMA: &str = "sentir.check/1";
/// How many values of a column a message names.
const NAMED: usize = 12;

/// What became of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figure is within the target.
    Kept,
    /// It is beyond, but its interval is not, and to be sure was asked.
    AtRisk,
    /// It is beyond.
    Broken,
    /// There are too few comments, or customers, to judge.
    TooFew,
}

/// A commitment with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Judged {
    /// What it is called.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it is about.
    pub touchpoint: Option<Touchpoint>,
    /// What is measured.
    pub measure: Measure,
    /// Of which comments.
    pub of: Base,
    /// For each column the values whose comments count.
    #[serde(rename = "where")]
    pub filter: BTreeMap<String, Vec<String>>,
    /// The first day that counts.
    pub since: Option<NaiveDate>,
    /// The last day that counts.
    pub until: Option<NaiveDate>,
    /// What must be reached.
    pub target: Target,
    /// The figure: a share from 0 to 1, or net sentiment in points; none of no comments.
    pub value: Option<f64>,
    /// The lower end of its 95 % interval (Wilson 1927; of net sentiment Bonett and Price 2012).
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Of how many comments, or customers.
    pub n: f64,
    /// The fewest that are judged.
    pub min_n: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the whole interval says the same.
    pub certain: bool,
}

/// Every commitment judged.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Check {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// What became of the rows.
    pub counts: Counts,
    /// What a reader must know.
    pub warnings: Vec<String>,
    /// The commitments, in the file's order.
    pub commitments: Vec<Judged>,
    /// How many are broken.
    pub broken: usize,
}

/// Judges commitments by tagged files, asked as [`Commitments::asked`] says; `sure` is whether only whole intervals break one.
///
/// # Errors
///
/// What [`Plan::survey`] and [`Plan::each`] fail with.
pub fn check(files: &Files, commitments: &Commitments, asked: Asked, sure: bool) -> Result<Check> {
    let plan = Plan::survey(files, asked)?;
    let end = plan.date.as_ref().and_then(|date| date.seen.range()).map(|(_, last)| last);
    let mut judges = commitments.all.iter().map(|one| Judge::new(one, files, end)).collect::<Result<Vec<_>>>()?;
    let mut undated = 0_u64;
    let votes = Votes::count(&plan, files, |seen, scopes| {
        let judged = judges.iter().enumerate().filter(|(_, judge)| judge.counts(seen));
        scopes.extend(judged.map(|(number, _)| Scope::Commitment(number as u16)));
    })?;
    plan.each(files, &votes, |seen| {
        undated += u64::from(seen.day.is_none());
        for (number, judge) in judges.iter_mut().enumerate() {
            if judge.counts(seen) {
                judge.tally.add(seen.tagged, seen.weight(Scope::Commitment(number as u16)));
            }
        }
    })?;
    let mut warnings = Vec::new();
    if plan.counts.tagged == 0 {
        warnings.push("there is no tagged comment to judge by".to_owned());
    }
    if undated > 0 && plan.date.is_some() {
        warnings.push(format!("{undated} comments have no day that can be read: they count where all days do"));
    }
    warnings.extend(judges.iter().filter_map(|judge| judge.stranger(&plan)));
    let judged: Vec<Judged> = judges.iter().map(|judge| judge.finish(sure)).collect();
    let broken = judged.iter().filter(|one| one.verdict == Verdict::Broken).count();
    Ok(Check { schema: SCHEMA, counts: plan.counts, warnings, commitments: judged, broken })
}

/// Counts what a commitment is judged by.
struct Judge<'a> {
    commitment: &'a Commitment,
    columns: Vec<(usize, &'a [String])>,
    range: (Option<NaiveDate>, Option<NaiveDate>),
    tally: Tally,
}

impl<'a> Judge<'a> {
    fn new(commitment: &'a Commitment, files: &Files, end: Option<NaiveDate>) -> Result<Self> {
        let columns = commitment.filter.iter().map(|(name, values)| {
            let column = files.number(name).ok_or_else(|| Error::internal("a column was not asked for"))?;
            Ok((column, values.as_slice()))
        });
        let columns = columns.collect::<Result<_>>()?;
        Ok(Self { commitment, columns, range: commitment.window.range(end), tally: Tally::default() })
    }

    /// Whether it is judged by a comment.
    fn counts(&self, seen: &Seen<'_>) -> bool {
        let (since, until) = self.range;
        let in_time = match seen.day {
            Some(day) => since.is_none_or(|since| since <= day) && until.is_none_or(|until| day <= until),
            None => self.commitment.window == Window::All,
        };
        let one = self.commitment;
        let of_mentions = one.of == Base::Mentions || one.measure == Measure::Net;
        let spoken = |label: Touchpoint| !of_mentions || seen.tagged.touchpoints[label.index()].is_some();
        in_time
            && one.touchpoint.is_none_or(spoken)
            && self.columns.iter().all(|(column, values)| {
                let value = seen.comment.asked(*column);
                values.iter().any(|wanted| wanted == value.trim())
            })
    }

    /// A value that no comment has, which may be a slip of the pen.
    fn stranger(&self, plan: &Plan) -> Option<String> {
        let name = &self.commitment.name;
        self.commitment.filter.iter().find_map(|(column, values)| {
            let there = plan.by.iter().find(|by| by.name == *column)?;
            let known = |value: &String| there.values.iter().any(|(known, _)| known == value);
            let value = values.iter().find(|value| !known(value))?;
            if there.others > 0 || plan.counts.tagged == 0 {
                return None;
            }
            let names: Vec<String> = there.values.iter().take(NAMED).map(|(name, _)| format!("\"{name}\"")).collect();
            let more = if there.values.len() > NAMED { ", …" } else { "" };
            Some(format!("{name}: no comment has {column} = \"{value}\"; there are {}{more}", names.join(", ")))
        })
    }

    fn finish(&self, sure: bool) -> Judged {
        let one = self.commitment;
        let (value, low, high, n) = figure(one, &self.tally);
        let (beyond, certain) = match (one.target, value) {
            (_, None) => (false, false),
            (Target::AtMost(most), Some(value)) => (value > most, if value > most { low > most } else { high <= most }),
            (Target::AtLeast(least), Some(value)) => {
                (value < least, if value < least { high < least } else { low >= least })
            }
        };
        let verdict = match (value, beyond) {
            (None, _) => Verdict::TooFew,
            _ if n < one.min_n as f64 => Verdict::TooFew,
            (_, false) => Verdict::Kept,
            (_, true) if sure && !certain => Verdict::AtRisk,
            (_, true) => Verdict::Broken,
        };
        Judged {
            name: one.name.clone(),
            owner: one.owner.clone(),
            touchpoint: one.touchpoint,
            measure: one.measure,
            of: one.of,
            filter: one.filter.clone(),
            since: self.range.0,
            until: self.range.1,
            target: one.target,
            value,
            low,
            high,
            n,
            min_n: one.min_n,
            verdict,
            certain: certain && verdict != Verdict::TooFew,
        }
    }
}

/// The figure, its interval and its n.
fn figure(one: &Commitment, tally: &Tally) -> (Option<f64>, f64, f64, f64) {
    let share = |count: f64, n: f64| {
        let share = Share::of(count, n);
        (share.share, share.low, share.high, share.n)
    };
    let net = |counts: &[f64; 4]| {
        let net = Net::of(counts);
        (net.net, net.low, net.high, net.n)
    };
    if let Some(label) = one.touchpoint {
        return match one.measure {
            Measure::Complaints => share(tally.complaints(label), tally.n()),
            Measure::Praise => share(tally.praise(label), tally.n()),
            Measure::Net => net(&tally.touchpoints[label.index()]),
            _ => share(tally.touchpoint(label), tally.n()),
        };
    }
    if let Some(sentiment) = one.measure.sentiment() {
        return share(tally.sentiments[sentiment.index()], tally.n());
    }
    match one.measure.family() {
        Some(family) => share(tally.family(family), tally.emotions.iter().sum()),
        None => net(&tally.sentiments),
    }
}
