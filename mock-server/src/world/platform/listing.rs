//! Filters and pages of `list_users` (contract, "List").

use super::accounts::{Account, AccountId};
use super::{Platform, Refusal, names};
use account_api::Operation;
use account_api::reply::Page;
use account_api::request::ListUsers;

impl Platform {
    /// One page of the accounts that match.
    ///
    /// # Errors
    /// A caller without the right.
    pub fn list(&self, caller: AccountId, request: &ListUsers) -> Result<Page, Refusal> {
        self.permit(caller, Operation::ListUsers)?;
        let kind = request.user_type.unwrap_or_default();
        let listed = self.accounts.listed(kind, request.include_disabled.unwrap_or_default());
        let filter = Filter::of(request);
        let range = match &filter.prefix {
            Some(prefix) => self.accounts.with_prefix(listed, prefix),
            None => 0..listed.len(),
        };
        let offset = usize::try_from(request.offset.unwrap_or_default()).unwrap_or(usize::MAX);
        let size = request.page_size() as usize;

        // What judges no account can begin at the offset; what does has to count the matches up to there. One more than the
        // page is looked for, to know whether there are more.
        let (range, skipped) = if filter.judges_each() {
            (range, offset)
        } else {
            (range.start.saturating_add(offset).min(range.end)..range.end, 0)
        };
        let matching = self.accounts.matching(listed, range, |account| filter.matches(account));
        let mut found: Vec<AccountId> = matching.skip(skipped).take(size + 1).collect();
        let has_more = found.len() > size;
        found.truncate(size);
        let users: Vec<_> = found.into_iter().map(|id| self.accounts.get(id).shown()).collect();
        let next_offset = has_more.then(|| (offset + users.len()) as u64);
        Ok(Page { users, broken: 0, next_offset, has_more })
    }
}

/// The three filters, made ready: case is folded once.
#[derive(Debug, Default)]
struct Filter {
    /// Served by the order of the list, so it judges no account by itself.
    prefix: Option<String>,
    search: Option<Needle>,
    domain: Option<Vec<char>>,
}

impl Filter {
    fn of(request: &ListUsers) -> Self {
        if request.get_all.unwrap_or_default() {
            return Self::default();
        }
        // An empty filter asks for nothing.
        let given = |filter: &Option<String>| filter.clone().filter(|text| !text.is_empty());
        Self {
            prefix: given(&request.username_prefix),
            search: given(&request.search_string).map(|text| Needle::new(&text)),
            domain: given(&request.email_domain_pattern)
                .map(|pattern| pattern_of(pattern.strip_prefix('@').unwrap_or(&pattern))),
        }
    }

    const fn judges_each(&self) -> bool {
        self.search.is_some() || self.domain.is_some()
    }

    fn matches(&self, account: &Account) -> bool {
        self.search.as_ref().is_none_or(|needle| needle.is_in(&account.name) || needle.is_in(&account.email))
            && self.domain.as_ref().is_none_or(|pattern| is_of_domain(&account.email, pattern))
    }
}

/// A pattern in folded case, ready to be compared with a million domains: `**` says no more than `*`, and what is longer than
/// the longest domain describes none, so the rest of it need not be looked at.
fn pattern_of(pattern: &str) -> Vec<char> {
    let mut characters: Vec<char> = names::folded(pattern).collect();
    characters.dedup_by(|next, before| (*next, *before) == ('*', '*'));
    characters.truncate(2 * names::LONGEST_ADDRESS + 2);
    characters
}

/// Text to look for, whatever its case.
#[derive(Debug)]
struct Needle {
    folded: String,
}

impl Needle {
    fn new(text: &str) -> Self {
        Self { folded: names::folded(text).collect() }
    }

    fn is_in(&self, text: &str) -> bool {
        if !text.is_ascii() {
            return names::folded(text).collect::<String>().contains(&self.folded);
        }
        // Nearly every text is ASCII: looked through without a copy of it, from one candidate for the first byte to the next.
        let (text, needle) = (text.as_bytes(), self.folded.as_bytes());
        let Some(first) = needle.first() else { return true };
        memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text)
            .any(|at| text.get(at..at + needle.len()).is_some_and(|window| window.eq_ignore_ascii_case(needle)))
    }
}

/// Whether the whole domain of an address, what stands behind its last `@`, is described by a pattern in folded case.
fn is_of_domain(address: &str, pattern: &[char]) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    if domain.is_ascii() {
        let domain = domain.as_bytes();
        is_described(domain.len(), |at| char::from(domain[at].to_ascii_lowercase()), pattern)
    } else {
        let domain: Vec<char> = names::folded(domain).collect();
        is_described(domain.len(), |at| domain[at], pattern)
    }
}

