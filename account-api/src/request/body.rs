//! Request bodies: a JSON reader whose errors tell the author of the request which field is wrong,
//! what was expected and what was received.

use crate::json_text::{JsonTextError, json_text};
use crate::lenient::LenientValue;
use core::fmt;
use serde_json::{Map, Value};

/// Why a request body is invalid. Never contains a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The body is empty.
    Empty {
        /// The fields that it must have; empty if all are optional.
        required: &'static str,
        /// Whether clients and proxies may have dropped it, as they do with `DELETE`.
        may_be_dropped: bool,
    },
    /// The body is not in UTF-8.
    NotText(JsonTextError),
    /// The body is not JSON.
    NotJson {
        /// The line of the syntax error, from 1.
        line: usize,
        /// The column of the syntax error, from 1; 0 before the first character.
        column: usize,
        /// The parser's explanation.
        reason: String,
    },
    /// The body is JSON, but not an object.
    NotAnObject {
        /// The kind of value received.
        found: &'static str,
    },
    /// A required field is missing.
    Missing {
        /// The path of the field, such as `users[2].username`.
        field: String,
        /// What the field should contain.
        expected: &'static str,
    },
    /// A field has the wrong type or is out of range.
    Invalid {
        /// The path of the field, such as `users[2].username`.
        field: String,
        /// What the field should contain.
        expected: &'static str,
        /// What the field contains.
        found: String,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { required: "", .. } => f.write_str("The request has no body. Expected a JSON object."),
            Self::Empty { required, may_be_dropped } => {
                write!(f, "The request has no body. Expected a JSON object with {required}.")?;
                if *may_be_dropped {
                    f.write_str(" If you sent one, your HTTP client or a proxy dropped it: some do with DELETE.")?;
                }
                Ok(())
            }
            Self::NotText(error) => write!(f, "The body {error}."),
            Self::NotJson { line, column, reason: why } => {
                write!(f, "The body is not JSON: {why} at line {line}, column {column}.")
            }
            Self::NotAnObject { found } => write!(f, "The body must be a JSON object. Got {found}."),
            Self::Missing { field, expected } => write!(f, "{field} is missing. Expected {expected}."),
            Self::Invalid { field, expected, found } => write!(f, "{field} must be {expected}. Got {found}."),
        }
    }
}

impl core::error::Error for RequestError {}

/// Reads the fields of a JSON object one by one, and removes them.
pub(super) struct FieldReader {
    fields: Map<String, Value>,
    /// The prefix of field paths in messages: empty, or `users[2].`.
    prefix: String,
}

impl FieldReader {
    /// Parses a body. `required` names the fields that it must have, for the message about a
    /// missing one.
    pub(super) fn read(body: &[u8], required: &'static str) -> Result<Self, RequestError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(RequestError::Empty { required, may_be_dropped: false });
        }
        let text = json_text(body).map_err(RequestError::NotText)?;
        let value: Value = serde_json::from_str(text).map_err(|error| RequestError::NotJson {
            line: error.line(),
            column: error.column(),
            reason: without_position(&error.to_string()),
        })?;
        match value {
            Value::Object(fields) => Ok(Self { fields, prefix: String::new() }),
            other => Err(RequestError::NotAnObject { found: json_type_name(&other) }),
        }
    }

    pub(super) fn nested(fields: Map<String, Value>, prefix: String) -> Self {
        Self { fields, prefix }
    }

    /// Removes and returns a field. `null` counts as missing.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub(super) fn invalid(&self, name: &str, expected: &'static str, found: &Value) -> RequestError {
        RequestError::Invalid { field: self.path(name), expected, found: describe(found) }
    }

    pub(super) fn missing(&self, name: &str, expected: &'static str) -> RequestError {
        RequestError::Missing { field: self.path(name), expected }
    }

    pub(super) fn string(&mut self, name: &str) -> Result<Option<String>, RequestError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.invalid(name, "a string", &other)),
        }
    }

    pub(super) fn boolean(&mut self, name: &str) -> Result<Option<bool>, RequestError> {
        let Some(json) = self.take(name) else { return Ok(None) };
        let value = LenientValue::from(&json);
        match value.as_bool() {
            Some(boolean) if !matches!(value, LenientValue::Int(_)) => Ok(Some(boolean)),
            _ => Err(self.invalid(name, "true or false", &json)),
        }
    }

    /// Reads a whole number of at least `min`.
    pub(super) fn integer(
        &mut self,
        name: &str,
        min: i64,
        expected: &'static str,
    ) -> Result<Option<i64>, RequestError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = match LenientValue::from(&value) {
            // Larger than any count or offset can be, so the largest one does.
            LenientValue::Float(number) if number.fract() == 0.0 && number > 0.0 => Some(i64::MAX),
            LenientValue::Float(_) => None,
            LenientValue::Text(text) if text.len() > 18 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(i64::MAX)
            }
            value => value.as_i64(),
        };
        number.filter(|number| *number >= min).map(Some).ok_or_else(|| self.invalid(name, expected, &value))
    }

    pub(super) fn array(&mut self, name: &str, expected: &'static str) -> Result<Vec<Value>, RequestError> {
        match self.take(name) {
            None => Err(self.missing(name, expected)),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(self.invalid(name, expected, &other)),
        }
    }

    pub(super) fn strings(&mut self, name: &str) -> Result<Vec<String>, RequestError> {
        self.array(name, "a list of strings")?
            .into_iter()
            .enumerate()
            .map(|(index, item)| match item {
                Value::String(text) => Ok(text),
                other => Err(self.invalid(&format!("{name}[{index}]"), "a string", &other)),
            })
            .collect()
    }
}

impl From<&Value> for LenientValue {
    fn from(value: &Value) -> Self {
        use serde::Deserialize;
        Self::deserialize(value).unwrap_or_default()
    }
}

/// Describes a value in a message: its type, and short scalars themselves. Not for passwords.
fn describe(value: &Value) -> String {
    const MAX_SHOWN_CHARS: usize = 40;
    match value {
        Value::String(text) if text.chars().count() <= MAX_SHOWN_CHARS => format!("the string {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::Bool(_) => value.to_string(),
        other => json_type_name(other).to_owned(),
    }
}

pub(super) const fn json_type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Removes serde_json's suffix " at line 1 column 2": [`RequestError`] words the position itself.
fn without_position(message: &str) -> String {
    message.rfind(" at line ").map_or(message, |end| &message[..end]).to_owned()
}
