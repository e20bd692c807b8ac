//! Figures period by period: which lie outside of what chance makes, and when a level changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::between::incomplete;
use super::measure::{Level, Measure};
use super::{Lot, Withheld};
use crate::report::date::Period;
use crate::report::plan::Plan;
use crate::report::tally::Tally;
use crate::statistics::change_points::{Found, Kind, Series, find};
use crate::statistics::control::{RUN, control_chart, runs};
use crate::statistics::{LEVEL, benjamini_hochberg};

/// The fewest periods, each with comments, that make a trend.
pub const LEAST_PERIODS: usize = 6;
/// The most periods that are followed: ten years of weeks.
const MOST_PERIODS: usize = 520;
/// Figures period by period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Trends {
    /// The first period that is followed.
    pub first: Period,
    /// The last one.
    pub last: Period,
    /// Whether the last day lies before the last period's end.
    pub last_incomplete: bool,
    /// Periods with comments.
    pub periods: usize,
    /// Earlier ones with comments, which are not followed where there are too many.
    pub left_out: usize,
    /// Why nothing is said of the figures.
    pub withheld: Option<Withheld>,
    /// Points that were held against limits, over all figures: about 3 in 1,000 of them lie outside by chance.
    pub judged: usize,
    /// Figures with comments enough for a change of level to be looked for.
    pub tested: usize,
    /// Net sentiment, then complaint and praise of each touchpoint.
    pub series: Vec<Trend>,
}

/// A figure over time.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// Of what.
    #[serde(flatten)]
    pub measure: Measure,
    /// By period.
    pub points: Vec<Point>,
    /// The level over all periods; none where nothing is said of them.
    pub center: Option<f64>,
    /// How much more the periods vary than random drawing makes them (Laney's sigma z); limits are wider by it where it is above 1.
    pub spread: Option<f64>,
    /// Changes of the level that chance does not explain, in order.
    pub shifts: Vec<Shift>,
    /// The smallest change of level, halfway through the periods, that would have had a chance of 80 % to be found; none where none was
    /// looked for. In points of net sentiment, else of 1.
    pub detectable: Option<f64>,
}

/// A figure of a period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// Which.
    pub period: Period,
    /// The figure.
    #[serde(flatten)]
    pub level: Level,
    /// The lower control limit, where there are comments enough for one.
    pub lower: Option<f64>,
    /// The upper control limit.
    pub upper: Option<f64>,
    /// Whether it lies outside of the limits.
    pub outside: bool,
    /// Whether it is one of eight or more in a row on one side of the centre.
    pub run: bool,
}

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Shift {
    /// The first period of the new level.
    pub period: Period,
    /// The level of the periods before it (customers count in each of them), back to the start or the change before.
    pub before: Level,
    /// The level from it on, to the end or the next change.
    pub after: Level,
    /// The share of changes as clear as this one, among those called, that steady figures are expected to show by chance (Benjamini and
    /// Hochberg 1995, over all figures; within a figure Benjamini and Bogomolov 2014).
    pub q: f64,
}

pub(super) fn trends(plan: &Plan, lots: &BTreeMap<Period, Lot>, alike: bool) -> Option<Trends> {
    let date = plan.date.as_ref()?;
    let left_out = lots.len().saturating_sub(MOST_PERIODS);
    let known: Vec<(Period, &Tally)> = lots.iter().skip(left_out).map(|(period, lot)| (*period, &lot.tally)).collect();
    let (first, last) = (known.first()?.0, known.last()?.0);
    let withheld = match known.len() {
        _ if !alike => Some(Withheld::ModelVersions),
        ..LEAST_PERIODS => Some(Withheld::TooFewPeriods),
        _ => None,
    };
    let empty = Tally::default();
    let mut gaps: Vec<(Period, &Tally)> = std::iter::successors(Some(first), |period| Some(period.next()))
        .take_while(|period| *period <= last)
        .take(MOST_PERIODS + 1)
        .map(|period| (period, lots.get(&period).map_or(&empty, |lot| &lot.tally)))
        .collect();
    if gaps.len() > MOST_PERIODS {
        gaps.clone_from(&known);
    }
    let measures = std::iter::once(Measure::Net).chain(Measure::of_touchpoints(known.iter().map(|(_, tally)| *tally)));
    let mut series: Vec<Trend> = measures.map(|measure| trend(measure, &gaps, withheld.is_none())).collect();
    let tested = if withheld.is_none() { find_shifts(&mut series, &known) } else { 0 };
    Some(Trends {
        first,
        last,
        last_incomplete: date.seen.range().is_some_and(|(_, day)| incomplete(last, day)),
        periods: known.len(),
        left_out,
        withheld,
        judged: series.iter().flat_map(|one| &one.points).filter(|point| point.upper.is_some()).count(),
        tested,
        series,
    })
}

