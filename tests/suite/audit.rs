//! Figures corrected for the model's errors: against numpy and statsmodels (`training/correction_golden.py`), in simulation, and from files.

use std::fmt::Write;
use std::path::Path;

use sentir::Result;
use sentir::read::{Input, ReadOptions};
use sentir::report::audit::{Advice, Audit, AuditSection, Checked, Figure};
use sentir::report::files::Files;
use sentir::report::groups::Groups;
use sentir::report::plan::{Asked, Plan};
use sentir::report::votes::Votes;
use sentir::statistics::correction::{Corrected, Stratum, corrected};
use sentir::statistics::wilson;
use serde::Deserialize;

use crate::common::{Dice, within};

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Case {
    rows: f64,
    net: bool,
    strata: Vec<Sort>,
    value: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct Sort {
    share: f64,
    positive: f64,
    negative: f64,
    n: f64,
}

#[test]
fn corrected_figures_are_those_of_the_references() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../golden/correction.json")).unwrap();
    for case in cases {
        let strata: Vec<Stratum> = case
            .strata
            .iter()
            .map(|sort| {
                if case.net {
                    Stratum::of_difference(sort.share, (sort.positive, sort.negative), sort.n, 0.0)
                } else {
                    Stratum::of_share(sort.share, sort.positive, sort.n, 0.0)
                }
            })
            .collect();
        let range = if case.net { (-1.0, 1.0) } else { (0.0, 1.0) };
        let found = corrected(&strata, case.rows, range).unwrap();
        within(found.value, case.value, TOLERANCE);
        within(found.interval.low, case.low, TOLERANCE);
        within(found.interval.high, case.high, TOLERANCE);
    }
}

fn count(dice: &mut Dice, n: u64, chance: f64) -> u64 {
    (0..n).map(|_| u64::from(dice.uniform() < chance)).sum()
}

/// A label with this share, that the model gives with this recall and precision; `checked` of `rows` comments are checked.
fn one(dice: &mut Dice, [share, recall, precision]: [f64; 3], rows: u64, checked: u64) -> (Corrected, u64) {
    let said = share * recall / precision;
    let missed = share * (1.0 - recall) / (1.0 - said);
    let checked_with = count(dice, checked, said);
    let (right, overlooked) = (count(dice, checked_with, precision), count(dice, checked - checked_with, missed));
    let with = checked_with + count(dice, rows - checked, said);
    let q = with as f64 / rows as f64;
    let strata = [
        Stratum::of_share(q, right as f64, checked_with as f64, 1.0),
        Stratum::of_share(1.0 - q, overlooked as f64, (checked - checked_with) as f64, 0.0),
    ];
    (corrected(&strata, rows as f64, (0.0, 1.0)).unwrap(), with)
}

/// The corrected interval holds the true share in about 95 of 100 samples, of rare labels too; the model's own does not.
#[test]
fn intervals_cover_what_is_true() {
    let mut dice = Dice(7);
    let (rows, rounds) = (4000, 1500);
    for (case, checked) in [
        ([0.40, 0.80, 0.85], 300),
        ([0.10, 0.70, 0.60], 300),
        ([0.10, 0.90, 0.60], 100),
        ([0.03, 0.50, 0.70], 300),
        ([0.02, 0.90, 0.50], 300),
        ([0.01, 0.60, 0.80], 200),
    ] {
        let (mut covered, mut by_model) = (0, 0);
        for _ in 0..rounds {
            let (found, with) = one(&mut dice, case, rows, checked);
            let raw = wilson(with, rows);
            covered += usize::from((found.interval.low..=found.interval.high).contains(&case[0]));
            by_model += usize::from((raw.low..=raw.high).contains(&case[0]));
        }
        let share = |count: usize| count as f64 / f64::from(rounds);
        println!("{case:?}, {checked} checked: corrected {:.3}, by the model {:.3}", share(covered), share(by_model));
        assert!((0.935..=0.995).contains(&share(covered)), "{case:?}: {}", share(covered));
        assert!(share(by_model) < 0.9, "{case:?}: {}", share(by_model));
    }
}

