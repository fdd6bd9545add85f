//! Guesses which single-byte encoding a text uses, by the languages whose letters fit.
//!
//! A few names do not tell `ø` from `ř`. So every encoding and language that explains all letters
//! of a file is kept, and what they disagree about is in doubt.

use crate::encoding::Encoding;
use std::collections::HashSet;

/// A guess.
pub(crate) struct Guess {
    pub(crate) encoding: Encoding,
    /// The characters that may be others.
    pub(crate) doubtful: String,
}

/// A language as it is written in an encoding.
struct Candidate {
    encoding: Encoding,
    /// Its small letters beyond ASCII.
    letters: &'static str,
    /// Whether its words consist of them.
    is_own_script: bool,
}

const fn latin(encoding: Encoding, letters: &'static str) -> Candidate {
    Candidate { encoding, letters, is_own_script: false }
}

const fn own_script(encoding: Encoding, letters: &'static str) -> Candidate {
    Candidate { encoding, letters, is_own_script: true }
}

const GERMAN: &str = "äöüß";
const FRENCH: &str = "àâæçéèêëîïôœùûüÿ";
const SPANISH: &str = "áéíñóúü";
const PORTUGUESE: &str = "áâãàçéêíóôõú";
const ITALIAN: &str = "àèéìíòóùú";
const NORDIC: &str = "åäöæøé";
const ICELANDIC: &str = "áéíóúýþæöð";
const DUTCH: &str = "éëïöüèêáóí";
const POLISH: &str = "ąćęłńóśźż";
const CZECH: &str = "áčďéěíňóřšťúůýž";
const SLOVAK: &str = "áäčďéíĺľňóôŕšťúýž";
const HUNGARIAN: &str = "áéíóöőúüű";
const ROMANIAN: &str = "ăâîşţ";
const CROATIAN: &str = "čćđšž";
const RUSSIAN: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const UKRAINIAN: &str = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";
const SERBIAN: &str = "абвгдђежзијклљмнњопрстћуфхцчџш";
/// Letters of several western languages in one file.
const WESTERN: &str = "äöüßàâæçéèêëîïôœùûÿáíñóúãõìòåø";

/// The more common ones first.
const CANDIDATES: &[Candidate] = &[
    latin(Encoding::Windows1252, GERMAN),
    latin(Encoding::Windows1252, FRENCH),
    latin(Encoding::Windows1252, SPANISH),
    latin(Encoding::Windows1252, NORDIC),
    latin(Encoding::Windows1252, PORTUGUESE),
    latin(Encoding::Windows1252, ITALIAN),
    latin(Encoding::Windows1252, DUTCH),
    latin(Encoding::Windows1250, POLISH),
    latin(Encoding::Windows1250, CZECH),
    latin(Encoding::Windows1250, SLOVAK),
    latin(Encoding::Windows1250, HUNGARIAN),
    latin(Encoding::Windows1250, ROMANIAN),
    latin(Encoding::Windows1250, CROATIAN),
    latin(Encoding::Windows1254, "çğıöşüâîû"),
    latin(Encoding::Windows1257, "ąčęėįšųūž"),
    latin(Encoding::Windows1257, "āčēģīķļņšūž"),
    latin(Encoding::Windows1257, "äöõüšž"),
    latin(Encoding::Windows1252, ICELANDIC),
    latin(Encoding::Iso8859Part2, POLISH),
    latin(Encoding::Iso8859Part2, CZECH),
    latin(Encoding::Iso8859Part2, SLOVAK),
    latin(Encoding::Iso8859Part2, HUNGARIAN),
    latin(Encoding::Iso8859Part2, CROATIAN),
    latin(Encoding::CodePage850, GERMAN),
    own_script(Encoding::Windows1251, RUSSIAN),
    own_script(Encoding::Windows1251, UKRAINIAN),
    own_script(Encoding::Windows1251, SERBIAN),
    own_script(Encoding::Koi8R, RUSSIAN),
    own_script(Encoding::CodePage866, RUSSIAN),
    own_script(Encoding::Windows1253, "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    latin(Encoding::Windows1252, WESTERN),
];

/// Encodings that are asked only if none of the others fits: their small letters are capitals or
/// symbols elsewhere.
const LAST_CANDIDATES: &[Candidate] = &[latin(Encoding::CodePage850, WESTERN), latin(Encoding::MacRoman, WESTERN)];

/// Guesses the encoding of a text that is not Unicode.
pub(crate) fn guess(bytes: &[u8]) -> Guess {
    let words = words(bytes);
    let fitting = |candidates: &'static [Candidate]| -> Vec<&'static Candidate> {
        candidates.iter().filter(|candidate| fits(candidate, &words)).collect()
    };
    let mut candidates = fitting(CANDIDATES);
    if candidates.is_empty() {
        candidates = fitting(LAST_CANDIDATES);
    }
    let is_explained = !candidates.is_empty();
    let encoding = candidates.first().map_or(Encoding::Windows1252, |candidate| candidate.encoding);
    let table = encoding.table();
    let others: Vec<Vec<char>> = candidates.iter().map(|candidate| candidate.encoding.table()).collect();
    // Only what western Excel saves is common enough to be believed.
    let is_believed = is_explained && encoding == Encoding::Windows1252;
    let is_doubtful = |index: &usize| {
        table[*index].is_alphanumeric() && (!is_believed || others.iter().any(|other| other[*index] != table[*index]))
    };
    let doubtful = (0..table.len()).filter(is_doubtful).map(|index| table[index]).collect();
    Guess { encoding, doubtful }
}

/// The distinct words with bytes beyond ASCII.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    const MAX_WORDS: usize = 5_000;
    let is_part = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let words = bytes.split(|byte| !is_part(*byte)).filter(|word| !word.is_ascii());
    let distinct: HashSet<&[u8]> = words.take(MAX_WORDS * 4).collect();
    distinct.into_iter().take(MAX_WORDS).collect()
}

