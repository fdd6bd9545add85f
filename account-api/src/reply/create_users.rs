//! The reply of `POST /users`.

use super::Reply;
use super::error_details::{Details, Failure};
use crate::lenient::LenientValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The result of creating accounts. The status is OK even if none was created (contract, "Create").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateUsersReply {
    /// The usernames of the created accounts, in request order.
    pub created: Vec<String>,
    /// The usernames that were not created. The API gives no reasons.
    pub failed: Vec<Failure>,
}

impl Reply for CreateUsersReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            result: ResultObject,
        }
        #[derive(Deserialize)]
        struct ResultObject {
            #[serde(default)]
            created_users: Vec<LenientValue>,
            #[serde(default)]
            error_details: Details,
        }
        let Envelope { result } = serde_json::from_str(envelope).ok()?;
        Some(Self {
            created: result.created_users.into_iter().filter_map(LenientValue::into_text).collect(),
            failed: result.error_details.0,
        })
    }
}

impl Serialize for CreateUsersReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope<'a> {
            status: &'static str,
            result: ResultObject<'a>,
        }
        #[derive(Serialize)]
        struct ResultObject<'a> {
            created_users: &'a [String],
            error_details: BTreeMap<&'static str, Vec<&'a str>>,
        }
        let mut error_details = BTreeMap::new();
        if !self.failed.is_empty() {
            error_details.insert("FAILURE", self.failed.iter().map(|failure| failure.name.as_str()).collect());
        }
        Envelope { status: "OK", result: ResultObject { created_users: &self.created, error_details } }
            .serialize(serializer)
    }
}