/// So does that of net sentiment, over what the model calls positive, negative and neither.
#[test]
fn intervals_of_net_sentiment_cover_too() {
    let mut dice = Dice(9);
    let (rows, checked, rounds) = (3000_u64, 250, 1500);
    let said = [0.5, 0.3, 0.2];
    // Of each, how many are truly positive and truly negative.
    for chances in [[[0.80, 0.10], [0.05, 0.85], [0.25, 0.25]], [[0.97, 0.02], [0.01, 0.97], [0.02, 0.05]]] {
        let truth: f64 =
            said.iter().zip(chances).map(|(share, [positive, negative])| share * (positive - negative)).sum();
        let mut covered = 0;
        for _ in 0..rounds {
            let mut draw = |n: u64| {
                let first = count(&mut dice, n, said[0]);
                let second = count(&mut dice, n - first, said[1] / (said[1] + said[2]));
                [first, second, n - first - second]
            };
            let (own, rest) = (draw(checked), draw(rows - checked));
            let strata: Vec<Stratum> = (0..3)
                .map(|sort| {
                    let [positive, negative] = chances[sort];
                    let praise = count(&mut dice, own[sort], positive);
                    let complaint = count(&mut dice, own[sort] - praise, negative / (1.0 - positive));
                    let share = (own[sort] + rest[sort]) as f64 / rows as f64;
                    Stratum::of_difference(share, (praise as f64, complaint as f64), own[sort] as f64, 0.0)
                })
                .collect();
            let found = corrected(&strata, rows as f64, (-1.0, 1.0)).unwrap();
            covered += usize::from((found.interval.low..=found.interval.high).contains(&truth));
        }
        let share = covered as f64 / f64::from(rounds);
        println!("net sentiment {truth:.3}: {share:.3}");
        assert!((0.935..=0.995).contains(&share), "{share}");
    }
}

/// As many more rows as advised bring the interval to what was asked.
#[test]
fn advice_is_enough() {
    let strata = |checked: f64| {
        [
            Stratum::of_share(0.3, 0.24 * checked, 0.3 * checked, 1.0),
            Stratum::of_share(0.7, 0.07 * checked, 0.7 * checked, 0.0),
        ]
    };
    let half = |found: &Corrected| (found.interval.high - found.interval.low) / 2.0;
    let found = corrected(&strata(80.0), 50_000.0, (0.0, 1.0)).unwrap();
    assert!(half(&found) > 0.05);
    let more = found.rows_more(80.0, 50_000.0, 0.05).unwrap();
    let then = corrected(&strata(80.0 + more as f64), 50_000.0, (0.0, 1.0)).unwrap();
    within(half(&then), 0.05, 0.002);
    assert_eq!(then.rows_more(80.0 + more as f64, 50_000.0, 0.06), Some(0));
    // Of eighty comments no share is known that well, whoever checks them.
    assert_eq!(corrected(&strata(80.0), 80.0, (0.0, 1.0)).unwrap().rows_more(80.0, 80.0, 0.05), None);
    assert!(corrected(&[], 0.0, (0.0, 1.0)).is_none());
}

const SENTIMENTS: [&str; 4] = ["positive", "negative", "mixed", "neutral"];

/// Tagged comments, of which every fourth negative one is truly neutral, and an audit of every third.
fn sample(folder: &Path) -> (String, String) {
    let tps = sentir::Touchpoint::ALL.iter().map(|label| format!("tp_{label}")).collect::<Vec<_>>().join(",");
    let (mut tagged, mut audit) =
        (format!("Id,Canal,Comentario,sentiment,{tps},status\n"), "Id,true_sentiment,true_touchpoints\n".to_owned());
    for row in 0..600 {
        let said = row % 4;
        let truth = if said == 1 && row % 16 < 4 { 3 } else { said };
        let channel = if row % 30 == 0 { "Tienda" } else { "Web" };
        let delivery = if said == 1 { "negative" } else { "" };
        let cells: Vec<&str> = sentir::Touchpoint::ALL
            .iter()
            .map(|label| if label.name() == "delivery" { delivery } else { "" })
            .collect();
        let _ = writeln!(tagged, "c{row},{channel},texto,{},{},ok", SENTIMENTS[said], cells.join(","));
        if row % 3 == 0 {
            let spoken = if truth == 1 { "delivery:negative" } else { "" };
            let _ = writeln!(audit, "c{row},{},{spoken}", SENTIMENTS[truth]);
        }
    }
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    (write("tagged.csv", &tagged), write("audit.csv", &audit))
}

fn section(tagged: &str, audit: &str) -> Result<AuditSection> {
    let asked = Asked { by: vec!["Canal".into()], min_n: 30, ..Asked::default() };
    let mut columns = asked.columns();
    columns.push("Id".into());
    let files = Files::new(vec![Input::File(tagged.into())], ReadOptions::default(), None, columns);
    let plan = Plan::survey(&files, asked)?;
    let checked = Checked::read(&Input::File(audit.into()), &ReadOptions::default(), Some("Id"))?;
    let mut audit = Audit::new(checked);
    let mut groups = Groups::new(&plan);
    plan.each(&files, &Votes::count(&plan, &files, |_, _| {})?, |seen| {
        groups.see(seen);
        audit.see(seen);
    })?;
    audit.finish(&plan, &groups)
}

