//! Bitsets of rows: a million rows take 125 kB, and counting a set takes microseconds.
//!
//! Why not `fixedbitset` or `roaring`: sets are built in order, combined one fixed-size chunk at a
//! time on the stack, and need a constant-time rank. The console's index has its own bitset,
//! because it needs mutable sets without ranks.

use std::iter;
use std::ops::{BitAnd, BitOr, Not, Range};

/// Rows that are processed together. Their strings fit in the L1 cache, and the scan stops between
/// chunks once a page is full.
pub(super) const CHUNK: usize = 1024;

const BITS: usize = u64::BITS as usize;
const WORDS: usize = CHUNK / BITS;

/// A set of the rows of one chunk, by their index in the chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowMask([u64; WORDS]);

impl RowMask {
    /// The empty set.
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    /// Collects the items of a slice of up to [`CHUNK`] whose bit is 1 rather than 0. A number
    /// instead of a `bool` keeps the loop free of branches: on random data every other branch is
    /// mispredicted.
    #[inline]
    pub(super) fn from_bits<T>(items: &[T], bit: impl Fn(&T) -> u64) -> Self {
        let mut mask = Self::EMPTY;
        for (word, word_items) in mask.0.iter_mut().zip(items.chunks(BITS)) {
            // From the last to the first, so that each bit is shifted into place by those before
            // it.
            *word = word_items.iter().rev().fold(0, |bits, item| bits << 1 | bit(item));
        }
        mask
    }

    pub(super) fn insert(&mut self, index: usize) {
        self.0[index / BITS] |= 1 << (index % BITS);
    }

    pub(super) const fn contains(&self, index: usize) -> bool {
        self.0[index / BITS] >> (index % BITS) & 1 == 1
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The rows in a range of indexes.
    pub(super) fn in_range(&self, range: &Range<usize>) -> Self {
        let mut result = Self::EMPTY;
        for word_index in range.start / BITS..range.end.div_ceil(BITS) {
            let first_bit = word_index * BITS;
            let from_start = !low_bits(range.start.saturating_sub(first_bit));
            result.0[word_index] = self.0[word_index] & from_start & low_bits(range.end - first_bit);
        }
        result
    }

    /// All but the first `count` rows.
    pub(super) fn skip_ones(mut self, count: usize) -> Self {
        let mut remaining = count;
        for word in &mut self.0 {
            let ones = word.count_ones() as usize;
            if ones > remaining {
                (0..remaining).for_each(|_| *word &= *word - 1);
                break;
            }
            remaining -= ones;
            *word = 0;
        }
        self
    }

    /// The indexes in ascending order.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0
            .into_iter()
            .enumerate()
            .flat_map(|(word_index, word)| set_bits(word).map(move |bit| word_index * BITS + bit))
    }
}

impl BitAnd for RowMask {
    type Output = Self;

    fn bitand(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }
}

impl BitOr for RowMask {
    type Output = Self;

    fn bitor(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }
}

impl Not for RowMask {
    type Output = Self;

    fn not(mut self) -> Self {
        self.0.iter_mut().for_each(|word| *word = !*word);
        self
    }
}

/// A set of rows, built in ascending order, with a constant-time rank. An empty set does not
/// allocate.
#[derive(Debug, Default)]
pub(super) struct RowSet {
    words: Vec<u64>,
    /// The rank of each word: the number of rows in the words before it.
    word_ranks: Vec<u32>,
    count: u32,
}

impl RowSet {
    /// Adds a row, which must be greater than all rows in the set.
    pub(super) fn push(&mut self, row: usize) {
        while self.words.len() <= row / BITS {
            self.words.push(0);
            self.word_ranks.push(self.count);
        }
        self.words[row / BITS] |= 1 << (row % BITS);
        self.count += 1;
    }

    /// The number of smaller rows in the set, if the row is in the set.
    pub(super) fn rank_of(&self, row: usize) -> Option<usize> {
        let word = self.words.get(row / BITS)?;
        (word >> (row % BITS) & 1 == 1).then(|| self.rank(row))
    }

    /// The rows of a chunk.
    pub(super) fn mask(&self, chunk: usize) -> RowMask {
        let mut rows = RowMask::EMPTY;
        if let Some(words) = self.words.get(chunk * WORDS..) {
            rows.0.iter_mut().zip(words).for_each(|(word, own_word)| *word = *own_word);
        }
        rows
    }

