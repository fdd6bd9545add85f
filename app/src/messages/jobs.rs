//! The wording of jobs: their titles, plans and results.

use super::actions::reason_for;
use super::{ActionMessages, Message, sentence};
use crate::jobs::{
    Caution, CreationCheck, ItemError, JobKind, NotCreatedCause, Obstacle, SkipReason, UnconfirmedCause,
};

/// What the console says about a kind of job. `accounts` is what it is done to, with its `count`:
/// `41 users`.
pub trait JobMessages {
    /// Its title before it starts and after it has ended.
    fn title(self, count: usize, accounts: &str) -> String;
    /// Its title while it runs.
    fn running(self, count: usize, accounts: &str) -> String;
    /// What has been done to an account: `disabled`, `password reset`.
    fn past_participle(self) -> &'static str;
    /// What has been done to some accounts: `41 users disabled`.
    fn done(self, count: usize, accounts: &str) -> String;
    /// What will be done to `count` accounts of a plan, as a predicate: `will be disabled`.
    fn plan_done(self, count: usize) -> String;
    /// What cannot be done to `count` accounts of a plan, as a predicate: `cannot be disabled`.
    fn plan_impossible(self, count: usize) -> String;
    /// What the user confirms by typing the number of accounts: `to deactivate`.
    fn purpose(self) -> &'static str;
    /// What the plan says about the current user.
    fn plan_self(self, is_included: bool) -> &'static str;
    /// What follows from it for the accounts of a plan that will succeed.
    fn plan_success(self) -> &'static str;
    /// Why `count` accounts of a plan need no change, as a predicate: `are already disabled`.
    fn plan_no_change(self, count: usize) -> String;
}

impl JobMessages for JobKind {
    fn title(self, count: usize, accounts: &str) -> String {
        match self {
            Self::Change(action) => action.job_title(count, accounts),
            Self::ResetPasswords if count == 1 => format!("Reset password for {accounts}"),
            Self::ResetPasswords => format!("Reset passwords for {accounts}"),
            Self::Create(_) => format!("Create {accounts}"),
        }
    }

    fn running(self, count: usize, accounts: &str) -> String {
        match self {
            Self::Change(action) => action.job_running(count, accounts),
            Self::ResetPasswords if count == 1 => format!("Resetting password for {accounts}"),
            Self::ResetPasswords => format!("Resetting passwords for {accounts}"),
            Self::Create(_) => format!("Creating {accounts}"),
        }
    }

    fn past_participle(self) -> &'static str {
        match self {
            Self::Change(action) => action.past_participle(),
            Self::ResetPasswords => "password reset",
            Self::Create(_) => "created",
        }
    }

    fn done(self, count: usize, accounts: &str) -> String {
        match self {
            Self::Change(action) => format!("{accounts} {}", action.past_participle_of(count)),
            Self::ResetPasswords if count == 1 => format!("Password reset for {accounts}"),
            Self::ResetPasswords => format!("Passwords reset for {accounts}"),
            Self::Create(_) => format!("{accounts} created"),
        }
    }

    fn plan_done(self, count: usize) -> String {
        match self {
            Self::Change(action) => format!("will be {}", action.past_participle_of(count)),
            Self::ResetPasswords if count == 1 => "will get a new password".to_owned(),
            Self::ResetPasswords => "will get new passwords".to_owned(),
            Self::Create(_) => "will be created".to_owned(),
        }
    }

    fn plan_impossible(self, count: usize) -> String {
        match self {
            Self::Change(action) => format!("cannot be {}", action.past_participle_of(count)),
            Self::ResetPasswords if count == 1 => "cannot get a new password".to_owned(),
            Self::ResetPasswords => "cannot get new passwords".to_owned(),
            Self::Create(_) => "cannot be created".to_owned(),
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Change(action) => action.purpose(),
            Self::ResetPasswords => "to reset their passwords",
            Self::Create(_) => "to create",
        }
    }

    fn plan_self(self, is_included: bool) -> &'static str {
        match self {
            Self::Change(action) => action.plan_self(is_included),
            Self::ResetPasswords | Self::Create(_) => "",
        }
    }

    fn plan_success(self) -> &'static str {
        match self {
            Self::Change(action) => action.plan_success(),
            Self::ResetPasswords => {
                "A new password is generated for each account and shown to you once. Everyone is signed out, and existing \
                 tokens stop working."
            }
            Self::Create(_) => "",
        }
    }

    fn plan_no_change(self, count: usize) -> String {
        match self {
            Self::Change(action) => action.plan_no_change(count),
            Self::ResetPasswords | Self::Create(_) => {
                let is = if count == 1 { "is" } else { "are" };
                format!("{is} already {}", self.past_participle())
            }
        }
    }
}

