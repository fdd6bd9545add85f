//! Substring search in many concatenated strings at once, with SIMD.
//!
//! The algorithm is the "generic SIMD" substring search of Wojciech Muła
//! (<http://0x80.pl/articles/simd-strfind.html>): compare a block with the first and the last byte
//! of the needle, and verify only positions where both match.
//!
//! Why not `memchr::memmem` alone: it reports one match at a time, at some 20 ns each, and a short
//! needle is in every other name of a million. Why not share this with the console's index: that
//! one searches other structures, and is compiled to WebAssembly with its own SIMD instructions.

use super::rows::RowMask;
use super::string_arena::{StringArena, TERMINATOR};
use memchr::memmem;
use std::ops::Range;
use wide::u8x16;

/// The bytes in a block: one bit for each in a `u64`.
const BLOCK_BYTES: usize = u64::BITS as usize;

/// A byte that never occurs in UTF-8.
const PADDING: u8 = 0xFF;

/// Finds the strings that contain a needle.
///
/// If there is no match at all, `memmem` finds that out at memory speed. Otherwise blocks of 64
/// bytes are scanned, at a cost that does not depend on the number of matches.
#[derive(Debug)]
pub(super) struct SubstringScanner {
    needle: memmem::Finder<'static>,
    first: u8x16,
    last: u8x16,
}

impl SubstringScanner {
    /// Returns `None` for an empty needle. The needle must not contain [`TERMINATOR`].
    pub(super) fn new(needle: &str) -> Option<Self> {
        let bytes = needle.as_bytes();
        Some(Self {
            first: u8x16::splat(*bytes.first()?),
            last: u8x16::splat(*bytes.last()?),
            needle: memmem::Finder::new(bytes).into_owned(),
        })
    }

    /// Returns which strings of a range contain the needle, by their index in the range.
    pub(super) fn matching_texts(&self, texts: &StringArena, range: Range<usize>) -> RowMask {
        let bytes = texts.bytes(range.clone());
        if self.needle.find(bytes).is_none() { RowMask::EMPTY } else { self.scan_blocks(bytes, texts.ends(range)) }
    }

    /// Scans the strings `texts`, which end before these offsets.
    ///
    /// Looking up the string of each match would take a binary search per match. Instead, addition
    /// with carry does it. Take the bits of a block as a number with ones at the bytes of strings
    /// and zeros at terminators. Add a one at each start of a match: the carry runs up through the
    /// ones of its string and sets the zero at its terminator. Further matches in the same string
    /// do not change that bit. A carry out of one block is added to the next.
    fn scan_blocks(&self, texts: &[u8], ends: &[u32]) -> RowMask {
        let terminator = u8x16::splat(TERMINATOR as u8);
        let mut carry = false;
        let mut blocks = Vec::with_capacity(texts.len().div_ceil(BLOCK_BYTES));
        for start in (0..texts.len()).step_by(BLOCK_BYTES) {
            let sum;
            (sum, carry) = add_with_carry(!eq_mask(texts, start, terminator), self.match_starts(texts, start), carry);
            blocks.push(sum);
        }
        // The string before these ended where they start.
        let base = ends.last().map_or(0, |last| *last as usize - texts.len());
        RowMask::from_bits(ends, |end| {
            let offset = *end as usize - base - TERMINATOR.len_utf8();
            blocks[offset / BLOCK_BYTES] >> (offset % BLOCK_BYTES) & 1
        })
    }

    /// Returns the starts of matches in the block at `at`, as a bit mask.
    #[inline]
    fn match_starts(&self, texts: &[u8], at: usize) -> u64 {
        let needle = self.needle.needle();
        let mut starts = eq_mask(texts, at, self.first);
        if needle.len() > 1 && starts != 0 {
            starts &= eq_mask(texts, at + needle.len() - 1, self.last);
        }
        if needle.len() > 2 {
            let mut candidates = starts;
            while candidates != 0 {
                let bit = candidates.trailing_zeros();
                if !texts[at + bit as usize..].starts_with(needle) {
                    starts ^= 1 << bit;
                }
                candidates &= candidates - 1;
            }
        }
        starts
    }
}

/// Adds two words with a carry, and returns the sum and the carry.
const fn add_with_carry(left: u64, right: u64, carry: bool) -> (u64, bool) {
    let (sum, overflow) = left.overflowing_add(right);
    let (sum, carry_overflow) = sum.overflowing_add(carry as u64);
    (sum, overflow || carry_overflow)
}

/// Returns the positions of a byte in the block at `at`, as a bit mask. Beyond the end there is
/// only padding.
#[inline]
fn eq_mask(texts: &[u8], at: usize, byte: u8x16) -> u64 {
    match texts.get(at..).and_then(<[u8]>::first_chunk) {
        Some(block) => block_eq_mask(block, byte),
        None => {
            let tail = texts.get(at..).unwrap_or_default();
            let mut block = [PADDING; BLOCK_BYTES];
            block[..tail.len()].copy_from_slice(tail);
            block_eq_mask(&block, byte)
        }
    }
}

#[inline]
fn block_eq_mask(block: &[u8; BLOCK_BYTES], byte: u8x16) -> u64 {
    let (quarters, _) = block.as_chunks();
    quarters
        .iter()
        .rev()
        .fold(0, |bits, quarter| bits << 16 | u64::from(u8x16::new(*quarter).simd_eq(byte).to_bitmask()))
}

#[cfg(test)]
mod tests {
    use super::super::string_arena::FoldedColumn;
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn texts(strings: &[String]) -> FoldedColumn {
        let mut texts = FoldedColumn::default();
        strings.iter().try_for_each(|text| texts.push(text)).unwrap();
        texts
    }

    #[test]
    fn an_empty_needle_is_rejected() {
        assert!(SubstringScanner::new("").is_none());
    }

    proptest! {
        #[test]
        fn exactly_the_strings_with_the_needle_are_found(
            strings in vec(prop_oneof!["[ab]{0,4}", "[a-c.]{0,90}", "[жa]{0,40}"], 0..100),
            needle in prop_oneof!["[ab]{1,3}", "[a-c.]{1,6}", "[жa]{1,4}", "a{30,80}"],
            start in 0..40_usize,
        ) {
            let texts = texts(&strings);
            let range = start.min(strings.len())..strings.len();
            let expected = |predicate: &dyn Fn(&str) -> bool| {
                let found = strings[range.clone()].iter().enumerate().filter(|(_, text)| predicate(text));
                found.map(|(index, _)| index).collect::<Vec<_>>()
            };
            let found = |needle: &str| {
                let finder = SubstringScanner::new(needle).unwrap();
                let found = finder.matching_texts(texts.folded(), range.clone());
                let (strings, ends) = (texts.folded().bytes(range.clone()), texts.folded().ends(range.clone()));
                assert_eq!(found, finder.scan_blocks(strings, ends));
                found.iter().collect::<Vec<_>>()
            };
            prop_assert_eq!(found(&needle), expected(&|text| text.contains(&needle)));
        }
    }
}
