//! `sentir models`: list, verify, fetch.

use std::path::Path;

use sentir::classifier::{Classifier, Receipt};
use sentir::encode::{Compute, Precision};
use sentir::model::{BUNDLED, Files, MANIFEST};
use sentir::{Result, Tagger, hub};

use super::judge::Predictor;
use super::{Ended, print};

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
        /// The repository on the hub, with a branch, a tag or a commit where it is not to be the latest of `main`.
        #[arg(value_name = "ORG/REPO[@REVISION]")]
        repository: String,
    },
}

pub(super) fn run(command: &Command) -> Result<Ended> {
    let text = match command {
        Command::List => list()?,
        Command::Verify { model } => verify(model)?,
        Command::Fetch { repository } => fetch(repository)?,
    };
    print((text + "\n").as_bytes())
}

fn list() -> Result<String> {
    let files = Files::bundled();
    let manifest = files.manifest()?;
    let mut lines = vec![format!(
        "{BUNDLED}  {}  bundled  {}  {:.1} MB  {}",
        manifest.version,
        manifest.languages.join(", "),
        files.bytes() as f64 / 1e6,
        manifest.licence
    )];
    for (repository, folder) in hub::all_cached() {
        let kind = if folder.join(MANIFEST).is_file() {
            "tags comments"
        } else if folder.join("config.json").is_file() {
            "classifier, for evaluate and compare"
        } else {
            continue;
        };
        lines.push(format!("{repository}  cached  {kind}"));
    }
    Ok(lines.join("\n"))
}

fn verify(model: &str) -> Result<String> {
    if Predictor::of(model) == Predictor::Foreign {
        return verify_classifier(model);
    }
    let files = Files::find(model)?;
    files.verify()?;
    let tagger = Tagger::load(&files, Compute::fastest())?;
    let manifest = tagger.manifest();
    Ok(format!("{} {}: every file is as it should be", manifest.name, manifest.version))
}

/// A classifier has no hashes of its own; fetched ones have those of what was fetched.
fn verify_classifier(model: &str) -> Result<String> {
    let classifier = Classifier::find(model, Precision::fastest())?;
    let labels = classifier.labels().join(", ");
    Ok(match Receipt::read(Path::new(classifier.name()))? {
        Some(receipt) => format!(
            "{model}: every file is as it was fetched (revision {}); it loads; labels: {labels}",
            receipt.revision
        ),
        None => {
            format!("{model}: it loads; it has no hashes to check against (models fetch writes them); labels: {labels}")
        }
    })
}

#[cfg(feature = "hub")]
fn fetch(repository: &str) -> Result<String> {
    let folder = hub::fetch(repository)?;
    if folder.join(MANIFEST).is_file() {
        Files::read(&folder)?;
    } else {
        Classifier::open(&folder, Precision::fastest())?;
    }
    Ok(format!("{repository} is in {}", folder.display()))
}

#[cfg(not(feature = "hub"))]
fn fetch(repository: &str) -> Result<String> {
    Err(sentir::Error::usage(format!("{repository} cannot be fetched: this build has no network code"))
        .hint("build with `cargo build --release --features hub`, or give a model's folder to --model"))
}
