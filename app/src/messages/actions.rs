//! The wording of actions, on one account and on many: before, during and after.

use super::{Message, isolate, sentence};
use crate::api::Certainty;
use crate::jobs::{AccountAction, ActionError};
use account_api::AccountState;

/// What the console says about an action. `accounts` is what a job is done to, with its `count`:
/// `41 users`.
pub trait ActionMessages {
    /// The verb on its button.
    fn verb(self) -> &'static str;
    /// The text on its button while it is in progress.
    fn working(self) -> &'static str;
    /// What it does to an account, as an imperative: `Disable jane`.
    fn command(self, name: &str) -> String;
    /// Its effect in one sentence, below its button in the details panel.
    fn effect(self, state: AccountState) -> &'static str;
    /// Its effect in a few words, below its label in menus. None if the label says enough.
    fn menu_hint(self) -> Option<&'static str>;
    /// What follows from it, one paragraph each, as the reference describes it.
    fn consequences(self, name: &str, state: AccountState) -> Vec<String>;
    /// What it means for users who do it to themselves. Follows a sentence that says so.
    fn self_warning(self) -> Option<&'static str>;
    /// The success message.
    fn done(self, name: &str) -> String;
    /// What has been done to the account, as a participle.
    fn past_participle(self) -> &'static str;
    /// What has been done to `count` accounts, as a participle.
    fn past_participle_of(self, count: usize) -> &'static str;
    /// The title of a job before it starts and after it has ended.
    fn job_title(self, count: usize, accounts: &str) -> String;
    /// The title of a job while it runs.
    fn job_running(self, count: usize, accounts: &str) -> String;
    /// What the user confirms by typing the number of accounts: `to deactivate`.
    fn purpose(self) -> &'static str;
    /// What follows from it for the accounts of a plan that will succeed.
    fn plan_success(self) -> &'static str;
    /// Why `count` accounts of a plan need no change, as a predicate: `are already disabled`.
    fn plan_no_change(self, count: usize) -> String;
    /// What the plan says about the current user.
    fn plan_self(self, is_included: bool) -> &'static str;
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
            Self::RemoveAdmin => "Remove as site admin",
        }
    }

    fn working(self) -> &'static str {
        match self {
            Self::Disable => "Disabling…",
            Self::Deactivate => "Deactivating…",
            Self::Reactivate => "Reactivating…",
            Self::MakeAdmin | Self::RemoveAdmin => "Saving…",
        }
    }

    fn command(self, name: &str) -> String {
        let name = isolate(name);
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => format!("{} {name}", self.verb()),
            Self::MakeAdmin => format!("Make {name} a site admin"),
            Self::RemoveAdmin => format!("Remove {name} as site admin"),
        }
    }

    fn effect(self, state: AccountState) -> &'static str {
        match self {
            Self::Disable => "Blocks sign-in and API access right away. Can be undone.",
            Self::Deactivate => {
                "Blocks sign-in and API access, and removes all memberships and permissions. Cannot be undone."
            }
            Self::Reactivate if state == AccountState::Deactivated => {
                "Restores sign-in and API access, but no memberships or permissions."
            }
            Self::Reactivate => "Restores sign-in and API access, with the same memberships and permissions as before.",
            Self::MakeAdmin => "Gives full control of the platform.",
            Self::RemoveAdmin => "Takes away site admin permissions, but keeps the account.",
        }
    }

    fn menu_hint(self) -> Option<&'static str> {
        match self {
            Self::Disable => Some("Blocks sign-in. Can be undone."),
            Self::Deactivate => Some("Removes all memberships. Cannot be undone."),
            Self::Reactivate | Self::MakeAdmin | Self::RemoveAdmin => None,
        }
    }

    fn consequences(self, name: &str, state: AccountState) -> Vec<String> {
        let name = isolate(name);
        match self {
            Self::Disable => vec![
                format!("{name} will immediately lose the ability to sign in and use the API."),
                "Team and organization memberships and permissions are kept, and are restored if you reactivate the \
                 account."
                    .to_owned(),
            ],
            Self::Deactivate => vec![
                format!(
                    "{name} will lose the ability to sign in and use the API, and will be removed from all teams and \
                     organizations."
                ),
                "This cannot be undone. Reactivating the account later does not restore memberships, permissions or the \
                 site admin role."
                    .to_owned(),
                "An account that owns a team or organization cannot be deactivated. Transfer ownership first.".to_owned(),
            ],
            Self::Reactivate if state == AccountState::Deactivated => vec![format!(
                "{name} will be able to sign in and use the API again, but with no memberships or permissions. Those were \
                 lost when the account was deactivated."
            )],
            Self::Reactivate => vec![format!(
                "{name} will be able to sign in and use the API again, with the same memberships and permissions as before."
            )],
            Self::MakeAdmin => vec![format!(
                "{name} will have full control of the platform, and can make other people site admins."
            )],
            Self::RemoveAdmin => vec![format!("{name} will keep the account but lose site admin permissions.")],
        }
    }

    fn self_warning(self) -> Option<&'static str> {
        match self {
            Self::Disable => {
                Some("You will be signed out immediately, and only another admin can reactivate your account.")
            }
            Self::Deactivate => {
                Some("You will be signed out immediately, and lose all memberships and permissions for good.")
            }
            Self::RemoveAdmin => Some("Only another site admin can make you a site admin again."),
            Self::Reactivate | Self::MakeAdmin => None,
        }
    }

    fn done(self, name: &str) -> String {
        let name = isolate(name);
        match self {
            Self::Disable => format!("Disabled {name}."),
            Self::Deactivate => format!("Deactivated {name}."),
            Self::Reactivate => format!("Reactivated {name}."),
            Self::MakeAdmin => format!("{name} is now a site admin."),
            Self::RemoveAdmin => format!("{name} is no longer a site admin."),
        }
    }

    fn past_participle(self) -> &'static str {
        self.past_participle_of(1)
    }

    fn past_participle_of(self, count: usize) -> &'static str {
        match self {
            Self::Disable => "disabled",
            Self::Deactivate => "deactivated",
            Self::Reactivate => "reactivated",
            Self::MakeAdmin if count == 1 => "made a site admin",
            Self::MakeAdmin => "made site admins",
            Self::RemoveAdmin if count == 1 => "removed as site admin",
            Self::RemoveAdmin => "removed as site admins",
        }
    }

    fn job_title(self, count: usize, accounts: &str) -> String {
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => format!("{} {accounts}", self.verb()),
            Self::MakeAdmin if count == 1 => format!("Make {accounts} a site admin"),
            Self::MakeAdmin => format!("Make {accounts} site admins"),
            Self::RemoveAdmin if count == 1 => format!("Remove {accounts} as site admin"),
            Self::RemoveAdmin => format!("Remove {accounts} as site admins"),
        }
    }

    fn job_running(self, count: usize, accounts: &str) -> String {
        match self {
            Self::Disable => format!("Disabling {accounts}"),
            Self::Deactivate => format!("Deactivating {accounts}"),
            Self::Reactivate => format!("Reactivating {accounts}"),
            Self::MakeAdmin if count == 1 => format!("Making {accounts} a site admin"),
            Self::MakeAdmin => format!("Making {accounts} site admins"),
            Self::RemoveAdmin if count == 1 => format!("Removing {accounts} as site admin"),
            Self::RemoveAdmin => format!("Removing {accounts} as site admins"),
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Disable => "to disable",
            Self::Deactivate => "to deactivate",
            Self::Reactivate => "to reactivate",
            Self::MakeAdmin => "to make site admins",
            Self::RemoveAdmin => "to remove as site admins",
        }
    }

    fn plan_success(self) -> &'static str {
        match self {
            Self::Disable => {
                "They will no longer be able to sign in or use the API. Memberships and permissions are kept, and are \
                 restored if you reactivate them."
            }
            Self::Deactivate => {
                "They will lose sign-in, API access and all memberships. This cannot be undone. Accounts that own a team \
                 or organization cannot be deactivated."
            }
            Self::Reactivate => {
                "They will be able to sign in and use the API again, with the same memberships and permissions as before."
            }
            Self::MakeAdmin => "They will have full control of the platform.",
            Self::RemoveAdmin => "They will keep their accounts but lose site admin permissions.",
        }
    }

    fn plan_no_change(self, count: usize) -> String {
        let is = if count == 1 { "is" } else { "are" };
        match self {
            Self::Disable | Self::Deactivate => format!("{is} already {}", self.past_participle()),
            Self::Reactivate => format!("{is} already active"),
            Self::MakeAdmin if count == 1 => "is already a site admin".to_owned(),
            Self::MakeAdmin => "are already site admins".to_owned(),
            Self::RemoveAdmin if count == 1 => "is not a site admin".to_owned(),
            Self::RemoveAdmin => "are not site admins".to_owned(),
        }
    }

    fn plan_self(self, is_included: bool) -> &'static str {
        match (self, is_included) {
            (Self::MakeAdmin, true) => "You will keep your account.",
            (Self::RemoveAdmin, true) => "You will lose site admin permissions, but keep your account.",
            (Self::MakeAdmin | Self::RemoveAdmin, false) => {
                "Include yourself only if another site admin can make you a site admin again."
            }
            (Self::Deactivate, true) => "You will be signed out and lose all memberships and permissions.",
            (Self::Deactivate, false) => {
                "Include yourself only if you no longer need your memberships and permissions."
            }
            (Self::Disable | Self::Reactivate, true) => "You will be signed out.",
            (Self::Disable | Self::Reactivate, false) => "Include yourself only if another admin can reactivate you.",
        }
    }

    fn failed(self, name: &str, error: &ActionError) -> String {
        match error.certainty {
            Certainty::NothingChanged => {
                let mut command = self.command(name);
                command[..1].make_ascii_lowercase();
                format!("Could not {command}. {}", self.failure_reason(name, error))
            }
            // The reason says what the check has found.
            Certainty::Unknown if error.is_verified => format!("{} Refresh to check.", reason_for(name, error)),
            Certainty::Unknown => {
                let (reason, done) = (reason_for(name, error), self.past_participle());
                format!("{reason} {} may or may not have been {done}. Refresh to check.", isolate(name))
            }
        }
    }

    fn failure_reason(self, name: &str, error: &ActionError) -> String {
        let next_step = match self {
            Self::Deactivate if error.is_about_ownership() => {
                " Transfer ownership on the platform first, or disable the account instead."
            }
            Self::Disable | Self::Deactivate | Self::Reactivate | Self::MakeAdmin | Self::RemoveAdmin => "",
        };
        reason_for(name, error) + next_step
    }
}

