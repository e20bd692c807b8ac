//! The two sides of a comparison.

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::report::date::{Grain, Period};
use crate::report::notes::Note;
use crate::report::plan::Plan;
use crate::report::votes::Scope;

/// Most periods that an error names one by one.
const NAMED: usize = 24;

/// Reads two periods of the same length, the earlier first: `2026-02..2026-03`, `2026-W07..2026-W08`, `2026-Q1..2026-Q2`.
///
/// # Errors
///
/// They are not.
pub fn parse_between(text: &str) -> Result<(Period, Period)> {
    let wrong = |message: String| {
        Error::usage(message).hint(
            "name two periods, the earlier first: months 2026-02..2026-03, weeks 2026-W07..2026-W08, or quarters 2026-Q1..2026-Q2",
        )
    };
    let shown: String = text.chars().take(40).collect();
    let (first, second) = text.split_once("..").ok_or_else(|| wrong(format!("\"{shown}\" is not two periods")))?;
    let period = |name: &str| {
        let name = name.trim();
        let shown: String = name.chars().take(20).collect();
        Period::parse(name).ok_or_else(|| wrong(format!("\"{shown}\" is no period")))
    };
    let (first, second) = (period(first)?, period(second)?);
    if first.grain != second.grain {
        return Err(wrong(format!("{first} and {second} are not of the same length")));
    }
    if first >= second {
        return Err(wrong(format!("{first} is not before {second}")));
    }
    Ok((first, second))
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// Nothing.
    None,
    /// Other files with these.
    Files,
    /// A period with a later one.
    Periods(Period, Period),
}

impl Sides {
    /// As asked; without, the last two complete periods.
    pub(super) fn of(plan: &Plan, before: Option<&Plan>, notes: &mut Vec<Note>) -> Result<Self> {
        let days = plan.date.as_ref().and_then(|date| Some((date.grain, date.seen.range()?)));
        match (before, plan.asked.between, days) {
            (Some(_), Some(_), _) => Err(Error::usage("two periods and other files cannot both be compared with")
                .hint("leave one of the two out")),
            (Some(_), None, _) => Ok(Self::Files),
            (None, Some(_), _) if plan.asked.date.is_none() => {
                Err(Error::usage("periods are to be compared, but no column with the day is named")
                    .hint("name it: --date COLUMN"))
            }
            (None, Some((first, second)), Some((_, range))) => {
                there(first, range)?;
                there(second, range)?;
                Ok(Self::Periods(first, second))
            }
            (None, None, Some((grain, range))) => Ok(latest(grain, range, notes)),
            (None, _, None) => Ok(Self::None),
        }
    }

    /// Where customers have one vote on a side, or those who have an outcome: of other files, in all of each.
    pub(super) fn scope(self, after: bool, outcome: Option<usize>) -> Scope {
        let of_periods = matches!(self, Self::Periods(..));
        match outcome {
            Some(outcome) => Scope::outcome(outcome, of_periods.then_some(after)),
            None if of_periods => Scope::Side(after),
            None => Scope::All,
        }
    }

    /// Whether a comment of the files themselves is of the later side; none where it is of neither.
    pub(super) fn is_after(self, day: Option<NaiveDate>) -> Option<bool> {
        match self {
            Self::None => None,
            Self::Files => Some(true),
            Self::Periods(before, after) => match day? {
                day if before.grain.of(day) == before => Some(false),
                day if after.grain.of(day) == after => Some(true),
                _ => None,
            },
        }
    }
}

/// The last two complete periods, or the last two where there are no others.
fn latest(grain: Grain, range: (NaiveDate, NaiveDate), notes: &mut Vec<Note>) -> Sides {
    let previous = |period: Period| Some(grain.of(period.start.pred_opt()?));
    let (first, last) = (grain.of(range.0), grain.of(range.1));
    let complete = if incomplete(last, range.1) { previous(last) } else { Some(last) };
    let pair = |last: Period| Some((previous(last).filter(|period| *period >= first)?, last));
    if let Some((before, after)) = complete.and_then(pair) {
        return Sides::Periods(before, after);
    }
    let Some((before, after)) = pair(last) else {
        notes.push(Note::new(
            format!("All comments are of {first}: there are no two periods to compare."),
            format!("Todos los comentarios son de {first}: no hay dos periodos que comparar."),
        ));
        return Sides::None;
    };
    notes.push(Note::new(
        format!("There are no two complete periods: {before} is compared with {after}, which is not over."),
        format!("No hay dos periodos completos: se compara {before} con {after}, que no ha terminado."),
    ));
    Sides::Periods(before, after)
}

/// Whether the last day lies in a period, but is not its last one.
pub(super) fn incomplete(period: Period, last: NaiveDate) -> bool {
    period.grain.of(last) == period && last.succ_opt().is_some_and(|day| period.grain.of(day) == period)
}

fn there(period: Period, range: (NaiveDate, NaiveDate)) -> Result<()> {
    let (first, last) = (period.grain.of(range.0), period.grain.of(range.1));
    if (first..=last).contains(&period) {
        return Ok(());
    }
    let all: Vec<String> = std::iter::successors(Some(first), |period| Some(period.next()))
        .take_while(|period| *period <= last)
        .take(NAMED + 1)
        .map(|period| period.to_string())
        .collect();
    let named = if all.len() > NAMED { format!("{first} to {last}") } else { all.join(", ") };
    Err(Error::usage(format!("there are no comments of {period}")).hint(format!("there are those of {named}")))
}
