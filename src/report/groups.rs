//! Figures by the values of a column, and by period.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::date::Period;
use super::kpi::Kpis;
use super::plan::{GroupPlan, Plan, Seen};
use super::tally::Tally;
use crate::labels::Sentiment;
use crate::statistics::{Z_95, holm, two_sided};

/// The figures of one value of a column.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// The value; none where it is blank.
    pub value: Option<String>,
    /// How many values these are together, where they are too many to be told apart; else 1.
    pub values: usize,
    /// Whether there are enough comments to rank it.
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
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
    /// The chance of so large a difference if there were none (normal approximation).
    pub p: f64,
    /// That chance, corrected for the number of groups (Holm 1979).
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

/// Counts of everything, by group and by period.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Of all comments.
    pub all: Tally,
    by: Vec<BTreeMap<Option<usize>, Tally>>,
    periods: BTreeMap<Period, Tally>,
}

impl Groups {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        Self { by: vec![BTreeMap::new(); plan.by.len()], ..Self::default() }
    }

    /// Counts a comment.
    pub fn see(&mut self, seen: &Seen<'_>) {
        self.all.add(seen.tagged, seen.weight);
        for (groups, place) in self.by.iter_mut().zip(&seen.by) {
            groups.entry(*place).or_default().add(seen.tagged, seen.weight);
        }
        if let Some(period) = seen.period {
            self.periods.entry(period).or_default().add(seen.tagged, seen.weight);
        }
    }

    /// The counts of each column's values.
    pub(super) fn tallies(&self) -> &[BTreeMap<Option<usize>, Tally>] {
        &self.by
    }

    /// The figures by each column.
    pub fn by(&self, plan: &Plan) -> Vec<By> {
        plan.by.iter().zip(&self.by).map(|(column, tallies)| by(column, tallies, &self.all, plan.asked.min_n)).collect()
    }

    /// The figures of every period from the first to the last, the empty ones too.
    pub fn periods(&self, plan: &Plan) -> Vec<InPeriod> {
        let empty = Tally::default();
        let periods = plan.date.as_ref().map(super::plan::DatePlan::periods).unwrap_or_default();
        periods
            .into_iter()
            .map(|period| InPeriod { period, kpis: Kpis::of(self.periods.get(&period).unwrap_or(&empty)) })
            .collect()
    }
}

fn by(column: &GroupPlan, tallies: &BTreeMap<Option<usize>, Tally>, all: &Tally, min_n: u64) -> By {
    let mut groups: Vec<Group> = tallies
        .iter()
        .map(|(place, tally)| {
            let value =
                place.map(|place| column.values.get(place).map_or_else(String::new, |(value, _)| value.clone()));
            let others = place.is_some_and(|place| place >= column.values.len());
            let enough = tally.comments >= min_n && place.is_some() && !others;
            Group {
                value,
                values: if others { column.others } else { 1 },
                enough,
                against_rest: if enough { against_rest(&tally.sentiments, &all.sentiments) } else { None },
                kpis: Kpis::of(tally),
            }
        })
        .collect();
    let compared: Vec<usize> = (0..groups.len()).filter(|index| groups[*index].against_rest.is_some()).collect();
    let chances: Vec<f64> = compared.iter().filter_map(|index| groups[*index].against_rest).map(|one| one.p).collect();
    for (index, corrected) in compared.into_iter().zip(holm(&chances)) {
        if let Some(one) = &mut groups[index].against_rest {
            one.p_holm = corrected;
        }
    }
    let net = |group: &Group| group.kpis.net.net.unwrap_or(f64::NEG_INFINITY);
    groups.sort_by(|a, b| {
        b.enough.cmp(&a.enough).then_with(|| net(b).total_cmp(&net(a))).then_with(|| a.value.cmp(&b.value))
    });
    let ranked: Vec<&Group> = groups.iter().filter(|group| group.enough).collect();
    let overlapping = ranked.windows(2).any(|pair| pair[0].kpis.net.overlaps(&pair[1].kpis.net));
    By { column: column.name.clone(), groups, overlapping }
}

/// The difference of two means of 1, 0 and -1, with the pooled test's chance.
fn against_rest(group: &[f64; 4], all: &[f64; 4]) -> Option<AgainstRest> {
    let rest: Vec<f64> = all.iter().zip(group).map(|(all, group)| all - group).collect();
    let moments = |counts: &[f64]| {
        let n: f64 = counts.iter().sum();
        let share = |label: Sentiment| counts[label.index()] / n;
        let mean = share(Sentiment::Positive) - share(Sentiment::Negative);
        (n, mean, share(Sentiment::Positive) + share(Sentiment::Negative) - mean * mean)
    };
    let ((n, mean, variance), (n_rest, mean_rest, variance_rest)) = (moments(group), moments(&rest));
    if n <= 0.0 || n_rest <= 0.0 {
        return None;
    }
    let difference = mean - mean_rest;
    let (_, _, pooled) = moments(all);
    let error = (pooled * (1.0 / n + 1.0 / n_rest)).sqrt();
    let p = if error > 0.0 { two_sided(difference / error) } else { 1.0 };
    let reach = Z_95 * (variance / n + variance_rest / n_rest).sqrt();
    Some(AgainstRest {
        difference: 100.0 * difference,
        low: 100.0 * (difference - reach),
        high: 100.0 * (difference + reach),
        p,
        p_holm: p,
    })
}
