//! Faults: what goes wrong in a world, when, and for whom.

pub mod catalog;
mod effect;
mod scenario;
mod spec;

pub use catalog::InjectionPoint;
pub use effect::{Delay, Effect, ErrorReply};
pub use scenario::Scenario;
pub use spec::{FaultError, FaultSpec};

use super::latch::Latch;
use super::matcher::{Call, CallMatcher};
use crate::platform::{Platform, SplitMix64};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most faults that a world has at once.
pub const MAX_FAULTS: usize = 100;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which calls it may strike.
    pub pattern: CallMatcher,
    /// Which of those that fit.
    pub when: Trigger,
    /// How often at most.
    pub times: Option<u64>,
    /// Whether the operation is carried out before it strikes.
    pub after_execution: bool,
    /// What it does.
    pub effect: Effect,
}

/// Which of the calls that fit a fault strikes, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Each.
    Always,
    /// One.
    Nth(u64),
    /// That one and all after it.
    From(u64),
    /// Each whose number it divides.
    Every(u64),
    /// Each with this probability.
    Probability {
        /// Of a million.
        millionths: u32,
    },
}

impl Trigger {
    /// A probability above 0, up to 1.
    fn probability(probability: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a million")]
        (probability > 0.0 && probability <= 1.0)
            .then(|| Self::Probability { millionths: ((probability * 1e6).round() as u32).max(1) })
    }

    const fn holds(self, number: u64, chance: &mut SplitMix64) -> bool {
        match self {
            Self::Always => true,
            Self::Nth(nth) => number == nth,
            Self::From(from) => number >= from,
            Self::Every(every) => number.is_multiple_of(every),
            Self::Probability { millionths } => chance.next_below(1_000_000) < millionths as u64,
        }
    }
}

/// A fault that is in force, and what it has done so far.
#[derive(Clone, Debug)]
pub struct ActiveFault {
    /// Its name in this world: `f1`, `f2` and so on.
    pub id: String,
    /// What it is.
    pub fault: Fault,
    /// How many calls fitted.
    pub matched: u64,
    /// How many it has struck.
    pub triggered: u64,
    /// Opened when it is removed.
    removed: Latch,
    /// The platform when it was made, for [`Effect::Stale`].
    before: Option<Arc<Platform>>,
}

impl ActiveFault {
    /// Whether it has struck as often as it may.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.fault.times.is_some_and(|times| self.triggered >= times)
    }
}

/// A fault striking a call.
#[derive(Clone, Debug)]
pub struct FaultHit {
    /// Which fault.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Whether the operation is carried out before.
    pub after_execution: bool,
    /// How long [`Effect::Delay`] takes, in milliseconds.
    pub delay: u32,
    /// Opened when the fault is removed: what [`Effect::Hang`] waits for.
    pub removed: Latch,
    /// What [`Effect::Stale`] reads from.
    pub before: Option<Arc<Platform>>,
}

/// All faults of a world, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Faults {
    list: Mutex<List>,
    /// How many there are. Nearly every request finds none, and need not lock the list to know.
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct List {
    armed: Vec<ActiveFault>,
    made: u64,
}

impl Faults {
    /// Puts a fault in force, and answers its name.
    ///
    /// # Errors
    /// [`FaultError::Full`].
    pub fn add(&self, fault: Fault, now: &Platform) -> Result<ActiveFault, FaultError> {
        let mut list = self.list();
        if list.armed.len() >= MAX_FAULTS {
            return Err(FaultError::Full);
        }
        list.made += 1;
        let armed = ActiveFault {
            id: format!("f{}", list.made),
            before: (fault.effect == Effect::Stale).then(|| Arc::new(now.clone())),
            fault,
            matched: 0,
            triggered: 0,
            removed: Latch::default(),
        };
        list.armed.push(armed.clone());
        self.count.store(list.armed.len(), Ordering::Release);
        Ok(armed)
    }

    /// All, those that are spent among them.
    #[must_use]
    pub fn all(&self) -> Vec<ActiveFault> {
        self.list().armed.clone()
    }

