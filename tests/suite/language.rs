//! How well languages are told apart. `cargo test --test suite language -- --nocapture` prints the tables.
#![allow(clippy::unwrap_used, reason = "a test that panics fails")]
#![allow(clippy::print_stdout, reason = "the tables are what it is run for")]

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use sentir::labels::Language;
use sentir::language::{Detection, Mix, detect, parse_hint};

/// Words a length bucket ends with, and its name.
const BUCKETS: [(usize, &str); 5] = [(2, "1-2"), (5, "3-5"), (10, "6-10"), (20, "11-20"), (usize::MAX, "21+")];

struct Comment {
    text: String,
    lang: Language,
}

fn path(relative: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn corpus(name: &str) -> Vec<Comment> {
    fs::read_to_string(path(&format!("data/corpus/{name}.jsonl")))
        .expect("the corpus")
        .lines()
        .map(|line| {
            let comment: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |key: &str| comment[key].as_str().unwrap().to_owned();
            Comment { text: field("text"), lang: Language::parse(&field("lang")).unwrap() }
        })
        .collect()
}

/// The comments of other languages: language, then comment.
fn others(name: &str) -> Vec<(String, String)> {
    fs::read_to_string(path(&format!("tests/fixtures/language/{name}.tsv")))
        .unwrap()
        .lines()
        .map(|line| line.split_once('\t').map(|(lang, text)| (lang.to_owned(), text.to_owned())).unwrap())
        .collect()
}

fn bucket(text: &str) -> usize {
    let words = text.split_whitespace().count();
    BUCKETS.iter().position(|(last, _)| words <= *last).unwrap()
}

/// Right and all, by bucket; prints the line of the table.
fn accuracy(title: &str, comments: &[Comment], mix: impl Fn(Language) -> Mix) -> [(usize, usize); 5] {
    let mut table = [(0, 0); 5];
    for comment in comments {
        let (right, all) = &mut table[bucket(&comment.text)];
        *all += 1;
        *right += usize::from(detect(&comment.text, None, &mix(comment.lang)).lang == comment.lang);
    }
    print!("{title:<28}");
    for ((right, all), (_, name)) in table.iter().zip(BUCKETS) {
        print!(" {name}: {right}/{all} {:.2}%  ", 100.0 * *right as f64 / (*all).max(1) as f64);
    }
    let (right, all) = table.iter().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    println!(" all: {right}/{all} {:.2}%", 100.0 * f64::from(right as u32) / f64::from(all as u32));
    table
}

/// The mix of a file of the corpus' comments in one language, from its first hundred.
fn mix_of(comments: &[Comment], lang: Language) -> Mix {
    Mix::of(comments.iter().filter(|comment| comment.lang == lang).take(100).map(|comment| comment.text.as_str()))
}

#[test]
fn spanish_and_english_are_told_apart_at_every_length() {
    let comments = corpus("dev");
    let alone = accuracy("dev, each alone", &comments, |_| Mix::NEUTRAL);
    let whole = Mix::of(comments.iter().map(|comment| comment.text.as_str()));
    let mixed = accuracy("dev, with the corpus' mix", &comments, |_| whole);
    let (es, en) = (mix_of(&comments, Language::Es), mix_of(&comments, Language::En));
    let own = accuracy("dev, in files of one language", &comments, |lang| if lang == Language::Es { es } else { en });
    let floors_alone = [0.90, 0.97, 0.99, 0.995, 0.995];
    let floors_own = [0.97, 0.985, 0.99, 0.995, 0.995];
    for (table, floors) in [(alone, floors_alone), (mixed, floors_alone), (own, floors_own)] {
        for (((right, all), floor), (_, name)) in table.iter().zip(floors).zip(BUCKETS) {
            let share = *right as f64 / *all as f64;
            assert!(share >= floor, "{name} words: {share:.4} is below {floor}");
        }
    }
}

#[test]
fn probabilities_are_honest() {
    let comments = corpus("dev");
    let edges = [0.0, 0.6, 0.8, 0.9, 0.97, 0.99, 1.01];
    let mut bins = [(0.0, 0.0, 0.0); 6];
    for comment in &comments {
        let detection = detect(&comment.text, None, &Mix::NEUTRAL);
        let bin = edges.windows(2).position(|edge| (edge[0]..edge[1]).contains(&detection.p)).unwrap();
        bins[bin].0 += 1.0;
        bins[bin].1 += detection.p;
        bins[bin].2 += f64::from(u8::from(detection.lang == comment.lang));
    }
    let mut error = 0.0;
    for ((count, claimed, right), edge) in bins.iter().zip(&edges) {
        println!("p from {edge}: {count} comments, claimed {:.4}, right {:.4}", claimed / count, right / count);
        error += f64::abs(claimed - right) / comments.len() as f64;
    }
    println!("expected calibration error {error:.4}");
    assert!(error < 0.01, "{error}");
}

#[test]
fn other_languages_are_not_taken_for_spanish_or_english() {
    for (name, floor) in [("other", 0.9), ("other_unseen", 0.5)] {
        let comments = others(name);
        let mut missed = Vec::new();
        for (lang, text) in &comments {
            let Detection { lang: found, other, .. } = detect(text, None, &Mix::NEUTRAL);
            if found != Language::Und || !other {
                missed.push(format!("{lang} as {found}: {text}"));
            }
        }
        let share = 1.0 - missed.len() as f64 / comments.len() as f64;
        println!("{name}: {:.1}% of {} found\n{}", 100.0 * share, comments.len(), missed.join("\n"));
        assert!(share >= floor, "{name}: {share}");
    }
}

#[test]
fn spanish_and_english_are_hardly_ever_taken_for_another() {
    for name in ["dev", "train"] {
        let comments = corpus(name);
        let wrong: Vec<_> = comments
            .iter()
            .filter(|comment| comment.lang != Language::Und && detect(&comment.text, None, &Mix::NEUTRAL).other)
            .collect();
        println!("{name}: {} of {} taken for another language", wrong.len(), comments.len());
        for comment in &wrong {
            println!("  {}", comment.text);
        }
        assert!(wrong.len() * 1_000 <= comments.len(), "{name}: {}", wrong.len());
    }
}

#[test]
fn other_scripts_are_other_languages() {
    for text in ["Отличный сервис", "الخدمة ممتازة", "とても良い店です", "很好", "Πολύ καλό κατάστημα", "좋아요"]
    {
        let detection = detect(text, Some(Language::Es), &Mix { es: 0.99, en: 0.005 });
        assert_eq!((detection.lang, detection.other), (Language::Und, true), "{text}");
    }
}

#[test]
fn a_text_without_letters_has_no_language() {
    for text in ["", " ", "...", "👍", "👍👍", "!!!", "10", "5/10 ⭐", ":)", "¿?"] {
        let detection = detect(text, Some(Language::En), &Mix { es: 0.9, en: 0.1 });
        assert_eq!((detection.lang, detection.other), (Language::Und, false), "{text}");
    }
}

#[test]
fn what_says_nothing_takes_the_file_s_language_else_english() {
    for text in ["n/a", "N/A", "ok", "OK!", "x", "zzz", "WhatsApp"] {
        assert_eq!(detect(text, None, &Mix { es: 0.95, en: 0.04 }).lang, Language::Es, "{text}");
        assert_eq!(detect(text, None, &Mix { es: 0.04, en: 0.95 }).lang, Language::En, "{text}");
        assert_eq!(detect(text, None, &Mix::NEUTRAL).lang, Language::En, "{text}");
        assert_eq!(detect(text, Some(Language::Es), &Mix::NEUTRAL).lang, Language::Es, "{text}");
        assert!(!detect(text, Some(Language::Und), &Mix::NEUTRAL).other, "{text}");
    }
}

#[test]
fn short_comments_are_never_another_language_by_accident() {
    for (text, lang) in [
        ("Excellent service as usual", Language::En),
        ("Excellent", Language::En),
        ("Very good", Language::En),
        ("Great staff", Language::En),
        ("no complaints", Language::En),
        ("Fine", Language::En),
        ("Poor", Language::En),
        ("too pricey", Language::En),
        ("Excelente", Language::Es),
        ("muy bien", Language::Es),
        ("Todo perfecto", Language::Es),
        ("mala atencion", Language::Es),
        ("los precios", Language::Es),
        ("¡Genial!", Language::Es),
        ("buenisimo", Language::Es),
        ("Nada", Language::Es),
        ("Regular", Language::En),
    ] {
        let detection = detect(text, None, &Mix::NEUTRAL);
        assert!(!detection.other, "{text}");
        if text != "Regular" {
            assert_eq!(detection.lang, lang, "{text}");
        }
    }
}

#[test]
fn a_mixed_comment_takes_its_main_language() {
    for (text, lang) in [
        ("El delivery super fast y el armado también, 10/10.", Language::Es),
        ("La app tiene un bug en el checkout", Language::Es),
        ("The paella at the bar was delicious, muchas gracias!", Language::En),
        ("My abuela loved the store, will come back", Language::En),
    ] {
        assert_eq!(detect(text, None, &Mix::NEUTRAL).lang, lang, "{text}");
    }
}

#[test]
fn the_hint_never_beats_plain_words() {
    let mix = Mix { es: 0.02, en: 0.97 };
    assert_eq!(detect("La entrega llegó tarde y nadie contesta", Some(Language::En), &mix).lang, Language::Es);
    let mix = Mix { es: 0.97, en: 0.02 };
    assert_eq!(detect("The delivery was late and nobody answers", Some(Language::Es), &mix).lang, Language::En);
}

#[test]
fn a_file_s_mix_is_estimated_from_its_plain_comments() {
    assert_eq!(Mix::of([]), Mix::NEUTRAL);
    assert_eq!(Mix::of(["ok", "👍", "n/a"]), Mix::NEUTRAL);
    let spanish = Mix::of(vec!["La entrega llegó tarde y nadie contesta"; 50]);
    assert!(spanish.es > 0.95 && spanish.en > 0.0 && spanish.es + spanish.en <= 1.0, "{spanish:?}");
    let portuguese = Mix::of(vec!["Não recomendo, o atendimento é muito ruim"; 50]);
    assert!(portuguese.es + portuguese.en < 0.1, "{portuguese:?}");
}

#[test]
fn language_columns_are_understood() {
    for (value, hint) in [
        ("es", Some(Language::Es)),
        ("ES-ES", Some(Language::Es)),
        ("es_MX", Some(Language::Es)),
        ("Spanish", Some(Language::Es)),
        ("español", Some(Language::Es)),
        ("Español (Latinoamérica)", Some(Language::Es)),
        (" EN ", Some(Language::En)),
        ("en_US", Some(Language::En)),
        ("English", Some(Language::En)),
        ("Inglés", Some(Language::En)),
        ("pt-BR", Some(Language::Und)),
        ("Português", Some(Language::Und)),
        ("Català", Some(Language::Und)),
        ("zh_Hans", Some(Language::Und)),
        ("", None),
        ("1", None),
        ("Tienda", None),
        ("n/a", None),
    ] {
        assert_eq!(parse_hint(value), hint, "{value}");
    }
}

#[test]
fn equal_texts_are_equally_detected_and_long_ones_at_once() {
    let comments = corpus("dev");
    let started = Instant::now();
    let mut count = 0;
    while count < 20_000 {
        for comment in &comments {
            let _ = detect(&comment.text, None, &Mix::NEUTRAL);
            count += 1;
        }
    }
    println!("{:.0} comments a second", f64::from(count) / started.elapsed().as_secs_f64());
    for comment in comments.iter().take(200) {
        assert_eq!(detect(&comment.text, None, &Mix::NEUTRAL), detect(&comment.text, None, &Mix::NEUTRAL));
    }
    let long = "muy bien the service ".repeat(100_000);
    let started = Instant::now();
    let _ = detect(&long, None, &Mix::NEUTRAL);
    let _ = detect(&"x".repeat(2_000_000), None, &Mix::NEUTRAL);
    assert!(started.elapsed().as_secs() < 5);
}
