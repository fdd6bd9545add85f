//! By address.

use super::{STEP, sort};
use crate::row_set::Rows;
use crate::store::{Row, Store};
use core::cmp::Ordering;
use core::mem;
use std::rc::Rc;

/// The order by address. It takes longer than others to work out and holds longer, so it is kept, and can be worked out before
/// anybody asks for it.
#[derive(Debug, Default)]
pub(crate) struct EmailOrder {
    /// Of which rows it is: how often texts had changed, and how many rows there were.
    of: (u64, usize),
    making: BuildState,
}

#[derive(Debug, Default)]
enum BuildState {
    #[default]
    Idle,
    Merge(MergeSort),
    /// Which rows have the address of the one before.
    BreakTies {
        rows: Vec<Row>,
        equals: Rows,
        at: usize,
    },
    Ready {
        rows: Rc<Vec<Row>>,
        equals: Rows,
    },
}

impl EmailOrder {
    /// Goes on for a step with the order of these rows, which stand in the order by name. Whether it is there.
    pub(crate) fn step(&mut self, store: &Store, by_name: &[Row]) -> bool {
        let of = (store.epochs().texts, by_name.len());
        if self.of != of {
            // Room for the new one.
            *self = Self::default();
            self.of = of;
        }
        self.making = match mem::take(&mut self.making) {
            BuildState::Idle => BuildState::Merge(MergeSort::new(by_name)),
            BuildState::Merge(mut merge) => {
                if merge.step(store) {
                    let rows = merge.rows;
                    BuildState::BreakTies { equals: Rows::with_capacity(rows.len()), rows, at: 0 }
                } else {
                    BuildState::Merge(merge)
                }
            }
            BuildState::BreakTies { rows, mut equals, at } => {
                let end = (at + STEP).min(rows.len());
                for place in at.max(1)..end {
                    if by_email(store, rows[place - 1], rows[place]).is_eq() {
                        // Fewer than 2^32 rows.
                        equals.add(place as u32);
                    }
                }
                if end < rows.len() {
                    BuildState::BreakTies { rows, equals, at: end }
                } else {
                    BuildState::Ready { rows: Rc::new(rows), equals }
                }
            }
            made @ BuildState::Ready { .. } => made,
        };
        matches!(self.making, BuildState::Ready { .. })
    }

    /// The rows in this order, or in the one from the greatest to the least; nothing before it is there.
    pub(crate) fn rows(&self, descending: bool) -> Rc<Vec<Row>> {
        match &self.making {
            BuildState::Ready { rows, .. } if !descending => Rc::clone(rows),
            BuildState::Ready { rows, equals } => Rc::new(turned(rows, equals)),
            _ => Rc::default(),
        }
    }

    /// What it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let of = |rows: &Vec<Row>| rows.capacity() * size_of::<Row>();
        match &self.making {
            BuildState::Idle => 0,
            BuildState::Merge(MergeSort { rows, buffer, .. }) => of(rows) + of(buffer),
            BuildState::BreakTies { rows, equals, .. } => of(rows) + equals.bytes(),
            BuildState::Ready { rows, equals } => of(rows) + equals.bytes(),
        }
    }
}

/// From the last to the first, but equals as they are.
fn turned(rows: &[Row], equals: &Rows) -> Vec<Row> {
    let mut turned: Vec<Row> = rows.iter().rev().copied().collect();
    let mut places = equals.iter().map(|place| place as usize).peekable();
    while let Some(place) = places.next() {
        let (start, mut end) = (place - 1, place + 1);
        while places.next_if_eq(&end).is_some() {
            end += 1;
        }
        turned[rows.len() - end..rows.len() - start].reverse();
    }
    turned
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

/// Sorts by address: first nearly, in one go along the names, then parts, then longer and longer ones from two that follow
/// each other. What is in order already is not touched, so that the second half costs little where names and addresses
/// resemble each other.
#[derive(Debug)]
struct MergeSort {
    rows: Vec<Row>,
    buffer: Vec<Row>,
    stage: MergeStage,
    at: usize,
    /// Rows whose name the names after them start with, innermost last.
    prefix_stack: Vec<Row>,
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

impl MergeSort {
    /// Of the rows in the order by name.
    fn new(by_name: &[Row]) -> Self {
        let rows = by_name.to_vec();
        let buffer = Vec::with_capacity(rows.len());
        Self { rows, buffer, stage: MergeStage::Presort, at: 0, prefix_stack: Vec::new() }
    }

    fn step(&mut self, store: &Store) -> bool {
        let all = self.rows.len();
        match self.stage {
            MergeStage::Presort => {
                let end = (self.at + STEP).min(all);
                for row in &self.rows[self.at..end] {
                    let name = store.folded_local(*row);
                    while let Some(outer) = self.prefix_stack.last() {
                        let outer_name = store.folded_local(*outer);
                        let goes_before = name.starts_with(outer_name) && name.get(outer_name.len()) < Some(&b'@');
                        if goes_before && name.len() > outer_name.len() {
                            break;
                        }
                        self.buffer.extend(self.prefix_stack.pop());
                    }
                    self.prefix_stack.push(*row);
                }
                self.at = end;
                if end == all {
                    self.buffer.extend(self.prefix_stack.drain(..).rev());
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
