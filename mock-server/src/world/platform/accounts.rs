//! The accounts of a platform, and the order in which they are listed.

use super::names;
use account_api::{AccountState, Secret, User, UserType};
use imbl::Vector;
use std::ops::Range;
use std::sync::Arc;

/// Where an account stands among all. Accounts are never deleted, so it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(u32);

impl AccountId {
    const fn at(self) -> usize {
        self.0 as usize
    }
}

/// The most accounts that a platform holds.
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

    /// Whether it is active.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == AccountState::Active
    }

    /// The account as the API shows it.
    #[must_use]
    pub fn shown(&self) -> User {
        User {
            username: self.name.to_string(),
            email: self.email.to_string(),
            is_admin: Some(self.is_site_admin),
            is_active: Some(self.is_active()),
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
    everyone: Vector<AccountId>,
    active: Vector<AccountId>,
}

/// All accounts of a platform.
///
/// In persistent vectors: a clone costs nothing and shares everything, and a change copies the few dozen neighbours of what
/// it changes. So a platform over a large seed is made, kept aside and brought back at the cost of a few pointers.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    by_id: Vector<Account>,
    users: Roll,
    services: Roll,
}

impl Accounts {
    /// Takes over many accounts at once.
    ///
    /// # Errors
    /// The name that comes twice.
    pub fn load(mut accounts: Vec<Account>) -> Result<Self, String> {
        accounts.sort_unstable_by(|left, right| names::order(&left.name, &right.name));
        if let Some(pair) = accounts.windows(2).find(|pair| pair[0].name == pair[1].name) {
            return Err(pair[0].name.to_string());
        }
        let list = |kind, active_only: bool| {
            let listed = |account: &Account| account.kind == kind && (account.is_active() || !active_only);
            accounts.iter().enumerate().filter(|(_, account)| listed(account)).map(|(at, _)| id(at)).collect()
        };
        let roll = |kind| Roll { everyone: list(kind, false), active: list(kind, true) };
        let (users, services) = (roll(UserType::User), roll(UserType::ServiceAccount));
        Ok(Self { by_id: accounts.into(), users, services })
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

    /// Those of a list, from one place to another, that a condition holds for. Neighbours in a list have neighbouring ids, so
    /// a focus that remembers where it is finds the next account without a search.
    pub fn matching<'a>(
        &'a self,
        listed: &'a Vector<AccountId>,
        range: Range<usize>,
        holds: impl Fn(&Account) -> bool + 'a,
    ) -> impl Iterator<Item = AccountId> + 'a {
        let mut accounts = self.by_id.focus();
        let ids = listed.focus().narrow(range).into_iter().copied();
        ids.filter(move |id| accounts.get(id.at()).is_some_and(&holds))
    }

    /// The account of that id, to change what does not decide about its place in the lists.
    pub(in crate::world) fn get_mut(&mut self, id: AccountId) -> &mut Account {
        &mut self.by_id[id.at()]
    }

    /// The account of that name, of either kind.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<AccountId> {
        [&self.users, &self.services].into_iter().find_map(|roll| {
            let at = self.place(name, &roll.everyone).ok()?;
            Some(roll.everyone[at])
        })
    }

    /// Adds an account whose name is not taken.
    pub(in crate::world) fn add(&mut self, account: Account) -> AccountId {
        let id = id(self.by_id.len());
        let Account { kind, state, .. } = account;
        self.by_id.push_back(account);
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
                let place = self.place(&self.get(id).name, &self.roll(kind).active);
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
    pub fn listed(&self, kind: UserType, include_inactive: bool) -> &Vector<AccountId> {
        let roll = self.roll(kind);
        if include_inactive { &roll.everyone } else { &roll.active }
    }

    /// Where in `listed` those stand whose names start with `prefix`, whatever the case: they stand together.
    #[must_use]
    pub fn with_prefix(&self, listed: &Vector<AccountId>, prefix: &str) -> Range<usize> {
        let starts_with = |name: &str| {
            let mut characters = names::folded(name);
            names::folded(prefix).all(|wanted| characters.next() == Some(wanted))
        };
        let name = |at: usize| &*self.get(listed[at]).name;
        let start = partition_point(0..listed.len(), |at| names::folded(name(at)).lt(names::folded(prefix)));
        start..partition_point(start..listed.len(), |at| starts_with(name(at)))
    }

    fn enlist(&mut self, id: AccountId, kind: UserType, list: impl Fn(&mut Roll) -> &mut Vector<AccountId>) {
        let mut ids = std::mem::take(list(self.roll_mut(kind)));
        if let Err(at) = self.place(&self.get(id).name, &ids) {
            ids.insert(at, id);
        }
        *list(self.roll_mut(kind)) = ids;
    }

    /// Where a name stands in a list, or where it would.
    fn place(&self, name: &str, list: &Vector<AccountId>) -> Result<usize, usize> {
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

/// The first place of a range for which something does not hold that holds for all before it and none after.
fn partition_point(mut range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    while !range.is_empty() {
        let middle = range.start + range.len() / 2;
        if holds(middle) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    range.start
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

    fn names<'a>(accounts: &'a Accounts, ids: impl IntoIterator<Item = &'a AccountId>) -> Vec<&'a str> {
        ids.into_iter().map(|id| &*accounts.get(*id).name).collect()
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
        let with_prefix = |prefix| {
            names(
                &all,
                everyone
                    .iter()
                    .skip(all.with_prefix(everyone, prefix).start)
                    .take(all.with_prefix(everyone, prefix).len()),
            )
        };
        assert_eq!(with_prefix("aNN"), ["ann", "Anna", "ANNE"]);
        assert_eq!(with_prefix("Ä"), ["ä", "Ärger"]);
        assert_eq!(with_prefix("").len(), 7);
        assert!(with_prefix("zz").is_empty());
    }
}
