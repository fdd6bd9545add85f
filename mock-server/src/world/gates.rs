//! Gates: requests that wait until a test lets them go, so that it can look at what the page shows meanwhile.

use super::latch::{Latch, until};
use super::matcher::{Call, CallMatcher};
use event_listener::Event;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thiserror::Error;

/// The most gates that a world has at once.
pub const MAX_GATES: usize = 100;

/// As many gates as there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("A world has {MAX_GATES} gates at most. Open some")]
pub struct TooManyGates;

/// A gate. What comes to it waits until it is released, or the gate opened for good.
#[derive(Debug)]
pub struct Gate {
    /// Its name in this world: `g1`, `g2` and so on.
    pub id: String,
    /// Which calls it holds.
    pub pattern: CallMatcher,
    /// Whether the operation is carried out before, so that only its answer waits.
    pub after_execution: bool,
    waiting: Mutex<Waiting>,
    came: Event,
}

#[derive(Debug, Default)]
struct Waiting {
    is_open: bool,
    /// Who waits, by the number of the call in the journal, the first that came in front.
    held: VecDeque<(u64, Latch)>,
}

impl Gate {
    /// Waits at the gate. `number` is the call's in the journal. Whoever gives up waiting is no longer held.
    pub async fn pass(&self, number: u64) {
        let Some(latch) = self.enter(number) else { return };
        let _place = Place { gate: self, sequence: number };
        latch.wait().await;
    }

    fn enter(&self, number: u64) -> Option<Latch> {
        let mut waiting = self.waiting();
        if waiting.is_open {
            return None;
        }
        let latch = Latch::default();
        waiting.held.push_back((number, latch.clone()));
        drop(waiting);
        self.came.notify(usize::MAX);
        Some(latch)
    }

    /// Lets go those that came first, so many or all. The gate stays closed for whoever comes later. Answers how many went.
    pub fn release(&self, count: Option<usize>) -> usize {
        let mut waiting = self.waiting();
        let count = count.unwrap_or(usize::MAX).min(waiting.held.len());
        for (_, latch) in waiting.held.drain(..count) {
            latch.open();
        }
        count
    }

    fn open(&self) {
        self.waiting().is_open = true;
        self.release(None);
        self.came.notify(usize::MAX);
    }

    /// The numbers of the calls that it holds, the first that came in front.
    #[must_use]
    pub fn held(&self) -> Vec<u64> {
        self.waiting().held.iter().map(|(number, _)| *number).collect()
    }

    /// Ready when it holds at least so many calls, or was opened for good.
    pub async fn until_held(&self, count: usize) {
        until(&self.came, || {
            let waiting = self.waiting();
            (waiting.is_open || waiting.held.len() >= count).then_some(())
        })
        .await;
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place at a gate, left when the call goes on or its client goes away.
struct Place<'a> {
    gate: &'a Gate,
    sequence: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.gate.waiting().held.retain(|(number, _)| *number != self.sequence);
    }
}

/// All gates of a world, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Gates {
    list: Mutex<List>,
    /// How many are closed. Nearly every request finds none, and need not lock the list to know.
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct List {
    closed: Vec<Arc<Gate>>,
    made: u64,
}

impl Gates {
    /// Closes a gate for some calls.
    ///
    /// # Errors
    /// [`TooManyGates`].
    pub fn close(&self, pattern: CallMatcher, after_execution: bool) -> Result<Arc<Gate>, TooManyGates> {
        let mut list = self.list();
        if list.closed.len() >= MAX_GATES {
            return Err(TooManyGates);
        }
        list.made += 1;
        let id = format!("g{}", list.made);
        let gate = Arc::new(Gate { id, pattern, after_execution, waiting: Mutex::default(), came: Event::new() });
        list.closed.push(Arc::clone(&gate));
        self.count.store(list.closed.len(), Ordering::Release);
        Ok(gate)
    }

    /// All that are closed.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Gate>> {
        self.list().closed.clone()
    }

    /// The one of that name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<Gate>> {
        self.list().closed.iter().find(|gate| gate.id == id).cloned()
    }

    /// Those that hold a call.
    #[must_use]
    pub fn before(&self, call: &Call) -> Vec<Arc<Gate>> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        self.list().closed.iter().filter(|gate| gate.pattern.matches(call)).cloned().collect()
    }

    /// Opens one for good and takes it away. Answers whether there was one.
    pub fn open(&self, id: &str) -> bool {
        let mut list = self.list();
        let Some(at) = list.closed.iter().position(|gate| gate.id == id) else { return false };
        list.closed.remove(at).open();
        self.count.store(list.closed.len(), Ordering::Release);
        true
    }

    /// Opens all for good and takes them away.
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
