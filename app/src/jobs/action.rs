//! The actions on an account: which are available, what they change, and how they are executed.

use super::cancel::Cancellation;
use super::{ActionError, reconcile};
use crate::accounts::{Account, fetch_account};
use crate::api::{ApiError, Certainty, Client};
use crate::session::{Identity, Session};
use account_api::{AccountState, Operation, User};

/// An action on one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountAction {
    /// Blocks it; all it has is kept.
    Disable,
    /// Blocks it and removes its memberships for good.
    Deactivate,
    /// Brings it back.
    Reactivate,
    /// Grants the site admin permission.
    MakeAdmin,
    /// Revokes the site admin permission.
    RemoveAdmin,
}

impl AccountAction {
    /// Whether it removes something that cannot be restored.
    pub const fn is_destructive(self) -> bool {
        matches!(self, Self::Deactivate)
    }

    /// Whether users who do it to themselves lose what they cannot give back to themselves.
    pub const fn is_harmful_to_self(self) -> bool {
        matches!(self, Self::Disable | Self::Deactivate | Self::RemoveAdmin)
    }

    /// The action that undoes it, if there is one that restores everything. `before` is the state
    /// before this action. Users who revoked their own permission cannot grant it again.
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

    /// Applies it to the account's data.
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

    /// Whether the account's data is as it is after the action.
    pub fn is_applied_to(self, user: &User) -> bool {
        match self {
            Self::Disable => user.state() == AccountState::Disabled,
            Self::Deactivate => user.state() == AccountState::Deactivated,
            Self::Reactivate => user.state() == AccountState::Active,
            Self::MakeAdmin => user.is_admin == Some(true),
            Self::RemoveAdmin => user.is_admin == Some(false),
        }
    }

    /// The operation that performs it.
    pub(super) const fn operation(self) -> Operation {
        match self {
            Self::Disable => Operation::Disable,
            Self::Deactivate => Operation::Deactivate,
            Self::Reactivate => Operation::Reactivate,
            Self::MakeAdmin => Operation::SetAdmins,
            Self::RemoveAdmin => Operation::RemoveAdmins,
        }
    }

    async fn send(self, client: &Client, name: String) -> Result<(), ApiError> {
        match self {
            Self::Disable => client.disable(name).await,
            Self::Deactivate => client.deactivate(name).await,
            Self::Reactivate => client.reactivate(name).await,
            Self::MakeAdmin => client.set_admins(vec![name]).await,
            Self::RemoveAdmin => client.remove_admins(vec![name]).await,
        }
        .map(|_| ())
    }

    /// Executes the action and updates the account's row, if there is one. If the response is lost
    /// or cancelled, fetches the account first to find out what happened. Users who block their
    /// own account end their session.
    ///
    /// # Errors
    /// That the action failed, or that its outcome is unknown.
    pub async fn execute(
        self,
        session: Session,
        name: &str,
        account: Option<&Account>,
        cancellation: Cancellation,
    ) -> Result<(), ActionError> {
        let Some(identity) = session.identity_untracked() else { return Err(ApiError::SignedOut.into()) };
        let client = &identity.client;
        account.inspect(|account| account.begin_change());
        let mut outcome = cancellation.race(self.send(client, name.to_owned())).await.map_err(ActionError::from);
        if let Err(failure) = &outcome
            && failure.certainty == Certainty::Unknown
            && let Some(is_done) = self.verify(session, client, name).await
        {
            let error = failure.error.clone();
            outcome = reconcile::record_verified_outcome(session, &identity, self.operation(), name, error, is_done);
        }
        account.inspect(|account| account.end_change());
        if outcome.is_ok() {
            account.inspect(|account| account.change(|user| self.apply(user)));
            self.after_self_change(session, &identity, name);
        }
        outcome
    }

    /// Whether the action has taken effect, after a response was lost. `None` if that cannot be
    /// determined.
    async fn verify(self, session: Session, client: &Client, name: &str) -> Option<bool> {
        // Users who blocked their own account cannot sign in again, so they are not asked for a
        // token.
        let blocks_self = session.is_current_user(name) && matches!(self, Self::Disable | Self::Deactivate);
        let client = if blocks_self { session.probe()? } else { client.clone() };
        match fetch_account(&client, name).await {
            Ok(user) => Some(self.is_applied_to(&user?)),
            Err(error) => (blocks_self && error.is_unauthorized()).then_some(true),
        }
    }

