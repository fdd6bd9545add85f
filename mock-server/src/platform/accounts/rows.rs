//! Sets of rows, a bit for each: a million rows are 125 kB, and to count a set takes microseconds.

use std::iter;
use std::ops::{BitAnd, BitOr, Not, Range};

/// How many rows are looked at together. Their texts fit the processor's nearest cache, and what is found among them can be
/// thrown away once a page is full.
pub(super) const CHUNK: usize = 1024;

const BITS: usize = u64::BITS as usize;
const WORDS: usize = CHUNK / BITS;

/// Some of the rows of one chunk, by their place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk([u64; WORDS]);

impl Chunk {
    /// None of them.
    pub(super) const NONE: Self = Self([0; WORDS]);

    /// Those of a sequence of up to [`CHUNK`] whose bit is 1, and not 0. A number and not a truth, because half of a million
    /// truths would be guessed wrong by the processor, each at the price of ten that are not guessed.
    #[inline]
    pub(super) fn of<T>(sequence: &[T], bit: impl Fn(&T) -> u64) -> Self {
        let mut chunk = Self::NONE;
        for (word, items) in chunk.0.iter_mut().zip(sequence.chunks(BITS)) {
            // From the last to the first, so that each bit is shifted to its place by those before it.
            *word = items.iter().rev().fold(0, |bits, item| bits << 1 | bit(item));
        }
        chunk
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.0[at / BITS] |= 1 << (at % BITS);
    }

    pub(super) const fn contains(&self, at: usize) -> bool {
        self.0[at / BITS] >> (at % BITS) & 1 == 1
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Those between two places.
    pub(super) fn within(&self, range: &Range<usize>) -> Self {
        let mut within = Self::NONE;
        for at in range.start / BITS..range.end.div_ceil(BITS) {
            let first = at * BITS;
            let not_before = !word_below(range.start.saturating_sub(first));
            within.0[at] = self.0[at] & not_before & word_below(range.end - first);
        }
        within
    }

    /// All but the first so many.
    pub(super) fn without_first(mut self, count: usize) -> Self {
        let mut left = count;
        for word in &mut self.0 {
            let ones = word.count_ones() as usize;
            if ones > left {
                (0..left).for_each(|_| *word &= *word - 1);
                break;
            }
            left -= ones;
            *word = 0;
        }
        self
    }

    /// Their places, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| ones(word).map(move |bit| at * BITS + bit))
    }
}

impl BitAnd for Chunk {
    type Output = Self;

    fn bitand(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }
}

impl BitOr for Chunk {
    type Output = Self;

    fn bitor(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }
}

impl Not for Chunk {
    type Output = Self;

    fn not(mut self) -> Self {
        self.0.iter_mut().for_each(|word| *word = !*word);
        self
    }
}

/// Any set of rows, put together in ascending order. Costs nothing while it is empty.
#[derive(Debug, Default)]
pub(super) struct Rows {
    words: Vec<u64>,
    /// How many stand before each word.
    before: Vec<u32>,
    count: u32,
}

impl Rows {
    /// Adds a row that stands behind all that are in.
    pub(super) fn push(&mut self, row: usize) {
        while self.words.len() <= row / BITS {
            self.words.push(0);
            self.before.push(self.count);
        }
        self.words[row / BITS] |= 1 << (row % BITS);
        self.count += 1;
    }

    /// Where among them a row stands, if it is one of them.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        let word = self.words.get(row / BITS)?;
        (word >> (row % BITS) & 1 == 1).then(|| self.before(row))
    }

    /// Those of a chunk.
    pub(super) fn chunk(&self, chunk: usize) -> Chunk {
        let mut rows = Chunk::NONE;
        if let Some(words) = self.words.get(chunk * WORDS..) {
            rows.0.iter_mut().zip(words).for_each(|(word, ours)| *word = *ours);
        }
        rows
    }

    /// How many of them stand before a row.
    pub(super) fn before(&self, row: usize) -> usize {
        let (Some(before), Some(word)) = (self.before.get(row / BITS), self.words.get(row / BITS)) else {
            return self.count as usize;
        };
        (before + (word & word_below(row % BITS)).count_ones()) as usize
    }

    /// What they take, in bytes.
    pub(super) const fn bytes(&self) -> usize {
        size_of::<u64>() * self.words.capacity() + size_of::<u32>() * self.before.capacity()
    }
}

