//! The accounts of a platform, in listing order.
//!
//! The initial accounts of a platform are its `base`: columns in listing order, immutable and
//! shared by all platforms with the same seed. Later changes are in its `overlay`, which is
//! small. A clone is two pointers, and a change costs a few hundred bytes, whatever the size of the
//! base.
//!
//! Every list is one scan: a bit mask over the rows of the base, merged with the accounts of the
//! overlay.

mod account;
mod base;
mod columns;
mod domains;
mod filter;
mod list;
mod load_error;
mod overlay;
mod page;
mod rows;
mod search;
mod string_arena;
mod substring_scan;

pub use account::{Account, AccountId};
pub use filter::Filter;
pub use list::List;
pub use load_error::LoadError;

use account_api::{AccountState, User, UserType};
use base::Base;
use columns::AccountFlags;
use overlay::{Overlay, OverlayEntry};
use page::Page;
use rows::{CHUNK, RowMask, RowSet};
use search::BaseQuery;
use std::ops::Range;
use std::sync::Arc;

/// The maximum number of accounts on a platform.
pub const MAX_ACCOUNTS: usize = 6_000_000;

/// All accounts of a platform. A clone is cheap: it shares whatever neither side has changed since.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    base: Arc<Base>,
    overlay: Arc<Overlay>,
}

/// Where an account is stored.
enum Location<'a> {
    /// In a row of the base, unchanged.
    Base(usize),
    /// In the overlay: changed or added.
    Overlay(&'a Account),
}

