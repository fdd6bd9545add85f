//! Following the journal: the mock answers when something has happened, and is then asked again.

use crate::dev_panel::control::ControlError;
use crate::dev_panel::control::journal::{self, Entry, EntryOutcome, JournalPage};
use crate::dev_panel::panel::Panel;
use js_sys::Promise;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

/// The most entries that are kept here. Older ones make room.
const MAX_ENTRIES: usize = 200;

/// The least time from one answer to the next question, however much happens.
const PAUSE: Duration = Duration::from_millis(250);

/// How long to wait after a question that was not answered.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

/// An entry. Its data is a signal, so that one under way is redrawn alone when it ends.
#[derive(Clone)]
pub struct Row {
    /// Its number.
    pub number: u64,
    /// The data, as last seen.
    pub entry: ArcRwSignal<Entry>,
}

/// The latest entries of the world's journal, for as long as the panel is open. While nobody looks at the tab it stands still.
#[derive(Clone, Copy)]
pub struct Journal {
    /// The newest first.
    pub rows: RwSignal<Vec<Row>>,
    /// Which world they are of.
    of: StoredValue<String>,
    /// Counts the runs: an answer to an earlier one is thrown away.
    run: StoredValue<u64>,
}

impl Journal {
    /// Begins to follow the journal of the panel's world.
    pub fn follow(panel: Panel) -> Self {
        let journal =
            Self { rows: RwSignal::new(Vec::new()), of: StoredValue::new(String::new()), run: StoredValue::new(0) };
        let is_visible = RwSignal::new(!document().hidden());
        let listener = window_event_listener(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| {
            is_visible.set(!document().hidden());
        });
        on_cleanup(move || listener.remove());
        Effect::new(move |before: Option<()>| {
            panel.track_beginnings();
            if before.is_some() {
                journal.forget();
            }
        });
        Effect::new(move || {
            let world = panel.world.get();
            if is_visible.get() {
                journal.begin(world, panel);
            }
        });
        journal
    }

    /// Forgets all entries, as the mock has.
    pub fn forget(self) {
        self.rows.set(Vec::new());
    }

    fn begin(self, world: String, panel: Panel) {
        if self.of.with_value(|of| *of != world) {
            self.of.set_value(world.clone());
            self.forget();
        }
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        // Without one, the browser waits for an answer that is thrown away.
        let abort = AbortController::new().ok();
        let signal = abort.as_ref().map(AbortController::signal);
        let abort = StoredValue::new_local(abort);
        on_cleanup(move || {
            self.run.try_update_value(|run| *run += 1);
            abort.with_value(|abort| {
                if let Some(abort) = abort {
                    abort.abort();
                }
            });
        });
        spawn_local(self.go_on(run, world, panel, signal));
    }

    async fn go_on(self, run: u64, world: String, panel: Panel, abort: Option<AbortSignal>) {
        let mut changes = None;
        while self.is_current(run) {
            let outcome = self.ask(&world, changes, abort.as_ref()).await;
            if !self.is_current(run) {
                return;
            }
            match outcome {
                Ok(found) => {
                    if changes.is_some_and(|changes| changes != found.revision) {
                        panel.world_changed();
                    }
                    changes = Some(found.revision);
                    self.take(found.entries);
                    pause(PAUSE).await;
                }
                Err(_) => {
                    // Which tells what is wrong, if it lasts.
                    panel.look_for_worlds();
                    changes = None;
                    pause(AFTER_TROUBLE).await;
                }
            }
        }
    }

    async fn ask(
        self,
        world: &str,
        changes: Option<u64>,
        abort: Option<&AbortSignal>,
    ) -> Result<JournalPage, ControlError> {
        let since = self.since();
        match changes {
            Some(changes) => journal::follow(world, since, changes, abort).await,
            None => journal::read(world, since, abort).await,
        }
    }

    /// The number after which entries are news: those under way are, when they end.
    fn since(self) -> u64 {
        self.rows.with_untracked(|rows| {
            let is_under_way = |row: &&Row| row.entry.with_untracked(|entry| entry.outcome == EntryOutcome::Pending);
            let oldest = rows.iter().rev().find(is_under_way).map(|row| row.number - 1);
            oldest.or_else(|| rows.first().map(|row| row.number)).unwrap_or(0)
        })
    }

    fn is_current(self, run: u64) -> bool {
        self.run.try_get_value() == Some(run)
    }

    /// Takes in entries, the oldest first: new ones, and what is new of those that are here.
    fn take(self, entries: Vec<Entry>) {
        let mut news = Vec::new();
        self.rows.with_untracked(|rows| {
            for entry in entries {
                match rows.iter().find(|row| row.number == entry.sequence) {
                    Some(row) if row.entry.with_untracked(|known| *known == entry) => {}
                    Some(row) => row.entry.set(entry),
                    None => news.push(Row { number: entry.sequence, entry: ArcRwSignal::new(entry) }),
                }
            }
        });
        if !news.is_empty() {
            self.rows.update(|rows| {
                for row in news {
                    rows.insert(0, row);
                }
                rows.truncate(MAX_ENTRIES);
            });
        }
    }
}

/// Waits.
async fn pause(time: Duration) {
    let timer = Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // A resolving function throws nothing.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            time,
        );
    });
    // It is never rejected.
    let _ = JsFuture::from(timer).await;
}
