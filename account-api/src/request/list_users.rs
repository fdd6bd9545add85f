//! `POST /list_users`.

use super::ApiRequest;
use super::body::{FieldReader, RequestError};
use crate::reply::ListUsersReply;
use crate::{MAX_PAGE, Operation, UserType, python_json};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// `POST /list_users`: filters, combined with AND, and a page. `None` fields are omitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListUsers {
    /// Matches the whole domain part of the email address, ignoring case. A leading `@` is ignored
    /// and `*` is a wildcard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_domain_pattern: Option<String>,
    /// Matches the start of the username, ignoring case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username_prefix: Option<String>,
    /// Matches any part of the username or the email address, ignoring case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_string: Option<String>,
    /// Ignores the three filters above. Encoded as a string, like the reference does it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_string")]
    pub get_all: Option<bool>,
    /// Includes disabled and deactivated accounts. Encoded as a string, like `get_all`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_string")]
    pub include_disabled: Option<bool>,
    /// Lists users (the default) or service accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// The page size, from 1. Larger values than [`MAX_PAGE`], which is also the default, are
    /// capped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// The offset of the first account on the page, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn as_string<S: Serializer>(value: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if value.unwrap_or_default() { "true" } else { "false" })
}

impl ListUsers {
    /// The effective page size of this request.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(MAX_PAGE).min(MAX_PAGE)
    }

    /// Parses the body. Booleans and numbers may be encoded as strings.
    ///
    /// # Errors
    /// See [`RequestError`].
    pub fn read(body: &[u8]) -> Result<Self, RequestError> {
        let mut fields = FieldReader::read(body, "")?;
        Ok(Self {
            email_domain_pattern: fields.string("email_domain_pattern")?,
            username_prefix: fields.string("username_prefix")?,
            search_string: fields.string("search_string")?,
            get_all: fields.boolean("get_all")?,
            include_disabled: fields.boolean("include_disabled")?,
            user_type: read_user_type(&mut fields)?,
            limit: fields
                .integer("limit", 1, "a whole number from 1")?
                .map(|limit| u32::try_from(limit).unwrap_or(MAX_PAGE)),
            offset: fields.integer("offset", 0, "a whole number from 0")?.and_then(|offset| u64::try_from(offset).ok()),
        })
    }
}

pub(super) fn read_user_type(fields: &mut FieldReader) -> Result<Option<UserType>, RequestError> {
    let Some(text) = fields.string("user_type")? else { return Ok(None) };
    UserType::parse(&text)
        .map(Some)
        .ok_or_else(|| fields.invalid("user_type", "\"user\" or \"service_account\"", &Value::String(text)))
}

impl ApiRequest for ListUsers {
    type Reply = ListUsersReply;

    fn operation(&self) -> Operation {
        Operation::ListUsers
    }
    fn path(&self) -> String {
        "/list_users".to_owned()
    }
    fn body(&self) -> Option<String> {
        Some(python_json::dumps(self))
    }
}
