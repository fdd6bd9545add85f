//! What a job would do, worked out before anything is sent. Pure.

use super::{AccountAction, JobKind};
use account_api::path::is_addressable;
use account_api::{AccountState, UserType};

/// The most accounts of one job.
pub const MAX_TARGETS: usize = 50_000;

/// Somebody to whom something is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name.
    pub name: String,
    /// What is known, or why nothing is.
    pub facts: Result<AccountFacts, LookupFailure>,
}

/// Why nothing is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupFailure {
    /// There is no such account.
    NotFound,
    /// It is the name of an organization.
    Organization,
    /// The platform says that there is such an account, and does not list it.
    NotVisible,
    /// It could not be found out.
    NoResponse,
}

/// What is known of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// User or service account.
    pub user_type: UserType,
    /// Its state.
    pub state: AccountState,
    /// Whether it is a site admin, where that is told.
    pub is_admin: Option<bool>,
}

/// What is to be expected for an account, in the order in which a plan shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prediction {
    /// It will be done.
    Done,
    /// It will be done, and give back less than somebody may think: the account was deactivated.
    DoneWithoutAccess,
    /// The platform refused before. Holds its words.
    MayBeRefused(String),
    /// It is so already.
    NoChange,
    /// It is whoever does it.
    CurrentUser,
    /// It cannot be done. Holds why.
    Impossible(&'static str),
    /// There is no such account.
    Unknown,
}

impl Prediction {
    /// Whether such accounts go into one group with others that expect the same.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Impossible(why), Self::Impossible(other)) => why == other,
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }

    /// Whether somebody can have it done at all.
    pub const fn is_possible(&self) -> bool {
        matches!(self, Self::Done | Self::DoneWithoutAccess | Self::MayBeRefused(_) | Self::CurrentUser)
    }
}

/// A line of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedItem {
    /// Whom it is about.
    pub name: String,
    /// What is to be expected.
    pub prediction: Prediction,
    /// Whether it is to be done.
    pub is_included: bool,
    /// Whether that is a site admin who can act.
    is_acting_admin: bool,
}

/// Somebody to whom a job does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedItem {
    /// The name.
    pub name: String,
    /// Why.
    pub reason: &'static str,
}

/// What a job would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is done to each.
    pub kind: JobKind,
    lines: Vec<PlannedItem>,
    groups: Vec<(Prediction, Vec<usize>)>,
}

impl Plan {
    /// Works out what would be done to whom. `oneself` is the name of whoever would do it; `refusal` tells what the platform said
    /// when it refused the same for somebody before. Who is named twice is in it once.
    pub fn new(
        task: JobKind,
        subjects: impl IntoIterator<Item = Target>,
        oneself: &str,
        refusal: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut seen = std::collections::HashSet::new();
        let lines: Vec<PlannedItem> = subjects
            .into_iter()
            .filter(|subject| seen.insert(subject.name.clone()))
            .map(|Target { name, facts: known }| {
                let expected = expected(task, &name, known, oneself, &refusal);
                let is_in = expected.is_possible() && expected != Prediction::CurrentUser;
                let is_acting_admin =
                    known.is_ok_and(|known| known.is_admin == Some(true) && known.state == AccountState::Active);
                PlannedItem { name, prediction: expected, is_included: is_in, is_acting_admin }
            })
            .collect();
        let mut groups: Vec<(Prediction, Vec<usize>)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            match groups.iter_mut().find(|(expected, _)| expected.is_like(&line.prediction)) {
                Some((_, places)) => places.push(at),
                None => groups.push((line.prediction.clone(), vec![at])),
            }
        }
        groups.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self { kind: task, lines, groups }
    }

    /// All lines.
    pub fn items(&self) -> &[PlannedItem] {
        &self.lines
    }

    /// What is to be expected, and the places of the lines that expect it.
    pub fn groups(&self) -> &[(Prediction, Vec<usize>)] {
        &self.groups
    }

    /// Takes a line in or strikes it. What is impossible stays out.
    pub fn set_included(&mut self, at: usize, is_in: bool) {
        if let Some(line) = self.lines.get_mut(at) {
            line.is_included = is_in && line.prediction.is_possible();
        }
    }

    /// How many it is to be done to.
    pub fn included_count(&self) -> usize {
        self.lines.iter().filter(|line| line.is_included).count()
    }

    /// To whom it is to be done.
    pub fn included_names(&self) -> Vec<String> {
        self.lines.iter().filter(|line| line.is_included).map(|line| line.name.clone()).collect()
    }

    /// Who is left out, and why.
    pub fn skipped(&self) -> Vec<SkippedItem> {
        let left_out = self.lines.iter().filter(|line| !line.is_included);
        left_out
            .map(|line| {
                let why = match &line.prediction {
                    Prediction::NoChange => "It is so already.",
                    Prediction::CurrentUser => "That is you.",
                    Prediction::Impossible(why) => why,
                    Prediction::Unknown => "There is no such account.",
                    Prediction::Done | Prediction::DoneWithoutAccess | Prediction::MayBeRefused(_) => {
                        "Struck from the plan."
                    }
                };
                SkippedItem { name: line.name.clone(), reason: why }
            })
            .collect()
    }

    /// How many site admins who can act it would take away.
    pub fn removed_admin_count(&self) -> usize {
        match self.kind {
            JobKind::Change(AccountAction::Disable | AccountAction::Deactivate | AccountAction::RemoveAdmin) => {
                self.lines.iter().filter(|line| line.is_included && line.is_acting_admin).count()
            }
            _ => 0,
        }
    }
}

