//! SWAR substring search in a short text.
//!
//! Why not crate `memchr` (`memmem::Finder`): the texts are names and local parts, most of them
//! shorter than its vectors, where it falls back to Rabin-Karp after a set-up per call. Longer
//! stretches do not come here: [`MatchBitmap`](super::match_bitmap::MatchBitmap) searches whole
//! blocks of rows.

/// Whether a text contains another one, which must not be empty. Compares the first two bytes of
/// the needle with eight offsets at once, then verifies each candidate.
pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    let Some(last) = text.len().checked_sub(needle.len()) else { return false };
    let matches_at = |offset: usize| text.get(offset..offset + needle.len()) == Some(needle);
    let [first, second, ..] = needle else { return needle.iter().all(|byte| text.contains(byte)) };
    let Some(last_window) = text.len().checked_sub(9) else { return (0..=last).any(matches_at) };
    let (firsts, seconds) = (EACH_BYTE * u64::from(*first), EACH_BYTE * u64::from(*second));
    let mut offset = 0;
    while offset <= last {
        // The last window overlaps the one before; the shift below drops offsets that were tested
        // there.
        let window = offset.min(last_window);
        let mismatches = (load_u64(text, window) ^ firsts) | (load_u64(text, window + 1) ^ seconds);
        let candidates = zero_byte_mask(mismatches) & u64::MAX << (8 * (offset - window));
        if candidates == 0 {
            offset = window + 8;
            continue;
        }
        let candidate = window + candidates.trailing_zeros() as usize / 8;
        if matches_at(candidate) {
            return true;
        }
        offset = candidate + 1;
    }
    false
}

/// `0x0101…01`: times a byte, that byte in all eight lanes.
const EACH_BYTE: u64 = u64::MAX / 255;

/// Loads eight bytes from an offset on, the first one as the lowest.
fn load_u64(text: &[u8], offset: usize) -> u64 {
    text[offset..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// SWAR `haszero`: sets the high bit of every zero byte. Bytes above the first zero may be false
/// positives. ("Determine if a word has a zero byte",
/// <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>.)
const fn zero_byte_mask(bytes: u64) -> u64 {
    bytes.wrapping_sub(EACH_BYTE) & !bytes & EACH_BYTE << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_substring_is_found_wherever_it_is() {
        for (text, needle, expected) in [
            ("erin.walker", "walk", true),
            ("erin.walker", "er", true),
            ("erin.walker", "walkers", false),
            ("aab", "ab", true),
            ("ab", "abc", false),
            ("", "a", false),
            ("x", "x", true),
        ] {
            assert_eq!(contains(text.as_bytes(), needle.as_bytes()), expected, "{text} {needle}");
        }
    }

    proptest::proptest! {
        /// A small alphabet gives many matches and near misses.
        #[test]
        fn contains_agrees_with_the_standard_library(text in "[ab\x00\x01é]{0,40}", needle in "[ab\x00\x01é]{1,5}") {
            proptest::prop_assert_eq!(contains(text.as_bytes(), needle.as_bytes()), text.contains(&needle));
        }
    }
}
