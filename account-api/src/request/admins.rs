//! Site admins: get, set, remove.

use super::ApiRequest;
use super::body::{FieldReader, RequestError};
use crate::reply::{Admins, EmptyReply};
use crate::{Operation, python_json};
use serde::Serialize;

const PATH: &str = "/admins";

/// `GET /admins`: all site admins. Only a site admin gets an answer, which is how a client learns that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAdmins;

impl ApiRequest for GetAdmins {
    type Reply = Admins;

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

macro_rules! admins_request {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        pub struct $name {
            /// The users' names.
            pub usernames: Vec<String>,
        }

        impl ApiRequest for $name {
            type Reply = EmptyReply;

            fn operation(&self) -> Operation {
                Operation::$name
            }
            fn path(&self) -> String {
                PATH.to_owned()
            }
            fn body(&self) -> Option<String> {
                Some(python_json::dumps(self))
            }
        }
    };
}

admins_request! {
    /// `POST /admins`: makes the named users site admins. Names that fail are listed in the refusal's details; the others
    /// *are* made admins.
    SetAdmins
}
admins_request! {
    /// `DELETE /admins`, with a body: takes the right from the named users, with the same rule about failures.
    RemoveAdmins
}

/// Reads the body of [`SetAdmins`] and [`RemoveAdmins`].
///
/// # Errors
/// Says what is wrong with the body, for the one who wrote the request.
pub fn read_usernames(body: &[u8]) -> Result<Vec<String>, RequestError> {
    FieldReader::read(body)?.strings("usernames")
}
