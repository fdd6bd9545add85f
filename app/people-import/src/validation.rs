//! What is wrong with a row.

use crate::table::trimmed;
use std::fmt;

pub use account_api::limits::{MAX_EMAIL_CHARS, MAX_PASSWORD_CHARS, MAX_USERNAME_CHARS};

/// A field of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The user name.
    Name,
    /// The address.
    Email,
    /// The password.
    Password,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No user name.
    NameMissing,
    /// Longer than [`LONGEST_NAME`].
    NameTooLong,
    /// Line breaks, tabs or other control characters in the user name.
    NameHasControls,
    /// Spaces before or behind the user name.
    NameHasSpacesAround,
    /// Another row has the same user name.
    NameTwice {
        /// Where it stands first; the first row is 1.
        row: usize,
    },
    /// An account has the user name already.
    NameTaken,
    /// No address.
    EmailMissing,
    /// Not `somebody@somewhere`, or longer than [`LONGEST_EMAIL`].
    EmailMalformed,
    /// An address like `jane@localhost`. The platform may take it; people seldom mean it.
    EmailWithoutFullDomain,
    /// No password.
    PasswordMissing,
    /// Longer than [`LONGEST_PASSWORD`].
    PasswordTooLong,
}

impl Problem {
    /// What to tell whoever can change it.
    #[must_use]
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// Whether it has to be mended. What the platform may take all the same can be sent.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        !matches!(self, Self::EmailWithoutFullDomain)
    }

    /// Which field it is about.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::NameMissing
            | Self::NameTooLong
            | Self::NameHasControls
            | Self::NameHasSpacesAround
            | Self::NameTwice { .. }
            | Self::NameTaken => Field::Name,
            Self::EmailMissing | Self::EmailMalformed | Self::EmailWithoutFullDomain => Field::Email,
            Self::PasswordMissing | Self::PasswordTooLong => Field::Password,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameMissing => f.write_str("User name is missing"),
            Self::NameTooLong => write!(f, "User name is longer than {MAX_USERNAME_CHARS} characters"),
            Self::NameHasControls => f.write_str("User name has line breaks or control characters in it"),
            Self::NameHasSpacesAround => f.write_str("User name begins or ends with a space"),
            Self::NameTwice { row } => write!(f, "Twice in this list (row {row})"),
            Self::NameTaken => f.write_str("User name is already taken"),
            Self::EmailMissing => f.write_str("Email is missing"),
            Self::EmailMalformed => f.write_str("This is no email address"),
            Self::EmailWithoutFullDomain => f.write_str("This address has no full domain"),
            Self::PasswordMissing => f.write_str("Password is missing"),
            Self::PasswordTooLong => write!(f, "Password is longer than {MAX_PASSWORD_CHARS} characters"),
        }
    }
}

/// What is wrong with a user name by itself: the contract's rulings on what may be created.
#[must_use]
pub fn check_name(name: &str) -> Option<Problem> {
    if trimmed(name).is_empty() {
        Some(Problem::NameMissing)
    } else if name.chars().any(char::is_control) {
        Some(Problem::NameHasControls)
    } else if trimmed(name) != name {
        Some(Problem::NameHasSpacesAround)
    } else {
        is_longer(name, MAX_USERNAME_CHARS).then_some(Problem::NameTooLong)
    }
}

/// What is wrong with an address. Only what is certain: which local parts there are is for its domain to say.
#[must_use]
pub fn check_email(email: &str) -> Option<Problem> {
    if trimmed(email).is_empty() {
        return Some(Problem::EmailMissing);
    }
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || is_unseen(letter);
    match email.split_once('@') {
        Some((name, domain))
            if !name.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !email.contains(is_odd)
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

fn is_longer(text: &str, most: usize) -> bool {
    text.chars().nth(most).is_some()
}

/// Marks that are copied along with an address and that nobody sees in it.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_the_contract_allows() {
        for name in ["jane", "Anna Maria", "=1+1", "a/b?c#%", "עדה", "😀", "..", &"é".repeat(MAX_USERNAME_CHARS)]
        {
            assert_eq!(check_name(name), None, "{name}");
        }
        for (name, expected) in [
            ("", Problem::NameMissing),
            (" \u{a0}", Problem::NameMissing),
            ("a\nb", Problem::NameHasControls),
            ("a\t", Problem::NameHasControls),
            ("a\0b", Problem::NameHasControls),
            (" a", Problem::NameHasSpacesAround),
            ("a\u{a0}", Problem::NameHasSpacesAround),
            (&"é".repeat(MAX_USERNAME_CHARS + 1), Problem::NameTooLong),
        ] {
            assert_eq!(check_name(name), Some(expected), "{name:?}");
        }
    }

    #[test]
    fn addresses_have_two_sides_and_a_full_domain() {
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
    fn problems_say_what_they_are() {
        assert_eq!(Problem::NameTwice { row: 1 }.text(), "Twice in this list (row 1)");
        assert_eq!(Problem::NameTooLong.text(), "User name is longer than 255 characters");
        assert_eq!(Problem::EmailMissing.field(), Field::Email);
        assert_eq!(Problem::NameTaken.field(), Field::Name);
        assert_eq!(Problem::PasswordTooLong.field(), Field::Password);
    }
}
