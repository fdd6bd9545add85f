//! What the users page shows, as its URL says it: `?q=walk&status=disabled,deactivated&sort=-registered`.

use super::columns::{COLUMNS, name_of};
use account_api::UserType;
use account_index::{Column, Day, FacetCounts, Sort, State, TriState};
use std::borrow::Cow;

/// The longest search, in characters. No name or address is longer than this.
pub const MAX_SEARCH_LEN: usize = 400;

/// The most domains that a URL asks for.
const MAX_DOMAINS: usize = 50;

/// Which accounts the page shows, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Users, or service accounts. Part of the path, not of the query.
    pub kind: UserType,
    /// What the name or the address contains.
    pub search: String,
    /// The filters that are set, in their order.
    pub filters: Vec<Filter>,
    /// The domains of addresses to show; all when none is named.
    pub domains: Vec<String>,
    /// When they were registered.
    pub registered: DateRange,
    /// In which order.
    pub sort: Sort,
    /// The account that is shown in full beside the table.
    pub user: Option<String>,
}

/// From one day to another, both in it, or open on a side; of UTC, so that a link shows everybody the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// From this day on.
    pub from: Option<Day>,
    /// Up to this day.
    pub to: Option<Day>,
}

impl DateRange {
    /// Whether nothing is said.
    pub fn is_any(self) -> bool {
        self == Self::default()
    }

    /// As the URL has it: `2024-01-01..2024-12-31`, where a side may be missing.
    fn in_url(self) -> String {
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("{}..{}", text(self.from), text(self.to))
    }

    fn from_url(text: &str) -> Self {
        let (from, to) = text.split_once("..").unwrap_or_default();
        Self { from: Day::parse(from), to: Day::parse(to) }
    }

    /// What it is called on the page.
    pub fn label(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => format!("Registered on {from}"),
            (Some(from), Some(to)) => format!("Registered {from} to {to}"),
            (Some(from), None) => format!("Registered since {from}"),
            (None, Some(to)) => format!("Registered up to {to}"),
            (None, None) => "Registered at any time".to_owned(),
        }
    }
}

/// A filter that is set or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Accounts in this state.
    State(State),
    /// Site admins.
    Admin,
    /// Those whose address was not verified.
    Unverified,
    /// Those whom no admin approved.
    Unapproved,
}

impl Filter {
    /// All, in their order.
    pub const ALL: [Self; 6] = [
        Self::State(State::Active),
        Self::State(State::Disabled),
        Self::State(State::Deactivated),
        Self::Admin,
        Self::Unverified,
        Self::Unapproved,
    ];

    /// What it is called on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::State(State::Active) => "Active",
            Self::State(State::Disabled) => "Disabled",
            Self::State(State::Deactivated) => "Deactivated",
            Self::State(State::Gone) => "Gone",
            Self::Admin => "Site admin",
            Self::Unverified => "Unverified",
            Self::Unapproved => "Unapproved",
        }
    }

    /// How many it would leave, of those who match everything else.
    pub const fn count(self, counts: &FacetCounts) -> usize {
        match self {
            Self::State(state) => counts.state(state),
            Self::Admin => counts.admin(TriState::Yes),
            Self::Unverified => counts.verified(TriState::No),
            Self::Unapproved => counts.approved(TriState::No),
        }
    }

    /// The parameter of the URL that it stands in, and its value there.
    const fn in_url(self) -> (&'static str, &'static str) {
        match self {
            Self::State(State::Active) => ("status", "active"),
            Self::State(State::Disabled) => ("status", "disabled"),
            Self::State(State::Deactivated) => ("status", "deactivated"),
            Self::State(State::Gone) => ("status", ""),
            Self::Admin => ("admin", "yes"),
            Self::Unverified => ("verified", "no"),
            Self::Unapproved => ("approved", "no"),
        }
    }
}

