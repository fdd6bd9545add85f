//! Limits of the control API that several modules and messages share.

/// The most organizations, and the most teams, that a world has when another one is added.
pub(super) const MAX_GROUPS: usize = 10_000;

/// The most accounts on a page.
pub(super) const MAX_PAGE_SIZE: usize = 10_000;

/// The most accounts of a world whose complete state is shown.
pub(super) const MAX_STATE_ACCOUNTS: usize = 100_000;
