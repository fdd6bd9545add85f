//! Resets the caller's own password, or another user's.

use super::{AccountId, Platform, Refusal};
use account_api::request::NewPassword;
use account_api::{Operation, UserType};
use std::sync::Arc;

impl Platform {
    /// Which of the two operations on this route applies. A caller's own account never counts as
    /// another user's, not even for an admin.
    #[must_use]
    pub fn reset_operation(&self, caller: AccountId, name: &str) -> Operation {
        if *self.accounts.get(caller).name == *name { Operation::ResetOwnPassword } else { Operation::ResetPassword }
    }

    /// Sets a password, and revokes every token of that user.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`], an unknown name, a service account, a password that violates the
    /// policy. On the caller's own account also a missing or wrong old password.
    pub fn reset_password(&mut self, caller: AccountId, name: &str, passwords: NewPassword) -> Result<(), Refusal> {
        let operation = self.reset_operation(caller, name);
        self.authorize(caller, operation)?;
        let id = self.find_user(name)?;
        let account = self.accounts.get(id);
        if account.kind == UserType::ServiceAccount {
            return Err(Refusal::NoPassword(name.to_owned()));
        }
        if operation == Operation::ResetOwnPassword {
            let old = passwords.old_password.ok_or(Refusal::OldPasswordMissing)?;
            if account.password.as_deref() != Some(&old) {
                return Err(Refusal::OldPasswordWrong);
            }
        }
        self.password_policy.check(passwords.new_password.reveal())?;
        self.accounts.update(id, |account| account.password = Some(Arc::new(passwords.new_password)));
        self.revoke_tokens(id);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed::tests::{id, small_platform, token};
    use super::super::{Token, TokenProblem};
    use super::*;

    fn passwords(new: &str, old: Option<&str>) -> NewPassword {
        NewPassword { new_password: account_api::Secret::new(new), old_password: old.map(account_api::Secret::new) }
    }

    #[test]
    fn another_users_password_needs_no_old_one_and_its_tokens_are_revoked() {
        let mut platform = small_platform();
        let manager = id(&platform, "manager");
        platform.reset_password(manager, "member", passwords("next", Some("ignored"))).unwrap();
        assert_eq!(
            platform.sign_in(&token("member")),
            Err(TokenProblem::Revoked { username: "member".into(), accepted: 2 })
        );
        let second = Token { token_generation: 2, ..token("member") };
        assert_eq!(platform.sign_in(&second), Ok(id(&platform, "member")));
        let third = Token { token_generation: 3, ..token("member") };
        assert_eq!(platform.sign_in(&third), Err(TokenProblem::TooNew { username: "member".into() }));
        assert_eq!(platform.accounts.get(id(&platform, "member")).password.as_deref().unwrap().reveal(), "next");
    }

    #[test]
    fn the_own_password_requires_the_old_one_even_for_admins() {
        let mut platform = small_platform();
        for name in ["admin", "member"] {
            let caller = id(&platform, name);
            assert_eq!(platform.reset_password(caller, name, passwords("n", None)), Err(Refusal::OldPasswordMissing));
            assert_eq!(
                platform.reset_password(caller, name, passwords("n", Some("x"))),
                Err(Refusal::OldPasswordWrong)
            );
            assert!(platform.sign_in(&token(name)).is_ok());
            platform.reset_password(caller, name, passwords("n", Some("mock-password"))).unwrap();
            assert!(platform.sign_in(&token(name)).is_err());
        }
    }

    #[test]
    fn a_refused_reset_revokes_no_tokens() {
        let mut platform = small_platform();
        let (admin, member, bot) = (id(&platform, "admin"), id(&platform, "member"), id(&platform, "bot"));
        assert!(matches!(
            platform.reset_password(member, "admin", passwords("n", None)),
            Err(Refusal::NotPermitted { operation: Operation::ResetPassword, .. })
        ));
        for (caller, name) in [(admin, "bot"), (bot, "bot")] {
            let refusal = platform.reset_password(caller, name, passwords("n", Some("mock-password")));
            assert_eq!(refusal, Err(Refusal::NoPassword("bot".into())));
        }
        assert_eq!(
            platform.reset_password(admin, "globex", passwords("n", None)),
            Err(Refusal::UserNotFound("globex".into()))
        );
        let refusal = platform.reset_password(admin, "member", passwords("", None)).unwrap_err();
        assert_eq!(refusal.to_string(), "new_password must have at least 1 character. It has 0");
        assert!(platform.sign_in(&token("member")).is_ok());
    }
}
