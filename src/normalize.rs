//! stub
use std::borrow::Cow;
/// stub
pub struct Normalized<'a> {
    /// stub
    pub text: Cow<'a, str>,
    /// stub
    pub repaired: bool,
}
/// stub
pub fn normalize(text: &str) -> Normalized<'_> {
    Normalized { text: Cow::Borrowed(text.trim()), repaired: false }
}