fn fits(candidate: &Candidate, words: &[&[u8]]) -> bool {
    let table = candidate.encoding.table();
    let decode = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { table[usize::from(*byte) - 0x80] };
    words.iter().all(|word| {
        let text: Vec<char> = word.iter().map(decode).collect();
        // Only apostrophes, dashes and dots stand between letters.
        let is_cut = text.windows(3).any(|three| {
            let is_symbol = is_neutral(three[1]) && !"’‘–—·-\u{a0}".contains(three[1]);
            is_symbol && three[0].is_alphabetic() && three[2].is_alphabetic()
        });
        !is_cut && text.split(|character| is_neutral(*character)).all(|part| is_word(candidate, part))
    })
}

/// Punctuation and symbols that are common in all languages.
fn is_neutral(character: char) -> bool {
    "\u{a0}€’‘“”„–—…•§°«»©®´·‚™½²³µ".contains(character)
}

/// Whether a word can be one of the language.
fn is_word(candidate: &Candidate, word: &[char]) -> bool {
    if candidate.is_own_script && word.len() == 1 {
        return false;
    }
    let mut before = ' ';
    let mut run = 0;
    for (index, character) in word.iter().copied().enumerate() {
        let after = word.get(index + 1).copied().unwrap_or(' ');
        if character.is_ascii() {
            run = 0;
            if candidate.is_own_script && before != ' ' {
                return false;
            }
        } else {
            run += 1;
            let lower: Vec<char> = character.to_lowercase().collect();
            let is_letter = lower.len() == 1 && candidate.letters.contains(lower[0])
                // A capital I with a dot.
                || character == 'İ' && candidate.letters.contains('ı');
            let is_between = before.is_alphabetic() && after.is_lowercase();
            let is_capital_within = character.is_uppercase() && (before.is_lowercase() || is_between);
            let is_too_long = !candidate.is_own_script && run > 2;
            if !is_letter || is_capital_within || is_too_long || !is_place(lower[0], before, after) {
                return false;
            }
        }
        if candidate.is_own_script && !before.is_ascii() && character.is_ascii() {
            return false;
        }
        before = character;
    }
    true
}

/// Whether a letter can stand between two others. What no language that has it writes so is left
/// out; that tells Danish `ø` from Czech `ř` where both are in question.
fn is_place(letter: char, before: char, after: char) -> bool {
    let is_vowel =
        |character: char| character.to_lowercase().any(|lower| "aeiouyáéíóúäöüàèìòùâêîôûåøæ".contains(lower));
    match letter {
        'ß' => is_vowel(before),
        // Polish writes an `i` instead.
        'ć' | 'ń' | 'ś' | 'ź' => !is_vowel(after),
        'ĺ' | 'ŕ' => !is_vowel(before) && !is_vowel(after),
        'ř' => !matches!(after, 'r' | 'l' | 'n' | 'd'),
        'ă' => !matches!(after, 'a' | 'e' | 'o'),
        'ų' => after == ' ',
        'į' => before == ' ' || after == ' ',
        'ā' | 'ē' | 'ī' | 'ū' => !is_vowel(after),
        _ => true,
    }
}

