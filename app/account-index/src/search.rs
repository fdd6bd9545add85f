//! Which accounts have a text in their name or address.

use crate::char_signature::{CharSet64, is_exact};
use crate::domains::{DomainId, NO_DOMAIN};
use crate::row_set::filter_mask;
use crate::store::{Row, Store, TextPlace};
use core::ops::Range;
use wide::u8x16;

/// Of so many rows among sixty-four, it is quicker to go through those than through all.
const SPARSE_ITER_MAX: u32 = 24;

/// From so many rows among sixty-four on whose text has to be looked at, it is quicker to look at one text after the other in one go.
const DENSE_SCAN_MIN: u32 = 12;

/// A text to be looked for.
#[derive(Debug)]
pub(crate) struct Needle {
    /// Without case.
    text: Vec<u8>,
    letters: CharSet64,
    /// Whether the letters alone decide: one letter with a bit of its own.
    is_letter: bool,
    /// What stands before and behind its last `@`: the end of a local part, and the start of a domain.
    around_at: Option<(Vec<u8>, String)>,
    /// The domains that have it in them.
    domains: Vec<bool>,
    /// Whether there are any.
    is_in_domains: bool,
    /// The domains that start with what stands behind its `@`.
    domains_behind: Vec<bool>,
}

impl Needle {
    /// A text without case, not empty.
    pub(crate) fn new(folded: &str) -> Self {
        let text = folded.as_bytes().to_vec();
        Self {
            letters: CharSet64::of(&text),
            is_letter: matches!(*text, [byte] if is_exact(byte)),
            around_at: folded.rsplit_once('@').map(|(before, behind)| (before.into(), behind.to_owned())),
            text,
            domains: Vec::new(),
            is_in_domains: false,
            domains_behind: Vec::new(),
        }
    }

    /// Looks at the domains that have come since.
    pub(crate) fn look_at_domains(&mut self, store: &Store) {
        let domains = store.domains();
        for id in self.domains.len()..domains.len() {
            // There are fewer domains than accounts.
            let domain = domains.folded(id as DomainId);
            let is_domain = id as DomainId != NO_DOMAIN;
            let has_it = is_domain && contains(domain.as_bytes(), &self.text);
            self.is_in_domains |= has_it;
            self.domains.push(has_it);
            let behind = self.around_at.as_ref().map(|(_, behind)| behind.as_str());
            self.domains_behind.push(is_domain && behind.is_some_and(|behind| domain.starts_with(behind)));
        }
    }

    /// Looks at sixty-four rows from `word * 64` on, at those of a set alone.
    pub(crate) fn match_block(&self, store: &Store, word: usize, wanted: u64) -> u64 {
        let first = word * 64;
        let end = (first + 64).min(store.rows());
        let mut doubtful = wanted & store.having(word, self.letters);
        // Who has a letter in the name is found, and need not be looked at again.
        let open = if self.is_letter { wanted & !doubtful } else { wanted };
        let found = if self.is_in_domains { self.at_domains(&store.all_domains()[first..end], open) } else { 0 };
        doubtful &= !found;
        if self.is_letter {
            return self.match_across_at(store, first, wanted, found | doubtful);
        }
        if doubtful.count_ones() >= DENSE_SCAN_MIN
            && let Some(text) = store.text_of(first..end).filter(|text| text.len() <= MatchBitmap::MAX_TEXT_BYTES)
        {
            return self.match_across_at(store, first, wanted, found | self.scan(store, first..end, text) & doubtful);
        }
        let has_it = |at: usize| {
            // Fewer than 2^32 rows.
            let row = (first + at) as Row;
            contains(store.folded_name(row), &self.text)
                || store.other_local(row).is_some_and(|local| contains(local, &self.text))
        };
        self.match_across_at(store, first, wanted, found | filter_mask(doubtful, has_it))
    }

    /// Which rows of a set have it in their domain.
    fn at_domains(&self, domains: &[DomainId], rows: u64) -> u64 {
        let has_it = |domain: DomainId| self.domains[domain as usize];
        if rows.count_ones() < SPARSE_ITER_MAX {
            return filter_mask(rows, |at| has_it(domains[at]));
        }
        // One byte each, and then all of them together.
        let mut having: Block = [0; BLOCK + 1];
        // Behind the last of the set may be rows that have come since, at domains that were not looked at.
        let upto = (u64::BITS - rows.leading_zeros()) as usize;
        having.iter_mut().zip(&domains[..upto]).for_each(|(having, domain)| *having = u8::from(has_it(*domain)));
        equal_in(&having, &[1]) & rows
    }

    /// Which of up to sixty-four rows have it, whose texts follow each other in one.
    fn scan(&self, store: &Store, rows: Range<usize>, text: &[u8]) -> u64 {
        let mut hits = MatchBitmap::default();
        if !hits.find(text, &self.text) {
            return 0;
        }
        // Behind the last place at which a text that ends somewhere can have it.
        let behind_last = |end: usize| (end + 1).saturating_sub(self.text.len());
        store.places(rows).enumerate().fold(0, |found, (at, place)| {
            let TextPlace { start, name_end, end } = place;
            let is_in_name = hits.any(start, behind_last(name_end));
            let is_in_local = end > name_end && hits.any(name_end, behind_last(end));
            found | u64::from(is_in_name || is_in_local) << at
        })
    }

    /// Those too whose local part and domain have it together.
    fn match_across_at(&self, store: &Store, first: usize, wanted: u64, mut found: u64) -> u64 {
        let Some((before, _)) = &self.around_at else { return found };
        let here = (store.rows() - first).min(64);
        for at in 0..here {
            let row = (first + at) as Row;
            let is_open = wanted & !found & 1 << at != 0;
            if is_open
                && self.domains_behind[store.domain_of(row) as usize]
                && store.folded_local(row).ends_with(before)
            {
                found |= 1 << at;
            }
        }
        found
    }
}

