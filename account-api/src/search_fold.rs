//! The form in which texts are searched and the headers of tables compared: without case, accents
//! and composition.
//!
//! Why not crate `unicode-normalization`: its tables would add a tenth to the console's bundle. The
//! table here has the letters that names are written with, and a test compares it with that crate.

use crate::case_fold::{case_fold_char, case_fold_into};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Letters without their accents, and the lowercase letters that are searched as these. Ligatures
/// and letters with a stroke are searched as people without them on the keyboard type them.
const ACCENTED: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
    ("ae", "æǣǽ"),
    ("b", "ḃḅḇ"),
    ("c", "çćĉċčḉ"),
    ("d", "ðďđḋḍḏḑḓ"),
    ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ḟ"),
    ("g", "ĝğġģǧǵḡ"),
    ("h", "ĥħȟḣḥḧḩḫẖ"),
    ("i", "ìíîïĩīĭįıǐȉȋḭḯỉị"),
    ("j", "ĵǰ"),
    ("k", "ķǩḱḳḵ"),
    ("l", "ĺļľłḷḹḻḽ"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňǹṅṇṉṋ"),
    ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("p", "ṕṗ"),
    ("r", "ŕŗřȑȓṙṛṝṟ"),
    ("s", "śŝşšſșṡṣṥṧṩẛ"),
    ("ss", "ß"),
    ("t", "ţťŧțṫṭṯṱẗ"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷȳẏẙỳỵỷỹ"),
    ("z", "źżžẑẓẕ"),
    ("ʒ", "ǯ"),
    ("α", "άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ"),
    ("ε", "έἐἑἒἓἔἕὲέ"),
    ("η", "ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ"),
    ("ι", "ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ"),
    ("ο", "όὀὁὂὃὄὅὸό"),
    ("ρ", "ῤῥ"),
    ("σ", "ς"),
    ("υ", "ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ"),
    ("ω", "ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ"),
    ("а", "ӑӓ"),
    ("г", "ѓ"),
    ("е", "ѐёӗ"),
    ("ж", "ӂӝ"),
    ("з", "ӟ"),
    ("и", "йѝӣӥ"),
    ("к", "ќ"),
    ("о", "ӧ"),
    ("у", "ўӯӱӳ"),
    ("ч", "ӵ"),
    ("ы", "ӹ"),
    ("э", "ӭ"),
    ("і", "ї"),
    ("ѵ", "ѷ"),
    ("ә", "ӛ"),
    ("ө", "ӫ"),
];

/// The first Hangul syllable, and the number of syllables.
const HANGUL_START: u32 = 0xAC00;
const HANGUL_COUNT: u32 = 11_172;
/// The number of final letters of a syllable, and of pairs of a vowel and a final letter.
const HANGUL_FINALS: u32 = 28;
const HANGUL_PAIRS: u32 = 588;

/// The text as it is searched: in lowercase, and without accents, however they are encoded.
#[must_use]
pub fn search_fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    search_fold_into(text, &mut folded);
    folded
}

/// The folded text, borrowed if it does not differ.
#[must_use]
pub fn search_fold_cow(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(search_fold(text))
    }
}

/// Appends the folded text to `folded`.
pub fn search_fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        return case_fold_into(text, folded);
    }
    for character in text.chars() {
        search_fold_char(character, &mut |letter| folded.push(letter));
    }
}

/// Calls `push` with each character that a character folds to. None for an accent by itself.
pub fn search_fold_char(character: char, push: &mut impl FnMut(char)) {
    if character.is_ascii() {
        return push(character.to_ascii_lowercase());
    }
    for letter in case_fold_char(character).filter(|letter| !is_accent(*letter)) {
        match base_of(letter) {
            Some(base) => base.chars().for_each(&mut *push),
            None => push_letters(letter, push),
        }
    }
}

/// The letters that an accented letter is searched as.
fn base_of(letter: char) -> Option<&'static str> {
    static BASES: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    let bases = BASES.get_or_init(|| {
        ACCENTED.iter().flat_map(|(base, accented)| accented.chars().map(|letter| (letter, *base))).collect()
    });
    bases.get(&letter).copied()
}

/// Calls `push` with the letters of a Hangul syllable, or else with the character itself.
fn push_letters(character: char, push: &mut impl FnMut(char)) {
    let Some(index) = u32::from(character).checked_sub(HANGUL_START).filter(|index| *index < HANGUL_COUNT) else {
        return push(character);
    };
    let (lead, vowel, last) = (index / HANGUL_PAIRS, index % HANGUL_PAIRS / HANGUL_FINALS, index % HANGUL_FINALS);
    let last = (last != 0).then_some(0x11A7 + last);
    [Some(0x1100 + lead), Some(0x1161 + vowel), last].into_iter().flatten().filter_map(char::from_u32).for_each(push);
}

/// Whether a character is an accent that combines with the letter before it.
#[must_use]
pub const fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn accents_and_case_are_ignored() {
        for (text, expected) in [
            ("José", "jose"),
            ("Jose\u{301}", "jose"),
            ("ŁUKASZ", "lukasz"),
            ("Søren", "soren"),
            ("Nguyễn", "nguyen"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Μάρκος", "μαρκοσ"),
            ("Семён", "семен"),
            ("漢字", "漢字"),
            ("\u{301}", ""),
        ] {
            assert_eq!(search_fold(text), expected, "{text}");
        }
    }

    proptest! {
        /// Letters of the scripts of the table, and of Hangul.
        #[test]
        fn composed_and_decomposed_texts_fold_to_the_same(text in "[\u{20}-\u{17F}\u{1CD}-\u{233}\u{386}-\u{3CE}\u{400}-\u{45F}\u{1E02}-\u{1E99}\u{1EA0}-\u{1EF9}가-힣]{0,8}") {
            let decomposed: String = text.nfd().collect();
            let composed: String = text.nfc().collect();
            prop_assert_eq!(search_fold(&decomposed), search_fold(&composed), "{}", text);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,8}") {
            let folded = search_fold(&text);
            prop_assert_eq!(search_fold(&folded), folded.clone());
            prop_assert_eq!(search_fold_cow(&text).into_owned(), folded);
        }
    }
}
