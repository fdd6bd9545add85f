//! What is wrong with a username, an email or a password before it is sent.

use crate::text::{is_invisible, trim};
use std::fmt;

pub use account_api::limits::{MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS};

/// A field of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The username.
    Name,
    /// The email.
    Email,
    /// The password.
    Password,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No username.
    NameMissing,
    /// Longer than [`MAX_USERNAME_CHARS`].
    NameTooLong,
    /// Line breaks, tabs or other control characters in the username.
    NameHasControls,
    /// Spaces before or after the username.
    NameHasSpacesAround,
    /// An invisible character in the username, or one that reverses the text.
    NameHasInvisible(char),
    /// A character that could not be decoded (U+FFFD), or letters that were decoded twice.
    NameGarbled,
    /// A character that is legal, but rarely part of a username: `;`, `<`, `"`.
    NameHasOddCharacter(char),
    /// A word of Latin letters and Cyrillic or Greek ones that look like them.
    NameMixesScripts,
    /// Another row has the same username.
    NameTwice {
        /// The row that has it first, counted from 1.
        row: usize,
    },
    /// Another row has the same username and email.
    PersonTwice {
        /// The row that has them first, counted from 1.
        row: usize,
    },
    /// An account has the username already.
    NameTaken,
    /// No email.
    EmailMissing,
    /// Not `local@domain`, longer than [`MAX_EMAIL_CHARS`], or with a character that no email has.
    EmailMalformed,
    /// An email like `jane@localhost`. The platform may accept it; people seldom mean it.
    EmailWithoutFullDomain,
    /// No password.
    PasswordMissing,
    /// Longer than [`MAX_PASSWORD_CHARS`].
    PasswordTooLong,
}

impl Problem {
    /// The sentence to show.
    #[must_use]
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// Whether it has to be corrected. The others are warnings: the platform may accept the value.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        !matches!(self, Self::EmailWithoutFullDomain | Self::NameHasOddCharacter(_) | Self::NameMixesScripts)
    }

    /// The field it is about.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::NameMissing
            | Self::NameTooLong
            | Self::NameHasControls
            | Self::NameHasSpacesAround
            | Self::NameHasInvisible(_)
            | Self::NameGarbled
            | Self::NameHasOddCharacter(_)
            | Self::NameMixesScripts
            | Self::NameTwice { .. }
            | Self::PersonTwice { .. }
            | Self::NameTaken => Field::Name,
            Self::EmailMissing | Self::EmailMalformed | Self::EmailWithoutFullDomain => Field::Email,
            Self::PasswordMissing | Self::PasswordTooLong => Field::Password,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameMissing => f.write_str("Enter a username"),
            Self::NameTooLong => write!(f, "Username must be {MAX_USERNAME_CHARS} characters or fewer"),
            Self::NameHasControls => f.write_str("Remove line breaks or hidden characters from the username"),
            Self::NameHasSpacesAround => f.write_str("Remove the space before or after the username"),
            Self::NameHasInvisible(character) => {
                write!(f, "Remove the invisible character (U+{:04X}) from the username", u32::from(*character))
            }
            Self::NameGarbled => f.write_str("Correct the garbled letters in the username"),
            Self::NameHasOddCharacter(character) => write!(f, "Username contains “{character}”"),
            Self::NameMixesScripts => f.write_str("Username mixes letters of different alphabets"),
            Self::NameTwice { row } => write!(f, "Same username as row {row}"),
            Self::PersonTwice { row } => write!(f, "Same username and email as row {row}"),
            Self::NameTaken => f.write_str("Username already taken"),
            Self::EmailMissing => f.write_str("Enter an email address"),
            Self::EmailMalformed => f.write_str("Enter a valid email address"),
            Self::EmailWithoutFullDomain => f.write_str("Check the email domain"),
            Self::PasswordMissing => f.write_str("Enter a password"),
            Self::PasswordTooLong => write!(f, "Password must be {MAX_PASSWORD_CHARS} characters or fewer"),
        }
    }
}

