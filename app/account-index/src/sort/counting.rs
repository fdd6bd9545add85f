//! By one of few values.

use super::STEP;
use crate::account::{Flags, VALUES, by_value_of};
use crate::row_set::set_bits;
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// Of so many rows among sixty-four, it is quicker to copy those that follow each other than one after the other.
const RUN_COPY_MIN: usize = 48;

/// Counts how many rows have which value, and so knows where the first of each goes. Keeps rows of the same value as they stand.
#[derive(Debug)]
pub(crate) struct CountingSort {
    from: Rc<Vec<Row>>,
    to: Vec<Row>,
    /// Which of the flags it is.
    flag: usize,
    descending: bool,
    /// Where the next row with a value goes.
    places: [usize; VALUES],
    at: usize,
}

impl CountingSort {
    pub(super) fn new(flag: usize, descending: bool, from: Rc<Vec<Row>>) -> Self {
        Self { from, to: Vec::new(), flag, descending, places: [0; VALUES], at: 0 }
    }

    /// Goes on for a step. The rows in their order, at the end of it.
    pub(super) fn step(&mut self, store: &Store) -> Option<Vec<Row>> {
        if self.to.is_empty() {
            self.count(store);
        }
        let end = (self.at + 4 * STEP).min(self.from.len());
        for rows in self.from[self.at..end].chunks(64) {
            let values = values_of(self.flag, rows, store);
            for (having, next) in values.into_iter().zip(&mut self.places) {
                let count = having.count_ones() as usize;
                copy(rows, having, &mut self.to[*next..*next + count]);
                *next += count;
            }
        }
        self.at = end;
        (end == self.from.len()).then(|| mem::take(&mut self.to))
    }

    /// Finds out how many have which value, and so where the first of each goes.
    fn count(&mut self, store: &Store) {
        let mut counts = [0; VALUES];
        // All rows, in whatever order.
        for flags in store.all_flags()[..self.from.len()].chunks(64) {
            let values = by_value_of(self.flag, flags);
            counts.iter_mut().zip(values).for_each(|(count, having)| *count += having.count_ones() as usize);
        }
        let mut before = 0;
        for at in 0..VALUES {
            let value = if self.descending { VALUES - 1 - at } else { at };
            self.places[value] = before;
            before += counts[value];
        }
        self.to = vec![0; self.from.len()];
    }
}

/// Which of up to sixty-four rows have which value of a flag.
fn values_of(flag: usize, rows: &[Row], store: &Store) -> [u64; VALUES] {
    // Rows that came by name are numbered by name.
    let follow = |first: Row| rows.iter().zip(first..).fold(true, |all, (row, next)| all & (*row == next));
    if let [first, ..] = *rows
        && follow(first)
    {
        return by_value_of(flag, &store.all_flags()[first as usize..][..rows.len()]);
    }
    let mut flags = [Flags::default(); 64];
    flags.iter_mut().zip(rows).for_each(|(flags, row)| *flags = store.flags(*row));
    by_value_of(flag, &flags[..rows.len()])
}

/// Copies those of up to sixty-four rows whose bits are set, to as many places.
fn copy(rows: &[Row], having: u64, to: &mut [Row]) {
    if to.len() < RUN_COPY_MIN {
        to.iter_mut().zip(set_bits(having)).for_each(|(to, at)| *to = rows[at]);
        return;
    }
    let (mut rows, mut having, mut to) = (rows, having, to);
    while having != 0 {
        let skipped = having.trailing_zeros();
        having >>= skipped;
        let count = having.trailing_ones();
        having = having.unbounded_shr(count);
        let (following, left) = rows[skipped as usize..].split_at(count as usize);
        let (there, further) = to.split_at_mut(count as usize);
        there.copy_from_slice(following);
        (rows, to) = (left, further);
    }
}
