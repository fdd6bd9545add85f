//! The accounts of a world, and the order in which they are listed.

use super::names;
use account_api::{AccountState, Secret, User, UserType};
use std::sync::Arc;

/// Where an account stands among all. Accounts are never deleted, so it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u32);

impl AccountId {
    const fn at(self) -> usize {
        self.0 as usize
    }
}

/// The most accounts that a world holds.
pub const MOST_ACCOUNTS: usize = 6_000_000;

/// A user or a service account. A million of them must fit, so texts are boxed and the password of a seed is shared.
#[derive(Clone, Debug)]
pub struct Account {
    /// Unique over users, service accounts and organizations.
    pub name: Box<str>,
    /// Empty for a service account.
    pub email: Box<str>,
    /// User or service account.
    pub kind: UserType,
    /// `None` for a service account. In the clear: this is a mock, and its passwords are worth nothing.
    pub password: Option<Arc<Secret>>,
    /// Seconds since the epoch.
    pub registered_on: i64,
    /// Which generation of tokens is accepted, from 1. A password reset starts the next one.
    pub session: u32,
    /// Site admins may do everything that the Account API knows.
    pub is_site_admin: bool,
    /// The "Manage users" permission, which the API never shows.
    pub may_manage_users: bool,
    /// Whether the address has been verified.
    pub is_verified: bool,
    /// Whether an admin has approved the account.
    pub is_approved: bool,
    /// Changed through [`Accounts::set_state`], which keeps the lists true.
    pub(in crate::world) state: AccountState,
}

impl Account {
    /// An account in the given state without any right, verified and approved.
    #[must_use]
    pub fn new(name: &str, kind: UserType, state: AccountState) -> Self {
        Self {
            name: name.into(),
            email: "".into(),
            kind,
            password: None,
            registered_on: 0,
            session: 1,
            is_site_admin: false,
            may_manage_users: false,
            is_verified: true,
            is_approved: true,
            state,
        }
    }

    /// Active, disabled or deactivated.
    #[must_use]
    pub const fn state(&self) -> AccountState {
        self.state
    }

    /// The account as the API shows it.
    #[must_use]
    pub fn shown(&self) -> User {
        User {
            username: self.name.to_string(),
            email: self.email.to_string(),
            is_admin: Some(self.is_site_admin),
            is_active: Some(self.state == AccountState::Active),
            is_verified: Some(self.is_verified),
            is_approved: Some(self.is_approved),
            is_disabled: Some(self.state == AccountState::Disabled),
            registered_on: Some(self.registered_on),
        }
    }
}

/// The accounts of one kind, each list in the order of the API. Kept sorted, so that a page at any offset is a slice.
#[derive(Clone, Debug, Default)]
struct Roll {
    everyone: Vec<AccountId>,
    active: Vec<AccountId>,
}

/// All accounts of a world.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    by_id: Vec<Account>,
    users: Roll,
    services: Roll,
}

impl Accounts {
    /// Takes over many accounts at once.
    ///
    /// # Errors
    /// The name that comes twice.
    pub fn load(by_id: Vec<Account>) -> Result<Self, String> {
        let mut accounts = Self { by_id, ..Self::default() };
        let mut order: Vec<AccountId> = (0..accounts.by_id.len()).map(id).collect();
        order.sort_unstable_by(|left, right| names::order(&accounts.get(*left).name, &accounts.get(*right).name));
        for pair in order.windows(2) {
            if accounts.get(pair[0]).name == accounts.get(pair[1]).name {
                return Err(accounts.get(pair[0]).name.to_string());
            }
        }
        for id in order {
            let Account { kind, state, .. } = *accounts.get(id);
            let roll = accounts.roll_mut(kind);
            roll.everyone.push(id);
            if state == AccountState::Active {
                roll.active.push(id);
            }
        }
        accounts.users.everyone.shrink_to_fit();
        accounts.users.active.shrink_to_fit();
        Ok(accounts)
    }

