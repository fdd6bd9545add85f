//! A world's faults, and the scenarios that there are.

use super::{ControlError, delete, get, post};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A fault, and what it has done so far.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fault {
    /// Its name in the world: `f1`, `f2` and so on.
    pub id: String,
    /// How many calls fitted it.
    pub matched: u64,
    /// How many it has struck.
    pub triggered: u64,
    /// Whether it has struck as often as it may.
    pub exhausted: bool,
    /// What was ordered.
    #[serde(flatten)]
    pub spec: FaultSpec,
}

/// A fault as it is ordered and shown: mock-server/src/world/faults/spec.rs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaultSpec {
    /// Which operations it strikes; every one when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operation: Vec<String>,
    /// Only calls that name this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Only calls with a token of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Only the nth call that fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// The nth call that fits, and all after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// Every nth call that fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// The probability that a matching call triggers it, up to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// How often at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Whether the operation is carried out before, so that only its answer is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_execution: Option<bool>,
    /// What it does: a name, or an object of a name and an argument.
    pub effect: Value,
}

/// Faults that belong together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Scenario {
    /// How it is ordered.
    pub name: String,
    /// What happens.
    pub description: String,
    /// Its faults.
    pub faults: Vec<FaultSpec>,
}

impl Scenario {
    /// Whether these are just its faults.
    pub fn is(&self, faults: &[Fault]) -> bool {
        self.faults.iter().eq(faults.iter().map(|fault| &fault.spec))
    }
}

/// All scenarios.
pub async fn scenarios() -> Result<Vec<Scenario>, ControlError> {
    get("/scenarios").await
}

/// All faults of a world, the oldest first.
pub async fn list(world: &str) -> Result<Vec<Fault>, ControlError> {
    get(&format!("/worlds/{world}/faults")).await
}

/// Makes something go wrong.
pub async fn add(world: &str, order: &FaultSpec) -> Result<(), ControlError> {
    post::<IgnoredAny>(&format!("/worlds/{world}/faults"), &json!(order)).await.map(drop)
}

/// Removes a fault.
pub async fn remove(world: &str, fault: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/faults/{fault}")).await
}

/// Removes all faults.
pub async fn clear(world: &str) -> Result<(), ControlError> {
    delete(&format!("/worlds/{world}/faults")).await
}

/// Puts a scenario's faults in place of all that there are.
pub async fn play(world: &str, scenario: &Scenario) -> Result<(), ControlError> {
    clear(world).await?;
    for order in &scenario.faults {
        add(world, order).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_as_the_mock_shows_it_and_ordered_as_it_takes_it() {
        let json = r#"{"id":"f1","matched":3,"triggered":1,"exhausted":false,"operation":["disable"],"every":3,"after_execution":true,
            "effect":"reset"}"#;
        let fault: Fault = serde_json::from_str(json).unwrap();
        assert_eq!((fault.matched, fault.spec.every, fault.spec.after_execution), (3, Some(3), Some(true)));
        assert_eq!(
            json!(fault.spec),
            json!({"operation":["disable"],"every":3,"after_execution":true,"effect":"reset"})
        );
        let scenario = Scenario { name: "x".into(), description: String::new(), faults: vec![fault.spec.clone()] };
        assert!(scenario.is(std::slice::from_ref(&fault)) && !scenario.is(&[]));
    }
}
