//! By when somebody was registered.

use super::STEP;
use crate::store::{Row, Store};
use core::mem;

/// What is sorted by: the time of registration, as a number from 0; unknown ones are the earliest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) descending: bool,
    /// The earliest time that there is.
    pub(super) least: i64,
    /// The greatest number.
    pub(super) most: u64,
}

impl Key {
    fn of(self, store: &Store, row: Row) -> u64 {
        let key = match store.all_registered()[row as usize] {
            i64::MIN => 0,
            seconds => seconds.abs_diff(self.least) + 1,
        };
        if self.descending { self.most - key } else { key }
    }
}

/// How many bits a pass is about.
pub(super) const DIGIT: u32 = 11;

/// Sorts by the last eleven bits of a number, then by the eleven before them, and so on; each pass keeps what the one before did.
#[derive(Debug)]
pub(crate) struct LsdRadixSort {
    pub(super) from: Vec<Row>,
    to: Vec<Row>,
    key: Key,
    bits: u32,
    /// The bits that are sorted by already.
    done: u32,
    /// Where the next row with a digit goes. Before that, how many rows have it.
    places: Vec<u32>,
    stage: Stage,
    at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Count,
    Place,
}

impl LsdRadixSort {
    pub(super) fn new(from: Vec<Row>, bits: u32, key: Key) -> Self {
        let to = vec![0; from.len()];
        Self { from, to, key, bits, done: 0, places: vec![0; 1 << DIGIT], stage: Stage::Count, at: 0 }
    }

    pub(super) fn step(&mut self, store: &Store) -> bool {
        let end = (self.at + 2 * STEP).min(self.from.len());
        let (key, done) = (self.key, self.done);
        // Eleven bits.
        let digit = move |row: Row| (key.of(store, row) >> done) as usize & ((1 << DIGIT) - 1);
        let rows = &self.from[self.at..end];
        match self.stage {
            Stage::Count => rows.iter().for_each(|row| self.places[digit(*row)] += 1),
            Stage::Place => {
                for row in rows {
                    let place = &mut self.places[digit(*row)];
                    self.to[*place as usize] = *row;
                    *place += 1;
                }
            }
        }
        self.at = end;
        if end < self.from.len() {
            return false;
        }
        self.at = 0;
        match self.stage {
            Stage::Count => {
                let mut sum = 0;
                for place in &mut self.places {
                    sum += mem::replace(place, sum);
                }
                self.stage = Stage::Place;
                false
            }
            Stage::Place => {
                mem::swap(&mut self.from, &mut self.to);
                self.done += DIGIT;
                if self.done >= self.bits {
                    // The places are now where the rows of each digit end.
                    return true;
                }
                self.places.fill(0);
                self.stage = Stage::Count;
                false
            }
        }
    }
}

/// Sorts by the first eleven bits of a number into buckets, and then each of these. That reads and writes at random places half as
/// often as [`Radix`] does with three digits, and memory that is far apart is what takes long.
#[derive(Debug)]
pub(crate) struct BucketSort {
    /// Sorts into buckets, until that is done.
    first: Option<LsdRadixSort>,
    pub(super) rows: Vec<Row>,
    key: Key,
    /// How many bits come behind the first eleven. No more than 32.
    rest: u32,
    /// Where each bucket ends.
    ends: Vec<u32>,
    /// The bucket that is sorted next, and where it begins.
    bucket: usize,
    at: usize,
    /// What is left of the numbers of a bucket, each with its place there.
    pairs: Vec<u64>,
    buffer: Vec<Row>,
    /// A bucket that is too large for one step.
    large: Option<LsdRadixSort>,
}

impl BucketSort {
    pub(super) fn new(rows: Vec<Row>, rest: u32, key: Key) -> Self {
        Self {
            first: Some(LsdRadixSort { done: rest, ..LsdRadixSort::new(rows, rest + DIGIT, key) }),
            rows: Vec::new(),
            key,
            rest,
            ends: Vec::new(),
            bucket: 0,
            at: 0,
            pairs: Vec::new(),
            buffer: Vec::new(),
            large: None,
        }
    }

    pub(super) fn step(&mut self, store: &Store) -> bool {
        if let Some(first) = &mut self.first {
            if first.step(store) {
                (self.rows, self.ends) = (mem::take(&mut first.from), mem::take(&mut first.places));
                self.first = None;
            }
            return false;
        }
        if let Some(large) = &mut self.large {
            if large.step(store) {
                let end = self.at + large.from.len();
                self.rows[self.at..end].copy_from_slice(&large.from);
                self.large = None;
                (self.at, self.bucket) = (end, self.bucket + 1);
            }
            return false;
        }
        let until = self.at + STEP;
        while self.bucket < self.ends.len() && self.at < until {
            let end = self.ends[self.bucket] as usize;
            let rows = &mut self.rows[self.at..end];
            if rows.len() > 2 * STEP {
                self.large = Some(LsdRadixSort::new(rows.to_vec(), self.rest, self.key));
                return false;
            }
            if rows.len() > 1 {
                let mask = (1_u64 << self.rest) - 1;
                let pair = |(at, row): (usize, &Row)| (self.key.of(store, *row) & mask) << 32 | at as u64;
                self.pairs.clear();
                self.pairs.extend(rows.iter().enumerate().map(pair));
                // What is equal stands by its place, as it did.
                self.pairs.sort_unstable();
                self.buffer.clear();
                self.buffer.extend_from_slice(rows);
                for (row, pair) in rows.iter_mut().zip(&self.pairs) {
                    *row = self.buffer[*pair as u32 as usize];
                }
            }
            (self.at, self.bucket) = (end, self.bucket + 1);
        }
        self.bucket == self.ends.len()
    }
}
