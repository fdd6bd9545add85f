//! The accounts, in columns.

use crate::account::{Flags, State};
use crate::char_signature::{CharSet64, SignatureIndex};
use crate::domains::{DomainId, Domains, NO_DOMAIN};
use crate::hash::hash;
use crate::row_set::Rows;
use account_api::{User, case_fold_into};
use core::ops::Range;
use hashbrown::{HashMap, HashTable};
use rustc_hash::FxBuildHasher;

/// An account's place in a [`Store`]. It keeps it as long as the store lives.
pub type Row = u32;

/// For accounts that the platform told no time of.
const NEVER: i64 = i64::MIN;

/// All accounts of one kind that have been read.
///
/// Names and addresses lie in one text, without case, as they are searched; of an address only what stands before the `@`, and
/// nothing where that is the name. How they were written is kept beside it where that differs.
#[derive(Debug, Default)]
pub struct Store {
    /// Name, then the local part of the address, of one account after the other.
    text: Vec<u8>,
    /// Where the text of a row starts.
    starts: Vec<u32>,
    name_lengths: Vec<u16>,
    /// [`LOCAL_IS_NAME`] where it is not in the text.
    local_lengths: Vec<u16>,
    domains_of: Vec<DomainId>,
    flags: Vec<Flags>,
    registered: Vec<i64>,
    /// Which letters the text of a row has.
    letters: SignatureIndex,
    domains: Domains,
    /// Names and addresses as they were written, where they have capital letters or the like: one text, and where in it.
    as_written: String,
    written_at: HashMap<Row, OriginalSpan, FxBuildHasher>,
    /// Rows by name as it was written.
    index: HashTable<Row>,
    /// Rows whose text was written anew, behind that of others.
    moved: Rows,
    gone: usize,
    epochs: Revisions,
}

const LOCAL_IS_NAME: u16 = u16::MAX;

/// The longest name or address that is taken, in bytes. A platform's are shorter by far.
const MAX_TEXT_BYTES: usize = 16 << 10;

#[derive(Clone, Copy, Debug)]
struct OriginalSpan {
    start: u32,
    name: u16,
    email: u16,
}

/// How often what was changed: whoever has worked something out knows by these whether it still holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Revisions {
    /// Names or addresses of rows that were there already.
    pub(crate) texts: u64,
    /// Flags of such rows, or their times.
    pub(crate) facts: u64,
}

/// What became of a user that was put into a [`Store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Upsert {
    /// A row that was not there.
    New(Row),
    /// A row that was there, and differs now.
    Changed(Row),
    /// Nothing was new.
    Same(Row),
    /// A name or an address too long to be true.
    Refused,
}

