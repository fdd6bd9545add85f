//! What is different on a platform from what it began with: accounts that were changed, and accounts that came later.

use super::columns::AccountFlags;
use super::{Account, AccountId};
use crate::platform::names;
use core::cmp::Ordering;
use imbl::{OrdMap, Vector};
use std::ops::Range;
use std::sync::Arc;

/// The changed and the added accounts of a platform, in listing order among the rows of its base.
///
/// In persistent collections: a clone shares everything, and a change copies a few neighbours of what it changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    entries: OrdMap<Place, Entry>,
    /// Where the added ones stand, in the order in which they came.
    added: Vector<Place>,
    /// What the accounts take, in bytes.
    account_bytes: usize,
}

/// Where an account stands in listing order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its row in the base, or the row that it stands before.
    row: u32,
    /// Its name, if it has no row.
    added: Option<Arc<str>>,
}

impl Place {
    #[expect(clippy::cast_possible_truncation, reason = "there are never more than MOST_ACCOUNTS")]
    const fn of_row(row: usize) -> Self {
        Self { row: row as u32, added: None }
    }

    fn before_row(row: usize, name: &str) -> Self {
        Self { added: Some(name.into()), ..Self::of_row(row) }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.row.cmp(&other.row).then_with(|| match (&self.added, &other.added) {
            (Some(left), Some(right)) => names::order(left, right),
            // What was added stands before the row.
            (left, right) => left.is_none().cmp(&right.is_none()),
        })
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A changed or an added account.
#[derive(Clone, Debug)]
struct Entry {
    id: AccountId,
    /// Beside the account, so that those that a list has not are passed over without a look at them.
    traits: AccountFlags,
    account: Arc<Account>,
}

/// A changed or an added account, as it is met on the way through a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct OverlayEntry<'a> {
    pub(super) id: AccountId,
    /// Its row in the base, or the row that it stands before.
    pub(super) row: usize,
    /// Whether the row is its own.
    pub(super) has_row: bool,
    pub(super) traits: AccountFlags,
    pub(super) account: &'a Account,
}

impl Overlay {
    /// How many accounts were added.
    pub(super) fn added(&self) -> usize {
        self.added.len()
    }

    /// The account of a row, if it was changed.
    pub(super) fn changed(&self, row: usize) -> Option<&Account> {
        // Most platforms have no changes, and most others few.
        if self.entries.is_empty() {
            return None;
        }
        Some(&self.entries.get(&Place::of_row(row))?.account)
    }

    /// The account that was added after so many others.
    pub(super) fn nth_added(&self, at: usize) -> &Account {
        &self.entries[&self.added[at]].account
    }

    /// The id of the added account of that name, which would stand before that row.
    pub(super) fn find_added(&self, name: &str, row: usize) -> Option<AccountId> {
        if self.added.is_empty() {
            return None;
        }
        Some(self.entries.get(&Place::before_row(row, name))?.id)
    }

    /// Adds an account that stands before that row.
    pub(super) fn add(&mut self, id: AccountId, account: Account, row: usize) {
        let place = Place::before_row(row, &account.name);
        self.added.push_back(place.clone());
        self.put(place, id, account);
    }

    /// Changes an account that was added after so many others.
    pub(super) fn change_added(&mut self, at: usize, id: AccountId, account: Account) {
        self.put(self.added[at].clone(), id, account);
    }

    /// Changes the account of a row.
    pub(super) fn change(&mut self, row: usize, id: AccountId, account: Account) {
        self.put(Place::of_row(row), id, account);
    }

    /// Makes the account of a row what it was in the base.
    pub(super) fn change_back(&mut self, row: usize) {
        if let Some(entry) = self.entries.remove(&Place::of_row(row)) {
            self.account_bytes -= bytes(&entry.account);
        }
    }

    fn put(&mut self, place: Place, id: AccountId, account: Account) {
        self.account_bytes += bytes(&account);
        let entry = Entry { id, traits: AccountFlags::of(&account), account: Arc::new(account) };
        if let Some(before) = self.entries.insert(place, entry) {
            self.account_bytes -= bytes(&before.account);
        }
    }

    /// The changed and the added accounts from the one row up to the other, with those that were added right before the
    /// latter, in listing order.
    pub(super) fn between(&self, rows: &Range<usize>) -> impl Iterator<Item = OverlayEntry<'_>> {
        let range = Place::before_row(rows.start, "")..Place::of_row(rows.end);
        self.entries.range(range).map(|(place, entry)| OverlayEntry {
            id: entry.id,
            row: place.row as usize,
            has_row: place.added.is_none(),
            traits: entry.traits,
            account: &entry.account,
        })
    }

    /// About what it takes, in bytes; nothing while it is empty.
    pub(super) fn bytes(&self) -> usize {
        if self.entries.is_empty() {
            return 0;
        }
        // The nodes of the map are half full at least, and the tree above its leaves takes a fraction of them.
        let entries = 2 * self.entries.len() * size_of::<(Place, Entry)>();
        let added = self.added.len() * size_of::<Place>();
        size_of::<Self>() + entries + added + self.account_bytes
    }
}

/// What an account takes in here, in bytes: itself, its name once more as a place, and the counters of both.
fn bytes(account: &Account) -> usize {
    size_of::<Account>() + account.heap_bytes() + account.name.len() + 4 * size_of::<usize>()
}
