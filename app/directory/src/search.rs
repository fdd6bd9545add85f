//! Which accounts have a text in their name or address.

use crate::domains::{DomainId, NO_DOMAIN};
use crate::letters::{Letters, is_exact};
use crate::rows::{ones, those};
use crate::store::{Row, Store};
use core::ops::Range;
use wide::u8x16;

/// Of so many rows among sixty-four, it is quicker to go through those than through all.
const FEW: u32 = 24;

/// From so many rows among sixty-four on whose text has to be looked at, it is quicker to look at one text after the other in one go.
const MANY: u32 = 12;

/// A text to be looked for.
#[derive(Debug)]
pub(crate) struct Needle {
    /// Without case.
    text: Vec<u8>,
    letters: Letters,
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
            letters: Letters::of(&text),
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
            let has_it = is_domain && has(domain.as_bytes(), &self.text);
            self.is_in_domains |= has_it;
            self.domains.push(has_it);
            let behind = self.around_at.as_ref().map(|(_, behind)| behind.as_str());
            self.domains_behind.push(is_domain && behind.is_some_and(|behind| domain.starts_with(behind)));
        }
    }

    /// Looks at sixty-four rows from `word * 64` on, at those of a set alone.
    pub(crate) fn look(&self, store: &Store, word: usize, wanted: u64) -> u64 {
        let first = word * 64;
        let end = (first + 64).min(store.rows());
        let mut doubtful = wanted & store.having(word, self.letters);
        // Who has a letter in the name is found, and need not be looked at again.
        let open = if self.is_letter { wanted & !doubtful } else { wanted };
        let found = if self.is_in_domains { self.at_domains(&store.all_domains()[first..end], open) } else { 0 };
        doubtful &= !found;
        if self.is_letter {
            return self.behind_at(store, first, wanted, found | doubtful);
        }
        if doubtful.count_ones() >= MANY
            && self.text.len() > 1
            && let Some(text) = store.text_of(first..end)
        {
            return self.behind_at(store, first, wanted, found | self.scan(store, first..end, text) & doubtful);
        }
        let has_it = |at: usize| {
            // Fewer than 2^32 rows.
            let row = (first + at) as Row;
            has(store.folded_name(row), &self.text)
                || store.other_local(row).is_some_and(|local| has(local, &self.text))
        };
        self.behind_at(store, first, wanted, found | those(doubtful, has_it))
    }

    /// Which rows of a set have it in their domain.
    fn at_domains(&self, domains: &[DomainId], rows: u64) -> u64 {
        let has_it = |domain: DomainId| self.domains[domain as usize];
        if rows.count_ones() < FEW {
            return those(rows, |at| has_it(domains[at]));
        }
        // One byte each, and then all of them together.
        let mut having = [0; BLOCK];
        // Behind the last of the set may be rows that have come since, at domains that were not looked at.
        let upto = (u64::BITS - rows.leading_zeros()) as usize;
        having.iter_mut().zip(&domains[..upto]).for_each(|(having, domain)| *having = u8::from(has_it(*domain)));
        equal_in(&having, u8x16::splat(1)) & rows
    }

    /// Which of up to sixty-four rows have it, whose texts follow each other in one.
    fn scan(&self, store: &Store, rows: Range<usize>, text: &[u8]) -> u64 {
        let [first, second, ref others @ ..] = *self.text else { return u64::MAX };
        let mut found = 0;
        let mut places = store.places(rows);
        let Some(mut place) = places.next() else { return 0 };
        let (mut from, mut here) = (0, 0);
        for at in (0..text.len()).step_by(BLOCK) {
            for hit in ones(equal(text, at, first) & equal(text, at + 1, second)) {
                let hit = at + hit;
                if hit < from {
                    continue;
                }
                while place.next <= hit {
                    let Some(next) = places.next() else { return found };
                    place = next;
                    here += 1;
                }
                let end = hit + self.text.len();
                let is_in_one = end <= place.name_end || hit >= place.name_end && end <= place.end;
                if is_in_one && (others.is_empty() || text[hit + 2..end] == *others) {
                    found |= 1 << here;
                    from = place.next;
                }
            }
        }
        found
    }

    /// Those too whose local part and domain have it together.
    fn behind_at(&self, store: &Store, first: usize, wanted: u64, mut found: u64) -> u64 {
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
fn has(text: &[u8], needle: &[u8]) -> bool {
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
        let fitting = zeros(differing) & u64::MAX << (8 * (at - from));
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

/// How many bytes are compared together: a bit for each in a word.
const BLOCK: usize = u64::BITS as usize;

/// Where in the block at a place a byte stands.
#[inline]
fn equal(text: &[u8], at: usize, byte: u8) -> u64 {
    let (byte, rest) = (u8x16::splat(byte), text.get(at..).unwrap_or_default());
    if let Some(block) = rest.first_chunk::<BLOCK>() {
        return equal_in(block, byte);
    }
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    equal_in(&block, byte) & !(u64::MAX << rest.len())
}

#[inline]
fn equal_in(block: &[u8; BLOCK], byte: u8x16) -> u64 {
    let (quarters, _) = block.as_chunks();
    let bits = |quarter: &[u8; 16]| u64::from(u8x16::new(*quarter).simd_eq(byte).to_bitmask());
    quarters.iter().rev().fold(0, |all, quarter| all << 16 | bits(quarter))
}

/// A one in each byte.
const EACH: u64 = u64::MAX / 255;

/// Eight bytes of a text from a place on.
fn eight(text: &[u8], at: usize) -> u64 {
    text[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The highest bit of each byte that is zero. Above the first of them, others may be taken for zero.
const fn zeros(bytes: u64) -> u64 {
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
            assert_eq!(has(text.as_bytes(), needle.as_bytes()), expected, "{text} {needle}");
        }
    }

    proptest::proptest! {
        /// Of few letters, so that much is found, and nearly found.
        #[test]
        fn what_is_found_is_what_stands_there(text in "[ab\x00\x01é]{0,40}", needle in "[ab\x00\x01é]{1,5}") {
            proptest::prop_assert_eq!(has(text.as_bytes(), needle.as_bytes()), text.contains(&needle));
        }
    }
}
