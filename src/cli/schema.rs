//! `sentir schema`: the JSON Schema of what is written.

use sentir::Result;
use sentir::schema::{Document, schema};

use super::judge::json;
use super::{Ended, print};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which output.
    #[arg(value_enum, value_name = "DOCUMENT")]
    document: Document,
}

pub(super) fn run(args: &Args) -> Result<Ended> {
    print(json(&schema(args.document))?.as_bytes())
}
