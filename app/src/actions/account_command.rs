//! The registry of commands: what can be done to existing accounts, when, and what opens.
//!
//! The row menu, the details panel, the bulk action bar, the command palette and the lookup page
//! all read this registry.
//!
//! To add an action on accounts, whose operation the API client (`api/client.rs`) already has:
//!
//! 1. `jobs/action.rs`: add a variant to [`AccountAction`], and to its list `ALL`. The compiler
//!    then reports the missing arms here (E0004): what the action changes, how it is sent, when it
//!    is possible, what undoes it, whether it has batches.
//! 2. `messages/actions.rs`: E0004 in each method of [`ActionMessages`]; all of its wording.
//! 3. This file: E0004 in each method that tells actions apart. An action that is missing in
//!    [`AccountCommand::ALL`] is reported as "variant is never constructed".
//! 4. Only if the API has batches for it: a variant of `Batching` in `jobs/action.rs`, which leads
//!    to `jobs/kind/mod.rs` (E0004), and a file in `jobs/kind/` that sends a batch.
//!
//! To add a kind of job that no action covers, because it takes data for each account (as new
//! passwords do) or batches of its own:
//!
//! 1. `jobs/kind/mod.rs`: add a variant to [`JobKind`]. E0004 in the methods there: batch size,
//!    undo, prediction, how a batch is sent.
//! 2. `jobs/kind/`: a new file that sends a batch.
//! 3. `messages/jobs.rs`: E0004 in each method of `JobMessages`; all of its wording.
//! 4. This file: add a variant to [`AccountCommand`] whose `job_kind` it is. Until then, the kind
//!    is reported as "never constructed". `open` decides what opens for one account: a plan with
//!    one target, or a dialog of its own in `dialogs.rs` and `dialog_host.rs`.
//!    `pages/users/details_panel.rs` gives its button a plain class, which nothing reports.
//! 5. What asks for one kind alone, with `== JobKind::`, is reported by nothing: search for it in
//!    `jobs/plan.rs` and below `actions/`.
//!
//! If an operation of the API belongs to the kind alone, `JobKind::of_operation` lets Activity
//! continue such a job. Nothing reports that it does not.
//!
//! Data that each item needs besides the account's name, such as a password, is added in
//! `jobs/item.rs` and filled in by `actions/plan/footer.rs`.

use super::Dialogs;
use crate::accounts::{Account, AccountFacts, Target};
use crate::jobs::{AccountAction, JobKind};
use crate::messages::ActionMessages;
use account_api::{AccountState, User, UserType};
use leptos::prelude::Callback;

/// A command that applies to one account or to many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountCommand {
    /// Sets a new password.
    ResetPassword,
    /// Changes the state or the admin permission.
    Change(AccountAction),
}

/// Where the bulk action bar puts a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BulkPlacement {
    /// A button.
    Button,
    /// The "More" menu.
    Menu,
    /// A button apart from the others: the command cannot be undone.
    Apart,
}

