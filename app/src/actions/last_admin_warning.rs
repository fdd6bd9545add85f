//! The warning before the last active site admins are removed or blocked.

use crate::accounts::Replicas;
use crate::components::pluralize;

/// How many active site admins are enough not to mention them.
const ENOUGH_ADMINS: usize = 3;

/// Warns if no active site admin is left once `removed_count` of them are removed, or only a few.
/// `None` if enough are left, or if that is not known.
pub(super) fn last_admin_warning(replicas: Replicas, removed_count: usize) -> Option<String> {
    if removed_count == 0 {
        return None;
    }
    match replicas.active_admin_count()?.saturating_sub(removed_count) {
        0 => Some("This would leave no active site admin. No one could appoint a new one.".to_owned()),
        ENOUGH_ADMINS.. => None,
        count => Some(format!("This would leave {}.", pluralize(count, "active site admin", "active site admins"))),
    }
}
