//! The reply to `create users`.

use super::Reply;
use super::details::{Details, Failure};
use crate::lenient::LenientValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which accounts were created and which were not. The status is OK even when none was (contract, "Create").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreateUsersReply {
    /// The names that were created, in request order.
    pub created: Vec<String>,
    /// The names that were not. The API gives no reason per name.
    pub failed: Vec<Failure>,
}

impl Reply for CreateUsersReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            result: Outcome,
        }
        #[derive(Deserialize)]
        struct Outcome {
            #[serde(default)]
            created_users: Vec<LenientValue>,
            #[serde(default)]
            error_details: Details,
        }
        let Envelope { result } = serde_json::from_str(envelope).ok()?;
        Some(Self {
            created: result.created_users.into_iter().filter_map(LenientValue::text).collect(),
            failed: result.error_details.0,
        })
    }
}

impl Serialize for CreateUsersReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope<'a> {
            status: &'static str,
            result: Outcome<'a>,
        }
        #[derive(Serialize)]
        struct Outcome<'a> {
            created_users: &'a [String],
            error_details: BTreeMap<&'static str, Vec<&'a str>>,
        }
        let mut error_details = BTreeMap::new();
        if !self.failed.is_empty() {
            error_details.insert("FAILURE", self.failed.iter().map(|failure| failure.name.as_str()).collect());
        }
        Envelope { status: "OK", result: Outcome { created_users: &self.created, error_details } }.serialize(serializer)
    }
}