fn together<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    let mut all = Tally::default();
    for tally in tallies {
        all.merge(tally);
    }
    all
}

fn trend(measure: Measure, periods: &[(Period, &Tally)], judge: bool) -> Trend {
    let mut points: Vec<Point> = periods
        .iter()
        .map(|(period, tally)| Point {
            period: *period,
            level: measure.level(tally),
            lower: None,
            upper: None,
            outside: false,
            run: false,
        })
        .collect();
    let mut trend =
        Trend { measure, points: Vec::new(), center: None, spread: None, shifts: Vec::new(), detectable: None };
    let known: Vec<usize> = (0..points.len()).filter(|index| points[*index].level.value.is_some()).collect();
    let n: Vec<f64> = known.iter().map(|index| points[*index].level.n).collect();
    let means: Vec<f64> = known.iter().map(|index| measure.count(periods[*index].1) / points[*index].level.n).collect();
    let variance = measure.variance(&together(periods.iter().map(|(_, tally)| *tally)));
    if judge && let Some(chart) = control_chart(&n, &means, variance) {
        let scale = measure.scale();
        let least = if measure == Measure::Net { -1.0 } else { 0.0 };
        trend.center = Some(scale * chart.center);
        trend.spread = Some(chart.spread);
        for (place, (index, run)) in known.iter().zip(runs(&chart.z, RUN)).enumerate() {
            let (point, limits) = (&mut points[*index], chart.limits[place]);
            if chart.judged[place] {
                point.lower = Some(scale * limits.low.max(least));
                point.upper = Some(scale * limits.high.min(1.0));
                point.outside = means[place] < limits.low || means[place] > limits.high;
                point.run = run;
            }
        }
    }
    trend.points = points;
    trend
}

/// Finds the changes of level, and says how many figures could show one.
fn find_shifts(trends: &mut [Trend], periods: &[(Period, &Tally)]) -> usize {
    let n: Vec<f64> = periods.iter().map(|(_, tally)| tally.n()).collect();
    let all = together(periods.iter().map(|(_, tally)| *tally));
    let series = trends.iter_mut().map(|trend| {
        let measure = trend.measure;
        let means = periods.iter().map(|(_, tally)| measure.count(tally) / tally.n()).collect();
        let kind = match measure {
            Measure::Net => Kind::Mean { variance: measure.variance(&all) },
            _ => Kind::Share,
        };
        (trend, Series { n: n.clone(), means, kind })
    });
    let (tested, series): (Vec<&mut Trend>, Vec<Series>) = series.filter(|(_, series)| series.testable()).unzip();
    let found: Vec<Found> = find(&series, LEVEL);
    let clearest = |found: &Found| found.changes.iter().map(|change| change.p).fold(1.0, f64::min);
    let chances: Vec<f64> = found.iter().map(clearest).collect();
    let called = benjamini_hochberg(&chances).iter().filter(|q| **q <= LEVEL).count().max(1);
    let count = tested.len();
    for (trend, found) in tested.into_iter().zip(&found) {
        let share = |p: f64| (p * count as f64 / called as f64).min(1.0);
        let kept: Vec<(usize, f64)> =
            found.changes.iter().map(|change| (change.at, share(change.p))).filter(|(_, q)| *q <= LEVEL).collect();
        let ends = kept.iter().map(|(at, _)| *at).chain([periods.len()]).collect::<Vec<_>>();
        let level = |from: usize, to: usize| trend.measure.level(&together(periods[from..to].iter().map(|one| one.1)));
        let shift = |(index, (at, q)): (usize, &(usize, f64))| {
            let from = if index == 0 { 0 } else { ends[index - 1] };
            Shift { period: periods[*at].0, before: level(from, *at), after: level(*at, ends[index + 1]), q: *q }
        };
        trend.shifts = kept.iter().enumerate().map(shift).collect();
        trend.detectable = found.detectable.map(|difference| trend.measure.scale() * difference);
    }
    count
}
