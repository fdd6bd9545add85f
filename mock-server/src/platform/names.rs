//! Usernames and email addresses: validity and listing order.

use account_api::case_fold_chars;
use account_api::limits::{MAX_EMAIL_CHARS, MAX_USERNAME_CHARS};
use core::cmp::Ordering;

/// Whether an account with this username may be created: 1 to 255 characters, no control
/// characters, no whitespace at either end.
#[must_use]
pub fn is_valid_username(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= MAX_USERNAME_CHARS
        && !name.chars().any(char::is_control)
        && !name.starts_with(char::is_whitespace)
        && !name.ends_with(char::is_whitespace)
}

/// Whether this could be a person's email address: text before and after the last `@`, no
/// whitespace.
#[must_use]
pub fn is_valid_email(address: &str) -> bool {
    address.chars().count() <= MAX_EMAIL_CHARS
        && !address.chars().any(|character| character.is_control() || character.is_whitespace())
        && address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
}

/// Whether a platform may contain this email address. More lenient than [`is_valid_email`]: old
/// accounts may have addresses that would be rejected today.
#[must_use]
pub fn is_storable_email(address: &str) -> bool {
    address.chars().count() <= MAX_EMAIL_CHARS && !address.chars().any(char::is_control)
}

/// Compares usernames in listing order: ignoring case, ties by code point (contract, "List").
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    // Most names are ASCII, whose bytes compare ten times as fast.
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
    fn valid_usernames_have_up_to_255_visible_characters() {
        assert!(is_valid_username("a"));
        assert!(is_valid_username(&"ж".repeat(255)));
        assert!(is_valid_username("a/b 50% <i>"));
        for invalid in ["", " a", "a ", "a\nb", "\u{7f}", &"x".repeat(256)] {
            assert!(!is_valid_username(invalid), "{invalid:?}");
        }
    }

    #[test]
    fn valid_emails_have_text_on_both_sides_of_the_at() {
        assert!(is_valid_email("bob@instabase.com"));
        assert!(is_valid_email("\"a@b\"@example.com"));
        for invalid in ["", "bob", "bob@", "@example.com", "b ob@example.com", &format!("a@{}", "x".repeat(320))] {
            assert!(!is_valid_email(invalid), "{invalid:?}");
        }
    }

    #[test]
    fn names_sort_by_case_only_if_they_are_otherwise_equal() {
        let mut names = ["b", "B", "a", "ä", "Ä", "Z", "_"];
        names.sort_by(|left, right| compare(left, right));
        assert_eq!(names, ["_", "a", "B", "b", "Z", "Ä", "ä"]);
    }

    proptest! {
        #[test]
        fn the_ascii_fast_path_has_the_same_order(left in "[ -~]{0,6}", right in "[ -~]{0,6}") {
            let expected = case_fold_chars(&left).cmp(case_fold_chars(&right)).then_with(|| left.cmp(&right));
            prop_assert_eq!(compare(&left, &right), expected);
        }

        #[test]
        fn compare_is_a_total_order(a in "\\PC{0,3}", b in "\\PC{0,3}", c in "\\PC{0,3}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b) == Ordering::Equal, a == b);
            if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(compare(&a, &c), Ordering::Greater);
            }
        }
    }
}
