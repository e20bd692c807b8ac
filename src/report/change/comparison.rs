//! Before and after.

use schemars::JsonSchema;
use serde::Serialize;

use super::between::{Sides, incomplete};
use super::measure::{Level, Measure};
use super::mix::{ColumnKept, Decomposition};
use super::{Collector, Lot, Withheld};
use crate::labels::Sentiment;
use crate::report::date::Period;
use crate::report::notes::Note;
use crate::report::plan::Plan;
use crate::statistics::{LEVEL, holm};

/// Two sides, figure by figure.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// The earlier side.
    pub before: Side,
    /// The later side.
    pub after: Side,
    /// Why nothing is said of the differences.
    pub withheld: Option<Withheld>,
    /// Net sentiment, the sentiments, then complaint and praise of each touchpoint.
    pub differences: Vec<Difference>,
    /// The changes of net sentiment and of each outcome, split into customers and mix; empty without columns to tell customers apart, and
    /// where nothing is said of the differences.
    pub decompositions: Vec<Decomposition>,
    /// The columns whose joint values are the groups of that split.
    pub columns: Vec<ColumnKept>,
}

/// A side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Side {
    /// Its period; none where it is files.
    pub period: Option<Period>,
    /// Whether that period is not over at the last day there is.
    pub incomplete: bool,
    /// Its comments.
    pub comments: u64,
    /// The same, or its customers where they are the unit.
    pub n: f64,
}

/// A figure before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// Of what.
    #[serde(flatten)]
    pub measure: Measure,
    /// Before.
    pub before: Level,
    /// After.
    pub after: Level,
    /// After less before.
    pub difference: Option<f64>,
    /// The lower end of its 95 % interval (Newcombe 1998, method 10; of net sentiment by the same method from Bonett and Price 2012).
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The chance of so large a difference if there were none; none where it is not tested.
    pub p: Option<f64>,
    /// That chance, corrected for the number of figures (Holm 1979).
    pub p_holm: Option<f64>,
    /// What it comes to; none where nothing is said.
    pub verdict: Option<Verdict>,
}

/// What a difference comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// More than chance explains.
    Rose,
    /// Less than chance explains.
    Fell,
    /// Chance explains it.
    WithinChance,
}

pub(super) fn comparison(plan: &Plan, seen: &mut Collector, alike: bool) -> Option<Comparison> {
    let (before, after) = match seen.sides {
        Sides::None => return None,
        Sides::Files => (None, None),
        Sides::Periods(before, after) => (Some(before), Some(after)),
    };
    let last = plan.date.as_ref().and_then(|date| date.seen.range()).map(|(_, last)| last);
    let side = |lot: &Lot, period: Option<Period>| Side {
        period,
        incomplete: period.zip(last).is_some_and(|(period, last)| incomplete(period, last)),
        comments: lot.tally.comments,
        n: lot.tally.n(),
    };
    let (before, after) = (side(&seen.before, before), side(&seen.after, after));
    for empty in [before, after].iter().filter(|side| side.comments == 0) {
        let name = empty.period.map_or_else(|| "-".to_owned(), |period| period.to_string());
        seen.notes.push(Note::new(
            format!("There are no comments on one side of the comparison ({name})."),
            format!("No hay comentarios en uno de los lados de la comparación ({name})."),
        ));
    }
    let tallies = [&seen.before.tally, &seen.after.tally];
    let measures = std::iter::once(Measure::Net)
        .chain(Sentiment::ALL.iter().map(|label| Measure::Sentiment(*label)))
        .chain(Measure::of_touchpoints(tallies.into_iter()));
    let mut differences: Vec<Difference> = measures.map(|measure| difference(measure, tallies)).collect();
    let chances: Vec<f64> = differences.iter().filter_map(|one| one.p).collect();
    for (one, corrected) in differences.iter_mut().filter(|one| one.p.is_some()).zip(holm(&chances)) {
        one.p_holm = Some(corrected);
        // Interval and chance of a share come from two methods: a change is called where both show it.
        one.verdict = alike.then_some(match (one.low, one.high) {
            (Some(low), _) if corrected <= LEVEL && low > 0.0 => Verdict::Rose,
            (_, Some(high)) if corrected <= LEVEL && high < 0.0 => Verdict::Fell,
            _ => Verdict::WithinChance,
        });
    }
    let mix = seen.mix.take().filter(|_| alike);
    let (decompositions, columns) = mix.map_or_else(Default::default, |mix| mix.finish(plan, &mut seen.notes));
    let withheld = (!alike).then_some(Withheld::ModelVersions);
    Some(Comparison { before, after, withheld, differences, decompositions, columns })
}

fn difference(measure: Measure, [before, after]: [&crate::report::tally::Tally; 2]) -> Difference {
    let found = measure.difference(before, after);
    Difference {
        measure,
        before: measure.level(before),
        after: measure.level(after),
        difference: found.map(|(difference, ..)| difference),
        low: found.map(|(_, interval, _)| interval.low),
        high: found.map(|(_, interval, _)| interval.high),
        p: found.and_then(|(.., p)| p),
        p_holm: None,
        verdict: None,
    }
}
