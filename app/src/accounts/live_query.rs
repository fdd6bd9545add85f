//! A live query: its result stays current while the query and the accounts change.

use super::replica::Inner;
use super::{Replica, Status};
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, sleep_ms, yield_to_browser};
use account_index::{Query, QueryCache, QueryExec, QueryResult, Sort, StepResult, Store};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Minimum time between two runs of an unchanged query. Accounts change with every page that is
/// loaded, and typing has priority.
const MIN_REFRESH_INTERVAL_MS: f64 = 100.0;

/// Minimum time between two runs of an unchanged query, as a multiple of the duration of the last
/// run.
const REFRESH_COST_FACTOR: f64 = 5.0;

/// Time slice while the user waits for a result: longer than a frame, because yielding more often
/// costs more than it gains.
const FOREGROUND_SLICE_MS: f64 = 2.0 * FRAME_BUDGET_MS;

/// How long typing must pause before the platform is searched too, while not all accounts are
/// loaded.
const TYPING_DEBOUNCE_MS: f64 = 150.0;

/// Idle prefetch starts after this time without a query.
const IDLE_AFTER_MS: f64 = 300.0;

/// Time slice of idle prefetch.
const IDLE_SLICE_MS: f64 = 4.0;

/// Pause between two slices of idle prefetch.
const IDLE_GAP_MS: f64 = 12.0;

/// Below this many accounts sorting is instant, so nothing is prefetched.
const MIN_PREFETCH_ACCOUNTS: usize = 20_000;

/// A query with a current result.
#[derive(Clone, Copy)]
pub struct LiveQuery {
    replica: Replica,
    query: Memo<(Query, Sort)>,
    result: RwSignal<Option<QueryResult>, LocalStorage>,
    cache: StoredValue<QueryCache, LocalStorage>,
    /// Incremented by every run. An earlier run stops when it notices.
    generation: StoredValue<u64>,
    last_run: StoredValue<LastRun>,
    /// Whether idle prefetch is scheduled.
    is_prefetching: StoredValue<bool>,
}

#[derive(Clone, Copy, Default)]
struct LastRun {
    ended_at_ms: f64,
    duration_ms: f64,
}

impl LiveQuery {
    /// Runs the query now and whenever it or the accounts change.
    pub fn new(replica: Replica, query: Memo<(Query, Sort)>) -> Self {
        let live_query = Self {
            replica,
            query,
            result: RwSignal::new_local(None),
            cache: StoredValue::new_local(QueryCache::default()),
            generation: StoredValue::new(0),
            last_run: StoredValue::new(LastRun::default()),
            is_prefetching: StoredValue::new(false),
        };
        Effect::new(move || {
            query.track();
            live_query.run(FOREGROUND_SLICE_MS);
            live_query.search_platform();
        });
        Effect::new(move |previous: Option<u64>| {
            let revision = replica.revision.get();
            if previous.is_some_and(|previous| previous != revision) {
                live_query.on_data_changed();
            }
            revision
        });
        live_query
    }

    /// From now on, computes expensive sort orders while the user is idle, so that they are ready
    /// when needed.
    pub fn prefetch_orders_when_idle(self) {
        Effect::new(move || {
            self.result.track();
            let is_due = self.replica.status.with_untracked(Status::is_complete)
                && self.replica.inner.with_value(|inner| inner.store.row_count() >= MIN_PREFETCH_ACCOUNTS)
                && self.is_prefetching.try_update_value(|is_prefetching| !core::mem::replace(is_prefetching, true))
                    == Some(true);
            if is_due {
                spawn_local(self.prefetch());
            }
        });
    }

    async fn prefetch(self) {
        while let Some(generation) = self.generation.try_get_value() {
            sleep_ms(IDLE_AFTER_MS).await;
            while self.is_current(generation) {
                let slice_end_ms = now_ms() + IDLE_SLICE_MS;
                let mut is_done = false;
                while !is_done && now_ms() < slice_end_ms {
                    let step = |cache: &mut QueryCache| {
                        self.replica.inner.try_with_value(|inner| cache.warm_up(&inner.store)).unwrap_or(true)
                    };
                    is_done = self.cache.try_update_value(step).unwrap_or(true);
                }
                if is_done {
                    self.is_prefetching.try_set_value(false);
                    return;
                }
                sleep_ms(IDLE_GAP_MS).await;
            }
        }
    }

