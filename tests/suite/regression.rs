//! Regression, resampling and false-discovery control against statsmodels, scikit-learn and numpy
//! (`training/drivers_golden.py` makes the golden values), and intervals against known effects.

use sentir::statistics::{Sums, benjamini_hochberg, cross_validate, resample};
use serde::Deserialize;

use crate::common::{Dice, near};

#[derive(Deserialize)]
struct Golden {
    regression: Regression,
    discovery: Vec<Discovery>,
}

#[derive(Deserialize)]
struct Regression {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    weight: Vec<f64>,
    fits: Vec<Fit>,
    r2: f64,
    tolerances: Vec<f64>,
    correlation: f64,
    folds: Folds,
}

#[derive(Deserialize)]
struct Fit {
    penalty: f64,
    intercept: f64,
    slopes: Vec<f64>,
    squared_error: f64,
    corrected_intercept: f64,
    corrected_slopes: Vec<f64>,
}

#[derive(Deserialize)]
struct Folds {
    penalties: Vec<f64>,
    errors: Vec<f64>,
}

#[derive(Deserialize)]
struct Discovery {
    p: Vec<f64>,
    corrected: Vec<f64>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../golden/drivers.json")).unwrap()
}

fn cells(row: &[f64]) -> Vec<(usize, f64)> {
    row.iter().copied().enumerate().filter(|(_, value)| *value != 0.0).collect()
}

#[test]
fn fits_are_those_of_the_references() {
    let golden = golden().regression;
    let (mut sums, mut plain) = (Sums::new(5), Sums::new(5));
    for ((row, y), weight) in golden.x.iter().zip(&golden.y).zip(&golden.weight) {
        sums.add(*weight, &cells(row), *y);
        plain.add(1.0, &cells(row), *y);
    }
    for expected in golden.fits {
        let fit = sums.ridge(expected.penalty).unwrap();
        near(fit.intercept, expected.intercept);
        fit.slopes.iter().zip(&expected.slopes).for_each(|(found, expected)| near(*found, *expected));
        near(sums.squared_error(&fit), expected.squared_error);
        if expected.penalty == 0.0 {
            near(1.0 - sums.squared_error(&fit) / sums.outcome_scatter(), golden.r2);
        }
        let corrected = sums.almost_unbiased_ridge(expected.penalty).unwrap();
        near(corrected.intercept, expected.corrected_intercept);
        corrected.slopes.iter().zip(&expected.corrected_slopes).for_each(|(found, expected)| near(*found, *expected));
    }
    let tolerances = plain.tolerances(0.0).unwrap();
    tolerances.iter().zip(&golden.tolerances).for_each(|(found, expected)| near(*found, *expected));
    near(plain.correlation(0, 4).unwrap(), golden.correlation);
}

#[test]
fn folds_are_those_of_the_reference() {
    let golden = golden().regression;
    let mut groups = vec![Sums::new(5); 20];
    for (row, ((x, y), weight)) in golden.x.iter().zip(&golden.y).zip(&golden.weight).enumerate() {
        groups[row % 20].add(*weight, &cells(x), *y);
    }
    for (penalty, error) in golden.folds.penalties.iter().zip(&golden.folds.errors) {
        near(cross_validate(&groups, 5, &[*penalty]).unwrap().error, *error);
    }
    let least = golden.folds.errors.iter().copied().fold(f64::INFINITY, f64::min);
    let best = golden.folds.errors.iter().position(|error| error.total_cmp(&least).is_eq()).unwrap();
    near(cross_validate(&groups, 5, &golden.folds.penalties).unwrap().penalty, golden.folds.penalties[best]);
}

#[test]
fn discoveries_are_those_of_the_reference() {
    for case in golden().discovery {
        for (found, expected) in benjamini_hochberg(&case.p).into_iter().zip(case.corrected) {
            near(found, expected);
        }
    }
}

