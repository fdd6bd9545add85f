//! The texts about the groups of a plan.

use crate::jobs::{Caution, JobKind, Prediction};
use crate::messages::{JobMessages, Message, sentence};

/// Returns what follows the number of accounts, or "You", in the title of a group.
pub fn group_title(job_kind: JobKind, prediction: &Prediction, included_count: usize, count: usize) -> String {
    match prediction {
        Prediction::Done | Prediction::DoneWithoutAccess if included_count == 0 => "excluded".to_owned(),
        Prediction::CurrentUser if included_count == 0 => "are excluded".to_owned(),
        Prediction::CurrentUser => job_kind.plan_done(1),
        Prediction::SetApart(caution) if included_count == 0 => format!("{}, excluded", noun(*caution, count)),
        Prediction::SetApart(caution) => format!("{} {}", noun(*caution, count), job_kind.plan_done(count)),
        _ => prediction_text(job_kind, prediction, count),
    }
}

/// Returns the prediction for some accounts, as a predicate: `will be disabled`.
pub fn prediction_text(job_kind: JobKind, prediction: &Prediction, count: usize) -> String {
    match prediction {
        Prediction::Done => job_kind.plan_done(count),
        Prediction::DoneWithoutAccess => format!("{} without memberships or permissions", job_kind.plan_done(count)),
        Prediction::MayBeRefused(_) => "may fail".to_owned(),
        Prediction::SetApart(Caution::CannotSignIn) => "cannot sign in".to_owned(),
        Prediction::SetApart(caution) if count == 1 => format!("is a {}", noun(*caution, count)),
        Prediction::SetApart(caution) => format!("are {}", noun(*caution, count)),
        Prediction::NoChange => job_kind.plan_no_change(count),
        Prediction::CurrentUser => "is your own account".to_owned(),
        Prediction::Impossible(_) => job_kind.plan_impossible(count),
        Prediction::Unknown if count == 1 => "was not found".to_owned(),
        Prediction::Unknown => "were not found".to_owned(),
    }
}

/// What the accounts of a group are that stands apart.
pub fn noun(caution: Caution, count: usize) -> &'static str {
    match (caution, count) {
        (Caution::SiteAdmin, 1) => "site admin",
        (Caution::SiteAdmin, _) => "site admins",
        (Caution::ServiceAccount, 1) => "service account",
        (Caution::ServiceAccount, _) => "service accounts",
        (Caution::CannotSignIn, 1) => "user who cannot sign in",
        (Caution::CannotSignIn, _) => "users who cannot sign in",
    }
}

/// Returns what follows for the accounts of a group. `first_name` is the name of one of them.
pub fn consequence_text(
    job_kind: JobKind,
    prediction: &Prediction,
    first_name: &str,
    included_count: usize,
    count: usize,
) -> String {
    match prediction {
        Prediction::Done => job_kind.plan_success().to_owned(),
        Prediction::DoneWithoutAccess => {
            "Their memberships and permissions were lost when they were deactivated and are not restored.".to_owned()
        }
        Prediction::MayBeRefused(reason) => format!("Last attempt: {}", sentence(reason)),
        Prediction::SetApart(caution) => caution_text(*caution, included_count > 0).to_owned(),
        Prediction::NoChange => "No change needed.".to_owned(),
        Prediction::CurrentUser => job_kind.plan_self(included_count > 0).to_owned(),
        Prediction::Impossible(obstacle) => obstacle.message(),
        Prediction::Unknown if count == 1 => format!("No account matches “{first_name}”."),
        Prediction::Unknown => "No accounts have these usernames or emails.".to_owned(),
    }
}

const fn caution_text(caution: Caution, is_included: bool) -> &'static str {
    match (caution, is_included) {
        (Caution::SiteAdmin, false) => "Site admins are left out unless you include them.",
        (Caution::SiteAdmin, true) => "Site admins are included. Make sure that enough others remain.",
        (Caution::ServiceAccount, false) => "Service accounts are left out unless you include them.",
        (Caution::ServiceAccount, true) => "Service accounts are included. Programs that use them will stop working.",
        (Caution::CannotSignIn, false) => "Disabled or deactivated, so a new password would be of no use yet.",
        (Caution::CannotSignIn, true) => "A new password works only after you reactivate the account.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::AccountAction;

    #[test]
    fn titles_agree_with_the_count() {
        let make_admins = JobKind::Change(AccountAction::MakeAdmin);
        assert_eq!(prediction_text(make_admins, &Prediction::NoChange, 1), "is already a site admin");
        assert_eq!(prediction_text(make_admins, &Prediction::NoChange, 2), "are already site admins");
        assert_eq!(prediction_text(JobKind::ResetPasswords, &Prediction::Unknown, 2), "were not found");
    }

    #[test]
    fn the_group_of_the_current_user_tells_whether_they_are_included() {
        let text = |action, included_count| {
            consequence_text(JobKind::Change(action), &Prediction::CurrentUser, "admin", included_count, 1)
        };
        assert_eq!(text(AccountAction::Disable, 0), "Include yourself only if another admin can reactivate you.");
        assert_eq!(text(AccountAction::Disable, 1), "You will be signed out.");
        assert_eq!(
            text(AccountAction::Deactivate, 1),
            "You will be signed out and lose all memberships and permissions."
        );
        let title = |count| group_title(JobKind::Change(AccountAction::Disable), &Prediction::CurrentUser, count, 1);
        assert_eq!([title(0), title(1)], ["are excluded", "will be disabled"]);
    }

    #[test]
    fn a_single_name_without_an_account_is_named() {
        let text = |count| consequence_text(JobKind::ResetPasswords, &Prediction::Unknown, "ada", 0, count);
        assert_eq!(text(1), "No account matches “ada”.");
        assert_eq!(text(3), "No accounts have these usernames or emails.");
    }

    #[test]
    fn a_group_with_no_account_included_says_so() {
        let disable = JobKind::Change(AccountAction::Disable);
        assert_eq!(group_title(disable, &Prediction::Done, 2, 3), "will be disabled");
        assert_eq!(group_title(disable, &Prediction::Done, 0, 3), "excluded");
        assert_eq!(group_title(disable, &Prediction::NoChange, 0, 3), "are already disabled");
    }
}
