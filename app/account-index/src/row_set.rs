//! A bitmap of rows, and iteration over the bits of a word.
//!
//! Why not crate `fixedbitset` or `roaring`: the unit of the whole engine is a block of 64 rows in
//! a `u64`. `fixedbitset` stores `usize`, which has 32 bits in WebAssembly, and `roaring` adds much
//! code for compression that sets of this density do not need.

/// A set of rows, one bit each. Grows as rows are inserted; a million rows take 125 kB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// Returns an empty set with capacity for `rows` rows.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(64)] }
    }

    /// Whether the set contains a row.
    #[must_use]
    pub fn contains(&self, row: u32) -> bool {
        let row = row as usize;
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Inserts a row.
    pub fn insert(&mut self, row: u32) {
        let row = row as usize;
        if row / 64 >= self.words.len() {
            self.words.resize(row / 64 + 1, 0);
        }
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Removes a row.
    pub fn remove(&mut self, row: u32) {
        let row = row as usize;
        if let Some(word) = self.words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Number of rows in the set. Counts bits, so it takes time linear in the largest row.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Number of rows that are in both sets.
    #[must_use]
    pub fn intersection_len(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// Inserts all rows of another set.
    pub fn union_with(&mut self, other: &Self) {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Removes all rows of another set.
    pub fn difference_with(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Iterates over the rows, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        // A store has fewer than 2^32 rows.
        self.words
            .iter()
            .enumerate()
            .flat_map(|(index, word)| set_bits(*word).map(move |bit| (index << 6 | bit) as u32))
    }

    /// Returns the rows, ascending. `len` must be [`RowSet::len`]; callers have it already, and
    /// with it this writes into a vector of the final size, which is faster than collecting
    /// [`RowSet::iter`].
    pub(crate) fn to_vec(&self, len: usize) -> Vec<u32> {
        let mut rows = vec![0; len];
        let mut slots = rows.iter_mut();
        for (index, word) in self.words.iter().enumerate() {
            // A store has fewer than 2^32 rows.
            let first = (index << 6) as u32;
            set_bits(*word).zip(&mut slots).for_each(|(bit, slot)| *slot = first | bit as u32);
        }
        rows
    }

    /// Returns the block of 64 rows from `index * 64` on.
    pub(crate) fn word(&self, index: usize) -> u64 {
        self.words.get(index).copied().unwrap_or(0)
    }

    pub(crate) fn set_word(&mut self, index: usize, word: u64) {
        if index >= self.words.len() {
            self.words.resize(index + 1, 0);
        }
        self.words[index] = word;
    }

    /// Memory in use, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

/// Returns the bits of `mask` for which `predicate` holds.
pub(crate) fn filter_mask(mask: u64, predicate: impl Fn(usize) -> bool) -> u64 {
    set_bits(mask).fold(0, |kept, bit| kept | u64::from(predicate(bit)) << bit)
}

/// Iterates over the positions of the set bits, ascending. `word & (word - 1)` clears the lowest
/// one.
pub(crate) fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        (bit < u64::BITS).then(|| {
            word &= word - 1;
            bit as usize
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_inserted_removed_and_counted() {
        let mut rows = RowSet::with_capacity(10);
        assert!(rows.is_empty());
        for row in [0, 63, 64, 1_000] {
            rows.insert(row);
        }
        rows.remove(64);
        rows.remove(5_000);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 63, 1_000]);
        assert!(rows.contains(63) && !rows.contains(64) && !rows.contains(1_000_000));
        assert_eq!(rows.len(), 3);
        assert_eq!(rows.to_vec(3), [0, 63, 1_000]);
    }
}
