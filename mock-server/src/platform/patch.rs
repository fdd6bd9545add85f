//! Account patches: changes that the Account API does not offer, for tests that need an account in
//! a state that otherwise takes time or another admin.

use super::accounts::MAX_ACCOUNTS;
use super::groups::GroupKind;
use super::password::PasswordPolicy;
use super::{Account, AccountId, Platform, names};
use account_api::{AccountState, Secret, UserType};
use std::sync::Arc;

/// The fields of an account to change. `None` leaves a field unchanged.
#[derive(Clone, Debug, Default)]
pub struct AccountPatch {
    /// For users only.
    pub email: Option<String>,
    /// For users only. Revokes no tokens.
    pub password: Option<Secret>,
    /// Cannot be set on a deactivated account.
    pub site_admin: Option<bool>,
    /// Cannot be set on a deactivated account.
    pub manage_users: Option<bool>,
    /// For users only.
    pub verified: Option<bool>,
    /// Whether an admin has approved the account.
    pub approved: Option<bool>,
    /// In seconds since the Unix epoch.
    pub registered_on: Option<i64>,
    /// The new state. Unlike the Account API, a patch may disable a deactivated account.
    /// Deactivating an account removes its memberships and permissions, and is refused while it
    /// owns a group.
    pub state: Option<AccountState>,
}

/// Why a patch was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// The invalid field.
    pub field: &'static str,
    /// What is wrong with it. Never contains a password.
    pub problem: String,
}

impl Platform {
    /// Applies a patch, or nothing of it.
    ///
    /// # Errors
    /// Names the field that does not fit the account.
    pub fn patch_account(&mut self, id: AccountId, patch: AccountPatch) -> Result<(), PatchError> {
        let AccountPatch { email, password, site_admin, manage_users, verified, approved, registered_on, state } =
            patch;
        let invalid = |field, problem: &str| Err(PatchError { field, problem: problem.to_owned() });
        let account = self.accounts.get(id);
        if account.kind == UserType::ServiceAccount {
            for (field, is_set) in
                [("email", email.is_some()), ("password", password.is_some()), ("verified", verified.is_some())]
            {
                if is_set {
                    return invalid(field, "a service account has none");
                }
            }
        }
        let state = state.unwrap_or(account.state());
        if state == AccountState::Deactivated {
            if let Some(owned) = self.groups.owned_by(id) {
                return invalid("state", &format!("an owner of {} cannot be deactivated", owned.as_str()));
            }
            for (field, permission) in [("site_admin", site_admin), ("manage_users", manage_users)] {
                if permission == Some(true) {
                    return invalid(field, "a deactivated account cannot have permissions");
                }
            }
        }
        if email.as_deref().is_some_and(|email| !names::is_storable_email(email)) {
            return invalid("email", "is too long, or has control characters");
        }
        if let Some(password) = &password
            && let Err(problem) = PasswordPolicy::default().check(password.reveal())
        {
            return invalid("password", &problem.to_string());
        }

        self.accounts.update(id, |account| {
            if let Some(email) = email {
                account.email = email.into();
            }
            if let Some(password) = password {
                account.password = Some(Arc::new(password));
            }
            account.is_site_admin = site_admin.unwrap_or(account.is_site_admin);
            account.may_manage_users = manage_users.unwrap_or(account.may_manage_users);
            account.is_verified = verified.unwrap_or(account.is_verified);
            account.is_approved = approved.unwrap_or(account.is_approved);
            account.registered_on = registered_on.unwrap_or(account.registered_on);
            account.state = state;
        });
        if state == AccountState::Deactivated {
            self.strip_memberships(id);
        }
        Ok(())
    }

    /// Removes an organization or a team. Returns whether it existed.
    pub fn remove_group(&mut self, kind: GroupKind, name: &str) -> bool {
        // `make_mut` copies the shared groups, so only call it if there is something to remove.
        self.groups.of_kind(kind).contains_key(name)
            && Arc::make_mut(&mut self.groups).of_kind_mut(kind).remove(name).is_some()
    }

    /// Inserts this many users at the head of every list. If negative, disables this many active
    /// accounts from the head of the list instead, except site admins.
    pub fn shift(&mut self, count: i32) {
        if count >= 0 {
            for _ in 0..count {
                if self.accounts.count() >= MAX_ACCOUNTS {
                    return;
                }
                let name = self.unused_name();
                let email = "newcomer@example.com".into();
                let account = Account::new(&name, UserType::User, AccountState::Active);
                self.accounts.add(Account { email, registered_on: self.clock.now(), ..account });
            }
        } else {
            let active = self.accounts.listed(UserType::User, false);
            let ids: Vec<AccountId> = active
                .into_iter()
                .filter(|id| !self.accounts.get(*id).is_site_admin)
                .take(usize::try_from(count.unsigned_abs()).unwrap_or_default())
                .collect();
            for id in ids {
                self.accounts.set_state(id, AccountState::Disabled);
            }
        }
    }

    /// Generates an unused username that sorts before ordinary usernames.
    fn unused_name(&self) -> String {
        let mut number = self.accounts.count();
        loop {
            let name = format!("!newcomer-{number}");
            if !self.is_taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Revokes every token of a user.
    pub fn revoke_tokens(&mut self, id: AccountId) {
        self.accounts.update(id, |account| account.token_generation = account.token_generation.saturating_add(1));
    }
}
