//! Rows that are the same to the last cell, as short answers without an id are: each is a comment of its own.
//!
//! Two such rows have the same fingerprint. So that they are not taken for one, each further one of them is given the next number. Which
//! of them has which number does not matter, as they are the same: nothing depends on the order of rows. A comment with an id that comes
//! again with the same text is the same comment written twice, and stays one.

use std::collections::HashMap;

use super::comment::Comment;

/// Bits by which a first reading remembers what it saw: 16 MiB of them, however many rows there are.
const BITS: u32 = 27;

/// What a first reading saw of fingerprints.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// A bit for each fingerprint, several of which may share one.
    seen: Vec<u64>,
    copies: Copies,
}

/// The fingerprints that come more than once, and perhaps some that do not, with how often they came so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Copies(HashMap<u64, u64>);

impl Watch {
    pub(super) fn see(&mut self, comment: &Comment<'_>) {
        if comment.has_id() {
            return;
        }
        if self.seen.is_empty() {
            self.seen = vec![0; 1 << (BITS - 6)];
        }
        let fingerprint = comment.fingerprint();
        let bit = (fingerprint >> (u64::BITS - BITS)) as usize;
        let (word, mask) = (&mut self.seen[bit / 64], 1 << (bit % 64));
        if *word & mask != 0 {
            self.copies.0.insert(fingerprint, 0);
        }
        *word |= mask;
    }

    pub(super) fn copies(self) -> Copies {
        self.copies
    }
}

impl Copies {
    /// A hash of the comment that no other row has.
    pub(super) fn hash(&mut self, comment: &Comment<'_>) -> u64 {
        let fingerprint = comment.fingerprint();
        if self.0.is_empty() || comment.has_id() {
            return fingerprint;
        }
        let Some(times) = self.0.get_mut(&fingerprint) else { return fingerprint };
        let number = *times;
        *times += 1;
        // The first keeps its fingerprint; SplitMix64 (Steele, Lea and Flood 2014) spreads the others.
        if number == 0 {
            fingerprint
        } else {
            spread(fingerprint.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        }
    }
}

fn spread(value: u64) -> u64 {
    let mixed = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
