//! Filters of `list_users` (contract, "List"): username prefix, substring, email domain. All are
//! case-folded.

use super::account::Account;

/// Filters, combined with AND. An empty filter matches every account.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    prefix: Option<String>,
    needle: Option<Needle>,
    domain: Option<DomainPattern>,
}

impl Filter {
    /// Case-folds the filters once. Empty strings count as no filter.
    #[must_use]
    pub fn new(prefix: Option<&str>, search: Option<&str>, domain: Option<&str>) -> Self {
        let non_empty = |filter: Option<&str>| filter.filter(|text| !text.is_empty()).map(str::to_owned);
        Self {
            prefix: non_empty(prefix).map(|text| account_api::case_fold_chars(&text).collect()),
            needle: non_empty(search).map(|text| Needle::new(&text)),
            domain: non_empty(domain).map(|pattern| DomainPattern::new(pattern.strip_prefix('@').unwrap_or(&pattern))),
        }
    }

    /// The case-folded prefix of the username; empty if there is none.
    pub(super) fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }

    /// The substring of the username or email address.
    pub(super) const fn needle(&self) -> Option<&Needle> {
        self.needle.as_ref()
    }

    /// The pattern for the email domain.
    pub(super) const fn domain(&self) -> Option<&DomainPattern> {
        self.domain.as_ref()
    }

    /// Whether an account matches all filters.
    pub(super) fn matches(&self, account: &Account) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| starts_with(&account.name, prefix))
            && self
                .needle
                .as_ref()
                .is_none_or(|needle| needle.occurs_in(&account.name) || needle.occurs_in(&account.email))
            && self.domain.as_ref().is_none_or(|pattern| email_matches(&account.email, pattern))
    }
}

fn starts_with(name: &str, prefix: &str) -> bool {
    let mut chars = account_api::case_fold_chars(name);
    prefix.chars().all(|expected| chars.next() == Some(expected))
}

/// A case-insensitive search string.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    folded: String,
}

impl Needle {
    fn new(text: &str) -> Self {
        Self { folded: account_api::case_fold_chars(text).collect() }
    }

    /// The case-folded search string.
    pub(super) fn as_str(&self) -> &str {
        &self.folded
    }

    fn occurs_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return account_api::case_fold_chars(text).collect::<String>().contains(&self.folded);
        }
        // Nearly every text is ASCII. It is searched in place, from one candidate for the first
        // byte to the next.
        let (text, needle) = (text.as_bytes(), self.folded.as_bytes());
        let Some(first) = needle.first() else { return true };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text).any(|start| {
            text.get(start..start + needle.len()).is_some_and(|window| window.eq_ignore_ascii_case(needle))
        })
    }
}

/// A domain pattern, in which `*` matches any characters, or none.
///
/// Why not the `glob` or `wildmatch` crate: domains are stored as bytes or characters and compared
/// without an allocation, and `?` and `[…]` must not be special.
#[derive(Clone, Debug)]
pub(super) struct DomainPattern(Vec<char>);

impl DomainPattern {
    /// Case-folds and simplifies a pattern. `**` means the same as `*`. A pattern longer than the
    /// longest domain matches nothing, so the rest of it is dropped.
    fn new(pattern: &str) -> Self {
        let mut characters: Vec<char> = account_api::case_fold_chars(pattern).collect();
        characters.dedup_by(|next, before| (*next, *before) == ('*', '*'));
        characters.truncate(2 * account_api::limits::MAX_EMAIL_CHARS + 2);
        Self(characters)
    }

    /// Whether the pattern matches a whole case-folded domain.
    pub(super) fn matches(&self, domain: &str) -> bool {
        if domain.is_ascii() {
            let domain = domain.as_bytes();
            self.matches_chars(domain.len(), |index| char::from(domain[index]))
        } else {
            let domain: Vec<char> = domain.chars().collect();
            self.matches_chars(domain.len(), |index| domain[index])
        }
    }

    /// Greedy wildcard matching with backtracking to the last `*`, in constant memory (Kirk Krauss,
    /// "Matching Wildcards: An Algorithm", Dr. Dobb's, 2008).
    fn matches_chars(&self, length: usize, char_at: impl Fn(usize) -> char) -> bool {
        let Self(pattern) = self;
        let (mut index, mut pattern_index) = (0, 0);
        // The index of the last `*` in the pattern, and the end of the text it matches so far.
        let mut star: Option<(usize, usize)> = None;
        while index < length {
            if pattern.get(pattern_index) == Some(&'*') {
                star = Some((pattern_index, index));
                pattern_index += 1;
            } else if pattern.get(pattern_index) == Some(&char_at(index)) {
                index += 1;
                pattern_index += 1;
            } else if let Some((star_index, star_end)) = star {
                star = Some((star_index, star_end + 1));
                pattern_index = star_index + 1;
                index = star_end + 1;
            } else {
                return false;
            }
        }
        pattern[pattern_index..].iter().all(|character| *character == '*')
    }
}

/// Whether the pattern matches the email domain: the text after the last `@`.
fn email_matches(address: &str, pattern: &DomainPattern) -> bool {
    address
        .rsplit_once('@')
        .is_some_and(|(_, domain)| pattern.matches(&account_api::case_fold_chars(domain).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_pattern_matches_the_whole_domain() {
        let matches = |address: &str, pattern: &str| email_matches(address, &DomainPattern::new(pattern));
        assert!(matches("bob@Instabase.com", "instabase.com"));
        assert!(!matches("bob@eu.instabase.com", "instabase.com"));
        assert!(!matches("bob@instabase.com.example", "instabase.com"));
        assert!(matches("bob@eu.instabase.com", "*.instabase.com"));
        assert!(!matches("bob@instabase.com", "*.instabase.com"));
        assert!(matches("bob@a.b.c.example", "a*b*example"));
        assert!(matches("bob@instabase.com", "*"));
        assert!(matches("\"a@b\"@instabase.com", "instabase.*"));
        assert!(!matches("", "*"));
        assert!(matches("x@bücher.example", "BÜCHER.example"));
    }

    #[test]
    fn long_patterns_are_simplified() {
        assert_eq!(DomainPattern::new("***a***B**").0, ['*', 'a', '*', 'b', '*']);
        assert!(DomainPattern::new(&"*a".repeat(1_000_000)).0.len() < 1_000);
        let long = DomainPattern::new(&"a".repeat(1_000));
        assert!(!email_matches(&format!("x@{}", "a".repeat(300)), &long));
    }

    #[test]
    fn case_is_folded_in_every_script() {
        assert!(Needle::new("МАРИЯ").occurs_in("мария.иванова"));
        assert!(Needle::new("straße").occurs_in("STRAßE"));
        assert!(!Needle::new("longer than the text").occurs_in("text"));
    }
}
