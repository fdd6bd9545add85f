//! Descriptions of faults and gates.

use crate::dev_panel::control::faults::FaultSpec;

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
        FaultSpec { every: Some(every), .. } => format!("one call in {every}"),
        FaultSpec { probability: Some(probability), .. } => format!("{} % of calls", (probability * 1e6).round() / 1e4),
        _ => "every call".to_owned(),
    };
    if let Some(times) = spec.times {
        text += &format!(", {times} at most");
    }
    if spec.after_execution == Some(true) {
        text += ", after it was carried out";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triggers_are_described() {
        let spec = FaultSpec { every: Some(3), times: Some(2), after_execution: Some(true), ..FaultSpec::default() };
        assert_eq!(describe_trigger(&spec), "one call in 3, 2 at most, after it was carried out");
        assert_eq!(describe_trigger(&FaultSpec { probability: Some(0.05), ..FaultSpec::default() }), "5 % of calls");
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
