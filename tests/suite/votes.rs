//! One vote a customer, in every part of the comments that figures are of: counted again here, comment by comment.

use std::collections::HashMap;
use std::fmt::Write;

use assert_cmd::Command;
use serde_json::Value;

use crate::common::{Dice, near, same, sound};

/// A comment: its day's month and day, channel, customer ("" for none), sentiment, what it says of delivery, and its score.
#[derive(Clone)]
struct Row {
    month: usize,
    day: usize,
    channel: &'static str,
    customer: String,
    sentiment: &'static str,
    delivery: &'static str,
    score: Option<usize>,
}

/// Six months of comments by customers who write up to nine each, in several channels and months; every tenth names no customer.
fn rows() -> Vec<Row> {
    let mut dice = Dice(41);
    let mut rows = Vec::new();
    for customer in 0..260 {
        let home = dice.below(3);
        for _ in 0..=dice.below(9) * dice.below(2) {
            let channel = if dice.below(3) == 0 { dice.below(3) } else { home };
            let complains = dice.uniform() < if channel == 0 { 0.6 } else { 0.15 };
            let month = 1 + dice.below(6);
            rows.push(Row {
                month,
                day: 1 + dice.below(28),
                channel: ["Web", "Tienda", "App"][channel],
                customer: if dice.below(10) == 0 { String::new() } else { format!("k{customer}") },
                sentiment: if complains { "negative" } else { ["positive", "neutral"][dice.below(2)] },
                delivery: if complains {
                    ["negative", "mixed"][dice.below(2)]
                } else {
                    ["positive", ""][dice.below(2)]
                },
                score: (dice.below(4) > 0).then(|| if complains { dice.below(7) } else { 5 + dice.below(6) }),
            });
        }
    }
    rows
}

fn table(rows: &[Row]) -> String {
    let mut text = "Fecha,Canal,Cliente,NPS,Comentario,sentiment,tp_delivery,tp_price,status\n".to_owned();
    for row in rows {
        let score = row.score.map_or_else(String::new, |score| score.to_string());
        let (month, day, channel, customer) = (row.month, row.day, row.channel, &row.customer);
        let _ = writeln!(
            text,
            "2026-{month:02}-{day:02},{channel},{customer},{score},hola,{},{},,ok",
            row.sentiment, row.delivery
        );
    }
    text
}

fn sentir(arguments: &[&str]) -> Value {
    let output = Command::cargo_bin("sentir").unwrap().args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn report(rows: &[Row], more: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tagged.csv");
    std::fs::write(&path, table(rows)).unwrap();
    let path = path.to_str().unwrap();
    let asked = ["report", "-q", path, "--by", "Canal", "--date", "Fecha", "--period", "month", "--outcome", "NPS"];
    sentir(&[&asked, more].concat())
}

const CUSTOMERS: [&str; 2] = ["--customer", "Cliente"];

/// How many customers some comments are of, and how many of their votes go to those that are `wanted`.
fn votes<'a>(part: impl Iterator<Item = &'a Row>, wanted: impl Fn(&Row) -> bool) -> (usize, f64) {
    let mut of: HashMap<String, (f64, f64)> = HashMap::new();
    for (place, row) in part.enumerate() {
        let name = if row.customer.is_empty() { format!("nobody {place}") } else { row.customer.clone() };
        let (all, some) = of.entry(name).or_default();
        *all += 1.0;
        *some += f64::from(u8::from(wanted(row)));
    }
    (of.len(), of.values().map(|(all, some)| some / all).sum())
}

fn negative(row: &Row) -> bool {
    row.sentiment == "negative"
}

fn complains(row: &Row) -> bool {
    matches!(row.delivery, "negative" | "mixed")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

/// A number of customers: whole to the last digit.
#[track_caller]
fn whole(value: &Value) -> usize {
    let found = number(value);
    assert!(found.fract() == 0.0, "{found}");
    found as usize
}

/// The figures of a part are those of its customers' votes, and its n is a whole number to the last digit.
#[track_caller]
fn holds<'a>(found: &Value, part: impl Iterator<Item = &'a Row> + Clone) {
    let (n, votes_against) = votes(part.clone(), negative);
    assert_eq!(whole(&found["n"]), n);
    assert_eq!(whole(&found["net"]["n"]), n);
    near(number(&found["sentiments"][1]["count"]), votes_against);
    let delivery = found["touchpoints"].as_array().unwrap().iter().find(|one| one["label"] == "delivery").unwrap();
    near(number(&delivery["complained"]["count"]), votes(part, complains).1);
    assert_eq!(whole(&delivery["complained"]["n"]), n);
}

