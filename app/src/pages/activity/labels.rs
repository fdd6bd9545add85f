//! What was done, in words.

use crate::api::{LoggedRequest, RequestOutcome};
use crate::messages::Message;
use account_api::Operation;

/// How many names are told before it is only said how many more there are.
const MAX_NAMES: usize = 3;

/// What was asked for: `Disable jane`.
pub fn action_text(deed: &LoggedRequest) -> String {
    let whom = match deed.accounts.as_slice() {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        many => format!("{} accounts", many.len()),
    };
    match deed.operation {
        Operation::CreateUsers => format!("Create {whom}"),
        Operation::Deactivate => format!("Deactivate {whom}"),
        Operation::Disable => format!("Disable {whom}"),
        Operation::Reactivate => format!("Reactivate {whom}"),
        Operation::SetAdmins => match deed.accounts.len() {
            1 => format!("Make {whom} a site admin"),
            _ => format!("Make {whom} site admins"),
        },
        Operation::RemoveAdmins => format!("Remove {whom} from the site admins"),
        Operation::ResetPassword | Operation::ResetOwnPassword => format!("Reset the password of {whom}"),
        // These change nothing.
        Operation::GetAdmins | Operation::ListUsers | Operation::AccountType => deed.operation.name().to_owned(),
    }
}

/// How names are told: all of them, or the first few where there is little room.
#[derive(Clone, Copy)]
pub enum Names {
    All,
    Few,
}

impl Names {
    fn of(self, names: &[String]) -> String {
        let more = names.len().saturating_sub(MAX_NAMES);
        match self {
            Self::Few if more > 1 => format!("{} and {more} more", names[..MAX_NAMES].join(", ")),
            _ => names.join(", "),
        }
    }
}

/// What came of it.
pub fn outcome_text(deed: &LoggedRequest, told: Names) -> String {
    let all = deed.accounts.len();
    match &deed.outcome {
        RequestOutcome::Done => "Done".to_owned(),
        RequestOutcome::PartialFailure(failed) if failed.len() == all => "Refused for all".to_owned(),
        RequestOutcome::PartialFailure(failed) => format!("Done, but not for {}", told.of(failed)),
        RequestOutcome::Failed(error) => error.message(),
        RequestOutcome::Verified { error, failed: not_for, unknown } => {
            let not_for = match not_for.len() {
                0 => None,
                count if count == all => Some("not done".to_owned()),
                _ => Some(format!("not done for {}", told.of(not_for))),
            };
            let unknown = match unknown.len() {
                0 => None,
                count if count == all => Some("not known whether it was done".to_owned()),
                _ => Some(format!("not known of {}", told.of(unknown))),
            };
            let found = match (not_for, unknown) {
                (None, None) => "it was done".to_owned(),
                (not_for, unknown) => [not_for, unknown].into_iter().flatten().collect::<Vec<_>>().join(", "),
            };
            format!("{} Looked up since: {found}.", error.message())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    fn deed(operation: Operation, accounts: &[&str], outcome: RequestOutcome) -> LoggedRequest {
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
    fn it_is_told_in_words() {
        let one = deed(Operation::SetAdmins, &["jane"], RequestOutcome::Done);
        assert_eq!(
            (action_text(&one).as_str(), outcome_text(&one, Names::Few).as_str()),
            ("Make jane a site admin", "Done")
        );
        let many = deed(
            Operation::CreateUsers,
            &["a", "b", "c", "d", "e"],
            RequestOutcome::PartialFailure(vec!["b".into(), "c".into()]),
        );
        assert_eq!(action_text(&many), "Create 5 accounts");
        assert_eq!(outcome_text(&many, Names::Few), "Done, but not for b, c");
        let most = deed(
            Operation::SetAdmins,
            &["a", "b", "c", "d", "e", "f"],
            RequestOutcome::PartialFailure(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()),
        );
        assert_eq!(outcome_text(&most, Names::Few), "Done, but not for a, b, c and 2 more");
        assert_eq!(outcome_text(&most, Names::All), "Done, but not for a, b, c, d, e");
        let failed = deed(Operation::Disable, &["a"], RequestOutcome::Failed(ApiError::Unreachable));
        assert_eq!(outcome_text(&failed, Names::Few), "The server could not be reached.");
    }

    #[test]
    fn what_was_looked_up_is_told_too() {
        let looked = |not_for: &[&str], unknown: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
            let (error, not_for, unknown) = (ApiError::Cancelled, owned(not_for), owned(unknown));
            let outcome = RequestOutcome::Verified { error, failed: not_for, unknown };
            outcome_text(&deed(Operation::CreateUsers, &["a", "b"], outcome), Names::All)
        };
        assert_eq!(looked(&[], &[]), "The answer was not waited for. Looked up since: it was done.");
        assert_eq!(looked(&["a", "b"], &[]), "The answer was not waited for. Looked up since: not done.");
        assert!(looked(&["a"], &["b"]).ends_with("Looked up since: not done for a, not known of b."));
    }
}
