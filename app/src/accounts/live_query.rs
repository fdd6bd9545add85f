//! Who matches, kept right while the query changes and news come in.

use super::{Replica, Status};
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, sleep_ms, yield_to_browser};
use account_index::{Query, QueryCache, QueryExec, QueryResult, Sort, StepResult, Store};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long is waited at least between two answers to the same query because of news, in milliseconds, and how many times as long
/// as the last one took: news come with every page that is read, and typing comes first.
const MIN_REFRESH_INTERVAL_MS: f64 = 100.0;
const REFRESH_COST_FACTOR: f64 = 5.0;

/// How long is worked at a time for somebody who waits for the answer, in milliseconds: a frame in between takes longer than it brings.
const FOREGROUND_SLICE_MS: f64 = 2.0 * FRAME_BUDGET_MS;

/// How long typing must pause before the platform is asked too, while not all accounts are here; in milliseconds.
const TYPING_DEBOUNCE_MS: f64 = 150.0;

/// How long nobody may have asked for anything before that is worked on which they may ask for, how long at a time, and how long
/// the browser has for itself in between; in milliseconds.
const IDLE_AFTER_MS: f64 = 300.0;
const IDLE_SLICE_MS: f64 = 4.0;
const IDLE_GAP_MS: f64 = 12.0;

/// Of fewer accounts, every order is there at once.
const MIN_PREFETCH_ACCOUNTS: usize = 20_000;

/// Finds who matches, and keeps it right.
#[derive(Clone, Copy)]
pub struct LiveQuery {
    replica: Replica,
    wanted: Memo<(Query, Sort)>,
    found: RwSignal<Option<QueryResult>, LocalStorage>,
    memory: StoredValue<QueryCache, LocalStorage>,
    /// Counts the inquiries: an earlier one stops where it is.
    run: StoredValue<u64>,
    /// When the last answer was there, and how long it took, in milliseconds.
    last: StoredValue<(f64, f64)>,
    /// Whether somebody waits for nothing to be asked for.
    is_preparing: StoredValue<bool>,
}

impl LiveQuery {
    /// Finds those whom the memo wants, from now on.
    pub fn new(replica: Replica, wanted: Memo<(Query, Sort)>) -> Self {
        let finding = Self {
            replica,
            wanted,
            found: RwSignal::new_local(None),
            memory: StoredValue::new_local(QueryCache::default()),
            run: StoredValue::new(0),
            last: StoredValue::new((0.0, 0.0)),
            is_preparing: StoredValue::new(false),
        };
        Effect::new(move || {
            wanted.track();
            finding.begin(FOREGROUND_SLICE_MS);
            finding.ask_platform();
        });
        Effect::new(move |before: Option<u64>| {
            let news = replica.news.get();
            if before.is_some_and(|before| before != news) {
                finding.on_data_changed();
            }
            news
        });
        finding
    }

    /// From now on, works on orders that take long while nobody asks for anything, so that they are there when somebody does.
    pub fn prefetch_orders_when_idle(self) {
        Effect::new(move || {
            self.found.track();
            let is_due = self.replica.status.with_untracked(Status::is_complete)
                && self.replica.inner.with_value(|inner| inner.store.row_count() >= MIN_PREFETCH_ACCOUNTS)
                && self.is_preparing.try_update_value(|is_preparing| !core::mem::replace(is_preparing, true))
                    == Some(true);
            if is_due {
                spawn_local(self.prepare_now());
            }
        });
    }

    async fn prepare_now(self) {
        while let Some(run) = self.run.try_get_value() {
            sleep_ms(IDLE_AFTER_MS).await;
            while self.is_current(run) {
                let until = now_ms() + IDLE_SLICE_MS;
                let mut is_done = false;
                while !is_done && now_ms() < until {
                    let prepared = |memory: &mut QueryCache| {
                        self.replica.inner.try_with_value(|inner| memory.warm_up(&inner.store)).unwrap_or(true)
                    };
                    is_done = self.memory.try_update_value(prepared).unwrap_or(true);
                }
                if is_done {
                    self.is_preparing.try_set_value(false);
                    return;
                }
                sleep_ms(IDLE_GAP_MS).await;
            }
        }
    }

