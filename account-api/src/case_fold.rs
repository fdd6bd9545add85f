//! Case folding: the one definition of "ignoring case" for the index, the console and the mock.
//!
//! Why not a crate: `caseless` and `unicode-case-mapping` bring full folding tables of their own,
//! and `char::to_lowercase` is in the standard library already.

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

    proptest! {
        #[test]
        fn all_forms_fold_to_the_same_text(text in "\\PC{0,6}") {
            let expected: String = case_fold_chars(&text).collect();
            prop_assert_eq!(case_fold(&text), expected.clone());
            prop_assert_eq!(case_fold_cow(&text).into_owned(), expected);
        }
    }
}
