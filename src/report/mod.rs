//! Tagged records turned into figures to act on.
//!
//! Data flows one way: [`files`] read tagged comments, a first reading makes the [`plan`], a second one counts, and sections are made of
//! the counts. Everything but the customers' numbers of comments takes constant memory, and nothing depends on the order of the rows.

pub mod about;
pub mod comment;
pub mod csv;
pub mod date;
pub mod drivers;
pub mod files;
pub mod groups;
pub mod kpi;
pub mod mask;
pub mod notes;
pub mod number;
pub mod page;
pub mod plan;
pub mod tally;

use std::collections::BTreeMap;

use serde::Serialize;

use self::about::About;
use self::drivers::Drivers;
use self::files::Files;
use self::groups::{By, Groups, InPeriod};
use self::kpi::Kpis;
use self::notes::{Note, notes};
use self::plan::{Asked, Counts, Plan};
use crate::error::Result;

/// The version of the report, as its JSON states it.
pub const SCHEMA: &str = "sentir.report/1";

/// A report: the same figures for the page and for programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
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
}

/// Makes a report of tagged files.
///
/// # Errors
///
/// What [`Plan::survey`] and [`Plan::each`] fail with.
pub fn report(files: &Files, asked: Asked) -> Result<Report> {
    let plan = Plan::survey(files, asked)?;
    let mut groups = Groups::new(&plan);
    let mut drivers = drivers::Collector::new(&plan);
    plan.each(files, |seen| {
        groups.see(seen);
        drivers.see(seen);
    })?;
    Ok(Report {
        schema: SCHEMA,
        about: About::of(files, &plan),
        notes: notes(&plan),
        kpis: Kpis::of(&groups.all),
        by: groups.by(&plan),
        periods: groups.periods(&plan),
        drivers: drivers.finish(&plan),
        languages: plan.languages,
        models: plan.models,
        counts: plan.counts,
    })
}
