//! `sentir inspect`: what an export holds.

use std::io::Write;

use sentir::language::{self, Mix};
use sentir::read::roles::assign;
use sentir::{Error, Result};

use super::Ended;
use super::input::{HEAD_ROWS, InputArgs};
use super::talk::Talk;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,

    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object per file, one per line
    Json,
}

pub(super) fn run(args: &Args, talk: &Talk) -> Result<Ended> {
    let mut out = std::io::stdout().lock();
    let inputs = args.input.inputs();
    for (index, (input, mut source)) in inputs.iter().zip(args.input.open()?).enumerate() {
        let info = source.info.clone();
        let roles = match assign(&info, source.peek(HEAD_ROWS)?, &args.input.roles()) {
            // A guess that fails is a finding; a column that was asked for and is not there is a mistake.
            Err(error) if args.input.names_columns() => return Err(error),
            roles => roles,
        };
        let mix = match &roles {
            Ok(roles) => args.input.survey(input, &mut source, roles, talk)?.0,
            Err(_) => Mix::default(),
        };
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
