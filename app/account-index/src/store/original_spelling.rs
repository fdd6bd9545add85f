//! Original spellings of the names and addresses that case folding has changed.

use super::row::Row;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// Names and addresses as the platform spells them, for the few rows where that cannot be
/// reconstructed from the folded text.
#[derive(Debug, Default)]
pub(super) struct OriginalSpellings {
    /// Username and email address of one row after the other. Replaced ones stay until the end.
    text: String,
    spans: HashMap<Row, Span, FxBuildHasher>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    name_len: u16,
    email_len: u16,
}

impl OriginalSpellings {
    /// Returns the name of a row, if it was recorded.
    pub(super) fn name(&self, row: Row) -> Option<&str> {
        let span = self.spans.get(&row)?;
        Some(&self.text[span.start as usize..][..usize::from(span.name_len)])
    }

    /// Returns the email address of a row, if it was recorded.
    pub(super) fn email(&self, row: Row) -> Option<&str> {
        let span = self.spans.get(&row)?;
        Some(&self.text[span.start as usize + usize::from(span.name_len)..][..usize::from(span.email_len)])
    }

    pub(super) fn remove(&mut self, row: Row) {
        self.spans.remove(&row);
    }

    /// Records the spelling of a row. Past 4 GiB the row keeps its folded spelling.
    pub(super) fn insert(&mut self, row: Row, name: &str, email: &str) {
        if let (Ok(start), Ok(name_len), Ok(email_len)) =
            (u32::try_from(self.text.len()), u16::try_from(name.len()), u16::try_from(email.len()))
        {
            self.text.push_str(name);
            self.text.push_str(email);
            self.spans.insert(row, Span { start, name_len, email_len });
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.spans.allocation_size()
    }
}
