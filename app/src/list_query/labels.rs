//! What the UI calls filters.

use super::model::{DateRange, Filter, FilterGroup};
use crate::components::format_day;
use account_index::{Day, State};

impl DateRange {
    /// The label of the filter chip.
    pub fn label(self) -> String {
        if let Some(label) = self.year_label() {
            return label;
        }
        let day = |day: Option<Day>| day.map(|day| format_day(&day.to_string()));
        match (day(self.from), day(self.to)) {
            (Some(from), Some(to)) if from == to => format!("Registered on {from} UTC"),
            (Some(from), Some(to)) => format!("Registered {from} to {to} UTC"),
            (Some(from), None) => format!("Registered since {from} UTC"),
            (None, Some(to)) => format!("Registered through {to} UTC"),
            (None, None) => "Any registration date".to_owned(),
        }
    }

    /// The label of a whole year, or of all days before one. The presets say the same.
    fn year_label(self) -> Option<String> {
        let (year, month, day) = self.to?.ymd();
        match self.from.map(Day::ymd) {
            _ if (month, day) != (12, 31) => None,
            None => Some(format!("Before {}", year + 1)),
            Some(from) if from == (year, 1, 1) => Some(format!("In {year}")),
            Some(_) => None,
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
            Self::State(State::Gone) => "Not listed",
            Self::Admin => "Site admin",
            Self::Unverified => "Unverified",
            Self::Unapproved => "Unapproved",
        }
    }
}

impl FilterGroup {
    /// The legend of the group in the menu of filters.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Role => "Role",
            Self::Verification => "Email verification",
            Self::Approval => "Approval",
            Self::Registered => "Registration date",
            Self::Domain => "Email domain",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_ranges_are_labeled_by_their_bounds() {
        let label = |from, to| DateRange { from: Day::parse(from), to: Day::parse(to) }.label();
        assert_eq!(label("2024-02-01", "2024-02-29"), "Registered 2024-02-01 to 2024-02-29 UTC");
        assert_eq!(label("2024-02-01", "2024-02-01"), "Registered on 2024-02-01 UTC");
        assert_eq!(label("2024-02-01", ""), "Registered since 2024-02-01 UTC");
        assert_eq!(label("", "2024-02-29"), "Registered through 2024-02-29 UTC");
        assert_eq!(label("", "2023-12-31"), "Before 2024");
        assert_eq!(label("2024-01-01", "2024-12-31"), "In 2024");
        assert_eq!(label("2023-01-01", "2024-12-31"), "Registered 2023-01-01 to 2024-12-31 UTC");
    }
}
