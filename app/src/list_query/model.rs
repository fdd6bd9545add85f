//! The query of an account list and its transitions: which accounts it shows, and in which order.
//!
//! A range or a free value, as the dates and domains are, is a field of [`ListQuery`] that is read
//! and written in `url.rs`, labeled in `labels.rs` and named in `file_name.rs`. It has a control in
//! `pages/users/filter_menu.rs` and a chip in `filters.rs`, which `toolbar.rs` places.
//!
//! To add a filter that is on or off, by a value that the index has:
//!
//! 1. This file: add a variant to [`Filter`]. The compiler reports the missing arms here (E0004):
//!    its group, its count, its value in the index query, and its place in the test of
//!    [`Filter::ALL`].
//! 2. `url.rs`: E0004 in `param`. A test reports a parameter that is missing in `FILTER_PARAMS`.
//!    The test of the index query there lists the filters by hand.
//! 3. `labels.rs`: E0004. Chips, bars and names of exported files have this label.
//! 4. Only for a group of its own: a variant of [`FilterGroup`]. E0004 here and in `labels.rs`. A
//!    test reports that it is missing in [`FilterGroup::ALL`].
//! 5. Where it is wanted: `command_palette/commands.rs`, `pages/overview/mod.rs` (bars) and
//!    `pages/overview/attention.rs`. A tag in the table comes first while its filter is active, by
//!    a class in `pages/users/mod.rs` and in `style/pages/users-table.css`.
//! 6. `e2e/specs/users/filters.spec.ts`, `docs/GUIDE.md` ("Find someone") and `CHANGELOG.md`.
//!
//! For a value that the index does not have, first in `app/account-index/`:
//!
//! 1. `src/account.rs`: a variant of `Flag`, its bits and a getter. The byte of `Flags` is full;
//!    its comment says what another flag takes.
//! 2. `src/query/criteria.rs`: a field of `Query`. E0063 in [`ListQuery::to_index_query`] and in
//!    `tests/queries.rs`. Only the model there reports what is missing in `flag_filters`.
//! 3. `src/query/facet_counts.rs`: its count. `src/store/columns.rs`: E0063 for a field of `User`.

use account_api::UserType;
use account_index::{Column, Day, FacetCounts, Sort, State, TriState};

/// Maximum length of a search in characters. No username or email is longer.
pub const MAX_SEARCH_LEN: usize = 400;

/// Maximum number of domains to filter by.
pub(super) const MAX_DOMAINS: usize = 50;

/// What an account list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Users or service accounts. Encoded in the path of the URL, not in its parameters.
    pub kind: UserType,
    /// Words to find in the username or email.
    pub search: String,
    /// The active filters, sorted.
    pub filters: Vec<Filter>,
    /// Email domains to filter by; empty for all.
    pub domains: Vec<String>,
    /// When the accounts were registered.
    pub registered: DateRange,
    /// The sort order.
    pub sort: Sort,
    /// The name of the account whose details are open beside the list.
    pub user: Option<String>,
}

/// A range of days, inclusive, that may be open on either side. In UTC, so that a link shows
/// everyone the same accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl DateRange {
    /// Whether the range is open on both sides.
    pub fn is_any(self) -> bool {
        self == Self::default()
    }
}

/// A filter that is either active or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Filter {
    /// Accounts in this state.
    State(State),
    /// Site admins.
    Admin,
    /// Accounts whose email is not verified.
    Unverified,
    /// Accounts that no admin has approved.
    Unapproved,
}

impl Filter {
    /// All filters, in the order of the UI.
    pub const ALL: &[Self] = &[
        Self::State(State::Active),
        Self::State(State::Disabled),
        Self::State(State::Deactivated),
        Self::Admin,
        Self::Unverified,
        Self::Unapproved,
    ];

    /// What the filter is about.
    pub const fn group(self) -> FilterGroup {
        match self {
            Self::State(_) => FilterGroup::Status,
            Self::Admin => FilterGroup::Role,
            Self::Unverified => FilterGroup::Verification,
            Self::Unapproved => FilterGroup::Approval,
        }
    }

