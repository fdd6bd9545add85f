//! What a platform begins with: its accounts in the order of every list, never changed, and shared by all platforms that
//! begin so.

use super::columns::{AccountFlags, Columns, ColumnsBuilder};
use super::rows::{CHUNK, Chunk, Rows};
use super::{Account, List, LoadError};
use std::ops::Range;

/// The accounts that a platform begins with. Row and order are one: the row of an account is its place among all, users and
/// service accounts together, and its id.
#[derive(Debug, Default)]
pub(super) struct Base {
    columns: Columns,
    /// The rows of each list, by [`List::number`].
    lists: [Rows; List::ALL.len()],
}

impl Base {
    /// Puts accounts in order.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub(super) fn load(accounts: impl IntoIterator<Item = Account>) -> Result<Self, LoadError> {
        let mut unsorted = ColumnsBuilder::default();
        accounts.into_iter().try_for_each(|account| unsorted.push(&account))?;
        let mut unsorted = unsorted.finish();
        let order = order(&unsorted)?;
        let mut base = Self { columns: Columns::for_rows_of(&mut unsorted), ..Self::default() };
        for (row, at) in order.into_iter().enumerate() {
            base.columns.push(&unsorted.row(at as usize))?;
            let traits = base.columns.traits()[row];
            for list in List::ALL.into_iter().filter(|list| list.has(traits)) {
                base.lists[list.number()].push(row);
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

    /// The account of a row.
    pub(super) fn account(&self, row: usize) -> Account {
        self.columns.account(row)
    }

    /// The row of a name, or the one that it would stand before.
    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        let folded = account_api::case_fold_cow(name);
        let names = self.columns.names();
        let mut rows = 0..self.len();
        while !rows.is_empty() {
            let middle = rows.start + rows.len() / 2;
            // Bytes of UTF-8 are in the order of the characters.
            let order = names.folded().get(middle).cmp(&*folded).then_with(|| names.get(middle).cmp(name));
            match order {
                std::cmp::Ordering::Less => rows.start = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => rows.end = middle,
            }
        }
        Err(rows.start)
    }

    /// The rows whose names start with a prefix without its case: they stand together.
    pub(super) fn with_prefix(&self, folded: &str) -> Range<usize> {
        let name = |row: usize| self.columns.names().folded().get(row);
        let start = partition_point(0..self.len(), |row| name(row) < folded);
        start..partition_point(start..self.len(), |row| name(row).starts_with(folded))
    }

    /// The rows of a chunk.
    pub(super) fn rows(&self, chunk: usize) -> Range<usize> {
        let end = self.len();
        (chunk * CHUNK).min(end)..((chunk + 1) * CHUNK).min(end)
    }

    /// Those that a list has.
    pub(super) const fn listed(&self, list: List) -> &Rows {
        &self.lists[list.number()]
    }

    /// Those of a chunk whose traits are wanted.
    pub(super) fn with_traits(&self, chunk: usize, wanted: impl Fn(AccountFlags) -> bool) -> Chunk {
        Chunk::of(&self.columns.traits()[self.rows(chunk)], |traits| u64::from(wanted(*traits)))
    }

    /// What it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.columns.heap_bytes() + self.lists.iter().map(Rows::bytes).sum::<usize>()
    }
}

/// How many bytes of a name are looked at before the name itself is.
const KEY: usize = 16;

/// The places of accounts in listing order ([`names::order`]).
fn order(unsorted: &Columns) -> Result<Vec<u32>, LoadError> {
    let names = unsorted.names();
    let key = |at: usize| {
        let name = names.folded().get(at).as_bytes();
        let mut key = [0; KEY];
        let length = name.len().min(KEY);
        key[..length].copy_from_slice(&name[..length]);
        u128::from_be_bytes(key)
    };
    let count = u32::try_from(unsorted.len()).map_err(|_| LoadError::TooMuchText)?;
    // The names lie all over the memory, so their beginnings are taken along. Stable, because that sort makes use of parts
    // that are in order already.
    let mut keys: Vec<(u128, u32)> = (0..count).map(|at| (key(at as usize), at)).collect();
    keys.sort_by(|(left_key, left), (right_key, right)| {
        let (left, right) = (*left as usize, *right as usize);
        left_key
            .cmp(right_key)
            .then_with(|| names.folded().get(left).cmp(names.folded().get(right)))
            .then_with(|| names.get(left).cmp(names.get(right)))
    });
    let twice = keys.windows(2).map(|pair| [pair[0].1, pair[1].1].map(|at| names.get(at as usize)));
    if let Some([name, _]) = twice.into_iter().find(|[name, next]| name == next) {
        return Err(LoadError::Twice(name.to_owned()));
    }
    Ok(keys.into_iter().map(|(_, at)| at).collect())
}

/// The first of a range for which something does not hold that holds for all before it and none after.
pub(super) fn partition_point(mut range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
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
