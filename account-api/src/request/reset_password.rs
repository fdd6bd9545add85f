//! `POST /{username}/reset_password`.

use super::ApiRequest;
use super::body::{FieldReader, RequestError};
use super::create_users::{read_optional_password, read_password};
use crate::reply::EmptyReply;
use crate::{Operation, Secret, path, python_json};
use serde::Serialize;

/// `POST /{username}/reset_password`: sets a password and ends every session of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResetPassword {
    /// The username, not percent-encoded.
    pub name: String,
    /// The new password, and the old one if it is the caller's own account.
    pub passwords: NewPassword,
}

/// The body of a password reset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPassword {
    /// The new password, 1 to 1024 characters.
    pub new_password: Secret,
    /// The current password. Required to reset one's own password, for admins too, and ignored
    /// otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_password: Option<Secret>,
}

impl NewPassword {
    /// Parses the body.
    ///
    /// # Errors
    /// See [`RequestError`]. Errors never contain a password.
    pub fn read(body: &[u8]) -> Result<Self, RequestError> {
        let mut fields = FieldReader::read(body, "new_password")?;
        Ok(Self {
            new_password: read_password(&mut fields, "new_password")?,
            old_password: read_optional_password(&mut fields, "old_password")?,
        })
    }
}

impl ApiRequest for ResetPassword {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        match self.passwords.old_password {
            Some(_) => Operation::ResetOwnPassword,
            None => Operation::ResetPassword,
        }
    }
    fn path(&self) -> String {
        path::account_path(&self.name, "reset_password")
    }
    fn body(&self) -> Option<String> {
        Some(python_json::dumps(&self.passwords))
    }
    fn account(&self) -> Option<&str> {
        Some(&self.name)
    }
}
