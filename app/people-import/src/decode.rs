//! File contents as text: which encoding it is, and what cannot be text at all.
//!
//! Why not `encoding_rs` and `chardetng`: their tables weigh tens of kilobytes, and the only legacy
//! encodings told apart here are two single-byte ones.

/// The largest file that is read, in bytes. Callers check it before they read a file.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// How a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// With a byte order mark, or known by its zero bytes.
    Utf16Le,
    /// With a byte order mark, or known by its zero bytes.
    Utf16Be,
    /// A guess: what Excel saves as plain CSV in western Europe and America.
    Windows1252,
    /// A guess: what Excel saves as plain CSV in Russia.
    Windows1251,
}

impl Encoding {
    /// All encodings, in the order that they are offered.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Windows1252, Self::Windows1251, Self::Utf16Le, Self::Utf16Be];

    /// The name that people know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (little endian)",
            Self::Utf16Be => "UTF-16 (big endian)",
            Self::Windows1252 => "Windows-1252",
            Self::Windows1251 => "Windows-1251",
        }
    }

    /// Whether nothing in the file says so, and letters beyond ASCII may be wrong.
    #[must_use]
    pub const fn is_guess(self) -> bool {
        matches!(self, Self::Windows1252 | Self::Windows1251)
    }
}

/// A decoded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark. Invalid bytes are U+FFFD.
    pub text: String,
    /// The encoding that was found or chosen.
    pub encoding: Encoding,
}

/// Decodes a file. One broken byte costs one character, not the encoding of the file.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, skip) = detect(bytes);
    decode_as(&bytes[skip..], encoding)
}

/// Decodes a file in the encoding that the user chose. Skips a byte order mark.
#[must_use]
pub fn decode_with(bytes: &[u8], encoding: Encoding) -> Decoded {
    let skip = byte_order_mark(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, len)| len);
    decode_as(&bytes[skip..], encoding)
}

fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Le => decode_utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => decode_utf16(bytes, u16::from_be_bytes),
        Encoding::Windows1252 => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        Encoding::Windows1251 => bytes.iter().map(|byte| windows_1251(*byte)).collect(),
    };
    Decoded { text, encoding }
}

fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    let marks: [(&[u8], Encoding); 3] =
        [(b"\xef\xbb\xbf", Encoding::Utf8), (b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, encoding)| (encoding, mark.len()))
}

/// The encoding, and the length of its byte order mark.
fn detect(bytes: &[u8]) -> (Encoding, usize) {
    if let Some(marked) = byte_order_mark(bytes) {
        return marked;
    }
    let encoding = match nul_position(bytes) {
        NulPosition::Second => Encoding::Utf16Le,
        NulPosition::First => Encoding::Utf16Be,
        NulPosition::Elsewhere if is_mostly_utf8(bytes) => Encoding::Utf8,
        NulPosition::Elsewhere if is_cyrillic(bytes) => Encoding::Windows1251,
        NulPosition::Elsewhere => Encoding::Windows1252,
    };
    (encoding, 0)
}

/// Whether there are more valid multi-byte sequences than invalid bytes. Text in a single-byte
/// encoding is practically never valid UTF-8 by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    invalid == 0 || valid > invalid
}

/// Whether words consist of high bytes only, as in Cyrillic, rather than of ASCII letters with some
/// accented ones among them.
fn is_cyrillic(bytes: &[u8]) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xc0 || matches!(byte, 0xa8 | 0xb8);
    let (mut all_high, mut mixed) = (0, 0);
    for word in bytes.split(|byte| !is_letter(*byte)).filter(|word| word.len() > 1) {
        match word.iter().filter(|byte| !byte.is_ascii()).count() {
            0 => {}
            high if high == word.len() => all_high += 1,
            _ => mixed += 1,
        }
    }
    all_high > 2 * mixed
}

/// What a file is, before it is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Text in an encoding that the file declares, or UTF-8.
    Text,
    /// Text in an encoding that has to be guessed: letters beyond ASCII may be wrong.
    Guessed,
    /// Not text. Holds what it is: `an Excel workbook`.
    Other(&'static str),
}

/// What a file is, by its first bytes.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> FileKind {
    const SIGNATURES: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook or a ZIP file"),
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
    match detect(bytes).0 {
        encoding if encoding.is_guess() && bytes.contains(&0) => FileKind::Other("not a text file"),
        encoding if encoding.is_guess() => FileKind::Guessed,
        _ => FileKind::Text,
    }
}

/// Where the zero bytes of a text are.
enum NulPosition {
    First,
    Second,
    Elsewhere,
}

/// Which byte of each pair is often zero. In UTF-16 it is the same one for all of ASCII, and even
/// Greek names have delimiters, line breaks and emails beside them.
fn nul_position(bytes: &[u8]) -> NulPosition {
    // Enough to know, and quick for large files.
    const SAMPLE_BYTES: usize = 65_536;
    let pairs = bytes[..bytes.len().min(SAMPLE_BYTES)].as_chunks::<2>().0;
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

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let characters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    let mut text: String = characters.map(|result| result.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// As browsers decode it (WHATWG Encoding): the five undefined bytes are control characters.
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

/// As browsers decode it (WHATWG Encoding): 0xC0 to 0xFF are the Russian alphabet in order.
fn windows_1251(byte: u8) -> char {
    const FROM_80: [char; 64] = [
        'Ђ', 'Ѓ', '‚', 'ѓ', '„', '…', '†', '‡', '€', '‰', 'Љ', '‹', 'Њ', 'Ќ', 'Ћ', 'Џ', 'ђ', '‘', '’', '“', '”', '•',
        '–', '—', '\u{98}', '™', 'љ', '›', 'њ', 'ќ', 'ћ', 'џ', '\u{a0}', 'Ў', 'ў', 'Ј', '¤', 'Ґ', '¦', '§', 'Ё', '©',
        'Є', '«', '¬', '\u{ad}', '®', 'Ї', '°', '±', 'І', 'і', 'ґ', 'µ', '¶', '·', 'ё', '№', 'є', '»', 'ј', 'Ѕ', 'ѕ',
        'ї',
    ];
    match byte {
        0x80..=0xbf => FROM_80[usize::from(byte - 0x80)],
        0xc0..=0xff => char::from_u32(0x410 + u32::from(byte - 0xc0)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
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
        assert_eq!(kind_of(b"PK\x03\x04\x14\0"), FileKind::Other("an Excel workbook or a ZIP file"));
        assert_eq!(kind_of(b"%PDF-1.7\n"), FileKind::Other("a PDF document"));
        assert_eq!(kind_of(b"\x01\xff\0\0\x02\x03\xfe\0"), FileKind::Other("not a text file"));
        assert_eq!(kind_of(b"J\xf6rg,joerg@x.example"), FileKind::Guessed);
        for text in ["jane", "", "PK,pk@x.example", "\u{feff}j\u{f6}rg"] {
            assert_eq!(kind_of(text.as_bytes()), FileKind::Text, "{text}");
            let marked = format!("\u{feff}{text}");
            assert_eq!(kind_of(&encode_utf16(&marked, u16::to_le_bytes)), FileKind::Text, "{text}");
        }
        assert_eq!(kind_of(&encode_utf16("user name\temail\r\n", u16::to_be_bytes)), FileKind::Text);
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
