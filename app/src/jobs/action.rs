//! The changes that can be made to an account: when each is offered, what follows from it, what is said afterwards.

use super::cancel::Cancellation;
use super::reconcile;
use crate::accounts::Account;
use crate::api::{ApiError, Certainty, Client};
use crate::session::Session;
use account_api::{AccountState, Operation, User};
use core::fmt;

/// A change to one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountAction {
    /// Blocks it; all it has is kept.
    Disable,
    /// Blocks it and takes all it has, for good.
    Deactivate,
    /// Brings it back.
    Reactivate,
    /// Gives the site admin right.
    MakeAdmin,
    /// Takes the site admin right.
    RemoveAdmin,
}

/// Why a change was not made, or that nobody knows whether it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    /// What the call failed with.
    pub error: ApiError,
    /// What is known of the effect. More than the error tells, where the account was looked at afterwards.
    pub certainty: Certainty,
    /// Whether it was looked at, and nothing had changed.
    pub is_verified: bool,
}

impl From<ApiError> for ActionError {
    fn from(error: ApiError) -> Self {
        Self { certainty: error.certainty(), error, is_verified: false }
    }
}

impl fmt::Display for ActionError {
    /// The reason alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        match (self.is_verified, self.certainty) {
            (true, Certainty::NothingChanged) => {
                f.write_str(" The account has been looked at since: nothing has changed.")
            }
            (true, Certainty::Unknown) => {
                f.write_str(" The account has been looked at since: nothing has changed so far, but it may still come.")
            }
            (false, _) => Ok(()),
        }
    }
}

impl ActionError {
    /// That a call failed with an error, and that afterwards nothing had changed.
    pub(super) fn verified_unchanged(error: ApiError) -> Self {
        let effect = if error.may_complete_later() { Certainty::Unknown } else { Certainty::NothingChanged };
        Self { error, certainty: effect, is_verified: true }
    }

    /// The reason as the platform gives it for one name, or as it is.
    pub fn reason(&self, name: &str) -> String {
        self.error.reason_for(name).map_or_else(|| self.to_string(), str::to_owned)
    }
}

