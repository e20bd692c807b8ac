//! The whole command, timed from outside: start-up to the first tag, throughput, and peak memory as files grow.
//!
//! `cargo bench --bench end_to_end` prints JSON; `-- --rows 10000,1000000` sets the sizes, `-- --jobs N` the threads;
//! the environment variable `SENTIR` names another binary to measure. The files are made of the corpus's comments, each
//! row with an id of its own. Files larger than the corpus repeat a thousand comments: they measure memory and the stages
//! around the encoder, not the encoder.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Runs of the start-up measurement; the median is reported.
const STARTS: usize = 11;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |flag: &str| {
        arguments.iter().position(|argument| argument == flag).and_then(|index| arguments.get(index + 1)).cloned()
    };
    let rows: Vec<usize> = value("--rows")
        .unwrap_or_else(|| "1000,10000".into())
        .split(',')
        .map(|rows| rows.parse().expect("--rows takes numbers"))
        .collect();
    let jobs = value("--jobs");
    let folder = tempfile::tempdir().expect("a folder for the files");
    let corpus = corpus();
    let runs: Vec<Value> = rows.iter().map(|rows| run(folder.path(), &corpus, *rows, jobs.as_deref())).collect();
    let report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "machine": machine(),
        "start_to_first_tag_s": start(folder.path()),
        "runs": runs,
    });
    println!("{}", serde_json::to_string_pretty(&report).expect("it is JSON"));
}

/// The corpus's comments.
fn corpus() -> Vec<String> {
    let file = File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/corpus/train.jsonl")).expect("the corpus");
    BufReader::new(file)
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(&line.expect("it is text")).expect("it is JSON");
            row["text"].as_str().expect("it has a text").to_owned()
        })
        .collect()
}

fn run(folder: &Path, corpus: &[String], rows: usize, jobs: Option<&str>) -> Value {
    let input = folder.join(format!("{rows}.csv"));
    // Few distinct comments in large files, so that a million rows end within minutes.
    let distinct = if rows > corpus.len() { 1000 } else { corpus.len() };
    let mut writer = BufWriter::new(File::create(&input).expect("a file"));
    writeln!(writer, "id,comment").expect("written");
    for row in 0..rows {
        writeln!(writer, "{row},\"{}\"", corpus[row % distinct].replace('"', "\"\"")).expect("written");
    }
    writer.flush().expect("written");
    let mut command = sentir();
    command.arg("classify").arg(&input).arg("--quiet").arg("-o").arg(folder.join(format!("{rows}.jsonl")));
    if let Some(jobs) = jobs {
        command.args(["--jobs", jobs]);
    }
    let started = Instant::now();
    let mut child = command.stderr(Stdio::inherit()).spawn().expect("the binary runs");
    let peak = peak_memory(&mut child);
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{rows} rows: {seconds:.1} s, {} MB", peak / 1024);
    json!({
        "rows": rows,
        "distinct_comments": distinct.min(rows),
        "seconds": seconds,
        "rows_per_second": rows as f64 / seconds,
        "peak_memory_kb": peak,
    })
}

/// Waits for the end; the high-water mark of resident memory in KiB, as Linux tells it (0 elsewhere).
fn peak_memory(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = mark.and_then(|mark| mark.trim().trim_end_matches(" kB").parse().ok());
            peak = peak.max(kib.unwrap_or(0));
        }
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            assert!(status.success(), "the run failed: {status}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Seconds from the start of the process to the first line of output, for one comment: the median.
fn start(folder: &Path) -> f64 {
    let input = folder.join("one.csv");
    std::fs::write(&input, "comment\nThe staff were lovely but delivery took three weeks\n").expect("written");
    let mut seconds: Vec<f64> = (0..STARTS)
        .map(|_| {
            let started = Instant::now();
            let mut child = sentir()
                .args(["classify", "--quiet"])
                .arg(&input)
                .stdout(Stdio::piped())
                .spawn()
                .expect("the binary runs");
            let mut line = String::new();
            BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
            let elapsed = started.elapsed().as_secs_f64();
            assert!(line.contains("sentir.record/1"));
            child.wait().expect("it ends");
            elapsed
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[STARTS / 2]
}

fn sentir() -> Command {
    Command::new(std::env::var_os("SENTIR").unwrap_or_else(|| env!("CARGO_BIN_EXE_sentir").into()))
}

fn machine() -> Value {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    json!({
        "cpu": model.trim_start_matches([' ', '\t', ':']),
        "cores": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        "os": std::env::consts::OS,
    })
}
