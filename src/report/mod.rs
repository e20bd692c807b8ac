//! Tagged records turned into figures to act on.
//!
//! Data flows one way: [`files`] read tagged comments, a first reading makes the [`plan`], a second one counts, and sections are made of
//! the counts; where customers are the unit, a reading between counts what each of them wrote where. Everything but the customers' numbers
//! of comments takes constant memory, and nothing depends on the order of the rows.

pub mod about;
pub mod asked;
pub mod audit;
pub mod causes;
pub mod change;
pub mod columns;
pub mod comment;
pub mod commitments;
mod copies;
pub mod csv;
pub mod date;
pub mod drivers;
pub mod example;
pub mod files;
pub mod groups;
mod hash;
pub mod kpi;
mod lookup;
pub mod mask;
pub mod notes;
pub mod number;
pub mod page;
pub mod plan;
pub mod promise;
pub mod quotes;
pub mod tally;
pub mod votes;
mod written;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use self::about::About;
use self::audit::{Audit, AuditSection};
use self::causes::{Causes, Complaints};
use self::change::Change;
use self::drivers::Drivers;
use self::files::Files;
use self::groups::{By, Groups, InPeriod};
use self::kpi::Kpis;
use self::notes::{Note, notes};
use self::plan::{Asked, Counts, Plan};
use self::promise::{Promise, PromiseSection};
use self::votes::Votes;
use crate::error::Result;

/// The version of the report, as its JSON states it.
pub const SCHEMA: &str = "sentir.report/1";

/// A report: the same figures for the page and for programs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Report {
    /// [`SCHEMA`].
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it was made of.
    pub about: About,
    /// What became of the rows.
    pub counts: Counts,
    /// What a reader must know before the figures.
    pub notes: Vec<Note>,
    /// Comments by language; "" where it is not known.
    pub languages: BTreeMap<String, u64>,
    /// Models that tagged, with their comments; "" where it is not known.
    pub models: BTreeMap<String, u64>,
    /// The figures of all comments.
    pub kpis: Kpis,
    /// By column.
    pub by: Vec<By>,
    /// By period.
    pub periods: Vec<InPeriod>,
    /// What the outcomes go with; none where no outcome was asked for.
    pub drivers: Option<Drivers>,
    /// What goes with the complaints about each touchpoint.
    pub causes: Causes,
    /// Trends and comparisons.
    pub change: Change,
    /// Corrected for the model's errors, where some comments were checked.
    pub audit: Option<AuditSection>,
    /// Promise and belief.
    pub promise: PromiseSection,
}

/// Makes a report of tagged files.
///
/// # Errors
///
/// What [`Plan::survey`], [`Plan::each`] and [`Audit::finish`] fail with.
pub fn report(files: &Files, asked: Asked) -> Result<Report> {
    let before = asked.before.clone().map(|files| Plan::survey(&files, asked.of_before()).map(|plan| (files, plan)));
    let before = before.transpose()?;
    let plan = Plan::survey(files, asked)?;
    let mut groups = Groups::new(&plan);
    let mut audit = plan.asked.audit.clone().map(Audit::new);
    let mut change = change::Collector::new(&plan, before.as_ref().map(|(_, plan)| plan))?;
    let mut complaints = Complaints::default();
    let mut drivers = drivers::Collector::new(&plan);
    let mut promise = Promise::default();
    let votes = Votes::count(&plan, files, |seen, scopes| change.scopes(seen, scopes))?;
    plan.each(files, &votes, |seen| {
        groups.see(seen);
        if let Some(audit) = &mut audit {
            audit.see(seen);
        }
        change.see(seen);
        complaints.see(seen);
        drivers.see(seen);
        promise.see(seen);
    })?;
    drop(votes);
    if let Some((files, plan)) = &before {
        let votes = Votes::count(plan, files, |_, _| {})?;
        plan.each(files, &votes, |seen| change.see_before(seen))?;
    }
    let audit = audit.map(|audit| audit.finish(&plan, &groups)).transpose()?;
    let (kpis, by, periods) = (Kpis::of(&groups.all), groups.by(&plan), groups.periods(&plan));
    let change = change.finish(&plan);
    Ok(Report {
        schema: SCHEMA,
        about: About::of(files, &plan),
        notes: notes(&plan).into_iter().chain(audit.iter().flat_map(|audit| audit.notes.clone())).collect(),
        audit,
        causes: complaints.finish(&plan, &groups, change.versions.periods_alike),
        kpis,
        by,
        periods,
        change,
        drivers: drivers.finish(&plan),
        promise: promise.finish(&plan.asked.beliefs, &groups),
        languages: plan.languages,
        models: plan.models,
        counts: plan.counts,
    })
}
