//! The file format of active faults.

use super::{ActiveFault, Fault, FaultSpec};
use crate::platform::seed::SeedError;
use crate::platform::{Platform, PlatformFile};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A fault in an exported world.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultFile {
    /// `f1`, `f2` and so on.
    #[schema(pattern = "^f[1-9][0-9]{0,17}$")]
    id: String,
    /// The number of calls that matched.
    #[serde(default)]
    matched: u64,
    /// The number of calls that it was triggered on.
    #[serde(default)]
    triggered: u64,
    /// The fault itself.
    fault: FaultSpec,
    /// What a `stale` fault reads; the state of the world when omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stale_state: Option<PlatformFile>,
}

impl From<&ActiveFault> for FaultFile {
    fn from(active: &ActiveFault) -> Self {
        Self {
            id: active.id.clone(),
            matched: active.matched,
            triggered: active.triggered,
            fault: FaultSpec::from(&active.fault),
            stale_state: active.stale_platform.as_deref().map(Platform::to_file),
        }
    }
}

/// A fault that was read from a file and obeys all rules.
#[derive(Clone, Debug)]
pub(in crate::world) struct RestoredFault {
    /// The number in its ID.
    pub(in crate::world) number: u64,
    pub(super) fault: Fault,
    pub(super) matched: u64,
    pub(super) triggered: u64,
    pub(super) stale_platform: Option<Platform>,
}

impl TryFrom<FaultFile> for RestoredFault {
    type Error = SeedError;

    /// The error names the path of the value that violates a rule.
    fn try_from(file: FaultFile) -> Result<Self, SeedError> {
        let number = file.id.strip_prefix('f').and_then(|digits| digits.parse().ok()).filter(|number| *number > 0);
        Ok(Self {
            number: number.ok_or_else(|| SeedError::invalid("id", "is f and a number from 1"))?,
            fault: Fault::try_from(file.fault).map_err(|error| SeedError::invalid("fault", error.to_string()))?,
            matched: file.matched,
            triggered: file.triggered,
            stale_platform: file
                .stale_state
                .map(PlatformFile::platform)
                .transpose()
                .map_err(|error| error.within("stale_state"))?,
        })
    }
}
