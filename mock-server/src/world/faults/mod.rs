//! Faults: failures that are injected into requests. A fault selects calls, decides how often it
//! triggers, and has an effect.

pub mod catalog;
mod effect;
mod file;
mod limits;
mod scenario;
mod spec;

pub use catalog::InjectionPoint;
pub use effect::{Action, Alteration, Delay, Effect, ErrorReply, Replacement, StateChange, Wait, check_http_status};
pub use file::FaultFile;
pub(super) use file::RestoredFault;
pub use scenario::Scenario;
pub use spec::{FaultError, FaultSpec};

use super::latch::Latch;
use super::matcher::{Call, CallMatcher};
use crate::platform::{Platform, SplitMix64};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The maximum number of faults in a world.
pub const MAX_FAULTS: usize = 100;

/// A failure to inject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The calls that the fault may be injected into.
    pub matcher: CallMatcher,
    /// Which of the matching calls trigger it.
    pub trigger: Trigger,
    /// The maximum number of times that it triggers.
    pub times: Option<u64>,
    /// Whether the operation is executed first.
    pub after_execution: bool,
    /// What it does.
    pub effect: Effect,
}

/// Which of the matching calls trigger a fault. Calls are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Every call.
    Always,
    /// Only this call.
    Nth(u64),
    /// This call and all later ones.
    From(u64),
    /// Every call whose number is a multiple of this.
    Every(u64),
    /// A random call, with this probability.
    Probability {
        /// The probability in millionths.
        millionths: u32,
    },
}

impl Trigger {
    /// Converts a probability above 0, up to 1.
    fn probability(probability: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a million")]
        (probability > 0.0 && probability <= 1.0)
            .then(|| Self::Probability { millionths: ((probability * 1e6).round() as u32).max(1) })
    }

    const fn fires_on(self, call_number: u64, rng: &mut SplitMix64) -> bool {
        match self {
            Self::Always => true,
            Self::Nth(nth) => call_number == nth,
            Self::From(from) => call_number >= from,
            Self::Every(every) => call_number.is_multiple_of(every),
            Self::Probability { millionths } => rng.next_below(1_000_000) < millionths as u64,
        }
    }
}

/// A fault in a world, and its counters.
#[derive(Clone, Debug)]
pub struct ActiveFault {
    /// The ID of the fault in its world: `f1`, `f2` and so on.
    pub id: String,
    /// The fault itself.
    pub fault: Fault,
    /// How many calls matched.
    pub matched: u64,
    /// How often it triggered.
    pub triggered: u64,
    /// Opened when the fault is removed.
    removed: Latch,
    /// The platform at the time the fault was added, for [`Effect::Stale`].
    stale_platform: Option<Arc<Platform>>,
}

impl ActiveFault {
    /// Whether it triggered as often as it may.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.fault.times.is_some_and(|times| self.triggered >= times)
    }
}

/// A fault to inject into a call.
#[derive(Clone, Debug)]
pub struct FaultHit {
    /// The ID of the fault.
    pub id: String,
    /// The effect.
    pub effect: Effect,
    /// Whether the operation is executed first.
    pub after_execution: bool,
    /// How long [`Effect::Delay`] and [`Effect::LongTail`] take this time, in milliseconds.
    pub delay_ms: u32,
    /// Opened when the fault is removed, which ends [`Effect::Hang`].
    pub removed: Latch,
    /// The platform that [`Effect::Stale`] reads from.
    pub stale_platform: Option<Arc<Platform>>,
}

impl FaultHit {
    /// A hit of a fault that is in no list. Its ID in the journal is `header`.
    pub(super) fn once(fault: &Fault, rng: &mut SplitMix64) -> Self {
        Self::new("header".to_owned(), fault, rng)
    }

    /// A hit of a fault that is not removed, and reads no stale platform.
    fn new(id: String, fault: &Fault, rng: &mut SplitMix64) -> Self {
        Self {
            id,
            effect: fault.effect.clone(),
            after_execution: fault.after_execution,
            delay_ms: fault.effect.draw_delay_ms(rng),
            removed: Latch::default(),
            stale_platform: None,
        }
    }
}

