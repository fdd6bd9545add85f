//! Fills the off-screen dates of rows while the page is idle, so that typing and scrolling do not
//! wait for them.

use crate::browser::scheduler::sleep_ms;
use crate::components::{Timestamp, keep_only_child, refresh_tooltip};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Element, Text};

/// Writing starts when no row has changed for this long.
const IDLE_AFTER_MS: f64 = 300.0;

/// The pause between two batches, which leaves the browser time for input and rendering.
const IDLE_GAP_MS: f64 = 12.0;

/// Maximum number of dates in a batch.
const MAX_PER_BATCH: usize = 32;

/// A text node that shows a date: in short at once, followed by the full form when idle.
pub struct DeferredDate {
    element: Element,
    text: Text,
    /// The date whose full form has not been written yet.
    pending: Cell<Option<Timestamp>>,
    queue: DeferredDates,
}

impl DeferredDate {
    /// A date in the only child of an element, a text node, whose full form is written by `queue`.
    pub fn new(element: Element, text: Text, queue: DeferredDates) -> Rc<Self> {
        Rc::new(Self { element, text, pending: Cell::default(), queue })
    }

    /// Writes the short form and schedules the full form. Without a date, writes `placeholder`.
    pub fn write(self: &Rc<Self>, date: Option<Timestamp>, placeholder: &str) {
        keep_only_child(&self.element, &self.text);
        match date {
            Some(date) => self.text.set_data(&date.relative()),
            None => self.text.set_data(placeholder),
        }
        let was_pending = self.pending.replace(date).is_some();
        self.queue.note_change();
        if date.is_some() && !was_pending {
            self.queue.push(Rc::clone(self));
        }
    }

    fn write_in_full(&self) {
        if let Some(date) = self.pending.take() {
            self.text.set_data(&format!("{}\n{}", date.relative(), date.full()));
        }
    }
}

/// The queue of a table: the dates whose full form is to be written.
#[derive(Clone, Copy)]
pub struct DeferredDates {
    pending: StoredValue<Vec<Rc<DeferredDate>>, LocalStorage>,
    /// Counts the changes of dates, to detect whether the page is idle.
    changes: StoredValue<u64>,
    /// Whether the task that writes them is running.
    is_running: StoredValue<bool>,
}

impl DeferredDates {
    /// An empty queue. Belongs to the current reactive owner; the task ends with it.
    pub fn new() -> Self {
        Self {
            pending: StoredValue::new_local(Vec::new()),
            changes: StoredValue::new(0),
            is_running: StoredValue::new(false),
        }
    }

    fn note_change(self) {
        self.changes.update_value(|changes| *changes += 1);
    }

    fn push(self, date: Rc<DeferredDate>) {
        self.pending.update_value(|pending| pending.push(date));
        if self.is_running.try_update_value(|is_running| core::mem::replace(is_running, true)) == Some(false) {
            spawn_local(self.run());
        }
    }

    async fn run(self) {
        let mut delay_ms = IDLE_AFTER_MS;
        while let Some(changes) = self.changes.try_get_value() {
            sleep_ms(delay_ms).await;
            if self.changes.try_get_value() != Some(changes) {
                delay_ms = IDLE_AFTER_MS;
                continue;
            }
            let take =
                |pending: &mut Vec<Rc<DeferredDate>>| pending.split_off(pending.len().saturating_sub(MAX_PER_BATCH));
            let Some(batch) = self.pending.try_update_value(take).filter(|batch| !batch.is_empty()) else {
                break;
            };
            batch.iter().for_each(|date| date.write_in_full());
            // The pointer may rest on a date whose tooltip had nothing to show before.
            refresh_tooltip();
            delay_ms = IDLE_GAP_MS;
        }
        self.is_running.try_set_value(false);
    }
}
