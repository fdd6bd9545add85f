//! A job: work on many accounts that goes on while the person does other things.

use super::cancel::Cancellation;
use super::executor::{BatchResult, JobExecutor};
use super::queue::{Counts, ItemStatus, Phase, WorkQueue};
use super::{JobItem, JobKind, Jobs, SkippedItem};
use crate::api::ApiError;
use crate::browser::scheduler::{now_ms, sleep_ms};
use account_api::{Secret, UserType};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often in a row the platform may say that it is asked too often before accounts fail for that. Requests that were out at once
/// are refused once.
const MAX_RATE_LIMITED_IN_A_ROW: u32 = 8;

/// A job. Lives as long as the session that began it.
#[derive(Clone, Copy)]
pub struct Job {
    /// Tells it from the others.
    pub id: u64,
    /// What is done to each.
    pub kind: JobKind,
    /// What kind of accounts they are, where they are of one.
    pub user_type: Option<UserType>,
    inner: StoredValue<Inner, LocalStorage>,
    /// Goes on with every answer.
    news: RwSignal<u64>,
    asking: JobExecutor,
}

struct Inner {
    items: Vec<JobItem>,
    left_out: Vec<SkippedItem>,
    work: WorkQueue,
    /// How many are asking.
    workers: usize,
    /// Not before this is anything sent, by [`now`]: the platform wants to be left alone.
    hold: f64,
    refusals: u32,
    /// When the last of them came, by [`now`].
    refused: f64,
}

