//! Scalars as deployments send them: `true`, `"true"`, `"True"`, `1`, `5`, `"5"`.

use core::fmt;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A JSON value of which only scalars are kept. Decoding one takes whatever JSON stands there, but
/// for what the parser itself cannot represent: half a surrogate pair, a number past `f64`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loose {
    /// `null`, or the field was missing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction, or one too large for an `i64`.
    Float(f64),
    /// A string.
    Text(String),
    /// An array or an object, skipped.
    Nested,
}

impl Loose {
    /// The truth it states: a boolean, one written as a string in any case, or the numbers 0 and 1.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Int(0) => Some(false),
            Self::Int(1) => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The whole number it states, as a number or as a string of digits. A number's fraction is cut off (`1559798774.25` is
    /// a time).
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) if number.abs() < 9e15 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
                Some(number.trunc() as i64)
            }
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The text it states; numbers and booleans are spelled out.
    #[must_use]
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Null | Self::Nested => None,
        }
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Loose;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_unit<E>(self) -> Result<Loose, E> {
                Ok(Loose::Null)
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Loose, E> {
                Ok(Loose::Bool(truth))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Loose, E> {
                Ok(Loose::Int(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Loose, E> {
                #[expect(clippy::cast_precision_loss, reason = "only numbers past any count or time come here")]
                Ok(i64::try_from(number).map_or(Loose::Float(number as f64), Loose::Int))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Loose, E> {
                Ok(Loose::Float(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
                Ok(Loose::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Loose, E> {
                Ok(Loose::Text(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Loose::Nested)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Loose, A::Error> {
                while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Loose::Nested)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loose(json: &str) -> Loose {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn booleans_come_in_every_spelling() {
        for json in ["true", "\"true\"", "\"True\"", "\" TRUE \"", "1"] {
            assert_eq!(loose(json).truth(), Some(true), "{json}");
        }
        for json in ["false", "\"false\"", "\"False\"", "0"] {
            assert_eq!(loose(json).truth(), Some(false), "{json}");
        }
        for json in ["null", "\"yes\"", "2", "[true]", "{}"] {
            assert_eq!(loose(json).truth(), None, "{json}");
        }
    }

    #[test]
    fn numbers_come_as_numbers_and_as_strings() {
        assert_eq!(loose("5").whole(), Some(5));
        assert_eq!(loose("\"5\"").whole(), Some(5));
        assert_eq!(loose("-1").whole(), Some(-1));
        assert_eq!(loose("1559798774.5").whole(), Some(1_559_798_774));
        assert_eq!(loose("\"five\"").whole(), None);
        assert_eq!(loose("1e300").whole(), None);
        assert_eq!(loose("18446744073709551615").whole(), None);
    }

    #[test]
    fn nested_values_are_skipped_not_refused() {
        assert_eq!(loose("{\"a\": [1, {\"b\": null}]}"), Loose::Nested);
    }
}
