//! The language of a comment: Spanish, English, or neither to be told.
//!
//! Comments are short, so the evidence is words, not letter statistics: each word that a language knows (see
//! [`words`]) speaks against the languages that do not know it, and a word that no list has speaks by its letters and
//! its ending. What is left open is decided by the file's [`Mix`] and the export's language column. Only where a
//! longer text shows hardly a word of Spanish or English is the full-table detector asked, which is much slower.

mod sample;
mod words;

pub use sample::Sample;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::fold::unaccented;
use crate::labels::Language;

/// The languages of a file, as shares of its comments whose language is plain: the prior for the rest.
///
/// What is missing to 1 is the share of other languages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    /// Share of Spanish, 0 to 1.
    pub es: f64,
    /// Share of English, 0 to 1.
    pub en: f64,
}

/// A comment's language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The language.
    pub lang: Language,
    /// Its probability, 0 to 1.
    pub p: f64,
    /// Whether the text is in a language that is neither Spanish nor English (and not merely unreadable).
    pub other: bool,
}

/// A comment's language is plain where it is at least this probable without knowing the file.
const PLAIN: f64 = 0.97;
/// The share of other languages in a file that nothing is known of.
const OTHER_SHARE: f64 = 0.02;
/// How strongly the export's language column speaks, as a log likelihood ratio: it tells the device's or the
/// account's language, not the text's.
const HINT: f64 = 1.1;
/// What a known word costs the languages that do not know it, as a log likelihood.
const UNKNOWN_WORD: f64 = 2.6;
/// What a letter costs the languages that do not write it.
const UNKNOWN_LETTER: f64 = 2.0;
/// What a word's ending costs the languages that have no such words, or few.
const UNLIKELY_FORM: f64 = 0.9;
/// What `¿` and `¡` cost the languages that do not write them.
const INVERTED_MARK: f64 = 3.0;
/// What the full-table detector's verdict costs the other languages: this, times its confidence, at most so much.
const TRIGRAMS: f64 = 6.5;
const MOST_TRIGRAMS: f64 = 4.5;
/// The probability from which nothing else is asked.
const BEYOND_DOUBT: f64 = 0.9995;
/// The detector's confidence from which it counts for as many words as are needed, and the one from which it is
/// believed alone, in a language whose words are not known.
const TRIGRAMS_SURE: f64 = 0.5;
const TRIGRAMS_ALONE: f64 = 0.75;
/// How sure another language must be, and how many words must speak for it alone.
const OTHER_FROM: f64 = 0.6;
const OTHER_WORDS: usize = 2;
/// Words after which the language is told: reading on changes nothing.
const ENOUGH_WORDS: usize = 120;
/// Bytes after which the full-table detector reads no further.
const ENOUGH_BYTES: usize = 800;
/// No text makes its language more certain than this.
const MOST_CERTAIN: f64 = 0.999;

impl Mix {
    /// Nothing known of the file: Spanish and English as likely.
    pub const NEUTRAL: Self = Self { es: 0.5 - OTHER_SHARE / 2.0, en: 0.5 - OTHER_SHARE / 2.0 };

    /// The mix of a file, from some of its comments (a few hundred from its head are enough).
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of_plain(texts.into_iter().filter_map(plainly))
    }

    /// The mix of texts whose languages are [plain](plainly).
    fn of_plain(languages: impl IntoIterator<Item = Language>) -> Self {
        let (mut es, mut en, mut other) = (0.0, 0.0, 0.0);
        for language in languages {
            match language {
                Language::Es => es += 1.0,
                Language::En => en += 1.0,
                Language::Und => other += 1.0,
            }
        }
        // As if one comment had been seen before, so that no language is ruled out.
        let total: f64 = es + en + other + 1.0;
        Self { es: (es + Self::NEUTRAL.es) / total, en: (en + Self::NEUTRAL.en) / total }
    }

    /// The language of a text that says nothing of it: the file's, else English.
    fn of_the_rest(&self) -> Detection {
        let (lang, share) = if self.es > self.en { (Language::Es, self.es) } else { (Language::En, self.en) };
        Detection { lang, p: share / (self.es + self.en).max(f64::MIN_POSITIVE), other: false }
    }
}

/// The language of a text that shows it without any company: [`Language::Und`] is another one than ours.
fn plainly(text: &str) -> Option<Language> {
    let detection = detect(text, None, &Mix::NEUTRAL);
    let told = detection.lang != Language::Und || detection.other;
    (told && detection.p >= PLAIN).then_some(detection.lang)
}

impl Default for Mix {
    fn default() -> Self {
        Self::NEUTRAL
    }
}

