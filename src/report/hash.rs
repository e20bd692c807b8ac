//! Hashes of texts, the same in every run.

use std::hash::Hasher;

use twox_hash::XxHash3_64;

/// The hash of some texts, told apart from the same letters cut elsewhere.
pub(super) struct Hash(XxHash3_64);

impl Default for Hash {
    fn default() -> Self {
        Self(XxHash3_64::with_seed(0))
    }
}

impl Hash {
    pub(super) fn add(&mut self, text: &str) {
        self.0.write(text.as_bytes());
        self.0.write(&[0xff]);
    }

    pub(super) fn finish(&self) -> u64 {
        self.0.finish()
    }
}
