//! What models cost: each run in a process of its own, in turn with the others.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use sentir::classifier::Classifier;
use sentir::encode::{Compute, Precision};
use sentir::evaluate::evaluation::Cost;
use sentir::evaluate::foreign::Runner;
use sentir::evaluate::gold::Gold;
use sentir::hub;
use sentir::model::Files;
use sentir::{Comment, Error, Result, Tagger};
use serde::{Deserialize, Serialize};

use super::judge::{JudgeArgs, Predictor};
use super::talk::Talk;
use super::{Ended, print};

/// Runs of each model; medians are reported.
const RUNS: usize = 3;

/// Measure one model on comments from standard input, JSON lines of pairs [question, text].
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    model: String,

    #[arg(long, value_enum)]
    precision: Option<Precision>,

    #[arg(long)]
    threads: usize,
}

/// One run.
#[derive(Serialize, Deserialize)]
struct Run {
    start_seconds: f64,
    seconds: f64,
    peak_bytes: Option<u64>,
}

/// Predicts comments, for the time it takes.
type Model = dyn Fn(&[Comment<'_>]) -> Result<()>;

/// One run, in this process.
pub(super) fn run(args: &Args) -> Result<Ended> {
    let started = Instant::now();
    let (precision, threads) = (args.precision.unwrap_or_else(Precision::fastest), args.threads);
    let foreign = Predictor::of(&args.model) == Predictor::Foreign;
    let model: Box<Model> = if foreign {
        let runner = Runner::new(Classifier::find(&args.model, precision)?)?;
        Box::new(move |comments| runner.run(comments, threads))
    } else {
        let tagger = Tagger::load(&Files::find(&args.model)?, Compute::Cpu(precision))?;
        Box::new(move |comments| tagger.predictions_on(comments, threads).map(drop))
    };
    let start_seconds = started.elapsed().as_secs_f64();
    let mut text = String::new();
    let fault = |error: &dyn std::fmt::Display| Error::internal(format!("the comments to measure with: {error}"));
    std::io::stdin().read_to_string(&mut text).map_err(|error| fault(&error))?;
    let rows: Vec<(Option<String>, String)> =
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(|error| fault(&error))?;
    let comments: Vec<Comment<'_>> =
        rows.iter().map(|(question, text)| Comment { text, question: question.as_deref() }).collect();
    let began = Instant::now();
    model(&comments)?;
    let run = Run { start_seconds, seconds: began.elapsed().as_secs_f64(), peak_bytes: peak() };
    let text = serde_json::to_string(&run).map_err(Error::internal)? + "\n";
    print(text.as_bytes())
}

/// The high-water mark of resident memory, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mark = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    mark.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| 1024 * kib)
}

/// The costs of those predictors that are models, in turn, forth and back, so that none always follows the same one.
pub(super) fn measure(args: &JudgeArgs, predictors: &[String], gold: &Gold, talk: &Talk) -> Result<Vec<Option<Cost>>> {
    let models: Vec<usize> = (0..predictors.len())
        .filter(|index| matches!(Predictor::of(&predictors[*index]), Predictor::Own | Predictor::Foreign))
        .collect();
    let mut input = String::new();
    for row in &gold.rows {
        input += &serde_json::to_string(&(&row.question, &row.text)).map_err(Error::internal)?;
        input.push('\n');
    }
    let mut runs: Vec<Vec<Run>> = predictors.iter().map(|_| Vec::new()).collect();
    for turn in 0..RUNS {
        talk.note(format_args!("measuring speed and memory, run {} of {RUNS}", turn + 1));
        let order: Vec<usize> = if turn % 2 == 0 { models.clone() } else { models.iter().rev().copied().collect() };
        for index in order {
            runs[index].push(one(args, &predictors[index], &input)?);
        }
    }
    predictors
        .iter()
        .zip(runs)
        .map(|(named, runs)| {
            if runs.is_empty() {
                return Ok(None);
            }
            let median = |value: fn(&Run) -> f64| {
                let mut values: Vec<f64> = runs.iter().map(value).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            Ok(Some(Cost {
                comments_per_second: gold.rows.len() as f64 / median(|run| run.seconds),
                start_seconds: median(|run| run.start_seconds),
                peak_bytes: runs.iter().filter_map(|run| run.peak_bytes).max(),
                model_bytes: size(named)?,
                threads: args.threads() as u64,
                runs: RUNS as u64,
            }))
        })
        .collect()
}

/// The bytes of a model's files: its weights, its tokenizer and what describes them.
fn size(named: &str) -> Result<u64> {
    if Predictor::of(named) == Predictor::Own {
        return Ok(Files::find(named)?.bytes());
    }
    let folder = std::path::Path::new(named);
    let folder = if folder.is_dir() { Some(folder.to_owned()) } else { hub::cached(named) };
    let files = folder.into_iter().flat_map(std::fs::read_dir).flatten().flatten();
    let named = files.filter(|file| {
        let name = file.file_name();
        [".safetensors", ".json", ".toml"].iter().any(|end| name.to_string_lossy().ends_with(end))
    });
    // In the hub's cache files are links.
    Ok(named.filter_map(|file| std::fs::metadata(file.path()).ok()).map(|data| data.len()).sum())
}

fn one(args: &JudgeArgs, model: &str, input: &str) -> Result<Run> {
    let fault = |what: &dyn std::fmt::Display| Error::internal(format!("measuring {model}: {what}"));
    let program = std::env::current_exe().map_err(|error| fault(&error))?;
    let mut command = Command::new(program);
    command.args(["--quiet", "measure", "--model", model, "--threads", &args.threads().to_string()]);
    if let Some(precision) = args.precision() {
        command.args(["--precision", precision.name()]);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| fault(&error))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(|error| fault(&error))?;
    }
    let output = child.wait_with_output().map_err(|error| fault(&error))?;
    if !output.status.success() {
        return Err(fault(&"its process failed"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| fault(&error))
}
