//! `error_details`: the names for which a request failed, and the reasons.

use crate::lenient::LenientValue;
use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

/// A name for which a request failed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Failure {
    /// The account name, as sent in the request.
    pub name: String,
    /// The platform's reason. `POST /users` gives none.
    pub reason: Option<String>,
}

/// Reads both documented shapes, `{"jesse": "User (jesse) not found"}` and `{"FAILURE":
/// ["alice"]}`, and accepts any other JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details(pub(super) Vec<Failure>);

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Value::Object(entries) = Value::deserialize(deserializer)? else {
            return Ok(Self::default());
        };
        let mut failures = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match value {
                Value::Array(names) => failures.extend(
                    names
                        .into_iter()
                        .filter_map(scalar_text)
                        .map(|name| Failure { name, reason: (key != "FAILURE").then(|| key.clone()) }),
                ),
                reason => failures.push(Failure { name: key, reason: scalar_text(reason) }),
            }
        }
        Ok(Self(failures))
    }
}

fn scalar_text(value: Value) -> Option<String> {
    serde_json::from_value::<LenientValue>(value).ok().and_then(LenientValue::into_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<(String, Option<String>)> {
        let Details(failures) = serde_json::from_str(json).unwrap();
        failures.into_iter().map(|failure| (failure.name, failure.reason)).collect()
    }

    #[test]
    fn both_documented_shapes_are_read() {
        assert_eq!(
            read(r#"{"jesse": "User (jesse) not found"}"#),
            [("jesse".to_owned(), Some("User (jesse) not found".to_owned()))]
        );
        assert_eq!(read(r#"{"FAILURE": ["alice", "bob"]}"#), [("alice".to_owned(), None), ("bob".to_owned(), None)]);
    }

    #[test]
    fn other_shapes_are_read_as_far_as_possible() {
        assert_eq!(read("null"), []);
        assert_eq!(read("\"oops\""), []);
        assert_eq!(read(r#"{"EXISTS": ["a"]}"#), [("a".to_owned(), Some("EXISTS".to_owned()))]);
        assert_eq!(read(r#"{"a": {"code": 3}}"#), [("a".to_owned(), None)]);
    }
}
