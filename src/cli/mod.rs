//! The command line: what can be typed, and what every command has in common.

mod check;
mod classify;
mod compare;
mod complete;
mod cost;
mod evaluate;
mod fault;
mod gemm;
mod input;
mod inspect;
mod interrupt;
mod judge;
mod models;
mod report;
mod schema;
mod tagged;
mod talk;

use std::io::Write;
use std::num::NonZero;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use sentir::{Error, ErrorKind, Result};

use talk::Talk;

/// Tags survey and review comments in Spanish and English with sentiment, emotion and touchpoints, offline.
#[derive(Debug, Parser)]
#[command(name = "sentir", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done; 1 a gate failed or a commitment is broken; 2 wrong usage or configuration; 3 done, but \
    some rows are errors or some commitments could not be judged; 4 input unreadable; 5 model missing or damaged; \
    70 internal error; 130 interrupted, can be resumed."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Print only errors to standard error.
    #[arg(long, short, global = true, help_heading = "Global options")]
    quiet: bool,

    /// Print more to standard error; repeat for even more.
    #[arg(long, short, action = clap::ArgAction::Count, global = true, help_heading = "Global options")]
    verbose: u8,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tag the comments of an export.
    #[command(visible_alias = "tag")]
    Classify(Box<classify::Args>),
    /// Show what is in an export: encoding, dialect, columns and their roles, languages (no model needed).
    Inspect(inspect::Args),
    /// Score a model, or a file of predictions, against correct labels.
    Evaluate(Box<evaluate::Args>),
    /// Compare models and prediction files: which is better, by how much, at what cost.
    Compare(Box<compare::Args>),
    /// Turn tagged comments into a report.
    Report(Box<report::Args>),
    /// Check tagged comments against commitments (exit code 1: one is broken; 3: one could not be judged).
    Check(check::Args),
    /// List, verify and fetch models.
    #[command(subcommand)]
    Models(models::Command),
    #[command(hide = true)]
    Gemm(gemm::Args),
    #[command(hide = true)]
    Measure(cost::Args),
    /// Print the JSON Schema of a JSON output.
    Schema(schema::Args),
    /// Print shell completions.
    Completions(complete::Args),
    /// Print the manual page, or a command's.
    Man(complete::ManArgs),
}

/// How a command ended, where it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Done,
    GateFailed,
    NotJudged,
    SomeRowsFailed,
}

/// Parses what was typed, runs it, and turns the outcome into an exit code.
pub(crate) fn run() -> ExitCode {
    ExitCode::from(fault::told(command))
}

fn command() -> u8 {
    let cli = Cli::parse();
    let talk = Talk::new(cli.quiet, cli.verbose);
    let outcome = match cli.command {
        Command::Classify(args) => classify::run(&args, &talk),
        Command::Inspect(args) => inspect::run(&args, &talk),
        Command::Evaluate(args) => evaluate::run(&args, &talk),
        Command::Compare(args) => compare::run(&args, &talk),
        Command::Report(args) => report::run(&args, &talk),
        Command::Check(args) => check::run(&args, &talk),
        Command::Models(command) => models::run(&command),
        Command::Gemm(args) => gemm::run(&args),
        Command::Measure(args) => cost::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => complete::completions(&args, Cli::command()),
        Command::Man(args) => complete::man(&args, Cli::command()),
    };
    match outcome {
        Ok(Ended::Done) => 0,
        Ok(Ended::GateFailed) => 1,
        Ok(Ended::SomeRowsFailed | Ended::NotJudged) => 3,
        Err(error) => {
            // A reader that goes away early (`| head`) is no failure.
            if !matches!(error.kind(), ErrorKind::BrokenPipe) {
                Talk::error(&error);
            }
            exit_code(&error)
        }
    }
}

/// Writes all that a command has to say.
fn print(text: &[u8]) -> Result<Ended> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text).and_then(|()| out.flush());
    written.map_err(|error| Error::writing("standard output", &error))?;
    Ok(Ended::Done)
}

/// The threads to take where nothing else is said.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn exit_code(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::BrokenPipe => 0,
        ErrorKind::Input { .. } => 4,
        ErrorKind::Model { .. } => 5,
        ErrorKind::Interrupted => 130,
        ErrorKind::Internal(_) => fault::FAULT,
        // Usage, output and whatever configuration may come to be.
        _ => 2,
    }
}
