//! `sentir completions` and `sentir man`.

use std::io::Write;

use clap_complete::Shell;
use sentir::{Error, Result};

use super::Ended;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

pub(super) fn completions(args: &Args, mut command: clap::Command) -> Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "sentir", &mut script);
    print(&script)
}

pub(super) fn man(command: clap::Command) -> Result<Ended> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.flatten_help(true)).render(&mut page).map_err(Error::internal)?;
    print(&page)
}

fn print(bytes: &[u8]) -> Result<Ended> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Error::writing("standard output", &error))?;
    Ok(Ended::Done)
}