/// What is wrong with a username by itself: the contract's rulings on what may be created, and
/// names that are probably mistakes.
#[must_use]
pub fn check_name(name: &str) -> Option<Problem> {
    if trim(name).is_empty() {
        return Some(Problem::NameMissing);
    }
    if name.chars().any(char::is_control) {
        return Some(Problem::NameHasControls);
    }
    if let Some(character) = name.chars().find(|character| is_invisible(*character) && !is_joiner(*character)) {
        return Some(Problem::NameHasInvisible(character));
    }
    if trim(name) != name {
        return Some(Problem::NameHasSpacesAround);
    }
    if is_longer(name, MAX_USERNAME_CHARS) {
        return Some(Problem::NameTooLong);
    }
    if is_garbled(name) {
        return Some(Problem::NameGarbled);
    }
    if let Some(space) = name.chars().find(|character| character.is_whitespace() && *character != ' ') {
        return Some(Problem::NameHasOddCharacter(space));
    }
    if mixes_scripts(name) {
        return Some(Problem::NameMixesScripts);
    }
    let is_odd =
        |character: &char| matches!(character, '|' | ';' | '"' | '<' | '>' | '(' | ')' | '{' | '}' | ',' | '\\');
    name.chars().find(is_odd).map(Problem::NameHasOddCharacter)
}

/// What is wrong with an email. Only what is certain: which local parts exist is up to its domain.
#[must_use]
pub fn check_email(email: &str) -> Option<Problem> {
    if trim(email).is_empty() {
        return Some(Problem::EmailMissing);
    }
    let is_impossible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || is_invisible(character)
            || character == '\u{fffd}'
            // Full-width forms and circled digits, which input methods and lists leave behind.
            || matches!(character, '\u{2460}'..='\u{24ff}' | '\u{ff00}'..='\u{ffef}')
            || "<>()[]{},;:|\\\"“”„‘’«»、，；".contains(character)
    };
    match email.split_once('@') {
        Some((local, domain))
            if !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !email.contains(is_impossible)
                && !is_garbled(email)
                && !mixes_scripts(email)
                && !local.starts_with('.')
                && !local.ends_with('.')
                && domain.chars().all(|character| {
                    character.is_alphanumeric() || "-._".contains(character) || is_mark(character)
                })
                && !is_longer(email, MAX_EMAIL_CHARS) =>
        {
            let is_full = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
            (!is_full).then_some(Problem::EmailWithoutFullDomain)
        }
        _ => Some(Problem::EmailMalformed),
    }
}

/// What is wrong with a password. Deployments may ask for more.
#[must_use]
pub fn check_password(password: &str) -> Option<Problem> {
    if password.is_empty() {
        Some(Problem::PasswordMissing)
    } else {
        is_longer(password, MAX_PASSWORD_CHARS).then_some(Problem::PasswordTooLong)
    }
}

fn is_longer(text: &str, max: usize) -> bool {
    text.chars().nth(max).is_some()
}

/// Zero-width joiners are part of words in some scripts and of emoji.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Combining marks, which belong to letters of many scripts.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{fff}')
}

/// Whether a text was decoded wrongly: a replacement character, UTF-8 that was read as
/// Windows-1252, where `ü` becomes `Ã¼`, or another code page, which leaves symbols between
/// letters.
pub(crate) fn is_garbled(text: &str) -> bool {
    const SYMBOLS: &str = "¹²³¿¡¼½¾×÷¤¦§¨¬¯°±´µ¶·¸ºª»«„”‚…†‡‰‹›ƒˆ•˜™€";
    const CONTINUATIONS: &str = "€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›ŒœŽžŠšŸ";
    if has_utf7(text) {
        return true;
    }
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_continuation = matches!(character, '\u{80}'..='\u{bf}') || CONTINUATIONS.contains(character);
        let is_double_encoded = matches!(before, 'Ã' | 'Â' | 'Ð' | 'Ñ') && is_continuation;
        let is_between = before.is_alphabetic() && characters.peek().is_some_and(|next| next.is_alphabetic());
        let is_odd_capital = before.is_lowercase() && matches!(character, 'Š' | 'Ž' | 'Ÿ' | 'Œ');
        let is_beside = before.is_alphabetic() || characters.peek().is_some_and(|next| next.is_alphabetic());
        let is_symbol = is_between && SYMBOLS.contains(character) || is_beside && "¹²³¿¡£¥¤¦".contains(character);
        if character == '\u{fffd}' || is_double_encoded || is_odd_capital || is_symbol {
            return true;
        }
        before = character;
    }
    false
}

