//! An order for a fault, read from what was typed.

use super::effects::{self, Argument};
use crate::dev_panel::control::faults::FaultSpec;
use serde_json::{Value, json};

/// When a fault strikes: how that is ordered, how it reads, and whether it takes a number.
pub const WHEN: [(&str, &str, bool); 5] = [
    ("always", "Every call", false),
    ("nth", "Only the nth call", true),
    ("from", "From the nth call on", true),
    ("every", "Every nth call", true),
    ("probability", "A share, in percent", true),
];

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultForm {
    /// The name of an effect.
    pub effect: String,
    /// What the effect takes.
    pub argument: String,
    /// The HTTP status of an ERROR with a message; 200 when empty.
    pub http_status: String,
    /// Any when empty.
    pub operation: String,
    /// Any when empty.
    pub account: String,
    /// Anybody when empty.
    pub caller: String,
    /// One of [`WHEN`].
    pub when: String,
    /// The number that it takes.
    pub trigger_value: String,
    /// How often at most; for ever when empty.
    pub times: String,
    /// Whether the operation is carried out before.
    pub after_execution: bool,
}

impl FaultForm {
    /// What it orders.
    ///
    /// # Errors
    /// Names the field that holds no such thing.
    pub fn order(&self) -> Result<FaultSpec, String> {
        let some = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let mut order = FaultSpec {
            operation: some(&self.operation).into_iter().collect(),
            account: some(&self.account),
            caller: some(&self.caller),
            times: some(&self.times).map(|times| number("At most", &times)).transpose()?,
            after_execution: (self.after_execution && effects::find(&self.effect).allows_after_execution)
                .then_some(true),
            effect: self.effect()?,
            ..FaultSpec::default()
        };
        match self.when.as_str() {
            "nth" => order.nth = Some(number("Number", &self.trigger_value)?),
            "from" => order.from = Some(number("Number", &self.trigger_value)?),
            "every" => order.every = Some(number("Number", &self.trigger_value)?),
            "probability" => order.probability = Some(number::<f64>("Percent", &self.trigger_value)? / 100.0),
            _ => {}
        }
        Ok(order)
    }

    fn effect(&self) -> Result<Value, String> {
        let kind = effects::find(&self.effect);
        let argument = &self.argument;
        Ok(match kind.argument {
            Argument::None => return Ok(json!(kind.name)),
            Argument::Milliseconds => match argument.split_once('-') {
                Some((least, most)) => {
                    json!({ kind.name: [number::<u32>("Milliseconds", least)?, number::<u32>("Milliseconds", most)?] })
                }
                None => json!({ kind.name: number::<u32>("Milliseconds", argument)? }),
            },
            Argument::Message => {
                let http = if self.http_status.trim().is_empty() {
                    200
                } else {
                    number::<u16>("HTTP status", &self.http_status)?
                };
                json!({ kind.name: { "msg": argument, "http_status": http } })
            }
            Argument::Http => json!({ kind.name: number::<u16>("HTTP status", argument)? }),
            Argument::Seconds => json!({ kind.name: number::<u32>("Seconds", argument)? }),
            Argument::Accounts => json!({ kind.name: number::<i32>("Accounts", argument)? }),
        })
    }
}

fn number<T: core::str::FromStr>(field: &str, text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| format!("{field}: “{}” is no such number.", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(typed: FaultForm) -> Result<Value, String> {
        typed.order().map(|order| json!(order))
    }

    #[test]
    fn what_was_typed_becomes_an_order() {
        let simple = FaultForm { effect: "hang".into(), when: "always".into(), ..FaultForm::default() };
        assert_eq!(ordered(simple.clone()), Ok(json!({ "effect": "hang" })));
        let whole = FaultForm {
            effect: "delay".into(),
            argument: "500 - 2000".into(),
            operation: "disable".into(),
            account: " member ".into(),
            caller: "admin".into(),
            when: "probability".into(),
            trigger_value: "25".into(),
            times: "3".into(),
            after_execution: true,
            ..FaultForm::default()
        };
        assert_eq!(
            ordered(whole),
            Ok(json!({
                "operation": ["disable"], "account": "member", "caller": "admin", "probability": 0.25, "times": 3, "after_execution": true,
                "effect": { "delay": [500, 2000] },
            }))
        );
        let error =
            FaultForm { effect: "error".into(), argument: "No.".into(), http_status: "503".into(), ..simple.clone() };
        assert_eq!(ordered(error), Ok(json!({ "effect": { "error": { "msg": "No.", "http_status": 503 } } })));
        let answer = FaultForm { effect: "truncated".into(), after_execution: true, ..simple };
        assert_eq!(ordered(answer), Ok(json!({ "effect": "truncated" })), "there is no choice");
    }

    #[test]
    fn what_is_no_number_is_named() {
        let typed = FaultForm { effect: "html".into(), argument: "soon".into(), ..FaultForm::default() };
        assert_eq!(ordered(typed), Err("HTTP status: “soon” is no such number.".into()));
        let typed = FaultForm { effect: "hang".into(), when: "nth".into(), ..FaultForm::default() };
        assert_eq!(ordered(typed), Err("Number: “” is no such number.".into()));
    }
}
