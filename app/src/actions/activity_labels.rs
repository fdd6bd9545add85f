//! Describes logged requests and their outcomes in words.

use super::pluralize_accounts;
use crate::api::{ApiError, LoggedRequest, RequestOutcome};
use crate::messages::{Message, isolate};
use account_api::{Operation, UserType};

/// How many names a short text lists before it only counts the rest.
const MAX_NAMES: usize = 3;

/// Describes what was done, such as `Disabled jane`, or what was requested if nothing was done:
/// `Disable jane`. `user_type` is what the accounts have in common.
pub fn action_text(request: &LoggedRequest, user_type: Option<UserType>) -> String {
    let (verb, role) = action_words(request);
    format!("{verb} {}{role}", targets_text(&request.accounts, user_type))
}

/// Returns the name of the only account, or how many there are: `41 users`.
pub fn targets_text(accounts: &[String], user_type: Option<UserType>) -> String {
    match accounts {
        [name] => isolate(name),
        accounts => pluralize_accounts(accounts.len(), user_type),
    }
}

/// Returns the words before and after the accounts of [`action_text`].
pub fn action_words(request: &LoggedRequest) -> (&'static str, &'static str) {
    let count = request.accounts.len();
    let was_done = match &request.outcome {
        RequestOutcome::PartialFailure(failed) => failed.len() < count,
        outcome => outcome.is_done(),
    };
    let verb = |done, requested| if was_done { done } else { requested };
    match request.operation {
        Operation::CreateUsers => (verb("Created", "Create"), ""),
        Operation::Deactivate => (verb("Deactivated", "Deactivate"), ""),
        Operation::Disable => (verb("Disabled", "Disable"), ""),
        Operation::Reactivate => (verb("Reactivated", "Reactivate"), ""),
        Operation::SetAdmins if count == 1 => (verb("Made", "Make"), " a site admin"),
        Operation::SetAdmins => (verb("Made", "Make"), " site admins"),
        Operation::RemoveAdmins if count == 1 => (verb("Removed", "Remove"), " as site admin"),
        Operation::RemoveAdmins => (verb("Removed", "Remove"), " as site admins"),
        Operation::ResetPassword if count == 1 => ("Reset password for", ""),
        Operation::ResetPassword => ("Reset passwords for", ""),
        Operation::ResetOwnPassword => (verb("Changed password for", "Change password for"), ""),
        // Reads are not logged.
        Operation::GetAdmins | Operation::ListUsers | Operation::AccountType => (request.operation.name(), ""),
    }
}

/// How many names a text lists.
#[derive(Clone, Copy)]
pub enum NameList {
    /// All of them.
    Full,
    /// The first few, and how many more there are.
    Short,
}

impl NameList {
    fn join(self, names: &[String]) -> String {
        let more = names.len().saturating_sub(MAX_NAMES);
        match self {
            Self::Short if more > 1 => format!("{} and {more} more", names[..MAX_NAMES].join(", ")),
            _ => names.join(", "),
        }
    }
}

/// Describes the outcome of a request.
pub fn outcome_text(request: &LoggedRequest, name_list: NameList) -> String {
    let all = request.accounts.len();
    match &request.outcome {
        RequestOutcome::Done => "Done".to_owned(),
        RequestOutcome::PartialFailure(failed) if failed.len() == all => "Failed for all".to_owned(),
        RequestOutcome::PartialFailure(failed) => format!("Done, except for {}", name_list.join(failed)),
        RequestOutcome::Failed(error) => error.message(),
        RequestOutcome::Verified { error, failed, unknown } => {
            // The platform may still be working on it.
            let is_cut_off = *error == ApiError::PageClosed;
            let no_change = if is_cut_off { "no change yet" } else { "no change" };
            let not_done = match failed.len() {
                0 => None,
                count if count == all => Some(no_change.to_owned()),
                _ => Some(format!("{no_change} for {}", name_list.join(failed))),
            };
            let not_known = match unknown.len() {
                0 => None,
                count if count == all => Some("result unknown".to_owned()),
                _ => Some(format!("result unknown for {}", name_list.join(unknown))),
            };
            let result = match (not_done, not_known) {
                (None, None) => "the change went through".to_owned(),
                (not_done, not_known) => [not_done, not_known].into_iter().flatten().collect::<Vec<_>>().join(", "),
            };
            format!("{} Checked afterwards: {result}.", error.message())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(operation: Operation, accounts: &[&str], outcome: RequestOutcome) -> LoggedRequest {
        LoggedRequest::sample(operation, accounts, outcome)
    }

    #[test]
    fn requests_and_outcomes_are_described() {
        let done = request(Operation::SetAdmins, &["jane"], RequestOutcome::Done);
        assert_eq!(
            (action_text(&done, Some(UserType::User)).as_str(), outcome_text(&done, NameList::Short).as_str()),
            ("Made jane a site admin", "Done")
        );
        let partial = request(
            Operation::CreateUsers,
            &["a", "b", "c", "d", "e"],
            RequestOutcome::PartialFailure(vec!["b".into(), "c".into()]),
        );
        assert_eq!(action_text(&partial, None), "Created 5 accounts");
        assert_eq!(action_text(&partial, Some(UserType::User)), "Created 5 users");
        assert_eq!(outcome_text(&partial, NameList::Short), "Done, except for b, c");
        let failed = request(Operation::Disable, &["a"], RequestOutcome::Failed(ApiError::Unreachable));
        assert_eq!(
            (action_text(&failed, None).as_str(), outcome_text(&failed, NameList::Short).as_str()),
            ("Disable a", "Could not reach the server.")
        );
    }

    #[test]
    fn a_short_list_counts_the_names_it_omits() {
        let partial = request(
            Operation::SetAdmins,
            &["a", "b", "c", "d", "e", "f"],
            RequestOutcome::PartialFailure(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()),
        );
        assert_eq!(outcome_text(&partial, NameList::Short), "Done, except for a, b, c and 2 more");
        assert_eq!(outcome_text(&partial, NameList::Full), "Done, except for a, b, c, d, e");
    }

    #[test]
    fn a_verified_outcome_tells_what_the_check_found() {
        let verified = |failed: &[&str], unknown: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
            let (error, failed, unknown) = (ApiError::Cancelled, owned(failed), owned(unknown));
            let outcome = RequestOutcome::Verified { error, failed, unknown };
            outcome_text(&request(Operation::CreateUsers, &["a", "b"], outcome), NameList::Full)
        };
        assert_eq!(
            verified(&[], &[]),
            "You stopped waiting for the response. Checked afterwards: the change went through."
        );
        assert_eq!(verified(&["a", "b"], &[]), "You stopped waiting for the response. Checked afterwards: no change.");
        assert!(verified(&["a"], &["b"]).ends_with("Checked afterwards: no change for a, result unknown for b."));
    }
}
