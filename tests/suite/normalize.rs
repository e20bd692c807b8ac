//! What `normalize` puts right, and what it leaves alone.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use sentir::normalize::normalize;

fn text(raw: &str) -> String {
    normalize(raw).text.into_owned()
}

#[test]
fn mojibake_of_a_whole_text_is_repaired_and_flagged() {
    for (raw, right) in [
        ("El envÃ\u{ad}o llegÃ³ tarde", "El envío llegó tarde"),
        ("Â¿Por quÃ© tan caro?", "¿Por qué tan caro?"),
        ("Solo 30 â‚¬ la niÃ±a", "Solo 30 € la niña"),
        ("Muy bien ðŸ˜Š", "Muy bien 😊"),
        ("the â€œbestâ€\u{9d} shop", "the “best” shop"),
        ("Ã\u{81}ngel", "Ángel"),
        ("25Â°", "25°"),
    ] {
        let normalized = normalize(raw);
        assert_eq!(normalized.text, right);
        assert!(normalized.repaired, "{raw}");
    }
}

#[test]
fn mojibake_upon_mojibake_is_repaired_too() {
    let normalized = normalize("llegÃƒÂ³ tarde");
    assert_eq!(normalized.text, "llegó tarde");
    assert!(normalized.repaired);
}

#[test]
fn what_only_looks_like_mojibake_stays() {
    for raw in [
        "SÃO PAULO, PREÇO BAIXO",
        "El envío llegó tarde",
        "Ñandú, pingüino, ¿qué? ¡ya!",
        "LlegÃ³ tarde, ¿qué pasó?",
        "château, naïve, Â",
        "30 € más ðŸ",
    ] {
        let normalized = normalize(raw);
        assert_eq!(normalized.text, raw);
        assert!(!normalized.repaired, "{raw}");
    }
}

#[test]
fn entities_become_characters_once() {
    assert_eq!(text("R&amp;D &lt;3 &quot;ok&quot; it&#39;s"), "R&D <3 \"ok\" it's");
    assert_eq!(text("ni&ntilde;o &iquest;qu&eacute;&nbsp;tal? &#8364; &#x1F60A; &#128;"), "niño ¿qué tal? € 😊 €");
    assert_eq!(text("&amp;eacute;"), "&eacute;");
}

#[test]
fn what_is_no_entity_stays() {
    for raw in
        ["H&M y C&A", "a & b; c", "&;", "&#;", "&#x;", "&#+65;", "&unknown;", "&#xD800;", "&#99999999999;", "fin &amp"]
    {
        assert_eq!(text(raw), raw);
    }
}

#[test]
fn case_and_accents_stay() {
    assert_eq!(text("MUY Mál ÑOÑO e\u{301}"), "MUY Mál ÑOÑO e\u{301}");
}

#[test]
fn invisible_characters_go() {
    assert_eq!(text("\u{feff}bu\u{0}en\u{200b}o\u{ad}"), "bueno");
    assert_eq!(text("uno\u{1}dos\u{a0}tres"), "uno dos tres");
    assert_eq!(text("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    assert_eq!(text("\u{0}\u{0}"), "");
    assert_eq!(text(" \t hola \n"), "hola");
}

#[test]
fn joiners_stay_inside_emoji_only() {
    let family = "👨\u{200d}👩\u{200d}👧 bien";
    assert_eq!(text(family), family);
    let heart = "❤\u{fe0f}\u{200d}🔥";
    assert_eq!(text(heart), heart);
    assert_eq!(text("bue\u{200d}no"), "bueno");
}

#[test]
fn right_to_left_text_keeps_its_letters_and_loses_its_marks() {
    assert_eq!(text("\u{202b}الخدمة ممتازة\u{202c}\u{200f}"), "الخدمة ممتازة");
}

#[test]
fn a_clean_text_is_not_copied() {
    assert!(matches!(normalize("  Todo bien, ¿no? H&M 😊 ").text, Cow::Borrowed("Todo bien, ¿no? H&M 😊")));
    assert_eq!(text(""), "");
}

#[test]
fn a_million_characters_take_no_time_to_speak_of() {
    let started = Instant::now();
    for unit in ["&", "&amp;", "\0", "Ã©", "ñ", "&aaaaaaaaa", "\u{200d}", "&#"] {
        let raw = unit.repeat(1_000_000 / unit.chars().count());
        let _ = normalize(&raw);
    }
    // Quadratic work would take hours.
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_text_is_taken_and_a_second_pass_finds_no_marks(raw in "\\PC*|[\\x00-\\x{2ff}]*") {
        let once = normalize(&raw).text.into_owned();
        proptest::prop_assert_eq!(once.trim(), &once);
        let marks = once.contains(['\0', '\u{feff}', '\u{200b}', '\r', '\u{a0}']);
        proptest::prop_assert!(!marks, "a mark is left");
    }
}
