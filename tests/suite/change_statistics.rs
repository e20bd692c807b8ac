//! Control charts, change points, differences and decompositions against scipy, statsmodels and numpy (`training/change_golden.py`
//! makes the golden values), and their errors on simulated series.

use sentir::statistics::change_points::{Kind, Series, best_cut, find};
use sentir::statistics::control::{RUN, control_chart, runs};
use sentir::statistics::decomposition::{Cell, kitagawa, kitagawa_bootstrap};
use sentir::statistics::difference::{newcombe, shares_differ};
use sentir::statistics::moderation::{digamma, moderated, trigamma};
use sentir::statistics::scan::Scan;
use sentir::statistics::student::two_sided_t;
use sentir::statistics::{LEVEL, benjamini_hochberg};
use serde::Deserialize;

use crate::common::{Dice, within};

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Golden {
    differences: Vec<Difference>,
    student: Vec<Student>,
    charts: Vec<Chart>,
    cuts: Vec<Cuts>,
    kitagawa: Vec<Kitagawa>,
}

#[derive(Deserialize)]
struct Difference {
    before: (f64, f64),
    after: (f64, f64),
    low: f64,
    high: f64,
    p: f64,
}

#[derive(Deserialize)]
struct Student {
    t: f64,
    freedom: f64,
    p: f64,
}

#[derive(Deserialize)]
struct Chart {
    n: Vec<f64>,
    count: Vec<f64>,
    center: f64,
    spread: f64,
    z: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
}

#[derive(Deserialize)]
struct Cuts {
    n: Vec<f64>,
    count: Vec<f64>,
    penalty: f64,
    starts: Vec<usize>,
    saved: f64,
}

#[derive(Deserialize)]
struct Kitagawa {
    cells: Vec<[f64; 4]>,
    within: f64,
    mix: f64,
    whole: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../golden/change.json")).unwrap()
}

fn shares(n: &[f64], count: &[f64]) -> Series {
    let means = n.iter().zip(count).map(|(n, count)| count / n).collect();
    Series { n: n.to_vec(), means, kind: Kind::Share }
}

#[test]
fn differences_are_those_of_statsmodels_and_scipy() {
    for case in golden().differences {
        let found = newcombe(case.before, case.after);
        within(found.low, case.low, TOLERANCE);
        within(found.high, case.high, TOLERANCE);
        within(shares_differ(case.before, case.after).unwrap(), case.p, TOLERANCE);
    }
    assert!(shares_differ((0.0, 0.0), (1.0, 2.0)).is_none());
    assert_eq!((newcombe((0.0, 0.0), (1.0, 2.0)).low, newcombe((1.0, 2.0), (0.0, 0.0)).high), (-1.0, 1.0));
}

#[test]
fn students_t_is_scipys() {
    for case in golden().student {
        within(two_sided_t(case.t, case.freedom) / case.p, 1.0, 1e-10);
    }
    within(two_sided_t(0.0, 3.0), 1.0, 0.0);
    within(two_sided_t(f64::INFINITY, 3.0), 0.0, 0.0);
}

#[test]
fn charts_are_numpys() {
    for case in golden().charts {
        let series = shares(&case.n, &case.count);
        let found = control_chart(&case.n, &series.means, series.variance()).unwrap();
        within(found.center, case.center, TOLERANCE);
        within(found.spread, case.spread, TOLERANCE);
        for (index, limits) in found.limits.iter().enumerate() {
            within(limits.low, case.low[index], TOLERANCE);
            within(limits.high, case.high[index], TOLERANCE);
            within(found.z[index], case.z[index], 1e-7);
        }
    }
    assert!(control_chart(&[], &[], 0.1).is_none());
    let nothing = control_chart(&[10.0, 20.0], &[0.0, 0.0], 0.0).unwrap();
    assert!(nothing.z.iter().all(|z| *z == 0.0) && !nothing.judged.contains(&true));
}

