//! Many texts in one piece of memory: one after another, so that to look for something in all of them is to look through one
//! text.

use super::LoadError;
use super::rows::{Chunk, Rows};
use std::ops::Range;

/// What stands behind each text. No text of a platform holds a control character ([`names::is_legal`], [`names::is_storable_email`]).
pub(super) const END: char = '\0';

/// Texts by number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// One after another, each with an [`END`].
    all: String,
    /// Where each of them stops, behind its [`END`].
    ends: Vec<u32>,
}

impl Texts {
    fn with_capacity(count: usize, bytes: usize) -> Self {
        Self { all: String::with_capacity(bytes), ends: Vec::with_capacity(count) }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text at a place.
    pub(super) fn get(&self, at: usize) -> &str {
        &self.all[self.start(at)..self.ends[at] as usize - END.len_utf8()]
    }

    /// Some that follow each other, with their [`END`]s.
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.all.as_bytes()[self.start(range.start)..self.start(range.end)]
    }

    /// Where in all of them each of some stops, behind its [`END`].
    pub(super) fn ends(&self, range: Range<usize>) -> &[u32] {
        &self.ends[range]
    }

    /// Which of some end in a text of one character at least, by their place among them.
    pub(super) fn ending_in(&self, text: &str, range: Range<usize>) -> Chunk {
        let (all, last) = (self.all.as_bytes(), text.as_bytes().last());
        Chunk::of(&self.ends[range], |end| {
            let text_end = *end as usize - END.len_utf8();
            // The text that is asked for holds no END, so it is never found in the text before.
            let may_be = text_end.checked_sub(1).map(|at| &all[at]) == last;
            u64::from(may_be && all[..text_end].ends_with(text.as_bytes()))
        })
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    fn push(&mut self, text: &str) -> Result<(), LoadError> {
        self.all.push_str(text);
        self.finish()
    }

    /// Adds a text without its case.
    fn push_folded(&mut self, text: &str) -> Result<(), LoadError> {
        if text.is_ascii() {
            // Most are, and their case is folded in one go.
            let start = self.all.len();
            self.all.push_str(text);
            self.all[start..].make_ascii_lowercase();
        } else {
            self.all.extend(account_api::case_fold_chars(text));
        }
        self.finish()
    }

    fn finish(&mut self) -> Result<(), LoadError> {
        self.all.push(END);
        self.ends.push(u32::try_from(self.all.len()).map_err(|_| LoadError::TooMuchText)?);
        Ok(())
    }

    const fn heap_bytes(&self) -> usize {
        self.all.capacity() + size_of::<u32>() * self.ends.capacity()
    }
}

/// Texts to be looked through whatever their case: without it, and as they are written where that is something else.
#[derive(Debug, Default)]
pub(super) struct FoldedTexts {
    folded: Texts,
    /// Which are written otherwise.
    differing: Rows,
    /// And how.
    written: Texts,
}

impl FoldedTexts {
    /// Nothing yet, with room for what other texts hold.
    pub(super) fn with_capacity_of(other: &Self) -> Self {
        let room = |texts: &Texts| Texts::with_capacity(texts.len(), texts.all.len());
        Self { folded: room(&other.folded), differing: Rows::default(), written: room(&other.written) }
    }

    pub(super) fn len(&self) -> usize {
        self.folded.len()
    }

    /// Without case.
    pub(super) const fn folded(&self) -> &Texts {
        &self.folded
    }

    /// As it is written.
    pub(super) fn get(&self, at: usize) -> &str {
        self.differing.place(at).map_or_else(|| self.folded.get(at), |place| self.written.get(place))
    }

    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, text: &str) -> Result<(), LoadError> {
        let at = self.len();
        self.folded.push_folded(text)?;
        if self.folded.get(at) != text {
            self.differing.push(at);
            self.written.push(text)?;
        }
        Ok(())
    }

    /// What they take, in bytes.
    pub(super) const fn heap_bytes(&self) -> usize {
        self.folded.heap_bytes() + self.differing.bytes() + self.written.heap_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_put_in_comes_out_as_it_was_and_without_its_case(written in vec(prop_oneof!["\\PC{0,8}", "[aAäÄ]{0,2}"], 0..40)) {
            let mut texts = FoldedTexts::default();
            written.iter().try_for_each(|text| texts.push(text)).unwrap();
            prop_assert_eq!(texts.len(), written.len());
            for (at, text) in written.iter().enumerate() {
                prop_assert_eq!(texts.get(at), text);
                prop_assert_eq!(texts.folded().get(at), account_api::case_fold_chars(text).collect::<String>());
            }
            // What the first one ends in, others may end in too.
            if let Some(last) = written.first().and_then(|text| account_api::case_fold_chars(text).last()) {
                let expected: Vec<_> = (0..written.len()).filter(|at| texts.folded().get(*at).ends_with(last)).collect();
                let found = texts.folded().ending_in(&last.to_string(), 0..written.len());
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
            }
            let all: String = written.iter().map(|text| account_api::case_fold_chars(text).collect::<String>() + "\0").collect();
            prop_assert_eq!(texts.folded().bytes(0..written.len()), all.as_bytes());
        }
    }
}
