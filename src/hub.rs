//! Models from the Hugging Face hub: found in its local cache; downloaded only by `sentir models fetch`.
//!
//! The cache's layout is that of the hub's own clients: `models--ORG--REPO/refs/main` names a revision, whose files lie in
//! `snapshots/REVISION/`. `HF_HUB_CACHE`, `HF_HOME` and `XDG_CACHE_HOME` say where the cache is.

use std::path::{Path, PathBuf};

#[cfg(feature = "hub")]
use crate::error::{Error, Result};

/// The folder of a cached model, by its `ORG/REPO`, or `ORG/REPO@REVISION` for another revision than that of `main`.
pub fn cached(repository: &str) -> Option<PathBuf> {
    cached_in(&cache_folder()?, repository)
}

/// Every model in the cache, by its `ORG/REPO`, in the order of their names.
pub fn all_cached() -> Vec<(String, PathBuf)> {
    cache_folder().map(|cache| all_cached_in(&cache)).unwrap_or_default()
}

fn all_cached_in(cache: &Path) -> Vec<(String, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(cache) else { return Vec::new() };
    let repository = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let (owner, name) = name.strip_prefix("models--")?.split_once("--")?;
        let repository = format!("{owner}/{name}");
        let folder = cached_in(cache, &repository)?;
        Some((repository, folder))
    };
    let mut found: Vec<(String, PathBuf)> = entries.flatten().filter_map(repository).collect();
    found.sort();
    found
}

fn cached_in(cache: &Path, repository: &str) -> Option<PathBuf> {
    let Repository { owner, name, revision } = Repository::parse(repository)?;
    let folder = cache.join(format!("models--{owner}--{name}"));
    // A revision is a branch or a tag, or else a commit.
    let reference = std::fs::read_to_string(folder.join("refs").join(revision.unwrap_or("main"))).ok();
    let commit = reference.as_deref().map(str::trim).or(revision)?;
    let snapshot = folder.join("snapshots").join(commit);
    snapshot.is_dir().then_some(snapshot)
}

fn cache_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("HF_HUB_CACHE")
        .or_else(|| Some(variable("HF_HOME")?.join("hub")))
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("huggingface/hub")))
        .or_else(|| Some(std::env::home_dir()?.join(".cache/huggingface/hub")))
}

/// What `ORG/REPO` or `ORG/REPO@REVISION` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Repository<'a> {
    owner: &'a str,
    name: &'a str,
    /// A branch, a tag or a commit.
    revision: Option<&'a str>,
}

impl<'a> Repository<'a> {
    /// Nothing where it is no such thing.
    fn parse(text: &'a str) -> Option<Self> {
        let plain = |part: &&str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        let (owner, rest) = text.split_once('/')?;
        let (name, revision) = rest.split_once('@').map_or((rest, None), |(name, revision)| (name, Some(revision)));
        let all_plain = [owner, name].iter().chain(&revision).all(plain);
        all_plain.then_some(Self { owner, name, revision })
    }
}

/// What is fetched of a repository, where it is there: this project's files, and those of a classifier of the transformers library.
#[cfg(feature = "hub")]
const PATTERNS: [&str; 8] = [
    "model.toml",
    "seen.bin",
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "model.safetensors",
    "model.safetensors.index.json",
    "model-*-of-*.safetensors",
];

/// Downloads a model's files into the cache and gives their folder. The only network path of this crate.
///
/// A classifier, which has no hashes of its own, gets a [`Receipt`](crate::classifier::Receipt) with the revision that was fetched
/// and the hashes of its files.
#[cfg(feature = "hub")]
pub fn fetch(repository: &str) -> Result<PathBuf> {
    let Repository { owner, name, revision } = Repository::parse(repository)
        .ok_or_else(|| Error::usage(format!("{repository}: a repository is named ORG/REPO or ORG/REPO@REVISION")))?;
    let failed = |error: hf_hub::HFError| Error::model(repository, format!("cannot be fetched: {error}"));
    let client = hf_hub::HFClientSync::new().map_err(failed)?;
    let folder = client
        .model(owner, name)
        .snapshot_download()
        .maybe_revision(revision)
        .allow_patterns(PATTERNS.map(str::to_owned).to_vec())
        .send()
        .map_err(failed)?;
    if !folder.join(crate::model::MANIFEST).is_file() {
        // A snapshot's folder is named after its commit.
        let revision = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        crate::classifier::Receipt::of(&folder, repository, &revision)?.write(&folder)?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cached_model_is_found_by_its_reference() {
        let cache = tempfile::tempdir().expect("a folder");
        let folder = cache.path().join("models--org--a-model");
        std::fs::create_dir_all(folder.join("snapshots/abc123")).expect("a snapshot");
        assert_eq!(cached_in(cache.path(), "org/a-model"), None);
        std::fs::create_dir_all(folder.join("refs")).expect("references");
        std::fs::write(folder.join("refs/main"), "abc123\n").expect("a reference");
        assert_eq!(cached_in(cache.path(), "org/a-model"), Some(folder.join("snapshots/abc123")));
        assert_eq!(cached_in(cache.path(), "org/a-model@abc123"), Some(folder.join("snapshots/abc123")));
        assert_eq!(cached_in(cache.path(), "org/a-model@def456"), None);
        assert_eq!(cached_in(cache.path(), "org/other"), None);
        assert_eq!(all_cached_in(cache.path()), [("org/a-model".to_owned(), folder.join("snapshots/abc123"))]);
    }

    #[test]
    fn what_is_no_repository_is_not_looked_for() {
        for name in ["plain", "a/b/c", "../x", "a/..", "/etc", "a/", "a/b@", "a/b@../c"] {
            assert_eq!(Repository::parse(name), None, "{name}");
        }
    }
}