impl Query {
    /// Reads the part of the URL behind its `?`. What is not understood is as if it were not there.
    ///
    /// The router's own map of these parameters is not used: it decodes them twice, so that a search for `%41` would
    /// become one for `A`.
    pub fn from_url(kind: UserType, search: &str) -> Self {
        let all = |wanted: &'static str| {
            form_urlencoded::parse(search.as_bytes()).filter(move |(name, _)| name == wanted).map(|(_, value)| value)
        };
        let first = |wanted| all(wanted).next().unwrap_or(Cow::Borrowed(""));
        let is_set = |filter: &Filter| {
            let (name, value) = filter.in_url();
            first(name).split(',').any(|other| other == value)
        };
        let sort = first("sort");
        let (column, descending) = sort.strip_prefix('-').map_or((&*sort, false), |column| (column, true));
        let column = COLUMNS.into_iter().find(|(_, name)| *name == column);
        Self {
            kind,
            search: first("q").chars().take(MAX_SEARCH_LEN).collect(),
            filters: Filter::ALL.into_iter().filter(is_set).collect(),
            domains: all("domain")
                .filter(|domain| !domain.is_empty() && domain.chars().count() <= MAX_SEARCH_LEN)
                .take(MAX_DOMAINS)
                .map(Cow::into_owned)
                .collect(),
            registered: DateRange::from_url(&first("registered")),
            sort: column.map_or_else(Sort::default, |(column, _)| Sort { column, descending }),
            user: all("user").next().map(|user| user.chars().take(MAX_SEARCH_LEN).collect()),
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
        for wanted in ["status", "admin", "verified", "approved"] {
            let values: Vec<&str> = self
                .filters
                .iter()
                .map(|filter| filter.in_url())
                .filter(|(name, _)| *name == wanted)
                .map(|(_, value)| value)
                .collect();
            if !values.is_empty() {
                params.append_pair(wanted, &values.join(","));
            }
        }
        for domain in &self.domains {
            params.append_pair("domain", domain);
        }
        if !self.registered.is_any() {
            params.append_pair("registered", &self.registered.in_url());
        }
        if !self.sort.is_by_name() {
            let sign = if self.sort.descending { "-" } else { "" };
            params.append_pair("sort", &format!("{sign}{}", name_of(self.sort.column)));
        }
        if let Some(user) = &self.user {
            params.append_pair("user", user);
        }
        let params = params.finish();
        if params.is_empty() { path.to_owned() } else { format!("{path}?{params}") }
    }

    /// The same for another search.
    pub fn with_search(&self, search: String) -> Self {
        Self { search, ..self.clone() }
    }

    /// The same with a filter turned over.
    pub fn with_toggled(&self, filter: Filter) -> Self {
        let mut filters = self.filters.clone();
        match filters.iter().position(|other| *other == filter) {
            Some(at) => {
                filters.remove(at);
            }
            None => filters.push(filter),
        }
        filters.sort_unstable();
        Self { filters, ..self.clone() }
    }

    /// The same with a domain taken in, or out.
    pub fn with_domain_toggled(&self, domain: &str) -> Self {
        let mut domains: Vec<String> = self.domains.iter().filter(|other| *other != domain).cloned().collect();
        if domains.len() == self.domains.len() && domains.len() < MAX_DOMAINS {
            domains.push(domain.to_owned());
        }
        Self { domains, ..self.clone() }
    }

    /// The same for other days of registration.
    pub fn with_registered(&self, registered: DateRange) -> Self {
        Self { registered, ..self.clone() }
    }

    /// All accounts of a kind.
    pub fn all(kind: UserType) -> Self {
        Self::from_url(kind, "")
    }

    /// The same in order by a column: upwards, downwards, and then by name again.
    pub fn with_sort(&self, column: Column) -> Self {
        let sort = match (self.sort.column == column, self.sort.descending) {
            (false, _) => Sort { column, descending: false },
            (true, false) => Sort { column, descending: true },
            (true, true) => Sort::default(),
        };
        Self { sort, ..self.clone() }
    }

    /// The same with another account in full, or none.
    pub fn with_user(&self, user: Option<String>) -> Self {
        Self { user, ..self.clone() }
    }

