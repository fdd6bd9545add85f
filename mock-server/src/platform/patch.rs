//! Changing what the Account API cannot: for tests that need somebody in a state that only time or other hands bring about.

use super::accounts::MAX_ACCOUNTS;
use super::groups::GroupKind;
use super::password::PasswordPolicy;
use super::{Account, AccountId, Platform, names};
use account_api::{AccountState, Secret, UserType};
use std::sync::Arc;

/// What to change of an account; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Users only.
    pub email: Option<String>,
    /// Users only. Ends no session.
    pub password: Option<Secret>,
    /// Not for somebody deactivated.
    pub site_admin: Option<bool>,
    /// Not for somebody deactivated.
    pub manage_users: Option<bool>,
    /// Users only.
    pub verified: Option<bool>,
    /// Whether an admin has approved the account.
    pub approved: Option<bool>,
    /// Seconds since the epoch.
    pub registered_on: Option<i64>,
    /// Without the rule that nobody deactivated can be disabled. Who is deactivated loses memberships and rights, and owns nothing.
    pub state: Option<AccountState>,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    /// Which field.
    pub field: &'static str,
    /// What is wrong with it. Never a password.
    pub problem: String,
}

impl Platform {
    /// Makes a change, or none of it.
    ///
    /// # Errors
    /// Names the field that does not fit the account.
    pub fn change(&mut self, id: AccountId, change: Change) -> Result<(), PatchError> {
        let unfit = |field, problem: &str| Err(PatchError { field, problem: problem.to_owned() });
        let account = self.accounts.get(id);
        if account.kind == UserType::ServiceAccount {
            for (field, is_given) in [
                ("email", change.email.is_some()),
                ("password", change.password.is_some()),
                ("verified", change.verified.is_some()),
            ] {
                if is_given {
                    return unfit(field, "a service account has none");
                }
            }
        }
        let state = change.state.unwrap_or(account.state());
        if state == AccountState::Deactivated {
            if let Some(owned) = self.groups.owned_by(id) {
                return unfit("state", &format!("an owner of {} cannot be deactivated", owned.as_str()));
            }
            for (field, right) in [("site_admin", change.site_admin), ("manage_users", change.manage_users)] {
                if right == Some(true) {
                    return unfit(field, "somebody who is deactivated has no rights");
                }
            }
        }
        if change.email.as_deref().is_some_and(|email| !names::is_storable_email(email)) {
            return unfit("email", "is too long, or has control characters");
        }
        if let Some(password) = &change.password
            && let Err(problem) = PasswordPolicy::default().check(password.reveal())
        {
            return unfit("password", &problem.to_string());
        }

        self.accounts.update(id, |account| {
            if let Some(email) = change.email {
                account.email = email.into();
            }
            if let Some(password) = change.password {
                account.password = Some(Arc::new(password));
            }
            account.is_site_admin = change.site_admin.unwrap_or(account.is_site_admin);
            account.may_manage_users = change.manage_users.unwrap_or(account.may_manage_users);
            account.is_verified = change.verified.unwrap_or(account.is_verified);
            account.is_approved = change.approved.unwrap_or(account.is_approved);
            account.registered_on = change.registered_on.unwrap_or(account.registered_on);
            account.state = state;
        });
        if state == AccountState::Deactivated {
            self.strip_memberships(id);
        }
        Ok(())
    }

    /// Takes an organization or a team away. Answers whether there was one.
    pub fn remove_group(&mut self, kind: GroupKind, name: &str) -> bool {
        // Shared groups are copied only where there is something to take away.
        self.groups.of_kind(kind).contains_key(name)
            && Arc::make_mut(&mut self.groups).of_kind_mut(kind).remove(name).is_some()
    }

    /// Lets so many users appear at the head of every list; or, if negative, disables so many of the active ones there, but
    /// no site admin.
    pub fn shift(&mut self, by: i32) {
        if by >= 0 {
            for _ in 0..by {
                if self.accounts.count() >= MAX_ACCOUNTS {
                    return;
                }
                let name = self.name_of_newcomer();
                let email = "newcomer@example.com".into();
                let account = Account::new(&name, UserType::User, AccountState::Active);
                self.accounts.add(Account { email, registered_on: self.clock.now(), ..account });
            }
        } else {
            let active = self.accounts.listed(UserType::User, false);
            let first: Vec<AccountId> = active
                .into_iter()
                .filter(|id| !self.accounts.get(*id).is_site_admin)
                .take(usize::try_from(by.unsigned_abs()).unwrap_or_default())
                .collect();
            for id in first {
                self.accounts.set_state(id, AccountState::Disabled);
            }
        }
    }

    /// A name that is not taken, and stands before those that people have.
    fn name_of_newcomer(&self) -> String {
        let mut number = self.accounts.count();
        loop {
            let name = format!("!newcomer-{number}");
            if !self.is_taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Revokes every token that a user has.
    pub fn end_sessions(&mut self, id: AccountId) {
        self.accounts.update(id, |account| account.session = account.session.saturating_add(1));
    }
}