    /// Reads from the latest result. Reactive.
    pub fn with<T>(self, read: impl FnOnce(Option<&QueryResult>) -> T) -> T {
        self.result.with(|result| read(result.as_ref()))
    }

    /// Reads from the accounts that are searched.
    pub fn with_store<T>(self, read: impl FnOnce(&Store) -> T) -> T {
        self.replica.inner.with_value(|inner| read(&inner.store))
    }

    fn next_generation(self) -> Option<u64> {
        self.generation.try_update_value(|generation| {
            *generation += 1;
            *generation
        })
    }

    fn is_current(self, generation: u64) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    /// Accounts have changed: runs the query again, soon.
    fn on_data_changed(self) {
        let Some(LastRun { ended_at_ms, duration_ms }) = self.last_run.try_get_value() else { return };
        let wait_ms = ended_at_ms + f64::max(MIN_REFRESH_INTERVAL_MS, duration_ms * REFRESH_COST_FACTOR) - now_ms();
        // An empty list is updated at once.
        let is_empty = self.result.with_untracked(|result| result.as_ref().is_none_or(|result| result.rows.is_empty()));
        if wait_ms <= 0.0 || is_empty {
            return self.run(FRAME_BUDGET_MS);
        }
        let Some(generation) = self.next_generation() else { return };
        spawn_local(async move {
            sleep_ms(wait_ms).await;
            if self.is_current(generation) {
                self.run(FRAME_BUDGET_MS);
            }
        });
    }

    fn search_platform(self) {
        let text = self.query.with_untracked(|(query, _)| query.text.clone());
        if text.is_empty() {
            return;
        }
        spawn_local(async move {
            sleep_ms(TYPING_DEBOUNCE_MS).await;
            let is_unchanged = self.query.try_with_untracked(|(query, _)| query.text == text);
            if is_unchanged == Some(true) {
                self.replica.search(text).await;
            }
        });
    }

    /// Runs the query. A fast query has its result when this returns; a slow one yields to the
    /// browser after every slice.
    fn run(self, slice_ms: f64) {
        let Some(generation) = self.next_generation() else { return };
        let (query, sort) = self.query.get_untracked();
        let start_ms = now_ms();
        let Some(exec) = self.replica.inner.try_with_value(|inner| QueryExec::new(&inner.store, query.clone(), sort))
        else {
            return;
        };
        let mut run = Run { live_query: self, query, sort, exec };
        if run.slice(slice_ms) {
            self.last_run.set_value(LastRun { ended_at_ms: now_ms(), duration_ms: now_ms() - start_ms });
            return;
        }
        spawn_local(async move {
            loop {
                yield_to_browser().await;
                if !self.is_current(generation) || run.slice(slice_ms) {
                    break;
                }
            }
            self.last_run.try_set_value(LastRun { ended_at_ms: now_ms(), duration_ms: now_ms() - start_ms });
        });
    }
}

/// A query in progress.
struct Run {
    live_query: LiveQuery,
    query: Query,
    sort: Sort,
    exec: QueryExec,
}

impl Run {
    /// Works for one time slice. Returns whether the run has ended.
    fn slice(&mut self, duration_ms: f64) -> bool {
        let end_ms = now_ms() + duration_ms;
        loop {
            let Self { live_query, exec, .. } = self;
            let step = live_query.cache.try_update_value(|cache| live_query.replica.step(exec, cache)).flatten();
            match step {
                Some(StepResult::Pending) if now_ms() < end_ms => {}
                Some(StepResult::Pending) => return false,
                Some(StepResult::Stale) => {
                    let restart = |inner: &Inner| QueryExec::new(&inner.store, self.query.clone(), self.sort);
                    match self.live_query.replica.inner.try_with_value(restart) {
                        Some(exec) => self.exec = exec,
                        None => return true,
                    }
                }
                Some(StepResult::Done(result)) => {
                    self.live_query.result.try_set(Some(result));
                    return true;
                }
                None => return true,
            }
        }
    }
}
