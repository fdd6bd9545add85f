//! The accounts of a platform, and the order in which they are listed.
//!
//! What a platform begins with is its [`base`]: columns in listing order, never changed and shared by all platforms that begin
//! so. What is different on it is its [`overlay`], which is small. A clone is two pointers, and a change costs some hundred
//! bytes, whatever the size of the base.
//!
//! Every list is one walk: through the rows of the base, a bit for each, and past the accounts of the overlay on the way.

mod account;
mod base;
mod columns;
mod domains;
mod filter;
mod overlay;
mod page;
mod rows;
mod search;
mod string_arena;
mod substring_scan;

pub use account::{Account, AccountId};
pub use filter::Filter;

use account_api::{AccountState, User, UserType};
use base::Base;
use columns::AccountFlags;
use overlay::{Overlay, OverlayEntry};
use page::Page;
use rows::{CHUNK, Chunk, Rows};
use search::Search;
use std::ops::Range;
use std::sync::Arc;
use thiserror::Error;

/// The most accounts that a platform holds.
pub const MAX_ACCOUNTS: usize = 6_000_000;

/// One of the four lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Users, or service accounts.
    pub kind: UserType,
    /// Whether it has disabled and deactivated accounts too.
    pub include_inactive: bool,
}

impl List {
    const ALL: [Self; 4] = {
        let (users, services) = (UserType::User, UserType::ServiceAccount);
        [
            Self { kind: users, include_inactive: false },
            Self { kind: users, include_inactive: true },
            Self { kind: services, include_inactive: false },
            Self { kind: services, include_inactive: true },
        ]
    };

    /// Its place in [`List::ALL`].
    const fn number(self) -> usize {
        let kind = match self.kind {
            UserType::User => 0,
            UserType::ServiceAccount => 2,
        };
        kind + self.include_inactive as usize
    }

    fn has(self, traits: AccountFlags) -> bool {
        traits.kind() == self.kind && (self.include_inactive || traits.is_active())
    }
}

/// Why accounts cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// A name that comes twice.
    #[error("the name {0:?} comes twice")]
    Twice(String),
    /// More text than can be kept.
    #[error("all names together must stay below 4 GiB, and all addresses too")]
    TooMuchText,
}

/// All accounts of a platform. A clone shares what neither side has changed since, so it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    base: Arc<Base>,
    overlay: Arc<Overlay>,
}

/// Where an account is found.
enum Place<'a> {
    /// In a row of the base, as it began.
    Row(usize),
    /// In the overlay: changed or added.
    Own(&'a Account),
}