    /// Something of what was found last. Reactive.
    pub fn with<T>(self, of: impl FnOnce(Option<&QueryResult>) -> T) -> T {
        self.found.with(|found| of(found.as_ref()))
    }

    /// Something of the accounts that it finds among.
    pub fn with_store<T>(self, of: impl FnOnce(&Store) -> T) -> T {
        self.replica.inner.with_value(|inner| of(&inner.store))
    }

    fn next_run(self) -> Option<u64> {
        self.run.try_update_value(|run| {
            *run += 1;
            *run
        })
    }

    fn is_current(self, run: u64) -> bool {
        self.run.try_get_value() == Some(run)
    }

    /// There is news: answers again, soon.
    fn on_data_changed(self) {
        let Some((at, took)) = self.last.try_get_value() else { return };
        let wait = at + f64::max(MIN_REFRESH_INTERVAL_MS, took * REFRESH_COST_FACTOR) - now_ms();
        // Whoever sees nobody is not kept waiting.
        let is_empty = self.found.with_untracked(|found| found.as_ref().is_none_or(|found| found.rows.is_empty()));
        if wait <= 0.0 || is_empty {
            return self.begin(FRAME_BUDGET_MS);
        }
        let Some(run) = self.next_run() else { return };
        spawn_local(async move {
            sleep_ms(wait).await;
            if self.is_current(run) {
                self.begin(FRAME_BUDGET_MS);
            }
        });
    }

    fn ask_platform(self) {
        let text = self.wanted.with_untracked(|(query, _)| query.text.clone());
        if text.is_empty() {
            return;
        }
        spawn_local(async move {
            sleep_ms(TYPING_DEBOUNCE_MS).await;
            let is_wanted = self.wanted.try_with_untracked(|(query, _)| query.text == text);
            if is_wanted == Some(true) {
                self.replica.search(text).await;
            }
        });
    }

    /// Begins to answer. A short answer is there at once, within this turn; a longer one lets the browser draw in between.
    fn begin(self, slice: f64) {
        let Some(run) = self.next_run() else { return };
        let (query, sort) = self.wanted.get_untracked();
        let start = now_ms();
        let Some(inquiry) =
            self.replica.inner.try_with_value(|inner| QueryExec::new(&inner.store, query.clone(), sort))
        else {
            return;
        };
        let mut work = Work { finding: self, query, sort, inquiry };
        if !work.slice(slice) {
            spawn_local(async move {
                loop {
                    yield_to_browser().await;
                    if !self.is_current(run) || work.slice(slice) {
                        break;
                    }
                }
                self.last.try_set_value((now_ms(), now_ms() - start));
            });
        } else {
            self.last.set_value((now_ms(), now_ms() - start));
        }
    }
}

/// An answer being worked on.
struct Work {
    finding: LiveQuery,
    query: Query,
    sort: Sort,
    inquiry: QueryExec,
}

impl Work {
    /// Works for a while. Whether that was the end of it.
    fn slice(&mut self, lasts: f64) -> bool {
        let until = now_ms() + lasts;
        loop {
            let Self { finding, inquiry, .. } = self;
            let progress = finding.memory.try_update_value(|memory| finding.replica.step(inquiry, memory)).flatten();
            match progress {
                Some(StepResult::Pending) if now_ms() < until => {}
                Some(StepResult::Pending) => return false,
                Some(StepResult::Stale) => {
                    let anew = |inner: &super::Inner| QueryExec::new(&inner.store, self.query.clone(), self.sort);
                    match self.finding.replica.inner.try_with_value(anew) {
                        Some(inquiry) => self.inquiry = inquiry,
                        None => return true,
                    }
                }
                Some(StepResult::Done(answer)) => {
                    self.finding.found.try_set(Some(answer));
                    return true;
                }
                None => return true,
            }
        }
    }
}
