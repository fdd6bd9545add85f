//! The values of the fault form, and their conversion to a [`FaultSpec`].

use super::catalog;
use super::effects::Argument;
use crate::dev_panel::control::faults::FaultSpec;
use serde_json::{Value, json};

/// The values of the form, as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FaultForm {
    /// The name of the effect.
    pub effect: String,
    /// The argument of the effect.
    pub argument: String,
    /// The HTTP status of an ERROR with a message. Empty means 200.
    pub http_status: String,
    /// The name of the operation. Empty means any.
    pub operation: String,
    /// The account that the request names. Empty means any.
    pub account: String,
    /// The user whose token is sent. Empty means any.
    pub caller: String,
    /// The name of one of the choices.
    pub trigger: String,
    /// The number that the trigger takes.
    pub trigger_value: String,
    /// The maximum number of times. Empty means unlimited.
    pub times: String,
    /// Whether the operation is executed first.
    pub after_execution: bool,
}

impl FaultForm {
    /// Converts the values to a spec.
    ///
    /// # Errors
    /// Returns a message that names the first field with an invalid number.
    pub fn to_spec(&self) -> Result<FaultSpec, String> {
        let non_empty = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let mut spec = FaultSpec {
            operation: non_empty(&self.operation).into_iter().collect(),
            account: non_empty(&self.account),
            caller: non_empty(&self.caller),
            times: non_empty(&self.times).map(|times| parse_number("At most", &times)).transpose()?,
            after_execution: (self.after_execution && catalog::find_or_default(&self.effect).allows_after_execution)
                .then_some(true),
            effect: self.effect_json()?,
            ..FaultSpec::default()
        };
        match self.trigger.as_str() {
            "nth" => spec.nth = Some(parse_number("Number", &self.trigger_value)?),
            "from" => spec.from = Some(parse_number("Number", &self.trigger_value)?),
            "every" => spec.every = Some(parse_number("Number", &self.trigger_value)?),
            "probability" => spec.probability = Some(parse_number::<f64>("Percent", &self.trigger_value)? / 100.0),
            _ => {}
        }
        Ok(spec)
    }

    fn effect_json(&self) -> Result<Value, String> {
        let kind = catalog::find_or_default(&self.effect);
        let argument = &self.argument;
        Ok(match kind.argument {
            Argument::None => return Ok(json!(kind.name)),
            Argument::Milliseconds => match argument.split_once('-') {
                Some((min, max)) => {
                    json!({ kind.name: [parse_number::<u32>("Milliseconds", min)?, parse_number::<u32>("Milliseconds", max)?] })
                }
                None => json!({ kind.name: parse_number::<u32>("Milliseconds", argument)? }),
            },
            Argument::Message => {
                let http_status = if self.http_status.trim().is_empty() {
                    200
                } else {
                    parse_number::<u16>("HTTP status", &self.http_status)?
                };
                json!({ kind.name: { "msg": argument, "http_status": http_status } })
            }
            Argument::Http => json!({ kind.name: parse_number::<u16>("HTTP status", argument)? }),
            Argument::Seconds => json!({ kind.name: parse_number::<u32>("Seconds", argument)? }),
            Argument::Accounts => json!({ kind.name: parse_number::<i32>("Accounts", argument)? }),
            Argument::Duration => json!({ kind.name: parse_number::<u32>("Milliseconds", argument)? }),
            Argument::BytesPerSecond => json!({ kind.name: parse_number::<u32>("Bytes per second", argument)? }),
        })
    }
}

fn parse_number<T: core::str::FromStr>(field: &str, text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| format!("{field}: “{}” is not a valid number.", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec_json(form: &FaultForm) -> Result<Value, String> {
        form.to_spec().map(|spec| json!(spec))
    }

    #[test]
    fn form_values_convert_to_a_spec() {
        let minimal = FaultForm { effect: "hang".into(), trigger: "always".into(), ..FaultForm::default() };
        assert_eq!(spec_json(&minimal), Ok(json!({ "effect": "hang" })));
        let complete = FaultForm {
            effect: "delay".into(),
            argument: "500 - 2000".into(),
            operation: "disable".into(),
            account: " member ".into(),
            caller: "admin".into(),
            trigger: "probability".into(),
            trigger_value: "25".into(),
            times: "3".into(),
            after_execution: true,
            ..FaultForm::default()
        };
        assert_eq!(
            spec_json(&complete),
            Ok(json!({
                "operation": ["disable"], "account": "member", "caller": "admin", "probability": 0.25, "times": 3, "after_execution": true,
                "effect": { "delay": [500, 2000] },
            }))
        );
        let error =
            FaultForm { effect: "error".into(), argument: "No.".into(), http_status: "503".into(), ..minimal.clone() };
        assert_eq!(spec_json(&error), Ok(json!({ "effect": { "error": { "msg": "No.", "http_status": 503 } } })));
        let truncated = FaultForm { effect: "truncated".into(), after_execution: true, ..minimal };
        assert_eq!(spec_json(&truncated), Ok(json!({ "effect": "truncated" })), "this effect has no such option");
    }

    #[test]
    fn an_invalid_number_is_reported_with_its_field() {
        let form = FaultForm { effect: "html".into(), argument: "soon".into(), ..FaultForm::default() };
        assert_eq!(spec_json(&form), Err("HTTP status: “soon” is not a valid number.".into()));
        let form = FaultForm { effect: "hang".into(), trigger: "nth".into(), ..FaultForm::default() };
        assert_eq!(spec_json(&form), Err("Number: “” is not a valid number.".into()));
    }
}
