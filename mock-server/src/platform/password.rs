//! The password policy: rules for new passwords.

use thiserror::Error;

use account_api::limits::MAX_PASSWORD_CHARS;

/// Why a password is rejected. Reveals only the length of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Shorter than the policy requires.
    #[error("must have at least {min} character{}. It has {chars}", if *min == 1 { "" } else { "s" })]
    TooShort {
        /// The required length, in characters.
        min: usize,
        /// The length of the password, in characters.
        chars: usize,
    },
    /// Longer than [`MAX_PASSWORD_CHARS`].
    #[error("must have at most {MAX_PASSWORD_CHARS} characters. It has {chars}")]
    TooLong {
        /// The length of the password, in characters.
        chars: usize,
    },
}

/// A platform's rules for new passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The minimum length in characters, at least 1.
    pub min_chars: usize,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self { min_chars: 1 }
    }
}

impl PasswordPolicy {
    /// Validates a new password.
    ///
    /// # Errors
    /// Says what is wrong with it, without revealing it.
    pub fn check(self, password: &str) -> Result<(), PasswordError> {
        let chars = password.chars().count();
        if chars < self.min_chars {
            Err(PasswordError::TooShort { min: self.min_chars, chars })
        } else if chars > MAX_PASSWORD_CHARS {
            Err(PasswordError::TooLong { chars })
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_have_1_to_1024_characters_unless_a_world_requires_more() {
        let default_policy = PasswordPolicy::default();
        assert_eq!(default_policy.check("x"), Ok(()));
        assert_eq!(default_policy.check(&"ж".repeat(1024)), Ok(()));
        assert_eq!(default_policy.check("").unwrap_err().to_string(), "must have at least 1 character. It has 0");
        assert_eq!(
            default_policy.check(&"x".repeat(1025)).unwrap_err().to_string(),
            "must have at most 1024 characters. It has 1025"
        );
        assert_eq!(PasswordPolicy { min_chars: 12 }.check("short"), Err(PasswordError::TooShort { min: 12, chars: 5 }));
    }
}