#[test]
fn a_run_is_eight_on_one_side() {
    let sides = |text: &str| text.chars().map(|c| if c == '+' { 1.0 } else { -f64::from(c != '0') }).collect();
    let marked = |text: &str| {
        let z: Vec<f64> = sides(text);
        runs(&z, RUN).into_iter().map(|mark| if mark { 'x' } else { '.' }).collect::<String>()
    };
    assert_eq!(marked("-++++++++-"), ".xxxxxxxx.");
    assert_eq!(marked("-+++++++-"), ".........");
    assert_eq!(marked("---------+"), "xxxxxxxxx.");
    assert_eq!(marked("++++0++++"), ".........");
    assert_eq!(marked("0000000000"), "..........");
    assert_eq!(marked(""), "");
}

#[test]
fn the_best_cut_is_that_of_trying_all() {
    for case in golden().cuts {
        let series = shares(&case.n, &case.count);
        let (k, cost) = (case.n.len(), series.cost());
        let found = best_cut(k, 2, case.penalty, &cost);
        assert_eq!(found, case.starts);
        let ends: Vec<usize> = [0].into_iter().chain(found.iter().copied()).chain([k]).collect();
        let price: f64 = ends.windows(2).map(|ends| cost(ends[0], ends[1])).sum();
        within(cost(0, k) - price - case.penalty * found.len() as f64, case.saved, 1e-6);
    }
    assert!(best_cut(3, 2, 0.0, |_, _| 0.0).is_empty());
    assert!(best_cut(0, 2, 0.0, |_, _| 0.0).is_empty());
}

#[test]
fn decompositions_are_those_of_standardised_means() {
    for case in golden().kitagawa {
        let cells: Vec<Cell> = case
            .cells
            .iter()
            .map(|[n_before, sum_before, n_after, sum_after]| Cell {
                n_before: *n_before,
                sum_before: *sum_before,
                n_after: *n_after,
                sum_after: *sum_after,
            })
            .collect();
        let (split, parts) = kitagawa(&cells).unwrap();
        within(split.within, case.within, TOLERANCE);
        within(split.mix, case.mix, TOLERANCE);
        within(split.whole(), case.whole, TOLERANCE);
        for (cell, part) in cells.iter().zip(parts) {
            assert!(cell.on_both_sides() || part.within == 0.0);
        }
    }
    assert!(kitagawa(&[]).is_none());
    assert!(kitagawa(&[Cell { n_before: 3.0, ..Cell::default() }]).is_none());
    assert!(kitagawa_bootstrap(&[], 0, 10, 1).is_none());
}

/// The share of simulated reports of `together` series each in which any series is said to have changed.
fn alarms(dice: &mut Dice, rounds: u32, together: usize, mut series: impl FnMut(&mut Dice, usize) -> Series) -> f64 {
    let mut alarms = 0;
    for _ in 0..rounds {
        let all: Vec<Series> = (0..together).map(|place| series(dice, place)).collect();
        let chances: Vec<f64> = find(&all, LEVEL)
            .iter()
            .map(|found| found.changes.iter().map(|change| change.p).fold(1.0, f64::min))
            .collect();
        alarms += u32::from(benjamini_hochberg(&chances).iter().any(|p| *p <= LEVEL));
    }
    f64::from(alarms) / f64::from(rounds)
}

fn simulated(dice: &mut Dice, n: u64, levels: &[f64], extra: f64) -> Series {
    let varied: Vec<f64> = levels.iter().map(|level| level + extra * dice.normal()).collect();
    let counts: Vec<f64> = varied.into_iter().map(|level| dice.binomial(n, level)).collect();
    shares(&vec![n as f64; levels.len()], &counts)
}

/// The bound holds, whether periods vary as random drawing makes them, somewhat more, or much more.
#[test]
fn steady_series_change_as_seldom_as_stated() {
    let mut dice = Dice(1);
    for (k, n, extra, together) in [
        (6, 100, 0.0, 1),
        (24, 300, 0.0, 1),
        (6, 50_000, 0.02, 1),
        (24, 50_000, 0.02, 1),
        (10, 90, 0.0, 27),
        (6, 300, 0.03, 27),
        (10, 300, 0.03, 27),
        (6, 50_000, 0.02, 30),
        (12, 5_000, 0.01, 30),
        (24, 50_000, 0.02, 30),
    ] {
        let rounds = if together == 1 { 600 } else { 150 };
        let rate = alarms(&mut dice, rounds, together, |dice, _| simulated(dice, n, &vec![0.2; k], extra));
        println!("{k} periods of {n}, levels ± {extra}, {together} together: an alarm in {rate:.3}");
        // Two standard errors of the simulation above 5 %.
        assert!(rate <= 0.05 + 2.0 * (0.05 * 0.95 / f64::from(rounds)).sqrt(), "{rate}");
    }
}

