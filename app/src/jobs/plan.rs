//! The plan of a job: predicts the outcome for every account before anything is sent. Does no I/O.

use super::{AccountAction, Caution, JobKind, Obstacle, Prediction};
use crate::accounts::{AccountFacts, LookupFailure, Target, common_type};
use account_api::path::is_addressable;
use account_api::{AccountState, UserType};
use std::collections::HashSet;

/// Maximum number of accounts per job.
pub const MAX_TARGETS: usize = 50_000;

/// An account of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedItem {
    /// The name.
    pub name: String,
    /// The predicted outcome.
    pub prediction: Prediction,
    /// Whether the job will include it.
    pub is_included: bool,
    /// User or service account, if known.
    user_type: Option<UserType>,
    /// Whether it is an active site admin.
    is_active_admin: bool,
    /// Whether it is disabled.
    is_disabled: bool,
}

/// An account that a job leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedItem {
    /// The name.
    pub name: String,
    /// Why it is left out.
    pub reason: SkipReason,
}

/// Why a job leaves out an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// No change needed.
    NoChange,
    /// It is the current user.
    CurrentUser,
    /// It cannot be done.
    Impossible(Obstacle),
    /// There is no such account.
    NotFound,
    /// The user excluded it.
    Excluded,
    /// It stands apart from the others, and the user did not include it.
    SetApart(Caution),
}

/// The plan of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What the job does to each account.
    pub kind: JobKind,
    items: Vec<PlannedItem>,
    groups: Vec<(Prediction, Vec<usize>)>,
}

impl Plan {
    /// Plans a job for `targets`; duplicate names count once. `current_user` is the name of the
    /// signed-in user. `refusal` returns the platform's explanation if it refused the same for an
    /// account before.
    pub fn new(
        kind: JobKind,
        targets: impl IntoIterator<Item = Target>,
        current_user: &str,
        refusal: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut seen = HashSet::new();
        let mut items: Vec<PlannedItem> = targets
            .into_iter()
            .filter(|target| seen.insert(target.name.clone()))
            .map(|Target { name, facts }| {
                let prediction = predict(kind, &name, facts, current_user, &refusal);
                let is_included = prediction.is_included_at_first();
                let is_active_admin =
                    facts.is_ok_and(|facts| facts.is_admin == Some(true) && facts.state == AccountState::Active);
                let is_disabled = facts.is_ok_and(|facts| facts.state == AccountState::Disabled);
                let user_type = facts.ok().map(|facts| facts.user_type);
                PlannedItem { name, prediction, is_included, user_type, is_active_admin, is_disabled }
            })
            .collect();
        include_special_accounts_without_others(&mut items);
        let mut groups: Vec<(Prediction, Vec<usize>)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match groups.iter_mut().find(|(prediction, _)| prediction.is_same_group(&item.prediction)) {
                Some((_, indices)) => indices.push(index),
                None => groups.push((item.prediction.clone(), vec![index])),
            }
        }
        groups.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self { kind, items, groups }
    }

    /// All accounts.
    pub fn items(&self) -> &[PlannedItem] {
        &self.items
    }

    /// The indices of the accounts, grouped by prediction.
    pub fn groups(&self) -> &[(Prediction, Vec<usize>)] {
        &self.groups
    }

    /// Includes or excludes an account. Impossible ones stay excluded.
    pub fn set_included(&mut self, index: usize, is_included: bool) {
        if let Some(item) = self.items.get_mut(index) {
            item.is_included = is_included && item.prediction.is_possible();
        }
    }

    fn included(&self) -> impl Iterator<Item = &PlannedItem> {
        self.items.iter().filter(|item| item.is_included)
    }

    /// The number of included accounts.
    pub fn included_count(&self) -> usize {
        self.included().count()
    }

    /// The type that the included accounts have in common; without any, that of all accounts.
    pub fn included_type(&self) -> Option<UserType> {
        match self.included_count() {
            0 => common_type(self.items.iter().map(|item| item.user_type)),
            _ => common_type(self.included().map(|item| item.user_type)),
        }
    }

    /// The names of the included accounts.
    pub fn included_names(&self) -> Vec<String> {
        self.included().map(|item| item.name.clone()).collect()
    }

    /// The names of the accounts that the user excluded.
    pub fn excluded_names(&self) -> HashSet<String> {
        let is_excluded = |item: &&PlannedItem| !item.is_included && item.prediction.is_included_at_first();
        self.items.iter().filter(is_excluded).map(|item| item.name.clone()).collect()
    }

    /// The accounts that are left out.
    pub fn skipped(&self) -> Vec<SkippedItem> {
        let skipped = self.items.iter().filter(|item| !item.is_included);
        skipped
            .map(|item| {
                let reason = match item.prediction {
                    Prediction::NoChange => SkipReason::NoChange,
                    Prediction::CurrentUser => SkipReason::CurrentUser,
                    Prediction::Impossible(obstacle) => SkipReason::Impossible(obstacle),
                    Prediction::Unknown => SkipReason::NotFound,
                    Prediction::SetApart(caution) => SkipReason::SetApart(caution),
                    Prediction::Done | Prediction::DoneWithoutAccess | Prediction::MayBeRefused(_) => {
                        SkipReason::Excluded
                    }
                };
                SkippedItem { name: item.name.clone(), reason }
            })
            .collect()
    }

    /// The number of active site admins that the job would remove.
    pub fn removed_admin_count(&self) -> usize {
        if self.kind.removes_site_admins() { self.included().filter(|item| item.is_active_admin).count() } else { 0 }
    }

    /// The number of disabled accounts that the job would make site admins.
    pub fn disabled_admin_count(&self) -> usize {
        let makes_admins = self.kind == JobKind::Change(AccountAction::MakeAdmin);
        if makes_admins { self.included().filter(|item| item.is_disabled).count() } else { 0 }
    }
}

