//! The statistics against scipy and statsmodels (`training/statistics_golden.py` makes the golden values), and the random ones against
//! what theory says of them.

use sentir::statistics::{bootstrap, detectable_difference, holm, mcnemar, quantile, randomisation, wilson};
use serde::Deserialize;

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

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} for {expected}");
}

#[test]
fn closed_forms_are_those_of_the_references() {
    let golden: Golden = serde_json::from_str(include_str!("../golden/statistics.json")).unwrap();
    for case in golden.wilson {
        let found = wilson(case.count, case.n);
        near(found.low, case.low, TOLERANCE);
        near(found.high, case.high, TOLERANCE);
    }
    for case in golden.mcnemar {
        near(mcnemar(case.first, case.second), case.p, TOLERANCE);
    }
    for case in golden.holm {
        for (found, expected) in holm(&case.p).into_iter().zip(case.corrected) {
            near(found, expected, TOLERANCE);
        }
    }
    for case in golden.detectable {
        near(detectable_difference(case.n, case.discordant).unwrap(), case.difference, GRID);
    }
    for case in golden.quantiles {
        near(quantile(&case.values, case.at).unwrap(), case.value, TOLERANCE);
    }
}

#[test]
fn nothing_gives_no_figure_and_no_fault() {
    assert_eq!((wilson(0, 0).low, wilson(0, 0).high), (0.0, 1.0));
    near(mcnemar(0, 0), 1.0, 0.0);
    assert!(holm(&[]).is_empty());
    assert!(bootstrap(0, 100, 1, |_| Some(1.0)).is_none());
    assert!(bootstrap(5, 100, 1, |_| None).is_none());
    assert!(detectable_difference(100, 0.0).is_none());
    assert!(detectable_difference(4, 0.5).is_none());
    assert!(quantile(&[], 0.5).is_none());
    near(randomisation(0, 10, 1, |_| 0.0), 1.0, 0.0);
}

/// The bootstrap of a mean is, for many rows, the normal interval.
#[test]
fn the_bootstrap_of_a_share_is_the_normal_interval() {
    let n = 400;
    let right = |row: usize| row.is_multiple_of(4);
    let share = |rows: &[usize]| Some(rows.iter().filter(|row| right(**row)).count() as f64 / n as f64);
    let found = bootstrap(n, 4000, 7, share).unwrap();
    let reach = 1.96 * (0.25 * 0.75 / n as f64).sqrt();
    near(found.low, 0.25 - reach, 0.005);
    near(found.high, 0.25 + reach, 0.005);
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
    near(found, mcnemar(first as u64, second as u64), 0.01);
}
