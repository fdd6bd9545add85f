//! A counting sort by a flag.

use super::STEP_ROWS;
use crate::account::{Flag, Flags, VALUE_COUNT, value_masks_of};
use crate::row_set::set_bits;
use crate::store::{Row, Store};
use core::mem;
use std::rc::Rc;

/// From this many matching rows in a block of 64, copying runs beats copying row by row.
const MIN_RUN_COPY: usize = 48;

/// A stable [counting sort](https://en.wikipedia.org/wiki/Counting_sort) by one of the four values
/// of a flag: counts the rows of each value, which gives the position of the first one, then copies
/// every row to the next position of its value.
#[derive(Debug)]
pub(crate) struct CountingSort {
    input: Rc<Vec<Row>>,
    output: Vec<Row>,
    flag: Flag,
    descending: bool,
    /// By value: the output position of its next row.
    next_positions: [usize; VALUE_COUNT],
    /// Input position of the next step.
    position: usize,
}

impl CountingSort {
    pub(super) fn new(flag: Flag, descending: bool, input: Rc<Vec<Row>>) -> Self {
        Self { input, output: Vec::new(), flag, descending, next_positions: [0; VALUE_COUNT], position: 0 }
    }

    /// Runs a step. Returns the sorted rows after the last one.
    pub(super) fn step(&mut self, store: &Store) -> Option<Vec<Row>> {
        if self.output.is_empty() {
            self.count(store);
        }
        let end = (self.position + 4 * STEP_ROWS).min(self.input.len());
        for rows in self.input[self.position..end].chunks(64) {
            let masks = masks_of_rows(self.flag, rows, store);
            for (mask, next) in masks.into_iter().zip(&mut self.next_positions) {
                let count = mask.count_ones() as usize;
                copy_selected(rows, mask, &mut self.output[*next..*next + count]);
                *next += count;
            }
        }
        self.position = end;
        (end == self.input.len()).then(|| mem::take(&mut self.output))
    }

    /// Counts the rows of each value, and sets the output position of the first row of each.
    fn count(&mut self, store: &Store) {
        let mut counts = [0; VALUE_COUNT];
        // Counting needs no order, so it reads the column from start to end.
        for flags in store.flags_column()[..self.input.len()].chunks(64) {
            let masks = value_masks_of(self.flag, flags);
            counts.iter_mut().zip(masks).for_each(|(count, mask)| *count += mask.count_ones() as usize);
        }
        let mut position = 0;
        for index in 0..VALUE_COUNT {
            let value = if self.descending { VALUE_COUNT - 1 - index } else { index };
            self.next_positions[value] = position;
            position += counts[value];
        }
        self.output = vec![0; self.input.len()];
    }
}

/// Returns the mask of each value for up to 64 rows in any order.
fn masks_of_rows(flag: Flag, rows: &[Row], store: &Store) -> [u64; VALUE_COUNT] {
    // Accounts nearly always arrive by name, so most blocks are consecutive rows and need no
    // gather.
    let is_consecutive = |first: Row| rows.iter().zip(first..).fold(true, |all, (row, next)| all & (*row == next));
    if let [first, ..] = *rows
        && is_consecutive(first)
    {
        return value_masks_of(flag, &store.flags_column()[first as usize..][..rows.len()]);
    }
    let mut flags = [Flags::default(); 64];
    flags.iter_mut().zip(rows).for_each(|(flags, row)| *flags = store.flags(*row));
    value_masks_of(flag, &flags[..rows.len()])
}

/// Copies the rows whose bit is set. `output` has exactly as many elements as `mask` has bits.
fn copy_selected(rows: &[Row], mask: u64, output: &mut [Row]) {
    if output.len() < MIN_RUN_COPY {
        output.iter_mut().zip(set_bits(mask)).for_each(|(slot, bit)| *slot = rows[bit]);
        return;
    }
    let (mut rows, mut mask, mut output) = (rows, mask, output);
    while mask != 0 {
        let gap = mask.trailing_zeros();
        mask >>= gap;
        let run_len = mask.trailing_ones();
        mask = mask.unbounded_shr(run_len);
        let (run, rest) = rows[gap as usize..].split_at(run_len as usize);
        let (slots, free) = output.split_at_mut(run_len as usize);
        slots.copy_from_slice(run);
        (rows, output) = (rest, free);
    }
}
