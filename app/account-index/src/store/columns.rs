//! The column store: one column per field, one row per account.

use super::char_signature::{CharSet64, SignatureIndex};
use super::domains::{DomainId, Domains, NO_DOMAIN};
use super::hash::hash;
use super::original_spelling::OriginalSpellings;
use super::reserve::reserve_amortized;
use super::revisions::Revisions;
use super::row::Row;
use super::text_arena::{TextArena, TextRange};
use crate::account::{Flags, State};
use account_api::{User, case_fold};
use core::ops::Range;
use hashbrown::HashTable;

/// Marks an unknown registration time in the column. An account that claims to have been registered
/// at this very second is shown without a registration time.
const UNKNOWN_TIME: i64 = i64::MIN;

/// The longest name or email address that is accepted, in bytes. Real ones are far shorter.
const MAX_TEXT_BYTES: usize = 16 << 10;

/// All accounts of one user type that have been read, in columns.
///
/// Names and local parts are stored folded in one text arena, because that is what searches
/// and sorts read; domains are interned. Original spellings are stored only where they differ.
#[derive(Debug, Default)]
pub struct Store {
    text: TextArena,
    domain_ids: Vec<DomainId>,
    flags: Vec<Flags>,
    /// Unix timestamps in seconds, or [`UNKNOWN_TIME`].
    registered: Vec<i64>,
    signatures: SignatureIndex,
    domains: Domains,
    original: OriginalSpellings,
    /// Rows by the original spelling of the name.
    index: HashTable<Row>,
    /// Number of rows in [`State::Gone`].
    gone_count: usize,
    revisions: Revisions,
}

/// The effect of [`Store::upsert`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Upsert {
    /// A row was added.
    New(Row),
    /// An existing row was changed.
    Changed(Row),
    /// An existing row already had these values.
    Same(Row),
    /// Nothing was stored: the name or the address is too long, or the store is full.
    Refused,
}

