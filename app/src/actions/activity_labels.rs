//! Describes logged requests and their outcomes in words.

use crate::api::{LoggedRequest, RequestOutcome};
use crate::messages::Message;
use account_api::Operation;

/// How many names a short text lists before it only counts the rest.
const MAX_NAMES: usize = 3;

/// Describes what was requested, e.g. `Disable jane`.
pub fn action_text(request: &LoggedRequest) -> String {
    let targets = match request.accounts.as_slice() {
        [] => "nobody".to_owned(),
        [name] => name.clone(),
        names => format!("{} accounts", names.len()),
    };
    match request.operation {
        Operation::CreateUsers => format!("Create {targets}"),
        Operation::Deactivate => format!("Deactivate {targets}"),
        Operation::Disable => format!("Disable {targets}"),
        Operation::Reactivate => format!("Reactivate {targets}"),
        Operation::SetAdmins => match request.accounts.len() {
            1 => format!("Make {targets} a site admin"),
            _ => format!("Make {targets} site admins"),
        },
        Operation::RemoveAdmins => format!("Remove {targets} from the site admins"),
        Operation::ResetPassword | Operation::ResetOwnPassword => format!("Reset the password of {targets}"),
        // Reads are not logged.
        Operation::GetAdmins | Operation::ListUsers | Operation::AccountType => request.operation.name().to_owned(),
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
        RequestOutcome::PartialFailure(failed) if failed.len() == all => "Refused for all".to_owned(),
        RequestOutcome::PartialFailure(failed) => format!("Done, but not for {}", name_list.join(failed)),
        RequestOutcome::Failed(error) => error.message(),
        RequestOutcome::Verified { error, failed, unknown } => {
            let not_done = match failed.len() {
                0 => None,
                count if count == all => Some("not done".to_owned()),
                _ => Some(format!("not done for {}", name_list.join(failed))),
            };
            let not_known = match unknown.len() {
                0 => None,
                count if count == all => Some("not known whether it was done".to_owned()),
                _ => Some(format!("not known of {}", name_list.join(unknown))),
            };
            let result = match (not_done, not_known) {
                (None, None) => "it was done".to_owned(),
                (not_done, not_known) => [not_done, not_known].into_iter().flatten().collect::<Vec<_>>().join(", "),
            };
            format!("{} Looked up since: {result}.", error.message())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    fn request(operation: Operation, accounts: &[&str], outcome: RequestOutcome) -> LoggedRequest {
        let accounts = accounts.iter().map(|&name| name.to_owned()).collect();
        LoggedRequest {
            operation,
            path: String::new(),
            body: None,
            accounts,
            outcome,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
        }
    }

    #[test]
    fn requests_and_outcomes_are_described() {
        let done = request(Operation::SetAdmins, &["jane"], RequestOutcome::Done);
        assert_eq!(
            (action_text(&done).as_str(), outcome_text(&done, NameList::Short).as_str()),
            ("Make jane a site admin", "Done")
        );
        let partial = request(
            Operation::CreateUsers,
            &["a", "b", "c", "d", "e"],
            RequestOutcome::PartialFailure(vec!["b".into(), "c".into()]),
        );
        assert_eq!(action_text(&partial), "Create 5 accounts");
        assert_eq!(outcome_text(&partial, NameList::Short), "Done, but not for b, c");
        let failed = request(Operation::Disable, &["a"], RequestOutcome::Failed(ApiError::Unreachable));
        assert_eq!(outcome_text(&failed, NameList::Short), "The server could not be reached.");
    }

    #[test]
    fn a_short_list_counts_the_names_it_omits() {
        let partial = request(
            Operation::SetAdmins,
            &["a", "b", "c", "d", "e", "f"],
            RequestOutcome::PartialFailure(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()),
        );
        assert_eq!(outcome_text(&partial, NameList::Short), "Done, but not for a, b, c and 2 more");
        assert_eq!(outcome_text(&partial, NameList::Full), "Done, but not for a, b, c, d, e");
    }

    #[test]
    fn a_verified_outcome_tells_what_the_check_found() {
        let verified = |failed: &[&str], unknown: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
            let (error, failed, unknown) = (ApiError::Cancelled, owned(failed), owned(unknown));
            let outcome = RequestOutcome::Verified { error, failed, unknown };
            outcome_text(&request(Operation::CreateUsers, &["a", "b"], outcome), NameList::Full)
        };
        assert_eq!(verified(&[], &[]), "The answer was not waited for. Looked up since: it was done.");
        assert_eq!(verified(&["a", "b"], &[]), "The answer was not waited for. Looked up since: not done.");
        assert!(verified(&["a"], &["b"]).ends_with("Looked up since: not done for a, not known of b."));
    }
}
