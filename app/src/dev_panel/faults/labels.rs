//! Faults and gates in words.

use crate::dev_panel::control::faults::FaultSpec;
use serde_json::Value;

/// What a fault does.
pub fn effect_words(effect: &Value) -> String {
    if let Some(name) = effect.as_str() {
        return match name {
            "hang" => "No answer while it is there",
            "truncated" => "First half of the answer",
            "malformed" => "Answer that is no JSON",
            "cut_off" => "Connection breaks midway",
            "reset" => "Connection reset",
            "unauthorized" => "401, token refused",
            "stale" => "Data as it was when the fault was made",
            other => other,
        }
        .to_owned();
    }
    let Some((name, argument)) = effect.as_object().and_then(|effect| effect.iter().next()) else {
        return effect.to_string();
    };
    match name.as_str() {
        "delay" => delay_words(argument),
        "error" => {
            let http = argument["http_status"].as_u64().filter(|http| *http != 200);
            let http = http.map_or_else(String::new, |http| format!(", HTTP {http}"));
            format!("ERROR “{}”{http}", argument["msg"].as_str().unwrap_or_default())
        }
        "status" => format!("ERROR, HTTP {argument}"),
        "html" => format!("HTML page, HTTP {argument}"),
        "empty" => format!("Nothing, HTTP {argument}"),
        "rate_limited" => format!("429, retry after {argument} s"),
        "shift" => format!("List shifts by {argument}"),
        _ => effect.to_string(),
    }
}

fn delay_words(delay: &Value) -> String {
    let seconds = |milliseconds: &Value| format!("{} s", milliseconds.as_f64().unwrap_or_default() / 1000.0);
    match delay.as_array().map(Vec::as_slice) {
        Some([least, most]) => format!("{} to {} later", seconds(least), seconds(most)),
        _ => format!("{} later", seconds(delay)),
    }
}

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
    use serde_json::json;

    #[test]
    fn faults_are_told_in_words() {
        for (effect, words) in [
            (json!("hang"), "No answer while it is there"),
            (json!({ "delay": 1500 }), "1.5 s later"),
            (json!({ "delay": [500, 2000] }), "0.5 s to 2 s later"),
            (json!({ "html": 502 }), "HTML page, HTTP 502"),
            (json!({ "error": { "msg": "No.", "http_status": 200 } }), "ERROR “No.”"),
            (json!({ "error": { "msg": "No.", "http_status": 503 } }), "ERROR “No.”, HTTP 503"),
            (json!({ "to_come": 1 }), r#"{"to_come":1}"#),
        ] {
            assert_eq!(effect_words(&effect), words);
        }
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