impl Message for Obstacle {
    fn message(&self) -> String {
        match self {
            Self::DeactivatedAlready => "Already deactivated.",
            Self::UnaddressableName => "Browsers cannot send requests for this username.",
            Self::DeactivatedAdmin => "Deactivated. Reactivate them first.",
            Self::Organization => "Organizations are not users.",
            Self::NoPassword => "Service accounts do not have passwords.",
            Self::NotVisible => "The platform does not share details of these accounts.",
            Self::LookupFailed => "These could not be checked. Look them up again first.",
            Self::OwnPassword => "To change your own password, use “Change my password…” in your account menu.",
        }
        .to_owned()
    }
}

impl Message for SkipReason {
    fn message(&self) -> String {
        match self {
            Self::NoChange => "No change needed".to_owned(),
            Self::CurrentUser => "Your own account".to_owned(),
            Self::Impossible(obstacle) => obstacle.message(),
            Self::NotFound => "Account not found".to_owned(),
            Self::Excluded => "Excluded by you".to_owned(),
            Self::SetApart(Caution::SiteAdmin) => "Site admin, excluded".to_owned(),
            Self::SetApart(Caution::ServiceAccount) => "Service account, excluded".to_owned(),
            Self::SetApart(Caution::CannotSignIn) => "Cannot sign in, excluded".to_owned(),
        }
    }
}

/// Why an item of a job failed, or why its outcome is unknown. `name` is the item's account.
pub fn item_error_message(kind: JobKind, name: &str, error: &ItemError) -> String {
    match (error, kind) {
        (ItemError::Request(error), _) => error.message(),
        (ItemError::Action(error), JobKind::Change(action)) => action.failure_reason(name, error),
        (ItemError::Action(error), JobKind::ResetPasswords | JobKind::Create(_)) => reason_for(name, error),
        (ItemError::NoPassword, _) => "No password was generated for this account.".to_owned(),
        (ItemError::NotCreated(reason), _) => sentence(reason),
        (ItemError::NotCreatedWithoutReason(cause), _) => refusal_message(*cause),
        (ItemError::Unconfirmed(cause, check), _) => unconfirmed_message(cause, *check),
    }
}

fn refusal_message(cause: Option<NotCreatedCause>) -> String {
    // What helps comes first: tables cut off long texts.
    match cause {
        Some(NotCreatedCause::NameOfOrganization) => "An organization already has this name.",
        Some(NotCreatedCause::NameTaken) => "The username is already taken.",
        Some(NotCreatedCause::InvalidName) => {
            "The username may not be allowed. The platform rejected it without a reason, and it is available."
        }
        Some(NotCreatedCause::EmailOrPassword) => {
            "Check the email address and password. The platform rejected this row without a reason, and the username is \
             available."
        }
        None => "The platform rejected this account without a reason.",
    }
    .to_owned()
}

