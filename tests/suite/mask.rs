//! What is masked in comments before any of their words are shown, and what is not.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sentir::report::mask::mask;

use super::common::fuzz;

fn examples(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

#[test]
fn personal_data_is_masked_and_nothing_else() {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in examples(include_str!("../fixtures/mask/personal.txt")) {
        let (text, expected) = line.split_once(" => ").unwrap();
        count += 1;
        let found = mask(text);
        if found != expected {
            wrong.push(format!("{text}\n  {found}\n  {expected}"));
        }
    }
    println!("{count} with personal data, {} not as they should be", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_only_looks_personal_stays() {
    let (mut count, mut wrong) = (0, Vec::new());
    for text in examples(include_str!("../fixtures/mask/harmless.txt")) {
        count += 1;
        let found = mask(text);
        if found != text {
            wrong.push(format!("{text}\n  {found}"));
        }
    }
    println!("{count} harmless, {} masked", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Time that grew with the square of the length would be minutes.
#[test]
fn long_texts_take_linear_time() {
    for part in [
        "612 ",
        "a@",
        "@",
        "x.",
        "ES91 ",
        "me llamo ",
        "pedido ",
        "1-",
        "http://",
        "A ",
        "no nº ",
        "+1",
        "::",
        "9",
        "ñ",
    ] {
        let text = part.repeat(60_000 / part.len());
        let start = Instant::now();
        assert!(mask(&text).len() <= 10 * text.len());
        assert!(start.elapsed() < Duration::from_secs(10), "{part:?}: {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(fuzz(2000))]

    #[test]
    fn fuzz_no_text_makes_it_fail(text in any::<String>()) {
        mask(&text);
    }

    #[test]
    fn fuzz_no_mixture_of_what_it_looks_for_makes_it_fail(
        text in r"([0-9]{1,12}|[A-ZñÑéa-z]{1,6}|[ .@#:/()+\-€º\n]|pedido|me llamo|soy|IBAN|tel|ES91|www\.|https://|ﬁ|Ⅷ|٣){0,40}",
    ) {
        mask(&text);
    }

    /// What stands around it hides nothing, so long as a comma or a line's end stands between.
    #[test]
    fn fuzz_it_is_found_anywhere(
        before in "[a-zñáé ]{0,20}",
        secret in prop::sample::select(vec![
            "ana.ruiz@gmail.com", "612 345 678", "+34612345678", "4111 1111 1111 1111", "ES91 2100 0418 4502 0005 1332", "12345678Z",
            "X1234567L", "VECJ880326HDFRRN09", "20-12345678-6", "12.345.678-5", "123-45-6789", "AB123456C", "(555) 123-4567", "83.45.120.7",
        ]),
        after in "[a-zñáé ]{0,20}",
    ) {
        let masked = mask(&format!("{before}, {secret}, {after}")).into_owned();
        prop_assert!(!masked.contains(secret), "{masked}");
    }
}
