//! The work queue of a job: the status of every item, and which are sent next. Does no I/O.

use super::error::ItemError;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The status of one item of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ItemStatus {
    /// Not sent.
    #[default]
    Waiting,
    /// Sent; no response yet.
    InProgress,
    /// Succeeded.
    Done,
    /// Failed.
    Failed(Arc<ItemError>),
    /// The outcome is unknown.
    Unknown(Arc<ItemError>),
}

impl ItemStatus {
    /// Whether the server could not be reached.
    pub(super) fn is_unreachable(&self) -> bool {
        match self {
            Self::Failed(error) | Self::Unknown(error) => error.is_unreachable(),
            Self::Waiting | Self::InProgress | Self::Done => false,
        }
    }
}

/// The number of items in each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All items.
    pub total: usize,
    /// Items that have not been sent.
    pub waiting: usize,
    /// Items without a response yet.
    pub in_progress: usize,
    /// Items that succeeded.
    pub done: usize,
    /// Items that failed.
    pub failed: usize,
    /// Items whose outcome is unknown.
    pub unknown: usize,
}

impl Counts {
    /// Items with a final status.
    pub const fn ended(self) -> usize {
        self.done + self.failed + self.unknown
    }
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Sending items.
    Running,
    /// Sending nothing until it is resumed.
    Paused,
    /// Stopped; some responses are still outstanding.
    Stopping,
    /// Nothing more is sent, and all responses have arrived.
    Ended,
}

/// The work queue of a job.
#[derive(Debug, Default)]
pub struct WorkQueue {
    statuses: Vec<ItemStatus>,
    /// The indices to send, in order. Items that a stop skipped are waiting, but not in here.
    queue: BTreeSet<usize>,
    counts: Counts,
    is_paused: bool,
    is_stopped: bool,
    /// Whether the last item is sent only after all others have ended.
    sends_last_item_alone: bool,
}

impl WorkQueue {
    /// A queue of this many waiting items.
    pub fn new(item_count: usize) -> Self {
        Self {
            statuses: vec![ItemStatus::Waiting; item_count],
            queue: (0..item_count).collect(),
            counts: Counts { total: item_count, waiting: item_count, ..Counts::default() },
            ..Self::default()
        }
    }

    /// Runs the last item only after all others: it is the signed-in user, who loses the
    /// permission to do the rest.
    pub fn with_last_item_alone(self) -> Self {
        Self { sends_last_item_alone: true, ..self }
    }

    /// What the job is doing.
    pub fn phase(&self) -> Phase {
        let has_ended = self.counts.in_progress == 0 && self.queue.is_empty();
        match (self.is_stopped, self.is_paused) {
            _ if has_ended => Phase::Ended,
            (true, _) => Phase::Stopping,
            (_, true) => Phase::Paused,
            _ => Phase::Running,
        }
    }

    /// The number of items in each status.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The status of every item.
    pub fn statuses(&self) -> &[ItemStatus] {
        &self.statuses
    }

    /// Takes the next items to send, at most `max`. None while paused or after a stop.
    pub fn take(&mut self, max: usize) -> Vec<usize> {
        if self.phase() != Phase::Running {
            return Vec::new();
        }
        let last = self.statuses.len() - 1;
        let mut taken: Vec<usize> = self.queue.iter().copied().take(max).collect();
        let has_company = taken.len() > 1 || self.counts.in_progress > 0;
        if self.sends_last_item_alone && taken.last() == Some(&last) && has_company {
            taken.pop();
        }
        for index in &taken {
            self.queue.remove(index);
            self.set_status(*index, ItemStatus::InProgress);
        }
        taken
    }

    /// Sets the result of an item that was sent. [`ItemStatus::Waiting`] queues it again.
    pub fn set_result(&mut self, index: usize, status: ItemStatus) {
        if self.statuses.get(index) == Some(&ItemStatus::InProgress) {
            if status == ItemStatus::Waiting && !self.is_stopped {
                self.queue.insert(index);
            }
            self.set_status(index, status);
        }
    }

    /// Sends nothing more until [`WorkQueue::resume`].
    pub const fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Sends all waiting items, also those that a stop skipped.
    pub fn resume(&mut self) {
        self.is_paused = false;
        self.is_stopped = false;
        let waiting = (0..self.statuses.len()).filter(|index| self.statuses[*index] == ItemStatus::Waiting);
        self.queue.extend(waiting);
    }

