//! The warning before the last active site admin is removed or blocked.

use crate::accounts::Replicas;

/// Warns if no active site admin is left once `removed_count` of them are removed. `None` if others
/// are left, or if that is not known.
pub(super) fn last_admin_warning(replicas: Replicas, removed_count: usize) -> Option<String> {
    let active_count = replicas.active_admin_count()?;
    (removed_count > 0 && active_count <= removed_count)
        .then(|| "This would leave no active site admin. No one could appoint a new one.".to_owned())
}
