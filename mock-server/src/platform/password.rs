//! What a new password must be like.

use thiserror::Error;

pub use account_api::limits::MAX_PASSWORD_CHARS;

/// Why a password is not accepted. Says nothing of the password but its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Shorter than the platform demands.
    #[error("must have at least {least} character{}. It has {length}", if *least == 1 { "" } else { "s" })]
    TooShort {
        /// What the platform demands.
        least: usize,
        /// What came.
        length: usize,
    },
    /// Longer than any platform takes.
    #[error("must have at most {MAX_PASSWORD_CHARS} characters. It has {length}")]
    TooLong {
        /// What came.
        length: usize,
    },
}

/// What a platform demands of a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The fewest characters, from 1.
    pub least: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { least: 1 }
    }
}

impl PasswordPolicy {
    /// Judges a new password.
    ///
    /// # Errors
    /// Says what is wrong with it, without showing it.
    pub fn check(self, password: &str) -> Result<(), PasswordError> {
        let length = password.chars().count();
        if length < self.least {
            Err(PasswordError::TooShort { least: self.least, length })
        } else if length > MAX_PASSWORD_CHARS {
            Err(PasswordError::TooLong { length })
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_1024_characters_unless_a_world_demands_more() {
        let usual = PasswordPolicy::default();
        assert_eq!(usual.check("x"), Ok(()));
        assert_eq!(usual.check(&"ж".repeat(1024)), Ok(()));
        assert_eq!(usual.check("").unwrap_err().to_string(), "must have at least 1 character. It has 0");
        assert_eq!(
            usual.check(&"x".repeat(1025)).unwrap_err().to_string(),
            "must have at most 1024 characters. It has 1025"
        );
        assert_eq!(PasswordPolicy { least: 12 }.check("short"), Err(PasswordError::TooShort { least: 12, length: 5 }));
    }
}
