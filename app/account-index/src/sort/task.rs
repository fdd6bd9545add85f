//! A sort by name, flag or number that runs in steps.

use super::column::SortKey;
use super::counting::CountingSort;
use super::radix::{BucketSort, DIGIT_BITS, LsdRadixSort, NumberKey};
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// A sort in progress. The algorithm depends on how many distinct values the key can have.
#[derive(Debug)]
pub(crate) enum SortTask {
    /// A flag: four values.
    Counting(Box<CountingSort>),
    /// Numbers of at most one digit, or of more bits than [`BucketSort`] can take.
    Radix(LsdRadixSort),
    /// Any other numbers.
    Buckets(Box<BucketSort>),
    Done(Vec<Row>),
}

impl SortTask {
    /// Starts to sort rows that are given in the order by name.
    pub(crate) fn new(store: &Store, key: SortKey, descending: bool, by_name: &Rc<Vec<Row>>) -> Self {
        match key {
            // Ascending is the input itself and never comes here.
            SortKey::Name => Self::Done(by_name.iter().rev().copied().collect()),
            SortKey::Flag(flag) => Self::Counting(Box::new(CountingSort::new(flag, descending, Rc::clone(by_name)))),
            SortKey::Number(column) => {
                let (key, bits) = NumberKey::new(store, column, descending);
                if (DIGIT_BITS..=DIGIT_BITS + u32::BITS).contains(&bits) {
                    Self::Buckets(Box::new(BucketSort::new(by_name.to_vec(), bits - DIGIT_BITS, key)))
                } else {
                    Self::Radix(LsdRadixSort::new(by_name.to_vec(), bits, key))
                }
            }
        }
    }

    /// Runs a step. Returns whether the sort is done.
    pub(crate) fn step(&mut self, store: &Store) -> bool {
        let sorted = match self {
            Self::Counting(counting) => counting.step(store),
            Self::Radix(radix) => radix.step(store).then(|| mem::take(&mut radix.rows)),
            Self::Buckets(buckets) => buckets.step(store).then(|| mem::take(&mut buckets.rows)),
            Self::Done(_) => return true,
        };
        let is_done = sorted.is_some();
        if let Some(rows) = sorted {
            *self = Self::Done(rows);
        }
        is_done
    }

    /// Returns the sorted rows; none before the sort is done.
    pub(crate) fn into_rows(self) -> Vec<Row> {
        match self {
            Self::Done(rows) => rows,
            _ => Vec::new(),
        }
    }
}
