//! The wording of failed password resets.

use super::Message;
use crate::api::{ApiError, Certainty};
use crate::jobs::ActionError;

/// Describes a failed reset by an admin: its effect, as far as it is known, and the error.
pub fn password_failure_message(error: &ApiError) -> String {
    let reason = error.message();
    match error.certainty() {
        Certainty::NothingChanged => format!("The password was not changed. {reason}"),
        Certainty::Unknown => {
            format!("{reason} The password may or may not have changed. It is safe to reset it again.")
        }
    }
}

/// Describes a failed reset of the current user's password. An unknown result is worse here than
/// for another account: if the password was changed, a second attempt sends the wrong old password
/// with a revoked token.
pub fn own_password_failure_message(ActionError { error, certainty, is_verified }: &ActionError) -> String {
    let reason = error.message();
    match (certainty, is_verified) {
        (Certainty::NothingChanged, _) => format!("Your password was not changed. {reason}"),
        (Certainty::Unknown, true) => {
            format!(
                "{reason} Your old password still works for now. If you are signed out, the new one has taken effect."
            )
        }
        (Certainty::Unknown, false) => format!(
            "{reason} Your password may or may not have changed. If you are signed out, use the new one; otherwise use the \
             old one."
        ),
    }
}
