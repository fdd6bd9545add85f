//! The types of the generated `effect_table.rs`: the effects that a fault can have, their
//! arguments, and when a fault triggers.

use serde_json::Value;

/// The argument that an effect takes, which decides how the form edits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// No argument.
    None,
    /// Milliseconds, or a range of milliseconds.
    Milliseconds,
    /// A `msg` and an HTTP status.
    Message,
    /// An HTTP status.
    Http,
    /// Seconds.
    Seconds,
    /// A number of accounts, positive or negative.
    Accounts,
    /// Milliseconds, without a range.
    Duration,
    /// A bandwidth.
    BytesPerSecond,
}

impl Argument {
    /// Returns the label of the form field and its initial text.
    pub const fn field(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::None => None,
            Self::Milliseconds => Some(("Milliseconds", "1500")),
            Self::Message => Some(("Message", "Simulated by a fault")),
            Self::Http => Some(("HTTP status", "503")),
            Self::Seconds => Some(("Seconds", "2")),
            Self::Accounts => Some(("Accounts", "1")),
            Self::Duration => Some(("Milliseconds", "1500")),
            Self::BytesPerSecond => Some(("Bytes per second", "1000")),
        }
    }

    /// Returns the initial text of the form field.
    pub fn initial(self) -> String {
        self.field().map(|(_, initial)| initial.to_owned()).unwrap_or_default()
    }

    /// Formats an argument received from the mock.
    fn describe(self, value: &Value) -> String {
        match self {
            Self::None => String::new(),
            Self::Milliseconds | Self::Duration => describe_delay(value),
            Self::Message => value["msg"].as_str().unwrap_or_default().to_owned(),
            Self::Http | Self::Seconds | Self::Accounts | Self::BytesPerSecond => value.to_string(),
        }
    }
}

/// A choice of when a fault triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerChoice {
    /// The value in the form. Except for `always`, also the name of a field of a fault.
    pub name: &'static str,
    /// The label in the form.
    pub label: &'static str,
    /// Whether it takes a number.
    pub takes_number: bool,
}

/// A fault that can be added with one click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The label of its button.
    pub label: &'static str,
    /// The effect, in JSON.
    pub effect: &'static str,
    /// Whether the operation is executed first.
    pub after_execution: bool,
}

/// An effect that a fault can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The name in JSON.
    pub name: &'static str,
    /// The label in the form.
    pub label: &'static str,
    /// The description of a fault with this effect. `{}` is replaced by the argument.
    pub summary: &'static str,
    /// The argument that it takes.
    pub argument: Argument,
    /// Whether a fault can have this effect after the operation was executed.
    pub allows_after_execution: bool,
}

impl Kind {
    /// Describes the effect with an argument received from the mock.
    pub fn describe(self, argument: &Value) -> String {
        let mut text = self.summary.replace("{}", &self.argument.describe(argument));
        if self.argument == Argument::Message
            && let Some(http_status) = argument["http_status"].as_u64().filter(|http_status| *http_status != 200)
        {
            text += &format!(", HTTP {http_status}");
        }
        text
    }
}

fn describe_delay(delay: &Value) -> String {
    let seconds = |milliseconds: &Value| format!("{} s", milliseconds.as_f64().unwrap_or_default() / 1000.0);
    match delay.as_array().map(Vec::as_slice) {
        Some([min, max]) => format!("{} to {}", seconds(min), seconds(max)),
        _ => seconds(delay),
    }
}
