//! The wording of jobs: their titles, plans and results.

use super::actions::reason_for;
use super::{ActionMessages, Message};
use crate::jobs::{CreationCheck, ItemError, JobKind, NotCreatedCause, Obstacle, SkipReason, UnconfirmedCause};

/// What the console says about a kind of job. `accounts` is what it is done to: `41 users`.
pub trait JobMessages {
    /// Its title before it starts and after it has ended.
    fn title(self, accounts: &str) -> String;
    /// Its title while it runs.
    fn running(self, accounts: &str) -> String;
    /// What has been done to an account, as a participle.
    fn past_participle(self) -> &'static str;
    /// What follows from it for the accounts of a plan that will succeed.
    fn plan_success(self) -> &'static str;
    /// Why `count` accounts of a plan need no change, as a predicate: `are already disabled`.
    fn plan_no_change(self, count: usize) -> String;
}

impl JobMessages for JobKind {
    fn title(self, accounts: &str) -> String {
        match self {
            Self::Change(action) => action.job_title(accounts),
            Self::ResetPasswords => format!("Reset the passwords of {accounts}"),
            Self::Create(_) => format!("Create {accounts}"),
        }
    }

    fn running(self, accounts: &str) -> String {
        match self {
            Self::Change(action) => action.job_running(accounts),
            Self::ResetPasswords => format!("Resetting the passwords of {accounts}"),
            Self::Create(_) => format!("Creating {accounts}"),
        }
    }

    fn past_participle(self) -> &'static str {
        match self {
            Self::Change(action) => action.past_participle(),
            Self::ResetPasswords => "given a new password",
            Self::Create(_) => "created",
        }
    }

    fn plan_success(self) -> &'static str {
        match self {
            Self::Change(action) => action.plan_success(),
            Self::ResetPasswords => {
                "Each gets a password of their own, made here. It is shown to you once, to be handed over. They are \
                 signed out of all sessions, and tokens made so far stop working."
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
            Self::UnaddressableName => "A browser cannot ask for accounts of that name.",
            Self::Organization => "Organizations are no users.",
            Self::NoPassword => "Service accounts have no password.",
            Self::NotVisible => "The platform has such accounts, but does not list them: nothing is known of them.",
            Self::DeactivatedAlready => {
                "They are deactivated, which blocks them already; the platform refuses to disable them."
            }
            Self::DeactivatedAdmin => "They are deactivated. Reactivate them before they can be made site admins.",
            Self::LookupFailed => "They could not be looked up. Look them up again before you go on.",
            Self::OwnPassword => "Your own password takes the old one: “Reset my password…” in your menu.",
        }
        .to_owned()
    }
}

impl Message for SkipReason {
    fn message(&self) -> String {
        match self {
            Self::NoChange => "It is so already.".to_owned(),
            Self::CurrentUser => "That is you.".to_owned(),
            Self::Impossible(obstacle) => obstacle.message(),
            Self::NotFound => "There is no such account.".to_owned(),
            Self::Excluded => "Struck from the plan.".to_owned(),
        }
    }
}

/// Why an item of a job failed, or why its outcome is unknown. `name` is the item's account.
pub fn item_error_message(kind: JobKind, name: &str, error: &ItemError) -> String {
    match (error, kind) {
        (ItemError::Request(error), _) => error.message(),
        (ItemError::Action(error), JobKind::Change(action)) => action.failure_reason(name, error),
        (ItemError::Action(error), JobKind::ResetPasswords | JobKind::Create(_)) => reason_for(name, error),
        (ItemError::NoPassword, _) => "No password was made for it.".to_owned(),
        (ItemError::NotCreated(reason), _) => reason.clone(),
        (ItemError::NotCreatedWithoutReason(cause), _) => refusal_message(*cause),
        (ItemError::Unconfirmed(cause, check), _) => unconfirmed_message(cause, *check),
    }
}

