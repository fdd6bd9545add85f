//! `POST /users`.

use super::ApiRequest;
use super::body::{FieldReader, RequestError, kind};
use crate::reply::CreateUsersReply;
use crate::{Operation, Secret, UserType, python_json};
use serde::Serialize;
use serde_json::Value;

/// `POST /users`: creates users or service accounts, each judged alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateUsers {
    /// The accounts to create.
    pub users: Vec<NewAccount>,
}

/// An account to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum NewAccount {
    /// A person.
    User {
        /// 1 to 255 characters, unique over users, service accounts and organizations.
        username: String,
        /// The address.
        email: String,
        /// The first password.
        password: Secret,
    },
    /// A service account. The type stands inside the element: the reference's own example puts it where JSON does not
    /// allow it, its text calls it a field of the element.
    ServiceAccount {
        /// As for a user.
        username: String,
        /// Always [`UserType::ServiceAccount`].
        user_type: UserType,
    },
}

impl NewAccount {
    /// A service account of that name.
    #[must_use]
    pub fn service_account(username: String) -> Self {
        Self::ServiceAccount { username, user_type: UserType::ServiceAccount }
    }

    /// The name of the account to create.
    #[must_use]
    pub fn username(&self) -> &str {
        match self {
            Self::User { username, .. } | Self::ServiceAccount { username, .. } => username,
        }
    }
}

impl ApiRequest for CreateUsers {
    type Reply = CreateUsersReply;

    fn operation(&self) -> Operation {
        Operation::CreateUsers
    }
    fn path(&self) -> String {
        "/users".to_owned()
    }
    fn body(&self) -> Option<String> {
        Some(python_json::dumps(self))
    }
}

/// An element of `users` as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedAccount {
    /// The name it asks for, not judged yet.
    pub username: String,
    /// The account, or why the element does not describe one.
    pub account: Result<NewAccount, RequestError>,
}

/// Reads the body of [`CreateUsers`]. `user_type` may stand in an element, or beside `users` as the default of all.
///
/// # Errors
/// When the whole cannot be understood. An element without a name makes the whole fail, because the answer could not name
/// it; any other fault of an element is that element's own.
pub fn read_new_accounts(body: &[u8]) -> Result<Vec<ParsedAccount>, RequestError> {
    let mut fields = FieldReader::read(body)?;
    let default = read_type(&mut fields)?.unwrap_or_default();
    let items = fields.array("users", "a list of user objects")?;
    items.into_iter().enumerate().map(|(at, item)| read_element(at, item, default)).collect()
}

fn read_element(at: usize, item: Value, default: UserType) -> Result<ParsedAccount, RequestError> {
    let Value::Object(object) = item else {
        return Err(RequestError::Wrong {
            field: format!("users[{at}]"),
            expected: "an object",
            found: kind(&item).to_owned(),
        });
    };
    let mut fields = FieldReader::nested(object, format!("users[{at}]."));
    let username = fields.text("username")?.ok_or_else(|| fields.missing("username", "a string"))?;
    let account = read_account(&mut fields, username.clone(), default);
    Ok(ParsedAccount { username, account })
}

fn read_account(fields: &mut FieldReader, username: String, default: UserType) -> Result<NewAccount, RequestError> {
    match read_type(fields)?.unwrap_or(default) {
        UserType::ServiceAccount => Ok(NewAccount::service_account(username)),
        UserType::User => {
            let email = fields.text("email")?.ok_or_else(|| fields.missing("email", "a string"))?;
            let password = read_password(fields, "password")?;
            Ok(NewAccount::User { username, email, password })
        }
    }
}

fn read_type(fields: &mut FieldReader) -> Result<Option<UserType>, RequestError> {
    super::list_users::read_user_type(fields)
}

/// A password field. What came instead is named by its kind alone.
pub(super) fn read_password(fields: &mut FieldReader, name: &str) -> Result<Secret, RequestError> {
    read_optional_password(fields, name)?.ok_or_else(|| fields.missing(name, "a string"))
}

pub(super) fn read_optional_password(fields: &mut FieldReader, name: &str) -> Result<Option<Secret>, RequestError> {
    match fields.take(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(Secret::new(text))),
        Some(other) => {
            Err(RequestError::Wrong { field: fields.path(name), expected: "a string", found: kind(&other).to_owned() })
        }
    }
}