/// All faults of a world, the oldest one first.
#[derive(Debug, Default)]
pub struct Faults {
    list: Mutex<List>,
    /// The number of faults. Most requests find none, and then need not lock the list.
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct List {
    active: Vec<ActiveFault>,
    created: u64,
}

impl Faults {
    /// Adds a fault.
    ///
    /// # Errors
    /// [`FaultError::Full`].
    pub fn add(&self, fault: Fault, platform: &Platform) -> Result<ActiveFault, FaultError> {
        let mut list = self.list();
        if list.active.len() >= MAX_FAULTS {
            return Err(FaultError::Full);
        }
        list.created += 1;
        let fault_state = ActiveFault {
            id: format!("f{}", list.created),
            stale_platform: (fault.effect == Effect::Stale).then(|| Arc::new(platform.clone())),
            fault,
            matched: 0,
            triggered: 0,
            removed: Latch::default(),
        };
        list.active.push(fault_state.clone());
        self.count.store(list.active.len(), Ordering::Release);
        Ok(fault_state)
    }

    /// Faults that were read from a file. Those that read a stale platform of which the file has
    /// none read `platform`.
    pub(super) fn restored(faults: Vec<RestoredFault>, platform: &Platform) -> Self {
        let created = faults.iter().map(|fault| fault.number).max().unwrap_or_default();
        let active: Vec<_> = faults
            .into_iter()
            .map(|RestoredFault { number, fault, matched, triggered, stale_platform }| ActiveFault {
                id: format!("f{number}"),
                stale_platform: (fault.effect == Effect::Stale)
                    .then(|| Arc::new(stale_platform.unwrap_or_else(|| platform.clone()))),
                fault,
                matched,
                triggered,
                removed: Latch::default(),
            })
            .collect();
        Self { count: AtomicUsize::new(active.len()), list: Mutex::new(List { active, created }) }
    }

    /// All faults, including exhausted ones.
    #[must_use]
    pub fn all(&self) -> Vec<ActiveFault> {
        self.list().active.clone()
    }

    /// Finds a fault by its ID.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ActiveFault> {
        self.list().active.iter().find(|fault| fault.id == id).cloned()
    }

    /// Removes a fault, so that requests it holds continue. Returns whether it existed.
    pub fn remove(&self, id: &str) -> bool {
        let mut list = self.list();
        let Some(index) = list.active.iter().position(|fault| fault.id == id) else { return false };
        list.active.remove(index).removed.open();
        self.count.store(list.active.len(), Ordering::Release);
        true
    }

    /// Removes all faults.
    pub fn clear(&self) {
        let mut list = self.list();
        for fault in list.active.drain(..) {
            fault.removed.open();
        }
        self.count.store(0, Ordering::Release);
    }

    /// Whether a fault may reset the connection of a call, if it were the next one. Counts nothing
    /// and draws no random number: a fault with a probability may always.
    #[must_use]
    pub fn may_reset(&self, call: &Call) -> bool {
        if self.count.load(Ordering::Acquire) == 0 {
            return false;
        }
        let may_reset = |fault_state: &ActiveFault| {
            let is_next = match fault_state.fault.trigger {
                Trigger::Probability { .. } => true,
                trigger => trigger.fires_on(fault_state.matched + 1, &mut SplitMix64::new(0)),
            };
            fault_state.fault.effect == Effect::Reset && !fault_state.is_exhausted() && is_next
        };
        self.list().active.iter().any(|fault_state| may_reset(fault_state) && fault_state.fault.matcher.matches(call))
    }

    /// Returns the faults to inject into a call, the oldest one first, and counts the call.
    pub fn inject(&self, call: &Call, rng: &Mutex<SplitMix64>) -> Vec<FaultHit> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        let mut list = self.list();
        let mut rng = rng.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hits: Vec<FaultHit> = Vec::new();
        for fault_state in list.active.iter_mut().filter(|fault_state| fault_state.fault.matcher.matches(call)) {
            fault_state.matched += 1;
            if fault_state.is_exhausted() || !fault_state.fault.trigger.fires_on(fault_state.matched, &mut rng) {
                continue;
            }
            // A response can be replaced once and altered once. A later fault for the same point
            // does not trigger.
            let injection_point = fault_state.fault.effect.injection_point();
            let is_exclusive =
                matches!(injection_point, InjectionPoint::ReplaceResponse | InjectionPoint::AlterResponse);
            if is_exclusive && hits.iter().any(|hit| hit.effect.injection_point() == injection_point) {
                continue;
            }
            fault_state.triggered += 1;
            hits.push(FaultHit {
                removed: fault_state.removed.clone(),
                stale_platform: fault_state.stale_platform.clone(),
                ..FaultHit::new(fault_state.id.clone(), &fault_state.fault, &mut rng)
            });
        }
        hits
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::Operation;

