//! What a report was made of, and how it was read.

use schemars::JsonSchema;
use serde::Serialize;

use super::date::{DayOrder, Grain};
use super::files::Files;
use super::plan::Plan;

/// What a report was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// The version of the program.
    pub version: &'static str,
    /// The names of the files.
    pub files: Vec<String>,
    /// The days, where a column of them was named.
    pub days: Option<Days>,
    /// Groups with fewer comments are not ranked.
    pub min_n: u64,
}

/// The days of the comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Days {
    /// The column.
    pub column: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Which of day and month was taken to come first, where a cell did not tell.
    pub order: DayOrder,
    /// How long a period is.
    pub grain: Grain,
}

impl About {
    /// Of a plan.
    pub fn of(files: &Files, plan: &Plan) -> Self {
        let days = plan.date.as_ref().zip(plan.asked.date.as_ref()).and_then(|(date, column)| {
            let (first, last) = date.seen.range()?;
            let (from, to) = (first.to_string(), last.to_string());
            Some(Days { column: column.clone(), from, to, order: date.order, grain: date.grain })
        });
        Self { version: env!("CARGO_PKG_VERSION"), files: files.names(), days, min_n: plan.asked.min_n }
    }
}