    /// The number of rows in the set before `row`.
    pub(super) fn rank(&self, row: usize) -> usize {
        let (Some(word_rank), Some(word)) = (self.word_ranks.get(row / BITS), self.words.get(row / BITS)) else {
            return self.count as usize;
        };
        (word_rank + (word & low_bits(row % BITS)).count_ones()) as usize
    }

    /// The size in bytes.
    pub(super) const fn bytes(&self) -> usize {
        size_of::<u64>() * self.words.capacity() + size_of::<u32>() * self.word_ranks.capacity()
    }
}

/// A column in which few rows have a value, built in ascending order.
#[derive(Debug)]
pub(super) struct SparseColumn<T> {
    rows: RowSet,
    values: Vec<T>,
}

impl<T> Default for SparseColumn<T> {
    fn default() -> Self {
        Self { rows: RowSet::default(), values: Vec::new() }
    }
}

impl<T> SparseColumn<T> {
    /// Sets the value of a row, which must be greater than all rows with a value.
    pub(super) fn push(&mut self, row: usize, value: T) {
        self.rows.push(row);
        self.values.push(value);
    }

    /// The value of a row, if it has one.
    pub(super) fn get(&self, row: usize) -> Option<&T> {
        Some(&self.values[self.rows.rank_of(row)?])
    }

    /// The size in bytes, without what the values point to.
    pub(super) const fn bytes(&self) -> usize {
        self.rows.bytes() + size_of::<T>() * self.values.capacity()
    }
}

/// A mask of the lowest `count` bits.
const fn low_bits(count: usize) -> u64 {
    if count >= BITS { u64::MAX } else { (1 << count) - 1 }
}

/// The indexes of the bits that are 1, in ascending order.
fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (bit < BITS).then_some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_row_set_contains_the_pushed_rows(rows_in in btree_set(0..5_000_usize, 0..200), row in 0..6_000_usize) {
            let mut rows = RowSet::default();
            rows_in.iter().for_each(|row_in| rows.push(*row_in));
            prop_assert_eq!(rows.rank_of(row), rows_in.iter().position(|row_in| *row_in == row));
            let chunk = row / CHUNK;
            let expected: Vec<_> = rows_in.iter().filter(|row_in| **row_in / CHUNK == chunk).map(|row_in| row_in % CHUNK).collect();
            prop_assert_eq!(rows.mask(chunk).iter().collect::<Vec<_>>(), expected);
            prop_assert_eq!(rows.rank(row), rows_in.range(..row).count());
        }

        #[test]
        fn a_row_mask_is_a_set(
            left_bits in vec(any::<bool>(), 0..=CHUNK),
            right_bits in vec(any::<bool>(), 0..=CHUNK),
            from in 0..=CHUNK,
            to in 0..=CHUNK,
        ) {
            let is_set = |bits: &[bool], index: usize| bits.get(index).copied().unwrap_or_default();
            let expected = |predicate: &dyn Fn(usize) -> bool| (0..CHUNK).filter(|index| predicate(*index)).collect::<Vec<_>>();
            let (a, b) = (RowMask::from_bits(&left_bits, |bit| u64::from(*bit)), RowMask::from_bits(&right_bits, |bit| u64::from(*bit)));
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), expected(&|index| is_set(&left_bits, index)));
            prop_assert_eq!(a.count(), left_bits.iter().filter(|bit| **bit).count());
            prop_assert_eq!(a.is_empty(), !left_bits.contains(&true));
            prop_assert_eq!((a & b).iter().collect::<Vec<_>>(), expected(&|index| is_set(&left_bits, index) && is_set(&right_bits, index)));
            prop_assert_eq!((a | b).iter().collect::<Vec<_>>(), expected(&|index| is_set(&left_bits, index) || is_set(&right_bits, index)));
            prop_assert_eq!((!a).iter().collect::<Vec<_>>(), expected(&|index| !is_set(&left_bits, index)));
            let rest = a.skip_ones(from).iter().collect::<Vec<_>>();
            prop_assert_eq!(rest, a.iter().skip(from).collect::<Vec<_>>());
            let within = a.in_range(&(from..to)).iter().collect::<Vec<_>>();
            prop_assert_eq!(within, expected(&|index| (from..to).contains(&index) && is_set(&left_bits, index)));
        }
    }
}
