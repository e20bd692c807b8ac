//! Figures by the values of a column, and by period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::columns::{DatePlan, GroupPlan};
use super::date::Period;
use super::kpi::Kpis;
use super::plan::{Plan, Seen};
use super::tally::Tally;
use super::votes::Scope;
use crate::labels::Sentiment;
use crate::statistics::difference::nets_differ;
use crate::statistics::holm;

/// The figures of one value of a column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// The value; none where it is blank.
    pub value: Option<String>,
    /// How many values these are together, where they are too many to be told apart; else 1.
    pub values: usize,
    /// Whether there are enough comments, or customers, to rank it.
    pub enough: bool,
    /// Net sentiment against that of all other comments.
    pub against_rest: Option<AgainstRest>,
    /// Its figures.
    #[serde(flatten)]
    pub kpis: Kpis,
}

/// A group's net sentiment against that of all others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct AgainstRest {
    /// Its net sentiment less the others', in points.
    pub difference: f64,
    /// The lower end of its 95 % interval (Bonett and Price 2012, Zou and Donner 2008).
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// The chance of so large a difference if there were none: below 0.05 where the interval leaves zero out.
    pub p: f64,
    /// That chance, corrected for the number of groups of all columns (Holm 1979).
    pub p_holm: f64,
}

/// Figures by the values of a column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct By {
    /// The column.
    pub column: String,
    /// Its values: those with enough comments first, by falling net sentiment.
    pub groups: Vec<Group>,
    /// Whether the intervals of any two ranked neighbours overlap: their order may be chance.
    pub overlapping: bool,
}

/// Figures of a period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct InPeriod {
    /// Which.
    pub period: Period,
    /// Its figures.
    #[serde(flatten)]
    pub kpis: Kpis,
}

/// What is counted of some comments, so that all others are known too.
#[derive(Debug, Clone, Default)]
struct Counted {
    here: Tally,
    /// What the weights of these comments and of all others differ from those among all.
    shift: Tally,
}

/// Counts of everything, by group and by period.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Of all comments.
    pub all: Tally,
    by: Vec<BTreeMap<Option<usize>, Counted>>,
    /// By their first days.
    periods: BTreeMap<NaiveDate, Counted>,
}

/// Comments of a place or time, and all others.
pub(super) struct Apart<'a> {
    /// The column and its value; none of a period.
    pub(super) value: Option<(&'a str, &'a str)>,
    /// The period.
    pub(super) period: Option<Period>,
    pub(super) here: &'a Tally,
    pub(super) rest: Tally,
}

