//! What the UI calls filters.

use super::model::{DateRange, Filter};
use account_index::State;

impl DateRange {
    /// The label of the filter chip.
    pub fn label(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => format!("Registered on {from}"),
            (Some(from), Some(to)) => format!("Registered {from} to {to}"),
            (Some(from), None) => format!("Registered since {from}"),
            (None, Some(to)) => format!("Registered up to {to}"),
            (None, None) => "Registered at any time".to_owned(),
        }
    }
}

impl Filter {
    /// The label of the filter chip.
    pub const fn label(self) -> &'static str {
        match self {
            Self::State(State::Active) => "Active",
            Self::State(State::Disabled) => "Disabled",
            Self::State(State::Deactivated) => "Deactivated",
            Self::State(State::Gone) => "Gone",
            Self::Admin => "Site admin",
            Self::Unverified => "Unverified",
            Self::Unapproved => "Unapproved",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_index::Day;

    #[test]
    fn date_ranges_are_labeled_by_their_bounds() {
        let label = |from, to| DateRange { from: Day::parse(from), to: Day::parse(to) }.label();
        assert_eq!(label("2024-02-01", "2024-02-29"), "Registered 2024-02-01 to 2024-02-29");
        assert_eq!(label("2024-02-01", "2024-02-01"), "Registered on 2024-02-01");
        assert_eq!(label("2024-02-01", ""), "Registered since 2024-02-01");
        assert_eq!(label("", "2024-02-29"), "Registered up to 2024-02-29");
    }
}