impl Inner {
    /// The platform did not take what was sent at `sent`. What becomes of that.
    fn on_rate_limited(&mut self, sent: f64, error: &ApiError) -> ItemStatus {
        self.hold = self.hold.max(now_ms() + error.backoff_ms());
        if sent >= self.refused {
            self.refusals += 1;
            self.refused = now_ms();
        }
        if self.refusals > MAX_RATE_LIMITED_IN_A_ROW {
            ItemStatus::Failed(error.to_string().into())
        } else {
            ItemStatus::Waiting
        }
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Job {
    pub(super) fn new(
        jobs: Jobs,
        number: u64,
        task: JobKind,
        kind: Option<UserType>,
        mut items: Vec<JobItem>,
        left_out: Vec<SkippedItem>,
    ) -> Self {
        let Jobs { session, replicas, .. } = jobs;
        // Who does it to themself too may be signed out by it.
        items.sort_by_key(|item| session.is_current_user(&item.name));
        let is_oneself_in = items.last().is_some_and(|item| session.is_current_user(&item.name));
        let work = WorkQueue::new(items.len());
        let work = if is_oneself_in { work.with_final_item_serialized() } else { work };
        Self {
            id: number,
            kind: task,
            user_type: kind,
            inner: StoredValue::new_local(Inner {
                items,
                left_out,
                work,
                workers: 0,
                hold: 0.0,
                refusals: 0,
                refused: 0.0,
            }),
            news: RwSignal::new(0),
            asking: JobExecutor { session, replicas, giving_up: Cancellation::new() },
        }
    }

    /// Asks for what waits, as long as something does.
    pub(super) fn start_workers(self) {
        let begins = self.inner.try_update_value(|inner| {
            let more = self.kind.max_concurrency().saturating_sub(inner.workers);
            inner.workers += more;
            more
        });
        for _ in 0..begins.unwrap_or_default() {
            spawn_local(self.work());
        }
        self.notify();
    }

    async fn work(self) {
        loop {
            while let Some(wait) = self.backoff_remaining() {
                sleep_ms(wait).await;
            }
            let Some((places, batch)) = self.take() else { break };
            let sent = now_ms();
            match self.asking.ask(self.kind, batch).await {
                BatchResult::Fates(fates) => {
                    self.inner.try_update_value(|inner| {
                        inner.refusals = 0;
                        places.iter().zip(fates).for_each(|(at, fate)| inner.work.set_result(*at, fate));
                    });
                }
                BatchResult::Busy(error) => {
                    self.inner.try_update_value(|inner| {
                        let fate = inner.on_rate_limited(sent, &error);
                        places.iter().for_each(|at| inner.work.set_result(*at, fate.clone()));
                    });
                }
            }
            self.notify();
        }
        self.inner.try_update_value(|inner| inner.workers -= 1);
        self.notify();
    }

    /// How long it is still to wait before anything is sent.
    fn backoff_remaining(self) -> Option<f64> {
        let wait = self.inner.try_with_value(|inner| inner.hold)? - now_ms();
        (wait > 0.0).then_some(wait)
    }

    fn take(self) -> Option<(Vec<usize>, Vec<JobItem>)> {
        let taken = self.inner.try_update_value(|inner| {
            let places = inner.work.take(self.kind.batch_size());
            let items = places.iter().map(|at| inner.items[*at].clone()).collect();
            (places, items)
        })?;
        self.notify();
        (!taken.0.is_empty()).then_some(taken)
    }

    fn notify(self) {
        self.news.try_update(|news| *news += 1);
    }

    /// Something of its work. Reactive.
    pub fn with<T>(self, of: impl FnOnce(&WorkQueue) -> T) -> T {
        self.news.track();
        self.inner.with_value(|inner| of(&inner.work))
    }

    /// What it is doing. Reactive.
    pub fn phase(self) -> Phase {
        self.with(WorkQueue::phase)
    }

    /// How far it is. Reactive.
    pub fn counts(self) -> Counts {
        self.with(WorkQueue::counts)
    }

    /// The name of an account.
    pub fn name_at(self, at: usize) -> String {
        self.inner.with_value(|inner| inner.items.get(at).map(|item| item.name.clone()).unwrap_or_default())
    }

    /// Those of its plan to whom it does nothing.
    pub fn skipped(self) -> Vec<SkippedItem> {
        self.inner.with_value(|inner| inner.left_out.clone())
    }

    /// What has become of an account. Reactive.
    pub fn status_at(self, at: usize) -> ItemStatus {
        self.with(|work| work.statuses().get(at).cloned().unwrap_or_default())
    }

    /// Asks for no more until [`Job::resume`].
    pub fn pause(self) {
        self.inner.update_value(|inner| inner.work.pause());
        self.notify();
    }

    /// Goes on, also after it was stopped.
    pub fn resume(self) {
        self.inner.update_value(|inner| inner.work.resume());
        self.start_workers();
    }

    /// Asks for no more.
    pub fn stop(self) {
        self.inner.update_value(|inner| inner.work.stop());
        self.notify();
    }

    /// No longer waits for the answers that are out. What came of those is looked up.
    pub fn cancel_in_flight(self) {
        self.asking.giving_up.cancel();
    }

    /// Asks again for those that were not done, or of which nobody knows.
    pub fn retry(self) {
        self.inner.update_value(|inner| {
            inner.refusals = 0;
            inner.work.retry();
        });
        self.start_workers();
    }

    /// The names of those that are done.
    pub fn done_names(self) -> Vec<String> {
        self.inner.with_value(|inner| {
            let done = inner.items.iter().zip(inner.work.statuses()).filter(|(_, fate)| **fate == ItemStatus::Done);
            done.map(|(item, _)| item.name.clone()).collect()
        })
    }

    /// The passwords of those that are done, by name, until they are forgotten. Reactive.
    pub fn passwords(self) -> Vec<(String, Secret)> {
        self.news.track();
        self.inner.with_value(|inner| {
            let done = inner.items.iter().zip(inner.work.statuses()).filter(|(_, fate)| **fate == ItemStatus::Done);
            done.filter_map(|(item, _)| Some((item.name.clone(), item.password.clone()?))).collect()
        })
    }

    /// Whether there are passwords that nobody has a copy of when they are forgotten. Reactive.
    pub fn has_passwords(self) -> bool {
        self.news.track();
        self.inner.with_value(|inner| {
            let mut fates = inner.items.iter().zip(inner.work.statuses());
            fates.any(|(item, fate)| *fate == ItemStatus::Done && item.password.is_some())
        })
    }

    /// Forgets all passwords, also of those that could be tried again.
    pub(super) fn forget_all_passwords(self) {
        self.inner.update_value(|inner| inner.items.iter_mut().for_each(|item| item.password = None));
    }

    /// Forgets the passwords of those that are done.
    pub fn forget_passwords(self) {
        self.inner.update_value(|inner| {
            for (item, fate) in inner.items.iter_mut().zip(inner.work.statuses()) {
                if *fate == ItemStatus::Done {
                    item.password = None;
                }
            }
        });
        self.notify();
    }
}
