//! In which order accounts are shown.
//!
//! Every order is worked out from the one by name, stably, so that accounts which are equal in a column stand by name, in both
//! directions.

use crate::store::{Row, Store};
use core::cmp::Ordering;
use core::mem;

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

/// How many rows a step of sorting is about: some hundred microseconds.
const STEP: usize = 8 << 10;

/// By name without case, ties by code point.
pub(crate) fn by_name(store: &Store, left: Row, right: Row) -> Ordering {
    store.folded_name(left).cmp(store.folded_name(right)).then_with(|| store.name(left).cmp(store.name(right)))
}

fn by_email(store: &Store, left: Row, right: Row) -> Ordering {
    let (mine, yours) = (store.folded_local(left), store.folded_local(right));
    let shared = mine.len().min(yours.len());
    mine[..shared].cmp(&yours[..shared]).then_with(|| {
        if mine.len() == yours.len() {
            return domain(store, left).cmp(domain(store, right));
        }
        rest(store, left, shared).cmp(rest(store, right, shared))
    })
}

fn domain(store: &Store, row: Row) -> &[u8] {
    store.domains().folded(store.domain_of(row)).as_bytes()
}

/// An address from some byte of its local part on.
fn rest(store: &Store, row: Row, from: usize) -> impl Iterator<Item = &u8> {
    let domain = domain(store, row);
    let at: &[u8] = if domain.is_empty() { b"" } else { b"@" };
    store.folded_local(row)[from..].iter().chain(at).chain(domain)
}

/// An order being worked out, a step at a time.
#[derive(Debug)]
pub(crate) enum Sorting {
    /// By a number of few bits, as [`Radix`] does it.
    Radix(Radix),
    /// By a number of many bits, as [`Buckets`] does it.
    Buckets(Box<Buckets>),
    /// By comparing.
    Merge(Merge),
    /// From the last to the first, but equals as they are.
    Turn { from: Vec<Row>, to: Vec<Row> },
    /// Done.
    Done(Vec<Row>),
}

impl Sorting {
    /// Of the rows that stand in the order by name.
    pub(crate) fn new(store: &Store, sort: Sort, by_name: &[Row]) -> Self {
        let rows = by_name.to_vec();
        match sort.column {
            Column::Name => Self::Done(rows.into_iter().rev().collect()),
            Column::Email => Self::Merge(Merge::new(rows)),
            Column::State | Column::Admin | Column::Verified | Column::Approved => {
                Self::Radix(Radix::new(rows, 2, Key { sort, least: 0, most: 3 }))
            }
            Column::Registered => {
                let told = || store.all_registered().iter().copied().filter(|seconds| *seconds != i64::MIN);
                let (least, most) = (told().min().unwrap_or(0), told().max().unwrap_or(0));
                let most = most.abs_diff(least) + 1;
                let (bits, key) = (64 - most.leading_zeros(), Key { sort, least, most });
                if (DIGIT..=DIGIT + u32::BITS).contains(&bits) {
                    Self::Buckets(Box::new(Buckets::new(rows, bits - DIGIT, key)))
                } else {
                    Self::Radix(Radix::new(rows, bits, key))
                }
            }
        }
    }

