//! What a list may be asked for (contract, "List"): a prefix, a text, a domain. Each in folded case, so that no case counts.

use super::Account;

/// Filters that combine with AND. Without any, every account matches.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    prefix: Option<String>,
    search: Option<Needle>,
    domain: Option<Pattern>,
}

impl Filter {
    /// Filters made ready: case is folded once. An empty one asks for nothing.
    #[must_use]
    pub fn new(prefix: Option<&str>, search: Option<&str>, domain: Option<&str>) -> Self {
        let given = |filter: Option<&str>| filter.filter(|text| !text.is_empty()).map(str::to_owned);
        Self {
            prefix: given(prefix).map(|text| account_api::case_fold_chars(&text).collect()),
            search: given(search).map(|text| Needle::new(&text)),
            domain: given(domain).map(|pattern| Pattern::new(pattern.strip_prefix('@').unwrap_or(&pattern))),
        }
    }

    /// What the names start with, without its case; empty if that does not matter.
    pub(super) fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }

    /// What the name or the address holds.
    pub(super) const fn search(&self) -> Option<&Needle> {
        self.search.as_ref()
    }

    /// What the domain of the address is like.
    pub(super) const fn domain(&self) -> Option<&Pattern> {
        self.domain.as_ref()
    }

    /// Whether they all hold for an account.
    pub(super) fn matches(&self, account: &Account) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| starts_with(&account.name, prefix))
            && self.search.as_ref().is_none_or(|needle| needle.is_in(&account.name) || needle.is_in(&account.email))
            && self.domain.as_ref().is_none_or(|pattern| is_of_domain(&account.email, pattern))
    }
}

fn starts_with(name: &str, prefix: &str) -> bool {
    let mut characters = account_api::case_fold_chars(name);
    prefix.chars().all(|wanted| characters.next() == Some(wanted))
}

/// Text to look for, whatever its case.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    folded: String,
}

impl Needle {
    fn new(text: &str) -> Self {
        Self { folded: account_api::case_fold_chars(text).collect() }
    }

    /// Without its case.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    fn is_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return account_api::case_fold_chars(text).collect::<String>().contains(&self.folded);
        }
        // Nearly every text is ASCII: looked through without a copy of it, from one candidate for the first byte to the next.
        let (text, needle) = (text.as_bytes(), self.folded.as_bytes());
        let Some(first) = needle.first() else { return true };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text)
            .any(|at| text.get(at..at + needle.len()).is_some_and(|window| window.eq_ignore_ascii_case(needle)))
    }
}

/// A pattern of domains, in which `*` stands for any characters, none among them.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<char>);

impl Pattern {
    /// In folded case and ready to be compared with many domains: `**` says no more than `*`, and what is longer than the
    /// longest domain describes none, so the rest of it need not be looked at.
    fn new(pattern: &str) -> Self {
        let mut characters: Vec<char> = account_api::case_fold_chars(pattern).collect();
        characters.dedup_by(|next, before| (*next, *before) == ('*', '*'));
        characters.truncate(2 * account_api::limits::MAX_EMAIL_CHARS + 2);
        Self(characters)
    }

    /// Whether it describes the whole of a domain, given without its case.
    pub(super) fn describes(&self, domain: &str) -> bool {
        if domain.is_ascii() {
            let domain = domain.as_bytes();
            self.is_like(domain.len(), |at| char::from(domain[at]))
        } else {
            let domain: Vec<char> = domain.chars().collect();
            self.is_like(domain.len(), |at| domain[at])
        }
    }

    fn is_like(&self, length: usize, text: impl Fn(usize) -> char) -> bool {
        let Self(pattern) = self;
        let (mut at, mut in_pattern) = (0, 0);
        // Where the last `*` stands, and up to where it has been tried.
        let mut star: Option<(usize, usize)> = None;
        while at < length {
            if pattern.get(in_pattern) == Some(&'*') {
                star = Some((in_pattern, at));
                in_pattern += 1;
            } else if pattern.get(in_pattern) == Some(&text(at)) {
                at += 1;
                in_pattern += 1;
            } else if let Some((place, tried)) = star {
                star = Some((place, tried + 1));
                in_pattern = place + 1;
                at = tried + 1;
            } else {
                return false;
            }
        }
        pattern[in_pattern..].iter().all(|character| *character == '*')
    }
}

/// Whether a pattern describes the domain of an address: what stands behind its last `@`.
fn is_of_domain(address: &str, pattern: &Pattern) -> bool {
    address
        .rsplit_once('@')
        .is_some_and(|(_, domain)| pattern.describes(&account_api::case_fold_chars(domain).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_pattern_describes_the_whole_domain() {
        let of = |address: &str, pattern: &str| is_of_domain(address, &Pattern::new(pattern));
        assert!(of("bob@Instabase.com", "instabase.com"));
        assert!(!of("bob@eu.instabase.com", "instabase.com"));
        assert!(!of("bob@instabase.com.example", "instabase.com"));
        assert!(of("bob@eu.instabase.com", "*.instabase.com"));
        assert!(!of("bob@instabase.com", "*.instabase.com"));
        assert!(of("bob@a.b.c.example", "a*b*example"));
        assert!(of("bob@instabase.com", "*"));
        assert!(of("\"a@b\"@instabase.com", "instabase.*"));
        assert!(!of("", "*"));
        assert!(of("x@bücher.example", "BÜCHER.example"));
    }

    #[test]
    fn no_pattern_is_too_much_work() {
        assert_eq!(Pattern::new("***a***B**").0, ['*', 'a', '*', 'b', '*']);
        assert!(Pattern::new(&"*a".repeat(1_000_000)).0.len() < 1_000);
        let long = Pattern::new(&"a".repeat(1_000));
        assert!(!is_of_domain(&format!("x@{}", "a".repeat(300)), &long));
    }

    #[test]
    fn case_is_folded_in_every_script() {
        assert!(Needle::new("МАРИЯ").is_in("мария.иванова"));
        assert!(Needle::new("straße").is_in("STRAßE"));
        assert!(!Needle::new("longer than the text").is_in("text"));
    }
}
