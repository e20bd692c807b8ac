//! What a report says of change, from tagged files.

use std::path::PathBuf;

use sentir::labels::{Sentiment, Touchpoint};
use sentir::read::{Input, ReadOptions};
use sentir::report::change::{CellValue, Change, Collector, Measure, Trend, Verdict, Withheld, parse_between};
use sentir::report::date::Grain;
use sentir::report::files::Files;
use sentir::report::plan::{Asked, Plan};
use sentir::report::votes::Votes;
use sentir::{ErrorKind, Result};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::same;

/// A tagged comment.
#[derive(Clone)]
struct Row {
    day: String,
    sentiment: &'static str,
    delivery: Option<&'static str>,
    channel: &'static str,
    score: f64,
    model: &'static str,
}

impl Row {
    fn of(day: impl Into<String>, sentiment: &'static str) -> Self {
        Self { day: day.into(), sentiment, delivery: None, channel: "web", score: 5.0, model: "a 1.0" }
    }

    fn json(&self, row: usize) -> Value {
        let touchpoints: Vec<Value> = self
            .delivery
            .iter()
            .map(|sentiment| json!({"label": "delivery", "stage": "receive", "p": 0.9, "sentiment": sentiment, "sentiment_p": 0.9}))
            .collect();
        json!({
            "schema": "sentir.record/1", "id": row.to_string(), "row": row, "text": "x", "lang": "en",
            "sentiment": self.sentiment, "touchpoints": touchpoints, "flags": [], "status": "ok", "model": self.model,
            "fields": {"day": self.day, "channel": self.channel, "score": self.score.to_string(), "customer": (row % 700).to_string()},
        })
    }
}

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, rows: &[Row]) -> PathBuf {
        self.write_in_order(name, rows, 0..rows.len())
    }

    fn write_in_order(&self, name: &str, rows: &[Row], order: impl Iterator<Item = usize>) -> PathBuf {
        let path = self.0.path().join(name);
        let lines: Vec<String> = order.map(|row| rows[row].json(row + 1).to_string()).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        path
    }
}

fn files(path: PathBuf, asked: &Asked) -> Files {
    Files::new(vec![Input::File(path)], ReadOptions::default(), None, asked.columns())
}

fn change(path: PathBuf, before: Option<PathBuf>, asked: &Asked) -> Result<Change> {
    let files_after = files(path, asked);
    let plan = Plan::survey(&files_after, asked.clone())?;
    let before = before.map(|path| files(path, asked));
    let plan_before = before.as_ref().map(|files| Plan::survey(files, asked.clone())).transpose()?;
    let mut collector = Collector::new(&plan, plan_before.as_ref())?;
    if let (Some(files), Some(plan)) = (&before, &plan_before) {
        plan.each(files, &Votes::count(plan, files, |_, _| {})?, |seen| collector.see_before(seen))?;
    }
    let votes = Votes::count(&plan, &files_after, |seen, scopes| collector.scopes(seen, scopes))?;
    plan.each(&files_after, &votes, |seen| collector.see(seen))?;
    Ok(collector.finish(&plan))
}

fn asked() -> Asked {
    Asked { date: Some("day".into()), by: vec!["channel".into()], min_n: 30, ..Asked::default() }
}

/// Months of 300 comments each, from January 2025: a share of them complains about delivery, half as many are positive.
fn months(shares: &[f64]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (month, share) in shares.iter().enumerate() {
        let complaints = (300.0 * share).round() as usize;
        for index in 0..300 {
            let last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month % 12];
            let day = format!("{}-{:02}-{:02}", 2025 + month / 12, month % 12 + 1, index % last + 1);
            let mut row = Row::of(day, if index % 2 == 0 { "positive" } else { "neutral" });
            if index < complaints {
                (row.sentiment, row.delivery) = ("negative", Some("negative"));
            }
            row.channel = if index % 3 == 0 { "shop" } else { "web" };
            row.score = if index < complaints { 3.0 } else { 8.0 };
            rows.push(row);
        }
    }
    rows
}

