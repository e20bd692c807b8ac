//! stub
/// stub
pub fn is_placeholder(_text: &str, _question: bool) -> bool {
    false
}
