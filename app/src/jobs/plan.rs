//! What a job would do, worked out before anything is sent. Pure.

use super::{Change, Task};
use account_api::path::is_addressable;
use account_api::{AccountState, UserType};

/// The most accounts of one job.
pub const MOST: usize = 50_000;

/// Somebody to whom something is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The name.
    pub name: String,
    /// What is known, or why nothing is.
    pub known: Result<Known, Unknown>,
}

/// Why nothing is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such account.
    Nobody,
    /// It is the name of an organization.
    Organization,
    /// The platform says that there is such an account, and does not list it.
    NotListed,
    /// It could not be found out.
    NotAnswered,
}

/// What is known of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// User or service account.
    pub kind: UserType,
    /// Its state.
    pub state: AccountState,
    /// Whether it is a site admin, where that is told.
    pub is_admin: Option<bool>,
}

/// What is to be expected for an account, in the order in which a plan shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// It will be done.
    Done,
    /// It will be done, and give back less than somebody may think: the account was deactivated.
    DoneWithoutAccess,
    /// The platform refused before. Holds its words.
    MayBeRefused(String),
    /// It is so already.
    Already,
    /// It is whoever does it.
    Oneself,
    /// It cannot be done. Holds why.
    Impossible(&'static str),
    /// There is no such account.
    Unknown,
}

impl Expected {
    /// Whether such accounts go into one group with others that expect the same.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Impossible(why), Self::Impossible(other)) => why == other,
            _ => core::mem::discriminant(self) == core::mem::discriminant(other),
        }
    }

    /// Whether somebody can have it done at all.
    pub const fn is_possible(&self) -> bool {
        matches!(self, Self::Done | Self::DoneWithoutAccess | Self::MayBeRefused(_) | Self::Oneself)
    }
}

/// A line of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whom it is about.
    pub name: String,
    /// What is to be expected.
    pub expected: Expected,
    /// Whether it is to be done.
    pub is_in: bool,
    /// Whether that is a site admin who can act.
    is_acting_admin: bool,
}

/// Somebody to whom a job does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The name.
    pub name: String,
    /// Why.
    pub why: &'static str,
}

/// What a job would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is done to each.
    pub task: Task,
    lines: Vec<Line>,
    groups: Vec<(Expected, Vec<usize>)>,
}

impl Plan {
    /// Works out what would be done to whom. `oneself` is the name of whoever would do it; `refusal` tells what the platform said
    /// when it refused the same for somebody before. Who is named twice is in it once.
    pub fn new(
        task: Task,
        subjects: impl IntoIterator<Item = Subject>,
        oneself: &str,
        refusal: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut seen = std::collections::HashSet::new();
        let lines: Vec<Line> = subjects
            .into_iter()
            .filter(|subject| seen.insert(subject.name.clone()))
            .map(|Subject { name, known }| {
                let expected = expected(task, &name, known, oneself, &refusal);
                let is_in = expected.is_possible() && expected != Expected::Oneself;
                let is_acting_admin =
                    known.is_ok_and(|known| known.is_admin == Some(true) && known.state == AccountState::Active);
                Line { name, expected, is_in, is_acting_admin }
            })
            .collect();
        let mut groups: Vec<(Expected, Vec<usize>)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            match groups.iter_mut().find(|(expected, _)| expected.is_like(&line.expected)) {
                Some((_, places)) => places.push(at),
                None => groups.push((line.expected.clone(), vec![at])),
            }
        }
        groups.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self { task, lines, groups }
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What is to be expected, and the places of the lines that expect it.
    pub fn groups(&self) -> &[(Expected, Vec<usize>)] {
        &self.groups
    }

    /// Takes a line in or strikes it. What is impossible stays out.
    pub fn put(&mut self, at: usize, is_in: bool) {
        if let Some(line) = self.lines.get_mut(at) {
            line.is_in = is_in && line.expected.is_possible();
        }
    }

    /// How many it is to be done to.
    pub fn count(&self) -> usize {
        self.lines.iter().filter(|line| line.is_in).count()
    }

