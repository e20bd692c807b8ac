//! `sentir schema`: the JSON Schema of what is written.

use std::io::Write;

use sentir::schema::{Document, schema};
use sentir::{Error, Result};

use super::Ended;
use super::judge::json;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which output.
    #[arg(value_enum, value_name = "DOCUMENT")]
    document: Document,
}

pub(super) fn run(args: &Args) -> Result<Ended> {
    let text = json(&schema(args.document))?;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).map_err(|error| Error::writing("standard output", &error))?;
    Ok(Ended::Done)
}