/// The language that a language column's value names: `es`, `ES-MX`, `Spanish`, `español`, `en_US`, `English`.
/// Another known language is [`Language::Und`]; none where the value names no language.
pub fn parse_hint(value: &str) -> Option<Language> {
    let name: String = unaccented(value.chars()).collect();
    let name = name.split(['-', '_', '(', ',', ';', '/']).next().unwrap_or_default().trim();
    match name {
        "es" | "spa" | "esp" | "spanish" | "espanol" | "castellano" | "castilian" => Some(Language::Es),
        "en" | "eng" | "english" | "ingles" => Some(Language::En),
        _ if OTHER_LANGUAGES.split(' ').any(|other| other == name) => Some(Language::Und),
        _ => None,
    }
}

/// Codes and names of other languages, in themselves, in English and in Spanish; folded.
const OTHER_LANGUAGES: &str = "\
    aleman ar ara arabe arabic basque bg bul bulgarian ca cat catala catalan ces checo chinese chino coreano cs cz \
    czech da dan danes danish de deu deutsch dutch el ell eu eus euskera fi fin finnish fr fra francais frances \
    french galego galician gallego ger german gl glg greek griego he heb hebrew hi hin hindi holandes hu hun \
    hungarian id ind indonesian it ita italian italiano ja japanese japones jpn ko kor korean nb nederlands \
    neerlandes nl nld no nor norwegian pl pol polaco polish por portugues portuguese pt ro romanian ron ru rumano \
    rus ruso russian sueco sv swe swedish th tha thai tr tur turco turkish uk ukr ukrainian vi vie vietnamese zh zho";

/// The language of a comment, given the export's word on it (if any) and the file's mix.
///
/// A text without letters is [`Language::Und`], and so is one in another language, which must show that in more than
/// a word. A text whose words say nothing ("ok", "n/a") takes the file's language.
pub fn detect(text: &str, hint: Option<Language>, mix: &Mix) -> Detection {
    let mut evidence = Evidence::of(text);
    if evidence.letters == 0 {
        return Detection { lang: Language::Und, p: 1.0, other: false };
    }
    if evidence.other_script * 2 > evidence.letters {
        return Detection { lang: Language::Und, p: 0.99, other: true };
    }
    let prior = Prior::of(mix, hint);
    let mut words_of_others = evidence.words_of_others;
    if evidence.is_strange(&prior)
        && let Some(verdict) = whatlang::detect(head(text, ENOUGH_BYTES))
    {
        match languages_of(verdict.lang()) {
            0 if verdict.confidence() >= TRIGRAMS_ALONE => {
                return Detection { lang: Language::Und, p: 0.9, other: true };
            }
            0 => {}
            set => {
                evidence.blame(!set, (TRIGRAMS * verdict.confidence()).min(MOST_TRIGRAMS));
                if set & (S_ES | S_EN) == 0 {
                    words_of_others += if verdict.confidence() >= TRIGRAMS_SURE { OTHER_WORDS } else { 1 };
                }
            }
        }
    }
    let chances = evidence.chances(&prior);
    let other: f64 = chances[EN + 1..].iter().sum();
    if other >= OTHER_FROM && words_of_others >= OTHER_WORDS {
        return Detection { lang: Language::Und, p: other.min(MOST_CERTAIN), other: true };
    }
    if evidence.is_silent() && hint.is_none() {
        return mix.of_the_rest();
    }
    let lang = if chances[ES] > chances[EN] { Language::Es } else { Language::En };
    Detection { lang, p: chances[ES].max(chances[EN]).min(MOST_CERTAIN), other: false }
}

/// The languages whose words are known, by their place in the tables below.
const LANGUAGES: usize = 9;
const ES: usize = 0;
const EN: usize = 1;

/// A set of languages: one bit each.
type Set = u16;
const EVERY: Set = (1 << LANGUAGES) - 1;
const S_ES: Set = 1;
const S_EN: Set = 1 << 1;
const S_PT: Set = 1 << 2;
const S_CA: Set = 1 << 3;
const S_GL: Set = 1 << 4;
const S_FR: Set = 1 << 5;
const S_IT: Set = 1 << 6;
const S_DE: Set = 1 << 7;
const S_NL: Set = 1 << 8;

type Lexicon = HashMap<&'static str, Set, BuildHasherDefault<Fnv>>;

