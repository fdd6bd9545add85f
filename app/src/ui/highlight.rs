//! Text with what was searched for marked in it.

use leptos::prelude::*;

/// A text with every occurrence of a search marked, whatever the case.
#[component]
pub fn Highlight(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What to mark; nothing when empty.
    #[prop(into)]
    search: Signal<String>,
) -> impl IntoView {
    move || {
        let text = text.get();
        let marks = search.with(|search| occurrences(&text, search));
        let mut pieces = Vec::with_capacity(marks.len() * 2 + 1);
        let mut at = 0;
        for (start, end) in marks {
            pieces.push(text[at..start].to_owned().into_any());
            pieces.push(view! { <mark>{text[start..end].to_owned()}</mark> }.into_any());
            at = end;
        }
        pieces.push(text[at..].to_owned().into_any());
        pieces
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