/// Where one series in three varies far more than the others, these make it look hardly steadier than it is.
#[test]
fn series_that_vary_differently_do_not_alarm_either() {
    let mut dice = Dice(4);
    for (k, n) in [(6, 300), (10, 300), (24, 300)] {
        let rounds = 200;
        let rate = alarms(&mut dice, rounds, 27, |dice, place| {
            simulated(dice, n, &vec![0.2; k], if place % 3 == 0 { 0.06 } else { 0.0 })
        });
        println!("{k} periods of {n}, one series in three ± 0.06: an alarm in {rate:.3}");
        assert!(rate <= 0.07 + 2.0 * (0.05 * 0.95 / f64::from(rounds)).sqrt(), "{rate}");
    }
}

/// How often a change is called among 27 series, of which one changes halfway.
fn found(dice: &mut Dice, k: usize, n: u64, extra: f64, (from, to): (f64, f64)) -> f64 {
    let (mut found, rounds) = (0, 150);
    for _ in 0..rounds {
        let levels: Vec<f64> = (0..k).map(|index| if index < k / 2 { from } else { to }).collect();
        let all: Vec<Series> = std::iter::once(simulated(dice, n, &levels, extra))
            .chain((1..27).map(|_| simulated(dice, n, &vec![0.1; k], extra)))
            .collect();
        // As if it were the only one: the first rank of Benjamini and Hochberg.
        let sure: Vec<usize> = find(&all, LEVEL)[0]
            .changes
            .iter()
            .filter(|change| change.p <= LEVEL / 27.0)
            .map(|change| change.at)
            .collect();
        found += i32::from(sure.len() == 1 && sure[0].abs_diff(k / 2) <= 1);
    }
    f64::from(found) / f64::from(rounds)
}

#[test]
fn a_real_jump_is_found_where_it_is() {
    let mut dice = Dice(2);
    for (k, n, extra, least) in [(10, 300, 0.0, 0.9), (12, 300, 0.0, 0.9), (24, 300, 0.0, 0.9), (24, 50_000, 0.02, 0.9)]
    {
        let rate = found(&mut dice, k, n, extra, (0.12, 0.22));
        println!("12 % to 22 %, {k} periods of {n}, levels ± {extra}: found in {rate:.3}");
        assert!(rate >= least, "{rate}");
    }
}

/// What is said to be detectable is found about four times in five.
#[test]
fn what_is_detectable_is_detected() {
    let mut dice = Dice(5);
    for (k, n) in [(10, 90), (12, 300), (24, 300)] {
        let all: Vec<Series> = (0..27).map(|_| simulated(&mut dice, n, &vec![0.15; k], 0.0)).collect();
        let sizes: Vec<f64> = find(&all, LEVEL).iter().filter_map(|found| found.detectable).collect();
        assert_eq!(sizes.len(), 27);
        let half = sizes.iter().sum::<f64>() / sizes.len() as f64 / 2.0;
        let rate = found(&mut dice, k, n, 0.0, (0.15 - half, 0.15 + half));
        println!("{k} periods of {n}: a change of {:.3} found in {rate:.3}", 2.0 * half);
        assert!((0.6..=0.95).contains(&rate), "{rate}");
    }
}