#[test]
fn each_customer_has_one_vote_in_every_part() {
    let rows = rows();
    let report = report(&rows, &CUSTOMERS);
    sound(&report);
    holds(&report["kpis"], rows.iter());
    for group in report["by"][0]["groups"].as_array().unwrap() {
        holds(group, rows.iter().filter(|row| group["value"] == row.channel));
        let rest = || rows.iter().filter(|row| group["value"] != row.channel);
        let (n, against) = votes(rest(), negative);
        let net = 100.0 * (votes(rest(), |row| row.sentiment == "positive").1 - against) / n as f64;
        near(number(&group["against_rest"]["difference"]), number(&group["net"]["net"]) - net);
    }
    for (month, period) in report["periods"].as_array().unwrap().iter().enumerate() {
        holds(period, rows.iter().filter(|row| row.month == month + 1));
    }
    let delivery = &report["causes"]["touchpoints"][0];
    let web = delivery["concentrations"].as_array().unwrap().iter().find(|one| one["value"] == "Web").unwrap();
    for (side, is_web) in [("here", true), ("elsewhere", false)] {
        let (n, count) = votes(rows.iter().filter(|row| (row.channel == "Web") == is_web), complains);
        assert_eq!(whole(&web[side]["n"]), n, "{side}");
        near(number(&web[side]["count"]), count);
    }
    let scored = || rows.iter().filter(|row| row.score.is_some());
    let effects = report["drivers"]["outcomes"][0]["fit"]["effects"].as_array().unwrap();
    let effect = effects.iter().find(|one| one["touchpoint"] == "delivery" && one["polarity"] == "complaint").unwrap();
    assert_eq!(whole(&effect["share"]["n"]), votes(scored(), complains).0);
    near(number(&effect["share"]["count"]), votes(scored(), complains).1);
}

#[test]
fn each_customer_has_one_vote_on_each_side_of_a_comparison() {
    let rows = rows();
    // Quarters, while periods are months: sides are parts of their own.
    let report = report(&rows, &[&CUSTOMERS[..], &["--between", "2026-Q1..2026-Q2"]].concat());
    let comparison = &report["change"]["comparison"];
    for (side, months) in [("before", 1..=3), ("after", 4..=6)] {
        let part = || rows.iter().filter(|row| months.contains(&row.month));
        assert_eq!(whole(&comparison[side]["n"]), votes(part(), negative).0);
        let negatives =
            comparison["differences"].as_array().unwrap().iter().find(|one| one["label"] == "negative").unwrap();
        let (n, against) = votes(part(), negative);
        near(number(&negatives[side]["value"]), against / n as f64);
        let [net, score] = &comparison["decompositions"].as_array().unwrap()[..] else { panic!("net and NPS") };
        assert_eq!(whole(&net[format!("n_{side}")]), votes(part(), negative).0);
        assert_eq!(whole(&score[format!("n_{side}")]), votes(part().filter(|row| row.score.is_some()), negative).0);
    }
}

#[test]
fn each_customer_has_one_vote_in_the_window_of_a_commitment() {
    let rows = rows();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let tagged = write("tagged.csv", &table(&rows));
    let of_web = "where = { Canal = \"Web\" }\nsince = 2026-02-01\nuntil = 2026-03-31\n";
    let delivery = "touchpoint = \"delivery\"\n";
    let commitments = write(
        "c.toml",
        &[
            format!("[[commitment]]\nname = \"a\"\nmeasure = \"negative\"\nat_most = \"1%\"\n{of_web}"),
            format!("[[commitment]]\nname = \"b\"\n{delivery}measure = \"complaints\"\nat_most = \"1%\"\n{of_web}"),
            format!(
                "[[commitment]]\nname = \"c\"\n{delivery}measure = \"complaints\"\nof = \"mentions\"\nat_most = \"1%\"\n{of_web}"
            ),
            format!("[[commitment]]\nname = \"d\"\nmeasure = \"negative\"\nat_most = \"99%\"\nmin_n = 1000\n{of_web}"),
        ]
        .concat(),
    );
    let dated = ["--date", "Fecha", "--format", "json"];
    let check = sentir(&[&["check", &*tagged, "--commitments", &*commitments], &dated[..], &CUSTOMERS[..]].concat());
    let part = || rows.iter().filter(|row| row.channel == "Web" && (2..=3).contains(&row.month));
    let mentions = || part().filter(|row| !row.delivery.is_empty());
    for (place, (n, count)) in
        [votes(part(), negative), votes(part(), complains), votes(mentions(), complains)].into_iter().enumerate()
    {
        let found = &check["commitments"][place];
        assert_eq!(whole(&found["n"]), n, "{found}");
        near(number(&found["value"]), count / n as f64);
        assert_eq!(found["verdict"], "broken");
    }
    assert_eq!(check["commitments"][3]["verdict"], "too_few");
}

/// Fifty comments of three customers are three.
#[test]
fn the_fewest_that_are_ranked_are_customers() {
    let mut rows = rows();
    for place in 0..50 {
        let mut row = rows[place].clone();
        (row.channel, row.customer) = ("Kiosko", format!("few {}", place % 3));
        rows.push(row);
    }
    let enough = |report: &Value| {
        let groups = report["by"][0]["groups"].as_array().unwrap();
        groups.iter().find(|group| group["value"] == "Kiosko").unwrap()["enough"].clone()
    };
    assert_eq!((enough(&report(&rows, &[])), enough(&report(&rows, &CUSTOMERS))), (true.into(), false.into()));
}