impl Groups {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        Self { by: vec![BTreeMap::new(); plan.by.len()], ..Self::default() }
    }

    /// Counts a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        self.all.add(seen.tagged, seen.weight(Scope::All));
        for (column, (groups, place)) in self.by.iter_mut().zip(&seen.by).enumerate() {
            let weight = seen.weight(Scope::value(column, *place));
            groups.entry(*place).or_default().here.add(seen.tagged, weight);
        }
        if let Some(period) = seen.period {
            let weight = seen.weight(Scope::period(period));
            self.periods.entry(period.start).or_default().here.add(seen.tagged, weight);
        }
        if seen.ballot.is_shared() {
            self.shift(seen);
        }
    }

    /// A customer's comments weigh in each group, and among all others, differently from what they weigh among all: by how much is
    /// counted for each group that the customer is in.
    fn shift(&mut self, seen: &Seen<'_>) {
        let among_all = seen.weight(Scope::All);
        for (scope, inside, outside) in seen.ballot.scopes() {
            let (counted, is_here) = match scope {
                Scope::Value(column, place) => {
                    let (column, place) = (usize::from(column), place.map(usize::from));
                    (self.by[column].entry(place).or_default(), seen.by[column] == place)
                }
                Scope::Period(start) => {
                    let own = seen.period.map(|period| period.start);
                    (self.periods.entry(start).or_default(), own == Some(start))
                }
                _ => continue,
            };
            let there = if is_here { inside } else { outside };
            counted.shift.shift(seen.tagged, among_all - there);
        }
    }

    /// All comments but these.
    fn rest(&self, counted: &Counted) -> Tally {
        self.all.without(&counted.here, &counted.shift)
    }

    /// The counts of each column's values.
    pub(super) fn tallies(&self) -> impl Iterator<Item = BTreeMap<Option<usize>, &Tally>> {
        self.by.iter().map(|groups| groups.iter().map(|(place, counted)| (*place, &counted.here)).collect())
    }

    /// Every value and period with at least `min_n` comments, or customers, and all others.
    pub(super) fn apart<'a>(&'a self, plan: &'a Plan, min_n: f64) -> Vec<Apart<'a>> {
        let values = plan.by.iter().zip(&self.by).flat_map(|(column, groups)| {
            let name = |place: &Option<usize>| Some(column.values.get((*place)?)?.0.as_str());
            groups
                .iter()
                .filter_map(move |(place, counted)| Some((Some((column.name.as_str(), name(place)?)), None, counted)))
        });
        let grain = plan.date.as_ref().map(|date| date.grain);
        let period = move |start: &NaiveDate| grain.map(|grain| grain.of(*start));
        let periods = self.periods.iter().map(move |(start, counted)| (None, period(start), counted));
        values
            .chain(periods)
            .filter(|(.., counted)| counted.here.n() >= min_n)
            .map(|(value, period, counted)| Apart { value, period, here: &counted.here, rest: self.rest(counted) })
            .collect()
    }

    /// The figures by each column.
    pub fn by(&self, plan: &Plan) -> Vec<By> {
        let mut all: Vec<By> =
            plan.by.iter().zip(&self.by).map(|(column, groups)| self.column(plan, column, groups)).collect();
        let groups = || all.iter().flat_map(|by| &by.groups);
        let chances: Vec<f64> = groups().filter_map(|group| group.against_rest).map(|one| one.p).collect();
        let compared = all.iter_mut().flat_map(|by| &mut by.groups).filter_map(|group| group.against_rest.as_mut());
        for (one, corrected) in compared.zip(holm(&chances)) {
            one.p_holm = corrected;
        }
        all
    }

    fn column(&self, plan: &Plan, column: &GroupPlan, groups: &BTreeMap<Option<usize>, Counted>) -> By {
        let mut found: Vec<Group> = groups
            .iter()
            .map(|(place, counted)| {
                let value =
                    place.map(|place| column.values.get(place).map_or_else(String::new, |(value, _)| value.clone()));
                let others = place.is_some_and(|place| place >= column.values.len());
                let enough = counted.here.n() >= plan.asked.min_n as f64 && place.is_some() && !others;
                Group {
                    value,
                    values: if others { column.others } else { 1 },
                    enough,
                    against_rest: if enough { against_rest(&counted.here, &self.rest(counted)) } else { None },
                    kpis: Kpis::of(&counted.here),
                }
            })
            .collect();
        let net = |group: &Group| group.kpis.net.net.unwrap_or(f64::NEG_INFINITY);
        found.sort_by(|a, b| {
            b.enough.cmp(&a.enough).then_with(|| net(b).total_cmp(&net(a))).then_with(|| a.value.cmp(&b.value))
        });
        let ranked: Vec<&Group> = found.iter().filter(|group| group.enough).collect();
        let overlapping = ranked.windows(2).any(|pair| pair[0].kpis.net.overlaps(&pair[1].kpis.net));
        By { column: column.name.clone(), groups: found, overlapping }
    }

    /// The figures of every period from the first to the last, the empty ones too.
    pub fn periods(&self, plan: &Plan) -> Vec<InPeriod> {
        let empty = Tally::default();
        let periods = plan.date.as_ref().map(DatePlan::periods).unwrap_or_default();
        let tally = |period: &Period| self.periods.get(&period.start).map_or(&empty, |counted| &counted.here);
        periods.into_iter().map(|period| InPeriod { period, kpis: Kpis::of(tally(&period)) }).collect()
    }
}

fn against_rest(here: &Tally, rest: &Tally) -> Option<AgainstRest> {
    let side = |tally: &Tally| {
        let count = |label: Sentiment| tally.sentiments[label.index()];
        (count(Sentiment::Positive), count(Sentiment::Negative), tally.n())
    };
    let found = nets_differ(side(rest), side(here))?;
    Some(AgainstRest {
        difference: 100.0 * found.difference,
        low: 100.0 * found.interval.low,
        high: 100.0 * found.interval.high,
        p: found.p,
        p_holm: found.p,
    })
}
