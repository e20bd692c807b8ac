//! Repeated comments, found in constant memory: within a chunk they are encoded once, and across chunks again only
//! where the cache has lost them or their first copy is still with the encoders. What comes out is the same either way.

use std::sync::Arc;

use twox_hash::XxHash3_128;

use crate::calibrate::Outcome;

/// How many comments are remembered for the `duplicate` flag: 8 MiB. Beyond that, later comments displace earlier
/// ones and a repeat may go unnoticed.
const SEEN: usize = 1 << 20;

/// How many outcomes are kept for repeats across chunks: some 3 MiB.
const CACHED: usize = 1 << 13;

/// What tells one comment, as an answer to its question, from every other.
pub(crate) fn key(question: Option<&str>, text: &str) -> u128 {
    let mut hasher = XxHash3_128::new();
    // A length first, so that no question and text read like another pair.
    let question = question.map(str::as_bytes);
    hasher.write(&question.map_or(u64::MAX, |question| question.len() as u64).to_le_bytes());
    hasher.write(question.unwrap_or_default());
    hasher.write(text.as_bytes());
    hasher.finish_128()
}

/// What tells one list of comments from every other.
pub(crate) fn digest(keys: impl Iterator<Item = u128>) -> u128 {
    let mut hasher = XxHash3_128::new();
    keys.for_each(|key| hasher.write(&key.to_le_bytes()));
    hasher.finish_128()
}

/// Which comments came before.
pub(crate) struct Seen(Box<[u64]>);

impl Default for Seen {
    fn default() -> Self {
        Self(vec![0; SEEN].into_boxed_slice())
    }
}

impl Seen {
    /// Notes a comment; whether it came before.
    pub(crate) fn insert(&mut self, key: u128) -> bool {
        let mark = (key >> 64) as u64 | 1;
        let slot = &mut self.0[key as usize % SEEN];
        std::mem::replace(slot, mark) == mark
    }
}

/// The outcome of a comment.
#[derive(Clone)]
struct Kept {
    key: u128,
    outcome: Arc<Outcome>,
}

/// Outcomes of earlier comments.
pub(crate) struct Cache(Box<[Option<Kept>]>);

impl Default for Cache {
    fn default() -> Self {
        Self(vec![None; CACHED].into_boxed_slice())
    }
}

impl Cache {
    /// The outcome of a comment, where it is kept.
    pub(crate) fn get(&self, key: u128) -> Option<Arc<Outcome>> {
        let kept = self.0[key as usize % CACHED].as_ref()?;
        (kept.key == key).then(|| Arc::clone(&kept.outcome))
    }

    /// Keeps the outcome of a comment, in place of another's.
    pub(crate) fn insert(&mut self, key: u128, outcome: &Arc<Outcome>) {
        self.0[key as usize % CACHED] = Some(Kept { key, outcome: Arc::clone(outcome) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_is_the_same_text_to_the_same_question() {
        let mut seen = Seen::default();
        assert!(!seen.insert(key(None, "ok")));
        assert!(!seen.insert(key(Some(""), "ok")));
        assert!(!seen.insert(key(Some("o"), "k")));
        assert!(!seen.insert(key(None, "Ok")));
        assert!(seen.insert(key(None, "ok")));
        assert!(seen.insert(key(Some("o"), "k")));
    }
}
