//! What was done, in words.

use crate::api::{Deed, Outcome};
use account_api::Operation;

/// How many names are told before it is only said how many more there are.
const MOST_NAMES: usize = 3;

/// What was asked for: `Disable jane`.
pub fn done(deed: &Deed) -> String {
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

/// The accounts that it is about.
pub fn accounts(deed: &Deed) -> String {
    names(&deed.accounts)
}

/// What came of it.
pub fn came_of(deed: &Deed) -> String {
    match &deed.outcome {
        Outcome::Done => "Done".to_owned(),
        Outcome::NotFor(failed) if failed.len() == deed.accounts.len() => "Refused for all".to_owned(),
        Outcome::NotFor(failed) => format!("Done, but not for {}", names(failed)),
        Outcome::Failed(error) => error.to_string(),
    }
}

fn names(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    if more > 1 { format!("{} and {more} more", names[..MOST_NAMES].join(", ")) } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    fn deed(operation: Operation, accounts: &[&str], outcome: Outcome) -> Deed {
        let accounts = accounts.iter().map(|&name| name.to_owned()).collect();
        Deed { operation, path: String::new(), body: None, accounts, outcome, at: 0.0, took: 0.0 }
    }

    #[test]
    fn it_is_told_in_words() {
        let one = deed(Operation::SetAdmins, &["jane"], Outcome::Done);
        assert_eq!((done(&one).as_str(), came_of(&one).as_str()), ("Make jane a site admin", "Done"));
        let many =
            deed(Operation::CreateUsers, &["a", "b", "c", "d", "e"], Outcome::NotFor(vec!["b".into(), "c".into()]));
        assert_eq!(done(&many), "Create 5 accounts");
        assert_eq!(accounts(&many), "a, b, c and 2 more");
        assert_eq!(came_of(&many), "Done, but not for b, c");
        let failed = deed(Operation::Disable, &["a"], Outcome::Failed(ApiError::Unreachable));
        assert_eq!(came_of(&failed), "The server could not be reached.");
    }
}
