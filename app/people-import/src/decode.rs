//! File contents as text: which encoding it is, and what cannot be text at all.
//!
//! Why not `encoding_rs` and `chardetng`: together they add 128 kB to the size of the console, most
//! of it for the encodings of East Asia, which programs have not saved by default for years. Files
//! in those are refused with a hint instead.

use crate::encoding::Encoding;
use crate::encoding_guess::{guess, is_east_asian};

/// The largest file that is read, in bytes. Callers check it before they read a file.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// A decoded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark. Invalid bytes are U+FFFD.
    pub text: String,
    /// The encoding that was found or chosen.
    pub encoding: Encoding,
    /// The characters that would be others in another encoding that is as plausible.
    pub doubtful: String,
}

/// Decodes a file. One broken byte costs one character, not the encoding of the file.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, skip, doubtful) = detect(bytes);
    Decoded { text: decode_as(&bytes[skip..], encoding), encoding, doubtful }
}

/// Decodes a file in the encoding that the user chose. Skips a byte order mark.
#[must_use]
pub fn decode_with(bytes: &[u8], encoding: Encoding) -> Decoded {
    let skip = byte_order_mark(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, len)| len);
    Decoded { text: decode_as(&bytes[skip..], encoding), encoding, doubtful: String::new() }
}

fn decode_as(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => decode_utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => decode_utf16(bytes, u16::from_be_bytes),
        Encoding::Utf32Le => decode_utf32(bytes, u32::from_le_bytes),
        Encoding::Utf32Be => decode_utf32(bytes, u32::from_be_bytes),
        _ => {
            let table = encoding.table();
            let character = |byte: &u8| match usize::from(*byte).checked_sub(0x80) {
                None => char::from(*byte),
                Some(index) => table.get(index).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
            };
            bytes.iter().map(character).collect()
        }
    }
}

fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    // The mark of UTF-32 begins with that of UTF-16.
    let marks: [(&[u8], Encoding); 5] = [
        (b"\xef\xbb\xbf", Encoding::Utf8),
        (b"\xff\xfe\0\0", Encoding::Utf32Le),
        (b"\0\0\xfe\xff", Encoding::Utf32Be),
        (b"\xff\xfe", Encoding::Utf16Le),
        (b"\xfe\xff", Encoding::Utf16Be),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, encoding)| (encoding, mark.len()))
}

/// The encoding, the length of its byte order mark, and the characters that are in doubt.
fn detect(bytes: &[u8]) -> (Encoding, usize, String) {
    if let Some((encoding, skip)) = byte_order_mark(bytes) {
        return (encoding, skip, String::new());
    }
    let certain = match nul_position(bytes) {
        NulPosition::Utf32Le => Some(Encoding::Utf32Le),
        NulPosition::Utf32Be => Some(Encoding::Utf32Be),
        NulPosition::Second => Some(Encoding::Utf16Le),
        NulPosition::First => Some(Encoding::Utf16Be),
        NulPosition::Elsewhere if std::str::from_utf8(bytes).is_ok() || is_mostly_utf8(bytes) => Some(Encoding::Utf8),
        NulPosition::Elsewhere => None,
    };
    match certain {
        Some(encoding) => (encoding, 0, String::new()),
        None => {
            let guess = guess(bytes);
            (guess.encoding, 0, guess.doubtful)
        }
    }
}

/// Whether there are more valid multi-byte sequences than invalid bytes. Text in a single-byte
/// encoding is practically never valid UTF-8 by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > invalid
}

