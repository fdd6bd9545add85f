//! Site admins: get, set, remove.

use super::{AccountId, Platform, Refusal};
use account_api::reply::AdminsReply;
use account_api::{AccountState, Operation};
use std::collections::BTreeMap;

impl Platform {
    /// Returns all site admins in listing order. Disabled admins keep the permission, so they are
    /// included.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn site_admins(&self, caller: AccountId) -> Result<AdminsReply, Refusal> {
        self.authorize(caller, Operation::GetAdmins)?;
        let admins = self.accounts.site_admins().into_iter().map(|id| self.accounts.user(id)).collect();
        Ok(AdminsReply { admins, malformed_count: 0 })
    }

    /// Makes the named users site admins, or revokes that permission.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`]; [`Refusal::Admins`] with a reason per name that failed. The other
    /// names are applied.
    pub fn set_site_admins(&mut self, caller: AccountId, usernames: Vec<String>, set: bool) -> Result<(), Refusal> {
        self.authorize(caller, if set { Operation::SetAdmins } else { Operation::RemoveAdmins })?;
        let mut failed = BTreeMap::new();
        for name in usernames {
            match self.find_user(&name) {
                Err(refusal) => {
                    failed.insert(name, refusal.to_string());
                }
                // A deactivated account has lost its permissions for good, so it cannot be made an
                // admin.
                Ok(id) if set && self.accounts.get(id).state() == AccountState::Deactivated => {
                    let reason = format!("User ({name}) is deactivated");
                    failed.insert(name, reason);
                }
                Ok(id) => self.accounts.update(id, |account| account.is_site_admin = set),
            }
        }
        if failed.is_empty() { Ok(()) } else { Err(Refusal::Admins { set, failed }) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform};
    use super::*;

    fn admins(platform: &Platform) -> Vec<String> {
        let AdminsReply { admins, .. } = platform.site_admins(id(platform, "admin")).unwrap();
        admins.into_iter().map(|user| user.username).collect()
    }

    #[test]
    fn disabled_admins_are_listed_and_deactivated_ones_are_not() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        assert_eq!(admins(&platform), ["admin", "second"]);
        platform.disable(admin, "second").unwrap();
        assert_eq!(admins(&platform), ["admin", "second"]);
        platform.deactivate(admin, "second").unwrap();
        assert_eq!(admins(&platform), ["admin"]);
    }

    #[test]
    fn names_that_fail_have_reasons_and_the_others_are_applied() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        platform.deactivate(admin, "second").unwrap();
        let names = ["member", "jesse", "globex", "second", "bot", "member"].map(str::to_owned).to_vec();
        let refusal = platform.set_site_admins(admin, names, true).unwrap_err();
        assert_eq!(refusal.to_string(), "Failed to set all usernames to admin.");
        let Refusal::Admins { failed, .. } = refusal else { panic!("{refusal:?}") };
        let failed: Vec<_> = failed.iter().map(|(name, reason)| (name.as_str(), reason.as_str())).collect();
        assert_eq!(
            failed,
            [
                ("globex", "User (globex) not found"),
                ("jesse", "User (jesse) not found"),
                ("second", "User (second) is deactivated")
            ]
        );
        assert_eq!(admins(&platform), ["admin", "bot", "member"]);
    }

    #[test]
    fn any_admin_can_be_removed_even_the_last_one() {
        let mut platform = small_platform();
        let admin = id(&platform, "admin");
        let refusal = platform.set_site_admins(admin, vec!["glenn".into(), "second".into()], false).unwrap_err();
        assert_eq!(refusal.to_string(), "Failed to unset all usernames from admin.");
        assert_eq!(admins(&platform), ["admin"]);
        platform.set_site_admins(admin, vec![], false).unwrap();
        platform.set_site_admins(admin, vec!["admin".into()], false).unwrap();
        assert!(matches!(platform.site_admins(admin), Err(Refusal::NotPermitted { .. })));
    }
}