/// Every known word with the languages that know it; words with accents also without, as hurried writers spell them.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let lists = [
        words::SPANISH,
        words::ENGLISH,
        words::PORTUGUESE,
        words::CATALAN,
        words::GALICIAN,
        words::FRENCH,
        words::ITALIAN,
        words::GERMAN,
        words::DUTCH,
    ];
    let mut lexicon = Lexicon::default();
    for (language, list) in lists.iter().enumerate() {
        for word in list.split_ascii_whitespace() {
            *lexicon.entry(word).or_default() |= 1 << language;
        }
    }
    let bare: Vec<(&'static str, Set)> = words::SPANISH
        .split_ascii_whitespace()
        .filter(|word| !word.is_ascii())
        .map(|word| (&*unaccented(word.chars()).collect::<String>().leak(), S_ES))
        .collect();
    for (word, set) in bare {
        *lexicon.entry(word).or_default() |= set;
    }
    lexicon
});

/// FNV-1a: the words are few, short and our own.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// What is known before the text is read, as log probabilities.
struct Prior([f64; LANGUAGES]);

impl Prior {
    fn of(mix: &Mix, hint: Option<Language>) -> Self {
        let other = (1.0 - mix.es - mix.en).max(OTHER_SHARE / 2.0) / (LANGUAGES - 2) as f64;
        let mut prior = [other.ln(); LANGUAGES];
        // Smoothed: a file in one language still has the odd comment in the other.
        prior[ES] = (0.02 + 0.98 * mix.es).ln();
        prior[EN] = (0.02 + 0.98 * mix.en).ln();
        match hint {
            Some(Language::Es) => prior[ES] += HINT,
            Some(Language::En) => prior[EN] += HINT,
            Some(Language::Und) => prior[EN + 1..].iter_mut().for_each(|p| *p += HINT),
            None => {}
        }
        Self(prior)
    }
}

/// What a text says of its language.
#[derive(Default)]
struct Evidence {
    /// What was found against each language, as a log likelihood.
    against: [f64; LANGUAGES],
    /// Words of the text that each language knows.
    known: [usize; LANGUAGES],
    /// Words in Latin letters.
    words: usize,
    /// Words that another language knows, and neither Spanish nor English.
    words_of_others: usize,
    /// Words with letters that none of the known languages writes.
    foreign_words: usize,
    /// Letters in all, and those of other scripts.
    letters: usize,
    other_script: usize,
}

impl Evidence {
    fn of(text: &str) -> Self {
        let mut evidence = Self::default();
        let mut word = String::new();
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            if c.is_alphabetic() {
                evidence.letters += 1;
                if is_latin(c) {
                    word.extend(c.to_lowercase());
                    continue;
                }
                evidence.other_script += 1;
            } else if matches!(c, '\'' | '’' | '·')
                && !word.is_empty()
                && characters.peek().is_some_and(|next| next.is_alphabetic())
            {
                word.push(if c == '’' { '\'' } else { c });
                continue;
            } else if is_combining_mark(c) {
                continue;
            } else if matches!(c, '¿' | '¡') {
                evidence.blame(!(S_ES | S_GL | S_CA), INVERTED_MARK);
            }
            evidence.take(&mut word);
            if evidence.words >= ENOUGH_WORDS {
                break;
            }
        }
        evidence.take(&mut word);
        evidence
    }

    /// Counts a finished word.
    fn take(&mut self, word: &mut String) {
        if word.is_empty() {
            return;
        }
        self.words += 1;
        if let Some(&set) = LEXICON.get(word.as_str()) {
            self.count(set);
        } else {
            // An elided article or pronoun (l'aplicació, c'est) is a word of its own.
            let (head, tail) = word.split_once('\'').unwrap_or(("", word));
            if matches!(head, "l" | "d" | "m" | "s" | "n" | "t" | "c" | "j" | "qu" | "dell" | "nell" | "sull") {
                self.count(S_CA | S_FR | S_IT);
            }
            match LEXICON.get(tail) {
                Some(&set) => self.count(set),
                None => self.judge(word),
            }
        }
        word.clear();
    }

    fn count(&mut self, set: Set) {
        for (language, known) in self.known.iter_mut().enumerate() {
            *known += usize::from(set & (1 << language) != 0);
        }
        if set & (S_ES | S_EN) == 0 {
            self.words_of_others += 1;
        }
        self.blame(!set, UNKNOWN_WORD);
    }

    /// Judges a word that no list has by its letters and its ending.
    fn judge(&mut self, word: &str) {
        let letters = word.chars().fold(EVERY, |set, c| set & writers_of(c));
        if letters == 0 {
            self.foreign_words += 1;
        } else if letters != EVERY {
            self.blame(!letters, UNKNOWN_LETTER);
        }
        self.blame(!likely_by_form(word), UNLIKELY_FORM);
    }

    fn blame(&mut self, set: Set, weight: f64) {
        for (language, against) in self.against.iter_mut().enumerate() {
            if set & (1 << language) != 0 {
                *against += weight;
            }
        }
    }

    /// Whether the text says nothing for or against a language.
    fn is_silent(&self) -> bool {
        (self.against[ES] - self.against[EN]).abs() < f64::EPSILON
    }

    /// Whether Spanish and English know too few words of the text for its words alone to tell: hardly any, or some and
    /// the rest leaves a doubt.
    fn is_strange(&self, prior: &Prior) -> bool {
        let known = self.known[ES].max(self.known[EN]) * 100;
        let chances = self.chances(prior);
        let doubtful = chances[ES].max(chances[EN]) < BEYOND_DOUBT;
        self.words >= 3 && (known < self.words * 35 || (known < self.words * 60 && doubtful) || self.foreign_words >= 2)
    }

    /// The probability of each language.
    fn chances(&self, prior: &Prior) -> [f64; LANGUAGES] {
        let scores = self.against;
        let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let mut chances = [0.0; LANGUAGES];
        for ((chance, score), prior) in chances.iter_mut().zip(scores).zip(prior.0) {
            *chance = (prior - (score - least)).exp();
        }
        let total: f64 = chances.iter().sum();
        chances.map(|chance| chance / total)
    }
}