#[test]
fn nothing_and_dependent_columns_have_no_fit() {
    assert!(Sums::new(2).ridge(1.0).is_none());
    assert!(Sums::new(2).almost_unbiased_ridge(0.0).is_none());
    assert!(cross_validate(&[], 10, &[1.0]).is_none());
    assert!(resample(0, 10, 1, |_| vec![f64::NAN])[0].is_none());
    assert!(benjamini_hochberg(&[]).is_empty());
    let mut same = Sums::new(2);
    for row in 0..40_u32 {
        let value = f64::from(row % 2);
        same.add(1.0, &[(0, value), (1, value)], 3.0 * value);
    }
    assert!(same.ridge(0.0).is_none(), "two columns that are one have no least squares");
    let fit = same.ridge(0.001).unwrap();
    assert!((fit.slopes[0] - 1.5).abs() < 1e-3 && (fit.slopes[1] - 1.5).abs() < 1e-3, "ridge halves it between them");
    assert!(same.tolerances(0.01).unwrap().iter().all(|tolerance| *tolerance < 0.01));
    // A column that says nothing gets nothing.
    let mut constant = Sums::new(1);
    (0..40).for_each(|row| constant.add(1.0, &[(0, 1.0)], f64::from(row)));
    assert!(constant.ridge(0.0).is_none());
    assert!(constant.ridge(0.1).unwrap().slopes[0].abs() < 1e-9);
}

/// Complaints about delivery take 40 points; complaints about support take none, but three in four of them come with
/// one about delivery. The adjusted interval has the truth in it in about 95 of 100 samples, the leave-one-out impact
/// of support nearly never.
#[test]
fn adjusted_intervals_cover_the_truth_under_co_mention() {
    const SAMPLES: usize = 300;
    const GROUPS: usize = 200;
    let truth = [-40.0, 0.0, 20.0];
    let mut dice = Dice(20);
    let (mut covered, mut impact_covered) = ([0; 3], 0);
    for sample in 0..SAMPLES {
        let mut groups = vec![Sums::new(3); GROUPS];
        for row in 0..600 {
            let delivery = dice.uniform() < 0.2;
            let support = dice.uniform() < if delivery { 0.6 } else { 0.05 };
            let staff = dice.uniform() < if support { 0.1 } else { 0.3 };
            let row_cells: Vec<(usize, f64)> = [delivery, support, staff]
                .iter()
                .enumerate()
                .filter(|(_, said)| **said)
                .map(|(at, _)| (at, 1.0))
                .collect();
            let outcome = 20.0 + row_cells.iter().map(|(at, _)| truth[*at]).sum::<f64>() + 60.0 * dice.normal();
            groups[row % GROUPS].add(1.0, &row_cells, outcome);
        }
        let penalty = cross_validate(&groups, 10, &[0.1, 1.0, 10.0]).unwrap().penalty;
        let drawn = resample(GROUPS, 300, sample as u64, |times| {
            let mut total = Sums::new(3);
            groups.iter().zip(times).for_each(|(group, times)| total.add_times(f64::from(*times), group));
            let mut figures = total.almost_unbiased_ridge(penalty).unwrap().slopes;
            let outside = (total.outcome() - total.outcome_with(1)) / (total.weight() - total.sum(1));
            figures.push(total.outcome() / total.weight() - outside);
            figures
        });
        let holds = |at: usize, truth: f64| {
            let interval = drawn[at].unwrap().interval;
            usize::from(interval.low <= truth && truth <= interval.high)
        };
        (0..3).for_each(|at| covered[at] += holds(at, truth[at]));
        impact_covered += holds(3, 0.0);
    }
    println!("covered {covered:?}, leave-one-out {impact_covered}, of {SAMPLES}");
    for covered in covered {
        assert!((0.91..=0.985).contains(&(covered as f64 / SAMPLES as f64)), "{covered} of {SAMPLES}");
    }
    assert!(impact_covered < SAMPLES / 20, "leave-one-out: {impact_covered} of {SAMPLES}");
}
