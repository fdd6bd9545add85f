//! A string arena: many strings concatenated in one buffer, so that searching all of them is
//! searching one string.
//!
//! Why not an Arrow `StringArray`: the terminators between strings keep matches from crossing a
//! boundary, and the crate is far larger than this file.

use super::load_error::LoadError;
use super::rows::{RowMask, RowSet};
use std::ops::Range;

/// The terminator of each string. No string of a platform contains a control character (see
/// [`names::is_valid_username`](crate::platform::names::is_valid_username) and
/// [`names::is_storable_email`](crate::platform::names::is_storable_email)).
pub(super) const TERMINATOR: char = '\0';

/// Concatenated strings, accessed by index.
#[derive(Debug, Default)]
pub(super) struct StringArena {
    /// The strings, each followed by [`TERMINATOR`].
    buffer: String,
    /// The end offset of each string, after its [`TERMINATOR`].
    ends: Vec<u32>,
}

impl StringArena {
    fn with_capacity(count: usize, bytes: usize) -> Self {
        Self { buffer: String::with_capacity(bytes), ends: Vec::with_capacity(count) }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string at an index.
    pub(super) fn get(&self, index: usize) -> &str {
        &self.buffer[self.start(index)..self.ends[index] as usize - TERMINATOR.len_utf8()]
    }

    /// The bytes of a range of strings, with their [`TERMINATOR`]s.
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.buffer.as_bytes()[self.start(range.start)..self.start(range.end)]
    }

    /// The end offsets of a range of strings, after their [`TERMINATOR`]s.
    pub(super) fn ends(&self, range: Range<usize>) -> &[u32] {
        &self.ends[range]
    }

    /// Returns which strings of a range end with a suffix of at least one character, by their index
    /// in the range.
    pub(super) fn with_suffix(&self, suffix: &str, range: Range<usize>) -> RowMask {
        let (buffer, last_byte) = (self.buffer.as_bytes(), suffix.as_bytes().last());
        RowMask::from_bits(&self.ends[range], |end| {
            let string_end = *end as usize - TERMINATOR.len_utf8();
            // The suffix contains no terminator, so it cannot match across a string's start.
            let last_matches = string_end.checked_sub(1).map(|index| &buffer[index]) == last_byte;
            u64::from(last_matches && buffer[..string_end].ends_with(suffix.as_bytes()))
        })
    }

    fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |previous| self.ends[previous] as usize)
    }

    fn push(&mut self, text: &str) -> Result<(), LoadError> {
        self.buffer.push_str(text);
        self.finish()
    }

    /// Pushes a string, case-folded.
    fn push_folded(&mut self, text: &str) -> Result<(), LoadError> {
        if text.is_ascii() {
            // Most strings are ASCII, and `make_ascii_lowercase` is vectorized.
            let start = self.buffer.len();
            self.buffer.push_str(text);
            self.buffer[start..].make_ascii_lowercase();
        } else {
            self.buffer.extend(account_api::case_fold_chars(text));
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<(), LoadError> {
        self.buffer.push(TERMINATOR);
        self.ends.push(u32::try_from(self.buffer.len()).map_err(|_| LoadError::TooMuchText)?);
        Ok(())
    }

    const fn heap_bytes(&self) -> usize {
        self.buffer.capacity() + size_of::<u32>() * self.ends.capacity()
    }
}

/// Case-folded strings for searching, with the original spelling of those that folding changes.
#[derive(Debug, Default)]
pub(super) struct FoldedColumn {
    folded: StringArena,
    /// The indexes of strings that folding changed.
    unfolded_rows: RowSet,
    /// The original spelling of those strings.
    unfolded: StringArena,
}

impl FoldedColumn {
    /// An empty column with the capacity for another column's strings.
    pub(super) fn with_capacity_of(other: &Self) -> Self {
        let arena = |texts: &StringArena| StringArena::with_capacity(texts.len(), texts.buffer.len());
        Self { folded: arena(&other.folded), unfolded_rows: RowSet::default(), unfolded: arena(&other.unfolded) }
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// The case-folded strings.
    pub(super) const fn folded(&self) -> &StringArena {
        &self.folded
    }

    /// The original spelling of a string.
    pub(super) fn get(&self, index: usize) -> &str {
        self.unfolded_rows.rank_of(index).map_or_else(|| self.folded.get(index), |rank| self.unfolded.get(rank))
    }

    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, text: &str) -> Result<(), LoadError> {
        let index = self.len();
        self.folded.push_folded(text)?;
        if self.folded.get(index) != text {
            self.unfolded_rows.push(index);
            self.unfolded.push(text)?;
        }
        Ok(())
    }

    /// The size in bytes.
    pub(super) const fn heap_bytes(&self) -> usize {
        self.folded.heap_bytes() + self.unfolded_rows.bytes() + self.unfolded.heap_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_are_returned_as_written_and_case_folded(strings in vec(prop_oneof!["\\PC{0,8}", "[aAäÄ]{0,2}"], 0..40)) {
            let mut texts = FoldedColumn::default();
            strings.iter().try_for_each(|text| texts.push(text)).unwrap();
            prop_assert_eq!(texts.len(), strings.len());
            for (index, text) in strings.iter().enumerate() {
                prop_assert_eq!(texts.get(index), text);
                prop_assert_eq!(texts.folded().get(index), account_api::case_fold_chars(text).collect::<String>());
            }
            // Other strings may end like the first one.
            if let Some(last_char) = strings.first().and_then(|text| account_api::case_fold_chars(text).last()) {
                let expected: Vec<_> = (0..strings.len()).filter(|index| texts.folded().get(*index).ends_with(last_char)).collect();
                let found = texts.folded().with_suffix(&last_char.to_string(), 0..strings.len());
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
            }
            let all: String = strings.iter().map(|text| account_api::case_fold_chars(text).collect::<String>() + "\0").collect();
            prop_assert_eq!(texts.folded().bytes(0..strings.len()), all.as_bytes());
        }
    }
}