    /// Sends nothing more.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        self.queue.clear();
    }

    /// Re-queues failed and unknown items. Items skipped by `stop` stay skipped.
    pub fn retry(&mut self) {
        self.is_paused = false;
        self.is_stopped = false;
        for index in 0..self.statuses.len() {
            if matches!(self.statuses[index], ItemStatus::Failed(_) | ItemStatus::Unknown(_)) {
                self.queue.insert(index);
                self.set_status(index, ItemStatus::Waiting);
            }
        }
    }

    fn set_status(&mut self, index: usize, status: ItemStatus) {
        *self.count_of(&self.statuses[index].clone()) -= 1;
        *self.count_of(&status) += 1;
        self.statuses[index] = status;
    }

    const fn count_of(&mut self, status: &ItemStatus) -> &mut usize {
        match status {
            ItemStatus::Waiting => &mut self.counts.waiting,
            ItemStatus::InProgress => &mut self.counts.in_progress,
            ItemStatus::Done => &mut self.counts.done,
            ItemStatus::Failed(_) => &mut self.counts.failed,
            ItemStatus::Unknown(_) => &mut self.counts.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    pub(super) fn failed() -> ItemStatus {
        ItemStatus::Failed(ItemError::NoPassword.into())
    }

    fn unknown() -> ItemStatus {
        ItemStatus::Unknown(ItemError::Request(ApiError::Unreachable).into())
    }

    #[test]
    fn each_item_is_sent_once() {
        let mut queue = WorkQueue::new(5);
        assert_eq!(queue.take(2), [0, 1]);
        assert_eq!(queue.take(9), [2, 3, 4]);
        assert!(queue.take(1).is_empty());
        assert_eq!(queue.phase(), Phase::Running);
        for index in 0..5 {
            queue.set_result(index, ItemStatus::Done);
        }
        assert_eq!((queue.phase(), queue.counts().ended()), (Phase::Ended, 5));
    }

    #[test]
    fn only_failed_and_unknown_items_are_retried() {
        let mut queue = WorkQueue::new(3);
        queue.take(3);
        queue.set_result(0, ItemStatus::Done);
        queue.set_result(1, failed());
        queue.set_result(2, unknown());
        assert_eq!(queue.phase(), Phase::Ended);
        queue.retry();
        assert_eq!(queue.take(3), [1, 2]);
    }

    #[test]
    fn items_skipped_by_a_stop_are_not_sent_by_a_retry() {
        let mut queue = WorkQueue::new(4);
        queue.take(2);
        queue.stop();
        queue.set_result(0, failed());
        // Rate limited: without the stop it would have been queued again.
        queue.set_result(1, ItemStatus::Waiting);
        assert_eq!((queue.phase(), queue.counts().waiting), (Phase::Ended, 3));
        queue.retry();
        assert_eq!(queue.take(9), [0]);
        queue.set_result(0, ItemStatus::Done);
        assert_eq!((queue.phase(), queue.counts().waiting), (Phase::Ended, 3));
        queue.resume();
        assert_eq!(queue.take(9), [1, 2, 3]);
    }

    #[test]
    fn the_current_user_comes_last_even_when_others_are_retried() {
        let mut queue = WorkQueue::new(3).with_last_item_alone();
        queue.take(2);
        queue.set_result(0, failed());
        queue.stop();
        queue.set_result(1, ItemStatus::Done);
        queue.retry();
        queue.resume();
        assert_eq!(queue.take(9), [0]);
        assert!(queue.take(9).is_empty());
        queue.set_result(0, ItemStatus::Done);
        assert_eq!(queue.take(9), [2]);
    }

    #[test]
    fn a_stopped_job_ends_with_its_last_response_and_can_be_resumed() {
        let mut queue = WorkQueue::new(3);
        queue.take(1);
        queue.stop();
        assert_eq!((queue.take(1), queue.phase()), (vec![], Phase::Stopping));
        queue.set_result(0, ItemStatus::Done);
        assert_eq!((queue.phase(), queue.counts().waiting), (Phase::Ended, 2));
        queue.resume();
        assert_eq!(queue.take(3), [1, 2]);
    }

    #[test]
    fn the_current_user_comes_last_and_alone() {
        let mut queue = WorkQueue::new(4).with_last_item_alone();
        assert_eq!(queue.take(3), [0, 1, 2]);
        assert!(queue.take(3).is_empty());
        queue.set_result(1, failed());
        queue.set_result(0, ItemStatus::Done);
        queue.set_result(2, ItemStatus::Done);
        assert_eq!(queue.take(3), [3]);
        let mut alone = WorkQueue::new(1).with_last_item_alone();
        assert_eq!(alone.take(1), [0]);
        let mut batch = WorkQueue::new(3).with_last_item_alone();
        assert_eq!(batch.take(100), [0, 1]);
    }

    #[test]
    fn a_result_for_an_item_that_was_not_sent_is_ignored() {
        let mut queue = WorkQueue::new(1);
        queue.set_result(0, ItemStatus::Done);
        queue.set_result(7, ItemStatus::Done);
        assert_eq!(queue.statuses(), [ItemStatus::Waiting]);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::tests::failed;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// For any sequence of calls and results, the counts match the statuses, and no item is
        /// sent twice unless it was queued again.
        #[test]
        fn counts_match_the_statuses_and_no_item_is_sent_twice(
            steps in proptest::collection::vec((0..8_u8, 0..12_usize), 0..200),
        ) {
            let mut queue = WorkQueue::new(12);
            let mut is_sent = [false; 12];
            for (step, index) in steps {
                match step {
                    0 => queue.pause(),
                    1 => queue.resume(),
                    2 => queue.stop(),
                    3 => {
                        for (is_sent, status) in is_sent.iter_mut().zip(queue.statuses()) {
                            *is_sent &= !matches!(status, ItemStatus::Failed(_) | ItemStatus::Unknown(_));
                        }
                        queue.retry();
                    }
                    4 => for index in queue.take(index) {
                        prop_assert!(!is_sent[index]);
                        is_sent[index] = true;
                    },
                    5 => queue.set_result(index, ItemStatus::Done),
                    6 => queue.set_result(index, failed()),
                    _ => {
                        if queue.statuses()[index] == ItemStatus::InProgress {
                            is_sent[index] = false;
                        }
                        queue.set_result(index, ItemStatus::Waiting);
                    }
                }
                prop_assert!(queue.queue.iter().all(|index| queue.statuses()[*index] == ItemStatus::Waiting));
                let count = |is_match: fn(&ItemStatus) -> bool| {
                    queue.statuses().iter().filter(|status| is_match(status)).count()
                };
                let counts = queue.counts();
                prop_assert_eq!(counts.waiting, count(|status| *status == ItemStatus::Waiting));
                prop_assert_eq!(counts.in_progress, count(|status| *status == ItemStatus::InProgress));
                prop_assert_eq!(counts.done, count(|status| *status == ItemStatus::Done));
                prop_assert_eq!(counts.ended() + counts.waiting + counts.in_progress, 12);
            }
        }
    }
}