impl Store {
    /// How many rows there are, those of accounts that are gone among them.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    /// How many accounts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows() - self.gone
    }

    /// The row of an account that the platform has.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Row> {
        self.row_of(name).filter(|row| self.is_present(*row))
    }

    /// Whether the platform still has the account of a row.
    #[must_use]
    pub fn is_present(&self, row: Row) -> bool {
        self.flags(row).state() != State::Gone
    }

    /// The row of an account, those that are gone among them.
    pub(crate) fn row_of(&self, name: &str) -> Option<Row> {
        self.index.find(hash(name), |row| self.name(*row) == name).copied()
    }

    /// The account of a row, as it was read.
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

    /// The name, as it was written.
    #[must_use]
    pub fn name(&self, row: Row) -> &str {
        match self.written_at.get(&row) {
            Some(at) => &self.as_written[at.start as usize..][..usize::from(at.name)],
            None => text(self.folded_name(row)),
        }
    }

    /// The address, as it was written; empty where there is none.
    #[must_use]
    pub fn email(&self, row: Row) -> String {
        if let Some(at) = self.written_at.get(&row) {
            return self.as_written[at.start as usize + usize::from(at.name)..][..usize::from(at.email)].to_owned();
        }
        let local = text(self.folded_local(row));
        match self.domain_of(row) {
            NO_DOMAIN => local.to_owned(),
            domain => [local, "@", self.domains.folded(domain)].concat(),
        }
    }

    /// State and flags.
    #[must_use]
    pub fn flags(&self, row: Row) -> Flags {
        self.flags[row as usize]
    }

    /// When the account was made, in seconds since the epoch.
    #[must_use]
    pub fn registered(&self, row: Row) -> Option<i64> {
        Some(self.registered[row as usize]).filter(|seconds| *seconds != NEVER)
    }

    /// The domain of the address, as it was first written; empty where there is none.
    #[must_use]
    pub fn domain(&self, row: Row) -> &str {
        self.domains.written(self.domain_of(row))
    }

    /// Puts a user in, in place of what was known of it.
    pub(crate) fn upsert(&mut self, user: &User) -> Upsert {
        if user.username.len() > MAX_TEXT_BYTES || user.email.len() > MAX_TEXT_BYTES {
            return Upsert::Refused;
        }
        let flags = Flags::of(user);
        let registered = user.registered_on.unwrap_or(NEVER);
        let Some(row) = self.row_of(&user.username) else {
            return match self.push(user, flags, registered) {
                Some(row) => Upsert::New(row),
                None => Upsert::Refused,
            };
        };
        let at = row as usize;
        let mut put = Upsert::Same(row);
        if self.flags[at] != flags || self.registered[at] != registered {
            if self.flags[at].state() == State::Gone {
                self.gone -= 1;
            }
            self.flags[at] = flags;
            self.registered[at] = registered;
            self.epochs.facts += 1;
            put = Upsert::Changed(row);
        }
        if self.email(row) != user.email {
            let Some(place) = self.write(user) else { return Upsert::Refused };
            self.moved.add(row);
            self.starts[at] = place.start;
            self.name_lengths[at] = place.name;
            self.local_lengths[at] = place.local;
            self.domains_of[at] = place.domain;
            self.letters.change(row, place.letters);
            self.note_written(row, user);
            self.epochs.texts += 1;
            put = Upsert::Changed(row);
        }
        put
    }

    /// Takes an account off the list that the platform no longer has on its own. False where it was off already.
    pub(crate) fn mark_removed(&mut self, row: Row) -> bool {
        let flags = &mut self.flags[row as usize];
        let was_here = flags.state() != State::Gone;
        if was_here {
            *flags = flags.with_gone();
            self.gone += 1;
            self.epochs.facts += 1;
        }
        was_here
    }

    /// Makes room for so many accounts in all, whose texts are as long as those before.
    pub(crate) fn reserve(&mut self, accounts: usize) {
        let rows = self.rows();
        let more = accounts.saturating_sub(rows);
        if rows == 0 || accounts <= self.starts.capacity() {
            return;
        }
        self.starts.reserve_exact(more);
        self.name_lengths.reserve_exact(more);
        self.local_lengths.reserve_exact(more);
        self.domains_of.reserve_exact(more);
        self.letters.reserve(accounts);
        self.flags.reserve_exact(more);
        self.registered.reserve_exact(more);
        // With a little more, so that a few long names are no reason to copy all of it.
        let text = (self.text.len() as u64 * accounts as u64 / rows as u64) as usize;
        self.text.reserve_exact((text + text / 32).saturating_sub(self.text.len()));
        let mut index = core::mem::take(&mut self.index);
        index.reserve(more, |row| hash(self.name(*row)));
        self.index = index;
    }

    fn push(&mut self, user: &User, flags: Flags, registered: i64) -> Option<Row> {
        let row = u32::try_from(self.starts.len()).ok()?;
        let place = self.write(user)?;
        reserve_amortized(&mut self.starts, 1).push(place.start);
        reserve_amortized(&mut self.name_lengths, 1).push(place.name);
        reserve_amortized(&mut self.local_lengths, 1).push(place.local);
        reserve_amortized(&mut self.domains_of, 1).push(place.domain);
        self.letters.add(row, place.letters);
        reserve_amortized(&mut self.flags, 1).push(flags);
        reserve_amortized(&mut self.registered, 1).push(registered);
        self.note_written(row, user);
        // What it hashes anew when it grows is the names as they were written.
        let mut index = core::mem::take(&mut self.index);
        index.insert_unique(hash(&user.username), row, |row| hash(self.name(*row)));
        self.index = index;
        Some(row)
    }

    /// Writes the texts of a user behind the others, without case. `None` when there are 4 GiB of them.
    fn write(&mut self, user: &User) -> Option<TextSpan> {
        let mut folded = String::new();
        case_fold_into(&user.username, &mut folded);
        let name = folded.len();
        let (local, domain) = match user.email.rsplit_once('@') {
            Some((local, domain)) if !domain.is_empty() => (local, Some(domain)),
            _ => (user.email.as_str(), None),
        };
        case_fold_into(local, &mut folded);
        let (folded_name, folded_local) = folded.split_at(name);
        let is_name = folded_name == folded_local;
        let length = if is_name { name } else { folded.len() };
        let domain = domain.map_or(NO_DOMAIN, |written| self.domains.number(written, &account_api::case_fold(written)));
        let place = TextSpan {
            start: u32::try_from(self.text.len()).ok()?,
            name: u16::try_from(name).ok()?,
            local: if is_name { LOCAL_IS_NAME } else { u16::try_from(folded.len() - name).ok()? },
            domain,
            letters: CharSet64::of(&folded.as_bytes()[..length]),
        };
        u32::try_from(self.text.len() + length).ok()?;
        let spare = self.text.capacity() - self.text.len();
        if spare < length {
            self.text.reserve_exact(length + self.text.len() / 8);
        }
        self.text.extend_from_slice(&folded.as_bytes()[..length]);
        Some(place)
    }

    /// Notes how a row's texts were written, where that cannot be told from the others.
    fn note_written(&mut self, row: Row, user: &User) {
        self.written_at.remove(&row);
        let is_told = text(self.folded_name(row)) == user.username && self.email(row) == user.email;
        if is_told {
            return;
        }
        if let (Ok(start), Ok(name), Ok(email)) =
            (u32::try_from(self.as_written.len()), u16::try_from(user.username.len()), u16::try_from(user.email.len()))
        {
            self.as_written.push_str(&user.username);
            self.as_written.push_str(&user.email);
            self.written_at.insert(row, OriginalSpan { start, name, email });
        }
    }

    /// The text of up to sixty-four rows from a multiple of that on, in one; between them there may be texts of others. `None` where it
    /// does not lie in one.
    pub(crate) fn text_of(&self, rows: Range<usize>) -> Option<&[u8]> {
        if self.moved.word(rows.start / 64) != 0 {
            return None;
        }
        let last = self.place(rows.end.checked_sub(1)?);
        self.text.get(self.starts[rows.start] as usize..last.end)
    }

    /// Where each row's text is in [`Store::text_of`].
    pub(crate) fn places(&self, rows: Range<usize>) -> impl Iterator<Item = TextPlace> + '_ {
        let start = self.starts[rows.start] as usize;
        rows.map(move |row| {
            let place = self.place(row);
            TextPlace { start: place.start - start, name_end: place.name_end - start, end: place.end - start }
        })
    }

    fn place(&self, row: usize) -> TextPlace {
        let start = self.starts[row] as usize;
        let name_end = start + usize::from(self.name_lengths[row]);
        let end = match self.local_lengths[row] {
            LOCAL_IS_NAME => name_end,
            length => name_end + usize::from(length),
        };
        TextPlace { start, name_end, end }
    }

    pub(crate) fn folded_name(&self, row: Row) -> &[u8] {
        let at = row as usize;
        &self.text[self.starts[at] as usize..][..usize::from(self.name_lengths[at])]
    }

    pub(crate) fn folded_local(&self, row: Row) -> &[u8] {
        let at = row as usize;
        match self.local_lengths[at] {
            LOCAL_IS_NAME => self.folded_name(row),
            length => {
                let start = self.starts[at] as usize + usize::from(self.name_lengths[at]);
                &self.text[start..][..usize::from(length)]
            }
        }
    }

    /// The local part, where it is another text than the name.
    pub(crate) fn other_local(&self, row: Row) -> Option<&[u8]> {
        (self.local_lengths[row as usize] != LOCAL_IS_NAME).then(|| self.folded_local(row))
    }

    /// Which of sixty-four rows from `word * 64` on have all of some letters in name or local part.
    pub(crate) fn having(&self, word: usize, letters: CharSet64) -> u64 {
        self.letters.rows_containing(word, letters)
    }

    pub(crate) fn all_flags(&self) -> &[Flags] {
        &self.flags
    }

    /// As they are kept: [`i64::MIN`] where none was told.
    pub(crate) fn all_registered(&self) -> &[i64] {
        &self.registered
    }

    pub(crate) fn all_domains(&self) -> &[DomainId] {
        &self.domains_of
    }

    pub(crate) fn domain_of(&self, row: Row) -> DomainId {
        self.domains_of[row as usize]
    }

    pub(crate) fn domains(&self) -> &Domains {
        &self.domains
    }

    pub(crate) fn epochs(&self) -> Revisions {
        self.epochs
    }

    /// What it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.starts.capacity() * size_of::<u32>()
            + (self.name_lengths.capacity() + self.local_lengths.capacity()) * size_of::<u16>()
            + self.domains_of.capacity() * size_of::<DomainId>()
            + self.flags.capacity()
            + self.registered.capacity() * size_of::<i64>()
            + self.letters.bytes()
            + self.domains.bytes()
            + self.as_written.capacity()
            + self.written_at.allocation_size()
            + self.moved.bytes()
            + self.index.allocation_size()
    }
}

/// Where in a text of many rows that of one is.
pub(crate) struct TextPlace {
    /// Where its name begins.
    pub(crate) start: usize,
    /// Where its name ends, and the local part of its address begins.
    pub(crate) name_end: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// Where the texts of a row were written.
struct TextSpan {
    start: u32,
    name: u16,
    local: u16,
    domain: DomainId,
    letters: CharSet64,
}

/// Room for so many more, by an eighth at a time: doubled, a million accounts might take the room of two.
pub(crate) fn reserve_amortized<T>(column: &mut Vec<T>, more: usize) -> &mut Vec<T> {
    if column.len() + more > column.capacity() {
        column.reserve_exact(more.max(1_024).max(column.len() / 8));
    }
    column
}

/// A part of [`Store::text`] as a text. Its parts are whole texts, so it is one.
fn text(part: &[u8]) -> &str {
    core::str::from_utf8(part).unwrap_or_default()
}
