//! Words and two-word phrases of a comment.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use crate::labels::Language;
use crate::report::mask::fold;

/// What a word is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It tells something alone.
    Content,
    /// It tells something only beside another: "no llega", "24 horas".
    Beside,
    /// It may only stand between two words: "falta de stock".
    Between,
    /// A placeholder, a long number: nothing goes across it.
    Nothing,
}

/// Articles, prepositions, conjunctions and pronouns, folded.
const BETWEEN_ES: &str = " a al ante aquel aquella aquello aquellas aquellos con contra cual cuales cuando de del desde donde e el ella \
    ellas ello ellos en entre esa esas ese eso esos esta estas este esto estos hacia la las le les lo los me mi mis mia mio nos nosotras \
    nosotros o os otra otras otro otros para pero por porque pues que quien quienes se segun si sobre su sus te ti tu tus u un una unas uno \
    unos usted ustedes vos vosotros y ya yo d l ";
const BETWEEN_EN: &str = " a an and as at but by for from he her hers him his i if in into it its it's me my of on onto or our ours she so \
    than that the their theirs them there these they this those to us we what when where which while who whom with you your yours i'm \
    i've i'd i'll it'd that's there's they're we're we've you're s t ";
/// Verbs that help others, and adverbs of degree and denial, folded.
const BESIDE_ES: &str = " ademas ahi ahora algo alguien algun alguna algunas alguno algunos alli antes apenas aqui asi aun aunque bastante \
    bien bueno buena cada casi como cosa cosas creo cualquier da dan dar debe deberia deberian deben decir demas despues dice dicen dieron \
    dijo dijeron dio dos durante embargo encima entonces era eran eres es estaba estaban estado estan estar estas esten este estoy estuvo fue \
    fueron fui ha haber habia habian hace hacen hacer hago han has hasta hay haya he hecho hemos hizo hicieron hoy igual incluso ir iba \
    luego mas mejor menos mientras mismo misma mucha muchas mucho muchos muy nada nadie ni ninguna ningun ninguno no nuestra nuestro nuestros \
    parece pasa pasar poder podido podia podria podrian poco pone poner pude puede pueden puedo pues puso quiero quiere quieren realmente \
    sabe se sea sean ser seria sera si siempre sido siendo sin sino solo son soy tal tambien tampoco tan tanta tanto tantos tener tenemos \
    tenga tengo tenia tenian tiene tienen toda todas todavia todo todos tras tres tuve tuvo tuvieron unica unico va vamos van ve vez veo ver \
    veces voy vaya ";
const BESIDE_EN: &str = " about after again all almost also always am any anyone anything are aren't around asked back be because been \
    before being both can can't cannot come could couldn't did didn't do does doesn't doing don't done down each either else even ever \
    every everything few first for get gets getting give go goes going gone good got had hadn't has hasn't have haven't having here how \
    however is isn't just know like made make makes many maybe more most much need no nobody none nor not nothing now off once one only \
    other others out over own put quite rather really said same say says see should shouldn't since some someone something still such \
    sure take tell then thing things think though three through too took two told under until up use used very want wanted was wasn't way \
    well went were weren't whether why will without won't would wouldn't yet dont doesnt didnt cant wont isnt wasnt im ive ";
/// Words that deny: a phrase with one says something else than its other word.
const DENIALS: &str = " no ni nunca jamas sin nada nadie ningun ninguna not never no nobody nothing without don't doesn't didn't can't cannot \
    won't wasn't isn't couldn't wouldn't haven't hasn't dont doesnt didnt cant wont isnt wasnt ";

/// Digits of the longest number in a phrase: "24 horas", "3 weeks".
const DIGITS: usize = 2;

