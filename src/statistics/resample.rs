//! Resampling of groups of rows: folds for a penalty, draws for intervals.

use super::interval::{Interval, quantile};
use super::random::Random;
use super::regression::Sums;

/// What cross-validation says of a penalty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Validated {
    /// The penalty.
    pub penalty: f64,
    /// The weighted sum of squares of what ridge regression leaves of rows that it was not fitted to.
    pub error: f64,
}

/// The penalty that predicts unseen rows best: each of `folds` sets of groups (every so many-th group) is predicted
/// from all others (Stone 1974). Of equally good penalties, to nine digits, the greatest.
///
/// None where no penalty has a fit on every fold.
pub fn cross_validate(groups: &[Sums], folds: usize, penalties: &[f64]) -> Option<Validated> {
    let columns = groups.first()?.columns();
    let sum = |part: &mut dyn Iterator<Item = &Sums>| {
        part.fold(Sums::new(columns), |mut sum, group| {
            sum.add_times(1.0, group);
            sum
        })
    };
    let folds = folds.min(groups.len());
    let parts: Vec<(Sums, Sums)> = (0..folds)
        .map(|fold| {
            let inside = |place: &usize| place % folds == fold;
            let each = || groups.iter().enumerate();
            let seen = sum(&mut each().filter(|(place, _)| !inside(place)).map(|(_, group)| group));
            (seen, sum(&mut each().filter(|(place, _)| inside(place)).map(|(_, group)| group)))
        })
        .collect();
    let error = |penalty: f64| {
        parts.iter().map(|(seen, unseen)| Some(unseen.squared_error(&seen.ridge(penalty)?))).sum::<Option<f64>>()
    };
    let mut best: Option<Validated> = None;
    let mut falling = penalties.to_vec();
    falling.sort_by(|a, b| b.total_cmp(a));
    for penalty in falling {
        let Some(error) = error(penalty) else { continue };
        if best.is_none_or(|best| error < best.error * (1.0 - 1e-9)) {
            best = Some(Validated { penalty, error });
        }
    }
    best
}

/// What the draws of a bootstrap say of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn {
    /// The percentile interval, 95 % (Efron 1979).
    pub interval: Interval,
    /// The draws' standard deviation: the figure's standard error.
    pub error: f64,
}

/// Shows `draws` samples of `n` places with replacement.
fn draw(n: usize, draws: usize, seed: u64, mut sample: impl FnMut(&[usize])) {
    let mut random = Random::new(seed);
    let mut places = vec![0; n];
    for _ in 0..draws {
        places.fill_with(|| random.below(n));
        sample(&places);
    }
}

/// The 95 % percentile bootstrap (Efron 1979) of a statistic of `n` rows, from `draws` samples of as many rows with replacement.
///
/// `statistic` gets the rows of a sample, some of them several times; samples of which it has no value are left out. None where
/// it never has one, or there are no rows.
pub fn bootstrap(
    n: usize,
    draws: usize,
    seed: u64,
    mut statistic: impl FnMut(&[usize]) -> Option<f64>,
) -> Option<Interval> {
    let mut values = Vec::with_capacity(draws);
    if n > 0 {
        draw(n, draws, seed, |rows| values.extend(statistic(rows)));
    }
    Some(drawn(values)?.interval)
}

/// The bootstrap of several figures at once over `n` groups of rows (the cluster bootstrap: Field and Welsh 2007), from
/// `draws` samples of as many groups with replacement.
///
/// `figures` gets how many times each group was drawn, and gives as many figures each time; those that are not finite
/// are left out. For each figure what its draws say, none where fewer than half of them have one.
pub fn resample(n: usize, draws: usize, seed: u64, mut figures: impl FnMut(&[u32]) -> Vec<f64>) -> Vec<Option<Drawn>> {
    let mut times = vec![0_u32; n];
    let mut values: Vec<Vec<f64>> = Vec::new();
    draw(n, draws, seed, |places| {
        times.fill(0);
        for place in places {
            times[*place] += 1;
        }
        let found = figures(&times);
        values.resize_with(values.len().max(found.len()), Vec::new);
        for (values, value) in values.iter_mut().zip(found) {
            values.extend(Some(value).filter(|value| value.is_finite()));
        }
    });
    values.into_iter().map(|values| if 2 * values.len() < draws { None } else { drawn(values) }).collect()
}

fn drawn(mut values: Vec<f64>) -> Option<Drawn> {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let interval = Interval { low: quantile(&values, 0.025)?, high: quantile(&values, 0.975)? };
    Some(Drawn { interval, error: (squares / (n - 1.0).max(1.0)).sqrt() })
}
