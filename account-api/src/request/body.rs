//! Reading request bodies, with messages for the one who wrote the request: which field, what was expected, what came.

use crate::lenient::LenientValue;
use core::fmt;
use serde_json::{Map, Value};

/// Why a request body was not understood. Names the field, what was expected and what came, never a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// There is no body.
    Empty,
    /// Not JSON, and where it stops being JSON.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1; 0 before the first character.
        column: usize,
        /// What the parser missed there.
        why: String,
    },
    /// JSON, but no object.
    NotAnObject {
        /// What came instead.
        found: &'static str,
    },
    /// A field that must be there is not.
    Missing {
        /// The field, as a path: `users[2].username`.
        field: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// A field holds something of the wrong type or outside its range.
    Wrong {
        /// The field, as a path: `users[2].username`.
        field: String,
        /// What it should hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The request has no body. Expected a JSON object."),
            Self::NotJson { line, column, why } => {
                write!(f, "The body is not JSON: {why} at line {line}, column {column}.")
            }
            Self::NotAnObject { found } => write!(f, "The body must be a JSON object. Got {found}."),
            Self::Missing { field, expected } => write!(f, "{field} is missing. Expected {expected}."),
            Self::Wrong { field, expected, found } => write!(f, "{field} must be {expected}. Got {found}."),
        }
    }
}

impl core::error::Error for RequestError {}

/// The fields of a JSON object, read one by one.
pub(super) struct FieldReader {
    fields: Map<String, Value>,
    /// What stands before a field's name in messages: empty, or `users[2].`.
    prefix: String,
}

impl FieldReader {
    pub(super) fn read(body: &[u8]) -> Result<Self, RequestError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(RequestError::Empty);
        }
        let value: Value = serde_json::from_slice(body).map_err(|error| RequestError::NotJson {
            line: error.line(),
            column: error.column(),
            why: without_position(&error.to_string()),
        })?;
        match value {
            Value::Object(fields) => Ok(Self { fields, prefix: String::new() }),
            other => Err(RequestError::NotAnObject { found: kind(&other) }),
        }
    }

    pub(super) fn nested(fields: Map<String, Value>, prefix: String) -> Self {
        Self { fields, prefix }
    }

    /// A field that may be missing; `null` counts as missing.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub(super) fn wrong(&self, name: &str, expected: &'static str, found: &Value) -> RequestError {
        RequestError::Wrong { field: self.path(name), expected, found: describe(found) }
    }

    pub(super) fn missing(&self, name: &str, expected: &'static str) -> RequestError {
        RequestError::Missing { field: self.path(name), expected }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, RequestError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, "a string", &other)),
        }
    }

    pub(super) fn truth(&mut self, name: &str) -> Result<Option<bool>, RequestError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let loose = LenientValue::from(&value);
        match loose.as_bool() {
            Some(truth) if !matches!(loose, LenientValue::Int(_)) => Ok(Some(truth)),
            _ => Err(self.wrong(name, "true or false", &value)),
        }
    }

    /// A whole number that is at least `least`.
    pub(super) fn whole(
        &mut self,
        name: &str,
        least: i64,
        expected: &'static str,
    ) -> Result<Option<i64>, RequestError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = match LenientValue::from(&value) {
            // Past any count: whoever asks for so much gets the most there is.
            LenientValue::Float(number) if number.fract() == 0.0 && number > 0.0 => Some(i64::MAX),
            LenientValue::Float(_) => None,
            LenientValue::Text(text) if text.len() > 18 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(i64::MAX)
            }
            loose => loose.as_i64(),
        };
        number.filter(|number| *number >= least).map(Some).ok_or_else(|| self.wrong(name, expected, &value))
    }

    pub(super) fn array(&mut self, name: &str, expected: &'static str) -> Result<Vec<Value>, RequestError> {
        match self.take(name) {
            None => Err(self.missing(name, expected)),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(self.wrong(name, expected, &other)),
        }
    }

    pub(super) fn strings(&mut self, name: &str) -> Result<Vec<String>, RequestError> {
        self.array(name, "a list of strings")?
            .into_iter()
            .enumerate()
            .map(|(at, item)| match item {
                Value::String(text) => Ok(text),
                other => Err(self.wrong(&format!("{name}[{at}]"), "a string", &other)),
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

/// A value as a message shows it: its kind, and short scalars themselves. Never used on passwords.
fn describe(value: &Value) -> String {
    const MAX_SHOWN_CHARS: usize = 40;
    match value {
        Value::String(text) if text.chars().count() <= MAX_SHOWN_CHARS => format!("the string {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::Bool(_) => value.to_string(),
        other => kind(other).to_owned(),
    }
}

pub(super) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// serde_json ends its messages in " at line 1 column 2", which ours says in words of its own.
fn without_position(message: &str) -> String {
    message.rfind(" at line ").map_or(message, |at| &message[..at]).to_owned()
}
