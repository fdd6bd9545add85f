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
    /// Will succeed, but was hardly meant: a few special accounts among others.
    SetApart(Caution),
    /// No change needed.
    NoChange,
    /// The target is the current user, who would be harmed.
    CurrentUser,
    /// Cannot be done.
    Impossible(Obstacle),
}

/// Why an account stands apart from the others of a plan, in the order in which a plan shows them.
/// Such accounts are excluded at first, unless a plan has no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// It is a site admin.
    SiteAdmin,
    /// It is a service account among users.
    ServiceAccount,
    /// Its user cannot sign in, so a new password is of no use.
    CannotSignIn,
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
            (Self::SetApart(caution), Self::SetApart(other)) => caution == other,
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }

    /// Whether the account is included unless the user excludes it.
    pub(super) const fn is_included_at_first(&self) -> bool {
        self.is_possible() && !matches!(self, Self::CurrentUser | Self::SetApart(_))
    }

    /// Whether the user may include the account.
    pub const fn is_possible(&self) -> bool {
        matches!(
            self,
            Self::Done | Self::DoneWithoutAccess | Self::MayBeRefused(_) | Self::SetApart(_) | Self::CurrentUser
        )
    }
}
