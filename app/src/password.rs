//! Password generation.

use account_api::Secret;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Letters and digits that are not mistaken for one another when a password is read out or written
/// down.
const ALPHABET: &[u8; 54] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ234567";

const GROUPS: usize = 4;
const CHARS_PER_GROUP: usize = 4;

/// Passwords with fewer characters are called easy to guess. The contract has no minimum, so this
/// is advice.
const MIN_ADVISED_CHARS: usize = 12;

/// Advice on a new password, while the one that was typed is short. Reactive.
pub fn advice(password: RwSignal<String>) -> Option<String> {
    let is_short = password.with(|text| !text.is_empty() && text.chars().nth(MIN_ADVISED_CHARS - 1).is_none());
    is_short.then(|| format!("Short passwords are easy to guess. Use at least {MIN_ADVISED_CHARS} characters."))
}

/// Generates a password with the browser's cryptographic random numbers: four groups of four
/// characters, 91 bits, with a lowercase letter, an uppercase letter and a digit, which many
/// platforms require.
///
/// Why not crate `rand`: it would add its generators and distributions for one uniform choice.
///
/// # Errors
/// When the browser has no random numbers.
pub fn generate() -> Result<Secret, JsValue> {
    let crypto = window().crypto()?;
    let fill = |bytes: &mut [u8]| crypto.get_random_values_with_u8_array(bytes).map(|_| ());
    from_random(fill).map(Secret::new)
}

/// Generates the text of a password for a field, or an empty one if the browser has no randomness:
/// then the password must be typed.
pub fn generate_text() -> String {
    generate().map(|password| password.reveal().to_owned()).unwrap_or_default()
}

fn from_random<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
    let mut chars = Vec::with_capacity(GROUPS * CHARS_PER_GROUP);
    let mut bytes = [0; 32];
    loop {
        chars.clear();
        while chars.len() < GROUPS * CHARS_PER_GROUP {
            fill(&mut bytes)?;
            chars.extend(bytes.into_iter().filter_map(char_for_byte));
        }
        chars.truncate(GROUPS * CHARS_PER_GROUP);
        // Redrawn as a whole, so that all valid passwords are equally likely.
        if has_all_classes(&chars) {
            return Ok(chars.chunks(CHARS_PER_GROUP).map(String::from_iter).collect::<Vec<_>>().join("-"));
        }
    }
}

fn has_all_classes(chars: &[char]) -> bool {
    [char::is_ascii_lowercase, char::is_ascii_uppercase, char::is_ascii_digit]
        .iter()
        .all(|is_in_class: &fn(&char) -> bool| chars.iter().any(is_in_class))
}

/// Maps a random byte to a character of the alphabet. Rejection sampling: bytes past the last whole
/// multiple of the alphabet's length map to none, so that every character is equally likely.
fn char_for_byte(byte: u8) -> Option<char> {
    let usable = u8::MAX - u8::MAX % ALPHABET.len() as u8;
    (byte < usable).then(|| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_short_password_is_advised_against() {
        let advice_on = |text: &str| Owner::new().with(|| advice(RwSignal::new(text.to_owned())));
        assert_eq!(advice_on(""), None);
        assert_eq!(
            advice_on("ß".repeat(11).as_str()).as_deref(),
            Some("Short passwords are easy to guess. Use at least 12 characters.")
        );
        assert_eq!(advice_on(&"ß".repeat(12)), None);
    }

    #[test]
    fn a_password_is_four_groups_of_four_with_every_class() {
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
            assert!(has_all_classes(&password.chars().collect::<Vec<_>>()), "{password}");
        }
    }

    #[test]
    fn without_random_numbers_there_is_no_password() {
        assert_eq!(from_random(|_| Err("none")), Err("none"));
    }

    #[test]
    fn every_class_is_required() {
        let has = |text: &str| has_all_classes(&text.chars().collect::<Vec<_>>());
        assert!(has("aB2"));
        assert!(!has("abcD") && !has("ab23") && !has("AB23"));
    }

    #[test]
    fn every_character_is_equally_likely() {
        let drawn: Vec<char> = (0..=u8::MAX).filter_map(char_for_byte).collect();
        for &expected in ALPHABET {
            assert_eq!(drawn.iter().filter(|&&drawn| drawn == char::from(expected)).count(), 4);
        }
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests {
    use super::generate;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn two_passwords_differ() {
        let (one, other) = (generate().unwrap(), generate().unwrap());
        assert_eq!(one.reveal().len(), 19);
        assert_ne!(one, other);
    }
}
