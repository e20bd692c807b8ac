//! `sentir completions` and `sentir man`.

use clap_complete::Shell;
use sentir::{Error, Result};

use super::{Ended, print};

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

#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// The command whose page to print; the program's own without it.
    command: Option<String>,
}

pub(super) fn man(args: &ManArgs, mut program: clap::Command) -> Result<Ended> {
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            Error::usage(format!("there is no command {name}; there are: {}", names.join(", ")))
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(Error::internal)?;
    print(&page)
}