fn refusal_message(cause: Option<NotCreatedCause>) -> String {
    let guess = match cause {
        Some(NotCreatedCause::NameOfOrganization) => " The name is taken, by an organization.",
        Some(NotCreatedCause::NameTaken) => " The name is taken.",
        Some(NotCreatedCause::InvalidName) => " The name is free; perhaps it is not one that the platform takes.",
        Some(NotCreatedCause::EmailOrPassword) => {
            " The name is free: most likely it is the email address or the password."
        }
        None => "",
    };
    format!("The platform refused it without a reason.{guess}")
}

fn unconfirmed_message(cause: &UnconfirmedCause, check: CreationCheck) -> String {
    let cause = match cause {
        UnconfirmedCause::Lost(error) => error.message(),
        UnconfirmedCause::NotMentioned => "The platform says nothing about it.".to_owned(),
    };
    let finding = match check {
        CreationCheck::NameTaken => {
            " There is an account of that name which is not this one: the name was taken before."
        }
        CreationCheck::MissingSoFar => " There is no such account so far.",
        CreationCheck::Missing => " There is no such account, so it was not created.",
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
            Obstacle::UnaddressableName,
            Obstacle::Organization,
            Obstacle::NoPassword,
            Obstacle::NotVisible,
            Obstacle::DeactivatedAlready,
            Obstacle::DeactivatedAdmin,
            Obstacle::LookupFailed,
            Obstacle::OwnPassword,
        ];
        assert!(obstacles.is_sorted());
        assert!(obstacles.is_sorted_by_key(Message::message));
    }

    #[test]
    fn titles_of_jobs_name_the_action_and_the_accounts() {
        let titles: Vec<(String, String)> = AccountAction::ALL
            .into_iter()
            .map(JobKind::Change)
            .chain([JobKind::ResetPasswords, CREATE])
            .map(|kind| (kind.title("2 users"), kind.running("2 users")))
            .collect();
        let expected = [
            ("Disable 2 users", "Disabling 2 users"),
            ("Deactivate 2 users", "Deactivating 2 users"),
            ("Reactivate 2 users", "Reactivating 2 users"),
            ("Make 2 users site admins", "Making 2 users site admins"),
            ("Remove 2 users from the site admins", "Removing 2 users from the site admins"),
            ("Reset the passwords of 2 users", "Resetting the passwords of 2 users"),
            ("Create 2 users", "Creating 2 users"),
        ];
        assert_eq!(titles, expected.map(|(title, running)| (title.to_owned(), running.to_owned())));
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
            ["is active already", "are active already"],
            ["is a site admin already", "are site admins already"],
            ["is no site admin", "are no site admins"],
        ];
        assert_eq!(texts, expected.map(|pair| pair.map(str::to_owned)));
    }

    #[test]
    fn an_unconfirmed_creation_tells_the_cause_and_what_the_check_found() {
        let message = |cause, check| item_error_message(CREATE, "ann", &ItemError::Unconfirmed(cause, check));
        let lost = || UnconfirmedCause::Lost(ApiError::Unreachable);
        assert_eq!(
            message(lost(), CreationCheck::Missing),
            "The server could not be reached. There is no such account, so it was not created."
        );
        assert_eq!(message(lost(), CreationCheck::Failed), "The server could not be reached.");
        assert_eq!(
            message(UnconfirmedCause::NotMentioned, CreationCheck::NameTaken),
            "The platform says nothing about it. There is an account of that name which is not this one: the name was \
             taken before."
        );
    }

    #[test]
    fn a_creation_refused_without_a_reason_gets_the_likely_one() {
        let message = |cause| item_error_message(CREATE, "ann", &ItemError::NotCreatedWithoutReason(cause));
        assert_eq!(message(None), "The platform refused it without a reason.");
        assert_eq!(
            message(Some(NotCreatedCause::NameTaken)),
            "The platform refused it without a reason. The name is taken."
        );
    }
}
