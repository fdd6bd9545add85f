//! Gates: requests wait at a gate until a test releases them, so that it can look at what a page
//! shows in the meantime.

mod held;

pub use held::{EditError, EditedResponse, HeldCall, HeldResponse, MAX_EDITED_BYTES, Release, Which};

use super::latch::wait_until;
use super::matcher::{Call, CallMatcher};
use held::Waiting;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thiserror::Error;
use tokio::sync::Notify;

/// The maximum number of closed gates in a world.
pub const MAX_GATES: usize = 100;

/// The world has [`MAX_GATES`] already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A world has {MAX_GATES} gates at most. Open some")]
pub struct TooManyGates;

/// A gate. Matching calls wait until they are released, or until the gate is opened for good.
#[derive(Debug)]
pub struct Gate {
    /// The ID of the gate in its world: `g1`, `g2` and so on.
    pub id: String,
    /// The calls that the gate holds.
    pub matcher: CallMatcher,
    /// Whether the operation is executed first, so that only its response is held.
    pub after_execution: bool,
    queue: Mutex<Queue>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    is_open: bool,
    /// The held calls in order of arrival.
    held: VecDeque<HeldCall>,
    /// How many calls the gate has held so far.
    total: u64,
}

impl Gate {
    /// Waits at the gate, and returns what becomes of the call. `sequence` is its number in the
    /// journal. A call whose future is dropped is no longer held.
    pub async fn wait(&self, sequence: u64, response: Option<HeldResponse>) -> Release {
        let Some(waiting) = self.enqueue(sequence, response) else { return Release::Continue };
        let _position = QueuePosition { gate: self, sequence };
        waiting.until_released().await
    }

    fn enqueue(&self, sequence: u64, response: Option<HeldResponse>) -> Option<Waiting> {
        let mut queue = self.queue();
        if queue.is_open {
            return None;
        }
        let waiting = Waiting::default();
        queue.held.push_back(HeldCall::new(sequence, response, waiting.clone()));
        queue.total += 1;
        drop(queue);
        self.changed.notify_waiters();
        Some(waiting)
    }

    /// Releases the first `count` held calls, or all. The gate stays closed for later calls.
    /// Returns how many were released.
    pub fn release(&self, count: Option<usize>) -> usize {
        self.release_as(count.map_or(Which::All, Which::First), &Release::Continue)
    }

    /// Releases held calls, and decides what becomes of them. Returns how many were released.
    pub fn release_as(&self, which: Which, release: &Release) -> usize {
        let mut queue = self.queue();
        let released: Vec<HeldCall> = match which {
            Which::All => queue.held.drain(..).collect(),
            Which::First(count) => {
                let count = count.min(queue.held.len());
                queue.held.drain(..count).collect()
            }
            Which::Sequence(sequence) => {
                let index = queue.held.iter().position(|call| call.sequence == sequence);
                index.and_then(|index| queue.held.remove(index)).into_iter().collect()
            }
        };
        drop(queue);
        for call in &released {
            call.release(release.clone());
        }
        released.len()
    }

    fn open(&self) {
        self.queue().is_open = true;
        self.release(None);
        self.changed.notify_waiters();
    }

    /// The held calls, in order of arrival.
    #[must_use]
    pub fn held_calls(&self) -> Vec<HeldCall> {
        self.queue().held.iter().cloned().collect()
    }

    /// The sequence numbers of the held calls, in order of arrival.
    #[must_use]
    pub fn held(&self) -> Vec<u64> {
        self.queue().held.iter().map(|call| call.sequence).collect()
    }

    /// How many calls the gate has held so far, including those that it has released.
    #[must_use]
    pub fn total_held(&self) -> u64 {
        self.queue().total
    }

    /// Waits until the gate holds at least `count` calls, or was opened for good.
    pub async fn until_held(&self, count: usize) {
        wait_until(&self.changed, || {
            let queue = self.queue();
            (queue.is_open || queue.held.len() >= count).then_some(())
        })
        .await;
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A guard that removes a call from the queue when it continues or its client disconnects.
struct QueuePosition<'a> {
    gate: &'a Gate,
    sequence: u64,
}

impl Drop for QueuePosition<'_> {
    fn drop(&mut self) {
        self.gate.queue().held.retain(|call| call.sequence != self.sequence);
    }
}

/// All closed gates of a world, the oldest one first.
#[derive(Debug, Default)]
pub struct Gates {
    list: Mutex<List>,
    /// The number of closed gates. Most requests find none, and then need not lock the list.
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct List {
    closed: Vec<Arc<Gate>>,
    /// How many gates were ever created.
    created: u64,
}

impl Gates {
    /// Closes a new gate for matching calls.
    ///
    /// # Errors
    /// [`TooManyGates`].
    pub fn close(&self, matcher: CallMatcher, after_execution: bool) -> Result<Arc<Gate>, TooManyGates> {
        let mut list = self.list();
        if list.closed.len() >= MAX_GATES {
            return Err(TooManyGates);
        }
        list.created += 1;
        let id = format!("g{}", list.created);
        let gate = Arc::new(Gate { id, matcher, after_execution, queue: Mutex::default(), changed: Notify::new() });
        list.closed.push(Arc::clone(&gate));
        self.count.store(list.closed.len(), Ordering::Release);
        Ok(gate)
    }

    /// All closed gates.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Gate>> {
        self.list().closed.clone()
    }

    /// Finds a closed gate by its ID.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<Gate>> {
        self.list().closed.iter().find(|gate| gate.id == id).cloned()
    }

    /// The gates that hold a call.
    #[must_use]
    pub fn matching(&self, call: &Call) -> Vec<Arc<Gate>> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        self.list().closed.iter().filter(|gate| gate.matcher.matches(call)).cloned().collect()
    }

    /// Opens a gate for good and removes it. Returns whether it existed.
    pub fn open(&self, id: &str) -> bool {
        let mut list = self.list();
        let Some(index) = list.closed.iter().position(|gate| gate.id == id) else { return false };
        list.closed.remove(index).open();
        self.count.store(list.closed.len(), Ordering::Release);
        true
    }

    /// Opens all gates for good and removes them.
    pub fn clear(&self) {
        let mut list = self.list();
        for gate in list.closed.drain(..) {
            gate.open();
        }
        self.count.store(0, Ordering::Release);
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
