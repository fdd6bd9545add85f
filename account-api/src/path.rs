//! Paths that contain an account name.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Encodes everything but RFC 3986's unreserved characters, so that a name is always exactly one
/// path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the path of an action on an account, relative to the API root. The name is
/// percent-encoded into one segment.
///
/// ```
/// assert_eq!(account_api::path::account_path("a/b c", "type"), "/a%2Fb%20c/type");
/// ```
#[must_use]
pub fn account_path(name: &str, action: &str) -> String {
    format!("/{}/{action}", utf8_percent_encode(name, SEGMENT))
}

/// Whether a name can be a path segment of a URL.
///
/// `.` and `..` cannot: the URL standard resolves them even when they are written `%2e%2e`, before
/// a browser (or Python's `requests`) sends anything, so the request would reach another route. The
/// empty name has no segment.
#[must_use]
pub fn is_addressable(name: &str) -> bool {
    !matches!(name, "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    #[test]
    fn reserved_characters_stay_inside_the_segment() {
        for (name, path) in [
            ("jane", "/jane/disable"),
            ("a/b", "/a%2Fb/disable"),
            ("50%", "/50%25/disable"),
            ("who?", "/who%3F/disable"),
            ("#1", "/%231/disable"),
            ("../etc", "/..%2Fetc/disable"),
            ("<script>", "/%3Cscript%3E/disable"),
            ("Мария", "/%D0%9C%D0%B0%D1%80%D0%B8%D1%8F/disable"),
        ] {
            assert_eq!(account_path(name, "disable"), path);
        }
    }

    #[test]
    fn dot_segments_and_the_empty_name_are_not_addressable() {
        assert!(!is_addressable(".."));
        assert!(!is_addressable("."));
        assert!(!is_addressable(""));
        assert!(is_addressable("..."));
        assert!(is_addressable("a..b"));
    }

    proptest! {
        #[test]
        fn every_name_round_trips(name in "\\PC{1,40}") {
            let path = account_path(&name, "type");
            let segment = path.strip_prefix('/').and_then(|rest| rest.strip_suffix("/type")).unwrap();
            prop_assert!(!segment.contains(['/', '?', '#', ' ']));
            prop_assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), name);
        }
    }
}
