//! The encodings that are read, and what their bytes stand for.

/// How a file was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// With a byte order mark, or known by its zero bytes.
    Utf16Le,
    /// With a byte order mark, or known by its zero bytes.
    Utf16Be,
    /// With a byte order mark, or known by its zero bytes.
    Utf32Le,
    /// With a byte order mark, or known by its zero bytes.
    Utf32Be,
    /// A guess: what Excel saves as plain CSV in western Europe and America.
    Windows1252,
    /// A guess: what Excel saves in Poland, Czechia and Hungary.
    Windows1250,
    /// A guess: what Excel saves in Russia.
    Windows1251,
    /// A guess: what Excel saves in Greece.
    Windows1253,
    /// A guess: what Excel saves in Turkey.
    Windows1254,
    /// A guess: what Excel saves in the Baltic states.
    Windows1257,
    /// A guess: central Europe, on other systems than Windows.
    Iso8859Part2,
    /// A guess: MS-DOS and terminals of Windows in western Europe.
    CodePage850,
    /// A guess: MS-DOS and terminals of Windows in Russia.
    CodePage866,
    /// A guess: Russian, on other systems than Windows.
    Koi8R,
    /// A guess: CSV as Excel for Mac saves it.
    MacRoman,
}

impl Encoding {
    /// All encodings, in the order that they are offered.
    pub const ALL: [Self; 16] = [
        Self::Utf8,
        Self::Windows1252,
        Self::Windows1250,
        Self::Windows1251,
        Self::Windows1253,
        Self::Windows1254,
        Self::Windows1257,
        Self::Iso8859Part2,
        Self::CodePage850,
        Self::CodePage866,
        Self::Koi8R,
        Self::MacRoman,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Utf32Le,
        Self::Utf32Be,
    ];

    /// The name that people know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 (little endian)",
            Self::Utf16Be => "UTF-16 (big endian)",
            Self::Utf32Le => "UTF-32 (little endian)",
            Self::Utf32Be => "UTF-32 (big endian)",
            Self::Windows1250 => "Windows-1250",
            Self::Windows1251 => "Windows-1251",
            Self::Windows1252 => "Windows-1252",
            Self::Windows1253 => "Windows-1253",
            Self::Windows1254 => "Windows-1254",
            Self::Windows1257 => "Windows-1257",
            Self::Iso8859Part2 => "ISO-8859-2",
            Self::CodePage850 => "Code page 850",
            Self::CodePage866 => "Code page 866",
            Self::Koi8R => "KOI8-R",
            Self::MacRoman => "Mac Roman",
        }
    }

    /// Whether nothing in the file says so, and letters beyond ASCII may be wrong.
    #[must_use]
    pub const fn is_guess(self) -> bool {
        self.upper_half().is_some()
    }

    /// What the bytes from 0x80 on stand for in an encoding of one byte per character.
    pub(crate) const fn upper_half(self) -> Option<&'static str> {
        Some(match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be | Self::Utf32Le | Self::Utf32Be => return None,
            Self::Windows1250 => WINDOWS_1250,
            Self::Windows1251 => WINDOWS_1251,
            Self::Windows1252 => WINDOWS_1252,
            Self::Windows1253 => WINDOWS_1253,
            Self::Windows1254 => WINDOWS_1254,
            Self::Windows1257 => WINDOWS_1257,
            Self::Iso8859Part2 => ISO_8859_2,
            Self::CodePage850 => CP_850,
            Self::CodePage866 => CP_866,
            Self::Koi8R => KOI8_R,
            Self::MacRoman => MAC_ROMAN,
        })
    }

    /// What the bytes from 0x80 on stand for, to look up.
    pub(crate) fn table(self) -> Vec<char> {
        self.upper_half().unwrap_or_default().chars().collect()
    }
}

// As browsers decode them (WHATWG Encoding): bytes without a character are control characters.

const WINDOWS_1250: &str = "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶\
    ·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

const WINDOWS_1251: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙК\
    ЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";

const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶\
    ·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

const WINDOWS_1253: &str = "€\u{81}‚ƒ„…†‡\u{88}‰\u{8a}‹\u{8c}\u{8d}\u{8e}\u{8f}\u{90}‘’“”•–—\u{98}™\u{9a}›\u{9c}\u{9d}\
    \u{9e}\u{9f}\u{a0}΅Ά£¤¥¦§¨©\u{fffd}«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\u{fffd}ΣΤΥ\
    ΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\u{fffd}";

const WINDOWS_1254: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}\u{8e}\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}\u{9e}Ÿ\u{a0}¡¢£¤¥¦§¨©ª«¬\
    \u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ";

const WINDOWS_1257: &str = "€\u{81}‚\u{83}„…†‡\u{88}‰\u{8a}‹\u{8c}¨ˇ¸\u{90}‘’“”•–—\u{98}™\u{9a}›\u{9c}¯˛\u{9f}\u{a0}\
    \u{fffd}¢£¤\u{fffd}¦§Ø©Ŗ«¬\u{ad}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęē\
    čéźėģķīļšńņóōõö÷ųłśūüżž˙";

const ISO_8859_2: &str = "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\
    \u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\
    \u{9e}\u{9f}\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâă\
    äĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

const CP_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘\
    ┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

const CP_866: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘\
    ┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{a0}";

const KOI8_R: &str = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{a0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©юабцдефгхийклмнопярст\
    ужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘\
    ’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_has_a_character_for_each_byte() {
        use Encoding::{
            CodePage850, CodePage866, Iso8859Part2, Koi8R, MacRoman, Windows1250, Windows1251, Windows1252,
            Windows1253, Windows1254, Windows1257,
        };
        for (encoding, byte, expected) in [
            (Windows1250, 0xb3, 'ł'),
            (Windows1251, 0xe8, 'и'),
            (Windows1252, 0x80, '€'),
            (Windows1253, 0xe1, 'α'),
            (Windows1254, 0xfe, 'ş'),
            (Windows1257, 0xf8, 'ų'),
            (Iso8859Part2, 0xb1, 'ą'),
            (CodePage850, 0x94, 'ö'),
            (CodePage866, 0xa0, 'а'),
            (Koi8R, 0xc9, 'и'),
            (MacRoman, 0x9f, 'ü'),
        ] {
            let table = encoding.table();
            assert_eq!(table.len(), 128, "{encoding:?}");
            assert_eq!(table[byte - 0x80], expected, "{encoding:?}");
        }
    }
}
