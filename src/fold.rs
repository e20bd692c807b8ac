//! Letters without their case and accents, for comparison.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The characters in lower case, without accents and other marks that stand on letters.
pub(crate) fn unaccented(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
}
