//! The overlay: the accounts of a platform that were changed or added since its base was loaded.

use super::account::{Account, AccountId};
use super::columns::AccountFlags;
use crate::platform::names;
use core::cmp::Ordering;
use imbl::{OrdMap, Vector};
use std::ops::Range;
use std::sync::Arc;

/// Changed and added accounts, sorted in listing order among the rows of the base.
///
/// The collections are persistent (`imbl`): a clone shares everything, and a change copies only a
/// few tree nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    entries: OrdMap<SortKey, Entry>,
    /// The keys of the added accounts, in the order of their IDs.
    added: Vector<SortKey>,
    /// The size of the accounts, in bytes.
    account_bytes: usize,
}

/// The position of an account in listing order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SortKey {
    /// The account's row in the base, or the row before which it was added.
    row: u32,
    /// The username of an added account, which has no row.
    added: Option<Arc<str>>,
}

impl SortKey {
    #[expect(clippy::cast_possible_truncation, reason = "there are never more than MAX_ACCOUNTS")]
    const fn base_row(row: usize) -> Self {
        Self { row: row as u32, added: None }
    }

    fn added_before(row: usize, name: &str) -> Self {
        Self { added: Some(name.into()), ..Self::base_row(row) }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.row.cmp(&other.row).then_with(|| match (&self.added, &other.added) {
            (Some(left), Some(right)) => names::compare(left, right),
            // An added account comes before the row.
            (left, right) => left.is_none().cmp(&right.is_none()),
        })
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A changed or an added account.
#[derive(Clone, Debug)]
struct Entry {
    id: AccountId,
    /// Stored beside the account, so that lists can skip it without following the pointer.
    flags: AccountFlags,
    account: Arc<Account>,
}

/// A changed or added account, as it is visited in listing order.
#[derive(Clone, Copy, Debug)]
pub(super) struct OverlayEntry<'a> {
    pub(super) id: AccountId,
    /// The account's row in the base, or the row before which it was added.
    pub(super) row: usize,
    /// Whether it is a changed account with a row of its own.
    pub(super) has_row: bool,
    pub(super) flags: AccountFlags,
    pub(super) account: &'a Account,
}

impl Overlay {
    /// The number of added accounts.
    pub(super) fn added_count(&self) -> usize {
        self.added.len()
    }

    /// The account of a row, if it was changed.
    pub(super) fn changed_account(&self, row: usize) -> Option<&Account> {
        // Most platforms have no changes, and most others few.
        if self.entries.is_empty() {
            return None;
        }
        Some(&self.entries.get(&SortKey::base_row(row))?.account)
    }

    /// The added account with this index among the added ones.
    pub(super) fn added_account(&self, index: usize) -> &Account {
        &self.entries[&self.added[index]].account
    }

    /// The ID of the added account with this name, which would be sorted before that row.
    pub(super) fn find_added(&self, name: &str, row: usize) -> Option<AccountId> {
        if self.added.is_empty() {
            return None;
        }
        Some(self.entries.get(&SortKey::added_before(row, name))?.id)
    }

    /// Adds an account before a row.
    pub(super) fn insert_added(&mut self, id: AccountId, account: Account, row: usize) {
        let key = SortKey::added_before(row, &account.name);
        self.added.push_back(key.clone());
        self.upsert(key, id, account);
    }

    /// Updates an added account by its index among the added ones.
    pub(super) fn update_added(&mut self, index: usize, id: AccountId, account: Account) {
        self.upsert(self.added[index].clone(), id, account);
    }

    /// Updates the account of a row.
    pub(super) fn update_base(&mut self, row: usize, id: AccountId, account: Account) {
        self.upsert(SortKey::base_row(row), id, account);
    }

    /// Reverts the account of a row to its state in the base.
    pub(super) fn revert_base(&mut self, row: usize) {
        if let Some(entry) = self.entries.remove(&SortKey::base_row(row)) {
            self.account_bytes -= bytes(&entry.account);
        }
    }

    fn upsert(&mut self, key: SortKey, id: AccountId, account: Account) {
        self.account_bytes += bytes(&account);
        let entry = Entry { id, flags: AccountFlags::from_account(&account), account: Arc::new(account) };
        if let Some(old) = self.entries.insert(key, entry) {
            self.account_bytes -= bytes(&old.account);
        }
    }

    /// The changed accounts of the rows in a range, and the accounts added before each of them or
    /// right before the end of the range, in listing order.
    pub(super) fn range(&self, rows: &Range<usize>) -> impl Iterator<Item = OverlayEntry<'_>> {
        let range = SortKey::added_before(rows.start, "")..SortKey::base_row(rows.end);
        self.entries.range(range).map(|(key, entry)| OverlayEntry {
            id: entry.id,
            row: key.row as usize,
            has_row: key.added.is_none(),
            flags: entry.flags,
            account: &entry.account,
        })
    }

    /// The approximate size in bytes; 0 while it is empty.
    pub(super) fn bytes(&self) -> usize {
        if self.entries.is_empty() {
            return 0;
        }
        // B-tree nodes are at least half full, and the inner nodes take a fraction of the leaves.
        let entries = 2 * self.entries.len() * size_of::<(SortKey, Entry)>();
        let added = self.added.len() * size_of::<SortKey>();
        size_of::<Self>() + entries + added + self.account_bytes
    }
}

/// The size of an account in the overlay in bytes: the account, its name again in the key, and the
/// reference counts of both.
fn bytes(account: &Account) -> usize {
    size_of::<Account>() + account.heap_bytes() + account.name.len() + 4 * size_of::<usize>()
}
