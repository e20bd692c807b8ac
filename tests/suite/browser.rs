//! Pages in a real browser: that they draw, ask no network for anything, and log no error.
//!
//! `SENTIR_BROWSER` names a Chromium; where it is unset and none is on the path, these tests say so and look at nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::Command as Sentir;
use sentir::report::page::paper::Tongue;
use serde_json::Value;

/// A desk and a telephone, in pixels.
const WIDTHS: [u32; 2] = [1280, 390];

fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SENTIR_BROWSER") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("chromium")).find(|program| program.is_file())
}

/// Opens a page at some width: what it logs, the addresses it asks for, and its picture.
fn open(browser: &Path, page: &Path, width: u32, height: u32) -> (String, Vec<String>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let (net, picture) = (folder.path().join("net.json"), folder.path().join("page.png"));
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--hide-scrollbars"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--log-net-log={}", net.display()))
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("--window-size={width},{height}"))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let console = said.lines().filter(|line| line.contains("CONSOLE")).collect::<Vec<_>>().join("\n");
    let log = std::fs::read_to_string(net).unwrap();
    // The log of a browser that was stopped lacks its end.
    let log: Value = serde_json::from_str(&log)
        .or_else(|_| serde_json::from_str(&format!("{}]}}", log.trim_end().trim_end_matches(','))))
        .unwrap();
    let urls = log["events"].as_array().unwrap().iter().filter_map(|event| event["params"]["url"].as_str());
    let urls = urls.map(str::to_owned).collect();
    (console, urls, std::fs::read(picture).unwrap())
}

#[test]
fn the_comparison_page_draws_without_a_network() {
    let Some(browser) = browser() else {
        println!("no Chromium here: the page was not looked at");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("report.html");
    let golden = "tests/golden/evaluation";
    let [gold, a, b] = ["gold", "a", "b"].map(|name| format!("{golden}/{name}.jsonl"));
    Sentir::cargo_bin("sentir")
        .unwrap()
        .args(["compare", "--quiet", "--gold", &gold, &a, &b, "--texts", "-o"])
        .arg(&page)
        .assert()
        .success();
    drawn_alone(&browser, &page);
}

#[test]
fn the_report_page_draws_without_a_network() {
    let Some(browser) = browser() else {
        println!("no Chromium here: the page was not looked at");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, tongue) in [("en.html", Tongue::En), ("es.html", Tongue::Es)] {
        let page = folder.path().join(name);
        super::page::example(tongue, &page);
        drawn_alone(&browser, &page);
    }
}

/// The README's own commands on its sample; `SENTIR_SCREENSHOT=data/lumbra/report.png` keeps the picture that it shows.
#[test]
fn the_sample_report_draws_with_every_section() {
    let Some(browser) = browser() else {
        println!("no Chromium here: the page was not looked at");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (tagged, page) = (folder.path().join("tagged.csv"), folder.path().join("report.html"));
    let sentir = |command: &str| {
        let mut sentir = Sentir::cargo_bin("sentir").unwrap();
        sentir.arg(command).arg("--quiet");
        sentir
    };
    sentir("classify").arg("data/lumbra/survey.csv").arg("-o").arg(&tagged).assert().success();
    let columns = ["--by", "Canal", "--by", "Segmento", "--date", "Fecha", "--outcome", "NPS"];
    let beside = ["--audit", "data/lumbra/audit.csv", "--beliefs", "data/lumbra/beliefs.toml"];
    sentir("report").arg(&tagged).args(columns).args(beside).arg("-o").arg(&page).assert().success();
    drawn_alone(&browser, &page);
    let html = std::fs::read_to_string(&page).unwrap();
    for section in ["overview", "journey", "causes", "drivers", "groups", "periods", "change", "promise", "audit"] {
        assert!(html.contains(&format!("<section id=\"{section}\"")), "no section {section}");
    }
    if let Some(path) = std::env::var_os("SENTIR_SCREENSHOT") {
        std::fs::write(path, open(&browser, &page, 1280, 1500).2).unwrap();
    }
}

fn drawn_alone(browser: &Path, page: &Path) {
    for width in WIDTHS {
        let (console, urls, picture) = open(browser, page, width, 2400);
        assert_eq!(console, "", "at {width}");
        let elsewhere: Vec<&String> =
            urls.iter().filter(|url| url.starts_with("http") && !url.contains("google")).collect();
        assert!(elsewhere.is_empty(), "the page asks for {elsewhere:?}");
        // A blank page of this size compresses to a tenth of that.
        assert!(picture.len() > 60_000, "at {width}: a picture of {} bytes", picture.len());
    }
}
