//! What is said of an account, and the shape that goes with it.

use crate::components::BadgeShape;
use account_api::AccountState;

/// What a state is called on the page.
pub const fn state_label(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "Active",
        AccountState::Disabled => "Disabled",
        AccountState::Deactivated => "Deactivated",
    }
}

/// The shape that stands for a state.
pub const fn state_shape(state: AccountState) -> BadgeShape {
    match state {
        AccountState::Active => BadgeShape::Full,
        AccountState::Disabled => BadgeShape::Half,
        AccountState::Deactivated => BadgeShape::Ring,
    }
}

/// What is said of a fact that the platform may not have told.
pub const fn yes_or_no(fact: Option<bool>) -> &'static str {
    match fact {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Unknown",
    }
}
