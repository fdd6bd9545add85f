//! The texts about the groups of a plan.

use crate::jobs::{JobKind, Prediction};
use crate::messages::{JobMessages, Message};

/// Returns what follows the number of accounts in the title of a group.
pub fn group_title(job_kind: JobKind, prediction: &Prediction, included_count: usize, count: usize) -> String {
    match prediction {
        Prediction::Done | Prediction::DoneWithoutAccess if included_count == 0 => {
            "would be, and are struck".to_owned()
        }
        _ => prediction_text(job_kind, prediction, count),
    }
}

/// Returns the prediction for some accounts, as a predicate: `will be disabled`.
pub fn prediction_text(job_kind: JobKind, prediction: &Prediction, count: usize) -> String {
    let (is, done) = (if count == 1 { "is" } else { "are" }, job_kind.past_participle());
    match prediction {
        Prediction::Done => format!("will be {done}"),
        Prediction::DoneWithoutAccess => format!("will be {done} with access to nothing"),
        Prediction::MayBeRefused(_) => "may be refused".to_owned(),
        Prediction::NoChange => job_kind.plan_no_change(count),
        Prediction::CurrentUser => format!("{is} you"),
        Prediction::Impossible(_) => format!("cannot be {done}"),
        Prediction::Unknown => format!("{is} unknown"),
    }
}

/// Returns what follows for the accounts of a group. `first_name` is the name of one of them.
pub fn consequence_text(job_kind: JobKind, prediction: &Prediction, first_name: &str, count: usize) -> String {
    match prediction {
        Prediction::Done => job_kind.plan_success().to_owned(),
        Prediction::DoneWithoutAccess => {
            "They were deactivated: teams, organizations, access and rights were lost then and stay lost.".to_owned()
        }
        Prediction::MayBeRefused(reason) => format!("When it was tried before, the platform said: {reason}"),
        Prediction::NoChange => "Skipped.".to_owned(),
        Prediction::CurrentUser => {
            "Left out. Include yourself only if another site admin can bring you back.".to_owned()
        }
        Prediction::Impossible(obstacle) => obstacle.message(),
        Prediction::Unknown if count == 1 => format!("“{first_name}”: no such account."),
        Prediction::Unknown => format!("“{first_name}” and others: no such accounts."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::AccountAction;

    #[test]
    fn titles_agree_with_the_count() {
        let make_admins = JobKind::Change(AccountAction::MakeAdmin);
        assert_eq!(prediction_text(make_admins, &Prediction::NoChange, 1), "is a site admin already");
        assert_eq!(prediction_text(make_admins, &Prediction::NoChange, 2), "are site admins already");
        assert_eq!(prediction_text(JobKind::ResetPasswords, &Prediction::Unknown, 2), "are unknown");
    }

    #[test]
    fn a_group_with_no_account_included_says_so() {
        let disable = JobKind::Change(AccountAction::Disable);
        assert_eq!(group_title(disable, &Prediction::Done, 2, 3), "will be disabled");
        assert_eq!(group_title(disable, &Prediction::Done, 0, 3), "would be, and are struck");
        assert_eq!(group_title(disable, &Prediction::NoChange, 0, 3), "are already disabled");
    }
}
