//! Making passwords.

use account_api::Secret;
use wasm_bindgen::JsValue;

/// Letters and digits that nobody takes for one another when a password is read out or written down.
const ALPHABET: &[u8; 54] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ234567";

const GROUPS: usize = 4;
const GROUP: usize = 4;

/// A new password from the browser's cryptographic randomness: four groups of four, 91 bits, with a small letter, a capital and a digit,
/// which platforms like to ask for.
///
/// # Errors
/// When the browser has no such randomness to give.
pub fn generate() -> Result<Secret, JsValue> {
    let crypto = leptos::prelude::window().crypto()?;
    let fill = |bytes: &mut [u8]| crypto.get_random_values_with_u8_array(bytes).map(|_| ());
    from_random(fill).map(Secret::new)
}

fn from_random<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
    let mut letters = Vec::with_capacity(GROUPS * GROUP);
    let mut bytes = [0; 32];
    loop {
        letters.clear();
        while letters.len() < GROUPS * GROUP {
            fill(&mut bytes)?;
            letters.extend(bytes.into_iter().filter_map(letter));
        }
        letters.truncate(GROUPS * GROUP);
        // Drawn anew as a whole: all that have one of each are as likely as one another.
        if has_each(&letters) {
            return Ok(letters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-"));
        }
    }
}

fn has_each(letters: &[char]) -> bool {
    [char::is_ascii_lowercase, char::is_ascii_uppercase, char::is_ascii_digit]
        .iter()
        .all(|is_one: &fn(&char) -> bool| letters.iter().any(is_one))
}

/// The letter that a random byte stands for. Every letter has the same chance: bytes past the last whole multiple of the
/// alphabet's length stand for none.
fn letter(byte: u8) -> Option<char> {
    let usable = u8::MAX - u8::MAX % ALPHABET.len() as u8;
    (byte < usable).then(|| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_four_groups_of_four_with_one_of_each() {
        let mut next = 0_u8;
        let mut fill = |bytes: &mut [u8]| {
            for byte in bytes {
                next = next.wrapping_mul(73).wrapping_add(41);
                *byte = next;
            }
            Ok::<(), ()>(())
        };
        for _ in 0..20 {
            let password = from_random(&mut fill).unwrap();
            assert_eq!(password.len(), 19);
            assert!(password.split('-').all(|group| group.len() == 4 && group.bytes().all(|b| ALPHABET.contains(&b))));
            assert!(has_each(&password.chars().collect::<Vec<_>>()), "{password}");
        }
    }

    #[test]
    fn without_randomness_there_is_no_password() {
        assert_eq!(from_random(|_| Err("none")), Err("none"));
    }

    #[test]
    fn one_of_each_is_asked_for() {
        let has = |text: &str| has_each(&text.chars().collect::<Vec<_>>());
        assert!(has("aB2"));
        assert!(!has("abcD") && !has("ab23") && !has("AB23"));
    }

    #[test]
    fn every_letter_has_the_same_chance() {
        let drawn: Vec<char> = (0..=u8::MAX).filter_map(letter).collect();
        for &wanted in ALPHABET {
            assert_eq!(drawn.iter().filter(|&&letter| letter == char::from(wanted)).count(), 4);
        }
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests {
    use super::generate;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn no_two_passwords_are_the_same() {
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_eq!(one.reveal().len(), 19);
        assert_ne!(one, other);
    }
}
