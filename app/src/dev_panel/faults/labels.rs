//! Descriptions of faults and gates.

use super::catalog;
use crate::dev_panel::control::faults::FaultSpec;
use serde_json::Value;

/// Describes what a fault does. Shows an effect that the panel does not know as JSON.
pub fn describe_effect(effect: &Value) -> String {
    let (name, argument) = match effect {
        Value::String(name) => (name.as_str(), &Value::Null),
        Value::Object(fields) => match fields.iter().next() {
            Some((name, argument)) => (name.as_str(), argument),
            None => return effect.to_string(),
        },
        _ => return effect.to_string(),
    };
    match catalog::find(name) {
        Some(kind) => kind.describe(argument),
        None => effect.as_str().map_or_else(|| effect.to_string(), str::to_owned),
    }
}

/// Describes which requests a fault or a gate matches.
pub fn describe_pattern(operations: &[String], account: Option<&str>, caller: Option<&str>) -> String {
    let mut text = if operations.is_empty() { "any operation".to_owned() } else { operations.join(", ") };
    if let Some(account) = account {
        text += &format!(" on {account}");
    }
    if let Some(caller) = caller {
        text += &format!(" by {caller}");
    }
    text
}

/// Describes on which of the matching requests a fault triggers, and how often.
pub fn describe_trigger(spec: &FaultSpec) -> String {
    let mut text = match spec {
        FaultSpec { nth: Some(nth), .. } => format!("call {nth} only"),
        FaultSpec { from: Some(from), .. } => format!("from call {from} on"),
        FaultSpec { every: Some(every), .. } => format!("every {every} calls"),
        FaultSpec { probability: Some(probability), .. } => format!("{}% of calls", (probability * 1e6).round() / 1e4),
        _ => "every call".to_owned(),
    };
    if let Some(times) = spec.times {
        text += &format!(", at most {times} {}", if times == 1 { "time" } else { "times" });
    }
    if spec.after_execution == Some(true) {
        text += ", after execution";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn effects_are_described_with_their_arguments() {
        for (effect, description) in [
            (json!("hang"), "No response until removed"),
            (json!("later"), "later"),
            (json!({ "delay": 1500 }), "Delayed by 1.5 s"),
            (json!({ "delay": [500, 2000] }), "Delayed by 0.5 s to 2 s"),
            (json!({ "html": 502 }), "HTML page, HTTP 502"),
            (json!({ "rate_limited": 2 }), "429, retry after 2 s"),
            (json!({ "error": { "msg": "No.", "http_status": 200 } }), "ERROR “No.”"),
            (json!({ "error": { "msg": "No.", "http_status": 503 } }), "ERROR “No.”, HTTP 503"),
            (json!({ "to_come": 1 }), r#"{"to_come":1}"#),
        ] {
            assert_eq!(describe_effect(&effect), description);
        }
    }

    #[test]
    fn triggers_are_described() {
        let spec = FaultSpec { every: Some(3), times: Some(2), after_execution: Some(true), ..FaultSpec::default() };
        assert_eq!(describe_trigger(&spec), "every 3 calls, at most 2 times, after execution");
        assert_eq!(describe_trigger(&FaultSpec { probability: Some(0.05), ..FaultSpec::default() }), "5% of calls");
        assert_eq!(describe_trigger(&FaultSpec::default()), "every call");
    }

    #[test]
    fn patterns_are_described() {
        assert_eq!(describe_pattern(&[], None, None), "any operation");
        let operations = ["disable".to_owned(), "deactivate".to_owned()];
        assert_eq!(
            describe_pattern(&operations, Some("member"), Some("admin")),
            "disable, deactivate on member by admin"
        );
    }
}
