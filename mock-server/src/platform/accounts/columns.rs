//! Column storage for accounts: common values are stored once, and rare values take no memory in
//! other rows. A row takes some 30 bytes.

use super::account::Account;
use super::domains::{DomainId, DomainInterner, Domains};
use super::load_error::LoadError;
use super::rows::{RowSet, SparseColumn};
use super::string_arena::FoldedColumn;
use account_api::{AccountState, Secret, User, UserType};
use std::sync::Arc;

/// The kind, state, permissions and flags of an account, as bits. All 8 bits are used: another flag
/// takes a `u16`, and one more byte for each account.
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
    /// Whether the account has the most common password.
    const DEFAULT_PASSWORD: u8 = 1 << 7;

    pub(super) fn from_account(account: &Account) -> Self {
        let flag = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
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

/// One row, while it is copied between columns.
pub(super) struct Row<'a> {
    name: &'a str,
    local: Option<&'a str>,
    domain: DomainId,
    flags: AccountFlags,
    registered_on: i64,
    token_generation: Option<u32>,
    password: Option<&'a Arc<Secret>>,
}

/// Accounts, stored in columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: FoldedColumn,
    flags: Vec<AccountFlags>,
    domains: Domains,
    /// The rows whose email address has a local part that differs from the username, or has no
    /// domain.
    rows_with_local: RowSet,
    /// The text before the last `@` of those email addresses, or all of it if there is none.
    locals: FoldedColumn,
    /// In seconds since the Unix epoch, if the time fits: until 2106.
    registered_on: Vec<u32>,
    /// The times that do not fit.
    registered_out_of_range: SparseColumn<i64>,
    /// The most common password.
    default_password: Option<Arc<Secret>>,
    custom_passwords: SparseColumn<Arc<Secret>>,
    /// Token generations other than the first.
    token_generations: SparseColumn<u32>,
}

impl Columns {
    /// Empty columns with the capacity for other columns' rows, and with their domains and default
    /// password, so that their rows can be pushed.
    pub(super) fn with_capacity_of(other: &mut Self) -> Self {
        Self {
            names: FoldedColumn::with_capacity_of(&other.names),
            flags: Vec::with_capacity(other.len()),
            domains: Domains::with_domains_of(&mut other.domains),
            rows_with_local: RowSet::default(),
            locals: FoldedColumn::with_capacity_of(&other.locals),
            registered_on: Vec::with_capacity(other.len()),
            registered_out_of_range: SparseColumn::default(),
            default_password: other.default_password.clone(),
            custom_passwords: SparseColumn::default(),
            token_generations: SparseColumn::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.flags.len()
    }

    pub(super) const fn names(&self) -> &FoldedColumn {
        &self.names
    }

    /// Local parts of email addresses, by their rank in [`Columns::rows_with_local`].
    pub(super) const fn locals(&self) -> &FoldedColumn {
        &self.locals
    }

    /// The rows whose local part differs from the username.
    pub(super) const fn rows_with_local(&self) -> &RowSet {
        &self.rows_with_local
    }

    pub(super) fn flags(&self) -> &[AccountFlags] {
        &self.flags
    }

    pub(super) const fn domains(&self) -> &Domains {
        &self.domains
    }

    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, row: &Row<'_>) -> Result<(), LoadError> {
        let row_index = self.len();
        self.names.push(row.name)?;
        if let Some(local) = row.local {
            self.rows_with_local.push(row_index);
            self.locals.push(local)?;
        }
        self.domains.push(row.domain);
        match u32::try_from(row.registered_on) {
            Ok(seconds) => self.registered_on.push(seconds),
            Err(_) => {
                self.registered_on.push(0);
                self.registered_out_of_range.push(row_index, row.registered_on);
            }
        }
        if let Some(token_generation) = row.token_generation {
            self.token_generations.push(row_index, token_generation);
        }
        let has_default_password = row.password.is_some() && row.password == self.default_password.as_ref();
        match row.password {
            Some(password) if !has_default_password => self.custom_passwords.push(row_index, Arc::clone(password)),
            _ => {}
        }
        let flags = row.flags.0 & !AccountFlags::DEFAULT_PASSWORD
            | if has_default_password { AccountFlags::DEFAULT_PASSWORD } else { 0 };
        self.flags.push(AccountFlags(flags));
        Ok(())
    }

