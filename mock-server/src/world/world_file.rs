//! The file format of a world: what an export writes, and what can be opened again.
//!
//! It has everything that decides how the world continues: accounts and groups with the state
//! that a reset restores, clocks, snapshots, faults with their counters, and the random numbers.
//! Gates and held requests are left out, since they belong to clients; so are journal and coverage.

use super::faults::{Fault, FaultFile, FaultSpec, RestoredFault};
use super::snapshots::check_name;
use crate::platform::seed::SeedError;
use crate::platform::{Platform, PlatformFile, SplitMix64};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An exported world. It contains the passwords of its accounts, like a seed.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorldFile {
    /// The address of this schema, for editors. Ignored.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The name when it was exported. Opened again on the same server, it gets another one.
    #[schema(pattern = "^[a-z0-9-]{1,64}$")]
    pub id: String,
    /// What the world is for.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub label: String,
    /// The current state.
    pub state: PlatformFile,
    /// The state that a reset restores; the current one when omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_state: Option<PlatformFile>,
    /// The snapshots by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub snapshots: BTreeMap<String, PlatformFile>,
    /// The faults with their counters, the oldest one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultFile>,
    /// The faults that are active after a reset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub initial_faults: Vec<FaultSpec>,
    /// The random numbers.
    #[serde(default)]
    pub random: RandomFile,
    /// Whether the journal keeps complete bodies.
    #[serde(default, skip_serializing_if = "is_false")]
    pub complete_bodies: bool,
}

/// A generator of random numbers. Its numbers are texts, because they have more digits than
/// JavaScript reads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RandomFile {
    /// The seed, with which it starts again after a reset.
    #[schema(pattern = "^[0-9]{1,20}$")]
    seed: String,
    /// The state that it continues with.
    #[schema(pattern = "^[0-9]{1,20}$")]
    state: String,
}

impl RandomFile {
    pub(super) fn new(seed: u64, generator: &SplitMix64) -> Self {
        Self { seed: seed.to_string(), state: generator.state().to_string() }
    }
}

impl Default for RandomFile {
    fn default() -> Self {
        Self::new(0, &SplitMix64::new(0))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A world that was read from a file and obeys all rules.
#[derive(Debug)]
pub(super) struct RestoredWorld {
    pub(super) platform: Platform,
    pub(super) initial_platform: Platform,
    pub(super) snapshots: BTreeMap<String, Platform>,
    pub(super) faults: Vec<RestoredFault>,
    pub(super) initial_faults: Vec<Fault>,
    pub(super) random_seed: u64,
    pub(super) rng: SplitMix64,
    pub(super) complete_bodies: bool,
}

impl TryFrom<WorldFile> for RestoredWorld {
    type Error = SeedError;

    /// The error names the path of the value that violates a rule.
    fn try_from(file: WorldFile) -> Result<Self, SeedError> {
        let platform = file.state.platform().map_err(|error| error.within("state"))?;
        let initial_platform = match file.initial_state {
            Some(initial) => initial.platform().map_err(|error| error.within("initial_state"))?,
            None => platform.clone(),
        };
        let mut snapshots = BTreeMap::new();
        for (name, snapshot) in file.snapshots {
            check_name(&name).map_err(|error| SeedError::invalid("snapshots", error.to_string()))?;
            let platform = snapshot.platform().map_err(|error| error.within(&format!("snapshots.{name}")))?;
            snapshots.insert(name, platform);
        }
        let mut faults: Vec<RestoredFault> = Vec::new();
        for (index, fault) in file.faults.into_iter().enumerate() {
            let restored = RestoredFault::try_from(fault).map_err(|error| error.within(&format!("faults[{index}]")))?;
            if faults.iter().any(|earlier| earlier.number == restored.number) {
                let problem = format!("there is an earlier fault f{}", restored.number);
                return Err(SeedError::invalid(format!("faults[{index}].id"), problem));
            }
            faults.push(restored);
        }
        let read_initial = |(index, spec): (usize, FaultSpec)| {
            Fault::try_from(spec)
                .map_err(|error| SeedError::invalid(format!("initial_faults[{index}]"), error.to_string()))
        };
        let number = |field: &str, digits: &str| {
            let invalid = |_| SeedError::invalid(format!("random.{field}"), "is a number below 2^64, as a text");
            digits.parse::<u64>().map_err(invalid)
        };
        Ok(Self {
            platform,
            initial_platform,
            snapshots,
            faults,
            initial_faults: file.initial_faults.into_iter().enumerate().map(read_initial).collect::<Result<_, _>>()?,
            random_seed: number("seed", &file.random.seed)?,
            rng: SplitMix64::new(number("state", &file.random.state)?),
            complete_bodies: file.complete_bodies,
        })
    }
}
