//! The actions on an account: what each does, when it is possible, what undoes it, and how it
//! is executed.
//!
//! Every match on an action lists all of them, so that the compiler names the places that a new
//! action has to decide. `actions/account_command.rs` lists the other files.

use super::cancel::Cancellation;
use super::{ActionError, Obstacle, Prediction, reconcile};
use crate::accounts::{Account, AccountFacts, fetch_account};
use crate::api::{ApiError, Certainty, Client};
use crate::session::{Identity, Session};
use account_api::{AccountState, Operation, Permission, User};

/// An action on one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// How a job performs an action on many accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Batching {
    /// With one request per account.
    OneByOne,
    /// With requests that grant or revoke the site admin permission of many accounts.
    SiteAdmins(AdminChange),
}

/// A change of the site admin permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AdminChange {
    Grant,
    Revoke,
}

impl AdminChange {
    /// The action that makes this change to one account.
    pub(super) const fn action(self) -> AccountAction {
        match self {
            Self::Grant => AccountAction::MakeAdmin,
            Self::Revoke => AccountAction::RemoveAdmin,
        }
    }
}

impl AccountAction {
    /// All actions.
    pub const ALL: [Self; 5] = [Self::Disable, Self::Deactivate, Self::Reactivate, Self::MakeAdmin, Self::RemoveAdmin];

    /// Whether it removes something that cannot be restored.
    pub const fn is_destructive(self) -> bool {
        match self {
            Self::Deactivate => true,
            Self::Disable | Self::Reactivate | Self::MakeAdmin | Self::RemoveAdmin => false,
        }
    }

    /// Whether it blocks the account: its user can no longer sign in.
    pub const fn blocks_account(self) -> bool {
        match self {
            Self::Disable | Self::Deactivate => true,
            Self::Reactivate | Self::MakeAdmin | Self::RemoveAdmin => false,
        }
    }

    /// Whether a site admin can no longer act as one afterwards.
    pub const fn removes_site_admin(self) -> bool {
        match self {
            Self::Disable | Self::Deactivate | Self::RemoveAdmin => true,
            Self::Reactivate | Self::MakeAdmin => false,
        }
    }

    /// Whether users who do it to themselves lose what they cannot give back to themselves.
    pub const fn is_harmful_to_self(self) -> bool {
        match self {
            Self::Disable | Self::Deactivate | Self::RemoveAdmin => true,
            Self::Reactivate | Self::MakeAdmin => false,
        }
    }

    /// The action that undoes it, if there is one that restores everything. `before` is the state
    /// before this action. Users who revoked their own permission cannot grant it again.
    pub fn undo(self, before: AccountState, is_self: bool) -> Option<Self> {
        match self {
            Self::RemoveAdmin if is_self => None,
            Self::Reactivate if before == AccountState::Disabled => Some(Self::Disable),
            _ => self.undo_in_any_state(),
        }
    }

    /// The action that undoes it for accounts of any previous state, if there is one.
    pub(super) const fn undo_in_any_state(self) -> Option<Self> {
        match self {
            Self::Disable => Some(Self::Reactivate),
            Self::MakeAdmin => Some(Self::RemoveAdmin),
            Self::RemoveAdmin => Some(Self::MakeAdmin),
            // Reactivated accounts were either disabled or deactivated before.
            Self::Reactivate | Self::Deactivate => None,
        }
    }

    /// How a job performs it on many accounts.
    pub(super) const fn batching(self) -> Batching {
        match self {
            Self::Disable | Self::Deactivate | Self::Reactivate => Batching::OneByOne,
            Self::MakeAdmin => Batching::SiteAdmins(AdminChange::Grant),
            Self::RemoveAdmin => Batching::SiteAdmins(AdminChange::Revoke),
        }
    }