impl Accounts {
    /// Loads accounts.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn load(accounts: impl IntoIterator<Item = Account>) -> Result<Self, LoadError> {
        Ok(Self { base: Arc::new(Base::load(accounts)?), overlay: Arc::default() })
    }

    /// The number of accounts, users and service accounts together.
    #[must_use]
    pub fn count(&self) -> usize {
        self.base.len() + self.overlay.added_count()
    }

    /// The account with an ID, which must belong to these accounts.
    #[must_use]
    pub fn get(&self, id: AccountId) -> Account {
        self.get_with(id, Base::account, Account::clone)
    }

    /// An account as the API shows it.
    #[must_use]
    pub fn user(&self, id: AccountId) -> User {
        let mut user = User::default();
        self.fill_user(id, &mut user);
        user
    }

    /// Overwrites a user with an account as the API shows it, reusing its allocations.
    pub fn fill_user(&self, id: AccountId, user: &mut User) {
        match self.locate(id) {
            Location::Base(row) => self.base.columns().fill_user(row, user),
            Location::Overlay(account) => account.fill_user(user),
        }
    }

    /// The state of an account.
    #[must_use]
    pub fn state(&self, id: AccountId) -> AccountState {
        self.get_with(id, |base, row| base.columns().flags()[row].state(), Account::state)
    }

    /// The generation of tokens that an account accepts, from 1.
    #[must_use]
    pub fn token_generation(&self, id: AccountId) -> u32 {
        self.get_with(id, |base, row| base.columns().token_generation(row), |account| account.token_generation)
    }

    /// Reads a property of an account from the base or from the overlay.
    fn get_with<T>(
        &self,
        id: AccountId,
        from_base: impl Fn(&Base, usize) -> T,
        from_overlay: impl Fn(&Account) -> T,
    ) -> T {
        match self.locate(id) {
            Location::Base(row) => from_base(&self.base, row),
            Location::Overlay(account) => from_overlay(account),
        }
    }

    fn locate(&self, id: AccountId) -> Location<'_> {
        match self.base_row(id) {
            Ok(row) => self.overlay.changed_account(row).map_or(Location::Base(row), Location::Overlay),
            Err(added) => Location::Overlay(self.overlay.added_account(added)),
        }
    }

    /// Finds a user or service account by its name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<AccountId> {
        match self.base.find(name) {
            Ok(row) => Some(AccountId::new(row)),
            Err(row) => self.overlay.find_added(name, row),
        }
    }

    /// Adds an account whose name is not taken.
    pub(crate) fn add(&mut self, account: Account) -> AccountId {
        let id = AccountId::new(self.count());
        let (Ok(row) | Err(row)) = self.base.find(&account.name);
        Arc::make_mut(&mut self.overlay).insert_added(id, account, row);
        id
    }

    /// Changes an account. The name and the kind must stay the same.
    pub(crate) fn update(&mut self, id: AccountId, change: impl FnOnce(&mut Account)) {
        let before = self.get(id);
        let mut account = before.clone();
        change(&mut account);
        debug_assert!(account.name == before.name && account.kind == before.kind);
        if account == before {
            return;
        }
        match self.base_row(id) {
            Ok(row) if account == self.base.account(row) => Arc::make_mut(&mut self.overlay).revert_base(row),
            Ok(row) => Arc::make_mut(&mut self.overlay).update_base(row, id, account),
            Err(added) => Arc::make_mut(&mut self.overlay).update_added(added, id, account),
        }
    }

    /// Sets the state of an account.
    pub(crate) fn set_state(&mut self, id: AccountId, state: AccountState) {
        self.update(id, |account| account.state = state);
    }

    /// All accounts of a list, in the order of the API.
    #[must_use]
    pub fn listed(&self, kind: UserType, include_inactive: bool) -> Vec<AccountId> {
        let list = List { kind, include_inactive };
        self.page(list, &Filter::default(), 0, usize::MAX)
    }

    /// One page of the accounts of a list that match a filter, in the order of the API.
    #[must_use]
    pub fn page(&self, list: List, filter: &Filter, offset: usize, size: usize) -> Vec<AccountId> {
        let query = BaseQuery::new(&self.base, list, filter);
        let rows = match filter.prefix() {
            "" => 0..self.base.len(),
            prefix => self.base.prefix_range(prefix),
        };
        let mut page = Page::new(offset, size);
        self.fill_page(
            rows,
            query.unfiltered(),
            |chunk| query.matching_rows(chunk),
            |entry| list.contains(entry.flags) && filter.matches(entry.account),
            &mut page,
        );
        page.into_ids()
    }

    /// All site admins, users and service accounts, in the order of the API.
    #[must_use]
    pub fn site_admins(&self) -> Vec<AccountId> {
        let mut page = Page::new(0, usize::MAX);
        self.fill_page(
            0..self.base.len(),
            None,
            |chunk| self.base.rows_where(chunk, AccountFlags::is_site_admin),
            |entry| entry.flags.is_site_admin(),
            &mut page,
        );
        page.into_ids()
    }

    /// Scans rows and the overlay in listing order until the page is full. `row_matches` returns
    /// which rows of a chunk belong to the list, `entry_matches` whether an entry of the overlay
    /// does. `listed_rows` are the rows of the whole list, if they are known in advance; then the
    /// rows before the page are skipped without visiting them.
    fn fill_page(
        &self,
        rows: Range<usize>,
        listed_rows: Option<&RowSet>,
        row_matches: impl Fn(usize) -> RowMask,
        entry_matches: impl Fn(OverlayEntry<'_>) -> bool,
        page: &mut Page,
    ) {
        let mut overlay = self.overlay.range(&rows).peekable();
        let mut row = rows.start;
        while row < rows.end && !page.is_full() {
            if let Some(listed_rows) = listed_rows {
                let next = overlay.peek().map_or(rows.end, |entry| entry.row);
                row = page.skip_chunks(listed_rows, row..next);
            }
            let chunk = row / CHUNK;
            let end = rows.end.min((chunk + 1) * CHUNK);
            let mask = row_matches(chunk);
            while let Some(entry) = overlay.next_if(|entry| entry.row < end) {
                page.push_rows(&mask, row..entry.row);
                if entry_matches(entry) {
                    page.push(entry.id);
                }
                row = entry.row + usize::from(entry.has_row);
            }
            page.push_rows(&mask, row..end);
            row = end;
        }
        // Accounts added after the last row.
        while let Some(entry) = overlay.next().filter(|_| !page.is_full()) {
            if entry_matches(entry) {
                page.push(entry.id);
            }
        }
    }

    /// The row of an account in the base, or its index among the added accounts.
    fn base_row(&self, id: AccountId) -> Result<usize, usize> {
        let index = id.index();
        if index < self.base.len() { Ok(index) } else { Err(index - self.base.len()) }
    }

    /// The approximate memory of the changes since the accounts were loaded, in bytes.
    #[must_use]
    pub fn overlay_bytes(&self) -> usize {
        self.overlay.bytes()
    }

    /// The memory of the base, in bytes. Accounts with the same [`Accounts::base_key`] share it.
    #[must_use]
    pub fn base_bytes(&self) -> usize {
        self.base.bytes()
    }

    /// Identifies the base: equal for accounts that share one.
    #[must_use]
    pub fn base_key(&self) -> usize {
        Arc::as_ptr(&self.base).addr()
    }
}

#[cfg(test)]
mod tests;
