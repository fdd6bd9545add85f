//! By one of few values.

use super::STEP;
use crate::account::{Flags, VALUES, by_value};
use crate::rows::ones;
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// Counts how many rows have which value, and so knows where the first of each goes. Keeps rows of the same value as they stand.
#[derive(Debug)]
pub(crate) struct Values {
    from: Rc<Vec<Row>>,
    to: Vec<Row>,
    /// Which of the flags it is.
    flag: usize,
    descending: bool,
    /// Where the next row with a value goes, in the order of the values. Before that, how many rows have it.
    places: [u32; VALUES],
    is_counted: bool,
    at: usize,
}

impl Values {
    pub(super) fn new(flag: usize, descending: bool, from: Rc<Vec<Row>>) -> Self {
        Self { from, to: Vec::new(), flag, descending, places: [0; VALUES], is_counted: false, at: 0 }
    }

    /// Goes on for a step. The rows in their order, at the end of it.
    pub(super) fn step(&mut self, store: &Store) -> Option<Vec<Row>> {
        let end = (self.at + 4 * STEP).min(self.from.len());
        for rows in self.from[self.at..end].chunks(64) {
            let mut flags = [Flags::default(); 64];
            flags.iter_mut().zip(rows).for_each(|(flags, row)| *flags = store.flags(*row));
            let mut values = by_value(&flags[..rows.len()])[self.flag];
            if self.descending {
                values.reverse();
            }
            for (having, next) in values.into_iter().zip(&mut self.places) {
                let (place, count) = (*next as usize, having.count_ones());
                *next += count;
                if !self.is_counted {
                    continue;
                }
                let to = &mut self.to[place..place + count as usize];
                if to.len() == rows.len() {
                    to.copy_from_slice(rows);
                } else {
                    to.iter_mut().zip(ones(having)).for_each(|(to, at)| *to = rows[at]);
                }
            }
        }
        self.at = end;
        if end < self.from.len() {
            return None;
        }
        if self.is_counted {
            return Some(mem::take(&mut self.to));
        }
        let mut sum = 0;
        for place in &mut self.places {
            sum += mem::replace(place, sum);
        }
        self.to = vec![0; self.from.len()];
        self.is_counted = true;
        self.at = 0;
        None
    }
}
