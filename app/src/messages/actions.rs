//! The wording of actions, on one account and on many: before, during and after.

use super::Message;
use crate::api::Certainty;
use crate::jobs::{AccountAction, ActionError};
use account_api::AccountState;

/// What the console says about an action.
pub trait ActionMessages {
    /// The verb on its button.
    fn verb(self) -> &'static str;
    /// The question before it.
    fn question(self, name: &str) -> String;
    /// What follows from it, one paragraph each, as the reference describes it.
    fn consequences(self, name: &str, state: AccountState) -> Vec<String>;
    /// The warning for users who do it to themselves.
    fn self_warning(self) -> Option<&'static str>;
    /// The success message.
    fn done(self, name: &str) -> String;
    /// What has been done to the account, as a participle.
    fn past_participle(self) -> &'static str;
    /// The title of a job before it starts and after it has ended. `accounts` is what the job is
    /// done to: `41 users`.
    fn job_title(self, accounts: &str) -> String;
    /// The title of a job while it runs.
    fn job_running(self, accounts: &str) -> String;
    /// What follows from it for the accounts of a plan that will succeed.
    fn plan_success(self) -> &'static str;
    /// Why `count` accounts of a plan need no change, as a predicate: `are already disabled`.
    fn plan_no_change(self, count: usize) -> String;
    /// The failure message: what is known about the effect, and the reason.
    fn failed(self, name: &str, error: &ActionError) -> String;
    /// The reason of a failure, and what to do about it if that is known.
    fn failure_reason(self, name: &str, error: &ActionError) -> String;
}

impl ActionMessages for AccountAction {
    fn verb(self) -> &'static str {
        match self {
            Self::Disable => "Disable",
            Self::Deactivate => "Deactivate",
            Self::Reactivate => "Reactivate",
            Self::MakeAdmin => "Make site admin",
            Self::RemoveAdmin => "Remove site admin",
        }
    }

    fn question(self, name: &str) -> String {
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => format!("{} {name}?", self.verb()),
            Self::MakeAdmin => format!("Make {name} a site admin?"),
            Self::RemoveAdmin => format!("Remove {name} from the site admins?"),
        }
    }

    fn consequences(self, name: &str, state: AccountState) -> Vec<String> {
        match self {
            Self::Disable => vec![
                format!("{name} can no longer sign in or use the API, at once."),
                "Teams, organizations, access and rights are kept, and come back when the account is reactivated."
                    .to_owned(),
            ],
            Self::Deactivate => vec![
                format!(
                    "{name} can no longer sign in or use the API, and is removed from all teams and organizations."
                ),
                "That cannot be undone: reactivating brings the account back, but not its memberships, access or \
                 admin right."
                    .to_owned(),
                "The platform refuses while the account owns teams or organizations.".to_owned(),
            ],
            Self::Reactivate if state == AccountState::Deactivated => vec![format!(
                "{name} can sign in and use the API again, but has access to nothing: teams, organizations and rights \
                 were lost when the account was deactivated."
            )],
            Self::Reactivate => vec![format!(
                "{name} can sign in and use the API again, with the same teams, organizations, access and rights as \
                 before."
            )],
            Self::MakeAdmin => vec![format!("{name} may then do everything on this platform.")],
            Self::RemoveAdmin => vec![format!("{name} keeps the account, without the rights of a site admin.")],
        }
    }

    fn self_warning(self) -> Option<&'static str> {
        match self {
            Self::Disable | Self::Deactivate => {
                Some("This is your own account. You are signed out at once, and somebody else has to bring you back.")
            }
            Self::RemoveAdmin => {
                Some("This is your own account. Only another site admin can make you a site admin again.")
            }
            Self::Reactivate | Self::MakeAdmin => None,
        }
    }

    fn done(self, name: &str) -> String {
        match self {
            Self::Disable => format!("{name} is disabled."),
            Self::Deactivate => format!("{name} is deactivated."),
            Self::Reactivate => format!("{name} is active again."),
            Self::MakeAdmin => format!("{name} is a site admin."),
            Self::RemoveAdmin => format!("{name} is no longer a site admin."),
        }
    }

    fn past_participle(self) -> &'static str {
        match self {
            Self::Disable => "disabled",
            Self::Deactivate => "deactivated",
            Self::Reactivate => "reactivated",
            Self::MakeAdmin => "made a site admin",
            Self::RemoveAdmin => "removed from the site admins",
        }
    }

    fn job_title(self, accounts: &str) -> String {
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => format!("{} {accounts}", self.verb()),
            Self::MakeAdmin => format!("Make {accounts} site admins"),
            Self::RemoveAdmin => format!("Remove {accounts} from the site admins"),
        }
    }

    fn job_running(self, accounts: &str) -> String {
        match self {
            Self::Disable => format!("Disabling {accounts}"),
            Self::Deactivate => format!("Deactivating {accounts}"),
            Self::Reactivate => format!("Reactivating {accounts}"),
            Self::MakeAdmin => format!("Making {accounts} site admins"),
            Self::RemoveAdmin => format!("Removing {accounts} from the site admins"),
        }
    }

    fn plan_success(self) -> &'static str {
        match self {
            Self::Disable => {
                "They can no longer sign in or use the API. Teams, organizations, access and rights are kept, and come \
                 back when they are reactivated."
            }
            Self::Deactivate => {
                "They lose sign-in, API use, and all teams and organizations. The memberships cannot be brought back. \
                 The platform refuses for whoever owns a team or an organization."
            }
            Self::Reactivate => "They get back what they had, and can sign in and use the API again.",
            Self::MakeAdmin => "They may then do everything on this platform.",
            Self::RemoveAdmin => "They keep their accounts, without the rights of a site admin.",
        }
    }

    fn plan_no_change(self, count: usize) -> String {
        let is = if count == 1 { "is" } else { "are" };
        match self {
            Self::Disable | Self::Deactivate => format!("{is} already {}", self.past_participle()),
            Self::Reactivate => format!("{is} active already"),
            Self::MakeAdmin if count == 1 => "is a site admin already".to_owned(),
            Self::MakeAdmin => "are site admins already".to_owned(),
            Self::RemoveAdmin if count == 1 => "is no site admin".to_owned(),
            Self::RemoveAdmin => "are no site admins".to_owned(),
        }
    }

    fn failed(self, name: &str, error: &ActionError) -> String {
        let done = self.past_participle();
        match error.certainty {
            Certainty::NothingChanged => format!("{name} was not {done}. {}", self.failure_reason(name, error)),
            Certainty::Unknown => {
                let reason = reason_for(name, error);
                format!("{reason} Whether {name} was {done} is not known: refresh the list to see.")
            }
        }
    }

    fn failure_reason(self, name: &str, error: &ActionError) -> String {
        let next_step = match self {
            Self::Deactivate if error.is_about_ownership() => {
                " Somebody else has to own them first, in the platform's own interface. Disabling works at once."
            }
            Self::Disable | Self::Deactivate | Self::Reactivate | Self::MakeAdmin | Self::RemoveAdmin => "",
        };
        reason_for(name, error) + next_step
    }
}

