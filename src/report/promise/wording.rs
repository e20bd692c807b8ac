//! What a comment's words say of expectations, by a list of turns of phrase in both languages.

use std::collections::HashMap;

use crate::fold::unaccented;

/// What was expected, against what was met with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// Less than expected, or not as promised.
    Unmet,
    /// As expected.
    Met,
    /// More than expected.
    Exceeded,
}

/// Turns of phrase, without accents; a `*` ends a word that may go on. The longest that fits counts, so that a denial takes the
/// sense out of what it denies; those under `None` say nothing.
const PHRASES: &[(Option<Expectation>, &[&str])] = &[
    (
        Some(Expectation::Unmet),
        &[
            "esperaba mas",
            "esperaba mucho mas",
            "esperaba algo mas",
            "esperaba algo mejor",
            "esperaba otra cosa",
            "esperabamos mas",
            "esperabamos otra cosa",
            "no es lo que esperaba",
            "no era lo que esperaba",
            "no fue lo que esperaba",
            "no es lo que esperabamos",
            "no fue lo que esperabamos",
            "no es como esperaba",
            "no era como esperaba",
            "no fue como esperaba",
            "peor de lo que esperaba",
            "peor de lo esperado",
            "menos de lo que esperaba",
            "menos de lo esperado",
            "no es lo prometido",
            "no era lo prometido",
            "no cumpl* lo prometido",
            "no cumpl* con lo prometido",
            "no cumpl* lo que promet*",
            "no cumpl* con lo que promet*",
            "no cumpl* su palabra",
            "no cumpl* las expectativas",
            "no cumpl* mis expectativas",
            "no cumpl* con las expectativas",
            "no cumpl* con mis expectativas",
            "no supera* mis expectativas",
            "no supero mis expectativas",
            "no supero las expectativas",
            "por debajo de lo esperado",
            "por debajo de las expectativas",
            "por debajo de mis expectativas",
            "no esta* a la altura",
            "no estuv* a la altura",
            "no es lo que anuncia*",
            "no es lo que se anuncia*",
            "no es lo que pone*",
            "no es lo que promet*",
            "no se parece a la foto",
            "no se parece en nada",
            "nada que ver con la foto",
            "nada que ver con lo anunciado",
            "nada que ver con lo que anuncia*",
            "nada que ver con lo prometido",
            "publicidad enganosa",
            "me habian prometido",
            "nos habian prometido",
            "me prometieron",
            "nos prometieron",
            "decepcion*",
            "not as advertised",
            "not as described",
            "not as promised",
            "not as expected",
            "not what i expected",
            "not what we expected",
            "not what was advertised",
            "not what was promised",
            "nothing like the photo*",
            "nothing like the picture*",
            "expected more",
            "expected much more",
            "expected a lot more",
            "expected better",
            "expected much better",
            "worse than i expected",
            "worse than expected",
            "less than i expected",
            "less than expected",
            "below expectations",
            "below my expectations",
            "did not meet my expectations",
            "didn t meet my expectations",
            "did not meet expectations",
            "didn t meet expectations",
            "does not live up to",
            "doesn t live up to",
            "did not live up to",
            "didn t live up to",
            "didn t deliver what",
            "broken promise*",
            "was promised",
            "were promised",
            "they promised",
            "they had promised",
            "falls short",
            "fell short",
            "misleading",
            "false advertising",
            "let down",
            "letdown",
            "disappoint*",
        ],
    ),
    (
        Some(Expectation::Met),
        &[
            "como esperaba",
            "como me esperaba",
            "como esperabamos",
            "lo que esperaba",
            "lo que esperabamos",
            "lo esperado",
            "cumpl* lo prometido",
            "cumpl* con lo prometido",
            "cumpl* lo que promet*",
            "cumpl* con lo que promet*",
            "cumpl* las expectativas",
            "cumpl* mis expectativas",
            "cumpl* con las expectativas",
            "cumpl* con mis expectativas",
            "cumpl* con lo esperado",
            "como en la foto",
            "tal como se anuncia*",
            "tal y como se anuncia*",
            "segun lo prometido",
            "as expected",
            "as i expected",
            "as we expected",
            "as advertised",
            "as described",
            "as promised",
            "what i expected",
            "what we expected",
            "met my expectations",
            "met our expectations",
            "meets expectations",
            "met expectations",
            "lives up to",
            "lived up to",
            "does what it says",
            "no me ha decepcionado",
            "no me decepciono",
            "no decepciona*",
            "nunca decepciona*",
            "not disappointed",
            "not disappoint*",
            "doesn t disappoint",
            "didn t disappoint",
            "never disappoint*",
            "won t be disappointed",
        ],
    ),
    (
        Some(Expectation::Exceeded),
        &[
            "mejor de lo que esperaba",
            "mejor de lo que me esperaba",
            "mejor de lo que esperabamos",
            "mejor de lo esperado",
            "mas de lo que esperaba",
            "mas de lo esperado",
            "antes de lo previsto",
            "antes de lo esperado",
            "antes de lo que esperaba",
            "no esperaba tanto",
            "no me esperaba tanto",
            "no esperaba menos",
            "super* mis expectativas",
            "super* las expectativas",
            "super* nuestras expectativas",
            "super* con creces",
            "por encima de lo esperado",
            "por encima de mis expectativas",
            "gratamente sorprendid*",
            "grata sorpresa",
            "sorprendid* gratamente",
            "me sorprendio gratamente",
            "me ha sorprendido gratamente",
            "better than i expected",
            "better than we expected",
            "better than expected",
            "better than i thought",
            "more than i expected",
            "more than we expected",
            "more than expected",
            "faster than expected",
            "earlier than expected",
            "sooner than expected",
            "exceed* my expectations",
            "exceed* our expectations",
            "exceed* expectations",
            "exceed* all expectations",
            "exceed* all my expectations",
            "beyond my expectations",
            "beyond our expectations",
            "beyond expectations",
            "above expectations",
            "above and beyond",
            "pleasantly surprised",
            "pleasant surprise",
        ],
    ),
    (
        None,
        &[
            "mas caro de lo que esperaba",
            "no era publicidad enganosa",
            "menos caro de lo que esperaba",
            "no se si es lo que esperaba",
        ],
    ),
];