fn expected(
    task: JobKind,
    name: &str,
    known: Result<AccountFacts, LookupFailure>,
    oneself: &str,
    refusal: &impl Fn(&str) -> Option<String>,
) -> Prediction {
    use AccountState::{Active, Deactivated, Disabled};
    let AccountFacts { user_type: kind, state, is_admin } = match known {
        Ok(known) => known,
        Err(LookupFailure::NotFound) => return Prediction::Unknown,
        Err(LookupFailure::Organization) => return Prediction::Impossible("Organizations are no users."),
        Err(LookupFailure::NotVisible) => {
            return Prediction::Impossible(
                "The platform has such accounts, but does not list them: nothing is known of them.",
            );
        }
        Err(LookupFailure::NoResponse) => {
            return Prediction::Impossible("They could not be looked up. Look them up again before you go on.");
        }
    };
    let is_self = name == oneself;
    // The others are sent in a body.
    if task.batch_size() == 1 && !is_addressable(name) {
        return Prediction::Impossible("A browser cannot ask for accounts of that name.");
    }
    let JobKind::Change(change) = task else {
        return match kind {
            UserType::ServiceAccount => Prediction::Impossible("Service accounts have no password."),
            UserType::User if is_self => {
                Prediction::Impossible("Your own password takes the old one: “Reset my password…” in your menu.")
            }
            UserType::User => Prediction::Done,
        };
    };
    let done = match (change, state) {
        (AccountAction::Disable, Disabled)
        | (AccountAction::Deactivate, Deactivated)
        | (AccountAction::Reactivate, Active) => Prediction::NoChange,
        (AccountAction::Disable, Deactivated) => Prediction::Impossible(
            "They are deactivated, which blocks them already; the platform refuses to disable them.",
        ),
        (AccountAction::MakeAdmin, _) if is_admin == Some(true) => Prediction::NoChange,
        (AccountAction::RemoveAdmin, _) if is_admin == Some(false) => Prediction::NoChange,
        (AccountAction::MakeAdmin, Deactivated) => {
            Prediction::Impossible("They are deactivated. Reactivate them before they can be made site admins.")
        }
        (AccountAction::Reactivate, Deactivated) => Prediction::DoneWithoutAccess,
        _ => Prediction::Done,
    };
    match done {
        done if done.is_possible() && is_self && change.self_warning().is_some() => Prediction::CurrentUser,
        Prediction::Done if change == AccountAction::Deactivate => {
            refusal(name).map_or(Prediction::Done, Prediction::MayBeRefused)
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountState::{Active, Deactivated, Disabled};

    fn subject(name: &str, state: AccountState) -> Target {
        let known = AccountFacts { user_type: UserType::User, state, is_admin: Some(name.starts_with("admin")) };
        Target { name: name.into(), facts: Ok(known) }
    }

    fn plan(task: JobKind, subjects: Vec<Target>) -> Plan {
        Plan::new(task, subjects, "admin", |name| (name == "jane").then(|| "jane still owns teams.".into()))
    }

    fn of(plan: &Plan) -> Vec<(&str, bool)> {
        plan.groups()
            .iter()
            .flat_map(|(_, places)| places)
            .map(|at| (plan.items()[*at].name.as_str(), plan.items()[*at].is_included))
            .collect()
    }

    #[test]
    fn what_can_be_known_beforehand_is_said() {
        let mut subjects = vec![
            subject("ada", Active),
            subject("gone", Deactivated),
            subject("jane", Active),
            subject("admin", Active),
            subject("alan", Disabled),
            subject("ada", Active),
        ];
        subjects.push(Target { name: "nobody".into(), facts: Err(LookupFailure::NotFound) });
        let mut plan = plan(JobKind::Change(AccountAction::Deactivate), subjects);
        assert_eq!(
            of(&plan),
            [("ada", true), ("alan", true), ("jane", true), ("gone", false), ("admin", false), ("nobody", false)]
        );
        assert_eq!(plan.included_count(), 3);
        assert_eq!(plan.removed_admin_count(), 0);
        // Oneself can be taken in; what is impossible cannot.
        for at in 0..plan.items().len() {
            plan.set_included(at, true);
        }
        assert_eq!(plan.included_names(), ["ada", "jane", "admin", "alan"]);
        assert_eq!(plan.removed_admin_count(), 1);
        plan.set_included(0, false);
        assert_eq!(plan.included_names(), ["jane", "admin", "alan"]);
        let left_out = plan.skipped();
        let of: Vec<(&str, &str)> =
            left_out.iter().map(|SkippedItem { name, reason: why }| (name.as_str(), *why)).collect();
        assert_eq!(
            of,
            [("ada", "Struck from the plan."), ("gone", "It is so already."), ("nobody", "There is no such account."),]
        );
    }

    #[test]
    fn who_cannot_be_asked_for_is_not_promised_anything() {
        let disable =
            plan(JobKind::Change(AccountAction::Disable), vec![subject("..", Active), subject("...", Active)]);
        assert_eq!(disable.included_names(), ["..."]);
        // Names of site admins stand in the body.
        let make = plan(JobKind::Change(AccountAction::MakeAdmin), vec![subject("..", Active)]);
        assert_eq!(make.included_names(), [".."]);
    }

    #[test]
    fn who_was_deactivated_comes_back_without_access() {
        let plan = plan(
            JobKind::Change(AccountAction::Reactivate),
            vec![subject("a", Disabled), subject("b", Deactivated), subject("admin", Active)],
        );
        assert_eq!(plan.groups()[0].0, Prediction::Done);
        assert_eq!(plan.groups()[1], (Prediction::DoneWithoutAccess, vec![1]));
        assert_eq!(plan.groups()[2], (Prediction::NoChange, vec![2]));
    }

    #[test]
    fn what_is_no_account_is_not_called_unknown() {
        let of = |name: &str, why| Target { name: name.into(), facts: Err(why) };
        let plan = plan(
            JobKind::Change(AccountAction::Disable),
            vec![
                of("globex", LookupFailure::Organization),
                of("initech", LookupFailure::Organization),
                of("lost", LookupFailure::NoResponse),
                of("nobody", LookupFailure::NotFound),
            ],
        );
        assert_eq!(plan.included_count(), 0);
        let sizes: Vec<(bool, usize)> = plan
            .groups()
            .iter()
            .map(|(expected, places)| (matches!(expected, Prediction::Impossible(_)), places.len()))
            .collect();
        assert_eq!(sizes, [(true, 2), (true, 1), (false, 1)]);
    }

    #[test]
    fn rights_and_passwords_have_rules_of_their_own() {
        let service = AccountFacts { user_type: UserType::ServiceAccount, state: Active, is_admin: Some(false) };
        let robot = Target { name: "robot".into(), facts: Ok(service) };
        let make = plan(
            JobKind::Change(AccountAction::MakeAdmin),
            vec![subject("a", Deactivated), subject("b", Active), robot.clone(), subject("admin", Active)],
        );
        assert_eq!(of(&make), [("b", true), ("robot", true), ("admin", false), ("a", false)]);
        let reset = plan(JobKind::ResetPasswords, vec![robot, subject("admin", Active), subject("b", Deactivated)]);
        assert_eq!(reset.included_names(), ["b"]);
        let take = plan(
            JobKind::Change(AccountAction::RemoveAdmin),
            vec![subject("admin", Active), subject("admin2", Disabled)],
        );
        assert_eq!(of(&take), [("admin2", true), ("admin", false)]);
        assert_eq!(take.removed_admin_count(), 0, "who is disabled cannot act");
    }
}
