//! The text of a JSON document: UTF-8 without a byte order mark (RFC 8259, section 8.1).

use core::fmt;

/// Why bytes are not the text of a JSON document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonTextError {
    /// A byte is not part of a character in UTF-8.
    NotUtf8 {
        /// The position of the byte, from 1.
        byte: usize,
    },
    /// The text starts with a byte order mark of UTF-8.
    ByteOrderMark,
    /// The text starts with a byte order mark of UTF-16.
    Utf16,
}

impl fmt::Display for JsonTextError {
    /// Completes a sentence that starts with the document: "The body …".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { byte } => write!(f, "is not UTF-8 at byte {byte}"),
            Self::ByteOrderMark => f.write_str("starts with a byte order mark, which JSON may not have"),
            Self::Utf16 => f.write_str("is UTF-16, but JSON is UTF-8"),
        }
    }
}

impl core::error::Error for JsonTextError {}

/// Returns the text of a JSON document.
///
/// # Errors
/// See [`JsonTextError`].
pub fn json_text(bytes: &[u8]) -> Result<&str, JsonTextError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(JsonTextError::Utf16);
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        return Err(JsonTextError::ByteOrderMark);
    }
    core::str::from_utf8(bytes).map_err(|error| JsonTextError::NotUtf8 { byte: error.valid_up_to() + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_named() {
        assert_eq!(json_text("{\"a\": \"\u{fc}\"}".as_bytes()), Ok("{\"a\": \"\u{fc}\"}"));
        assert_eq!(json_text(b"{\"a\": \"\xfc\"}"), Err(JsonTextError::NotUtf8 { byte: 8 }));
        assert_eq!(json_text(b"\xef\xbb\xbf{}"), Err(JsonTextError::ByteOrderMark));
        assert_eq!(json_text(b"\xff\xfe{\0}\0"), Err(JsonTextError::Utf16));
        assert_eq!(json_text(b"\xfe\xff\0{\0}"), Err(JsonTextError::Utf16));
        let message = JsonTextError::NotUtf8 { byte: 25 }.to_string();
        assert_eq!(message, "is not UTF-8 at byte 25");
    }
}
