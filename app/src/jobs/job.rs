//! A job: work on many accounts that runs in the background.

use super::cancel::Cancellation;
use super::connection_loss::ConnectionLoss;
use super::error::ItemError;
use super::executor::{BatchResult, JobExecutor};
use super::queue::{Counts, ItemStatus, Phase, WorkQueue};
use super::{JobItem, JobKind, SkippedItem};
use crate::accounts::Replicas;
use crate::api::ApiError;
use crate::browser::is_offline;
use crate::browser::scheduler::{epoch_secs, now_ms, sleep_ms};
use crate::session::Session;
use account_api::UserType;
use account_api::retry::RetryPolicy;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How often a job that waits for a connection looks for one.
const CONNECTION_POLL_MS: f64 = 1_000.0;

/// A job. Lives as long as the session that started it.
#[derive(Clone, Copy)]
pub struct Job {
    /// Unique in the session.
    pub id: u64,
    /// What is done to each account.
    pub kind: JobKind,
    /// The type of all its accounts, if they have the same.
    pub user_type: Option<UserType>,
    inner: StoredValue<Inner, LocalStorage>,
    /// Incremented by every change.
    revision: RwSignal<u64>,
    executor: JobExecutor,
}

struct Inner {
    items: Vec<JobItem>,
    skipped: Vec<SkippedItem>,
    queue: WorkQueue,
    worker_count: usize,
    rate_limit: RateLimit,
    connection: ConnectionLoss,
    /// Whether the user has copied or downloaded all passwords.
    are_passwords_saved: bool,
}

/// The consecutive 429 responses of a job, and the pause that follows from them.
#[derive(Debug, Default)]
struct RateLimit {
    /// Nothing is sent before this time, by [`now_ms`].
    wait_until_ms: f64,
    /// Concurrent requests that are all limited count once.
    failures: u32,
    last_failure_ms: f64,
}

