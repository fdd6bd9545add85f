//! Characters: which ones are invisible, which ones wrap a value, and where lines end.

use std::borrow::Cow;

/// Characters with no visible form: zero-width, bidirectional and soft-hyphen marks. They are
/// copied along from web pages and mail programs, and make two names look equal that are not.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

/// Whitespace of any kind, or invisible.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// The text without blanks at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Trims the text and takes one pair of wrappers off: quotes of any script, or brackets.
pub(crate) fn strip_wrappers(text: &str) -> &str {
    const PAIRS: [(char, &str); 13] = [
        ('"', "\""),
        ('\'', "'"),
        ('“', "”"),
        ('„', "“”"),
        ('‘', "’"),
        ('‚', "‘’"),
        ('«', "»"),
        ('»', "«"),
        ('‹', "›"),
        ('<', ">"),
        ('(', ")"),
        ('[', "]"),
        ('「', "」"),
    ];
    let text = trim(text);
    let mut characters = text.chars();
    let (Some(first), Some(last)) = (characters.next(), characters.next_back()) else { return text };
    let is_pair = PAIRS.iter().any(|(open, close)| *open == first && close.contains(last));
    let inner = characters.as_str();
    if is_pair && !inner.contains([first, last]) { trim(inner) } else { text }
}

/// The text without invisible characters, and the first of those that were in it.
pub(crate) fn strip_invisible(text: &str) -> (Cow<'_, str>, Option<char>) {
    match text.chars().find(|character| is_invisible(*character)) {
        None => (Cow::Borrowed(text), None),
        found => (text.chars().filter(|character| !is_invisible(*character)).collect(), found),
    }
}

/// The number of line breaks in a text. `\r\n` is one.
pub(crate) fn count_line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_break = |index: usize| match bytes[index] {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(|index| is_break(*index)).count()
}

/// The lines of a text with their numbers, counted from 1. Lines end with `\n`, `\r\n` or `\r`.
pub(crate) fn numbered_lines(text: &str) -> NumberedLines<'_> {
    NumberedLines { rest: text, number: 0 }
}

/// The lines of a text with their numbers.
#[derive(Clone, Debug)]
pub(crate) struct NumberedLines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Iterator for NumberedLines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
        let (line, after) = self.rest.split_at(end);
        self.rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\r', '\n'])).unwrap_or(after);
        self.number += 1;
        Some((self.number, line))
    }
}

/// The value of a Base64 text without line breaks; `None` if it is not one.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        buffer = (buffer << 6 | u32::from(value)) & 0x3fff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_come_off_in_pairs_only() {
        for (text, expected) in [
            ("“mira”", "mira"),
            ("„mira“", "mira"),
            ("<mira>", "mira"),
            ("'already", "'already"),
            ("o'neal", "o'neal"),
            ("(a) b (c)", "(a) b (c)"),
            ("\"", "\""),
            (" \u{200b}mira\u{a0}", "mira"),
        ] {
            assert_eq!(strip_wrappers(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_end_with_any_kind_of_break() {
        let lines: Vec<_> = numbered_lines("a\r\nb\rc\n\nd").collect();
        assert_eq!(lines, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d")]);
        assert_eq!(count_line_breaks("a\r\nb\rc\n\nd"), 4);
    }

    #[test]
    fn base64_is_decoded_with_and_without_padding() {
        assert_eq!(decode_base64("TWlyYQ==").as_deref(), Some("Mira".as_bytes()));
        assert_eq!(decode_base64("TWlyYQ").as_deref(), Some("Mira".as_bytes()));
        assert_eq!(decode_base64("not base64"), None);
    }
}
