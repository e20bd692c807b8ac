//! Days and periods as readers write them.

use chrono::{Datelike, NaiveDate};

use super::paper::{Paper, Tongue};
use crate::report::date::{Grain, Period};

const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SPANISH: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

impl Paper {
    fn month(&self, day: NaiveDate) -> &'static str {
        let months = if self.tongue == Tongue::En { ENGLISH } else { SPANISH };
        months[day.month0() as usize]
    }

    /// A day: 2 Mar 2026.
    pub(super) fn day(&self, day: NaiveDate) -> String {
        format!("{} {} {}", day.day(), self.month(day), day.year())
    }

    /// A period; a week is named by its Monday.
    pub(super) fn period(&self, period: Period) -> String {
        let start = period.start;
        match period.grain {
            Grain::Week => self.day(start),
            Grain::Month => format!("{} {}", self.month(start), start.year()),
            Grain::Quarter => format!("{}{} {}", self.say("Q", "T"), start.month0() / 3 + 1, start.year()),
        }
    }
}
