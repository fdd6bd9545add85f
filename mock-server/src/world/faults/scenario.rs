//! Scenarios: faults that belong together, by a name.

use super::{Fault, FaultSpec};

/// A day on which things go wrong in a known way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// How it is ordered.
    pub name: &'static str,
    /// What happens, for people.
    pub description: &'static str,
    /// Its faults, as they are ordered one by one.
    orders: &'static str,
}

/// All there are.
const ALL: [Scenario; 8] = [
    Scenario { name: "healthy", description: "Nothing goes wrong.", orders: "[]" },
    Scenario {
        name: "slow",
        description: "Every answer takes half a second to two seconds.",
        orders: r#"[{"effect": {"delay": [500, 2000]}}]"#,
    },
    Scenario {
        name: "flaky",
        description: "One call in five fails: 503, an HTML page, a connection that breaks, an answer that is cut off.",
        orders: r#"[
            {"probability": 0.05, "effect": {"status": 503}},
            {"probability": 0.05, "effect": {"html": 502}},
            {"probability": 0.05, "effect": "reset"},
            {"probability": 0.05, "effect": "cut_off"}
        ]"#,
    },
    Scenario {
        name: "lost-responses",
        description: "One change in three is made, and its answer is lost on the way.",
        orders: r#"[{
            "operation": [
                "create_users", "disable", "deactivate", "reactivate", "set_admins", "remove_admins", "reset_password",
                "reset_own_password"
            ],
            "every": 3, "after_execution": true, "effect": "reset"
        }]"#,
    },
    Scenario {
        name: "rate-limited",
        description: "Every fourth call is answered with 429 and asks to wait two seconds.",
        orders: r#"[{"every": 4, "effect": {"rate_limited": 2}}]"#,
    },
    Scenario {
        name: "maintenance",
        description: "A proxy answers every call with its maintenance page.",
        orders: r#"[{"effect": {"html": 503}}]"#,
    },
    Scenario {
        name: "session-expires",
        description: "From the tenth call on, no token is accepted any more.",
        orders: r#"[{"from": 10, "effect": "unauthorized"}]"#,
    },
    Scenario {
        name: "concurrent-changes",
        description: "Others work too: with every second page of a list, an account has appeared at its head.",
        orders: r#"[{"operation": "list_users", "every": 2, "effect": {"shift": 1}}]"#,
    },
];

impl Scenario {
    /// All there are.
    pub const ALL: &'static [Self] = &ALL;

    /// The one of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|scenario| scenario.name == name).copied()
    }

    /// Its faults.
    #[must_use]
    pub fn faults(self) -> Vec<Fault> {
        // A test reads all of them.
        let orders: Vec<FaultSpec> = serde_json::from_str(self.orders).unwrap_or_default();
        orders.into_iter().filter_map(|order| Fault::try_from(order).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_orders_faults_that_exist() {
        for scenario in Scenario::ALL {
            let orders: Vec<FaultSpec> = serde_json::from_str(scenario.orders).unwrap();
            assert_eq!(scenario.faults().len(), orders.len(), "{}", scenario.name);
            assert_eq!(scenario.faults().is_empty(), scenario.name == "healthy");
            assert_eq!(Scenario::find(scenario.name), Some(*scenario));
        }
    }
}