/// Includes the accounts that stand apart if the plan has no others: then they were meant.
fn include_special_accounts_without_others(items: &mut [PlannedItem]) {
    let is_special = |item: &PlannedItem| {
        matches!(item.prediction, Prediction::SetApart(_) | Prediction::CurrentUser | Prediction::Unknown)
    };
    if items.iter().all(is_special) {
        for item in items {
            item.is_included = matches!(item.prediction, Prediction::SetApart(_));
        }
    }
}

/// The prediction for a name that was looked up. What the account's facts mean is up to the kind.
fn predict(
    kind: JobKind,
    name: &str,
    facts: Result<AccountFacts, LookupFailure>,
    current_user: &str,
    refusal: &impl Fn(&str) -> Option<String>,
) -> Prediction {
    let facts = match facts {
        Ok(facts) => facts,
        Err(LookupFailure::NotFound) => return Prediction::Unknown,
        Err(LookupFailure::Organization) => return Prediction::Impossible(Obstacle::Organization),
        Err(LookupFailure::NotVisible) => return Prediction::Impossible(Obstacle::NotVisible),
        Err(LookupFailure::NoResponse) => return Prediction::Impossible(Obstacle::LookupFailed),
    };
    // Batches send the names in the body.
    if kind.batch_size() == 1 && !is_addressable(name) {
        return Prediction::Impossible(Obstacle::UnaddressableName);
    }
    let prediction = kind.predict(facts, name == current_user, || refusal(name));
    match (&prediction, kind.caution(facts)) {
        (Prediction::Done | Prediction::MayBeRefused(_), Some(caution)) => Prediction::SetApart(caution),
        _ => prediction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountState::{Active, Deactivated, Disabled};
    use account_api::UserType;

    fn target(name: &str, state: AccountState) -> Target {
        let facts = AccountFacts { user_type: UserType::User, state, is_admin: Some(name.starts_with("admin")) };
        Target { name: name.into(), facts: Ok(facts) }
    }

    fn plan(kind: JobKind, targets: Vec<Target>) -> Plan {
        Plan::new(kind, targets, "admin", |name| (name == "jane").then(|| "jane still owns teams.".into()))
    }

    /// Names in the order of the groups, and whether they are included.
    fn in_order(plan: &Plan) -> Vec<(&str, bool)> {
        plan.groups()
            .iter()
            .flat_map(|(_, indices)| indices)
            .map(|index| (plan.items()[*index].name.as_str(), plan.items()[*index].is_included))
            .collect()
    }

    #[test]
    fn a_plan_counts_new_site_admins_who_cannot_sign_in() {
        let targets = || vec![target("ada", Active), target("alan", Disabled)];
        assert_eq!(plan(JobKind::Change(AccountAction::MakeAdmin), targets()).disabled_admin_count(), 1);
        assert_eq!(plan(JobKind::Change(AccountAction::Deactivate), targets()).disabled_admin_count(), 0);
    }

    #[test]
    fn a_plan_predicts_what_can_be_known_beforehand() {
        let mut targets = vec![
            target("ada", Active),
            target("gone", Deactivated),
            target("jane", Active),
            target("admin", Active),
            target("alan", Disabled),
            target("ada", Active),
        ];
        targets.push(Target { name: "nobody".into(), facts: Err(LookupFailure::NotFound) });
        let mut plan = plan(JobKind::Change(AccountAction::Deactivate), targets);
        assert_eq!(
            in_order(&plan),
            [("nobody", false), ("ada", true), ("alan", true), ("jane", true), ("gone", false), ("admin", false)]
        );
        assert_eq!(plan.included_count(), 3);
        assert_eq!(plan.removed_admin_count(), 0);
        // The current user can be included; what is impossible cannot.
        for index in 0..plan.items().len() {
            plan.set_included(index, true);
        }
        assert_eq!(plan.included_names(), ["ada", "jane", "admin", "alan"]);
        assert_eq!(plan.removed_admin_count(), 1);
        plan.set_included(0, false);
        assert_eq!(plan.included_names(), ["jane", "admin", "alan"]);
        assert_eq!(plan.excluded_names(), HashSet::from(["ada".to_owned()]));
        let skipped = plan.skipped();
        let reasons: Vec<(&str, SkipReason)> =
            skipped.iter().map(|SkippedItem { name, reason }| (name.as_str(), *reason)).collect();
        assert_eq!(
            reasons,
            [("ada", SkipReason::Excluded), ("gone", SkipReason::NoChange), ("nobody", SkipReason::NotFound)]
        );
    }

    #[test]
    fn names_that_cannot_stand_in_a_path_are_impossible() {
        let disable = plan(JobKind::Change(AccountAction::Disable), vec![target("..", Active), target("...", Active)]);
        assert_eq!(disable.included_names(), ["..."]);
        // Names of site admins are sent in the body.
        let make = plan(JobKind::Change(AccountAction::MakeAdmin), vec![target("..", Active)]);
        assert_eq!(make.included_names(), [".."]);
    }

    #[test]
    fn deactivated_accounts_come_back_without_access() {
        let plan = plan(
            JobKind::Change(AccountAction::Reactivate),
            vec![target("a", Disabled), target("b", Deactivated), target("admin", Active)],
        );
        assert_eq!(plan.groups()[0].0, Prediction::Done);
        assert_eq!(plan.groups()[1], (Prediction::DoneWithoutAccess, vec![1]));
        assert_eq!(plan.groups()[2], (Prediction::NoChange, vec![2]));
    }

    #[test]
    fn organizations_and_failed_lookups_are_not_called_unknown() {
        let failed = |name: &str, failure| Target { name: name.into(), facts: Err(failure) };
        let plan = plan(
            JobKind::Change(AccountAction::Disable),
            vec![
                failed("globex", LookupFailure::Organization),
                failed("initech", LookupFailure::Organization),
                failed("lost", LookupFailure::NoResponse),
                failed("nobody", LookupFailure::NotFound),
            ],
        );
        assert_eq!(plan.included_count(), 0);
        let groups: Vec<(&Prediction, usize)> =
            plan.groups().iter().map(|(prediction, indices)| (prediction, indices.len())).collect();
        assert_eq!(
            groups,
            [
                (&Prediction::Unknown, 1),
                (&Prediction::Impossible(Obstacle::Organization), 2),
                (&Prediction::Impossible(Obstacle::LookupFailed), 1)
            ]
        );
    }

    #[test]
    fn a_plan_to_create_accounts_leaves_out_the_existing_ones() {
        let plan = plan(JobKind::Create(UserType::User), vec![target("ada", Active)]);
        assert_eq!((plan.included_count(), &plan.groups()[0].0), (0, &Prediction::NoChange));
    }

    #[test]
    fn admin_permissions_and_passwords_have_rules_of_their_own() {
        let service = AccountFacts { user_type: UserType::ServiceAccount, state: Active, is_admin: Some(false) };
        let robot = Target { name: "robot".into(), facts: Ok(service) };
        let make = plan(
            JobKind::Change(AccountAction::MakeAdmin),
            vec![target("a", Deactivated), target("b", Active), robot.clone(), target("admin", Active)],
        );
        assert_eq!(in_order(&make), [("b", true), ("robot", true), ("admin", false), ("a", false)]);
        let reset = plan(JobKind::ResetPasswords, vec![robot, target("admin", Active), target("b", Active)]);
        assert_eq!(reset.included_names(), ["b"]);
        let remove = plan(
            JobKind::Change(AccountAction::RemoveAdmin),
            vec![target("admin", Active), target("admin2", Disabled)],
        );
        assert_eq!(in_order(&remove), [("admin2", true), ("admin", false)]);
        assert_eq!(remove.removed_admin_count(), 0, "a disabled admin cannot act");
    }

    fn service_account(name: &str) -> Target {
        let facts = AccountFacts { user_type: UserType::ServiceAccount, state: Active, is_admin: Some(false) };
        Target { name: name.into(), facts: Ok(facts) }
    }

    #[test]
    fn site_admins_and_service_accounts_among_others_are_excluded_at_first() {
        let targets = || vec![target("ada", Active), target("admin2", Active), service_account("robot")];
        for action in [AccountAction::Disable, AccountAction::Deactivate] {
            let mut plan = plan(JobKind::Change(action), targets());
            assert_eq!(in_order(&plan), [("ada", true), ("admin2", false), ("robot", false)]);
            assert_eq!(plan.skipped()[0].reason, SkipReason::SetApart(Caution::SiteAdmin));
            plan.set_included(1, true);
            assert_eq!(plan.included_names(), ["ada", "admin2"]);
        }
        let reactivate = plan(JobKind::Change(AccountAction::Reactivate), vec![target("admin2", Disabled)]);
        assert_eq!(reactivate.groups()[0].0, Prediction::Done, "nothing is taken away");
    }

    #[test]
    fn special_accounts_alone_are_meant() {
        let disable = JobKind::Change(AccountAction::Disable);
        let plan_of = |targets| plan(disable, targets);
        assert_eq!(plan_of(vec![service_account("a"), service_account("b")]).included_names(), ["a", "b"]);
        assert_eq!(plan_of(vec![target("admin", Active), target("admin2", Active)]).included_names(), ["admin2"]);
        // Otherwise a click for a list of disabled users would disable their one site admin.
        assert_eq!(plan_of(vec![target("ada", Disabled), target("admin2", Active)]).included_count(), 0);
    }

    #[test]
    fn passwords_of_users_who_cannot_sign_in_are_not_reset_at_first() {
        let reset = plan(
            JobKind::ResetPasswords,
            vec![
                target("ada", Active),
                target("alan", Disabled),
                target("gone", Deactivated),
                target("admin2", Active),
            ],
        );
        assert_eq!(reset.included_names(), ["ada"]);
        assert_eq!(reset.groups()[1], (Prediction::SetApart(Caution::SiteAdmin), vec![3]));
        assert_eq!(reset.groups()[2], (Prediction::SetApart(Caution::CannotSignIn), vec![1, 2]));
    }
}