    /// The number of accounts that match this filter, among those that match everything else.
    pub const fn count(self, counts: &FacetCounts) -> usize {
        match self {
            Self::State(state) => counts.state(state),
            Self::Admin => counts.admin(TriState::Yes),
            Self::Unverified => counts.verified(TriState::No),
            Self::Unapproved => counts.approved(TriState::No),
        }
    }
}

/// What a filter is about. An account must match every group that has active filters, and within a
/// group any one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterGroup {
    /// The state.
    Status,
    /// The permission.
    Role,
    /// Whether the email is verified.
    Verification,
    /// Whether an admin has approved the account.
    Approval,
    /// The days of registration.
    Registered,
    /// The domain of the email.
    Domain,
}

impl FilterGroup {
    /// All groups, in the order of the UI.
    pub const ALL: &[Self] =
        &[Self::Status, Self::Role, Self::Verification, Self::Approval, Self::Registered, Self::Domain];

    /// The filters of the group that are either active or not.
    pub fn filters(self) -> impl Iterator<Item = Filter> {
        Filter::ALL.iter().copied().filter(move |filter| filter.group() == self)
    }
}

impl ListQuery {
    /// All accounts of a kind, by name.
    pub fn all(kind: UserType) -> Self {
        Self {
            kind,
            search: String::new(),
            filters: Vec::new(),
            domains: Vec::new(),
            registered: DateRange::default(),
            sort: Sort::default(),
            user: None,
        }
    }

    /// With another search.
    pub fn with_search(&self, search: String) -> Self {
        Self { search, ..self.clone() }
    }

    /// With a filter added or removed.
    pub fn with_toggled(&self, filter: Filter) -> Self {
        let mut filters = self.filters.clone();
        match filters.iter().position(|active| *active == filter) {
            Some(index) => {
                filters.remove(index);
            }
            None => filters.push(filter),
        }
        filters.sort_unstable();
        Self { filters, ..self.clone() }
    }

    /// With a domain added or removed. Adds none beyond the maximum.
    pub fn with_domain_toggled(&self, domain: &str) -> Self {
        let mut domains: Vec<String> = self.domains.iter().filter(|active| *active != domain).cloned().collect();
        if domains.len() == self.domains.len() && domains.len() < MAX_DOMAINS {
            domains.push(domain.to_owned());
        }
        Self { domains, ..self.clone() }
    }

    /// With another range of registration days.
    pub fn with_registered(&self, registered: DateRange) -> Self {
        Self { registered, ..self.clone() }
    }

    /// Sorted by a column. Repeated calls cycle through ascending, descending and the default.
    pub fn with_sort(&self, column: Column) -> Self {
        let sort = match (self.sort.column == column, self.sort.descending) {
            (false, _) => Sort { column, descending: false },
            (true, false) => Sort { column, descending: true },
            (true, true) => Sort::default(),
        };
        Self { sort, ..self.clone() }
    }

    /// With the details of another account open, or none.
    pub fn with_user(&self, user: Option<String>) -> Self {
        Self { user, ..self.clone() }
    }

