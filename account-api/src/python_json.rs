//! JSON exactly as Python's `json.dumps` writes it: `", "` and `": "` as separators, everything
//! outside ASCII escaped.
//!
//! The reference documents its requests as `data=json.dumps(args)`. Sending the same bytes rules
//! out a deployment that accepts those and rejects ours.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Encodes a request. Requests hold only strings, numbers, booleans, arrays and maps with string
/// keys, so serialization into memory cannot fail.
pub(crate) fn dumps(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(64);
    let result = value.serialize(&mut Serializer::with_formatter(&mut bytes, PythonFormatter));
    debug_assert!(result.is_ok(), "requests always serialize");
    String::from_utf8(bytes).unwrap_or_default()
}

struct PythonFormatter;

impl Formatter for PythonFormatter {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for character in fragment.chars() {
            if matches!(character, ' '..='~') {
                out.write_all(&[character as u8])?;
            } else {
                for unit in character.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_are_those_of_python() {
        let value = serde_json::json!({"a": [1, 2], "b": {"c": null}, "d": []});
        assert_eq!(dumps(&value), r#"{"a": [1, 2], "b": {"c": null}, "d": []}"#);
    }

    #[test]
    fn everything_outside_ascii_is_escaped() {
        assert_eq!(dumps(&"é😀\u{7f}\n\"\\"), "\"\\u00e9\\ud83d\\ude00\\u007f\\n\\\"\\\\\"");
    }

    proptest! {
        #[test]
        fn encoded_strings_round_trip(text in ".*") {
            prop_assert_eq!(serde_json::from_str::<String>(&dumps(&text)).unwrap(), text);
        }
    }
}
