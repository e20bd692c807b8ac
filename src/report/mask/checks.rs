//! Check digits of cards, accounts and identity documents.

/// The letters of Spanish DNI and NIE, by the number modulo 23.
const DNI_LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn digit(byte: u8) -> u32 {
    u32::from(byte - b'0')
}

fn all_digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

/// Payment cards (ISO/IEC 7812-1, annex B: Luhn 1960).
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| match digit(*byte) * (1 + place as u32 % 2) {
            twice if twice > 9 => twice - 9,
            value => value,
        })
        .sum();
    all_digits(digits) && sum.is_multiple_of(10)
}

/// Bank accounts (ISO 13616, ISO/IEC 7064 MOD 97-10): letters count from 10, the first four characters go last.
pub(super) fn iban(text: &[u8]) -> bool {
    if text.len() < 5 || !text.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let value = |rest: u32, byte: &u8| {
        let letter = byte.to_ascii_uppercase();
        if letter.is_ascii_digit() {
            (rest * 10 + digit(letter)) % 97
        } else {
            (rest * 100 + u32::from(letter - b'A') + 10) % 97
        }
    };
    text[4..].iter().chain(&text[..4]).fold(0, value) == 1
}

/// Spanish DNI, eight digits and a letter, and NIE, whose first digit is written X, Y or Z.
pub(super) fn dni(text: &[u8]) -> bool {
    let [first, middle @ .., letter] = text else { return false };
    let first = match first.to_ascii_uppercase() {
        first @ b'X'..=b'Z' => u32::from(first - b'X'),
        first if first.is_ascii_digit() => digit(first),
        _ => return false,
    };
    if middle.len() != 7 || !all_digits(middle) {
        return false;
    }
    let number = middle.iter().fold(first, |number, byte| number * 10 + digit(*byte));
    DNI_LETTERS[number as usize % 23] == letter.to_ascii_uppercase()
}

/// Spanish CIF of companies: a letter, seven digits, a digit or a letter to check them.
pub(super) fn cif(text: &[u8]) -> bool {
    let [first, middle @ .., check] = text else { return false };
    if middle.len() != 7 || !all_digits(middle) || !b"ABCDEFGHJNPQRSUVW".contains(&first.to_ascii_uppercase()) {
        return false;
    }
    let sum: u32 = middle
        .iter()
        .enumerate()
        .map(|(place, byte)| match digit(*byte) * (2 - place as u32 % 2) {
            twice if twice > 9 => twice - 9,
            value => value,
        })
        .sum();
    let control = (10 - sum % 10) % 10;
    let check = check.to_ascii_uppercase();
    check == b'0' + control as u8 || check == b"JABCDEFGHI"[control as usize]
}

/// Spanish social security: province, number, and both modulo 97.
pub(super) fn social_security(digits: &[u8]) -> bool {
    if digits.len() != 12 || !all_digits(digits) {
        return false;
    }
    let number = |digits: &[u8]| digits.iter().fold(0_u64, |number, byte| number * 10 + u64::from(digit(*byte)));
    let (province, middle, check) = (number(&digits[..2]), number(&digits[2..10]), number(&digits[10..]));
    let whole = if middle < 10_000_000 { middle + province * 10_000_000 } else { middle + province * 100_000_000 };
    (1..=66).contains(&province) && whole % 97 == check
}

/// Argentine CUIT and CUIL: eleven digits, modulo 11.
pub(super) fn cuit(digits: &[u8]) -> bool {
    let known = [20, 23, 24, 25, 26, 27, 30, 33, 34];
    if digits.len() != 11 || !all_digits(digits) || !known.contains(&(digit(digits[0]) * 10 + digit(digits[1]))) {
        return false;
    }
    let sum: u32 = digits.iter().zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).map(|(byte, weight)| digit(*byte) * weight).sum();
    (11 - sum % 11) % 11 == digit(digits[10])
}

/// Chilean RUT: digits, then their check modulo 11, where K is ten.
pub(super) fn rut(text: &[u8]) -> bool {
    let [digits @ .., check] = text else { return false };
    if !(7..=8).contains(&digits.len()) || !all_digits(digits) {
        return false;
    }
    let sum: u32 =
        digits.iter().rev().zip([2, 3, 4, 5, 6, 7].iter().cycle()).map(|(byte, weight)| digit(*byte) * weight).sum();
    let expected = match 11 - sum % 11 {
        11 => b'0',
        10 => b'K',
        value => b'0' + value as u8,
    };
    check.to_ascii_uppercase() == expected
}

/// Whether six digits are a day, year first, as CURP and RFC have it.
pub(super) fn is_day(digits: &[u8]) -> bool {
    let two = |at: usize| digit(digits[at]) * 10 + digit(digits[at + 1]);
    digits.len() == 6 && all_digits(digits) && (1..=12).contains(&two(2)) && (1..=31).contains(&two(4))
}

/// Mexican CURP: eighteen characters with the day of birth, sex and state.
pub(super) fn curp(text: &[u8]) -> bool {
    text.len() == 18
        && text[..4].iter().all(u8::is_ascii_alphabetic)
        && is_day(&text[4..10])
        && matches!(text[10].to_ascii_uppercase(), b'H' | b'M' | b'X')
        && text[11..16].iter().all(u8::is_ascii_alphabetic)
        && text[16].is_ascii_alphanumeric()
        && text[17].is_ascii_digit()
}

/// Mexican RFC of a person (four letters) or a company (three), with a day; Ñ counts as N.
pub(super) fn rfc(text: &[u8]) -> bool {
    let letters = text.len().checked_sub(9).filter(|letters| matches!(letters, 3 | 4));
    letters.is_some_and(|letters| {
        text[..letters].iter().all(u8::is_ascii_alphabetic)
            && is_day(&text[letters..letters + 6])
            && text[letters + 6..].iter().all(u8::is_ascii_alphanumeric)
    })
}

/// British national insurance: two letters that are issued, six digits, A to D.
pub(super) fn national_insurance(text: &[u8]) -> bool {
    let upper: Vec<u8> = text.iter().map(u8::to_ascii_uppercase).collect();
    let [first, second, digits @ .., last] = &upper[..] else { return false };
    digits.len() == 6
        && all_digits(digits)
        && first.is_ascii_alphabetic()
        && second.is_ascii_alphabetic()
        && !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && (b'A'..=b'D').contains(last)
}
