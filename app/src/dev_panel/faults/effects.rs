//! The effects that a fault can have, as the panel offers and describes them. The list itself is generated:
//! see `effect_table.rs`.

use super::effect_table::EFFECTS;
use serde_json::Value;

/// The argument of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// No argument.
    None,
    /// Milliseconds, or a range of them.
    Milliseconds,
    /// A `msg` and an HTTP status.
    Message,
    /// An HTTP status.
    Http,
    /// Seconds.
    Seconds,
    /// A number of accounts, positive or negative.
    Accounts,
}

impl Argument {
    /// The label of the field and its initial text.
    pub const fn field(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::None => None,
            Self::Milliseconds => Some(("Milliseconds", "1500")),
            Self::Message => Some(("Message", "Ordered by a fault")),
            Self::Http => Some(("HTTP status", "503")),
            Self::Seconds => Some(("Seconds", "2")),
            Self::Accounts => Some(("Accounts", "1")),
        }
    }

    /// The initial text of the field.
    pub fn initial(self) -> String {
        self.field().map(|(_, initial)| initial.to_owned()).unwrap_or_default()
    }

    /// Describes an argument that the mock has sent.
    fn describe(self, value: &Value) -> String {
        match self {
            Self::None => String::new(),
            Self::Milliseconds => describe_delay(value),
            Self::Message => value["msg"].as_str().unwrap_or_default().to_owned(),
            Self::Http | Self::Seconds | Self::Accounts => value.to_string(),
        }
    }
}

/// An effect to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The name in JSON.
    pub name: &'static str,
    /// The choice in the form.
    pub label: &'static str,
    /// The description of a fault with this effect; `{}` stands for the argument.
    pub summary: &'static str,
    /// What the effect takes.
    pub argument: Argument,
    /// Whether one can choose that the operation is executed first.
    pub allows_after_execution: bool,
}

/// Finds an effect by its name, or else returns the first.
pub fn find(name: &str) -> Kind {
    EFFECTS.iter().copied().find(|kind| kind.name == name).unwrap_or(EFFECTS[0])
}

/// Describes what a fault does. An effect that the panel does not know yet is shown as JSON.
pub fn effect_words(effect: &Value) -> String {
    let (name, argument) = match effect {
        Value::String(name) => (name.as_str(), &Value::Null),
        Value::Object(fields) => match fields.iter().next() {
            Some((name, argument)) => (name.as_str(), argument),
            None => return effect.to_string(),
        },
        _ => return effect.to_string(),
    };
    let Some(kind) = EFFECTS.iter().find(|kind| kind.name == name) else {
        return effect.as_str().map_or_else(|| effect.to_string(), str::to_owned);
    };
    let mut words = kind.summary.replace("{}", &kind.argument.describe(argument));
    if kind.argument == Argument::Message
        && let Some(http) = argument["http_status"].as_u64().filter(|http| *http != 200)
    {
        words += &format!(", HTTP {http}");
    }
    words
}

fn describe_delay(delay: &Value) -> String {
    let seconds = |milliseconds: &Value| format!("{} s", milliseconds.as_f64().unwrap_or_default() / 1000.0);
    match delay.as_array().map(Vec::as_slice) {
        Some([min, max]) => format!("{} to {}", seconds(min), seconds(max)),
        _ => seconds(delay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn effects_are_described_with_their_arguments() {
        for (effect, words) in [
            (json!("hang"), "No answer while it is there"),
            (json!("later"), "later"),
            (json!({ "delay": 1500 }), "1.5 s later"),
            (json!({ "delay": [500, 2000] }), "0.5 s to 2 s later"),
            (json!({ "html": 502 }), "HTML page, HTTP 502"),
            (json!({ "rate_limited": 2 }), "429, retry after 2 s"),
            (json!({ "error": { "msg": "No.", "http_status": 200 } }), "ERROR “No.”"),
            (json!({ "error": { "msg": "No.", "http_status": 503 } }), "ERROR “No.”, HTTP 503"),
            (json!({ "to_come": 1 }), r#"{"to_come":1}"#),
        ] {
            assert_eq!(effect_words(&effect), words);
        }
    }
}
