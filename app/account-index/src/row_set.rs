//! A set of rows.

/// A set of rows, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    words: Vec<u64>,
}

impl Rows {
    /// No row, with room for so many.
    #[must_use]
    pub fn with_capacity(of: usize) -> Self {
        Self { words: vec![0; of.div_ceil(64)] }
    }

    /// Whether a row is one of them.
    #[must_use]
    pub fn has(&self, row: u32) -> bool {
        let row = row as usize;
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Adds a row.
    pub fn add(&mut self, row: u32) {
        let row = row as usize;
        if row / 64 >= self.words.len() {
            self.words.resize(row / 64 + 1, 0);
        }
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: u32) {
        let row = row as usize;
        if let Some(word) = self.words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many of them are others too.
    #[must_use]
    pub fn intersection_len(&self, others: &Self) -> usize {
        self.words.iter().zip(&others.words).map(|(word, other)| (word & other).count_ones() as usize).sum()
    }

    /// Adds others.
    pub fn union_with(&mut self, others: &Self) {
        if others.words.len() > self.words.len() {
            self.words.resize(others.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&others.words) {
            *word |= other;
        }
    }

    /// Takes others out.
    pub fn difference_with(&mut self, others: &Self) {
        for (word, other) in self.words.iter_mut().zip(&others.words) {
            *word &= !other;
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// All of them, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        // A store has fewer than 2^32 rows.
        self.words.iter().enumerate().flat_map(|(at, word)| set_bits(*word).map(move |bit| (at << 6 | bit) as u32))
    }

    /// All of them, ascending, of whom it is known how many they are: quicker than one after the other.
    pub(crate) fn to_vec(&self, count: usize) -> Vec<u32> {
        let mut all = vec![0; count];
        let mut left = all.iter_mut();
        for (at, word) in self.words.iter().enumerate() {
            // A store has fewer than 2^32 rows.
            let first = (at << 6) as u32;
            set_bits(*word).zip(&mut left).for_each(|(bit, row)| *row = first | bit as u32);
        }
        all
    }

    /// Sixty-four rows at once, from `at * 64` on.
    pub(crate) fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    pub(crate) fn set_word(&mut self, at: usize, word: u64) {
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] = word;
    }

    /// What it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

/// Those of sixty-four rows of which something is so.
pub(crate) fn filter_mask(rows: u64, is: impl Fn(usize) -> bool) -> u64 {
    set_bits(rows).fold(0, |those, at| those | u64::from(is(at)) << at)
}

/// The places of the bits that are set, ascending.
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
    fn rows_are_added_taken_out_and_counted() {
        let mut rows = Rows::with_capacity(10);
        assert!(rows.is_empty());
        for row in [0, 63, 64, 1_000] {
            rows.add(row);
        }
        rows.remove(64);
        rows.remove(5_000);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 63, 1_000]);
        assert!(rows.has(63) && !rows.has(64) && !rows.has(1_000_000));
        assert_eq!(rows.count(), 3);
    }
}
