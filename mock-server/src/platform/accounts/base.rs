//! The base: the initial accounts of a platform in listing order, immutable and shared by all
//! platforms with the same seed.

use super::account::Account;
use super::columns::{AccountFlags, Columns, ColumnsBuilder};
use super::list::List;
use super::load_error::LoadError;
use super::rows::{CHUNK, RowMask, RowSet};
use std::ops::Range;

/// The initial accounts. A row is the index of an account in listing order, of users and service
/// accounts together, and it is also the account's ID.
#[derive(Debug, Default)]
pub(super) struct Base {
    columns: Columns,
    /// The rows of each list, by [`List::index`].
    lists: [RowSet; List::ALL.len()],
}

impl Base {
    /// Sorts accounts and loads them.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub(super) fn load(accounts: impl IntoIterator<Item = Account>) -> Result<Self, LoadError> {
        let mut unsorted = ColumnsBuilder::default();
        accounts.into_iter().try_for_each(|account| unsorted.push(&account))?;
        let mut unsorted = unsorted.finish();
        let sorted = sorted_indices(&unsorted)?;
        let mut base = Self { columns: Columns::with_capacity_of(&mut unsorted), ..Self::default() };
        for (row, index) in sorted.into_iter().enumerate() {
            base.columns.push(&unsorted.row(index as usize))?;
            let flags = base.columns.flags()[row];
            for list in List::ALL.into_iter().filter(|list| list.contains(flags)) {
                base.lists[list.index()].push(row);
            }
        }
        Ok(base)
    }

    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    pub(super) const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The account in a row.
    pub(super) fn account(&self, row: usize) -> Account {
        self.columns.account(row)
    }

    /// Binary search for a username: its row, or the row before which it would be inserted.
    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        let folded = account_api::case_fold_cow(name);
        let names = self.columns.names();
        let mut rows = 0..self.len();
        while !rows.is_empty() {
            let middle = rows.start + rows.len() / 2;
            // UTF-8 sorts by bytes like the code points.
            let ordering = names.folded().get(middle).cmp(&*folded).then_with(|| names.get(middle).cmp(name));
            match ordering {
                std::cmp::Ordering::Less => rows.start = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => rows.end = middle,
            }
        }
        Err(rows.start)
    }

    /// The rows whose usernames start with a case-folded prefix. They are consecutive.
    pub(super) fn prefix_range(&self, folded_prefix: &str) -> Range<usize> {
        let name = |row: usize| self.columns.names().folded().get(row);
        let start = partition_point(0..self.len(), |row| name(row) < folded_prefix);
        start..partition_point(start..self.len(), |row| name(row).starts_with(folded_prefix))
    }

    /// The rows of a chunk.
    pub(super) fn chunk_rows(&self, chunk: usize) -> Range<usize> {
        let end = self.len();
        (chunk * CHUNK).min(end)..((chunk + 1) * CHUNK).min(end)
    }

    /// The rows of a list.
    pub(super) const fn list_rows(&self, list: List) -> &RowSet {
        &self.lists[list.index()]
    }

    /// The rows of a chunk whose flags satisfy a predicate.
    pub(super) fn rows_where(&self, chunk: usize, predicate: impl Fn(AccountFlags) -> bool) -> RowMask {
        RowMask::from_bits(&self.columns.flags()[self.chunk_rows(chunk)], |flags| u64::from(predicate(*flags)))
    }

    /// The size of the base, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.columns.heap_bytes() + self.lists.iter().map(RowSet::bytes).sum::<usize>()
    }
}

/// How many bytes of a username are compared before the username itself is.
const SORT_KEY_BYTES: usize = 16;

/// The indexes of accounts in listing order (see
/// [`names::compare`](crate::platform::names::compare)).
fn sorted_indices(unsorted: &Columns) -> Result<Vec<u32>, LoadError> {
    let names = unsorted.names();
    let key = |index: usize| {
        let name = names.folded().get(index).as_bytes();
        let mut key = [0; SORT_KEY_BYTES];
        let length = name.len().min(SORT_KEY_BYTES);
        key[..length].copy_from_slice(&name[..length]);
        u128::from_be_bytes(key)
    };
    let count = u32::try_from(unsorted.len()).map_err(|_| LoadError::TooMuchText)?;
    // Usernames are scattered in memory, so keys hold their first bytes. The sort is stable
    // because that algorithm takes advantage of runs that are sorted already.
    let mut keys: Vec<(u128, u32)> = (0..count).map(|index| (key(index as usize), index)).collect();
    keys.sort_by(|(left_key, left), (right_key, right)| {
        let (left, right) = (*left as usize, *right as usize);
        left_key
            .cmp(right_key)
            .then_with(|| names.folded().get(left).cmp(names.folded().get(right)))
            .then_with(|| names.get(left).cmp(names.get(right)))
    });
    let pairs = keys.windows(2).map(|pair| [pair[0].1, pair[1].1].map(|index| names.get(index as usize)));
    if let Some([name, _]) = pairs.into_iter().find(|[name, next]| name == next) {
        return Err(LoadError::DuplicateName(name.to_owned()));
    }
    Ok(keys.into_iter().map(|(_, index)| index).collect())
}

/// Like [`slice::partition_point`], for a range of integers: the first one for which `predicate` is
/// false, given that it is true for all before and false for all after.
pub(super) fn partition_point(mut range: Range<usize>, predicate: impl Fn(usize) -> bool) -> usize {
    while !range.is_empty() {
        let middle = range.start + range.len() / 2;
        if predicate(middle) {
            range.start = middle + 1;
        } else {
            range.end = middle;
        }
    }
    range.start
}
