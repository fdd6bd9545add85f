//! Account names: which are legal, and their order.

use account_api::case_fold_chars;
use account_api::limits::{MAX_EMAIL_CHARS, MAX_USERNAME_CHARS};
use core::cmp::Ordering;

/// Whether an account of that name may be created: 1 to 255 characters, no control characters, no space at either end.
#[must_use]
pub fn is_legal(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= MAX_USERNAME_CHARS
        && !name.chars().any(char::is_control)
        && !name.starts_with(char::is_whitespace)
        && !name.ends_with(char::is_whitespace)
}

/// Whether that could be the address of a person: something before and after the last `@`, no spaces.
#[must_use]
pub fn is_address(address: &str) -> bool {
    address.chars().count() <= MAX_EMAIL_CHARS
        && !address.chars().any(|character| character.is_control() || character.is_whitespace())
        && address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

/// Whether a platform may hold that address from earlier days: not only those that it would take today.
#[must_use]
pub fn is_storable_email(address: &str) -> bool {
    address.chars().count() <= MAX_EMAIL_CHARS && !address.chars().any(char::is_control)
}

/// The order of every list: by name whatever its case, ties by code point (contract, "List").
#[must_use]
pub fn order(left: &str, right: &str) -> Ordering {
    // Most names are ASCII, and their bytes compare ten times as fast.
    let folded_order = if left.is_ascii() && right.is_ascii() {
        left.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()))
    } else {
        case_fold_chars(left).cmp(case_fold_chars(right))
    };
    folded_order.then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_legal_up_to_255_characters_and_without_what_cannot_be_seen() {
        assert!(is_legal("a"));
        assert!(is_legal(&"ж".repeat(255)));
        assert!(is_legal("a/b 50% <i>"));
        for illegal in ["", " a", "a ", "a\nb", "\u{7f}", &"x".repeat(256)] {
            assert!(!is_legal(illegal), "{illegal:?}");
        }
    }

    #[test]
    fn addresses_have_something_around_their_at() {
        assert!(is_address("bob@instabase.com"));
        assert!(is_address("\"a@b\"@example.com"));
        for none in ["", "bob", "bob@", "@example.com", "b ob@example.com", &format!("a@{}", "x".repeat(320))] {
            assert!(!is_address(none), "{none:?}");
        }
    }

    #[test]
    fn case_counts_only_between_equals() {
        let mut names = ["b", "B", "a", "ä", "Ä", "Z", "_"];
        names.sort_by(|left, right| order(left, right));
        assert_eq!(names, ["_", "a", "B", "b", "Z", "Ä", "ä"]);
    }

    proptest! {
        #[test]
        fn the_short_cut_for_ascii_is_the_same_order(left in "[ -~]{0,6}", right in "[ -~]{0,6}") {
            let slow = case_fold_chars(&left).cmp(case_fold_chars(&right)).then_with(|| left.cmp(&right));
            prop_assert_eq!(order(&left, &right), slow);
        }

        #[test]
        fn it_is_an_order(a in "\\PC{0,3}", b in "\\PC{0,3}", c in "\\PC{0,3}") {
            prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
            prop_assert_eq!(order(&a, &b) == Ordering::Equal, a == b);
            if order(&a, &b) != Ordering::Greater && order(&b, &c) != Ordering::Greater {
                prop_assert_ne!(order(&a, &c), Ordering::Greater);
            }
        }
    }
}
