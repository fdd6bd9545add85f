//! Text that must not be seen.

use crate::lenient::LenientValue;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

/// A password or a token: goes over the wire as it is, and into no log, because its `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Every call of this is a place to check that it ends in no log and no message.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// By hand, because serde's own message about a wrong type shows the value: a password written as a number.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match LenientValue::deserialize(deserializer)? {
            LenientValue::Text(text) => Ok(Self(text)),
            _ => Err(de::Error::custom("a secret must be a string")),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_it() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }

    #[test]
    fn a_secret_of_the_wrong_type_is_not_shown_either() {
        assert_eq!(serde_json::from_str::<Secret>("\"hunter2\"").unwrap(), Secret::new("hunter2"));
        for json in ["12345", "[\"hunter2\"]", "true", "null"] {
            let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
            assert!(error.starts_with("a secret must be a string"), "{error}");
        }
    }
}
