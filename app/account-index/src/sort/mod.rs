//! In which order accounts are shown.
//!
//! Every order is worked out from the one by name, stably, so that accounts which are equal in a column stand by name, in both
//! directions.

mod counting;
mod email;
mod radix;

pub(crate) use email::EmailOrder;

use crate::account::{ADMIN, APPROVED, STATE, VERIFIED};
use crate::store::{Row, Store};
use core::cmp::Ordering;
use core::mem;
use counting::CountingSort;
use radix::{BucketSort, DIGIT, Key, LsdRadixSort};
use std::rc::Rc;

/// What accounts are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name, without case; as the platform lists them.
    #[default]
    Name,
    /// The address, without case.
    Email,
    /// Active, disabled, deactivated.
    State,
    /// Those who are not, those who are, unknown.
    Admin,
    /// As [`Column::Admin`].
    Verified,
    /// As [`Column::Admin`].
    Approved,
    /// The time of registration; unknown ones are the earliest.
    Registered,
}

/// An order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Sort {
    /// The platform's own order.
    #[must_use]
    pub fn is_by_name(self) -> bool {
        self == Self::default()
    }
}

/// What [`Sorting`] orders by: every column but the address.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SortKey {
    /// The name.
    Name,
    /// A flag.
    Flag(usize),
    /// The time of registration.
    Registered,
}

impl Column {
    /// How it is sorted by this one. `None` for the address, the order of which is worked out by [`Emails`].
    pub(crate) const fn by(self) -> Option<SortKey> {
        Some(match self {
            Self::Email => return None,
            Self::Name => SortKey::Name,
            Self::State => SortKey::Flag(STATE),
            Self::Admin => SortKey::Flag(ADMIN),
            Self::Verified => SortKey::Flag(VERIFIED),
            Self::Approved => SortKey::Flag(APPROVED),
            Self::Registered => SortKey::Registered,
        })
    }
}

/// How many rows a step of sorting is about: some hundred microseconds.
const STEP: usize = 8 << 10;

/// By name without case, ties by code point.
pub(crate) fn by_name(store: &Store, left: Row, right: Row) -> Ordering {
    store.folded_name(left).cmp(store.folded_name(right)).then_with(|| store.name(left).cmp(store.name(right)))
}

/// An order being worked out, a step at a time.
#[derive(Debug)]
pub(crate) enum SortTask {
    /// By one of few values.
    Values(Box<CountingSort>),
    /// By a number of few bits, as [`Radix`] does it.
    Radix(LsdRadixSort),
    /// By a number of many bits, as [`Buckets`] does it.
    Buckets(Box<BucketSort>),
    /// Done.
    Done(Vec<Row>),
}

impl SortTask {
    /// Of the rows that stand in the order by name.
    pub(crate) fn new(store: &Store, by: SortKey, descending: bool, by_name: &Rc<Vec<Row>>) -> Self {
        match by {
            // The order from the first on is there.
            SortKey::Name => Self::Done(by_name.iter().rev().copied().collect()),
            SortKey::Flag(flag) => Self::Values(Box::new(CountingSort::new(flag, descending, Rc::clone(by_name)))),
            SortKey::Registered => {
                let told = || store.all_registered().iter().copied().filter(|seconds| *seconds != i64::MIN);
                let (least, most) = (told().min().unwrap_or(0), told().max().unwrap_or(0));
                let most = most.abs_diff(least) + 1;
                let (bits, key) = (64 - most.leading_zeros(), Key { descending, least, most });
                if (DIGIT..=DIGIT + u32::BITS).contains(&bits) {
                    Self::Buckets(Box::new(BucketSort::new(by_name.to_vec(), bits - DIGIT, key)))
                } else {
                    Self::Radix(LsdRadixSort::new(by_name.to_vec(), bits, key))
                }
            }
        }
    }

    /// Goes on for a step. Whether it is done.
    pub(crate) fn step(&mut self, store: &Store) -> bool {
        let done = match self {
            Self::Values(values) => values.step(store),
            Self::Radix(radix) => radix.step(store).then(|| mem::take(&mut radix.from)),
            Self::Buckets(buckets) => buckets.step(store).then(|| mem::take(&mut buckets.rows)),
            Self::Done(_) => return true,
        };
        let is_done = done.is_some();
        if let Some(rows) = done {
            *self = Self::Done(rows);
        }
        is_done
    }

    pub(crate) fn end(self) -> Vec<Row> {
        match self {
            Self::Done(rows) => rows,
            _ => Vec::new(),
        }
    }
}

/// Sorts rows, in one copy for all orders: a copy of the standard library's sort is large for what is sent to browsers.
pub(crate) fn sort(rows: &mut [Row], order: &dyn Fn(Row, Row) -> Ordering) {
    rows.sort_by(|left, right| order(*left, *right));
}
