//! Faults and gates in words.

use crate::dev_panel::control::faults::FaultSpec;

/// Which calls are meant.
pub fn pattern_words(operations: &[String], account: Option<&str>, by: Option<&str>) -> String {
    let mut words = if operations.is_empty() { "any operation".to_owned() } else { operations.join(", ") };
    if let Some(account) = account {
        words += &format!(" on {account}");
    }
    if let Some(by) = by {
        words += &format!(" by {by}");
    }
    words
}

/// Which of the calls that fit, and how often.
pub fn when_words(order: &FaultSpec) -> String {
    let mut words = match order {
        FaultSpec { nth: Some(nth), .. } => format!("call {nth} only"),
        FaultSpec { from: Some(from), .. } => format!("from call {from} on"),
        FaultSpec { every: Some(every), .. } => format!("one call in {every}"),
        FaultSpec { probability: Some(probability), .. } => format!("{} % of calls", (probability * 1e6).round() / 1e4),
        _ => "every call".to_owned(),
    };
    if let Some(times) = order.times {
        words += &format!(", {times} at most");
    }
    if order.after_execution == Some(true) {
        words += ", after it was carried out";
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_words() {
        let order = FaultSpec { every: Some(3), times: Some(2), after_execution: Some(true), ..FaultSpec::default() };
        assert_eq!(when_words(&order), "one call in 3, 2 at most, after it was carried out");
        assert_eq!(when_words(&FaultSpec { probability: Some(0.05), ..FaultSpec::default() }), "5 % of calls");
        assert_eq!(when_words(&FaultSpec::default()), "every call");
    }

    #[test]
    fn calls_are_told_in_words() {
        assert_eq!(pattern_words(&[], None, None), "any operation");
        let two = ["disable".to_owned(), "deactivate".to_owned()];
        assert_eq!(pattern_words(&two, Some("member"), Some("admin")), "disable, deactivate on member by admin");
    }
}
