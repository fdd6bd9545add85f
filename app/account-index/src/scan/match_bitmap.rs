//! A bitmap of the offsets at which a text contains another one.

use super::byte_match::{BLOCK, match_mask};

/// Start offsets of all matches, as a bitmap. Whether a row matches is then a mask test, with no
/// branch per match. The last word is always zero, see [`MatchBitmap::any_in`].
pub(super) struct MatchBitmap([u64; Self::MAX_TEXT_BYTES / BLOCK + 1]);

impl MatchBitmap {
    /// The longest text that [`MatchBitmap::find_all`] accepts, in bytes.
    pub(super) const MAX_TEXT_BYTES: usize = 64 * BLOCK;

    /// Records all matches, of which some may overlap. Returns whether there are any.
    ///
    /// Compares the needle two bytes at a time with 64 offsets at once, and stops at the first pair
    /// that no offset is left for.
    pub(super) fn find_all(&mut self, text: &[u8], needle: &[u8]) -> bool {
        let mut any = 0;
        for (matches, start) in self.0.iter_mut().zip((0..text.len()).step_by(BLOCK)) {
            let mut pairs = needle.chunks(2).enumerate();
            *matches = u64::MAX;
            while *matches != 0
                && let Some((pair_index, pair)) = pairs.next()
            {
                *matches &= match_mask(text, start + 2 * pair_index, pair);
            }
            any |= *matches;
        }
        any != 0
    }

    /// Whether a match starts in `start..end`.
    pub(super) fn any_in(&self, mut start: usize, end: usize) -> bool {
        while start < end {
            let (word, bit) = (start / BLOCK, start % BLOCK);
            // A funnel shift: the 64 bits from `start` on, out of two words. The upper word is
            // shifted in two steps, since a shift by 64 (`bit` is 0) overflows.
            let bits = self.0[word] >> bit | self.0[word + 1] << 1 << (BLOCK - 1 - bit);
            let len = (end - start).min(BLOCK);
            if bits << (BLOCK - len) != 0 {
                return true;
            }
            start += len;
        }
        false
    }
}

impl Default for MatchBitmap {
    fn default() -> Self {
        Self([0; Self::MAX_TEXT_BYTES / BLOCK + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Texts longer than a block, and ranges of them.
        #[test]
        fn matches_are_at_the_offsets_where_the_needle_begins(
            text in "[ab]{0,300}",
            needle in "[ab]{1,9}",
            start in 0_usize..300,
            end in 0_usize..300,
        ) {
            let begins_at = |offset: usize| text[offset..].starts_with(&needle);
            let mut matches = MatchBitmap::default();
            proptest::prop_assert_eq!(matches.find_all(text.as_bytes(), needle.as_bytes()), text.contains(&needle));
            let end = end.min(text.len());
            proptest::prop_assert_eq!(matches.any_in(start, end), (start..end).any(begins_at));
        }
    }
}
