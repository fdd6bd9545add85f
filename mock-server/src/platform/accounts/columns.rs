//! Accounts in columns, a row for each: what a million have in common is kept once, and what few have takes nothing for the
//! others. A row of its own takes some 30 bytes.

use super::domains::{Domain, Domains, KnownDomains};
use super::rows::{Rows, Sparse};
use super::string_arena::FoldedTexts;
use super::{Account, LoadError};
use account_api::{AccountState, Secret, User, UserType};
use std::sync::Arc;

/// Kind, state, rights and flags of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AccountFlags(u8);

impl AccountFlags {
    const SERVICE: u8 = 1;
    const ACTIVE: u8 = 1 << 1;
    const DISABLED: u8 = 1 << 2;
    const SITE_ADMIN: u8 = 1 << 3;
    const MANAGER: u8 = 1 << 4;
    const VERIFIED: u8 = 1 << 5;
    const APPROVED: u8 = 1 << 6;
    /// Whether the password is the one that most have.
    const USUAL_PASSWORD: u8 = 1 << 7;

    pub(super) fn of(account: &Account) -> Self {
        let flag = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Self(
            flag(account.kind == UserType::ServiceAccount, Self::SERVICE)
                | flag(account.state == AccountState::Active, Self::ACTIVE)
                | flag(account.state == AccountState::Disabled, Self::DISABLED)
                | flag(account.is_site_admin, Self::SITE_ADMIN)
                | flag(account.may_manage_users, Self::MANAGER)
                | flag(account.is_verified, Self::VERIFIED)
                | flag(account.is_approved, Self::APPROVED),
        )
    }

    const fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    pub(super) const fn kind(self) -> UserType {
        if self.has(Self::SERVICE) { UserType::ServiceAccount } else { UserType::User }
    }

    pub(super) const fn is_active(self) -> bool {
        self.has(Self::ACTIVE)
    }

    pub(super) const fn is_site_admin(self) -> bool {
        self.has(Self::SITE_ADMIN)
    }

    pub(super) const fn state(self) -> AccountState {
        if self.has(Self::ACTIVE) {
            AccountState::Active
        } else if self.has(Self::DISABLED) {
            AccountState::Disabled
        } else {
            AccountState::Deactivated
        }
    }
}

/// One row, as it goes from one set of columns to another.
pub(super) struct Row<'a> {
    name: &'a str,
    local: Option<&'a str>,
    domain: Domain,
    traits: AccountFlags,
    registered_on: i64,
    session: Option<u32>,
    password: Option<&'a Arc<Secret>>,
}

/// Accounts in columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: FoldedTexts,
    traits: Vec<AccountFlags>,
    domains: Domains,
    /// The rows with an address whose local part is not the name, or which has no domain…
    with_local: Rows,
    /// … and what stands there before the last `@`, or instead of it.
    locals: FoldedTexts,
    /// Seconds since the epoch, where they fit, which they do until 2106…
    registered_on: Vec<u32>,
    /// … and where they do not.
    registered_far: Sparse<i64>,
    /// The password of most.
    usual_password: Option<Arc<Secret>>,
    other_passwords: Sparse<Arc<Secret>>,
    /// The generation of tokens where it is not the first.
    sessions: Sparse<u32>,
}

impl Columns {
    /// Nothing yet, with room for what others hold, and with their domains and usual password, so that their rows fit.
    pub(super) fn for_rows_of(other: &mut Self) -> Self {
        Self {
            names: FoldedTexts::with_capacity_of(&other.names),
            traits: Vec::with_capacity(other.len()),
            domains: Domains::for_rows_of(&mut other.domains),
            with_local: Rows::default(),
            locals: FoldedTexts::with_capacity_of(&other.locals),
            registered_on: Vec::with_capacity(other.len()),
            registered_far: Sparse::default(),
            usual_password: other.usual_password.clone(),
            other_passwords: Sparse::default(),
            sessions: Sparse::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.traits.len()
    }

    pub(super) const fn names(&self) -> &FoldedTexts {
        &self.names
    }

    /// Local parts of addresses, by their place among those of [`Columns::with_local`].
    pub(super) const fn locals(&self) -> &FoldedTexts {
        &self.locals
    }

    /// The rows with a local part of their own. The others' is their name.
    pub(super) const fn with_local(&self) -> &Rows {
        &self.with_local
    }

    pub(super) fn traits(&self) -> &[AccountFlags] {
        &self.traits
    }

    pub(super) const fn domains(&self) -> &Domains {
        &self.domains
    }

    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, row: &Row<'_>) -> Result<(), LoadError> {
        let at = self.len();
        self.names.push(row.name)?;
        if let Some(local) = row.local {
            self.with_local.push(at);
            self.locals.push(local)?;
        }
        self.domains.push(row.domain);
        match u32::try_from(row.registered_on) {
            Ok(near) => self.registered_on.push(near),
            Err(_) => {
                self.registered_on.push(0);
                self.registered_far.push(at, row.registered_on);
            }
        }
        if let Some(session) = row.session {
            self.sessions.push(at, session);
        }
        let usual = row.password.is_some() && row.password == self.usual_password.as_ref();
        match row.password {
            Some(password) if !usual => self.other_passwords.push(at, Arc::clone(password)),
            _ => {}
        }
        let traits =
            row.traits.0 & !AccountFlags::USUAL_PASSWORD | if usual { AccountFlags::USUAL_PASSWORD } else { 0 };
        self.traits.push(AccountFlags(traits));
        Ok(())
    }