fn wobbling(levels: &[f64]) -> Vec<f64> {
    levels.iter().enumerate().map(|(index, level)| level + [0.0, 0.012, -0.01, 0.006, -0.014][index % 5]).collect()
}

fn series(change: &Change, measure: Measure) -> &Trend {
    change.trends.as_ref().unwrap().series.iter().find(|one| one.measure == measure).unwrap()
}

const COMPLAINT: Measure = Measure::Complaint(Touchpoint::Delivery);

#[test]
fn a_jump_is_found_in_its_month_and_nowhere_else() {
    let folder = Folder::new();
    let levels: Vec<f64> = (0..14).map(|month| if month < 8 { 0.12 } else { 0.24 }).collect();
    let path = folder.write("tagged.jsonl", &months(&wobbling(&levels)));
    let found = change(path, None, &asked()).unwrap();
    let trends = found.trends.as_ref().unwrap();
    assert_eq!((trends.withheld, trends.periods, trends.last_incomplete), (None, 14, false));
    let complaint = series(&found, COMPLAINT);
    assert_eq!(complaint.shifts.len(), 1);
    let shift = complaint.shifts[0];
    assert_eq!(shift.period.to_string(), "2025-09");
    assert!((shift.before.value.unwrap() - 0.12).abs() < 0.01 && (shift.after.value.unwrap() - 0.24).abs() < 0.01);
    assert!(shift.q < 0.01 && (shift.before.n - 2400.0).abs() < 1e-9);
    assert!(complaint.points.iter().take(8).all(|point| point.run));
    let praise = series(&found, Measure::Praise(Touchpoint::Delivery));
    assert!(praise.shifts.is_empty() && praise.points.iter().all(|point| !point.outside && !point.run));
    // The last two months are of the same level.
    let comparison = found.comparison.as_ref().unwrap();
    assert_eq!(comparison.before.period.unwrap().to_string(), "2026-01");
    assert!(comparison.differences.iter().all(|one| matches!(one.verdict, None | Some(Verdict::WithinChance))));
}

#[test]
fn a_steady_series_is_said_to_be_steady() {
    let folder = Folder::new();
    let path = folder.write("tagged.jsonl", &months(&wobbling(&[0.15; 12])));
    let found = change(path, None, &asked()).unwrap();
    for trend in &found.trends.as_ref().unwrap().series {
        assert!(trend.shifts.is_empty() && trend.points.iter().all(|point| !point.outside && !point.run));
    }
}

#[test]
fn periods_are_compared_and_the_change_is_split() {
    let folder = Folder::new();
    let mut asked = asked();
    asked.between = Some(parse_between("2025-Q1..2025-Q2").unwrap());
    asked.outcomes = vec!["score".into()];
    let path = folder.write("tagged.jsonl", &months(&[0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.1]));
    let found = change(path, None, &asked).unwrap();
    let comparison = found.comparison.unwrap();
    assert_eq!((comparison.before.comments, comparison.after.comments), (900, 900));
    let delivery = comparison.differences.iter().find(|one| one.measure == COMPLAINT).unwrap();
    assert_eq!(delivery.verdict, Some(Verdict::Rose));
    assert!((delivery.difference.unwrap() - 0.1).abs() < 1e-12);
    assert!(delivery.low.unwrap() > 0.06 && delivery.high.unwrap() < 0.14 && delivery.p_holm >= delivery.p);
    // The same channels answered: all of it is customers.
    let [net, score] = &comparison.decompositions[..] else { panic!("net sentiment and the score") };
    assert!(net.mix.change.abs() < 1e-9 && (net.customers.change - net.whole.change).abs() < 1e-9);
    assert!((net.whole.change - comparison.differences[0].difference.unwrap()).abs() < 1e-9);
    assert!(net.customers.low.unwrap() < net.customers.change && net.customers.high.unwrap() < 0.0);
    assert_eq!(score.outcome.as_deref(), Some("score"));
    assert!((score.whole.change + 0.5).abs() < 1e-9);
}

