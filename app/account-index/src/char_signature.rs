//! Which letters texts have.

use crate::store::{Row, reserve_amortized};

/// Which letters a text has, one bit each: letters, digits and what names are punctuated with have bits of their own, all else
/// shares the others. A text without a letter of another text does not have that other text in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharSet64(u64);

impl CharSet64 {
    pub(crate) fn of(text: &[u8]) -> Self {
        Self(text.iter().fold(0, |letters, byte| letters | 1 << bit(*byte)))
    }

    fn bits(self) -> impl Iterator<Item = usize> {
        crate::row_set::set_bits(self.0)
    }
}

/// The bit of a byte.
const fn bit(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => 26 + byte - b'0',
        b'.' => 36,
        b'-' => 37,
        b'_' => 38,
        b'@' => 39,
        b' ' => 40,
        b'+' => 41,
        other => 42 + other % 22,
    }
}

/// Whether the bit of a byte is its own.
pub(crate) const fn is_exact(byte: u8) -> bool {
    bit(byte) < 42
}

/// How many letters are told apart.
const LETTERS: usize = u64::BITS as usize;

/// How many words of sixty-four rows each lie together for a letter, before those for the next letter: looking for one goes straight
/// on in memory for a while, and a row's letters are not far apart.
const WORDS_PER_GROUP: usize = 64;

/// The letters of many rows, by letter: which of sixty-four rows have some is one look at each of the letters.
#[derive(Debug, Default)]
pub(crate) struct SignatureIndex {
    /// [`TOGETHER`] words for each letter, of the first rows; then of those that follow.
    words: Vec<u64>,
}

impl SignatureIndex {
    /// Takes in what a row has that was not there.
    pub(crate) fn add(&mut self, row: Row, letters: CharSet64) {
        let word = row as usize / 64;
        let end = words_up_to(word + 1);
        if end > self.words.len() {
            let more = end - self.words.len();
            reserve_amortized(&mut self.words, more).resize(end, 0);
        }
        letters.bits().for_each(|letter| self.words[place(word, letter)] |= 1 << (row % 64));
    }

    /// Takes in what a row has now that was there, in place of what it had.
    pub(crate) fn change(&mut self, row: Row, letters: CharSet64) {
        let word = row as usize / 64;
        (0..LETTERS).for_each(|letter| self.words[place(word, letter)] &= !(1 << (row % 64)));
        self.add(row, letters);
    }

    /// Which of sixty-four rows from `word * 64` on have all of some letters.
    pub(crate) fn rows_containing(&self, word: usize, letters: CharSet64) -> u64 {
        letters.bits().fold(u64::MAX, |rows, letter| rows & self.words.get(place(word, letter)).copied().unwrap_or(0))
    }

    /// Makes room for so many rows in all.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.words.reserve_exact(words_up_to(rows.div_ceil(64)).saturating_sub(self.words.len()));
    }

    /// What it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// Where a letter of sixty-four rows is.
const fn place(word: usize, letter: usize) -> usize {
    (word / WORDS_PER_GROUP * LETTERS + letter) * WORDS_PER_GROUP + word % WORDS_PER_GROUP
}

/// How many words there are, where there are so many for each letter.
const fn words_up_to(words: usize) -> usize {
    words.div_ceil(WORDS_PER_GROUP) * LETTERS * WORDS_PER_GROUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_bits_of_their_own() {
        let exact = b"abcdefghijklmnopqrstuvwxyz0123456789.-_@ +";
        assert_eq!(CharSet64::of(exact).bits().count(), exact.len());
        assert!((0..=u8::MAX).all(|byte| exact.contains(&byte) == is_exact(byte)));
    }

    #[test]
    fn rows_have_the_letters_that_they_were_given_last() {
        let mut rows = SignatureIndex::default();
        for (row, text) in [(0, "anna"), (63, "dan"), (64, "nobody")] {
            rows.add(row, CharSet64::of(text.as_bytes()));
        }
        rows.change(63, CharSet64::of(b"dee"));
        rows.add(100_000, CharSet64::of(b"nora"));
        let having = |word, text: &str| rows.rows_containing(word, CharSet64::of(text.as_bytes()));
        assert_eq!([having(0, "an"), having(0, "de"), having(0, "and"), having(0, "")], [1, 1 << 63, 0, u64::MAX]);
        assert_eq!([having(1, "no"), having(2, "no"), having(100, "no")], [1, 0, 0]);
        assert_eq!(having(100_000 / 64, "or"), 1 << (100_000 % 64));
    }
}
