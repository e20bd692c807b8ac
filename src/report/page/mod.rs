//! A report as one HTML page: tables and charts, no script, nothing from elsewhere.

mod axis;
mod chart;
mod lines;
mod names;
pub mod paper;

use self::paper::{Paper, Tongue};
use super::Report;

/// What a page may show.
#[derive(Debug, Clone)]
pub struct PageOptions {
    /// Its language.
    pub tongue: Tongue,
    /// Its title.
    pub title: String,
    /// Whether comments may be quoted.
    pub quotes: bool,
}

/// Writes the page.
pub fn page(report: &Report, options: &PageOptions) -> String {
    let mut paper = Paper::new(options.tongue);
    let heading = paper.say("Overview", "Resumen");
    paper.section("overview", heading);
    let net = paper.net(&report.kpis.net);
    paper.paragraph(&net);
    paper.end();
    paper.out
}
