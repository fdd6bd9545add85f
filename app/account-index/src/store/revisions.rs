//! Revision counters, by which caches know whether they are up to date.

/// Revision counters of a [`Store`](super::Store). A cached result is valid while the counters it
/// was computed from are unchanged. New rows count nowhere: results say up to which row they go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Revisions {
    /// Changes to the name or email address of existing rows.
    pub(crate) texts: u64,
    /// Changes to the flags or the registration time of existing rows.
    pub(crate) attributes: u64,
}