fn unconfirmed_message(cause: &UnconfirmedCause, check: CreationCheck) -> String {
    let cause = match cause {
        UnconfirmedCause::Lost(error) => error.message(),
        UnconfirmedCause::NotMentioned => "The platform did not report a result.".to_owned(),
    };
    let finding = match check {
        CreationCheck::NameTaken => " Another account already has this username.",
        CreationCheck::MissingSoFar => " The account does not exist yet.",
        CreationCheck::Missing => " The account was not created.",
        CreationCheck::Failed => "",
    };
    cause + finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;
    use crate::jobs::AccountAction;
    use account_api::UserType;

    const CREATE: JobKind = JobKind::Create(UserType::User);

    #[test]
    fn a_plan_shows_impossible_accounts_in_the_order_of_their_sentences() {
        let obstacles = [
            Obstacle::DeactivatedAlready,
            Obstacle::UnaddressableName,
            Obstacle::DeactivatedAdmin,
            Obstacle::Organization,
            Obstacle::NoPassword,
            Obstacle::NotVisible,
            Obstacle::LookupFailed,
            Obstacle::OwnPassword,
        ];
        assert!(obstacles.is_sorted());
        assert!(obstacles.is_sorted_by_key(Message::message));
    }

    #[test]
    fn texts_about_jobs_agree_with_the_number_of_accounts() {
        let kinds = || AccountAction::ALL.into_iter().map(JobKind::Change).chain([JobKind::ResetPasswords, CREATE]);
        let texts = |count, accounts| -> Vec<[String; 3]> {
            kinds()
                .map(|kind| [kind.title(count, accounts), kind.running(count, accounts), kind.done(count, accounts)])
                .collect()
        };
        assert_eq!(
            texts(1, "1 user"),
            [
                ["Disable 1 user", "Disabling 1 user", "1 user disabled"],
                ["Deactivate 1 user", "Deactivating 1 user", "1 user deactivated"],
                ["Reactivate 1 user", "Reactivating 1 user", "1 user reactivated"],
                ["Make 1 user a site admin", "Making 1 user a site admin", "1 user made a site admin"],
                ["Remove 1 user as site admin", "Removing 1 user as site admin", "1 user removed as site admin"],
                ["Reset password for 1 user", "Resetting password for 1 user", "Password reset for 1 user"],
                ["Create 1 user", "Creating 1 user", "1 user created"],
            ]
        );
        assert_eq!(
            texts(2, "2 users")[3..6],
            [
                ["Make 2 users site admins", "Making 2 users site admins", "2 users made site admins"],
                ["Remove 2 users as site admins", "Removing 2 users as site admins", "2 users removed as site admins"],
                ["Reset passwords for 2 users", "Resetting passwords for 2 users", "Passwords reset for 2 users"],
            ]
        );
        let predictions: Vec<String> = [1, 2]
            .into_iter()
            .flat_map(|count| {
                [JobKind::ResetPasswords.plan_done(count), JobKind::ResetPasswords.plan_impossible(count)]
            })
            .collect();
        assert_eq!(
            predictions,
            [
                "will get a new password",
                "cannot get a new password",
                "will get new passwords",
                "cannot get new passwords"
            ]
        );
    }

    #[test]
    fn accounts_that_need_no_change_are_described_by_their_state() {
        let texts: Vec<[String; 2]> = AccountAction::ALL
            .into_iter()
            .map(|action| [1, 2].map(|count| JobKind::Change(action).plan_no_change(count)))
            .collect();
        let expected = [
            ["is already disabled", "are already disabled"],
            ["is already deactivated", "are already deactivated"],
            ["is already active", "are already active"],
            ["is already a site admin", "are already site admins"],
            ["is not a site admin", "are not site admins"],
        ];
        assert_eq!(texts, expected.map(|pair| pair.map(str::to_owned)));
    }

    #[test]
    fn an_unconfirmed_creation_tells_the_cause_and_what_the_check_found() {
        let message = |cause, check| item_error_message(CREATE, "ann", &ItemError::Unconfirmed(cause, check));
        let lost = || UnconfirmedCause::Lost(ApiError::Unreachable);
        assert_eq!(message(lost(), CreationCheck::Missing), "Could not reach the server. The account was not created.");
        assert_eq!(message(lost(), CreationCheck::Failed), "Could not reach the server.");
        assert_eq!(
            message(UnconfirmedCause::NotMentioned, CreationCheck::NameTaken),
            "The platform did not report a result. Another account already has this username."
        );
    }

    #[test]
    fn a_creation_refused_without_a_reason_gets_the_likely_one() {
        let message = |cause| item_error_message(CREATE, "ann", &ItemError::NotCreatedWithoutReason(cause));
        assert_eq!(message(None), "The platform rejected this account without a reason.");
        assert_eq!(message(Some(NotCreatedCause::NameTaken)), "The username is already taken.");
    }
}
