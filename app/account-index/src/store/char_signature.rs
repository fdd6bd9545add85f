//! A bit-sliced signature index: which rows contain which characters.
//!
//! Every row has a signature of 64 bits, one per character or group of characters. A text can
//! contain a search text only if its signature has all bits of the search text's signature, so the
//! index rules out most rows before any text is read. This is a bit-sliced signature file, as in
//! "BitFunnel: Revisiting Signatures for Search" (SIGIR 2017). A signature is a Bloom filter of the
//! row's bytes, except that the one hash function is a fixed table from bytes to bits: it has false
//! positives, but no false negatives.
//!
//! *Bit-sliced* means that the matrix is stored by character, not by row: one `u64` holds one
//! character's bit for 64 rows. Testing 64 rows for `ann` is `slice('a') & slice('n')`, two loads.
//!
//! ```text
//!                  rows 0..64    64..128   ...  4032..4096
//!   group 0   'a'  [ u64       ][ u64     ] ... [ u64 ]      64 words, one after the other
//!             'b'  [ u64       ][ u64     ] ... [ u64 ]
//!             ...                                            64 characters
//!   group 1   'a'  [ rows 4096.. ] ...
//! ```

use super::reserve::reserve_amortized;
use super::row::Row;

/// The set of characters in a text, one bit each. Letters, digits and the usual punctuation of
/// names have a bit of their own; the other byte values share the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharSet64(u64);

impl CharSet64 {
    pub(crate) fn from_bytes(text: &[u8]) -> Self {
        Self(text.iter().fold(0, |bits, byte| bits | 1 << bit_of(*byte)))
    }

    fn bits(self) -> impl Iterator<Item = usize> {
        crate::row_set::set_bits(self.0)
    }
}

/// Number of bits that stand for exactly one byte value.
const EXACT_BITS: u8 = 42;

/// Returns the bit of a byte.
const fn bit_of(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => 26 + byte - b'0',
        b'.' => 36,
        b'-' => 37,
        b'_' => 38,
        b'@' => 39,
        b' ' => 40,
        b'+' => 41,
        other => EXACT_BITS + other % 22,
    }
}

/// Whether a byte has a bit of its own, so that the signature alone answers a search for it.
pub(crate) const fn is_exact(byte: u8) -> bool {
    bit_of(byte) < EXACT_BITS
}

/// Bits of a signature.
const CHARS: usize = u64::BITS as usize;

/// Words per (character, row group) in the bit-sliced layout: long enough for a sequential scan of
/// one character, short enough that one row's bits stay close.
const WORDS_PER_GROUP: usize = 64;

/// The signatures of all rows, bit-sliced.
#[derive(Debug, Default)]
pub(super) struct SignatureIndex {
    /// [`WORDS_PER_GROUP`] words for each character of the first row group, then of the next.
    words: Vec<u64>,
}

impl SignatureIndex {
    /// Sets the signature of a new row.
    pub(super) fn insert(&mut self, row: Row, chars: CharSet64) {
        let block = row as usize / 64;
        let end = words_for_blocks(block + 1);
        if end > self.words.len() {
            let additional = end - self.words.len();
            reserve_amortized(&mut self.words, additional).resize(end, 0);
        }
        chars.bits().for_each(|char_bit| self.words[word_index(block, char_bit)] |= 1 << (row % 64));
    }

    /// Replaces the signature of an existing row.
    pub(super) fn replace(&mut self, row: Row, chars: CharSet64) {
        let block = row as usize / 64;
        (0..CHARS).for_each(|char_bit| self.words[word_index(block, char_bit)] &= !(1 << (row % 64)));
        self.insert(row, chars);
    }

    /// Returns the rows of a block whose signature has all of some characters.
    pub(super) fn rows_containing(&self, block: usize, chars: CharSet64) -> u64 {
        chars
            .bits()
            .fold(u64::MAX, |rows, char_bit| rows & self.words.get(word_index(block, char_bit)).copied().unwrap_or(0))
    }

    /// Reserves memory for `rows` rows in total.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.words.reserve_exact(words_for_blocks(rows.div_ceil(64)).saturating_sub(self.words.len()));
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.words.capacity() * size_of::<u64>()
    }
}

/// Returns the position of a character's bits for a block of 64 rows.
const fn word_index(block: usize, char_bit: usize) -> usize {
    (block / WORDS_PER_GROUP * CHARS + char_bit) * WORDS_PER_GROUP + block % WORDS_PER_GROUP
}

/// Returns the number of words for so many blocks, rounded up to whole groups.
const fn words_for_blocks(blocks: usize) -> usize {
    blocks.div_ceil(WORDS_PER_GROUP) * CHARS * WORDS_PER_GROUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_have_a_bit_of_their_own() {
        let exact = b"abcdefghijklmnopqrstuvwxyz0123456789.-_@ +";
        assert_eq!(CharSet64::from_bytes(exact).bits().count(), exact.len());
        assert!((0..=u8::MAX).all(|byte| exact.contains(&byte) == is_exact(byte)));
    }

    #[test]
    fn rows_are_found_by_their_current_characters() {
        let mut index = SignatureIndex::default();
        for (row, text) in [(0, "anna"), (63, "dan"), (64, "nobody")] {
            index.insert(row, CharSet64::from_bytes(text.as_bytes()));
        }
        index.replace(63, CharSet64::from_bytes(b"dee"));
        index.insert(100_000, CharSet64::from_bytes(b"nora"));
        let rows = |block, text: &str| index.rows_containing(block, CharSet64::from_bytes(text.as_bytes()));
        assert_eq!([rows(0, "an"), rows(0, "de"), rows(0, "and"), rows(0, "")], [1, 1 << 63, 0, u64::MAX]);
        assert_eq!([rows(1, "no"), rows(2, "no"), rows(100, "no")], [1, 0, 0]);
        assert_eq!(rows(100_000 / 64, "or"), 1 << (100_000 % 64));
    }
}
