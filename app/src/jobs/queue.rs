//! How far a job is: which accounts wait, which have been asked for, what came of each. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

/// What has become of one account of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ItemStatus {
    /// Its turn has not come.
    #[default]
    Waiting,
    /// It has been asked for.
    InProgress,
    /// It is done.
    Done,
    /// It was not done. Holds why.
    Failed(Arc<str>),
    /// Nobody knows whether it was done. Holds why.
    Unknown(Arc<str>),
}

/// How many accounts are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub total: usize,
    /// Those whose turn has not come.
    pub waiting: usize,
    /// Those that have been asked for.
    pub in_progress: usize,
    /// Those that are done.
    pub done: usize,
    /// Those that were not done.
    pub failed: usize,
    /// Those of which nobody knows.
    pub unknown: usize,
}

impl Counts {
    /// Those of which there is nothing more to come.
    pub const fn ended(self) -> usize {
        self.done + self.failed + self.unknown
    }
}

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Asking, or about to.
    Running,
    /// Not asking for more, until it is told to.
    Paused,
    /// Not asking for more, ever; some answers are still to come.
    Stopping,
    /// At its end.
    Ended,
}

/// The work of a job.
#[derive(Debug, Default)]
pub struct WorkQueue {
    fates: Vec<ItemStatus>,
    /// Those that are asked for next, in their order. Who was left out by a stop waits, but not here.
    queue: BTreeSet<usize>,
    counts: Counts,
    is_paused: bool,
    is_stopped: bool,
    /// Whether the last account waits until there is an answer for all others.
    last_is_alone: bool,
}

impl WorkQueue {
    /// So many accounts, all waiting.
    pub fn new(accounts: usize) -> Self {
        Self {
            fates: vec![ItemStatus::Waiting; accounts],
            queue: (0..accounts).collect(),
            counts: Counts { total: accounts, waiting: accounts, ..Counts::default() },
            ..Self::default()
        }
    }

    /// The same with the last account by itself, after all others: whoever does the work, whose own right goes with it.
    pub fn with_final_item_serialized(self) -> Self {
        Self { last_is_alone: true, ..self }
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        let is_over = self.counts.in_progress == 0 && self.queue.is_empty();
        match (self.is_stopped, self.is_paused) {
            _ if is_over => Phase::Ended,
            (true, _) => Phase::Stopping,
            (_, true) => Phase::Paused,
            _ => Phase::Running,
        }
    }

    /// How far it is.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// What has become of each account.
    pub fn statuses(&self) -> &[ItemStatus] {
        &self.fates
    }

    /// The next accounts to ask for, so many at most. None while it is paused or once it is stopped.
    pub fn take(&mut self, most: usize) -> Vec<usize> {
        if self.phase() != Phase::Running {
            return Vec::new();
        }
        let last = self.fates.len() - 1;
        let mut taken: Vec<usize> = self.queue.iter().copied().take(most).collect();
        if self.last_is_alone && taken.last() == Some(&last) && (taken.len() > 1 || self.counts.in_progress > 0) {
            taken.pop();
        }
        for at in &taken {
            self.queue.remove(at);
            self.set(*at, ItemStatus::InProgress);
        }
        taken
    }

    /// What came of an account that was asked for.
    pub fn set_result(&mut self, at: usize, fate: ItemStatus) {
        if self.fates.get(at) == Some(&ItemStatus::InProgress) {
            if fate == ItemStatus::Waiting && !self.is_stopped {
                self.queue.insert(at);
            }
            self.set(at, fate);
        }
    }

    /// Asks for no more until [`Work::resume`].
    pub const fn pause(&mut self) {
        self.is_paused = true;
    }

    /// Goes on with all that wait, also after it was stopped.
    pub fn resume(&mut self) {
        self.is_paused = false;
        self.is_stopped = false;
        self.queue.extend((0..self.fates.len()).filter(|at| self.fates[*at] == ItemStatus::Waiting));
    }

    /// Asks for no more.
    pub fn stop(&mut self) {
        self.is_stopped = true;
        self.queue.clear();
    }

    /// Lets those wait again that were not done, or of which nobody knows. What a stop left out stays out.
    pub fn retry(&mut self) {
        self.is_paused = false;
        self.is_stopped = false;
        for at in 0..self.fates.len() {
            if matches!(self.fates[at], ItemStatus::Failed(_) | ItemStatus::Unknown(_)) {
                self.queue.insert(at);
                self.set(at, ItemStatus::Waiting);
            }
        }
    }

    fn set(&mut self, at: usize, fate: ItemStatus) {
        *self.count_of(&self.fates[at].clone()) -= 1;
        *self.count_of(&fate) += 1;
        self.fates[at] = fate;
    }

