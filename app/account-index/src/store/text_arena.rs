//! The names and local parts of all rows in one buffer, as they are searched.

use super::char_signature::CharSet64;
use super::reserve::reserve_amortized;
use crate::row_set::RowSet;
use account_api::search_fold_into;
use core::ops::Range;

/// Marks a row whose local part equals its name and so is not stored a second time.
const LOCAL_IS_NAME: u16 = u16::MAX;

/// An append-only buffer with the searched text of every row: the name, then the local part of the
/// email address. Rows that come in order lie next to each other, so that a block of 64 rows can be
/// searched in one pass.
///
/// ```text
///   text    a d a | a n n | a n n a . b | z o e | z . d o e
///           name    name    local         name    local        (ada's local part is "ada")
///   starts  0       3                     12
/// ```
#[derive(Debug, Default)]
pub(super) struct TextArena {
    text: Vec<u8>,
    /// Start of each row's text.
    starts: Vec<u32>,
    name_lens: Vec<u16>,
    /// Length of each row's local part, or [`LOCAL_IS_NAME`].
    local_lens: Vec<u16>,
    /// Rows that were changed: their text was appended after that of later rows.
    relocated: RowSet,
}

/// The position of one row's text, as byte offsets.
pub(crate) struct TextRange {
    /// Start of the name.
    pub(crate) start: usize,
    /// End of the name, and start of the local part.
    pub(crate) name_end: usize,
    /// End of the local part; equal to `name_end` if the local part equals the name.
    pub(crate) end: usize,
}

/// A text that was appended and belongs to no row yet.
pub(super) struct TextSpan {
    start: u32,
    name_len: u16,
    local_len: u16,
    pub(super) char_set: CharSet64,
}

impl TextArena {
    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Number of rows that fit without reallocation.
    pub(super) fn row_capacity(&self) -> usize {
        self.starts.capacity()
    }

    /// Reserves memory for `total` rows, assuming that texts stay as long as they are on average.
    /// The arena must not be empty.
    pub(super) fn reserve(&mut self, total: usize) {
        let rows = self.len();
        let additional = total.saturating_sub(rows);
        self.starts.reserve_exact(additional);
        self.name_lens.reserve_exact(additional);
        self.local_lens.reserve_exact(additional);
        // A margin of 1/32, so that a few long names do not force a copy of the whole buffer.
        let expected = (self.text.len() as u64 * total as u64 / rows as u64) as usize;
        self.text.reserve_exact((expected + expected / 32).saturating_sub(self.text.len()));
    }

    /// Appends a name and a local part. `None` past 4 GiB or if one is too long.
    pub(super) fn append(&mut self, name: &str, local: &str) -> Option<TextSpan> {
        let mut folded = String::new();
        search_fold_into(name, &mut folded);
        let name_len = folded.len();
        search_fold_into(local, &mut folded);
        let (folded_name, folded_local) = folded.split_at(name_len);
        let local_is_name = folded_name == folded_local;
        let len = if local_is_name { name_len } else { folded.len() };
        let stored = &folded.as_bytes()[..len];
        let span = TextSpan {
            start: u32::try_from(self.text.len()).ok()?,
            name_len: u16::try_from(name_len).ok()?,
            local_len: if local_is_name { LOCAL_IS_NAME } else { u16::try_from(folded_local.len()).ok()? },
            char_set: CharSet64::from_bytes(stored),
        };
        u32::try_from(self.text.len() + len).ok()?;
        let spare = self.text.capacity() - self.text.len();
        if spare < len {
            self.text.reserve_exact(len + self.text.len() / 8);
        }
        self.text.extend_from_slice(stored);
        Some(span)
    }

    /// Makes an appended text that of a new row.
    pub(super) fn push(&mut self, span: &TextSpan) {
        reserve_amortized(&mut self.starts, 1).push(span.start);
        reserve_amortized(&mut self.name_lens, 1).push(span.name_len);
        reserve_amortized(&mut self.local_lens, 1).push(span.local_len);
    }

    /// Makes an appended text that of an existing row. The old text stays in the buffer, unused.
    pub(super) fn relocate(&mut self, row: u32, span: &TextSpan) {
        let index = row as usize;
        self.relocated.insert(row);
        self.starts[index] = span.start;
        self.name_lens[index] = span.name_len;
        self.local_lens[index] = span.local_len;
    }

    /// Returns the text of a block of up to 64 rows that starts at a multiple of 64, in one slice.
    /// Between the rows there may be text of others. `None` if a row of the block was relocated.
    pub(super) fn block_text(&self, rows: Range<usize>) -> Option<&[u8]> {
        if self.relocated.word(rows.start / 64) != 0 {
            return None;
        }
        let last = self.range(rows.end.checked_sub(1)?);
        self.text.get(self.starts[rows.start] as usize..last.end)
    }

    /// Iterates over the positions of the rows in [`TextArena::block_text`].
    pub(super) fn block_ranges(&self, rows: Range<usize>) -> impl Iterator<Item = TextRange> + '_ {
        let base = self.starts[rows.start] as usize;
        rows.map(move |row| {
            let TextRange { start, name_end, end } = self.range(row);
            TextRange { start: start - base, name_end: name_end - base, end: end - base }
        })
    }

    #[inline]
    fn range(&self, row: usize) -> TextRange {
        let start = self.starts[row] as usize;
        let name_end = start + usize::from(self.name_lens[row]);
        let end = match self.local_lens[row] {
            LOCAL_IS_NAME => name_end,
            len => name_end + usize::from(len),
        };
        TextRange { start, name_end, end }
    }

    /// Returns the folded name of a row.
    #[inline]
    pub(super) fn name(&self, row: u32) -> &[u8] {
        let index = row as usize;
        &self.text[self.starts[index] as usize..][..usize::from(self.name_lens[index])]
    }

    /// Returns the folded local part of a row.
    #[inline]
    pub(super) fn local(&self, row: u32) -> &[u8] {
        let index = row as usize;
        match self.local_lens[index] {
            LOCAL_IS_NAME => self.name(row),
            len => {
                let start = self.starts[index] as usize + usize::from(self.name_lens[index]);
                &self.text[start..][..usize::from(len)]
            }
        }
    }

    /// Returns the folded local part of a row if it differs from the name.
    #[inline]
    pub(super) fn distinct_local(&self, row: u32) -> Option<&[u8]> {
        (self.local_lens[row as usize] != LOCAL_IS_NAME).then(|| self.local(row))
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity()
            + self.starts.capacity() * size_of::<u32>()
            + (self.name_lens.capacity() + self.local_lens.capacity()) * size_of::<u16>()
            + self.relocated.bytes()
    }
}