/// What a file is if it is not text: `an Excel workbook`. `None` for text.
#[must_use]
pub fn recognize_binary(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 26] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP file"),
        (b"PK\x05\x06", "an empty ZIP file"),
        (b"PK\x07\x08", "a ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook or another Office document"),
        (b"%PDF-", "a PDF document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        (b"\0\0\x01\0", "a picture"),
        (b"\x1f\x8b", "an archive"),
        (b"BZh", "an archive"),
        (b"7z\xbc\xaf\x27\x1c", "an archive"),
        (b"Rar!", "an archive"),
        (b"\xfd7zXZ\0", "an archive"),
        (b"\x28\xb5\x2f\xfd", "an archive"),
        (b"bplist00", "a property list"),
        (b"SQLite format 3\0", "a database"),
        (b"\0\x01\0\0Standard ", "an Access database"),
        (b"!BDN", "an Outlook data file"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\xca\xfe\xba\xbe", "a program"),
        (b"\0asm", "a program"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(what);
    }
    if byte_order_mark(bytes).is_none() && is_east_asian(bytes) {
        return Some("a text in an East Asian encoding");
    }
    has_controls(bytes).then_some("not a text file")
}

/// Whether a file has more control characters than a text could have by mistake.
fn has_controls(bytes: &[u8]) -> bool {
    const SAMPLE_BYTES: usize = 4_096;
    let text = decode(&bytes[..bytes.len().min(SAMPLE_BYTES)]).text;
    let is_control = |character: &char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\x0c');
    text.chars().filter(is_control).count() * 20 > text.chars().count()
}

/// Where the zero bytes of a text are.
enum NulPosition {
    First,
    Second,
    Utf32Le,
    Utf32Be,
    Elsewhere,
}

/// Which byte of each pair is often zero. In UTF-16 it is the same one for all of ASCII, and even
/// Greek names have delimiters, line breaks and emails beside them. In UTF-32 it is three of four.
fn nul_position(bytes: &[u8]) -> NulPosition {
    // Enough to know, and quick for large files.
    const SAMPLE_BYTES: usize = 65_536;
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (groups, _) = sample.as_chunks::<4>();
    let is_most = |count: usize| count > 0 && count * 10 >= groups.len() * 9;
    if is_most(groups.iter().filter(|group| group[2] == 0 && group[3] == 0 && group[..2] != [0, 0]).count()) {
        return NulPosition::Utf32Le;
    }
    if is_most(groups.iter().filter(|group| group[0] == 0 && group[1] == 0 && group[2..] != [0, 0]).count()) {
        return NulPosition::Utf32Be;
    }
    let pairs = sample.as_chunks::<2>().0;
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let is_often = |zeros: usize, others: usize| zeros > 0 && zeros * 10 >= pairs.len() && zeros > others * 4;
    if is_often(second, first) {
        NulPosition::Second
    } else if is_often(first, second) {
        NulPosition::First
    } else {
        NulPosition::Elsewhere
    }
}

fn decode_utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let (groups, rest) = bytes.as_chunks::<4>();
    let characters = groups.iter().map(|group| char::from_u32(unit(*group)).unwrap_or(char::REPLACEMENT_CHARACTER));
    characters.chain((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut text: String = characters.map(|result| result.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode_utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn text_of(bytes: &[u8]) -> String {
        decode(bytes).text
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        assert_eq!(text_of(b"\xef\xbb\xbfj\xc3\xb6rg"), "jörg");
        assert_eq!(text_of(b"\xff\xfej\0\xf6\0"), "jö");
        assert_eq!(text_of(b"\xfe\xff\0j\0\xf6"), "jö");
    }

    #[test]
    fn plain_csv_of_a_western_excel_is_windows_1252() {
        assert_eq!(text_of(b"J\xf6rg M\xfcller;5 \x80;O\x92Brien"), "Jörg Müller;5 €;O’Brien");
    }

    #[test]
    fn plain_csv_of_a_russian_excel_is_windows_1251() {
        let decoded = decode(b"\xe8\xe2\xe0\xed;ivan@x.example\r\n\xee\xeb\xfc\xe3\xe0;olga@x.example");
        assert_eq!(decoded.text, "иван;ivan@x.example\r\nольга;olga@x.example");
        assert!(decoded.encoding.is_guess());
    }

    #[test]
    fn one_broken_byte_costs_one_character() {
        let decoded = decode(b"j\xc3\xb6rg,m\xfcller,\xc3\xa9va");
        assert_eq!(decoded.text, "jörg,m\u{fffd}ller,éva");
        assert_eq!(decoded.encoding, Encoding::Utf8);
    }

    #[test]
    fn files_that_are_not_text_are_recognized() {
        assert_eq!(recognize_binary(b"PK\x03\x04\x14\0"), Some("an Excel workbook or a ZIP file"));
        assert_eq!(recognize_binary(b"%PDF-1.7\n"), Some("a PDF document"));
        assert_eq!(recognize_binary(b"\x01\xff\0\0\x02\x03\xfe\0"), Some("not a text file"));
        assert_eq!(recognize_binary(b"J\xf6rg,joerg@x.example"), None);
        assert!(decode(b"J\xf6rg,joerg@x.example").encoding.is_guess());
        for text in ["jane", "", "PK,pk@x.example", "\u{feff}j\u{f6}rg"] {
            assert_eq!(recognize_binary(text.as_bytes()), None, "{text}");
            let marked = format!("\u{feff}{text}");
            assert_eq!(recognize_binary(&encode_utf16(&marked, u16::to_le_bytes)), None, "{text}");
        }
        assert_eq!(recognize_binary(&encode_utf16("user name\temail\r\n", u16::to_be_bytes)), None);
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_zero_bytes() {
        for text in ["user name\temail\r\n", "Αλέξης\talexis@x.example\r\n", "山田\tyamada@x.example\r\n"] {
            assert_eq!(text_of(&encode_utf16(text, u16::to_le_bytes)), text);
            assert_eq!(text_of(&encode_utf16(text, u16::to_be_bytes)), text);
        }
    }

    #[test]
    fn a_zero_byte_in_a_text_does_not_make_it_utf_16() {
        let text = "jane\0,jane@x.example\r\njoe,joe@x.example";
        assert_eq!(text_of(text.as_bytes()), text);
    }

    #[test]
    fn truncated_utf_16_ends_with_a_replacement_character() {
        assert_eq!(text_of(b"\xff\xfej\0x"), "j\u{fffd}");
        assert_eq!(text_of(b"\xff\xfe\x3d\xd8"), "\u{fffd}");
        assert_eq!(text_of(b""), "");
        assert_eq!(text_of(b"\xff\xfe"), "");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_to_a_text(bytes: Vec<u8>) {
            prop_assert!(decode(&bytes).text.len() <= bytes.len() * 3);
        }

        #[test]
        fn a_marked_text_is_read_back(text: String) {
            let marked = format!("\u{feff}{text}");
            prop_assert_eq!(&text_of(marked.as_bytes()), &text);
            prop_assert_eq!(&text_of(&encode_utf16(&marked, u16::to_le_bytes)), &text);
            prop_assert_eq!(&text_of(&encode_utf16(&marked, u16::to_be_bytes)), &text);
        }

        #[test]
        fn utf_8_needs_no_mark(text in "[^\0\u{feff}]*") {
            prop_assert_eq!(text_of(text.as_bytes()), text);
        }
    }
}