/// A phrase's words and what it says.
type Phrase = (Vec<&'static str>, Option<Expectation>);

/// The list, ready to look words up in: the longest phrases first.
#[derive(Debug)]
pub struct Wording {
    by_first: HashMap<&'static str, Vec<Phrase>>,
    /// Those whose first word may go on.
    open: Vec<Phrase>,
}

impl Default for Wording {
    fn default() -> Self {
        Self::new()
    }
}

impl Wording {
    /// The list.
    pub fn new() -> Self {
        let phrases = PHRASES.iter().flat_map(|(says, phrases)| phrases.iter().map(|phrase| (*says, *phrase)));
        let mut phrases: Vec<Phrase> = phrases.map(|(says, phrase)| (phrase.split(' ').collect(), says)).collect();
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let (open, closed): (Vec<_>, Vec<_>) = phrases.into_iter().partition(|(words, _)| words[0].ends_with('*'));
        let mut by_first: HashMap<_, Vec<Phrase>> = HashMap::new();
        for phrase in closed {
            by_first.entry(phrase.0[0]).or_default().push(phrase);
        }
        Self { by_first, open }
    }

    fn at(&self, words: &[&str]) -> Option<&Phrase> {
        let exact = self.by_first.get(words[0]).into_iter().flatten();
        exact.chain(&self.open).find(|(phrase, _)| fits(phrase, words))
    }

    /// What the words say, each sense once, in the order of the text.
    pub fn of(&self, text: &str) -> Vec<Expectation> {
        let plain = plain(text);
        let words: Vec<&str> = plain.split_whitespace().collect();
        let (mut said, mut at) = (Vec::new(), 0);
        while at < words.len() {
            let Some((phrase, says)) = self.at(&words[at..]) else {
                at += 1;
                continue;
            };
            if let Some(says) = says
                && !said.contains(says)
            {
                said.push(*says);
            }
            at += phrase.len();
        }
        said
    }
}

fn fits(phrase: &[&str], words: &[&str]) -> bool {
    phrase.len() <= words.len()
        && phrase.iter().zip(words).all(|(wanted, word)| match wanted.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => wanted == word,
        })
}

/// Small letters without accents, and blanks for all else.
fn plain(text: &str) -> String {
    unaccented(text.chars()).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}
