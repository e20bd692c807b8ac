//! Text from elsewhere, made fit to be shown.

use std::borrow::Cow;

/// What stands for a character that must not be shown.
const STAND_IN: char = '\u{fffd}';

/// The text without what would change how other text is shown: control characters and those that turn the direction of writing are
/// replaced, marks of direction that show nothing are left out. Line ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let controls = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let unseen = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}');
    if !text.contains(|c| turns(c) || controls(c) || unseen(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| !unseen(*c));
    Cow::Owned(kept.map(|c| if turns(c) || controls(c) { STAND_IN } else { c }).collect())
}

/// The visible text on one line, words apart by one blank.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    visible(&line).into_owned()
}

/// Text as markup.
pub(crate) fn escape(text: &str) -> String {
    let text = visible(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
