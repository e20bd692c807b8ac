//! From the groups' sums to effects with their intervals.

use super::collect::{Counted, Group};
use super::design::{Design, Regressor, SAID, said};
use super::what_if::{Change, WhatIf};
use super::{DRAWS, Effect, Estimate, FOLDS, Fit, Impact, MOST_EXPLAINED, Polarity, SEED, Standing};
use crate::labels::Touchpoint;
use crate::report::comment::TOUCHPOINTS;
use crate::report::kpi::Share;
use crate::statistics::resample::Drawn;
use crate::statistics::{Sums, cross_validate, resample, two_sided};

/// The penalties to choose from, in comments.
const PENALTIES: [f64; 9] = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0];
/// An effect must be said in so many groups.
const LEAST_GROUPS_EACH: usize = 10;
/// Below this, on the scale from -1 to 1, an effect is rounding.
const ROUNDING: f64 = 1e-9;

/// What one sample of the groups comes to, on the scale of the sums.
struct Figures {
    mean: f64,
    slopes: Vec<f64>,
    in_all: Vec<f64>,
    leave_out: Vec<f64>,
    leave_out_spoken: Vec<f64>,
}

impl Figures {
    fn of(total: &Group, said: usize, penalty: f64) -> Self {
        let sums = &total.sums;
        let (weight, outcome) = (sums.weight(), sums.outcome());
        let slopes = sums.almost_unbiased_ridge(penalty).map_or_else(|| vec![f64::NAN; said], |fit| fit.slopes);
        // Weights add up to whole numbers but for rounding.
        let leave_out = |inside: f64, outcome_inside: f64| {
            let outside = weight - inside;
            let all_or_none = outside <= ROUNDING * weight || inside <= ROUNDING * weight;
            if all_or_none { f64::NAN } else { outcome / weight - (outcome - outcome_inside) / outside }
        };
        Self {
            mean: outcome / weight,
            in_all: (0..said).map(|column| slopes[column] * sums.sum(column) / weight).collect(),
            leave_out: (0..said).map(|column| leave_out(sums.sum(column), sums.outcome_with(column))).collect(),
            leave_out_spoken: total.spoken.iter().map(|[inside, outcome]| leave_out(*inside, *outcome)).collect(),
            slopes: slopes[..said].to_vec(),
        }
    }

    fn in_line(self) -> Vec<f64> {
        [vec![self.mean], self.slopes, self.in_all, self.leave_out, self.leave_out_spoken].concat()
    }
}

fn total<'a>(groups: impl Iterator<Item = (f64, &'a Group)>, columns: usize) -> Group {
    let mut total = Group { sums: Sums::new(columns), spoken: [[0.0; 2]; TOUCHPOINTS] };
    for (times, group) in groups {
        total.sums.add_times(times, &group.sums);
        for (sum, more) in total.spoken.as_flattened_mut().iter_mut().zip(group.spoken.as_flattened()) {
            *sum += times * more;
        }
    }
    total
}