    /// Without search and filters. Keeps the sort order and the open account.
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, user: self.user.clone(), ..Self::all(self.kind) }
    }

    /// Whether a search or a filter is active.
    pub fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.has_filters()
    }

    /// Whether a filter is active.
    pub fn has_filters(&self) -> bool {
        !self.filters.is_empty() || !self.domains.is_empty() || !self.registered.is_any()
    }

    /// Without the filters of a group.
    pub fn without_group(&self, group: FilterGroup) -> Self {
        let mut query = self.clone();
        match group {
            FilterGroup::Registered => query.registered = DateRange::default(),
            FilterGroup::Domain => query.domains.clear(),
            FilterGroup::Status | FilterGroup::Role | FilterGroup::Verification | FilterGroup::Approval => {
                query.filters.retain(|filter| filter.group() != group);
            }
        }
        query
    }

    /// The groups with an active filter.
    pub fn active_groups(&self) -> Vec<FilterGroup> {
        let is_active = |group: &FilterGroup| match group {
            FilterGroup::Registered => !self.registered.is_any(),
            FilterGroup::Domain => !self.domains.is_empty(),
            FilterGroup::Status | FilterGroup::Role | FilterGroup::Verification | FilterGroup::Approval => {
                self.filters.iter().any(|filter| filter.group() == *group)
            }
        };
        FilterGroup::ALL.iter().copied().filter(is_active).collect()
    }

    /// The query for the account index, which has no notion of kinds, sorting or an open account.
    pub fn to_index_query(&self) -> account_index::Query {
        let mut states = Vec::new();
        let (mut admin, mut verified, mut approved) = (Vec::new(), Vec::new(), Vec::new());
        for &filter in &self.filters {
            match filter {
                Filter::State(state) => states.push(state),
                Filter::Admin => admin.push(TriState::Yes),
                Filter::Unverified => verified.push(TriState::No),
                Filter::Unapproved => approved.push(TriState::No),
            }
        }
        account_index::Query {
            text: self.search.clone(),
            states: states.into_iter().collect(),
            admin: admin.into_iter().collect(),
            verified: verified.into_iter().collect(),
            approved: approved.into_iter().collect(),
            domains: self.domains.clone(),
            registered_from: self.registered.from.map(Day::start_secs),
            registered_until: self.registered.to.map(Day::end_secs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Active, Disabled};

    fn all_users() -> ListQuery {
        ListQuery::all(UserType::User)
    }

    #[test]
    fn toggling_a_filter_twice_removes_it() {
        let by_email = all_users().with_sort(Column::Email);
        let disabled = by_email.with_toggled(Filter::State(Disabled));
        assert_eq!(disabled.filters, [Filter::State(Disabled)]);
        assert_eq!(
            disabled.with_toggled(Filter::State(Active)).filters,
            [Filter::State(Active), Filter::State(Disabled)]
        );
        assert!(!disabled.with_toggled(Filter::State(Disabled)).is_filtered());
        assert_eq!(disabled.cleared(), by_email);
    }

    #[test]
    fn toggling_a_domain_twice_removes_it() {
        let filtered = all_users().with_domain_toggled("x");
        assert_eq!(filtered.domains, ["x"]);
        assert!(filtered.is_filtered());
        assert_eq!(filtered.with_domain_toggled("x"), all_users());
    }

    #[test]
    fn filters_of_a_group_count_as_one() {
        let query = all_users().with_toggled(Filter::State(Active)).with_toggled(Filter::State(Disabled));
        assert_eq!(query.active_groups(), [FilterGroup::Status]);
        let query = query.with_domain_toggled("x").with_toggled(Filter::Unapproved);
        assert_eq!(query.active_groups(), [FilterGroup::Status, FilterGroup::Approval, FilterGroup::Domain]);
    }

    #[test]
    fn every_filter_makes_its_group_active() {
        for filter in Filter::ALL {
            assert_eq!(all_users().with_toggled(*filter).active_groups(), [filter.group()], "{filter:?}");
        }
    }

    #[test]
    fn every_filter_is_in_the_list() {
        // The compiler reports a new filter here, which has to follow another one.
        let next = |filter: &Filter| match filter {
            Filter::State(Active) => Some(Filter::State(Disabled)),
            Filter::State(Disabled) => Some(Filter::State(State::Deactivated)),
            Filter::State(State::Deactivated) => Some(Filter::Admin),
            Filter::Admin => Some(Filter::Unverified),
            Filter::Unverified => Some(Filter::Unapproved),
            // Accounts that are gone are never shown.
            Filter::Unapproved | Filter::State(State::Gone) => None,
        };
        let filters = core::iter::successors(Some(Filter::State(Active)), next);
        assert!(filters.eq(Filter::ALL.iter().copied()));
    }

    #[test]
    fn an_open_account_is_not_a_filter() {
        assert!(!all_users().with_user(Some("jane".to_owned())).is_filtered());
    }

    #[test]
    fn sorting_cycles_through_ascending_descending_and_the_default() {
        let ascending = all_users().with_sort(Column::Email);
        assert_eq!(ascending.sort, Sort { column: Column::Email, descending: false });
        let descending = ascending.with_sort(Column::Email);
        assert_eq!(descending.sort, Sort { column: Column::Email, descending: true });
        assert_eq!(descending.with_sort(Column::Email), all_users());
        assert!(all_users().with_sort(Column::Name).sort.descending, "ascending by name is the default");
    }
}
