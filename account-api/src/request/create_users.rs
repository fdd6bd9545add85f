//! `POST /users`.

use super::ApiRequest;
use super::body::{FieldReader, RequestError, json_type_name};
use crate::reply::CreateUsersReply;
use crate::{Operation, Secret, UserType, python_json};
use serde::Serialize;
use serde_json::Value;

/// `POST /users`: creates users or service accounts. Each account succeeds or fails on its own.
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
        /// 1 to 255 characters. Unique among users, service accounts and organizations.
        username: String,
        /// The email address.
        email: String,
        /// The initial password.
        password: Secret,
    },
    /// A service account. The type is a field of the element: the text of the reference says so,
    /// and its example puts the type where JSON does not allow it.
    ServiceAccount {
        /// Like the username of a user.
        username: String,
        /// Always [`UserType::ServiceAccount`].
        user_type: UserType,
    },
}

impl NewAccount {
    /// Creates the element for a service account.
    #[must_use]
    pub fn service_account(username: String) -> Self {
        Self::ServiceAccount { username, user_type: UserType::ServiceAccount }
    }

    /// The username of the account to create.
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

/// An element of `users`, as parsed by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedElement {
    /// The requested username, not validated yet.
    pub username: String,
    /// The account, or why the element does not describe one.
    pub account: Result<NewAccount, RequestError>,
}

/// Parses the body of [`CreateUsers`]. `user_type` may be a field of an element, or stand beside
/// `users` as the default of all elements.
///
/// # Errors
/// Fails if the body as a whole cannot be understood. An element without a username makes the whole
/// body invalid, because the reply could not name it. Any other error in an element affects only
/// that element.
pub fn read_new_accounts(body: &[u8]) -> Result<Vec<ParsedElement>, RequestError> {
    let mut fields = FieldReader::read(body, "users")?;
    let default = read_type(&mut fields)?.unwrap_or_default();
    let items = fields.array("users", "a list of user objects")?;
    items.into_iter().enumerate().map(|(index, element)| read_element(index, element, default)).collect()
}

fn read_element(index: usize, element: Value, default: UserType) -> Result<ParsedElement, RequestError> {
    let Value::Object(object) = element else {
        return Err(RequestError::Invalid {
            field: format!("users[{index}]"),
            expected: "an object",
            found: json_type_name(&element).to_owned(),
        });
    };
    let mut fields = FieldReader::nested(object, format!("users[{index}]."));
    let username = fields.string("username")?.ok_or_else(|| fields.missing("username", "a string"))?;
    let account = read_account(&mut fields, username.clone(), default);
    Ok(ParsedElement { username, account })
}

fn read_account(fields: &mut FieldReader, username: String, default: UserType) -> Result<NewAccount, RequestError> {
    match read_type(fields)?.unwrap_or(default) {
        UserType::ServiceAccount => Ok(NewAccount::service_account(username)),
        UserType::User => {
            let email = fields.string("email")?.ok_or_else(|| fields.missing("email", "a string"))?;
            let password = read_password(fields, "password")?;
            Ok(NewAccount::User { username, email, password })
        }
    }
}

fn read_type(fields: &mut FieldReader) -> Result<Option<UserType>, RequestError> {
    super::list_users::read_user_type(fields)
}

/// Reads a required password. Errors mention only the type of an invalid value.
pub(super) fn read_password(fields: &mut FieldReader, name: &str) -> Result<Secret, RequestError> {
    read_optional_password(fields, name)?.ok_or_else(|| fields.missing(name, "a string"))
}

pub(super) fn read_optional_password(fields: &mut FieldReader, name: &str) -> Result<Option<Secret>, RequestError> {
    match fields.take(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(Secret::new(text))),
        Some(other) => Err(RequestError::Invalid {
            field: fields.path(name),
            expected: "a string",
            found: json_type_name(&other).to_owned(),
        }),
    }
}