    /// To whom it is to be done.
    pub fn names(&self) -> Vec<String> {
        self.lines.iter().filter(|line| line.is_in).map(|line| line.name.clone()).collect()
    }

    /// Who is left out, and why.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let left_out = self.lines.iter().filter(|line| !line.is_in);
        left_out
            .map(|line| {
                let why = match &line.expected {
                    Expected::Already => "It is so already.",
                    Expected::Oneself => "That is you.",
                    Expected::Impossible(why) => why,
                    Expected::Unknown => "There is no such account.",
                    Expected::Done | Expected::DoneWithoutAccess | Expected::MayBeRefused(_) => "Struck from the plan.",
                };
                LeftOut { name: line.name.clone(), why }
            })
            .collect()
    }

    /// How many site admins who can act it would take away.
    pub fn admins_taken(&self) -> usize {
        match self.task {
            Task::Change(Change::Disable | Change::Deactivate | Change::RemoveAdmin) => {
                self.lines.iter().filter(|line| line.is_in && line.is_acting_admin).count()
            }
            _ => 0,
        }
    }
}

fn expected(
    task: Task,
    name: &str,
    known: Result<Known, Unknown>,
    oneself: &str,
    refusal: &impl Fn(&str) -> Option<String>,
) -> Expected {
    use AccountState::{Active, Deactivated, Disabled};
    let Known { kind, state, is_admin } = match known {
        Ok(known) => known,
        Err(Unknown::Nobody) => return Expected::Unknown,
        Err(Unknown::Organization) => return Expected::Impossible("Organizations are no users."),
        Err(Unknown::NotListed) => {
            return Expected::Impossible(
                "The platform has such accounts, but does not list them: nothing is known of them.",
            );
        }
        Err(Unknown::NotAnswered) => {
            return Expected::Impossible("They could not be looked up. Look them up again before you go on.");
        }
    };
    let is_self = name == oneself;
    // The others are sent in a body.
    if task.batch() == 1 && !is_addressable(name) {
        return Expected::Impossible("A browser cannot ask for accounts of that name.");
    }
    let Task::Change(change) = task else {
        return match kind {
            UserType::ServiceAccount => Expected::Impossible("Service accounts have no password."),
            UserType::User if is_self => {
                Expected::Impossible("Your own password takes the old one: “Reset my password…” in your menu.")
            }
            UserType::User => Expected::Done,
        };
    };
    let done = match (change, state) {
        (Change::Disable, Disabled) | (Change::Deactivate, Deactivated) | (Change::Reactivate, Active) => {
            Expected::Already
        }
        (Change::Disable, Deactivated) => Expected::Impossible(
            "They are deactivated, which blocks them already; the platform refuses to disable them.",
        ),
        (Change::MakeAdmin, _) if is_admin == Some(true) => Expected::Already,
        (Change::RemoveAdmin, _) if is_admin == Some(false) => Expected::Already,
        (Change::MakeAdmin, Deactivated) => {
            Expected::Impossible("They are deactivated. Reactivate them before they can be made site admins.")
        }
        (Change::Reactivate, Deactivated) => Expected::DoneWithoutAccess,
        _ => Expected::Done,
    };
    match done {
        done if done.is_possible() && is_self && change.warning_to_oneself().is_some() => Expected::Oneself,
        Expected::Done if change == Change::Deactivate => refusal(name).map_or(Expected::Done, Expected::MayBeRefused),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountState::{Active, Deactivated, Disabled};

    fn subject(name: &str, state: AccountState) -> Subject {
        let known = Known { kind: UserType::User, state, is_admin: Some(name.starts_with("admin")) };
        Subject { name: name.into(), known: Ok(known) }
    }

    fn plan(task: Task, subjects: Vec<Subject>) -> Plan {
        Plan::new(task, subjects, "admin", |name| (name == "jane").then(|| "jane still owns teams.".into()))
    }

    fn of(plan: &Plan) -> Vec<(&str, bool)> {
        plan.groups()
            .iter()
            .flat_map(|(_, places)| places)
            .map(|at| (plan.lines()[*at].name.as_str(), plan.lines()[*at].is_in))
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
        subjects.push(Subject { name: "nobody".into(), known: Err(Unknown::Nobody) });
        let mut plan = plan(Task::Change(Change::Deactivate), subjects);
        assert_eq!(
            of(&plan),
            [("ada", true), ("alan", true), ("jane", true), ("gone", false), ("admin", false), ("nobody", false)]
        );
        assert_eq!(plan.count(), 3);
        assert_eq!(plan.admins_taken(), 0);
        // Oneself can be taken in; what is impossible cannot.
        for at in 0..plan.lines().len() {
            plan.put(at, true);
        }
        assert_eq!(plan.names(), ["ada", "jane", "admin", "alan"]);
        assert_eq!(plan.admins_taken(), 1);
        plan.put(0, false);
        assert_eq!(plan.names(), ["jane", "admin", "alan"]);
        let left_out = plan.left_out();
        let of: Vec<(&str, &str)> = left_out.iter().map(|LeftOut { name, why }| (name.as_str(), *why)).collect();
        assert_eq!(
            of,
            [("ada", "Struck from the plan."), ("gone", "It is so already."), ("nobody", "There is no such account."),]
        );
    }

    #[test]
    fn who_cannot_be_asked_for_is_not_promised_anything() {
        let disable = plan(Task::Change(Change::Disable), vec![subject("..", Active), subject("...", Active)]);
        assert_eq!(disable.names(), ["..."]);
        // Names of site admins stand in the body.
        let make = plan(Task::Change(Change::MakeAdmin), vec![subject("..", Active)]);
        assert_eq!(make.names(), [".."]);
    }

    #[test]
    fn who_was_deactivated_comes_back_without_access() {
        let plan = plan(
            Task::Change(Change::Reactivate),
            vec![subject("a", Disabled), subject("b", Deactivated), subject("admin", Active)],
        );
        assert_eq!(plan.groups()[0].0, Expected::Done);
        assert_eq!(plan.groups()[1], (Expected::DoneWithoutAccess, vec![1]));
        assert_eq!(plan.groups()[2], (Expected::Already, vec![2]));
    }

    #[test]
    fn what_is_no_account_is_not_called_unknown() {
        let of = |name: &str, why| Subject { name: name.into(), known: Err(why) };
        let plan = plan(
            Task::Change(Change::Disable),
            vec![
                of("globex", Unknown::Organization),
                of("initech", Unknown::Organization),
                of("lost", Unknown::NotAnswered),
                of("nobody", Unknown::Nobody),
            ],
        );
        assert_eq!(plan.count(), 0);
        let sizes: Vec<(bool, usize)> = plan
            .groups()
            .iter()
            .map(|(expected, places)| (matches!(expected, Expected::Impossible(_)), places.len()))
            .collect();
        assert_eq!(sizes, [(true, 2), (true, 1), (false, 1)]);
    }

    #[test]
    fn rights_and_passwords_have_rules_of_their_own() {
        let service = Known { kind: UserType::ServiceAccount, state: Active, is_admin: Some(false) };
        let robot = Subject { name: "robot".into(), known: Ok(service) };
        let make = plan(
            Task::Change(Change::MakeAdmin),
            vec![subject("a", Deactivated), subject("b", Active), robot.clone(), subject("admin", Active)],
        );
        assert_eq!(of(&make), [("b", true), ("robot", true), ("admin", false), ("a", false)]);
        let reset = plan(Task::ResetPasswords, vec![robot, subject("admin", Active), subject("b", Deactivated)]);
        assert_eq!(reset.names(), ["b"]);
        let take = plan(Task::Change(Change::RemoveAdmin), vec![subject("admin", Active), subject("admin2", Disabled)]);
        assert_eq!(of(&take), [("admin2", true), ("admin", false)]);
        assert_eq!(take.admins_taken(), 0, "who is disabled cannot act");
    }
}
