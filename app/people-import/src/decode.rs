//! Files as spreadsheets and editors save them.

/// How many bytes a file may have. Whoever opens one looks before it is read: [`decode()`] takes any.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// The text of a file, without a byte order mark: UTF-8 or UTF-16, and where it is neither, Windows-1252, which is what Excel saves
/// as plain CSV in the west. What no encoding explains becomes U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes);
    }
    match zeros(bytes) {
        NulPosition::Second => utf16(bytes, u16::from_le_bytes),
        NulPosition::First => utf16(bytes, u16::from_be_bytes),
        NulPosition::Elsewhere => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

/// What a file is, before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A text in an encoding that says so itself.
    Text,
    /// A text that has to be guessed to be Windows-1252: other letters than those of English may be wrong.
    Guessed,
    /// No text. Holds what it is: `an Excel workbook`.
    Other(&'static str),
}

/// What a file is, by its first bytes.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> FileKind {
    const SIGNATURES: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook or another archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook or another Office document"),
        (b"%PDF-", "a PDF document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "an archive"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return FileKind::Other(what);
    }
    let has_mark = [b"\xef\xbb\xbf".as_slice(), b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| bytes.starts_with(mark));
    match zeros(bytes) {
        NulPosition::Elsewhere if !has_mark && str::from_utf8(bytes).is_err() => {
            if bytes.contains(&0) {
                FileKind::Other("no text")
            } else {
                FileKind::Guessed
            }
        }
        _ => FileKind::Text,
    }
}

/// Where the zero bytes of a text are.
enum NulPosition {
    First,
    Second,
    Elsewhere,
}

/// Which byte of each two is often zero. In UTF-16 that is one and the same for all of ASCII: even Greek names have addresses,
/// separators and line breaks beside them.
fn zeros(bytes: &[u8]) -> NulPosition {
    // Enough to know, and quick for large files. Of an even length.
    let pairs = bytes[..bytes.len().min(65_536)].as_chunks::<2>().0;
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let is_often = |zeros: usize, others: usize| zeros * 10 >= pairs.len() && zeros > others * 4;
    match () {
        () if is_often(second, first) => NulPosition::Second,
        () if is_often(first, second) => NulPosition::First,
        () => NulPosition::Elsewhere,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut text: String = text.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// As browsers read it: the five bytes that Microsoft left out are control characters.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes_of(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(decode(b"\xef\xbb\xbfj\xc3\xb6rg"), "jörg");
        assert_eq!(decode(b"\xff\xfej\0\xf6\0"), "jö");
        assert_eq!(decode(b"\xfe\xff\0j\0\xf6"), "jö");
    }

    #[test]
    fn plain_csv_of_a_western_excel_is_windows_1252() {
        assert_eq!(decode(b"J\xf6rg M\xfcller;5 \x80;O\x92Brien"), "Jörg Müller;5 €;O’Brien");
    }

    #[test]
    fn what_is_no_text_is_not_read_as_one() {
        assert_eq!(kind_of(b"PK\x03\x04\x14\0"), FileKind::Other("an Excel workbook or another archive"));
        assert_eq!(kind_of(b"%PDF-1.7\n"), FileKind::Other("a PDF document"));
        assert_eq!(kind_of(b"\x01\xff\0\0\x02\x03\xfe\0"), FileKind::Other("no text"));
        assert_eq!(kind_of(b"J\xf6rg,joerg@x.example"), FileKind::Guessed);
        for text in ["jane", "", "PK,pk@x.example", "\u{feff}j\u{f6}rg"] {
            assert_eq!(kind_of(text.as_bytes()), FileKind::Text, "{text}");
            let marked = format!("\u{feff}{text}");
            assert_eq!(kind_of(&bytes_of(&marked, u16::to_le_bytes)), FileKind::Text, "{text}");
        }
        assert_eq!(kind_of(&bytes_of("user name\temail\r\n", u16::to_be_bytes)), FileKind::Text);
    }

    #[test]
    fn utf_16_is_told_by_its_zeros() {
        for text in ["user name\temail\r\n", "Αλέξης\talexis@x.example\r\n", "山田\tyamada@x.example\r\n"] {
            assert_eq!(decode(&bytes_of(text, u16::to_le_bytes)), text);
            assert_eq!(decode(&bytes_of(text, u16::to_be_bytes)), text);
        }
    }

    #[test]
    fn a_zero_in_a_text_does_not_make_it_utf_16() {
        let text = "jane\0,jane@x.example\r\njoe,joe@x.example";
        assert_eq!(decode(text.as_bytes()), text);
    }

    #[test]
    fn what_is_cut_off_says_so() {
        assert_eq!(decode(b"\xff\xfej\0x"), "j\u{fffd}");
        assert_eq!(decode(b"\xff\xfe\x3d\xd8"), "\u{fffd}");
        assert_eq!(decode(b""), "");
        assert_eq!(decode(b"\xff\xfe"), "");
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_text(bytes: Vec<u8>) {
            prop_assert!(decode(&bytes).len() <= bytes.len() * 3);
        }

        #[test]
        fn what_has_a_mark_is_read_back(text: String) {
            let marked = format!("\u{feff}{text}");
            prop_assert_eq!(&decode(marked.as_bytes()), &text);
            prop_assert_eq!(&decode(&bytes_of(&marked, u16::to_le_bytes)), &text);
            prop_assert_eq!(&decode(&bytes_of(&marked, u16::to_be_bytes)), &text);
        }

        #[test]
        fn utf_8_needs_no_mark(text in "[^\0\u{feff}]*") {
            prop_assert_eq!(decode(text.as_bytes()), text);
        }
    }
}