    /// The one of that name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ActiveFault> {
        self.list().armed.iter().find(|armed| armed.id == id).cloned()
    }

    /// Takes one away; requests that it holds up go on. Answers whether there was one.
    pub fn remove(&self, id: &str) -> bool {
        let mut list = self.list();
        let Some(at) = list.armed.iter().position(|armed| armed.id == id) else { return false };
        list.armed.remove(at).removed.open();
        self.count.store(list.armed.len(), Ordering::Release);
        true
    }

    /// Takes all away.
    pub fn clear(&self) {
        let mut list = self.list();
        for armed in list.armed.drain(..) {
            armed.removed.open();
        }
        self.count.store(0, Ordering::Release);
    }

    /// Whether a fault may reset the connection of a call, if that were the next one. Counts nothing and draws nothing: where
    /// chance decides, it may.
    #[must_use]
    pub fn may_reset(&self, call: &Call) -> bool {
        if self.count.load(Ordering::Acquire) == 0 {
            return false;
        }
        let resets = |armed: &ActiveFault| {
            let is_next = match armed.fault.when {
                Trigger::Probability { .. } => true,
                when => when.holds(armed.matched + 1, &mut SplitMix64::new(0)),
            };
            armed.fault.effect == Effect::Reset && !armed.is_exhausted() && is_next
        };
        self.list().armed.iter().any(|armed| resets(armed) && armed.fault.pattern.matches(call))
    }

    /// What strikes a call, the oldest fault first. Counts the call.
    pub fn strike(&self, call: &Call, chance: &Mutex<SplitMix64>) -> Vec<FaultHit> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        let mut list = self.list();
        let mut chance = chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut strikes: Vec<FaultHit> = Vec::new();
        for armed in list.armed.iter_mut().filter(|armed| armed.fault.pattern.matches(call)) {
            armed.matched += 1;
            if armed.is_exhausted() || !armed.fault.when.holds(armed.matched, &mut chance) {
                continue;
            }
            // One answer can be given, and be damaged once: what came too late for that has not struck.
            let stage = armed.fault.effect.injection_point();
            let only_one = matches!(stage, InjectionPoint::ReplaceResponse | InjectionPoint::AlterResponse);
            if only_one && strikes.iter().any(|strike| strike.effect.injection_point() == stage) {
                continue;
            }
            armed.triggered += 1;
            let delay = match armed.fault.effect {
                Effect::Delay(Delay::Fixed(delay)) => delay,
                Effect::Delay(Delay::Range([least, most])) => {
                    // At most the difference of two u32.
                    least + u32::try_from(chance.next_below(u64::from(most - least) + 1)).unwrap_or_default()
                }
                _ => 0,
            };
            strikes.push(FaultHit {
                id: armed.id.clone(),
                effect: armed.fault.effect.clone(),
                after_execution: armed.fault.after_execution,
                delay,
                removed: armed.removed.clone(),
                before: armed.before.clone(),
            });
        }
        strikes
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::Operation;

    fn faults(orders: &[&str]) -> Faults {
        let faults = Faults::default();
        for json in orders {
            let order: FaultSpec = serde_json::from_str(json).unwrap();
            faults.add(Fault::try_from(order).unwrap(), &Platform::default()).unwrap();
        }
        faults
    }

    /// Which of so many calls are struck by the fault `f1`.
    fn struck(faults: &Faults, calls: u64) -> Vec<u64> {
        let (call, chance) =
            (Call { operation: Some(Operation::Disable), ..Call::default() }, Mutex::new(SplitMix64::new(7)));
        (1..=calls).filter(|_| !faults.strike(&call, &chance).is_empty()).collect()
    }

    #[test]
    fn a_fault_strikes_when_it_was_ordered_to() {
        assert_eq!(struck(&faults(&[r#"{"effect":"reset"}"#]), 3), [1, 2, 3]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","nth":2}"#]), 4), [2]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","from":3}"#]), 5), [3, 4, 5]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","every":2}"#]), 5), [2, 4]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","times":2}"#]), 5), [1, 2]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","every":2,"times":1}"#]), 9), [2]);
        assert_eq!(struck(&faults(&[r#"{"effect":"reset","operation":"list_users"}"#]), 3), [0; 0]);
    }

    #[test]
    fn a_probability_is_drawn_with_the_world_s_chance_and_so_repeats_itself() {
        let order = [r#"{"effect":"reset","probability":0.25}"#];
        let first = struck(&faults(&order), 1_000);
        assert!((200..300).contains(&first.len()), "{}", first.len());
        assert_eq!(struck(&faults(&order), 1_000), first);
    }

    #[test]
    fn several_faults_strike_in_the_order_in_which_they_were_made() {
        let faults = faults(&[r#"{"effect":{"delay":[5,9]}}"#, r#"{"effect":"reset","after_execution":true}"#]);
        let strikes = faults.strike(&Call::default(), &Mutex::new(SplitMix64::new(1)));
        let ids: Vec<_> = strikes.iter().map(|strike| (strike.id.as_str(), strike.after_execution)).collect();
        assert_eq!(ids, [("f1", false), ("f2", true)]);
        assert!((5..=9).contains(&strikes[0].delay), "{}", strikes[0].delay);
        assert_eq!(faults.find("f2").map(|armed| (armed.matched, armed.triggered)), Some((1, 1)));
    }

    #[test]
    fn of_two_faults_that_answer_the_younger_one_waits_for_its_turn() {
        let faults = faults(&[r#"{"effect":{"status":503},"times":1}"#, r#"{"effect":{"rate_limited":5},"times":1}"#]);
        let ids = || -> Vec<String> {
            let strikes = faults.strike(&Call::default(), &Mutex::new(SplitMix64::new(1)));
            strikes.into_iter().map(|strike| strike.id).collect()
        };
        assert_eq!((ids(), ids(), ids()), (vec!["f1".to_owned()], vec!["f2".to_owned()], vec![]));
    }

    #[test]
    fn what_a_fault_holds_up_goes_on_when_it_is_removed() {
        let faults = faults(&[r#"{"effect":"hang"}"#, r#"{"effect":"hang"}"#]);
        let strikes = faults.strike(&Call::default(), &Mutex::new(SplitMix64::new(1)));
        assert!(faults.remove("f1"));
        assert!(strikes[0].removed.is_open() && !strikes[1].removed.is_open());
        faults.clear();
        assert!(strikes[1].removed.is_open());
        assert!(!faults.remove("f1") && faults.all().is_empty());
    }

    #[test]
    fn there_are_no_more_than_may_be() {
        let faults = faults(&[r#"{"effect":"hang"}"#; MAX_FAULTS]);
        let one_more = faults.all()[0].fault.clone();
        assert_eq!(faults.add(one_more, &Platform::default()).unwrap_err(), FaultError::Full);
    }
}
