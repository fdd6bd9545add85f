//! The search for a text in names and email addresses, a block of 64 rows at a time.

use super::byte_match::{BLOCK, Block, match_mask_in};
use super::match_bitmap::MatchBitmap;
use super::substring::contains;
use crate::row_set::filter_mask;
use crate::store::{CharSet64, DomainId, NO_DOMAIN, Row, Store, TextRange, is_exact};
use account_api::search_fold_cow;
use core::ops::Range;

/// Below this many candidates in a block of 64 rows, iterating over the set bits beats scanning the
/// block.
const MIN_BLOCK_SCAN: u32 = 24;

/// From this many candidates per block, one pass over the contiguous text beats one search per row.
const MIN_CONTIGUOUS_SCAN: u32 = 12;

/// A word of a search, prepared for matching rows.
///
/// A row matches if its name, the local part of its address, its domain, or local part and domain
/// together contain the text. Domains are interned, so each is tested once, not once per row.
#[derive(Debug)]
pub(crate) struct Needle {
    /// The text, folded.
    text: Vec<u8>,
    chars: CharSet64,
    /// Whether the signatures alone answer the search: the text is one byte with a bit of its own.
    is_exact_char: bool,
    /// The parts before and after the last `@`: the end of a local part, and the start of a domain.
    around_at: Option<(Vec<u8>, String)>,
    /// By domain: whether it contains the text.
    domain_contains: Vec<bool>,
    /// Whether any domain contains the text.
    any_domain_contains: bool,
    /// By domain: whether it starts with the part after the `@`.
    domain_continues: Vec<bool>,
}

impl Needle {
    /// Prepares a word, which is folded and not empty.
    pub(crate) fn new(folded: &str) -> Self {
        let text = folded.as_bytes().to_vec();
        Self {
            chars: CharSet64::from_bytes(&text),
            is_exact_char: matches!(*text, [byte] if is_exact(byte)),
            around_at: folded.rsplit_once('@').map(|(before, after)| (before.into(), after.to_owned())),
            text,
            domain_contains: Vec::new(),
            any_domain_contains: false,
            domain_continues: Vec::new(),
        }
    }

    /// Tests the domains of a store. Must be called before matching rows that have them.
    pub(crate) fn test_domains(&mut self, store: &Store) {
        let domains = store.domains();
        for id in self.domain_contains.len()..domains.len() {
            // There are fewer domains than accounts.
            let id = id as DomainId;
            let domain = search_fold_cow(domains.folded(id));
            let is_domain = id != NO_DOMAIN;
            let does_contain = is_domain && contains(domain.as_bytes(), &self.text);
            self.any_domain_contains |= does_contain;
            self.domain_contains.push(does_contain);
            let after_at = self.around_at.as_ref().map(|(_, after)| after.as_str());
            self.domain_continues.push(is_domain && after_at.is_some_and(|after| domain.starts_with(after)));
        }
    }

    /// Returns the rows of `rows` that match, in the block of 64 rows from `block * 64` on.
    pub(crate) fn match_block(&self, store: &Store, block: usize, rows: u64) -> u64 {
        let first = block * 64;
        let end = (first + 64).min(store.row_count());
        let mut candidates = rows & store.candidates(block, self.chars);
        // An exact signature decides; only the domains of the other rows are left to test.
        let undecided = if self.is_exact_char { rows & !candidates } else { rows };
        let by_domain = if self.any_domain_contains {
            self.match_domains(&store.domain_column()[first..end], undecided)
        } else {
            0
        };
        candidates &= !by_domain;
        if self.is_exact_char {
            return self.match_across_at(store, first, rows, by_domain | candidates);
        }
        if candidates.count_ones() >= MIN_CONTIGUOUS_SCAN
            && let Some(text) = store.block_text(first..end).filter(|text| text.len() <= MatchBitmap::MAX_TEXT_BYTES)
        {
            let by_text = self.match_texts(store, first..end, text) & candidates;
            return self.match_across_at(store, first, rows, by_domain | by_text);
        }
        let row_contains = |bit: usize| {
            // Fewer than 2^32 rows.
            let row = (first + bit) as Row;
            contains(store.folded_name(row), &self.text)
                || store.distinct_local(row).is_some_and(|local| contains(local, &self.text))
        };
        self.match_across_at(store, first, rows, by_domain | filter_mask(candidates, row_contains))
    }

    /// Returns the rows of `rows` whose domain contains the text.
    fn match_domains(&self, domains: &[DomainId], rows: u64) -> u64 {
        let matches = |domain: DomainId| self.domain_contains[domain as usize];
        if rows.count_ones() < MIN_BLOCK_SCAN {
            return filter_mask(rows, |bit| matches(domains[bit]));
        }
        // One byte per row, turned into a mask with one comparison.
        let mut bytes: Block = [0; BLOCK + 1];
        // Rows after the last one of the set may be newer than the query, with domains not tested
        // here.
        let len = (u64::BITS - rows.leading_zeros()) as usize;
        bytes.iter_mut().zip(&domains[..len]).for_each(|(byte, domain)| *byte = u8::from(matches(*domain)));
        match_mask_in(&bytes, &[1]) & rows
    }

    /// Returns the rows of a block whose name or local part contains the text, given the block's
    /// text in one piece.
    fn match_texts(&self, store: &Store, rows: Range<usize>, text: &[u8]) -> u64 {
        let mut matches = MatchBitmap::default();
        if !matches.find_all(text, &self.text) {
            return 0;
        }
        // The end of the offsets at which a match still ends within a text.
        let last_start = |end: usize| (end + 1).saturating_sub(self.text.len());
        store.block_ranges(rows).enumerate().fold(0, |matching, (bit, range)| {
            let TextRange { start, name_end, end } = range;
            let in_name = matches.any_in(start, last_start(name_end));
            let in_local = end > name_end && matches.any_in(name_end, last_start(end));
            matching | u64::from(in_name || in_local) << bit
        })
    }

    /// Adds the rows where the text spans the `@`: it ends the local part and starts the domain.
    fn match_across_at(&self, store: &Store, first: usize, rows: u64, mut matching: u64) -> u64 {
        let Some((before_at, _)) = &self.around_at else { return matching };
        let len = (store.row_count() - first).min(64);
        for bit in 0..len {
            let row = (first + bit) as Row;
            let is_undecided = rows & !matching & 1 << bit != 0;
            if is_undecided
                && self.domain_continues[store.domain_id(row) as usize]
                && store.folded_local(row).ends_with(before_at)
            {
                matching |= 1 << bit;
            }
        }
        matching
    }
}
