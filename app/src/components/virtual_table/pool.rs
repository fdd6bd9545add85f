//! A pool of reusable rows: which DOM row shows which item of the list. Pure: it knows no DOM.
//!
//! The slots form a ring. Slot `first_slot` shows the first item of the window, the next slot shows
//! the next item, and slot 0 follows the last slot. See "Rows are recycled" in the parent module.

use core::ops::Range;

/// The pool grows by this many slots, so that a window that grows a little needs no new pool.
const GROWTH: usize = 32;

/// A ring of row slots and the window of the list that they show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPool {
    /// The index of the first item of the window.
    start: usize,
    /// The number of items in the window.
    len: usize,
    capacity: usize,
    /// The slot that shows the first item.
    first_slot: usize,
    /// The version of the row layout. Rows of different layouts share nothing.
    layout: u32,
    /// Which slots have a DOM row. A row without an item is spare: hidden, and kept for later.
    has_row: Vec<bool>,
}

/// Identifies one DOM row: rows with equal keys are the same row, shown with another item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlotKey {
    slot: usize,
    capacity: usize,
    layout: u32,
}

impl RowPool {
    /// The pool that shows `len` items from `start`, with as many rows of `previous` as possible.
    pub fn next(previous: Option<&Self>, start: usize, len: usize, layout: u32) -> Self {
        let capacity = previous.map_or(0, |previous| previous.capacity).max(len.next_multiple_of(GROWTH));
        let previous =
            previous.filter(|previous| capacity > 0 && previous.capacity == capacity && previous.layout == layout);
        let first_slot = previous.map_or(0, |previous| previous.rotated_first_slot(start, len));
        // When the ring rotates, rows outside the window are released: keeping them would move all
        // other rows in the DOM, because spare rows come last.
        let unrotated = previous.filter(|previous| previous.first_slot == first_slot);
        let mut has_row = unrotated.map_or_else(|| vec![false; capacity], |previous| previous.has_row.clone());
        for offset in 0..len {
            has_row[(first_slot + offset) % capacity] = true;
        }
        Self { start, len, capacity, first_slot, layout, has_row }
    }

    /// The slot of the first item once the window starts at `start` and has `len` items.
    ///
    /// A small scroll rotates the ring, so that items keep their rows. A jump by more than a third
    /// of the window rewrites the rows in place, because moving DOM nodes costs more than that.
    fn rotated_first_slot(&self, start: usize, len: usize) -> usize {
        if start.abs_diff(self.start) * 3 > len {
            return self.first_slot;
        }
        (self.first_slot + start + self.capacity - self.start % self.capacity) % self.capacity
    }

    /// The indexes of the items in the window.
    pub const fn window(&self) -> Range<usize> {
        self.start..self.start + self.len
    }

    /// The rows in DOM order: those with items in the order of the list, then the spare ones.
    pub fn rows(&self) -> impl Iterator<Item = SlotKey> + '_ {
        let slots = (0..self.capacity).map(|offset| (self.first_slot + offset) % self.capacity);
        slots.filter(|slot| self.has_row[*slot]).map(|slot| SlotKey {
            slot,
            capacity: self.capacity,
            layout: self.layout,
        })
    }

    /// The position within the window of the item that a row shows. None if the row is spare.
    pub fn offset_of(&self, key: SlotKey) -> Option<usize> {
        let offset = (key.slot + key.capacity).checked_sub(self.first_slot)? % key.capacity;
        (offset < self.len).then_some(offset)
    }

    /// The index in the list of the item that a row shows. None if the row is spare.
    pub fn index_of(&self, key: SlotKey) -> Option<usize> {
        self.offset_of(key).map(|offset| self.start + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Which slot shows each index of the window.
    fn slots_by_index(pool: &RowPool) -> HashMap<usize, usize> {
        pool.rows().filter_map(|key| Some((pool.index_of(key)?, key.slot))).collect()
    }

    fn spare_count(pool: &RowPool) -> usize {
        pool.rows().filter(|key| pool.index_of(*key).is_none()).count()
    }

    fn dom_order(pool: &RowPool) -> Vec<Option<usize>> {
        pool.rows().map(|key| pool.index_of(key)).collect()
    }

    #[test]
    fn a_new_pool_shows_the_window_in_order() {
        let pool = RowPool::next(None, 10, 24, 0);
        assert_eq!(pool.window(), 10..34);
        assert_eq!(dom_order(&pool), (10..34).map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_small_scroll_keeps_every_item_in_its_row() {
        let before = RowPool::next(None, 0, 24, 0);
        let after = RowPool::next(Some(&before), 3, 24, 0);
        let (old_slots, new_slots) = (slots_by_index(&before), slots_by_index(&after));
        for index in 3..24 {
            assert_eq!(old_slots[&index], new_slots[&index], "{index}");
        }
        // Rows 0, 1 and 2 are released, and slots 24, 25 and 26 get new ones.
        assert_eq!([new_slots[&24], new_slots[&25], new_slots[&26]], [24, 25, 26]);
        assert_eq!(spare_count(&after), 0);
        assert_eq!(dom_order(&after), (3..27).map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn the_ring_wraps_in_both_directions() {
        let mut pool = RowPool::next(None, 0, 24, 0);
        let starts = (0..=1_000).step_by(7).chain((0..=1_000).rev().step_by(8));
        for start in starts {
            let previous = pool.clone();
            pool = RowPool::next(Some(&pool), start, 24, 0);
            assert_eq!(dom_order(&pool), (start..start + 24).map(Some).collect::<Vec<_>>());
            if start.abs_diff(previous.start) <= 8 {
                let (old_slots, new_slots) = (slots_by_index(&previous), slots_by_index(&pool));
                assert!(new_slots.iter().all(|(index, slot)| old_slots.get(index).is_none_or(|old| old == slot)));
            }
        }
    }

    #[test]
    fn a_jump_rewrites_the_rows_in_place() {
        let before = RowPool::next(None, 0, 24, 0);
        let after = RowPool::next(Some(&before), 500, 24, 0);
        assert!(before.rows().eq(after.rows()));
        assert_eq!(after.window(), 500..524);
    }

    #[test]
    fn a_shorter_list_keeps_spare_rows_at_the_end() {
        let before = RowPool::next(None, 0, 24, 0);
        let shorter = RowPool::next(Some(&before), 0, 10, 0);
        assert!(before.rows().eq(shorter.rows()));
        assert_eq!(spare_count(&shorter), 14);
        let longer = RowPool::next(Some(&shorter), 0, 24, 0);
        assert_eq!(longer, before);
        let empty = RowPool::next(Some(&before), 0, 0, 0);
        assert_eq!(spare_count(&empty), 24);
    }

    #[test]
    fn a_larger_window_or_another_layout_starts_with_new_rows() {
        let before = RowPool::next(None, 0, 24, 0);
        let larger = RowPool::next(Some(&before), 0, 40, 0);
        assert!(before.rows().all(|key| larger.rows().all(|other| other != key)));
        let relaid = RowPool::next(Some(&before), 0, 24, 1);
        assert!(before.rows().all(|key| relaid.rows().all(|other| other != key)));
    }

    #[test]
    fn an_empty_pool_has_no_rows() {
        let pool = RowPool::next(None, 0, 0, 0);
        assert_eq!(pool.rows().count(), 0);
        assert_eq!(pool.window(), 0..0);
    }
}