/// The beginning of a text, at most this many bytes.
fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The known languages that the full-table detector's language stands for: it has no Galician.
fn languages_of(lang: whatlang::Lang) -> Set {
    match lang {
        whatlang::Lang::Spa => S_ES,
        whatlang::Lang::Eng => S_EN,
        whatlang::Lang::Por => S_PT | S_GL,
        whatlang::Lang::Cat => S_CA,
        whatlang::Lang::Fra => S_FR,
        whatlang::Lang::Ita => S_IT,
        whatlang::Lang::Deu => S_DE,
        whatlang::Lang::Nld => S_NL,
        _ => 0,
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The languages that write a letter (lower case).
fn writers_of(c: char) -> Set {
    match c {
        'a'..='z' | '\'' | 'ª' | 'º' => EVERY,
        'á' => S_ES | S_PT | S_GL,
        'é' => S_ES | S_PT | S_GL | S_CA | S_FR | S_IT,
        'í' | 'ó' | 'ú' => S_ES | S_PT | S_GL | S_CA,
        'ñ' => S_ES | S_GL,
        'ü' => S_ES | S_GL | S_CA | S_DE,
        'ç' => S_PT | S_CA | S_FR,
        'ã' | 'õ' => S_PT,
        'â' | 'ê' | 'ô' => S_PT | S_FR,
        'à' => S_PT | S_CA | S_FR | S_IT,
        'è' => S_CA | S_FR | S_IT,
        'ò' => S_CA | S_IT,
        'ì' => S_IT,
        'ù' => S_IT | S_FR,
        'û' | 'î' | 'œ' => S_FR,
        'ï' => S_CA | S_FR | S_NL,
        'ë' => S_FR | S_NL,
        '·' => S_CA,
        'ä' | 'ö' | 'ß' => S_DE,
        _ => 0,
    }
}

/// The languages that have many words of this form (lower case).
fn likely_by_form(word: &str) -> Set {
    const ROMANCE: Set = S_ES | S_PT | S_GL | S_CA | S_IT;
    const GERMANIC: Set = S_EN | S_DE | S_NL;
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if word.len() < 3 {
        EVERY
    } else if ends(&["'s", "'t", "'ll", "'ve", "'re", "ing", "ness", "ful", "ly", "wn", "ght"]) {
        S_EN
    } else if ends(&["tion", "tions", "ment", "ments", "able", "ible", "age"]) {
        S_EN | S_FR
    } else if ends(&["ción", "cion", "ciones"]) {
        S_ES | S_GL
    } else if ends(&[
        "mos", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ando", "iendo", "aron", "ieron",
    ]) {
        S_ES | S_PT | S_GL
    } else if has(&["sch", "ij", "aa", "uu"]) {
        S_DE | S_NL
    } else if has(&["nh", "lh"]) {
        S_PT | S_GL
    } else if has(&["eau", "eux", "oux", "aî", "oî"]) || ends(&["ée", "ées", "és", "eur", "eurs"]) {
        S_FR
    } else if has(&["zion", "aggi", "cch", "ghi", "zz"]) {
        S_IT
    } else if has(&["k", "w", "th", "sh", "ee", "oo"]) {
        GERMANIC
    } else if has(&["tt", "ss", "pp", "ff", "mm", "gg"]) {
        EVERY & !(S_ES | S_GL)
    } else if ends(&["a", "o", "as", "os"]) {
        ROMANCE
    } else if ends(&["p", "t", "m", "f", "g", "b", "c", "h", "d", "y", "ck", "ss", "ll", "rs", "ts", "ns", "ed"]) {
        EVERY & !(S_ES | S_PT | S_GL | S_IT)
    } else {
        EVERY
    }
}
