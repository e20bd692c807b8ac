//! Whether a model was trained on the texts it is to be judged by.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::gold::Gold;

/// Bytes of a text's hash: of a gold set of a thousand, against some ten thousand, one in a hundred sets has a text by accident.
const BYTES: usize = 5;

/// The texts that a model was trained on, as hashes.
#[derive(Debug, Clone)]
pub struct Seen(HashSet<[u8; BYTES]>);

impl Seen {
    /// From a model's `seen.bin`: the hashes one behind the other.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.as_chunks().0.iter().copied().collect())
    }

    /// Whether a text is among them, whatever its case, blanks and punctuation.
    pub fn holds(&self, text: &str) -> bool {
        self.0.contains(&fingerprint(text))
    }

    /// What a reader must know of a gold set, if its texts are among them.
    pub fn warning(&self, model: &str, gold: &Gold) -> Option<String> {
        let (count, rows) = (gold.rows.iter().filter(|row| self.holds(&row.text)).count(), gold.rows.len());
        // A short answer such as "everything" stands in every corpus.
        let long =
            gold.rows.iter().filter(|row| self.holds(&row.text) && row.text.split_whitespace().count() > SHORT).count();
        (long > 0).then(|| {
            format!(
                "{count} of {rows} gold texts are in the training data of {model}, {long} of them longer than {SHORT} words: what it reaches \
                 on them says little"
            )
        })
    }
}

/// Words of an answer that two people may well give.
const SHORT: usize = 5;

/// As `training/seen.py` has it.
fn fingerprint(text: &str) -> [u8; BYTES] {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let digest = Sha256::digest(words.join(" ").as_bytes());
    std::array::from_fn(|place| digest[place])
}
