//! The items of a job: one account each.

use account_api::request::NewAccount;
use account_api::{Secret, User, UserType, eq_ignore_case};

/// How much the clocks of the platform and of the browser may differ.
const MAX_CLOCK_SKEW_SECS: i64 = 15 * 60;

/// An account of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobItem {
    /// The name.
    pub name: String,
    /// The email address of a user to create; empty otherwise.
    pub email: String,
    /// The password to set.
    pub password: Option<Secret>,
    /// When an earlier request tried to create it whose response was lost, in seconds since the
    /// epoch.
    pub ambiguous_since: Option<i64>,
}

impl JobItem {
    /// An existing account.
    pub const fn named(name: String) -> Self {
        Self { name, email: String::new(), password: None, ambiguous_since: None }
    }

    /// Whether `user` is the account that a request sent at `sent_at_secs` was to create, and not
    /// an older one. Service accounts are told apart by their age alone.
    pub(super) fn matches_created_account(&self, user: &User, sent_at_secs: i64) -> bool {
        let is_new = user.registered_on.is_none_or(|at_secs| at_secs >= sent_at_secs - MAX_CLOCK_SKEW_SECS);
        is_new && (self.email.is_empty() || eq_ignore_case(&self.email, &user.email))
    }

    pub(super) fn to_new_account(&self, user_type: UserType) -> NewAccount {
        match user_type {
            UserType::User => NewAccount::User {
                username: self.name.clone(),
                email: self.email.clone(),
                password: self.password.clone().unwrap_or_default(),
            },
            UserType::ServiceAccount => NewAccount::service_account(self.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_account_or_another_address_is_not_the_created_one() {
        let item = JobItem { email: "Μάρκος@globex.net".into(), ..JobItem::named("markos".into()) };
        let user = |email: &str, registered_on| User { email: email.into(), registered_on, ..User::default() };
        let sent_at_secs = 1_700_000_000;
        assert!(item.matches_created_account(&user("ΜΆΡΚΟΣ@globex.net", Some(sent_at_secs)), sent_at_secs));
        assert!(item.matches_created_account(&user("ΜΆΡΚΟΣ@globex.net", None), sent_at_secs));
        assert!(!item.matches_created_account(&user("ΜΆΡΚΟΣ@globex.net", Some(sent_at_secs - 3600)), sent_at_secs));
        assert!(!item.matches_created_account(&user("markos@globex.net", Some(sent_at_secs)), sent_at_secs));
    }
}
