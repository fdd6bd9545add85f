//! Site admins: get, set, remove.

use super::ApiRequest;
use super::body::{FieldReader, RequestError};
use crate::reply::{AdminsReply, EmptyReply};
use crate::{Method, Operation, python_json};
use serde::Serialize;

const PATH: &str = "/admins";

/// `GET /admins`: all site admins. Only a site admin may read them, which is how a client learns
/// that its user is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAdmins;

impl ApiRequest for GetAdmins {
    type Reply = AdminsReply;

    fn operation(&self) -> Operation {
        Operation::GetAdmins
    }
    fn path(&self) -> String {
        PATH.to_owned()
    }
    fn body(&self) -> Option<String> {
        None
    }
}

/// `POST /admins`: makes the named users site admins. Names that fail are listed in
/// `error_details`; the others *are* made admins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAdmins {
    /// The usernames.
    pub usernames: Vec<String>,
}

impl ApiRequest for SetAdmins {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        Operation::SetAdmins
    }
    fn path(&self) -> String {
        PATH.to_owned()
    }
    fn body(&self) -> Option<String> {
        Some(python_json::dumps(self))
    }
}

/// `DELETE /admins`, with a body: revokes the site admin permission of the named users, with the
/// same rule about failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveAdmins {
    /// The usernames.
    pub usernames: Vec<String>,
}

impl ApiRequest for RemoveAdmins {
    type Reply = EmptyReply;

    fn operation(&self) -> Operation {
        Operation::RemoveAdmins
    }
    fn path(&self) -> String {
        PATH.to_owned()
    }
    fn body(&self) -> Option<String> {
        Some(python_json::dumps(self))
    }
}

/// Parses the body of [`SetAdmins`] and [`RemoveAdmins`].
///
/// # Errors
/// See [`RequestError`].
pub fn read_usernames(operation: Operation, body: &[u8]) -> Result<Vec<String>, RequestError> {
    let with_hint = |error| match error {
        RequestError::Empty { required, .. } => {
            RequestError::Empty { required, may_be_dropped: operation.method() == Method::Delete }
        }
        other => other,
    };
    FieldReader::read(body, "usernames").map_err(with_hint)?.strings("usernames")
}