    /// Goes on for a step. Whether it is done.
    pub(crate) fn step(&mut self, store: &Store, sort: Sort) -> bool {
        match self {
            Self::Radix(radix) => {
                if radix.step(store) {
                    *self = Self::Done(mem::take(&mut radix.from));
                }
            }
            Self::Buckets(buckets) => {
                if buckets.step(store) {
                    *self = Self::Done(mem::take(&mut buckets.rows));
                }
            }
            Self::Merge(merge) => {
                if merge.step(store) {
                    let from = mem::take(&mut merge.rows);
                    *self = if sort.descending {
                        Self::Turn { to: Vec::with_capacity(from.len()), from }
                    } else {
                        Self::Done(from)
                    };
                }
            }
            Self::Turn { from, to } => {
                let until = from.len().saturating_sub(STEP);
                while from.len() > until {
                    let last = from[from.len() - 1];
                    let equals = from.iter().rev().take_while(|row| by_email(store, **row, last).is_eq()).count();
                    to.extend(from.drain(from.len() - equals..));
                }
                if from.is_empty() {
                    *self = Self::Done(mem::take(to));
                }
            }
            Self::Done(_) => {}
        }
        matches!(self, Self::Done(_))
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

/// What [`Radix`] sorts by.
#[derive(Clone, Copy, Debug)]
struct Key {
    sort: Sort,
    least: i64,
    most: u64,
}

impl Key {
    fn of(self, store: &Store, row: Row) -> u64 {
        let flags = store.flags(row);
        let key = match self.sort.column {
            Column::State => flags.state() as u64,
            Column::Admin => flags.is_admin() as u64,
            Column::Verified => flags.is_verified() as u64,
            Column::Approved => flags.is_approved() as u64,
            _ => match store.all_registered()[row as usize] {
                i64::MIN => 0,
                seconds => seconds.abs_diff(self.least) + 1,
            },
        };
        if self.sort.descending { self.most - key } else { key }
    }
}

/// How many bits a pass is about.
const DIGIT: u32 = 11;

/// Sorts by the last eleven bits of a number, then by the eleven before them, and so on; each pass keeps what the one before did.
#[derive(Debug)]
pub(crate) struct Radix {
    from: Vec<Row>,
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

impl Radix {
    fn new(from: Vec<Row>, bits: u32, key: Key) -> Self {
        let to = vec![0; from.len()];
        Self { from, to, key, bits, done: 0, places: vec![0; 1 << DIGIT], stage: Stage::Count, at: 0 }
    }

    fn step(&mut self, store: &Store) -> bool {
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
pub(crate) struct Buckets {
    /// Sorts into buckets, until that is done.
    first: Option<Radix>,
    rows: Vec<Row>,
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
    large: Option<Radix>,
}

impl Buckets {
    fn new(rows: Vec<Row>, rest: u32, key: Key) -> Self {
        Self {
            first: Some(Radix { done: rest, ..Radix::new(rows, rest + DIGIT, key) }),
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

    fn step(&mut self, store: &Store) -> bool {
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
                self.large = Some(Radix::new(rows.to_vec(), self.rest, self.key));
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

/// Sorts by address: first nearly, in one go along the names, then parts, then longer and longer ones from two that follow
/// each other. What is in order already is not touched, so that the second half costs little where names and addresses
/// resemble each other.
#[derive(Debug)]
pub(crate) struct Merge {
    rows: Vec<Row>,
    buffer: Vec<Row>,
    stage: MergeStage,
    at: usize,
    /// Rows whose name the names after them start with, innermost last.
    open: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
enum MergeStage {
    /// Puts names behind those that they are the start of where the next letter is less than `@`.
    Presort,
    /// Sorts parts of [`STEP`] rows.
    Parts,
    /// Merges two parts of so many rows each; the first of them and the second are taken to these places.
    Merge { width: usize, left: usize, right: usize },
}

impl Merge {
    fn new(rows: Vec<Row>) -> Self {
        let buffer = Vec::with_capacity(rows.len());
        Self { rows, buffer, stage: MergeStage::Presort, at: 0, open: Vec::new() }
    }

    fn step(&mut self, store: &Store) -> bool {
        let all = self.rows.len();
        match self.stage {
            MergeStage::Presort => {
                let end = (self.at + STEP).min(all);
                for row in &self.rows[self.at..end] {
                    let name = store.folded_local(*row);
                    while let Some(outer) = self.open.last() {
                        let outer_name = store.folded_local(*outer);
                        let goes_before = name.starts_with(outer_name) && name.get(outer_name.len()) < Some(&b'@');
                        if goes_before && name.len() > outer_name.len() {
                            break;
                        }
                        self.buffer.extend(self.open.pop());
                    }
                    self.open.push(*row);
                }
                self.at = end;
                if end == all {
                    self.buffer.extend(self.open.drain(..).rev());
                    mem::swap(&mut self.rows, &mut self.buffer);
                    self.buffer.clear();
                    self.next(MergeStage::Parts);
                }
            }
            MergeStage::Parts => {
                let end = (self.at + STEP).min(all);
                sort(&mut self.rows[self.at..end], &|left, right| by_email(store, left, right));
                self.at = end;
                if end == all {
                    self.next(MergeStage::Merge { width: STEP, left: 0, right: STEP });
                }
            }
            MergeStage::Merge { width, left, right } => {
                if width >= all {
                    return true;
                }
                self.merge(store, width, left, right);
            }
        }
        false
    }

    fn next(&mut self, stage: MergeStage) {
        self.at = 0;
        self.stage = stage;
    }

    /// Goes on with merging the two parts that start at `self.at`; what is merged is in the buffer.
    fn merge(&mut self, store: &Store, width: usize, mut left: usize, mut right: usize) {
        let all = self.rows.len();
        let middle = (self.at + width).min(all);
        let end = (middle + width).min(all);
        let is_new = self.buffer.len() == self.at;
        let in_order = middle == end || by_email(store, self.rows[middle - 1], self.rows[middle]).is_le();
        if is_new && in_order {
            self.buffer.extend_from_slice(&self.rows[self.at..end]);
            left = middle;
            right = end;
        }
        for _ in 0..STEP {
            let takes_left = match (left < middle, right < end) {
                (true, true) => by_email(store, self.rows[left], self.rows[right]).is_le(),
                (true, false) => true,
                (false, true) => false,
                (false, false) => break,
            };
            let from = if takes_left { &mut left } else { &mut right };
            self.buffer.push(self.rows[*from]);
            *from += 1;
        }
        if left < middle || right < end {
            self.stage = MergeStage::Merge { width, left, right };
        } else if end < all {
            self.at = end;
            self.stage = MergeStage::Merge { width, left: end, right: (end + width).min(all) };
        } else {
            mem::swap(&mut self.rows, &mut self.buffer);
            self.buffer.clear();
            self.next(MergeStage::Merge { width: width * 2, left: 0, right: (width * 2).min(all) });
        }
    }
}
