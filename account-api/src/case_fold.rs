//! Case folding: the one definition of "ignoring case" for the index, the console and the mock.
//!
//! Why not a crate: `caseless` and `unicode-case-mapping` bring full folding tables of their own,
//! and `char::to_lowercase` is in the standard library already.

use core::ops::Range;
use std::borrow::Cow;

/// The text as it is searched, compared and ordered: lowercase in every script.
///
/// `ς` becomes `σ`, because a search may end where a word does not.
#[must_use]
pub fn case_fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    case_fold_into(text, &mut folded);
    folded
}

/// Appends the folded text to `folded`.
pub fn case_fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    folded.extend(case_fold_chars(text));
}

/// The folded characters one by one, so that comparing allocates nothing.
pub fn case_fold_chars(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    text.chars().flat_map(case_fold_char)
}

/// The one to three characters that a character folds to.
pub fn case_fold_char(character: char) -> impl Iterator<Item = char> + Clone {
    character.to_lowercase().map(|lower| if lower == 'ς' { 'σ' } else { lower })
}

/// The folded text, borrowed if the text is lowercase ASCII already, as most usernames are.
#[must_use]
pub fn case_fold_cow(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(case_fold(text))
    }
}

/// Whether two texts are equal when case is ignored.
#[must_use]
pub fn eq_ignore_case(left: &str, right: &str) -> bool {
    case_fold_chars(left).eq(case_fold_chars(right))
}

/// The byte ranges of `text` that equal `search` when case is ignored: from left to right, without
/// overlaps. None for an empty search.
#[must_use]
pub fn match_ranges(text: &str, search: &str) -> Vec<Range<usize>> {
    let needle: Vec<char> = case_fold_chars(search).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    // Folding can change lengths, so each folded character remembers the bytes it came from.
    let (folded, sources): (Vec<char>, Vec<Range<usize>>) = text
        .char_indices()
        .flat_map(|(start, character)| {
            let source = start..start + character.len_utf8();
            case_fold_char(character).map(move |folded| (folded, source.clone()))
        })
        .unzip();
    let mut matches = Vec::new();
    let mut position = 0;
    while let Some(rest) = folded.get(position..).filter(|rest| rest.len() >= needle.len()) {
        if rest.starts_with(&needle) {
            let end = position + needle.len();
            matches.push(sources[position].start..sources[end - 1].end);
            position = end;
        } else {
            position += 1;
        }
    }
    matches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_fold_lowercases_letters_of_every_script() {
        for (text, expected) in [
            ("Jane.DOE", "jane.doe"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Μάρκος", "μάρκοσ"),
            ("ÉÀ", "éà"),
            ("МАРИЯ", "мария"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(case_fold(text), expected);
        }
    }

    #[test]
    fn a_final_sigma_equals_the_other_sigmas() {
        assert!(eq_ignore_case("ΜΆΡΚΟΣ", "Μάρκος"));
        assert!(!eq_ignore_case("Μάρκος", "Μάρκο"));
    }

    fn matched<'a>(text: &'a str, search: &str) -> Vec<&'a str> {
        match_ranges(text, search).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn every_match_is_found_whatever_its_case() {
        assert_eq!(matched("Walker.WALK@walk", "walk"), ["Walk", "WALK", "walk"]);
        assert_eq!(matched("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(matched("мария.Мария", "МАР"), ["мар", "Мар"]);
    }

    #[test]
    fn a_search_matches_both_sigmas() {
        assert_eq!(matched("Μάρκος", "ΜΆΡΚΟΣ"), ["Μάρκος"]);
        assert_eq!(matched("Μάρκος", "κοσ"), ["κος"]);
        assert_eq!(matched("ΜΆΡΚΟΣ", "μάρκος"), ["ΜΆΡΚΟΣ"]);
    }

    #[test]
    fn nothing_matches_an_empty_or_a_longer_search() {
        assert!(match_ranges("walker", "").is_empty());
        assert!(match_ranges("", "w").is_empty());
        assert!(match_ranges("wal", "walk").is_empty());
    }

    #[test]
    fn characters_that_grow_when_folded_keep_their_bounds() {
        assert_eq!(matched("xİy", "i"), ["İ"]);
        assert_eq!(matched("İstanbul", "stan"), ["stan"]);
    }

    proptest! {
        #[test]
        fn all_forms_fold_to_the_same_text(text in "\\PC{0,6}") {
            let expected: String = case_fold_chars(&text).collect();
            prop_assert_eq!(case_fold(&text), expected.clone());
            prop_assert_eq!(case_fold_cow(&text).into_owned(), expected);
        }
    }
}
