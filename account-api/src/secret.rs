//! Secrets: text that must not appear in logs.

use crate::lenient::LenientValue;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, de};

/// A password or a token. It is serialized as it is, but its `Debug` output hides it from logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text itself. Check every call: the result must not end up in a log or a message.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether the secret is the empty string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// Implemented by hand, because serde's own message about a wrong type shows the value, such as
    /// a password that was sent as a number.
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
    fn debug_output_hides_the_secret() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }

    #[test]
    fn a_secret_of_the_wrong_type_is_not_shown() {
        assert_eq!(serde_json::from_str::<Secret>("\"hunter2\"").unwrap(), Secret::new("hunter2"));
        for json in ["12345", "[\"hunter2\"]", "true", "null"] {
            let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
            assert!(error.starts_with("a secret must be a string"), "{error}");
        }
    }
}
