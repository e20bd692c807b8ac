//! Control charts, change points, differences and decompositions against scipy, statsmodels and numpy (`training/change_golden.py`
//! makes the golden values), and their errors on simulated series.

use sentir::statistics::change_points::{Kind, Series, best_cut, changes};
use sentir::statistics::control::{RUN, control_chart, runs};
use sentir::statistics::decomposition::{Cell, kitagawa, kitagawa_bootstrap};
use sentir::statistics::difference::{newcombe, shares_differ};
use sentir::statistics::holm;
use sentir::statistics::student::two_sided_t;
use serde::Deserialize;

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

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} for {expected}");
}

fn shares(n: &[f64], count: &[f64]) -> Series {
    let means = n.iter().zip(count).map(|(n, count)| count / n).collect();
    Series { n: n.to_vec(), means, kind: Kind::Share }
}

#[test]
fn differences_are_those_of_statsmodels_and_scipy() {
    for case in golden().differences {
        let found = newcombe(case.before, case.after);
        near(found.low, case.low, TOLERANCE);
        near(found.high, case.high, TOLERANCE);
        near(shares_differ(case.before, case.after).unwrap(), case.p, TOLERANCE);
    }
    assert!(shares_differ((0.0, 0.0), (1.0, 2.0)).is_none());
    assert_eq!((newcombe((0.0, 0.0), (1.0, 2.0)).low, newcombe((1.0, 2.0), (0.0, 0.0)).high), (-1.0, 1.0));
}

#[test]
fn students_t_is_scipys() {
    for case in golden().student {
        near(two_sided_t(case.t, case.freedom) / case.p, 1.0, 1e-10);
    }
    near(two_sided_t(0.0, 3.0), 1.0, 0.0);
    near(two_sided_t(f64::INFINITY, 3.0), 0.0, 0.0);
}

#[test]
fn charts_are_numpys() {
    for case in golden().charts {
        let series = shares(&case.n, &case.count);
        let found = control_chart(&case.n, &series.means, series.variance()).unwrap();
        near(found.center, case.center, TOLERANCE);
        near(found.spread, case.spread, TOLERANCE);
        for (index, limits) in found.limits.iter().enumerate() {
            near(limits.low, case.low[index], TOLERANCE);
            near(limits.high, case.high[index], TOLERANCE);
            near(found.z[index], case.z[index], 1e-7);
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
        near(cost(0, k) - price - case.penalty * found.len() as f64, case.saved, 1e-6);
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
        near(split.within, case.within, TOLERANCE);
        near(split.mix, case.mix, TOLERANCE);
        near(split.whole(), case.whole, TOLERANCE);
        for (cell, part) in cells.iter().zip(parts) {
            assert!(cell.on_both_sides() || part.within == 0.0);
        }
    }
    assert!(kitagawa(&[]).is_none());
    assert!(kitagawa(&[Cell { n_before: 3.0, ..Cell::default() }]).is_none());
    assert!(kitagawa_bootstrap(&[], 0, 10, 1).is_none());
}

/// Random numbers for simulations (a 64-bit linear congruential generator of Knuth, its upper bits).
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// How many of `n` fall under a chance: drawn one by one, or for many by the normal approximation.
    fn binomial(&mut self, n: u32, p: f64) -> f64 {
        if n > 2000 {
            let (n, p) = (f64::from(n), p.clamp(0.0, 1.0));
            return (n * p + (n * p * (1.0 - p)).sqrt() * self.normal()).round().clamp(0.0, n);
        }
        f64::from((0..n).filter(|_| self.uniform() < p).count() as u32)
    }
}

/// The share of simulated reports of `together` series each in which any series is said to have changed.
fn alarms(dice: &mut Dice, rounds: u32, together: usize, mut series: impl FnMut(&mut Dice) -> Series) -> f64 {
    let mut alarms = 0;
    for _ in 0..rounds {
        let chances: Vec<f64> =
            (0..together).map(|_| changes(&series(dice)).iter().map(|change| change.p).fold(1.0, f64::min)).collect();
        alarms += u32::from(holm(&chances).iter().any(|p| *p <= 0.05));
    }
    f64::from(alarms) / f64::from(rounds)
}

fn simulated(dice: &mut Dice, n: u32, levels: &[f64], extra: f64) -> Series {
    let varied: Vec<f64> = levels.iter().map(|level| level + extra * dice.normal()).collect();
    let counts: Vec<f64> = varied.into_iter().map(|level| dice.binomial(n, level)).collect();
    shares(&vec![f64::from(n); levels.len()], &counts)
}

/// The bound holds, whether periods vary as random drawing makes them or much more.
#[test]
fn steady_series_change_as_seldom_as_stated() {
    let mut dice = Dice(1);
    for (k, n, extra, together) in [
        (6, 100, 0.0, 1),
        (24, 300, 0.0, 1),
        (6, 50_000, 0.02, 1),
        (24, 50_000, 0.02, 1),
        (6, 50_000, 0.02, 30),
        (12, 5_000, 0.01, 30),
        (24, 50_000, 0.02, 30),
    ] {
        let rounds = if together == 1 { 1000 } else { 200 };
        let rate = alarms(&mut dice, rounds, together, |dice| simulated(dice, n, &vec![0.2; k], extra));
        println!("{k} periods of {n}, levels ± {extra}, {together} together: an alarm in {rate:.3}");
        // Two standard errors of the simulation above 5 %.
        assert!(rate <= 0.05 + 2.0 * (0.05 * 0.95 / f64::from(rounds)).sqrt(), "{rate}");
    }
}

#[test]
fn a_real_jump_is_found_where_it_is() {
    let mut dice = Dice(2);
    for (k, n, extra, least) in [(12, 300, 0.0, 0.8), (24, 300, 0.0, 0.9), (24, 50_000, 0.02, 0.9)] {
        let levels: Vec<f64> = (0..k).map(|index| if index < k / 2 { 0.12 } else { 0.22 }).collect();
        let (mut found, rounds) = (0, 200);
        for _ in 0..rounds {
            // As if it were corrected for thirty series.
            let changes = changes(&simulated(&mut dice, n, &levels, extra));
            let sure: Vec<usize> = changes.iter().filter(|change| change.p <= 0.05 / 30.0).map(|one| one.at).collect();
            found += i32::from(sure.len() == 1 && sure[0].abs_diff(k / 2) <= 1);
        }
        let rate = f64::from(found) / f64::from(rounds);
        println!("12 % to 22 %, {k} periods of {n}, levels ± {extra}: found in {rate:.3}");
        assert!(rate >= least, "{rate}");
    }
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
