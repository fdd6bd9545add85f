//! Who matches, kept right while the query changes and news come in.

use super::{Replica, Status};
use crate::clock::{SLICE, now, pause, turn};
use directory::{Answer, Inquiry, Memory, Progress, Query, Sort, Store};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long is waited at least between two answers to the same query because of news, in milliseconds, and how many times as long
/// as the last one took: news come with every page that is read, and typing comes first.
const BETWEEN: f64 = 100.0;
const TIMES: f64 = 5.0;

/// How long is worked at a time for somebody who waits for the answer, in milliseconds: a frame in between takes longer than it brings.
const IN_A_HURRY: f64 = 2.0 * SLICE;

/// How long typing must pause before the platform is asked too, while not all accounts are here; in milliseconds.
const TYPING: f64 = 150.0;

/// How long nobody may have asked for anything before that is worked on which they may ask for, how long at a time, and how long
/// the browser has for itself in between; in milliseconds.
const QUIET: f64 = 300.0;
const AT_A_TIME: f64 = 4.0;
const REST: f64 = 12.0;

/// Of fewer accounts, every order is there at once.
const MANY: usize = 20_000;

/// Finds who matches, and keeps it right.
#[derive(Clone, Copy)]
pub struct Finding {
    replica: Replica,
    wanted: Memo<(Query, Sort)>,
    found: RwSignal<Option<Answer>, LocalStorage>,
    memory: StoredValue<Memory, LocalStorage>,
    /// Counts the inquiries: an earlier one stops where it is.
    run: StoredValue<u64>,
    /// When the last answer was there, and how long it took, in milliseconds.
    last: StoredValue<(f64, f64)>,
    /// Whether somebody waits for nothing to be asked for.
    is_preparing: StoredValue<bool>,
}

impl Finding {
    /// Finds those whom the memo wants, from now on.
    pub fn new(replica: Replica, wanted: Memo<(Query, Sort)>) -> Self {
        let finding = Self {
            replica,
            wanted,
            found: RwSignal::new_local(None),
            memory: StoredValue::new_local(Memory::default()),
            run: StoredValue::new(0),
            last: StoredValue::new((0.0, 0.0)),
            is_preparing: StoredValue::new(false),
        };
        Effect::new(move || {
            wanted.track();
            finding.begin(IN_A_HURRY);
            finding.ask_platform();
        });
        Effect::new(move |before: Option<u64>| {
            let news = replica.news.get();
            if before.is_some_and(|before| before != news) {
                finding.hear();
            }
            news
        });
        finding
    }

    /// From now on, works on orders that take long while nobody asks for anything, so that they are there when somebody does.
    pub fn prepare(self) {
        Effect::new(move || {
            self.found.track();
            let is_due = self.replica.status.with_untracked(Status::is_whole)
                && self.replica.inner.with_value(|inner| inner.store.rows() >= MANY)
                && self.is_preparing.try_update_value(|is_preparing| !core::mem::replace(is_preparing, true))
                    == Some(true);
            if is_due {
                spawn_local(self.prepare_now());
            }
        });
    }

    async fn prepare_now(self) {
        while let Some(run) = self.run.try_get_value() {
            pause(QUIET).await;
            while self.is_current(run) {
                let until = now() + AT_A_TIME;
                let mut is_done = false;
                while !is_done && now() < until {
                    let prepared = |memory: &mut Memory| {
                        self.replica.inner.try_with_value(|inner| memory.prepare(&inner.store)).unwrap_or(true)
                    };
                    is_done = self.memory.try_update_value(prepared).unwrap_or(true);
                }
                if is_done {
                    self.is_preparing.try_set_value(false);
                    return;
                }
                pause(REST).await;
            }
        }
    }

    /// Something of what was found last. Reactive.
    pub fn with<T>(self, of: impl FnOnce(Option<&Answer>) -> T) -> T {
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
    fn hear(self) {
        let Some((at, took)) = self.last.try_get_value() else { return };
        let wait = at + f64::max(BETWEEN, took * TIMES) - now();
        // Whoever sees nobody is not kept waiting.
        let is_empty = self.found.with_untracked(|found| found.as_ref().is_none_or(|found| found.rows.is_empty()));
        if wait <= 0.0 || is_empty {
            return self.begin(SLICE);
        }
        let Some(run) = self.next_run() else { return };
        spawn_local(async move {
            pause(wait).await;
            if self.is_current(run) {
                self.begin(SLICE);
            }
        });
    }

    fn ask_platform(self) {
        let text = self.wanted.with_untracked(|(query, _)| query.text.clone());
        if text.is_empty() {
            return;
        }
        spawn_local(async move {
            pause(TYPING).await;
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
        let start = now();
        let Some(inquiry) = self.replica.inner.try_with_value(|inner| Inquiry::new(&inner.store, query.clone(), sort))
        else {
            return;
        };
        let mut work = Work { finding: self, query, sort, inquiry };
        if !work.slice(slice) {
            spawn_local(async move {
                loop {
                    turn().await;
                    if !self.is_current(run) || work.slice(slice) {
                        break;
                    }
                }
                self.last.try_set_value((now(), now() - start));
            });
        } else {
            self.last.set_value((now(), now() - start));
        }
    }
}

/// An answer being worked on.
struct Work {
    finding: Finding,
    query: Query,
    sort: Sort,
    inquiry: Inquiry,
}

impl Work {
    /// Works for a while. Whether that was the end of it.
    fn slice(&mut self, lasts: f64) -> bool {
        let until = now() + lasts;
        loop {
            let Self { finding, inquiry, .. } = self;
            let progress = finding.memory.try_update_value(|memory| finding.replica.step(inquiry, memory)).flatten();
            match progress {
                Some(Progress::More) if now() < until => {}
                Some(Progress::More) => return false,
                Some(Progress::Overtaken) => {
                    let anew = |inner: &super::Inner| Inquiry::new(&inner.store, self.query.clone(), self.sort);
                    match self.finding.replica.inner.try_with_value(anew) {
                        Some(inquiry) => self.inquiry = inquiry,
                        None => return true,
                    }
                }
                Some(Progress::Done(answer)) => {
                    self.finding.found.try_set(Some(answer));
                    return true;
                }
                None => return true,
            }
        }
    }
}
