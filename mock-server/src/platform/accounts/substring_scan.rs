//! Looking for a text in many texts at once.

use super::rows::Chunk;
use super::string_arena::{END, Texts};
use memchr::memmem;
use std::ops::Range;
use wide::u8x16;

/// How many bytes are compared together: a bit for each in a word.
const BLOCK: usize = u64::BITS as usize;

/// What no text holds, because UTF-8 does not.
const NOTHING: u8 = 0xFF;

/// Finds texts that hold a needle.
///
/// Where there is none, `memmem` says so at the speed of memory. But it takes some 20 ns to say where there is one, and a short
/// needle is in every other name of a million. So where there are any, blocks of 64 bytes are compared at once, and what
/// that takes does not depend on how many there are.
#[derive(Debug)]
pub(super) struct Finder {
    needle: memmem::Finder<'static>,
    first: u8x16,
    last: u8x16,
}

impl Finder {
    /// For a needle of one character at least and without [`END`].
    pub(super) fn new(needle: &str) -> Option<Self> {
        let bytes = needle.as_bytes();
        Some(Self {
            first: u8x16::splat(*bytes.first()?),
            last: u8x16::splat(*bytes.last()?),
            needle: memmem::Finder::new(bytes).into_owned(),
        })
    }

    /// Which of some texts that follow each other hold it, by their place among them.
    pub(super) fn find(&self, texts: &Texts, range: Range<usize>) -> Chunk {
        let all = texts.bytes(range.clone());
        if self.needle.find(all).is_none() { Chunk::NONE } else { self.find_many(all, texts.ends(range)) }
    }

    /// The same, of texts that stop before these places.
    ///
    /// Which text a match is in would take a search for each match. Instead, let a block be a number with ones where the
    /// texts are and zeros where they end. Add a one where a match begins, and it runs up through the ones of its text to the
    /// zero at the end of it; further matches in the same text change nothing at that place. A one that runs out of the block
    /// runs into the next one.
    fn find_many(&self, texts: &[u8], ends: &[u32]) -> Chunk {
        let end = u8x16::splat(END as u8);
        let mut runs_over = false;
        let mut blocks = Vec::with_capacity(texts.len().div_ceil(BLOCK));
        for at in (0..texts.len()).step_by(BLOCK) {
            let sum;
            (sum, runs_over) = add(!equal(texts, at, end), self.starts(texts, at), runs_over);
            blocks.push(sum);
        }
        // The last text before these stopped where they start.
        let start = ends.last().map_or(0, |last| *last as usize - texts.len());
        Chunk::of(ends, |end| {
            let at = *end as usize - start - END.len_utf8();
            blocks[at / BLOCK] >> (at % BLOCK) & 1
        })
    }

    /// Where in the block at a place the needle begins.
    #[inline]
    fn starts(&self, texts: &[u8], at: usize) -> u64 {
        let needle = self.needle.needle();
        let mut starts = equal(texts, at, self.first);
        if needle.len() > 1 && starts != 0 {
            starts &= equal(texts, at + needle.len() - 1, self.last);
        }
        if needle.len() > 2 {
            let mut unsure = starts;
            while unsure != 0 {
                let bit = unsure.trailing_zeros();
                if !texts[at + bit as usize..].starts_with(needle) {
                    starts ^= 1 << bit;
                }
                unsure &= unsure - 1;
            }
        }
        starts
    }
}

/// A word of a sum of numbers that are longer than that, and whether it runs over into the next.
const fn add(left: u64, right: u64, carry: bool) -> (u64, bool) {
    let (sum, over) = left.overflowing_add(right);
    let (sum, over_again) = sum.overflowing_add(carry as u64);
    (sum, over || over_again)
}

/// Where in the block at a place a byte stands. Behind the end of the texts there is nothing.
#[inline]
fn equal(texts: &[u8], at: usize, byte: u8x16) -> u64 {
    match texts.get(at..).and_then(<[u8]>::first_chunk) {
        Some(block) => equal_in(block, byte),
        None => {
            let rest = texts.get(at..).unwrap_or_default();
            let mut block = [NOTHING; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            equal_in(&block, byte)
        }
    }
}

#[inline]
fn equal_in(block: &[u8; BLOCK], byte: u8x16) -> u64 {
    let (quarters, _) = block.as_chunks();
    quarters
        .iter()
        .rev()
        .fold(0, |bits, quarter| bits << 16 | u64::from(u8x16::new(*quarter).simd_eq(byte).to_bitmask()))
}

#[cfg(test)]
mod tests {
    use super::super::string_arena::FoldedTexts;
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn texts(all: &[String]) -> FoldedTexts {
        let mut texts = FoldedTexts::default();
        all.iter().try_for_each(|text| texts.push(text)).unwrap();
        texts
    }

    #[test]
    fn a_needle_of_nothing_is_none() {
        assert!(Finder::new("").is_none());
    }

    proptest! {
        #[test]
        fn those_that_hold_it_are_found_and_no_others(
            all in vec(prop_oneof!["[ab]{0,4}", "[a-c.]{0,90}", "[жa]{0,40}"], 0..100),
            needle in prop_oneof!["[ab]{1,3}", "[a-c.]{1,6}", "[жa]{1,4}", "a{30,80}"],
            from in 0..40_usize,
        ) {
            let texts = texts(&all);
            let range = from.min(all.len())..all.len();
            let expected = |holds: &dyn Fn(&str) -> bool| {
                let found = all[range.clone()].iter().enumerate().filter(|(_, text)| holds(text));
                found.map(|(at, _)| at).collect::<Vec<_>>()
            };
            let found = |needle: &str| {
                let finder = Finder::new(needle).unwrap();
                let found = finder.find(texts.folded(), range.clone());
                let (all, ends) = (texts.folded().bytes(range.clone()), texts.folded().ends(range.clone()));
                assert_eq!(found, finder.find_many(all, ends));
                found.iter().collect::<Vec<_>>()
            };
            prop_assert_eq!(found(&needle), expected(&|text| text.contains(&needle)));
        }
    }
}
