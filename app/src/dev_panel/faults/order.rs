//! An order for a fault, read from what was typed.

use super::effects::{self, Argument};
use crate::dev_panel::control::faults::FaultOrder;
use serde_json::{Value, json};

/// When a fault strikes: how that is ordered, how it reads, and whether it takes a number.
pub const WHEN: [(&str, &str, bool); 5] = [
    ("always", "Every call", false),
    ("nth", "Only the nth call", true),
    ("from", "From the nth call on", true),
    ("every", "Every nth call", true),
    ("share", "A share, in percent", true),
];

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultForm {
    /// One of [`effects::ALL`].
    pub effect: String,
    /// What the effect takes.
    pub argument: String,
    /// The HTTP status of an ERROR with a message; 200 when empty.
    pub http: String,
    /// Any when empty.
    pub operation: String,
    /// Any when empty.
    pub account: String,
    /// Anybody when empty.
    pub by: String,
    /// One of [`WHEN`].
    pub when: String,
    /// The number that it takes.
    pub number: String,
    /// How often at most; for ever when empty.
    pub times: String,
    /// Whether the operation is carried out before.
    pub applied: bool,
}

impl FaultForm {
    /// What it orders.
    ///
    /// # Errors
    /// Names the field that holds no such thing.
    pub fn order(&self) -> Result<FaultOrder, String> {
        let some = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let mut order = FaultOrder {
            operation: some(&self.operation).into_iter().collect(),
            account: some(&self.account),
            by: some(&self.by),
            times: some(&self.times).map(|times| number("At most", &times)).transpose()?,
            applied: (self.applied && effects::find(&self.effect).may_apply).then_some(true),
            effect: self.effect()?,
            ..FaultOrder::default()
        };
        match self.when.as_str() {
            "nth" => order.nth = Some(number("Number", &self.number)?),
            "from" => order.from = Some(number("Number", &self.number)?),
            "every" => order.every = Some(number("Number", &self.number)?),
            "share" => order.share = Some(number::<f64>("Percent", &self.number)? / 100.0),
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
                let http = if self.http.trim().is_empty() { 200 } else { number::<u16>("HTTP status", &self.http)? };
                json!({ kind.name: { "msg": argument, "http": http } })
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
            by: "admin".into(),
            when: "share".into(),
            number: "25".into(),
            times: "3".into(),
            applied: true,
            ..FaultForm::default()
        };
        assert_eq!(
            ordered(whole),
            Ok(json!({
                "operation": ["disable"], "account": "member", "by": "admin", "share": 0.25, "times": 3, "applied": true,
                "effect": { "delay": [500, 2000] },
            }))
        );
        let error = FaultForm { effect: "error".into(), argument: "No.".into(), http: "503".into(), ..simple.clone() };
        assert_eq!(ordered(error), Ok(json!({ "effect": { "error": { "msg": "No.", "http": 503 } } })));
        let answer = FaultForm { effect: "truncated".into(), applied: true, ..simple };
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