/// The platform's reason for one name, or the reason of the whole request.
pub(super) fn reason_for(name: &str, error: &ActionError) -> String {
    error.error.reason_for(name).map_or_else(|| error.message(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;
    use account_api::ReplyError;
    use account_api::reply::Failure;

    fn refused(msg: &str, details: Vec<Failure>) -> ApiError {
        ApiError::Reply(ReplyError::Refused { http: 200, msg: msg.into(), details })
    }

    #[test]
    fn a_refusal_is_reported_with_the_platforms_explanation() {
        let error = refused("janedoe1 still owns teams. Failed to deactivate", vec![]);
        assert_eq!(
            AccountAction::Deactivate.failed("janedoe1", &error.into()),
            "janedoe1 was not deactivated. janedoe1 still owns teams. Failed to deactivate Somebody else has to own them \
             first, in the platform's own interface. Disabling works at once."
        );
        let jesse = Failure { name: "jesse".into(), reason: Some("User (jesse) not found".into()) };
        assert_eq!(
            AccountAction::MakeAdmin
                .failed("jesse", &refused("Failed to set all usernames to admin.", vec![jesse]).into()),
            "jesse was not made a site admin. User (jesse) not found"
        );
    }

    #[test]
    fn a_lost_response_is_not_called_a_failure() {
        let message = AccountAction::Disable.failed("jane", &ApiError::Unreachable.into());
        assert!(message.contains("is not known"), "{message}");
        assert!(!message.contains("was not disabled"), "{message}");
    }

    #[test]
    fn a_lost_response_is_called_a_failure_once_the_account_was_checked() {
        let message = |error, certainty| {
            AccountAction::Disable.failed("jane", &ActionError { error, certainty, is_verified: true })
        };
        let lost = message(ApiError::Unreachable, Certainty::NothingChanged);
        assert!(lost.starts_with("jane was not disabled."), "{lost}");
        assert!(lost.contains("looked at since: nothing has changed."), "{lost}");
        // The platform may still be working on it.
        let late = message(ApiError::Cancelled, Certainty::Unknown);
        assert!(late.contains("nothing has changed so far") && late.contains("is not known"), "{late}");
    }

    #[test]
    fn exactly_the_actions_that_harm_their_own_user_have_a_warning() {
        for action in AccountAction::ALL {
            assert_eq!(action.self_warning().is_some(), action.is_harmful_to_self(), "{action:?}");
        }
    }

    #[test]
    fn the_consequences_of_reactivating_depend_on_the_state() {
        let text = |state| AccountAction::Reactivate.consequences("jane", state).join(" ");
        assert!(text(AccountState::Disabled).contains("as before"));
        assert!(text(AccountState::Deactivated).contains("access to nothing"));
    }
}
