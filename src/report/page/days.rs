//! Days and periods as readers write them.

use chrono::{Datelike, NaiveDate};

use super::paper::{Paper, Tongue};
use crate::report::date::{Grain, Period};

const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SPANISH: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

const ENGLISH_LONG: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SPANISH_LONG: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

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

    /// A period as a sentence names it.
    pub(super) fn period_in_words(&self, period: Period) -> String {
        let (start, month) = (period.start, period.start.month0() as usize);
        let year = start.year();
        match (period.grain, self.tongue) {
            (Grain::Week, Tongue::En) => format!("the week of {}", self.day(start)),
            (Grain::Week, Tongue::Es) => format!("la semana del {}", self.day(start)),
            (Grain::Month, Tongue::En) => format!("{} {year}", ENGLISH_LONG[month]),
            (Grain::Month, Tongue::Es) => format!("{} de {year}", SPANISH_LONG[month]),
            (Grain::Quarter, Tongue::En) => format!("Q{} {year}", month / 3 + 1),
            (Grain::Quarter, Tongue::Es) => format!("el T{} de {year}", month / 3 + 1),
        }
    }

    /// `monthly`, behind the name of a figure.
    pub(super) fn by_period(&self, grain: Grain) -> &'static str {
        match grain {
            Grain::Week => self.say("by week (named by its Monday)", "por semanas (cada una, por su lunes)"),
            Grain::Month => self.say("by month", "por meses"),
            Grain::Quarter => self.say("by quarter", "por trimestres"),
        }
    }
}
