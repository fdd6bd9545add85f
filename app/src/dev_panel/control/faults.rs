//! Requests about a world's faults, and about scenarios.

use super::ControlError;
use super::client::{delete, get, post};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A fault and its counters.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fault {
    /// The id, unique in its world: `f1`, `f2`, ….
    pub id: String,
    /// The number of requests that matched.
    pub matched: u64,
    /// The number of requests that triggered the fault.
    pub triggered: u64,
    /// Whether it has triggered the maximum number of times.
    pub exhausted: bool,
    /// The specification of the fault.
    #[serde(flatten)]
    pub spec: FaultSpec,
}

/// The specification of a fault, as in mock-server/src/world/faults/spec.rs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaultSpec {
    /// The operations that it matches. Empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operation: Vec<String>,
    /// Matches only requests that name this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Matches only requests with a token of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Triggers only on the nth matching request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// Triggers on the nth matching request and all later ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// Triggers on every nth matching request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// The probability that a matching request triggers it, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The maximum number of times it triggers. Unlimited if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Whether the operation is executed first, so that the fault affects only the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_execution: Option<bool>,
    /// The effect: a name, or an object of a name and an argument.
    pub effect: Value,
}

/// A named set of faults.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Scenario {
    /// The name, which identifies it.
    pub name: String,
    /// A sentence about what goes wrong.
    pub description: String,
    /// The faults.
    pub faults: Vec<FaultSpec>,
}

impl Scenario {
    /// Whether a world's faults are exactly those of this scenario.
    pub fn matches(&self, faults: &[Fault]) -> bool {
        self.faults.iter().eq(faults.iter().map(|fault| &fault.spec))
    }
}

/// Returns all scenarios.
pub async fn scenarios() -> Result<Vec<Scenario>, ControlError> {
    get("/scenarios").await
}

/// Returns all faults of a world, oldest first.
pub async fn list(world: &str) -> Result<Vec<Fault>, ControlError> {
    get(&format!("/worlds/{world}/faults")).await
}

/// Adds a fault.
pub async fn add(world: &str, spec: &FaultSpec) -> Result<(), ControlError> {
    post::<IgnoredAny>(&format!("/worlds/{world}/faults"), &json!(spec)).await.map(drop)
}

/// Removes a fault.
pub async fn remove(world: &str, fault_id: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/faults/{fault_id}")).await
}

/// Removes all faults.
pub async fn clear(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/faults")).await
}

/// Replaces all faults of a world with those of a scenario.
pub async fn play(world: &str, scenario: &Scenario) -> Result<(), ControlError> {
    clear(world).await?;
    for spec in &scenario.faults {
        add(world, spec).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_deserializes_from_the_mock_and_its_spec_serializes_back() {
        let json = r#"{"id":"f1","matched":3,"triggered":1,"exhausted":false,"operation":["disable"],"every":3,"after_execution":true,
            "effect":"reset"}"#;
        let fault: Fault = serde_json::from_str(json).unwrap();
        assert_eq!((fault.matched, fault.spec.every, fault.spec.after_execution), (3, Some(3), Some(true)));
        assert_eq!(
            json!(fault.spec),
            json!({"operation":["disable"],"every":3,"after_execution":true,"effect":"reset"})
        );
        let scenario = Scenario { name: "x".into(), description: String::new(), faults: vec![fault.spec.clone()] };
        assert!(scenario.matches(std::slice::from_ref(&fault)) && !scenario.matches(&[]));
    }
}