#[test]
fn another_mix_is_no_change_of_customers() {
    let folder = Folder::new();
    let row = |day: &str, channel, sentiment| Row { channel, ..Row::of(day, sentiment) };
    let mut rows = Vec::new();
    // Half of web is negative, half of shop is positive; the shop grows from a quarter to three quarters.
    for (day, shop) in [("2026-01-31", 100), ("2026-02-28", 300)] {
        for index in 0..400 {
            let (channel, said) = if index < shop { ("shop", "positive") } else { ("web", "negative") };
            rows.push(row(day, channel, if index % 2 == 0 { said } else { "neutral" }));
        }
    }
    let asked = Asked { grain: Some(Grain::Month), ..asked() };
    let found = change(folder.write("mix.jsonl", &rows), None, &asked).unwrap();
    let comparison = found.comparison.unwrap();
    let net = &comparison.decompositions[0];
    assert!((net.whole.change - 50.0).abs() < 1e-9 && (net.mix.change - 50.0).abs() < 1e-9);
    assert!(net.customers.change.abs() < 1e-9 && net.groups == 2 && net.one_sided < 1e-12);
    assert!(
        net.parts
            .iter()
            .any(|part| part.values == [CellValue::Value("shop".into())] && (part.n_after - 300.0).abs() < 1e-9)
    );
    // A channel that is there on one side only has nothing to be compared with.
    rows.truncate(400);
    rows.extend((0..400).map(|_| row("2026-02-28", "app", "positive")));
    let found = change(folder.write("alone.jsonl", &rows), None, &asked).unwrap();
    let net = &found.comparison.unwrap().decompositions[0];
    assert!(net.one_sided > 1.0 - 1e-12 && net.customers.change.abs() < 1e-12 && net.small_groups == 3);
}

#[test]
fn two_files_are_compared_by_the_values_they_share() {
    let folder = Folder::new();
    let (mut first, mut second) = (months(&[0.1]), months(&[0.3]));
    // Other values come first in the other file: they must not be taken for these.
    first.extend((0..500).map(|_| Row { channel: "kiosk", ..Row::of("2025-01-02", "neutral") }));
    second.truncate(300);
    let (before, after) = (folder.write("before.jsonl", &first), folder.write("after.jsonl", &second));
    let found = change(after.clone(), Some(before.clone()), &Asked { date: None, ..asked() }).unwrap();
    let comparison = found.comparison.unwrap();
    assert_eq!((comparison.before.comments, comparison.after.comments), (800, 300));
    assert!(found.trends.is_none() && comparison.before.period.is_none());
    let net = &comparison.decompositions[0];
    let named = |name: &str| net.parts.iter().find(|part| part.values == [CellValue::Value(name.into())]).cloned();
    assert!(named("kiosk").is_none());
    assert_eq!(named("shop").map(|part| (part.n_before, part.n_after)), Some((100.0, 100.0)));
    assert!(net.parts.iter().any(|part| part.values == [CellValue::Others] && (part.n_before - 500.0).abs() < 1e-9));
    let both = Asked { between: Some(parse_between("2025-01..2025-02").unwrap()), ..asked() };
    assert!(change(after, Some(before), &both).is_err());
}