    fn faults(specs: &[&str]) -> Faults {
        let faults = Faults::default();
        for json in specs {
            let spec: FaultSpec = serde_json::from_str(json).unwrap();
            faults.add(Fault::try_from(spec).unwrap(), &Platform::default()).unwrap();
        }
        faults
    }

    /// The numbers of the calls that trigger the fault `f1`.
    fn triggered_calls(faults: &Faults, calls: u64) -> Vec<u64> {
        let (call, rng) =
            (Call { operation: Some(Operation::Disable), ..Call::default() }, Mutex::new(SplitMix64::new(7)));
        (1..=calls).filter(|_| !faults.inject(&call, &rng).is_empty()).collect()
    }

    #[test]
    fn a_fault_triggers_on_the_specified_calls() {
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset"}"#]), 3), [1, 2, 3]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","nth":2}"#]), 4), [2]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","from":3}"#]), 5), [3, 4, 5]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","every":2}"#]), 5), [2, 4]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","times":2}"#]), 5), [1, 2]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","every":2,"times":1}"#]), 9), [2]);
        assert_eq!(triggered_calls(&faults(&[r#"{"effect":"reset","operation":"list_users"}"#]), 3), [0; 0]);
    }

    #[test]
    fn a_probability_is_drawn_from_the_seeded_generator() {
        let spec = [r#"{"effect":"reset","probability":0.25}"#];
        let first = triggered_calls(&faults(&spec), 1_000);
        assert!((200..300).contains(&first.len()), "{}", first.len());
        assert_eq!(triggered_calls(&faults(&spec), 1_000), first);
    }

    #[test]
    fn several_faults_are_injected_in_order_of_creation() {
        let faults = faults(&[r#"{"effect":{"delay":[5,9]}}"#, r#"{"effect":"reset","after_execution":true}"#]);
        let hits = faults.inject(&Call::default(), &Mutex::new(SplitMix64::new(1)));
        let ids: Vec<_> = hits.iter().map(|hit| (hit.id.as_str(), hit.after_execution)).collect();
        assert_eq!(ids, [("f1", false), ("f2", true)]);
        assert!((5..=9).contains(&hits[0].delay_ms), "{}", hits[0].delay_ms);
        assert_eq!(faults.find("f2").map(|fault| (fault.matched, fault.triggered)), Some((1, 1)));
    }

    #[test]
    fn only_the_oldest_of_two_response_faults_triggers() {
        let faults = faults(&[r#"{"effect":{"status":503},"times":1}"#, r#"{"effect":{"rate_limited":5},"times":1}"#]);
        let ids = || -> Vec<String> {
            let hits = faults.inject(&Call::default(), &Mutex::new(SplitMix64::new(1)));
            hits.into_iter().map(|hit| hit.id).collect()
        };
        assert_eq!((ids(), ids(), ids()), (vec!["f1".to_owned()], vec!["f2".to_owned()], vec![]));
    }

    #[test]
    fn removing_a_fault_releases_held_requests() {
        let faults = faults(&[r#"{"effect":"hang"}"#, r#"{"effect":"hang"}"#]);
        let hits = faults.inject(&Call::default(), &Mutex::new(SplitMix64::new(1)));
        assert!(faults.remove("f1"));
        assert!(hits[0].removed.is_open() && !hits[1].removed.is_open());
        faults.clear();
        assert!(hits[1].removed.is_open());
        assert!(!faults.remove("f1") && faults.all().is_empty());
    }

    #[test]
    fn the_number_of_faults_is_limited() {
        let faults = faults(&[r#"{"effect":"hang"}"#; MAX_FAULTS]);
        let one_more = faults.all()[0].fault.clone();
        assert_eq!(faults.add(one_more, &Platform::default()).unwrap_err(), FaultError::Full);
    }
}