    /// Updates the session of users who did it to themselves.
    pub(super) fn after_self_change(self, session: Session, identity: &Identity, name: &str) {
        if !session.is_current_user(name) {
            return;
        }
        match self {
            Self::Disable => session.on_self_blocked(identity, AccountState::Disabled),
            Self::Deactivate => session.on_self_blocked(identity, AccountState::Deactivated),
            Self::RemoveAdmin => session.learn_site_admin(identity, false),
            Self::Reactivate | Self::MakeAdmin => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_changes_the_row_as_the_platform_changes_the_account() {
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
    fn undo_is_offered_only_if_nothing_is_lost() {
        assert_eq!(AccountAction::Disable.undo(AccountState::Active, false), Some(AccountAction::Reactivate));
        assert_eq!(AccountAction::Reactivate.undo(AccountState::Disabled, false), Some(AccountAction::Disable));
        assert_eq!(AccountAction::Reactivate.undo(AccountState::Deactivated, false), None);
        assert_eq!(AccountAction::Deactivate.undo(AccountState::Active, false), None);
        assert_eq!(AccountAction::RemoveAdmin.undo(AccountState::Active, false), Some(AccountAction::MakeAdmin));
        assert_eq!(AccountAction::RemoveAdmin.undo(AccountState::Active, true), None);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod execution_tests {
    use super::*;
    use crate::api::{RequestOutcome, respond_with};
    use crate::session::SignOutReason;
    use crate::test_support::signed_in;
    use futures::FutureExt;
    use leptos::prelude::*;

    fn execute(action: AccountAction, session: Session, name: &str) -> Result<(), ActionError> {
        action.execute(session, name, None, Cancellation::none()).now_or_never().expect("responses are immediate")
    }

    /// Loses every response to a change, and then lists one account.
    fn lose_changes_and_list(user: &'static str) {
        respond_with(move |request| {
            if !request.url.ends_with("/list_users") {
                return Err(ApiError::Unreachable);
            }
            Ok((200, format!(r#"{{"status": "OK", "users": [{user}], "has_more": false}}"#)))
        });
    }

    #[test]
    fn every_action_amends_its_own_log_entry_after_a_lost_response() {
        use AccountAction::{Deactivate, Disable, MakeAdmin, Reactivate, RemoveAdmin};
        for action in [Disable, Deactivate, Reactivate, MakeAdmin, RemoveAdmin] {
            let (_owner, session, _) = signed_in("ada");
            // As none of the actions leaves it.
            lose_changes_and_list(r#"{"username": "bob"}"#);
            let is_done = execute(action, session, "bob").is_ok();
            untrack(|| {
                session.with_activity_log(|log| {
                    let entry = log.get(0).expect("logged");
                    assert_eq!(entry.outcome.is_done(), is_done, "{action:?}");
                    assert!(
                        matches!(entry.outcome, RequestOutcome::Verified { .. }),
                        "{action:?}: {:?}",
                        entry.outcome
                    );
                });
            });
        }
    }

    #[test]
    fn a_lost_response_is_a_success_if_the_account_shows_the_change() {
        let (_owner, session, _) = signed_in("ada");
        lose_changes_and_list(r#"{"username": "bob", "is_active": false, "is_disabled": true}"#);
        assert_eq!(execute(AccountAction::Disable, session, "bob"), Ok(()));
        let failure = execute(AccountAction::Deactivate, session, "bob").expect_err("it is only disabled");
        assert_eq!((failure.certainty, failure.is_verified), (Certainty::NothingChanged, true));
    }

    #[test]
    fn a_revoked_token_proves_that_the_own_account_is_blocked() {
        let (_owner, session, _) = signed_in("ada");
        respond_with(
            |request| {
                if request.url.ends_with("/disable") { Err(ApiError::Timeout) } else { Ok((401, String::new())) }
            },
        );
        assert_eq!(execute(AccountAction::Disable, session, "ada"), Ok(()));
        assert_eq!(untrack(|| session.ended_reason()), Some(SignOutReason::SelfBlocked(AccountState::Disabled)));
    }
}
