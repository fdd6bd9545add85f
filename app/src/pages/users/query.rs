//! What the users page shows, as its URL says it: `?q=walk&status=disabled,deactivated&pages=2`.

use account_api::request::ListUsers;
use account_api::{AccountState, MAX_PAGE, User, UserType};
use std::borrow::Cow;

/// How many accounts a page adds.
pub const PAGE: usize = 100;

/// How many pages are shown at the most: 5,000 rows. Past that, searching finds people sooner than reading on.
pub const MOST_PAGES: usize = 50;

/// The longest search that is sent, in characters. No name or address is longer than this.
pub const LONGEST_SEARCH: usize = 400;

/// Which accounts the page shows, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Users, or service accounts. Part of the path, not of the query.
    pub kind: UserType,
    /// What the name or the address contains.
    pub search: String,
    /// The states to show; all when none is named.
    pub states: Vec<AccountState>,
    /// How many pages to show, from 1 to [`MOST_PAGES`].
    pub pages: usize,
}

/// The states in the order of their filters, with their names in the URL.
pub const STATES: [(AccountState, &str); 3] = [
    (AccountState::Active, "active"),
    (AccountState::Disabled, "disabled"),
    (AccountState::Deactivated, "deactivated"),
];

impl Query {
    /// Reads the part of the URL behind its `?`. What is not understood is as if it were not there.
    ///
    /// The router's own map of these parameters is not used: it decodes them twice, so that a search for `%41` would
    /// become one for `A`.
    pub fn from_url(kind: UserType, search: &str) -> Self {
        let named = |wanted: &str| {
            form_urlencoded::parse(search.as_bytes())
                .find_map(|(name, value)| (name == wanted).then_some(value))
                .unwrap_or(Cow::Borrowed(""))
        };
        let status = named("status");
        let states: Vec<AccountState> = STATES
            .into_iter()
            .filter(|(_, name)| status.split(',').any(|other| other == *name))
            .map(|(state, _)| state)
            .collect();
        Self {
            kind,
            search: named("q").chars().take(LONGEST_SEARCH).collect(),
            states,
            pages: named("pages").parse().unwrap_or(1).clamp(1, MOST_PAGES),
        }
    }

    /// The URL of this query.
    pub fn to_url(&self) -> String {
        let path = match self.kind {
            UserType::User => "/users",
            UserType::ServiceAccount => "/service-accounts",
        };
        let mut params = form_urlencoded::Serializer::new(String::new());
        if !self.search.is_empty() {
            params.append_pair("q", &self.search);
        }
        if !self.states.is_empty() {
            let named: Vec<&str> =
                STATES.into_iter().filter(|(state, _)| self.states.contains(state)).map(|(_, name)| name).collect();
            params.append_pair("status", &named.join(","));
        }
        if self.pages > 1 {
            params.append_pair("pages", &self.pages.to_string());
        }
        let params = params.finish();
        if params.is_empty() { path.to_owned() } else { format!("{path}?{params}") }
    }

    /// The same, from the first page on, for another search.
    pub fn with_search(&self, search: String) -> Self {
        Self { search, pages: 1, ..self.clone() }
    }

    /// The same, from the first page on, with a state's filter turned over.
    pub fn with_state_toggled(&self, state: AccountState) -> Self {
        let mut states = self.states.clone();
        if let Some(at) = states.iter().position(|other| *other == state) {
            states.remove(at);
        } else {
            states.push(state);
        }
        Self { states: in_order(&states), pages: 1, ..self.clone() }
    }

    /// The same with one page more.
    pub fn with_more(&self) -> Self {
        Self { pages: (self.pages + 1).min(MOST_PAGES), ..self.clone() }
    }

    /// All accounts of the kind.
    pub fn cleared(&self) -> Self {
        Self { kind: self.kind, search: String::new(), states: Vec::new(), pages: 1 }
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || !self.states.is_empty()
    }

    /// Whether two queries differ in nothing but how many pages they show.
    pub fn is_same_list(&self, other: &Self) -> bool {
        self.kind == other.kind && self.search == other.search && self.states == other.states
    }

    /// How many accounts to show.
    pub fn wanted(&self) -> usize {
        self.pages * PAGE
    }

