//! Creates users and service accounts (contract, "Create").

use super::accounts::{Account, MAX_ACCOUNTS};
use super::{AccountId, Platform, Refusal, names};
use account_api::reply::{CreateUsersReply, Failure};
use account_api::request::{NewAccount, ParsedElement};
use account_api::{AccountState, Operation, UserType};
use std::sync::Arc;

impl Platform {
    /// Creates the accounts that are valid; each element is validated on its own. The reply names
    /// the others without a reason, because the API has no field for one.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`].
    pub fn create_users(
        &mut self,
        caller: AccountId,
        elements: Vec<ParsedElement>,
    ) -> Result<CreateUsersReply, Refusal> {
        self.authorize(caller, Operation::CreateUsers)?;
        let mut reply = CreateUsersReply::default();
        for ParsedElement { username, account } in elements {
            match account.ok().and_then(|account| self.validate(account)) {
                Some(account) => {
                    self.accounts.add(account);
                    reply.created.push(username);
                }
                None => reply.failed.push(Failure { name: username, reason: None }),
            }
        }
        Ok(reply)
    }

    /// Converts an element to an account, if it is valid. New accounts are active and approved, and
    /// their email addresses are not verified yet.
    fn validate(&self, account: NewAccount) -> Option<Account> {
        let name = account.username();
        if !names::is_valid_username(name) || self.is_taken(name) || self.accounts.count() >= MAX_ACCOUNTS {
            return None;
        }
        let registered_on = self.clock.now();
        match account {
            NewAccount::User { username, email, password } => {
                self.password_policy.check(password.reveal()).ok()?;
                names::is_valid_email(&email).then(|| Account {
                    email: email.into(),
                    password: Some(Arc::new(password)),
                    is_verified: false,
                    registered_on,
                    ..Account::new(&username, UserType::User, AccountState::Active)
                })
            }
            NewAccount::ServiceAccount { username, .. } => Some(Account {
                registered_on,
                ..Account::new(&username, UserType::ServiceAccount, AccountState::Active)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Clock;
    use super::super::seed::tests::{id, small_platform};
    use super::*;
    use account_api::request::read_new_accounts;

    fn create(platform: &mut Platform, body: &str) -> (Vec<String>, Vec<String>) {
        let caller = id(platform, "manager");
        let CreateUsersReply { created, failed } =
            platform.create_users(caller, read_new_accounts(body.as_bytes()).unwrap()).unwrap();
        (created, failed.into_iter().map(|failure| failure.name).collect())
    }

    #[test]
    fn new_accounts_are_active_approved_unverified_and_registered_now() {
        let mut platform = small_platform();
        platform.clock = Clock::Frozen(1_700_000_000);
        let (created, failed) = create(
            &mut platform,
            r#"{"users": [{"username": "bob", "email": "bob@instabase.com", "password": "pw"}]}"#,
        );
        assert_eq!((created.as_slice(), failed.as_slice()), (["bob".to_owned()].as_slice(), [].as_slice()));
        let bob = platform.accounts.get(id(&platform, "bob"));
        assert_eq!(bob.email.as_ref(), "bob@instabase.com");
        assert_eq!(bob.registered_on, 1_700_000_000);
        assert_eq!(bob.password.as_deref().unwrap().reveal(), "pw");
        assert_eq!((bob.state(), bob.is_approved, bob.is_verified), (AccountState::Active, true, false));
        assert!(!bob.is_site_admin && !bob.may_manage_users);
    }

    #[test]
    fn elements_are_validated_one_by_one_and_in_order() {
        let mut platform = small_platform();
        let (created, failed) = create(
            &mut platform,
            r#"{"users": [
                {"username": "new", "email": "a@b.example", "password": "pw"},
                {"username": "member", "email": "a@b.example", "password": "pw"},
                {"username": "globex", "email": "a@b.example", "password": "pw"},
                {"username": "bot", "email": "a@b.example", "password": "pw"},
                {"username": "no-address", "password": "pw"},
                {"username": "bad-address", "email": "nowhere", "password": "pw"},
                {"username": "no-password", "email": "a@b.example"},
                {"username": "empty-password", "email": "a@b.example", "password": ""},
                {"username": "number", "email": "a@b.example", "password": 5},
                {"username": " space", "email": "a@b.example", "password": "pw"},
                {"username": "", "email": "a@b.example", "password": "pw"},
                {"username": "robot", "user_type": "robot"},
                {"username": "new", "user_type": "service_account"},
                {"username": "service", "user_type": "service_account"}
            ]}"#,
        );
        assert_eq!(created, ["new", "service"]);
        assert_eq!(
            failed,
            [
                "member",
                "globex",
                "bot",
                "no-address",
                "bad-address",
                "no-password",
                "empty-password",
                "number",
                " space",
                "",
                "robot",
                "new"
            ]
        );
        assert_eq!(platform.accounts.get(id(&platform, "service")).password, None);
    }

    #[test]
    fn the_type_beside_users_is_the_default_of_all_elements() {
        let mut platform = small_platform();
        let (created, failed) = create(
            &mut platform,
            r#"{"users": [{"username": "foo"}, {"username": "bar", "user_type": "user"}], "user_type": "service_account"}"#,
        );
        assert_eq!((created, failed), (vec!["foo".to_owned()], vec!["bar".to_owned()]));
    }

    #[test]
    fn a_platform_may_require_longer_passwords() {
        let mut platform = small_platform();
        platform.password_policy.min_chars = 8;
        let body = |password: &str| {
            format!(r#"{{"users": [{{"username": "n", "email": "a@b.example", "password": "{password}"}}]}}"#)
        };
        assert_eq!(create(&mut platform, &body("short")).1, ["n"]);
        assert_eq!(create(&mut platform, &body("long enough")).0, ["n"]);
    }
}
