//! A live copy of the newest journal entries, kept current by long polling: the mock answers when
//! its journal has changed, and the next request follows.

use crate::browser::scheduler::sleep_ms;
use crate::dev_panel::control::ControlError;
use crate::dev_panel::control::journal::{self, Entry, EntryOutcome, JournalPage};
use crate::dev_panel::panel::Panel;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, AbortSignal};

/// The maximum number of entries kept here. New entries replace the oldest.
const MAX_ENTRIES: usize = 200;

/// The minimum time between a response and the next request, however busy the mock is.
const MIN_POLL_INTERVAL_MS: f64 = 250.0;

/// The delay before a retry after a failed request.
const RETRY_DELAY_MS: f64 = 2_000.0;

/// A row of the journal. The entry is a signal so that the end of a pending request redraws only
/// its own row.
#[derive(Clone)]
pub struct JournalRow {
    /// The sequence number of the entry, which identifies the row.
    pub sequence: u64,
    /// The entry as last received.
    pub entry: ArcRwSignal<Entry>,
}

/// The newest entries of the world's journal, updated while the panel is open. Pauses while the
/// browser tab is hidden.
#[derive(Clone, Copy)]
pub struct JournalFeed {
    /// The rows, newest first.
    pub rows: RwSignal<Vec<JournalRow>>,
    /// The world that the rows belong to.
    world: StoredValue<String>,
    /// Identifies the current polling loop. Responses to earlier loops are dropped.
    generation: StoredValue<u64>,
}

impl JournalFeed {
    /// Starts polling the journal of the panel's world.
    pub fn start(panel: Panel) -> Self {
        let feed = Self {
            rows: RwSignal::new(Vec::new()),
            world: StoredValue::new(String::new()),
            generation: StoredValue::new(0),
        };
        let is_visible = RwSignal::new(!document().hidden());
        let listener = window_event_listener(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
            is_visible.set(!document().hidden());
        });
        on_cleanup(move || listener.remove());
        Effect::new(move |previous_run: Option<()>| {
            panel.track_resets();
            if previous_run.is_some() {
                feed.clear();
            }
        });
        Effect::new(move || {
            let world = panel.world.get();
            if is_visible.get() {
                feed.start_polling(world, panel);
            }
        });
        feed
    }

    /// Removes all rows. Does not clear the mock's journal.
    pub fn clear(self) {
        self.rows.set(Vec::new());
    }

    /// Starts a polling loop that ends when the owner of the current effect is cleaned up.
    fn start_polling(self, world: String, panel: Panel) {
        if self.world.with_value(|current| *current != world) {
            self.world.set_value(world.clone());
            self.clear();
        }
        let generation = self.generation.get_value() + 1;
        self.generation.set_value(generation);
        // Without an `AbortController`, the pending request ends by itself and is ignored.
        let abort = AbortController::new().ok();
        let signal = abort.as_ref().map(AbortController::signal);
        let abort = StoredValue::new_local(abort);
        on_cleanup(move || {
            self.generation.try_update_value(|generation| *generation += 1);
            abort.with_value(|abort| {
                if let Some(abort) = abort {
                    abort.abort();
                }
            });
        });
        spawn_local(self.poll_loop(generation, world, panel, signal));
    }

    async fn poll_loop(self, generation: u64, world: String, panel: Panel, abort: Option<AbortSignal>) {
        let mut revision = None;
        while self.is_current(generation) {
            let response = self.poll(&world, revision, abort.as_ref()).await;
            if !self.is_current(generation) {
                return;
            }
            match response {
                Ok(page) => {
                    if revision.is_some_and(|revision| revision != page.revision) {
                        panel.notify_world_changed();
                    }
                    revision = Some(page.revision);
                    self.merge(page.entries);
                    sleep_ms(MIN_POLL_INTERVAL_MS).await;
                }
                Err(_) => {
                    // If the error lasts, loading the list of worlds fails too and shows why.
                    panel.reload_worlds();
                    revision = None;
                    sleep_ms(RETRY_DELAY_MS).await;
                }
            }
        }
    }

    /// Fetches new entries. With a `revision`, waits until the journal has moved past it.
    async fn poll(
        self,
        world: &str,
        revision: Option<u64>,
        abort: Option<&AbortSignal>,
    ) -> Result<JournalPage, ControlError> {
        let since = self.since();
        match revision {
            Some(revision) => journal::wait_for_change(world, since, revision, abort).await,
            None => journal::read(world, since, abort).await,
        }
    }

    /// Returns the sequence number after which entries are fetched: the last known one, or the one
    /// before the oldest pending request, because that entry will still change.
    fn since(self) -> u64 {
        self.rows.with_untracked(|rows| {
            let is_pending =
                |row: &&JournalRow| row.entry.with_untracked(|entry| entry.outcome == EntryOutcome::Pending);
            let before_pending = rows.iter().rev().find(is_pending).map(|row| row.sequence - 1);
            before_pending.or_else(|| rows.first().map(|row| row.sequence)).unwrap_or(0)
        })
    }

    fn is_current(self, generation: u64) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    /// Adds new entries and updates known ones. `entries` are ordered oldest first.
    fn merge(self, entries: Vec<Entry>) {
        let mut new_rows = Vec::new();
        self.rows.with_untracked(|rows| {
            for entry in entries {
                match rows.iter().find(|row| row.sequence == entry.sequence) {
                    Some(row) if row.entry.with_untracked(|known| *known == entry) => {}
                    Some(row) => row.entry.set(entry),
                    None => new_rows.push(JournalRow { sequence: entry.sequence, entry: ArcRwSignal::new(entry) }),
                }
            }
        });
        if !new_rows.is_empty() {
            self.rows.update(|rows| {
                for row in new_rows {
                    rows.insert(0, row);
                }
                rows.truncate(MAX_ENTRIES);
            });
        }
    }
}
