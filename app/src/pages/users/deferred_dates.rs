//! What rows tell that is not seen at once, written when nothing else is to be done: typing and scrolling come first.

use crate::browser::scheduler::sleep_ms;
use crate::components::{Timestamp, refresh_tooltip};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Text;

/// How long no row must have become another's, and how long the browser has for itself in between; in milliseconds.
const IDLE_AFTER_MS: f64 = 300.0;
const IDLE_GAP_MS: f64 = 12.0;

/// How many are written at a time.
const MAX_PER_SLICE: usize = 32;

/// When somebody was registered: in short, and a little later in full behind that.
pub struct DeferredDate {
    text: Text,
    /// What is still to be told in full.
    due: Cell<Option<Timestamp>>,
}

impl DeferredDate {
    /// To be told in a text.
    pub fn new(text: Text) -> Rc<Self> {
        Rc::new(Self { text, due: Cell::default() })
    }

    fn write(&self) {
        if let Some(moment) = self.due.take() {
            self.text.set_data(&format!("{}\n{}", moment.relative(), moment.full()));
        }
    }
}

/// Those of the rows of a table that are still to be told in full.
#[derive(Clone, Copy)]
pub struct DeferredDates {
    due: StoredValue<Vec<Rc<DeferredDate>>, LocalStorage>,
    /// Counts what was told: whether something was since.
    told: StoredValue<u64>,
    /// Whether somebody waits to write them.
    is_writing: StoredValue<bool>,
}

impl DeferredDates {
    /// Of none.
    pub fn new() -> Self {
        Self { due: StoredValue::new_local(Vec::new()), told: StoredValue::new(0), is_writing: StoredValue::new(false) }
    }

    /// Tells it in short now, and in full when nothing else is to be done. Where there is no moment, it is some other text.
    pub fn tell(self, late: &Rc<DeferredDate>, moment: Option<Timestamp>, without: &str) {
        match moment {
            Some(moment) => late.text.set_data(&moment.relative()),
            None => late.text.set_data(without),
        }
        self.told.update_value(|told| *told += 1);
        if late.due.replace(moment).is_some() || moment.is_none() {
            return;
        }
        self.due.update_value(|due| due.push(Rc::clone(late)));
        if self.is_writing.try_update_value(|is_writing| core::mem::replace(is_writing, true)) == Some(false) {
            spawn_local(self.write());
        }
    }

    async fn write(self) {
        let mut wait = IDLE_AFTER_MS;
        while let Some(told) = self.told.try_get_value() {
            sleep_ms(wait).await;
            if self.told.try_get_value() != Some(told) {
                wait = IDLE_AFTER_MS;
                continue;
            }
            let next = |due: &mut Vec<Rc<DeferredDate>>| due.split_off(due.len().saturating_sub(MAX_PER_SLICE));
            let Some(next) = self.due.try_update_value(next).filter(|next| !next.is_empty()) else {
                break;
            };
            next.iter().for_each(|late| late.write());
            // The pointer may rest where there was nothing to tell.
            refresh_tooltip();
            wait = IDLE_GAP_MS;
        }
        self.is_writing.try_set_value(false);
    }
}
