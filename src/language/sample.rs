//! A sample of a file's comments that does not depend on their order.

use std::collections::BTreeMap;

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use super::{ENOUGH_BYTES, Mix, plainly};
use crate::normalize::normalize;

/// How many distinct comments a sample keeps.
const SIZE: usize = 2048;

/// The distinct comments with the smallest hashes: as good as drawn by lot, and the same in whatever order they come.
#[derive(Debug, Clone, Default)]
pub struct Sample(BTreeMap<u128, String>);

impl Sample {
    /// Offers a comment.
    pub fn add(&mut self, text: &str) {
        let text = &text[..text.floor_char_boundary(ENOUGH_BYTES)];
        let hash = XxHash3_128::oneshot(text.as_bytes());
        if self.0.len() == SIZE {
            match self.0.last_key_value() {
                Some((largest, _)) if hash >= *largest => return,
                _ => {}
            }
        }
        self.0.entry(hash).or_insert_with(|| text.to_owned());
        if self.0.len() > SIZE {
            self.0.pop_last();
        }
    }

    /// The languages of the sample.
    pub fn mix(&self) -> Mix {
        let texts: Vec<&String> = self.0.values().collect();
        let languages: Vec<_> = texts.par_iter().filter_map(|text| plainly(&normalize(text).text)).collect();
        Mix::of_plain(languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_matter() {
        let texts: Vec<String> = (0..5000).map(|n| format!("comentario número {n} sobre la entrega")).collect();
        let (mut forwards, mut backwards) = (Sample::default(), Sample::default());
        for (first, last) in texts.iter().zip(texts.iter().rev()) {
            forwards.add(first);
            backwards.add(last);
        }
        assert_eq!(forwards.0, backwards.0);
        assert_eq!(forwards.0.len(), SIZE);
        assert!(forwards.mix().es > 0.99);
    }
}