impl Accounts {
    /// Takes over many accounts at once.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn load(accounts: impl IntoIterator<Item = Account>) -> Result<Self, LoadError> {
        Ok(Self { base: Arc::new(Base::load(accounts)?), overlay: Arc::default() })
    }

    /// How many there are, of both kinds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.base.len() + self.overlay.added()
    }

    /// The account of that id, which came from these accounts.
    #[must_use]
    pub fn get(&self, id: AccountId) -> Account {
        self.ask(id, Base::account, Account::clone)
    }

    /// The account of that id as the API shows it.
    #[must_use]
    pub fn shown(&self, id: AccountId) -> User {
        let mut user = User::default();
        self.show(id, &mut user);
        user
    }

    /// The same, in the room of another one: a page is shown without making room for each.
    pub fn show(&self, id: AccountId, user: &mut User) {
        match self.place(id) {
            Place::Row(row) => self.base.columns().show(row, user),
            Place::Own(account) => account.show(user),
        }
    }

    /// Whether the account of that id is active, disabled or deactivated.
    #[must_use]
    pub fn state(&self, id: AccountId) -> AccountState {
        self.ask(id, |base, row| base.columns().traits()[row].state(), Account::state)
    }

    /// Which generation of tokens the account of that id accepts, from 1.
    #[must_use]
    pub fn session(&self, id: AccountId) -> u32 {
        self.ask(id, |base, row| base.columns().session(row), |account| account.session)
    }

    /// What is to be known of an account, from its row in the base or from what became of it.
    fn ask<T>(&self, id: AccountId, of_row: impl Fn(&Base, usize) -> T, of_account: impl Fn(&Account) -> T) -> T {
        match self.place(id) {
            Place::Row(row) => of_row(&self.base, row),
            Place::Own(account) => of_account(account),
        }
    }

    fn place(&self, id: AccountId) -> Place<'_> {
        match self.row(id) {
            Ok(row) => self.overlay.changed(row).map_or(Place::Row(row), Place::Own),
            Err(added) => Place::Own(self.overlay.nth_added(added)),
        }
    }

    /// The account of that name, of either kind.
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
        Arc::make_mut(&mut self.overlay).add(id, account, row);
        id
    }

    /// Changes an account: anything but its name and its kind, which stay.
    pub(crate) fn update(&mut self, id: AccountId, change: impl FnOnce(&mut Account)) {
        let before = self.get(id);
        let mut account = before.clone();
        change(&mut account);
        debug_assert!(account.name == before.name && account.kind == before.kind);
        if account == before {
            return;
        }
        match self.row(id) {
            Ok(row) if account == self.base.account(row) => Arc::make_mut(&mut self.overlay).change_back(row),
            Ok(row) => Arc::make_mut(&mut self.overlay).change(row, id, account),
            Err(added) => Arc::make_mut(&mut self.overlay).change_added(added, id, account),
        }
    }

    /// Puts an account into a state.
    pub(crate) fn set_state(&mut self, id: AccountId, state: AccountState) {
        self.update(id, |account| account.state = state);
    }

    /// All accounts of a list, in the order of the API.
    #[must_use]
    pub fn listed(&self, kind: UserType, include_inactive: bool) -> Vec<AccountId> {
        let list = List { kind, include_inactive };
        self.page(list, &Filter::default(), 0, usize::MAX)
    }

    /// Those of a list that match a filter, in the order of the API, from the one at `offset` on, `size` at most.
    #[must_use]
    pub fn page(&self, list: List, filter: &Filter, offset: usize, size: usize) -> Vec<AccountId> {
        let search = Search::new(&self.base, list, filter);
        let rows = match filter.prefix() {
            "" => 0..self.base.len(),
            prefix => self.base.with_prefix(prefix),
        };
        let mut page = Page::new(offset, size);
        self.walk(
            rows,
            search.all(),
            |chunk| search.chunk(chunk),
            |met| list.has(met.traits) && filter.matches(met.account),
            &mut page,
        );
        page.into_ids()
    }

    /// The site admins of both kinds, in the order of the API.
    #[must_use]
    pub fn site_admins(&self) -> Vec<AccountId> {
        let mut page = Page::new(0, usize::MAX);
        self.walk(
            0..self.base.len(),
            None,
            |chunk| self.base.with_traits(chunk, AccountFlags::is_site_admin),
            |met| met.traits.is_site_admin(),
            &mut page,
        );
        page.into_ids()
    }

    /// Walks in listing order through some rows and what was added among them until a page is full. `wanted` says which rows
    /// of a chunk of the base belong on the page, `holds` whether a changed or an added account does. Where all that are
    /// wanted are known beforehand, those before the page are not walked through one by one.
    fn walk(
        &self,
        rows: Range<usize>,
        all: Option<&Rows>,
        wanted: impl Fn(usize) -> Chunk,
        holds: impl Fn(OverlayEntry<'_>) -> bool,
        page: &mut Page,
    ) {
        let mut overlay = self.overlay.between(&rows).peekable();
        let mut row = rows.start;
        while row < rows.end && !page.is_full() {
            if let Some(all) = all {
                let next = overlay.peek().map_or(rows.end, |met| met.row);
                row = page.pass_over(all, row..next);
            }
            let chunk = row / CHUNK;
            let end = rows.end.min((chunk + 1) * CHUNK);
            let wanted = wanted(chunk);
            while let Some(met) = overlay.next_if(|met| met.row < end) {
                page.take_rows(&wanted, row..met.row);
                if holds(met) {
                    page.take(met.id);
                }
                row = met.row + usize::from(met.has_row);
            }
            page.take_rows(&wanted, row..end);
            row = end;
        }
        // What was added behind the last row.
        while let Some(met) = overlay.next().filter(|_| !page.is_full()) {
            if holds(met) {
                page.take(met.id);
            }
        }
    }

    /// The row of an account in the base, or how many were added before it.
    fn row(&self, id: AccountId) -> Result<usize, usize> {
        let at = id.at();
        if at < self.base.len() { Ok(at) } else { Err(at - self.base.len()) }
    }

    /// About how much memory these accounts take beyond what they began with, in bytes.
    #[must_use]
    pub fn own_bytes(&self) -> usize {
        self.overlay.bytes()
    }

    /// How much memory that takes which they began with, in bytes. Accounts with the same [`Accounts::base_key`] share it.
    #[must_use]
    pub fn base_bytes(&self) -> usize {
        self.base.bytes()
    }

    /// The same for all accounts that began as these did, and for no others that exist at the same time.
    #[must_use]
    pub fn base_key(&self) -> usize {
        Arc::as_ptr(&self.base).addr()
    }
}

#[cfg(test)]
mod tests;