impl Store {
    /// Number of rows, including those of accounts that are gone.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.text.len()
    }

    /// Number of accounts that the platform has.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.row_count() - self.gone_count
    }

    /// Returns the row of an account by name, in its original spelling. `None` if the account is
    /// gone.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Row> {
        self.row_of(name).filter(|row| self.is_present(*row))
    }

    /// Whether the platform still has the account of a row.
    #[must_use]
    pub fn is_present(&self, row: Row) -> bool {
        self.flags(row).state() != State::Gone
    }

    /// As [`Store::find`], but also finds accounts that are gone.
    pub(crate) fn row_of(&self, name: &str) -> Option<Row> {
        self.index.find(hash(name), |row| self.name(*row) == name).copied()
    }

    /// Returns the account of a row as the platform sent it.
    #[must_use]
    pub fn user(&self, row: Row) -> User {
        let flags = self.flags(row);
        User {
            username: self.name(row).to_owned(),
            email: self.email(row),
            is_admin: flags.is_admin().to_option(),
            is_active: Some(flags.state() == State::Active),
            is_verified: flags.is_verified().to_option(),
            is_approved: flags.is_approved().to_option(),
            is_disabled: Some(flags.state() == State::Disabled),
            registered_on: self.registered(row),
        }
    }

    /// Returns the name in its original spelling.
    #[must_use]
    pub fn name(&self, row: Row) -> &str {
        self.original.name(row).unwrap_or_else(|| as_str(self.folded_name(row)))
    }

    /// Returns the email address in its original spelling; empty if there is none.
    #[must_use]
    pub fn email(&self, row: Row) -> String {
        if let Some(email) = self.original.email(row) {
            return email.to_owned();
        }
        let local = as_str(self.folded_local(row));
        match self.domain_id(row) {
            NO_DOMAIN => local.to_owned(),
            domain => [local, "@", self.domains.folded(domain)].concat(),
        }
    }

    /// Returns the flags.
    #[must_use]
    pub fn flags(&self, row: Row) -> Flags {
        self.flags[row as usize]
    }

    /// Returns the registration time as a Unix timestamp in seconds.
    #[must_use]
    pub fn registered(&self, row: Row) -> Option<i64> {
        Some(self.registered[row as usize]).filter(|secs| *secs != UNKNOWN_TIME)
    }

    /// Returns the domain of the email address, as its first occurrence spelled it; empty if there
    /// is none.
    #[must_use]
    pub fn domain(&self, row: Row) -> &str {
        self.domains.original(self.domain_id(row))
    }

    /// Inserts an account, or updates it if there is one of this name.
    pub(crate) fn upsert(&mut self, user: &User) -> Upsert {
        if user.username.len() > MAX_TEXT_BYTES || user.email.len() > MAX_TEXT_BYTES {
            return Upsert::Refused;
        }
        let flags = Flags::from_user(user);
        let registered = user.registered_on.unwrap_or(UNKNOWN_TIME);
        let Some(row) = self.row_of(&user.username) else {
            return match self.insert(user, flags, registered) {
                Some(row) => Upsert::New(row),
                None => Upsert::Refused,
            };
        };
        let index = row as usize;
        let mut outcome = Upsert::Same(row);
        if self.flags[index] != flags || self.registered[index] != registered {
            if self.flags[index].state() == State::Gone {
                self.gone_count -= 1;
            }
            self.flags[index] = flags;
            self.registered[index] = registered;
            self.revisions.attributes += 1;
            outcome = Upsert::Changed(row);
        }
        if self.email(row) != user.email {
            let (local, domain) = split_email(&user.email);
            let Some(span) = self.text.append(&user.username, local) else { return Upsert::Refused };
            self.text.relocate(row, &span);
            self.domain_ids[index] = self.intern_domain(domain);
            self.signatures.replace(row, span.char_set);
            self.record_spelling(row, user);
            self.revisions.texts += 1;
            outcome = Upsert::Changed(row);
        }
        outcome
    }

    /// Marks an account as gone: the platform no longer lists it. Returns false if it was gone
    /// already.
    pub(crate) fn mark_removed(&mut self, row: Row) -> bool {
        let flags = &mut self.flags[row as usize];
        let was_present = flags.state() != State::Gone;
        if was_present {
            *flags = flags.with_gone();
            self.gone_count += 1;
            self.revisions.attributes += 1;
        }
        was_present
    }

    /// Reserves memory for `total` accounts whose texts are as long as those so far. Does nothing
    /// while the store is empty.
    pub(crate) fn reserve(&mut self, total: usize) {
        let rows = self.row_count();
        let additional = total.saturating_sub(rows);
        if rows == 0 || total <= self.text.row_capacity() {
            return;
        }
        self.text.reserve(total);
        self.domain_ids.reserve_exact(additional);
        self.signatures.reserve(total);
        self.flags.reserve_exact(additional);
        self.registered.reserve_exact(additional);
        let mut index = core::mem::take(&mut self.index);
        index.reserve(additional, |row| hash(self.name(*row)));
        self.index = index;
    }

    fn insert(&mut self, user: &User, flags: Flags, registered: i64) -> Option<Row> {
        let row = u32::try_from(self.row_count()).ok()?;
        let (local, domain) = split_email(&user.email);
        let span = self.text.append(&user.username, local)?;
        let domain = self.intern_domain(domain);
        self.text.push(&span);
        reserve_amortized(&mut self.domain_ids, 1).push(domain);
        self.signatures.insert(row, span.char_set);
        reserve_amortized(&mut self.flags, 1).push(flags);
        reserve_amortized(&mut self.registered, 1).push(registered);
        self.record_spelling(row, user);
        // Taken out, because the closure that rehashes on growth reads names from `self`.
        let mut index = core::mem::take(&mut self.index);
        index.insert_unique(hash(&user.username), row, |row| hash(self.name(*row)));
        self.index = index;
        Some(row)
    }

    fn intern_domain(&mut self, domain: Option<&str>) -> DomainId {
        domain.map_or(NO_DOMAIN, |original| self.domains.intern(original, &case_fold(original)))
    }

    /// Records the original spelling of a row if it cannot be reconstructed from the folded text.
    fn record_spelling(&mut self, row: Row, user: &User) {
        self.original.remove(row);
        let is_recoverable = as_str(self.folded_name(row)) == user.username && self.email(row) == user.email;
        if !is_recoverable {
            self.original.insert(row, &user.username, &user.email);
        }
    }

    /// Returns the searched text of a block of rows: see [`TextArena::block_text`].
    pub(crate) fn block_text(&self, rows: Range<usize>) -> Option<&[u8]> {
        self.text.block_text(rows)
    }

    /// Iterates over the positions of the rows in [`Store::block_text`].
    pub(crate) fn block_ranges(&self, rows: Range<usize>) -> impl Iterator<Item = TextRange> + '_ {
        self.text.block_ranges(rows)
    }

    pub(crate) fn folded_name(&self, row: Row) -> &[u8] {
        self.text.name(row)
    }

    pub(crate) fn folded_local(&self, row: Row) -> &[u8] {
        self.text.local(row)
    }

    /// Returns the folded local part if it differs from the name.
    pub(crate) fn distinct_local(&self, row: Row) -> Option<&[u8]> {
        self.text.distinct_local(row)
    }

    /// Returns the rows of a block that may contain a text with these characters in name or local
    /// part.
    pub(crate) fn candidates(&self, block: usize, chars: CharSet64) -> u64 {
        self.signatures.rows_containing(block, chars)
    }

    pub(crate) fn flags_column(&self) -> &[Flags] {
        &self.flags
    }

    /// Returns the registration times of all rows, with [`i64::MIN`] for unknown ones.
    pub(crate) fn registered_column(&self) -> &[i64] {
        &self.registered
    }

    pub(crate) fn domain_column(&self) -> &[DomainId] {
        &self.domain_ids
    }

    pub(crate) fn domain_id(&self, row: Row) -> DomainId {
        self.domain_ids[row as usize]
    }

    pub(crate) fn domains(&self) -> &Domains {
        &self.domains
    }

    pub(crate) fn revisions(&self) -> Revisions {
        self.revisions
    }

    /// Memory in use, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.bytes()
            + self.domain_ids.capacity() * size_of::<DomainId>()
            + self.flags.capacity()
            + self.registered.capacity() * size_of::<i64>()
            + self.signatures.bytes()
            + self.domains.bytes()
            + self.original.bytes()
            + self.index.allocation_size()
    }
}

/// Splits an email address into local part and domain. Without an `@`, or with nothing after it,
/// all of it is the local part.
fn split_email(email: &str) -> (&str, Option<&str>) {
    match email.rsplit_once('@') {
        Some((local, domain)) if !domain.is_empty() => (local, Some(domain)),
        _ => (email, None),
    }
}

/// Views a part of the text arena as `str`. Parts are whole texts, so this cannot fail.
fn as_str(part: &[u8]) -> &str {
    core::str::from_utf8(part).unwrap_or_default()
}
