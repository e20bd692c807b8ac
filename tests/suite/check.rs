//! `sentir check`: verdicts, exit codes, and what is refused.

use std::fmt::Write;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

use crate::common::near;

struct Folder(tempfile::TempDir);

impl Folder {
    /// A hundred comments a channel over ten weeks: of the web's 30 complain about delivery, of the shop's 5.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let tps = sentir::Touchpoint::ALL.iter().map(|label| format!("tp_{label}")).collect::<Vec<_>>().join(",");
        let mut text = format!("Fecha,Canal,Cliente,Comentario,sentiment,emotion,{tps},status\n");
        for row in 0..200 {
            let (channel, within) = (if row < 100 { "Web" } else { "Tienda" }, row % 100);
            let complains = within < if row < 100 { 30 } else { 5 };
            let (sentiment, emotion, delivery) =
                if complains { ("negative", "anger", "negative") } else { ("positive", "satisfaction", "positive") };
            let cells: Vec<&str> = sentir::Touchpoint::ALL
                .iter()
                .map(|label| if label.name() == "delivery" && within < 50 { delivery } else { "" })
                .collect();
            let (day, month) = (1 + within % 28, 1 + within / 28);
            let _ = writeln!(
                text,
                "2026-{month:02}-{day:02},{channel},k{},hola,{sentiment},{emotion},{},ok",
                row / 2,
                cells.join(",")
            );
        }
        folder.file("tagged.csv", &text);
        folder
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn check(&self, commitments: &str, more: &[&str]) -> Output {
        let file = self.file("commitments.toml", commitments);
        sentir(&[&["check", &self.path("tagged.csv"), "--commitments", &file], more].concat())
    }