/// The figures of an outcome, q-values and findings still open. None where its numbers are beyond computing.
pub(super) fn fit(counted: &Counted, design: &Design, groups: &[Group], min_n: u64) -> Option<Fit> {
    let everything = total(groups.iter().map(|group| (1.0, group)), design.columns.len());
    // What no comment has, or every one, explains nothing.
    let varies = |column: &usize| everything.sums.scatter(*column) > ROUNDING * everything.sums.weight();
    let active: Vec<usize> = (0..design.columns.len()).filter(varies).collect();
    let groups: Vec<Group> =
        groups.iter().map(|group| Group { sums: group.sums.only(&active), spoken: group.spoken }).collect();
    let all = total(groups.iter().map(|group| (1.0, group)), active.len());
    let said_active = active.iter().filter(|column| **column < SAID).count();

    // A mention often enough to be shown keeps nearly all of its slope.
    let greatest = (min_n as f64 / 3.0).max(PENALTIES[0]);
    let penalties: Vec<f64> = PENALTIES.into_iter().filter(|penalty| *penalty <= greatest).collect();
    let sums: Vec<Sums> = groups.iter().map(|group| group.sums.clone()).collect();
    let chosen = cross_validate(&sums, FOLDS, &penalties)?;
    let (scatter, line) = (all.sums.outcome_scatter(), all.sums.almost_unbiased_ridge(chosen.penalty)?);
    let r2 = |error: f64| if scatter > 0.0 { 1.0 - error / scatter } else { 0.0 };
    let tolerances = all.sums.tolerances(PENALTIES[0])?;

    let mut drawn = resample(groups.len(), DRAWS, SEED, |times| {
        let some = groups.iter().zip(times).filter(|(_, times)| **times > 0);
        let sample = total(some.map(|(group, times)| (f64::from(*times), group)), active.len());
        Figures::of(&sample, said_active, chosen.penalty).in_line()
    })
    .into_iter();
    let found = Figures::of(&all, said_active, chosen.penalty);
    let mut next = |values: &[f64]| -> Vec<(f64, Option<Drawn>)> {
        values.iter().map(|value| (*value, drawn.next().flatten())).collect()
    };
    let mean = next(&[found.mean]);
    let slopes = next(&found.slopes);
    let in_all = next(&found.in_all);
    let leave_out = next(&found.leave_out);
    let spoken = next(&found.leave_out_spoken);

    let unit = counted.scale.unit;
    let estimate = |(value, drawn): (f64, Option<Drawn>), n: u64| {
        let interval = drawn?.interval;
        let estimate = Estimate { value, low: interval.low, high: interval.high, n }.times(unit);
        [estimate.value, estimate.low, estimate.high].iter().all(|end| end.is_finite()).then_some(estimate)
    };
    let effect = |touchpoint: Touchpoint, polarity: Polarity| {
        let column = said(touchpoint, polarity);
        let (n, weight) = (counted.said[column], all.sums.weight());
        let mut effect = Effect {
            touchpoint,
            polarity,
            standing: Standing::TooFew,
            n,
            share: Share::of(everything.sums.sum(column), weight),
            effect: None,
            in_all: None,
            p: None,
            q: None,
            tolerance: None,
            with: None,
            leave_one_out: None,
        };
        let Some(place) = active.iter().position(|active| *active == column) else { return effect };
        effect.leave_one_out = estimate(leave_out[place], n);
        let where_said = groups.iter().filter(|group| group.sums.sum(place) > 0.0).count();
        if n < min_n || where_said < LEAST_GROUPS_EACH {
            return effect;
        }
        effect.tolerance = Some(tolerances[place]);
        if tolerances[place] < 1.0 - MOST_EXPLAINED {
            effect.standing = Standing::Inseparable;
            effect.with = companion(&all.sums, place).map(|other| design.columns[active[other]].clone());
            return effect;
        }
        effect.standing = Standing::Uncertain;
        effect.effect = estimate(slopes[place], n);
        effect.in_all = estimate(in_all[place], n);
        let (slope, error) = (slopes[place].0, slopes[place].1.map_or(f64::NAN, |drawn| drawn.error));
        effect.p = Some(if slope.abs() <= ROUNDING || !error.is_finite() {
            1.0
        } else {
            two_sided(slope / error.max(f64::MIN_POSITIVE))
        });
        effect
    };
    let pairs = Touchpoint::ALL.iter().flat_map(|touchpoint| Polarity::ALL.map(|polarity| (*touchpoint, polarity)));
    Some(Fit {
        mean: estimate(mean[0], counted.n).map(|estimate| counted.scale.shifted(estimate))?,
        r2: r2(all.sums.squared_error(&line)),
        r2_unseen: r2(chosen.error),
        penalty: chosen.penalty,
        adjusted: design.adjusted.clone(),
        effects: pairs.map(|(touchpoint, polarity)| effect(touchpoint, polarity)).collect(),
        touchpoints: Touchpoint::ALL
            .iter()
            .map(|touchpoint| {
                let n = counted.spoken[touchpoint.index()];
                Impact { touchpoint: *touchpoint, n, leave_one_out: estimate(spoken[touchpoint.index()], n) }
            })
            .collect(),
        what_ifs: Vec::new(),
    })
}

/// The column that another one goes with most.
fn companion(sums: &Sums, column: usize) -> Option<usize> {
    let strength = |other: &usize| sums.correlation(column, *other).map_or(0.0, f64::abs);
    (0..sums.columns()).filter(|other| *other != column).max_by(|a, b| strength(a).total_cmp(&strength(b)))
}

impl Fit {
    /// The effect of praise of, or complaints about, a touchpoint.
    pub fn effect(&self, touchpoint: Touchpoint, polarity: Polarity) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.touchpoint == touchpoint && effect.polarity == polarity)
    }

    /// Puts effects in order, and reckons with halved complaints and with what was asked for.
    pub(super) fn settle(&mut self, asked: &[WhatIf]) {
        let size = |effect: &Effect| effect.in_all.map_or(0.0, |estimate| estimate.value.abs());
        self.effects.sort_by(|a, b| {
            let by_size = size(b).total_cmp(&size(a));
            a.standing.cmp(&b.standing).then(by_size).then(b.n.cmp(&a.n))
        });
        let asked = asked.iter().filter_map(|what_if| {
            let effect = self.effect(what_if.touchpoint, what_if.polarity)?;
            Some(Change::of(effect, effect.share.share?, what_if.to, true))
        });
        let complaints = self
            .effects
            .iter()
            .filter(|effect| effect.polarity == Polarity::Complaint && effect.standing == Standing::Finding);
        let halved = complaints.filter_map(|effect| {
            let from = effect.share.share?;
            Some(Change::of(effect, from, from / 2.0, false))
        });
        self.what_ifs = asked.chain(halved).collect();
    }
}

impl Regressor {
    /// What it says, where it is about a touchpoint.
    pub fn said(&self) -> Option<(Touchpoint, Polarity)> {
        match self {
            Self::Said { touchpoint, polarity } => Some((*touchpoint, *polarity)),
            _ => None,
        }
    }
}