    /// Predicts the outcome for an account. `is_self` tells whether it is the current user's.
    /// `refusal` returns the platform's explanation if it refused the same before.
    pub(super) fn predict(
        self,
        facts: AccountFacts,
        is_self: bool,
        refusal: impl FnOnce() -> Option<String>,
    ) -> Prediction {
        use AccountState::{Active, Deactivated, Disabled};
        let prediction = match self {
            Self::Disable => match facts.state {
                Active => Prediction::Done,
                Disabled => Prediction::NoChange,
                Deactivated => Prediction::Impossible(Obstacle::DeactivatedAlready),
            },
            Self::Deactivate => match facts.state {
                Active | Disabled => refusal().map_or(Prediction::Done, Prediction::MayBeRefused),
                Deactivated => Prediction::NoChange,
            },
            Self::Reactivate => match facts.state {
                Active => Prediction::NoChange,
                Disabled => Prediction::Done,
                Deactivated => Prediction::DoneWithoutAccess,
            },
            Self::MakeAdmin => match (facts.is_admin, facts.state) {
                (Some(true), _) => Prediction::NoChange,
                (Some(false) | None, Active | Disabled) => Prediction::Done,
                (Some(false) | None, Deactivated) => Prediction::Impossible(Obstacle::DeactivatedAdmin),
            },
            Self::RemoveAdmin => match facts.is_admin {
                Some(true) | None => Prediction::Done,
                Some(false) => Prediction::NoChange,
            },
        };
        if is_self && self.is_harmful_to_self() && prediction.is_possible() {
            Prediction::CurrentUser
        } else {
            prediction
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

    /// Whether only site admins may perform it.
    pub fn requires_site_admin(self) -> bool {
        self.operation().permission() == Permission::SiteAdmin
    }

    /// The action that an operation performs, if it is one.
    pub fn of_operation(operation: Operation) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.operation() == operation)
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

    /// Executes the action as `identity` and updates the account's row, if there is one. If the
    /// response is lost or cancelled, fetches the account first to find out what happened. Users
    /// who block their own account end their session.
    ///
    /// # Errors
    /// That the action failed, or that its outcome is unknown.
    pub async fn execute(
        self,
        session: Session,
        identity: &Identity,
        name: &str,
        account: Option<&Account>,
        cancellation: Cancellation,
    ) -> Result<(), ActionError> {
        let client = &identity.client;
        account.inspect(|account| account.begin_change());
        let mut outcome = cancellation.race(self.send(client, name.to_owned())).await.map_err(ActionError::from);
        if let Err(failure) = &outcome
            && failure.certainty == Certainty::Unknown
            && let Some(is_done) = self.verify(session, client, name).await
        {
            let error = failure.error.clone();
            outcome = reconcile::record_verified_outcome(session, identity, self.operation(), name, error, is_done);
        }
        account.inspect(|account| account.end_change());
        if outcome.is_ok() {
            account.inspect(|account| account.change(|user| self.apply(user)));
            self.after_self_change(session, identity, name);
        }
        outcome
    }

    /// Whether the action has taken effect, after a response was lost. `None` if that cannot be
    /// determined.
    async fn verify(self, session: Session, client: &Client, name: &str) -> Option<bool> {
        // Users who blocked their own account cannot sign in again, so they are not asked for a
        // token.
        let blocks_self = session.is_current_user(name) && self.blocks_account();
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
    use account_api::UserType;

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

    #[test]
    fn an_action_that_is_done_already_is_predicted_to_change_nothing() {
        for action in AccountAction::ALL {
            let mut user =
                User { is_active: Some(true), is_disabled: Some(false), is_admin: Some(false), ..User::default() };
            action.apply(&mut user);
            assert!(action.is_applied_to(&user), "{action:?}");
            let facts = AccountFacts { user_type: UserType::User, state: user.state(), is_admin: user.is_admin };
            assert_eq!(action.predict(facts, true, || None), Prediction::NoChange, "{action:?}");
        }
    }

    #[test]
    fn only_deactivating_consults_earlier_refusals() {
        let facts = AccountFacts { user_type: UserType::User, state: AccountState::Active, is_admin: Some(false) };
        let refusal = || Some("jane still owns teams.".to_owned());
        assert_eq!(
            AccountAction::Deactivate.predict(facts, false, refusal),
            Prediction::MayBeRefused("jane still owns teams.".into())
        );
        assert_eq!(AccountAction::Deactivate.predict(facts, true, refusal), Prediction::CurrentUser);
        assert_eq!(AccountAction::Disable.predict(facts, false, refusal), Prediction::Done);
    }

    #[test]
    fn site_admin_batches_belong_to_the_actions_that_change_the_permission() {
        for action in AccountAction::ALL {
            if let Batching::SiteAdmins(change) = action.batching() {
                assert_eq!(change.action(), action);
            }
        }
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
        let identity = session.identity_untracked().expect("signed in");
        let execution = action.execute(session, &identity, name, None, Cancellation::none());
        execution.now_or_never().expect("responses are immediate")
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
        for action in AccountAction::ALL {
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
