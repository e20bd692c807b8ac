//! What was fetched from the hub: the revision, and a hash of every file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::model::hex;

/// The file's name, beside the files it speaks of.
const FILE: &str = "sentir-fetched.toml";

/// Written when a classifier is fetched; from then on its files are checked against it whenever they are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// `ORG/REPO`.
    pub repository: String,
    /// The commit that was fetched.
    pub revision: String,
    /// SHA-256 by file name, in hexadecimal digits.
    pub sha256: BTreeMap<String, String>,
}

impl Receipt {
    /// Hashes the files of a folder: all but those whose names begin with a dot, and the receipt itself.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn of(folder: &Path, repository: &str, revision: &str) -> Result<Self> {
        let fault = |error: std::io::Error| Error::model(folder.display().to_string(), error);
        let mut sha256 = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.is_file() && name != FILE && !name.starts_with('.') {
                sha256.insert(name.to_owned(), hash(&std::fs::read(&path).map_err(fault)?));
            }
        }
        Ok(Self { repository: repository.to_owned(), revision: revision.to_owned(), sha256 })
    }

    /// Writes it beside the files.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let text = toml::to_string(self).map_err(Error::internal)?;
        let path = folder.join(FILE);
        std::fs::write(&path, text).map_err(|error| Error::output(path.display().to_string(), error))
    }

    /// The receipt in a folder, where there is one.
    ///
    /// # Errors
    ///
    /// If there is one and it cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let fault = |message: String| Error::model(folder.display().to_string(), format!("{FILE}: {message}"));
        match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => toml::from_str(&text).map(Some).map_err(|error| fault(error.to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(error.to_string())),
        }
    }

    /// That a file is the one that was fetched.
    pub(super) fn check(&self, model: &str, file: &str, bytes: &[u8]) -> Result<()> {
        let found = hash(bytes);
        match self.sha256.get(file) {
            Some(expected) if found.eq_ignore_ascii_case(expected) => Ok(()),
            Some(expected) => {
                Err(Error::model(model, format!("{file} is damaged: its sha256 is {found}, {FILE} says {expected}")))
            }
            None => Err(Error::model(model, format!("{file} was not fetched: {FILE} does not name it"))),
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