#[test]
fn a_new_model_is_no_trend() {
    let folder = Folder::new();
    let levels: Vec<f64> = (0..12).map(|month| if month < 11 { 0.12 } else { 0.3 }).collect();
    let mut rows = months(&levels);
    rows.iter_mut().skip(11 * 300).for_each(|row| row.model = "a 2.0");
    let found = change(folder.write("two.jsonl", &rows), None, &asked()).unwrap();
    let trends = found.trends.as_ref().unwrap();
    assert_eq!(trends.withheld, Some(Withheld::ModelVersions));
    assert!(trends.series.iter().all(|one| one.shifts.is_empty() && one.center.is_none()));
    assert!(series(&found, COMPLAINT).points[11].level.value.unwrap() > 0.29);
    let comparison = found.comparison.as_ref().unwrap();
    assert_eq!(comparison.withheld, Some(Withheld::ModelVersions));
    assert!(comparison.differences.iter().all(|one| one.verdict.is_none()));
    assert!(comparison.decompositions.is_empty() && comparison.columns.is_empty());
    let names: Vec<(&str, u64, u64, u64)> =
        found.versions.found.iter().map(|one| (one.name.as_str(), one.comments, one.before, one.after)).collect();
    assert_eq!(names, [("a 1.0", 3300, 300, 0), ("a 2.0", 300, 0, 300)]);

    // Two sides of the old version may be compared; both versions side by side in every month too.
    let asked_old = Asked { between: Some(parse_between("2025-02..2025-03").unwrap()), ..asked() };
    let found = change(folder.write("two.jsonl", &rows), None, &asked_old).unwrap();
    assert!(found.comparison.unwrap().withheld.is_none() && found.trends.unwrap().withheld.is_some());
    rows.iter_mut().enumerate().for_each(|(index, row)| row.model = if index % 2 == 0 { "a 1.0" } else { "a 2.0" });
    let found = change(folder.write("alike.jsonl", &rows), None, &asked()).unwrap();
    assert!(found.trends.unwrap().withheld.is_none() && found.comparison.unwrap().withheld.is_none());

    // An unknown model is only noted.
    rows.iter_mut().enumerate().for_each(|(index, row)| row.model = if index < 1800 { "" } else { "a 1.0" });
    let found = change(folder.write("unknown.jsonl", &rows), None, &asked()).unwrap();
    assert!(found.trends.unwrap().withheld.is_none() && found.versions.unknown == 1800);
}

#[test]
fn few_periods_and_an_unfinished_one_are_told() {
    let folder = Folder::new();
    let mut rows = months(&[0.1, 0.3, 0.1]);
    rows.retain(|row| row.day.as_str() <= "2025-03-17");
    let asked = Asked { grain: Some(Grain::Month), ..asked() };
    let found = change(folder.write("few.jsonl", &rows), None, &asked).unwrap();
    let trends = found.trends.unwrap();
    assert_eq!((trends.withheld, trends.periods, trends.last_incomplete), (Some(Withheld::TooFewPeriods), 3, true));
    let comparison = found.comparison.unwrap();
    assert_eq!(comparison.after.period.unwrap().to_string(), "2025-02");
    rows.retain(|row| row.day.as_str() >= "2025-02");
    let found = change(folder.write("two.jsonl", &rows), None, &asked).unwrap();
    assert!(found.comparison.unwrap().after.incomplete);
    assert!(found.notes.iter().any(|note| note.en.contains("2025-03, which is not over")));
    rows.retain(|row| row.day.as_str() >= "2025-03");
    let found = change(folder.write("one.jsonl", &rows), None, &asked).unwrap();
    assert!(found.comparison.is_none() && found.notes.iter().any(|note| note.en.contains("2025-03")));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let folder = Folder::new();
    let rows = months(&wobbling(&[0.12, 0.14, 0.1, 0.12, 0.2, 0.22, 0.2]));
    let asked = Asked { outcomes: vec!["score".into()], ..asked() };
    let path = folder.write("tagged.jsonl", &rows);
    let straight = change(path.clone(), None, &asked).unwrap();
    // A step that has no factor in common with the number of rows visits them all.
    let shuffled = folder.write_in_order("tagged.jsonl", &rows, (0..rows.len()).map(|row| row * 1009 % rows.len()));
    let by_customer = Asked { customer: Some("customer".into()), ..asked.clone() };
    let in_disorder = [&asked, &by_customer].map(|asked| change(shuffled.clone(), None, asked).unwrap());
    folder.write("tagged.jsonl", &rows);
    let by_customers = change(path, None, &by_customer).unwrap();
    for (one, other) in [straight, by_customers].iter().zip(&in_disorder) {
        same(&serde_json::to_value(one).unwrap(), &serde_json::to_value(other).unwrap());
    }
}