impl AccountAction {
    /// The verb on its button.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Disable => "Disable",
            Self::Deactivate => "Deactivate",
            Self::Reactivate => "Reactivate",
            Self::MakeAdmin => "Make site admin",
            Self::RemoveAdmin => "Remove site admin",
        }
    }

    /// Whether it takes something that cannot be given back.
    pub const fn is_destructive(self) -> bool {
        matches!(self, Self::Deactivate)
    }

    /// The question before it.
    pub fn question(self, name: &str) -> String {
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => format!("{} {name}?", self.verb()),
            Self::MakeAdmin => format!("Make {name} a site admin?"),
            Self::RemoveAdmin => format!("Remove {name} from the site admins?"),
        }
    }

    /// What follows from it, a paragraph each, as the reference describes it.
    pub fn consequences(self, name: &str, state: AccountState) -> Vec<String> {
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

    /// What somebody should know who does this to themself.
    pub const fn self_warning(self) -> Option<&'static str> {
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

    /// What is said when it is done.
    pub fn done(self, name: &str) -> String {
        match self {
            Self::Disable => format!("{name} is disabled."),
            Self::Deactivate => format!("{name} is deactivated."),
            Self::Reactivate => format!("{name} is active again."),
            Self::MakeAdmin => format!("{name} is a site admin."),
            Self::RemoveAdmin => format!("{name} is no longer a site admin."),
        }
    }

    /// What it has been done to somebody, as a participle.
    pub const fn past_participle(self) -> &'static str {
        match self {
            Self::Disable => "disabled",
            Self::Deactivate => "deactivated",
            Self::Reactivate => "reactivated",
            Self::MakeAdmin => "made a site admin",
            Self::RemoveAdmin => "removed from the site admins",
        }
    }

    /// What is said when it failed: what is known of the effect, and the platform's own words.
    pub fn failed(self, name: &str, not_made: &ActionError) -> String {
        let (done, reason) = (self.past_participle(), not_made.reason(name));
        match not_made.certainty {
            Certainty::NothingChanged => format!("{name} was not {done}. {reason}{}", self.next_step(&not_made.error)),
            Certainty::Unknown => {
                format!("{reason} Whether {name} was {done} is not known: refresh the list to see.")
            }
        }
    }

    /// What to do about a refusal, where that is known.
    pub fn next_step(self, error: &ApiError) -> &'static str {
        match self {
            Self::Deactivate if reconcile::is_about_ownership(error) => {
                " Somebody else has to own them first, in the platform's own interface. Disabling works at once."
            }
            _ => "",
        }
    }

    /// The change that takes this one back, where that is honest and possible. `before` is the state before this change;
    /// who has taken their own right cannot give it back.
    pub fn undo(self, before: AccountState, is_self: bool) -> Option<Self> {
        match (self, before) {
            (Self::RemoveAdmin, _) if is_self => None,
            (Self::Disable, _) => Some(Self::Reactivate),
            (Self::Reactivate, AccountState::Disabled) => Some(Self::Disable),
            (Self::MakeAdmin, _) => Some(Self::RemoveAdmin),
            (Self::RemoveAdmin, _) => Some(Self::MakeAdmin),
            (Self::Reactivate | Self::Deactivate, _) => None,
        }
    }

    /// What the account looks like after it.
    pub(super) fn apply(self, user: &mut User) {
        match self {
            Self::Disable => (user.is_active, user.is_disabled) = (Some(false), Some(true)),
            Self::Deactivate => {
                (user.is_active, user.is_disabled, user.is_admin) = (Some(false), Some(false), Some(false));
            }
            Self::Reactivate => (user.is_active, user.is_disabled) = (Some(true), Some(false)),
            Self::MakeAdmin => user.is_admin = Some(true),
            Self::RemoveAdmin => user.is_admin = Some(false),
        }
    }

    /// Whether an account looks as it does after it.
    pub fn is_applied_to(self, user: &User) -> bool {
        match self {
            Self::Disable => user.state() == AccountState::Disabled,
            Self::Deactivate => user.state() == AccountState::Deactivated,
            Self::Reactivate => user.state() == AccountState::Active,
            Self::MakeAdmin => user.is_admin == Some(true),
            Self::RemoveAdmin => user.is_admin == Some(false),
        }
    }

    pub(super) async fn send(self, client: &Client, name: String) -> Result<(), ApiError> {
        match self {
            Self::Disable => client.disable(name).await,
            Self::Deactivate => client.deactivate(name).await,
            Self::Reactivate => client.reactivate(name).await,
            Self::MakeAdmin => client.set_admins(vec![name]).await,
            Self::RemoveAdmin => client.remove_admins(vec![name]).await,
        }
        .map(|_| ())
    }

    /// Makes the change: asks the platform, and when it agrees, shows it in the account's row, if it has one. Where the answer is lost,
    /// or is not waited for, the account is looked at before anything is said. The session of somebody who blocked their own account
    /// is over.
    pub async fn execute(
        self,
        session: Session,
        name: &str,
        account: Option<&Account>,
        giving_up: Cancellation,
    ) -> Result<(), ActionError> {
        let Some(identity) = session.identity_untracked() else { return Err(ApiError::SignedOut.into()) };
        let client = &identity.client;
        account.inspect(|account| account.begin_change());
        let mut outcome = giving_up.race(self.send(client, name.to_owned())).await.map_err(ActionError::from);
        if let Err(not_made) = &outcome
            && not_made.certainty == Certainty::Unknown
            && let Some(is_made) = self.verify(session, client, name).await
        {
            let error = not_made.error.clone();
            outcome = reconcile::record_verified_outcome(session, client, self.operation(), name, error, is_made);
        }
        account.inspect(|account| account.end_change());
        if outcome.is_ok() {
            account.inspect(|account| account.change(|user| self.apply(user)));
            self.after_self_change(session, client, name);
        }
        outcome
    }

    /// Whether it holds now, after an answer was lost; `None` where that cannot be known.
    async fn verify(self, session: Session, client: &Client, name: &str) -> Option<bool> {
        // Whoever blocked their own account is no longer let in, and is not to be asked for another token.
        let blocks_oneself = session.is_current_user(name) && matches!(self, Self::Disable | Self::Deactivate);
        let client = if blocks_oneself { session.probe()? } else { client.clone() };
        match reconcile::fetch_account(&client, name).await {
            Ok(user) => Some(self.is_applied_to(&user?)),
            Err(error) => (blocks_oneself && error.is_unauthorized()).then_some(true),
        }
    }

    /// The operation that makes it.
    pub(super) const fn operation(self) -> Operation {
        match self {
            Self::Disable => Operation::Disable,
            Self::Deactivate => Operation::Deactivate,
            Self::Reactivate => Operation::Reactivate,
            Self::MakeAdmin => Operation::SetAdmins,
            Self::RemoveAdmin => Operation::RemoveAdmins,
        }
    }

    /// What follows for whoever did it to themself.
    pub(super) fn after_self_change(self, session: Session, client: &Client, name: &str) {
        if !session.is_current_user(name) {
            return;
        }
        match self {
            Self::Disable | Self::Deactivate => session.on_self_blocked(client, &self.done("Your account")),
            Self::RemoveAdmin => session.learn_site_admin(client, false),
            Self::Reactivate | Self::MakeAdmin => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::ReplyError;
    use account_api::reply::Failure;

    fn refused(msg: &str, details: Vec<Failure>) -> ApiError {
        ApiError::Reply(ReplyError::Refused { http: 200, msg: msg.into(), details })
    }

    #[test]
    fn the_row_shows_what_the_platform_did() {
        let mut user =
            User { is_admin: Some(true), is_active: Some(true), is_disabled: Some(false), ..User::default() };
        AccountAction::Disable.apply(&mut user);
        assert_eq!((user.state(), user.is_admin), (AccountState::Disabled, Some(true)));
        AccountAction::Reactivate.apply(&mut user);
        assert_eq!((user.state(), user.is_admin), (AccountState::Active, Some(true)));
        AccountAction::Deactivate.apply(&mut user);
        assert_eq!((user.state(), user.is_admin), (AccountState::Deactivated, Some(false)));
    }

    #[test]
    fn undo_is_offered_only_where_nothing_is_lost() {
        assert_eq!(AccountAction::Disable.undo(AccountState::Active, false), Some(AccountAction::Reactivate));
        assert_eq!(AccountAction::Reactivate.undo(AccountState::Disabled, false), Some(AccountAction::Disable));
        assert_eq!(AccountAction::Reactivate.undo(AccountState::Deactivated, false), None);
        assert_eq!(AccountAction::Deactivate.undo(AccountState::Active, false), None);
        assert_eq!(AccountAction::RemoveAdmin.undo(AccountState::Active, false), Some(AccountAction::MakeAdmin));
        assert_eq!(AccountAction::RemoveAdmin.undo(AccountState::Active, true), None);
    }

    #[test]
    fn a_refusal_says_what_was_not_done_in_the_platforms_words() {
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
    fn a_lost_answer_is_not_called_a_failure() {
        let said = AccountAction::Disable.failed("jane", &ApiError::Unreachable.into());
        assert!(said.contains("is not known"), "{said}");
        assert!(!said.contains("was not disabled"), "{said}");
    }

    #[test]
    fn a_lost_answer_is_called_a_failure_once_the_account_was_looked_at() {
        let said = |error| AccountAction::Disable.failed("jane", &ActionError::verified_unchanged(error));
        let lost = said(ApiError::Unreachable);
        assert!(lost.starts_with("jane was not disabled."), "{lost}");
        assert!(lost.contains("looked at since: nothing has changed."), "{lost}");
        // The platform may still be at it.
        let late = said(ApiError::Cancelled);
        assert!(late.contains("nothing has changed so far") && late.contains("is not known"), "{late}");
    }

    #[test]
    fn only_a_change_that_harms_oneself_warns() {
        assert!(AccountAction::Disable.self_warning().is_some());
        assert!(AccountAction::RemoveAdmin.self_warning().is_some());
        assert!(AccountAction::Reactivate.self_warning().is_none());
    }

    #[test]
    fn what_comes_back_depends_on_how_the_account_was_blocked() {
        let said = |state| AccountAction::Reactivate.consequences("jane", state).join(" ");
        assert!(said(AccountState::Disabled).contains("as before"));
        assert!(said(AccountState::Deactivated).contains("access to nothing"));
    }
}