/// The chance that any place of a steady series shows a distance: near what simulation says, and no less.
#[test]
fn a_distance_anywhere_is_bounded_closely() {
    let mut dice = Dice(6);
    for n in [vec![50.0; 10], (1..=16).map(|n| 20.0 * f64::from(n)).collect()] {
        let (rounds, scan, total) = (8000, Scan::of(&n, 2), n.iter().sum::<f64>());
        for distance in [2.0, 2.7] {
            let mut passed = 0;
            for _ in 0..rounds {
                let values: Vec<f64> = n.iter().map(|n| n.sqrt() * dice.normal()).collect();
                let all: f64 = values.iter().sum();
                let (mut before, mut sum, mut greatest) = (0.0, 0.0, 0.0_f64);
                for place in 0..n.len() - 2 {
                    (before, sum) = (before + n[place], sum + values[place]);
                    if place >= 1 {
                        greatest = greatest
                            .max((total * sum - before * all).abs() / (total * before * (total - before)).sqrt());
                    }
                }
                passed += u32::from(greatest >= distance);
            }
            let (bound, found) = (scan.anywhere(distance), f64::from(passed) / f64::from(rounds));
            println!("{distance} standard errors in {} periods: {found:.4}, at most {bound:.4}", n.len());
            assert!(found <= bound + 0.005 && bound <= 1.6 * found, "{found} {bound}");
            within(scan.distance(bound), distance, 1e-9);
        }
    }
}

#[test]
fn moderated_variances_are_smyths() {
    // scipy.special.digamma and polygamma(1, x).
    for (x, first, second) in [
        (0.5, -1.963_510_026_021_423_5, 4.934_802_200_544_679),
        (3.7, 1.167_153_539_361_511_3, 0.310_037_857_670_038_33),
    ] {
        within(digamma(x), first, 1e-12);
        within(trigamma(x), second, 1e-12);
    }
    assert!(moderated(&[]).is_empty());
    let alone = moderated(&[(3.0, 8.0)]);
    assert_eq!((alone[0].variance, alone[0].freedom), (3.0, 8.0));
    // As alike as chance makes them: one variance for all.
    let alike = moderated(&[(0.9, 8.0), (1.0, 8.0), (1.1, 8.0)]);
    assert!(alike.iter().all(|one| one.freedom.is_infinite() && (one.variance - 1.1).abs() < 0.1));
    // Far apart: each keeps most of its own.
    let apart = moderated(&[(0.01, 8.0), (1.0, 8.0), (100.0, 8.0)]);
    assert!(apart.iter().all(|one| one.freedom < 10.0) && apart[2].variance > 80.0, "{apart:?}");
}

/// Of one cell the bootstrap is that of a difference of means: the normal interval.
#[test]
fn the_bootstrap_of_a_split_covers_what_it_should() {
    let mut dice = Dice(3);
    let (blocks, each, rounds) = (200, 10, 150);
    let mut covered = [0; 3];
    // Two groups of rates 0.3 and 0.6; the first has 70 % before and 50 % after, and its rate rises by 0.1.
    let (before, after) = ([(0.7, 0.3), (0.3, 0.6)], [(0.5, 0.4), (0.5, 0.6)]);
    let (within, mix) = (0.6 * 0.1, -0.2 * (0.35 - 0.6));
    for round in 0..rounds {
        let lots: Vec<Vec<(usize, Cell)>> = (0..blocks)
            .map(|_| {
                let mut cells = [Cell::default(); 2];
                for _ in 0..each {
                    let group = usize::from(dice.uniform() >= before[0].0);
                    cells[group].n_before += 1.0;
                    cells[group].sum_before += f64::from(u8::from(dice.uniform() < before[group].1));
                    let group = usize::from(dice.uniform() >= after[0].0);
                    cells[group].n_after += 1.0;
                    cells[group].sum_after += f64::from(u8::from(dice.uniform() < after[group].1));
                }
                cells.into_iter().enumerate().collect()
            })
            .collect();
        let found = kitagawa_bootstrap(&lots, 2, 400, round).unwrap();
        for (covered, (interval, truth)) in
            covered.iter_mut().zip([(found.whole, within + mix), (found.within, within), (found.mix, mix)])
        {
            *covered += i32::from(interval.low <= truth && truth <= interval.high);
        }
    }
    println!("covered of {rounds}: whole, within, mix {covered:?}");
    assert!(covered.iter().all(|covered| f64::from(*covered) >= 0.89 * rounds as f64));
}