    const fn count_of(&mut self, fate: &ItemStatus) -> &mut usize {
        match fate {
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

    #[test]
    fn each_account_is_asked_for_once() {
        let mut work = WorkQueue::new(5);
        assert_eq!(work.take(2), [0, 1]);
        assert_eq!(work.take(9), [2, 3, 4]);
        assert!(work.take(1).is_empty());
        assert_eq!(work.phase(), Phase::Running);
        for at in 0..5 {
            work.set_result(at, ItemStatus::Done);
        }
        assert_eq!((work.phase(), work.counts().ended()), (Phase::Ended, 5));
    }

    #[test]
    fn what_failed_is_tried_again_and_nothing_else() {
        let mut work = WorkQueue::new(3);
        work.take(3);
        work.set_result(0, ItemStatus::Done);
        work.set_result(1, ItemStatus::Failed("no".into()));
        work.set_result(2, ItemStatus::Unknown("lost".into()));
        assert_eq!(work.phase(), Phase::Ended);
        work.retry();
        assert_eq!(work.take(3), [1, 2]);
    }

    #[test]
    fn what_was_cancelled_is_not_sent_by_trying_the_failed_again() {
        let mut work = WorkQueue::new(4);
        work.take(2);
        work.stop();
        work.set_result(0, ItemStatus::Failed("no".into()));
        // Asked too often: it would have been sent once more.
        work.set_result(1, ItemStatus::Waiting);
        assert_eq!((work.phase(), work.counts().waiting), (Phase::Ended, 3));
        work.retry();
        assert_eq!(work.take(9), [0]);
        work.set_result(0, ItemStatus::Done);
        assert_eq!((work.phase(), work.counts().waiting), (Phase::Ended, 3));
        work.resume();
        assert_eq!(work.take(9), [1, 2, 3]);
    }

    #[test]
    fn oneself_comes_last_also_when_others_are_tried_again() {
        let mut work = WorkQueue::new(3).with_final_item_serialized();
        work.take(2);
        work.set_result(0, ItemStatus::Failed("no".into()));
        work.stop();
        work.set_result(1, ItemStatus::Done);
        work.retry();
        work.resume();
        assert_eq!(work.take(9), [0]);
        assert!(work.take(9).is_empty());
        work.set_result(0, ItemStatus::Done);
        assert_eq!(work.take(9), [2]);
    }

    #[test]
    fn a_job_that_is_stopped_ends_with_its_last_answer_and_can_go_on() {
        let mut work = WorkQueue::new(3);
        work.take(1);
        work.stop();
        assert_eq!((work.take(1), work.phase()), (vec![], Phase::Stopping));
        work.set_result(0, ItemStatus::Done);
        assert_eq!((work.phase(), work.counts().waiting), (Phase::Ended, 2));
        work.resume();
        assert_eq!(work.take(3), [1, 2]);
    }

    #[test]
    fn whoever_does_it_to_themself_too_comes_last_and_alone() {
        let mut work = WorkQueue::new(4).with_final_item_serialized();
        assert_eq!(work.take(3), [0, 1, 2]);
        assert!(work.take(3).is_empty());
        work.set_result(1, ItemStatus::Failed("no".into()));
        work.set_result(0, ItemStatus::Done);
        work.set_result(2, ItemStatus::Done);
        assert_eq!(work.take(3), [3]);
        let mut alone = WorkQueue::new(1).with_final_item_serialized();
        assert_eq!(alone.take(1), [0]);
        let mut batch = WorkQueue::new(3).with_final_item_serialized();
        assert_eq!(batch.take(100), [0, 1]);
    }

    #[test]
    fn a_late_answer_to_what_was_not_asked_changes_nothing() {
        let mut work = WorkQueue::new(1);
        work.set_result(0, ItemStatus::Done);
        work.set_result(7, ItemStatus::Done);
        assert_eq!(work.statuses(), [ItemStatus::Waiting]);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is pressed and however answers come, the counts are those of the accounts, and nobody is asked for twice who
        /// was not put back.
        #[test]
        fn counts_are_right_and_nobody_is_asked_for_twice(presses in proptest::collection::vec((0..8_u8, 0..12_usize), 0..200)) {
            let mut work = WorkQueue::new(12);
            let mut asked = [false; 12];
            for (press, at) in presses {
                match press {
                    0 => work.pause(),
                    1 => work.resume(),
                    2 => work.stop(),
                    3 => {
                        for (asked, fate) in asked.iter_mut().zip(work.statuses()) {
                            *asked &= !matches!(fate, ItemStatus::Failed(_) | ItemStatus::Unknown(_));
                        }
                        work.retry();
                    }
                    4 => for at in work.take(at) {
                        prop_assert!(!asked[at]);
                        asked[at] = true;
                    },
                    5 => work.set_result(at, ItemStatus::Done),
                    6 => work.set_result(at, ItemStatus::Failed("no".into())),
                    _ => {
                        if work.statuses()[at] == ItemStatus::InProgress {
                            asked[at] = false;
                        }
                        work.set_result(at, ItemStatus::Waiting);
                    }
                }
                prop_assert!(work.queue.iter().all(|at| work.statuses()[*at] == ItemStatus::Waiting));
                let of = |wanted: fn(&ItemStatus) -> bool| work.statuses().iter().filter(|fate| wanted(fate)).count();
                let counts = work.counts();
                prop_assert_eq!(counts.waiting, of(|fate| *fate == ItemStatus::Waiting));
                prop_assert_eq!(counts.in_progress, of(|fate| *fate == ItemStatus::InProgress));
                prop_assert_eq!(counts.done, of(|fate| *fate == ItemStatus::Done));
                prop_assert_eq!(counts.ended() + counts.waiting + counts.in_progress, 12);
            }
        }
    }
}
