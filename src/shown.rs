//! Text from elsewhere, made fit to be shown.

use std::borrow::Cow;

/// What stands for a character that must not be shown.
const STAND_IN: char = '\u{fffd}';

/// Most words and characters of what may be the name of a label.
const NAME: (usize, usize) = (3, 40);

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

/// What a message says stands where a label should: a name as it is, anything longer (it may be a comment) by its length alone.
pub(crate) fn label(text: &str) -> String {
    let (words, characters) = (text.split_whitespace().count(), text.chars().count());
    if words <= NAME.0 && characters <= NAME.1 {
        format!("\"{}\"", one_line(text))
    } else {
        format!("a text of {characters} characters")
    }
}

/// Text as markup.
pub(crate) fn escape(text: &str) -> String {
    let text = visible(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