#[test]
fn many_values_are_pooled_and_it_is_said() {
    let folder = Folder::new();
    let mut rows = months(&[0.1, 0.2]);
    let names: Vec<&'static str> = (0..40).map(|index| &*format!("shop {index}").leak()).collect();
    rows.iter_mut().enumerate().for_each(|(index, row)| row.channel = names[index % 40]);
    let path = folder.write("tagged.jsonl", &rows);
    let asked = Asked { by: vec!["channel".into(), "customer".into()], ..asked() };
    let found = change(path, None, &asked).unwrap();
    let columns = found.comparison.unwrap().columns;
    let cells: usize = columns.iter().map(|column| column.kept + 2).product();
    assert!(cells <= 1000 && cells > 800 && columns.iter().all(|column| column.pooled > 0));
    assert_eq!((columns[0].kept + columns[0].pooled, columns[1].kept + columns[1].pooled), (40, 600));
}

#[test]
fn hardly_any_data_gives_no_fault() {
    let folder = Folder::new();
    let day = "2026-03-02";
    let cases: [Vec<Row>; 4] = [
        Vec::new(),
        vec![Row::of(day, "negative")],
        vec![Row::of(day, "neutral"), Row::of("2026-06-30", "neutral")],
        (0..12).map(|month| Row::of(format!("2025-{:02}-28", month + 1), "positive")).collect(),
    ];
    for (index, rows) in cases.iter().enumerate() {
        let mut rows = rows.clone();
        for row in &mut rows {
            row.channel = "";
        }
        let mut path = folder.write(&format!("{index}.jsonl"), &rows);
        if rows.is_empty() {
            path = folder.0.path().join("empty.csv");
            std::fs::write(&path, "day,channel,lang,sentiment,tp_price\n").unwrap();
        }
        let found = change(path, None, &asked()).unwrap();
        let trends = found.trends.iter().flat_map(|trends| &trends.series);
        assert!(trends.clone().all(|one| one.shifts.is_empty() && one.points.iter().all(|point| !point.outside)));
        for one in found.comparison.iter().flat_map(|comparison| &comparison.decompositions) {
            assert!(one.whole.change.is_finite() && one.customers.change.is_finite() && one.before.is_finite());
        }
        serde_json::to_string(&found).unwrap();
    }
}

#[test]
fn wrong_periods_are_named_with_the_right_ones() {
    let told = |error: sentir::Error| match error.kind() {
        ErrorKind::Usage { message, hint } => format!("{message}: {}", hint.clone().unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    let parsed = parse_between("2026-W07..2026-W09").unwrap();
    assert_eq!((parsed.0.to_string(), parsed.1.to_string()), ("2026-W07".into(), "2026-W09".into()));
    for (text, part) in [
        ("2026-02", "\"2026-02\" is not two periods"),
        ("2026-02..soon", "\"soon\" is no period"),
        ("2026-02..2026-W20", "not of the same length"),
        ("2026-03..2026-02", "2026-03 is not before 2026-02"),
        ("2026-02..2026-02", "2026-02 is not before 2026-02"),
        ("2026-13..2026-14", "\"2026-13\" is no period"),
        ("..", "\"\" is no period"),
    ] {
        let told = told(parse_between(text).unwrap_err());
        assert!(told.contains(part) && told.contains("2026-Q1..2026-Q2"), "{told}");
    }
    let folder = Folder::new();
    let path = folder.write("tagged.jsonl", &months(&[0.1, 0.1, 0.1]));
    let of = |between: &str, date: Option<&str>| {
        let between = Some(parse_between(between).unwrap());
        told(change(path.clone(), None, &Asked { between, date: date.map(Into::into), ..asked() }).unwrap_err())
    };
    let found = of("2025-02..2025-04", Some("day"));
    assert_eq!(found, "there are no comments of 2025-04: there are those of 2025-01, 2025-02, 2025-03");
    assert!(of("2025-02..2025-03", None).contains("--date COLUMN"));
}

/// The share of positive comments is among what is compared.
#[test]
fn sentiments_are_compared() {
    let folder = Folder::new();
    let asked = Asked { grain: Some(Grain::Month), ..asked() };
    let found = change(folder.write("tagged.jsonl", &months(&[0.1, 0.1])), None, &asked).unwrap();
    let comparison = found.comparison.unwrap();
    let wanted = Measure::Sentiment(Sentiment::Positive);
    let positive = comparison.differences.iter().find(|one| one.measure == wanted).unwrap();
    assert_eq!((positive.difference, positive.before.n), (Some(0.0), 300.0));
}