/// The words of each language that are no content words; of no language, those of both.
static ROLES: LazyLock<[HashMap<&str, Role>; Language::ALL.len()]> = LazyLock::new(|| {
    [Language::Es, Language::En, Language::Und].map(|lang| {
        let lists = [(Language::Es, BETWEEN_ES, BESIDE_ES), (Language::En, BETWEEN_EN, BESIDE_EN)];
        let lists = lists.into_iter().filter(|(own, ..)| *own == lang || lang == Language::Und);
        let roles = |list: &'static str, role| list.split_whitespace().map(move |word| (word, role));
        // Where both lists of a language have a word, it may only stand between.
        lists
            .flat_map(|(_, between, beside)| roles(beside, Role::Beside).chain(roles(between, Role::Between)))
            .collect()
    })
});

fn role(word: &str, lang: Language) -> Role {
    if word.chars().any(|c| c.is_ascii_digit()) {
        let short = word.len() <= DIGITS && word.bytes().all(|byte| byte.is_ascii_digit());
        return if short { Role::Beside } else { Role::Nothing };
    }
    let single = if word.chars().nth(1).is_none() { Role::Beside } else { Role::Content };
    ROLES[lang.index()].get(word).copied().unwrap_or(single)
}

struct Word {
    start: usize,
    end: usize,
    folded: String,
    role: Role,
    /// Whether only a space or a hyphen stands before it.
    joined: bool,
}

/// Terms by number, so that a comment keeps numbers only.
#[derive(Debug, Default)]
pub(in crate::report) struct Lexicon {
    numbers: HashMap<String, u32>,
    terms: Vec<String>,
}

impl Lexicon {
    /// The numbers of a comment's terms, each once.
    pub(super) fn read(&mut self, text: &str, lang: Language) -> Vec<u32> {
        let mut numbers = Vec::new();
        for found in terms(text, lang) {
            let number = if let Some(number) = self.numbers.get(&found.folded) {
                *number
            } else {
                let number = self.terms.len() as u32;
                self.terms.push(found.folded.clone());
                self.numbers.insert(found.folded, number);
                number
            };
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    pub(super) fn terms(&self) -> &[String] {
        &self.terms
    }
}

/// A term of a comment.
#[derive(Debug)]
pub(super) struct Found {
    /// Folded: in lower case, without accents.
    pub(super) folded: String,
    /// Where it stands, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The terms of a masked text: content words, and two neighbouring words of which one at least is a content word, with one preposition or
/// the like between two content words at most.
pub(super) fn terms(text: &str, lang: Language) -> Vec<Found> {
    let mut words: Vec<Word> = Vec::new();
    let mut last = 0;
    for (start, word) in text.unicode_word_indices() {
        let end = start + word.len();
        let folded = fold(word);
        let placeholder = text[..start].ends_with('[') && text[end..].starts_with(']');
        let role = if placeholder { Role::Nothing } else { role(&folded, lang) };
        let joined =
            start > last && text[last..start].chars().all(|c| matches!(c, ' ' | '-' | '\u{2010}' | '\u{2011}'));
        words.push(Word { start, end, folded, role, joined });
        last = end;
    }
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if matches!(word.role, Role::Between | Role::Nothing) {
            continue;
        }
        if word.role == Role::Content {
            found.push(Found { folded: word.folded.clone(), start: word.start, end: word.end });
        }
        let Some(next) = words.get(at + 1).filter(|next| next.joined) else { continue };
        let content = |other: &Word| word.role == Role::Content || other.role == Role::Content;
        match next.role {
            Role::Content | Role::Beside if content(next) => {
                found.push(Found {
                    folded: format!("{} {}", word.folded, next.folded),
                    start: word.start,
                    end: next.end,
                });
            }
            Role::Between if word.role == Role::Content => {
                if let Some(third) = words.get(at + 2).filter(|third| third.joined && third.role == Role::Content) {
                    let folded = format!("{} {} {}", word.folded, next.folded, third.folded);
                    found.push(Found { folded, start: word.start, end: third.end });
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a phrase says more than the word in it that tells something: it denies it, or has two such words.
pub(super) fn adds(phrase: &str, lang: Language) -> bool {
    let content = phrase.split(' ').filter(|word| role(word, lang) == Role::Content).count();
    content > 1 || phrase.split(' ').any(|word| DENIALS.split(' ').any(|own| own == word))
}
