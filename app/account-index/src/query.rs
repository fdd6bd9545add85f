//! Who is wanted.

use crate::account::{ADMIN, APPROVED, FLAGS, State, TriState, VALUES, VERIFIED};
use crate::domains::DomainId;
use crate::store::Store;

/// Some values of a flag. Nothing wanted is everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ValueFilter(u8);

impl ValueFilter {
    /// These values.
    #[must_use]
    pub const fn bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.0 == 0
    }

    /// The rows that have a value which is wanted, of sixty-four rows by value. Where any is wanted, all sixty-four, whether there are so many or
    /// not.
    pub(crate) fn select_mask(self, rows: [u64; VALUES]) -> u64 {
        if self.is_any() {
            return u64::MAX;
        }
        rows.iter().enumerate().fold(0, |all, (value, rows)| if self.0 >> value & 1 == 1 { all | rows } else { all })
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

/// Who is wanted: all that fits everything that is said. Nothing said is everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What the name or the address has in it, in any case.
    pub text: String,
    /// Of [`State`].
    pub states: ValueFilter,
    /// Of [`Tri`], as the three that follow.
    pub admin: ValueFilter,
    /// Whether the address was verified.
    pub verified: ValueFilter,
    /// Whether an admin approved the account.
    pub approved: ValueFilter,
    /// The domain of the address is one of these, in any case; an empty one is no address. None is any.
    pub domains: Vec<String>,
    /// Registered from this second on.
    pub registered_from: Option<i64>,
    /// Registered before this second.
    pub registered_until: Option<i64>,
}

impl Query {
    /// Whether anything is said.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self::default()
    }

    /// What is wanted of each flag.
    pub(crate) const fn flags(&self) -> [ValueFilter; FLAGS] {
        let mut flags = [self.states; FLAGS];
        flags[ADMIN] = self.admin;
        flags[VERIFIED] = self.verified;
        flags[APPROVED] = self.approved;
        flags
    }

    /// Which domains are wanted; nothing where all are.
    pub(crate) fn domains(&self, store: &Store) -> Option<Vec<bool>> {
        if self.domains.is_empty() {
            return None;
        }
        let domains = store.domains();
        let mut wanted = vec![false; domains.len()];
        for domain in &self.domains {
            let found: Option<DomainId> =
                if domain.is_empty() { Some(0) } else { domains.find(&account_api::case_fold(domain)) };
            if let Some(found) = found {
                wanted[found as usize] = true;
            }
        }
        Some(wanted)
    }

    /// Whether anything is said of when somebody was registered.
    pub(crate) const fn has_days(&self) -> bool {
        self.registered_from.is_some() || self.registered_until.is_some()
    }

    /// Whether a time is wanted.
    pub(crate) fn registered(&self) -> impl Fn(i64) -> bool + Copy {
        // Who was registered at no known time is wanted where nothing is said alone: the first second that there is, is that.
        let from = if !self.has_days() { i64::MIN } else { self.registered_from.unwrap_or(i64::MIN).max(i64::MIN + 1) };
        let last = self.registered_until.map_or(i64::MAX, |until| until.saturating_sub(1));
        move |seconds| seconds >= from && seconds <= last
    }
}
