//! Lenient JSON scalars, in every spelling that deployments send: `true`, `"true"`, `"True"`, `1`,
//! `5`, `"5"`.

use core::fmt;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A JSON value that keeps only scalars. Decoding accepts any JSON value, except what serde_json
/// itself cannot represent: half a surrogate pair, a number beyond `f64`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LenientValue {
    /// `null`, or a missing field.
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

impl LenientValue {
    /// Reads a boolean: `true` or `false`, the same as a string in any case, or the numbers 0 and
    /// 1.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Int(0) => Some(false),
            Self::Int(1) => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Reads a whole number, written as a number or as a string of digits. Truncates a fraction,
    /// because deployments send times such as `1559798774.25`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
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

    /// Reads a string. Numbers and booleans are converted to text.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Int(number) => Some(number.to_string()),
            Self::Float(number) => Some(number.to_string()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Null | Self::Nested => None,
        }
    }
}

impl<'de> Deserialize<'de> for LenientValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = LenientValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_unit<E>(self) -> Result<LenientValue, E> {
                Ok(LenientValue::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<LenientValue, E> {
                Ok(LenientValue::Bool(value))
            }
            fn visit_i64<E>(self, number: i64) -> Result<LenientValue, E> {
                Ok(LenientValue::Int(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<LenientValue, E> {
                #[expect(clippy::cast_precision_loss, reason = "only numbers beyond every count and time reach this")]
                Ok(i64::try_from(number).map_or(LenientValue::Float(number as f64), LenientValue::Int))
            }
            fn visit_f64<E>(self, number: f64) -> Result<LenientValue, E> {
                Ok(LenientValue::Float(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<LenientValue, E> {
                Ok(LenientValue::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<LenientValue, E> {
                Ok(LenientValue::Text(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<LenientValue, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(LenientValue::Nested)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<LenientValue, A::Error> {
                while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(LenientValue::Nested)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> LenientValue {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn booleans_are_read_in_every_spelling() {
        for json in ["true", "\"true\"", "\"True\"", "\" TRUE \"", "1"] {
            assert_eq!(parse(json).as_bool(), Some(true), "{json}");
        }
        for json in ["false", "\"false\"", "\"False\"", "0"] {
            assert_eq!(parse(json).as_bool(), Some(false), "{json}");
        }
        for json in ["null", "\"yes\"", "2", "[true]", "{}"] {
            assert_eq!(parse(json).as_bool(), None, "{json}");
        }
    }

    #[test]
    fn numbers_are_read_from_numbers_and_from_strings() {
        assert_eq!(parse("5").as_i64(), Some(5));
        assert_eq!(parse("\"5\"").as_i64(), Some(5));
        assert_eq!(parse("-1").as_i64(), Some(-1));
        assert_eq!(parse("1559798774.5").as_i64(), Some(1_559_798_774));
        assert_eq!(parse("\"five\"").as_i64(), None);
        assert_eq!(parse("1e300").as_i64(), None);
        assert_eq!(parse("18446744073709551615").as_i64(), None);
    }

    #[test]
    fn nested_values_are_skipped_instead_of_rejected() {
        assert_eq!(parse("{\"a\": [1, {\"b\": null}]}"), LenientValue::Nested);
    }
}