/// Whether a text has a letter in UTF-7: `M+APw-ller`.
fn has_utf7(text: &str) -> bool {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    text.split('+').skip(1).filter_map(|rest| rest.split_once('-')).any(|(encoded, _)| {
        let digits: Option<Vec<u8>> = encoded.bytes().map(digit).collect();
        let Some([first, second, third, ..]) = digits.as_deref() else { return false };
        let unit = u32::from(*first) << 10 | u32::from(*second) << 4 | u32::from(*third) >> 2;
        // Letters of Europe. What others are could also be a word behind a plus sign.
        (0xa0..0x530).contains(&unit) && char::from_u32(unit).is_some_and(char::is_alphabetic)
    })
}

/// Whether a word mixes Latin letters with Cyrillic or Greek ones, some of which look the same.
fn mixes_scripts(text: &str) -> bool {
    let is_other = |character: char| matches!(character, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}');
    let is_latin = |character: char| character.is_ascii_alphabetic();
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    words.any(|word| word.contains(is_latin) && word.contains(is_other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_what_the_contract_allows() {
        for name in
            ["jane", "Anna Maria", "=1+1", "a/b?c#%", "o'neal", "עדה", "😀", "..", &"é".repeat(MAX_USERNAME_CHARS)]
        {
            assert_eq!(check_name(name), None, "{name}");
        }
        for (name, expected) in [
            ("", Problem::NameMissing),
            (" \u{a0}", Problem::NameMissing),
            ("a\nb", Problem::NameHasControls),
            ("a\t", Problem::NameHasControls),
            ("a\0b", Problem::NameHasControls),
            ("a\u{202e}b", Problem::NameHasInvisible('\u{202e}')),
            ("m\u{fffd}ller", Problem::NameGarbled),
            ("mÃ¼ller", Problem::NameGarbled),
            ("Micha³a", Problem::NameGarbled),
            ("p\u{430}ypal", Problem::NameMixesScripts),
            ("a;b", Problem::NameHasOddCharacter(';')),
            (" a", Problem::NameHasSpacesAround),
            ("a\u{a0}", Problem::NameHasSpacesAround),
            (&"é".repeat(MAX_USERNAME_CHARS + 1), Problem::NameTooLong),
        ] {
            assert_eq!(check_name(name), Some(expected), "{name:?}");
        }
    }

    #[test]
    fn emails_have_two_sides_and_a_full_domain() {
        for email in ["a@x.example", "o'brien+x@x.example", "jörg@müller.example", "a@1.2"] {
            assert_eq!(check_email(email), None, "{email}");
        }
        for (email, expected) in [
            ("", Problem::EmailMissing),
            (" ", Problem::EmailMissing),
            ("a", Problem::EmailMalformed),
            ("@x.example", Problem::EmailMalformed),
            ("a@", Problem::EmailMalformed),
            ("a@b@x.example", Problem::EmailMalformed),
            ("a b@x.example", Problem::EmailMalformed),
            ("a@x.example ", Problem::EmailMalformed),
            ("a@x.example\u{202c}", Problem::EmailMalformed),
            (&format!("a@{}.example", "x".repeat(MAX_EMAIL_CHARS)), Problem::EmailMalformed),
            ("a@localhost", Problem::EmailWithoutFullDomain),
            ("a@x..example", Problem::EmailWithoutFullDomain),
            ("a@x.", Problem::EmailWithoutFullDomain),
            ("a@.x", Problem::EmailWithoutFullDomain),
        ] {
            assert_eq!(check_email(email), Some(expected), "{email:?}");
        }
    }

    #[test]
    fn passwords_are_counted_in_characters() {
        assert_eq!(check_password(""), Some(Problem::PasswordMissing));
        assert_eq!(check_password(" "), None);
        assert_eq!(check_password(&"ß".repeat(MAX_PASSWORD_CHARS)), None);
        assert_eq!(check_password(&"ß".repeat(MAX_PASSWORD_CHARS + 1)), Some(Problem::PasswordTooLong));
    }

    #[test]
    fn problems_have_a_text_and_a_field() {
        assert_eq!(Problem::NameTwice { row: 1 }.text(), "Same username as row 1");
        assert_eq!(Problem::PersonTwice { row: 1 }.text(), "Same username and email as row 1");
        assert_eq!(Problem::NameTooLong.text(), "Username must be 255 characters or fewer");
        assert_eq!(Problem::EmailMissing.field(), Field::Email);
        assert_eq!(Problem::NameTaken.field(), Field::Name);
        assert_eq!(Problem::PasswordTooLong.field(), Field::Password);
    }
}
