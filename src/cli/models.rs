//! `sentir models`: list, verify, fetch.

use std::io::Write;

use sentir::encode::Compute;
use sentir::model::{BUNDLED, Files};
use sentir::{Error, Result, Tagger};

use super::Ended;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the models there are.
    List,
    /// Check a model's files against its hashes, and that it loads.
    Verify {
        /// A model's name or folder.
        #[arg(value_name = "NAME|DIR")]
        model: String,
    },
    /// Download a model (needs a build with the `hub` feature).
    Fetch {
        /// The repository on the hub.
        #[arg(value_name = "ORG/REPO")]
        repository: String,
    },
}

pub(super) fn run(command: &Command) -> Result<Ended> {
    let text = match command {
        Command::List => list()?,
        Command::Verify { model } => verify(model)?,
        Command::Fetch { repository } => fetch(repository)?,
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").map_err(|error| Error::writing("standard output", &error))?;
    Ok(Ended::Done)
}

fn list() -> Result<String> {
    let files = Files::bundled();
    let manifest = files.manifest()?;
    Ok(format!(
        "{BUNDLED}  {}  bundled  {}  {:.1} MB  {}",
        manifest.version,
        manifest.languages.join(", "),
        files.bytes() as f64 / 1e6,
        manifest.licence
    ))
}

fn verify(model: &str) -> Result<String> {
    let files = Files::find(model)?;
    files.verify()?;
    let tagger = Tagger::load(&files, Compute::fastest())?;
    let manifest = tagger.manifest();
    Ok(format!("{} {}: every file is as it should be", manifest.name, manifest.version))
}

#[cfg(feature = "hub")]
fn fetch(repository: &str) -> Result<String> {
    let folder = sentir::hub::fetch(repository)?;
    if folder.join(sentir::model::FILES[0]).is_file() {
        Files::read(&folder)?;
    } else {
        sentir::classifier::Classifier::open(&folder, sentir::encode::Precision::fastest())?;
    }
    Ok(format!("{repository} is in {}", folder.display()))
}

#[cfg(not(feature = "hub"))]
fn fetch(repository: &str) -> Result<String> {
    Err(Error::usage(format!("{repository} cannot be fetched: this build has no network code"))
        .hint("build with `cargo build --release --features hub`, or give a model's folder to --model"))
}
