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

/// Draws every character with equal chance: bytes past the last whole multiple of the alphabet's length are thrown away.
fn from_random(mut fill: impl FnMut(&mut [u8])) -> String {
    let usable = u8::MAX - u8::MAX % ALPHABET.len() as u8;
    let mut letters = Vec::with_capacity(GROUPS * GROUP);
    let mut bytes = [0; 32];
    while letters.len() < GROUPS * GROUP {
        fill(&mut bytes);
        let drawn = bytes.iter().filter(|&&byte| byte < usable);
        letters.extend(drawn.map(|&byte| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()])));
    }
    letters.truncate(GROUPS * GROUP);
    letters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
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
        let mut counts = [0; 256];
        let mut byte = 0_u8;
        // 256 values in turn, of which the usable ones hold every letter equally often.
        for _ in 0..256 {
            let drawn = from_random(|bytes| {
                for slot in bytes {
                    *slot = byte;
                    byte = byte.wrapping_add(1);
                }
            });
            for letter in drawn.bytes().filter(|&letter| letter != b'-') {
                counts[usize::from(letter)] += 1;
            }
        }
        let of_letters: Vec<i32> = ALPHABET.iter().map(|&letter| counts[usize::from(letter)]).collect();
        let (least, most) = (of_letters.iter().min().unwrap(), of_letters.iter().max().unwrap());
        assert!(most - least <= most / 2, "{of_letters:?}");
        assert!(*least > 0);
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
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
