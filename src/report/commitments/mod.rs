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
use super::notes::reading;
use super::plan::{Asked, Counts, Plan, Seen};
use super::tally::Tally;
use super::votes::{Scope, Votes};
use crate::error::{Error, Result};
use crate::labels::Touchpoint;
use crate::read::roles::closest;

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
    #[schemars(extend("const" = SCHEMA))]
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

impl Check {
    /// Those that could not be judged.
    pub fn not_judged(&self) -> impl Iterator<Item = &Judged> {
        self.commitments.iter().filter(|one| one.verdict == Verdict::TooFew)
    }
}

/// Judges commitments by tagged files, asked as [`Commitments::asked`] says; `sure` is whether only whole intervals break one.
///
/// # Errors
///
/// What [`Plan::survey`] and [`Plan::each`] fail with; a value that no comment has.
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
            judge.meet(seen);
            if judge.counts(seen) {
                judge.tally.add(seen.tagged, seen.weight(Scope::Commitment(number as u16)));
            }
        }
    })?;
    let mut warnings: Vec<String> = reading(&plan).into_iter().map(|note| note.en).collect();
    if plan.counts.tagged > 0 {
        judges.iter().try_for_each(|judge| judge.refuse_strangers(&plan))?;
    }
    if undated > 0 && plan.date.is_some() {
        warnings.push(format!("{undated} comments have no day that can be read: they count where all days do"));
    }
    let judged: Vec<Judged> = judges.iter().map(|judge| judge.finish(sure)).collect();
    let days = plan.date.as_ref().and_then(|date| date.seen.range());
    let days =
        days.map_or_else(String::new, |(first, last)| format!("; the days in the files go from {first} to {last}"));
    let nothing = judged.iter().filter(|one| one.n <= 0.0);
    warnings.extend(nothing.map(|one| format!("{}: no comment counts{days}", one.name)));
    let broken = judged.iter().filter(|one| one.verdict == Verdict::Broken).count();
    Ok(Check { schema: SCHEMA, counts: plan.counts, warnings, commitments: judged, broken })
}

/// Values of a column whose comments count, and which of them any comment has.
struct Filter<'a> {
    name: &'a str,
    column: usize,
    values: &'a [String],
    seen: Vec<bool>,
}

/// Counts what a commitment is judged by.
struct Judge<'a> {
    commitment: &'a Commitment,
    columns: Vec<Filter<'a>>,
    range: (Option<NaiveDate>, Option<NaiveDate>),
    tally: Tally,
}

impl<'a> Judge<'a> {
    fn new(commitment: &'a Commitment, files: &Files, end: Option<NaiveDate>) -> Result<Self> {
        let columns = commitment.filter.iter().map(|(name, values)| {
            let column = files.number(name).ok_or_else(|| Error::internal("a column was not asked for"))?;
            Ok(Filter { name, column, values: values.as_slice(), seen: vec![false; values.len()] })
        });
        let columns = columns.collect::<Result<_>>()?;
        Ok(Self { commitment, columns, range: commitment.window.range(end), tally: Tally::default() })
    }

    /// Remembers which of the values that it asks for are there.
    fn meet(&mut self, seen: &Seen<'_>) {
        for filter in &mut self.columns {
            let value = seen.comment.asked(filter.column);
            if let Some(place) = filter.values.iter().position(|wanted| wanted == value.trim()) {
                filter.seen[place] = true;
            }
        }
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
        let filtered = self.columns.iter().all(|filter| {
            let value = seen.comment.asked(filter.column);
            filter.values.iter().any(|wanted| wanted == value.trim())
        });
        in_time && filtered && one.touchpoint.is_none_or(spoken)
    }

    /// Refuses values that no comment has: a slip of the pen would pass for too few comments.
    fn refuse_strangers(&self, plan: &Plan) -> Result<()> {
        let name = &self.commitment.name;
        for filter in &self.columns {
            let stranger = filter.values.iter().zip(&filter.seen).find(|(_, seen)| !**seen);
            let Some(((value, _), there)) = stranger.zip(plan.by.iter().find(|by| by.is(filter.column))) else {
                continue;
            };
            let known = || there.values.iter().map(|(known, _)| known.as_str());
            let mut names: Vec<String> = known().take(NAMED).map(|known| format!("\"{known}\"")).collect();
            if there.values.len() > NAMED {
                names.push("…".into());
            }
            let meant = closest(known(), value).map_or_else(String::new, |meant| format!("did you mean \"{meant}\"? "));
            let column = filter.name;
            return Err(Error::usage(format!("{name}: no comment has {column} = \"{value}\""))
                .hint(format!("{meant}there are {}", names.join(", "))));
        }
        Ok(())
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