/// Whether a text has another one in it, which is not empty. Its first two bytes are looked for at eight places at once.
fn contains(text: &[u8], needle: &[u8]) -> bool {
    let Some(last) = text.len().checked_sub(needle.len()) else { return false };
    let is_at = |at: usize| text.get(at..at + needle.len()) == Some(needle);
    let [first, second, ..] = needle else { return needle.iter().all(|byte| text.contains(byte)) };
    let Some(last_eight) = text.len().checked_sub(9) else { return (0..=last).any(is_at) };
    let (firsts, seconds) = (EACH * u64::from(*first), EACH * u64::from(*second));
    let mut at = 0;
    while at <= last {
        // The last eight places may have been looked at in part.
        let from = at.min(last_eight);
        let differing = (eight(text, from) ^ firsts) | (eight(text, from + 1) ^ seconds);
        let fitting = zero_byte_mask(differing) & u64::MAX << (8 * (at - from));
        if fitting == 0 {
            at = from + 8;
            continue;
        }
        let found = from + fitting.trailing_zeros() as usize / 8;
        if is_at(found) {
            return true;
        }
        at = found + 1;
    }
    false
}

/// Where in a text another one begins: a bit for each place. Of a row it is told by a look at its bits, without a branch for each that is
/// found.
struct MatchBitmap([u64; Self::MAX_TEXT_BYTES / BLOCK + 1]);

impl MatchBitmap {
    /// The longest text, in bytes.
    const MAX_TEXT_BYTES: usize = 64 * BLOCK;

    /// Finds all in a text. Whether there are any.
    fn find(&mut self, text: &[u8], needle: &[u8]) -> bool {
        let mut all = 0;
        for (hits, from) in self.0.iter_mut().zip((0..text.len()).step_by(BLOCK)) {
            let mut pairs = needle.chunks(2).enumerate();
            *hits = u64::MAX;
            while *hits != 0
                && let Some((pair, bytes)) = pairs.next()
            {
                *hits &= equal(text, from + 2 * pair, bytes);
            }
            all |= *hits;
        }
        all != 0
    }

    /// Whether one begins between two places.
    fn any(&self, mut from: usize, to: usize) -> bool {
        while from < to {
            let (word, bit) = (from / BLOCK, from % BLOCK);
            let bits = self.0[word] >> bit | self.0[word + 1] << 1 << (BLOCK - 1 - bit);
            let many = (to - from).min(BLOCK);
            if bits << (BLOCK - many) != 0 {
                return true;
            }
            from += many;
        }
        false
    }
}

impl Default for MatchBitmap {
    fn default() -> Self {
        Self([0; Self::MAX_TEXT_BYTES / BLOCK + 1])
    }
}

/// How many bytes are compared together: a bit for each in a word.
const BLOCK: usize = u64::BITS as usize;

/// A block, and the byte behind it.
type Block = [u8; BLOCK + 1];

/// Where in the block at a place one or two bytes begin.
#[inline]
fn equal(text: &[u8], at: usize, bytes: &[u8]) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return equal_in(block, bytes);
    }
    let mut block: Block = [0; BLOCK + 1];
    block[..rest.len()].copy_from_slice(rest);
    let places = (rest.len() + 1).saturating_sub(bytes.len()) as u32;
    equal_in(&block, bytes) & !u64::MAX.unbounded_shl(places)
}

#[inline]
fn equal_in(block: &Block, bytes: &[u8]) -> u64 {
    let equal = |at: usize, byte: u8| {
        let quarter = block[at..].first_chunk().map_or(u8x16::default(), |bytes| u8x16::new(*bytes));
        quarter.simd_eq(u8x16::splat(byte))
    };
    let bits = |at: usize| {
        let begin = match *bytes {
            [first, second, ..] => equal(at, first) & equal(at + 1, second),
            [first] => equal(at, first),
            [] => u8x16::splat(u8::MAX),
        };
        u64::from(begin.to_bitmask())
    };
    (0..BLOCK).step_by(16).rev().fold(0, |all, at| all << 16 | bits(at))
}

/// A one in each byte.
const EACH: u64 = u64::MAX / 255;

/// Eight bytes of a text from a place on.
fn eight(text: &[u8], at: usize) -> u64 {
    text[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The highest bit of each byte that is zero. Above the first of them, others may be taken for zero.
const fn zero_byte_mask(bytes: u64) -> u64 {
    bytes.wrapping_sub(EACH) & !bytes & EACH << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_another_one_in_it_or_not() {
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
        /// Of few letters, so that much is found, and nearly found.
        #[test]
        fn what_is_found_is_what_stands_there(text in "[ab\x00\x01é]{0,40}", needle in "[ab\x00\x01é]{1,5}") {
            proptest::prop_assert_eq!(contains(text.as_bytes(), needle.as_bytes()), text.contains(&needle));
        }

        /// Of a text that is longer than what is compared together, and of parts of it.
        #[test]
        fn hits_are_where_the_needle_begins(
            text in "[ab]{0,300}",
            needle in "[ab]{1,9}",
            from in 0_usize..300,
            to in 0_usize..300,
        ) {
            let begins = |at: usize| text[at..].starts_with(&needle);
            let mut hits = MatchBitmap::default();
            proptest::prop_assert_eq!(hits.find(text.as_bytes(), needle.as_bytes()), text.contains(&needle));
            let to = to.min(text.len());
            proptest::prop_assert_eq!(hits.any(from, to), (from..to).any(begins));
        }
    }
}