    pub(super) fn row(&self, index: usize) -> Row<'_> {
        Row {
            name: self.names.get(index),
            local: self.local(index),
            domain: self.domains.of_row(index),
            flags: self.flags[index],
            registered_on: self.registered_on(index),
            token_generation: self.token_generations.get(index).copied(),
            password: self.password(index),
        }
    }

    fn local(&self, row: usize) -> Option<&str> {
        Some(self.locals.get(self.rows_with_local.rank_of(row)?))
    }

    fn registered_on(&self, row: usize) -> i64 {
        self.registered_out_of_range.get(row).copied().unwrap_or_else(|| self.registered_on[row].into())
    }

    fn password(&self, row: usize) -> Option<&Arc<Secret>> {
        if self.flags[row].has(AccountFlags::DEFAULT_PASSWORD) {
            self.default_password.as_ref()
        } else {
            self.custom_passwords.get(row)
        }
    }

    /// Overwrites a user with the account in a row, like [`Account::fill_user`].
    pub(super) fn fill_user(&self, row: usize, user: &mut User) {
        let flags = self.flags[row];
        user.username.clear();
        user.username.push_str(self.names.get(row));
        user.email.clear();
        for part in self.email_parts(row) {
            user.email.push_str(part);
        }
        user.is_admin = Some(flags.is_site_admin());
        user.is_active = Some(flags.is_active());
        user.is_verified = Some(flags.has(AccountFlags::VERIFIED));
        user.is_approved = Some(flags.has(AccountFlags::APPROVED));
        user.is_disabled = Some(flags.state() == AccountState::Disabled);
        user.registered_on = Some(self.registered_on(row));
    }

    /// The generation of tokens that the account in a row accepts.
    pub(super) fn token_generation(&self, row: usize) -> u32 {
        self.token_generations.get(row).copied().unwrap_or(FIRST_TOKEN_GENERATION)
    }

    /// The parts of the email address in a row.
    fn email_parts(&self, row: usize) -> [&str; 3] {
        match (self.domains.name(self.domains.of_row(row)), self.local(row)) {
            (None, local) => [local.unwrap_or_default(), "", ""],
            (Some(domain), local) => [local.unwrap_or_else(|| self.names.get(row)), "@", domain],
        }
    }

    /// The account in a row.
    pub(super) fn account(&self, row: usize) -> Account {
        let flags = self.flags[row];
        Account {
            name: self.names.get(row).into(),
            email: self.email_parts(row).concat().into(),
            kind: flags.kind(),
            password: self.password(row).cloned(),
            registered_on: self.registered_on(row),
            token_generation: self.token_generation(row),
            is_site_admin: flags.is_site_admin(),
            may_manage_users: flags.has(AccountFlags::MANAGER),
            is_verified: flags.has(AccountFlags::VERIFIED),
            is_approved: flags.has(AccountFlags::APPROVED),
            state: flags.state(),
        }
    }

    /// The size in bytes, without the passwords other than the default one.
    pub(super) fn heap_bytes(&self) -> usize {
        self.names.heap_bytes()
            + self.flags.capacity()
            + self.domains.heap_bytes()
            + self.locals.heap_bytes()
            + size_of::<u32>() * self.registered_on.capacity()
            + self.rows_with_local.bytes()
            + self.registered_out_of_range.bytes()
            + self.custom_passwords.bytes()
            + self.token_generations.bytes()
    }
}

/// The first generation of tokens.
const FIRST_TOKEN_GENERATION: u32 = 1;

/// Builds columns from accounts.
#[derive(Debug, Default)]
pub(super) struct ColumnsBuilder {
    columns: Columns,
    known_domains: DomainInterner,
}

impl ColumnsBuilder {
    /// # Errors
    /// [`LoadError::TooMuchText`].
    pub(super) fn push(&mut self, account: &Account) -> Result<(), LoadError> {
        if self.columns.default_password.is_none() {
            self.columns.default_password.clone_from(&account.password);
        }
        let (local, domain) = match account.email.rsplit_once('@') {
            Some((local, domain)) => {
                let domain = self.known_domains.intern(domain, &mut self.columns.domains)?;
                (Some(local).filter(|local| *local != &*account.name), domain)
            }
            None => (Some(&*account.email).filter(|email| !email.is_empty()), DomainId::NONE),
        };
        self.columns.push(&Row {
            name: &account.name,
            local,
            domain,
            flags: AccountFlags::from_account(account),
            registered_on: account.registered_on,
            token_generation: Some(account.token_generation).filter(|generation| *generation != FIRST_TOKEN_GENERATION),
            password: account.password.as_ref(),
        })
    }

    pub(super) fn finish(self) -> Columns {
        self.columns
    }
}
