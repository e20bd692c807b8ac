//! `sentir inspect`: what an export holds.

use std::io::Write;

use sentir::language;
use sentir::read::roles::assign;
use sentir::{Error, Result};

use super::Ended;
use super::input::{HEAD_ROWS, InputArgs, mix};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,

    /// How to show it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// A JSON object a file, one a line
    Json,
}

pub(super) fn run(args: &Args) -> Result<Ended> {
    let mut out = std::io::stdout().lock();
    for (index, mut source) in args.input.open()?.into_iter().enumerate() {
        let info = source.info.clone();
        let head = source.peek(HEAD_ROWS)?;
        let roles = assign(&info, head, &args.input.roles());
        let mix = roles.as_ref().map(|roles| mix(head, roles)).unwrap_or_default();
        let inspection =
            sentir::inspect::inspect(&mut source, roles.as_ref(), &mut |text| language::detect(text, None, &mix).lang)?;
        let text = match args.format {
            Format::Text if index > 0 => format!("\n{inspection}"),
            Format::Text => inspection.to_string(),
            Format::Json => serde_json::to_string(&inspection).map_err(Error::internal)?,
        };
        writeln!(out, "{}", text.trim_end()).map_err(|error| Error::writing("standard output", &error))?;
    }
    out.flush().map_err(|error| Error::writing("standard output", &error))?;
    Ok(Ended::Done)
}