#[test]
fn an_audit_corrects_the_shares() {
    let folder = tempfile::tempdir().unwrap();
    let (tagged, audit) = sample(folder.path());
    let found = section(&tagged, &audit).unwrap();
    assert_eq!((found.checked, found.unchecked, found.weighted), (200, 0, false));
    let holds = |figure: &Figure, value: f64| {
        assert!(figure.low <= value && value <= figure.high && figure.low <= figure.corrected, "{figure:?}");
    };
    let negative = &found.all.sentiments[1].figure;
    within(negative.raw, 0.25, 1e-12);
    // 12 of the 50 checked negative ones are truly neutral.
    within(negative.corrected, 0.25 * 38.0 / 50.0, 1e-9);
    holds(negative, 0.25 * 0.75);
    assert_eq!(negative.advice, Advice::Enough);
    let sum: f64 = found.all.sentiments.iter().map(|one| one.figure.corrected).sum();
    within(sum, 1.0, 1e-12);
    let net = found.all.net.unwrap();
    within(net.corrected, 100.0 * (found.all.sentiments[0].figure.corrected - negative.corrected), 1e-9);
    let delivery = found.all.touchpoints.iter().find(|one| one.label.name() == "delivery").unwrap();
    within(delivery.criticised.unwrap().corrected, negative.corrected, 1e-9);
    within(delivery.mentioned.corrected, negative.corrected, 1e-9);
    // A label nobody has: known to be rare, not to be absent.
    let returns = found.all.touchpoints.iter().find(|one| one.label.name() == "returns").unwrap();
    assert!(returns.mentioned.corrected == 0.0 && returns.mentioned.high > 0.01);
    let precision = found.labels.iter().find(|one| (one.task, one.label) == ("sentiment", "negative")).unwrap();
    within(precision.precision.share.unwrap(), 0.76, 1e-12);
    within(precision.recall.share.unwrap(), 1.0, 1e-12);
    let by = &found.by[0];
    assert_eq!(
        (by.groups.len(), by.groups[0].value.as_str(), by.too_few.as_slice()),
        (1, "Web", &["Tienda".into()][..])
    );
    assert!(found.all.families.is_empty());
}

#[test]
fn wrong_audit_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (tagged, _) = sample(folder.path());
    let refused = |content: &str| {
        let path = folder.path().join("wrong.csv");
        std::fs::write(&path, content).unwrap();
        section(&tagged, path.to_str().unwrap()).unwrap_err().to_string()
    };
    for (content, says) in [
        ("Id,true_sentiment\nc1,angry\n", "wrong.csv, row 1: \"angry\" is no sentiment\nhint: there are positive"),
        (
            "Id,true_sentiment\nyy,negative\nzz,neutral\n",
            "none of its 2 comments is among the tagged comments: the id \"yy\", the id \"zz\"",
        ),
        (
            "Id,true_sentiment\nc1,negative\n,neutral\n",
            "wrong.csv, row 2, column \"Id\": does not say which comment it is",
        ),
        ("Id,true_sentiment\nc1,negative\nc1,neutral\n", "row 2: the id \"c1\" came in row 1 already"),
        ("Id,true_touchpoints\nc1,delivry:negative\n", "\"delivry\" is no touchpoint\nhint: there are marketing"),
        ("Id,true_touchpoints\nc1,delivery:bad\n", "\"bad\" is no touchpoint's sentiment"),
        ("Id,true_sentiment,true_emotion\nc1,negative,\n", "has labels, but no emotion"),
        ("Id,true_sentiment,weight\nc1,negative,0\n", "its weight is no positive number"),
        ("Id,note\nc1,x\n", "has no checked labels"),
        ("Id,sentiment,sentiment_p\nc1,negative,0.9\n", "has the model's tags, but no checked labels"),
        ("Key,true_sentiment\nc1,negative\n", "has no column \"Id\""),
        ("Id,true_sentiment\nc1,\nc2,\n", "has no checked row"),
    ] {
        let message = refused(content);
        assert!(message.contains(says), "{content}: {message}");
    }
    // An id that two comments share says nothing about either.
    let text = std::fs::read_to_string(&tagged).unwrap();
    std::fs::write(&tagged, text.replace("c2,", "c1,")).unwrap();
    assert!(refused("Id,true_sentiment\nc1,negative\n").contains("1 of its 1 comments are there more than once"));
}

/// Gold files, as evaluation reads them, are audits too; so are rows named by their numbers.
#[test]
fn gold_files_and_row_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        Checked::read(&Input::File(path), &ReadOptions::default(), None)
    };
    let gold = read(
        "gold.jsonl",
        concat!(
            r#"{"id":"a","text":"x","sentiment":"negative","emotion":"anger","touchpoints":{"delivery":"negative"}}"#,
            "\n",
            r#"{"id":"b","text":"y","sentiment":"neutral","emotion":"neutral","touchpoints":{}}"#,
            "\n"
        ),
    )
    .unwrap();
    assert_eq!(gold.rows.len(), 2);
    let spoken = |row: usize| {
        gold.rows[row].touchpoints.unwrap().iter().filter(|one| **one != sentir::report::audit::Spoken::No).count()
    };
    assert_eq!((spoken(0), spoken(1)), (1, 0));
    let rows = read("rows.csv", "row,true_touchpoints\n1,delivery;product\n2,\n").unwrap();
    assert_eq!(rows.rows[0].name, "row 1");
    assert!(read("none.csv", "true_sentiment\nnegative\n").unwrap_err().to_string().contains("which comments"));
}
