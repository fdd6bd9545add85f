//! Account states and the transitions between them (contract, "Account states").
//!
//! ```text
//! active ──disable──▶ disabled          keeps teams, organizations, access, admin permission
//! active, disabled ──deactivate──▶ deactivated    loses memberships, access, admin permission
//! disabled, deactivated ──reactivate──▶ active
//! ```
//!
//! A request for the state that the account already has succeeds and changes nothing.

use super::{AccountId, Platform, Refusal};
use account_api::{AccountState, Operation};
use std::sync::Arc;

impl Platform {
    /// Blocks an account, which keeps everything.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`], an unknown name, a deactivated account.
    pub fn disable(&mut self, caller: AccountId, name: &str) -> Result<(), Refusal> {
        self.authorize(caller, Operation::Disable)?;
        let id = self.find_user(name)?;
        match self.accounts.get(id).state() {
            AccountState::Active => self.accounts.set_state(id, AccountState::Disabled),
            AccountState::Disabled => {}
            AccountState::Deactivated => return Err(Refusal::DisableDeactivated(name.to_owned())),
        }
        Ok(())
    }

    /// Blocks an account and permanently removes its memberships, access and admin permission.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`], an unknown name, an account that owns teams or organizations.
    pub fn deactivate(&mut self, caller: AccountId, name: &str) -> Result<(), Refusal> {
        self.authorize(caller, Operation::Deactivate)?;
        let id = self.find_user(name)?;
        if self.accounts.get(id).state() == AccountState::Deactivated {
            return Ok(());
        }
        if let Some(owned) = self.groups.owned_by(id) {
            return Err(Refusal::StillOwns { name: name.to_owned(), owned });
        }
        self.strip_memberships(id);
        Ok(())
    }

    /// Deactivates an account that owns nothing: removes its memberships and permissions.
    pub(super) fn strip_memberships(&mut self, id: AccountId) {
        // Most accounts are in no group, and `make_mut` copies the groups, which platforms share
        // until one of them changes.
        if self.groups.names_of(id).next().is_some() {
            Arc::make_mut(&mut self.groups).remove_member(id);
        }
        self.accounts.update(id, |account| {
            account.is_site_admin = false;
            account.may_manage_users = false;
            account.state = AccountState::Deactivated;
        });
    }

    /// Reactivates an account, with whatever it still has.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`], an unknown name.
    pub fn reactivate(&mut self, caller: AccountId, name: &str) -> Result<(), Refusal> {
        self.authorize(caller, Operation::Reactivate)?;
        let id = self.find_user(name)?;
        self.accounts.set_state(id, AccountState::Active);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform};
    use super::*;

    fn groups(platform: &Platform, name: &str) -> Vec<String> {
        platform.groups.names_of(id(platform, name)).map(str::to_owned).collect()
    }

    #[test]
    fn a_disabled_user_keeps_everything_when_reactivated() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        let before = (platform.accounts.get(id(&platform, "second")), groups(&platform, "second"));
        platform.disable(admin, "second").unwrap();
        assert_eq!(platform.accounts.get(id(&platform, "second")).state(), AccountState::Disabled);
        assert!(platform.accounts.get(id(&platform, "second")).is_site_admin);
        platform.reactivate(admin, "second").unwrap();
        let after = (platform.accounts.get(id(&platform, "second")), groups(&platform, "second"));
        assert_eq!(before.0.to_user(), after.0.to_user());
        assert_eq!(before.1, ["globex", "Platform"]);
        assert_eq!(before.1, after.1);
    }

    #[test]
    fn a_deactivated_user_has_lost_everything_when_reactivated() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        platform.disable(admin, "second").unwrap();
        platform.deactivate(admin, "second").unwrap();
        platform.reactivate(admin, "second").unwrap();
        let second = platform.accounts.get(id(&platform, "second"));
        assert_eq!(second.state(), AccountState::Active);
        assert!(!second.is_site_admin && !second.may_manage_users);
        assert!(groups(&platform, "second").is_empty());
    }

    #[test]
    fn owners_are_not_deactivated_and_are_told_what_they_own() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        for (owner, msg) in [
            ("janedoe1", "janedoe1 still owns teams. Failed to deactivate"),
            ("orgowner", "orgowner still owns organizations. Failed to deactivate"),
            ("both", "both still owns teams and organizations. Failed to deactivate"),
        ] {
            assert_eq!(platform.deactivate(admin, owner).unwrap_err().to_string(), msg);
            assert_eq!(platform.accounts.get(id(&platform, owner)).state(), AccountState::Active);
        }
    }

    #[test]
    fn repeating_a_change_succeeds_but_a_deactivated_user_cannot_be_disabled() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        platform.reactivate(admin, "member").unwrap();
        platform.disable(admin, "member").unwrap();
        platform.disable(admin, "member").unwrap();
        platform.deactivate(admin, "member").unwrap();
        platform.deactivate(admin, "member").unwrap();
        assert_eq!(platform.disable(admin, "member"), Err(Refusal::DisableDeactivated("member".into())));
    }

    #[test]
    fn only_callers_with_permission_learn_that_a_user_does_not_exist() {
        let mut platform = small_platform();
        let (admin, member) = (id(&platform, "admin"), id(&platform, "member"));
        assert_eq!(platform.disable(admin, "globex").unwrap_err().to_string(), "User (globex) not found");
        assert_eq!(platform.reactivate(admin, "nobody").unwrap_err().to_string(), "User (nobody) not found");
        let refusal = platform.deactivate(member, "nobody").unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "member may not deactivate users. This takes a site admin, or a user with Manage users permissions."
        );
    }
}
