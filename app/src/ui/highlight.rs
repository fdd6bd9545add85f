//! Text with what was searched for marked in it.

use leptos::prelude::document;
use web_sys::{Element, Text};

/// An element whose text has every occurrence of a search marked, whatever the case. It is written again with other texts.
///
/// Texts that are there are changed before new ones are made: that takes a browser a fraction.
pub struct Marked {
    element: Element,
    /// What is not marked and what is, in turn.
    pieces: Vec<Text>,
}

impl Marked {
    /// In an element that has nothing in it yet.
    pub const fn new(element: Element) -> Self {
        Self { element, pieces: Vec::new() }
    }

    /// Writes a text; nothing is marked where the search is empty.
    pub fn write(&mut self, text: &str, search: &str) {
        let marks = occurrences(text, search);
        let ends = marks.iter().flat_map(|&(start, end)| [start, end]).chain([text.len()]);
        let starts = [0].into_iter().chain(marks.iter().flat_map(|&(start, end)| [start, end]));
        let pieces: Vec<&str> = starts.zip(ends).map(|(start, end)| &text[start..end]).collect();
        if pieces.len() == self.pieces.len() {
            for (node, piece) in self.pieces.iter().zip(pieces) {
                node.set_data(piece);
            }
            return;
        }
        self.element.set_text_content(None);
        self.pieces.clear();
        for (at, piece) in pieces.into_iter().enumerate() {
            let node = document().create_text_node(piece);
            // To put a new element into another does not fail.
            if at % 2 == 0 {
                let _ = self.element.append_child(&node);
            } else if let Ok(mark) = document().create_element("mark") {
                let _ = mark.append_child(&node);
                let _ = self.element.append_child(&mark);
            }
            self.pieces.push(node);
        }
    }
}

/// The byte ranges in `text` that equal `search` when both are lower-cased, from left to right, not overlapping.
fn occurrences(text: &str, search: &str) -> Vec<(usize, usize)> {
    let needle: Vec<char> = search.chars().flat_map(char::to_lowercase).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    // Lower-casing may change lengths, so each lower-cased character remembers the character it came from.
    let folded: Vec<(char, usize, usize)> = text
        .char_indices()
        .flat_map(|(start, c)| c.to_lowercase().map(move |lower| (lower, start, start + c.len_utf8())))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + needle.len() <= folded.len() {
        let window = &folded[at..at + needle.len()];
        if window.iter().map(|(lower, ..)| lower).eq(&needle) {
            found.push((window[0].1, window[needle.len() - 1].2));
            at += needle.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::occurrences;

    fn marked<'a>(text: &'a str, search: &str) -> Vec<&'a str> {
        occurrences(text, search).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn every_occurrence_is_found_whatever_its_case() {
        assert_eq!(marked("Walker.WALK@walk", "walk"), ["Walk", "WALK", "walk"]);
        assert_eq!(marked("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(marked("мария.Мария", "МАР"), ["мар", "Мар"]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        assert!(marked("walker", "").is_empty());
        assert!(marked("", "w").is_empty());
        assert!(marked("wal", "walk").is_empty());
    }

    #[test]
    fn letters_that_grow_when_lower_cased_keep_their_bounds() {
        assert_eq!(marked("xİy", "i"), ["İ"]);
        assert_eq!(marked("İstanbul", "stan"), ["stan"]);
    }
}
