//! Scenarios: named sets of faults that simulate a typical situation.

use super::{Fault, FaultSpec};
use account_api::Operation;

/// A named set of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The name in the control API.
    pub name: &'static str,
    /// A description for people.
    pub description: &'static str,
    /// The faults, in the JSON format of [`FaultSpec`], with `{changes}` in place of the names of
    /// the operations that change accounts.
    specs: &'static str,
}

/// All scenarios.
const ALL: [Scenario; 8] = [
    Scenario { name: "healthy", description: "No faults.", specs: "[]" },
    Scenario {
        name: "slow",
        description: "Every response takes half a second to two seconds.",
        specs: r#"[{"effect": {"delay": [500, 2000]}}]"#,
    },
    Scenario {
        name: "flaky",
        description: "One request in five fails: a 503, an HTML page, a reset connection or a response that is cut off.",
        specs: r#"[
            {"probability": 0.05, "effect": {"status": 503}},
            {"probability": 0.05, "effect": {"html": 502}},
            {"probability": 0.05, "effect": "reset"},
            {"probability": 0.05, "effect": "cut_off"}
        ]"#,
    },
    Scenario {
        name: "lost-responses",
        description: "One change in three is made, but its response is lost.",
        specs: r#"[{"operation": "{changes}", "every": 3, "after_execution": true, "effect": "reset"}]"#,
    },
    Scenario {
        name: "rate-limited",
        description: "Every fourth request is rejected with 429 and a wait of two seconds.",
        specs: r#"[{"every": 4, "effect": {"rate_limited": 2}}]"#,
    },
    Scenario {
        name: "maintenance",
        description: "A proxy responds to every request with its maintenance page.",
        specs: r#"[{"effect": {"html": 503}}]"#,
    },
    Scenario {
        name: "session-expires",
        description: "From the tenth request on, no token is accepted.",
        specs: r#"[{"from": 10, "effect": "unauthorized"}]"#,
    },
    Scenario {
        name: "concurrent-changes",
        description: "Concurrent changes: before every second page of a list, an account is added at its start.",
        specs: r#"[{"operation": "list_users", "every": 2, "effect": {"shift": 1}}]"#,
    },
];

impl Scenario {
    /// All scenarios.
    pub const ALL: &'static [Self] = &ALL;

    /// Finds a scenario by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|scenario| scenario.name == name).copied()
    }

    /// The faults of the scenario.
    #[must_use]
    pub fn faults(self) -> Vec<Fault> {
        // A test parses all of them.
        let specs = self.read_specs().unwrap_or_default();
        specs.into_iter().filter_map(|spec| Fault::try_from(spec).ok()).collect()
    }

    fn read_specs(self) -> serde_json::Result<Vec<FaultSpec>> {
        let changes = Operation::ALL.into_iter().filter(|operation| operation.is_mutation());
        let changes: Vec<&str> = changes.map(Operation::name).collect();
        serde_json::from_str(&self.specs.replace("{changes}", &changes.join(",")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_consists_of_valid_faults() {
        for scenario in Scenario::ALL {
            let specs = scenario.read_specs().unwrap();
            assert_eq!(scenario.faults().len(), specs.len(), "{}", scenario.name);
            assert_eq!(scenario.faults().is_empty(), scenario.name == "healthy");
            assert_eq!(Scenario::find(scenario.name), Some(*scenario));
        }
    }
}
