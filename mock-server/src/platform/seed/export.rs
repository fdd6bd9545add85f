//! A platform as the seed that makes it.

use super::SeedFile;
use super::file::{AccountFile, GroupFile};
use crate::platform::groups::{Group, GroupKind};
use crate::platform::{Account, AccountId, Platform};
use account_api::UserType;
use std::collections::BTreeSet;

impl Platform {
    /// Everything that is on it, in the form of a seed: a world that is made with it is like this one, but for passwords,
    /// which are not shown, and the clock.
    #[must_use]
    pub fn to_seed(&self) -> SeedFile {
        SeedFile {
            password: None,
            min_password_length: self.password_policy.least,
            users: self.account_files(UserType::User),
            service_accounts: self.account_files(UserType::ServiceAccount),
            organizations: self.group_files(GroupKind::Organization),
            teams: self.group_files(GroupKind::Team),
            personas: Some(self.personas.iter().map(|id| self.name_of(*id)).collect()),
        }
    }

    /// An organization or a team.
    #[must_use]
    pub fn group_file(&self, kind: GroupKind, name: &str) -> Option<GroupFile> {
        self.groups.of_kind(kind).get(name).map(|group| self.described(name, group))
    }

    /// All organizations or teams.
    #[must_use]
    pub fn group_files(&self, kind: GroupKind) -> Vec<GroupFile> {
        self.groups.of_kind(kind).iter().map(|(name, group)| self.described(name, group)).collect()
    }

    fn described(&self, name: &str, group: &Group) -> GroupFile {
        let names = |ids: &BTreeSet<AccountId>| ids.iter().map(|id| self.name_of(*id)).collect();
        GroupFile { name: name.to_owned(), owners: names(&group.owners), members: names(&group.members) }
    }

    fn name_of(&self, id: AccountId) -> String {
        self.accounts.get(id).name.to_string()
    }

    fn account_files(&self, kind: UserType) -> Vec<AccountFile> {
        self.accounts.listed(kind, true).iter().map(|id| AccountFile::of(self.accounts.get(*id))).collect()
    }
}

impl AccountFile {
    /// An account as it stands in a seed, without its password.
    #[must_use]
    pub fn of(account: Account) -> Self {
        let is_user = account.kind == UserType::User;
        let state = account.state().into();
        Self {
            username: account.name.into(),
            email: is_user.then(|| account.email.into()),
            password: None,
            verified: is_user.then_some(account.is_verified),
            state,
            site_admin: account.is_site_admin,
            manage_users: account.may_manage_users,
            approved: account.is_approved,
            registered_on: Some(account.registered_on),
            token_generation: account.session,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::small_platform;
    use crate::platform::{Clock, Seed};

    #[test]
    fn a_platform_made_from_what_another_one_shows_is_like_it() {
        let mut platform = small_platform();
        let admin = platform.accounts.find("admin").unwrap();
        platform.disable(admin, "member").unwrap();
        platform.end_sessions(admin);
        let shown = serde_json::to_string(&platform.to_seed()).unwrap();
        assert!(!shown.contains("\"password\""), "{shown}");
        let again = Seed::read(shown.as_bytes()).unwrap().platform(0, Clock::MACHINE).unwrap();
        assert_eq!(serde_json::to_string(&again.to_seed()).unwrap(), shown);
    }
}
