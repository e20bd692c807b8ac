//! The whole command, timed from outside: start-up to the first tag, throughput, and peak memory as files grow.
//!
//! `cargo bench --bench end_to_end` prints JSON; `-- --rows 10000,1000000` sets the sizes, `-- --jobs 1,2` the threads,
//! `-- --precision f32` the arithmetic; the environment variable `SENTIR` names another binary to measure. `-- --compare A.json B.json`
//! sets two such runs side by side. The files are made of the corpus's comments, each row with an id of its own. Files larger
//! than the corpus repeat a thousand comments: they measure memory and the stages around the encoder, not the encoder.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sentir::encode::Precision;
use sentir::encode::measure::product_rate;
use sentir::model::Files;
use sentir::tokenize::{Sequence, Tokenizer};
use serde_json::{Value, json};

/// Runs of the start-up measurement; the median is reported.
const STARTS: usize = 11;

/// How long the rate of the bare products is looked for.
const PRODUCTS: Duration = Duration::from_secs(1);

/// What `--compare` shows of each run, and whether more is better.
const COMPARED: [(&str, bool); 4] =
    [("comments_per_second", true), ("tokens_per_second", true), ("gemm_share", true), ("peak_memory_kb", false)];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |flag: &str, place: usize| {
        arguments.iter().position(|argument| argument == flag).and_then(|index| arguments.get(index + place)).cloned()
    };
    if let (Some(before), Some(now)) = (after("--compare", 1), after("--compare", 2)) {
        compare(&read(&before), &read(&now));
        return;
    }
    let numbers = |flag: &str, usual: &str| -> Vec<usize> {
        let text = after(flag, 1).unwrap_or_else(|| usual.into());
        text.split(',').map(|number| number.parse().expect("a number")).collect()
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let precision = match after("--precision", 1).as_deref() {
        None => Precision::fastest(),
        Some("int8") => Precision::Int8,
        Some("f32") => Precision::F32,
        Some(other) => panic!("--precision takes int8 or f32, not {other}"),
    };
    let folder = tempfile::tempdir().expect("a folder for the files");
    let corpus = corpus();
    let mut runs = Vec::new();
    for jobs in numbers("--jobs", &cores.to_string()) {
        for rows in numbers("--rows", "1000,10000") {
            runs.push(run(folder.path(), &corpus, rows, jobs, precision));
        }
    }
    let report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "commit": commit(),
        "machine": machine(),
        "precision": precision.name(),
        "start_to_first_tag_s": start(folder.path()),
        "runs": runs,
    });
    println!("{}", serde_json::to_string_pretty(&report).expect("it is JSON"));
}

fn read(path: &str) -> Value {
    serde_json::from_reader(File::open(path).expect("a report")).expect("a report of this benchmark")
}

/// A line a run that both reports have, as ratios: above 1 the second is better.
fn compare(before: &Value, now: &Value) {
    let ratio = |before: &Value, now: &Value, more: bool| {
        let (before, now) = (before.as_f64().unwrap_or(f64::NAN), now.as_f64().unwrap_or(f64::NAN));
        if more { now / before } else { before / now }
    };
    let start = ratio(&before["start_to_first_tag_s"], &now["start_to_first_tag_s"], false);
    println!("start_to_first_tag_s: {start:.2}");
    let none = Vec::new();
    for run in now["runs"].as_array().unwrap_or(&none) {
        let same = |other: &&Value| other["rows"] == run["rows"] && other["jobs"] == run["jobs"];
        let Some(other) = before["runs"].as_array().unwrap_or(&none).iter().find(same) else { continue };
        let ratios: Vec<String> = COMPARED
            .iter()
            .map(|(name, more)| format!("{name} {:.2}", ratio(&other[name], &run[name], *more)))
            .collect();
        println!("{} rows, {} jobs: {}", run["rows"], run["jobs"], ratios.join(", "));
    }
}

fn commit() -> Value {
    let output = Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    output.ok().map_or(Value::Null, |output| String::from_utf8_lossy(&output.stdout).trim().into())
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

fn run(folder: &Path, corpus: &[String], rows: usize, jobs: usize, precision: Precision) -> Value {
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
    command.arg("classify").arg(&input).args(["--quiet", "--force", "--precision", precision.name()]);
    command.arg("--jobs").arg(jobs.to_string()).arg("-o").arg(folder.join(format!("{rows}.jsonl")));
    let started = Instant::now();
    let mut child = command.stderr(Stdio::inherit()).spawn().expect("the binary runs");
    let peak = peak_memory(&mut child);
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{rows} rows, {jobs} jobs: {seconds:.1} s, {} MB", peak / 1024);
    // A repeated comment is encoded once: only distinct ones tell the encoder's speed.
    let encoded = distinct.min(rows);
    let (tokens, operations) = work(&corpus[..encoded]);
    // Without optimisation the products are not what the machine can do.
    let products: f64 = if cfg!(debug_assertions) { f64::NAN } else { products(jobs, precision) };
    let share = operations / seconds / products;
    json!({
        "rows": rows,
        "jobs": jobs,
        "distinct_comments": encoded,
        "seconds": seconds,
        "comments_per_second": rows as f64 / seconds,
        "tokens_per_second": if encoded == rows { json!(tokens as f64 / seconds) } else { Value::Null },
        "gemm_gops": products / 1e9,
        "gemm_share": if encoded == rows { json!(share) } else { Value::Null },
        "peak_memory_kb": peak,
    })
}

fn products(jobs: usize, precision: Precision) -> f64 {
    product_rate(&Files::bundled(), precision, jobs, PRODUCTS).expect("the bundled model").products
}

/// The tokens of some comments, and the operations of the encoder's linear layers on them.
fn work(comments: &[String]) -> (usize, f64) {
    let files = Files::bundled();
    let manifest = files.manifest().expect("the bundled model");
    let config: Value = serde_json::from_slice(&files.config).expect("the bundled model");
    let size = |name: &str| config[name].as_u64().expect("a number") as f64;
    let tokenizer =
        Tokenizer::new(&files.name, &files.tokenizer, manifest.max_tokens, manifest.question_tokens, usize::MAX)
            .expect("the bundled model");
    let count = |text: &String| -> usize {
        tokenizer.tokenize(None, text).expect("tokens").windows.iter().map(Sequence::len).sum()
    };
    let tokens: usize = comments.iter().map(count).sum();
    let (width, inner) = (size("hidden_size"), size("intermediate_size"));
    let weights = size("num_hidden_layers") * (4.0 * width * width + 2.0 * width * inner);
    (tokens, 2.0 * weights * tokens as f64)
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