    /// Whether an account that the server sent is to be shown.
    pub fn shows(&self, user: &User) -> bool {
        self.states.is_empty() || self.states.contains(&user.state())
    }

    /// Whether the server's list for this query holds disabled and deactivated accounts too.
    pub fn lists_inactive(&self) -> bool {
        self.states != [AccountState::Active]
    }

    /// The request for the accounts from `offset` on, when `missing` more are wanted.
    ///
    /// The API can leave out blocked accounts, but not ask for them alone. So whenever other states than all, or active
    /// alone, are wanted, we read the largest pages and choose ourselves.
    pub fn request(&self, offset: u64, missing: usize) -> ListUsers {
        let only_active = self.states == [AccountState::Active];
        let chosen_here = !self.states.is_empty() && !only_active;
        let limit = if chosen_here { MAX_PAGE } else { u32::try_from(missing).unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE) };
        ListUsers {
            search_string: (!self.search.is_empty()).then(|| self.search.clone()),
            get_all: self.search.is_empty().then_some(true),
            include_disabled: (!only_active).then_some(true),
            user_type: (self.kind == UserType::ServiceAccount).then_some(self.kind),
            limit: Some(limit),
            offset: (offset > 0).then_some(offset),
            ..ListUsers::default()
        }
    }
}

fn in_order(states: &[AccountState]) -> Vec<AccountState> {
    STATES.into_iter().map(|(state, _)| state).filter(|state| states.contains(state)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountState::{Active, Deactivated, Disabled};

    fn read(search: &str) -> Query {
        Query::from_url(UserType::User, search)
    }

    #[test]
    fn the_url_says_it_all() {
        let query = read("q=walk&status=deactivated,disabled&pages=3");
        assert_eq!(query.search, "walk");
        assert_eq!(query.states, [Disabled, Deactivated]);
        assert_eq!(query.wanted(), 300);
        assert_eq!(query.to_url(), "/users?q=walk&status=disabled%2Cdeactivated&pages=3");
    }

    #[test]
    fn any_search_goes_through_the_url_unchanged() {
        for text in ["a/b", "50%", "%2F", "%41", "who?&status=active", "#1", "a+b c", "Мария", "=1+1", "\u{202e}x"]
        {
            let query = read("").with_search(text.to_owned());
            let url = query.to_url();
            assert_eq!(read(url.split_once('?').unwrap().1), query, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let query = read("status=gone,,Active&pages=-1&sort=x");
        assert_eq!(query, read(""));
        assert_eq!(read("pages=1000000").pages, MOST_PAGES);
        assert_eq!(read(&format!("q={}", "x".repeat(5_000))).search.len(), LONGEST_SEARCH);
        assert_eq!(read("").to_url(), "/users");
    }

    #[test]
    fn changing_a_filter_starts_from_the_first_page() {
        let query = read("pages=3");
        assert_eq!(query.with_search("a".into()).pages, 1);
        let disabled = query.with_state_toggled(Disabled);
        assert_eq!((disabled.pages, disabled.states.as_slice()), (1, [Disabled].as_slice()));
        assert_eq!(disabled.with_state_toggled(Active).states, [Active, Disabled]);
        assert!(!disabled.with_state_toggled(Disabled).is_filtered());
        assert_eq!(query.with_more().pages, 4);
        assert!(query.is_same_list(&query.with_more()));
    }

    #[test]
    fn the_server_filters_what_it_can() {
        let all = read("").request(0, 100);
        assert_eq!(
            (all.get_all, all.include_disabled, all.limit, all.offset),
            (Some(true), Some(true), Some(100), None)
        );
        let active = read("status=active&q=w").request(100, 50);
        assert_eq!((active.get_all, active.include_disabled), (None, None));
        assert_eq!((active.limit, active.offset, active.search_string.as_deref()), (Some(50), Some(100), Some("w")));
        let disabled = read("status=disabled").request(0, 100);
        assert_eq!((disabled.include_disabled, disabled.limit), (Some(true), Some(MAX_PAGE)));
    }

    #[test]
    fn we_filter_the_rest() {
        let disabled = User { is_disabled: Some(true), ..User::default() };
        assert!(read("").shows(&disabled));
        assert!(read("status=disabled").shows(&disabled));
        assert!(!read("status=active,deactivated").shows(&disabled));
    }
}
