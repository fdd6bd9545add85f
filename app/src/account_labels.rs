//! Labels and badge shapes for account states.

use crate::components::BadgeShape;
use account_api::AccountState;

/// The label of a state.
pub const fn state_label(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "Active",
        AccountState::Disabled => "Disabled",
        AccountState::Deactivated => "Deactivated",
    }
}

/// The badge shape of a state.
pub const fn state_shape(state: AccountState) -> BadgeShape {
    match state {
        AccountState::Active => BadgeShape::Full,
        AccountState::Disabled => BadgeShape::Half,
        AccountState::Deactivated => BadgeShape::Ring,
    }
}

/// The label of a fact that the platform may not tell.
pub const fn yes_or_no(fact: Option<bool>) -> &'static str {
    match fact {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Unknown",
    }
}
