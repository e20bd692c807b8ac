//! The statistics against scipy and statsmodels (`training/statistics_golden.py` makes the golden values), and the random ones against
//! what theory says of them.

use sentir::statistics::difference::nets_differ;
use sentir::statistics::{
    bootstrap, detectable_difference, holm, mcnemar, quantile, randomisation, wilson, wilson_weighted,
};
use serde::Deserialize;

use crate::common::{Dice, within};

const TOLERANCE: f64 = 1e-9;

/// The grid on which the reference looks for the detectable difference.
const GRID: f64 = 2e-7;

#[derive(Deserialize)]
struct Golden {
    wilson: Vec<Wilson>,
    mcnemar: Vec<McNemar>,
    holm: Vec<Holm>,
    detectable: Vec<Detectable>,
    quantiles: Vec<Quantile>,
}

#[derive(Deserialize)]
struct Wilson {
    count: u64,
    n: u64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct McNemar {
    first: u64,
    second: u64,
    p: f64,
}

#[derive(Deserialize)]
struct Holm {
    p: Vec<f64>,
    corrected: Vec<f64>,
}

#[derive(Deserialize)]
struct Detectable {
    n: usize,
    discordant: f64,
    difference: f64,
}

#[derive(Deserialize)]
struct Quantile {
    values: Vec<f64>,
    at: f64,
    value: f64,
}

#[test]
fn closed_forms_are_those_of_the_references() {
    let golden: Golden = serde_json::from_str(include_str!("../golden/statistics.json")).unwrap();
    for case in golden.wilson {
        let found = wilson(case.count, case.n);
        within(found.low, case.low, TOLERANCE);
        within(found.high, case.high, TOLERANCE);
    }
    for case in golden.mcnemar {
        within(mcnemar(case.first, case.second), case.p, TOLERANCE);
    }
    for case in golden.holm {
        for (found, expected) in holm(&case.p).into_iter().zip(case.corrected) {
            within(found, expected, TOLERANCE);
        }
    }
    for case in golden.detectable {
        within(detectable_difference(case.n, case.discordant).unwrap(), case.difference, GRID);
    }
    for case in golden.quantiles {
        within(quantile(&case.values, case.at).unwrap(), case.value, TOLERANCE);
    }
}

#[test]
fn nothing_gives_no_figure_and_no_fault() {
    assert_eq!((wilson(0, 0).low, wilson(0, 0).high), (0.0, 1.0));
    within(mcnemar(0, 0), 1.0, 0.0);
    assert!(holm(&[]).is_empty());
    assert!(bootstrap(0, 100, 1, |_| Some(1.0)).is_none());
    assert!(bootstrap(5, 100, 1, |_| None).is_none());
    assert!(detectable_difference(100, 0.0).is_none());
    assert!(detectable_difference(4, 0.5).is_none());
    assert!(quantile(&[], 0.5).is_none());
    within(randomisation(0, 10, 1, |_| 0.0), 1.0, 0.0);
}

/// The bootstrap of a mean is, for many rows, the normal interval.
#[test]
fn the_bootstrap_of_a_share_is_the_normal_interval() {
    let n = 400;
    let right = |row: usize| row.is_multiple_of(4);
    let share = |rows: &[usize]| Some(rows.iter().filter(|row| right(**row)).count() as f64 / n as f64);
    let found = bootstrap(n, 4000, 7, share).unwrap();
    let reach = 1.96 * (0.25 * 0.75 / n as f64).sqrt();
    within(found.low, 0.25 - reach, 0.005);
    within(found.high, 0.25 + reach, 0.005);
    assert_eq!(found, bootstrap(n, 4000, 7, share).unwrap());
}

/// For accuracies the randomisation test estimates what the exact test computes.
#[test]
fn randomisation_of_accuracies_is_the_exact_test() {
    let (first, second, n) = (31_usize, 17_usize, 200);
    // The first predictor alone is right on rows below `first`, the second alone on those below `first + second`.
    let sign = |row: usize| match row {
        row if row < first => 1.0,
        row if row < first + second => -1.0,
        _ => 0.0,
    };
    let found = randomisation(n, 20_000, 3, |exchanged| {
        exchanged.iter().enumerate().map(|(row, exchanged)| if *exchanged { -sign(row) } else { sign(row) }).sum()
    });
    within(found, mcnemar(first as u64, second as u64), 0.01);
}

/// An interval holds its share, and no end is a negative zero.
#[test]
fn an_interval_holds_its_share() {
    for n in [0.3, 1.0, 2.0, 3.0, 7.0, 10.0, 49.0, 93.75, 1000.0, 123_457.0, 1e7] {
        for part in [0.0, 1e-9, 0.01, 1.0 / 3.0, 0.5, 0.999_999, 1.0] {
            let (share, interval) = (n * part / n, wilson_weighted(n * part, n));
            assert!(interval.low <= share && share <= interval.high, "{part} of {n}: {interval:?}");
            assert!(interval.low.is_sign_positive() && interval.high <= 1.0, "{part} of {n}: {interval:?}");
        }
    }
}

/// The chance is below 5 % exactly where the interval leaves zero out.
#[test]
fn interval_and_chance_of_two_nets_agree() {
    let mut dice = Dice(11);
    let (mut apart, tables) = (0, 3000);
    for _ in 0..tables {
        let mut side = || {
            let n = 1 + dice.below(300) as u64;
            let chance = dice.uniform();
            let positive = dice.binomial(n, chance);
            let chance = dice.uniform();
            (positive, dice.binomial(n - positive as u64, chance), n as f64)
        };
        let (a, b) = (side(), side());
        let found = nets_differ(a, b).unwrap();
        let out = found.interval.low > 0.0 || found.interval.high < 0.0;
        assert_eq!(out, found.p < 0.05, "{a:?} {b:?}: {found:?}");
        let back = nets_differ(b, a).unwrap();
        within(back.p, found.p, 1e-12);
        within(back.interval.low, -found.interval.high, 1e-12);
        assert!((found.interval.low..=found.interval.high).contains(&found.difference));
        apart += u32::from(out);
    }
    assert!((500..2900).contains(&apart), "{apart} of {tables}");
    assert!(nets_differ((0.0, 0.0, 0.0), (1.0, 0.0, 2.0)).is_none());
    within(nets_differ((3.0, 1.0, 9.0), (3.0, 1.0, 9.0)).unwrap().p, 1.0, 0.0);
}

/// It covers the true difference as often as it says, and more often where nearly all say the same.
#[test]
fn intervals_of_two_nets_cover() {
    let mut dice = Dice(12);
    for (n, first, second) in [
        (30, (0.5, 0.3), (0.5, 0.3)),
        (30, (0.9, 0.05), (0.7, 0.2)),
        (40, (0.03, 0.03), (0.1, 0.02)),
        (200, (0.6, 0.3), (0.4, 0.4)),
    ] {
        let (rounds, others) = (2000, 500);
        let (mut covered, mut called) = (0, 0);
        for _ in 0..rounds {
            let mut side = |n: u64, (positive, negative): (f64, f64)| {
                let good = dice.binomial(n, positive);
                (good, dice.binomial(n - good as u64, negative / (1.0 - positive)), n as f64)
            };
            let found = nets_differ(side(others, second), side(n, first)).unwrap();
            let truth = first.0 - first.1 - second.0 + second.1;
            covered += u32::from((found.interval.low..=found.interval.high).contains(&truth));
            called += u32::from(found.p < 0.05);
        }
        let (covered, called) = (f64::from(covered) / f64::from(rounds), f64::from(called) / f64::from(rounds));
        println!("{n} of {first:?} against {others} of {second:?}: covered {covered:.3}, called {called:.3}");
        assert!(covered >= 0.935, "{covered}");
    }
}
