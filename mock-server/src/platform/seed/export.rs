//! Exports a platform as a seed.

use super::file::{AccountFile, GroupFile, SeedFile};
use crate::platform::groups::{Group, GroupKind};
use crate::platform::{Account, AccountId, Platform};
use account_api::{Secret, UserType};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Platform {
    /// Exports everything on this platform as a seed. A world created from it equals this one,
    /// except for the passwords, which are not exported, and the clock.
    #[must_use]
    pub fn to_seed(&self) -> SeedFile {
        SeedFile {
            schema: None,
            password: None,
            min_password_length: self.password_policy.min_chars,
            users: self.account_files(UserType::User),
            service_accounts: self.account_files(UserType::ServiceAccount),
            organizations: self.group_files(GroupKind::Organization),
            teams: self.group_files(GroupKind::Team),
            personas: Some(self.personas.iter().map(|id| self.username(*id)).collect()),
        }
    }

    /// Exports an organization or a team.
    #[must_use]
    pub fn group_file(&self, kind: GroupKind, name: &str) -> Option<GroupFile> {
        self.groups.of_kind(kind).get(name).map(|group| self.to_group_file(name, group))
    }

    /// Exports all organizations or teams.
    #[must_use]
    pub fn group_files(&self, kind: GroupKind) -> Vec<GroupFile> {
        self.groups.of_kind(kind).iter().map(|(name, group)| self.to_group_file(name, group)).collect()
    }

    fn to_group_file(&self, name: &str, group: &Group) -> GroupFile {
        let names = |ids: &BTreeSet<AccountId>| ids.iter().map(|id| self.username(*id)).collect();
        GroupFile { name: name.to_owned(), owners: names(&group.owners), members: names(&group.members) }
    }

    fn username(&self, id: AccountId) -> String {
        self.accounts.get(id).name.to_string()
    }

    fn account_files(&self, kind: UserType) -> Vec<AccountFile> {
        self.accounts.listed(kind, true).iter().map(|id| AccountFile::from_account(self.accounts.get(*id))).collect()
    }

    /// Exports everything like [`Platform::to_seed`], and the passwords too. The one that most
    /// users share is written once.
    #[must_use]
    pub fn to_seed_with_passwords(&self) -> SeedFile {
        let mut seed = self.to_seed();
        let passwords: Vec<Option<Arc<Secret>>> = seed.users.iter().map(|user| self.password(&user.username)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for password in passwords.iter().flatten() {
            *counts.entry(password.reveal()).or_default() += 1;
        }
        // Of two that are equally common, the first in the alphabet: the same state gives the same
        // file.
        let shared = counts.into_iter().max_by_key(|(password, count)| (*count, Reverse(*password)));
        let shared = shared.map(|(password, _)| Secret::new(password));
        for (user, password) in seed.users.iter_mut().zip(&passwords) {
            user.password = password.as_deref().filter(|password| Some(*password) != shared.as_ref()).cloned();
        }
        seed.password = shared;
        seed
    }

    fn password(&self, username: &str) -> Option<Arc<Secret>> {
        self.accounts.get(self.accounts.find(username)?).password
    }
}

impl AccountFile {
    /// Exports an account without its password.
    #[must_use]
    pub fn from_account(account: Account) -> Self {
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
            token_generation: account.token_generation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::State;
    use super::super::tests::small_platform;
    use super::*;
    use crate::platform::{Clock, Seed};

    #[test]
    fn an_exported_platform_round_trips() {
        let mut platform = small_platform();
        let admin = platform.accounts.find("admin").unwrap();
        platform.disable(admin, "member").unwrap();
        platform.revoke_tokens(admin);
        let exported = serde_json::to_string(&platform.to_seed()).unwrap();
        assert!(!exported.contains("\"password\""), "{exported}");
        let imported = Seed::read(exported.as_bytes()).unwrap().platform(0, Clock::SYSTEM).unwrap();
        assert_eq!(serde_json::to_string(&imported.to_seed()).unwrap(), exported);
    }

    #[test]
    fn every_field_of_a_seed_is_read_and_exported() {
        // Every value differs from the default, so that a field that is not read is noticed.
        let ann = AccountFile {
            username: "ann".into(),
            email: Some("someone@globex.example".into()),
            password: Some(Secret::new("a password of her own")),
            verified: Some(false),
            state: State::Disabled,
            site_admin: true,
            manage_users: true,
            approved: false,
            registered_on: Some(1_559_798_774),
            token_generation: 3,
        };
        // The password that is exported for all is the one that most have.
        let sharing = |name: &str| AccountFile { username: name.into(), password: None, ..ann.clone() };
        let bot = AccountFile { email: None, verified: None, ..sharing("bot") };
        let group =
            |name: &str| GroupFile { name: name.into(), owners: vec!["ann".into()], members: vec!["bot".into()] };
        let seed = SeedFile {
            schema: None,
            password: Some(Secret::new("a shared password")),
            min_password_length: 12,
            users: vec![ann.clone(), sharing("ben"), sharing("cat")],
            service_accounts: vec![bot],
            organizations: vec![group("globex")],
            teams: vec![group("Platform")],
            personas: Some(vec!["cat".into()]),
        };
        let platform = Seed::from(seed.clone()).platform(0, Clock::SYSTEM).unwrap();
        assert_eq!(platform.to_seed_with_passwords(), seed);
    }
}