impl RateLimit {
    /// Counts a 429 response to a request that was sent at `sent_at_ms`. Returns whether the
    /// request may be retried.
    fn on_rate_limited(&mut self, sent_at_ms: f64, now_ms: f64, error: &ApiError) -> bool {
        if sent_at_ms >= self.last_failure_ms {
            self.failures += 1;
            self.last_failure_ms = now_ms;
        }
        let wait_ms = RetryPolicy::RATE_LIMITED.wait_ms(self.failures, error.retry_after_secs());
        self.wait_until_ms = self.wait_until_ms.max(now_ms + f64::from(wait_ms));
        RetryPolicy::RATE_LIMITED.allows_retry(self.failures)
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Job {
    pub(super) fn new(
        session: Session,
        replicas: Replicas,
        id: u64,
        kind: JobKind,
        user_type: Option<UserType>,
        mut items: Vec<JobItem>,
        skipped: Vec<SkippedItem>,
    ) -> Self {
        // The current user comes last: the action may end the session.
        items.sort_by_key(|item| session.is_current_user(&item.name));
        let includes_self = items.last().is_some_and(|item| session.is_current_user(&item.name));
        let queue = WorkQueue::new(items.len());
        session.record_job(id, items.iter().map(|item| item.name.clone()).collect());
        let queue = if includes_self { queue.with_last_item_alone() } else { queue };
        Self {
            id,
            kind,
            user_type,
            inner: StoredValue::new_local(Inner {
                items,
                skipped,
                queue,
                worker_count: 0,
                rate_limit: RateLimit::default(),
                connection: ConnectionLoss::default(),
                are_passwords_saved: false,
            }),
            revision: RwSignal::new(0),
            executor: JobExecutor { session, replicas, cancellation: Cancellation::new(), job: id },
        }
    }

    /// Starts as many workers as the kind of job allows. They end when the queue is empty.
    pub(super) fn start_workers(self) {
        let new_workers = self.inner.try_update_value(|inner| {
            let new_workers = self.kind.max_concurrency().saturating_sub(inner.worker_count);
            inner.worker_count += new_workers;
            new_workers
        });
        for _ in 0..new_workers.unwrap_or_default() {
            spawn_local(self.work());
        }
        self.notify();
    }

    async fn work(self) {
        loop {
            while let Some(wait_ms) = self.backoff_remaining_ms() {
                sleep_ms(wait_ms).await;
            }
            while !self.may_send() {
                sleep_ms(CONNECTION_POLL_MS).await;
            }
            let Some((indices, batch)) = self.take_batch() else { break };
            let (sent_at_ms, sent_at_secs) = (now_ms(), epoch_secs());
            let was_offline = is_offline();
            match self.kind.execute(self.executor, &batch).await {
                BatchResult::Statuses(statuses)
                    if was_offline
                        && is_offline()
                        && statuses.iter().all(ItemStatus::is_unreachable)
                        && self.requeue_unreachable(&indices, sent_at_secs) => {}
                BatchResult::Statuses(statuses) => {
                    self.inner.try_update_value(|inner| {
                        inner.rate_limit.failures = 0;
                        if !statuses.iter().all(ItemStatus::is_unreachable) {
                            inner.connection = ConnectionLoss::default();
                        }
                        indices.iter().zip(statuses).for_each(|(index, status)| inner.queue.set_result(*index, status));
                    });
                }
                BatchResult::RateLimited(error) => {
                    self.inner.try_update_value(|inner| {
                        let status = if inner.rate_limit.on_rate_limited(sent_at_ms, now_ms(), &error) {
                            ItemStatus::Waiting
                        } else {
                            ItemStatus::Failed(ItemError::Request(error).into())
                        };
                        indices.iter().for_each(|index| inner.queue.set_result(*index, status.clone()));
                    });
                }
            }
            self.note_results(&indices);
            self.notify();
        }
        let remaining_workers = self.inner.try_update_value(|inner| {
            inner.worker_count -= 1;
            inner.worker_count
        });
        if remaining_workers == Some(0) {
            self.kind.finish(self.executor);
        }
        self.notify();
    }

    /// Whether a batch may be sent, as far as the connection is known. True if there will be none,
    /// because the job is paused or stopped.
    fn may_send(self) -> bool {
        let may_send = self.inner.try_update_value(|inner| {
            inner.queue.phase() != Phase::Running || inner.connection.may_send(now_ms(), is_offline())
        });
        may_send.unwrap_or(true)
    }

    /// Requeues a batch that did not reach the server. Returns false once there have been enough
    /// attempts.
    fn requeue_unreachable(self, indices: &[usize], sent_at_secs: i64) -> bool {
        let is_requeued = self.inner.try_update_value(|inner| {
            let is_requeued = inner.connection.on_unreachable(now_ms());
            for index in indices.iter().filter(|_| is_requeued) {
                inner.queue.set_result(*index, ItemStatus::Waiting);
                // A local server may have received it anyway.
                inner.items[*index].ambiguous_since.get_or_insert(sent_at_secs);
            }
            is_requeued
        });
        is_requeued.unwrap_or_default()
    }

    /// Tells the activity log which of these items have a result now.
    fn note_results(self, indices: &[usize]) {
        let finished = self.inner.try_with_value(|inner| {
            let is_finished = |index: &&usize| inner.queue.statuses()[**index] != ItemStatus::Waiting;
            indices.iter().filter(is_finished).map(|index| inner.items[*index].name.clone()).collect::<Vec<_>>()
        });
        self.executor.session.finish_accounts(self.id, &finished.unwrap_or_default());
    }

    /// The time until anything may be sent.
    fn backoff_remaining_ms(self) -> Option<f64> {
        let wait_ms = self.inner.try_with_value(|inner| inner.rate_limit.wait_until_ms)? - now_ms();
        (wait_ms > 0.0).then_some(wait_ms)
    }

    fn take_batch(self) -> Option<(Vec<usize>, Vec<JobItem>)> {
        let batch = self.inner.try_update_value(|inner| {
            let indices = inner.queue.take(self.kind.batch_size());
            let items = indices.iter().map(|index| inner.items[*index].clone()).collect();
            (indices, items)
        })?;
        self.notify();
        (!batch.0.is_empty()).then_some(batch)
    }

    fn notify(self) {
        self.revision.try_update(|revision| *revision += 1);
    }

    /// Reads from its queue. Reactive.
    pub fn with<T>(self, read: impl FnOnce(&WorkQueue) -> T) -> T {
        self.revision.track();
        self.inner.with_value(|inner| read(&inner.queue))
    }

    /// What it is doing. Reactive.
    pub fn phase(self) -> Phase {
        self.with(WorkQueue::phase)
    }

    /// Whether it is waiting for the browser to be online again. Reactive.
    pub fn is_waiting_for_connection(self) -> bool {
        self.phase() == Phase::Running && self.inner.with_value(|inner| inner.connection.is_waiting())
    }

    /// The number of items in each status. Reactive.
    pub fn counts(self) -> Counts {
        self.with(WorkQueue::counts)
    }

    /// Whether it has ended and succeeded for all accounts. Reactive.
    pub fn is_complete(self) -> bool {
        let counts = self.counts();
        self.phase() == Phase::Ended && counts.done == counts.total
    }

    /// The name of an item.
    pub fn name_at(self, index: usize) -> String {
        self.inner.with_value(|inner| inner.items.get(index).map(|item| item.name.clone()).unwrap_or_default())
    }

    /// The accounts that its plan left out.
    pub fn skipped(self) -> Vec<SkippedItem> {
        self.inner.with_value(|inner| inner.skipped.clone())
    }

    /// The status of an item. Reactive.
    pub fn status_at(self, index: usize) -> ItemStatus {
        self.with(|queue| queue.statuses().get(index).cloned().unwrap_or_default())
    }

    /// Sends nothing more until [`Job::resume`].
    pub fn pause(self) {
        self.inner.update_value(|inner| inner.queue.pause());
        self.notify();
    }

    /// Continues after a pause or a stop.
    pub fn resume(self) {
        self.inner.update_value(|inner| inner.queue.resume());
        self.executor.session.set_job_stopped(self.id, false);
        self.start_workers();
    }

    /// Sends nothing more.
    pub fn stop(self) {
        self.inner.update_value(|inner| inner.queue.stop());
        self.executor.session.set_job_stopped(self.id, true);
        self.notify();
    }

    /// Stops waiting for the outstanding responses, and checks their outcome instead.
    pub fn cancel_in_flight(self) {
        self.executor.cancellation.cancel();
    }

    /// Retries the failed and unknown items.
    pub fn retry(self) {
        self.inner.update_value(|inner| {
            inner.rate_limit.failures = 0;
            inner.connection = ConnectionLoss::default();
            inner.queue.retry();
            inner.are_passwords_saved = false;
        });
        self.start_workers();
    }

    /// The names of the items that succeeded.
    pub fn done_names(self) -> Vec<String> {
        self.inner.with_value(|inner| inner.done_items().map(|item| item.name.clone()).collect())
    }

    /// The items that succeeded and have passwords, until those are forgotten. Reactive.
    pub fn items_with_passwords(self) -> Vec<JobItem> {
        self.revision.track();
        self.inner.with_value(|inner| inner.done_items().filter(|item| item.password.is_some()).cloned().collect())
    }

    /// Whether there are passwords that have not been forgotten. Reactive.
    pub fn has_passwords(self) -> bool {
        self.revision.track();
        self.inner.with_value(|inner| inner.done_items().any(|item| item.password.is_some()))
    }

    /// Whether there are passwords that the user has neither copied nor downloaded. Reactive.
    pub fn has_unsaved_passwords(self) -> bool {
        self.has_passwords() && !self.inner.with_value(|inner| inner.are_passwords_saved)
    }

    /// Notes that the user has copied or downloaded all passwords.
    pub fn note_passwords_saved(self) {
        self.inner.update_value(|inner| inner.are_passwords_saved = true);
        self.notify();
    }

    /// Forgets all passwords, also those of items that could be retried.
    pub(super) fn forget_all_passwords(self) {
        self.inner.update_value(|inner| inner.items.iter_mut().for_each(|item| item.password = None));
    }

    /// Forgets the passwords of the items that succeeded.
    pub fn forget_passwords(self) {
        self.inner.update_value(|inner| {
            for (item, status) in inner.items.iter_mut().zip(inner.queue.statuses()) {
                if *status == ItemStatus::Done {
                    item.password = None;
                }
            }
        });
        self.notify();
    }
}

impl Inner {
    fn done_items(&self) -> impl Iterator<Item = &JobItem> {
        self.items
            .iter()
            .zip(self.queue.statuses())
            .filter(|(_, status)| **status == ItemStatus::Done)
            .map(|(item, _)| item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate_limited(retry_after_secs: Option<u32>) -> ApiError {
        ApiError::RateLimited { retry_after_secs, msg: None }
    }

    #[test]
    fn concurrent_requests_that_are_all_limited_count_once() {
        let mut limit = RateLimit::default();
        for _ in 0..20 {
            assert!(limit.on_rate_limited(1_000.0, 1_500.0, &rate_limited(Some(3))));
        }
        assert_eq!((limit.failures, limit.wait_until_ms), (1, 4_500.0));
        // A shorter wait does not shorten the longest one.
        assert!(limit.on_rate_limited(1_100.0, 1_600.0, &rate_limited(Some(1))));
        assert_eq!((limit.failures, limit.wait_until_ms), (1, 4_500.0));
    }

    #[test]
    fn items_fail_when_the_retries_are_used_up() {
        let mut limit = RateLimit::default();
        let mut retries = 0;
        let mut now_ms = 1_000.0;
        while limit.on_rate_limited(now_ms, now_ms + 10.0, &rate_limited(None)) {
            retries += 1;
            now_ms = limit.wait_until_ms;
        }
        assert_eq!(retries, RetryPolicy::RATE_LIMITED.max_retries);
        assert!(limit.wait_until_ms > now_ms, "the next batch still waits");
    }
}