    fn json(&self, commitments: &str, more: &[&str]) -> Value {
        let output = self.check(commitments, &[more, &["--format", "json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)))
    }
}

fn sentir(arguments: &[&str]) -> Output {
    Command::cargo_bin("sentir").unwrap().args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn one(measure: &str) -> String {
    format!("[[commitment]]\nname = \"it\"\n{measure}\n")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn figures_and_verdicts() {
    let folder = Folder::new();
    let complaints = "touchpoint = \"delivery\"\nmeasure = \"complaints\"";
    for (measure, more, value, n, verdict, certain) in [
        (format!("{complaints}\nat_most = \"10%\""), vec![], 0.175, 200.0, "broken", true),
        (format!("{complaints}\nat_most = \"16 %\""), vec![], 0.175, 200.0, "broken", false),
        (format!("{complaints}\nat_most = \"16%\""), vec!["--sure"], 0.175, 200.0, "at_risk", false),
        (format!("{complaints}\nat_most = \"10%\""), vec!["--sure"], 0.175, 200.0, "broken", true),
        (format!("{complaints}\nat_most = \"18,5%\""), vec![], 0.175, 200.0, "kept", false),
        (format!("{complaints}\nat_most = \"40%\""), vec![], 0.175, 200.0, "kept", true),
        (format!("{complaints}\nof = \"mentions\"\nat_most = \"40%\""), vec![], 0.35, 100.0, "kept", false),
        (
            format!("{complaints}\nat_most = \"10%\"\nwhere = {{ Canal = \"Tienda\" }}"),
            vec![],
            0.05,
            100.0,
            "kept",
            false,
        ),
        (
            format!("{complaints}\nat_most = \"10%\"\nwhere = {{ Canal = [\"Tienda\", \"Web\"] }}"),
            vec![],
            0.175,
            200.0,
            "broken",
            true,
        ),
        (format!("{complaints}\nat_most = \"1%\"\nmin_n = 201"), vec![], 0.175, 200.0, "too_few", false),
        ("touchpoint = \"delivery\"\nmeasure = \"net\"\nat_least = 20".into(), vec![], 30.0, 100.0, "kept", false),
        (
            "touchpoint = \"delivery\"\nmeasure = \"praise\"\nat_least = \"50%\"".into(),
            vec![],
            0.325,
            200.0,
            "broken",
            true,
        ),
        (
            "touchpoint = \"delivery\"\nmeasure = \"mentions\"\nat_least = \"50%\"".into(),
            vec![],
            0.5,
            200.0,
            "kept",
            false,
        ),
        ("measure = \"net\"\nat_least = 60.5".into(), vec![], 65.0, 200.0, "kept", false),
        ("measure = \"positive\"\nat_least = \"80%\"".into(), vec![], 0.825, 200.0, "kept", false),
        ("measure = \"anger\"\nat_most = \"10%\"".into(), vec![], 0.175, 200.0, "broken", true),
        ("measure = \"anger\"\nat_most = \"10%\"".into(), vec!["--customer", "Cliente"], 0.175, 100.0, "broken", true),
        (
            format!("{complaints}\nat_most = \"10%\"\nsince = 2026-02-01\nuntil = \"2026-02-28\""),
            vec!["--date", "Fecha"],
            2.0 / 56.0,
            56.0,
            "kept",
            false,
        ),
        // The files end on 2026-04-16: the days from 2026-04-03 on.
        (
            "measure = \"net\"\nat_least = 0\nlast = \"2 weeks\"\nmin_n = 20".into(),
            vec!["--date", "Fecha"],
            100.0,
            28.0,
            "kept",
            true,
        ),
        (
            "measure = \"net\"\nat_least = 0\nlast = \"1 month\"".into(),
            vec!["--date", "Fecha"],
            100.0,
            56.0,
            "kept",
            true,
        ),
    ] {
        let check = folder.json(&one(&measure), &more);
        let found = &check["commitments"][0];
        assert_eq!(
            (&check["schema"], &found["verdict"], &found["certain"]),
            (&"sentir.check/1".into(), &verdict.into(), &certain.into()),
            "{measure}: {found}"
        );
        near(number(&found["value"]), value);
        near(number(&found["n"]), n);
        assert!(found["low"].as_f64() <= found["value"].as_f64() && found["value"].as_f64() <= found["high"].as_f64());
    }
}

#[test]
fn exit_codes_and_tables() {
    let folder = Folder::new();
    let kept = "[[commitment]]\nname = \"Kept | promise\"\nowner = \"Web team\"\nmeasure = \"net\"\nat_least = 20\n";
    let broken = "[[commitment]]\nname = \"Deliveries on time\"\nowner = \"Logistics\"\ntouchpoint = \"delivery\"\n\
                  measure = \"complaints\"\nat_most = \"10%\"\nwhere = { Canal = \"Web\" }\n";
    assert_eq!(folder.check(kept, &[]).status.code(), Some(0));
    let output = folder.check(&format!("{kept}{broken}"), &[]);
    assert_eq!(output.status.code(), Some(1));
    let says = "failed: Deliveries on time (Logistics): delivery complaints 30.0 % [21.9 %, 39.6 %], at most 10.0 %";
    assert!(stderr(&output).contains(says), "{}", stderr(&output));
    insta::assert_snapshot!("check", String::from_utf8(output.stdout).unwrap());
    let markdown = folder.check(&format!("{kept}{broken}"), &["--format", "md"]);
    assert!(String::from_utf8(markdown.stdout).unwrap().starts_with("| commitment "));
    let out = folder.path("check.json");
    assert_eq!(folder.check(kept, &["--format", "json", "-o", &out]).status.code(), Some(0));
    assert!(std::fs::read_to_string(&out).unwrap().contains("sentir.check/1"));
    assert_eq!(folder.check(kept, &["--format", "json", "-o", &out]).status.code(), Some(2));
    // A value that no comment has is a slip of the pen.
    let stranger = folder.check(&broken.replace("Web\" }", "Webb\" }"), &[]);
    assert_eq!(stranger.status.code(), Some(2));
    let says = "no comment has Canal = \"Webb\"\nhint: did you mean \"Web\"? there are \"Tienda\", \"Web\"";
    assert!(stderr(&stranger).contains(says), "{}", stderr(&stranger));
    // What could not be judged is not kept, and one that is broken goes before it.
    let few = broken.replace("Deliveries", "Few").replace("at_most", "min_n = 101\nat_most");
    for (content, code) in [(few.clone(), 3), (format!("{kept}{few}"), 3), (format!("{broken}{few}"), 1)] {
        let output = folder.check(&content, &[]);
        assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("failed: not judged, for too few comments: Few on time"),
            "{}",
            stderr(&output)
        );
    }
    let later = folder.check(&broken.replace("at_most", "since = 2027-01-01\nat_most"), &["--date", "Fecha"]);
    assert_eq!(later.status.code(), Some(3));
    let says = "no comment counts; the days in the files go from 2026-01-01 to 2026-04-16";
    assert!(stderr(&later).contains(says), "{}", stderr(&later));
    // Unreadable rows are said, as in a report.
    let text = std::fs::read_to_string(folder.path("tagged.csv")).unwrap();
    folder.file("tagged.csv", &text.replacen(",hola,negative,", ",hola,negativo,", 3));
    let output = folder.check(kept, &[]);
    assert_eq!(output.status.code(), Some(0));
    let says =
        "warning: 3 rows have tags that cannot be read and are left out: tagged.csv, row 1: a cell is no sentiment";
    assert!(stderr(&output).contains(says), "{}", stderr(&output));
    folder.file("tagged.csv", &text.replace(",hola,negative,", ",hola,mal,").replace(",hola,positive,", ",hola,bien,"));
    assert_eq!(folder.check(kept, &[]).status.code(), Some(3));
    // So is a file without comments.
    let header = std::fs::read_to_string(folder.path("tagged.csv")).unwrap().lines().next().unwrap().to_owned();
    folder.file("tagged.csv", &format!("{header}\n"));
    let empty = folder.check(broken, &[]);
    assert_eq!(empty.status.code(), Some(3), "{}", stderr(&empty));
    assert!(stderr(&empty).contains("There is no tagged comment."), "{}", stderr(&empty));
    folder.file("tagged.csv", "");
    assert_eq!(folder.check(broken, &[]).status.code(), Some(4));
}

#[test]
fn wrong_commitments_are_refused() {
    let folder = Folder::new();
    let complaints = "touchpoint = \"delivery\"\nmeasure = \"complaints\"";
    for (content, says) in [
        (String::new(), "commitment"),
        ("commitment = []\n".into(), "has no commitment"),
        (
            one("touchpiont = \"delivery\"\nmeasure = \"net\"\nat_least = 1"),
            "line 3: there is no key \"touchpiont\"\nhint: did you mean touchpoint? there are name, owner",
        ),
        (
            one("touchpoint = \"delivry\"\nmeasure = \"net\"\nat_least = 1"),
            "line 3: \"delivry\" is no touchpoint\nhint: did you mean delivery? there are marketing",
        ),
        (one("measure = \"nps\"\nat_least = 1"), "line 3: \"nps\" is no measure\nhint: there are complaints"),
        (one("measure = \"net\""), "line 1: it needs at_most or at_least"),
        (one("measure = \"net\"\nat_least = 1\nat_most = 2"), "and not both"),
        (one("measure = \"net\"\nat_least = \"10%\""), "in points from -100 to 100"),
        (one("measure = \"net\"\nat_least = 101"), "in points from -100 to 100"),
        (
            one(&format!("{complaints}\nat_most = 0.1")),
            "line 5: complaints is a share from 0% to 100%, written as \"10%\"",
        ),
        (one("measure = \"praise\"\nat_least = \"1%\""), "needs a touchpoint"),
        (one("touchpoint = \"price\"\nmeasure = \"anger\"\nat_most = \"1%\""), "is of whole comments, not of price"),
        (one("measure = \"net\"\nof = \"mentions\"\nat_least = 1"), "of is said of complaints and praise only"),
        (
            one("measure = \"net\"\nat_least = 1\nlast = \"4 fortnights\""),
            "there are days, weeks, months, quarters, years",
        ),
        (one("measure = \"net\"\nat_least = 1\nlast = \"4 weeks\"\nsince = \"2026-01-01\""), "last cannot go with"),
        (one("measure = \"net\"\nat_least = 1\nsince = \"01/02/2026\""), "line 5: a day is written as 2026-02-01"),
        (
            one("measure = \"net\"\nat_least = 1\nsince = 2026-03-01\nuntil = 2026-02-01"),
            "it ends (2026-02-01) before it starts",
        ),
        (one("measure = \"net\"\nat_least = 1\nlast = \"4 weeks\""), "say which column has the day: --date"),
        (one("measure = \"net\"\nat_least = 1\nwhere = { Chanel = \"Web\" }"), "no file has a column \"Chanel\""),
        (one("measure = \"net\"\nat_least = 1\nwhere = { Canal = [] }"), "is to be a value or a list of values"),
        (one("measure = \"net\"\nat_least = 1").repeat(2), "line 5: there are two commitments called \"it\""),
        (one("measure = \"net\nat_least = 1"), "commitments.toml, line 3: \"measure = \"net\" is not written as TOML"),
        (
            one("measure = \"net\"\nat_least = 1\nowner = 5"),
            "line 5: owner is the number 5\nhint: it is to be text in quotes",
        ),
        (
            one("measure = \"net\"\nat_least = 1\nmin_n = \"30\""),
            "line 5: min_n is the text \"30\"\nhint: it is to be a whole number",
        ),
        (
            one("measure = \"net\"\nat_least = 1\nmin_n = -5"),
            "line 5: min_n is the number -5\nhint: it is to be a whole number",
        ),
        (
            one("measure = \"net\"\nat_least = 1\nwhere = \"Web\""),
            "line 5: where is the text \"Web\"\nhint: it is to be a table",
        ),
        (one("measure = \"net\"\nat_least = 1\nat_least = 2"), "line 5: at_least is said twice"),
        (one("measure = 1\nat_least = 1"), "line 3: measure is no text\nhint: it is to be one of its names"),
        (one("measure = \"net\"\nat_least = \"high\""), "line 4: net sentiment is measured in points"),
        (one(&format!("{complaints}\nat_most = \"-5%\"")), "line 5: complaints is a share"),
        (one(&format!("{complaints}\nat_most = \"ten percent\"")), "line 5: complaints is a share"),
        (
            "[[commitment]]\nmeasure = \"net\"\nat_least = 1\n".into(),
            "line 1: a commitment without name\nhint: each commitment",
        ),
        ("name = \"it\"\n".into(), "line 1: there is no key \"name\"\nhint: there are [[commitment]] tables only"),
        ("[commitment]\nname = \"it\"\n".into(), "it is to be a table that starts with [[commitment]]"),
    ] {
        let output = folder.check(&content, &[]);
        assert_eq!(output.status.code(), Some(2), "{content}");
        assert!(stderr(&output).contains(says), "{content}: {}", stderr(&output));
    }
    let missing = sentir(&["check", &folder.path("tagged.csv"), "--commitments", &folder.path("none.toml")]);
    assert_eq!(missing.status.code(), Some(4));
    assert!(stderr(&missing).contains("none.toml: cannot be read"));
}

#[test]
fn standard_input_and_several_files() {
    let folder = Folder::new();
    let file = folder.file("commitments.toml", &one("measure = \"net\"\nat_least = 20"));
    let text = std::fs::read_to_string(folder.path("tagged.csv")).unwrap();
    let run = |more: &[&str]| {
        let tagged = folder.path("tagged.csv");
        let arguments = [&["check", "-", &tagged, "--commitments", &file], more].concat();
        Command::cargo_bin("sentir").unwrap().args(arguments).write_stdin(text.clone()).output().unwrap()
    };
    let both = run(&["--input-format", "csv", "--format", "json"]);
    let check: Value = serde_json::from_slice(&both.stdout).unwrap_or_else(|_| panic!("{}", stderr(&both)));
    near(number(&check["commitments"][0]["n"]), 400.0);
    assert!(stderr(&run(&[])).contains("--input-format"));
    assert!(Path::new(&file).exists());
}
