//! The number of typing mistakes between two texts.

use strsim::osa_distance;

/// Texts of at least this many characters may differ in one, and in two.
const MIN_CHARS_FOR_ONE: usize = 4;
const MIN_CHARS_FOR_TWO: usize = 8;

/// A text that is compared with many others.
pub(super) struct EditText<T> {
    pub(super) text: T,
    chars: usize,
    letters: u64,
}

impl<T: AsRef<str>> EditText<T> {
    pub(super) fn new(text: T) -> Self {
        Self { chars: text.as_ref().chars().count(), letters: letters_of(text.as_ref()), text }
    }

    /// In how many characters another text may differ and still be the same one, misspelled.
    pub(super) fn max_distance(&self) -> usize {
        usize::from(self.chars >= MIN_CHARS_FOR_ONE) + usize::from(self.chars >= MIN_CHARS_FOR_TWO)
    }

    /// The number of characters to insert, delete, replace or transpose, up to
    /// [`Self::max_distance`].
    pub(super) fn distance_to(&self, other: &EditText<impl AsRef<str>>) -> Option<usize> {
        let max_distance = self.max_distance();
        // An edit changes the length by at most one, and at most two members of the set of
        // characters. This rules out most pairs.
        let is_possible = self.chars.abs_diff(other.chars) <= max_distance
            && (self.letters ^ other.letters).count_ones() as usize <= 2 * max_distance;
        let (text, other) = (self.text.as_ref(), other.text.as_ref());
        if !is_possible || other.is_empty() {
            return None;
        }
        Some(osa_distance(text, other)).filter(|distance| *distance <= max_distance)
    }
}

/// The set of characters of a text, as far as 64 bits tell them apart.
fn letters_of(text: &str) -> u64 {
    text.chars().fold(0, |letters, character| letters | 1 << (u32::from(character) % 64))
}