/// Values that few rows have, put together in ascending order of the rows.
#[derive(Debug)]
pub(super) struct Sparse<T> {
    rows: Rows,
    values: Vec<T>,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self { rows: Rows::default(), values: Vec::new() }
    }
}

impl<T> Sparse<T> {
    /// Gives a value to a row that stands behind all that have one.
    pub(super) fn push(&mut self, row: usize, value: T) {
        self.rows.push(row);
        self.values.push(value);
    }

    /// The value of a row, if it has one.
    pub(super) fn get(&self, row: usize) -> Option<&T> {
        Some(&self.values[self.rows.place(row)?])
    }

    /// What they take, in bytes, without what the values point to.
    pub(super) const fn bytes(&self) -> usize {
        self.rows.bytes() + size_of::<T>() * self.values.capacity()
    }
}

/// The lowest so many bits of a word.
const fn word_below(count: usize) -> u64 {
    if count >= BITS { u64::MAX } else { (1 << count) - 1 }
}

/// The places of a word's ones, from the lowest.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    iter::from_fn(move || {
        let at = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (at < BITS).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_the_numbers_that_were_put_in(numbers in btree_set(0..5_000_usize, 0..200), asked in 0..6_000_usize) {
            let mut rows = Rows::default();
            numbers.iter().for_each(|number| rows.push(*number));
            prop_assert_eq!(rows.place(asked), numbers.iter().position(|number| *number == asked));
            let chunk = asked / CHUNK;
            let expected: Vec<_> = numbers.iter().filter(|number| **number / CHUNK == chunk).map(|number| number % CHUNK).collect();
            prop_assert_eq!(rows.chunk(chunk).iter().collect::<Vec<_>>(), expected);
            prop_assert_eq!(rows.before(asked), numbers.range(..asked).count());
        }

        #[test]
        fn a_chunk_is_a_set(
            one in vec(any::<bool>(), 0..=CHUNK),
            other in vec(any::<bool>(), 0..=CHUNK),
            from in 0..=CHUNK,
            to in 0..=CHUNK,
        ) {
            let holds = |bits: &[bool], at: usize| bits.get(at).copied().unwrap_or_default();
            let expected = |wanted: &dyn Fn(usize) -> bool| (0..CHUNK).filter(|at| wanted(*at)).collect::<Vec<_>>();
            let (a, b) = (Chunk::of(&one, |bit| u64::from(*bit)), Chunk::of(&other, |bit| u64::from(*bit)));
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), expected(&|at| holds(&one, at)));
            prop_assert_eq!(a.count(), one.iter().filter(|bit| **bit).count());
            prop_assert_eq!(a.is_empty(), !one.contains(&true));
            prop_assert_eq!((a & b).iter().collect::<Vec<_>>(), expected(&|at| holds(&one, at) && holds(&other, at)));
            prop_assert_eq!((a | b).iter().collect::<Vec<_>>(), expected(&|at| holds(&one, at) || holds(&other, at)));
            prop_assert_eq!((!a).iter().collect::<Vec<_>>(), expected(&|at| !holds(&one, at)));
            let all_but = a.without_first(from).iter().collect::<Vec<_>>();
            prop_assert_eq!(all_but, a.iter().skip(from).collect::<Vec<_>>());
            let within = a.within(&(from..to)).iter().collect::<Vec<_>>();
            prop_assert_eq!(within, expected(&|at| (from..to).contains(&at) && holds(&one, at)));
        }
    }
}