/// The platform's reason for one name, or the reason of the whole request: one or more sentences.
pub(super) fn reason_for(name: &str, error: &ActionError) -> String {
    error.error.reason_for(name).map_or_else(|| error.message(), sentence)
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
            "Could not deactivate janedoe1. janedoe1 still owns teams. Failed to deactivate. Transfer ownership on the \
             platform first, or disable the account instead."
        );
        let jesse = Failure { name: "jesse".into(), reason: Some("User (jesse) not found".into()) };
        assert_eq!(
            AccountAction::MakeAdmin
                .failed("jesse", &refused("Failed to set all usernames to admin.", vec![jesse]).into()),
            "Could not make jesse a site admin. User (jesse) not found."
        );
    }

    #[test]
    fn a_lost_response_is_not_called_a_failure() {
        let message = AccountAction::Disable.failed("jane", &ApiError::Unreachable.into());
        assert_eq!(message, "Could not reach the server. jane may or may not have been disabled. Refresh to check.");
    }

    #[test]
    fn a_lost_response_is_called_a_failure_once_the_account_was_checked() {
        let message = |error, certainty| {
            AccountAction::Disable.failed("jane", &ActionError { error, certainty, is_verified: true })
        };
        assert_eq!(
            message(ApiError::Unreachable, Certainty::NothingChanged),
            "Could not disable jane. Could not reach the server. The account is unchanged."
        );
        // The platform may still be working on it.
        assert_eq!(
            message(ApiError::Cancelled, Certainty::Unknown),
            "You stopped waiting for the response. The account is unchanged so far, but the change may still go through. \
             Refresh to check."
        );
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
        assert!(text(AccountState::Deactivated).contains("no memberships or permissions"));
    }

    #[test]
    fn a_name_cannot_turn_the_sentence_around() {
        let consequence = &AccountAction::Disable.consequences("\u{202e}gnp.exe", AccountState::Active)[0];
        assert!(consequence.starts_with("\u{2068}[U+202E]gnp.exe\u{2069} will immediately"), "{consequence}");
        assert_eq!(AccountAction::Disable.done("שרה"), "Disabled \u{2068}שרה\u{2069}.");
        assert_eq!(AccountAction::Disable.done("jane.doe"), "Disabled jane.doe.");
    }
}