/// Whether a text of that length is described by a pattern, in which `*` stands for any characters, none among them.
fn is_described(length: usize, text: impl Fn(usize) -> char, pattern: &[char]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform};
    use super::*;
    use account_api::UserType;

    fn page(platform: &Platform, request: ListUsers) -> (Vec<String>, Option<u64>) {
        let Page { users, next_offset, .. } = platform.list(id(platform, "member"), &request).unwrap();
        (users.into_iter().map(|user| user.username).collect(), next_offset)
    }

    fn names(platform: &Platform, request: ListUsers) -> Vec<String> {
        page(platform, request).0
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn nothing_asked_for_is_every_active_user() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        platform.disable(admin, "second").unwrap();
        let active = ["admin", "both", "janedoe1", "manager", "member", "orgowner"];
        assert_eq!(names(&platform, ListUsers::default()), active);
        let everyone = ["admin", "both", "janedoe1", "manager", "member", "orgowner", "second"];
        assert_eq!(names(&platform, ListUsers { include_disabled: Some(true), ..ListUsers::default() }), everyone);
        let services = ListUsers { user_type: Some(UserType::ServiceAccount), ..ListUsers::default() };
        assert_eq!(names(&platform, services), ["bot"]);
    }

    #[test]
    fn filters_combine_and_no_case_counts() {
        let platform = small_platform();
        let search = |search_string: &str| ListUsers { search_string: text(search_string), ..ListUsers::default() };
        assert_eq!(names(&platform, search("DOE")), ["janedoe1"]);
        assert_eq!(names(&platform, search("INITECH")), ["both", "janedoe1"]);
        assert_eq!(
            names(&platform, ListUsers { username_prefix: text("M"), ..ListUsers::default() }),
            ["manager", "member"]
        );
        let both = ListUsers { username_prefix: text("jane"), ..search("initech") };
        assert_eq!(names(&platform, both.clone()), ["janedoe1"]);
        assert_eq!(
            names(&platform, ListUsers { email_domain_pattern: text("globex.example"), ..both.clone() }).len(),
            0
        );
        assert_eq!(names(&platform, ListUsers { get_all: Some(true), ..both }).len(), 7);
        assert_eq!(names(&platform, search("")).len(), 7);
    }

    #[test]
    fn pages_follow_each_other_and_end() {
        let platform = small_platform();
        let at = |offset, limit| ListUsers { offset: Some(offset), limit: Some(limit), ..ListUsers::default() };
        assert_eq!(page(&platform, at(0, 3)), (vec!["admin".into(), "both".into(), "janedoe1".into()], Some(3)));
        assert_eq!(page(&platform, at(6, 3)), (vec!["second".into()], None));
        assert_eq!(page(&platform, at(4, 3)).1, None);
        assert_eq!(page(&platform, at(7, 3)), (vec![], None));
        assert_eq!(page(&platform, at(u64::MAX, 3)), (vec![], None));
        let filtered = ListUsers { search_string: text("m"), ..at(1, 1) };
        assert_eq!(page(&platform, filtered), (vec!["both".into()], Some(2)));
    }

    #[test]
    fn a_domain_pattern_describes_the_whole_domain() {
        let of = |address: &str, pattern: &str| {
            let pattern: Vec<char> = pattern.chars().collect();
            is_of_domain(address, &pattern)
        };
        assert!(of("bob@Instabase.com", "instabase.com"));
        assert!(!of("bob@eu.instabase.com", "instabase.com"));
        assert!(!of("bob@instabase.com.example", "instabase.com"));
        assert!(of("bob@eu.instabase.com", "*.instabase.com"));
        assert!(!of("bob@instabase.com", "*.instabase.com"));
        assert!(of("bob@a.b.c.example", "a*b*example"));
        assert!(of("bob@instabase.com", "*"));
        assert!(of("\"a@b\"@instabase.com", "instabase.*"));
        assert!(!of("", "*"));
        assert!(of("x@bücher.example", "BÜCHER.example".to_lowercase().as_str()));
    }

    #[test]
    fn no_pattern_is_too_much_work() {
        assert_eq!(pattern_of("***a***B**"), ['*', 'a', '*', 'b', '*']);
        assert!(pattern_of(&"*a".repeat(1_000_000)).len() < 1_000);
        let long = pattern_of(&"a".repeat(1_000));
        assert!(!is_of_domain(&format!("x@{}", "a".repeat(300)), &long));
    }

    #[test]
    fn a_leading_at_is_tolerated() {
        let platform = small_platform();
        let request = ListUsers { email_domain_pattern: text("@INITECH.example"), ..ListUsers::default() };
        assert_eq!(names(&platform, request), ["both", "janedoe1"]);
    }

    #[test]
    fn case_is_folded_in_every_script() {
        assert!(Needle::new("МАРИЯ").is_in("мария.иванова"));
        assert!(Needle::new("straße").is_in("STRAßE"));
        assert!(!Needle::new("longer than the text").is_in("text"));
    }
}
