//! Why an action failed, for one account or for one item of a job. The module `messages` has the
//! wording.

use crate::api::{ApiError, Certainty};
use account_api::ReplyError;

/// Why an action failed, or that its outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    /// The error of the request.
    pub error: ApiError,
    /// What is known about the effect. More than the error tells if the account was checked
    /// afterwards.
    pub certainty: Certainty,
    /// Whether the account was checked afterwards and nothing had changed.
    pub is_verified: bool,
}

impl From<ApiError> for ActionError {
    fn from(error: ApiError) -> Self {
        Self { certainty: error.certainty(), error, is_verified: false }
    }
}

impl ActionError {
    /// The error of a request after which the account was checked and had not changed. It stays
    /// unknown if the request may still be carried out.
    pub(super) fn verified_unchanged(error: ApiError) -> Self {
        let certainty = if error.may_complete_later() { Certainty::Unknown } else { Certainty::NothingChanged };
        Self { error, certainty, is_verified: true }
    }

    /// Whether the platform refused because the user still owns something (reference, "Deactivate
    /// users").
    pub fn is_about_ownership(&self) -> bool {
        matches!(&self.error, ApiError::Reply(ReplyError::Refused { msg, .. }) if msg.contains("still owns"))
    }
}

/// Why an item of a job failed, or why its outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemError {
    /// The request of the whole batch failed.
    Request(ApiError),
    /// The action failed for this account.
    Action(ActionError),
    /// There was no password to set.
    NoPassword,
    /// The platform did not create the account. Holds its reason.
    NotCreated(String),
    /// The platform did not create the account and gave no reason. Holds the likely cause.
    NotCreatedWithoutReason(Option<NotCreatedCause>),
    /// It was unknown whether the account was created, so it was looked for.
    Unconfirmed(UnconfirmedCause, CreationCheck),
}

impl ItemError {
    /// Whether the server could not be reached, neither by the request nor by a check of its
    /// outcome.
    pub(super) const fn is_unreachable(&self) -> bool {
        match self {
            Self::Request(error)
            | Self::Action(ActionError { error, is_verified: false, .. })
            | Self::Unconfirmed(UnconfirmedCause::Lost(error), CreationCheck::Failed) => {
                matches!(error, ApiError::Unreachable)
            }
            Self::Action(_)
            | Self::NoPassword
            | Self::NotCreated(_)
            | Self::NotCreatedWithoutReason(_)
            | Self::Unconfirmed(..) => false,
        }
    }
}

/// The likely cause of a refusal without a reason, from a check of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCreatedCause {
    /// An organization has the name.
    NameOfOrganization,
    /// An account has the name.
    NameTaken,
    /// The name is free, and it is all that a service account has.
    InvalidName,
    /// The name is free, so it is the email address or the password.
    EmailOrPassword,
}

/// Why it was unknown whether an account was created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnconfirmedCause {
    /// The response was lost.
    Lost(ApiError),
    /// The response did not mention the account.
    NotMentioned,
}

/// The result of looking for an account whose creation is unconfirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreationCheck {
    /// Another account has the name: it was taken before.
    NameTaken,
    /// There is no such account.
    Missing,
    /// There is no such account yet, but the request may still complete.
    MissingSoFar,
    /// The check failed too.
    Failed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_may_still_complete_stays_unknown_after_the_check() {
        assert_eq!(ActionError::verified_unchanged(ApiError::Unreachable).certainty, Certainty::NothingChanged);
        assert_eq!(ActionError::verified_unchanged(ApiError::Cancelled).certainty, Certainty::Unknown);
    }

    #[test]
    fn an_account_that_was_checked_was_reached() {
        let lost = || UnconfirmedCause::Lost(ApiError::Unreachable);
        assert!(ItemError::Request(ApiError::Unreachable).is_unreachable());
        assert!(ItemError::Action(ApiError::Unreachable.into()).is_unreachable());
        assert!(ItemError::Unconfirmed(lost(), CreationCheck::Failed).is_unreachable());
        assert!(!ItemError::Unconfirmed(lost(), CreationCheck::Missing).is_unreachable());
        assert!(!ItemError::Action(ActionError::verified_unchanged(ApiError::Unreachable)).is_unreachable());
        assert!(!ItemError::Request(ApiError::Timeout).is_unreachable());
    }
}
