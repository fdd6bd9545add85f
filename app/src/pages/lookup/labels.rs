//! Labels of the lookup page.

use account_api::UserType;

/// Returns the label of an account type.
pub const fn kind_label(kind: UserType) -> &'static str {
    match kind {
        UserType::User => "User",
        UserType::ServiceAccount => "Service account",
    }
}
