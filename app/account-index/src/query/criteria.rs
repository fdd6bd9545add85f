//! What a query asks for: a search text and filters.

use crate::account::{Flag, State, TriState, VALUE_COUNT};
use crate::store::{DomainId, NO_DOMAIN, Store};

/// A filter by the values of a flag, one bit each. An empty filter accepts every value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ValueFilter(u8);

impl ValueFilter {
    /// Returns a filter from its bits: bit `n` accepts the value with discriminant `n`.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether the filter is empty, and so accepts every value.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Returns the rows of a block that pass this filter, given one mask per value. Without a
    /// filter, all 64 bits, including those past the last row.
    pub(crate) fn select_mask(self, value_masks: [u64; VALUE_COUNT]) -> u64 {
        if self.is_any() {
            return u64::MAX;
        }
        value_masks.iter().enumerate().fold(
            0,
            |selected, (value, mask)| {
                if self.0 >> value & 1 == 1 { selected | mask } else { selected }
            },
        )
    }
}

impl FromIterator<State> for ValueFilter {
    fn from_iter<T: IntoIterator<Item = State>>(states: T) -> Self {
        Self(states.into_iter().fold(0, |bits, state| bits | 1 << state as u8))
    }
}

impl FromIterator<TriState> for ValueFilter {
    fn from_iter<T: IntoIterator<Item = TriState>>(values: T) -> Self {
        Self(values.into_iter().fold(0, |bits, value| bits | 1 << value as u8))
    }
}

/// A query: accounts match if they pass every filter. The default has no filter and matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words in any order, each a part of the name or of the email address: see [`SearchText`].
    /// Empty for no text filter.
    ///
    /// [`SearchText`]: crate::SearchText
    pub text: String,
    /// Accepted values of [`State`].
    pub states: ValueFilter,
    /// Accepted values of [`TriState`] for site admin.
    pub admin: ValueFilter,
    /// Accepted values of [`TriState`] for a verified address.
    pub verified: ValueFilter,
    /// Accepted values of [`TriState`] for an approved account.
    pub approved: ValueFilter,
    /// Accepted email domains, in any case; an empty string accepts accounts without an address.
    /// Empty for no domain filter.
    pub domains: Vec<String>,
    /// Earliest registration time, as a Unix timestamp in seconds.
    pub registered_from: Option<i64>,
    /// End of the registration times, exclusive, as a Unix timestamp in seconds.
    pub registered_until: Option<i64>,
}

impl Query {
    /// Whether there is a search text or any filter.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self::default()
    }

    /// Returns the filter of each flag, indexed by [`Flag`].
    pub(crate) const fn flag_filters(&self) -> [ValueFilter; Flag::COUNT] {
        let mut filters = [self.states; Flag::COUNT];
        filters[Flag::Admin as usize] = self.admin;
        filters[Flag::Verified as usize] = self.verified;
        filters[Flag::Approved as usize] = self.approved;
        filters
    }

    /// Returns by [`DomainId`] whether a domain is accepted; `None` without a domain filter.
    pub(crate) fn accepted_domains(&self, store: &Store) -> Option<Vec<bool>> {
        if self.domains.is_empty() {
            return None;
        }
        let domains = store.domains();
        let mut accepted = vec![false; domains.len()];
        for domain in &self.domains {
            let id: Option<DomainId> =
                if domain.is_empty() { Some(NO_DOMAIN) } else { domains.find(&account_api::case_fold(domain)) };
            if let Some(id) = id {
                accepted[id as usize] = true;
            }
        }
        Some(accepted)
    }

    /// Whether there is a filter by registration time.
    pub(crate) const fn has_registration_filter(&self) -> bool {
        self.registered_from.is_some() || self.registered_until.is_some()
    }

    /// Returns the test for registration times as the store has them.
    pub(crate) fn registration_predicate(&self) -> impl Fn(i64) -> bool + Copy {
        // An unknown registration time is stored as `i64::MIN`. It matches only when no date filter
        // is set.
        let first = if self.has_registration_filter() {
            self.registered_from.unwrap_or(i64::MIN).max(i64::MIN + 1)
        } else {
            i64::MIN
        };
        let last = self.registered_until.map_or(i64::MAX, |until| until.saturating_sub(1));
        move |secs| secs >= first && secs <= last
    }
}