/// Whether a text is in an encoding of East Asia: its bytes beyond ASCII come in pairs that make no
/// words in any language of one byte per character.
pub(crate) fn is_east_asian(bytes: &[u8]) -> bool {
    // ISO-2022-JP and ISO-2022-KR switch with these.
    let has_escapes = |sequence: &[u8]| bytes.windows(sequence.len()).any(|window| window == sequence);
    if bytes.contains(&0x1b) && [&b"\x1b$B"[..], b"\x1b$@", b"\x1b$)C"].into_iter().any(has_escapes) {
        return true;
    }
    if std::str::from_utf8(bytes).is_ok() || bytes.contains(&0) {
        return false;
    }
    let words = words(bytes);
    if CANDIDATES.iter().chain(LAST_CANDIDATES).any(|candidate| fits(candidate, &words)) {
        return false;
    }
    let (mut paired, mut single) = (0_usize, 0_usize);
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if first.is_ascii() {
            continue;
        }
        // The second byte of a pair may be in the upper half of ASCII.
        match tail.first() {
            Some(second) if *second >= 0x40 && *first > 0x80 => {
                paired += 1;
                rest = &tail[1..];
            }
            // A half-width character of Shift-JIS.
            _ => single += 1,
        }
    }
    let high_runs = bytes.windows(2).filter(|pair| pair[0] >= 0x80 && pair[1] >= 0x80).count();
    paired > 2 && paired > single * 4 && high_runs * 3 > paired
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes a text in an encoding of one byte per character.
    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        let table = encoding.table();
        let byte = |character: char| {
            let index = table.iter().position(|other| *other == character);
            if character.is_ascii() { character as u8 } else { index.map_or(b'?', |index| index as u8 + 0x80) }
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn letters_that_fit_one_encoding_only_are_certain() {
        for text in
            ["Jörg;Müller;Groß", "François;Hélène;Benoît", "Søren;Bjørn;Åse", "Peña;Muñoz", "João;Gonçalves", "é"]
        {
            let guess = guess(&encode(text, Encoding::Windows1252));
            assert_eq!(guess.encoding, Encoding::Windows1252, "{text}");
            let doubtful: Vec<char> = text.chars().filter(|character| guess.doubtful.contains(*character)).collect();
            assert_eq!(doubtful, Vec::<char>::new(), "{text}");
        }
    }

    #[test]
    fn letters_of_other_languages_are_decoded_or_in_doubt() {
        for (text, encoding) in [
            ("Łukasz;Żółć;Święty", Encoding::Windows1250),
            ("Dvořák;Jiří;Novák", Encoding::Windows1250),
            ("Szűcs;Győri;Tamás", Encoding::Windows1250),
            ("Yılmaz;Ayşe;Erdoğan", Encoding::Windows1254),
            ("Kazlauskienė;Žukauskas;Šimkų", Encoding::Windows1257),
            ("Łukasz;Święty;Małgorzata", Encoding::Iso8859Part2),
            ("Иван;ольга", Encoding::Windows1251),
            ("Иван;ольга", Encoding::Koi8R),
            ("Иван;ольга", Encoding::CodePage866),
            ("Γιώργος;Αλέξης", Encoding::Windows1253),
            ("Jörg;Müller", Encoding::CodePage850),
            ("Jörg;Müller", Encoding::MacRoman),
        ] {
            let guess = guess(&encode(text, encoding));
            let table = guess.encoding.table();
            let bytes = encode(text, encoding);
            for byte in bytes.into_iter().filter(|byte| !byte.is_ascii()) {
                let read = table[usize::from(byte) - 0x80];
                let is_right = read == encoding.table()[usize::from(byte) - 0x80];
                let is_flagged = guess.doubtful.contains(read) || !read.is_alphanumeric();
                assert!(is_right || is_flagged, "{text} as {:?}: {read}", guess.encoding);
            }
        }
    }

    #[test]
    fn east_asian_texts_are_recognized() {
        // `山田 太郎` in Shift-JIS, EUC-JP, GBK, Big5 and EUC-KR.
        for bytes in [
            &b"name,mail\r\n\x8eR\x93c \x91\xbe\x98Y,yamada@x.example\r\n"[..],
            b"name,mail\r\n\xbb\xb3\xc5\xc4 \xc2\xc0\xcf\xba,yamada@x.example\r\n",
            b"name,mail\r\n\xc9\xbd\xcc\xef \xcc\xab\xc0\xc9,yamada@x.example\r\n",
            b"name,mail\r\n\xb1\xe8\xc3\xb6\xbc\xf6,kim@x.example\r\n",
            b"name,mail\r\n\x1b$B;3ED\x1b(B,yamada@x.example\r\n",
        ] {
            assert!(is_east_asian(bytes), "{:?}", String::from_utf8_lossy(bytes));
        }
        for text in ["Jörg Müller", "Иван Толланд", "Łukasz"] {
            assert!(!is_east_asian(text.as_bytes()), "{text}");
        }
        assert!(!is_east_asian(b"J\xf6rg,joerg@x.example"));
        assert!(!is_east_asian(&encode("Иван;ольга", Encoding::Windows1251)));
    }
}
