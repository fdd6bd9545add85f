//! The file format of all worlds of a server.

use super::world_file::WorldFile;
use crate::platform::seed::SeedError;
use account_api::json_text;
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;

/// The version of the format.
const FORMAT: u32 = 1;

/// All worlds of a server.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StateFile {
    /// The address of this schema, for editors. Ignored.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the format: 1.
    #[serde(deserialize_with = "known_format")]
    #[schema(minimum = 1, maximum = 1)]
    format: u32,
    /// The worlds, one of which is named `default`.
    pub worlds: Vec<WorldFile>,
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        FORMAT => Ok(FORMAT),
        other => Err(de::Error::custom(format!("format {other} is unknown. This version reads format {FORMAT}"))),
    }
}

impl StateFile {
    /// A state with these worlds.
    #[must_use]
    pub const fn new(worlds: Vec<WorldFile>) -> Self {
        Self { schema: None, format: FORMAT, worlds }
    }

    /// Parses a state.
    ///
    /// # Errors
    /// If it is not UTF-8, or not JSON in this format. The rules are checked by
    /// [`Worlds::restore`](super::Worlds::restore).
    pub fn read(json: &[u8]) -> Result<Self, SeedError> {
        Ok(serde_json::from_str(json_text(json)?)?)
    }
}
