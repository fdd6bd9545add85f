//! Radix sorts by a column of numbers, such as the registration time: LSD passes, and an MSD pass
//! into buckets.
//!
//! Both are stable, see [Radix sort](https://en.wikipedia.org/wiki/Radix_sort).

use super::STEP_ROWS;
use super::column::NumberColumn;
use crate::store::{Row, Store};
use core::mem;

/// Maps the numbers of a column to unsigned keys from 0, in which an unknown number is the
/// smallest.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberKey {
    column: NumberColumn,
    descending: bool,
    /// The smallest known number.
    min: i64,
    /// The greatest key.
    max_key: u64,
}

impl NumberKey {
    /// Returns the key for all rows of a store, and its length in bits.
    pub(super) fn new(store: &Store, column: NumberColumn, descending: bool) -> (Self, u32) {
        let known = || column(store).iter().copied().filter(|number| *number != i64::MIN);
        let (min, max) = (known().min().unwrap_or(0), known().max().unwrap_or(0));
        let max_key = max.abs_diff(min) + 1;
        (Self { column, descending, min, max_key }, 64 - max_key.leading_zeros())
    }

    /// The keys of rows. Looks the column up once for all of them.
    fn of(self, store: &Store) -> impl Fn(Row) -> u64 {
        let numbers = (self.column)(store);
        move |row| {
            let key = match numbers[row as usize] {
                i64::MIN => 0,
                number => number.abs_diff(self.min) + 1,
            };
            if self.descending { self.max_key - key } else { key }
        }
    }
}

/// Bits per radix pass. The 2048 counters take 8 kB and so fit the L1 cache.
pub(super) const DIGIT_BITS: u32 = 11;

/// An LSD radix sort: one stable counting pass per digit, from the least significant one.
#[derive(Debug)]
pub(crate) struct LsdRadixSort {
    /// The input of the pass; sorted once the last pass is done.
    pub(super) rows: Vec<Row>,
    output: Vec<Row>,
    key: NumberKey,
    /// Length of the key.
    bits: u32,
    /// Number of low bits to skip: those of earlier passes.
    shift: u32,
    /// By digit: first the number of its rows, then the output position of its next row. After a
    /// pass that is the end of its rows.
    positions: Vec<u32>,
    stage: Stage,
    /// Input position of the next step.
    position: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Count,
    Distribute,
}

impl LsdRadixSort {
    pub(super) fn new(rows: Vec<Row>, bits: u32, key: NumberKey) -> Self {
        let output = vec![0; rows.len()];
        Self {
            rows,
            output,
            key,
            bits,
            shift: 0,
            positions: vec![0; 1 << DIGIT_BITS],
            stage: Stage::Count,
            position: 0,
        }
    }

    /// Runs a step. Returns whether the sort is done.
    pub(super) fn step(&mut self, store: &Store) -> bool {
        let end = (self.position + 2 * STEP_ROWS).min(self.rows.len());
        let (key, shift) = (self.key.of(store), self.shift);
        let digit = move |row: Row| (key(row) >> shift) as usize & ((1 << DIGIT_BITS) - 1);
        let rows = &self.rows[self.position..end];
        match self.stage {
            Stage::Count => rows.iter().for_each(|row| self.positions[digit(*row)] += 1),
            Stage::Distribute => {
                for row in rows {
                    let position = &mut self.positions[digit(*row)];
                    self.output[*position as usize] = *row;
                    *position += 1;
                }
            }
        }
        self.position = end;
        if end < self.rows.len() {
            return false;
        }
        self.position = 0;
        match self.stage {
            Stage::Count => {
                // Exclusive prefix sum: counts become start positions.
                let mut sum = 0;
                for position in &mut self.positions {
                    sum += mem::replace(position, sum);
                }
                self.stage = Stage::Distribute;
                false
            }
            Stage::Distribute => {
                mem::swap(&mut self.rows, &mut self.output);
                self.shift += DIGIT_BITS;
                if self.shift >= self.bits {
                    return true;
                }
                self.positions.fill(0);
                self.stage = Stage::Count;
                false
            }
        }
    }
}

/// An MSD bucket sort: one radix pass on the top 11 bits, then a comparison sort of each bucket. It
/// does half the random memory accesses of three passes of [`LsdRadixSort`], and those dominate.
#[derive(Debug)]
pub(crate) struct BucketSort {
    /// The pass into buckets, until it is done.
    distribution: Option<LsdRadixSort>,
    pub(super) rows: Vec<Row>,
    key: NumberKey,
    /// Number of low bits, below the top 11. At most 32.
    low_bits: u32,
    /// The end of each bucket in `rows`.
    bucket_ends: Vec<u32>,
    /// The next bucket to sort, and its start.
    bucket: usize,
    bucket_start: usize,
    /// The rows of a bucket as (low bits of the key, index in the bucket), packed into a `u64`.
    pairs: Vec<u64>,
    buffer: Vec<Row>,
    /// The sort of a bucket too large for one step, in progress.
    large_bucket: Option<LsdRadixSort>,
}

impl BucketSort {
    pub(super) fn new(rows: Vec<Row>, low_bits: u32, key: NumberKey) -> Self {
        // Starting at `low_bits`, the radix sort ends after one pass, over the top digit.
        let distribution = LsdRadixSort { shift: low_bits, ..LsdRadixSort::new(rows, low_bits + DIGIT_BITS, key) };
        Self {
            distribution: Some(distribution),
            rows: Vec::new(),
            key,
            low_bits,
            bucket_ends: Vec::new(),
            bucket: 0,
            bucket_start: 0,
            pairs: Vec::new(),
            buffer: Vec::new(),
            large_bucket: None,
        }
    }

    /// Runs a step. Returns whether the sort is done.
    pub(super) fn step(&mut self, store: &Store) -> bool {
        if let Some(distribution) = &mut self.distribution {
            if distribution.step(store) {
                (self.rows, self.bucket_ends) =
                    (mem::take(&mut distribution.rows), mem::take(&mut distribution.positions));
                self.distribution = None;
            }
            return false;
        }
        if let Some(sort) = &mut self.large_bucket {
            if sort.step(store) {
                let end = self.bucket_start + sort.rows.len();
                self.rows[self.bucket_start..end].copy_from_slice(&sort.rows);
                self.large_bucket = None;
                (self.bucket_start, self.bucket) = (end, self.bucket + 1);
            }
            return false;
        }
        let step_end = self.bucket_start + STEP_ROWS;
        let key = self.key.of(store);
        while self.bucket < self.bucket_ends.len() && self.bucket_start < step_end {
            let end = self.bucket_ends[self.bucket] as usize;
            let rows = &mut self.rows[self.bucket_start..end];
            if rows.len() > 2 * STEP_ROWS {
                self.large_bucket = Some(LsdRadixSort::new(rows.to_vec(), self.low_bits, self.key));
                return false;
            }
            if rows.len() > 1 {
                let low_mask = (1_u64 << self.low_bits) - 1;
                let pack = |(index, row): (usize, &Row)| (key(*row) & low_mask) << 32 | index as u64;
                self.pairs.clear();
                self.pairs.extend(rows.iter().enumerate().map(pack));
                // The index in the low half makes the unstable sort stable.
                self.pairs.sort_unstable();
                self.buffer.clear();
                self.buffer.extend_from_slice(rows);
                for (row, pair) in rows.iter_mut().zip(&self.pairs) {
                    // The cast keeps the low half: the index.
                    *row = self.buffer[*pair as u32 as usize];
                }
            }
            (self.bucket_start, self.bucket) = (end, self.bucket + 1);
        }
        self.bucket == self.bucket_ends.len()
    }
}
