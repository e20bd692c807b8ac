//! Survey questions as headers write them, and as people read them.

use crate::normalize::decode_entities;

/// How many words a header needs to be something that was asked rather than a name.
const PROMPT_WORDS: usize = 3;

/// A header as a question: without markup, line breaks, doubled spaces and numbering.
pub(crate) fn clean(header: &str) -> String {
    let text = without_tags(header);
    let text = decode_entities(&text).unwrap_or(text);
    let text = text
        .split(|c: char| c.is_whitespace() || c == '\u{FEFF}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    without_numbering(&text).to_owned()
}

/// Whether a cleaned header is a question by its marks.
pub(crate) fn is_question(text: &str) -> bool {
    text.ends_with('?') || text.starts_with('¿')
}

/// Whether a cleaned header asks for something: a question, or a sentence such as "Tell us more".
pub(crate) fn is_prompt(text: &str) -> bool {
    is_question(text) || text.contains('¿') || text.split(' ').count() >= PROMPT_WORDS
}

/// Takes `<p>`, `</strong>`, `<br/>` out; a `<` that starts no tag stays.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        plain.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if let Some(end) = tag.find('>').filter(|_| is_tag) {
            let name = tag[1..end].trim_start_matches('/').to_ascii_lowercase();
            let name = name.split([' ', '/']).next().unwrap_or_default();
            if ["br", "p", "div", "li", "td", "tr"].contains(&name) {
                plain.push(' ');
            }
            rest = &tag[end + 1..];
        } else {
            plain.push('<');
            rest = &tag[1..];
        }
    }
    plain.push_str(rest);
    plain
}

/// Takes `1.`, `2)`, `Q3.`, `P4 -`, `G01Q02.`, `Pregunta 5:` off the start.
fn without_numbering(text: &str) -> &str {
    let rest = ["Pregunta", "Question", "PREGUNTA", "QUESTION"].iter().find_map(|word| text.strip_prefix(word));
    let code = rest.map_or(text, str::trim_start);
    let length = code.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    let number = code[..length].trim_end_matches('.');
    let dotted = number.len() < length;
    let behind = code[length..].trim_start();
    let mark = behind.starts_with([')', ':', '-', '–']);
    if !is_number(number) || !(dotted || mark) {
        return text;
    }
    let question = behind.trim_start_matches([')', ':', '-', '–', '.']).trim_start();
    if question.is_empty() { text } else { question }
}

/// `12`, `2.1`, `Q3`, `P4_1`, `G01Q02`.
fn is_number(code: &str) -> bool {
    let digits = match code.as_bytes() {
        [b'Q' | b'q' | b'P' | b'p' | b'G', rest @ ..] => rest,
        rest => return !rest.is_empty() && rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.'),
    };
    digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'Q'))
}
