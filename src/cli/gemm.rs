//! `sentir gemm`: how fast this processor multiplies the bundled model's matrices, to compare `classify` with.

use std::num::NonZero;
use std::time::Duration;

use sentir::encode::Precision;
use sentir::encode::measure::product_rate;
use sentir::model::Files;
use sentir::{Error, Result};
use serde_json::json;

use super::{Ended, cores, print};

/// Measure the bare matrix products of the bundled model, in Gop/s: the limit of its speed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Threads that multiply at once [default: one a core].
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    /// Seconds for each of 8-bit and 32-bit products.
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    seconds: f64,
}

pub(super) fn run(args: &Args) -> Result<Ended> {
    let time = Duration::try_from_secs_f64(args.seconds)
        .map_err(|_| Error::usage(format!("--seconds {} is no time", args.seconds)))?;
    let threads = args.jobs.map_or_else(cores, NonZero::get);
    let gops = |rate: f64| (rate / 1e8).round() / 10.0;
    let mut report = serde_json::Map::from_iter([("threads".to_owned(), json!(threads))]);
    for precision in [Precision::Int8, Precision::F32] {
        let rate = product_rate(&Files::bundled(), precision, threads, time)?;
        report.insert(format!("{}_gops", precision.name()), json!(gops(rate.products)));
        report.insert(format!("{}_tile_gops", precision.name()), json!(gops(rate.tile)));
    }
    print(format!("{}\n", json!(report)).as_bytes())
}
