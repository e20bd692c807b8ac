//! Which answers say that there is no answer.

use sentir::placeholder::{is_bare_nothing, is_placeholder, is_placeholder_for};

#[test]
fn wordings_of_no_answer_are_found_whatever_their_spelling() {
    for text in [
        "n/a",
        "N/A",
        "N.A.",
        "n / a",
        "NA",
        "na",
        "Ninguno",
        "NINGUNA",
        "ninguno.",
        "Sin comentarios",
        "sin comentário",
        "No aplica",
        "no  aplica",
        "None",
        "none!",
        "No comment",
        "no comments.",
        "no sé",
        "No se",
        "nose",
        "No lo sé",
        "x",
        "X",
        "xxx",
        "I don't know",
        "I don’t know",
        "idk",
        "NS/NC",
        "ns-nc",
        "not applicable",
        "Ningún comentario",
        "¡Sin comentarios!",
        "\"n/a\"",
        "(ninguno)",
        "null",
        "no tengo nada que añadir",
        "  n/a\n",
    ] {
        assert!(is_placeholder(text), "{text:?}");
    }
}

#[test]
fn marks_that_fill_a_field_are_placeholders() {
    for text in ["-", "--", ".", "...", "…", "—", "_", " - ", "/", "''"] {
        assert!(is_placeholder(text), "{text:?}");
    }
}

#[test]
fn what_says_something_is_none() {
    for text in [
        "",
        "  ",
        "👍",
        "😡😡",
        "!!!",
        "???",
        ":)",
        ":-/",
        "*****",
        "ok",
        "5",
        "10",
        "bien",
        "si",
        "sí",
        "yes",
        "todo",
        "normal",
        "ninguno me ayudó",
        "None of the staff helped",
        "n/a until they refund me",
        "xx tall",
        "no comments box works",
        "ninguno 😡",
        "no",
        "nada",
        "nothing",
        "Nothing to complain about",
        "no se puede entrar",
        "sin comentarios?? 😡",
    ] {
        assert!(!is_placeholder(text), "{text:?}");
    }
}

#[test]
fn nothing_is_an_answer_where_something_was_asked() {
    for text in ["nada", "Nada.", "NOTHING", "nothing really", "no", "No!", "Nada más", "nada que añadir"] {
        assert!(is_bare_nothing(text), "{text:?}");
        assert!(!is_placeholder_for(text, true), "{text:?}");
        assert!(is_placeholder_for(text, false), "{text:?}");
    }
    assert!(is_placeholder_for("n/a", true));
    for text in ["", "nada bueno", "nothing works", "no funciona", "👍"] {
        assert!(!is_placeholder_for(text, false), "{text:?}");
    }
}

#[test]
fn long_texts_are_refused_without_reading_them_through() {
    assert!(!is_placeholder(&"n/a ".repeat(1_000_000)));
    assert!(!is_placeholder(&"-".repeat(1_000_000).replace("--", "-!")));
}
