//! The predicted outcomes of an action for one account.

/// The predicted outcome for an account, in the order in which a plan shows it. The module
/// `messages` has the wording.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prediction {
    /// There is no such account. Listed first, so that missing accounts are not overlooked.
    Unknown,
    /// Will succeed.
    Done,
    /// Will succeed, but restores no memberships: the account was deactivated.
    DoneWithoutAccess,
    /// The platform refused it before. Holds the platform's explanation.
    MayBeRefused(String),
    /// No change needed.
    NoChange,
    /// The target is the current user, who would be harmed.
    CurrentUser,
    /// Cannot be done.
    Impossible(Obstacle),
}

/// Why an action on an account is impossible, in the order in which a plan shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// Deactivated accounts cannot be disabled.
    DeactivatedAlready,
    /// A browser cannot send a request with this name in its path.
    UnaddressableName,
    /// Deactivated accounts cannot be made site admins.
    DeactivatedAdmin,
    /// The account is an organization.
    Organization,
    /// Service accounts have no password.
    NoPassword,
    /// The platform does not list the account, so nothing is known about it.
    NotVisible,
    /// The account could not be looked up.
    LookupFailed,
    /// Resetting one's own password requires the old one.
    OwnPassword,
}

impl Prediction {
    /// Whether it belongs to the same group of a plan as `other`.
    pub(super) fn is_same_group(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Impossible(obstacle), Self::Impossible(other)) => obstacle == other,
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }

    /// Whether the user may include the account.
    pub const fn is_possible(&self) -> bool {
        matches!(self, Self::Done | Self::DoneWithoutAccess | Self::MayBeRefused(_) | Self::CurrentUser)
    }
}
