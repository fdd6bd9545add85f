//! By one of few values.

use super::{Column, STEP, Sort};
use crate::account::Flags;
use crate::rows::ones;
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// How many values a column has at most.
const MOST: usize = 4;

/// Counts how many rows have which value, and so knows where the first of each goes. Keeps rows of the same value as they stand.
#[derive(Debug)]
pub(crate) struct Values {
    from: Rc<Vec<Row>>,
    to: Vec<Row>,
    /// The place of each combination of flags among the values, from the first on.
    value_of: [u8; 256],
    /// Where the next row with a value goes. Before that, how many rows have it.
    places: [u32; MOST],
    is_counted: bool,
    at: usize,
}

impl Values {
    pub(super) fn new(sort: Sort, from: Rc<Vec<Row>>) -> Self {
        let value_of = core::array::from_fn(|byte| {
            // Below 256.
            let flags = Flags::at(byte as u8);
            let value = match sort.column {
                Column::Admin => flags.is_admin() as u8,
                Column::Verified => flags.is_verified() as u8,
                Column::Approved => flags.is_approved() as u8,
                _ => flags.state() as u8,
            };
            if sort.descending { MOST as u8 - 1 - value } else { value }
        });
        Self { from, to: Vec::new(), value_of, places: [0; MOST], is_counted: false, at: 0 }
    }

    /// Goes on for a step. The rows in their order, at the end of it.
    pub(super) fn step(&mut self, store: &Store) -> Option<Vec<Row>> {
        let end = (self.at + 4 * STEP).min(self.from.len());
        let rows = &self.from[self.at..end];
        let flags = store.all_flags();
        let value_of = |row: Row| usize::from(self.value_of[usize::from(flags[row as usize].byte())]) % MOST;
        if self.is_counted {
            for rows in rows.chunks(64) {
                // The two bits of the values, of sixty-four rows at once.
                let (mut low, mut high) = (0_u64, 0_u64);
                for (at, row) in rows.iter().enumerate() {
                    let value = value_of(*row) as u64;
                    low |= (value & 1) << at;
                    high |= (value >> 1) << at;
                }
                let here = u64::MAX >> (64 - rows.len());
                for (value, having) in
                    [!low & !high & here, low & !high, !low & high, low & high].into_iter().enumerate()
                {
                    let place = self.places[value] as usize;
                    let count = having.count_ones();
                    let to = &mut self.to[place..place + count as usize];
                    self.places[value] += count;
                    if to.len() == rows.len() {
                        to.copy_from_slice(rows);
                    } else {
                        to.iter_mut().zip(ones(having)).for_each(|(to, at)| *to = rows[at]);
                    }
                }
            }
        } else {
            // Four numbers in one: fewer than 2^16 rows a step.
            let counts = rows.iter().fold(0_u64, |counts, row| counts + (1 << (16 * value_of(*row))));
            for (value, place) in self.places.iter_mut().enumerate() {
                *place += u32::from((counts >> (16 * value)) as u16);
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