    pub(super) fn row(&self, at: usize) -> Row<'_> {
        Row {
            name: self.names.get(at),
            local: self.local(at),
            domain: self.domains.of_row(at),
            traits: self.traits[at],
            registered_on: self.registered_on(at),
            session: self.sessions.get(at).copied(),
            password: self.password(at),
        }
    }

    fn local(&self, at: usize) -> Option<&str> {
        Some(self.locals.get(self.with_local.place(at)?))
    }

    fn registered_on(&self, at: usize) -> i64 {
        self.registered_far.get(at).copied().unwrap_or_else(|| self.registered_on[at].into())
    }

    fn password(&self, at: usize) -> Option<&Arc<Secret>> {
        if self.traits[at].has(AccountFlags::USUAL_PASSWORD) {
            self.usual_password.as_ref()
        } else {
            self.other_passwords.get(at)
        }
    }

    /// Makes a user of the account of a row, as [`Account::show`] does.
    pub(super) fn show(&self, at: usize, user: &mut User) {
        let traits = self.traits[at];
        user.username.clear();
        user.username.push_str(self.names.get(at));
        user.email.clear();
        for part in self.email(at) {
            user.email.push_str(part);
        }
        user.is_admin = Some(traits.is_site_admin());
        user.is_active = Some(traits.is_active());
        user.is_verified = Some(traits.has(AccountFlags::VERIFIED));
        user.is_approved = Some(traits.has(AccountFlags::APPROVED));
        user.is_disabled = Some(traits.state() == AccountState::Disabled);
        user.registered_on = Some(self.registered_on(at));
    }

    /// The generation of tokens that the account of a row accepts.
    pub(super) fn session(&self, at: usize) -> u32 {
        self.sessions.get(at).copied().unwrap_or(FIRST_SESSION)
    }

    /// The parts of the address of a row.
    fn email(&self, at: usize) -> [&str; 3] {
        match (self.domains.written(self.domains.of_row(at)), self.local(at)) {
            (None, local) => [local.unwrap_or_default(), "", ""],
            (Some(domain), local) => [local.unwrap_or_else(|| self.names.get(at)), "@", domain],
        }
    }

    /// The account of a row.
    pub(super) fn account(&self, at: usize) -> Account {
        let traits = self.traits[at];
        Account {
            name: self.names.get(at).into(),
            email: self.email(at).concat().into(),
            kind: traits.kind(),
            password: self.password(at).cloned(),
            registered_on: self.registered_on(at),
            session: self.session(at),
            is_site_admin: traits.is_site_admin(),
            may_manage_users: traits.has(AccountFlags::MANAGER),
            is_verified: traits.has(AccountFlags::VERIFIED),
            is_approved: traits.has(AccountFlags::APPROVED),
            state: traits.state(),
        }
    }

    /// What they take, in bytes, but for passwords that are not the usual one.
    pub(super) fn heap_bytes(&self) -> usize {
        self.names.heap_bytes()
            + self.traits.capacity()
            + self.domains.heap_bytes()
            + self.locals.heap_bytes()
            + size_of::<u32>() * self.registered_on.capacity()
            + self.with_local.bytes()
            + self.registered_far.bytes()
            + self.other_passwords.bytes()
            + self.sessions.bytes()
    }
}

/// The first generation of tokens.
const FIRST_SESSION: u32 = 1;

/// Puts accounts into columns.
#[derive(Debug, Default)]
pub(super) struct ColumnsBuilder {
    columns: Columns,
    known_domains: KnownDomains,
}

impl ColumnsBuilder {
    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, account: &Account) -> Result<(), LoadError> {
        if self.columns.usual_password.is_none() {
            self.columns.usual_password.clone_from(&account.password);
        }
        let (local, domain) = match account.email.rsplit_once('@') {
            Some((local, domain)) => {
                let domain = self.known_domains.place(domain, &mut self.columns.domains)?;
                (Some(local).filter(|local| *local != &*account.name), domain)
            }
            None => (Some(&*account.email).filter(|address| !address.is_empty()), Domain::NONE),
        };
        self.columns.push(&Row {
            name: &account.name,
            local,
            domain,
            traits: AccountFlags::of(account),
            registered_on: account.registered_on,
            session: Some(account.session).filter(|session| *session != FIRST_SESSION),
            password: account.password.as_ref(),
        })
    }

    pub(super) fn finish(self) -> Columns {
        self.columns
    }
}
