//! What reports make of cells, columns and files that are not as they should be.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// So many tagged comments; `more` are columns with their cells, in turn.
    fn tagged(&self, name: &str, n: usize, more: &[(&str, &[&str])]) -> String {
        let header: Vec<String> = more.iter().map(|(name, _)| format!("{name};")).collect();
        let mut text = format!("Id;{}Comentario;lang;sentiment;emotion;tp_delivery;status\n", header.concat());
        for row in 0..n {
            let cells: Vec<String> = more.iter().map(|(_, cells)| format!("{};", cells[row % cells.len()])).collect();
            let (said, delivery) = if row % 7 < 3 { ("negative", "negative") } else { ("positive", "") };
            let comment = format!("El pedido número {row} llegó tarde a casa");
            let _ = writeln!(text, "c{row};{}{comment};es;{said};anger;{delivery};ok", cells.concat());
        }
        self.file(name, text)
    }
}

fn sentir(args: &[&str]) -> Output {
    Command::cargo_bin("sentir").unwrap().args(args).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn refused(args: &[&str], code: i32, says: &[&str]) -> String {
    let output = sentir(args);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(says.iter().all(|part| said.contains(part)), "{args:?}: {said}");
    assert!(output.stdout.is_empty());
    said
}

#[track_caller]
fn report(args: &[&str]) -> (Value, String) {
    let output = sentir(&[&["report"], args].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    (serde_json::from_slice(&output.stdout).unwrap(), stderr(&output))
}

#[test]
fn decimals_and_thousands_are_told_apart() {
    let folder = Folder::new();
    let thousands = 4684.0 / 3.0;
    for (cells, mean, says, not) in [
        (&["1.234", "2.500", "950"][..], thousands, "the point is taken for thousands", "count as blank"),
        (&["1,234", "2,500", "950"], thousands, "the comma is taken for thousands", "count as blank"),
        (&["1.234,00 €", "2.500", "950"], thousands, "", "taken for"),
        (&["1,234.00", "2,500", "950"], thousands, "", "taken for"),
        (&["1.234", "2.5", "9.25"], 12.984 / 3.0, "", "taken for"),
        (&["0.125", "0.250", "0.500"], 0.875 / 3.0, "", "taken for"),
        (
            &["12,5", "13,5", "14,5", "12.5"],
            13.5,
            "30 cells of \"Importe\" are written with the other decimal mark than most, such as \"12.5\" in t.csv, row 4",
            "no number",
        ),
        (
            &["3", "5", "inf", "NaN"],
            4.0,
            "60 cells of \"Importe\" hold no number, such as \"inf\" in t.csv, row 3",
            "taken for",
        ),
    ] {
        let path = folder.tagged("t.csv", 120, &[("Importe", cells)]);
        let (found, said) = report(&[&path, "--outcome", "Importe"]);
        let value = found["drivers"]["outcomes"][0]["fit"]["mean"]["value"].as_f64().unwrap();
        assert!((value - mean).abs() < 1e-9 * mean, "{cells:?}: {value} for {mean}");
        assert!(said.contains(says) && !said.contains(not), "{cells:?}: {said}");
    }
}

/// What a file itself says is a number is no text to be guessed at.
#[test]
fn numbers_of_typed_files_are_as_they_are() {
    let folder = Folder::new();
    let line = |row: usize| {
        let value = ["1.234", "2.5e0", "9.125"][row % 3];
        let said = if row % 7 < 3 { "negative" } else { "positive" };
        format!(
            "{{\"id\":\"c{row}\",\"text\":\"hola {row}\",\"Importe\":{value},\"sentiment\":\"{said}\",\"tp_delivery\":\"{said}\"}}\n"
        )
    };
    let path = folder.file("t.jsonl", (0..60).map(line).collect::<String>());
    let (found, said) = report(&[&path, "--outcome", "Importe"]);
    let value = found["drivers"]["outcomes"][0]["fit"]["mean"]["value"].as_f64().unwrap();
    assert!((value - 12.859 / 3.0).abs() < 1e-9 && !said.contains("taken for"), "{value} {said}");
}

#[test]
fn great_numbers_do_not_break_the_page() {
    let folder = Folder::new();
    for cells in
        [&["1e18", "3e18", "2e17"][..], &["1e300", "2", "3"], &["-1e300", "1e300"], &["1e-9", "3e-9"], &["1e300"]]
    {
        let path = folder.tagged(
            "t.csv",
            80,
            &[("Importe", cells), ("Canal", &["a", "b"]), ("Fecha", &["2026-01-02", "2026-02-03"])],
        );
        let (json, html) = (folder.path("r.json"), folder.path("r.html"));
        let columns = [
            "--outcome",
            "Importe",
            "--by",
            "Canal",
            "--date",
            "Fecha",
            "--between",
            "2026-01..2026-02",
            "--period",
            "month",
        ];
        let output = sentir(&[&["report", "--force", &path, "-o", &json, "-o", &html], &columns[..]].concat());
        assert!(output.status.success(), "{cells:?}: {}", stderr(&output));
        let page = std::fs::read_to_string(html).unwrap();
        let digits = page.split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).map(str::len).max();
        assert!(digits < Some(25) && !page.contains("NaN") && !page.contains(">inf"), "{cells:?}: {digits:?}");
        if cells[0] == "1e18" {
            assert!(page.contains("10¹⁸"));
        }
        let report: Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
        let mean = &report["drivers"]["outcomes"][0]["fit"]["mean"];
        assert!(mean.is_null() || mean["low"].is_number() && mean["high"].is_number(), "{cells:?}: {mean}");
    }
}

#[test]
fn a_change_of_nps_is_in_points_of_nps() {
    let folder = Folder::new();
    let path = folder.tagged(
        "t.csv",
        400,
        &[("NPS", &["10", "8", "3", "9"]), ("Canal", &["a", "b", "c"]), ("Fecha", &["2026-01-02", "2026-02-03"])],
    );
    let columns =
        ["--outcome", "NPS", "--by", "Canal", "--date", "Fecha", "--between", "2026-01..2026-02", "--period", "month"];
    let (found, _) = report(&[&[path.as_str()], &columns[..]].concat());
    let split = found["change"]["comparison"]["decompositions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["outcome"] == "NPS")
        .unwrap();
    // January has 10 and 3, February 8 and 9.
    assert_eq!((&split["kind"], &split["before"], &split["after"]), (&"nps".into(), &0.0.into(), &50.0.into()));
    let html = folder.path("r.html");
    assert!(sentir(&[&["report", "-q", &path, "-o", &html], &columns[..]].concat()).status.success());
    assert!(std::fs::read_to_string(html).unwrap().contains("puntos de NPS"));
}

#[test]
fn comments_are_no_values() {
    let folder = Folder::new();
    let path = folder.tagged("t.csv", 40, &[("Canal", &["Web", "App"]), ("NPS", &["1", "9"])]);
    for flag in ["--by", "--date", "--outcome", "--customer"] {
        let said =
            refused(&["report", &path, flag, "Comentario"], 2, &["\"Comentario\" holds comments, which are private"]);
        assert!(!said.contains("pedido"), "{said}");
    }
    refused(&["report", &path, "--outcome", "NPS", "--adjust", "Comentario"], 2, &["\"Comentario\" holds comments"]);
    let commitments = folder.file(
        "c.toml",
        "[[commitment]]\nname = \"x\"\nmeasure = \"net\"\nat_least = 1\nwhere = { Comentario = \"x\" }\n",
    );
    refused(&["check", &path, "--commitments", &commitments], 2, &["\"Comentario\" holds comments"]);
    // Two columns of comments, neither of them known to be the tagged one.
    let second = "Me gustó mucho la tienda número 1|No volveré nunca más a esta 2|Todo llegó roto y tarde 3|Muy buen trato de 4|\
        La web no deja pagar 5|El sofá es muy cómodo 6|Nadie coge nunca el teléfono 7|Me cobraron dos veces lo mismo 8|\
        Se nota la calidad en 9|Tardaron tres semanas en llegar 10|Lo recomiendo a todo el mundo 11";
    let cells: Vec<&str> = second.split('|').collect();
    let path = folder.tagged("two.csv", 11, &[("Opinión", &cells)]);
    refused(&["report", &path, "--by", "Opinión"], 2, &["\"Opinión\" holds comments"]);
}

#[test]
fn cells_in_messages_are_masked_short_and_can_be_left_out() {
    let folder = Folder::new();
    let private = "llámame al 612 345 678 o escribe a ana@example.com que no he recibido nada de nada";
    let path = folder.tagged("t.csv", 40, &[("NPS", &["1", "9", private]), ("Fecha", &["2026-01-02", private])]);
    let (found, said) = report(&[&path, "--outcome", "NPS", "--date", "Fecha", "--text", "Comentario"]);
    assert!(said.contains("llámame al [phone] o escribe a [email]") && said.contains("t.csv, row 3"), "{said}");
    let all = said + &found["notes"].to_string();
    assert!(!all.contains("612") && !all.contains("ana@") && !all.contains("recibido"), "{all}");
    let (found, said) = report(&[&path, "--outcome", "NPS", "--date", "Fecha", "--text", "Comentario", "--no-quotes"]);
    let all = said + &found["notes"].to_string();
    assert!(!all.contains("llámame") && all.contains("such as that in t.csv, row 3"), "{all}");
    let path = folder.tagged("t.csv", 3, &[("Fecha", &[private])]);
    for flag in ["--date", "--outcome"] {
        let said = refused(
            &["report", &path, flag, "Fecha", "--text", "Comentario"],
            2,
            &["llámame al [phone]", "t.csv, row 1"],
        );
        assert!(!said.contains("612") && !said.contains("recibido"), "{said}");
    }
    // Tags that were overwritten with a comment.
    let text = std::fs::read_to_string(&path).unwrap().replacen(";negative;anger", &format!(";{private};anger"), 1);
    let path = folder.file("t.csv", text);
    let (_, said) = report(&[&path]);
    assert!(said.contains("llámame al [phone]") && !said.contains("612"), "{said}");
    let (_, said) = report(&[&path, "--no-quotes"]);
    assert!(said.contains("row 1: a cell is no sentiment") && !said.contains("llámame"), "{said}");
}

#[test]
fn columns_are_found_as_classify_finds_them() {
    let folder = Folder::new();
    let path = folder.tagged("t.csv", 40, &[("Canal", &["Web", "App"]), ("Región", &["Norte", "Sur"])]);
    for named in ["Canal", "canal", "#2"] {
        assert_eq!(report(&[&path, "--by", named]).0["by"][0]["column"], "Canal", "{named}");
    }
    assert_eq!(report(&[&path, "--by", "region"]).0["by"][0]["column"], "Región");
    let said = refused(
        &["report", &path, "--by", "Kanal"],
        2,
        &["no file has a column \"Kanal\"", "did you mean \"Canal\"? there are \"Id\", \"Canal\""],
    );
    assert!(!said.contains("tp_delivery"), "{said}");
    refused(&["report", &path, "--by", "#40"], 2, &["no file has a column \"#40\""]);
    for (args, says) in [
        (&["--by", "Canal", "--by", "Canal"][..], "\"Canal\" is named twice for comparing"),
        (&["--by", "Canal", "--by", "#2"], "\"Canal\" is named twice for comparing"),
        (&["--outcome", "Id", "--outcome", "Id"], "\"Id\" is named twice for outcomes"),
        (&["--before", &path], "is named twice among the files and those before them"),
        (&[&path], "is named twice to be read"),
        (&["-o", &folder.path("r.html"), "-o", &folder.path("./r.html")], "is named twice for writing"),
        (&["--outcome", "Id", "--nps", "Canal"], "--nps \"Canal\" is no outcome\nhint: name one of \"Id\", or none"),
    ] {
        refused(&[&["report", &path], args].concat(), 2, &[says]);
    }
    let left: Vec<PathBuf> = std::fs::read_dir(folder.0.path()).unwrap().map(|one| one.unwrap().path()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn audits_by_id_need_ids() {
    let folder = Folder::new();
    let path = folder.tagged("t.csv", 40, &[]);
    let audit = folder.file("a.csv", "Id,true_sentiment\nc1,negative\nc3,positive\nzz,neutral\n");
    let (found, said) = report(&[&path, "--audit", &audit]);
    assert_eq!((&found["audit"]["checked"], &found["audit"]["missing"]), (&2.into(), &1.into()));
    assert!(
        said.contains("1 of the 3 checked comments of a.csv are not among the tagged ones") && said.contains("\"zz\""),
        "{said}"
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let blank = folder.file("blank.csv", text.replacen("\nc5;", "\n;", 1));
    refused(
        &["report", &blank, "--audit", &audit],
        4,
        &["blank.csv, row 6, column \"Id\": there is no id", "hint: fill it"],
    );
    let none = folder.file("none.csv", text.replacen("Id;", "Zona;", 1).replace("\nc", "\nzona "));
    refused(&["report", &none, "--audit", &audit], 4, &["none.csv: has no plain column of ids", "--id names it"]);
    let rows = folder.file("rows.csv", "row,true_sentiment\n1,negative\n3,positive\n");
    assert_eq!(report(&[&none, "--audit", &rows]).0["audit"]["checked"], 2);
    // The place of the id column, in a table whose text column is not plain.
    let bare = text
        .replacen("Id;Comentario", "Clave;Zona", 1)
        .replace("El pedido número", "z")
        .replace(" llegó tarde a casa", "");
    let bare = folder.file("bare.csv", bare);
    assert_eq!(report(&[&bare, "--audit", &audit, "--id", "#1"]).0["audit"]["checked"], 2);
    refused(&["report", &bare, "--audit", &audit, "--id", "#30"], 2, &["no column #30"]);
}

#[test]
fn files_of_other_kinds_are_told() {
    let folder = Folder::new();
    let path = folder.tagged("t.csv", 40, &[]);
    let other = folder.file("r.jsonl", "{\"schema\":\"sentir.report/1\",\"kpis\":{}}\n");
    refused(
        &["report", &other],
        4,
        &["r.jsonl, row 1: holds \"sentir.report/1\"; tagged comments are sentir.record/1", "sentir classify"],
    );
    for flag in ["--beliefs", "--audit"] {
        refused(&["report", &path, flag, &folder.path("none.csv")], 4, &["none.csv"]);
    }
    refused(&["check", &path, "--commitments", &folder.path("none.toml")], 4, &["none.toml"]);
    refused(&["report", &path, "--beliefs", &folder.path("none.toml")], 4, &["none.toml"]);
    refused(&["report", folder.0.path().to_str().unwrap()], 4, &[]);
    refused(&["report", &folder.file("empty.csv", "")], 4, &["empty.csv"]);
    refused(&["report", &folder.file("binary.csv", [0, 159, 146, 150, 0, 1, 2, 255])], 4, &["binary.csv"]);
    refused(&["report", "-"], 2, &["--input-format"]);
    // A table may have a column of that name.
    let text =
        std::fs::read_to_string(&path).unwrap().replacen("Id;", "Id;schema;", 1).replace(";El pedido", ";x;El pedido");
    assert!(report(&[&folder.file("own.csv", text)]).0["counts"]["tagged"] == 40);
}

#[test]
fn what_turns_writing_around_is_not_shown() {
    let folder = Folder::new();
    let path = folder.tagged(
        "t\u{202e}.csv",
        40,
        &[("Canal", &["W\u{202e}eb", "A\u{7}pp"]), ("NPS", &["1", "9", "\u{1b}[31mrojo"])],
    );
    let html = folder.path("r.html");
    let output = sentir(&["report", &path, "--by", "Canal", "--outcome", "NPS", "-o", &html]);
    let shown = std::fs::read_to_string(html).unwrap() + &stderr(&output);
    assert!(output.status.success() && shown.contains("W\u{fffd}eb") && shown.contains("rojo"), "{}", stderr(&output));
    assert!(!shown.contains(['\u{202e}', '\u{7}', '\u{1b}']));
}
