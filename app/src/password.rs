//! Making passwords.

use account_api::Secret;
use wasm_bindgen::JsValue;

/// Letters and digits that nobody takes for one another when a password is read out or written down.
const ALPHABET: &[u8; 54] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ234567";

const GROUPS: usize = 4;
const GROUP: usize = 4;

/// A new password from the browser's cryptographic randomness: four groups of four, 92 bits.
///
/// # Errors
/// When the browser has no such randomness to give.
pub fn generate() -> Result<Secret, JsValue> {
    let crypto = leptos::prelude::window().crypto()?;
    let mut failure = None;
    let password = from_random(|bytes| {
        if let Err(error) = crypto.get_random_values_with_u8_array(bytes) {
            failure = Some(error);
            // Ends the search for usable bytes; the password made of it is thrown away.
            bytes.fill(0);
        }
    });
    failure.map_or(Ok(Secret::new(password)), Err)
}

fn from_random(mut fill: impl FnMut(&mut [u8])) -> String {
    let mut letters = Vec::with_capacity(GROUPS * GROUP);
    let mut bytes = [0; 32];
    while letters.len() < GROUPS * GROUP {
        fill(&mut bytes);
        letters.extend(bytes.into_iter().filter_map(letter));
    }
    letters.truncate(GROUPS * GROUP);
    letters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
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
    fn a_password_is_four_groups_of_four() {
        let mut next = 0_u8;
        let password = from_random(|bytes| {
            for byte in bytes {
                next = next.wrapping_mul(73).wrapping_add(41);
                *byte = next;
            }
        });
        assert_eq!(password.len(), 19);
        assert!(password.split('-').all(|group| group.len() == 4 && group.bytes().all(|b| ALPHABET.contains(&b))));
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