    /// How many there are, of both kinds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_id.len()
    }

    /// The account of that id, which came from these accounts.
    #[must_use]
    pub fn get(&self, id: AccountId) -> &Account {
        &self.by_id[id.at()]
    }

    /// The account of that id, to change what does not decide about its place in the lists.
    pub(in crate::world) fn get_mut(&mut self, id: AccountId) -> &mut Account {
        &mut self.by_id[id.at()]
    }

    /// The account of that name, of either kind.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<AccountId> {
        [&self.users, &self.services].into_iter().find_map(|roll| {
            let at = roll.everyone.binary_search_by(|id| names::order(&self.get(*id).name, name)).ok()?;
            Some(roll.everyone[at])
        })
    }

    /// Adds an account whose name is not taken.
    pub(in crate::world) fn add(&mut self, account: Account) -> AccountId {
        let id = id(self.by_id.len());
        let Account { kind, state, .. } = account;
        self.by_id.push(account);
        self.enlist(id, kind, |roll| &mut roll.everyone);
        if state == AccountState::Active {
            self.enlist(id, kind, |roll| &mut roll.active);
        }
        id
    }

    /// Puts an account into a state.
    pub(in crate::world) fn set_state(&mut self, id: AccountId, state: AccountState) {
        let Account { kind, state: before, .. } = *self.get(id);
        self.get_mut(id).state = state;
        match (before == AccountState::Active, state == AccountState::Active) {
            (true, false) => {
                let place = self.place(id, &self.roll(kind).active);
                if let Ok(at) = place {
                    self.roll_mut(kind).active.remove(at);
                }
            }
            (false, true) => self.enlist(id, kind, |roll| &mut roll.active),
            _ => {}
        }
    }

    /// The ids of one kind in the order of the API, the inactive ones among them or not.
    #[must_use]
    pub fn listed(&self, kind: UserType, include_inactive: bool) -> &[AccountId] {
        let roll = self.roll(kind);
        if include_inactive { &roll.everyone } else { &roll.active }
    }

    /// The names among `listed` that start with `prefix`, whatever the case: they stand together.
    #[must_use]
    pub fn with_prefix<'a>(&self, listed: &'a [AccountId], prefix: &str) -> &'a [AccountId] {
        let starts_with = |name: &str| {
            let mut characters = names::folded(name);
            names::folded(prefix).all(|wanted| characters.next() == Some(wanted))
        };
        let name = |id: &AccountId| &*self.get(*id).name;
        let start = listed.partition_point(|id| names::folded(name(id)).lt(names::folded(prefix)));
        let end = listed[start..].partition_point(|id| starts_with(name(id)));
        &listed[start..start + end]
    }

    fn enlist(&mut self, id: AccountId, kind: UserType, list: impl Fn(&mut Roll) -> &mut Vec<AccountId>) {
        let mut ids = std::mem::take(list(self.roll_mut(kind)));
        if let Err(at) = self.place(id, &ids) {
            ids.insert(at, id);
        }
        *list(self.roll_mut(kind)) = ids;
    }

    /// Where an account stands in a list, or where it would.
    fn place(&self, id: AccountId, list: &[AccountId]) -> Result<usize, usize> {
        let name = &self.get(id).name;
        list.binary_search_by(|other| names::order(&self.get(*other).name, name))
    }

    const fn roll(&self, kind: UserType) -> &Roll {
        match kind {
            UserType::User => &self.users,
            UserType::ServiceAccount => &self.services,
        }
    }

    const fn roll_mut(&mut self, kind: UserType) -> &mut Roll {
        match kind {
            UserType::User => &mut self.users,
            UserType::ServiceAccount => &mut self.services,
        }
    }
}

fn id(at: usize) -> AccountId {
    debug_assert!(at < MOST_ACCOUNTS);
    #[expect(clippy::cast_possible_truncation, reason = "there are never more than MOST_ACCOUNTS")]
    AccountId(at as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts(names: &[&str]) -> Accounts {
        let account = |name: &&str| Account::new(name, UserType::User, AccountState::Active);
        Accounts::load(names.iter().map(account).collect()).unwrap()
    }

    fn names<'a>(accounts: &'a Accounts, ids: &[AccountId]) -> Vec<&'a str> {
        ids.iter().map(|id| &*accounts.get(*id).name).collect()
    }

    #[test]
    fn the_lists_stay_in_order_whatever_is_added_and_changed() {
        let mut all = accounts(&["bob", "Alice", "dave"]);
        all.add(Account::new("carol", UserType::User, AccountState::Active));
        all.add(Account::new("bot", UserType::ServiceAccount, AccountState::Active));
        let bob = all.find("bob").unwrap();
        all.set_state(bob, AccountState::Disabled);
        assert_eq!(names(&all, all.listed(UserType::User, true)), ["Alice", "bob", "carol", "dave"]);
        assert_eq!(names(&all, all.listed(UserType::User, false)), ["Alice", "carol", "dave"]);
        assert_eq!(names(&all, all.listed(UserType::ServiceAccount, false)), ["bot"]);
        all.set_state(bob, AccountState::Deactivated);
        all.set_state(bob, AccountState::Active);
        assert_eq!(names(&all, all.listed(UserType::User, false)), ["Alice", "bob", "carol", "dave"]);
    }

    #[test]
    fn names_are_found_as_they_are_written_and_in_no_other_case() {
        let all = accounts(&["bob", "Bob"]);
        assert_ne!(all.find("bob"), all.find("Bob"));
        assert_eq!(all.find("BOB"), None);
    }

    #[test]
    fn a_name_that_comes_twice_is_named() {
        let twice = ["a", "b", "a"].map(|name| Account::new(name, UserType::User, AccountState::Active));
        assert_eq!(Accounts::load(twice.into()).unwrap_err(), "a");
    }

    #[test]
    fn a_prefix_is_a_slice() {
        let all = accounts(&["ann", "Anna", "ANNE", "bob", "ä", "Ärger", "an"]);
        let everyone = all.listed(UserType::User, true);
        assert_eq!(names(&all, all.with_prefix(everyone, "aNN")), ["ann", "Anna", "ANNE"]);
        assert_eq!(names(&all, all.with_prefix(everyone, "Ä")), ["ä", "Ärger"]);
        assert_eq!(all.with_prefix(everyone, "").len(), 7);
        assert!(all.with_prefix(everyone, "zz").is_empty());
    }
}
