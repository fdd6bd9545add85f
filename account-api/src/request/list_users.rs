//! `POST /list_users`.

use super::ApiRequest;
use super::body::{FieldReader, RequestError};
use crate::reply::ListUsersReply;
use crate::{MAX_PAGE, Operation, UserType, python_json};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// `POST /list_users`: filters, which combine with AND, and a page. What is `None` is left out of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListUsers {
    /// The whole domain part, a leading `@` tolerated, `*` a wildcard. Case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_domain_pattern: Option<String>,
    /// What the username starts with, whatever the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username_prefix: Option<String>,
    /// What the username or the address contains, whatever the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_string: Option<String>,
    /// Ignores the three filters above. Written as a string, as the reference does.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_string")]
    pub get_all: Option<bool>,
    /// Includes disabled and deactivated accounts. Written as a string, like `get_all`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_string")]
    pub include_disabled: Option<bool>,
    /// Users (the default) or service accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// The size of the page, from 1; over 500 counts as 500, which is also the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where the page starts, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn as_string<S: Serializer>(truth: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if truth.unwrap_or_default() { "true" } else { "false" })
}

impl ListUsers {
    /// The size of the page that this request gets.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(MAX_PAGE).min(MAX_PAGE)
    }

    /// Reads the body. Booleans and numbers may arrive as strings.
    ///
    /// # Errors
    /// Says what is wrong with the body, for the one who wrote the request.
    pub fn read(body: &[u8]) -> Result<Self, RequestError> {
        let mut fields = FieldReader::read(body)?;
        Ok(Self {
            email_domain_pattern: fields.text("email_domain_pattern")?,
            username_prefix: fields.text("username_prefix")?,
            search_string: fields.text("search_string")?,
            get_all: fields.truth("get_all")?,
            include_disabled: fields.truth("include_disabled")?,
            user_type: read_user_type(&mut fields)?,
            limit: fields
                .whole("limit", 1, "a whole number from 1")?
                .map(|limit| u32::try_from(limit).unwrap_or(MAX_PAGE)),
            offset: fields.whole("offset", 0, "a whole number from 0")?.and_then(|offset| u64::try_from(offset).ok()),
        })
    }
}

pub(super) fn read_user_type(fields: &mut FieldReader) -> Result<Option<UserType>, RequestError> {
    let Some(text) = fields.text("user_type")? else { return Ok(None) };
    UserType::parse(&text)
        .map(Some)
        .ok_or_else(|| fields.wrong("user_type", "\"user\" or \"service_account\"", &Value::String(text)))
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
