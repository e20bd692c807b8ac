//! The rate of the bare matrix products on all cores at once: the limit that the encoder is measured against.
//!
//! `cargo bench --bench gemm` prints JSON; `-- --threads N` sets the threads (one a core without it).
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::Duration;

use sentir::encode::Precision;
use sentir::encode::measure::product_rate;
use serde_json::json;

/// Inputs of the bundled model's linear layers.
const INPUTS: [usize; 2] = [256, 1024];

const TIME: Duration = Duration::from_millis(1500);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let threads = arguments.iter().position(|argument| argument == "--threads").map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        |index| arguments.get(index + 1).and_then(|value| value.parse().ok()).expect("--threads takes a number"),
    );
    let rate = |precision: Precision| {
        let best = INPUTS.map(|inputs| together(threads, precision, inputs)).into_iter().fold(0.0, f64::max);
        (best / 1e8).round() / 10.0
    };
    let report = json!({
        "threads": threads,
        "int8_gops": rate(Precision::Int8),
        "f32_gops": rate(Precision::F32),
    });
    println!("{}", serde_json::to_string(&report).expect("it is JSON"));
}

/// The sum of the rates of threads that run at the same time.
fn together(threads: usize, precision: Precision, inputs: usize) -> f64 {
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..threads).map(|_| scope.spawn(move || product_rate(precision, inputs, TIME))).collect();
        runs.into_iter().map(|run| run.join().expect("it does not panic")).sum()
    })
}
