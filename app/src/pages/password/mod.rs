//! The dialogs that reset a password: one's own, which takes the old one, and another's.

mod anothers;
mod own;

pub use anothers::AnothersPasswordDialog;
pub use own::OwnPasswordDialog;

use crate::api::{ApiError, Effect};

/// The longest password that the contract allows.
const LONGEST: u32 = 1024;

/// What is said when a reset failed: what is known of the effect, and the platform's own words.
fn failed(error: &ApiError) -> String {
    match error.effect() {
        Effect::NothingChanged => format!("The password was not changed. {error}"),
        Effect::Unknown => {
            format!("{error} Whether the password was changed is not known. It does no harm to reset it again.")
        }
    }
}