impl AccountCommand {
    /// All commands, in the order in which they are offered for one account. An action that is
    /// missing here is reported as a variant that is never constructed.
    pub const ALL: &'static [Self] = &[
        Self::ResetPassword,
        Self::Change(AccountAction::MakeAdmin),
        Self::Change(AccountAction::RemoveAdmin),
        Self::Change(AccountAction::Disable),
        Self::Change(AccountAction::Reactivate),
        Self::Change(AccountAction::Deactivate),
    ];

    /// Returns the commands available for an account; see [`Self::is_available_for`].
    pub fn available_for(kind: UserType, user: &User, is_site_admin: bool) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |command| command.is_available_for(kind, user, is_site_admin))
    }

    /// Returns the commands for many accounts, in the order of their placement. `kind` is `None` if
    /// the accounts may be of both kinds.
    pub fn bulk(kind: Option<UserType>, is_site_admin: bool) -> Vec<Self> {
        let mut commands: Vec<Self> = Self::ALL
            .iter()
            .copied()
            .filter(|command| (is_site_admin || !command.requires_site_admin()) && command.applies_to(kind))
            .collect();
        // The sort is stable: within a placement, the order of `ALL` stays.
        commands.sort_by_key(|command| command.bulk_placement());
        commands
    }

    /// Returns the label for one account, without the ellipsis.
    pub fn label(self) -> &'static str {
        match self {
            Self::ResetPassword => "Reset password",
            Self::Change(action) => action.verb(),
        }
    }

    /// Returns the label for many accounts, without the ellipsis.
    pub fn bulk_label(self) -> &'static str {
        match self {
            Self::ResetPassword => "Reset passwords",
            Self::Change(action) => action.verb(),
        }
    }

    /// Describes the command with its target: the text of a palette entry.
    pub fn describe(self, name: &str) -> String {
        match self {
            Self::ResetPassword => format!("Reset password for {name}…"),
            Self::Change(action) => format!("{}…", action.command(name)),
        }
    }

    /// Returns the words, in lowercase, that select the command when typed before a username.
    pub const fn palette_words(self) -> &'static [&'static str] {
        match self {
            Self::ResetPassword => &["reset password", "reset", "password"],
            Self::Change(AccountAction::MakeAdmin) => &["make site admin", "make admin"],
            Self::Change(AccountAction::RemoveAdmin) => {
                &["remove site admin", "remove as site admin", "remove admin", "revoke site admin", "revoke admin"]
            }
            Self::Change(AccountAction::Disable) => &["disable", "block"],
            Self::Change(AccountAction::Reactivate) => &["reactivate", "activate", "enable", "unblock"],
            Self::Change(AccountAction::Deactivate) => &["deactivate"],
        }
    }

    /// Whether the command takes something away that cannot be given back.
    pub const fn is_destructive(self) -> bool {
        self.job_kind().is_destructive()
    }

    /// Whether only site admins may run the command.
    pub fn requires_site_admin(self) -> bool {
        match self {
            Self::Change(action) => action.requires_site_admin(),
            Self::ResetPassword => false,
        }
    }

    /// Whether the command makes sense for an account as it is. `is_site_admin` tells whether the
    /// current user is a site admin.
    pub fn is_available_for(self, kind: UserType, user: &User, is_site_admin: bool) -> bool {
        let facts = AccountFacts { user_type: kind, state: user.state(), is_admin: user.is_admin };
        self.is_available_with(facts, is_site_admin)
    }

    /// As [`Self::is_available_for`], for the target of a plan.
    pub fn is_available_with(self, facts: AccountFacts, is_site_admin: bool) -> bool {
        let AccountFacts { user_type, state, is_admin } = facts;
        let is_admin = is_admin == Some(true);
        if self.requires_site_admin() && !is_site_admin {
            return false;
        }
        match self {
            Self::ResetPassword => self.applies_to(Some(user_type)),
            Self::Change(AccountAction::Disable) => state == AccountState::Active,
            Self::Change(AccountAction::Reactivate) => state != AccountState::Active,
            Self::Change(AccountAction::Deactivate) => state != AccountState::Deactivated,
            // Deactivated accounts have no permissions and cannot be given any.
            Self::Change(AccountAction::MakeAdmin) => !is_admin && state != AccountState::Deactivated,
            Self::Change(AccountAction::RemoveAdmin) => is_admin && state != AccountState::Deactivated,
        }
    }

    /// Whether the command makes sense for accounts of a kind. `None` stands for accounts of both
    /// kinds.
    fn applies_to(self, kind: Option<UserType>) -> bool {
        match self {
            // Service accounts have no password.
            Self::ResetPassword => kind != Some(UserType::ServiceAccount),
            Self::Change(_) => true,
        }
    }

    /// Where the bulk action bar puts the command.
    pub const fn bulk_placement(self) -> BulkPlacement {
        match self {
            Self::Change(AccountAction::Disable | AccountAction::Reactivate) => BulkPlacement::Button,
            Self::ResetPassword | Self::Change(AccountAction::MakeAdmin | AccountAction::RemoveAdmin) => {
                BulkPlacement::Menu
            }
            Self::Change(AccountAction::Deactivate) => BulkPlacement::Apart,
        }
    }

    /// Returns the hint of its button in the details panel.
    pub fn effect(self, state: AccountState) -> &'static str {
        match self {
            Self::ResetPassword => {
                "Sets a new password, signs them out everywhere, and makes existing tokens stop working."
            }
            Self::Change(action) => action.effect(state),
        }
    }

    /// Returns the line below its label in menus, if the label does not say enough.
    pub fn menu_hint(self) -> Option<&'static str> {
        match self {
            Self::ResetPassword => None,
            Self::Change(action) => action.menu_hint(),
        }
    }

    /// Opens the dialog that runs the command for one account.
    pub fn open(self, dialogs: Dialogs, account: Account) {
        match self {
            Self::ResetPassword => dialogs.reset_password(account.name),
            Self::Change(action) => dialogs.confirm(action, account),
        }
    }

    /// Opens the plan of a job that runs the command for many accounts. `on_start` is called when
    /// the job starts.
    pub fn plan(self, dialogs: Dialogs, targets: Vec<Target>, on_start: Callback<Vec<String>>) {
        dialogs.plan(self.job_kind(), targets, Some(on_start));
    }

    const fn job_kind(self) -> JobKind {
        match self {
            Self::ResetPassword => JobKind::ResetPasswords,
            Self::Change(action) => JobKind::Change(action),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountAction::{Deactivate, Disable, MakeAdmin, Reactivate, RemoveAdmin};
    use AccountCommand::{Change, ResetPassword};
    use UserType::ServiceAccount;

    fn user(state: AccountState, is_admin: Option<bool>) -> User {
        let (is_active, is_disabled) = match state {
            AccountState::Active => (true, false),
            AccountState::Disabled => (false, true),
            AccountState::Deactivated => (false, false),
        };
        let user = User { is_active: Some(is_active), is_disabled: Some(is_disabled), is_admin, ..User::default() };
        assert_eq!(user.state(), state);
        user
    }

    fn available(kind: UserType, state: AccountState, is_admin: Option<bool>, as_admin: bool) -> Vec<AccountCommand> {
        AccountCommand::available_for(kind, &user(state, is_admin), as_admin).collect()
    }

    #[test]
    fn availability_by_state_permission_and_kind() {
        use AccountState::{Active, Deactivated, Disabled};
        let as_admin = |state, is_admin| available(UserType::User, state, is_admin, true);
        let as_user = |state, is_admin| available(UserType::User, state, is_admin, false);
        let admin = Some(true);
        assert_eq!(as_admin(Active, None), [ResetPassword, Change(MakeAdmin), Change(Disable), Change(Deactivate)]);
        assert_eq!(as_admin(Active, admin), [ResetPassword, Change(RemoveAdmin), Change(Disable), Change(Deactivate)]);
        assert_eq!(
            as_admin(Disabled, Some(false)),
            [ResetPassword, Change(MakeAdmin), Change(Reactivate), Change(Deactivate)]
        );
        assert_eq!(
            as_admin(Disabled, admin),
            [ResetPassword, Change(RemoveAdmin), Change(Reactivate), Change(Deactivate)]
        );
        assert_eq!(as_admin(Deactivated, Some(false)), [ResetPassword, Change(Reactivate)]);
        assert_eq!(as_admin(Deactivated, admin), [ResetPassword, Change(Reactivate)]);
        assert_eq!(as_user(Active, None), [ResetPassword, Change(Disable), Change(Deactivate)]);
        assert_eq!(as_user(Active, admin), [ResetPassword, Change(Disable), Change(Deactivate)]);
        assert_eq!(as_user(Disabled, None), [ResetPassword, Change(Reactivate), Change(Deactivate)]);
        assert_eq!(as_user(Deactivated, None), [ResetPassword, Change(Reactivate)]);
        assert_eq!(
            available(ServiceAccount, Active, None, true),
            [Change(MakeAdmin), Change(Disable), Change(Deactivate)]
        );
        assert_eq!(available(ServiceAccount, Deactivated, None, false), [Change(Reactivate)]);
    }

    #[test]
    fn every_action_is_offered_once() {
        for action in AccountAction::ALL {
            let count = AccountCommand::ALL.iter().filter(|command| **command == Change(action)).count();
            assert_eq!(count, 1, "{action:?}");
        }
    }

    #[test]
    fn bulk_commands_are_sorted_by_placement() {
        assert_eq!(
            AccountCommand::bulk(None, true),
            [
                Change(Disable),
                Change(Reactivate),
                ResetPassword,
                Change(MakeAdmin),
                Change(RemoveAdmin),
                Change(Deactivate)
            ]
        );
        assert_eq!(
            AccountCommand::bulk(Some(UserType::User), false),
            [Change(Disable), Change(Reactivate), ResetPassword, Change(Deactivate)]
        );
        assert_eq!(
            AccountCommand::bulk(Some(ServiceAccount), false),
            [Change(Disable), Change(Reactivate), Change(Deactivate)]
        );
    }

    #[test]
    fn destructive_commands_stand_apart() {
        for command in AccountCommand::ALL {
            assert_eq!(command.is_destructive(), command.bulk_placement() == BulkPlacement::Apart, "{command:?}");
        }
    }

    #[test]
    fn palette_words_are_lowercase_and_unambiguous() {
        let words: Vec<&str> =
            AccountCommand::ALL.iter().flat_map(|command| command.palette_words()).copied().collect();
        for (index, word) in words.iter().enumerate() {
            assert_eq!(*word, word.to_lowercase());
            assert!(!words[..index].contains(word), "{word}");
        }
    }

    #[test]
    fn a_description_names_the_target() {
        assert_eq!(ResetPassword.describe("jane"), "Reset password for jane…");
        assert_eq!(Change(Disable).describe("jane"), "Disable jane…");
        assert_eq!(Change(MakeAdmin).describe("jane"), "Make jane a site admin…");
    }
}
