//! What both password dialogs have in common.

use crate::api::{ApiError, Certainty};
use crate::messages::Message;

/// The longest password that the contract allows.
pub(super) const MAX_PASSWORD_LEN: u32 = 1024;

/// What is said when a reset failed: what is known of the effect, and the platform's own words.
pub(super) fn failed(error: &ApiError) -> String {
    let reason = error.message();
    match error.certainty() {
        Certainty::NothingChanged => format!("The password was not changed. {reason}"),
        Certainty::Unknown => {
            format!("{reason} Whether the password was changed is not known. It does no harm to reset it again.")
        }
    }
}