/// Where every customer wrote once, customers are comments.
#[test]
fn customers_with_one_comment_each_are_comments() {
    let mut rows = rows();
    rows.iter_mut().enumerate().for_each(|(place, row)| row.customer = format!("k{place}"));
    let (mut one, mut other) = (report(&rows, &[]), report(&rows, &CUSTOMERS));
    assert_eq!(other["counts"]["customers"].take(), rows.len());
    for report in [&mut one, &mut other] {
        // What is resampled is hashed by the customer's name.
        report["drivers"].take();
        report["change"]["comparison"]["decompositions"].take();
        report["causes"].take();
    }
    same(&one, &other);
}

/// What an audit checked are comments; its figures are of customers, one vote each.
#[test]
fn an_audit_of_customers_counts_checked_comments() {
    let rows = rows();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.csv");
    let mut audit = "row,true_sentiment\n".to_owned();
    for (place, row) in rows.iter().enumerate().step_by(2) {
        let _ = writeln!(audit, "{},{}", place + 1, row.sentiment);
    }
    std::fs::write(&path, &audit).unwrap();
    let report = report(&rows, &[&CUSTOMERS[..], &["--audit", path.to_str().unwrap()]].concat());
    let audit = &report["audit"];
    assert_eq!((&audit["checked"], &audit["comments"]), (&rows.len().div_ceil(2).into(), &rows.len().into()));
    assert_eq!(audit["all"]["net"]["n"], report["kpis"]["n"]);
    near(number(&audit["all"]["net"]["corrected"]), number(&report["kpis"]["net"]["net"]));
    for group in audit["by"][0]["groups"].as_array().unwrap() {
        let own = || rows.iter().filter(|row| group["value"] == row.channel);
        assert_eq!(whole(&group["net"]["n"]), votes(own(), negative).0);
        assert_eq!(group["comments"], own().count());
    }
}

/// Answers that are the same to the last cell are answers of several: nothing takes them for one, in any order.
#[test]
fn the_same_answer_twice_is_two_answers() {
    let mut rows: Vec<Row> = (0..600)
        .map(|place| Row {
            month: 1,
            day: 1,
            channel: "Web",
            customer: String::new(),
            sentiment: ["positive", "negative"][place % 2],
            delivery: ["positive", "negative", ""][place % 3],
            score: Some([9, 2, 10, 1, 7][place % 5]),
        })
        .collect();
    let first = report(&rows, &[]);
    let fit = &first["drivers"]["outcomes"][0]["fit"];
    assert!(!fit.is_null(), "{}", first["drivers"]["outcomes"][0]["notes"]);
    let mean = |end: &str| number(&fit["mean"][end]);
    // The mean of 600 answers of -100, 0 and 100 is known to about 7 points.
    assert!((10.0..20.0).contains(&(mean("high") - mean("low"))), "{}", fit["mean"]);
    rows.reverse();
    same(&first, &report(&rows, &[]));
}

/// A complaint is what is negative or mixed about a touchpoint, wherever it is counted.
#[test]
fn a_complaint_is_the_same_everywhere() {
    let rows = rows();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    let commitment =
        "[[commitment]]\nname = \"a\"\ntouchpoint = \"delivery\"\nmeasure = \"complaints\"\nat_most = \"1%\"\n";
    std::fs::write(&path, commitment).unwrap();
    let tagged = folder.path().join("tagged.csv");
    std::fs::write(&tagged, table(&rows)).unwrap();
    let check = ["check", tagged.to_str().unwrap(), "--commitments", path.to_str().unwrap(), "--format", "json"];
    let audit = folder.path().join("audit.csv");
    let mut text = "row,true_touchpoints\n".to_owned();
    for (place, row) in rows.iter().enumerate() {
        let said = if row.delivery.is_empty() { "-".to_owned() } else { format!("delivery:{}", row.delivery) };
        let _ = writeln!(text, "{},{said}", place + 1);
    }
    std::fs::write(&audit, text).unwrap();
    let report = report(&rows, &["--audit", audit.to_str().unwrap()]);
    let share = rows.iter().filter(|row| complains(row)).count() as f64 / rows.len() as f64;
    let delivery =
        |list: &Value| list.as_array().unwrap().iter().find(|one| one["label"] == "delivery").unwrap().clone();
    near(number(&delivery(&report["kpis"]["touchpoints"])["complained"]["share"]), share);
    near(number(&delivery(&report["causes"]["touchpoints"])["complaints"]["share"]), share);
    near(number(&delivery(&report["audit"]["all"]["touchpoints"])["criticised"]["raw"]), share);
    near(number(&delivery(&report["audit"]["all"]["touchpoints"])["criticised"]["corrected"]), share);
    near(number(&sentir(&check)["commitments"][0]["value"]), share);
    let series = report["change"]["trends"]["series"].as_array().unwrap();
    let complaints = series.iter().find(|one| one["measure"] == "complaint" && one["label"] == "delivery").unwrap();
    let points = complaints["points"].as_array().unwrap();
    near(
        points.iter().map(|point| number(&point["n"]) * number(&point["value"])).sum::<f64>(),
        share * rows.len() as f64,
    );
}
