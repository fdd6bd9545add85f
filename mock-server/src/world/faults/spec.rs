//! The JSON format of faults, and its validation.

use super::{Effect, Fault, Trigger};
use crate::world::matcher::{CallMatcher, MatcherError, Operations};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// A fault in JSON. Only `effect` is required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultSpec {
    /// Only these operations: a name or a list of names. Every operation if omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operations>,
    /// Only calls whose path or body contains this account name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Only calls with a token of this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Only the nth matching call, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub nth: Option<u64>,
    /// The nth matching call and all later ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub from: Option<u64>,
    /// Every nth matching call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub every: Option<u64>,
    /// The probability that a matching call triggers it, above 0 and up to 1, drawn with the random
    /// numbers of the world.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(exclusive_minimum = 0, maximum = 1)]
    pub probability: Option<f64>,
    /// The maximum number of times that the fault triggers; unlimited if omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub times: Option<u64>,
    /// Whether the operation is executed before the fault is injected, so that only its response is
    /// lost. False if omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_execution: Option<bool>,
    /// The effect.
    pub effect: Effect,
}

/// Why a fault is invalid.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FaultError {
    /// More than one trigger.
    #[error("Name at most one of nth, from, every and probability")]
    ConflictingTriggers,
    /// A count of 0.
    #[error("{0} counts from 1")]
    Zero(&'static str),
    /// A probability out of range.
    #[error("probability is above 0 and at most 1. Got {0}")]
    Probability(String),
    /// A parameter of the effect is out of range.
    #[error("{0}")]
    Effect(String),
    /// The call matcher is invalid.
    #[error(transparent)]
    Matcher(MatcherError),
    /// `after_execution` with an effect for which it has no meaning.
    #[error("after_execution does not apply to {0}")]
    AfterExecution(&'static str),
    /// An operation that the effect does not apply to.
    #[error("{effect} applies only to {possible}")]
    Operation {
        /// The name of the effect.
        effect: &'static str,
        /// The operations it applies to.
        possible: String,
    },
    /// The world has the maximum number of faults.
    #[error("A world has {} faults at most. Remove some", super::MAX_FAULTS)]
    Full,
}

impl TryFrom<FaultSpec> for Fault {
    type Error = FaultError;

    fn try_from(spec: FaultSpec) -> Result<Self, FaultError> {
        let FaultSpec { operation, account, caller, nth, from, every, probability, times, after_execution, effect } =
            spec;
        for (field, value) in [("nth", nth), ("from", from), ("every", every), ("times", times)] {
            if value == Some(0) {
                return Err(FaultError::Zero(field));
            }
        }
        let trigger = match (nth, from, every, probability) {
            (None, None, None, None) => Trigger::Always,
            (Some(nth), None, None, None) => Trigger::Nth(nth),
            (None, Some(from), None, None) => Trigger::From(from),
            (None, None, Some(every), None) => Trigger::Every(every),
            (None, None, None, Some(probability)) => {
                Trigger::probability(probability).ok_or_else(|| FaultError::Probability(probability.to_string()))?
            }
            _ => return Err(FaultError::ConflictingTriggers),
        };
        effect.check().map_err(FaultError::Effect)?;
        let mut matcher = CallMatcher::new(operation, account, caller).map_err(FaultError::Matcher)?;
        if after_execution.is_some() && !effect.injection_point().allows_after_execution() {
            return Err(FaultError::AfterExecution(effect.name()));
        }
        let supported = effect.info().operations;
        if !supported.is_empty() {
            if matcher.operations.is_empty() {
                matcher.operations = supported.to_vec();
            } else if !matcher.operations.iter().all(|operation| supported.contains(operation)) {
                let possible = supported.iter().map(|operation| operation.name()).collect::<Vec<_>>().join(", ");
                return Err(FaultError::Operation { effect: effect.name(), possible });
            }
        }
        Ok(Self { matcher, trigger, times, after_execution: after_execution.unwrap_or_default(), effect })
    }
}

impl From<&Fault> for FaultSpec {
    fn from(fault: &Fault) -> Self {
        let CallMatcher { operations, account, caller } = fault.matcher.clone();
        let mut spec = Self {
            operation: (!operations.is_empty()).then_some(Operations(operations)),
            account,
            caller,
            nth: None,
            from: None,
            every: None,
            probability: None,
            times: fault.times,
            after_execution: fault.after_execution.then_some(true),
            effect: fault.effect.clone(),
        };
        match fault.trigger {
            Trigger::Always => {}
            Trigger::Nth(nth) => spec.nth = Some(nth),
            Trigger::From(from) => spec.from = Some(from),
            Trigger::Every(every) => spec.every = Some(every),
            Trigger::Probability { millionths } => spec.probability = Some(f64::from(millionths) / 1e6),
        }
        spec
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::Operation;

    fn read(json: &str) -> Result<Fault, String> {
        let spec: FaultSpec = serde_json::from_str(json).map_err(|error| error.to_string())?;
        Fault::try_from(spec).map_err(|error| error.to_string())
    }

    #[test]
    fn specs_round_trip() {
        for json in [
            r#"{"effect":"hang"}"#,
            r#"{"operation":["disable"],"account":"member","caller":"admin","nth":2,"times":1,"effect":{"delay":[1,5]}}"#,
            r#"{"from":20,"effect":"unauthorized"}"#,
            r#"{"every":3,"after_execution":true,"effect":{"error":{"msg":"No.","http_status":503,"details":{"a":"b"}}}}"#,
            r#"{"probability":0.25,"effect":{"html":502}}"#,
            r#"{"operation":["list_users"],"effect":{"shift":-2}}"#,
        ] {
            let fault = read(json).unwrap();
            assert_eq!(serde_json::to_string(&FaultSpec::from(&fault)).unwrap(), json);
        }
    }

    #[test]
    fn stale_data_is_for_every_operation_that_only_reads() {
        let mut operations = read(r#"{"effect":"stale"}"#).unwrap().matcher.operations;
        operations.sort_unstable();
        assert!(Operation::ALL.into_iter().filter(|operation| !operation.is_mutation()).eq(operations));
    }

    #[test]
    fn invalid_specs_are_rejected_with_a_reason() {
        for (json, message) in [
            (r#"{"effect":"explode"}"#, "unknown variant `explode`, expected one of `delay`"),
            (r"{}", "missing field `effect`"),
            (r#"{"effect":"reset","nht":1}"#, "unknown field `nht`"),
            (r#"{"effect":"reset","operation":"explode"}"#, "no operation named \"explode\""),
            (r#"{"effect":"reset","nth":1,"probability":0.5}"#, "at most one of nth, from, every and probability"),
            (r#"{"effect":"reset","nth":0}"#, "nth counts from 1"),
            (r#"{"effect":"reset","times":0}"#, "times counts from 1"),
            (r#"{"effect":"reset","probability":1.5}"#, "probability is above 0 and at most 1. Got 1.5"),
            (r#"{"effect":"reset","probability":0}"#, "probability is above 0"),
            (r#"{"effect":{"status":42}}"#, "an HTTP status is from 200 to 599"),
            (r#"{"effect":{"empty":204}}"#, "without 204"),
            (r#"{"effect":{"delay":[9,1]}}"#, "[least, most]"),
            (r#"{"effect":{"delay":99999999}}"#, "at most 3600000 milliseconds"),
            (r#"{"effect":{"delay":"long"}}"#, "milliseconds, or a range"),
            (r#"{"effect":{"long_tail":0}}"#, "long_tail is from 1 to 3600000 milliseconds"),
            (r#"{"effect":{"drip":3600001}}"#, "drip is from 1 to 3600000 milliseconds"),
            (r#"{"effect":{"bandwidth":0}}"#, "bandwidth is from 1 to 1000000000 bytes per second"),
            (r#"{"effect":{"drip":5},"after_execution":true}"#, "after_execution does not apply to drip"),
            (r#"{"effect":{"rate_limited":99999}}"#, "at most 3600 seconds"),
            (r#"{"effect":{"shift":0}}"#, "and not 0"),
            (
                r#"{"effect":"stale","operation":"disable"}"#,
                "stale applies only to list_users, get_admins, account_type",
            ),
            (r#"{"effect":"truncated","after_execution":false}"#, "after_execution does not apply to truncated"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(message), "{json}\n{error}");
        }
        let long = format!(r#"{{"effect":{{"error":{{"msg":"{}"}}}}}}"#, "x".repeat(1_001));
        assert!(read(&long).unwrap_err().contains("at most 1000 characters"));
    }
}
