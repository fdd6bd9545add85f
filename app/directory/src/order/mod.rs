//! In which order accounts are shown.
//!
//! Every order is worked out from the one by name, stably, so that accounts which are equal in a column stand by name, in both
//! directions.

mod by_email;
mod by_value;
mod radix;

pub(crate) use by_email::Emails;

use crate::account::{ADMIN, APPROVED, STATE, VERIFIED};
use crate::store::{Row, Store};
use by_value::Values;
use core::cmp::Ordering;
use core::mem;
use radix::{Buckets, DIGIT, Key, Radix};
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
pub(crate) enum By {
    /// The name.
    Name,
    /// A flag.
    Flag(usize),
    /// The time of registration.
    Registered,
}

impl Column {
    /// How it is sorted by this one. `None` for the address, the order of which is worked out by [`Emails`].
    pub(crate) const fn by(self) -> Option<By> {
        Some(match self {
            Self::Email => return None,
            Self::Name => By::Name,
            Self::State => By::Flag(STATE),
            Self::Admin => By::Flag(ADMIN),
            Self::Verified => By::Flag(VERIFIED),
            Self::Approved => By::Flag(APPROVED),
            Self::Registered => By::Registered,
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
pub(crate) enum Sorting {
    /// By one of few values.
    Values(Box<Values>),
    /// By a number of few bits, as [`Radix`] does it.
    Radix(Radix),
    /// By a number of many bits, as [`Buckets`] does it.
    Buckets(Box<Buckets>),
    /// Done.
    Done(Vec<Row>),
}

impl Sorting {
    /// Of the rows that stand in the order by name.
    pub(crate) fn new(store: &Store, by: By, descending: bool, by_name: &Rc<Vec<Row>>) -> Self {
        match by {
            // The order from the first on is there.
            By::Name => Self::Done(by_name.iter().rev().copied().collect()),
            By::Flag(flag) => Self::Values(Box::new(Values::new(flag, descending, Rc::clone(by_name)))),
            By::Registered => {
                let told = || store.all_registered().iter().copied().filter(|seconds| *seconds != i64::MIN);
                let (least, most) = (told().min().unwrap_or(0), told().max().unwrap_or(0));
                let most = most.abs_diff(least) + 1;
                let (bits, key) = (64 - most.leading_zeros(), Key { descending, least, most });
                if (DIGIT..=DIGIT + u32::BITS).contains(&bits) {
                    Self::Buckets(Box::new(Buckets::new(by_name.to_vec(), bits - DIGIT, key)))
                } else {
                    Self::Radix(Radix::new(by_name.to_vec(), bits, key))
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