    /// All accounts of the kind, in the same order.
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, user: self.user.clone(), ..Self::all(self.kind) }
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || !self.filters.is_empty() || !self.domains.is_empty() || !self.registered.is_any()
    }

    /// What is asked of the directory.
    pub fn to_index_query(&self) -> account_index::Query {
        let has = |filter| self.filters.contains(&filter);
        account_index::Query {
            text: self.search.clone(),
            states: self
                .filters
                .iter()
                .filter_map(|filter| match filter {
                    Filter::State(state) => Some(*state),
                    _ => None,
                })
                .collect(),
            admin: has(Filter::Admin).then_some(TriState::Yes).into_iter().collect(),
            verified: has(Filter::Unverified).then_some(TriState::No).into_iter().collect(),
            approved: has(Filter::Unapproved).then_some(TriState::No).into_iter().collect(),
            domains: self.domains.clone(),
            registered_from: self.registered.from.map(Day::start_secs),
            registered_until: self.registered.to.map(Day::end_secs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Active, Deactivated, Disabled};

    fn read(search: &str) -> Query {
        Query::from_url(UserType::User, search)
    }

    #[test]
    fn the_url_says_it_all() {
        let query =
            read("q=walk&status=deactivated,disabled&verified=no&domain=a.example&domain=b.example&sort=-registered");
        assert_eq!(query.search, "walk");
        assert_eq!(query.filters, [Filter::State(Disabled), Filter::State(Deactivated), Filter::Unverified]);
        assert_eq!(query.domains, ["a.example", "b.example"]);
        assert_eq!(query.sort, Sort { column: Column::Registered, descending: true });
        assert_eq!(
            query.to_url(),
            "/users?q=walk&status=disabled%2Cdeactivated&verified=no&domain=a.example&domain=b.example&sort=-registered"
        );
        assert_eq!(read(query.to_url().split_once('?').unwrap().1), query);
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
        let query = read("status=gone,,Active&pages=-1&sort=x&admin=maybe&domain=");
        assert_eq!(query, read(""));
        assert_eq!(read(&format!("q={}", "x".repeat(5_000))).search.len(), MAX_SEARCH_LEN);
        assert_eq!(read(&"domain=x&".repeat(5_000)).domains.len(), MAX_DOMAINS);
        assert_eq!(read("").to_url(), "/users");
        assert_eq!(read("sort=name").to_url(), "/users");
    }

    #[test]
    fn filters_are_set_and_taken_back() {
        let disabled = read("sort=email").with_toggled(Filter::State(Disabled));
        assert_eq!(disabled.filters, [Filter::State(Disabled)]);
        assert_eq!(
            disabled.with_toggled(Filter::State(Active)).filters,
            [Filter::State(Active), Filter::State(Disabled)]
        );
        assert!(!disabled.with_toggled(Filter::State(Disabled)).is_filtered());
        assert_eq!(disabled.cleared(), read("sort=email"));
        assert!(read("domain=x").is_filtered() && !read("domain=x").with_domain_toggled("x").is_filtered());
        assert_eq!(read("").with_domain_toggled("x"), read("domain=x"));
    }

    #[test]
    fn days_are_both_in_it_and_a_side_may_be_open() {
        let query = read("registered=2024-02-01..2024-02-29");
        assert_eq!(query.to_url(), "/users?registered=2024-02-01..2024-02-29");
        assert_eq!(query.registered.label(), "Registered 2024-02-01 to 2024-02-29");
        assert_eq!(query.to_index_query().registered_from, Some(1_706_745_600));
        assert_eq!(query.to_index_query().registered_until, Some(1_709_251_200));
        let since = read("registered=2024-02-01..");
        assert_eq!(
            (since.registered.label().as_str(), since.to_index_query().registered_until),
            ("Registered since 2024-02-01", None)
        );
        assert!(since.is_filtered() && !since.cleared().is_filtered());
        for nothing in ["", "..", "x..y", "2024-02-30..", "2024-02-01"] {
            assert!(!read(&format!("registered={nothing}")).is_filtered(), "{nothing}");
        }
    }

    #[test]
    fn an_account_of_any_name_is_opened_and_closed() {
        for name in ["jane", "a/b", "50%", "&user=x", "", " ", "Мария"] {
            let open = read("q=x").with_user(Some(name.to_owned()));
            assert_eq!(read(open.to_url().split_once('?').unwrap().1), open, "{name}");
            assert_eq!(open.with_user(None), read("q=x"));
        }
        assert!(!read("user=jane").is_filtered());
    }

    #[test]
    fn a_column_is_sorted_by_upwards_downwards_and_not_at_all() {
        let up = read("").with_sort(Column::Email);
        assert_eq!(up.sort, Sort { column: Column::Email, descending: false });
        let down = up.with_sort(Column::Email);
        assert_eq!(down.sort, Sort { column: Column::Email, descending: true });
        assert_eq!(down.with_sort(Column::Email), read(""));
        assert!(read("").with_sort(Column::Name).sort.descending, "by name is the order without any");
    }

    #[test]
    fn the_directory_is_asked_for_what_the_url_says() {
        let asked = read("q=W&status=active&admin=yes&approved=no&domain=x").to_index_query();
        assert_eq!(asked.text, "W");
        assert_eq!(asked.states, [Active].into_iter().collect());
        assert_eq!(asked.admin, [TriState::Yes].into_iter().collect());
        assert_eq!(asked.approved, [TriState::No].into_iter().collect());
        assert!(asked.verified.is_any());
        assert_eq!(asked.domains, ["x"]);
        assert!(!read("sort=email").to_index_query().is_filtered());
    }
}
