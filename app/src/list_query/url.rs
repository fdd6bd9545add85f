//! The URL encoding of [`ListQuery`]: `?q=walk&status=disabled,deactivated&sort=-registered`.

use super::model::{DateRange, Filter, ListQuery, MAX_DOMAINS, MAX_SEARCH_LEN};
use crate::routes::{ACCOUNT_PARAM, Route};
use account_api::UserType;
use account_index::{Column, Day, Sort, State};
use std::borrow::Cow;

/// The parameters that hold filters, in the order in which they are written.
const FILTER_PARAMS: &[&str] = &["status", "admin", "verified", "approved"];

impl DateRange {
    /// Encodes the range as `2024-01-01..2024-12-31`. Either side may be empty.
    fn to_param(self) -> String {
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        format!("{}..{}", text(self.from), text(self.to))
    }

    fn from_param(text: &str) -> Self {
        let (from, to) = text.split_once("..").unwrap_or_default();
        Self { from: Day::parse(from), to: Day::parse(to) }
    }
}

impl Filter {
    /// The parameter that holds the filter, and its value there.
    const fn param(self) -> (&'static str, &'static str) {
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

impl ListQuery {
    /// Parses the parameters of a URL, without the `?`. Ignores what it does not recognize.
    ///
    /// Why not the router's parameter map: it decodes values twice, which turns a search for
    /// `%41` into one for `A`.
    pub fn from_url(kind: UserType, params: &str) -> Self {
        let values = |name: &'static str| {
            form_urlencoded::parse(params.as_bytes()).filter(move |(other, _)| other == name).map(|(_, value)| value)
        };
        let first = |name| values(name).next().unwrap_or(Cow::Borrowed(""));
        let is_active = |filter: &Filter| {
            let (name, value) = filter.param();
            first(name).split(',').any(|other| other == value)
        };
        let sort = first("sort");
        let (sort_name, descending) = sort.strip_prefix('-').map_or((&*sort, false), |name| (name, true));
        let sort_column = Column::from_id(sort_name);
        Self {
            kind,
            search: first("q").chars().take(MAX_SEARCH_LEN).collect(),
            filters: Filter::ALL.iter().copied().filter(is_active).collect(),
            domains: values("domain")
                .filter(|domain| !domain.is_empty() && domain.chars().count() <= MAX_SEARCH_LEN)
                .take(MAX_DOMAINS)
                .map(Cow::into_owned)
                .collect(),
            registered: DateRange::from_param(&first("registered")),
            sort: sort_column.map_or_else(Sort::default, |column| Sort { column, descending }),
            user: values(ACCOUNT_PARAM).next().map(|user| user.chars().take(MAX_SEARCH_LEN).collect()),
        }
    }

    /// The URL of the query: its path and parameters. Omits parameters with default values.
    pub fn to_url(&self) -> String {
        let path = Route::Accounts(self.kind).url();
        let mut params = form_urlencoded::Serializer::new(String::new());
        if !self.search.is_empty() {
            params.append_pair("q", &self.search);
        }
        for name in FILTER_PARAMS {
            let values: Vec<&str> = self
                .filters
                .iter()
                .map(|filter| filter.param())
                .filter(|(other, _)| other == name)
                .map(|(_, value)| value)
                .collect();
            if !values.is_empty() {
                params.append_pair(name, &values.join(","));
            }
        }
        for domain in &self.domains {
            params.append_pair("domain", domain);
        }
        if !self.registered.is_any() {
            params.append_pair("registered", &self.registered.to_param());
        }
        if !self.sort.is_by_name() {
            let sign = if self.sort.descending { "-" } else { "" };
            params.append_pair("sort", &format!("{sign}{}", self.sort.column.id()));
        }
        if let Some(user) = &self.user {
            params.append_pair(ACCOUNT_PARAM, user);
        }
        let params = params.finish();
        if params.is_empty() { path } else { format!("{path}?{params}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::account_url;
    use State::{Active, Deactivated, Disabled};
    use account_index::TriState;

    fn parse(params: &str) -> ListQuery {
        ListQuery::from_url(UserType::User, params)
    }

    fn params_of(query: &ListQuery) -> String {
        query.to_url().split_once('?').map(|(_, params)| params.to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_query_survives_a_round_trip_through_its_url() {
        let query =
            parse("q=walk&status=deactivated,disabled&verified=no&domain=a.example&domain=b.example&sort=-registered");
        assert_eq!(query.search, "walk");
        assert_eq!(query.filters, [Filter::State(Disabled), Filter::State(Deactivated), Filter::Unverified]);
        assert_eq!(query.domains, ["a.example", "b.example"]);
        assert_eq!(query.sort, Sort { column: Column::Registered, descending: true });
        assert_eq!(
            query.to_url(),
            "/users?q=walk&status=disabled%2Cdeactivated&verified=no&domain=a.example&domain=b.example&sort=-registered"
        );
        assert_eq!(parse(&params_of(&query)), query);
    }

    #[test]
    fn any_search_survives_a_round_trip_through_its_url() {
        for text in ["a/b", "50%", "%2F", "%41", "who?&status=active", "#1", "a+b c", "Мария", "=1+1", "\u{202e}x"]
        {
            let query = parse("").with_search(text.to_owned());
            assert_eq!(parse(&params_of(&query)), query, "{text}");
        }
    }

    #[test]
    fn unrecognized_parameters_and_values_are_ignored() {
        let query = parse("status=gone,,Active&pages=-1&sort=x&admin=maybe&domain=");
        assert_eq!(query, parse(""));
        assert_eq!(parse(""), ListQuery::all(UserType::User));
        assert_eq!(parse(&format!("q={}", "x".repeat(5_000))).search.len(), MAX_SEARCH_LEN);
        assert_eq!(parse(&"domain=x&".repeat(5_000)).domains.len(), MAX_DOMAINS);
        assert_eq!(parse("").to_url(), "/users");
        assert_eq!(parse("sort=name").to_url(), "/users");
    }

    #[test]
    fn date_ranges_are_inclusive_and_may_be_open_on_a_side() {
        let query = parse("registered=2024-02-01..2024-02-29");
        assert_eq!(query.to_url(), "/users?registered=2024-02-01..2024-02-29");
        assert_eq!(query.to_index_query().registered_from, Some(1_706_745_600));
        assert_eq!(query.to_index_query().registered_until, Some(1_709_251_200));
        let since = parse("registered=2024-02-01..");
        assert_eq!(since.to_index_query().registered_until, None);
        assert!(since.is_filtered() && !since.cleared().is_filtered());
        for invalid in ["", "..", "x..y", "2024-02-30..", "2024-02-01"] {
            assert!(!parse(&format!("registered={invalid}")).is_filtered(), "{invalid}");
        }
    }

    #[test]
    fn an_open_account_of_any_name_survives_a_round_trip() {
        for name in ["jane", "a/b", "50%", "&user=x", "", " ", "Мария"] {
            let open = parse("q=x").with_user(Some(name.to_owned()));
            assert_eq!(parse(&params_of(&open)), open, "{name}");
            assert_eq!(open.with_user(None), parse("q=x"));
            let linked = ListQuery::all(UserType::User).with_user(Some(name.to_owned()));
            assert_eq!(account_url(UserType::User, name), linked.to_url(), "{name}");
        }
    }

    #[test]
    fn the_index_query_contains_every_filter_of_the_url() {
        let query = parse("q=W&status=active&admin=yes&approved=no&domain=x").to_index_query();
        assert_eq!(query.text, "W");
        assert_eq!(query.states, [Active].into_iter().collect());
        assert_eq!(query.admin, [TriState::Yes].into_iter().collect());
        assert_eq!(query.approved, [TriState::No].into_iter().collect());
        assert!(query.verified.is_any());
        assert_eq!(query.domains, ["x"]);
        assert!(!parse("sort=email").to_index_query().is_filtered());
    }

    #[test]
    fn every_filter_is_written_to_its_parameter() {
        for filter in Filter::ALL {
            assert!(FILTER_PARAMS.contains(&filter.param().0), "{filter:?}");
        }
    }
}
